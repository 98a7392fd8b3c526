//! What history says against a change: takes paired packages, gives those whose justification did not follow their cost, was
//! copied, or that promise again what was not observed.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::pair::Pairs;
use super::record::{Record, package_of};
use crate::diagnostic::{Code, Severity};
use crate::model::Kind;
use crate::model::facts::{Fact, Topic, Value};
use crate::model::kpi::Better;
use crate::outcome::{KpiFigures, LevelFigures};
use crate::quantity::{Date, Money, Number};
use crate::source::Span;

/// Something about a package that deserves a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryFinding {
    /// The code, for `zbb explain`.
    pub code: Code,
    /// How grave it is, as the later plan has it.
    pub severity: Severity,
    /// The package.
    pub package: String,
    /// Where the later plan says it: the justification that was taken over, the effect that is promised again.
    pub span: Span,
    /// Where the later plan says otherwise what calls for it: the cost lines that moved.
    pub beside: Vec<Span>,
    /// What it is, with its figures.
    pub what: Second,
}

/// What deserves a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Second {
    /// Its cost moved, as its lines say, and its justification reads as before.
    CostMoved {
        /// What all its levels cost.
        before: Money,
        /// What they cost now.
        after: Money,
    },
    /// Its justification is that of another package of the earlier plan.
    CopiedFrom(String),
    /// Its justification is that of the plan for the months before.
    CopiedFromYear(String),
    /// It promises an effect again that was not observed.
    PromisedAgain {
        /// The level of the earlier plan.
        level: String,
        /// The KPI.
        kpi: String,
        /// The month observed.
        month: String,
        /// What the earlier plan came to in that month.
        promised: Number,
        /// What it would have been with nothing funded.
        unfunded: Number,
        /// What was observed.
        observed: Number,
    },
}

/// What history says against a change, by package and code.
pub(super) fn findings(pairs: &Pairs<'_>, before: &Record, after: &Record, today: Option<Date>) -> Vec<HistoryFinding> {
    let grades = Grades::new(after, today);
    let packages = pairs.after.iter().filter(|(topic, _)| topic.kind == Kind::Package);
    // Most packages keep their words: those of the others are asked for only where one does not.
    let justified = LazyCell::new(|| -> FxHashMap<String, &str> {
        let packages = before.of_kind(Kind::Package);
        packages
            .filter_map(|package| Some((words(package)?, pairs.renames.now(Kind::Package, package.name()))))
            .collect()
    });
    let years = other_year(before, after);
    let costs = Costs::new(pairs, before, after);
    let unmet = Unmet::new(pairs, before, after);
    let mut findings = Vec::new();
    for (now, was) in packages {
        let justified_at = now.fact("justification").map_or(now.span, |justification| justification.span);
        let mut add = |code: Code, span, beside: &[Span], what| {
            if let Some(severity) = grades.of(code, now.name()) {
                let (package, beside) = (now.name().to_owned(), beside.to_vec());
                findings.push(HistoryFinding { code, severity, package, span, beside, what });
            }
        };
        let is_kept = was.is_some_and(|was| same_words(was, now));
        match &years {
            Some(year) if is_kept => {
                add(Code::JustificationReused, justified_at, &[], Second::CopiedFromYear(year.clone()));
            }
            None if is_kept => {
                let (said_otherwise, (before, after)) = (costs.said_otherwise(now.name()), costs.of(now.name()));
                if !said_otherwise.is_empty() && before != after {
                    add(Code::CostMoved, justified_at, said_otherwise, Second::CostMoved { before, after });
                }
            }
            _ => {}
        }
        let others = || words(now).and_then(|words| justified.get(&words).copied());
        if !is_kept && let Some(other) = others().filter(|other| *other != now.name()) {
            add(Code::JustificationReused, justified_at, &[], Second::CopiedFrom(other.to_owned()));
        }
        unmet.of(now).into_iter().for_each(|(span, what)| add(Code::PromisedAgain, span, &[], what));
    }
    findings
}

/// What the later plan says about findings themselves: `lint` regrades a code, `waive` accepts it of one name for a while.
struct Grades<'r> {
    plan: Option<&'r Topic>,
    waivers: Vec<&'r Topic>,
    today: Option<Date>,
}

