//! Why a level gains or loses its funding, in words.

use std::collections::BTreeMap;

use super::figures::amount;
use crate::diagnostic::text::grouped;
use crate::diff::{Account, Cause, LevelChange, Root, Term, TermReason};
use crate::quantity::{Currency, Number};
use crate::report::digits::readable;
use crate::report::names::list;

/// Why a level gains or loses its funding, as it stands behind a colon. Where a driver or a rate alone moved what it costs,
/// that is the cause, and not each amount that came of it.
pub(super) fn of_level(level: &LevelChange, roots: &BTreeMap<String, Vec<Root>>, currency: Currency) -> Option<String> {
    let cause = level.cause.as_ref()?;
    let told = words(cause, currency);
    let Cause::Money { account, .. } = cause else { return Some(told) };
    let mut figures: Vec<&Root> = Vec::new();
    for term in &account.terms {
        let moved = match &term.reason {
            TermReason::OwnCost => &level.path,
            TermReason::Costs(other) => other,
            _ => return Some(told),
        };
        match roots.get(moved).map(Vec::as_slice) {
            Some(own) if own.iter().all(|root| matches!(root, Root::Figure { .. })) => figures.extend(own),
            Some(own) => return Some(format!("{told}: {}", joined(own))),
            None => return Some(told),
        }
    }
    figures.sort();
    figures.dedup();
    let figures: Vec<String> = figures.into_iter().map(root_words).collect();
    Some(if figures.is_empty() { told } else { figures.join("; ") })
}

/// What moved the cost of a level, where that is a driver or a rate alone.
pub(super) fn of_figures(level: &str, roots: &BTreeMap<String, Vec<Root>>) -> Option<String> {
    let own = roots.get(level).filter(|own| own.iter().all(|root| matches!(root, Root::Figure { .. })))?;
    Some(joined(own))
}

fn joined(roots: &[Root]) -> String {
    roots.iter().map(root_words).collect::<Vec<String>>().join("; ")
}

/// `driver wage is 64000 EUR/nurse/year, was 60000 EUR/nurse/year`
fn root_words(root: &Root) -> String {
    let (what, before, after) = match root {
        Root::Line { key, before, after } => (key.clone(), before, after),
        Root::Figure { kind, name, before, after } => (format!("{} {name}", kind.keyword()), before, after),
    };
    let [before, after] = [before, after].map(|says| says.as_deref().map(readable));
    match (before, after) {
        (Some(before), Some(after)) => format!("{what} is {after}, was {before}"),
        (None, Some(after)) => format!("{what} is new, {after}"),
        (Some(before), None) => format!("{what} is gone, {before}"),
        (None, None) => what,
    }
}

/// The cause in words, as they stand behind a colon.
fn words(cause: &Cause, currency: Currency) -> String {
    match cause {
        Cause::New => "it is new".to_owned(),
        Cause::Competes => "it was rejected, and competes now".to_owned(),
        Cause::Gone => "it is gone from the plan".to_owned(),
        Cause::Withdrawn => "it is still on record, but no longer competes".to_owned(),
        Cause::Mandate(None) => "an authority requires it now".to_owned(),
        Cause::Mandate(Some(by)) => format!("{by}, which an authority requires, cannot do without it"),
        Cause::MandateEnded => "no authority requires it any more, and its rank does not carry it".to_owned(),
        Cause::Pool => "what the floors left over reaches it".to_owned(),
        Cause::PoolBegins => "what the floors leave over is given to others now, and reaches it (pool: yes)".to_owned(),
        Cause::PoolEnds => "what the floors leave over is no longer given to others (pool: no)".to_owned(),
        Cause::Blocked(by) => format!("it cannot do without {by}, which is not funded"),
        Cause::Unblocked(by) => format!("{by}, which kept it out, no longer does"),
        Cause::Excluded(by) => format!("{by}, which rules it out, is funded"),
        Cause::Readmitted(by) => format!("{by}, which ruled it out, no longer does"),
        Cause::Capped { cap, account: None } => format!("{cap} has a cap now, which leaves no room for it"),
        Cause::Uncapped { cap, account: None } => format!("{cap} has no cap any more"),
        Cause::Capped { cap, account: Some(account) } => capped(cap, "no room", account, currency),
        Cause::Uncapped { cap, account: Some(account) } => capped(cap, "room", account, currency),
        Cause::Score { score, before, least, least_before } => {
            score_words(*score, *before, least.as_deref(), least_before.as_deref())
        }
        Cause::FundingBegins => "the plan gives money now".to_owned(),
        Cause::FundingEnds => "the plan gives no money any more".to_owned(),
        Cause::Policy { before, after } => format!("the list is walked by {after}, not by {before}"),
        Cause::Line(by) => format!("{by}, above it, draws the line"),
        Cause::LineGone(by) => format!("{by}, above it, no longer draws the line"),
        Cause::Periods { period: Some(period), left: Some((left, cost)) } => format!(
            "the budget is given by other periods; in {period} {} is left, and it costs {}",
            amount(*left, currency),
            amount(*cost, currency)
        ),
        Cause::Periods { .. } => "the budget is given by other periods".to_owned(),
        Cause::Exchange { others, searched } => another_set(others, *searched),
        Cause::Held { floors, account } => held(floors, account, currency),
        Cause::Money { period, account } => money(period.as_deref(), account, currency),
    }
}

