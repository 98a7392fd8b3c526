//! Findings as people and programs see them, from hand-made ones: every format, and what could break it.

use serde_json::Value;
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::diagnostic::{
    Applicability, Code, Diagnostic, Diagnostics, Edit, Severity, fix, github, human, json, sarif, short,
};
use zbb::source::{FileId, Sources, Span};

const PLAIN: Style = Style { width: 100, color: Color::Plain, characters: Characters::Unicode };

const CRM: &str = r#"package crm "CRM" {
  department: sales
  level minimum "One team" {
    cost salaries: 52k in 2027-01
    cost software: 40k EUR in 2027-01
  }
}
"#;

const BASE: &str =
    "plan aurora \"Aurora 🏔\" { currency: USD }\nrole lead \"Lead\"\npackage crm \"Old CRM\" { owner: lead }\n";

/// The place of `needle` in a file.
fn at(sources: &Sources, file: usize, needle: &str) -> Span {
    let id = FileId::new(file);
    let start = sources.get(id).and_then(|file| file.text().find(needle)).expect("the needle is in the file");
    let number = |byte: usize| u32::try_from(byte).expect("a small file");
    Span::new(id, number(start), number(start + needle.len()))
}

/// Two files and five findings: a fix, a clash of two lines, another file, a block, a warning.
fn sample() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    sources.add("base.zbb", BASE);
    sources.add("crm.zbb", CRM);
    let amount = at(&sources, 1, "52k");
    let findings = vec![
        Diagnostic::new(Code::NotUtf8, at(&sources, 1, "crm"), "there are two packages `crm`")
            .label("declared again here")
            .also(at(&sources, 0, "crm"), "first declared here")
            .help("give one of them another name")
            .about("crm"),
        Diagnostic::new(Code::NotUtf8, amount, "expected a money amount, found the number `52k`")
            .label("this has no currency")
            .also(at(&sources, 0, "USD"), "the plan is in `USD`")
            .help("write the currency")
            .fix("write the currency", amount.after(), " USD", Applicability::Safe),
        Diagnostic::new(Code::NotUtf8, at(&sources, 1, "40k EUR"), "`EUR` and `USD` do not add")
            .label("this is in `EUR`")
            .also(at(&sources, 1, "52k"), "this is in `USD`")
            .fix("convert by hand", at(&sources, 1, "40k EUR"), "43k USD", Applicability::Suggestion),
        Diagnostic::new(Code::TooLarge, at(&sources, 1, "level minimum \"One team\" {\n    cost salaries: 52k in 2027-01\n    cost software: 40k EUR in 2027-01\n  }"), "nothing justifies this level")
            .label("it has costs and no effect")
            .fix_all("add an effect", vec![Edit { span: at(&sources, 1, "  }\n}").before(), replacement: "    effect nps: +1 pts\n".into() }], Applicability::Suggestion),
        Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::TooLarge, at(&sources, 1, "department: sales"), "the department `sales` has no owner") },
    ];
    (sources, findings)
}

/// Text that wants to fool a terminal or a drawing.
fn hostile() -> (Sources, Vec<Diagnostic>) {
    let escape = "role \u{1b}[31mred \"a\u{202e}b\" \tx\r\n";
    let text = format!("{escape}{}needle{}\nlast\n", "é".repeat(70_000), " 文字".repeat(9_000));
    let mut sources = Sources::new();
    sources.add("we,ird: 100%\u{1b}[2J.zbb", text.as_str());
    sources.add("empty.zbb", "");
    let end = u32::try_from(text.len()).expect("a small file");
    let file = FileId::new(0);
    let findings = vec![
        Diagnostic::new(Code::NotUtf8, at(&sources, 0, "x\r"), "the name `\u{1b}[31mred\u{7}`\nhas controls")
            .label("h\u{202e}ere"),
        Diagnostic::new(Code::NotUtf8, at(&sources, 0, "needle"), "a needle")
            .label("column 70,001")
            .also(at(&sources, 0, "last"), "the last line"),
        Diagnostic::new(Code::NotUtf8, Span::new(file, end, end), "the end is missing").label("expected `}` here"),
        Diagnostic::new(Code::NotUtf8, Span::new(file, end + 7, end + 90), "past the end").label("drawn in"),
        Diagnostic::new(Code::NotUtf8, Span::new(file, 70, 71), "within a letter").label("widened"),
        Diagnostic::new(Code::NotUtf8, Span::new(FileId::new(1), 0, 0), "an empty file").label("nothing here"),
        Diagnostic::new(Code::NotUtf8, Span::new(FileId::new(9), 3, 4), "no such file").label("nowhere"),
    ];
    (sources, findings)
}

