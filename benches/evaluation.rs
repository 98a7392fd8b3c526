//! How fast checked plans are evaluated: ranking and funding of many packages, projection of many effects.
//!
//! `RAYON_NUM_THREADS=1 cargo bench --bench evaluation` measures on one core. `cargo bench --bench evaluation -- --once
//! STEP` runs one step once, for tools that count instructions; it names the steps when it does not know one.

#[allow(dead_code, reason = "only the other benches write plans to disk or make mistakes in them")]
mod generate;

use std::hint::black_box;

use criterion::Criterion;
use generate::Size;
use zbb::check::rules::Lints;
use zbb::check::{CheckedPlan, check};
use zbb::diagnostic::Diagnostics;
use zbb::evaluate::{
    Depth, FundingChoice, FundingOutcome, LevelMoney, LevelScore, LevelSet, Projection, cost_levels, fund, project,
    rank, score_levels,
};
use zbb::model::{Id, Level};
use zbb::resolve::resolve;
use zbb::source::Sources;
use zbb::syntax::parse_all;

/// 10,000 packages of three levels.
const FUNDING: Size = Size { packages: 10_000, kpis: 40, months: 12, mistakes: 0 };
/// 5,001 effects on 200 KPIs over five years.
const PROJECTION: Size = Size { packages: 1_667, kpis: 200, months: 60, mistakes: 0 };
/// As large as plans of whole groups of companies: what each package brings takes a look at each.
const CONTRIBUTIONS: Size = Size { packages: 7_000, kpis: 40, months: 12, mistakes: 0 };
/// The same with all effects on a few KPIs.
const FEW_KPIS: Size = Size { kpis: 6, ..CONTRIBUTIONS };

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--once") {
        once(arguments.get(place + 1).map_or("", String::as_str));
        return;
    }
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for (name, size, step) in STEPS {
        let case = Case::new(size);
        criterion.bench_function(name, |bencher| bencher.iter(|| step(&case)));
    }
    criterion.final_summary();
}

/// One step of an evaluation, with the size of the plan it starts from.
type Step = (&'static str, Size, fn(&Case));

const STEPS: [Step; 7] = [
    ("cost 10,000 packages", FUNDING, |case| drop(black_box(cost_levels(&case.plan)))),
    ("score 10,000 packages", FUNDING, |case| drop(black_box(score_levels(&case.plan, &case.money)))),
    ("rank and fund 10,000 packages", FUNDING, |case| {
        drop(black_box(rank_and_fund(&case.plan, &case.money, &case.scores)))
    }),
    ("cost, score, rank and fund 10,000 packages", FUNDING, |case| drop(black_box(all_of_funding(&case.plan)))),
    ("project 200 KPIs over 60 months with 5,001 effects", PROJECTION, |case| {
        drop(black_box(projected(case, Depth::Findings)))
    }),
    ("project with what each of 7,000 packages brings", CONTRIBUTIONS, |case| {
        drop(black_box(projected(case, Depth::Whole)))
    }),
    ("the same with 7,000 effects on each of three KPIs", FEW_KPIS, |case| {
        drop(black_box(projected(case, Depth::Whole)))
    }),
];

fn once(name: &str) {
    match STEPS.into_iter().find(|(known, ..)| *known == name) {
        Some((_, size, step)) => step(&Case::new(size)),
        None => STEPS.iter().for_each(|(name, ..)| println!("{name}")),
    }
}

/// A checked plan with every level funded, costed and scored.
struct Case {
    plan: CheckedPlan,
    money: Vec<LevelMoney>,
    scores: Vec<LevelScore>,
    funded: LevelSet,
}

impl Case {
    fn new(size: Size) -> Case {
        let mut sources = Sources::new();
        for (path, text) in generate::plan(size) {
            // On one KPI of three only the best effect counts.
            sources.add(path, text.replace("combine: diminishing", "combine: max"));
        }
        let mut diagnostics = Diagnostics::new();
        let trees = parse_all(&mut diagnostics, &sources);
        let plan = resolve(&mut diagnostics, &trees, None);
        let mut lints = Lints::read(&mut diagnostics, &plan, None);
        let plan = check(&mut diagnostics, plan, &mut lints).expect("a plan without errors");
        let money = cost_levels(&plan).expect("costs");
        let scores = score_levels(&plan, &money).expect("scores");
        let ranked: Vec<Id<Level>> = rank(&plan, &money, &scores).iter().map(|ranked| ranked.level).collect();
        let funded = LevelSet::of(plan.levels.len(), &ranked);
        Case { plan, money, scores, funded }
    }
}

fn rank_and_fund(plan: &CheckedPlan, money: &[LevelMoney], scores: &[LevelScore]) -> FundingOutcome {
    let ranked = rank(plan, money, scores);
    fund(plan, money, scores, &ranked, FundingChoice::default()).expect("a funding").expect("a rule")
}

fn all_of_funding(plan: &CheckedPlan) -> FundingOutcome {
    let money = cost_levels(plan).expect("costs");
    let scores = score_levels(plan, &money).expect("scores");
    rank_and_fund(plan, &money, &scores)
}

fn projected(case: &Case, depth: Depth) -> Projection {
    project(&mut Diagnostics::new(), &case.plan, &case.money, &case.funded, depth).expect("a projection")
}
