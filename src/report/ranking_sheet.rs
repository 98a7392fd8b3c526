//! The ranking sheet: takes what funding gives, shows every level in rank order with its figures, status and reason, and
//! the funding line drawn among them.

use super::document::{Block, Cell, Column, Figure, Mark, Note, Readers, Room, Row, Said, Section, Table};
use super::names::{all_known, display, known, level_name, month_cell, path, path_cell, said_money, title_cell};
use super::number::money;
use super::reason;
use super::why::promise_words;
use crate::check::{CheckedPlan, FundingTerms};
use crate::diagnostic::text::counted;
use crate::evaluate::{Evaluation, FundingOutcome, Placed, Status, TieBreak, ValueForMoney};
use crate::evaluate::{Row as SheetRow, Tie};
use crate::model::funding::Policy;
use crate::model::{Alternative, AnyId, Id, Level};
use crate::outcome::level;
use crate::outcome::{Account, Follows, follows};
use crate::quantity::{Money, Number};
use std::collections::BTreeMap;

/// The key of the table, which is the document's main one.
pub(super) const KEY: &str = "levels";

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account, readers: Readers) -> Section {
    let mut section = Section::new("ranking", "Ranking sheet");
    let (Some(terms), Some(funding)) = (&plan.funding, &evaluation.funding) else {
        section.push(Block::Notes(vec![Note::plain("the plan does not say how money is given: nothing is funded")]));
        return section;
    };
    section.push(Block::Table(table(plan, account, terms, funding, readers)));
    section.push(Block::Notes(signed(plan, terms).into_iter().chain(notes(plan, funding)).collect()));
    section
}

fn table(
    plan: &CheckedPlan,
    account: &Account,
    terms: &FundingTerms,
    funding: &FundingOutcome,
    readers: Readers,
) -> Table {
    let own_ranks = own_ranks(plan);
    let columns = match readers {
        Readers::People => columns_of_people(plan, Some(funding)),
        Readers::Programs => columns(plan, Some(funding)),
    };
    let count = columns.len();
    let mut table = Table::new(KEY, columns).in_any_order();
    let line = Line::of(funding);
    for (index, row) in funding.sheet.rows.iter().enumerate() {
        if line.before == Some(index) {
            table.rows.push(Row::Rule(line_words(plan, terms, funding, row)));
        }
        let mut cells = Vec::with_capacity(count);
        cells.extend(cells_of_people(plan, account, &own_ranks, terms, row));
        if readers == Readers::Programs {
            cells.extend(cells_of_programs(plan, terms, row));
        }
        table.rows.push(Row::Cells(cells));
        if line.after == Some(index) {
            table.rows.push(Row::Rule("last funded level".to_owned()));
        }
    }
    table.without_empty_columns()
}

/// Its columns.
#[must_use]
pub(super) fn columns(plan: &CheckedPlan, funding: Option<&FundingOutcome>) -> Vec<Column> {
    let mut columns = columns_of_people(plan, funding);
    columns.extend(columns_of_programs());
    columns
}

fn columns_of_people(plan: &CheckedPlan, funding: Option<&FundingOutcome>) -> Vec<Column> {
    let code = plan.currency.code();
    // Where nothing saves or earns, net cost says the same as cost.
    let is_net_told = funding.is_some_and(|funding| funding.sheet.rows.iter().any(|row| row.net != row.cost));
    let net = if is_net_told { Room::Optional(5) } else { Room::Data };
    vec![
        Column::number(level::rank().column, "#", Room::Kept),
        Column::text(level::status().column, "status", Room::Kept),
        Column::text("level", "level", Room::OptionalCut(3, 14)),
        Column::text("title", "title", Room::Cut(22)),
        Column::number(level::cost().column, format!("cost {code}"), Room::Kept),
        Column::number(level::full_year().column, "full year", Room::Optional(4)),
        Column::number(level::net().column, "net", net),
        Column::number("cumulative_cost", "cumulative", Room::Kept),
        Column::number(level::score().column, "score", Room::Optional(7)),
        Column::number("value_per_thousand", "per 1,000", Room::Optional(2)),
        Column::text("department_rank", "own rank", Room::Optional(1)),
        Column::text("reason", "reason", Room::Below),
        Column::text("follows", "what follows", Room::Below),
    ]
}

