//! What every renderer does with a document, whatever it is about: sections folded away, two versions of a text.

use proptest::prelude::*;

use super::documents::document;
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::report::document::{Block, Cell, Change, Column, Document, KeyFigure, Mark, Note, Room, Row, Section, Table};
use zbb::report::render;

const UNICODE: Style = Style { width: 80, color: Color::Plain, characters: Characters::Unicode };

fn words(pieces: &[(Change, &str)]) -> Vec<(Change, String)> {
    pieces.iter().map(|(change, text)| (*change, (*text).to_owned())).collect()
}

/// Two versions of titles and reasons, in a section in sight and in one that is folded away.
pub fn changed() -> Document {
    let mut headline = Section { key: "summary", heading: None, blocks: Vec::new() };
    let owner = [(Change::Removed, "Head"), (Change::Added, "Director"), (Change::Kept, " of service")];
    headline.push(Block::KeyFigures(vec![
        KeyFigure::new("changed", "changed", Cell::Count(2)).comment("of 40 levels"),
        KeyFigure::new("owner", "owner", Cell::Words(words(&owner))).comment("since March"),
    ]));
    let mut levels = Section::new("levels", "Changed levels");
    levels.push(Block::Table(titles()));
    let mut evidence = Section::folded("evidence", "2 changes of evidence");
    evidence.push(Block::Table(titles()));
    let reason = [
        (Change::Kept, "measured in "),
        (Change::Removed, "two shops over a month, by hand, in the slow season of the year"),
        (Change::Added, "all shops\nover a year"),
        (Change::Kept, ", by the team"),
    ];
    evidence.push(Block::Notes(vec![
        Note::words(None, words(&reason)),
        Note::words(Some(Mark::Bad), words(&[(Change::Removed, "gone"), (Change::Added, "")])),
        Note::plain("a plain note"),
    ]));
    Document {
        schema: "zbb-test/1",
        title: "Changes".to_owned(),
        subtitle: String::new(),
        properties: Vec::new(),
        main_table: "titles",
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections: vec![headline, levels, evidence],
    }
}

fn titles() -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Kept),
        Column::text("title", "title", Room::Cut(12)),
        Column::number("cost", "cost", Room::Kept),
        Column::text("evidence", "evidence", Room::Below),
    ];
    let title = [(Change::Kept, "Weekday "), (Change::Removed, "cover"), (Change::Added, "<b>|care</b>")];
    let evidence = [
        (Change::Removed, "a survey among those who called in the spring, "),
        (Change::Added, "records of every call of the whole year, "),
        (Change::Kept, "counted twice"),
    ];
    let mut table = Table::new("titles", columns);
    table.rows.push(Row::Cells(vec![
        Cell::path("faster_help.minimum"),
        Cell::Words(words(&title)),
        Cell::Count(135_333),
        Cell::Words(words(&evidence)),
    ]));
    let added = words(&[(Change::Added, "Evenings and weekends, from a place where it is day, in two languages")]);
    table.rows.push(Row::Cells(vec![
        Cell::path("faster_help.current"),
        Cell::Words(added),
        Cell::NotAvailable,
        Cell::Words(Vec::new()),
    ]));
    table
}

#[test]
fn two_versions_on_80_columns() {
    insta::assert_snapshot!(render::terminal(&changed(), &UNICODE));
}

#[test]
fn two_versions_on_140_columns() {
    insta::assert_snapshot!(render::terminal(&changed(), &Style { width: 140, ..UNICODE }));
}

#[test]
fn two_versions_in_colour() {
    let colored = render::terminal(&changed(), &Style { color: Color::Ansi, ..UNICODE });
    insta::assert_snapshot!(colored.replace('\u{1b}', "␛"));
}

