//! Signs of currencies in ledgers: a row counts where its sign can mean its currency, and is a bad row where it cannot.

use std::fs;

use crate::cli::zbb;

const PLAN: &str = r#"plan shop "Shop" { currency: CURRENCY, calendar: 2027-01 .. 2027-12 }
role lead
department team { owner: lead }
category pay { owner: lead }
exchange USD { rate: 0.5 CURRENCY, source: "Bank", as_of: 2026-12-01 }
kpi nps { kind: nps, baseline: 31 pts, target: 45 pts by 2027-12, source: "Survey" }
package help "Help" {
  department: team
  owner: lead
  justification: "Four of ten hang up."
  consequence: "They go on hanging up."
  level early { cost pay: 1k CURRENCY/month, effect nps: +1 pts evidence history }
}
ranking board { help.early }
funding { budget: 40k CURRENCY, policy: skip }
actuals books { from: "*.csv", date: "Day", amount: "Amount", currency: "Currency", package: "Object", category: "Account" }
"#;

/// What `zbb track` prints about rows of an amount and a currency, and what it says is wrong.
fn tracked(plan_in: &str, rows: &[(&str, &str)]) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.zbb"), PLAN.replace("CURRENCY", plan_in)).expect("a plan");
    let lines = rows.iter().map(|(amount, currency)| format!("2027-01-05,{amount},{currency},help,pay\n"));
    let ledger = format!("Day,Amount,Currency,Object,Account\n{}", lines.collect::<String>());
    fs::write(folder.path().join("a.csv"), ledger).expect("a ledger");
    let run = zbb(&["track", "--format", "json", &folder.path().display().to_string()]);
    (run.output, run.notes)
}

#[test]
fn a_sign_must_be_able_to_mean_the_currency_of_its_row() {
    for (amount, currency) in [
        ("$5", ""),
        ("$-5", ""),
        ("($5)", ""),
        ("¥5", ""),
        ("5 kr", ""),
        ("A$5", "USD"),
        ("€5", "USD"),
        ("£5", "EUR"),
        ("5 zł", "EUR"),
    ] {
        let (_, told) = tracked("EUR", &[(amount, currency)]);
        let expected = format!("`{amount}` names another currency than its row");
        assert!(told.contains("E0724") && told.contains(&expected), "{amount} {currency}: {told}");
    }
}

#[test]
fn a_sign_that_can_mean_it_counts() {
    let (course, told) = tracked("EUR", &[("$5", "USD"), ("€2", ""), ("€0.25", "EUR")]);
    assert!(course.contains("\"4.75\"") && !told.contains("E0724"), "{course} {told}");
    let (course, told) = tracked("NZD", &[("$5", ""), ("NZ$2", ""), ("US$1", "USD")]);
    assert!(course.contains("\"7.50\"") && !told.contains("E0724"), "{course} {told}");
}
