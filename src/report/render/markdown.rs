//! A document as Markdown (GitHub's): takes texts of a plan as they are, gives them so that none of them is markup. The
//! lines of each part are kept apart, so that what has little room leaves out whole ones.

use super::course::courses;
use super::inert::{Length, cut, escaped, escaped_in_html, escaped_line, heading, line_start};
use super::sparkline::sparkline;
use super::text::{one_line, piece_of_line};
use crate::diagnostic::human::Characters;
use crate::diagnostic::text::grouped;
use crate::report::dates;
use crate::report::document::{
    Align, Block, Cell, Change, Column, Document, Fold, Form, FormLine, Heading, KeyFigure, Mark, Note, Room, Row,
    Section, Sentence, SourceLine, Table, in_names,
};

/// The document as Markdown.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut text = title(document, Length::WHOLE);
    document.sections.iter().for_each(|section| part(section, Length::WHOLE).push_to(&mut text));
    text
}

/// A section.
pub(super) struct Part {
    /// What opens it.
    pub opening: String,
    /// What it holds.
    pub lines: Vec<Lines>,
    /// What closes it.
    pub closing: &'static str,
}

impl Part {
    /// Whether there is no line in it.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.iter().all(|lines| lines.lines.is_empty())
    }

    /// Adds it to a text, without what would stand around nothing.
    pub(super) fn push_to(&self, text: &mut String) {
        if self.is_empty() {
            return;
        }
        text.push_str(&self.opening);
        for lines in self.lines.iter().filter(|lines| !lines.lines.is_empty()) {
            text.push_str(&lines.opening);
            lines.lines.iter().for_each(|line| text.push_str(&line.text));
        }
        text.push_str(self.closing);
    }
}

/// Lines that stand together.
pub(super) struct Lines {
    /// Whether they are of a table.
    pub kind: Kind,
    /// What stands above them: without it they are no table.
    pub opening: String,
    /// The lines; any of them can be left out.
    pub lines: Vec<Line>,
}

/// What lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Key figures or notes.
    Prose,
    /// Rows.
    Rows,
}

/// A line with its end.
pub(super) struct Line {
    /// The line.
    pub text: String,
    /// How many rows, notes or key figures it is: one, or none if it only parts them.
    pub count: usize,
}

/// What stands above all sections.
pub(super) fn title(document: &Document, length: Length) -> String {
    let title = format!("# {}\n", heading(&escaped(&document.title, length)));
    if document.subtitle.is_empty() {
        return title;
    }
    format!("{title}\n{}\n", line_start(&escaped(&document.subtitle, length)))
}

/// A section, with texts of at most a length.
pub(super) fn part(section: &Section, length: Length) -> Part {
    let lines = section.blocks.iter().map(|block| block_lines(block, length)).collect();
    let (opening, closing) = match &section.heading {
        // Without the empty line after the summary nothing below it would be read as Markdown.
        Some(Heading { words, fold: Fold::Folded }) => {
            (format!("\n<details>\n<summary>{}</summary>\n", escaped_in_html(words, length)), "\n</details>\n")
        }
        Some(Heading { words, fold: Fold::Open }) => (format!("\n## {}\n", heading(&escaped(words, length))), ""),
        None => (String::new(), ""),
    };
    Part { opening, lines, closing }
}

fn block_lines(block: &Block, length: Length) -> Lines {
    match block {
        Block::KeyFigures(key_figures) => {
            prose(key_figures.iter().map(|key_figure| key_figure_line(key_figure, length)))
        }
        Block::Notes(notes) => prose(notes.iter().map(|note| note_line(note, length))),
        Block::Table(table) if table.is_data() => prose(std::iter::empty()),
        Block::Table(table) => table_lines(table, length),
        Block::Form(form) => form_lines(form, length),
        Block::Message(sentences) => {
            let text = sentences.iter().map(|note| sentence(&note.sentence, length)).collect::<Vec<String>>().join(" ");
            prose(std::iter::once(line_start(&text) + "\n"))
        }
        Block::Chart(chart) => {
            let courses = courses(chart, Characters::Unicode);
            let title = Some(escaped(&chart.title, length));
            let title = title.filter(|title| !courses.is_empty() && !title.trim().is_empty());
            let title = title.map(|title| line_start(&title) + "\n\n");
            // The figure stands first: what a name begins with could be read as a mark of Markdown.
            let lines = courses
                .into_iter()
                .map(|(name, course)| format!("- {}: {}\n", escaped(course.trim(), length), escaped(&name, length)));
            prose(title.into_iter().chain(lines).collect::<Vec<String>>().into_iter())
        }
        Block::Journey(_) | Block::Picture(_) => prose(std::iter::empty()),
    }
}