impl<'r> Grades<'r> {
    fn new(record: &'r Record, today: Option<Date>) -> Grades<'r> {
        Grades { plan: record.plan(), waivers: record.of_kind(Kind::Waive).collect(), today }
    }

    /// How grave a finding about a package is; nothing where it is silenced or waived.
    fn of(&self, code: Code, package: &str) -> Option<Severity> {
        let level = self.plan.and_then(|plan| plan.fact(&format!("lint {}", code.id())));
        let severity = match level.map(|fact| &fact.value) {
            Some(value) if value.is("off") => return None,
            Some(value) if value.is("error") => Severity::Error,
            Some(_) | None => code.severity(),
        };
        let waivers = self.waivers.iter().filter(|waiver| waiver.name().starts_with(code.id()));
        let mut waived = waivers.flat_map(|waiver| &waiver.facts);
        let is_waived = waived.any(|fact| fact.value.is(package) && self.holds(fact));
        (!is_waived).then_some(severity)
    }

    /// Whether the last day of a waiver is not past.
    fn holds(&self, waiver: &Fact) -> bool {
        let until = match waiver.modifier("until") {
            Some(Value::Formula(day)) => Date::parse(day.as_str()).ok(),
            Some(Value::Nothing | Value::Text(_) | Value::Names(_)) | None => None,
        };
        until.zip(self.today).is_none_or(|(until, today)| today <= until)
    }
}

/// The justification as words alone: case, punctuation and layout do not make it another.
fn words(package: &Topic) -> Option<String> {
    let text = package.text("justification")?.to_lowercase();
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    Some(words.collect::<Vec<&str>>().join(" "))
}

fn same_words(was: &Topic, now: &Topic) -> bool {
    match (was.text("justification"), now.text("justification")) {
        (Some(was), Some(now)) if was == now => true,
        _ => words(was).is_some_and(|before| words(now) == Some(before)),
    }
}

/// The calendar of the earlier plan, if the later one is for other months.
fn other_year(before: &Record, after: &Record) -> Option<String> {
    (before.past.begins != after.past.begins).then(|| before.plan()?.fact("calendar").map(Fact::says)).flatten()
}

/// What the levels of packages cost, before and now.
struct Costs<'r> {
    sums: BTreeMap<&'r str, (Money, Money)>,
    /// By package, where its cost lines read otherwise.
    said_otherwise: FxHashMap<&'r str, Vec<Span>>,
}

impl<'r> Costs<'r> {
    fn new(pairs: &'r Pairs<'_>, before: &'r Record, after: &'r Record) -> Costs<'r> {
        let mut sums: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
        for level in &before.outcome.levels {
            let package = pairs.renames.now(Kind::Package, package_of(&level.name));
            add(&mut sums.entry(package).or_default().0, level);
        }
        for level in &after.outcome.levels {
            add(&mut sums.entry(package_of(&level.name)).or_default().1, level);
        }
        let mut said_otherwise: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
        for (now, was) in &pairs.after {
            if matches!(now.kind, Kind::Level | Kind::Alternative) {
                let moved = costs_moved(pairs, now, *was);
                if !moved.is_empty() {
                    said_otherwise.entry(package_of(now.name())).or_default().extend(moved);
                }
            }
        }
        Costs { sums, said_otherwise }
    }

    fn of(&self, package: &str) -> (Money, Money) {
        self.sums.get(package).copied().unwrap_or_default()
    }

    /// Where the cost lines of the package read otherwise: a wage that rises for all needs no new justification.
    fn said_otherwise(&self, package: &str) -> &[Span] {
        self.said_otherwise.get(package).map_or(&[], Vec::as_slice)
    }
}

/// Where a level says otherwise what it costs: the lines that came or moved, else, where lines only went, the level itself.
fn costs_moved(pairs: &Pairs<'_>, now: &Topic, was: Option<&Topic>) -> Vec<Span> {
    let Some(was) = was else { return vec![now.span] };
    if was.of("cost").eq(now.of("cost")) {
        return Vec::new();
    }
    // With the names of now.
    let said = |level: &Topic| level.of("cost").map(|cost| pairs.renames.fact_now(cost)).collect::<Vec<Fact>>();
    let (before, after) = (said(was), said(now));
    if before == after {
        return Vec::new();
    }
    let before: FxHashSet<Fact> = before.into_iter().collect();
    let moved: Vec<Span> = after.iter().filter(|cost| !before.contains(*cost)).map(|cost| cost.span).collect();
    if moved.is_empty() { vec![now.span] } else { moved }
}

fn add(sum: &mut Money, level: &LevelFigures) {
    *sum = sum.add(level.gross()).unwrap_or(*sum);
}