fn many(count: usize) -> (Sources, Vec<Diagnostic>) {
    let sources = Sources::single("plan.zbb", &"x".repeat(count));
    let findings = (0..count).map(|index| {
        let start = u32::try_from(index).expect("a small file");
        Diagnostic::new(Code::NotUtf8, Span::new(FileId::new(0), start, start + 1), "one of many")
    });
    (sources, findings.collect())
}

#[test]
fn human_shows_lines_and_labels() {
    let (sources, findings) = sample();
    insta::assert_snapshot!(human(&findings, &sources, &PLAIN));
}

#[test]
fn human_in_colour_and_in_ascii() {
    let (sources, findings) = sample();
    let color = human(&findings, &sources, &Style { color: Color::Ansi, ..PLAIN });
    insta::assert_snapshot!("human_in_colour", color.replace('\u{1b}', "␛"));
    let ascii = human(&findings, &sources, &Style { characters: Characters::Ascii, width: 60, ..PLAIN });
    assert!(ascii.replace('🏔', "").is_ascii());
    insta::assert_snapshot!("human_in_ascii", ascii);
}

#[test]
fn human_makes_hostile_text_harmless() {
    let (sources, findings) = hostile();
    let page = human(&findings, &sources, &PLAIN);
    assert!(page.chars().all(|character| character == '\n' || !character.is_control()));
    assert!(page.lines().all(|line| line.chars().count() < 160));
    insta::assert_snapshot!(page);
}

