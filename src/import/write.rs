//! Packages to text: takes what a sheet asks for, gives the text of a plan in the one layout, with what came over.

use super::entry::{Level, Line, Package, Sheet, When};
use super::names::Names;
use super::told::{grouped, shown_amount};
use super::{Imported, Said};
use crate::diagnostic::text::counted;
use crate::model::facts::quoted;
use crate::quantity::{Calendar, Currency, Month, Number, Period};
use crate::syntax::format::format;
use indexmap::IndexMap;
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
    property(text, "today", package.today.map(|today| money(today, sheet.currency)));
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
    for line in &level.lines {
        let category = line.category.as_ref().and_then(|title| categories.get(title));
        let category = category.map_or(UNNAMED_CATEGORY, String::as_str);
        for amount in amounts(line, sheet.calendar, sheet.currency) {
            push(text, &format!("    cost {category}: {amount}\n"));
        }
    }
    text.push_str("  }\n");
}

fn push(text: &mut String, line: &str) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "{line}");
}

/// A line's amounts as a plan writes them: months in a row with the same amount are one line by the month.
fn amounts(line: &Line, calendar: Calendar, currency: Currency) -> Vec<String> {
    let mut written = Vec::new();
    let mut run: Option<Run> = None;
    for (when, amount) in &line.amounts {
        let When::In(Period::Month(month)) = when else {
            written.extend(run.take().map(|run| run.written(calendar, currency)));
            written.push(match when {
                When::In(period) => format!("{} in {period}", money(*amount, currency)),
                When::Calendar => money(*amount, currency),
            });
            continue;
        };
        match run.as_mut().filter(|run| run.amount == *amount && run.last.plus(1) == Some(*month)) {
            Some(run) => run.last = *month,
            None => {
                let before = run.replace(Run { amount: *amount, first: *month, last: *month });
                written.extend(before.map(|run| run.written(calendar, currency)));
            }
        }
    }
    written.extend(run.map(|run| run.written(calendar, currency)));
    written
}

/// Months in a row with the same amount.
struct Run {
    amount: Number,
    first: Month,
    last: Month,
}

impl Run {
    fn written(&self, calendar: Calendar, currency: Currency) -> String {
        let amount = money(self.amount, currency);
        if self.first == self.last {
            return format!("{amount} in {}", self.first);
        }
        let from = if self.first == calendar.first() { String::new() } else { format!(" from {}", self.first) };
        let to = if self.last == calendar.last() { String::new() } else { format!(" to {}", self.last) };
        format!("{amount}/month{from}{to}")
    }
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
    let levels = || sheet.packages.iter().flat_map(|package| &package.levels);
    let lines: usize =
        levels().flat_map(|level| &level.lines).map(|line| amounts(line, sheet.calendar, sheet.currency).len()).sum();
    let total = shown_amount(sheet.total, sheet.currency);
    let tie = if sheet.has_total { "= the sheet’s total" } else { "= the sum of its rows" };
    format!("{}, {}, {total} {tie}", counted(sheet.packages.len(), "package"), counted(lines, "cost line"))
}

/// What the sheet lacks and every plan needs.
fn to_write(sheet: &Sheet, departments: &ByTitle, categories: &ByTitle) -> String {
    let lacking = |is_absent: fn(&Package) -> bool| sheet.packages.iter().filter(|package| is_absent(package)).count();
    let levels: usize = sheet.packages.iter().map(|package| package.levels.len()).sum();
    let lines = sheet.packages.iter().flat_map(|package| &package.levels).flat_map(|level| &level.lines);
    let unnamed = lines.filter(|line| line.category.is_none() && !line.amounts.is_empty()).count();
    let work = [
        (lacking(|package| package.justification.is_none()), "justification"),
        (lacking(|package| package.consequence.is_none()), "consequence"),
        (levels, "effect"),
        (unnamed, "category of a cost line"),
        (lacking(|package| package.department.is_none()), "department of a package"),
        (lacking(|package| package.owner.is_none()) + departments.len() + categories.len(), "owner"),
    ];
    let parts = work.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(count, noun));
    parts.collect::<Vec<_>>().join(", ")
}

fn plural(count: usize, noun: &str) -> String {
    match noun {
        "category of a cost line" if count > 1 => format!("{count} categories of cost lines"),
        "department of a package" if count > 1 => format!("{count} departments of packages"),
        noun => counted(count, noun),
    }
}