fn columns_of_programs() -> [Column; 15] {
    [
        Column::text("starts", "starts", Room::Data),
        Column::text("cause", "cause", Room::Data),
        Column::number("missing", "missing", Room::Data),
        Column::text("placed", "placed", Room::Data),
        Column::text("currency", "currency", Room::Data),
        Column::text("package", "package", Room::Data),
        Column::text("package_title", "package title", Room::Data),
        Column::text("level_title", "level title", Room::Data),
        Column::text("level_of", "level of", Room::Data),
        Column::text("department", "department", Room::Data),
        Column::text("department_title", "department title", Room::Data),
        Column::text("owner", "owner", Room::Data),
        Column::text("owner_title", "owner title", Room::Data),
        Column::text("objective", "objective", Room::Data),
        Column::text("objective_title", "objective title", Room::Data),
    ]
}

fn cells_of_people(
    plan: &CheckedPlan,
    account: &Account,
    own_ranks: &BTreeMap<Id<Level>, String>,
    terms: &FundingTerms,
    row: &SheetRow,
) -> [Cell; 13] {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let (mark, status) = reason::status(row);
    [
        Cell::Count(row.rank),
        Cell::Status(mark, status.to_owned()),
        path_cell(plan, row.level),
        Cell::Named(level_name(plan, row.level), display_in_full(plan, row.level)),
        amount(row.cost),
        Cell::or_empty(row.full_year.map(amount)),
        amount(row.net),
        if reason::is_funded(row) { amount(row.cumulative) } else { Cell::Empty },
        Cell::Figure(Figure::plain(row.score, 2)),
        value(row.value),
        Cell::or_empty(own_ranks.get(&row.level).map(Cell::text)),
        Cell::Said(full_reason(plan, terms, row)),
        Cell::or_empty(what_follows(plan, account, row)),
    ]
}

/// What only programs read of a level: by what they group, in which words they compare.
fn cells_of_programs(plan: &CheckedPlan, terms: &FundingTerms, row: &SheetRow) -> impl Iterator<Item = Cell> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let starts = plan.levels.get(row.level.index()).map(|level| month_cell(plan, level.start));
    let own = [
        starts.unwrap_or_default(),
        Cell::or_empty(reason::cause(plan, terms, row).map(Cell::Path)),
        Cell::or_empty(reason::missing(row).map(amount)),
        Cell::text(match row.placed {
            Placed::Ranked => "ranked",
            Placed::ByValue { .. } => "by value for money",
        }),
        Cell::text(plan.currency.code()),
    ];
    own.into_iter().chain(belongings(plan, row.level))
}

/// A level's title behind that of its package; what has no title is told by its path, which stands beside it.
pub(super) fn display_in_full(plan: &CheckedPlan, level: Id<Level>) -> String {
    let Some(package) = plan.levels.get(level.index()).map(|terms| terms.package) else { return String::new() };
    let title = |id: AnyId| plan.plan().head(id).title.as_ref().map(|title| &*title.value);
    let titles = [title(package.into()), title(level.into())];
    titles.into_iter().flatten().collect::<Vec<&str>>().join(": ")
}

/// Where each level stands in the ranking of its department: `2 of 4`.
fn own_ranks(plan: &CheckedPlan) -> BTreeMap<Id<Level>, String> {
    let mut ranks = BTreeMap::new();
    for ranking in plan.plan().rankings.values().filter(|ranking| ranking.department.is_some()) {
        let items = &ranking.levels.0;
        for (place, item) in items.iter().enumerate() {
            if let Some(level) = level_of(plan, item.level.value) {
                ranks.entry(level).or_insert_with(|| format!("{} of {}", place + 1, items.len()));
            }
        }
    }
    ranks
}

