//! Projections of random plans against a naive one: written from the language alone (§6), with nothing of the compiler but
//! its numbers as text. Slow and plain on purpose.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use zbb::compile::{Options, compile};
use zbb::source::Sources;

/// Figures as fractions of two whole numbers: exact, and of another make than the compiler's.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Exact(i128, i128);

impl Exact {
    const ZERO: Exact = Exact(0, 1);
    const ONE: Exact = Exact(1, 1);

    fn of(over: i128, under: i128) -> Exact {
        let (mut a, mut b) = (over.abs(), under.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = if under < 0 { -1 } else { 1 };
        Exact(sign * over / a.max(1), under.abs() / a.max(1))
    }

    fn plus(self, other: Exact) -> Exact {
        Exact::of(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn minus(self, other: Exact) -> Exact {
        self.plus(Exact(-other.0, other.1))
    }

    fn times(self, other: Exact) -> Exact {
        Exact::of(self.0 * other.0, self.1 * other.1)
    }

    fn by(self, other: Exact) -> Exact {
        Exact::of(self.0 * other.1, self.1 * other.0)
    }

    fn is_above(self, other: Exact) -> bool {
        self.minus(other).0 > 0
    }

    /// Whether a number, as written, is this to eight decimals.
    fn is_written(self, text: &str) -> bool {
        let (whole, decimals) =
            text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
        let digits: String = decimals.chars().chain("0000000000".chars()).take(10).collect();
        let size: i128 = format!("{whole}{digits}").parse().expect("digits");
        let seen = if text.starts_with('-') { -size } else { size };
        (seen - self.0 * 10_000_000_000 / self.1).abs() <= 100
    }
}

/// An effect: what it adds in tenths, or by how many percent it multiplies.
#[derive(Debug, Clone)]
struct Effect {
    tenths: i128,
    is_relative: bool,
    after: usize,
    over: usize,
    until: Option<usize>,
}

/// A KPI with its effects, each by a level of its own that begins in a month.
#[derive(Debug, Clone)]
struct Kpi {
    better: &'static str,
    combine: &'static str,
    start: i128,
    unfunded: Option<i128>,
    trend: i128,
    formula: Formula,
    effects: Vec<(usize, Effect)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Formula {
    None,
    Previous,
    LagOfItself(usize),
}

/// The best attainable, beyond all starts: 100 where higher is better, 0 where lower is.
fn ceiling(kpi: &Kpi) -> Exact {
    if kpi.better == "lower" { Exact::ZERO } else { Exact(100, 1) }
}

const MONTHS: usize = 8;

/// The share of an effect that counts in month `i` (1, 2, …), of a level that starts in month `s`.
fn ramp(effect: &Effect, s: usize, i: usize) -> Exact {
    if effect.until.is_some_and(|until| i > until) || i < s + effect.after {
        return Exact::ZERO;
    }
    let unfolded = Exact::of((i - s - effect.after + 1) as i128, effect.over as i128);
    if unfolded.is_above(Exact::ONE) { Exact::ONE } else { unfolded }
}

/// A KPI month by month, with its effects.
fn project(kpi: &Kpi) -> Vec<Exact> {
    let start = Exact(kpi.unfunded.unwrap_or(kpi.start), 1);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for i in 1..=MONTHS {
        let earlier =
            |months: usize| -> Exact { if i > months { before[i - months - 1] } else { Exact(kpi.start, 1) } };
        let base = match kpi.formula {
            Formula::None => start.plus(Exact::of(kpi.trend * i as i128, 10)),
            Formula::Previous => earlier(1),
            Formula::LagOfItself(months) => earlier(months),
        };
        before.push(base);
        after.push(with_effects(kpi, base, start, i));
    }
    after
}

fn with_effects(kpi: &Kpi, base: Exact, start: Exact, i: usize) -> Exact {
    let mut value = base;
    let mut harm = Exact::ZERO;
    let mut best = Exact::ZERO;
    let mut left = Exact::ONE;
    let mut factor = Exact::ONE;
    let helps = |size: Exact| if kpi.better == "lower" { size.0 < 0 } else { size.0 > 0 };
    for (s, effect) in &kpi.effects {
        let ramp = ramp(effect, *s, i);
        let size = Exact::of(effect.tenths, 10);
        if effect.is_relative {
            factor = factor.times(Exact::ONE.plus(Exact::of(effect.tenths, 1_000).times(ramp)));
            continue;
        }
        match kpi.combine {
            "max" if helps(size) => {
                let counts = size.times(ramp);
                if helps(counts.minus(best)) {
                    best = counts;
                }
            }
            "diminishing" if helps(size) => {
                let q = size.by(ceiling(kpi).minus(start));
                let q = if q.is_above(Exact::ONE) { Exact::ONE } else { q };
                left = left.times(Exact::ONE.minus(q.times(ramp)));
            }
            _ => harm = harm.plus(size.times(ramp)),
        }
    }
    if kpi.combine == "diminishing" && helps(ceiling(kpi).minus(base)) {
        value = ceiling(kpi).minus(ceiling(kpi).minus(base).times(left));
    }
    value.plus(best).plus(harm).times(factor)
}

fn any_effect() -> impl Strategy<Value = (usize, Effect)> {
    let size = prop_oneof![3 => (-80i128..120, Just(false)), 1 => (-300i128..200, Just(true))];
    (1usize..5, size, 0usize..4, 1usize..5, proptest::option::weighted(0.3, 4usize..8)).prop_map(
        |(starts, (tenths, is_relative), after, over, until)| {
            let until = until.map(|until| until.max(starts + after));
            (starts, Effect { tenths, is_relative, after, over, until })
        },
    )
}

fn any_kpi() -> impl Strategy<Value = Kpi> {
    let better = prop_oneof![Just("higher"), Just("lower"), Just("nearer")];
    let combine = prop_oneof![Just("add"), Just("max"), Just("diminishing")];
    let formula = prop_oneof![
        4 => Just(Formula::None),
        1 => Just(Formula::Previous),
        1 => (2usize..4).prop_map(Formula::LagOfItself),
    ];
    let values = (20i128..80, proptest::option::weighted(0.3, 20i128..80), -9i128..9);
    let effects = proptest::collection::vec(any_effect(), 0..5);
    (better, combine, formula, values, effects).prop_map(|(better, combine, formula, values, effects)| {
        let (start, unfunded, trend) = values;
        let combine = if better == "nearer" { "add" } else { combine };
        let trend = if formula == Formula::None { trend } else { 0 };
        Kpi { better, combine, start, unfunded, trend, formula, effects }
    })
}

fn tenths(value: i128) -> String {
    format!("{}{}.{}", if value < 0 { "-" } else { "+" }, value.abs() / 10, value.abs() % 10)
}

fn plan_of(kpis: &[Kpi]) -> String {
    let mut text = "plan p { currency: USD, calendar: 2027-01 .. 2027-08 }\nrole boss\n\
        department d { owner: boss }\ncategory c { owner: boss }\n\
        funding { budget: 1M USD, policy: skip, rank: score }\n"
        .to_owned();
    let mut levels: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (place, kpi) in kpis.iter().enumerate() {
        let unfunded = kpi.unfunded.map_or(String::new(), |value| format!(", unfunded: {value} hours"));
        let formula = match kpi.formula {
            Formula::None => format!(", trend: {} hours/month", tenths(kpi.trend)),
            Formula::Previous => ", formula: previous".to_owned(),
            Formula::LagOfItself(months) => format!(", formula: lag(k{place}, {months} months)"),
        };
        let range = if kpi.combine == "diminishing" {
            format!(
                ", range: {} hours .. {} hours",
                if kpi.better == "lower" { 0 } else { -9999 },
                if kpi.better == "lower" { 9999 } else { 100 }
            )
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "kpi k{place} {{ unit: hours, baseline: {} hours{unfunded}, better: {}, combine: {}{formula}{range}, source: \"s\" }}",
            kpi.start, kpi.better, kpi.combine
        );
        for (number, (starts, effect)) in kpi.effects.iter().enumerate() {
            let size = if effect.is_relative {
                format!("{}%", tenths(effect.tenths))
            } else {
                format!("{} hours", tenths(effect.tenths))
            };
            let until = effect.until.map_or(String::new(), |until| format!(" until 2027-{until:02}"));
            levels.entry((*starts, number)).or_default().push(format!(
                "effect k{place} \"{number}\": {size} after {} months over {} months{until} evidence history",
                effect.after, effect.over
            ));
        }
    }
    for ((starts, number), effects) in levels {
        let _ = writeln!(
            text,
            "package p{starts}_{number} {{\ndepartment: d\nowner: boss\njustification: \"Reason {starts} of {number}.\"\nconsequence: \"None.\"\n\
             level x {{\nstarts: 2027-{starts:02}\ncost c: 1 USD in 2027-{starts:02}\n{}\n}}\n}}",
            effects.join("\n")
        );
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_projection_is_what_the_naive_one_gives(kpis in proptest::collection::vec(any_kpi(), 1..5)) {
        let text = plan_of(&kpis);
        let compiled = compile(&Sources::single("plan.zbb", text.as_str()), Options::default());
        let errors: Vec<&str> = compiled.diagnostics.items().iter()
            .filter(|item| item.code.id().starts_with('E') && item.code.id() != "E0530")
            .map(|item| item.message.as_str()).collect();
        prop_assert!(errors.is_empty(), "{text}\n{errors:?}");
        let evaluation = compiled.evaluation.expect("a plan that comes to something");
        for (place, kpi) in kpis.iter().enumerate() {
            let bare = Kpi { effects: Vec::new(), ..kpi.clone() };
            let lights = [(&evaluation.projection.funded, kpi), (&evaluation.projection.zero_base, &bare)];
            for (outcome, kpi) in lights {
                let seen: Vec<String> = outcome.kpis[place].values.iter().map(|value| value.expect("a value").to_string()).collect();
                let own = project(kpi);
                prop_assert_eq!(seen.len(), own.len());
                let agree = own.iter().zip(&seen).all(|(own, seen)| own.is_written(seen));
                prop_assert!(agree, "k{place}: {seen:?}, and naively {own:?}\n{text}");
            }
        }
    }
}
