//! Plans and options at their limits: an answer or a named mistake, never a hang, and an end at once where somebody asks for it.

use super::{FUNDING, PLAN, in_folder};
use crate::cli::{command, zbb};
use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};
use zbb::diagnostic::codes;

fn asked(text: &str, options: &[&str]) -> (Option<i32>, String) {
    let (_folder, path) = in_folder(text);
    let started = Instant::now();
    let run = zbb(&[&["advise", &path, "--today", "2027-01-15", "--effort", "1"], options].concat());
    assert!(started.elapsed() < Duration::from_secs(60), "{options:?}");
    (run.code, run.output + &run.notes)
}

#[test]
fn limits_of_plans_have_answers() {
    let whole = |levels: &str, funding: &str| format!("{}{levels}{funding}", codes::prelude());
    let equal = PLAN.replace("rates worth: 9", "rates worth: 6").replace("rates worth: 2", "rates worth: 6");
    let free = PLAN.replace("cost salaries: 60k USD in 2027-01", "cost salaries: 0 USD in 2027-01");
    let unwanted = ["9", "6", "2"]
        .iter()
        .fold(PLAN.to_owned(), |text, rating| text.replace(&format!("rates worth: {rating}"), "rates worth: 0"));
    let mandated = PLAN.replace("rates worth: 9\n", "rates worth: 9\n    mandate: \"Act 7\"\n");
    for policy in ["skip", "stop", "optimal"] {
        let funding = FUNDING.replace("skip", policy);
        for (name, text, code) in [
            ("a budget of nought", whole(PLAN, &funding.replace("100k", "0")), 0),
            ("a budget beyond all", whole(PLAN, &funding.replace("100k", "900M")), 0),
            ("all reserved", whole(PLAN, &funding.replace("policy", "reserve: 100%\n  policy")), 0),
            ("scores all equal", whole(&equal, &funding), 0),
            ("scores of nought", whole(&unwanted, &funding), 0),
            ("a level for nothing", whole(&free, &funding), 0),
            ("a mandate that stands", whole(&mandated, &funding), 0),
            ("a mandate that cannot", whole(&mandated, &funding.replace("100k", "59k")), 1),
        ] {
            let (found, said) = asked(&text, &[]);
            assert_eq!(found, Some(code), "{policy}: {name}: {said}");
            assert!(!said.contains("NaN"), "{policy}: {name}");
        }
    }
}

/// Levels whose scores hang on their costs alone.
fn crowd(count: usize, funding: &str) -> String {
    let mut text = format!("{}\ncriterion worth {{ weight: 100% }}\n", codes::prelude());
    let mut ranking = String::new();
    for place in 0..count {
        let cost = 10_000 + place * 7_919 % 90_001;
        writeln!(
            text,
            "package p{place} {{\n  department: team\n  owner: lead\n  justification: \"Why {place}.\"\n  consequence: \"No {place}.\"\n  \
             level only {{\n    cost salaries: {cost}.{:02} USD in 2027-01\n    effect nps: +0.01 pts evidence history\n    \
             rates worth: {}.{:06}\n  }}\n}}",
            place % 100,
            cost / 15_000,
            (cost * 100 + place % 100) % 1_000_000,
        )
        .expect("text");
        ranking += &format!("  p{place}.only\n");
    }
    text + &format!("ranking board \"Board\" {{\n  by: lead\n{ranking}}}\n{funding}")
}

#[test]
fn many_levels_are_answered_in_time() {
    let text = crowd(150, "funding {\n  budget: 3M USD\n  policy: skip\n}\n");
    for section in ["frontier", "stability", "goal", "conflict", "cuts", "optimum"] {
        let (code, said) = asked(&text, &["--only", section]);
        assert_eq!(code, Some(0), "{section}: {said}");
    }
}

#[test]
fn more_levels_than_advice_is_for_are_named_before_anything_is_worked_out() {
    let levels: String = (0..100_000).map(|place| format!("  level l{place} {{}}\n")).collect();
    let text = format!("{}package many {{\n{levels}  alternative other {{ level one {{}} }}\n}}\n", codes::prelude());
    let (code, said) = asked(&text, &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("100,001 levels are too many for advice"), "{said}");
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_with_nothing_written_where_somebody_asks() {
    let (folder, path) = in_folder(&crowd(400, "funding {\n  budget: 9M USD\n  policy: optimal\n}\n"));
    let child = command(&["advise", &path, "--effort", "1000000"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the command runs");
    std::thread::sleep(Duration::from_millis(1_500));
    let asked = Instant::now();
    let id = child.id().to_string();
    // Where the tests run in the background of a shell, they and all that they start have SIGINT ignored.
    for signal in ["-INT", "-TERM"] {
        assert!(std::process::Command::new("kill").args([signal, &id]).status().expect("kill runs").success());
    }
    let output = child.wait_with_output().expect("it ends");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert!(output.stdout.is_empty() && output.status.code() != Some(0), "{:?}", output.status);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
