//! What a plan comes to in short, by path, for places with room for one line: takes an evaluated plan, gives the words and
//! figures of its levels, KPIs and money.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::document::{Figure, Mark, in_names};
use super::kpis::{Met, View};
use super::names::{month, path};
use super::number::money;
use super::reason;
use super::render::sparkline::sparkline;
use crate::check::{CheckedPlan, Eligibility};
use crate::diagnostic::human::Characters;
use crate::evaluate::{Evaluation, Row};
use crate::model::{Id, Kpi, Level};
use crate::quantity::{Money, Number};

/// What a plan comes to.
#[derive(Debug, Clone, Default)]
pub struct Brief {
    /// The title of the plan, else its name.
    pub title: String,
    /// The code of its currency.
    pub currency: &'static str,
    /// The money, where the plan says how it is given.
    pub money: Option<MoneyBrief>,
    /// The levels of the ranking, by path.
    pub levels: BTreeMap<SmolStr, LevelBrief>,
    /// The KPIs, by path.
    pub kpis: BTreeMap<SmolStr, KpiBrief>,
}

impl Brief {
    /// The levels of a package and of its alternatives, with their paths, in order of path.
    pub fn levels_of<'b>(&'b self, package: &'b str) -> impl Iterator<Item = (&'b SmolStr, &'b LevelBrief)> {
        let inside = move |path: &str| path.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'));
        self.levels.iter().filter(move |(path, _)| inside(path))
    }
}

/// The money of a plan.
#[derive(Debug, Clone)]
pub struct MoneyBrief {
    /// What there is, with what is kept back.
    pub budget: String,
    /// What the funded levels cost.
    pub funded: String,
    /// What is left of it.
    pub left: String,
    /// The budget, what is funded and what is left, as short as they can be told: `2.35M`, `48k`.
    pub short: [String; 3],
    /// How many levels are funded.
    pub levels_funded: usize,
    /// How many stand in the ranking.
    pub levels: usize,
}

/// A level on the ranking sheet.
#[derive(Debug, Clone)]
pub struct LevelBrief {
    /// Its place in the ranking, from one.
    pub rank: usize,
    /// Whether it is funded.
    pub is_funded: bool,
    /// `funded`, `short`, …
    pub status: &'static str,
    /// ✓, ✗ or ·.
    pub mark: char,
    /// What it costs in the calendar.
    pub cost: String,
    /// The cost of the funded levels down to it.
    pub cumulative: String,
    /// Why, with figures; empty where its rank says it all.
    pub reason: String,
    /// How much money it lacks.
    pub missing: Option<String>,
    /// Its score.
    pub score: String,
}

/// A KPI in the funded plan.
#[derive(Debug, Clone)]
pub struct KpiBrief {
    /// Its value before the calendar.
    pub baseline: Option<String>,
    /// Its value in the month that is looked at: that of its target, else the last.
    pub funded: Option<String>,
    /// The month.
    pub month: String,
    /// What it is to reach.
    pub target: Option<String>,
    /// Whether it does; unknown where it has no value in that month.
    pub is_met: Option<bool>,
    /// Its course, a sign for each month.
    pub course: String,
    /// The levels that move it, in order of path, and whether each is funded.
    pub movers: Vec<(SmolStr, bool)>,
}

/// What an evaluated plan comes to in short.
#[must_use]
pub fn brief(plan: &CheckedPlan, evaluation: &Evaluation) -> Brief {
    let head = plan.plan().plan_heads.values().next().map(|head| &head.head);
    let mut brief = Brief {
        title: head.map_or_else(String::new, |head| head.display().to_owned()),
        currency: plan.currency.code(),
        ..Brief::default()
    };
    if let (Some(funding), Some(terms)) = (&evaluation.funding, &plan.funding) {
        let amount = |amount| money(amount, plan.currency);
        brief.money = Some(MoneyBrief {
            budget: amount(funding.total.budget),
            funded: amount(funding.total.spent),
            left: amount(funding.total.left),
            short: [funding.total.budget, funding.total.spent, funding.total.left].map(short),
            levels_funded: funding.funded.len(),
            levels: funding.sheet.rows.len(),
        });
        let level = |row: &Row| {
            let (mark, status) = reason::status(row);
            let level = LevelBrief {
                rank: row.rank,
                is_funded: reason::is_funded(row),
                status,
                mark: sign(mark),
                cost: amount(row.cost),
                cumulative: amount(row.cumulative),
                reason: in_names(&reason::reason(plan, terms, row)),
                missing: reason::missing(row).map(amount),
                score: Figure::plain(row.score, 2).amount(),
            };
            (SmolStr::new(path(plan, row.level)), level)
        };
        brief.levels = funding.sheet.rows.iter().map(level).collect();
    }
    let mut movers = movers(plan, evaluation);
    for id in plan.plan().kpis.ids() {
        if let Some(view) = View::of(plan, evaluation, id) {
            let shown = |value| view.figure(value).in_full();
            let kpi = KpiBrief {
                baseline: view.terms.baseline.map(shown),
                funded: view.funded.map(shown),
                month: month(plan, view.month),
                target: view.terms.target.map(|target| shown(target.value)),
                is_met: view.met().and_then(|met| match met {
                    Met::Yes => Some(true),
                    Met::No => Some(false),
                    Met::NotJudged => None,
                }),
                course: sparkline(evaluation.projection.funded.kpi(id), Characters::Unicode),
                movers: movers.remove(&id).unwrap_or_default(),
            };
            brief.kpis.insert(SmolStr::new(path(plan, id)), kpi);
        }
    }
    brief
}

/// The levels that state an effect on each KPI.
fn movers(plan: &CheckedPlan, evaluation: &Evaluation) -> BTreeMap<Id<Kpi>, Vec<(SmolStr, bool)>> {
    let funded: BTreeSet<Id<Level>> =
        evaluation.funding.iter().flat_map(|funding| funding.funded.iter().copied()).collect();
    let mut movers: BTreeMap<Id<Kpi>, BTreeSet<(SmolStr, bool)>> = BTreeMap::new();
    for (level, terms) in plan.plan().levels.ids().zip(&plan.levels) {
        if terms.eligibility == Eligibility::Competes {
            for effect in &terms.effects {
                let mover = (SmolStr::new(path(plan, level)), funded.contains(&level));
                movers.entry(effect.kpi).or_default().insert(mover);
            }
        }
    }
    movers.into_iter().map(|(kpi, levels)| (kpi, levels.into_iter().collect())).collect()
}

/// `2.35M`, `48k`, `1.5k`, `950`
fn short(amount: Money) -> String {
    let value = amount.number();
    let scales = [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
    let told = scales.into_iter().find_map(|(scale, letter)| {
        let scaled = value.divide(Number::from_integer(scale)).ok()?;
        let digits = match (letter, scaled.abs() < Number::from_integer(10)) {
            ("k", false) => 0,
            ("k", true) => 1,
            _ => 2,
        };
        let rounded = scaled.round_half_even(digits);
        (rounded.abs() >= Number::ONE).then(|| format!("{rounded}{letter}"))
    });
    told.unwrap_or_else(|| value.round_half_even(0).to_string())
}

fn sign(mark: Mark) -> char {
    match mark {
        Mark::Good => '✓',
        Mark::Bad => '✗',
        Mark::Neutral => '·',
    }
}
