//! Packages to text: takes what a sheet asks for, gives the text of a plan in the one layout, with what came over.

use super::entry::{Level, Package, Sheet};
use super::lines::{Way, lines_of};
use super::names::Names;
use super::today::today;
use super::told::{grouped, shown_amount};
use super::{Imported, Said};
use crate::diagnostic::text::counted;
use crate::model::facts::quoted;
use crate::quantity::{Currency, Number};
use crate::syntax::format::format;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What stands where the sheet names no category: nothing declares it, so that `check` asks for it.
const UNNAMED_CATEGORY: &str = "category_to_name";

/// The plan of a sheet.
pub(super) fn plan(sheet: &Sheet, said: &Said, remarks: Vec<String>) -> Imported {
    let mut text = head(sheet, said);
    let roles = declared(&mut text, "role", sheet.packages.iter().filter_map(|package| package.owner.as_deref()));
    let departments =
        declared(&mut text, "department", sheet.packages.iter().filter_map(|package| package.department.as_deref()));
    let lines = || sheet.packages.iter().flat_map(|package| &package.levels).flat_map(|level| &level.lines);
    let categories = declared(&mut text, "category", lines().filter_map(|line| line.category.as_deref()));
    let mut names = Names::default();
    for package in &sheet.packages {
        let name = names.make(&package.title, "package");
        write_package(&mut text, sheet, package, &name, &[&roles, &departments, &categories]);
    }
    Imported {
        text: laid_out(text),
        summary: summary(sheet),
        to_write: to_write(sheet, &departments, &categories),
        remarks,
    }
}

/// The text in the one layout; were it ever refused, the text as it is says the same.
pub(super) fn laid_out(text: String) -> String {
    match format(&text) {
        Ok(formatted) => formatted.text.into_owned(),
        Err(_) => text,
    }
}

fn head(sheet: &Sheet, said: &Said) -> String {
    let name = Names::default().make(&said.title, "plan");
    let (first, last) = (sheet.calendar.first(), sheet.calendar.last());
    let currency = sheet.currency.code();
    format!("plan {name} {} {{\n  currency: {currency}\n  calendar: {first} .. {last}\n}}\n\n", quoted(&said.title))
}

/// The names of what a sheet names by words.
pub(super) type ByTitle = IndexMap<String, String>;

/// Declares each title once, in order, and gives the names.
fn declared<'a>(text: &mut String, keyword: &str, titles: impl Iterator<Item = &'a str>) -> ByTitle {
    let mut names = Names::default();
    let mut by_title = ByTitle::new();
    for title in titles {
        if !by_title.contains_key(title) {
            let name = names.make(title, keyword);
            push(text, &format!("{keyword} {name} {}\n", quoted(title)));
            by_title.insert(title.to_owned(), name);
        }
    }
    if !by_title.is_empty() {
        text.push('\n');
    }
    by_title
}

fn write_package(text: &mut String, sheet: &Sheet, package: &Package, name: &str, named: &[&ByTitle; 3]) {
    let [roles, departments, categories] = named;
    push(text, &format!("package {name} {} {{\n", quoted(&package.title)));
    let known = |names: &ByTitle, title: &Option<String>| title.as_ref().and_then(|title| names.get(title)).cloned();
    property(text, "department", known(departments, &package.department));
    property(text, "owner", known(roles, &package.owner));
    property(text, "justification", package.justification.as_deref().map(quoted));
    property(text, "consequence", package.consequence.as_deref().map(quoted));
    property(text, "today", today(package).map(|today| money(today.amount, sheet.currency)));
    let mut names = Names::default();
    for level in &package.levels {
        write_level(text, sheet, level, &mut names, categories);
    }
    for alternative in &package.alternatives {
        let name = names.make(alternative, "alternative");
        push(text, &format!("  alternative {name} {} {{}}\n", quoted(alternative)));
    }
    text.push_str("}\n\n");
}

fn property(text: &mut String, key: &str, value: Option<String>) {
    if let Some(value) = value {
        push(text, &format!("  {key}: {value}\n"));
    }
}

