//! KPIs: takes the projection, shows each from its baseline by way of nothing funded to the funded plan, beside its
//! target and benchmarks.

use super::document::{Block, Cell, Column, Figure, Mark, Measure, Room, Row, Section, Sign, Table, Truth};
use super::names::{month_cell, path_cell, title_cell};
use super::unit::{digits, measure, measure_of_change, name};
use crate::check::{BenchmarkTerms, CheckedPlan, Direction, KpiTerms};
use crate::evaluate::{Evaluation, Projected};
use crate::model::kpi::Better;
use crate::model::{Benchmark, Id, Kpi};
use crate::outcome::kpi;
use crate::quantity::{Number, Period};

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("kpis", "KPIs");
    section.push(Block::Table(table(plan, evaluation)));
    section.push(Block::Table(benchmarks(plan, evaluation)));
    section
}

fn table(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("title", "title", Room::OptionalCut(1, 16)),
        Column::text("unit", "in", Room::OptionalCut(8, 8)),
        Column::mixed("baseline", "baseline", Room::Kept),
        Column::mixed("zero_base", "unfunded", Room::Kept),
        Column::mixed(kpi::value().column, "funded", Room::Kept),
        Column::mixed("change", "change", Room::Optional(7)),
        Column::mixed("over_zero_base", "over unfunded", Room::Optional(6)),
        Column::mixed(kpi::risk_adjusted().column, "risk-adjusted", Room::Optional(3)),
        Column::text("month", "in month", Room::Optional(2)),
        Column::mixed("target", "target", Room::Kept),
        Column::text(kpi::target().column, "", Room::Kept),
        Column::text(kpi::months().column, "by month", Room::Optional(4)),
        Column::text("zero_base_by_month", "unfunded by month", Room::Data),
    ];
    let mut table = Table::new("values", columns).in_any_order();
    table.rows = plan.plan().kpis.ids().filter_map(|kpi| Some(Row::Cells(cells(plan, evaluation, kpi)?))).collect();
    table.without_empty_columns()
}

fn cells(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Kpi>) -> Option<Vec<Cell>> {
    let view = View::of(plan, evaluation, id)?;
    let projection = &evaluation.projection;
    let risk_adjusted = projection.risk_adjusted.as_ref();
    Some(vec![
        path_cell(plan, id),
        title_cell(plan, id),
        Cell::text(name(&view.measure)),
        Cell::or_empty(view.terms.baseline.map(|value| view.value(value))),
        view.projected(&projection.zero_base),
        view.projected(&projection.funded),
        view.change(view.terms.baseline, view.funded),
        view.change_or_not_available(view.zero_base, view.funded),
        risk_adjusted.map_or(Cell::Empty, |outcome| view.projected(outcome)),
        month_cell(plan, view.month),
        Cell::or_empty(view.terms.target.map(|target| view.value(target.value))),
        Cell::or_empty(view.met().map(met_cell)),
        view.series(&projection.funded),
        view.series(&projection.zero_base),
    ])
}

fn met_cell(met: Met) -> Cell {
    match met {
        Met::Yes => Cell::Truth(Truth::Yes),
        Met::No => Cell::Truth(Truth::No),
        Met::NotJudged => Cell::NotAvailable,
    }
}

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// It is reached.
    Yes,
    /// It is not.
    No,
    /// The KPI has no value in its month.
    NotJudged,
}

/// A KPI as a row shows it: in the month of its target, else the last.
pub(super) struct View<'plan> {
    id: Id<Kpi>,
    /// Its terms.
    pub terms: &'plan KpiTerms,
    /// The month looked at, by its place in the calendar.
    pub month: usize,
    measure: Measure,
    digits: u32,
    zero_base: Option<Number>,
    /// Its value in the funded plan.
    pub funded: Option<Number>,
}

