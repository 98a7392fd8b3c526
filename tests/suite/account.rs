//! What packages ask for, are given and cost today, in figures by hand: the examples, and plans made for one rule each.

use zbb::check::{CheckedPlan, Paid};
use zbb::compile::{Compiled, Options, compile};
use zbb::evaluate::{Evaluation, quantities};
use zbb::outcome::{Follows, Present, Scope, account, follows, nature, share_of_way};
use zbb::quantity::{Money, Number};
use zbb::source::Sources;

use super::report::example;

fn compiled(text: &str) -> Compiled {
    let compiled = compile(&Sources::single("plan.zbb", text), Options::default());
    assert!(compiled.evaluation.is_some(), "{:#?}", compiled.diagnostics.items());
    compiled
}

fn parts(compiled: &Compiled) -> (&CheckedPlan, &Evaluation) {
    (compiled.checked.as_ref().expect("a plan"), compiled.evaluation.as_ref().expect("an evaluation"))
}

fn money(amount: Money) -> String {
    amount.number().to_string()
}

#[test]
fn rival_ways_are_not_asked_for_together() {
    let compiled = compile(&example("moments_of_truth"), Options::default());
    let (plan, evaluation) = parts(&compiled);
    let account = account(plan, evaluation);
    // Of 24 ranked levels three are rivals of funded ones, and a funded package excludes the vouchers.
    assert_eq!((account.asked(), account.others()), (20, 4));
    // Given are 2,093,114.67; the two that do not state it and get something, 118,000 and 39,200, are left out.
    let compared = account.compared().expect("eight packages state it");
    assert_eq!(compared.scope, Scope::Stated(8, 11));
    assert_eq!((money(compared.today), money(compared.given)), ("1446000".into(), "1935914.67".into()));
    assert_eq!(money(compared.ends), "107000");
    assert_eq!(compared.change().expect("a change").round_half_even(2).to_string(), "0.34");
}

/// A plan with one package, whose lines are put in.
fn plan(months: &str, package: &str, more: &str) -> String {
    format!(
        "plan p \"P\" {{ currency: EUR, calendar: {months} }}\nrole r \"R\"\ndepartment d \"D\" {{ owner: r }}\n\
         category wages \"Wages\" {{ owner: r }}\ncategory tools \"Tools\" {{ owner: r, kind: capital }}\n\
         unit agent\nunit letter\ndriver pay {{ value: 60k EUR/agent/year, source: \"x\" }}\n\
         kpi csat {{ kind: csat, baseline: 70%, target: 80% by 2027-06, source: \"s\" }}\n\
         funding {{ budget: 200k EUR, policy: skip, rank: score }}\ncriterion c {{ weight: 100%, measured_by: [csat] }}\n\
         package a \"A\" {{\n  department: d\n  owner: r\n  justification: \"why\"\n  consequence: \"of package\"\n{package}\n}}\n{more}\n"
    )
}

const LEVEL: &str = "  level one { cost wages: 10k EUR in 2027-02, effect csat: +5pp evidence history }";

#[test]
fn today_is_as_long_as_the_calendar() {
    let of = |today: &str| {
        let compiled = compiled(&plan("2027-01 .. 2027-06", &format!("  today: {today}\n{LEVEL}"), ""));
        let (plan, evaluation) = parts(&compiled);
        account(plan, evaluation).packages[0].present
    };
    let spent = |today: &str| match of(today) {
        Present::Spent(terms) => {
            (money(terms.amount), terms.written.map(|written| (money(written.amount), written.months)))
        }
        other => panic!("{other:?}"),
    };
    // Six of the twelve months of a year; six months of money per time; money of nothing as it is.
    assert_eq!(spent("100k EUR of 2026"), ("50000".into(), Some(("100000".into(), 12))));
    assert_eq!(spent("1k EUR/month"), ("6000".into(), None));
    assert_eq!(spent("30k EUR of 2026-H2"), ("30000".into(), None));
    assert_eq!(spent("30k EUR"), ("30000".into(), None));
    assert_eq!(of("0 EUR"), Present::New);
    let compiled = compiled(&plan("2027-01 .. 2027-06", LEVEL, ""));
    let (plan, evaluation) = parts(&compiled);
    assert_eq!(account(plan, evaluation).packages[0].present, Present::NotStated);
    assert_eq!(account(plan, evaluation).compared(), None);
}

