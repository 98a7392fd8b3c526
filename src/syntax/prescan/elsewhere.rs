//! What other languages write over several lines: takes where it begins, reports it, and blanks out what would derail the
//! grammar: comments in `/* */`, texts below `key: |`, texts with line ends in them, blocks in parentheses.

use super::{Blank, Scan, first_of_line, indent_of, resumes};
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::names::is_dotted;

/// No comment or block of another language is looked through further than this, so that the work stays linear.
pub(super) const FARTHEST: usize = 16 * 1024;

/// A text between plain quotes that runs on for more lines than this was rather never closed.
const MOST_LINES: usize = 12;

impl Scan<'_, '_> {
    /// As much of the text from a place as is looked through.
    pub(super) fn ahead(&self, at: usize) -> &str {
        let end = self.text.len().min(at.saturating_add(FARTHEST));
        let end = (at..=end).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(at);
        self.text.get(at..end).unwrap_or("")
    }

    pub(super) fn edit(&self, start: usize, end: usize, replacement: impl Into<String>) -> Edit {
        Edit { span: self.span(start..end), replacement: replacement.into() }
    }

    /// `/* setup */`.
    pub(super) fn block_comment(&mut self, start: usize) -> usize {
        self.comment_between(start, ("/*", "*/"), errors::block_comment)
    }

    /// `<!-- setup -->`.
    pub(super) fn comment_of_pages(&mut self, start: usize) -> usize {
        if !self.text.get(start..).is_some_and(|rest| rest.starts_with("<!--")) {
            return start + 1;
        }
        self.comment_between(start, ("<!--", "-->"), errors::comment_of_pages)
    }

    /// A text between backticks, on one line.
    pub(super) fn text_in_backticks(&mut self, start: usize) -> usize {
        let line = self.line_from(start + 1);
        let length = self.text.get(line).and_then(|rest| rest.find('`'));
        let Some(length) = length else { return start + 1 };
        let end = start + length + 2;
        let content = self.text.get(start + 1..end - 1).unwrap_or("");
        let written = self.text.get(start..end).unwrap_or("");
        self.diagnostics.add(errors::foreign_quotes(self.span(start..end), written, content));
        self.inside_text(start + 1..end - 1);
        self.blanks.push((start..end, Blank::Hole));
        end
    }

    fn comment_between(
        &mut self,
        start: usize,
        (opening, closing): (&str, &str),
        report: fn(Span, Vec<Edit>) -> Diagnostic,
    ) -> usize {
        let (first, last) = (opening.len(), closing.len());
        let close = self.ahead(start + first).find(closing).map(|close| start + first + close);
        let line_end = self.line_from(start).end;
        let end = close.map_or(line_end, |close| close + last);
        let mut edits = Vec::new();
        let ends_line = self.text.get(end..self.line_from(end).end).is_some_and(|rest| rest.trim().is_empty());
        if let Some(close) = close.filter(|_| ends_line) {
            edits.push(self.edit(start, start + first, "#"));
            let mut line = self.line_from(start);
            while line.end < close {
                line = self.line_from(line.end + 1);
                let text = self.text.get(line.clone()).unwrap_or("");
                if !text.trim().is_empty() && text.trim() != closing {
                    let indent = line.start + indent_of(text);
                    edits.push(self.edit(indent, indent, "# "));
                }
            }
            let before = self.text.get(..close).unwrap_or("");
            edits.push(self.edit(before.trim_end_matches([' ', '\t']).len().max(start + first), end, ""));
        }
        self.diagnostics.add(report(self.span(start..start + first), edits));
        self.inside_text(start..end);
        self.blanks.push((start..end, Blank::Spaces));
        self.line_start = self.line_start.max(first_of_line(self.text, end));
        end
    }

    /// `-- setup`, as in queries.
    pub(super) fn comment_of_queries(&mut self, start: usize) -> usize {
        let rest = self.text.get(start + 2..).unwrap_or("");
        let is_apart =
            start.checked_sub(1).and_then(|before| self.byte(before)).is_none_or(|byte| byte.is_ascii_whitespace());
        let word = rest.trim_start_matches([' ', '\t']);
        if !is_apart || word.len() == rest.len() || !word.starts_with(char::is_alphabetic) {
            return start + 2;
        }
        let line = self.line_from(start);
        self.diagnostics.add(errors::comment_of_queries(self.span(start..start + 2)));
        self.blanks.push((line.clone(), Blank::Spaces));
        self.inside_text(line.clone());
        line.end
    }

    /// `justification: |` with the text on the lines below.
    pub(super) fn text_below_key(&mut self, line_end: usize) -> Option<usize> {
        let last = line_end.checked_sub(1)?;
        let last = if self.byte(last) == Some(b'\r') { last.checked_sub(1)? } else { last };
        if !matches!(self.byte(last), Some(b'|' | b'>' | b'-' | b'+')) {
            return None;
        }
        let start = first_of_line(self.text, last);
        let line = self.text.get(start..=last)?;
        let key = line.trim_end_matches(['-', '+']).strip_suffix(['|', '>'])?.trim_end();
        if !key.ends_with(':') || key.contains(['#', '"']) {
            return None;
        }
        let indent = indent_of(line);
        let (mut end, mut below) = (line_end, self.line_from(line_end + 1));
        while below.start < self.text.len() {
            let text = self.text.get(below.clone()).unwrap_or("");
            if !text.trim().is_empty() {
                if indent_of(text) <= indent {
                    break;
                }
                end = below.start + text.trim_end().len();
            }
            below = self.line_from(below.end + 1);
        }
        if end == line_end {
            return None;
        }
        let mark = start + key.len() + line.get(key.len()..)?.find(['|', '>'])?;
        let margin = self.text.get(start..start + indent).unwrap_or("");
        let content = self.text.get(line_end..end).unwrap_or("");
        let edits = match content.contains("\"\"\"") {
            true => Vec::new(),
            false => vec![self.edit(mark, last + 1, "\"\"\""), self.edit(end, end, format!("\n{margin}\"\"\""))],
        };
        self.diagnostics.add(errors::text_of_elsewhere(self.span(mark..last + 1), edits));
        self.inside_text(line_end..end);
        self.blanks.push((mark..end, Blank::Hole));
        self.line_start = first_of_line(self.text, end);
        Some(end)
    }

