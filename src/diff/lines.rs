//! Which lines of a plan file differ: takes the lines of both sides, gives each with what it says there.

use std::collections::BTreeMap;

use crate::outcome::PlanFileLine;

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// What it is about.
    pub about: String,
    /// What that came to; absent of a new line.
    pub before: Option<String>,
    /// What it comes to; absent of a line that is gone.
    pub after: Option<String>,
}

/// The lines that differ, in order.
#[must_use]
pub fn differing(before: &[PlanFileLine], after: &[PlanFileLine]) -> Vec<LineChange> {
    let mut lines: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    before.iter().for_each(|line| lines.entry(&line.about).or_default().0.push(&line.value));
    after.iter().for_each(|line| lines.entry(&line.about).or_default().1.push(&line.value));
    let differ = lines.into_iter().filter(|(_, (before, after))| before != after);
    let joined = |values: Vec<&str>| (!values.is_empty()).then(|| values.join(", "));
    differ
        .map(|(about, (before, after))| LineChange {
            about: about.to_owned(),
            before: joined(before),
            after: joined(after),
        })
        .collect()
}
