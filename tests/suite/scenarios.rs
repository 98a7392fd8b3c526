//! What scenarios do to a plan: each figure here is worked out by hand.

use zbb::compile::{Compiled, Options, compile};
use zbb::diagnostic::codes;
use zbb::report::{ScenarioResult, plan_document, render, scenarios_document};
use zbb::source::Sources;

const PLAN: &str = r#"
category software "Software" { owner: lead }
driver wage { value: 52.005k USD/agent/year }
driver fee { value: 99.99 USD }
driver tickets {
  2027-01 .. 2027-06: 10 customer/month
  2027-07 .. 2027-12: 20 customer/month
}
package crm "CRM" {
  department: team
  owner: lead
  serves: [store.buying.desk]
  justification: "Because of it."
  consequence: "Nothing."
  level minimum "Minimum" {
    cost salaries: 2 agent * wage
    cost software: 3 * fee in 2027-01
    effect nps: +1 .. 2 .. 4 pts after 1 month evidence history
  }
}
ranking board "Board" {
  by: lead
  crm.minimum
}
funding {
  budget 2027-Q1: 40_000.01 USD
  budget 2027-Q2: 40k USD
  budget 2027-Q3: 40k USD
  budget 2027-Q4: 40k USD
  policy: skip
}
"#;

/// The plan with scenarios beside it.
fn sources(scenarios: &str) -> Sources {
    // A range of months is written out, month by month.
    let months = |from: u32, to: u32, value: &str| -> String {
        (from..=to).map(|month| format!("  2027-{month:02}: {value}\n")).collect()
    };
    let plan = PLAN
        .replace("  2027-01 .. 2027-06: 10 customer/month\n", &months(1, 6, "10 customer/month"))
        .replace("  2027-07 .. 2027-12: 20 customer/month\n", &months(7, 12, "20 customer/month"));
    let mut sources = Sources::single("prelude.zbb", codes::prelude());
    sources.add("plan.zbb", plan);
    sources.add("scenarios.zbb", scenarios);
    sources
}

fn compiled(scenarios: &str, name: &str) -> Compiled {
    compile(&sources(scenarios), Options { scenario: Some(name), ..Options::default() })
}

/// Budget and what is funded of it.
fn money(scenarios: &str, name: &str) -> (String, String) {
    let compiled = compiled(scenarios, name);
    let errors: Vec<&str> = compiled.diagnostics.items().iter().map(|finding| finding.message.as_str()).collect();
    let total = &compiled.evaluation.as_ref().unwrap_or_else(|| panic!("{errors:?}")).funding.as_ref().unwrap().total;
    (total.budget.number().to_string(), total.spent.number().to_string())
}

fn values(scenarios: &str, name: &str, driver: &str) -> Vec<String> {
    let compiled = compiled(scenarios, name);
    let plan = compiled.checked.expect("the plan has no errors");
    let (id, _) = plan.plan().drivers.iter().find(|(_, found)| found.head.path == driver).unwrap();
    plan.drivers[id.index()].values.iter().map(ToString::to_string).collect()
}

const LEAN: &str = "
scenario lean \"A lean year\" {
  change funding.budget: * 0.9
  change wage: * 110%
  change fee: * 90%
  change crm.minimum.effect.nps: * 50%
}
scenario leaner {
  of: lean
  change funding.budget.2027-Q1: -5k USD
  change fee: * 90%
  change crm.minimum.effect: +1 pts
}
";

#[test]
fn a_change_acts_on_every_budget_and_rounds_plain_money() {
    // 40,000.01 · 0.9 = 36,000.009; three times 36,000. 99.99 · 90% is 89.99, while the wage keeps its digits.
    assert_eq!(money(LEAN, "lean"), ("144000.01".to_owned(), "114680.97".to_owned()));
    assert_eq!(values(LEAN, "lean", "fee")[0], "89.99");
}

#[test]
fn a_change_starts_from_what_the_parent_leaves() {
    // 89.99 · 90% = 80.991, where 99.99 · 81% would be 80.9919.
    assert_eq!(values(LEAN, "leaner", "fee")[0], "80.99");
    assert_eq!(money(LEAN, "leaner"), ("139000.01".to_owned(), "114653.97".to_owned()));
}

#[test]
fn a_change_rounds_half_even_in_each_scenario() {
    let half = "scenario a { set fee: 0.05 USD }\nscenario b {\n  of: a\n  change fee: * 50%\n}\n\
        scenario c {\n  of: b\n  change fee: * 50%\n}\nscenario d {\n  of: c\n  change fee: +1 USD\n}\n";
    assert_eq!(values(half, "b", "fee")[0], "0.02");
    assert_eq!(values(half, "c", "fee")[0], "0.01");
    assert_eq!(values(half, "d", "fee")[0], "1.01");
}

