//! Types, units and figures: one case, one file, with the findings a user reads.

use std::path::Path;

use zbb::check::{self, CheckedPlan, rules::Lints};
use zbb::diagnostic::{Diagnostic, Diagnostics};
use zbb::source::{Sources, Span};
use zbb::{resolve, syntax};

/// Checks a plan, with the prelude of the pages unless it declares a plan itself.
fn check(text: &str) -> (Sources, Diagnostics, Option<CheckedPlan>) {
    let mut sources = Sources::single("case.zbb", text);
    if !text.lines().any(|line| line.starts_with("plan ")) {
        sources.add("prelude.zbb", zbb::diagnostic::codes::prelude());
    }
    let mut diagnostics = Diagnostics::new();
    let trees = syntax::parse_all(&mut diagnostics, &sources);
    let plan = resolve::resolve(&mut diagnostics, &trees, None);
    let mut lints = Lints::read(&mut diagnostics, &plan, None);
    let checked = check::check(&mut diagnostics, plan, &mut lints);
    lints.finish(&mut diagnostics);
    diagnostics.sort();
    (sources, diagnostics, checked)
}

/// One line for each finding, and one for each place it points at besides and for each fix.
fn report(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.items().iter().map(|finding| lines_of(sources, finding)).collect()
}

fn lines_of(sources: &Sources, finding: &Diagnostic) -> String {
    let help = finding.help.as_deref().unwrap_or("—");
    let (code, label) = (finding.code.id(), &finding.primary.text);
    let place = place(sources, finding.primary.span);
    let mut text = format!("{place} {code} {} | {label} | {help}\n", finding.message);
    for label in &finding.secondary {
        text.push_str(&format!("    {} {}\n", self::place(sources, label.span), label.text));
    }
    for fix in &finding.fixes {
        let edits = fix.edits.iter().map(|edit| format!("`{}` → `{}`", sources.slice(edit.span), edit.replacement));
        let edits: Vec<String> = edits.collect();
        text.push_str(&format!("    fix ({:?}): {}: {}\n", fix.applicability, fix.title, edits.join(", ")));
    }
    text
}

fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file).expect("a finding is about a file of the plan");
    let position = file.position(span.start);
    format!("{}:{}:{}", file.path(), position.line, position.column)
}

#[test]
fn types_and_figures() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../cases/check", "*.zbb", |path| {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name");
        let (sources, diagnostics, checked) = check(&read(path));
        let codes: Vec<&str> = diagnostics.items().iter().map(|finding| finding.code.id()).collect();
        match name.split_once('-') {
            Some(("fine", _)) => assert!(codes.is_empty() && checked.is_some(), "{name}: {codes:?}"),
            Some(("many", _)) => assert!(codes.len() > 5 && checked.is_none(), "{name}: {codes:?}"),
            Some((code, _)) => {
                assert!(!codes.is_empty() && codes.iter().all(|found| *found == code), "{name}: {codes:?}");
                assert_eq!(checked.is_some(), code.starts_with('W'), "{name}");
            }
            None => panic!("{name} says no code"),
        }
        insta::with_settings!({ description => name, omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(report(&sources, &diagnostics));
        });
    });
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a case can be read")
}

/// The value of a driver, in its own unit.
fn driver(value: &str) -> String {
    let (sources, diagnostics, checked) = check(&format!("driver figure {{ value: {value} }}\n"));
    let checked = checked.unwrap_or_else(|| panic!("{value}: {}", report(&sources, &diagnostics)));
    let terms = checked.drivers.first().expect("there is one driver");
    let value = terms.values.first().copied().unwrap_or_default();
    check::amount(checked.plan(), value, &terms.unit)
}

#[test]
fn arithmetic_keeps_units_and_is_exact() {
    for (written, amount) in [
        ("2 agent * 52k USD/agent/year", "104000 USD/year"),
        ("1 year / 3 month", "4"),
        ("1 year + 1 month", "13 months"),
        ("52k USD/year + 1k USD/month", "64000 USD/year"),
        ("10 customer / 4 customer", "2.5"),
        ("5% + 3pp", "8%"),
        ("100% - 96.5%", "3.5%"),
        ("30% * 200 customer", "60 customers"),
        ("45 pts - 31 pts", "14 pts"),
        ("45 pts / 2", "22.5 pts"),
        ("7 days / 1 week", "1"),
        ("min(2 weeks, 10 days)", "10 days"),
        ("round(42.6%)", "43%"),
        ("(1 hour + 30 minutes) * 2", "180 minutes"),
        ("3 month * 1k USD/month * 10%", "300 USD"),
        ("csat(820, 1_000)", "82%"),
        ("nps(520, 300, 180)", "34 pts"),
        ("-(3 agent)", "-3 agents"),
    ] {
        assert_eq!(driver(written), amount, "{written}");
    }
}

#[test]
fn foreign_amounts_are_converted_exactly() {
    let text = "exchange EUR { rate: 1.08 USD, source: \"ECB\", as_of: 2026-10-30 }\n\
        driver fee { value: 100 EUR/customer + 1 USD/customer }\n";
    let (_, _, checked) = check(text);
    let checked = checked.expect("the plan is fine");
    let fee = checked.drivers.first().and_then(|fee| fee.values.first()).copied().unwrap_or_default();
    assert_eq!(fee.to_string(), "109");
}

#[test]
fn long_expressions_are_read() {
    let sum = vec!["1 agent"; 900].join(" + ");
    assert_eq!(driver(&sum), "900 agents");
}
