//! Money on links: takes the evaluated plan, gives what of the cost of levels runs along each link.

use std::collections::BTreeMap;

use super::links::Link;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, LevelMoney, MoneyLine};
use crate::model::{AnyId, Id, Kind, Kpi, Level, Moment, Package, Stage, Touchpoint};
use crate::quantity::Money;

/// What the links of an evaluated plan carry.
pub struct Weights<'run> {
    plan: &'run CheckedPlan,
    evaluation: &'run Evaluation,
    /// What the funded levels of each package cost.
    packages: BTreeMap<Id<Package>, Money>,
    /// What the funded levels that move each KPI cost.
    kpis: BTreeMap<Id<Kpi>, Money>,
    /// What is spent on the touchpoints of each stage.
    stages: BTreeMap<Id<Stage>, Money>,
    /// What each funded level spends on each moment.
    moments: BTreeMap<(Id<Level>, Id<Moment>), Money>,
}

impl<'run> Weights<'run> {
    /// The weights of an evaluated plan.
    #[must_use]
    pub fn of(plan: &'run CheckedPlan, evaluation: &'run Evaluation) -> Weights<'run> {
        let mut weights = Weights {
            plan,
            evaluation,
            packages: BTreeMap::new(),
            kpis: BTreeMap::new(),
            stages: BTreeMap::new(),
            moments: BTreeMap::new(),
        };
        for level in evaluation.funding.iter().flat_map(|funding| &funding.funded) {
            weights.add_level(*level);
        }
        for id in plan.plan().touchpoints.ids() {
            let stage = plan.plan().touchpoints[id].parent.and_then(AnyId::cast::<Stage>);
            if let (Some(stage), Some(spend)) = (stage, evaluation.serving.spend(id)) {
                add(weights.stages.entry(stage).or_default(), spend);
            }
        }
        for covered in &evaluation.moments {
            for (level, part) in &covered.parts {
                add(weights.moments.entry((*level, covered.moment)).or_default(), *part);
            }
        }
        weights
    }

    /// What runs along a link; nothing where money is not what it is about.
    #[must_use]
    pub fn on(&self, link: &Link) -> Option<Money> {
        let Link { from, to, .. } = *link;
        match (from.kind, to.kind) {
            (Kind::Package | Kind::Alternative, Kind::Level) | (Kind::Level, Kind::Kpi | Kind::Pain | Kind::Need) => {
                self.gross(if to.kind == Kind::Level { to } else { from })
            }
            (Kind::Level, Kind::Moment) => self.moments.get(&(from.cast()?, to.cast()?)).copied(),
            (Kind::Package, Kind::Touchpoint) => self.served(from.cast()?, to.cast()?),
            (Kind::Package, Kind::Objective | Kind::Pain | Kind::Need) => self.package(from.cast()?),
            (Kind::Idea | Kind::Department | Kind::Practice | Kind::Role, Kind::Package) => self.package(to.cast()?),
            (Kind::Moment, Kind::Touchpoint) => self.moment(from.cast()?),
            (Kind::Touchpoint, Kind::Stage) => self.evaluation.serving.spend(from.cast()?),
            (Kind::Stage, Kind::Journey) => self.stages.get(&from.cast()?).copied(),
            (Kind::Kpi, Kind::Objective | Kind::Criterion) => self.kpis.get(&from.cast()?).copied(),
            (Kind::Category, Kind::Level) => self.lines(to, |line| line.category.map(AnyId::from) == Some(from)),
            (Kind::Channel, Kind::Level) => self.lines(to, |line| line.channel.map(AnyId::from) == Some(from)),
            _ => None,
        }
    }

    /// What the funded levels of a package cost; nothing where none is funded.
    #[must_use]
    pub fn package(&self, package: Id<Package>) -> Option<Money> {
        self.packages.get(&package).copied()
    }

    fn add_level(&mut self, level: Id<Level>) {
        let (Some(terms), Some(gross)) = (self.plan.levels.get(level.index()), self.gross(level.into())) else {
            return;
        };
        add(self.packages.entry(terms.package).or_default(), gross);
        let mut kpis: Vec<Id<Kpi>> = terms.effects.iter().map(|effect| effect.kpi).collect();
        kpis.sort_unstable();
        kpis.dedup();
        for kpi in kpis {
            add(self.kpis.entry(kpi).or_default(), gross);
        }
    }

    fn money(&self, level: AnyId) -> Option<&LevelMoney> {
        self.evaluation.money.get(level.cast::<Level>()?.index())
    }

    fn gross(&self, level: AnyId) -> Option<Money> {
        self.money(level).map(|money| money.gross)
    }

    fn served(&self, package: Id<Package>, touchpoint: Id<Touchpoint>) -> Option<Money> {
        let mut serving = self.evaluation.serving.of_touchpoint(touchpoint);
        serving.find(|(by, _)| *by == package).map(|(_, part)| part)
    }

    fn moment(&self, moment: Id<Moment>) -> Option<Money> {
        let covered = self.evaluation.moments.get(moment.index())?;
        covered.is_covered().then_some(covered.spend)
    }

    fn lines(&self, level: AnyId, is_meant: impl Fn(&MoneyLine) -> bool) -> Option<Money> {
        let lines = self.money(level)?.costs.iter().filter(|line| is_meant(line));
        Money::sum(lines.map(|line| line.total)).ok().filter(|sum| !sum.is_zero())
    }
}

/// All funded costs together hold in the budget, which is a number; so do some of them.
fn add(sum: &mut Money, amount: Money) {
    *sum = sum.add(amount).unwrap_or(*sum);
}
