//! A document for a terminal: takes its width, characters and colours, gives lines that fit.

use super::changes;
use super::course::courses;
use super::form::captioned;
use super::form::form_lines;
use super::layout::{INDENT, rule, sign, words};
use super::paint::{paint_of, painted};
use super::text::{columns, cut_end, one_line};
use crate::diagnostic::human::{Characters, Style};
use crate::diagnostic::text::wrapped;
use crate::report::document::{Block, Cell, Document, KeyFigure, Note, Section, Sentence, in_names};
use crate::report::drawn::Chart;
use anstyle::Style as Paint;

/// Narrower terminals get lines for this width.
const NARROWEST: usize = 40;

/// A text is not wrapped into fewer columns.
const FEWEST: usize = 20;

/// The document as lines of at most the style's width.
#[must_use]
pub fn terminal(document: &Document, style: &Style) -> String {
    let style = Style { width: style.width.max(NARROWEST), ..*style };
    let mut text = title(document, &style);
    for section in &document.sections {
        section_lines(&mut text, section, &style);
    }
    text
}

fn title(document: &Document, style: &Style) -> String {
    let (title, subtitle) = (one_line(&document.title), one_line(&document.subtitle));
    let bold = |line: &str| painted(line, Paint::new().bold(), style);
    let taken = columns(&title) + columns(&subtitle);
    if subtitle.is_empty() {
        return format!("{}\n", lines_of(&title, style.width, bold));
    }
    if taken + 2 <= style.width {
        let gap = " ".repeat(style.width - taken);
        return format!("{}{gap}{}\n", bold(&title), painted(&subtitle, Paint::new().dimmed(), style));
    }
    let title = lines_of(&title, style.width, bold);
    let subtitle = lines_of(&subtitle, style.width, |line| painted(line, Paint::new().dimmed(), style));
    format!("{title}\n{subtitle}\n")
}

fn lines_of(text: &str, width: usize, paint: impl Fn(&str) -> String) -> String {
    wrapped(text, width, 0).lines().map(paint).collect::<Vec<String>>().join("\n")
}

fn section_lines(text: &mut String, section: &Section, style: &Style) {
    text.push('\n');
    if let Some(heading) = &section.heading {
        text.push_str(&painted(&rule(&heading.words, style.width, style), Paint::new().bold(), style));
        text.push_str("\n\n");
    }
    let shown = section.blocks.iter().filter(|block| !block.is_data());
    for (index, block) in shown.enumerate() {
        if index > 0 {
            text.push('\n');
        }
        match block {
            Block::KeyFigures(key_figures) => text.push_str(&key_figure_lines(key_figures, style)),
            Block::Notes(notes) => notes.iter().for_each(|note| text.push_str(&note_lines(note, style))),
            Block::Table(table) => captioned(text, table, style),
            Block::Form(form) => form_lines(text, form, style),
            Block::Message(sentences) => text.push_str(&message_lines(sentences, style)),
            Block::Chart(chart) => text.push_str(&chart_lines(chart, style)),
            // What stands on a map stands in tables too.
            Block::Journey(_) | Block::Picture(_) => {}
        }
    }
}

/// Labels, and beside them values with their decimal points below each other.
fn key_figure_lines(key_figures: &[KeyFigure], style: &Style) -> String {
    let labels = key_figures.iter().map(|key_figure| columns(key_figure.label)).max().unwrap_or(0);
    let shown: Vec<String> = key_figures.iter().map(|key_figure| value(key_figure, style)).collect();
    let numbers = key_figures.iter().zip(&shown).filter(|(key_figure, _)| is_number(&key_figure.value));
    let width = numbers.map(|(_, shown)| columns(shown)).max().unwrap_or(0);
    let mut text = String::new();
    for (key_figure, shown) in key_figures.iter().zip(&shown) {
        let label = format!("{}{:labels$}", " ".repeat(INDENT), key_figure.label);
        let start = columns(&label) + 2;
        let (value, comment) = if is_number(&key_figure.value) {
            (format!("{}{shown}", " ".repeat(width.saturating_sub(columns(shown)))), one_line(&key_figure.comment))
        } else {
            (String::new(), joined(shown, &one_line(&key_figure.comment)))
        };
        let beside = if value.is_empty() { start } else { start + columns(&value) + 2 };
        // Where too little room is left beside the value, the comment goes below it.
        let is_below = !comment.is_empty() && !value.is_empty() && beside + FEWEST > style.width;
        let comment = hanging(&comment, if is_below { start } else { beside }, style);
        let below = format!("\n{}", " ".repeat(start));
        let gap = if is_below {
            &below
        } else if value.is_empty() {
            ""
        } else {
            "  "
        };
        text.push_str(format!("{label}  {value}{gap}{comment}").trim_end());
        text.push('\n');
    }
    text
}

