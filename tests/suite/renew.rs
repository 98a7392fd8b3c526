//! The next cycle: next year's plan of every example, what is left to write in it, and that no effect counts twice.

use std::path::Path;

use zbb::compile::{Compiled, Options, compile};
use zbb::diagnostic::Severity;
use zbb::evaluate::{Depth, LevelSet, project};
use zbb::model::{Id, Level};
use zbb::quantity::Number;
use zbb::source::Sources;

use crate::cli::zbb;
use crate::resolve::{examples, sources_below};

fn compiled(sources: &Sources) -> Compiled {
    compile(sources, Options::default())
}

/// The next period of a plan's calendar, as its own fiscal or calendar year, else as months.
fn next(first: zbb::quantity::Month, months: usize) -> String {
    let by = i32::try_from(months).unwrap();
    format!("{} .. {}", first.plus(by).unwrap(), first.plus(2 * by - 1).unwrap())
}

/// Every example that funds, renewed: the folder it is of, what it was, and the new one's files.
fn renewed() -> Vec<(String, Compiled, Sources)> {
    let mut all = Vec::new();
    for folder in examples() {
        let was = compiled(&sources_below(&folder));
        let plan = was.checked.as_ref().expect("an example is sound");
        let to = next(plan.calendar.first(), plan.calendar.len());
        let into = tempfile::tempdir().unwrap();
        let run =
            zbb(&["renew", &folder.display().to_string(), "--to", &to, "--into", &into.path().display().to_string()]);
        assert_eq!(run.code, Some(0), "{folder:?}: {}", run.notes);
        all.push((folder.display().to_string(), was, sources_below(into.path())));
    }
    all
}

/// The plan with something to read in each empty text.
fn justified(sources: &Sources) -> Sources {
    let mut written = Sources::new();
    let mut count = 0;
    for (_, file) in sources.files() {
        let mut text = String::new();
        for piece in file.text().split_inclusive("\"\"") {
            match piece
                .strip_suffix("\"\"")
                .filter(|before| before.ends_with("justification: ") || before.ends_with("consequence: "))
            {
                Some(before) => {
                    count += 1;
                    text.push_str(&format!("{before}\"reason {count}\""));
                }
                None => text.push_str(piece),
            }
        }
        written.add(file.path(), text);
    }
    written
}

#[test]
fn on_every_example_only_reasons_are_left_to_write() {
    for (folder, _, sources) in renewed() {
        let found = compiled(&sources).diagnostics;
        let errors: Vec<String> = found
            .items()
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.code.id() != "E0404")
            .map(|finding| {
                let file = sources.get(finding.primary.span.file).unwrap();
                format!(
                    "{}:{} {} {}",
                    file.path(),
                    file.position(finding.primary.span.start).line,
                    finding.code.id(),
                    finding.message
                )
            })
            .collect();
        assert!(errors.is_empty(), "{folder}:\n{}", errors.join("\n"));
        // A list of lists is justified by what it is made of, and has no package of its own.
        assert!(found.items().iter().any(|finding| finding.code.id() == "E0404"), "{folder}");
    }
}

/// The levels of a plan that another one funds, by name.
fn same_levels(was: &Compiled, plan: &zbb::check::CheckedPlan) -> Vec<Id<Level>> {
    let funded = was.evaluation.as_ref().and_then(|evaluation| evaluation.funding.as_ref());
    let before = was.checked.as_ref().unwrap().plan();
    let paths: Vec<&str> = funded
        .iter()
        .flat_map(|funding| &funding.funded)
        .map(|level| before.levels[*level].head.path.as_str())
        .collect();
    plan.plan().levels.iter().filter(|(_, level)| paths.contains(&level.head.path.as_str())).map(|(id, _)| id).collect()
}

