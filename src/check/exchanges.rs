//! Exchange rates: takes every `exchange`, gives what one unit of each currency is worth in the plan's own. A rate may stand
//! in another currency that has one; the product of a chain is exact.

use std::collections::BTreeMap;

use super::clashes;
use super::context::{Checker, Position};
use super::drivers::walk;
use super::graph;
use super::shape;
use crate::model::expression::ExpressionKind;
use crate::model::{Exchange, ExpressionId, Id};
use crate::quantity::{Base, Currency, Number};

/// Reads the rate of every `exchange`, each after those that it stands in.
pub(super) fn read_rates(checker: &mut Checker) {
    let plan = checker.plan;
    let by_currency: BTreeMap<Currency, usize> = (0..)
        .zip(plan.exchanges.values())
        .filter_map(|(index, exchange)| Some((exchange.about.0?.value, index)))
        .filter(|(currency, _)| *currency != checker.currency)
        .collect();
    let dependencies: Vec<Vec<usize>> = plan
        .exchanges
        .values()
        .map(|exchange| {
            let stands_in = exchange.rate.get().map_or_else(Vec::new, |rate| currencies(checker, rate.id));
            stands_in.iter().filter_map(|currency| by_currency.get(currency).copied()).collect()
        })
        .collect();
    let sorted = graph::sort(&dependencies);
    for members in &sorted.loops {
        report_ring(checker, members);
    }
    let is_in_ring = |index: usize| sorted.loops.iter().any(|members| members.contains(&index));
    for index in sorted.order {
        let exchange = &plan.exchanges[Id::new(index)];
        let Some(currency) = exchange.about.0 else { continue };
        if currency.value == checker.currency {
            checker.report(shape::exchange_of_home(currency.value, currency.span));
            continue;
        }
        let as_of =
            exchange.as_of.get().filter(|as_of| as_of.value.months(checker.fiscal_start).0 > checker.calendar.last());
        if let Some(as_of) = as_of {
            let finding = shape::behind_calendar(checker, "this rate was taken", as_of.span);
            checker.report(finding.about(exchange.head.path.as_str()));
        }
        let rate = if is_in_ring(index) { None } else { read_rate(checker, exchange, currency.value) };
        checker.rates.insert(currency.value, rate);
    }
}

fn read_rate(checker: &mut Checker, exchange: &Exchange, currency: Currency) -> Option<Number> {
    let rate = exchange.rate.get()?;
    if let ExpressionKind::Quantity { value, unit } = checker.plan.expressions[rate.id].kind
        && let Some(above) = paid_in(checker, rate.id, currency)
        && checker.units.dimension(unit).factors().len() == 2
    {
        checker.report(shape::rate_per_unit(currency, above, value, rate.span));
        return None;
    }
    let value = checker.money(rate.id, Position::Rate)?.constant()?;
    if value.is_positive() {
        return Some(value);
    }
    let message = format!("one {currency} cannot be worth nothing or less");
    checker.report(clashes::out_of_range(rate.span, message, "write a rate above zero".to_owned()));
    None
}

/// Of `0.92 EUR/USD` as what one USD is worth: EUR.
fn paid_in(checker: &Checker, id: ExpressionId, about: Currency) -> Option<Currency> {
    let ExpressionKind::Quantity { unit, .. } = checker.plan.expressions[id].kind else { return None };
    let factors = checker.units.dimension(unit).factors();
    let of_power = |sought: i8| {
        factors.iter().find_map(|(base, power)| match base {
            Base::Currency(currency) if *power == sought => Some(*currency),
            Base::Currency(_) | Base::Time | Base::Counted(_) => None,
        })
    };
    of_power(1).filter(|_| of_power(-1) == Some(about))
}

/// The currencies that a rate stands in. What it is counted per is none of them: `0.92 EUR/USD` is a mistake of its own.
fn currencies(checker: &Checker, rate: ExpressionId) -> Vec<Currency> {
    let mut found = Vec::new();
    walk(checker.plan, rate, |expression| {
        let ExpressionKind::Quantity { unit, .. } = expression.kind else { return };
        found.extend(checker.units.dimension(unit).factors().iter().filter_map(|(base, power)| match base {
            Base::Currency(currency) if *power > 0 => Some(*currency),
            Base::Currency(_) | Base::Time | Base::Counted(_) => None,
        }));
    });
    found
}

fn report_ring(checker: &mut Checker, members: &[usize]) {
    let plan = checker.plan;
    let ring = members.iter().filter_map(|member| plan.exchanges[Id::new(*member)].about.0);
    let finding = shape::ring_of_rates(&ring.collect::<Vec<_>>(), checker.currency);
    checker.report(finding);
}
