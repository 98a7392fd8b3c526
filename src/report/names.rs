//! Names of a plan as reports write them: takes ids, gives paths, titles, lists in words, months.

use super::document::Cell;
use crate::check::CheckedPlan;
use crate::model::{AnyId, Kind};

/// The path of a declaration: `store.decision`.
#[must_use]
pub fn path(plan: &CheckedPlan, id: impl Into<AnyId>) -> &str {
    &plan.plan().head(id.into()).path
}

/// The path of a declaration, as a cell.
#[must_use]
pub fn path_cell(plan: &CheckedPlan, id: impl Into<AnyId>) -> Cell {
    Cell::path(path(plan, id))
}

/// The title of a declaration, as a cell; empty where it has none.
#[must_use]
pub fn title_cell(plan: &CheckedPlan, id: impl Into<AnyId>) -> Cell {
    let title = plan.plan().head(id.into()).title.as_ref();
    title.map_or(Cell::Empty, |title| Cell::text(&*title.value))
}

/// The title, else the path.
#[must_use]
pub fn display(plan: &CheckedPlan, id: impl Into<AnyId>) -> &str {
    plan.plan().head(id.into()).display()
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
