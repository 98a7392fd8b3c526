//! How sure the best set is, in words: takes a proof with its figures, gives what a report says of it.

use super::document::{Cell, Figure, KeyFigure, Note};
use crate::evaluate::{FundingOutcome, Optimum, OtherPolicy, Proof};
use crate::model::funding::Policy;
use crate::quantity::Number;

/// The proof for the head of the report.
pub(super) fn key_figure(funding: &FundingOutcome) -> Option<KeyFigure> {
    let optimum = funding.optimum.as_ref()?;
    let word = match optimum.proof {
        Proof::Best | Proof::OneOfEqual => "proved",
        Proof::AtMost(_) => "not proved",
    };
    Some(KeyFigure::new("proof", "best set", Cell::text(word)).comment(sentence(funding, optimum)))
}

/// How sure the best set is.
pub(super) fn sentence(funding: &FundingOutcome, optimum: &Optimum) -> String {
    match optimum.proof {
        Proof::Best => "no allowed set scores more, or as much for less".to_owned(),
        Proof::OneOfEqual => {
            "one of several equal sets: none scores more, or as much for less; which of equals ranks highest \
                              was not worked out"
                .to_owned()
        }
        Proof::AtMost(most) => gap(funding.gain.score, most),
    }
}

/// `the best that was found scores 41.20; nobody can score more than 41.35 (0.36% more)`
fn gap(score: Number, most: Number) -> String {
    let shown = |score: Number| Figure::plain(score, 2).in_full();
    let share = most.subtract(score).and_then(|gap| gap.divide(score)).ok().filter(|_| score.is_positive());
    let share = share.map_or_else(String::new, |share| format!(", {} more", Figure::share(share, 2).in_full()));
    format!("the best that was found scores {}; none scores more than {}{share}", shown(score), shown(most))
}

/// What a reader should know of a best set.
pub(super) fn notes(optimum: &Optimum) -> Vec<Note> {
    let mut notes = vec![Note::plain(
        "the best set is that with the highest sum of scores; scores add up even where effects on one KPI do not: look at the KPIs, too",
    )];
    if let Some(Proof::AtMost(most)) = optimum.pool {
        let most = Figure::plain(most, 2).in_full();
        notes.push(Note::plain(format!(
            "the best addition once floors held no more is not proved: with it none scores more than {most}"
        )));
    }
    notes.extend(optimum.by_walk.map(by_walk));
    notes
}

fn by_walk(policy: Policy) -> Note {
    Note::plain(format!(
        "what `{}` funds in its two rounds scores more than the best set and its best addition, and is funded",
        policy.word()
    ))
}

/// What is said of the best set that stands beside the plan's own policy.
pub(super) fn beside(other: &OtherPolicy) -> String {
    match other.proof {
        None | Some(Proof::Best) => String::new(),
        Some(Proof::OneOfEqual) => "; one of several equal sets".to_owned(),
        Some(Proof::AtMost(most)) => {
            format!("; the best that a short search found, none scores more than {}", Figure::plain(most, 2).in_full())
        }
    }
}
