//! Markdown as GitHub reads it: whatever a plan says, nothing of it is markup.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::documents::{HOSTILE, document, text};
use super::report::report_of;
use zbb::diagnostic::text::visible;
use zbb::report::document::{Block, Cell, Column, Document, Room, Row, Section, Table};
use zbb::report::render::markdown;

/// A character of no width that keeps words from coming to life.
const JOINER: char = '\u{2060}';

/// Everything that GitHub reads as markup.
fn events(markdown: &str) -> Vec<Event<'_>> {
    let options = [
        Options::ENABLE_TABLES,
        Options::ENABLE_FOOTNOTES,
        Options::ENABLE_STRIKETHROUGH,
        Options::ENABLE_TASKLISTS,
        Options::ENABLE_MATH,
        Options::ENABLE_GFM,
    ];
    Parser::new_ext(markdown, options.into_iter().collect()).collect()
}

/// Whether only such markup is there as a renderer writes.
fn is_ours(event: &Event) -> bool {
    match event {
        Event::Start(tag) => is_ours_tag(tag),
        Event::Html(html) => {
            let html = html.trim();
            let summary = html.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
            let inside = summary.map(|summary| summary.replace("<span>&#36;</span>", ""));
            inside.map_or(["<details>", "</details>", ""].contains(&html), |inside| !inside.contains(['<', '>']))
        }
        Event::InlineHtml(html) => ["<ins>", "</ins>", "<del>", "</del>", "<span>", "</span>"].contains(&&**html),
        Event::End(_) | Event::Text(_) | Event::Code(_) => true,
        Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::Rule
        | Event::TaskListMarker(_) => false,
    }
}

fn is_ours_tag(tag: &Tag) -> bool {
    match tag {
        Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock | Tag::List(None) | Tag::Item | Tag::Strong => true,
        Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => true,
        Tag::List(Some(_))
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Emphasis
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. }
        | Tag::MetadataBlock(_) => false,
    }
}

/// The texts that a reader of the page sees, each as far as the next markup, code left out.
fn seen(markdown: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    for event in events(markdown) {
        match event {
            Event::Text(text) => texts.last_mut().expect("a text").push_str(&text),
            // In a summary everything is HTML.
            Event::Html(html) => texts.push(html.replace("&#8288;", "\u{2060}").replace("&#36;", "$")),
            _ => texts.push(String::new()),
        }
    }
    texts
}

/// What GitHub would make a link, a mention or a picture of, if there is any.
fn alive(text: &str) -> Option<&'static str> {
    let follows =
        |sign: &str, is_next: fn(char) -> bool| text.split(sign).skip(1).any(|rest| rest.starts_with(is_next));
    let words = || text.split(|character: char| !character.is_ascii_alphanumeric());
    let is_hash = |word: &str| (7..=40).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_emoji = |name: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
        !name.is_empty() && name.bytes().all(is_sign)
    };
    let is_number = |character: char| character.is_ascii_digit();
    let between_colons: Vec<&str> = text.split(':').collect();
    let inner = between_colons.get(1..between_colons.len().saturating_sub(1)).unwrap_or_default();
    let checks = [
        ("a mention", follows("@", |next| next.is_ascii_alphanumeric())),
        ("an issue", follows("#", is_number)),
        ("an issue after GH", follows("GH-", is_number) || follows("gh-", is_number)),
        ("an address", text.contains("://") || text.to_ascii_lowercase().contains("www.")),
        ("a commit", words().any(is_hash)),
        ("a picture", inner.iter().any(|name| is_emoji(name))),
    ];
    checks.into_iter().find(|(_, is_so)| *is_so).map(|(what, _)| what)
}

/// The tables of a page: the texts of their cells, without markup.
pub fn tables(markdown: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut is_in_cell = false;
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Table(_)) => tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => tables.last_mut().expect("a table").push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                is_in_cell = true;
                tables.last_mut().and_then(|table| table.last_mut()).expect("a row").push(String::new());
            }
            Event::End(TagEnd::TableCell) => is_in_cell = false,
            Event::Text(text) | Event::Code(text) if is_in_cell => {
                let row = tables.last_mut().and_then(|table| table.last_mut()).expect("a row");
                row.last_mut().expect("a cell").push_str(&text);
            }
            _ => {}
        }
    }
    tables
}

/// The text as a page shows it, on one line.
pub fn shown(text: &str) -> String {
    let line = match text.contains(['\n', '\r', '\t']) {
        true => text.split_whitespace().collect::<Vec<&str>>().join(" "),
        false => text.to_owned(),
    };
    visible(&line).trim_matches(' ').to_owned()
}

/// Whether all markup of a page is the renderer's, and nothing is alive.
pub fn check(markdown: &str) -> Result<(), TestCaseError> {
    for event in events(markdown) {
        prop_assert!(is_ours(&event), "{event:?} in\n{markdown}");
    }
    for text in seen(markdown) {
        prop_assert_eq!(alive(&text), None, "{:?} in\n{}", text, markdown);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_plan_is_markup_or_comes_to_life(document in document()) {
        check(&markdown(&document))?;
    }

    #[test]
    fn every_text_is_shown_as_it_is(texts in prop::collection::vec(text(), 12)) {
        let page = markdown(&table_of(&texts, Section::folded("texts", "texts")));
        let [table] = tables(&page).try_into().expect("one table");
        // Round what runs from right to left stand signs that keep it to itself.
        let cells = table.concat().into_iter().skip(3).map(|cell| cell.replace([JOINER, '\u{2068}', '\u{2069}'], ""));
        let cells = cells.map(|cell| cell.trim_matches(' ').to_owned());
        // A joiner of the plan itself is made visible by its number.
        let expected: Vec<String> = texts.iter().map(|text| shown(text)).collect();
        prop_assert_eq!(cells.collect::<Vec<String>>(), expected);
    }
}

/// A table of three columns of texts.
pub fn table_of(texts: &[String], mut section: Section) -> Document {
    let columns = ["a", "b", "c"].map(|key| Column::text(key, key, Room::Kept));
    let mut table = Table::new("texts", columns.into());
    table.rows = texts.chunks(3).map(|row| Row::Cells(row.iter().map(Cell::text).collect())).collect();
    section.push(Block::Table(table));
    Document {
        schema: "zbb-test/1",
        title: "Texts".to_owned(),
        subtitle: String::new(),
        properties: Vec::new(),
        main_table: "texts",
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections: vec![section],
    }
}

#[test]
fn examples_hold_no_markup_of_theirs() {
    for name in super::report::EXAMPLES {
        check(&markdown(&report_of(name))).expect(name);
    }
}

#[test]
fn hostile_texts_are_alive_where_nothing_escapes_them() {
    let live = HOSTILE.iter().filter(|text| alive(text).is_some()).count();
    assert!(live >= 14, "the check sees only {live} of them");
}
