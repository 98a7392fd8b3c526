//! Names of a plan as reports write them: takes ids, gives paths, titles, lists in words, months.

use super::dates;
use super::document::{Cell, Figure, Name, Said};
use crate::check::CheckedPlan;
use crate::model::{Alternative, AnyId, Id, Kind, Level};
use crate::quantity::Money;

/// The path of a declaration: `store.decision`.
#[must_use]
pub fn path(plan: &CheckedPlan, id: impl Into<AnyId>) -> &str {
    &plan.plan().head(id.into()).path
}

/// The path of a declaration, as a cell.
#[must_use]
pub fn path_cell(plan: &CheckedPlan, id: impl Into<AnyId>) -> Cell {
    match known(plan, id) {
        Said::Known(name, title) => Cell::Known(name, title),
        Said::Words(_) | Said::Money(_) => Cell::Empty,
    }
}

/// A declaration within what is said: a level by its package's title too.
#[must_use]
pub fn known(plan: &CheckedPlan, id: impl Into<AnyId>) -> Said {
    let id = id.into();
    match id.cast::<Level>() {
        Some(level) => Said::Known(level_name(plan, level), level_in_package(plan, level)),
        None => Said::Known(name(plan, id), display(plan, id).to_owned()),
    }
}

/// A level behind its package; of a package with one level, the package alone.
#[must_use]
pub fn level_in_package(plan: &CheckedPlan, level: Id<Level>) -> String {
    let Some(package) = plan.levels.get(level.index()).map(|terms| terms.package) else { return String::new() };
    let is_only = plan.packages.get(package.index()).is_some_and(|terms| terms.levels.as_slice() == [level]);
    if is_only {
        display(plan, package).to_owned()
    } else {
        format!("{}: {}", display(plan, package), display(plan, level))
    }
}

/// The kind and the declaration: `department support`.
#[must_use]
pub fn kind_and_known(plan: &CheckedPlan, id: AnyId) -> Vec<Said> {
    vec![format!("{} ", kind(id.kind)).into(), known(plan, id)]
}

/// The declarations, with commas and an `and`; of many only the first, and how many more there are.
#[must_use]
pub fn all_known(plan: &CheckedPlan, ids: impl IntoIterator<Item = impl Into<AnyId>>) -> Vec<Said> {
    let ids: Vec<AnyId> = ids.into_iter().map(Into::into).collect();
    let more = ids.len().saturating_sub(LISTED);
    let count = ids.len() - more;
    let mut said = Vec::with_capacity(2 * count);
    for (place, id) in ids.into_iter().take(count).enumerate() {
        match (place, place + 1 == count && more == 0) {
            (0, _) => {}
            (_, true) => said.push(" and ".into()),
            (_, false) => said.push(", ".into()),
        }
        said.push(known(plan, id));
    }
    if more > 0 {
        said.push(format!(" and {more} more").into());
    }
    said
}

/// An amount within what is said.
#[must_use]
pub fn said_money(plan: &CheckedPlan, amount: Money) -> Said {
    Said::Money(Figure::money(amount, plan.currency))
}

/// The title of a declaration, as a cell; empty where it has none.
#[must_use]
pub fn title_cell(plan: &CheckedPlan, id: impl Into<AnyId>) -> Cell {
    let id = id.into();
    let title = plan.plan().head(id).title.as_ref();
    title.map_or(Cell::Empty, |title| Cell::Named(name(plan, id), title.value.to_string()))
}

/// The title, else the path.
#[must_use]
pub fn display(plan: &CheckedPlan, id: impl Into<AnyId>) -> &str {
    plan.plan().head(id.into()).display()
}

/// A declaration by its kind and path.
#[must_use]
pub fn name(plan: &CheckedPlan, id: impl Into<AnyId>) -> Name {
    let id = id.into();
    Name { kind: id.kind.keyword(), path: path(plan, id).to_owned() }
}

/// A level by its kind and path; one that an alternative is by itself has the alternative's.
#[must_use]
pub fn level_name(plan: &CheckedPlan, level: Id<Level>) -> Name {
    let parent = plan.plan().parent(level.into()).filter(|parent| parent.cast::<Alternative>().is_some());
    let itself = parent.filter(|parent| plan.plan().head(*parent).span == plan.plan().head(level.into()).span);
    itself.map_or_else(|| name(plan, level), |alternative| name(plan, alternative))
}

/// The title, else the path, as a cell that leads to what is known of it.
#[must_use]
pub fn named_cell(plan: &CheckedPlan, id: impl Into<AnyId>) -> Cell {
    let id = id.into();
    Cell::Named(name(plan, id), display(plan, id).to_owned())
}

/// The kind and the path: `department support`.
#[must_use]
pub fn kind_and_path(plan: &CheckedPlan, id: AnyId) -> String {
    format!("{} {}", kind(id.kind), path(plan, id))
}

fn kind(kind: Kind) -> &'static str {
    kind.keyword()
}

/// The paths, with commas and an `and`; of many only the first, and how many more there are.
#[must_use]
pub fn paths(plan: &CheckedPlan, ids: impl IntoIterator<Item = impl Into<AnyId>>) -> String {
    let paths: Vec<&str> = ids.into_iter().map(|id| path(plan, id)).collect();
    list(&paths)
}

/// How many names a sentence lists.
const LISTED: usize = 6;

/// `a`, `a and b`, `a, b and c`, `a, b, c, d, e, f and 4 more`.
#[must_use]
pub fn list(words: &[&str]) -> String {
    let more = words.len().saturating_sub(LISTED);
    let shown = words.get(..words.len() - more).unwrap_or_default();
    match (shown, more) {
        ([], _) => String::new(),
        (shown, 1..) => format!("{} and {more} more", shown.join(", ")),
        ([one], 0) => (*one).to_owned(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
    }
}

/// A month of the calendar by its place: `2027-03`.
#[must_use]
pub fn month(plan: &CheckedPlan, index: usize) -> String {
    plan.calendar.month(index).map(|month| month.to_string()).unwrap_or_default()
}

/// A month of the calendar in words: `July 2026`.
#[must_use]
pub fn month_words(plan: &CheckedPlan, index: usize) -> String {
    plan.calendar.month(index).map(dates::month).unwrap_or_default()
}

/// The months of the calendar, as a chart's axis has room for them: `Jul 2026`.
#[must_use]
pub fn months_short(plan: &CheckedPlan) -> Vec<String> {
    plan.calendar.months().map(dates::short).collect()
}

/// A month of the calendar by its place, as a cell.
#[must_use]
pub fn month_cell(plan: &CheckedPlan, index: usize) -> Cell {
    months_cell(plan, index, index)
}

/// From one month of the calendar to another, as a cell.
#[must_use]
pub fn months_cell(plan: &CheckedPlan, first: usize, last: usize) -> Cell {
    let ends = plan.calendar.month(first).zip(plan.calendar.month(last));
    Cell::or_empty(ends.map(|(first, last)| Cell::Months(first, last)))
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn names_are_listed_in_words() {
        assert_eq!(
            (list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])),
            ("a".into(), "a and b".into(), "a, b and c".into())
        );
        assert_eq!(list(&["a"; 8]), "a, a, a, a, a, a and 2 more");
    }
}
