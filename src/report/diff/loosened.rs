//! Rules that give way, in words.

use super::figures::amount;
use crate::diff::{Loosening, Met};
use crate::model::facts::unquoted;
use crate::quantity::{Currency, Money};
use crate::report::digits::readable;
use crate::report::document::{Mark, Note};

/// How many are told in the headline; the others are counted.
const TOLD: usize = 10;

/// A note for each.
pub(super) fn notes(loosened: &[Loosening], currency: Currency) -> Vec<Note> {
    let mut notes: Vec<Note> =
        loosened.iter().take(TOLD).map(|one| Note::marked(Mark::Bad, words(one, currency))).collect();
    if let Some(more) = loosened.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let word = if more == 1 { "rule gives" } else { "rules give" };
        notes.push(Note::marked(Mark::Bad, format!("{more} more {word} way")));
    }
    notes
}

fn words(loosening: &Loosening, currency: Currency) -> String {
    match loosening {
        Loosening::RequirementDropped { name, before } => {
            format!("requirement {} is dropped: {}", titled(name), readable(before))
        }
        Loosening::RequirementLoosened { name, before, after } => {
            format!("requirement {} asks for less: {}, was {}", titled(name), readable(after), readable(before))
        }
        Loosening::TargetDropped { kpi, before } => {
            format!("the target of {kpi} is dropped: {}", readable(before))
        }
        Loosening::TargetLowered { kpi, before, after, met } => {
            let met = match met {
                Met::Now => ", and is met now",
                Met::AsBefore => "",
            };
            format!("the target of {kpi} gives way: {}, was {}{met}", readable(after), readable(before))
        }
        Loosening::PromiseRaised { level, kpi, before, after } => {
            format!("{level} promises more of {kpi} for no new reason: {}, was {}", readable(after), readable(before))
        }
        Loosening::BaselineMoved { kpi, before, after } => {
            format!(
                "the baseline of {kpi} moves while its source stands: {}, was {}",
                readable(after),
                readable(before)
            )
        }
        Loosening::Mandated { level, rank, authority } => {
            format!("{level}, at rank {rank}, goes first by a new mandate: {authority}")
        }
        Loosening::FloorUnfilled { name, filled, least } => format!(
            "the floor of {name} is no longer filled: {} of {}",
            amount(*filled, currency),
            amount(*least, currency)
        ),
        Loosening::FloorLowered { name, before, after } => bound("floor", name, *before, *after, currency),
        Loosening::CapRaised { name, before, after } => bound("cap", name, *before, *after, currency),
    }
}

/// A requirement by its title: it has no other name.
pub(super) fn titled(name: &str) -> String {
    format!("“{}”", unquoted(name).unwrap_or_else(|| name.to_owned()))
}

fn bound(word: &str, name: &str, before: Money, after: Option<Money>, currency: Currency) -> String {
    let was = amount(before, currency);
    match after {
        Some(after) if word == "cap" => format!("the cap of {name} is raised: {}, was {was}", amount(after, currency)),
        Some(after) => format!("the {word} of {name} is lowered: {}, was {was}", amount(after, currency)),
        None => format!("the {word} of {name} is dropped: {was}"),
    }
}
