//! Reports as people and machines see them: a document in every format.

use std::path::{Path, PathBuf};

use zbb::compile::{Options, compile};
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::outcome::FIGURES;
use zbb::quantity::Number;
use zbb::report::document::{
    Block, Cell, Column, Document, Figure, KeyFigure, Mark, Measure, Note, Room, Row, Section, Sign, Table,
};
use zbb::report::{Beside, Readers, ScenarioResult, plan_document, plan_document_for, render, scenarios_document};
use zbb::source::Sources;

const UNICODE: Style = Style { width: 80, color: Color::Plain, characters: Characters::Unicode };

fn number(text: &str) -> Number {
    match text.strip_prefix('-') {
        Some(size) => Number::parse(size).expect("a number").negate(),
        None => Number::parse(text).expect("a number"),
    }
}

fn money(text: &str) -> Cell {
    figure(text, Measure::Money("USD"), 2, Sign::Minus)
}

fn figure(text: &str, measure: Measure, digits: u32, sign: Sign) -> Cell {
    Cell::Figure(Figure { value: number(text), measure, digits, sign, mark: None })
}

/// A document with everything that is hard to show: hostile texts, long ones, mixed units, a line across.
pub fn document() -> Document {
    let mut money_section = Section { key: "summary", heading: None, blocks: Vec::new() };
    money_section.push(Block::KeyFigures(vec![
        KeyFigure::new("budget", "budget", money("1_160_000")).comment("policy `stop`"),
        KeyFigure::new("unspent", "unspent", money("4_000.5")),
        KeyFigure::new("targets", "targets", Cell::text("0 of 1 met")).comment(
            "nps reaches 33.2 pts of 45.0 pts by 2027-12; retention reaches 96.7% of 98.0% by 2027-12; and 2 more",
        ),
    ]));
    let mut ranking = Section::new("ranking", "Ranking sheet");
    ranking.push(Block::Table(levels()));
    ranking.push(Block::Notes(vec![
        Note::plain("a plain note"),
        Note::marked(
            Mark::Bad,
            "a note | with <b>markup</b> and a break\nand an escape \u{1b}[31m that nobody may obey",
        ),
    ]));
    Document {
        schema: "zbb-test/1",
        title: "Aurora *Outdoor* 2027".to_owned(),
        subtitle: "2027-01 .. 2027-12, USD".to_owned(),
        properties: vec![("currency", Cell::text("USD"))],
        main_table: "levels",
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections: vec![money_section, ranking],
    }
}

fn levels() -> Table {
    let columns = vec![
        Column::number("rank", "#", Room::Kept),
        Column::text("status", "status", Room::Kept),
        Column::text("level", "level", Room::Cut(18)),
        Column::text("title", "title", Room::OptionalCut(1, 12)),
        Column::number("cost", "cost", Room::Kept),
        Column::number("value", "value", Room::Kept),
        Column::text("trend", "trend", Room::Optional(2)),
        Column::text("reason", "reason", Room::Below),
        Column::text("cause", "cause", Room::Data),
    ];
    let mut table = Table::new("levels", columns);
    let months = (0..12).map(|month| Some(Number::from_integer(month)));
    table.rows.push(Row::Cells(vec![
        Cell::Count(1),
        Cell::Status(Mark::Good, "funded".to_owned()),
        Cell::path("faster_help.minimum"),
        Cell::text("Weekday cover, 8 to 18, in two languages"),
        money("1_135_333.33"),
        figure("0.965", Measure::Share, 1, Sign::Minus),
        Cell::Series(months.collect()),
        Cell::Empty,
        Cell::Empty,
    ]));
    table.rows.push(Row::Rule("funding line: crm.minimum is short by 12,000.00 in 2027-Q1".to_owned()));
    table.rows.push(Row::Cells(vec![
        Cell::Count(2),
        Cell::Status(Mark::Bad, "short".to_owned()),
        Cell::path("customer_relationship_management.evenings_and_weekends"),
        Cell::text("=1+1|x"),
        money("-0.5"),
        figure("2.45", Measure::Score, 1, Sign::Both),
        Cell::Series(vec![None, Some(Number::ONE)]),
        Cell::text("short by 12,000.00 in 2027-Q1: it costs 52,000.00 there, 40,000.00 is left of the budget"),
        Cell::path("crm.minimum"),
    ]));
    table.rows.push(Row::Cells(vec![
        Cell::Count(10),
        Cell::Status(Mark::Neutral, "blocked".to_owned()),
        Cell::path("顧客.最小"),
        Cell::text("世界の顧客のために、毎日"),
        Cell::NotAvailable,
        Cell::text("free"),
        Cell::Empty,
        Cell::text("needs crm.minimum"),
        Cell::Empty,
    ]));
    table
}

