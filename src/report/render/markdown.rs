//! A document as Markdown (GitHub's): takes texts of a plan as they are, gives them so that none of them is markup.

use super::sparkline::sparkline;
use super::text::one_line;
use crate::diagnostic::human::Characters;
use crate::diagnostic::text::grouped;
use crate::report::document::{
    Align, Block, Cell, Change, Column, Document, Fact, Fold, Heading, Mark, Note, Room, Row, Section, Sentence, Table,
};

/// The document as Markdown.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut text = format!("# {}\n", escaped(&document.title));
    if !document.subtitle.is_empty() {
        text.push_str(&format!("\n{}\n", line_start(&escaped(&document.subtitle))));
    }
    document.sections.iter().for_each(|section| section_lines(&mut text, section));
    text
}

fn section_lines(text: &mut String, section: &Section) {
    match &section.heading {
        Some(Heading { words, fold: Fold::Folded }) => {
            // Without the empty line after the summary nothing below it would be read as Markdown.
            text.push_str(&format!("\n<details>\n<summary>{}</summary>\n", escaped(words)));
        }
        Some(Heading { words, fold: Fold::Open }) => text.push_str(&format!("\n## {}\n", escaped(words))),
        None => {}
    }
    for block in &section.blocks {
        text.push('\n');
        match block {
            Block::Facts(facts) => facts.iter().for_each(|fact| text.push_str(&fact_line(fact))),
            Block::Notes(notes) => notes.iter().for_each(|note| text.push_str(&note_line(note))),
            Block::Table(table) => table_lines(text, table),
        }
    }
    if section.heading.as_ref().is_some_and(|heading| heading.fold == Fold::Folded) {
        text.push_str("\n</details>\n");
    }
}

fn fact_line(fact: &Fact) -> String {
    let value = match &fact.value {
        Cell::Figure(figure) => escaped(&figure.in_full()),
        cell => shown(cell),
    };
    let comment = escaped(&fact.comment);
    let gap = if value.is_empty() || comment.is_empty() { "" } else { " — " };
    format!("- **{}**: {value}{gap}{comment}\n", escaped(fact.label))
}

fn note_line(note: &Note) -> String {
    let sign = note.mark.map_or(String::new(), |mark| format!("{} ", sign(mark)));
    format!("- {}\n", line_start(&format!("{sign}{}", sentence(&note.sentence))))
}

fn sentence(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Plain(text) => escaped(text),
        Sentence::Words(words) => changed(words),
    }
}

/// Two versions of a text.
fn changed(words: &[(Change, String)]) -> String {
    let pieces = words.iter().filter(|(_, text)| !text.is_empty());
    let pieces = pieces.map(|(change, text)| match change {
        Change::Kept => escaped(text),
        Change::Added => format!("<ins>{}</ins>", escaped(text)),
        Change::Removed => format!("<del>{}</del>", escaped(text)),
    });
    pieces.collect()
}

fn table_lines(text: &mut String, table: &Table) {
    if let Some(caption) = table.caption {
        text.push_str(&format!("### {}\n\n", escaped(caption)));
    }
    let columns: Vec<(usize, &Column)> =
        table.columns.iter().enumerate().filter(|(_, column)| column.room != Room::Data).collect();
    push_row(text, columns.iter().map(|(_, column)| escaped(&column.heading)));
    push_row(text, columns.iter().map(|(_, column)| dashes(column.align).to_owned()));
    for row in &table.rows {
        match row {
            Row::Cells(cells) => {
                let cells = columns.iter().map(|(index, _)| cells.get(*index).map_or(String::new(), shown));
                push_row(text, cells);
            }
            Row::Rule(words) => push_rule(text, words, &columns),
        }
    }
}

fn dashes(align: Align) -> &'static str {
    match align {
        Align::Left => "---",
        Align::Right | Align::Point => "---:",
    }
}

/// A line across the table has no form of its own: its words stand in the first column of words.
fn push_rule(text: &mut String, words: &str, columns: &[(usize, &Column)]) {
    let place = columns.iter().position(|(_, column)| column.align == Align::Left).unwrap_or(0);
    let words = format!("**— {} —**", escaped(words));
    push_row(text, (0..columns.len()).map(|index| if index == place { words.clone() } else { String::new() }));
}

fn push_row(text: &mut String, cells: impl Iterator<Item = String>) {
    for cell in cells {
        text.push_str("| ");
        text.push_str(&cell);
        text.push(' ');
    }
    text.push_str("|\n");
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => escaped(text),
        Cell::Path(path) if is_plain_path(path) => format!("`{path}`"),
        Cell::Path(path) => escaped(path),
        Cell::Count(count) => grouped(*count),
        Cell::Figure(figure) => format!("{}{}", figure.amount(), figure.suffix()),
        Cell::Status(mark, text) => format!("{} {}", sign(*mark), escaped(text)),
        Cell::Truth(truth) => sign(truth.mark()).to_owned(),
        Cell::Words(words) => changed(words),
        Cell::Series(values) => sparkline(values, Characters::Unicode),
        Cell::NotAvailable => "n/a".to_owned(),
    }
}

fn is_plain_path(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "✓",
        Mark::Neutral => "·",
        Mark::Bad => "✗",
    }
}

/// The text on one line, with everything that is markup anywhere in a line made plain.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    let mut shown = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            // Inside of a word an underscore is one, as in `faster_help`.
            '_' if before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric()) => {
                shown.push('_');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => shown.extend(['\\', character]),
            plain => shown.push(plain),
        }
        before = character;
    }
    shown
}

/// An escaped line whose first characters begin no heading, list or rule.
fn line_start(line: &str) -> String {
    let trimmed = line.trim_start();
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    if trimmed.starts_with(['#', '-', '+', '=']) {
        return format!("\\{trimmed}");
    }
    match trimmed.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
        _ => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_plan_is_markup() {
        assert_eq!(escaped("a|b\n<b>&*x* `c` [d](e)"), "a\\|b &lt;b&gt;&amp;\\*x\\* \\`c\\` \\[d\\](e)");
        assert_eq!(escaped("faster_help _now_"), "faster_help \\_now\\_");
        assert_eq!(
            (line_start("# x"), line_start("12. x"), line_start("2027")),
            ("\\# x".into(), "12\\. x".into(), "2027".into())
        );
    }
}