/// Another set is funded; where it is not proved to be the best one, the search is the cause.
fn another_set(others: &[String], searched: bool) -> String {
    let found = if searched {
        "search: another set was found, and none is proved to be the best"
    } else {
        "the best set is another one"
    };
    match others {
        [] => found.to_owned(),
        others => format!("{found}, in exchange for {}", first_few(others)),
    }
}

/// The first names, and how many more there are.
fn first_few(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => list(&shown),
        more => format!("{} and {} more", shown.join(", "), grouped(more)),
    }
}

fn score_words(score: Number, before: Number, least: Option<&str>, least_before: Option<&str>) -> String {
    let rounded = |score: Number| score.round_half_even(2);
    match least {
        None => "no least score is asked for any more".to_owned(),
        Some(least) if Some(least) != least_before => {
            format!("the least score that is funded is {least} now; it scores {}", rounded(score))
        }
        Some(least) => {
            format!("it scores {}, not {}; the least score that is funded is {least}", rounded(score), rounded(before))
        }
    }
}

fn held(floors: &[String], account: &Account, currency: Currency) -> String {
    let names: Vec<&str> = floors.iter().map(String::as_str).collect();
    let held = match names.as_slice() {
        [] => "money is held back for the floors of others".to_owned(),
        [floor] => format!("money is held back for the floor of {floor}"),
        floors => format!("money is held back for the floors of {}", list(floors)),
    };
    match account_words(account, currency) {
        Some(words) => format!("{held}; {words}"),
        None => held,
    }
}

fn capped(cap: &str, room: &str, account: &Account, currency: Currency) -> String {
    let because = match account_words(account, currency) {
        Some(words) => format!(": {words}"),
        None => String::new(),
    };
    format!("the cap of {cap} leaves {room} for it{because}")
}

fn money(period: Option<&str>, account: &Account, currency: Currency) -> String {
    let place = period.map_or_else(String::new, |period| format!("in {period}, "));
    match account_words(account, currency) {
        Some(words) => format!("{place}{words}"),
        None => "what is left when its turn comes changed".to_owned(),
    }
}

/// The terms, and the sum of those that are not told one by one.
fn account_words(account: &Account, currency: Currency) -> Option<String> {
    let mut told: Vec<String> = account.terms.iter().map(|term| term_words(term, currency)).collect();
    match account.others {
        0 => {}
        1 => told.push(format!("and one more change of {}", amount(account.rest, currency))),
        others => told.push(format!("and {} more changes of {}", grouped(others), amount(account.rest, currency))),
    }
    (!told.is_empty()).then(|| told.join("; "))
}

fn term_words(term: &Term, currency: Currency) -> String {
    let figure = amount(term.amount, currency);
    let (more, higher) = if term.amount.is_positive() { ("more", "lower") } else { ("less", "higher") };
    match &term.reason {
        TermReason::Budget => format!("the budget is {figure} {higher}"),
        TermReason::Cap => format!("it is {figure} {higher}"),
        TermReason::Available => {
            format!("after the reserve, {figure} {} is available", if more == "more" { "less" } else { "more" })
        }
        TermReason::Reserve => format!("{figure} {more} is kept in reserve"),
        TermReason::OwnCost => format!("it costs {figure} {more}"),
        TermReason::OwnCount if more == "more" => format!("{figure} of it counts towards the cap now"),
        TermReason::OwnCount => format!("{figure} of it no longer counts towards the cap"),
        TermReason::Counts(level) if more == "more" => {
            format!("{figure} of {level}, above it, counts towards the cap now")
        }
        TermReason::Counts(level) => format!("{figure} of {level}, above it, no longer counts towards the cap"),
        TermReason::Mandated(level) => {
            format!("{level}, which an authority requires now, goes first and takes {figure}")
        }
        TermReason::Costs(level) => format!("{level}, above it, costs {figure} {more}"),
        TermReason::NewAbove(level) => format!("{level}, new above it, takes {figure}"),
        TermReason::NowFunded(level) => format!("{level}, above it, is now funded and takes {figure}"),
        TermReason::Passed(from, to) if to > from => {
            format!("it moved down from {from} to {to}, behind levels that take {figure}")
        }
        TermReason::Passed(from, to) => format!("it moved up from {from} to {to}, past levels that took {figure}"),
        TermReason::MovedAbove(level) => format!("{level} moved above it and takes {figure}"),
        TermReason::MovedBelow(level) => format!("{level} moved below it and leaves {figure}"),
        TermReason::NoLongerFunded(level) => format!("{level}, above it, is no longer funded and leaves {figure}"),
        TermReason::GoneFromAbove(level) => format!("{level} is gone from above it and leaves {figure}"),
    }
}
