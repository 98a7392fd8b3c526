//! What KPIs, departments, moments of truth and requirements come to otherwise.

use super::bars::bars;
use super::figures::{Values, money, money_moved};
use crate::diff::{Changes, Compared, DepartmentChange, KpiMove, KpiState, MomentChange, Record, RequireChange};
use crate::evaluate::Verdict;
use crate::outcome::{DepartmentFigures, department};
use crate::quantity::Currency;
use crate::report::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Table, Truth};
use crate::report::names::list;

/// Where KPIs go, in the month of their targets, else the last.
pub(super) fn kpis(changes: &Changes) -> Section {
    let month = only_month(changes);
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("unit", "in", Room::Optional(3)),
        Column::text("month", "month", if month.is_some() { Room::Data } else { Room::Optional(2) }),
        Column::mixed("before", "before", Room::Kept),
        Column::mixed("after", "after", Room::Kept),
        Column::mixed("change", "change", Room::Kept),
        Column::mixed("unfunded_before", "unfunded before", Room::Data),
        Column::mixed("unfunded", "unfunded", Room::Optional(1)),
        Column::mixed("risk_adjusted_before", "risk-adjusted before", Room::Data),
        Column::mixed("risk_adjusted", "risk-adjusted", Room::Optional(0)),
        Column::text("target", "target", Room::Kept),
        Column::text("met_before", "met before", Room::Data),
        Column::text("met", "met", Room::Data),
    ];
    let mut table = Table::new("kpis", columns);
    table.rows = changes.kpis.iter().map(kpi).collect();
    let heading = month.map_or_else(|| "KPIs".to_owned(), |month| format!("KPIs in {month}"));
    let mut section = Section::new("kpis", heading);
    section.push(Block::Table(table.without_empty_columns()));
    section
}

/// The month that all are looked at, if it is one.
fn only_month(changes: &Changes) -> Option<&str> {
    let states = changes.kpis.iter().flat_map(|kpi| [&kpi.before, &kpi.after]).flatten();
    let mut months = states.map(|state| state.month.as_str());
    let first = months.next()?;
    months.all(|month| month == first).then_some(first)
}

fn kpi(change: &KpiMove) -> Row {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let funded = |state: Option<&KpiState>| state.and_then(|state| state.funded);
    let unfunded = |state: Option<&KpiState>| state.and_then(|state| state.unfunded);
    let known = |state| unfunded(state).flatten();
    let adjusted = |state: Option<&KpiState>| state.and_then(|state| state.risk_adjusted);
    let all = [funded(before), funded(after), known(before), known(after)];
    let values = Values::new(&change.measure, &all);
    let cell = |state: Option<&KpiState>, value| match state {
        Some(_) => values.cell(value),
        None => Cell::Empty,
    };
    let months = [before, after].map(|state| state.map(|state| state.month.as_str()));
    Row::Cells(vec![
        Cell::path(change.name.as_str()),
        Cell::text(values.unit()),
        Cell::text(match months {
            [Some(before), Some(after)] if before != after => format!("{before} → {after}"),
            [_, Some(month)] | [Some(month), None] => month.to_owned(),
            [None, None] => String::new(),
        }),
        cell(before, funded(before)),
        cell(after, funded(after)),
        moved(&values, change),
        Cell::or_empty(unfunded(before).map(|value| values.cell(value))),
        Cell::or_empty(unfunded(after).map(|value| values.cell(value))),
        Cell::or_empty(adjusted(before).map(|value| values.cell(Some(value)))),
        Cell::or_empty(adjusted(after).map(|value| values.cell(Some(value)))),
        target(before.and_then(|state| state.target), after),
        met(before),
        met(after),
    ])
}

/// How the KPI moved in the month that is looked at; where it did not, it moved in another, or in what it would be without
/// funding.
fn moved(values: &Values, change: &KpiMove) -> Cell {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Cell::Empty };
    let is_other_month = before.funded == after.funded
        && before.unfunded == after.unfunded
        && before.risk_adjusted == after.risk_adjusted
        && before.target == after.target;
    if is_other_month { Cell::text("other months") } else { values.moved(before.funded, after.funded, change.better) }
}

