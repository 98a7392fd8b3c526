//! How several effects on one KPI come together: takes its effects of a month and its value before them, gives the
//! value after.
//!
//! What effects do together is summed up first, month by month, and applied to the value before them later: most KPIs
//! are then one multiplication a month whatever the number of effects, and leaving some effects out needs no second look
//! at the others.

use super::effect::ReadyEffect;
use super::projection::EffectNature;
use crate::check::KpiTerms;
use crate::model::kpi::{Better, Combine};
use crate::quantity::{ArithmeticError, Number};

/// Values are held to so many decimals: dust of divisions by three would otherwise put 100% outside of its range.
const DECIMALS: u32 = 18;

/// A value without the dust.
pub(super) fn hold(value: Number) -> Number {
    value.round_half_even(DECIMALS)
}

/// What all effects on a KPI do together.
#[derive(Debug, Clone)]
pub(super) enum Together {
    /// None moves it.
    Nothing,
    /// Summed up for each month.
    ByMonth(Vec<Sums>),
    /// They hang on the value before them, and are looked at when it is known.
    OnValue,
}

/// What the effects of a month do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    /// What is added: all effects, or only the harmful ones where the others diminish.
    added: Number,
    /// Π(1 − q · ramp): how much of the way to the limit is left.
    left: Number,
    /// What relative effects multiply by.
    factor: Number,
}

/// The way in which a KPI improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Toward {
    Up,
    Down,
}

impl Sums {
    const NONE: Sums = Sums { added: Number::ZERO, left: Number::ONE, factor: Number::ONE };
}

/// Sums up the effects on a KPI for each month of the calendar.
pub(super) fn put_together(
    terms: &KpiTerms,
    effects: &[ReadyEffect],
    months: usize,
) -> Result<Together, ArithmeticError> {
    if effects.is_empty() {
        return Ok(Together::Nothing);
    }
    if hangs_on_value(terms) {
        return Ok(Together::OnValue);
    }
    let mut by_month: Vec<Sums> = Vec::with_capacity(months);
    let moving = moving_months(effects, months);
    for (month, moves) in moving.into_iter().enumerate() {
        let sums = match by_month.last() {
            Some(last) if !moves => *last,
            _ => sum_up(terms, start_value(terms), effects, month)?,
        };
        by_month.push(sums);
    }
    Ok(Together::ByMonth(by_month))
}

/// The same without some of the effects, given by their places.
pub(super) fn leave_out(
    terms: &KpiTerms,
    effects: &[ReadyEffect],
    together: &Together,
    places: &[usize],
) -> Result<Together, ArithmeticError> {
    let Together::ByMonth(sums) = together else { return Ok(together.clone()) };
    let out: Vec<&ReadyEffect> = places.iter().filter_map(|place| effects.get(*place)).collect();
    let first = out.iter().map(|effect| effect.first).min().unwrap_or(usize::MAX);
    let last = out.iter().map(|effect| effect.last).max().unwrap_or(0);
    let mut without = sums.clone();
    for (month, sums) in without.iter_mut().enumerate() {
        if month < first || month > last {
            continue;
        }
        let fallen = sum_up(terms, start_value(terms), out.iter().copied(), month)?;
        *sums = match take_away(*sums, fallen) {
            Some(rest) => rest?,
            None => sum_up(terms, start_value(terms), staying(effects, places), month)?,
        };
    }
    Ok(Together::ByMonth(without))
}

/// The value with all effects but those at the places `out`.
pub(super) fn apply(
    terms: &KpiTerms,
    together: &Together,
    effects: &[ReadyEffect],
    out: &[usize],
    value: Number,
    month: usize,
) -> Result<Number, ArithmeticError> {
    let with_effects = match together {
        Together::Nothing => value,
        Together::ByMonth(sums) => match sums.get(month) {
            Some(sums) => apply_sums(terms, *sums, value)?,
            None => value,
        },
        Together::OnValue => {
            let stay = || staying(effects, out);
            match terms.combine {
                Combine::Max => apply_best(terms, stay(), value, month)?,
                Combine::Add | Combine::Diminishing => {
                    apply_sums(terms, sum_up(terms, Some(value), stay(), month)?, value)?
                }
            }
        }
    };
    Ok(hold(with_effects))
}

