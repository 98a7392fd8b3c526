//! The plan beside what is spent today: takes what each package states, asks for and gets, shows it by package, by department
//! and by category, with what ends and what kind of money it is.

use super::document::{Block, Cell, Column, Figure, KeyFigure, Mark, Note, Room, Row, Section, Sign, Table};
use super::names::{display, level_name, named_cell, path_cell, said_money};
use super::prose;
use super::ranking_sheet::display_in_full;
use crate::check::{CheckedPlan, Paid};
use crate::diagnostic::text::counted;
use crate::evaluate::{Evaluation, quantities};
use crate::model::{AnyId, Category, Department, Id, Level, Retire};
use crate::outcome::{Account, PackageAccount, Present, Scope, nature};
use crate::quantity::Money;
use std::collections::BTreeMap;

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Section {
    let mut section = Section::new("today", "Compared with today");
    section.push(Block::KeyFigures(key_figures(plan, evaluation, account)));
    section.push(Block::Table(packages(plan, account)));
    section.push(Block::Notes(notes(plan, account)));
    section.push(Block::Table(departments(plan, account)));
    section.push(Block::Table(categories(plan, evaluation, account)));
    section.push(Block::Table(paid_for(plan, account)));
    section
}

fn key_figures(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Vec<KeyFigure> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let mut key_figures = Vec::new();
    if let Some(compared) = account.compared() {
        let of = match compared.scope {
            Scope::Whole => "all packages, and what ends".to_owned(),
            Scope::Stated(stated, of) => format!("the {stated} of {of} packages that state it"),
        };
        key_figures.push(KeyFigure::new("today", "today", amount(compared.today)).comment(of));
        let change = compared.change().map(prose::change).unwrap_or_default();
        key_figures.push(KeyFigure::new("given", "given to them", amount(compared.given)).comment(change));
        if !compared.ends.is_zero() {
            let comment = counted(account.ends.len(), "activity").replace("activitys", "activities");
            key_figures.push(KeyFigure::new("ends", "ends", amount(compared.ends)).comment(comment));
        }
    }
    let others =
        if account.others() == 0 { "" } else { &format!(", {} besides", counted(account.others(), "other way")) };
    let asked = format!("{}{others}", counted(account.asked(), "level"));
    key_figures.push(KeyFigure::new("asked", "asked for", amount(account.asks())).comment(asked));
    let funded: Vec<Id<Level>> = account.packages.iter().flat_map(|package| package.funded.iter().copied()).collect();
    let nature = nature(plan, evaluation, &funded);
    let kinds = [
        ("one_time", "once", nature.one_time, "of what is given"),
        ("recurring", "recurring", nature.recurring, "of what is given"),
        ("expense", "expense", nature.expense, "of what is given"),
        ("capital", "capital", nature.capital, "of what is given"),
    ];
    let kinds = kinds.into_iter().filter(|(_, _, sum, _)| !sum.is_zero());
    key_figures
        .extend(kinds.map(|(key, label, sum, comment)| KeyFigure::new(key, label, amount(sum)).comment(comment)));
    key_figures
}

/// The columns that all three tables have.
fn columns(word: &'static str) -> Vec<Column> {
    vec![
        Column::text("title", word, Room::Cut(22)),
        Column::text(word, "name", Room::OptionalCut(1, 12)),
        Column::mixed("today", "today", Room::Kept),
        Column::number("asked", "asked", Room::Optional(3)),
        Column::number("given", "given", Room::Kept),
        Column::number("change", "change", Room::Optional(4)),
        Column::mixed("change_percent", "%", Room::Kept),
    ]
}

fn packages(plan: &CheckedPlan, account: &Account) -> Table {
    let mut table = Table::new("packages", columns("package")).captioned("By package").in_any_order();
    let mut accounts: Vec<&PackageAccount> = account.packages.iter().collect();
    accounts.sort_by(|left, right| right.given.cmp(&left.given).then(left.package.cmp(&right.package)));
    table.rows = accounts.iter().map(|account| Row::Cells(package_cells(plan, account))).collect();
    table.rows.extend(account.ends.iter().map(|(retire, today)| Row::Cells(ending_cells(plan, *retire, *today))));
    table
}

