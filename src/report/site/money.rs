//! The money of the first screen: by budget period what is funded, unspent and kept back, and by package what is spent today
//! and what is given from zero.

use crate::check::CheckedPlan;
use crate::diagnostic::text::counted;
use crate::evaluate::{Evaluation, MoneyUse};
use crate::outcome::{Account, PackageAccount, Present};
use crate::quantity::{Money, Number};
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};
use crate::report::drawn::{Ink, Part, Strip};
use crate::report::names::{month_words, named_cell};
use crate::report::prose;
use crate::report::scale::Scale;

/// Budget periods as stacks; a budget without periods is one row.
pub(super) fn by_period(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("money", "The money by period: funded, unspent, reserve");
    let (Some(terms), Some(funding)) = (&plan.funding, &evaluation.funding) else { return section };
    let uses: Vec<&MoneyUse> = funding.periods.iter().chain([&funding.total]).collect();
    let amounts = uses.iter().flat_map(|money| [money.budget, money.spent, money.left, money.reserve]);
    let scale = Scale::of(amounts, plan.currency);
    let columns = vec![
        Column::text("period", "period", Room::Kept),
        Column::number("budget", "budget", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("funded", "funded", Room::Kept),
        Column::number("unspent", "unspent", Room::Kept),
        Column::number("reserve", "reserve", Room::Kept),
    ];
    let mut table = Table::new("budgets", columns).in_unit(scale.caption());
    let row = |name: String, money: &MoneyUse, strip: Cell| {
        let reserve = if money.reserve.is_zero() { Cell::Empty } else { scale.cell(money.reserve) };
        Row::Cells(vec![
            Cell::text(name),
            scale.cell(money.budget),
            strip,
            scale.cell(money.spent),
            scale.cell(money.left),
            reserve,
        ])
    };
    let stack = |money: &MoneyUse| {
        let parts = [(money.spent, Ink::Plan), (money.left, Ink::Unspent), (money.reserve, Ink::Reserve)];
        Cell::Strip(Box::new(Strip::stack(parts.map(|(amount, ink)| (amount.number(), ink)))))
    };
    for (period, money) in terms.periods.iter().zip(&funding.periods) {
        let name = if terms.periods.len() == 1 { "all" } else { &period.name };
        let months = format!("{} – {}", month_words(plan, period.first), month_words(plan, period.last));
        let is_named = period.name.starts_with("FY") && terms.periods.len() > 1;
        let name = if is_named { format!("{name} ({})", short(&months)) } else { name.to_owned() };
        table.rows.push(row(name, money, stack(money)));
    }
    if terms.periods.len() > 1 {
        table.rows.push(row("all".to_owned(), &funding.total, Cell::Empty));
    }
    section.push(Block::Table(table.without_empty_columns()));
    section
}

/// `Jul – Sep 2026` of `July 2026 – September 2026`.
fn short(months: &str) -> String {
    let cut = |part: &str| {
        let (name, year) = part.rsplit_once(' ').unwrap_or((part, ""));
        (name.chars().take(3).collect::<String>(), year.to_owned())
    };
    let (first, last) = months.split_once(" – ").unwrap_or((months, months));
    match (cut(first), cut(last)) {
        ((one, year), (other, last)) if year == last => format!("{one} – {other} {last}"),
        ((one, year), (other, last)) => format!("{one} {year} – {other} {last}"),
    }
}

/// So many packages have a row of their own.
const SHOWN: usize = 15;

/// A package, or something that ends.
struct Line {
    title: Cell,
    today: Option<Money>,
    told: Option<&'static str>,
    given: Money,
    ends: bool,
}

/// Packages with what they cost today and are given, the largest first; what ends stands last.
pub(super) fn from_zero(plan: &CheckedPlan, account: &Account) -> Section {
    let states = account.packages.iter().any(|package| package.present.amount().is_some());
    let heading = if states { "Today and from zero, by package" } else { "What each package is given" };
    let mut section = Section::new("from_zero", heading);
    let all = lines(plan, account);
    if all.len() < 2 {
        return section;
    }
    let scale = Scale::of(all.iter().flat_map(|line| [line.today.unwrap_or_default(), line.given]), plan.currency);
    let columns = vec![
        Column::text("package", "package", Room::Kept),
        Column::mixed("today", "today", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("given", "from zero", Room::Kept),
        Column::number("change", "change", Room::Kept),
        Column::mixed("change_percent", "%", Room::Kept),
    ];
    let mut table = Table::new("from_zero", columns).in_unit(scale.caption());
    table.rows = all.iter().take(SHOWN).map(|line| row(&scale, line)).collect();
    table.rows.extend(others(&scale, all.get(SHOWN..).unwrap_or_default()));
    table.rows.push(total(&scale, account, &all));
    if !states {
        // A dash in every row says nothing.
        for column in table.columns.iter_mut().filter(|column| column.key == "today") {
            column.room = Room::Data;
        }
    }
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn lines(plan: &CheckedPlan, account: &Account) -> Vec<Line> {
    let mut packages: Vec<&PackageAccount> = account.packages.iter().collect();
    packages.sort_by(|one, other| other.given.cmp(&one.given).then(one.package.cmp(&other.package)));
    let of_package = packages.into_iter().map(|package| Line {
        title: named_cell(plan, package.package),
        today: package.present.amount(),
        told: match package.present {
            Present::NotStated => Some("–"),
            Present::New => Some("new"),
            Present::Spent(_) => None,
        },
        given: package.given,
        ends: false,
    });
    let ends = account.ends.iter().map(|(retire, today)| Line {
        title: named_cell(plan, *retire),
        today: Some(*today),
        told: None,
        given: Money::ZERO,
        ends: true,
    });
    of_package.chain(ends).collect()
}

fn row(scale: &Scale, line: &Line) -> Row {
    let bars = vec![
        vec![Part::bar(line.today.unwrap_or_default().number(), Ink::Previous)],
        vec![Part::bar(line.given.number(), Ink::Plan)],
    ];
    drawn(scale, line, Cell::Strip(Box::new(Strip::new(bars))))
}

fn drawn(scale: &Scale, line: &Line, bars: Cell) -> Row {
    let change = line.today.map(|today| scale.change(today, line.given));
    Row::Cells(vec![
        line.title.clone(),
        line.told.map_or_else(|| line.today.map_or(Cell::Empty, |today| scale.cell(today)), Cell::text),
        bars,
        scale.cell(line.given),
        Cell::or_empty(change),
        if line.ends { Cell::text("ends") } else { Cell::text(percent(line.today, line.given)) },
    ])
}

fn percent(today: Option<Money>, given: Money) -> String {
    let share = today.filter(|today| today.is_positive()).and_then(|today| {
        let change: Number = given.subtract(today).ok()?.number();
        change.divide(today.number()).ok()
    });
    share.map(prose::change).unwrap_or_default()
}

/// The smallest packages together. Their bar would make those of the largest too short to compare.
fn others(scale: &Scale, rest: &[Line]) -> Option<Row> {
    if rest.is_empty() {
        return None;
    }
    let given = Money::sum(rest.iter().map(|line| line.given)).unwrap_or_default();
    let today = Money::sum(rest.iter().filter_map(|line| line.today)).unwrap_or_default();
    let is_stated = rest.iter().all(|line| line.today.is_some());
    let line = Line {
        title: Cell::text(format!("{}, the smallest", counted(rest.len(), "other"))),
        today: is_stated.then_some(today),
        told: (!is_stated).then_some("–"),
        given,
        ends: false,
    };
    Some(drawn(scale, &line, Cell::Empty))
}

/// Everything together; compared only where every package states its present spend.
fn total(scale: &Scale, account: &Account, all: &[Line]) -> Row {
    let given = Money::sum(all.iter().map(|line| line.given)).unwrap_or_default();
    let stated = account.packages.iter().filter(|package| package.present.amount().is_some()).count();
    let today = Money::sum(all.iter().filter_map(|line| line.today)).ok().filter(|_| stated == account.packages.len());
    let title = if today.is_some() || stated == 0 {
        "all".to_owned()
    } else {
        format!("all; {stated} of {} state today", counted(account.packages.len(), "package"))
    };
    Row::Cells(vec![
        Cell::text(title),
        Cell::or_empty(today.map(|today| scale.cell(today))),
        Cell::Empty,
        scale.cell(given),
        Cell::or_empty(today.map(|today| scale.change(today, given))),
        Cell::text(percent(today, given)),
    ])
}
