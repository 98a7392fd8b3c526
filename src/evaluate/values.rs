//! The values of a projection while it is computed: KPIs with and without their effects, stage flows, month by month.

use std::borrow::Cow;

use super::costs::CostTable;
use super::projection::{KpiSeries, RangeStanding, StageFlow};
use crate::check::{CheckedPlan, Computed, KpiTerms};
use crate::model::{Id, Kpi, Stage};
use crate::quantity::Number;

/// Figures in rows of months: the first and the second half of each, KPIs before stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values {
    months: usize,
    kpis: usize,
    /// A KPI with its effects; what enters a stage.
    shown: Vec<Option<Number>>,
    /// A KPI before its effects; what leaves a stage.
    inner: Vec<Option<Number>>,
}

impl Values {
    /// Nothing known yet.
    pub(super) fn new(plan: &CheckedPlan) -> Values {
        let months = plan.calendar.len();
        let cells = (plan.kpis.len() + plan.stages.len()) * months;
        Values { months, kpis: plan.kpis.len(), shown: vec![None; cells], inner: vec![None; cells] }
    }

    /// A KPI with its effects.
    pub(super) fn kpi(&self, kpi: Id<Kpi>, month: usize) -> Option<Number> {
        cell(&self.shown, kpi.index() * self.months + month)
    }

    /// A KPI before its own effects.
    pub(super) fn kpi_before_effects(&self, kpi: Id<Kpi>, month: usize) -> Option<Number> {
        cell(&self.inner, kpi.index() * self.months + month)
    }

    /// What enters a stage.
    pub(super) fn entering(&self, stage: Id<Stage>, month: usize) -> Option<Number> {
        cell(&self.shown, (self.kpis + stage.index()) * self.months + month)
    }

    /// What leaves a stage.
    pub(super) fn leaving(&self, stage: Id<Stage>, month: usize) -> Option<Number> {
        cell(&self.inner, (self.kpis + stage.index()) * self.months + month)
    }

    /// Writes the figures of a month: a KPI with and before its effects, what enters and leaves a stage.
    pub(super) fn set(&mut self, computed: Computed, month: usize, shown: Option<Number>, inner: Option<Number>) {
        let place = self.row(computed) * self.months + month;
        if let (Some(shown_cell), Some(inner_cell)) = (self.shown.get_mut(place), self.inner.get_mut(place)) {
            *shown_cell = shown;
            *inner_cell = inner;
        }
    }

    /// Takes over all months of one KPI or stage.
    pub(super) fn copy_row(&mut self, from: &Values, computed: Computed) {
        let start = self.row(computed) * self.months;
        let range = start..start + self.months;
        let pairs = [(&mut self.shown, &from.shown), (&mut self.inner, &from.inner)];
        for (to, from) in pairs {
            if let (Some(to), Some(from)) = (to.get_mut(range.clone()), from.get(range.clone())) {
                to.copy_from_slice(from);
            }
        }
    }

    /// All months of a KPI, with its effects.
    pub(super) fn kpi_row(&self, kpi: Id<Kpi>) -> &[Option<Number>] {
        let start = kpi.index() * self.months;
        self.shown.get(start..start + self.months).unwrap_or(&[])
    }

    /// All months of a KPI as a report reads them: where it divides costs of which there are none, it is n/a. What other
    /// formulas read of it is not.
    pub(super) fn shown_row(&self, terms: &KpiTerms, kpi: Id<Kpi>, costs: &CostTable) -> Cow<'_, [Option<Number>]> {
        let row = self.kpi_row(kpi);
        if terms.divided_costs.is_empty() {
            return Cow::Borrowed(row);
        }
        let months = row.iter().enumerate();
        Cow::Owned(months.map(|(month, value)| value.filter(|_| !costs.is_nothing_spent(terms, month))).collect())
    }

    /// The KPIs as a report reads them.
    pub(super) fn kpi_series(&self, plan: &CheckedPlan, costs: &CostTable) -> Vec<KpiSeries> {
        let series = plan.kpis.iter().enumerate().map(|(index, terms)| {
            let values = self.shown_row(terms, Id::new(index), costs).into_owned();
            let is_outside = |value: &Option<Number>| range_standing(terms, *value) == RangeStanding::Outside;
            let out_of_range = values.iter().position(is_outside);
            let last = self.months.checked_sub(1);
            let end_before_effects = last.and_then(|last| self.kpi_before_effects(Id::new(index), last));
            KpiSeries { values, out_of_range, end_before_effects }
        });
        series.collect()
    }

    /// The stage flows as a report reads them.
    pub(super) fn stage_flows(&self, plan: &CheckedPlan) -> Vec<StageFlow> {
        let flows = (0..plan.stages.len()).map(|index| {
            let start = (self.kpis + index) * self.months;
            let row = |cells: &[Option<Number>]| cells.get(start..start + self.months).unwrap_or(&[]).to_vec();
            StageFlow { entering: row(&self.shown), leaving: row(&self.inner) }
        });
        flows.collect()
    }

    fn row(&self, computed: Computed) -> usize {
        match computed {
            Computed::Kpi(kpi) => kpi.index(),
            Computed::Stage(stage) => self.kpis + stage.index(),
        }
    }
}

fn cell(cells: &[Option<Number>], place: usize) -> Option<Number> {
    cells.get(place).copied().flatten()
}

/// Whether a value is one that its KPI can take: in its range, and not better than its ceiling; what cannot be computed is
/// not outside.
pub(super) fn range_standing(terms: &KpiTerms, value: Option<Number>) -> RangeStanding {
    let is_outside = value.is_some_and(|value| terms.is_outside(value) || terms.is_beyond_ceiling(value));
    if is_outside { RangeStanding::Outside } else { RangeStanding::Within }
}
