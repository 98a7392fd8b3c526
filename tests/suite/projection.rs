//! Projections worked out by hand: each file of `tests/cases/projection` says in `#=` lines what it comes to, and in `#!`
//! lines what evaluation reports of it.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use zbb::check::rules::Lints;
use zbb::check::{CheckedPlan, check};
use zbb::diagnostic::Diagnostics;
use zbb::evaluate::{Contribution, Depth, Evaluation, LevelSet, Measures, Projected, RangeStanding, evaluate, project};
use zbb::model::{AnyId, Id, Level};
use zbb::quantity::Number;
use zbb::resolve::resolve;
use zbb::source::Sources;
use zbb::syntax::parse_all;

/// What a case stands in, unless it declares a `plan` itself: six months, and money for everything.
const AROUND: &str = "
plan short { currency: USD, calendar: 2027-01 .. 2027-06 }
role lead
department team { owner: lead }
category salaries { owner: lead }
unit visitor
unit customer
funding { budget: 1M USD, policy: skip, rank: score }
";

#[test]
fn every_case_comes_to_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/projection");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a case");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if let Err(message) = compare(&text) {
            let _ = write!(wrong, "\n{name}:\n{message}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compares what a case says with what it comes to.
fn compare(text: &str) -> Result<(), String> {
    let (plan, evaluation, reported) = evaluated(text)?;
    let account = account(&plan, &evaluation);
    let said = |mark: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(mark)).map(|line| line.trim().to_owned()).collect()
    };
    let missing: Vec<String> = said("#=").into_iter().filter(|line| !account.contains(line)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "  missing:\n    {}\n  there is:\n    {}\n",
            missing.join("\n    "),
            account.join("\n    ")
        ));
    }
    if said("#!") != reported {
        return Err(format!("  reported:\n    {}\n", reported.join("\n    ")));
    }
    Ok(())
}

/// The plan of a case, what it comes to, and what evaluation reports.
fn evaluated(text: &str) -> Result<(CheckedPlan, Evaluation, Vec<String>), String> {
    let mut sources = Sources::single("case.zbb", text);
    if !text.lines().any(|line| line.starts_with("plan ")) {
        sources.add("around.zbb", AROUND);
    }
    let mut diagnostics = Diagnostics::new();
    let trees = parse_all(&mut diagnostics, &sources);
    let plan = resolve(&mut diagnostics, &trees, None);
    let mut lints = Lints::read(&mut diagnostics, &plan, None);
    let checked = check(&mut diagnostics, plan, &mut lints);
    let checked = checked.ok_or_else(|| format!("  does not compile: {:#?}\n", diagnostics.items()))?;
    let mut reported = Diagnostics::new();
    let evaluation = evaluate(&mut reported, &checked);
    reported.sort();
    let lines: Vec<String> =
        reported.items().iter().map(|item| format!("{} {}", item.code.id(), item.message)).collect();
    let evaluation = evaluation.ok_or_else(|| format!("  nothing comes of it: {lines:?}\n"))?;
    Ok((checked, evaluation, lines))
}