fn write_level(text: &mut String, sheet: &Sheet, level: &Level, names: &mut Names, categories: &ByTitle) {
    match &level.title {
        Some(title) => push(text, &format!("  level {} {} {{\n", names.make(title, "level"), quoted(title))),
        // The sheet knows no levels; all of it is one.
        None => push(text, &format!("  level {} {{\n", names.make("ask", "level"))),
    }
    for line in lines_of(level) {
        let category = line.category.and_then(|title| categories.get(title));
        let category = category.map_or(UNNAMED_CATEGORY, String::as_str);
        let title = line.title.map_or_else(String::new, |title| format!(" {}", quoted(&title)));
        let amount = line.when.written(&money(line.amount, sheet.currency), sheet.calendar);
        push(text, &format!("    {} {category}{title}: {amount}\n", line.way.key()));
    }
    text.push_str("  }\n");
}

fn push(text: &mut String, line: &str) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "{line}");
}

/// `1_234.50 EUR`
fn money(number: Number, currency: Currency) -> String {
    let plain = number.abs().to_string();
    let (whole, decimals) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, decimals)| (whole, decimals));
    let sign = if number.is_negative() { "-" } else { "" };
    let whole = if whole.len() > 4 { grouped(whole, '_') } else { whole.to_owned() };
    if decimals.is_empty() {
        return format!("{sign}{whole} {}", currency.code());
    }
    let digits = usize::try_from(currency.minor_digits()).unwrap_or(0);
    format!("{sign}{whole}.{decimals:0<digits$} {}", currency.code())
}

fn summary(sheet: &Sheet) -> String {
    let lines = || sheet.packages.iter().flat_map(|package| &package.levels).flat_map(lines_of);
    let costs = lines().filter(|line| line.way == Way::Cost).count();
    let savings = lines().filter(|line| line.way == Way::Saves).count();
    let savings = if savings == 0 { String::new() } else { format!("{}, ", counted(savings, "saving")) };
    let total = shown_amount(sheet.total, sheet.currency);
    let tie = if sheet.has_total { "= the sheet’s total" } else { "= the sum of its rows" };
    format!("{}, {}, {savings}{total} {tie}", counted(sheet.packages.len(), "package"), counted(costs, "cost line"))
}

/// What the sheet lacks and every plan needs: all that `check` calls an error in what was written.
fn to_write(sheet: &Sheet, departments: &ByTitle, categories: &ByTitle) -> String {
    let lacking = |is_absent: fn(&Package) -> bool| sheet.packages.iter().filter(|package| is_absent(package)).count();
    let levels = || sheet.packages.iter().flat_map(|package| &package.levels);
    let unnamed = levels().flat_map(|level| &level.lines);
    let unnamed = unnamed.filter(|line| line.category.is_none() && !line.amounts.is_empty()).count();
    let is_justified = |level: &Level| lines_of(level).iter().any(|line| line.way == Way::Saves);
    let is_empty = |level: &Level| level.lines.iter().all(|line| line.amounts.is_empty());
    let alternatives = sheet.packages.iter().map(|package| package.alternatives.len()).sum();
    let work = [
        (lacking(|package| package.justification.is_none()), "justification"),
        (copied(sheet), "justification that another package has too"),
        (lacking(|package| package.consequence.is_none()), "consequence"),
        (levels().filter(|level| !is_empty(level) && !is_justified(level)).count(), "effect"),
        (lacking(|package| package.levels.is_empty()), "level of a package"),
        (levels().filter(|level| is_empty(level)).count(), "cost of a level"),
        (alternatives, "cost of an alternative"),
        (unnamed, "category of a cost line"),
        (lacking(|package| package.department.is_none()), "department of a package"),
        (lacking(|package| package.owner.is_none()) + departments.len() + categories.len(), "owner"),
    ];
    let parts = work.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(count, noun));
    parts.collect::<Vec<_>>().join(", ")
}

/// The packages that are justified in the words of one before.
fn copied(sheet: &Sheet) -> usize {
    let mut known = BTreeSet::new();
    sheet
        .packages
        .iter()
        .filter_map(|package| package.justification.as_deref())
        .filter(|text| !known.insert(*text))
        .count()
}

fn plural(count: usize, noun: &str) -> String {
    match noun {
        "category of a cost line" if count > 1 => format!("{count} categories of cost lines"),
        "department of a package" if count > 1 => format!("{count} departments of packages"),
        "level of a package" if count > 1 => format!("{count} levels of packages"),
        "cost of a level" if count > 1 => format!("{count} costs of levels"),
        "cost of an alternative" if count > 1 => format!("{count} costs of alternatives"),
        "justification that another package has too" if count > 1 => {
            format!("{count} justifications that other packages have too")
        }
        noun => counted(count, noun),
    }
}