#[test]
fn a_terminal_of_80_columns_shows_what_matters() {
    insta::assert_snapshot!(render::terminal(&document(), &UNICODE));
}

#[test]
fn a_terminal_of_140_columns_shows_everything() {
    insta::assert_snapshot!(render::terminal(&document(), &Style { width: 140, ..UNICODE }));
}

#[test]
fn a_terminal_without_unicode_gets_ascii() {
    insta::assert_snapshot!(render::terminal(&document(), &Style { characters: Characters::Ascii, ..UNICODE }));
}

#[test]
fn colour_changes_no_letter() {
    let colored = render::terminal(&document(), &Style { color: Color::Ansi, ..UNICODE });
    assert!(colored.contains("\u{1b}[32m"), "good news is green");
    let mut parts = colored.split('\u{1b}');
    let first = parts.next().unwrap_or_default();
    let stripped: String =
        std::iter::once(first).chain(parts.filter_map(|part| Some(part.split_once('m')?.1))).collect();
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    let expected = render::terminal(&document(), &UNICODE);
    assert_eq!(trimmed, expected.lines().map(str::trim_end).collect::<Vec<&str>>());
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in 80..160 {
        let shown = render::terminal(&document(), &Style { width, ..UNICODE });
        for line in shown.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn markdown_has_no_markup_of_the_plan() {
    insta::assert_snapshot!(render::markdown(&document()));
}

#[test]
fn json_keeps_every_digit() {
    insta::assert_snapshot!(render::json(&document()));
}

#[test]
fn csv_holds_nothing_that_runs() {
    insta::assert_snapshot!(render::csv(&document()));
}

/// The plan files of an example, in order of path.
pub fn example(name: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut sources = Sources::new();
    for file in files {
        let path = file.strip_prefix(&root).expect("a path below the example").display().to_string();
        sources.add(path, std::fs::read_to_string(&file).expect("a plan file"));
    }
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "zbb") {
            files.push(path);
        }
    }
}

pub fn report_of(name: &str) -> Document {
    report(&example(name))
}

fn report(sources: &Sources) -> Document {
    let compiled = compile(sources, Options::default());
    let checked = compiled.checked.expect("a plan without errors");
    plan_document(sources, &checked, &compiled.evaluation.expect("a plan that comes to something"))
}

pub const EXAMPLES: [&str; 6] =
    ["aurora", "advocacy", "advocacy_plan", "benchmarking", "moments_of_truth", "post_purchase_support"];

#[test]
fn a_small_plan_in_every_format() {
    let document = report_of("aurora");
    insta::assert_snapshot!("aurora_80", render::terminal(&document, &UNICODE));
    insta::assert_snapshot!("aurora_140", render::terminal(&document, &Style { width: 140, ..UNICODE }));
    insta::assert_snapshot!("aurora_markdown", render::markdown(&document));
    insta::assert_snapshot!("aurora_json", render::json(&document));
    insta::assert_snapshot!("aurora_csv", render::csv(&document));
}

#[test]
fn people_see_the_same_without_what_only_programs_read() {
    for name in EXAMPLES {
        let sources = example(name);
        let compiled = compile(&sources, Options::default());
        let (plan, evaluation) = (compiled.checked.expect("a right plan"), compiled.evaluation.expect("figures"));
        let [people, programs] = [Readers::People, Readers::Programs]
            .map(|readers| plan_document_for(readers, &sources, &plan, &evaluation, Beside::default()));
        for width in [60, 100, 200] {
            let style = Style { width, ..UNICODE };
            assert_eq!(render::terminal(&people, &style), render::terminal(&programs, &style), "{name} on {width}");
        }
        assert_eq!(render::markdown(&people), render::markdown(&programs), "{name}");
        assert_eq!(render::html(&people), render::html(&programs), "{name}");
        assert!(render::json(&people).len() < render::json(&programs).len(), "{name}");
    }
}

#[test]
fn a_large_plan_on_80_columns() {
    insta::assert_snapshot!("moments_of_truth_80", render::terminal(&report_of("moments_of_truth"), &UNICODE));
}

#[test]
fn every_example_fits_from_80_columns_on() {
    for name in EXAMPLES {
        let document = report_of(name);
        for width in [80, 81, 100, 120, 140, 200] {
            let shown = render::terminal(&document, &Style { width, ..UNICODE });
            for line in shown.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{name} on {width}: {line}");
            }
        }
    }
}