/// What became of the target, in words.
fn target(before: Option<Verdict>, after: Option<&KpiState>) -> Cell {
    match (before, after.and_then(|state| state.target)) {
        (Some(_), None) if after.is_some() => Cell::text("dropped"),
        (_, None) => Cell::Empty,
        (Some(Verdict::Holds), Some(Verdict::Holds)) => Cell::Status(Mark::Good, "met".to_owned()),
        (_, Some(Verdict::Holds)) => Cell::Status(Mark::Good, "met now".to_owned()),
        (Some(Verdict::Holds), Some(_)) => Cell::Status(Mark::Bad, "no longer met".to_owned()),
        (_, Some(Verdict::Fails)) => Cell::Status(Mark::Bad, "not met".to_owned()),
        (_, Some(Verdict::NotAvailable | Verdict::NothingSpent)) => Cell::NotAvailable,
    }
}

fn met(state: Option<&KpiState>) -> Cell {
    match state.and_then(|state| state.target) {
        Some(Verdict::Holds) => Cell::Truth(Truth::Yes),
        Some(Verdict::Fails) => Cell::Truth(Truth::No),
        Some(Verdict::NotAvailable | Verdict::NothingSpent) => Cell::NotAvailable,
        None => Cell::Empty,
    }
}

/// The figures of departments.
pub(super) fn departments(after: &Record, changes: &Changes) -> Section {
    let currency = after.outcome.currency;
    let columns = vec![
        Column::text("department", "department", Room::Cut(16)),
        Column::number("before", "before", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("after", format!("after {currency}"), Room::Kept),
        Column::number("change", "change", Room::Kept),
        Column::number(department::utilisation().before, "", Room::Data),
        Column::number(department::utilisation().word, "of what it asked", Room::Optional(1)),
    ];
    let mut table = Table::new("departments", columns);
    table.rows = changes.departments.iter().map(|change| department_row(change, currency, changes.compared)).collect();
    let mut section = Section::new("departments", "Funded cost by department");
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn department_row(change: &DepartmentChange, currency: Currency, compared: Compared) -> Row {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let funded = |figures: Option<&DepartmentFigures>| figures.map(|figures| figures.funded).unwrap_or_default();
    let amount = |figures: Option<&DepartmentFigures>, is_nothing| {
        if is_nothing { Cell::Empty } else { money(funded(figures), currency) }
    };
    let utilisation = |figures: Option<&DepartmentFigures>| {
        let share = figures.and_then(|figures| figures.utilisation);
        Cell::or_empty(share.map(|share| Cell::Figure(Figure::share(share, 1))))
    };
    Row::Cells(vec![
        Cell::path(change.name.as_str()),
        amount(before, compared == Compared::Appears || compared == Compared::Repaired),
        if compared.is_alone() { Cell::Empty } else { bars(funded(before), funded(after)) },
        amount(after, compared == Compared::Disappears),
        if compared.is_alone() { Cell::Empty } else { money_moved(funded(before), funded(after), currency) },
        utilisation(before),
        utilisation(after),
    ])
}

/// The moments of truth that are covered otherwise.
pub(super) fn moments(changes: &Changes) -> Section {
    let mut section = Section::new("moments", "Moments of truth");
    section.push(Block::Notes(changes.moments.iter().map(moment).collect()));
    section
}

fn moment(change: &MomentChange) -> Note {
    let levels = |levels: &[String]| list(&levels.iter().map(String::as_str).collect::<Vec<&str>>());
    let name = &change.name;
    match (change.before.as_slice(), change.after.as_slice()) {
        ([], after) => Note::marked(Mark::Good, format!("{name} is covered now, by {}", levels(after))),
        (before, []) => Note::marked(Mark::Bad, format!("{name} is no longer covered; before, by {}", levels(before))),
        (before, after) => {
            Note::plain(format!("{name} is covered by {}; before, by {}", levels(after), levels(before)))
        }
    }
}

/// The requirements that hold, or no longer.
pub(super) fn requires(changes: &Changes) -> Section {
    let mut section = Section::new("requirements", "Requirements");
    section.push(Block::Notes(changes.requires.iter().map(require).collect()));
    section
}

fn require(change: &RequireChange) -> Note {
    let name = &change.name;
    match (change.before, change.after) {
        (None, Some(Verdict::Holds)) => Note::marked(Mark::Good, format!("{name} is new, and holds")),
        (None, _) => Note::marked(Mark::Bad, format!("{name} is new, and does not hold")),
        (Some(_), None) => Note::plain(format!("{name} is no longer required")),
        (Some(_), Some(Verdict::Holds)) => Note::marked(Mark::Good, format!("{name} holds now")),
        (Some(_), Some(Verdict::Fails | Verdict::NotAvailable | Verdict::NothingSpent)) => {
            Note::marked(Mark::Bad, format!("{name} no longer holds"))
        }
    }
}
