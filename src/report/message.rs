//! The message at the head of a plan: takes what it comes to, gives at most five sentences, built from figures, so that none
//! says what is not computed. Titles are quoted, never bent into the grammar.

use super::document::{Mark, Note};
use super::kpis::{Met, View};
use super::names::{display, month_words};
use super::{prose, scenario};
use crate::check::{BudgetPeriod, CheckedPlan};
use crate::diagnostic::text::grouped;
use crate::evaluate::{Evaluation, FundingOutcome, Grant, NextLevel, Status, Verdict};
use crate::model::{Id, Level};
use crate::outcome::{Account, Scope, share_of_way};
use crate::quantity::{Money, Number};

/// The sentences, each left out where it has no data.
#[must_use]
pub(super) fn message(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Vec<Note> {
    let mut sentences = vec![funded(plan, evaluation, account)];
    sentences.extend(compared(account).map(Note::plain));
    sentences.extend(targets(plan, evaluation));
    sentences.extend(requirements(plan, evaluation));
    let next = evaluation.funding.as_ref().and_then(|funding| funding.next.as_ref());
    sentences.extend(next.map(|next| Note::plain(rise(plan, next))));
    if let (Some(title), Some(first)) = (scenario::chosen_title(plan), sentences.first_mut()) {
        let said = sentence_of(first);
        *first = Note::marked_as(first.mark, format!("In the scenario {}: {}", quoted(title), lowered(&said)));
    }
    sentences
}

fn sentence_of(note: &Note) -> String {
    match &note.sentence {
        super::document::Sentence::Plain(text) => text.clone(),
        super::document::Sentence::Said(pieces) => super::document::in_names(pieces),
        super::document::Sentence::Words(_) => String::new(),
    }
}

/// Behind a colon a sentence begins with a small letter, unless it begins with a figure.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + letters.as_str())
}

