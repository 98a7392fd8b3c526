//! Which way a link pulls: takes the kinds of who names and who is named, says which of them hangs on the other.

use crate::model::Kind;

/// Which way a link pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pull {
    /// What is named hangs on who names it: a KPI on the level whose effect names it.
    Forward,
    /// Who names hangs on what it names: an objective on the KPI it is measured by.
    Backward,
    /// It frames and does not carry: owners, departments, categories, channels. Followed only from the thing itself, as
    /// everything hangs on some department.
    Frame,
    /// It is told, and not followed: what orders, sets, bounds or waives.
    Beside,
}

/// Which way a name pulls, by the kinds of who names and who is named.
pub(super) fn of_name(holder: Kind, named: Kind) -> Pull {
    match (holder, named) {
        (
            Kind::Plan
            | Kind::Waive
            | Kind::Ranking
            | Kind::Funding
            | Kind::Risk
            | Kind::Scenario
            | Kind::Tolerance
            | Kind::Variance
            | Kind::Transfer
            | Kind::Authority
            | Kind::Carry
            | Kind::Control
            | Kind::Actuals,
            _,
        ) if named != Kind::Role => Pull::Beside,
        // How people rate a level says nothing about what it stands on.
        (Kind::Level | Kind::Alternative, Kind::Criterion) => Pull::Beside,
        (_, Kind::Role | Kind::Department | Kind::Category | Kind::Channel | Kind::Unit | Kind::Exchange) => {
            Pull::Frame
        }
        (Kind::Level | Kind::Alternative, Kind::Driver) => Pull::Frame,
        (Kind::Idea, Kind::Workshop | Kind::Idea) => Pull::Backward,
        (Kind::Idea, _)
        | (Kind::Package | Kind::Level | Kind::Alternative, Kind::Touchpoint | Kind::Objective)
        | (Kind::Package | Kind::Level | Kind::Alternative, Kind::Pain | Kind::Need | Kind::Kpi)
        | (Kind::Practice, Kind::Package)
        | (Kind::Benchmark | Kind::Observe, _)
        | (Kind::Objective, Kind::Objective) => Pull::Forward,
        _ => Pull::Backward,
    }
}

/// Which way what stands inside pulls at what it stands in.
pub(super) fn of_nesting(outer: Kind, inner: Kind) -> Pull {
    match (outer, inner) {
        (Kind::Touchpoint | Kind::Stage | Kind::Journey, _) => Pull::Backward,
        _ => Pull::Forward,
    }
}
