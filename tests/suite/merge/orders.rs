//! Rankings that two people edit at random: what holds of the merged one, whatever they did.

use super::{merged, taken};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Something a person does to a list.
#[derive(Debug, Clone)]
enum Edit {
    Move(usize, usize),
    Remove(usize),
    Add(u8, usize),
    Explain(usize, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = || 0..12_usize;
    prop_oneof![
        4 => (place(), place()).prop_map(|(from, to)| Edit::Move(from, to)),
        1 => place().prop_map(Edit::Remove),
        2 => (0..6_u8, place()).prop_map(|(item, to)| Edit::Add(item, to)),
        1 => (place(), 0..2_u8).prop_map(|(at, why)| Edit::Explain(at, why)),
    ]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(edit(), 0..5)
}

fn base() -> Vec<String> {
    (0..10).map(|index| format!("p{index}.x")).collect()
}

/// The list after some edits.
fn edited(mut list: Vec<String>, edits: &[Edit]) -> Vec<String> {
    for edit in edits {
        match edit {
            Edit::Move(from, to) if *from < list.len() => {
                let item = list.remove(*from);
                list.insert((*to).min(list.len()), item);
            }
            Edit::Remove(at) if *at < list.len() && list.len() > 1 => {
                list.remove(*at);
            }
            Edit::Add(item, to) if !list.iter().any(|known| name(known) == format!("new{item}.x")) => {
                list.insert((*to).min(list.len()), format!("new{item}.x"));
            }
            Edit::Explain(at, why) => {
                if let Some(item) = list.get_mut(*at) {
                    *item = format!("{} because \"reason {why}\"", name(item));
                }
            }
            Edit::Move(..) | Edit::Remove(_) | Edit::Add(..) => {}
        }
    }
    list
}

fn name(item: &str) -> String {
    item.split(' ').next().unwrap_or_default().to_owned()
}

/// A file with a ranking, and a line far from it that each version may say otherwise, so that no version is another.
fn file(list: &[String], note: &str) -> String {
    let items: String = list.iter().map(|item| format!("  {item}\n")).collect();
    format!("plan a {{\n  note: \"{note}\"\n}}\n\nrole lead\nrole helper\n\nranking board {{\n  by: lead\n{items}}}\n")
}

fn items(text: &str) -> Vec<String> {
    let inside = text.split_once("by: lead\n").expect("a ranking").1.split('}').next().unwrap_or_default();
    inside.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn names(text: &str) -> Vec<String> {
    items(text).iter().map(|item| name(item)).collect()
}

fn is_each_once(names: &[String]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

fn place(list: &[String], item: &str) -> Option<usize> {
    list.iter().position(|other| other == item)
}

/// What happens to a line: it goes, comes twice, changes places with the next, or loses its braces.
fn line_edits() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..40_usize, 0..4_u8), 0..6)
}