#[test]
fn what_ends_is_part_of_today_where_every_package_states_it() {
    let retire = "retire fax { department: d, owner: r, today: 5k EUR of 2026, because: \"b\" }";
    let compiled = compiled(&plan("2027-01 .. 2027-12", &format!("  today: 15k EUR of 2026\n{LEVEL}"), retire));
    let (plan, evaluation) = parts(&compiled);
    let compared = account(plan, evaluation).compared().expect("it is stated");
    assert_eq!(
        (compared.scope, money(compared.today), money(compared.given)),
        (Scope::Whole, "20000".into(), "10000".into())
    );
    assert_eq!(compared.change().expect("a change").to_string(), "-0.5");
}

#[test]
fn money_is_once_or_recurring_expense_or_capital() {
    let level = "  level one {\n    cost wages: 1k EUR/month\n    cost tools: 5k EUR in 2027-02\n    cost wages \"Fees\": 2k EUR every 3 months from 2027-01\n    \
                 effect csat: +5pp evidence history\n  }";
    let compiled = compiled(&plan("2027-01 .. 2027-12", level, ""));
    let (plan, evaluation) = parts(&compiled);
    let levels = &account(plan, evaluation).packages[0].funded;
    let nature = nature(plan, evaluation, levels);
    // 12 × 1,000 and 4 × 2,000 recur; 5,000 of tools fall once, and are capital.
    assert_eq!((money(nature.one_time), money(nature.recurring)), ("5000".into(), "20000".into()));
    assert_eq!((money(nature.expense), money(nature.capital)), ("20000".into(), "5000".into()));
}

#[test]
fn what_is_paid_for_is_counted() {
    let level = "  level one {\n    cost wages: 3 agent * pay from 2027-07\n    cost wages \"Half\": 50% * 2 agent * 40k EUR/agent/year\n    \
                 cost tools: 500 letter * 2 EUR/letter in 2027-02\n    cost tools \"Monthly\": 20 letter/month * 3 EUR/letter\n    cost tools \"Other\": 12 EUR in 2027-03\n    \
                 effect csat: +5pp evidence history\n  }";
    let compiled = compiled(&plan("2027-01 .. 2027-12", level, ""));
    let (plan, _) = parts(&compiled);
    let paid = quantities(plan, zbb::model::Id::new(0));
    let told: Vec<(usize, Paid, String, String, String)> = paid
        .iter()
        .map(|paid| {
            (
                paid.months(),
                paid.paid,
                paid.most().to_string(),
                paid.mean().round_half_even(2).to_string(),
                paid.total().to_string(),
            )
        })
        .collect();
    let text = str::to_owned;
    assert_eq!(
        told,
        [
            (6, Paid::ByTime, text("3"), text("1.5"), text("18")),
            (12, Paid::ByTime, text("1"), text("1"), text("12")),
            (1, Paid::InAll, text("500"), text("41.67"), text("500")),
            (12, Paid::EachMonth, text("20"), text("20"), text("240")),
        ]
    );
}

#[test]
fn what_follows_is_said_by_the_level_else_by_the_package_else_is_what_it_promised() {
    let level = |consequence: &str, cost: &str| {
        format!(
            "  level one {{ cost wages: 10k EUR in 2027-02, effect csat: +5pp evidence history }}\n  level two {{ cost wages: {cost} in 2027-02, effect csat: +2pp evidence history{consequence} }}"
        )
    };
    let told = |package: &str| {
        let compiled = compiled(&plan("2027-01 .. 2027-12", package, ""));
        let (plan, evaluation) = parts(&compiled);
        let account = account(plan, evaluation);
        match follows(plan, &account.packages[0], zbb::model::Id::new(1)) {
            Follows::Stated(text) => format!("stated {text}"),
            Follows::OfPackage(text) => format!("package {text}"),
            Follows::Promised(promises) => {
                format!("promised {} {:?}", promises.len(), promises[0].share.map(|share| share.to_string()))
            }
        }
    };
    assert_eq!(told(&level(", consequence: \"own\"", "900k EUR")), "stated own");
    // +2pp of the 10pp from 70% to 80%.
    assert_eq!(told(&level("", "900k EUR")), "promised 1 Some(\"0.2\")");
    assert_eq!(told(&level("", "900k EUR").replace("10k EUR", "910k EUR")), "package of package");
}

#[test]
fn the_share_of_the_way_counts_from_the_baseline() {
    let compiled = compiled(&plan("2027-01 .. 2027-12", LEVEL, ""));
    let (plan, _) = parts(&compiled);
    let share =
        |value: &str| share_of_way(&plan.kpis[0], Number::parse(value).expect("a number")).expect("a way").to_string();
    assert_eq!(
        (share("0.75"), share("0.8"), share("0.65"), share("0.85")),
        ("0.5".into(), "1".into(), "-0.5".into(), "1.5".into())
    );
}