fn package_cells(plan: &CheckedPlan, account: &PackageAccount) -> Vec<Cell> {
    let figures = Figures { today: account.present.amount(), asked: Some(account.asks), given: account.given };
    let today = match account.present {
        Present::NotStated => Cell::text("not stated"),
        Present::New => Cell::text("new"),
        Present::Spent(terms) => Cell::Figure(Figure::money(terms.amount, plan.currency)),
    };
    cells(plan, account.package.into(), today, figures)
}

fn ending_cells(plan: &CheckedPlan, retire: Id<Retire>, today: Money) -> Vec<Cell> {
    let figures = Figures { today: Some(today), asked: None, given: Money::ZERO };
    let mut cells = cells(plan, retire.into(), Cell::Figure(Figure::money(today, plan.currency)), figures);
    if let Some(last) = cells.last_mut() {
        *last = Cell::text("ends");
    }
    cells
}

struct Figures {
    today: Option<Money>,
    asked: Option<Money>,
    given: Money,
}

fn cells(plan: &CheckedPlan, id: AnyId, today: Cell, figures: Figures) -> Vec<Cell> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let change = figures.today.and_then(|today| figures.given.subtract(today).ok());
    let from = figures.today.map_or(Sign::Both, |today| Sign::From(today.number()));
    let change_cell = change.map(|change| Cell::Figure(Figure { sign: from, ..Figure::money(change, plan.currency) }));
    let share = figures.today.filter(|today| today.is_positive()).zip(change);
    let share = share.and_then(|(today, change)| change.number().divide(today.number()).ok());
    vec![
        named_cell(plan, id),
        path_cell(plan, id),
        today,
        Cell::or_empty(figures.asked.map(amount)),
        amount(figures.given),
        Cell::or_empty(change_cell),
        Cell::text(share.map(prose::change).unwrap_or_default()),
    ]
}

fn notes(plan: &CheckedPlan, account: &Account) -> Vec<Note> {
    let scaled: Vec<String> = account
        .packages
        .iter()
        .filter_map(|package| match package.present {
            Present::Spent(terms) => Some((package.package, terms.written?)),
            Present::NotStated | Present::New => None,
        })
        .map(|(package, written)| {
            let amount = Figure::money(written.amount, plan.currency).amount();
            let months = if written.months == 12 { "a year".to_owned() } else { counted(written.months, "month") };
            format!("{}: {amount} of {months}", display(plan, package))
        })
        .collect();
    if scaled.is_empty() {
        return Vec::new();
    }
    let length = counted(plan.calendar.len(), "month");
    vec![Note::marked(Mark::Neutral, format!("made as long as the calendar, {length}: {}", scaled.join("; ")))]
}

/// By department with those below it; what is not stated is not counted as nothing.
fn departments(plan: &CheckedPlan, account: &Account) -> Table {
    let mut table =
        Table::new("departments", columns("department")).captioned("By department, with those that are part of it");
    let mut parts = vec![Part::default(); plan.plan().departments.len()];
    for package in &account.packages {
        let department = plan.packages.get(package.package.index()).map(|terms| terms.department);
        if let Some(part) = department.and_then(|department| parts.get_mut(department.index())) {
            part.add(&Part::of(package));
        }
    }
    for (retire, amount) in &account.ends {
        let held = plan.plan().retires.find(*retire).and_then(|retire| retire.department.get());
        if let Some(part) = held.and_then(|held| parts.get_mut(held.value.index())) {
            part.add(&Part { ends: 1, today: *amount, ..Part::default() });
        }
    }
    plan.department_chains.with_inner(&mut parts, Part::add);
    for (department, part) in plan.plan().departments.ids().zip(&parts) {
        if part.packages + part.ends > 0 {
            table.rows.push(Row::Cells(part.cells(plan, department)));
        }
    }
    table
}

/// What is asked, given and spent today of a department with those that are part of it.
#[derive(Clone, Copy, Default)]
struct Part {
    packages: usize,
    /// How many of them say what is spent today.
    stated: usize,
    /// How many activities of it end.
    ends: usize,
    today: Money,
    asked: Money,
    given: Money,
}

impl Part {
    fn of(account: &PackageAccount) -> Part {
        let today = account.present.amount();
        Part {
            packages: 1,
            stated: usize::from(today.is_some()),
            ends: 0,
            today: today.unwrap_or_default(),
            asked: account.asks,
            given: account.given,
        }
    }