/// A form is a heading, and below it a list for each group; then its tables.
fn form_lines(form: &Form, length: Length) -> Lines {
    let place = |at: &Option<SourceLine>| {
        at.as_ref().map_or(String::new(), |at| format!(" — {}", escaped(&at.to_string(), length)))
    };
    let opening = format!("\n### {}{}\n\n", heading(&escaped(&form.title, length)), place(&form.at));
    let mut lines = Vec::new();
    for group in &form.groups {
        if !group.heading.is_empty() {
            let status = match &group.status {
                Some((mark, words)) => format!(": {} {}", sign(*mark), escaped(words, length)),
                None => String::new(),
            };
            let words = format!("\n**{}**{status}{}\n\n", escaped(&group.heading, length), place(&group.at));
            lines.push(Line { text: words, count: 0 });
        }
        lines.extend(group.lines.iter().map(|line| {
            let text = format!("- {}{}\n", form_line(line, length), place(&line.at));
            Line { text, count: 1 }
        }));
    }
    for table in &form.tables {
        let table = table_lines(table, length);
        lines.push(Line { text: table.opening, count: 0 });
        lines.extend(table.lines);
    }
    Lines { kind: Kind::Prose, opening, lines }
}

/// A line of a form by itself.
#[must_use]
pub fn markdown_line(line: &FormLine) -> String {
    form_line(line, Length::WHOLE)
}

fn form_line(line: &FormLine, length: Length) -> String {
    let value = match &line.value {
        Cell::Figure(figure) => escaped(&figure.in_full(), length),
        cell => shown(cell, length),
    };
    let how = escaped(&line.how, length);
    let gap = if value.is_empty() || how.is_empty() { "" } else { " — " };
    format!("**{}**: {value}{gap}{how}", escaped(&line.what, length))
}

fn prose(lines: impl Iterator<Item = String>) -> Lines {
    let lines = lines.map(|text| Line { text, count: 1 }).collect();
    Lines { kind: Kind::Prose, opening: "\n".to_owned(), lines }
}

fn key_figure_line(key_figure: &KeyFigure, length: Length) -> String {
    let value = match &key_figure.value {
        Cell::Figure(figure) => escaped(&figure.in_full(), length),
        cell => shown(cell, length),
    };
    let comment = escaped(&key_figure.comment, length);
    let gap = if value.is_empty() || comment.is_empty() { "" } else { " — " };
    format!("- **{}**: {value}{gap}{comment}\n", escaped(key_figure.label, length))
}

fn note_line(note: &Note, length: Length) -> String {
    let sign = note.mark.map_or(String::new(), |mark| format!("{} ", sign(mark)));
    format!("- {}\n", line_start(&format!("{sign}{}", sentence(&note.sentence, length))))
}

fn sentence(sentence: &Sentence, length: Length) -> String {
    match sentence {
        Sentence::Plain(text) => escaped(text, length),
        Sentence::Words(words) => changed(words, length),
        Sentence::Said(pieces) => escaped(&in_names(pieces), length),
    }
}