fn is_number(cell: &Cell) -> bool {
    matches!(cell, Cell::Figure(_) | Cell::Count(_) | Cell::NotAvailable)
}

fn value(key_figure: &KeyFigure, style: &Style) -> String {
    match &key_figure.value {
        Cell::Figure(figure) => one_line(&figure.in_full()),
        // Key figures are not coloured.
        Cell::Words(words) => changes::with_marks(words),
        cell => words(cell, style).into_owned(),
    }
}

fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (false, false) => format!("{first}; {second}"),
        _ => format!("{first}{second}"),
    }
}

/// A text whose further lines begin at the column where it begins.
fn hanging(text: &str, column: usize, style: &Style) -> String {
    wrapped(text, room_after(column, style), 0).replace('\n', &format!("\n{}", " ".repeat(column)))
}

/// The columns from one on.
fn room_after(column: usize, style: &Style) -> usize {
    style.width.saturating_sub(column).max(FEWEST)
}

fn note_lines(note: &Note, style: &Style) -> String {
    let blanks = " ".repeat(INDENT);
    let Some(mark) = note.mark else {
        return format!("{blanks}{}\n", sentence(&note.sentence, INDENT, style));
    };
    let sign = painted(sign(mark, style.characters), paint_of(mark), style);
    format!("{blanks}{sign} {}\n", sentence(&note.sentence, INDENT + 2, style))
}

/// The title, and each series below it.
fn chart_lines(chart: &Chart, style: &Style) -> String {
    let courses = courses(chart, style.characters);
    if courses.is_empty() {
        return String::new();
    }
    let widest = courses.iter().map(|(name, _)| columns(&one_line(name))).max().unwrap_or(0).min(style.width / 3);
    let mut text = String::new();
    if !chart.title.is_empty() {
        text.push_str(&painted(
            &cut_end(&one_line(&chart.title), style.width, style.characters),
            Paint::new().underline(),
            style,
        ));
        text.push('\n');
    }
    for (name, course) in courses {
        let name = cut_end(&one_line(&name), widest, style.characters);
        let gap = " ".repeat(widest.saturating_sub(columns(&name)) + 2);
        let line = format!("{}{name}{gap}{}", " ".repeat(INDENT), one_line(&course));
        text.push_str(&cut_end(&line, style.width, style.characters));
        text.push('\n');
    }
    text
}

/// The sentences as one paragraph.
fn message_lines(sentences: &[Note], style: &Style) -> String {
    let sentences = sentences.iter().map(|note| match &note.sentence {
        Sentence::Plain(text) => one_line(text),
        Sentence::Words(words) => changes::with_marks(words),
        Sentence::Said(pieces) => one_line(&in_names(pieces)),
    });
    let mut paragraph = sentences.collect::<Vec<String>>().join(" ");
    if style.characters == Characters::Ascii {
        paragraph = paragraph.replace(['“', '”'], "\"").replace('–', "-").replace('×', "x");
    }
    format!("{}{}\n", " ".repeat(INDENT), hanging(&paragraph, INDENT, style))
}

fn sentence(sentence: &Sentence, column: usize, style: &Style) -> String {
    match sentence {
        Sentence::Plain(text) => hanging(&one_line(text), column, style),
        Sentence::Said(pieces) => hanging(&one_line(&in_names(pieces)), column, style),
        Sentence::Words(words) => {
            let lines = changes::line(words, style).wrapped(room_after(column, style), style);
            lines.join(&format!("\n{}", " ".repeat(column)))
        }
    }
}
