//! A form on a terminal: takes what is known of one thing, gives lines that say what, how much and why, and where in the
//! plan that is written, at the right end.

use super::changes;
use super::layout::{sign, table_lines, words};
use super::paint::{paint_of, painted};
use super::text::{columns, cut_end, one_line};
use crate::diagnostic::human::Style;
use crate::diagnostic::text::wrapped;
use crate::report::document::{Cell, Form, FormLine, Group, SourceLine, Table};
use anstyle::Style as Paint;

/// Words of what a line is take no more than this part of the width; longer ones stand on a line of their own.
const LABEL_PART: usize = 3;
/// Where fewer columns would be left for the value, its place goes below it.
const FEWEST: usize = 36;
/// The blanks before the lines of a form.
const INDENT: usize = 2;

/// The lines of a form.
pub(super) fn form_lines(text: &mut String, form: &Form, style: &Style) {
    let title = one_line(&form.title);
    let name = one_line(&form.about.path);
    let title = if name.is_empty() || name == title { title } else { format!("{title} ({name})") };
    headline(text, &title, form.at.as_ref(), 0, style);
    form.groups.iter().for_each(|group| group_lines(text, group, style));
    for table in &form.tables {
        text.push('\n');
        captioned(text, table, style);
    }
}

fn group_lines(text: &mut String, group: &Group, style: &Style) {
    let labels = group.lines.iter().map(|line| columns(&one_line(&line.what)));
    let labels = labels.filter(|width| *width <= style.width / LABEL_PART).max().unwrap_or(0);
    if !group.heading.is_empty() {
        text.push('\n');
        let heading = one_line(&group.heading);
        let heading = match &group.status {
            Some((mark, status)) => {
                let sign = painted(sign(*mark, style.characters), paint_of(*mark), style);
                format!("{sign} {heading}: {}", one_line(status))
            }
            None => heading,
        };
        headline(text, &heading, group.at.as_ref(), INDENT, style);
    }
    group.lines.iter().for_each(|line| line_of(text, line, labels, style));
}

/// Words in bold, and at the right end where that is written.
fn headline(text: &mut String, words: &str, at: Option<&SourceLine>, indent: usize, style: &Style) {
    let bold = |line: &str| painted(line, Paint::new().bold(), style);
    let place = at.map(|at| one_line(&at.to_string())).unwrap_or_default();
    let room = style.width.saturating_sub(indent + columns(&place) + 2).max(FEWEST);
    let lines = wrapped(words, room, 0);
    let mut lines = lines.lines();
    let first = lines.next().unwrap_or("");
    let gap = style.width.saturating_sub(indent + visible_columns(first) + columns(&place));
    text.push_str(&" ".repeat(indent));
    text.push_str(&bold(first));
    if !place.is_empty() && gap > 0 {
        text.push_str(&" ".repeat(gap));
        text.push_str(&painted(&place, Paint::new().dimmed(), style));
    }
    text.push('\n');
    for line in lines {
        text.push_str(&format!("{}{}\n", " ".repeat(indent), bold(line)));
    }
}

fn line_of(text: &mut String, line: &FormLine, labels: usize, style: &Style) {
    let what = one_line(&line.what);
    let start = 2 * INDENT + labels + 2;
    let place = line.at.as_ref().map(|at| one_line(&at.to_string())).unwrap_or_default();
    let beside = style.width.saturating_sub(start + columns(&place) + 2);
    let is_below = !place.is_empty() && beside < FEWEST;
    let room = if is_below || place.is_empty() { style.width.saturating_sub(start).max(FEWEST) } else { beside };
    if columns(&what) > labels {
        text.push_str(&format!("{}{what}\n{}", " ".repeat(2 * INDENT), " ".repeat(start)));
    } else {
        let blanks = " ".repeat(labels - columns(&what));
        text.push_str(&format!("{}{what}{blanks}  ", " ".repeat(2 * INDENT)));
    }
    let value = value(&line.value, style);
    let how = one_line(&line.how);
    let gap = if value.is_empty() || how.is_empty() { "" } else { "  " };
    let shown = wrapped(&format!("{value}{gap}{how}"), room, 0);
    for (index, part) in shown.lines().enumerate() {
        if index > 0 {
            text.push_str(&" ".repeat(start));
        }
        text.push_str(part.trim_end());
        if index == 0 && !is_below && !place.is_empty() {
            let gap = style.width.saturating_sub(start + columns(part.trim_end()) + columns(&place)).max(2);
            text.push_str(&" ".repeat(gap));
            text.push_str(&painted(&place, Paint::new().dimmed(), style));
        }
        text.push('\n');
    }
    if is_below {
        let place = cut_end(&place, style.width.saturating_sub(start), style.characters);
        text.push_str(&format!("{}{}\n", " ".repeat(start), painted(&place, Paint::new().dimmed(), style)));
    }
}

fn value(cell: &Cell, style: &Style) -> String {
    match cell {
        Cell::Figure(figure) => one_line(&figure.in_full()),
        Cell::Words(words) => changes::with_marks(words),
        cell => words(cell, style).into_owned(),
    }
}

/// The columns of words that may be painted.
fn visible_columns(words: &str) -> usize {
    columns(&anstream::adapter::strip_str(words).to_string())
}

pub(super) fn captioned(text: &mut String, table: &Table, style: &Style) {
    if let Some(caption) = table.caption {
        text.push_str(&painted(caption, Paint::new().underline(), style));
        text.push('\n');
    }
    text.push_str(&table_lines(table, style));
}
