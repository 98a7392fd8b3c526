//! Who reads whom: takes formulas and flows, gives what a change to a KPI, stage or cost can reach.

use std::collections::BTreeMap;

use super::costs::costs_of;
use crate::check::program::{Program, Step};
use crate::check::{CheckedPlan, Computed};
use crate::model::{AnyId, Id, Stage};

/// The readers of each KPI, stage and cost, over all months, and the stages that return into each stage.
#[derive(Debug)]
pub(super) struct Graph<'plan> {
    /// KPIs, then stages; each with the places of those that read it.
    readers: Vec<Vec<usize>>,
    cost_readers: BTreeMap<AnyId, Vec<usize>>,
    /// For each stage: the share that returns, and from where.
    returns: Vec<Vec<(&'plan Program, Id<Stage>)>>,
    /// For each place, where it stands in the plan's order.
    order: Vec<usize>,
    kpis: usize,
}

/// Some of what is computed.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    reached: Vec<bool>,
    places: Vec<usize>,
}

/// From which month on each KPI and stage follows from a mistake; beyond all where it does not.
#[derive(Debug)]
pub(super) struct Taint(Vec<usize>);

impl<'plan> Graph<'plan> {
    /// The graph of a plan.
    pub(super) fn new(plan: &'plan CheckedPlan) -> Graph<'plan> {
        let count = plan.kpis.len() + plan.stages.len();
        let mut graph = Graph {
            readers: vec![Vec::new(); count],
            cost_readers: BTreeMap::new(),
            returns: vec![Vec::new(); plan.stages.len()],
            order: vec![usize::MAX; count],
            kpis: plan.kpis.len(),
        };
        for (rank, computed) in plan.order.iter().enumerate() {
            let place = graph.place(*computed);
            if let Some(cell) = graph.order.get_mut(place) {
                *cell = rank;
            }
        }
        for (index, kpi) in plan.kpis.iter().enumerate() {
            graph.add_program(kpi.formula.as_ref(), index);
        }
        for index in 0..plan.stages.len() {
            graph.add_stage(plan, Id::new(index));
        }
        graph
    }

    /// What returns into a stage: of each of these stages, a share of what left a month earlier.
    pub(super) fn returns_into(&self, stage: Id<Stage>) -> &[(&'plan Program, Id<Stage>)] {
        self.returns.get(stage.index()).map_or(&[], Vec::as_slice)
    }

    /// Nothing reached yet.
    pub(super) fn reach(&self) -> Reach {
        Reach { reached: vec![false; self.readers.len()], places: Vec::new() }
    }

    /// Adds a KPI or stage and all that hangs on it.
    pub(super) fn spread(&self, reach: &mut Reach, from: Computed) {
        self.spread_places(reach, &[self.place(from)]);
    }

    /// Adds all that hangs on a cost.
    pub(super) fn spread_cost(&self, reach: &mut Reach, about: AnyId) {
        self.spread_places(reach, self.cost_readers.get(&about).map_or(&[], Vec::as_slice));
    }

    /// What is reached, in the plan's order.
    pub(super) fn in_order(&self, plan: &CheckedPlan, reach: &Reach) -> Vec<Computed> {
        let mut ranks: Vec<usize> = reach.places.iter().filter_map(|place| self.order.get(*place).copied()).collect();
        ranks.sort_unstable();
        ranks.iter().filter_map(|rank| plan.order.get(*rank).copied()).collect()
    }

    /// No mistake anywhere yet.
    pub(super) fn untainted(&self) -> Taint {
        Taint(vec![usize::MAX; self.readers.len()])
    }

    /// Notes a mistake from a month on, with all that follows from it; whether it follows from none that is noted.
    pub(super) fn taint(&self, taint: &mut Taint, from: Computed, month: usize) -> bool {
        let mut waiting = vec![self.place(from)];
        let mut is_first = false;
        while let Some(place) = waiting.pop() {
            let Some(since) = taint.0.get_mut(place).filter(|since| **since > month) else { continue };
            *since = month;
            is_first = true;
            waiting.extend(self.readers.get(place).into_iter().flatten());
        }
        is_first
    }

    /// Where a KPI or stage stands in the plan's order.
    pub(super) fn rank(&self, computed: Computed) -> usize {
        self.order.get(self.place(computed)).copied().unwrap_or(usize::MAX)
    }

    fn spread_places(&self, reach: &mut Reach, from: &[usize]) {
        let mut waiting = from.to_vec();
        while let Some(place) = waiting.pop() {
            let Some(reached) = reach.reached.get_mut(place) else { continue };
            if !std::mem::replace(reached, true) {
                reach.places.push(place);
                waiting.extend(self.readers.get(place).into_iter().flatten());
            }
        }
    }

    fn add_stage(&mut self, plan: &'plan CheckedPlan, stage: Id<Stage>) {
        let Some(terms) = plan.stages.get(stage.index()) else { return };
        let place = self.place(Computed::Stage(stage));
        match terms.before {
            Some(before) => self.add_reader(Computed::Stage(before), place),
            None => {
                let journey = plan.journeys.get(terms.journey.index());
                self.add_program(journey.and_then(|journey| journey.entering.as_ref()), place);
            }
        }
        self.add_program(terms.converts.as_ref(), place);
        for (share, into) in &terms.returns {
            let into_place = self.place(Computed::Stage(*into));
            self.add_reader(Computed::Stage(stage), into_place);
            self.add_program(Some(share), into_place);
            if let Some(returns) = self.returns.get_mut(into.index()) {
                returns.push((share, stage));
            }
        }
    }

    fn add_program(&mut self, program: Option<&Program>, reader: usize) {
        let Some(program) = program else { return };
        for (step, _) in program.steps() {
            if let Some(read) = read_by(*step) {
                self.add_reader(read, reader);
            }
        }
        for about in costs_of(program) {
            self.cost_readers.entry(about).or_default().push(reader);
        }
    }

    fn add_reader(&mut self, read: Computed, reader: usize) {
        let place = self.place(read);
        if let Some(readers) = self.readers.get_mut(place)
            && readers.last() != Some(&reader)
        {
            readers.push(reader);
        }
    }

    fn place(&self, computed: Computed) -> usize {
        match computed {
            Computed::Kpi(kpi) => kpi.index(),
            Computed::Stage(stage) => self.kpis + stage.index(),
        }
    }
}

fn read_by(step: Step) -> Option<Computed> {
    match step {
        Step::Kpi(kpi) | Step::KpiLag(kpi, _) | Step::KpiAt(kpi, _) | Step::Previous(kpi, _) => {
            Some(Computed::Kpi(kpi))
        }
        Step::Entering(stage, _) | Step::Leaving(stage, _) | Step::EnteringAt(stage, _) | Step::LeavingAt(stage, _) => {
            Some(Computed::Stage(stage))
        }
        _ => None,
    }
}