    fn add(&mut self, other: &Part) {
        let sum = |one: Money, other: Money| one.add(other).unwrap_or_default();
        *self = Part {
            packages: self.packages + other.packages,
            stated: self.stated + other.stated,
            ends: self.ends + other.ends,
            today: sum(self.today, other.today),
            asked: sum(self.asked, other.asked),
            given: sum(self.given, other.given),
        };
    }

    fn cells(self, plan: &CheckedPlan, department: Id<Department>) -> Vec<Cell> {
        let is_whole = self.stated == self.packages;
        let today = Figure::money(self.today, plan.currency);
        let today_cell = if self.stated + self.ends == 0 {
            Cell::text("not stated")
        } else if is_whole {
            Cell::Figure(today)
        } else {
            let counts = format!(" ({} of {})", self.stated, self.packages);
            Cell::Said(vec![said_money(plan, self.today), counts.into()])
        };
        let figures = Figures { today: is_whole.then_some(self.today), asked: Some(self.asked), given: self.given };
        cells(plan, department.into(), today_cell, figures)
    }
}

/// By category what is asked and given; nobody states present spend by category.
fn categories(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Table {
    let columns = vec![
        Column::text("title", "category", Room::Cut(22)),
        Column::text("category", "name", Room::OptionalCut(1, 12)),
        Column::text("kind", "kind", Room::Optional(2)),
        Column::number("asked", "asked", Room::Kept),
        Column::number("given", "given", Room::Kept),
    ];
    let mut table = Table::new("categories", columns).captioned("By category").in_any_order();
    let by_category = |levels: fn(&PackageAccount) -> &[Id<Level>]| {
        let mut amounts: BTreeMap<Id<Category>, Vec<Money>> = BTreeMap::new();
        let levels = account.packages.iter().flat_map(levels);
        for line in levels.filter_map(|level| evaluation.money.get(level.index())).flat_map(|money| &money.costs) {
            if let Some(category) = line.category {
                amounts.entry(category).or_default().push(line.total);
            }
        }
        amounts
    };
    let (asked, given) = (by_category(|account| &account.asked), by_category(|account| &account.funded));
    let sum = |amounts: &BTreeMap<Id<Category>, Vec<Money>>, category| {
        Money::sum(amounts.get(&category).into_iter().flatten().copied()).unwrap_or_default()
    };
    for (id, category) in plan.plan().categories.iter() {
        let asked = sum(&asked, id);
        if asked.is_zero() {
            continue;
        }
        let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
        table.rows.push(Row::Cells(vec![
            named_cell(plan, id),
            path_cell(plan, id),
            Cell::text(category.kind.map_or("expense", |kind| kind.word())),
            amount(asked),
            amount(sum(&given, id)),
        ]));
    }
    table
}

/// The people and things that the funded levels pay for.
fn paid_for(plan: &CheckedPlan, account: &Account) -> Table {
    let columns = vec![
        Column::text("title", "level", Room::Cut(22)),
        Column::text("level", "name", Room::OptionalCut(1, 12)),
        Column::text("quantity", "pays for", Room::Cut(24)),
        Column::number("most", "most at once", Room::Data),
        Column::number("mean", "mean", Room::Data),
        Column::number("months", "months", Room::Data),
        Column::text("paid", "paid", Room::Data),
    ];
    let mut table = Table::new("paid_for", columns).captioned("What the funded levels pay for").in_any_order();
    for level in account.packages.iter().flat_map(|package| &package.funded) {
        for quantity in quantities(plan, *level) {
            table.rows.push(Row::Cells(vec![
                Cell::Named(level_name(plan, *level), display_in_full(plan, *level)),
                path_cell(plan, *level),
                Cell::text(super::why::quantity_words(plan, &quantity)),
                Cell::Figure(Figure::plain(quantity.most().round_half_even(4), 4).trimmed()),
                Cell::Figure(Figure::plain(quantity.mean().round_half_even(4), 4).trimmed()),
                Cell::Count(quantity.months()),
                Cell::text(match quantity.paid {
                    Paid::ByTime => "by time",
                    Paid::InAll => "by the piece",
                    Paid::EachMonth => "by the piece, each month",
                }),
            ]));
        }
    }
    table
}
