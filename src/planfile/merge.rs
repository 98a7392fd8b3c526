//! Three versions of a plan file into one, figure by figure: takes their texts, gives a plan file in which each line is as
//! whoever changed it has it.
//!
//! A plan file is worked out from the plan, and only the plan says what both changes come to together: there is nothing to
//! decide here, so no conflict is left for people. What both sides change, or one changes and the other drops, stays as
//! ours, and `zbb plan --locked` tells whether the merged file is the right one.

use std::collections::{BTreeMap, BTreeSet};

use super::parse::body;
use super::text::text_of;
use crate::merge::Sides;
use crate::outcome::PlanFileLine;
use crate::source::FileId;

/// The values under each key; mostly one.
type Values = BTreeMap<String, Vec<String>>;

/// Merges plan files of this version. Where one of them is none, ours stays as it is; an empty base is one without lines.
#[must_use]
pub fn merge(texts: Sides<&str>) -> String {
    let base = if texts.base.trim().is_empty() { Some(Values::new()) } else { values(texts.base) };
    match (base, values(texts.ours), values(texts.theirs)) {
        (Some(base), Some(ours), Some(theirs)) => merged(&Sides { base, ours, theirs }),
        _ => texts.ours.to_owned(),
    }
}

fn values(text: &str) -> Option<Values> {
    let mut values = Values::new();
    for line in body(FileId::default(), text).ok()? {
        values.entry(line.about).or_default().push(line.value);
    }
    Some(values)
}

fn merged(sides: &Sides<Values>) -> String {
    let keys: BTreeSet<&String> = sides.base.keys().chain(sides.ours.keys()).chain(sides.theirs.keys()).collect();
    let mut lines: Vec<PlanFileLine> = Vec::new();
    for key in keys {
        let (base, ours, theirs) = (sides.base.get(key), sides.ours.get(key), sides.theirs.get(key));
        let taken = if ours == base { theirs } else { ours };
        let taken = taken.into_iter().flatten();
        lines.extend(taken.map(|value| PlanFileLine { about: key.clone(), value: value.clone() }));
    }
    lines.sort();
    text_of(lines.iter().map(|line| line.text()))
}