/// The effects without those at some places.
fn staying<'effects>(effects: &'effects [ReadyEffect], out: &[usize]) -> impl Iterator<Item = &'effects ReadyEffect> {
    effects.iter().enumerate().filter(|(place, _)| !out.contains(place)).map(|(_, effect)| effect)
}

/// Which one improves most is known only beside the value; and where there is no start, the value is it.
fn hangs_on_value(terms: &KpiTerms) -> bool {
    match terms.combine {
        Combine::Add => false,
        Combine::Max => true,
        Combine::Diminishing => start_value(terms).is_none(),
    }
}

/// The value that effects start from: when nothing is funded, else today's.
pub(super) fn start_value(terms: &KpiTerms) -> Option<Number> {
    terms.unfunded.or(terms.baseline)
}

/// The months in which some effect does something else than in the month before.
fn moving_months(effects: &[ReadyEffect], months: usize) -> Vec<bool> {
    let mut moving = vec![false; months];
    for effect in effects {
        for month in effect.moving_months() {
            if let Some(moves) = moving.get_mut(month) {
                *moves = true;
            }
        }
    }
    moving
}

fn sum_up<'effects>(
    terms: &KpiTerms,
    start: Option<Number>,
    effects: impl IntoIterator<Item = &'effects ReadyEffect>,
    month: usize,
) -> Result<Sums, ArithmeticError> {
    let mut sums = Sums::NONE;
    let way = diminishing_way(terms, start)?;
    for effect in effects {
        let change = effect.at(month)?;
        if change.is_zero() {
            continue;
        }
        match (effect.nature, way) {
            (EffectNature::Relative, _) => sums.factor = sums.factor.multiply(Number::ONE.add(change)?)?,
            (EffectNature::Absolute, Some((toward, way))) if toward.improves(change) => {
                let share = share_of_way(effect, month, toward, way)?;
                sums.left = sums.left.multiply(Number::ONE.subtract(share)?)?;
            }
            (EffectNature::Absolute, _) => sums.added = sums.added.add(change)?,
        }
    }
    Ok(sums)
}

/// For effects that diminish: which way they improve, and the whole way from the start to the limit.
fn diminishing_way(terms: &KpiTerms, start: Option<Number>) -> Result<Option<(Toward, Number)>, ArithmeticError> {
    match (terms.combine, terms.limit, start) {
        (Combine::Diminishing, Some(limit), Some(start)) => Ok(Some((toward(terms, start), limit.subtract(start)?))),
        _ => Ok(None),
    }
}

/// q · ramp: the share of the way to the limit that an improving effect covers in a month, from 0 to 1.
fn share_of_way(effect: &ReadyEffect, month: usize, toward: Toward, way: Number) -> Result<Number, ArithmeticError> {
    if way.is_zero() {
        // It starts at the limit: whatever it loses by itself, the effect makes good, as it would from just below.
        return effect.unfold(Number::ONE, month);
    }
    if !toward.improves(way) {
        return Ok(Number::ZERO);
    }
    let size = effect.size_at(month);
    let size = if size.abs() > way.abs() { way } else { size };
    effect.unfold(size, month)?.divide(way)
}

/// What is left when some effects go; nothing where a division would lose too much, or divide by zero.
fn take_away(all: Sums, fallen: Sums) -> Option<Result<Sums, ArithmeticError>> {
    // Dividing by a thousandth leaves 25 of 28 decimals right, and values are held to 18.
    let is_safe = |divisor: Number| !divisor.round_half_even(3).is_zero();
    if !is_safe(fallen.left) || !is_safe(fallen.factor) {
        return None;
    }
    let rest = || {
        Ok(Sums {
            added: all.added.subtract(fallen.added)?,
            left: all.left.divide(fallen.left)?,
            factor: all.factor.divide(fallen.factor)?,
        })
    };
    Some(rest())
}