#[test]
fn ascii_reports_of_plans_in_ascii_are_ascii() {
    let document = report_of("aurora");
    let shown = render::terminal(&document, &Style { characters: Characters::Ascii, ..UNICODE });
    assert!(shown.is_ascii(), "{shown}");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (first, second) = (report_of("benchmarking"), report_of("benchmarking"));
    assert_eq!(render::json(&first), render::json(&second));
    let json: serde_json::Value = serde_json::from_str(&render::json(&first)).expect("JSON");
    assert_eq!(json.get("schema").and_then(serde_json::Value::as_str), Some("zbb-plan/1"));
}

#[test]
fn a_benchmark_that_is_worked_out_is_shown_like_one_that_is_written() {
    let text = include_str!("../../examples/aurora/aurora.zbb");
    let written = render::markdown(&report(&Sources::single("plan.zbb", text)));
    assert!(written.contains("62.0") && text.contains("leader: 62 pts"), "{written}");
    let worked_out = text.replace("leader: 62 pts", "leader: 2 * 30 pts + 2 pts");
    assert_eq!(render::markdown(&report(&Sources::single("plan.zbb", &worked_out))), written);
}

/// What is written with drivers is shown like what is written as a number.
#[test]
fn figures_of_journeys_that_are_worked_out_are_shown_like_those_that_are_written() {
    let text = include_str!("../cases/report/statuses.zbb").to_owned()
        + "\ndriver stake { value: 20k USD }\ndriver part { value: 6.25% }\n";
    let parts = [
        ("at_stake: 40k USD", "at_stake: stake * 2"),
        ("reach: 12.5%", "reach: part * 2"),
        ("share: 40%", "share: 100% - part * 9.6"),
    ];
    let worked_out = parts.iter().fold(text.clone(), |text, (written, with)| {
        assert!(text.contains(written), "{written}");
        text.replace(written, with)
    });
    let shown = render::json(&report(&Sources::single("plan.zbb", &text)));
    assert!(["\"40000.00\"", "\"0.125\"", "\"0.4\""].iter().all(|figure| shown.contains(figure)), "{shown}");
    assert_eq!(render::json(&report(&Sources::single("plan.zbb", &worked_out))), shown);
}

#[test]
fn scenarios_stand_side_by_side() {
    let sources = example("moments_of_truth");
    let names = [None, Some("smoky_summer"), Some("smoky_and_dear")];
    let compiled = names.map(|scenario| compile(&sources, Options { scenario, ..Options::default() }));
    let results: Vec<ScenarioResult> = names
        .iter()
        .zip(&compiled)
        .map(|(name, compiled)| ScenarioResult {
            name: name.unwrap_or("as written"),
            plan: compiled.checked.as_ref().expect("a plan without errors"),
            evaluation: compiled.evaluation.as_ref().expect("a plan that comes to something"),
        })
        .collect();
    insta::assert_snapshot!("scenarios_80", render::terminal(&scenarios_document(&results), &UNICODE));
}

/// A plan in which every kind of status occurs, with the line that `stop` draws.
const STATUSES: &str = include_str!("../cases/report/statuses.zbb");

#[test]
fn every_reason_has_its_figures() {
    for policy in ["stop", "skip"] {
        let text = STATUSES.replace("policy: stop", &format!("policy: {policy}"));
        let document = report(&Sources::single("statuses.zbb", &text));
        insta::assert_snapshot!(format!("statuses_{policy}"), render::terminal(&document, &UNICODE));
    }
}

/// Values stand in the unit they were written in, and only what has a direction is good or bad news.
#[test]
fn kpis_are_shown_as_they_were_written() {
    let text = include_str!("../cases/report/units.zbb");
    let mut document = report(&Sources::single("units.zbb", text));
    document.sections.retain(|section| matches!(section.key, "summary" | "kpis" | "outlook"));
    insta::assert_snapshot!("kpis_as_written", render::terminal(&document, &Style { width: 140, ..UNICODE }));
    let colored = render::terminal(&document, &Style { width: 140, color: Color::Ansi, ..UNICODE });
    let line = |kpi: &str| colored.lines().find(|line| line.contains(kpi)).expect("a row").to_owned();
    assert!(line("handle").contains("\u{1b}[32m-2.04"), "{}", line("handle"));
    assert!(!line("nodir").contains("\u{1b}[31m") && !line("nodir").contains("\u{1b}[32m"), "{}", line("nodir"));
}

