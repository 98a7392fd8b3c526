//! Texts whose lines each stand by themselves, as those of a plan file do: takes three of them and what tells a line from
//! all others, gives the lines of the merged one.

use super::conflict::Part;
use super::units::{self, Stretched, Unit};
use super::{Merged, Sides, conflict};
use crate::diagnostic::text::visible;
use std::collections::BTreeSet;

/// Merges; nothing where a text has two lines of one key.
#[must_use]
pub fn merge_facts(texts: Sides<&str>, key: impl Fn(&str) -> String, marker_size: usize) -> Option<Merged> {
    let units = |text: &str| -> Option<Vec<Unit>> {
        let unit = |line: &str| Unit { key: key(line), leading: String::new(), body: line.to_owned() };
        let units: Vec<Unit> = text.split_inclusive('\n').map(unit).collect();
        let keys: BTreeSet<&str> = units.iter().map(|unit| unit.key.as_str()).collect();
        (keys.len() == units.len()).then_some(units)
    };
    let lists = Sides { base: units(texts.base)?, ours: units(texts.ours)?, theirs: units(texts.theirs)? };
    let parts: Vec<Part> = units::merge(&lists).into_iter().map(part).collect();
    Some(Merged { text: conflict::render(&parts, marker_size), conflicts: conflict::words(&parts) })
}

fn part(stretch: Stretched) -> Part {
    let lines = |units: Vec<Unit>| units.into_iter().map(|unit| unit.body).collect::<String>();
    match stretch {
        Stretched::Agreed(unit) => Part::Text(unit.body),
        Stretched::Contested { sides, about } => {
            let words = about
                .iter()
                .map(|(key, _)| format!("{}: both sides change it", visible(key.trim_end_matches([':', ' ']))))
                .collect();
            Part::Conflict { lines: sides.map(lines), words }
        }
    }
}
