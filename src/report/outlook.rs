//! What stands behind the projection: takes it, shows what each package brings to each KPI, and how wide the three-point
//! effects spread.

use std::collections::BTreeMap;

use super::document::{Block, Cell, Column, Figure, Measure, Note, Room, Row, Said, Section, Sign, Table};
use super::kpis::View;
use super::names::{all_known, month_cell, path_cell};
use super::unit::{digits, measure, measure_of_change, name};
use crate::check::{CheckedPlan, Eligibility, LevelTerms};
use crate::diagnostic::text::{counted, grouped};
use crate::evaluate::{
    BeyondPage, Contribution, EffectEstimate, EffectNature, Evaluation, PackageEffect, RangeStanding,
};
use crate::model::{AnyId, Driver, Id, Kpi, Level};
use crate::quantity::{Number, Ratio};

/// How many of the levels that fall with a package are named.
const FALLS: usize = 20;

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("outlook", "Behind the projection");
    section.push(Block::Table(contributions(plan, evaluation)));
    section.push(Block::Table(estimates(plan, evaluation)));
    section.push(Block::Notes(beyond_page(evaluation.projection.beyond_page).into_iter().map(Note::plain).collect()));
    section.push(Block::Notes(at_likely(plan).into_iter().collect()));
    section
}

/// What stands on no page, and how it is asked for.
fn beyond_page(beyond: BeyondPage) -> Option<String> {
    let what = match (beyond.packages, beyond.estimates) {
        (0, 0) => return None,
        (0, effects) => counted(effects, "more effect"),
        (packages, 0) => counted(packages, "more package"),
        (packages, effects) => format!("{} and {}", counted(packages, "more package"), counted(effects, "more effect")),
    };
    Some(format!("{what} with `--all`; `zbb why NAME` shows one alone"))
}

/// What is costed at the middle one of three figures.
fn at_likely(plan: &CheckedPlan) -> Option<Note> {
    let is_estimated = |terms: &LevelTerms| {
        let lines = terms.costs.iter().chain(&terms.savings).chain(&terms.earnings);
        terms.eligibility == Eligibility::Competes && lines.clone().any(|line| line.ends.is_some())
    };
    let levels = plan.levels.iter().enumerate().filter(|(_, terms)| is_estimated(terms));
    let levels = levels.map(|(index, _)| AnyId::from(Id::<Level>::new(index)));
    let drivers = plan.drivers.iter().enumerate().filter(|(_, terms)| terms.ends.is_some());
    let drivers = drivers.map(|(index, _)| AnyId::from(Id::<Driver>::new(index)));
    let names = all_known(plan, levels.chain(drivers));
    (!names.is_empty()).then(|| {
        let before = "money with three points counts at its likely value, and is funded so: ".into();
        let after = "; `zbb advise --only risk` says how it spreads".into();
        Note::said(None, std::iter::once(before).chain(names).chain([after]).collect())
    })
}

fn contributions(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("package", "package", Room::Cut(14)).once(),
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("unit", "in", Room::OptionalCut(3, 8)),
        Column::text("month", "in month", Room::Optional(2)),
        Column::mixed("without", "without it", Room::Kept),
        Column::mixed("with", "with it", Room::Kept),
        Column::mixed("brings", "brings", Room::Kept),
        Column::text("falls", "falls with it", Room::OptionalCut(1, 20)).once(),
    ];
    let mut table = Table::new("contributions", columns).captioned("What each package brings");
    for contribution in &evaluation.projection.contributions {
        let rows = contribution.changes.iter();
        table.rows.extend(rows.filter_map(|change| contribution_row(plan, evaluation, contribution, change)));
    }
    table.without_empty_columns()
}

fn contribution_row(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    contribution: &Contribution,
    change: &PackageEffect,
) -> Option<Row> {
    let kpi = View::of(plan, evaluation, change.kpi)?;
    let shown = |value: Option<Number>| Cell::or_not_available(value.map(|value| Cell::Figure(kpi.figure(value))));
    let without = match change.standing {
        RangeStanding::Within => shown(change.without),
        RangeStanding::Outside => Cell::text("out of range"),
    };
    Some(Row::Cells(vec![
        path_cell(plan, contribution.package),
        path_cell(plan, change.kpi),
        Cell::text(name(&measure(plan.plan(), &kpi.terms.shown.unit))),
        month_cell(plan, change.month),
        without,
        shown(change.with),
        kpi.change_or_not_available(change.without, change.with),
        Cell::Said(falls(plan, &contribution.falls)),
    ]))
}