/// KPIs that were observed to stay nearer to what they would have been with nothing funded than to what was promised, with
/// the funded levels of the earlier plan that promised it.
struct Unmet<'r> {
    /// By package as named now.
    promises: BTreeMap<&'r str, Vec<(&'r LevelFigures, &'r str)>>,
    observed: BTreeMap<&'r str, Observed>,
    /// By package and KPI, the first effect in the later plan.
    effects: FxHashMap<(&'r str, String), Span>,
}

/// A KPI in the last month that was observed.
struct Observed {
    month: String,
    promised: Number,
    unfunded: Number,
    observed: Number,
}

impl<'r> Unmet<'r> {
    fn new(pairs: &'r Pairs<'_>, before: &'r Record, after: &'r Record) -> Unmet<'r> {
        let now = |kpi: &'r str| pairs.renames.now(Kind::Kpi, kpi);
        let observed: BTreeMap<&str, Observed> =
            before.outcome.kpis.iter().filter_map(|kpi| Some((now(&kpi.name), unmet(pairs, kpi, after)?))).collect();
        let mut promises: BTreeMap<&str, Vec<(&LevelFigures, &str)>> = BTreeMap::new();
        if !observed.is_empty() {
            let topics: FxHashMap<&str, &Topic> =
                before.of_kind(Kind::Level).map(|topic| (topic.name(), topic)).collect();
            for level in before.outcome.levels.iter().filter(|level| level.status.is_funded()) {
                let Some(topic) = topics.get(level.name.as_str()) else { continue };
                let package = pairs.renames.now(Kind::Package, package_of(&level.name));
                for kpi in effects(topic).map(|(kpi, _)| now(kpi)).filter(|kpi| observed.contains_key(kpi)) {
                    promises.entry(package).or_default().push((level, kpi));
                }
            }
        }
        let levels = after.topics.iter().filter(|topic| matches!(topic.kind, Kind::Level | Kind::Alternative));
        let mut again = FxHashMap::default();
        for level in levels {
            for (kpi, span) in effects(level) {
                again.entry((package_of(level.name()), kpi.to_owned())).or_insert(span);
            }
        }
        Unmet { promises, observed, effects: again }
    }

    fn of(&self, package: &Topic) -> Vec<(Span, Second)> {
        let promised = self.promises.get(package.name()).map_or(&[][..], Vec::as_slice);
        let second = promised.iter().filter_map(|(level, kpi)| {
            let span = self.effects.get(&(package.name(), (*kpi).to_owned()))?;
            let observed = self.observed.get(kpi)?;
            let what = Second::PromisedAgain {
                level: level.name.clone(),
                kpi: (*kpi).to_owned(),
                month: observed.month.clone(),
                promised: observed.promised,
                unfunded: observed.unfunded,
                observed: observed.observed,
            };
            Some((*span, what))
        });
        second.collect()
    }
}

/// The KPIs a level has an effect on, and where it says so.
fn effects(level: &Topic) -> impl Iterator<Item = (&str, Span)> {
    level.of("effect").filter_map(|effect| Some((effect.about()?, effect.span)))
}

/// The last month of the earlier plan for which the later one has an observation, if less than half of what was promised
/// came about.
fn unmet(pairs: &Pairs<'_>, kpi: &KpiFigures, after: &Record) -> Option<Observed> {
    let name = pairs.renames.now(Kind::Kpi, &kpi.name);
    let is_alike = |other: &&KpiFigures| other.name == name && other.value.measure == kpi.value.measure;
    after.outcome.kpis.iter().find(is_alike)?;
    let observed = after.past.observed.get(name)?;
    let (month, observed) = observed.iter().rfind(|(month, _)| kpi.at(month).is_some())?;
    let value = kpi.at(month)?;
    let (promised, unfunded) = (value.funded?, value.unfunded?);
    let way = promised.subtract(unfunded).ok()?;
    let gone = observed.subtract(unfunded).ok()?;
    let improves = match kpi.better {
        Some(Better::Higher) | None => way.is_positive(),
        Some(Better::Lower) => way.is_negative(),
        Some(Better::Nearer) => !way.is_zero(),
    };
    let half = way.divide(Number::from_integer(2)).ok()?;
    let falls_short = if way.is_positive() { gone < half } else { gone > half };
    (improves && falls_short).then(|| Observed { month: month.clone(), promised, unfunded, observed: *observed })
}
