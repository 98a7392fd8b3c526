//! KPIs: takes what a plan says of each, gives unit, values, range, limit, formula; kinds bring what is not said.

use super::checked::{Direction, KpiTerms, ShownUnit, TargetTerms};
use super::context::{Checker, Position};
use super::program::{Program, Step};
use super::shape;
use super::types::Type;
use crate::model::kpi::{Better, Combine};
use crate::model::kpi_kinds::{KindUnit, KpiKind};
use crate::model::{Id, Kpi, UnitId};
use crate::quantity::{Base, Flavour, Number, Ratio, Unit};
use crate::source::{Span, Spanned};

/// A KPI's values besides its formula.
struct Values {
    unit: UnitId,
    baseline: Option<Number>,
    unfunded: Option<Number>,
    trend: Option<Number>,
    low: Option<Number>,
    least: Option<Number>,
    high: Option<Number>,
    better: Better,
    direction: Direction,
    ceiling: Option<Number>,
    combine: Combine,
    target: Option<TargetTerms>,
    markers: Vec<TargetTerms>,
}

/// Finds the unit of every KPI, which expressions need before anything else.
pub(super) fn find_units(checker: &mut Checker) {
    let ids = checker.plan.kpis.ids();
    checker.kpi_units = ids.map(|id| unit_of(checker, id)).collect();
}

/// Reads every KPI; a broken one is missing.
pub(super) fn read_kpis(checker: &mut Checker) -> Vec<Option<KpiTerms>> {
    let plan = checker.plan;
    let values: Vec<Option<Values>> = plan.kpis.ids().map(|id| values_of(checker, id)).collect();
    checker.baselines = values.iter().map(|values| values.as_ref().and_then(|values| values.baseline)).collect();
    plan.kpis.ids().zip(values).map(|(id, values)| terms_of(checker, id, values)).collect()
}

fn unit_of(checker: &mut Checker, id: Id<Kpi>) -> Option<UnitId> {
    let kpi = &checker.plan.kpis[id];
    let written = match kpi.unit {
        Some(unit) => Some(Spanned::new(checker.home_unit(unit.value)?, unit.span)),
        None => None,
    };
    match (kpi.kind, written) {
        (Some(kind), written) => unit_of_kind(checker, id, kind, written),
        (None, Some(unit)) => Some(unit.value),
        // Reported as a rule: without a unit nothing can be said of its values.
        (None, None) => None,
    }
}

fn unit_of_kind(checker: &mut Checker, id: Id<Kpi>, kind: KpiKind, written: Option<Spanned<UnitId>>) -> Option<UnitId> {
    let own = match kind.schema().unit {
        KindUnit::Score => checker.units.intern(Unit::score()),
        KindUnit::Share => checker.units.share,
        KindUnit::Money => checker.units.money,
        KindUnit::Time(unit) => checker.units.intern(Unit::time(unit)),
    };
    let Some(written) = written else { return Some(own) };
    if checker.units.get(own).same_dimension(checker.units.get(written.value)) {
        return Some(written.value);
    }
    if own == checker.units.money && is_money_per_thing(checker, written.value) {
        return Some(written.value);
    }
    let mut wanted = checker.unit_words(own);
    if own == checker.units.money {
        wanted.push_str(", or that per thing counted");
    }
    let finding = shape::kpi_unit_clash(checker, id, written.span, kind.word(), &wanted);
    checker.report(finding);
    None
}

/// `USD/contact`
fn is_money_per_thing(checker: &Checker, unit: UnitId) -> bool {
    let unit = checker.units.get(unit);
    let currency = Base::Currency(checker.currency);
    unit.scale == Ratio::ONE
        && unit.dimension.factors().iter().all(|factor| match factor {
            (base, 1) => *base == currency,
            (Base::Counted(_), -1) => true,
            _ => false,
        })
}

fn values_of(checker: &mut Checker, id: Id<Kpi>) -> Option<Values> {
    let kpi = &checker.plan.kpis[id];
    let schema = kpi.kind.map(KpiKind::schema);
    let baseline = kpi.baseline.as_ref().and_then(|value| checker.kpi_value(value.id, id));
    let unfunded = kpi.unfunded.as_ref().and_then(|value| checker.kpi_value(value.id, id));
    let ceiling = kpi.ceiling.as_ref().and_then(|value| checker.kpi_value(value.id, id));
    let trend = kpi.trend.as_ref().and_then(|value| checker.trend(value.id, id));
    let range = kpi.range.as_ref().and_then(|range| checker.range(range.id, id));
    let mut targets = targets(checker, id);
    let unit = checker.kpi_unit(id)?;
    let is_share = Type::of(&checker.units, unit) == Type::Share;
    let own_end = |end: Option<i64>| {
        let end = Number::from_integer(end?);
        if is_share { end.divide(Number::from_integer(100)).ok() } else { Some(end) }
    };
    let (low, high) = match range {
        Some((low, high)) => (Some(low), Some(high)),
        None => (own_end(schema.and_then(|schema| schema.low)), own_end(schema.and_then(|schema| schema.high))),
    };
    let said = kpi.better.or(schema.map(|schema| schema.better));
    let direction = if said.is_some() { Direction::Said } else { Direction::Unsaid };
    let better = said.unwrap_or(Better::Higher);
    let combine = match better {
        // What else is said is reported; nearer has no end that effects could approach.
        Better::Nearer => Combine::Add,
        Better::Higher | Better::Lower => {
            kpi.combine.unwrap_or(if is_share || kpi.ceiling.is_some() { Combine::Diminishing } else { Combine::Add })
        }
    };
    let least = low.or_else(|| is_counted(checker, unit).then_some(Number::ZERO));
    Some(Values {
        unit,
        baseline,
        unfunded,
        trend,
        low,
        least,
        high,
        better,
        direction,
        ceiling,
        combine,
        target: targets.pop(),
        markers: targets,
    })
}