/// The levels that fall with a package; of hundreds the first.
fn falls(plan: &CheckedPlan, levels: &[Id<Level>]) -> Vec<Said> {
    let mut named = all_known(plan, levels.iter().copied().take(FALLS));
    if let Some(more) = levels.len().checked_sub(FALLS).filter(|more| *more > 0) {
        named.push(format!(" and {} more", grouped(more)).into());
    }
    named
}

fn estimates(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Cut(18)).once(),
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("unit", "in", Room::OptionalCut(3, 8)),
        Column::mixed("low", "low", Room::Kept),
        Column::mixed("likely", "likely", Room::Kept),
        Column::mixed("high", "high", Room::Kept),
        Column::mixed("mean", "mean", Room::Optional(2)),
        Column::mixed("deviation", "deviation", Room::Kept),
    ];
    let mut table = Table::new("estimates", columns).captioned("Effects with a spread, at full size");
    let estimates = &evaluation.projection.estimates;
    let written = written(plan, estimates);
    let row = |estimate: &EffectEstimate| estimate_row(plan, estimate, written.get(&moved(estimate))?);
    table.rows = estimates.iter().filter_map(row).collect();
    table.without_empty_columns()
}

/// What an effect moves, and whether by adding or multiplying: figures of one sort have the same decimals.
type Moved = (Id<Kpi>, EffectNature);

fn moved(estimate: &EffectEstimate) -> Moved {
    (estimate.kpi, estimate.nature)
}

/// How the figures of one sort are written.
struct Written {
    measure: Measure,
    digits: u32,
    ratio: Ratio,
}

/// How the figures of each sort are written, by one look at all of them.
fn written(plan: &CheckedPlan, estimates: &[EffectEstimate]) -> BTreeMap<Moved, Written> {
    let mut values: BTreeMap<Moved, Vec<Number>> = BTreeMap::new();
    for estimate in estimates {
        let ratio = ratio(plan, estimate);
        let figures = figures(estimate).map(|value| value.scale(ratio).unwrap_or(value));
        values.entry(moved(estimate)).or_default().extend(figures);
    }
    let alike = |(sort, values): (Moved, Vec<Number>)| {
        let shown = &plan.kpis.get(sort.0.index())?.shown;
        let (measure, ratio) = match sort.1 {
            EffectNature::Absolute => (measure_of_change(measure(plan.plan(), &shown.unit)), shown.ratio),
            EffectNature::Relative => (Measure::Share, Ratio::ONE),
        };
        let digits = digits(&measure, &values);
        Some((sort, Written { measure, digits, ratio }))
    };
    values.into_iter().filter_map(alike).collect()
}

/// What one of an effect's figures is in the unit its KPI is shown in.
fn ratio(plan: &CheckedPlan, estimate: &EffectEstimate) -> Ratio {
    match (estimate.nature, plan.kpis.get(estimate.kpi.index())) {
        (EffectNature::Absolute, Some(terms)) => terms.shown.ratio,
        (EffectNature::Absolute, None) | (EffectNature::Relative, _) => Ratio::ONE,
    }
}

fn figures(estimate: &EffectEstimate) -> [Number; 5] {
    [estimate.low, estimate.likely, estimate.high, estimate.mean, estimate.deviation]
}

fn estimate_row(plan: &CheckedPlan, estimate: &EffectEstimate, written: &Written) -> Option<Row> {
    let cell = |value: Number, sign: Sign| {
        let (measure, value) = (written.measure.clone(), value.scale(written.ratio).unwrap_or(value));
        Cell::Figure(Figure { value, measure, digits: written.digits, sign, mark: None })
    };
    Some(Row::Cells(vec![
        path_cell(plan, estimate.level),
        path_cell(plan, estimate.kpi),
        Cell::text(name(&written.measure)),
        cell(estimate.low, Sign::Both),
        cell(estimate.likely, Sign::Both),
        cell(estimate.high, Sign::Both),
        cell(estimate.mean, Sign::Both),
        cell(estimate.deviation, Sign::Minus),
    ]))
}
