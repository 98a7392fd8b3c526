//! Names of parts as they are written elsewhere: takes a list with `help > asking > phone` or `help/asking` in it, gives
//! `help.asking.phone`.

use super::line::{Change, Habit};
use crate::syntax::names::is_name;

/// What parts the parts of a name elsewhere, the longest first.
const BETWEEN: [&str; 7] = ["->", "::", "→", "»", ">", "/", "\\"];

/// The names of a list that are written otherwise here; none where anything else stands in it.
pub(super) fn list(value: &str) -> Vec<Change> {
    let Some(inner) = value.trim_end().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return Vec::new();
    };
    // A comma may stand behind the last item.
    let items = inner.trim_end().strip_suffix(',').unwrap_or(inner);
    let mut changes = Vec::new();
    let mut start = 1;
    for item in items.split(',') {
        let name = item.trim();
        let first = start + item.len() - item.trim_start().len();
        start += item.len() + 1;
        match path(name) {
            Some(right) if right != name => {
                changes.push(Change { place: first..first + name.len(), right, habit: Habit::Path });
            }
            Some(_) => {}
            None => return Vec::new(),
        }
    }
    changes
}

/// Whether a property names parts of the plan, and takes nothing that is compared or divided.
pub(super) fn takes_names(key: &str) -> bool {
    matches!(
        key,
        "serves"
            | "needs"
            | "excludes"
            | "measures"
            | "measured_by"
            | "proactive"
            | "reactive"
            | "relieves"
            | "objective"
    )
}

/// One name without brackets.
pub(super) fn alone(value: &str) -> Option<Change> {
    let name = value.trim();
    let start = value.len() - value.trim_start().len();
    let right = path(name).filter(|right| right != name)?;
    Some(Change { place: start..start + name.len(), right, habit: Habit::Path })
}

/// `help.asking.phone` for `help > asking > phone`.
fn path(name: &str) -> Option<String> {
    let mut dotted = name.to_owned();
    for between in BETWEEN {
        dotted = dotted.replace(between, ".");
    }
    let parts: Vec<&str> = dotted.split('.').map(str::trim).collect();
    parts.iter().all(|part| is_name(part)).then(|| parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::{list, path};

    #[test]
    fn a_comma_may_stand_behind_the_last_name_of_a_list() {
        for written in ["[help/asking]", "[help/asking,]", "[help/asking ,\n]"] {
            let changes = list(written);
            let [change] = changes.as_slice() else { panic!("{written}: {changes:?}") };
            assert_eq!((change.place.clone(), change.right.as_str()), (1..12, "help.asking"), "{written}");
        }
        assert!(list("[help/asking,,]").is_empty());
    }

    #[test]
    fn the_parts_of_a_name_are_joined_by_dots() {
        for written in ["help > asking > phone", "help/asking/phone", "help.asking -> phone", "help::asking::phone"] {
            assert_eq!(path(written).as_deref(), Some("help.asking.phone"), "{written}");
        }
        for written in ["help > 3", "help asking", "3/5", ""] {
            assert_eq!(path(written), None, "{written}");
        }
    }
}