#[test]
fn two_versions_fit_any_terminal() {
    for width in 80..160 {
        let shown = render::terminal(&changed(), &Style { width, ..UNICODE });
        for line in shown.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn two_versions_in_markdown() {
    insta::assert_snapshot!(render::markdown(&changed()));
}

#[test]
fn two_versions_in_json() {
    insta::assert_snapshot!(render::json(&changed()));
}

#[test]
fn two_versions_in_csv() {
    insta::assert_snapshot!(render::csv(&changed()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_harmless_on_a_terminal(document in document(), width in 40_usize..200) {
        let shown = render::terminal(&document, &Style { width, ..UNICODE });
        let is_obeyed = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
        prop_assert!(!shown.contains(is_obeyed), "{shown:?}");
        let colored = render::terminal(&document, &Style { width, color: Color::Ansi, ..UNICODE });
        prop_assert!(colored.split('\u{1b}').skip(1).all(is_a_colour), "{colored:?}");
    }

    #[test]
    fn any_document_is_read_by_machines(document in document()) {
        serde_json::from_str::<serde_json::Value>(&render::json(&document)).expect("JSON");
    }
}

/// Whether what follows an escape only paints.
fn is_a_colour(rest: &str) -> bool {
    let end = rest.strip_prefix('[').and_then(|rest| rest.find(|sign: char| !sign.is_ascii_digit() && sign != ';'));
    end.is_some_and(|end| rest[1 + end..].starts_with('m'))
}

/// A terminal that knows directions draws a row by the Unicode algorithm: behind a title from right to left the figures
/// still stand from left to right, in the order of the columns.
#[test]
fn titles_from_right_to_left_leave_figures_in_their_columns() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/public/rtl-title-in-a-table");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_zbb"))
        .args(["plan", folder, "--width", "100"])
        .output()
        .expect("zbb runs");
    let text = String::from_utf8(output.stdout).expect("text");
    let row = text.lines().find(|line| line.contains('\u{2068}')).expect("a row with an isolated cell");
    let figures = |line: &str| {
        let words = line.split_whitespace().filter(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        words.map(str::to_owned).collect::<Vec<String>>()
    };
    let bidi = unicode_bidi::BidiInfo::new(row, Some(unicode_bidi::Level::ltr()));
    let paragraph = &bidi.paragraphs[0];
    let shown = bidi.reorder_line(paragraph, paragraph.range.clone());
    assert_eq!(figures(&shown), figures(row), "{row}");
    let bare: String = row.chars().filter(|sign| !matches!(sign, '\u{2068}' | '\u{2069}')).collect();
    let bidi = unicode_bidi::BidiInfo::new(&bare, Some(unicode_bidi::Level::ltr()));
    let paragraph = &bidi.paragraphs[0];
    let turned = bidi.reorder_line(paragraph, paragraph.range.clone());
    assert_ne!(figures(&turned), figures(row), "without isolates the figures would be turned round");
}

/// The figures of a line in the order in which a terminal or a browser that knows directions draws them.
fn drawn_figures(line: &str) -> Vec<String> {
    let bidi = unicode_bidi::BidiInfo::new(line, Some(unicode_bidi::Level::ltr()));
    let paragraph = &bidi.paragraphs[0];
    let drawn = bidi.reorder_line(paragraph, paragraph.range.clone());
    figures_of(&drawn)
}

fn figures_of(line: &str) -> Vec<String> {
    let pattern = regex::Regex::new(r"\d[\d,.]*").expect("a pattern");
    pattern.find_iter(line).map(|figure| figure.as_str().to_owned()).collect()
}

/// In a comment and in differences of words, too: what runs from right to left keeps to itself, and the figures beside it
/// stay where they are.
#[test]
fn comments_and_differences_of_words_keep_figures_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/public/rtl-title-in-a-table/cjk.zbb"
    ));
    let plan = plan.expect("the plan");
    let hebrew = |letter: char| ('\u{590}'..='\u{5ff}').contains(&letter) || ('\u{600}'..='\u{6ff}').contains(&letter);
    let line = plan.lines().find(|line| line.contains(hebrew)).expect("a title from right to left");
    let title = line.split('"').find(|part| part.contains(hebrew)).expect("a title").to_owned();
    for (name, text) in [("a", plan.clone()), ("b", plan.replace(&title, &format!("{title} 20 שלום")))] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
        std::fs::write(folder.path().join(name).join("p.zbb"), text).expect("a plan");
    }
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zbb"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("zbb runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let texts = [
        run(&["plan", "b", "--format", "markdown"]),
        run(&["plan", "b", "--width", "140"]),
        run(&["diff", "a", "b", "--width", "140"]),
        run(&["diff", "a", "b", "--format", "markdown"]),
    ];
    for text in texts {
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(hebrew)).collect();
        assert!(!lines.is_empty(), "{text}");
        for line in lines {
            assert_eq!(drawn_figures(line), figures_of(line), "{line}");
        }
    }
}

/// Where cents would cut titles, amounts stand in thousands; where there is room, to the cent.
#[test]
fn narrow_terminals_have_titles_before_cents() {
    let shown = |width: &str| {
        let plan = format!("{}/examples/moments_of_truth", env!("CARGO_MANIFEST_DIR"));
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zbb"))
            .args(["plan", &plan, "--show", "ranking", "--width", width])
            .output()
            .expect("zbb runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let (narrow, wide) = (shown("80"), shown("140"));
    assert!(narrow.contains("thousand AUD, rounded") && !narrow.contains("61,200.00"), "{narrow}");
    let row = narrow.lines().find(|line| line.contains("Six hosts")).expect("a row");
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words.get(words.len() - 3..), Some(&["512", "574", "3.96"][..]), "cost, running, score: {row}");
    assert!(row.contains("Six hosts in the afternoon, a drin"), "{row}");
    assert!(narrow.lines().all(|line| line.chars().count() <= 80), "{narrow}");
    assert!(wide.contains("512,448.00") && !wide.contains("thousand"), "{wide}");
}
