//! A KPI with figures of draws, at the digits that tell them apart.

use super::super::document::{Cell, Figure, Sign};
use super::super::unit::{digits, measure};
use crate::check::CheckedPlan;
use crate::model::{Id, Kpi};
use crate::quantity::Number;
use crate::risk::{Risk, number};

/// A KPI with figures of draws.
pub(super) struct Scale<'plan> {
    plan: &'plan CheckedPlan,
    kpi: Id<Kpi>,
    digits: u32,
}

impl<'plan> Scale<'plan> {
    pub(super) fn new(plan: &'plan CheckedPlan, kpi: Id<Kpi>, values: &[f64]) -> Scale<'plan> {
        let mut scale = Scale { plan, kpi, digits: 0 };
        let Some(terms) = plan.kpis.get(kpi.index()) else { return scale };
        let shown: Vec<Number> =
            values.iter().filter_map(|value| number(*value)).map(|value| terms.shown.of(value)).collect();
        scale.digits = digits(&measure(plan.plan(), &terms.shown.unit), &shown).min(4);
        scale
    }

    pub(super) fn figure(&self, value: f64) -> Option<Figure> {
        let terms = self.plan.kpis.get(self.kpi.index())?;
        let measure = measure(self.plan.plan(), &terms.shown.unit);
        let value = terms.shown.of(number(value)?);
        Some(Figure { value, measure, digits: self.digits, sign: Sign::Minus, mark: None })
    }

    pub(super) fn cell(&self, value: f64) -> Cell {
        Cell::or_not_available(self.figure(value).map(Cell::Figure))
    }
}

pub(super) fn name(risk: &Risk, estimate: usize) -> Cell {
    Cell::or_empty(risk.estimates.get(estimate).map(|estimate| Cell::path(estimate.path.clone())))
}
