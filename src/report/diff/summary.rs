//! The headline of a comparison, in money and KPIs.

use super::figures::{Values, amount, money};
use super::loosened;
use crate::diagnostic::text::{counted, grouped};
use crate::diff::{Changes, Compared, FundingChange, Moved, Record, Totals, Turn};
use crate::evaluate::Verdict;
use crate::model::Kind;
use crate::model::funding::Policy;
use crate::outcome::Outcome;
use crate::quantity::{Money, Number};
use crate::report::digits::readable;
use crate::report::document::{Block, Cell, Figure, KeyFigure, Mark, Note, Section, Sign};
use crate::report::names::list;

/// How many requirements that fail are named.
const NAMED: usize = 2;

/// What the reader of a comparison with a plan file is told.
pub(super) const FIGURES_ONLY: &str = "compared by the figures that a plan file keeps; compare two plans, such as \
                                       `zbb diff main`, to see causes, renames and what the plan says otherwise";

/// Why a plan that says the same may fund another set.
const SEARCH: &str = "search: what `optimal` funds is not proved to be the best set, so that another version of zbb or \
                      another effort may find another one";

/// The headline.
pub(super) fn section(before: &Record, after: &Record, changes: &Changes) -> Section {
    let mut facts = Vec::new();
    if before.outcome.policy().is_some() || after.outcome.policy().is_some() {
        facts.extend(funding_figures(&changes.funding));
    }
    facts.extend(targets(&before.outcome, &after.outcome));
    facts.extend(requirements(&before.outcome, &after.outcome));
    let mut section = Section { key: "summary", heading: None, blocks: Vec::new() };
    section.push(Block::KeyFigures(facts));
    let mut told = notes(changes);
    told.splice(0..0, loosened::notes(&changes.loosened, after.outcome.currency));
    told.extend(won_and_lost(after, changes));
    section.push(Block::Notes(told));
    section
}

fn funding_figures(funding: &FundingChange) -> Vec<KeyFigure> {
    let (before, after) = (&funding.before, &funding.after);
    let currency = after.currency;
    let fact = |key, label, was: Money, is: Money| {
        KeyFigure::new(key, label, money(is, currency)).comment(moved(funding, was, is, Share::Said))
    };
    let unspent = |totals: &Totals| {
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
    // A share of what was left over by chance tells nothing.
    let (rest_before, rest_after) = (unspent(before), unspent(after));
    let rest = moved(funding, rest_before, rest_after, Share::Unsaid);
    let funded = fact("funded", "funded", before.funded, after.funded);
    let comment = format!("{}; {levels}", funded.comment);
    let mut facts = vec![
        fact("budget", "budget", before.budget, after.budget),
        KeyFigure { comment, ..funded },
        KeyFigure::new("unspent", "unspent", money(unspent(after), currency)).comment(rest),
    ];
    if before.net != before.funded || after.net != after.funded {
        facts.push(fact("net_cost", "net cost", before.net, after.net));
    }
    // The best set has no line: what is in it may rank below what is not.
    let draws_none = |totals: &Totals| totals.policy.as_deref() == Some(Policy::Optimal.word());
    if before.line != after.line && !draws_none(before) && !draws_none(after) {
        let line = |line: &Option<String>| line.clone().unwrap_or_else(|| "nothing".to_owned());
        let comment = format!("was drawn below {}", line(&before.line));
        facts.push(KeyFigure::new("line", "line below", Cell::path(line(&after.line))).comment(comment));
    }
    facts
}

/// How many lines that stayed are named.
const STAYED: usize = 8;

/// The plan for another year, and what of it is still of the old one.
fn moved_notes(moved: &Moved) -> Vec<Note> {
    let lines = counted(moved.lines, "dated line");
    let verb = if moved.lines == 1 { "moves" } else { "move" };
    let mut notes = vec![Note::plain(format!(
        "the plan moves from {} to {}: {lines} {verb} with it, and all else is compared as if it had been for that year",
        moved.from, moved.to
    ))];
    let (told, more) = moved.stayed.split_at(moved.stayed.len().min(STAYED));
    let mut names: Vec<String> = told.iter().map(|(what, key, says)| format!("{what} {key} ({says})")).collect();
    if !more.is_empty() {
        names.push(format!("{} more", grouped(more.len())));
    }
    let names = list(&names.iter().map(String::as_str).collect::<Vec<&str>>());
    if !names.is_empty() {
        notes.push(Note::plain(format!("not moved: {names}")));
    }
    notes
}

/// The targets that are met now or no longer: `csat meets its target now: 78.2%, target 78% by 2027-12`.
fn won_and_lost(after: &Record, changes: &Changes) -> Vec<Note> {
    let mut notes = Vec::new();
    for change in &changes.kpis {
        let (Some(before), Some(now)) = (&change.before, &change.after) else { continue };
        let (Some(was), Some(is)) = (before.target, now.target) else { continue };
        let (was, is) = (was == Verdict::Holds, is == Verdict::Holds);
        if was == is {
            continue;
        }
        let target = after.topic(Kind::Kpi, &change.name).and_then(|kpi| kpi.fact("target"));
        let target = target.map(|fact| readable(&fact.says()));
        let value = match Values::new(&change.measure, &[now.funded]).cell(now.funded) {
            // What has no sign of its own has the unit that the target is written in.
            Cell::Figure(figure) if figure.suffix().is_empty() => {
                let unit = target.as_deref().and_then(unit_of).map_or_else(String::new, |unit| format!(" {unit}"));
                format!("{}{unit}", figure.amount())
            }
            Cell::Figure(figure) => format!("{}{}", figure.amount(), figure.suffix()),
            _ => "n/a".to_owned(),
        };
        let target = target.map_or_else(String::new, |target| format!(", target {target}"));
        let (mark, words) =
            if is { (Mark::Good, "meets its target now") } else { (Mark::Bad, "misses its target now") };
        notes.push(Note::marked(mark, format!("{} {words}: {value}{target}", change.name)));
    }
    notes
}

/// `hours` of `5 hours by 2027-06`; nothing where a number stands alone.
fn unit_of(target: &str) -> Option<&str> {
    let words = target.split_whitespace().nth(1)?;
    (words != "by").then_some(words)
}

/// Whether a move is told as a share, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Said,
    Unsaid,
}