    /// A text between plain quotes that is closed on one of the next lines. Gives where it ends.
    pub(super) fn text_over_lines(&mut self, start: usize, line_end: usize) -> Option<usize> {
        let line_start = first_of_line(self.text, start);
        let before = self.text.get(line_start..start)?;
        if !before.trim_end().ends_with(':') {
            return None;
        }
        let indent = indent_of(before);
        let mut below = self.line_from(line_end + 1);
        for _ in 0..MOST_LINES {
            let text = self.text.get(below.clone()).filter(|text| !text.trim().is_empty())?;
            if resumes(text, indent) {
                return None;
            }
            if let Some(quote) = text.find('"') {
                let after = text.get(quote + 1..)?.trim();
                if !(after.is_empty() || matches!(after, "," | "}" | ";")) {
                    return None;
                }
                return Some(self.report_text_over_lines(start, below.start + quote, !after.is_empty()));
            }
            below = self.line_from(below.end + 1);
        }
        None
    }

    fn report_text_over_lines(&mut self, start: usize, close: usize, goes_on: bool) -> usize {
        let content = self.text.get(start + 1..close).unwrap_or("").to_owned();
        let line_start = first_of_line(self.text, start);
        let margin: String =
            self.text.get(line_start..start).unwrap_or("").chars().take_while(|sign| *sign == ' ').collect();
        let lines: Vec<String> = content.lines().map(|line| format!("{margin}  {}", line.trim())).collect();
        let edits = match goes_on || content.contains('\\') {
            true => Vec::new(),
            false => vec![self.edit(start, close + 1, format!("\"\"\"\n{}\n{margin}\"\"\"", lines.join("\n")))],
        };
        self.diagnostics.add(errors::text_over_lines(self.span(start..start + 1), self.span(close..close + 1), edits));
        self.inside_text(start + 1..close);
        self.blanks.push((start..close + 1, Blank::Hole));
        self.line_start = first_of_line(self.text, close);
        close + 1
    }

    /// `kpi csat ( … )`: whether a bracket begins a block, which is then reported, and read as one.
    pub(super) fn bracket_for_brace(&mut self, open: usize) -> bool {
        if !begins_facts(self.text.get(open + 1..).unwrap_or("")) {
            return false;
        }
        let line = self.text.get(first_of_line(self.text, open)..open).unwrap_or("");
        let head = line.rsplit(['{', ',', '(', '[']).next().unwrap_or(line).trim();
        if !is_head(head) {
            return false;
        }
        let Some(close) = self.closing(open) else { return false };
        let written = self.text.get(open..=open).unwrap_or("(");
        self.diagnostics.add(errors::bracket_for_brace(
            self.span(open..open + 1),
            (self.span(close..close + 1), self.byte(close) == Some(b'}')),
            written,
            head,
        ));
        self.blanks.push((open..open + 1, Blank::Sign(b'{')));
        self.blanks.push((close..close + 1, Blank::Sign(b'}')));
        true
    }

    /// Where the bracket that is opened at a place is closed, by its own sign or by a brace, if facts stand within it.
    fn closing(&self, open: usize) -> Option<usize> {
        let (opening, closing) = if self.byte(open) == Some(b'[') { (b'[', b']') } else { (b'(', b')') };
        let (mut depth, mut in_text, mut in_comment, mut holds_facts) = (0_usize, false, false, false);
        let mut braces = 0_usize;
        for (at, byte) in self.ahead(open).bytes().enumerate() {
            match byte {
                b'\n' => (in_text, in_comment) = (false, false),
                _ if in_comment => {}
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'#' => in_comment = true,
                b':' => holds_facts = true,
                b'{' => (holds_facts, braces) = (true, braces + 1),
                b'}' if braces == 0 => return (holds_facts && depth == 1).then_some(open + at),
                b'}' => braces -= 1,
                byte if byte == opening => depth += 1,
                byte if byte == closing => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return holds_facts.then_some(open + at);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Whether what follows a bracket is the first fact of a block, or the end of the line.
fn begins_facts(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\r']);
    if rest.starts_with('\n') {
        return true;
    }
    let word = rest.find(|sign: char| !(sign.is_ascii_lowercase() || sign == '_')).unwrap_or(rest.len());
    word > 0 && rest.get(word..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(':'))
}

/// Whether something is a keyword, a name or two, and perhaps a title.
fn is_head(head: &str) -> bool {
    let (words, title) = head.split_at(head.find('"').unwrap_or(head.len()));
    let count = words.split_whitespace().count();
    let is_title = title.is_empty() || title.len() > 1 && title.ends_with('"');
    (1..=3).contains(&count) && words.split_whitespace().all(is_dotted) && is_title
}
