//! The pictures of `zbb graph`: takes an evaluated plan with its links, gives boxes, lines, journeys and days.

mod departments;
mod ideas;
mod journey;
mod kpis;
mod packages;
mod roadmap;

pub(super) use journey::journeys;

use super::document::{Figure, Mark};
use super::picture::{Picture, Standing};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Package};
use crate::quantity::{Money, Month};
use crate::trace::{Links, Weights};

/// What a picture can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Journeys, stage by stage.
    Journey,
    /// Ideas, as a mind map.
    Ideas,
    /// Milestones, on a row of months.
    Roadmap,
    /// KPIs with what they are computed from and what they measure.
    Kpis,
    /// Levels with what they need and rule out.
    Packages,
    /// Departments with their packages.
    Departments,
}

/// What pictures are made of.
#[derive(Clone, Copy)]
pub struct Drawn<'run> {
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// What it comes to.
    pub evaluation: &'run Evaluation,
    /// What hangs on what.
    pub links: &'run Links,
    /// The month that the roadmap is looked back from; without one nothing is late.
    pub as_of: Option<Month>,
}

/// A picture; nothing where the plan has nothing of that sort.
#[must_use]
pub fn picture(drawn: Drawn<'_>, subject: Subject) -> Option<Picture> {
    let (what, scene) = match subject {
        Subject::Journey => ("the journey", journey::scene(drawn)),
        Subject::Ideas => ("ideas", ideas::scene(drawn)),
        Subject::Roadmap => ("the roadmap", roadmap::scene(drawn)),
        Subject::Kpis => ("KPIs", kpis::scene(drawn)),
        Subject::Packages => ("levels and what they need", packages::scene(drawn)),
        Subject::Departments => ("departments", departments::scene(drawn)),
    };
    let title = format!("{}: {what}", super::plan::title(drawn.plan));
    let picture = Picture { title, scene };
    (!picture.is_empty()).then_some(picture)
}

/// `135,333.33 USD`
fn money(plan: &CheckedPlan, amount: Money) -> String {
    Figure::money(amount, plan.currency).in_full()
}

/// How a package stands: what its funded levels cost, and whether it counts.
fn package(drawn: Drawn<'_>, weights: &Weights<'_>, package: Id<Package>) -> (Option<Mark>, Standing, String) {
    match weights.package(package) {
        Some(cost) => (Some(Mark::Good), Standing::Solid, money(drawn.plan, cost)),
        None => (None, Standing::Broken, "not funded".to_owned()),
    }
}