/// `15 of 20 levels are funded for 2.09M of 2.35M AUD.`
fn funded(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Note {
    let Some(funding) = evaluation.funding.as_ref().filter(|funding| !funding.funded.is_empty()) else {
        return Note::marked(Mark::Bad, "Nothing is funded.");
    };
    let count = funding.funded.len();
    let verb = if count == 1 { "is" } else { "are" };
    let levels = if account.asked() == 1 { "level" } else { "levels" };
    let (spent, budget) = prose::compared(funding.total.spent, funding.total.budget);
    let mandated = if is_all_mandated(funding) { ", all of it mandated" } else { "" };
    Note::plain(format!(
        "{} of {} {levels} {verb} funded for {spent} of {budget} {}{mandated}.",
        grouped(count),
        grouped(account.asked()),
        plan.currency.code()
    ))
}

fn is_all_mandated(funding: &FundingOutcome) -> bool {
    let mut granted = funding.sheet.rows.iter().filter_map(|row| match &row.status {
        Status::Funded(grant) => Some(*grant),
        _ => None,
    });
    granted.all(|grant| matches!(grant, Grant::Mandate | Grant::MandateVia(_)))
}

/// `Where present spend is stated (8 of 11 packages), 1.94M follows 1.45M (+34%); 107k ends.`
fn compared(account: &Account) -> Option<String> {
    let compared = account.compared()?;
    let ends = if compared.ends.is_zero() { String::new() } else { format!("; {} ends", prose::money(compared.ends)) };
    let (given, today) = prose::compared(compared.given, compared.today);
    Some(match (compared.scope, compared.change()) {
        (Scope::Whole, None) => format!("Nothing is spent on it today{ends}."),
        (Scope::Whole, Some(change)) if change.is_zero() => format!("That is the {today} spent today{ends}."),
        (Scope::Whole, Some(change)) => match prose::times(change) {
            Some(times) => format!("That is {times} the {today} spent today{ends}."),
            None => {
                let word = if change.is_negative() { "less" } else { "more" };
                format!("That is {} {word} than the {today} spent today{ends}.", prose::percent(change))
            }
        },
        // Nought that follows nought says nothing.
        (Scope::Stated(..), _) if compared.given.is_zero() && compared.today.is_zero() => return None,
        (Scope::Stated(stated, of), change) => {
            let change = change.map_or_else(String::new, |change| format!(" ({})", prose::change(change)));
            let packages = if of == 1 { "package" } else { "packages" };
            format!(
                "Where present spend is stated ({stated} of {of} {packages}), {given} follows {today}{change}{ends}."
            )
        }
    })
}

/// What became of the targets: `5 of 11 targets are missed.`
fn targets(plan: &CheckedPlan, evaluation: &Evaluation) -> Option<Note> {
    let views: Vec<(&str, View<'_>)> = plan
        .plan()
        .kpis
        .ids()
        .filter_map(|id| Some((display(plan, id), View::of(plan, evaluation, id)?)))
        .filter(|(_, view)| view.terms.target.is_some())
        .collect();
    let judged = |wanted: Met| views.iter().filter(move |(_, view)| view.met() == Some(wanted));
    let (all, missed, unjudged) = (views.len(), judged(Met::No).count(), judged(Met::NotJudged).count());
    if all == 0 {
        return None;
    }
    let first = match (all, missed, unjudged) {
        (1, 0, 0) => "The target is reached".to_owned(),
        (_, 0, 0) => format!("All {} targets are reached", grouped(all)),
        (1, 1, _) => only_miss(&views)?,
        (_, missed, _) if missed == all => {
            format!("None of the {} targets is reached{}", grouped(all), moving_away(&views))
        }
        (_, 0, unjudged) => format!("{} of {} targets are reached", grouped(all - unjudged), grouped(all)),
        (_, 1, _) => format!("1 of {} targets is missed{}", grouped(all), moving_away(&views)),
        (_, missed, _) => format!("{} of {} targets are missed{}", grouped(missed), grouped(all), moving_away(&views)),
    };
    let unjudged = match unjudged {
        0 => String::new(),
        1 => "; 1 is n/a".to_owned(),
        several => format!("; {} are n/a", grouped(several)),
    };
    let more = at_risk(evaluation, &views, plan);
    let mark = if missed > 0 { Some(Mark::Bad) } else { Some(Mark::Good).filter(|_| unjudged.is_empty()) };
    Some(Note::marked_as(mark, format!("{first}{unjudged}.{more}")))
}

/// `The target is missed: “Satisfaction” ends at 75%, not 78%`
fn only_miss(views: &[(&str, View<'_>)]) -> Option<String> {
    let (title, view) = views.first()?;
    let (reached, target) = (view.funded?, view.terms.target?.value);
    let (reached, target) = super::kpis::apart(view, reached, target);
    Some(format!("The target is missed: {} ends at {reached}, not {target}", quoted(title)))
}

/// `; “Monthly customer retention” moves away`
fn moving_away(views: &[(&str, View<'_>)]) -> String {
    let is_away = |view: &View<'_>| {
        let share = view.funded.and_then(|value| share_of_way(view.terms, value));
        share.is_some_and(Number::is_negative) && view.met() == Some(Met::No)
    };
    let away: Vec<&str> = views.iter().filter(|(_, view)| is_away(view)).map(|(title, _)| *title).collect();
    match away.len() {
        0 => String::new(),
        1 => format!("; {} moves away", listed(&away)),
        _ => format!("; {} move away", listed(&away)),
    }
}

/// ` 2 more are missed at the confidence of their evidence.`
fn at_risk(evaluation: &Evaluation, views: &[(&str, View<'_>)], plan: &CheckedPlan) -> String {
    let Some(outcome) = &evaluation.projection.risk_adjusted else { return String::new() };
    let ids = plan.plan().kpis.ids();
    let with_target = ids.filter(|id| plan.kpis.get(id.index()).is_some_and(|terms| terms.target.is_some()));
    let missed_then = |(id, (_, view)): &(Id<crate::model::Kpi>, &(&str, View<'_>))| {
        let target = view.terms.target.map(|target| target.value);
        let value = outcome.kpi_at(*id, view.month);
        let misses = target.zip(value).is_some_and(|(target, value)| !view.terms.meets(target, value));
        view.met() == Some(Met::Yes) && misses
    };
    match with_target.zip(views).filter(missed_then).count() {
        0 => String::new(),
        1 => " 1 more is missed at the confidence of its evidence.".to_owned(),
        more => format!(" {} more are missed at the confidence of their evidence.", grouped(more)),
    }
}

/// `All 7 requirements hold.`
fn requirements(plan: &CheckedPlan, evaluation: &Evaluation) -> Option<Note> {
    let all = evaluation.requires.len();
    let broken: Vec<&str> = evaluation
        .requires
        .iter()
        .filter(|outcome| outcome.verdict.is_broken())
        .map(|outcome| display(plan, outcome.id))
        .collect();
    let held = evaluation.requires.iter().filter(|outcome| outcome.verdict == Verdict::Holds).count();
    Some(match (all, broken.as_slice()) {
        (0, _) => return None,
        (1, []) if held == 1 => Note::plain("The requirement holds."),
        (all, []) if held == all => Note::plain(format!("All {} requirements hold.", grouped(all))),
        (all, []) => {
            Note::plain(format!("{} of {} requirements hold, the others are n/a.", grouped(held), grouped(all)))
        }
        (_, [one]) => Note::marked(Mark::Bad, format!("{} does not hold.", quoted(one))),
        (_, several) => Note::marked(Mark::Bad, format!("{} do not hold.", listed(several))),
    })
}

/// `25.2k more in the second quarter would fund “A”, but “B” no longer.`
fn rise(plan: &CheckedPlan, next: &NextLevel) -> String {
    let named =
        |levels: &[Id<Level>]| listed(&levels.iter().map(|level| level_title(plan, *level)).collect::<Vec<&str>>());
    let mut sentence = format!("{} would fund {}", rise_words(plan, next), quoted(level_title(plan, next.level)));
    if !next.also.is_empty() {
        sentence.push_str(&format!(", and with it {}", named(&next.also)));
    }
    if !next.drops.is_empty() {
        sentence.push_str(&format!(", but {} no longer", named(&next.drops)));
    }
    sentence + "."
}

/// `25.2k more in the second quarter`, `30k more (20k in January 2027, 10k in June 2027)`
fn rise_words(plan: &CheckedPlan, next: &NextLevel) -> String {
    let periods = plan.funding.as_ref().map_or(&[][..], |terms| &terms.periods);
    let rises: Vec<(&BudgetPeriod, Money)> =
        periods.iter().zip(next.by_period.iter().copied()).filter(|(_, rise)| !rise.is_zero()).collect();
    match rises.as_slice() {
        _ if periods.len() < 2 => format!("{} more", prose::at_least(next.rise)),
        [(period, rise)] => format!("{} more in {}", prose::at_least(*rise), period_words(plan, period)),
        rises => {
            let (all, told) = prose::all_at_least(&rises.iter().map(|(_, rise)| *rise).collect::<Vec<Money>>());
            let parts =
                rises.iter().zip(told).map(|((period, _), rise)| format!("{rise} in {}", period_words(plan, period)));
            format!("{all} more ({})", parts.collect::<Vec<String>>().join(", "))
        }
    }
}

/// A budget period in words: `the second quarter`, of several years `the second quarter of FY2027`; else its months.
pub(super) fn period_words(plan: &CheckedPlan, period: &BudgetPeriod) -> String {
    let parts = [
        ("-Q1", "the first quarter"),
        ("-Q2", "the second quarter"),
        ("-Q3", "the third quarter"),
        ("-Q4", "the fourth quarter"),
        ("-H1", "the first half-year"),
        ("-H2", "the second half-year"),
    ];
    for (ending, words) in parts {
        if let Some(year) = period.name.strip_suffix(ending) {
            let periods = plan.funding.as_ref().map_or(&[][..], |terms| &terms.periods);
            let is_only = periods.iter().filter(|other| other.name.ends_with(ending)).count() == 1;
            return if is_only { words.to_owned() } else { format!("{words} of {year}") };
        }
    }
    if period.first == period.last {
        return month_words(plan, period.first);
    }
    format!("{} – {}", month_words(plan, period.first), month_words(plan, period.last))
}

/// A level's title; of a package with one level, the package's.
pub(super) fn level_title(plan: &CheckedPlan, level: Id<Level>) -> &str {
    let package = plan.levels.get(level.index()).map(|terms| terms.package);
    let terms = package.and_then(|package| plan.packages.get(package.index()));
    match (package, terms) {
        (Some(package), Some(terms)) if terms.levels.as_slice() == [level] => display(plan, package),
        _ => display(plan, level),
    }
}

fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// At most two, then how many more.
fn listed(titles: &[&str]) -> String {
    match titles {
        [] => String::new(),
        [one] => quoted(one),
        [one, other] => format!("{} and {}", quoted(one), quoted(other)),
        [one, other, more @ ..] => format!("{}, {} and {} more", quoted(one), quoted(other), grouped(more.len())),
    }
}
