//! Why a level gains or loses its funding, in words.

use super::figures::amount;
use crate::diff::{Cause, Term, TermReason};
use crate::quantity::{Currency, Money};

/// How many terms of an account are told; the others are summed.
const TOLD: usize = 3;

/// The cause in words, as they stand behind a colon.
pub(super) fn words(cause: &Cause, currency: Currency) -> String {
    match cause {
        Cause::New => "it is new".to_owned(),
        Cause::Gone => "it is no longer ranked".to_owned(),
        Cause::Mandate(None) => "an authority requires it now".to_owned(),
        Cause::Mandate(Some(by)) => format!("{by}, which an authority requires, cannot do without it"),
        Cause::MandateEnded => "no authority requires it any more, and its rank does not carry it".to_owned(),
        Cause::Pool => "what the floors left over reaches it".to_owned(),
        Cause::Blocked(by) => format!("it cannot do without {by}, which is not funded"),
        Cause::Unblocked(by) => format!("{by}, which kept it out, no longer does"),
        Cause::Excluded(by) => format!("{by}, which rules it out, is funded"),
        Cause::Readmitted(by) => format!("{by}, which ruled it out, no longer does"),
        Cause::Capped { cap, terms: None } => format!("{cap} has a cap now, which leaves no room for it"),
        Cause::Uncapped { cap, terms: None } => format!("{cap} has no cap any more"),
        Cause::Capped { cap, terms: Some(terms) } => capped(cap, "no room", terms, currency),
        Cause::Uncapped { cap, terms: Some(terms) } => capped(cap, "room", terms, currency),
        Cause::Score { before, after } => format!("it scores {after}, not {before}, beside the least that is funded"),
        Cause::FundingBegins => "the plan gives money now".to_owned(),
        Cause::FundingEnds => "the plan gives no money any more".to_owned(),
        Cause::Policy { before, after } => format!("the list is walked by {after}, not by {before}"),
        Cause::Line(by) => format!("{by}, above it, draws the line"),
        Cause::LineGone(by) => format!("{by}, above it, no longer draws the line"),
        Cause::Periods(Some(period)) => format!("the budget is given by other periods; what counts is {period}"),
        Cause::Periods(None) => "the budget is given by other periods".to_owned(),
        Cause::Floors => "what the floors of others hold back changed".to_owned(),
        Cause::Money { period, terms } => account(period.as_deref(), terms, currency),
    }
}

fn capped(cap: &str, room: &str, terms: &[Term], currency: Currency) -> String {
    let because = if terms.is_empty() { String::new() } else { format!(": {}", account(None, terms, currency)) };
    format!("the cap of {cap} leaves {room} for it{because}")
}

fn account(period: Option<&str>, terms: &[Term], currency: Currency) -> String {
    if terms.is_empty() {
        return "what is left when its turn comes changed".to_owned();
    }
    let told = terms.iter().take(TOLD).map(|term| term_words(term, currency));
    let mut told: Vec<String> = told.collect();
    let rest = terms.get(TOLD..).unwrap_or(&[]);
    if !rest.is_empty() {
        let sum = Money::sum(rest.iter().map(|term| term.amount)).unwrap_or_default();
        told.push(format!("and {} more changes of {}", rest.len(), amount(sum, currency)));
    }
    let place = period.map_or_else(String::new, |period| format!("in {period}, "));
    format!("{place}{}", told.join("; "))
}

fn term_words(term: &Term, currency: Currency) -> String {
    let figure = amount(term.amount, currency);
    let (more, higher) = if term.amount.is_positive() { ("more", "lower") } else { ("less", "higher") };
    match &term.reason {
        TermReason::Budget => format!("the budget is {figure} {higher}"),
        TermReason::Cap => format!("it is {figure} {higher}"),
        TermReason::Reserve => format!("{figure} {more} is kept in reserve"),
        TermReason::OwnCost => format!("it costs {figure} {more}"),
        TermReason::Costs(level) => format!("{level}, above it, costs {figure} {more}"),
        TermReason::NewAbove(level) => format!("{level}, new above it, takes {figure}"),
        TermReason::NowFunded(level) => format!("{level}, above it, is now funded and takes {figure}"),
        TermReason::MovedAbove(level) => format!("{level} moved above it and takes {figure}"),
        TermReason::MovedBelow(level) => format!("{level} moved below it and leaves {figure}"),
        TermReason::NoLongerFunded(level) => format!("{level}, above it, is no longer funded and leaves {figure}"),
        TermReason::GoneFromAbove(level) => format!("{level} is gone from above it and leaves {figure}"),
    }
}