impl<'plan> View<'plan> {
    /// The KPI in an evaluated plan.
    #[must_use]
    pub(super) fn of(plan: &'plan CheckedPlan, evaluation: &Evaluation, id: Id<Kpi>) -> Option<View<'plan>> {
        let terms = plan.kpis.get(id.index())?;
        let month = terms.target.map_or(plan.calendar.len().saturating_sub(1), |target| target.month);
        let zero_base = evaluation.projection.zero_base.kpi_at(id, month);
        let funded = evaluation.projection.funded.kpi_at(id, month);
        let measure = measure(plan.plan(), &terms.shown.unit);
        let shown: Vec<Number> = [terms.baseline, zero_base, funded, terms.target.map(|target| target.value)]
            .into_iter()
            .flatten()
            .map(|value| terms.shown.of(value))
            .collect();
        let digits = digits(&measure, &shown);
        Some(View { id, terms, month, measure, digits, zero_base, funded })
    }

    /// What it is measured in, where its figures do not say so themselves.
    #[must_use]
    pub(super) fn unit(&self) -> &str {
        name(&self.measure)
    }

    /// A value of the KPI.
    #[must_use]
    pub(super) fn figure(&self, value: Number) -> Figure {
        let value = self.terms.shown.of(value);
        Figure { value, measure: self.measure.clone(), digits: self.digits, sign: Sign::Minus, mark: None }
    }

    /// So many digits that two values that differ read differently.
    #[must_use]
    pub(super) fn digits_apart(&self, one: Number, other: Number) -> u32 {
        const MOST: u32 = 9;
        let (one, other) = (self.figure(one), self.figure(other));
        let shown = |figure: &Figure, digits| Figure { digits, ..figure.clone() }.amount();
        let apart = (self.digits..=MOST).find(|digits| shown(&one, *digits) != shown(&other, *digits));
        apart.unwrap_or(self.digits)
    }

    fn value(&self, value: Number) -> Cell {
        Cell::Figure(self.figure(value))
    }

    fn projected(&self, outcome: &Projected) -> Cell {
        if outcome
            .kpis
            .get(self.id.index())
            .is_some_and(|series| series.out_of_range.is_some_and(|out| out <= self.month))
        {
            return Cell::text("out of range");
        }
        Cell::or_not_available(outcome.kpi_at(self.id, self.month).map(|value| self.value(value)))
    }

    /// All months, in the unit shown.
    fn series(&self, outcome: &Projected) -> Cell {
        let months = outcome.kpi(self.id).iter();
        Cell::Series(months.map(|value| value.map(|value| self.terms.shown.of(value))).collect())
    }

    /// The way from one value to another, marked by whether it is for the better; empty where one is not known.
    #[must_use]
    pub(super) fn change(&self, from: Option<Number>, to: Option<Number>) -> Cell {
        Cell::or_empty(self.change_figure(from, to))
    }

    /// The same; n/a where one is not known.
    #[must_use]
    pub(super) fn change_or_not_available(&self, from: Option<Number>, to: Option<Number>) -> Cell {
        Cell::or_not_available(self.change_figure(from, to))
    }

    fn change_figure(&self, from: Option<Number>, to: Option<Number>) -> Option<Cell> {
        let (from, to) = (self.terms.shown.of(from?), self.terms.shown.of(to?));
        let value = to.subtract(from).ok()?;
        let measure = measure_of_change(self.measure.clone());
        let mark = self.mark(value);
        Some(Cell::Figure(Figure { value, measure, digits: self.digits, sign: Sign::From(from), mark }))
    }

    /// Whether a change is good news; nothing is where no direction is said.
    fn mark(&self, change: Number) -> Option<Mark> {
        let improves = match (self.terms.better, self.terms.direction) {
            (Better::Nearer, _) | (_, Direction::Unsaid) => return None,
            (Better::Higher, Direction::Said) => change.is_positive(),
            (Better::Lower, Direction::Said) => change.is_negative(),
        };
        if change.is_zero() { None } else { Some(if improves { Mark::Good } else { Mark::Bad }) }
    }

    /// Whether the funded plan reaches the target, if there is one.
    #[must_use]
    pub(super) fn met(&self) -> Option<Met> {
        let target = self.terms.target?.value;
        Some(match self.funded.map(|value| self.terms.meets(target, value)) {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::NotJudged,
        })
    }
}

/// Two values of a KPI that stand to be compared, with digits until what differs reads differently.
#[must_use]
pub(super) fn apart(view: &View<'_>, one: Number, other: Number) -> (String, String) {
    let digits = view.digits_apart(one, other);
    let shown = |value| Figure { digits, ..view.figure(value) }.trimmed().in_full();
    (shown(one), shown(other))
}

fn benchmarks(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)).once(),
        Column::text("benchmark", "benchmark", Room::Cut(16)).once(),
        Column::text("unit", "in", Room::OptionalCut(2, 8)),
        Column::text("standing", "who", Room::Kept),
        Column::mixed("value", "they reach", Room::Kept),
        Column::mixed("funded", "funded plan", Room::Kept),
        Column::mixed("gap", "gap", Room::Kept),
        Column::text("as_of", "as of", Room::Optional(1)),
    ];
    let mut table = Table::new("benchmarks", columns).captioned("Beside the benchmarks");
    for ((id, benchmark), terms) in plan.plan().benchmarks.iter().zip(&plan.benchmarks) {
        if let Some(kpi) = benchmark.about.0.as_ref().and_then(|kpi| View::of(plan, evaluation, kpi.value)) {
            table.rows.extend(benchmark_rows(plan, id, terms, &kpi));
        }
    }
    table.without_empty_columns()
}

fn benchmark_rows(plan: &CheckedPlan, id: Id<Benchmark>, terms: &BenchmarkTerms, kpi: &View) -> Vec<Row> {
    let as_of = plan.plan().benchmarks[id].as_of.get().map(|as_of| period_cell(plan, as_of.value));
    let figures = [("leader", terms.leader), ("top quartile", terms.top_quartile), ("median", terms.median)];
    let rows = figures.into_iter().filter_map(|(standing, value)| {
        let value = value?;
        Some(Row::Cells(vec![
            path_cell(plan, kpi.id),
            title_cell(plan, id),
            Cell::text(name(&kpi.measure)),
            Cell::text(standing),
            kpi.value(value),
            Cell::or_not_available(kpi.funded.map(|funded| kpi.value(funded))),
            kpi.change_or_not_available(Some(value), kpi.funded),
            Cell::or_empty(as_of.clone()),
        ]))
    });
    rows.collect()
}

/// A month in words where a page is read; any other period as it is written.
fn period_cell(plan: &CheckedPlan, period: Period) -> Cell {
    match period.months(plan.fiscal_start) {
        (first, last) if first == last => Cell::Months(first, last),
        _ => Cell::text(period.to_string()),
    }
}