fn apply_sums(terms: &KpiTerms, sums: Sums, value: Number) -> Result<Number, ArithmeticError> {
    let mut after = value;
    if let (Some(limit), true) = (terms.limit, sums.left != Number::ONE) {
        let way = limit.subtract(value)?;
        // Beyond the limit there is no way left that an improving effect could cover.
        if toward(terms, start_value(terms).unwrap_or(value)).improves(way) {
            after = limit.subtract(way.multiply(sums.left)?)?;
        }
    }
    after.add(sums.added)?.multiply(sums.factor)
}

/// `combine: max`: of all effects that improve, only the one that improves most; harmful ones count in full.
fn apply_best<'effects>(
    terms: &KpiTerms,
    effects: impl Iterator<Item = &'effects ReadyEffect>,
    value: Number,
    month: usize,
) -> Result<Number, ArithmeticError> {
    let toward = toward(terms, start_value(terms).unwrap_or(value));
    let mut sums = Sums::NONE;
    let mut best: Option<(Number, Number)> = None;
    for effect in effects {
        let change = effect.at(month)?;
        let moved = match effect.nature {
            EffectNature::Absolute => change,
            EffectNature::Relative => value.multiply(change)?,
        };
        if toward.improves(moved) {
            let candidate = (improvement(terms, toward, value, moved)?, moved);
            best = Some(best.map_or(candidate, |best| best.max(candidate)));
        } else {
            match effect.nature {
                EffectNature::Absolute => sums.added = sums.added.add(change)?,
                EffectNature::Relative => sums.factor = sums.factor.multiply(Number::ONE.add(change)?)?,
            }
        }
    }
    let improved = best.map_or(Ok(value), |(_, moved)| value.add(moved))?;
    improved.add(sums.added)?.multiply(sums.factor)
}

/// How much better a move makes it; where nearer is better, a move past the target loses some again.
fn improvement(terms: &KpiTerms, toward: Toward, value: Number, moved: Number) -> Result<Number, ArithmeticError> {
    match (terms.better, terms.target) {
        (Better::Nearer, Some(target)) => {
            let before = target.value.subtract(value)?.abs();
            before.subtract(target.value.subtract(value.add(moved)?)?.abs())
        }
        (Better::Higher | Better::Lower | Better::Nearer, _) => Ok(match toward {
            Toward::Up => moved,
            Toward::Down => moved.negate(),
        }),
    }
}

fn toward(terms: &KpiTerms, start: Number) -> Toward {
    let goal = match terms.better {
        Better::Higher => return Toward::Up,
        Better::Lower => return Toward::Down,
        Better::Nearer => terms.target.map(|target| target.value).or(terms.limit),
    };
    if goal.is_some_and(|goal| goal < start) { Toward::Down } else { Toward::Up }
}

