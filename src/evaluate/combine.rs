//! How several effects on one KPI come together: takes its effects and its value of a month before them, gives the value
//! after.
//!
//! What effects do together is summed up first, month by month, and applied to the value before them later: most KPIs
//! are then one multiplication a month whatever the number of effects, and leaving some effects out needs no second look
//! at the others.

use super::course::{Course, Groups};
use super::effect::ReadyEffect;
use super::sums::{Rule, Sums, toward};
use crate::check::KpiTerms;
use crate::model::kpi::Combine;
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
    Summed(Groups),
    /// They hang on the value before them, and are looked at one by one when it is known.
    OnValue,
}

/// What the effects on a KPI do together without some of them.
#[derive(Debug, Clone)]
pub(super) enum Rest {
    /// Summed up for each month.
    Summed(Course),
    /// They hang on the value before them; those at these places, which ascend, are left out.
    OnValue(Vec<usize>),
}

/// The effects that act on a KPI.
#[derive(Debug, Clone, Copy)]
pub(super) enum Acting<'run> {
    /// None.
    Nothing,
    /// Summed up for each month.
    Summed(&'run Course),
    /// One by one, but for those at the places `out`, which ascend.
    OneByOne {
        /// All effects on the KPI.
        effects: &'run [ReadyEffect],
        /// Those that do not act.
        out: &'run [usize],
    },
}

impl Together {
    /// All of them.
    pub(super) fn acting<'run>(&'run self, effects: &'run [ReadyEffect]) -> Acting<'run> {
        match self {
            Together::Nothing => Acting::Nothing,
            Together::Summed(groups) => Acting::Summed(groups.course()),
            Together::OnValue => Acting::OneByOne { effects, out: &[] },
        }
    }
}

impl Rest {
    /// Those that are left.
    pub(super) fn acting<'run>(&'run self, effects: &'run [ReadyEffect]) -> Acting<'run> {
        match self {
            Rest::Summed(course) => Acting::Summed(course),
            Rest::OnValue(out) => Acting::OneByOne { effects, out },
        }
    }
}

/// Sums up the effects on a KPI for each month of the calendar.
pub(super) fn put_together(
    terms: &KpiTerms,
    effects: &[ReadyEffect],
    months: usize,
) -> Result<Together, ArithmeticError> {
    if hangs_on_value(terms) && !effects.is_empty() {
        return Ok(Together::OnValue);
    }
    let groups = Groups::new(Rule::of(terms, start_value(terms))?, effects, months)?;
    Ok(groups.map_or(Together::Nothing, Together::Summed))
}

/// The same without some of the effects, given by their places, which ascend.
pub(super) fn leave_out(
    effects: &[ReadyEffect],
    together: &Together,
    places: Vec<usize>,
) -> Result<Rest, ArithmeticError> {
    match together {
        Together::Summed(groups) => groups.without(effects, &places).map(Rest::Summed),
        Together::Nothing | Together::OnValue => Ok(Rest::OnValue(places)),
    }
}

/// The value with the effects that act.
pub(super) fn apply(
    terms: &KpiTerms,
    acting: Acting<'_>,
    value: Number,
    month: usize,
) -> Result<Number, ArithmeticError> {
    let with_effects = match acting {
        Acting::Nothing => value,
        Acting::Summed(course) => apply_sums(terms, course.at(month), value)?,
        Acting::OneByOne { effects, out } => {
            let rule = Rule::of(terms, Some(value))?;
            let sums =
                staying(effects, out).try_fold(Sums::NONE, |sums, effect| sums.join(Sums::of(rule, effect, month)?))?;
            apply_sums(terms, sums, value)?
        }
    };
    Ok(hold(with_effects))
}

/// The effects without those at some places, which ascend.
fn staying<'effects>(effects: &'effects [ReadyEffect], out: &[usize]) -> impl Iterator<Item = &'effects ReadyEffect> {
    effects.iter().enumerate().filter(|(place, _)| out.binary_search(place).is_err()).map(|(_, effect)| effect)
}

/// Where there is no start, the value of each month is it.
fn hangs_on_value(terms: &KpiTerms) -> bool {
    terms.combine == Combine::Diminishing && start_value(terms).is_none()
}

/// The value that effects start from: when nothing is funded, else today's.
pub(super) fn start_value(terms: &KpiTerms) -> Option<Number> {
    terms.unfunded.or(terms.baseline)
}

