//! Comments on pull requests: whatever a document holds, its comment fits, is whole, and says what it leaves out.

use proptest::prelude::*;

use super::documents::{document, text};
use super::markdown::{check, table_of, tables};
use super::report::{EXAMPLES, report_of};
use zbb::quantity::Number;
use zbb::report::document::{Block, Cell, Column, Document, Figure, KeyFigure, Mark, Note, Room, Row, Section, Table};
use zbb::report::render::{markdown, markdown_comment};

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_comment_fits_and_is_whole(
        document in document(),
        limit in prop_oneof![0_usize..400, 400_usize..4_000, 4_000_usize..70_000],
        command in text(),
    ) {
        let comment = markdown_comment(&document, limit, &command);
        prop_assert!(comment.len() <= limit, "{} of {limit} bytes\n{comment}", comment.len());
        check(&comment)?;
        let count = |tag: &str| comment.lines().filter(|line| *line == tag).count();
        prop_assert_eq!(count("<details>"), count("</details>"), "{}", comment);
        let whole: std::collections::BTreeSet<String> = markdown_comment(&document, usize::MAX, "").lines().map(str::to_owned).collect();
        for table in tables_of_lines(&comment) {
            let widths: Vec<usize> = table.iter().map(|row| cells_of(row)).collect();
            prop_assert!(widths.iter().all(|width| *width == widths[0]) && widths.len() > 2, "{comment}");
            let is_kept = |row: &&str| !row.contains('…');
            prop_assert!(table.into_iter().filter(is_kept).all(|row| whole.contains(row)), "{comment}");
        }
    }
}

/// The lines of each table.
fn tables_of_lines(markdown: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = markdown.lines().collect();
    let tables = lines.chunk_by(|one, next| one.starts_with('|') == next.starts_with('|'));
    tables.filter(|lines| lines[0].starts_with('|')).map(<[&str]>::to_vec).collect()
}

/// How many bars of a row are not escaped.
fn cells_of(row: &str) -> usize {
    row.replace("\\\\", "").replace("\\|", "").matches('|').count()
}

#[test]
fn examples_fit() {
    for name in EXAMPLES {
        let document = report_of(name);
        for limit in [300, 2_000, 10_000, 60 * 1024] {
            let comment = markdown_comment(&document, limit, "zbb plan");
            assert!(comment.len() <= limit, "{name}: {} of {limit}", comment.len());
            check(&comment).expect(name);
        }
    }
}

/// A document of two tables, the larger folded away.
fn two_tables(rows: usize) -> Document {
    let texts: Vec<String> = (0..rows * 3).map(|number| format!("text {number} of the larger table")).collect();
    let mut document = table_of(&texts, Section::folded("larger", "Evidence of @all"));
    let smaller = table_of(&texts[..12], Section::new("smaller", "Changed levels"));
    let mut headline = Section { key: "summary", heading: None, blocks: Vec::new() };
    headline.push(Block::KeyFigures(vec![KeyFigure::new("changed", "changed", Cell::Count(rows))]));
    headline.push(Block::Notes(vec![Note::plain("the headline stays")]));
    document.sections.splice(0..0, [headline].into_iter().chain(smaller.sections));
    document
}

#[test]
fn the_largest_table_is_cut_first() {
    insta::assert_snapshot!(markdown_comment(&two_tables(40), 1_500, "zbb diff main"));
}

#[test]
fn little_room_is_for_the_headline() {
    insta::assert_snapshot!(markdown_comment(&two_tables(40), 300, "zbb diff main"));
}

#[test]
fn what_fits_is_whole() {
    let document = two_tables(4);
    assert_eq!(markdown_comment(&document, 60 * 1024, "zbb diff main"), markdown(&document));
}

#[test]
fn one_long_text_costs_no_row() {
    let mut document = two_tables(40);
    document.title = "long ".repeat(20_000);
    let comment = markdown_comment(&document, 60 * 1024, "zbb diff main");
    assert!(comment.lines().all(|line| line.len() < 1_000));
    assert_eq!(tables(&comment).iter().map(Vec::len).collect::<Vec<usize>>(), [5, 41]);
    assert!(comment.ends_with("\nTexts of more than 300 characters are cut. `zbb diff main` shows everything.\n"));
}

/// A page of a pull request is narrow: what can be done without goes, the least needed first, and the last column stays.
#[test]
fn a_wide_table_keeps_what_it_needs() {
    let long = "a text of thirty-eight letters, all told";
    let columns = vec![
        Column::text("first", "first", Room::Cut(12)),
        Column::text("lesser", "lesser", Room::Optional(1)),
        Column::text("least", "least", Room::Optional(0)),
        Column::number("last", "last", Room::Kept),
    ];
    let mut table = Table::new("wide", columns);
    let good = Figure { mark: Some(Mark::Good), ..Figure::plain(Number::from_integer(7), 0) };
    table.rows = vec![Row::Cells(vec![Cell::text(long), Cell::text(long), Cell::text(long), Cell::Figure(good)])];
    let mut document = two_tables(4);
    let mut section = Section::new("wide", "Wide");
    section.push(Block::Table(table));
    document.sections = vec![section];
    let comment = markdown_comment(&document, 60 * 1024, "zbb diff main");
    assert!(comment.contains("| first | lesser | last |") && comment.contains("| ✓ 7 |"), "{comment}");
    // What is told in words gives way to tables, which are about money.
    let notes: Vec<Note> = (0..80).map(|number| Note::plain(format!("item {number} moved up"))).collect();
    let mut order = Section::new("order", "Order");
    order.push(Block::Notes(notes));
    document.sections.insert(0, Section { key: "summary", heading: None, blocks: Vec::new() });
    document.sections.push(order);
    let little = markdown_comment(&document, 700, "zbb diff main");
    assert!(
        little.contains("| ✓ 7 |") && little.contains("item 0 moved up") && !little.contains("item 60"),
        "{little}"
    );
}