/// Two versions of a text, which together have at most a length.
fn changed(words: &[(Change, String)], Length(mut left): Length) -> String {
    let mut shown = String::new();
    // Pieces of one kind are made inert together: `@` and `team` may be two of them.
    for pieces in words.chunk_by(|(one, _), (other, _)| one == other) {
        let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
        let text = piece_of_line(&text);
        let kept = cut(text.clone(), Length(left));
        if let ([(change, _), ..], false) = (pieces, kept.is_empty()) {
            push_changed(&mut shown, *change, &escaped_line(&kept));
        }
        if kept != text {
            break;
        }
        left -= text.chars().count();
    }
    shown
}

fn push_changed(shown: &mut String, change: Change, text: &str) {
    shown.push_str(&match change {
        Change::Kept => text.to_owned(),
        Change::Added => format!("<ins>{text}</ins>"),
        Change::Removed => format!("<del>{text}</del>"),
    });
}

fn table_lines(table: &Table, length: Length) -> Lines {
    let columns: Vec<(usize, &Column)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !matches!(column.room, Room::Data | Room::Drawn))
        .collect();
    if columns.is_empty() {
        return prose(std::iter::empty());
    }
    let caption = table.caption.map(|caption| format!("### {}\n\n", escaped(caption, length)));
    let headings = columns.iter().map(|(_, column)| escaped(&column.heading, length));
    let dashes = columns.iter().map(|(_, column)| dashes(column.align).to_owned());
    let opening = format!("\n{}{}{}", caption.unwrap_or_default(), row(headings), row(dashes));
    let lines = table.rows.iter().map(|row| row_line(row, &columns, length)).collect();
    Lines { kind: Kind::Rows, opening, lines }
}

fn dashes(align: Align) -> &'static str {
    match align {
        Align::Left => "---",
        Align::Right | Align::Point => "---:",
    }
}

fn row_line(line: &Row, columns: &[(usize, &Column)], length: Length) -> Line {
    match line {
        Row::Cells(cells) => {
            let cells =
                columns.iter().map(|(index, _)| cells.get(*index).map_or(String::new(), |cell| shown(cell, length)));
            Line { text: row(cells), count: 1 }
        }
        Row::Rule(words) => Line { text: rule(words, columns, length), count: 0 },
    }
}

/// A line across the table has no form of its own: its words stand in the first column of words.
fn rule(words: &str, columns: &[(usize, &Column)], length: Length) -> String {
    let place = columns.iter().position(|(_, column)| column.align == Align::Left).unwrap_or(0);
    let words = format!("**— {} —**", escaped(words, length));
    row((0..columns.len()).map(|index| if index == place { words.clone() } else { String::new() }))
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for cell in cells {
        text.push_str("| ");
        text.push_str(&cell);
        text.push(' ');
    }
    text + "|\n"
}

pub(super) fn shown(cell: &Cell, length: Length) -> String {
    match cell {
        Cell::Empty | Cell::Strip(_) => String::new(),
        Cell::Text(text) | Cell::Named(_, text) => escaped(text, length),
        Cell::Path(path) => path_shown(path, length),
        Cell::Known(name, _) => path_shown(&name.path, length),
        Cell::Said(pieces) => escaped(&in_names(pieces), length),
        Cell::Months(first, last) => dates::digits(*first, *last),
        Cell::Count(count) => grouped(*count),
        Cell::Figure(figure) => {
            // Markdown has no colour: whether a move is good news has its sign.
            let news = figure.mark.map_or(String::new(), |mark| format!("{} ", sign(mark)));
            format!("{news}{}{}", figure.amount(), figure.suffix())
        }
        Cell::Status(mark, text) => format!("{} {}", sign(*mark), escaped(text, length)),
        Cell::Truth(truth) => sign(truth.mark()).to_owned(),
        Cell::Words(words) => changed(words, length),
        Cell::Series(values) => sparkline(values, Characters::Unicode),
        Cell::NotAvailable => "n/a".to_owned(),
    }
}

/// A path as code, if it is the path it should be.
fn path_shown(path: &str, length: Length) -> String {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
    if path.is_empty() || !path.bytes().all(is_plain) {
        return escaped(path, length);
    }
    format!("`{}`", cut(one_line(path), length))
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "✓",
        Mark::Neutral => "·",
        Mark::Bad => "✗",
    }
}
