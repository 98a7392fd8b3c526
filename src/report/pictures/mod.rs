//! The pictures of `zbb graph`: takes an evaluated plan with its links, gives boxes, lines, journeys and days.

mod departments;
mod ideas;
mod journey;
mod kpis;
mod packages;
mod roadmap;
mod view;

pub(super) use journey::journeys;
pub use view::Drawn;

use super::picture::Picture;

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
    let title = format!("{}: {what}", super::head::title(drawn.plan));
    let picture = Picture { title, scene };
    (!picture.is_empty()).then_some(picture)
}