fn with_lines_edited(text: &str, edits: &[(usize, u8)]) -> String {
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    for (at, edit) in edits.iter().filter(|(at, _)| at + 1 < text.lines().count() - 6) {
        match edit {
            0 => drop(lines.remove(*at)),
            1 => lines.insert(*at, lines[*at].clone()),
            2 => lines.swap(*at, at + 1),
            _ => lines[*at] = lines[*at].replace(['{', '}'], ""),
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_one_side_did_is_done(edits in edits()) {
        let list = edited(base(), &edits);
        let theirs = merged(&file(&base(), "x"), &file(&base(), "y"), &file(&list, "x"));
        prop_assert_eq!(&theirs.text, &file(&list, "y"));
        let ours = merged(&file(&base(), "x"), &file(&list, "x"), &file(&base(), "y"));
        prop_assert_eq!(&ours.text, &file(&list, "y"));
        let both = merged(&file(&base(), "x"), &file(&list, "y"), &file(&list, "x"));
        prop_assert_eq!(&both.text, &file(&list, "y"));
        prop_assert!(theirs.conflicts.is_empty() && ours.conflicts.is_empty() && both.conflicts.is_empty());
    }

    #[test]
    fn nothing_is_lost_and_nothing_doubled(left in edits(), right in edits()) {
        let (ours, theirs) = (edited(base(), &left), edited(base(), &right));
        let merge = merged(&file(&base(), "x"), &file(&ours, "y"), &file(&theirs, "x"));
        let mirror = merged(&file(&base(), "x"), &file(&theirs, "y"), &file(&ours, "x"));
        prop_assert_eq!(merge.conflicts.len(), mirror.conflicts.len());
        let (ours, theirs): (Vec<String>, Vec<String>) =
            (ours.iter().map(|item| name(item)).collect(), theirs.iter().map(|item| name(item)).collect());
        let base = base();
        let is_kept = |item: &&String| !base.contains(item) || (ours.contains(item) && theirs.contains(item));
        let expected: BTreeSet<&String> = ours.iter().chain(&theirs).filter(is_kept).collect();
        for take_ours in [true, false] {
            let found = names(&taken(&merge.text, take_ours));
            prop_assert!(is_each_once(&found), "{}", merge.text);
            if merge.conflicts.is_empty() {
                prop_assert_eq!(found.iter().collect::<BTreeSet<_>>(), expected.clone());
            }
            let missing: Vec<&&String> = expected.iter().filter(|item| !found.contains(item)).collect();
            let is_of_other = |item: &&&String| !(if take_ours { &ours } else { &theirs }).contains(item);
            prop_assert!(missing.iter().all(is_of_other), "{missing:?} missing of\n{}", merge.text);
        }
        if merge.conflicts.is_empty() {
            let mirrored = names(&mirror.text);
            prop_assert_eq!(expected, mirrored.iter().collect::<BTreeSet<_>>());
        }
    }

    #[test]
    fn every_pair_stands_as_whoever_turned_it_around_says(left in edits(), right in edits()) {
        let (ours, theirs) = (edited(base(), &left), edited(base(), &right));
        let merge = merged(&file(&base(), "x"), &file(&ours, "y"), &file(&theirs, "x"));
        if merge.conflicts.is_empty() {
            let found = names(&merge.text);
            let ours: Vec<String> = ours.iter().map(|item| name(item)).collect();
            let theirs: Vec<String> = theirs.iter().map(|item| name(item)).collect();
            let kept: Vec<String> = base().into_iter().filter(|item| ours.contains(item) && theirs.contains(item)).collect();
            for (index, left) in kept.iter().enumerate() {
                for right in kept.iter().skip(index + 1) {
                    let is_turned = |list: &[String]| place(list, left) > place(list, right);
                    prop_assert_eq!(is_turned(&found), is_turned(&ours) || is_turned(&theirs), "{} {}\n{}", left, right, merge.text);
                }
            }
        }
    }

    #[test]
    fn any_lines_can_be_merged(left in line_edits(), right in line_edits()) {
        let base = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hotline/plan.zbb")).unwrap();
        let merge = merged(&base, &with_lines_edited(&base, &left), &with_lines_edited(&base, &right));
        prop_assert!(!merge.text.contains("__items__of__"), "{}", merge.text);
        prop_assert_eq!(merge.conflicts.is_empty(), !merge.text.contains("<<<<<<< ours"));
    }

    #[test]
    fn reasons_travel_with_their_items(left in edits(), right in edits()) {
        let (ours, theirs) = (edited(base(), &left), edited(base(), &right));
        let merge = merged(&file(&base(), "x"), &file(&ours, "y"), &file(&theirs, "x"));
        if merge.conflicts.is_empty() {
            for item in items(&merge.text) {
                let said = |list: &[String]| list.iter().find(|other| name(other) == name(&item)).cloned();
                let (base, ours, theirs) = (said(&base()), said(&ours), said(&theirs));
                let expected = if ours.is_none() || ours == base { theirs.or(ours) } else { ours };
                prop_assert_eq!(Some(item), expected);
            }
        }
    }
}