#[test]
fn human_shows_a_hundred_and_counts_the_rest() {
    let (sources, mut findings) = many(10_000);
    findings.iter_mut().take(9_000).for_each(|finding| finding.severity = Severity::Warning);
    let page = human(&findings, &sources, &PLAIN);
    assert_eq!(page.matches("error[E0001]").count(), 100, "errors come before warnings");
    insta::assert_snapshot!(page.lines().rev().take(3).collect::<Vec<_>>().join("\n"), @r"
    `zbb explain E0001` says more
    9,900 more are not shown here; `--format short` prints them all
    1,000 errors and 9,000 warnings in 1 file
    ");
    assert_eq!(human(&[], &sources, &PLAIN), "");
}

#[test]
fn every_line_format_prints_all() {
    let (sources, findings) = many(10_000);
    assert_eq!(short(&findings, &sources).lines().count(), 10_000);
    assert_eq!(github(&findings, &sources).lines().count(), 10_000);
    assert_eq!(list(&json(&findings, &sources), "/diagnostics").len(), 10_000);
    assert_eq!(list(&sarif(&findings, &sources), "/runs/0/results").len(), 10_000);
}

#[test]
fn other_places_are_limited() {
    let (sources, findings) = many(40);
    let loops = findings.iter().fold(Diagnostic::new(Code::NotUtf8, Span::default(), "a loop"), |loops, finding| {
        loops.also(finding.primary.span, "goes on here")
    });
    let page = human(&[loops], &sources, &PLAIN);
    assert_eq!(page.matches("goes on here").count(), 10);
    assert!(page.contains("and 30 more places like it"), "{page}");
}

#[test]
fn a_tall_block_is_drawn_on_its_first_line() {
    let text = format!("package crm {{\n{}}}\n", "  note: \"x\"\n".repeat(500));
    let sources = Sources::single("plan.zbb", &text);
    let end = u32::try_from(text.len()).expect("a small file");
    let finding = Diagnostic::new(Code::NotUtf8, Span::new(FileId::new(0), 0, end), "too tall").label("all of it");
    insta::assert_snapshot!(human(&[finding], &sources, &PLAIN));
}

#[test]
fn short_is_one_line_each() {
    let (sources, findings) = sample();
    insta::assert_snapshot!(short(&findings, &sources));
    let (sources, findings) = hostile();
    insta::assert_snapshot!("short_of_hostile", short(&findings, &sources));
}

#[test]
fn github_takes_commands() {
    let (mut sources, findings) = sample();
    sources.set_base("plans/aurora/");
    insta::assert_snapshot!(github(&findings, &sources));
    let (sources, findings) = hostile();
    insta::assert_snapshot!("github_of_hostile", github(&findings, &sources));
}

#[test]
fn json_fits_its_schema() {
    let schema = value(include_str!("../../src/diagnostic/json.schema.json"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let (sources, findings) = sample();
    let text = json(&findings, &sources);
    assert_valid(&validator, &text);
    insta::assert_snapshot!(text);
    let (sources, findings) = hostile();
    assert_valid(&validator, &json(&findings, &sources));
}

#[test]
fn json_has_the_same_shape_when_all_is_well() {
    insta::assert_snapshot!(json(&[], &Sources::new()), @r#"
    {
      "schema": "zbb-diagnostics/1",
      "errors": 0,
      "warnings": 0,
      "mendable": 0,
      "diagnostics": []
    }
    "#);
}

#[test]
fn sarif_fits_the_official_schema() {
    // The published pattern of language tags has a `]` that a strict reader of regular expressions wants escaped.
    let schema = value(&include_str!("../schemas/sarif-2.1.0.json").replace("{2}]?$", r"{2}\\]?$"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for (sources, findings) in [sample(), hostile(), (Sources::new(), Vec::new())] {
        assert_valid(&validator, &sarif(&findings, &sources));
    }
}

#[test]
fn sarif_says_where_and_how_to_mend() {
    let (mut sources, findings) = sample();
    sources.set_base("plans/ä b/");
    let log = sarif(&findings, &sources);
    assert_eq!(list(&log, "/runs/0/tool/driver/rules").len(), Code::ALL.len());
    insta::assert_snapshot!(format!("{:#}", Value::Array(list(&log, "/runs/0/results"))));
}

#[test]
fn sarif_fingerprints_stay_when_lines_move() {
    let (sources, findings) = sample();
    let before = fingerprints(&sarif(&findings, &sources));
    let mut moved = Sources::new();
    moved.add("base.zbb", BASE);
    moved.add("crm.zbb", format!("# a new first line\n\n{CRM}"));
    let findings: Vec<Diagnostic> = findings
        .into_iter()
        .map(|mut finding| {
            finding.primary.span.start += 20;
            finding.primary.span.end += 20;
            finding
        })
        .collect();
    assert_eq!(before, fingerprints(&sarif(&findings, &moved)));
    let mut unlike = before.clone();
    unlike.sort();
    unlike.dedup();
    assert_eq!(unlike.len(), before.len());
}

#[test]
fn safe_fixes_are_applied_and_clashes_left_out() {
    let sources = Sources::single("plan.zbb", "cost: 52k in 2027-01\n");
    let amount = at(&sources, 0, "52k");
    let finding = |span, text: &str, applicability| {
        Diagnostic::new(Code::NotUtf8, amount, "no currency").fix("write the currency", span, text, applicability)
    };
    let mended = fix::apply(
        &sources,
        &[
            finding(amount.after(), " USD", Applicability::Safe),
            finding(amount.after(), " USD", Applicability::Safe),
            finding(amount.after(), " EUR", Applicability::Safe),
            finding(amount, "50k USD", Applicability::Safe),
            finding(at(&sources, 0, "cost"), "price", Applicability::Suggestion),
            finding(at(&sources, 0, "2027-01"), "2027-02", Applicability::Safe),
        ],
    );
    assert_eq!(mended.texts, [(FileId::new(0), "cost: 52k USD in 2027-02\n".to_owned())]);
    assert_eq!((mended.applied, mended.left_out), (2, 2));
}

#[test]
fn a_fix_is_applied_whole_or_not_at_all() {
    let mut sources = Sources::single("a.zbb", "ab");
    sources.add("b.zbb", "cd");
    let span = |file, start, end| Span::new(FileId::new(file), start, end);
    let edit = |span, text: &str| Edit { span, replacement: text.into() };
    let fixes = [
        vec![edit(span(0, 0, 1), "A")],
        vec![edit(span(1, 0, 1), "C"), edit(span(0, 0, 2), "X")],
        vec![edit(span(1, 1, 2), "D"), edit(span(0, 1, 2), "B")],
        vec![edit(span(1, 1, 9), "past the end")],
    ];
    let findings: Vec<Diagnostic> = fixes
        .into_iter()
        .map(|edits| Diagnostic::new(Code::NotUtf8, Span::default(), "x").fix_all("mend", edits, Applicability::Safe))
        .collect();
    let mended = fix::apply(&sources, &findings);
    assert_eq!(mended.texts, [(FileId::new(0), "AB".to_owned()), (FileId::new(1), "cD".to_owned())]);
    assert_eq!((mended.applied, mended.left_out), (2, 2));
}

#[test]
fn findings_are_in_order_of_place_and_told_once() {
    let (_, findings) = sample();
    let mut run = Diagnostics::new();
    findings.iter().rev().chain(&findings).cloned().for_each(|finding| run.add(finding));
    run.sort();
    assert_eq!(run.items().len(), findings.len());
    assert!(run.items().is_sorted_by_key(|finding| finding.primary.span));
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn assert_valid(validator: &jsonschema::Validator, text: &str) {
    let value = value(text);
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The list at a place of a JSON text.
fn list(text: &str, pointer: &str) -> Vec<Value> {
    value(text).pointer(pointer).and_then(Value::as_array).cloned().expect("a list")
}

fn fingerprints(log: &str) -> Vec<String> {
    let fingerprint = |result: &Value| result.pointer("/partialFingerprints/zbbFinding~1v1").map(Value::to_string);
    list(log, "/runs/0/results").iter().map(|result| fingerprint(result).expect("a fingerprint")).collect()
}
