//! How a thing stands: takes the evaluated plan, says in a word whether a level is funded, a moment covered, a target met.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{CheckedPlan, Eligibility};
use crate::evaluate::{Evaluation, Row, Verdict};
use crate::model::idea::IdeaStage;
use crate::model::schema::Truth;
use crate::model::{Alternative, AnyId, Id, Idea, Kind, Kpi, Level, Milestone, Objective, Package, Plan};
use crate::report::document::{Cell, Mark};
use crate::report::kpis::{Met, View};
use crate::report::reason;
use crate::trace::relieved;

/// How the things of a plan stand.
pub(super) struct Standings<'run> {
    plan: &'run Plan,
    figures: Option<(&'run CheckedPlan, &'run Evaluation)>,
    rows: BTreeMap<Id<Level>, &'run Row>,
    relieved: BTreeSet<AnyId>,
}

impl<'run> Standings<'run> {
    pub(super) fn of(plan: &'run Plan, figures: Option<(&'run CheckedPlan, &'run Evaluation)>) -> Standings<'run> {
        let funding = figures.and_then(|(_, evaluation)| evaluation.funding.as_ref());
        let rows = funding.iter().flat_map(|funding| &funding.sheet.rows).map(|row| (row.level, row)).collect();
        let funded = funding.map_or(&[][..], |funding| &funding.funded);
        let relieved = figures.map(|(plan, _)| relieved(plan, funded)).unwrap_or_default();
        Standings { plan, figures, rows, relieved }
    }

    /// The word; nothing for what neither stands nor falls.
    pub(super) fn of_thing(&self, id: AnyId) -> Cell {
        Cell::or_empty(match id.kind {
            Kind::Idea => id.cast().map(|idea| self.idea(idea)),
            Kind::Milestone => id.cast().map(|milestone| self.milestone(milestone)),
            _ => self.evaluated(id),
        })
    }

    fn evaluated(&self, id: AnyId) -> Option<Cell> {
        let (plan, evaluation) = self.figures?;
        match id.kind {
            Kind::Level => self.level(plan, id.cast()?),
            Kind::Package => Some(self.package(plan, id.cast()?)),
            Kind::Alternative => self.alternative(plan, id.cast()?),
            Kind::Moment => {
                Some(is_so(evaluation.moments.get(id.index as usize)?.is_covered(), "covered", "uncovered"))
            }
            Kind::Pain | Kind::Need => Some(is_so(self.relieved.contains(&id), "relieved", "not relieved")),
            Kind::Touchpoint => {
                Some(is_so(evaluation.serving.of_touchpoint(id.cast()?).next().is_some(), "served", "not served"))
            }
            Kind::Kpi => kpi(plan, evaluation, id.cast()?),
            Kind::Objective => self.objective(plan, evaluation, id.cast()?),
            Kind::Require => {
                Some(verdict(evaluation.requires.iter().find(|outcome| AnyId::from(outcome.id) == id)?.verdict))
            }
            _ => None,
        }
    }

    fn level(&self, plan: &CheckedPlan, level: Id<Level>) -> Option<Cell> {
        if plan.levels.get(level.index())?.eligibility == Eligibility::Rejected {
            return Some(Cell::Status(Mark::Neutral, "rejected".to_owned()));
        }
        let (mark, word) = self.rows.get(&level).map(|row| reason::status(row))?;
        Some(Cell::Status(mark, word.to_owned()))
    }

    /// How many levels are funded of the way that is taken, else of its own.
    fn package(&self, plan: &CheckedPlan, package: Id<Package>) -> Cell {
        let Some(terms) = plan.packages.get(package.index()) else { return Cell::Empty };
        let taken = terms.ways.iter().find(|way| way.iter().any(|level| self.is_funded(*level)));
        self.part(taken.unwrap_or(&terms.levels))
    }

    fn alternative(&self, plan: &CheckedPlan, alternative: Id<Alternative>) -> Option<Cell> {
        let levels = &plan.plan().alternatives.find(alternative)?.level.0;
        let is_rejected = |level: &Id<Level>| {
            plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Rejected)
        };
        if levels.iter().any(is_rejected) {
            return Some(Cell::Status(Mark::Neutral, "rejected".to_owned()));
        }
        Some(self.part(levels))
    }

    /// `2 of 3`
    fn part(&self, levels: &[Id<Level>]) -> Cell {
        let funded = levels.iter().filter(|level| self.is_funded(**level)).count();
        let mark = match funded {
            0 => Mark::Bad,
            all if all == levels.len() => Mark::Good,
            _ => Mark::Neutral,
        };
        Cell::Status(mark, format!("{funded} of {}", levels.len()))
    }

    fn is_funded(&self, level: Id<Level>) -> bool {
        self.rows.get(&level).is_some_and(|row| reason::is_funded(row))
    }

    /// How many of the targets that measure it are met.
    fn objective(&self, plan: &CheckedPlan, evaluation: &Evaluation, objective: Id<Objective>) -> Option<Cell> {
        let measures = plan.plan().objectives[objective].measures.get()?;
        let views = measures.0.iter().filter_map(|kpi| View::of(plan, evaluation, kpi.value)?.met());
        let met: Vec<Met> = views.collect();
        let reached = met.iter().filter(|met| **met == Met::Yes).count();
        let mark = if reached == met.len() { Mark::Good } else { Mark::Neutral };
        (!met.is_empty()).then(|| Cell::Status(mark, format!("{reached} of {} met", met.len())))
    }

    fn idea(&self, idea: Id<Idea>) -> Cell {
        let stage = self.plan.ideas[idea].status.get().map(|status| status.stage.value);
        let mark = if stage == Some(IdeaStage::Promoted) { Mark::Good } else { Mark::Neutral };
        Cell::or_empty(stage.map(|stage| Cell::Status(mark, stage.word().to_owned())))
    }

    fn milestone(&self, milestone: Id<Milestone>) -> Cell {
        let is_done = self.plan.milestones[milestone].done == Some(Truth::Yes);
        if is_done {
            Cell::Status(Mark::Good, "done".to_owned())
        } else {
            Cell::Status(Mark::Neutral, "to do".to_owned())
        }
    }
}

fn is_so(is_so: bool, good: &str, bad: &str) -> Cell {
    if is_so { Cell::Status(Mark::Good, good.to_owned()) } else { Cell::Status(Mark::Bad, bad.to_owned()) }
}

fn kpi(plan: &CheckedPlan, evaluation: &Evaluation, kpi: Id<Kpi>) -> Option<Cell> {
    Some(match View::of(plan, evaluation, kpi)?.met()? {
        Met::Yes => Cell::Status(Mark::Good, "met".to_owned()),
        Met::No => Cell::Status(Mark::Bad, "missed".to_owned()),
        Met::NotJudged => Cell::Status(Mark::Neutral, "n/a".to_owned()),
    })
}

fn verdict(verdict: Verdict) -> Cell {
    match verdict {
        Verdict::NothingSpent => Cell::Status(Mark::Neutral, "n/a".to_owned()),
        verdict if verdict.is_broken() => Cell::Status(Mark::Bad, "fails".to_owned()),
        _ => Cell::Status(Mark::Good, "holds".to_owned()),
    }
}