/// A table without rows is a header: what reads it finds its columns whatever the plan says.
#[test]
fn csv_has_its_header_also_without_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("p.zbb"), "plan p { currency: EUR, calendar: 2027-01 .. 2027-12 }\n")
        .expect("a plan");
    let output = |arguments: &[&str]| {
        let mut zbb = std::process::Command::new(env!("CARGO_BIN_EXE_zbb"));
        let output =
            zbb.current_dir(folder.path()).args(arguments).args(["--format", "csv"]).output().expect("zbb runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let header = output(&["plan"]);
    assert!(header.starts_with("rank,status,level,title,cost,") && header.lines().count() == 1, "{header}");
}

/// Of hundreds of packages a report shows what those bring that rank highest, and all of them where that is asked.
#[test]
fn what_packages_bring_is_shown_by_the_page() {
    use std::fmt::Write as _;

    let mut text = String::from(
        "plan p { currency: EUR, calendar: 2027-01 .. 2027-12 }\nrole lead\ndepartment team { owner: lead }\n\
         category c { owner: lead }\nkpi k { kind: nps, baseline: 0 pts, target: 50 pts by 2027-12, source: \"s\" }\n\
         criterion g { weight: 100%, measured_by: [k] }\n",
    );
    let names: Vec<String> = (0..203).map(|number| format!("p{number:03}")).collect();
    for name in &names {
        let _ = writeln!(
            text,
            "package {name} {{ department: team, owner: lead, justification: \"Reason {name}\", consequence: \"It follows\"\n\
             level x {{ cost c: 10 EUR in 2027-01\n effect k: +0.01 .. +0.02 .. +0.03 pts evidence history }} }}"
        );
    }
    let ranked: Vec<String> = names.iter().rev().map(|name| format!("{name}.x\n")).collect();
    let _ = writeln!(text, "ranking r {{\n{}}}\nfunding {{ budget: 1M EUR, policy: skip }}", ranked.concat());
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("p.zbb"), text).expect("a plan");
    let shown = |arguments: &[&str]| {
        let mut zbb = std::process::Command::new(env!("CARGO_BIN_EXE_zbb"));
        let output = zbb.current_dir(folder.path()).arg("plan").args(arguments).output().expect("zbb runs");
        let text = String::from_utf8(output.stdout).expect("text");
        text.split_once("Behind the projection").expect("the section").1.to_owned()
    };
    let (page, all) = (shown(&[]), shown(&["--all"]));
    assert!(page.contains("3 more packages and 3 more effects with `--all`"), "{page}");
    // The lowest-ranked are not on the page.
    assert!(page.contains("p003") && !page.contains("p002"), "{page}");
    assert!(all.contains("p000") && !all.contains("--all"), "{all}");
}

/// Which columns the report of a plan has is written beside the figure, once: what the table of figures promises is there.
#[test]
fn each_figure_with_a_column_stands_under_its_key() {
    let mut missing: Vec<String> = Vec::new();
    let documents = ["moments_of_truth", "post_purchase_support"].map(report_of);
    let has = |table: &str, key: &str| {
        let sections = documents.iter().flat_map(|document| &document.sections);
        let mut tables = sections.flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        tables.any(|one| one.key == table && one.columns.iter().any(|column| column.key == key))
    };
    for figure in FIGURES.iter().filter(|figure| !figure.column.is_empty()) {
        let tables: &[&str] = match figure.kind {
            "period" => &["periods"],
            "cap" | "floor" => &["bounds"],
            "level" => &["levels"],
            "department" => &["departments"],
            "kpi" => &["values"],
            "moment" => &["moments"],
            "require" => &["requirements"],
            other => panic!("no table is known to show figures of a {other}"),
        };
        if !tables.iter().any(|table| has(table, figure.column)) {
            missing.push(format!("{} {}: {}", figure.kind, figure.word, figure.column));
        }
    }
    assert!(missing.is_empty(), "no table of a report has these: {missing:#?}");
}

#[test]
fn what_a_report_shows_is_not_in_its_remainder() {
    let remainder = |arguments: &[&str]| {
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/moments_of_truth");
        let run = crate::cli::zbb(&[&["plan", example, "--format", "json"], arguments].concat());
        let document: serde_json::Value = serde_json::from_str(&run.output).unwrap();
        document["not_used"].to_string()
    };
    // What ends stands in "Compared with today" always; what the ledgers and tolerances come to only in the year's course.
    let of_the_course =
        ["list of actuals", "tolerance", "note on", "transfer", "expected income", "setting of control"];
    let (plain, tracked) = (remainder(&[]), remainder(&["--track"]));
    for words in of_the_course {
        assert!(!tracked.contains(words), "{words}: {tracked}");
    }
    assert!(of_the_course.iter().any(|words| plain.contains(words)), "{plain}");
    for remainder in [&plain, &tracked] {
        assert!(!remainder.contains("activit") && remainder.contains("persona"), "{remainder}");
    }
}
