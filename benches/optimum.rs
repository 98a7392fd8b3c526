//! How long the search for the best set takes: by class of instance and by size, with the gap where it is not proved.
//! `cargo bench --bench optimum` walks all; with names of classes after `--`, only those.
//!
//! The same classes are set beside HiGHS and CP-SAT by `benches/solvers.py`.

#![allow(clippy::float_arithmetic, reason = "times are shown, nothing is decided by them")]

use std::time::Instant;

use zbb::evaluate::optimum::{Admission, Best, Choice, Effort, Instance, Proof, best};

/// A class of instances: how its scores hang on costs, and what bounds them besides one budget.
struct Class {
    name: &'static str,
    score: fn(&mut Chance, i64) -> i128,
    has_needs: bool,
    has_sides: bool,
    packages: &'static [usize],
}

/// Scores have twelve decimals.
const UNIT: i128 = 1_000_000_000_000;

const CLASSES: &[Class] = &[
    Class {
        name: "budget-like",
        score: budget_like,
        has_needs: false,
        has_sides: false,
        packages: &[100, 1_000, 10_000, 100_000],
    },
    Class {
        name: "uncorrelated",
        score: uncorrelated,
        has_needs: false,
        has_sides: false,
        packages: &[100, 1_000, 10_000, 100_000],
    },
    Class {
        name: "weakly-correlated",
        score: weakly,
        has_needs: false,
        has_sides: false,
        packages: &[100, 1_000, 10_000],
    },
    Class { name: "strongly-correlated", score: strongly, has_needs: false, has_sides: false, packages: &[100, 1_000] },
    Class { name: "subset-sum", score: subset_sum, has_needs: false, has_sides: false, packages: &[100, 1_000] },
    Class { name: "needs", score: budget_like, has_needs: true, has_sides: false, packages: &[100, 1_000, 10_000] },
    Class { name: "sides", score: budget_like, has_needs: true, has_sides: true, packages: &[50, 100, 200] },
];

/// Instances of each size; the middle time is told.
const INSTANCES: u64 = 5;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for class in CLASSES.iter().filter(|class| asked.is_empty() || asked.iter().any(|one| one == class.name)) {
        for packages in class.packages {
            let mut runs: Vec<(f64, Option<f64>)> =
                (0..INSTANCES).map(|seed| measured(class, *packages, seed)).collect();
            runs.sort_by(|left, right| left.0.total_cmp(&right.0));
            let middle = runs.get(runs.len() / 2).map_or(0.0, |run| run.0);
            let most = runs.last().map_or(0.0, |run| run.0);
            let gaps: Vec<f64> = runs.iter().filter_map(|run| run.1).collect();
            let worst = gaps.iter().copied().fold(0.0, f64::max);
            println!(
                "{:20} {packages:7} packages: {:9.2} ms, at most {:9.2} ms; {} of {} proved{}",
                class.name,
                middle * 1e3,
                most * 1e3,
                runs.len() - gaps.len(),
                runs.len(),
                if gaps.is_empty() { String::new() } else { format!(", gap at most {:.3} %", worst * 100.0) },
            );
        }
    }
}

/// The seconds it took, and the gap where it is not proved.
fn measured(class: &Class, packages: usize, seed: u64) -> (f64, Option<f64>) {
    let instance = instance(class, packages, seed);
    let start = Instant::now();
    let found = best(&instance, &[], &mut Effort::new(100_000_000));
    let seconds = start.elapsed().as_secs_f64();
    let gap = |best: &Best| match best.proof {
        Proof::Proved(_) => None,
        Proof::Within(most) => Some((most - best.score) as f64 / best.score.max(1) as f64),
    };
    (seconds, found.as_ref().and_then(gap))
}

/// Packages of three levels, each adding to the one before, that cost 5,000 to 400,000.
fn instance(class: &Class, packages: usize, seed: u64) -> Instance {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (seed + 1).wrapping_mul(0xD129_0D3B_3B1A_7B2B));
    let periods = if class.has_sides { 4 } else { 1 };
    let caps = if class.has_sides { 3 } else { 0 };
    let mut instance = Instance::default();
    for place in 0..packages * 3 {
        let cost = (5_000 + chance.below(395_000)) * 100;
        let quarter = usize::try_from(chance.below(4)).unwrap_or(0);
        let mut level = Choice {
            score: (class.score)(&mut chance, cost),
            predecessor: place.checked_sub(1).filter(|_| place % 3 > 0),
            standing: Admission::Free,
            ..Choice::default()
        };
        let package = place / 3;
        if class.has_needs && place % 3 == 0 && package > 0 && chance.below(100) < 15 {
            // Of the few packages before it, so that clusters stay small.
            let back = 1 + usize::try_from(chance.below(5)).unwrap_or(0);
            level.needs.push(vec![package.saturating_sub(back) * 3]);
        }
        if class.has_sides {
            level.caps.push((package % caps, cost));
            if chance.below(100) < 3 && place > 6 {
                level.excludes.push(place - 5);
            }
        }
        instance.costs.extend((0..periods).map(|period| if periods == 1 || period == quarter { cost } else { 0 }));
        instance.levels.push(level);
    }
    let all: i64 = instance.costs.iter().sum();
    instance.periods = vec![all * 2 / 5 / i64::try_from(periods).unwrap_or(1); periods];
    instance.caps = vec![all / 9; caps];
    instance
}

fn budget_like(chance: &mut Chance, cost: i64) -> i128 {
    i128::from(cost) * (400 + i128::from(chance.below(1_200))) * UNIT / 10_000_000_000
}

fn uncorrelated(chance: &mut Chance, _: i64) -> i128 {
    i128::from(chance.below(10_000_000_000)) * UNIT / 1_000_000_000
}

fn weakly(chance: &mut Chance, cost: i64) -> i128 {
    (i128::from(cost) + i128::from(chance.below(8_000_000)) - 4_000_000).max(1) * UNIT / 10_000_000
}

fn strongly(_: &mut Chance, cost: i64) -> i128 {
    (i128::from(cost) + 4_000_000) * UNIT / 10_000_000
}

fn subset_sum(_: &mut Chance, cost: i64) -> i128 {
    i128::from(cost) * UNIT / 10_000_000
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from((self.0 >> 11) % most.unsigned_abs().max(1)).unwrap_or(0)
    }
}