#[test]
fn a_change_acts_on_all_three_points() {
    let report = |name| {
        let all = sources(LEAN);
        let compiled = compile(&all, Options { scenario: Some(name), ..Options::default() });
        let document = plan_document(&all, compiled.checked.as_ref().unwrap(), compiled.evaluation.as_ref().unwrap());
        render::json(&document)
    };
    // 31 + 12 · 0.1 + 2 · 50%, and one more.
    assert!(report("lean").contains("33.2"), "{}", report("lean"));
    assert!(report("leaner").contains("34.2"));
}

#[test]
fn a_change_of_a_driver_acts_on_every_month_and_a_set_starts_afresh() {
    let months = "scenario more { change tickets: * 1.5 }\n\
        scenario march {\n  of: more\n  change tickets.2027-03: +1 customer/month\n}\n\
        scenario flat {\n  of: march\n  set tickets: 7 customer/month\n}\n\
        scenario half {\n  of: flat\n  change tickets: * 50%\n}\n";
    let more = values(months, "more", "tickets");
    assert_eq!((more[0].as_str(), more[2].as_str(), more[11].as_str()), ("15", "15", "30"));
    let march = values(months, "march", "tickets");
    assert_eq!((march[1].as_str(), march[2].as_str()), ("15", "16"));
    assert!(values(months, "flat", "tickets").iter().all(|value| value == "7"));
    assert!(values(months, "half", "tickets").iter().all(|value| value == "3.5"));
}

#[test]
fn a_report_says_which_scenario_it_is_and_what_that_does() {
    let all = sources(LEAN);
    let document = |scenario| {
        let compiled = compile(&all, Options { scenario, ..Options::default() });
        plan_document(&all, compiled.checked.as_ref().unwrap(), compiled.evaluation.as_ref().unwrap())
    };
    let of_child = document(Some("leaner"));
    let json: serde_json::Value = serde_json::from_str(&render::json(&of_child)).unwrap();
    assert_eq!(json["scenario"]["name"], "leaner");
    let lines = json["scenario"]["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0]["line"], "change funding.budget.2027-Q1: -5k USD");
    assert_eq!(lines[3]["scenario"], "lean");
    let csv = render::csv(&of_child);
    assert!(csv.lines().next().unwrap().ends_with(",scenario,scenario_lines"));
    assert!(
        csv.lines().nth(1).unwrap().contains("leaner,\"change funding.budget.2027-Q1: -5k USD; change fee: * 90%;")
    );
    assert!(of_child.subtitle.ends_with("scenario leaner"));
    let as_written = document(None);
    assert!(!render::json(&as_written).contains("scenario") && !render::csv(&as_written).contains("scenario"));
}

/// Each scenario walks its parents once, whatever the shape: a chain of them is read in linear time.
#[test]
fn a_ring_is_told_once_and_what_leads_into_it_is_spared() {
    let rings = "scenario a { of: b }\nscenario b { of: c }\nscenario c { of: b }\nscenario d { of: a }\n";
    let found = compiled(rings, "d").diagnostics;
    let rings: Vec<&str> =
        found.items().iter().filter(|finding| finding.code.id() == "E0226").map(|finding| &*finding.message).collect();
    assert_eq!(rings, ["scenarios start from one another in a ring: b → c → b"]);
}

/// Side by side a KPI stands once for each target and month that a scenario has, and each is judged by its own.
#[test]
fn each_scenario_is_judged_by_its_own_target() {
    let scenarios = "scenario easy { set nps.target: 32 pts by 2027-06 }\nscenario hard { set nps.target: 60 pts }\n";
    let all: Vec<(&str, Compiled)> = ["easy", "hard"].map(|name| (name, compiled(scenarios, name))).into();
    let results: Vec<ScenarioResult> = all
        .iter()
        .map(|(name, compiled)| {
            let (plan, evaluation) = (compiled.checked.as_ref().unwrap(), compiled.evaluation.as_ref().unwrap());
            ScenarioResult { name, plan, evaluation }
        })
        .collect();
    let csv = render::markdown(&scenarios_document(&results));
    let rows: Vec<&str> = csv.lines().filter(|line| line.contains("nps") || line.contains("Net Promoter")).collect();
    let [june, december] = rows.as_slice() else { panic!("{csv}") };
    assert!(june.contains("32") && june.contains('✓') && !june.contains('✗'), "{june}");
    assert!(december.contains("60") && december.contains('✗') && !december.contains('✓'), "{december}");
}