/// The level that an item of a ranking stands for.
fn level_of(plan: &CheckedPlan, item: AnyId) -> Option<Id<Level>> {
    match item.cast::<Alternative>().and_then(|id| plan.plan().alternatives.find(id)) {
        Some(alternative) => match alternative.level.0.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        None => item.cast(),
    }
}

/// What follows where a level is not funded, as it is stated.
pub(super) fn what_follows(plan: &CheckedPlan, account: &Account, row: &SheetRow) -> Option<Cell> {
    let package = plan.levels.get(row.level.index())?.package;
    let account = account.of(package).filter(|_| !reason::is_funded(row))?;
    Some(match follows(plan, account, row.level) {
        Follows::Stated(text) | Follows::OfPackage(text) => Cell::text(text),
        Follows::Promised(promises) => {
            let promises: Vec<String> = promises.iter().map(|promise| promise_words(plan, promise)).collect();
            if promises.is_empty() {
                return None;
            }
            Cell::Said(vec![Said::Words(format!("promised {}", promises.join(", ")))])
        }
    })
}

/// What a level is part of, for those who group by it.
fn belongings(plan: &CheckedPlan, level: Id<Level>) -> [Cell; 10] {
    let package = plan.levels.get(level.index()).map(|terms| terms.package);
    let terms = package.and_then(|package| plan.packages.get(package.index()));
    let (Some(package), Some(terms)) = (package, terms) else { return Default::default() };
    let owner = plan.plan().packages.find(package).and_then(|package| package.owner.get());
    let place = terms.levels.iter().position(|own| *own == level);
    let level_of = place.map_or("alternative".to_owned(), |place| format!("{} of {}", place + 1, terms.levels.len()));
    let objectives: Vec<&str> = terms.objectives.iter().map(|objective| path(plan, *objective)).collect();
    let titles: Vec<&str> = terms.objectives.iter().map(|objective| display(plan, *objective)).collect();
    [
        path_cell(plan, package),
        Cell::text(display(plan, package)),
        title_cell(plan, level),
        Cell::text(level_of),
        path_cell(plan, terms.department),
        Cell::text(display(plan, terms.department)),
        Cell::or_empty(owner.map(|owner| path_cell(plan, owner.value))),
        Cell::or_empty(owner.map(|owner| Cell::text(display(plan, owner.value)))),
        Cell::text(objectives.join(", ")),
        Cell::text(titles.join(", ")),
    ]
}

/// Who decided the order, and when.
pub(super) fn signed(plan: &CheckedPlan, terms: &FundingTerms) -> Option<Note> {
    let ranking = plan.plan().rankings.find(terms.ranking?)?;
    let by = ranking.by.map(|by| format!(" by {}", display(plan, by.value)));
    let on = ranking.on.map(|on| format!(" on {}", on.value));
    if by.is_none() && on.is_none() {
        return None;
    }
    let title = ranking.head.display();
    Some(Note::plain(format!("{title}: decided{}{}", by.unwrap_or_default(), on.unwrap_or_default())))
}

fn value(value: ValueForMoney) -> Cell {
    match value {
        ValueForMoney::Free => Cell::text("free"),
        ValueForMoney::PerThousand(value) => Cell::Figure(Figure::plain(value, significant(value))),
    }
}

/// The decimals that show three digits of a value: of budgets in millions only the fourth decimal and later say anything.
fn significant(value: Number) -> u32 {
    const DIGITS: u32 = 3;
    const MOST: u32 = 12;
    let mut size = value.abs();
    if size.is_zero() {
        return 0;
    }
    let ten = Number::from_integer(10);
    let mut decimals = DIGITS;
    while size >= Number::ONE && decimals > 0 {
        size = size.divide(ten).unwrap_or_default();
        decimals -= 1;
    }
    while size.multiply(ten).is_ok_and(|tenfold| tenfold < Number::ONE) && decimals < MOST {
        size = size.multiply(ten).unwrap_or(Number::ONE);
        decimals += 1;
    }
    decimals
}

