//! What one side moves to another file, and the other side removes or changes: git merges file by file, so that one of the
//! two would be lost without a word.

use super::taken;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use zbb::merge::{Elsewhere, Merged, Sides, declared, merge_among};

const BASE: &str = "role lead\nrole helper\n\n# Who answers.\ndepartment desk { owner: lead }\n\nrole last\n";
const WITHOUT: &str = "role lead\nrole helper\n\nrole last\n";

/// Merges; each side has what is declared in these other files.
fn merged(ours: &str, theirs: &str, of_ours: &[(&str, &str)], of_theirs: &[(&str, &str)]) -> (Merged, usize) {
    let asked = Cell::new(0);
    let look = |wanted: &BTreeSet<String>| {
        asked.set(asked.get() + 1);
        let paths = |files: &[(&str, &str)]| -> BTreeMap<String, String> {
            let named = files.iter().flat_map(|(path, text)| declared(text).into_iter().map(|name| (name, *path)));
            named.filter(|(name, _)| wanted.contains(name)).map(|(name, path)| (name, path.to_owned())).collect()
        };
        Elsewhere { base: BTreeMap::new(), ours: paths(of_ours), theirs: paths(of_theirs) }
    };
    let merged = merge_among(Sides { base: BASE, ours, theirs }, 7, &look);
    (merged, asked.get())
}

const MOVED: &[(&str, &str)] = &[("desk.zbb", "department desk { owner: lead }\n")];

#[test]
fn moved_on_one_side_and_removed_on_the_other_is_for_people_to_decide() {
    let removed = WITHOUT.replace("role last", "role last \"The last\"");
    for (ours, theirs, of_ours, of_theirs, told) in [
        (WITHOUT, removed.as_str(), MOVED, &[] as &[(&str, &str)], "moved to `desk.zbb` in ours, removed in theirs"),
        (removed.as_str(), WITHOUT, &[], MOVED, "removed in ours, moved to `desk.zbb` in theirs"),
    ] {
        let (merge, asked) = merged(ours, theirs, of_ours, of_theirs);
        let said = format!("department `desk`: {told}: remove it from `desk.zbb` too, or keep it there");
        assert_eq!((merge.conflicts, asked), (vec![said], 1));
        // Here it is gone whichever side is taken, and the other change is kept.
        for take_ours in [true, false] {
            assert_eq!(taken(&merge.text, take_ours), removed);
        }
    }
}

#[test]
fn moved_on_one_side_and_changed_on_the_other_says_where_to_change_it() {
    let changed = BASE.replace("owner: lead", "owner: helper");
    let (merge, _) = merged(WITHOUT, &changed, MOVED, &[]);
    let said = "department `desk`: moved to `desk.zbb` in ours, changed in theirs: say the change in `desk.zbb`, and nothing here";
    assert_eq!(merge.conflicts, [said]);
    assert_eq!((taken(&merge.text, true).as_str(), taken(&merge.text, false)), (WITHOUT, changed));
}

#[test]
fn moved_to_two_files_stands_in_one_of_them() {
    let removed = WITHOUT.replace("role last", "role last \"The last\"");
    let other: &[(&str, &str)] = &[("other.zbb", "department desk { owner: lead }\n")];
    let (merge, _) = merged(WITHOUT, &removed, MOVED, other);
    let said = "department `desk`: moved to `desk.zbb` in ours, moved to `other.zbb` in theirs: keep it in one of them";
    assert_eq!(merge.conflicts, [said]);
}

#[test]
fn what_both_removed_or_both_moved_to_one_file_is_merged() {
    let removed = WITHOUT.replace("role last", "role last \"The last\"");
    for (of_ours, of_theirs) in [(&[] as &[(&str, &str)], &[] as &[(&str, &str)]), (MOVED, MOVED)] {
        let (merge, asked) = merged(WITHOUT, &removed, of_ours, of_theirs);
        assert_eq!((merge.text.as_str(), merge.conflicts.len(), asked), (removed.as_str(), 0, 1));
    }
}

#[test]
fn where_nothing_is_gone_nobody_is_asked() {
    let (ours, theirs) = (BASE.replace("role lead", "role lead \"A\""), BASE.replace("role last", "role last \"B\""));
    let (merge, asked) = merged(&ours, &theirs, MOVED, MOVED);
    assert_eq!((merge.conflicts.len(), asked), (0, 0));
    // What only one side removed and the other left as it was is gone, wherever it stands now.
    let (merge, asked) = merged(WITHOUT, &theirs, MOVED, &[]);
    assert_eq!((merge.conflicts.len(), asked), (0, 0));
}