/// All that comes of a plan, in lines.
fn account(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<String> {
    let projection = &evaluation.projection;
    let mut lines = Vec::new();
    outcome_lines(plan, "zero", &projection.zero_base, &mut lines);
    outcome_lines(plan, "funded", &projection.funded, &mut lines);
    if let Some(outcome) = &projection.risk_adjusted {
        outcome_lines(plan, "risk", outcome, &mut lines);
    }
    for contribution in &projection.contributions {
        contribution_lines(plan, contribution, &mut lines);
    }
    for estimate in &projection.estimates {
        let [low, likely, high] = [estimate.low, estimate.likely, estimate.high];
        let (level, kpi) = (path(plan, estimate.level.into()), path(plan, estimate.kpi.into()));
        let mean = estimate.mean.round_half_even(6);
        let deviation = estimate.deviation.round_half_even(6);
        lines.push(format!("estimate {level} {kpi}: {low} {likely} {high} mean {mean} deviation {deviation}"));
    }
    for require in &evaluation.requires {
        let verdict = format!("{:?}", require.verdict).to_lowercase();
        let title = plan.plan().head(require.id.into()).display().to_owned();
        let values = require.operands.iter().map(|operand| shown(operand.value)).collect::<Vec<_>>().join(" ");
        lines.push(format!("require \"{title}\": {verdict} {values}"));
    }
    for moment in &evaluation.moments {
        let (proactive, reactive) = (measures(plan, &moment.proactive), measures(plan, &moment.reactive));
        let (name, spend) = (path(plan, moment.moment.into()), moment.spend.number());
        lines.push(format!("moment {name}: proactive {proactive}; reactive {reactive}; spent {spend}"));
    }
    lines
}

fn outcome_lines(plan: &CheckedPlan, light: &str, outcome: &Projected, lines: &mut Vec<String>) {
    for kpi in plan.plan().kpis.ids() {
        let values: Vec<String> = outcome.kpi(kpi).iter().map(|value| shown(*value)).collect();
        lines.push(format!("{light} {}: {}", path(plan, kpi.into()), values.join(" ")));
    }
    for (stage, flow) in plan.plan().stages.ids().zip(&outcome.stages) {
        let pairs = flow.entering.iter().zip(&flow.leaving);
        let values: Vec<String> =
            pairs.map(|(entering, leaving)| format!("{}>{}", shown(*entering), shown(*leaving))).collect();
        lines.push(format!("{light} {}: {}", path(plan, stage.into()), values.join(" ")));
    }
}

fn contribution_lines(plan: &CheckedPlan, contribution: &Contribution, lines: &mut Vec<String>) {
    let package = path(plan, contribution.package.into());
    let changes: Vec<String> = contribution
        .changes
        .iter()
        .map(|change| {
            let [with, without, difference] = [change.with, change.without, change.difference].map(shown);
            format!("{} {with} - {without} = {difference}", path(plan, change.kpi.into()))
        })
        .collect();
    lines.push(format!("without {package}: {}", changes.join("; ")).trim().to_owned());
    lines.push(format!("falls {package}: {}", levels(plan, &contribution.falls)));
}

fn measures(plan: &CheckedPlan, measures: &Measures) -> String {
    let [funded, unfunded] = [&measures.funded, &measures.unfunded].map(|all| levels(plan, all));
    format!("[{funded}] [{unfunded}]")
}

fn levels(plan: &CheckedPlan, levels: &[Id<Level>]) -> String {
    levels.iter().map(|level| path(plan, (*level).into())).collect::<Vec<_>>().join(" ")
}

fn path(plan: &CheckedPlan, id: AnyId) -> String {
    plan.plan().head(id).path.to_string()
}

fn shown(value: Option<Number>) -> String {
    value.map_or_else(|| "n/a".to_owned(), |value| value.to_string())
}

/// An effect line of a random plan.
fn any_effect() -> impl Strategy<Value = String> {
    let kpi = prop_oneof![Just(("retention", "pp", 700)), Just(("nps", " pts", 3_000)), Just(("wait", "%", 30_000))];
    (kpi, 1u32..9, 0u32..3, 1u32..5).prop_map(|((kpi, unit, most), ninths, after, over)| {
        let size = most * ninths / 9;
        let size = format!("{}.{:03}", size / 1_000, size % 1_000);
        format!("effect {kpi} \"E\": +{size}{unit} after {after} months over {over} months evidence history")
    })
}

fn random_plan(effects: &[String], packages: usize) -> String {
    let mut text = String::from(
        "kpi retention { kind: retention, baseline: 90%, ceiling: 97% }
         kpi nps { kind: nps, baseline: 30 pts, combine: max }
         kpi wait { unit: hours, baseline: 7 hours, better: lower }\n",
    );
    for package in 0..packages {
        let _ = writeln!(
            text,
            "package p{package} {{
               department: team
               owner: lead
               justification: \"Reason number {package}.\"
               consequence: \"None.\"
               level only {{\n cost salaries: 1k USD in 2027-01"
        );
        for (place, effect) in effects.iter().enumerate().filter(|(place, _)| place % packages == package) {
            let _ = writeln!(text, "{}", effect.replace("\"E\"", &format!("\"{place}\"")));
        }
        text.push_str("}\n}\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Lines may stand in any order: not one digit of any month changes.
    #[test]
    fn the_order_of_effects_changes_no_digit(
        effects in proptest::collection::vec(any_effect(), 1..8).prop_shuffle(),
    ) {
        let mut reversed = effects.clone();
        reversed.reverse();
        let lines = |effects: &[String]| {
            let (plan, evaluation, _) = evaluated(&random_plan(effects, 1)).expect("a plan");
            account(&plan, &evaluation)
        };
        prop_assert_eq!(lines(&effects), lines(&reversed));
    }

    /// What a package brings is what its absence takes away, as if the plan had been written without it.
    #[test]
    fn a_contribution_is_the_plan_without_the_package(effects in proptest::collection::vec(any_effect(), 3..9)) {
        let whole = random_plan(&effects, 3);
        let (plan, evaluation, _) = evaluated(&whole).expect("a plan");
        for contribution in &evaluation.projection.contributions {
            let name = path(&plan, contribution.package.into());
            let start = whole.find(&format!("package {name} ")).expect("the package");
            let end = whole[start..].find("\n}\n}\n").map_or(whole.len(), |length| start + length + 5);
            let without = format!("{}{}", &whole[..start], &whole[end..]);
            let (_, other, _) = evaluated(&without).expect("a plan");
            for change in &contribution.changes {
                let plain = other.projection.funded.kpi_at(change.kpi, change.month);
                prop_assert_eq!(change.without.map(cut), plain.map(cut));
            }
        }
    }

    /// What each package brings is worked out from what it reaches alone: not one digit differs from a projection of all
    /// that is left.
    #[test]
    fn a_contribution_is_to_the_last_digit_the_projection_of_the_other_levels(packages in any_packages()) {
        let (plan, evaluation, _) = evaluated(&tangled_plan(&packages)).expect("a plan");
        let funded = &evaluation.funding.as_ref().expect("a funding").funded;
        prop_assert_eq!(evaluation.projection.contributions.len(), packages.len());
        for contribution in &evaluation.projection.contributions {
            let mut rest = LevelSet::of(plan.levels.len(), funded);
            contribution.falls.iter().for_each(|level| rest.remove(*level));
            let projected = project(&mut Diagnostics::new(), &plan, &evaluation.money, &rest, Depth::Findings);
            let without = projected.expect("a projection").funded;
            for kpi in plan.plan().kpis.ids() {
                let change = contribution.changes.iter().find(|change| change.kpi == kpi);
                prop_assert_eq!(change.is_some(), evaluation.projection.funded.kpi(kpi) != without.kpi(kpi));
                if let Some(change) = change {
                    prop_assert_eq!(change.without, without.kpi_at(kpi, change.month));
                    let outside = without.kpis[kpi.index()].out_of_range.is_some();
                    prop_assert_eq!(change.standing == RangeStanding::Outside, outside);
                }
            }
        }
    }
}

/// The KPIs of a tangled plan: every way in which effects come together, formulas over KPIs, costs and flows.
const TANGLE: &str = "
kpi retention { kind: retention, baseline: 90%, ceiling: 97% }
kpi nps { kind: nps, baseline: 30 pts, combine: max, target: 50 pts by 2027-04 }
kpi wait { unit: hours, baseline: 7 hours, better: lower }
kpi stock { unit: number, baseline: 10, better: nearer, target: 12 by 2027-05 }
kpi queue { unit: hours, baseline: 70 hours, better: lower, combine: max }
kpi opened { unit: %, formula: lag(retention, 1 month) * 60%, ceiling: 99% }
kpi customers { unit: customer, baseline: 1_000_000_000 customer, formula: previous * retention + store.decision.leaving }
kpi each { unit: USD/customer, formula: cost(team) / customers * (wait / 7 hours) }
kpi here { unit: USD, formula: cost(store.decision.desk) + cost(p1) * 2 }
journey store {
  entering: 90k visitor/month
  stage awareness { converts: opened }
  stage decision {
    converts: retention - 60%
    becomes: customer
    returns: 3% to awareness
    touchpoint desk
    touchpoint lobby
    touchpoint gate
  }
}
";

/// A package of a tangled plan: its effects, what it needs, and the month its cost falls in.
#[derive(Debug, Clone)]
struct Tangled {
    effects: Vec<String>,
    needs: Option<usize>,
    month: u32,
}

fn any_packages() -> impl Strategy<Value = Vec<Tangled>> {
    let effects = proptest::collection::vec(any_tangled_effect(), 1..5);
    let package = (effects, proptest::option::weighted(0.3, 0usize..12), 1u32..6);
    proptest::collection::vec(package.prop_map(|(effects, needs, month)| Tangled { effects, needs, month }), 2..12)
}

fn any_tangled_effect() -> impl Strategy<Value = String> {
    let kpi = prop_oneof![
        Just(("retention", "pp", 900)),
        Just(("nps", " pts", 3_000)),
        Just(("nps", " pts", -2_000)),
        Just(("wait", "%", -9_000)),
        Just(("wait", " hours", -200)),
        Just(("queue", " hours", -900)),
        Just(("queue", "%", -3_000)),
        Just(("stock", "", 1_500)),
        Just(("stock", "%", 12_000)),
        Just(("opened", "pp", 2_000)),
        Just(("customers", " customer", 90_000)),
    ];
    (kpi, 1i64..13, 0u32..3, 1u32..5, proptest::option::weighted(0.2, 2u32..7)).prop_map(
        |((kpi, unit, most), thirteenths, after, over, until)| {
            let size = (most * thirteenths / 13).abs();
            let sign = if most < 0 { "-" } else { "+" };
            let until = until.map_or(String::new(), |month| format!(" until 2027-{month:02}"));
            let (whole, rest) = (size / 1_000, size % 1_000);
            format!("effect {kpi} \"E\": {sign}{whole}.{rest:03}{unit} after {after} months over {over} months{until}")
        },
    )
}

fn tangled_plan(packages: &[Tangled]) -> String {
    let mut text = TANGLE.to_owned();
    for (index, package) in packages.iter().enumerate() {
        let needs = package.needs.map(|needed| needed % packages.len()).filter(|needed| *needed < index);
        let needs = needs.map_or(String::new(), |needed| format!("needs: [p{needed}]"));
        let _ = writeln!(
            text,
            "package p{index} {{
               department: team
               owner: lead
               serves: [store.decision.desk, store.decision.lobby, store.decision.gate]
               justification: \"Reason number {index}.\"
               consequence: \"None.\"
               {needs}
               level only {{\n cost salaries: 1_000.01 USD in 2027-{:02}",
            package.month
        );
        for (place, effect) in package.effects.iter().enumerate() {
            let _ = writeln!(text, "{} evidence history", effect.replace("\"E\"", &format!("\"{place}\"")));
        }
        text.push_str("}\n}\n");
    }
    text
}

fn cut(value: Number) -> Number {
    value.round_half_even(15)
}