impl Toward {
    fn improves(self, change: Number) -> bool {
        match self {
            Toward::Up => change.is_positive(),
            Toward::Down => change.is_negative(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::effect::Size;
    use super::*;
    use crate::model::Id;
    use crate::quantity::Unit;
    use crate::source::Span;

    fn number(text: &str) -> Number {
        match text.strip_prefix('-') {
            Some(size) => number(size).negate(),
            None => Number::parse(text).expect("a number"),
        }
    }

    fn kpi(combine: Combine, better: Better, baseline: &str, limit: Option<&str>) -> KpiTerms {
        KpiTerms {
            unit: Unit::number(),
            baseline: Some(number(baseline)),
            unfunded: None,
            trend: None,
            formula: None,
            low: None,
            high: None,
            better,
            ceiling: None,
            combine,
            limit: limit.map(number),
            target: None,
        }
    }

    /// Effects that count in full from the first month on; `* 1.03` is written `*0.03`.
    fn effects(sizes: &[&str]) -> Vec<ReadyEffect> {
        let ready = |size: &&str| {
            let (nature, size) = match size.strip_prefix('*') {
                Some(factor) => (EffectNature::Relative, factor),
                None => (EffectNature::Absolute, *size),
            };
            effect(nature, number(size), 0, 1)
        };
        sizes.iter().map(ready).collect()
    }

    fn effect(nature: EffectNature, size: Number, first: usize, over: usize) -> ReadyEffect {
        ReadyEffect {
            nature,
            first,
            over,
            last: 11,
            size: Size::Constant(size),
            level: Id::new(0),
            span: Span::default(),
        }
    }

    fn value(terms: &KpiTerms, effects: &[ReadyEffect], before: &str, month: usize) -> String {
        let together = put_together(terms, effects, 12).expect("sums");
        apply(terms, &together, effects, &[], number(before), month).expect("a value").to_string()
    }

    #[test]
    fn effects_that_add_add_and_relative_ones_multiply_what_is_left() {
        let terms = kpi(Combine::Add, Better::Lower, "10", None);
        assert_eq!(value(&terms, &effects(&["-2", "1"]), "10", 0), "9");
        assert_eq!(value(&terms, &effects(&["-2", "*-0.25", "*-0.5"]), "10", 0), "3");
        assert_eq!(value(&terms, &[], "10", 0), "10");
    }

    #[test]
    fn effects_that_diminish_share_the_way_that_is_left() {
        let terms = kpi(Combine::Diminishing, Better::Higher, "0.5", Some("0.9"));
        assert_eq!(value(&terms, &effects(&["0.1"]), "0.5", 0), "0.6");
        // A quarter of the way, and a half of the rest: 0.9 - 0.4 * 0.75 * 0.5.
        assert_eq!(value(&terms, &effects(&["0.1", "0.2"]), "0.5", 0), "0.75");
        assert_eq!(value(&terms, &effects(&["0.7", "0.1"]), "0.5", 0), "0.9");
        // Harm adds afterwards, in full.
        assert_eq!(value(&terms, &effects(&["0.1", "-0.2"]), "0.5", 0), "0.4");
        // The way is that from the start, whatever the trend did since.
        assert_eq!(value(&terms, &effects(&["0.1"]), "0.4", 0), "0.525");
    }

    #[test]
    fn diminishing_effects_go_down_where_less_is_better() {
        let terms = kpi(Combine::Diminishing, Better::Lower, "8", Some("2"));
        assert_eq!(value(&terms, &effects(&["-3", "-3"]), "8", 0), "3.5");
        assert_eq!(value(&terms, &effects(&["-30", "1"]), "8", 0), "3");
    }

    #[test]
    fn beyond_the_limit_improving_effects_do_nothing() {
        let terms = kpi(Combine::Diminishing, Better::Higher, "0.5", Some("0.9"));
        assert_eq!(value(&terms, &effects(&["0.1"]), "0.95", 0), "0.95");
        let at_limit = kpi(Combine::Diminishing, Better::Higher, "0.9", Some("0.9"));
        assert_eq!(value(&at_limit, &effects(&["0.1"]), "0.9", 0), "0.9");
        assert_eq!(value(&at_limit, &effects(&["0.1"]), "0.8", 0), "0.9");
    }

    #[test]
    fn an_effect_beyond_the_whole_way_climbs_evenly_to_the_limit() {
        let terms = kpi(Combine::Diminishing, Better::Higher, "0.5", Some("0.9"));
        let effects = vec![effect(EffectNature::Absolute, number("4"), 0, 4)];
        let shown: Vec<String> = (0..5).map(|month| value(&terms, &effects, "0.5", month)).collect();
        assert_eq!(shown, ["0.6", "0.7", "0.8", "0.9", "0.9"]);
    }

    #[test]
    fn only_the_best_counts_with_max_and_all_harm() {
        let terms = kpi(Combine::Max, Better::Higher, "30", None);
        assert_eq!(value(&terms, &effects(&["2", "5", "3", "-1"]), "30", 0), "34");
        // Ten percent of 30 are less than 5, of 60 more.
        assert_eq!(value(&terms, &effects(&["5", "*0.1"]), "30", 0), "35");
        assert_eq!(value(&terms, &effects(&["5", "*0.1"]), "60", 0), "66");
    }

    #[test]
    fn the_best_is_the_nearest_where_nearer_is_better() {
        let mut terms = kpi(Combine::Max, Better::Nearer, "10", None);
        terms.target = Some(crate::check::TargetTerms { value: number("12"), month: 11 });
        assert_eq!(value(&terms, &effects(&["1", "5", "2.5"]), "10", 0), "12.5");
        assert_eq!(value(&terms, &effects(&["1", "-5"]), "10", 0), "6");
    }

    #[test]
    fn without_a_start_the_value_is_the_start() {
        let mut terms = kpi(Combine::Diminishing, Better::Higher, "0", Some("1"));
        terms.baseline = None;
        assert_eq!(value(&terms, &effects(&["0.2", "0.2"]), "0.6", 0), "0.9");
        assert_eq!(value(&terms, &effects(&["0.2", "0.2"]), "0.9", 0), "1");
    }

    fn any_effect() -> impl Strategy<Value = ReadyEffect> {
        let nature = prop_oneof![4 => Just(EffectNature::Absolute), 1 => Just(EffectNature::Relative)];
        (nature, -40i64..60, 0usize..8, 1usize..6, 0usize..12).prop_map(|(nature, thousandths, first, over, length)| {
            let size = Number::from_integer(thousandths).divide(Number::from_integer(300)).expect("a size");
            let last = (first + length).min(11);
            ReadyEffect { last, ..effect(nature, size, first, over) }
        })
    }

    fn any_combine() -> impl Strategy<Value = Combine> {
        prop_oneof![Just(Combine::Add), Just(Combine::Max), Just(Combine::Diminishing)]
    }

    proptest! {
        #[test]
        fn leaving_some_out_is_as_if_they_were_never_there(
            combine in any_combine(),
            effects in proptest::collection::vec(any_effect(), 1..9),
            chosen in proptest::collection::vec(any::<bool>(), 9),
        ) {
            let terms = kpi(combine, Better::Higher, "0.5", Some("0.9"));
            let out: Vec<usize> = (0..effects.len()).filter(|place| chosen[*place]).collect();
            let stay: Vec<ReadyEffect> =
                effects.iter().enumerate().filter(|(place, _)| !chosen[*place]).map(|(_, effect)| effect.clone()).collect();
            let together = put_together(&terms, &effects, 12).expect("sums");
            let without = leave_out(&terms, &effects, &together, &out).expect("sums");
            for month in 0..12 {
                let left = apply(&terms, &without, &effects, &out, number("0.5"), month).expect("a value");
                let plain = number(&value(&terms, &stay, "0.5", month));
                prop_assert_eq!(left.round_half_even(15), plain.round_half_even(15));
            }
        }

        #[test]
        fn improving_effects_never_pass_the_limit(
            effects in proptest::collection::vec(any_effect(), 0..9),
            start in 0i64..=900,
        ) {
            let absolute: Vec<ReadyEffect> =
                effects.into_iter().filter(|effect| effect.nature == EffectNature::Absolute).collect();
            let terms = kpi(Combine::Diminishing, Better::Higher, "0.5", Some("0.9"));
            let before = Number::from_integer(start).divide(Number::from_integer(1_000)).expect("a number");
            let together = put_together(&terms, &absolute, 12).expect("sums");
            for month in 0..12 {
                let after = apply(&terms, &together, &absolute, &[], before, month).expect("a value");
                prop_assert!(after <= number("0.9"));
            }
        }
    }
}