/// The targets of a KPI, by month; of two for one month the first counts, and the other is reported.
fn targets(checker: &mut Checker, id: Id<Kpi>) -> Vec<TargetTerms> {
    let plan = checker.plan;
    let mut targets: Vec<TargetTerms> = Vec::new();
    for target in &plan.kpis[id].target {
        let value = checker.kpi_value(target.value.id, id);
        let month = target.by.and_then(|by| checker.month_index(by, "the month of this target"));
        let (Some(value), Some(month)) = (value, month) else { continue };
        let span = target.value.span;
        match targets.iter().find(|other| other.month == month) {
            Some(other) => {
                let finding = shape::two_targets(checker, id, month, (span, other.span));
                checker.report(finding);
            }
            None => targets.push(TargetTerms { value, month, span }),
        }
    }
    targets.sort_by_key(|target| target.month);
    targets
}

/// What values are shown in: as the baseline is written, else the target, else in the KPI's own unit.
fn shown_unit(checker: &Checker, kpi: &Kpi, own: UnitId) -> ShownUnit {
    let targets = kpi.target.iter().map(|target| target.value.id);
    let written = kpi.baseline.as_ref().map(|value| value.id).into_iter().chain(targets);
    let shown = written.filter_map(|id| checker.unit_of_last(id)).find_map(|written| {
        let is_alike = checker.units.get(written).flavour == checker.units.get(own).flavour;
        let ratio = checker.units.conversion(own, written).filter(|_| is_alike)?;
        Some(ShownUnit { unit: checker.units.get(written).clone(), ratio })
    });
    shown.unwrap_or_else(|| ShownUnit { unit: checker.units.get(own).clone(), ratio: Ratio::ONE })
}

/// `customer`, `customer/month`, `contact/customer`: there are never fewer than none. Money, time and scores may fall below
/// zero, and so may what is measured in them per thing.
fn is_counted(checker: &Checker, unit: UnitId) -> bool {
    let unit = checker.units.get(unit);
    let mut above = unit.dimension.factors().iter().filter(|(_, power)| *power > 0).peekable();
    unit.flavour == Flavour::Plain && above.peek().is_some() && above.all(|(base, _)| matches!(base, Base::Counted(_)))
}

fn terms_of(checker: &mut Checker, id: Id<Kpi>, values: Option<Values>) -> Option<KpiTerms> {
    let kpi = &checker.plan.kpis[id];
    checker.divided.clear();
    let formula = kpi.formula.as_ref().and_then(|formula| checker.kpi_formula(formula.id, id));
    let mut divided_costs = std::mem::take(&mut checker.divided);
    divided_costs.sort_unstable();
    divided_costs.dedup();
    let values = values?;
    let limit = values.ceiling.or(match values.better {
        Better::Higher => values.high,
        Better::Lower => values.low,
        Better::Nearer => None,
    });
    Some(KpiTerms {
        unit: checker.units.get(values.unit).clone(),
        shown: shown_unit(checker, kpi, values.unit),
        baseline: values.baseline,
        unfunded: values.unfunded,
        trend: values.trend,
        formula,
        divided_costs,
        low: values.low,
        least: values.least,
        high: values.high,
        better: values.better,
        direction: values.direction,
        ceiling: values.ceiling,
        combine: values.combine,
        limit,
        target: values.target,
        markers: values.markers,
    })
}

impl Checker<'_> {
    /// What a KPI's formula comes to, in its unit.
    fn kpi_formula(&mut self, id: crate::model::ExpressionId, kpi: Id<Kpi>) -> Option<Program> {
        let Some(unit) = self.kpi_unit(kpi) else {
            self.compile(id, Position::Formula(Some(kpi)));
            return None;
        };
        let wanted = format!("a value of `{}`", self.path(kpi));
        self.in_unit(id, Position::Formula(Some(kpi)), unit, &wanted)
    }
}

/// Reports the KPIs that are read before the calendar begins and have no baseline, once each.
pub(super) fn check_earlier_reads<'p>(checker: &mut Checker, programs: impl Iterator<Item = &'p Program>) {
    let mut earlier: Vec<Option<Span>> = vec![None; checker.plan.kpis.len()];
    for (step, span) in programs.flat_map(Program::steps) {
        let (Step::KpiLag(kpi, 1..) | Step::Previous(kpi, _)) = step else { continue };
        if let Some(place) = earlier.get_mut(kpi.index()) {
            place.get_or_insert(*span);
        }
    }
    for (id, read) in checker.plan.kpis.ids().zip(earlier) {
        let kpi = &checker.plan.kpis[id];
        if let (Some(read), None) = (read, &kpi.baseline)
            && kpi.formula.is_some()
        {
            let finding = shape::kpi_without_baseline(checker, id, read);
            checker.report(finding);
        }
    }
}