/// `40,000.00 more (+20%)`, `as before`.
fn moved(funding: &FundingChange, before: Money, after: Money, share: Share) -> String {
    let per_cent = |before, moved| if share == Share::Said { per_cent(before, moved) } else { String::new() };
    let (was, is) = (funding.before.currency, funding.after.currency);
    if was != is {
        return format!("{} {was} before", amount(before, was));
    }
    match after.subtract(before) {
        Ok(moved) if moved.is_positive() => format!("{} more{}", amount(moved, is), per_cent(before, moved)),
        Ok(moved) if moved.is_negative() => format!("{} less{}", amount(moved, is), per_cent(before, moved)),
        Ok(_) | Err(_) => "as before".to_owned(),
    }
}

/// How much of what was a move is, in words that follow it: ` (+20%)`; nothing of nought or below.
fn per_cent(before: Money, moved: Money) -> String {
    let Ok(share) = moved.number().divide(before.number()) else { return String::new() };
    let twice = Number::from_integer(2);
    if !before.is_positive() || share > twice {
        return String::new();
    }
    let digits =
        if share.abs() < Number::from_integer(10).divide(Number::from_integer(100)).unwrap_or(twice) { 1 } else { 0 };
    let figure = Figure { sign: Sign::Both, ..Figure::share(share, digits) };
    format!(" ({})", figure.in_full())
}

fn targets(before: &Outcome, after: &Outcome) -> Option<KeyFigure> {
    let met = |outcome: &Outcome| {
        let targets = || outcome.kpis.iter().filter_map(|kpi| kpi.target);
        (targets().filter(|verdict| *verdict == Verdict::Holds).count(), targets().count())
    };
    let ((were_met, were), (are_met, are)) = (met(before), met(after));
    if were == 0 && are == 0 {
        return None;
    }
    let words = format!("{} of {} met", grouped(are_met), grouped(are));
    Some(KeyFigure::new("targets", "targets", Cell::text(words)).comment(format!(
        "{} of {} before",
        grouped(were_met),
        grouped(were)
    )))
}

fn requirements(before: &Outcome, after: &Outcome) -> Option<KeyFigure> {
    let failing =
        |outcome: &Outcome| outcome.requires.iter().filter(|require| require.verdict != Verdict::Holds).count();
    let (failed, fail) = (failing(before), failing(after));
    let words = format!("{} {}", counted(fail, "requirement"), if fail == 1 { "fails" } else { "fail" });
    let fact = KeyFigure::new("requirements", "required", Cell::Status(Mark::Bad, words));
    let broken = after.requires.iter().filter(|require| require.verdict != Verdict::Holds);
    let mut names: Vec<String> = broken.map(|require| loosened::titled(&require.name)).collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("{} more", grouped(more)));
    }
    let names = list(&names.iter().map(String::as_str).collect::<Vec<&str>>());
    (fail > 0).then(|| fact.comment(format!("{names}; {} before", grouped(failed))))
}

fn notes(changes: &Changes) -> Vec<Note> {
    let turns = |turn| changes.funding.turns(turn).count();
    let mut notes = Vec::new();
    if changes.compared == Compared::Figures {
        notes.push(Note::plain(FIGURES_ONLY));
    }
    notes.extend(changes.moved.iter().flat_map(moved_notes));
    let (gains, loses) = (turns(Turn::Gains), turns(Turn::Loses));
    if gains > 0 {
        notes.push(Note::marked(Mark::Good, format!("{} funding", many(gains, "level gains", "levels gain"))));
    }
    if loses > 0 {
        notes.push(Note::marked(Mark::Bad, format!("{} funding", many(loses, "level loses", "levels lose"))));
    }
    if changes.compared == Compared::Figures && changes.funding.searched && gains + loses > 0 {
        notes.push(Note::plain(SEARCH));
    }
    let is_ranked = changes.funding.after.policy.is_some() && changes.funding.before.policy.is_some();
    if gains + loses == 0 && is_ranked && changes.comes_to_something_else() {
        notes.push(Note::plain("no level gains or loses funding"));
    }
    if !changes.comes_to_something_else() {
        notes.push(Note::plain("what the plan comes to is as before; only what it says changed"));
    }
    let says_the_same = changes.topics.is_empty() && changes.orders.is_empty();
    if changes.compared == Compared::Plans && says_the_same && changes.moved.is_none() {
        notes.push(Note::plain("the plan says the same as before; what it comes to is reckoned otherwise by this zbb"));
    }
    notes
}

fn many(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}