#[test]
fn funding_the_same_levels_again_gives_the_baseline() {
    let mut looked_at = 0;
    for (folder, was, sources) in renewed() {
        let new = compiled(&justified(&sources));
        let Some(plan) = &new.checked else {
            let errors: Vec<_> =
                new.diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error).collect();
            panic!("{folder}: {errors:#?}");
        };
        let money = zbb::evaluate::cost_levels(plan).expect("its costs are numbers");
        let set = LevelSet::of(plan.levels.len(), &same_levels(&was, plan));
        let mut unheard = zbb::diagnostic::Diagnostics::new();
        let projection = project(&mut unheard, plan, &money, &set, Depth::Findings).expect("it can be projected");
        for kpi in plan.plan().kpis.ids() {
            let terms = &plan.kpis[kpi.index()];
            let (Some(baseline), Some(_)) = (terms.baseline, terms.unfunded) else { continue };
            let path = &plan.plan().kpis[kpi].head.path;
            // In the last month all that is funded is there, what runs in one season too.
            let months = plan.calendar.len();
            let by_itself = terms.trend.unwrap_or_default().multiply(Number::from_integer(months as i64)).unwrap();
            let expected = baseline.add(by_itself).unwrap();
            let end = projection.funded.kpi_at(kpi, months - 1).expect("a value");
            let miss = end.subtract(expected).unwrap().abs();
            assert!(miss < Number::parse("0.00001").unwrap(), "{folder} {path}: {end} is not {expected}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

#[test]
fn a_baseline_is_where_the_kpi_now_ends() {
    for (folder, was, sources) in renewed() {
        let new = compiled(&justified(&sources));
        let (old_plan, evaluation) = (was.checked.as_ref().unwrap(), was.evaluation.as_ref().unwrap());
        let plan = new.checked.as_ref().unwrap_or_else(|| panic!("{folder}"));
        let last = old_plan.calendar.len() - 1;
        for (id, kpi) in old_plan.plan().kpis.iter() {
            let Some(new_kpi) = plan.plan().kpis.iter().find(|(_, other)| other.head.path == kpi.head.path) else {
                continue;
            };
            let (Some(now), Some(end)) =
                (plan.kpis[new_kpi.0.index()].baseline, evaluation.projection.funded.kpi_at(id, last))
            else {
                continue;
            };
            let end = end.add(gap(&was, id)).unwrap();
            let terms = &old_plan.kpis[id.index()];
            let end = if terms.is_outside(end) || terms.is_beyond_ceiling(end) {
                end.subtract(gap(&was, id)).unwrap()
            } else {
                end
            };
            let miss = now.subtract(end).unwrap().abs();
            assert!(miss <= Number::parse("0.000001").unwrap(), "{folder} {}: {now} is not {end}", kpi.head.path);
        }
    }
}

/// How far a KPI was from the plan in the last month of the calendar in which it was observed.
fn gap(was: &Compiled, id: Id<zbb::model::Kpi>) -> Number {
    let (plan, evaluation) = (was.checked.as_ref().unwrap(), was.evaluation.as_ref().unwrap());
    let observes = plan.plan().observes.values().zip(&plan.figures.observations);
    let own = observes.filter(|(observe, _)| observe.about.kpi() == Some(id));
    let mut all: Vec<_> =
        own.flat_map(|(_, values)| values).filter(|(month, _)| plan.calendar.contains(*month)).collect();
    all.sort_by_key(|(month, _)| *month);
    let gap = all.last().and_then(|(month, value)| {
        let planned = evaluation.projection.funded.kpi_at(id, plan.calendar.index(*month)?)?;
        Some(value.subtract(planned).unwrap())
    });
    gap.unwrap_or_default()
}

const PLAN: &str = r#"# The first line stays.
plan p "2027: as it was" { currency: USD, calendar: 2027-01 .. 2027-12 }
role boss
department d { owner: boss }
category c { owner: boss }
retire fax { department: d, owner: boss, today: 18k USD of 2026, because: "x" }
kpi csat {
  kind: csat
  baseline: 70% # of last autumn
  target: 80% by 2027-12
  source: "Survey, 2026-11"
}
observe csat { 2027-01: 70% }
package help {
  department: d
  owner: boss
  justification: """
    Long and good, 2027-01.
    """
  consequence: "x"
  level a {
    cost c: 600 USD in 2027-02
    cost c "each": 100 USD/month from 2027-03
    effect csat: +2pp after 2 months over 3 months evidence history
  }
  level b { cost c: 5_000 USD in 2027-06, effect csat: +3pp after 1 month evidence history }
  milestone hired { on: 2027-01-31, done: yes }
  milestone opened { on: 2027-03-31, after: [hired] }
}
criterion k { weight: 100%, measured_by: [csat] }
ranking r { on: 2026-11-01, help.a, help.b }
funding { budget: 2_000 USD, policy: skip }
require "it rises": csat at 2027-12 >= 72%
waive W0401: help until 2027-06-30 because "one way"
"#;

#[test]
fn a_small_plan_is_renewed_line_by_line() {
    let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(
        from.path().join("p.zbb"),
        PLAN.replace("{ on: 2026-11-01, help.a, help.b }", "{\n  on: 2026-11-01\n  help.a\n  help.b\n}"),
    )
    .unwrap();
    let folder = into.path().join("new");
    let run =
        zbb(&["renew", &from.path().display().to_string(), "--to", "2028", "--into", &folder.display().to_string()]);
    assert_eq!((run.code, run.notes.as_str()), (Some(0), ""));
    let text = std::fs::read_to_string(folder.join("p.zbb")).unwrap();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("small", format!("{text}\n---\n{}", run.output.replace(&folder.display().to_string(), "FOLDER")));
    });
    let again =
        zbb(&["renew", &from.path().display().to_string(), "--to", "2028", "--into", &folder.display().to_string()]);
    assert_eq!((again.code, again.output.as_str()), (Some(2), ""));
    assert!(again.notes.contains("is not empty"), "{}", again.notes);
}

/// By hand: 500, then each month 99 % of the month before and 10, is 556.807564 after twelve months, to which the effect adds 20
/// that `previous` does not read. Next year begins where it ended without them, or they would count twice.
#[test]
fn a_formula_that_reads_itself_begins_before_its_effects() {
    let (from, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let kpi = "unit ticket\nkpi act { unit: ticket, baseline: 500 ticket, formula: previous * 99% + 10 ticket, source: \"Log\" }\n";
    let plan = PLAN
        .replace("{ on: 2026-11-01, help.a, help.b }", "{\n  on: 2026-11-01\n  help.a\n  help.b\n}")
        .replacen("effect csat", "effect act: +20 ticket evidence history\n    effect csat", 1);
    std::fs::write(from.path().join("p.zbb"), plan + kpi).unwrap();
    let folder = into.path().join("new");
    let run =
        zbb(&["renew", &from.path().display().to_string(), "--to", "2028", "--into", &folder.display().to_string()]);
    assert_eq!((run.code, run.notes.as_str()), (Some(0), ""));
    let text = std::fs::read_to_string(folder.join("p.zbb")).unwrap();
    assert!(text.contains("baseline: 556.807564 ticket"), "{text}");
    assert!(run.output.contains("with them it ends at 576.807564 ticket"), "{}", run.output);
}

#[test]
fn only_the_next_period_of_the_same_length_will_do() {
    let aurora = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aurora").display().to_string();
    for (to, words) in [
        ("2028-Q1", "2028-Q1 has 3 months, and the plan's calendar 12 months"),
        ("2029", "2029 begins in 2029-01, and the plan's calendar ends in 2027-12"),
        ("FY", "write a period such as FY2028"),
    ] {
        let into = tempfile::tempdir().unwrap();
        let run = zbb(&["renew", &aurora, "--to", to, "--into", &into.path().display().to_string()]);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{to}");
        assert!(run.notes.contains(words), "{}", run.notes);
    }
}

/// By hand: 100 a month from March on is 1,000.00; 600.00 once in February. Up to December 1,500.00 was paid and 60.00 is
/// ordered: it cost 1,560.00, 40.00 is left, of which half goes over, and the order in full: 80.00.
#[test]
fn what_the_year_cost_and_what_goes_over_come_from_its_ledger() {
    let from = tempfile::tempdir().unwrap();
    let books = r#"actuals { from: "a.csv", date: "Day", amount: "Amount", package: "Object", category: "Account", status: "State", reference: "Order", committed: ["order"] }
carry { unspent: 50% }
"#;
    let ledger = |last: &str| {
        let mut text = String::from("Day,Amount,Object,Account,State,Order\n");
        for month in 1..=11 {
            text.push_str(&format!("2027-{month:02}-05,100,help,c,paid,\n"));
        }
        format!("{text}{last}")
    };
    let plan = PLAN
        .replace("funding { budget: 2_000 USD, policy: skip }", "funding {\n  budget: 2_000 USD\n  policy: skip\n}");
    let plan = plan.replace("  consequence: \"x\"\n", "  consequence: \"x\"\n  today: 3k USD of 2026\n");
    std::fs::write(from.path().join("p.zbb"), format!("{plan}{books}")).unwrap();
    let renewed = |ledger: &str| {
        std::fs::write(from.path().join("a.csv"), ledger).unwrap();
        let into = tempfile::tempdir().unwrap();
        let folder = into.path().join("new");
        let run = zbb(&[
            "renew",
            &from.path().display().to_string(),
            "--to",
            "2028",
            "--into",
            &folder.display().to_string(),
        ]);
        assert_eq!(run.code, Some(0), "{}", run.notes);
        (std::fs::read_to_string(folder.join("p.zbb")).unwrap(), run.output)
    };
    let (text, _) = renewed(&ledger("2027-12-05,400,help,c,paid,\n2027-12-09,60,help,c,order,P1\n"));
    assert!(text.contains("today: 1_560 USD of 2027"), "{text}");
    assert!(text.contains("  # carried over from help: 80 USD\n  budget: 2_000 USD + 80 USD\n"), "{text}");
    // Before the calendar is over nobody knows what is left.
    let (text, told) = renewed(&ledger(""));
    assert!(text.contains("  budget: 2_000 USD\n") && told.contains("nothing is carried over yet"), "{text}{told}");
    // A ledger that cannot be read stops it.
    std::fs::write(from.path().join("a.csv"), "Day,Amount\n").unwrap();
    let into = tempfile::tempdir().unwrap();
    let folder = into.path().join("new");
    let run =
        zbb(&["renew", &from.path().display().to_string(), "--to", "2028", "--into", &folder.display().to_string()]);
    assert!(run.code == Some(1) && run.notes.contains("E0723") && !folder.exists(), "{:?} {}", run.code, run.notes);
}