/// The reason, and what of its net cost does not come about.
fn full_reason(plan: &CheckedPlan, terms: &FundingTerms, row: &SheetRow) -> Vec<Said> {
    let mut reason = reason::reason(plan, terms, row);
    if row.unrealised.is_zero() {
        return reason;
    }
    if !reason.is_empty() {
        reason.push("; ".into());
    }
    let gone =
        " of its savings do not come about: what they save on is not funded, or costs no more than others save of it";
    reason.extend([said_money(plan, row.unrealised), gone.into()]);
    reason
}

/// Where a line is drawn across the sheet.
struct Line {
    before: Option<usize>,
    after: Option<usize>,
}

impl Line {
    /// With `stop` where the sheet says; else below the last funded level, unless nothing follows.
    fn of(funding: &FundingOutcome) -> Line {
        let rows = &funding.sheet.rows;
        if funding.policy == Policy::Stop {
            return Line { before: funding.sheet.line, after: None };
        }
        // Where the best set decides, no line parts what is funded from what is not.
        let by_rank = funding.policy == Policy::Skip;
        let last = rows.iter().rposition(reason::is_funded).filter(|_| by_rank);
        Line { before: None, after: last.filter(|last| last + 1 < rows.len()) }
    }
}

fn line_words(plan: &CheckedPlan, terms: &FundingTerms, funding: &FundingOutcome, row: &SheetRow) -> String {
    let level = path(plan, row.level);
    let amount = |amount: Money| money(amount, plan.currency);
    match &row.status {
        Status::Short { by, period, .. } => {
            let place = match terms.periods.as_slice() {
                [_] => String::new(),
                periods => periods.get(*period).map_or(String::new(), |period| format!(" in {}", period.name)),
            };
            format!("funding line: {level} is short by {}{place}", amount(*by))
        }
        _ => format!("funding line: {} of {} spent", amount(funding.total.spent), amount(funding.total.budget)),
    }
}

fn notes(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<Note> {
    let rows = &funding.sheet.rows;
    let by_value: Vec<&SheetRow> = rows.iter().filter(|row| row.placed != Placed::Ranked).collect();
    let mut notes = Vec::new();
    match by_value.as_slice() {
        [] => {}
        placed if placed.len() == rows.len() => {
            notes.push(Note::plain("the order is computed: by value for money, best first"));
        }
        placed => {
            let count = counted(placed.len(), "level");
            let mut said = vec![format!("{count} ranked by nobody, placed by value for money: ").into()];
            said.extend(all_known(plan, placed.iter().map(|row| row.level)));
            notes.push(Note::said(None, said));
        }
    }
    notes.extend(by_value.iter().filter_map(|row| tie_note(plan, row)));
    notes
}

fn tie_note(plan: &CheckedPlan, row: &SheetRow) -> Option<Note> {
    let Placed::ByValue { tie: Some(Tie { with, broken_by }) } = row.placed else { return None };
    let why = match broken_by {
        TieBreak::LowerCost => "it costs less",
        TieBreak::Name => "it costs the same, its name comes first",
    };
    let (one, other) = (known(plan, row.level), known(plan, with));
    Some(Note::said(None, vec![one, " stands above ".into(), other, format!(" at the same value: {why}").into()]))
}

/// The mark of a level in a comparison of plans.
#[must_use]
pub(super) fn standing(funding: Option<&FundingOutcome>, level: Id<Level>) -> Cell {
    let row = funding.and_then(|funding| funding.sheet.rows.iter().find(|row| row.level == level));
    row.map_or(Cell::Status(Mark::Neutral, "absent".to_owned()), |row| {
        let (mark, status) = reason::status(row);
        Cell::Status(mark, status.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_for_money_shows_three_digits_at_any_size() {
        let shown = |text: &str| {
            let value = Number::parse(text).expect("a number");
            Figure::plain(value, significant(value)).amount()
        };
        assert_eq!(shown("12345.6"), "12,346");
        assert_eq!(shown("123.456"), "123");
        assert_eq!(shown("1.5"), "1.50");
        assert_eq!(shown("0.05"), "0.0500");
        assert_eq!(shown("0.0000123456"), "0.0000123");
        assert_eq!(shown("0"), "0");
    }
}