/// The absolute effects first, as the KPI combines them; the relative ones multiply what these leave.
fn apply_sums(terms: &KpiTerms, sums: Sums, value: Number) -> Result<Number, ArithmeticError> {
    let mut after = value;
    if let (Some(limit), true) = (terms.limit, sums.left != Number::ONE) {
        let way = limit.subtract(value)?;
        // Beyond the limit there is no way left that an improving effect could cover.
        if toward(terms).improves(way) {
            after = limit.subtract(way.multiply(sums.left)?)?;
        }
    }
    after.add(sums.best)?.add(sums.added)?.multiply(sums.factor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::effect::Size;
    use super::super::projection::EffectNature;
    use super::*;
    use crate::check::{Direction, ShownUnit};
    use crate::model::Id;
    use crate::model::kpi::Better;
    use crate::quantity::{Ratio, Unit};
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
            shown: ShownUnit { unit: Unit::number(), ratio: Ratio::ONE },
            direction: Direction::Said,
            baseline: Some(number(baseline)),
            unfunded: None,
            trend: None,
            formula: None,
            divided_costs: Vec::new(),
            low: None,
            least: None,
            high: None,
            better,
            ceiling: None,
            combine,
            limit: limit.map(number),
            target: None,
            markers: Vec::new(),
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
            key: 0,
            span: Span::default(),
        }
    }

    fn value(terms: &KpiTerms, effects: &[ReadyEffect], before: &str, month: usize) -> String {
        let together = put_together(terms, effects, 12).expect("sums");
        apply(terms, together.acting(effects), number(before), month).expect("a value").to_string()
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
        assert_eq!(value(&at_limit, &effects(&["0.1"]), "0.8", 0), "0.8");
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
        let lower = kpi(Combine::Max, Better::Lower, "30", None);
        assert_eq!(value(&lower, &effects(&["-2", "-5", "1"]), "30", 0), "26");
        // Relative effects multiply what these leave, all of them.
        assert_eq!(value(&terms, &effects(&["5", "3", "*0.1", "*-0.5"]), "30", 0), "19.25");
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
        let months = (0usize..8, 1usize..6, 0usize..12);
        (nature, -40i64..60, months, 0u64..40).prop_map(|(nature, thousandths, (first, over, length), key)| {
            let size = Number::from_integer(thousandths).divide(Number::from_integer(300)).expect("a size");
            let last = (first + length).min(11);
            ReadyEffect { last, key, ..effect(nature, size, first, over) }
        })
    }

    /// In the order of their keys, as a book has them.
    fn any_effects(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<ReadyEffect>> {
        proptest::collection::vec(any_effect(), count).prop_map(|mut effects| {
            effects.sort_by_key(|effect| effect.key);
            effects
        })
    }

    fn any_better() -> impl Strategy<Value = Better> {
        prop_oneof![Just(Better::Higher), Just(Better::Lower), Just(Better::Nearer)]
    }

    fn any_combine() -> impl Strategy<Value = Combine> {
        prop_oneof![Just(Combine::Add), Just(Combine::Max), Just(Combine::Diminishing)]
    }

    proptest! {
        #[test]
        fn leaving_some_out_is_as_if_they_were_never_there(
            (combine, better) in (any_combine(), any_better()),
            effects in any_effects(1..60),
            chosen in proptest::collection::vec(proptest::bool::weighted(0.2), 60),
            before in -900i64..900,
        ) {
            let mut terms = kpi(combine, better, "0.5", Some("0.9"));
            terms.target = Some(crate::check::TargetTerms { value: number("0.8"), month: 11, span: Span::default() });
            let before = Number::from_integer(before).divide(Number::from_integer(700)).expect("a number");
            let out: Vec<usize> = (0..effects.len()).filter(|place| chosen[*place]).collect();
            let stay: Vec<ReadyEffect> =
                effects.iter().enumerate().filter(|(place, _)| !chosen[*place]).map(|(_, effect)| effect.clone()).collect();
            let rest = leave_out(&effects, &put_together(&terms, &effects, 12).expect("sums"), out).expect("sums");
            let plain = put_together(&terms, &stay, 12).expect("sums");
            for month in 0..12 {
                let left = apply(&terms, rest.acting(&effects), before, month).expect("a value");
                prop_assert_eq!(left, apply(&terms, plain.acting(&stay), before, month).expect("a value"));
            }
        }

        #[test]
        fn improving_effects_never_pass_the_limit(
            effects in any_effects(0..9),
            start in 0i64..=900,
        ) {
            let absolute: Vec<ReadyEffect> =
                effects.into_iter().filter(|effect| effect.nature == EffectNature::Absolute).collect();
            let terms = kpi(Combine::Diminishing, Better::Higher, "0.5", Some("0.9"));
            let before = Number::from_integer(start).divide(Number::from_integer(1_000)).expect("a number");
            let together = put_together(&terms, &absolute, 12).expect("sums");
            for month in 0..12 {
                let after = apply(&terms, together.acting(&absolute), before, month).expect("a value");
                prop_assert!(after <= number("0.9"));
            }
        }
    }
}
