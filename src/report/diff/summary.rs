//! The headline of a comparison, in money and KPIs.

use super::figures::{amount, money};
use crate::diagnostic::text::{counted, grouped};
use crate::diff::{Changes, Compared, FundingChange, Record, Turn};
use crate::evaluate::Verdict;
use crate::outcome::Outcome;
use crate::quantity::Money;
use crate::report::document::{Block, Cell, Fact, Mark, Note, Section};

/// What the reader of a comparison with a plan file is told.
pub(super) const FIGURES_ONLY: &str = "compared by the figures that a plan file keeps; compare two plans, such as \
                                       `zbb diff main`, to see causes, renames and what the plan says otherwise";

/// The headline.
pub(super) fn section(before: &Record, after: &Record, changes: &Changes) -> Section {
    let mut facts = Vec::new();
    if before.outcome.policy().is_some() || after.outcome.policy().is_some() {
        facts.extend(funding_facts(&changes.funding));
    }
    facts.extend(targets(&before.outcome, &after.outcome));
    facts.extend(requirements(&before.outcome, &after.outcome));
    let mut section = Section { key: "summary", heading: None, blocks: Vec::new() };
    section.push(Block::Facts(facts));
    section.push(Block::Notes(notes(changes)));
    section
}

fn funding_facts(funding: &FundingChange) -> Vec<Fact> {
    let (before, after) = (&funding.before, &funding.after);
    let currency = after.currency;
    let fact =
        |key, label, was: Money, is: Money| Fact::new(key, label, money(is, currency)).comment(moved(funding, was, is));
    let unspent = |totals: &crate::diff::Totals| {
        let left = totals.budget.subtract(totals.reserve).and_then(|free| free.subtract(totals.funded));
        left.unwrap_or_default()
    };
    let levels = format!(
        "{} of {} levels, {} of {} before",
        grouped(after.funded_levels),
        grouped(after.levels),
        grouped(before.funded_levels),
        grouped(before.levels)
    );
    let funded = fact("funded", "funded", before.funded, after.funded);
    let comment = format!("{}; {levels}", funded.comment);
    let mut facts = vec![
        fact("budget", "budget", before.budget, after.budget),
        Fact { comment, ..funded },
        fact("unspent", "unspent", unspent(before), unspent(after)),
    ];
    if before.net != before.funded || after.net != after.funded {
        facts.push(fact("net_cost", "net cost", before.net, after.net));
    }
    if before.line != after.line {
        let line = |line: &Option<String>| line.clone().unwrap_or_else(|| "nothing".to_owned());
        let comment = format!("was drawn below {}", line(&before.line));
        facts.push(Fact::new("line", "line below", Cell::path(line(&after.line))).comment(comment));
    }
    facts
}

/// `40,000.00 more`, `as before`.
fn moved(funding: &FundingChange, before: Money, after: Money) -> String {
    let (was, is) = (funding.before.currency, funding.after.currency);
    if was != is {
        return format!("{} {was} before", amount(before, was));
    }
    match after.subtract(before) {
        Ok(moved) if moved.is_positive() => format!("{} more", amount(moved, is)),
        Ok(moved) if moved.is_negative() => format!("{} less", amount(moved, is)),
        Ok(_) | Err(_) => "as before".to_owned(),
    }
}

fn targets(before: &Outcome, after: &Outcome) -> Option<Fact> {
    let met = |outcome: &Outcome| {
        let targets = || outcome.kpis.iter().filter_map(|kpi| kpi.target);
        (targets().filter(|verdict| *verdict == Verdict::Holds).count(), targets().count())
    };
    let ((were_met, were), (are_met, are)) = (met(before), met(after));
    if were == 0 && are == 0 {
        return None;
    }
    let words = format!("{} of {} met", grouped(are_met), grouped(are));
    Some(Fact::new("targets", "targets", Cell::text(words)).comment(format!(
        "{} of {} before",
        grouped(were_met),
        grouped(were)
    )))
}

fn requirements(before: &Outcome, after: &Outcome) -> Option<Fact> {
    let failing =
        |outcome: &Outcome| outcome.requires.iter().filter(|require| require.verdict != Verdict::Holds).count();
    let (failed, fail) = (failing(before), failing(after));
    let words = format!("{} {}", counted(fail, "requirement"), if fail == 1 { "fails" } else { "fail" });
    let fact = Fact::new("requirements", "required", Cell::Status(Mark::Bad, words));
    (fail > 0).then(|| fact.comment(format!("{} before", grouped(failed))))
}

fn notes(changes: &Changes) -> Vec<Note> {
    let turns = |turn| changes.funding.turns(turn).count();
    let mut notes = Vec::new();
    if changes.compared == Compared::Figures {
        notes.push(Note::plain(FIGURES_ONLY));
    }
    let (gains, loses) = (turns(Turn::Gains), turns(Turn::Loses));
    if gains > 0 {
        notes.push(Note::marked(Mark::Good, format!("{} funding", many(gains, "level gains", "levels gain"))));
    }
    if loses > 0 {
        notes.push(Note::marked(Mark::Bad, format!("{} funding", many(loses, "level loses", "levels lose"))));
    }
    let is_ranked = changes.funding.after.policy.is_some() && changes.funding.before.policy.is_some();
    if gains + loses == 0 && is_ranked && changes.comes_to_something_else() {
        notes.push(Note::plain("no level gains or loses funding"));
    }
    if !changes.comes_to_something_else() {
        notes.push(Note::plain("what the plan comes to is as before; only what it says changed"));
    }
    let says_the_same = changes.topics.is_empty() && changes.orders.is_empty();
    if changes.compared == Compared::Plans && says_the_same {
        notes.push(Note::plain("the plan says the same as before; what it comes to is reckoned otherwise by this zbb"));
    }
    notes
}

fn many(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}
