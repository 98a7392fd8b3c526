//! The first look at a file, byte by byte: takes its text, gives a text that the grammar can read line by line.
//!
//! It knows texts, comments and brackets, and nothing else. It reports and blanks out what would derail the grammar:
//! texts without closing quotes, brackets nested too deep, control characters, and marks that cannot be seen. What it
//! blanks out keeps its length, so places stay true. It also finds the line ends where a big file may be cut in chunks.

use super::limits::DEEPEST;
use std::borrow::Cow;
use std::ops::Range;

use super::letters::Hidden;
use super::{conflicts, errors, habits, items, letters};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Span};

/// A chunk is at least this long, so that its tokens are worth a task of their own.
const CHUNK: usize = 64 * 1024;

mod elsewhere;
mod fences;

/// A text the grammar can read, and how to cut it.
pub(super) struct Scanned<'a> {
    /// The text, with blanks where it could not be read.
    pub text: Cow<'a, str>,
    /// The chunks, in order; each ends after a line end, outside of texts and brackets.
    pub chunks: Vec<Range<usize>>,
}

/// Scans one file.
pub(super) fn prescan<'a>(diagnostics: &mut Diagnostics, file: FileId, text: &'a str) -> Scanned<'a> {
    match conflicts::find(text).as_slice() {
        [] => prescan_merged(diagnostics, file, text),
        conflicts => {
            diagnostics.add(errors::unfinished_merge(file, text, conflicts));
            // One side is read: what both say is no mistake of its own.
            let sides = conflicts.iter().flat_map(|conflict| {
                [conflict.open.clone(), conflict.first_side_ends..conflict.close.end]
                    .map(|range| (range, Blank::Spaces))
            });
            let text = blanked(text, &sides.collect::<Vec<_>>());
            let Scanned { text, chunks } = prescan_merged(diagnostics, file, &text);
            Scanned { text: Cow::Owned(text.into_owned()), chunks }
        }
    }
}

fn prescan_merged<'a>(diagnostics: &mut Diagnostics, file: FileId, text: &'a str) -> Scanned<'a> {
    match lone_carriage_returns(text).as_slice() {
        [] => scan(diagnostics, file, text),
        places => {
            diagnostics.add(errors::lone_carriage_returns(file, places));
            let blanks: Vec<_> = places.iter().map(|place| (*place..place + 1, Blank::LineEnd)).collect();
            let text = blanked(text, &blanks);
            let Scanned { text, chunks } = scan(diagnostics, file, &text);
            Scanned { text: Cow::Owned(text.into_owned()), chunks }
        }
    }
}

/// Carriage returns that no line feed follows: the line ends of another age.
fn lone_carriage_returns(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1).is_some_and(|next| *next != b'\n')).collect()
}

fn scan<'a>(diagnostics: &mut Diagnostics, file: FileId, text: &'a str) -> Scanned<'a> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scan = Scan {
        diagnostics,
        file,
        text,
        line_start: start,
        text_end: start,
        chunk_start: start,
        chunks: Vec::new(),
        brackets: 0,
        outermost: start,
        too_deep: None,
        refused: Refused::Nothing,
        semicolons: Vec::new(),
        closed_fence: None,
        blanks: Vec::new(),
    };
    scan.run(start);
    scan.finish()
}

/// No figure has more characters.
const LONGEST_FIGURE: usize = 64;

/// What takes the place of a blanked-out stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// Spaces only.
    Spaces,
    /// A hole where a value was, then spaces; line ends stay.
    Hole,
    /// A line end.
    LineEnd,
    /// Full-width signs in their plain form, then spaces.
    Plain,
    /// The brace that stands for a bracket, the comma that stands for a semicolon.
    Sign(u8),
}

/// Whether too deep nesting was reported: once for a file is enough.
#[derive(PartialEq, Eq)]
enum Refused {
    Nothing,
    Deep,
}

struct Scan<'a, 'd> {
    diagnostics: &'d mut Diagnostics,
    file: FileId,
    text: &'a str,
    line_start: usize,
    /// Where the last text of several lines ended.
    text_end: usize,
    chunk_start: usize,
    chunks: Vec<Range<usize>>,
    brackets: usize,
    /// Where the outermost bracket that is open was opened.
    outermost: usize,
    /// Where the first bracket that is too deep was opened.
    too_deep: Option<usize>,
    refused: Refused,
    /// Where semicolons stand in the outermost bracket that is open.
    semicolons: Vec<usize>,
    /// Where a fence begins that was told with the one that opened it.
    closed_fence: Option<usize>,
    blanks: Vec<(Range<usize>, Blank)>,
}

impl<'a> Scan<'a, '_> {
    fn run(&mut self, start: usize) {
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'\n' => self.line_end(at),
                b'"' => self.text_at(at),
                b'#' => self.rest_of_line(at),
                b'/' if self.byte(at + 1) == Some(b'/') => match self.address(at) {
                    Some(end) => end,
                    None => self.rest_of_line(at),
                },
                b'/' if self.byte(at + 1) == Some(b'*') => self.block_comment(at),
                b'-' if self.byte(at + 1) == Some(b'-') => self.comment_of_queries(at),
                b'<' if self.byte(at + 1) == Some(b'!') => self.comment_of_pages(at),
                b'`' | b'\'' if self.is_fence(at) => self.fenced(at),
                b'`' => self.text_in_backticks(at),
                b'(' | b'[' => self.open_bracket(at),
                b';' if self.brackets > 0 => self.semicolon(at),
                b')' | b']' => self.close_bracket(at),
                b':' | b'{' | b'}' => self.leave_brackets(at),
                b'\t' | b'\r' | b' '..=b'~' => at + 1,
                _ => self.unusual(at, Where::Outside),
            };
        }
    }

    fn finish(mut self) -> Scanned<'a> {
        self.leave_brackets(self.text.len());
        self.chunks.push(self.chunk_start..self.text.len());
        Scanned { text: blanked(self.text, &self.blanks), chunks: self.chunks }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn span(&self, range: Range<usize>) -> Span {
        span(self.file, range)
    }

    fn line_end(&mut self, at: usize) -> usize {
        self.line_start = at + 1;
        if self.brackets == 0 && self.line_start - self.chunk_start >= CHUNK {
            self.chunks.push(self.chunk_start..self.line_start);
            self.chunk_start = self.line_start;
        }
        if self.brackets > 0 {
            return self.line_start;
        }
        match self.text_below_key(at) {
            Some(end) => end,
            None => self.item_mark(at),
        }
    }

    /// `- owner: lead`, `1. hotline.weekdays`: what begins a line that begins the item of a list elsewhere. It is reported
    /// and blanked out; of a list below its key all of it is. Gives where to read on.
    fn item_mark(&mut self, line_end: usize) -> usize {
        let start = self.line_start;
        let rest = self.text.get(start..).unwrap_or("");
        let Some(mark) = items::mark(rest) else { return start };
        let before = self.text.get(first_of_line(self.text, line_end)..line_end).unwrap_or("");
        if let Some((list, end)) = items::below_key(before, rest) {
            let colon = line_end - (before.len() - before.trim_end().len()) - 1;
            let whole = self.span(colon..start + end);
            self.diagnostics.add(errors::list_below_key(self.span(colon..colon + 1), whole, before, &list));
            self.blanks.push((colon + 1..start + end, Blank::Hole));
            return start + end;
        }
        if let Some((right, end)) = items::tables_below_key(before, rest) {
            let key = line_end - before.trim_start().len();
            self.diagnostics.add(errors::tables_below_key(self.span(key..line_end), before.trim(), &right));
            self.blanks.push((key..start + end, Blank::Spaces));
            return start + end;
        }
        let place = start + mark.start..start + mark.end;
        let written = self.text.get(place.clone()).unwrap_or("").trim();
        self.diagnostics.add(errors::item_mark(
            self.span(place.start..place.start + written.len()),
            self.span(place.clone()),
            written,
        ));
        self.blanks.push((place.clone(), Blank::Spaces));
        place.end
    }

    fn open_bracket(&mut self, at: usize) -> usize {
        if self.brackets == 0 {
            if self.bracket_for_brace(at) {
                return at + 1;
            }
            self.outermost = at;
        }
        self.brackets += 1;
        if self.brackets > DEEPEST && self.too_deep.is_none() {
            self.too_deep = Some(at);
        }
        at + 1
    }

    /// `max(a; b)`: what parts arguments and items where a comma parts decimals. It is read as a comma, and told once for
    /// all that stands in the outermost bracket.
    fn semicolon(&mut self, at: usize) -> usize {
        self.semicolons.push(at);
        self.blanks.push((at..at + 1, Blank::Sign(b',')));
        at + 1
    }

    fn report_semicolons(&mut self) {
        if self.semicolons.is_empty() {
            return;
        }
        let places: Vec<Span> = self.semicolons.iter().map(|at| self.span(*at..at + 1)).collect();
        self.semicolons.clear();
        self.diagnostics.add(errors::semicolons_in_brackets(&places));
    }

    fn close_bracket(&mut self, at: usize) -> usize {
        self.brackets = self.brackets.saturating_sub(1);
        if self.brackets == 0 {
            self.report_semicolons();
        }
        if self.brackets == DEEPEST {
            let start = self.too_deep.unwrap_or(at);
            self.refuse_deep(start, at + 1);
        }
        at + 1
    }

    /// Brackets hold none of `:` `{` `}`: where one comes, they were left open.
    fn leave_brackets(&mut self, at: usize) -> usize {
        if let Some(start) = self.too_deep {
            // All of them were left open: of 64 brackets each would look through the rest for what closes it.
            self.refuse_deep(self.outermost, if self.line_start > start { self.line_start } else { at });
        }
        self.report_semicolons();
        self.brackets = 0;
        at + 1
    }

    /// Reports the first bracket that is too deep, and blanks out a stretch for it.
    fn refuse_deep(&mut self, blank_from: usize, blank_to: usize) {
        let Some(start) = self.too_deep.take() else { return };
        if self.refused == Refused::Nothing {
            self.refused = Refused::Deep;
            self.diagnostics.add(errors::brackets_too_deep(self.span(start..start + 1)));
        }
        self.blanks.push((blank_from..blank_to, Blank::Hole));
    }

    /// A `"`: a text up to its closing quote or the end of the line, or one over several lines.
    fn text_at(&mut self, start: usize) -> usize {
        if self.text.as_bytes().get(start..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) {
            return self.block_text(start);
        }
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'"' if self.opens_block_text(at) => return self.stray_quote(start, at),
                b'"' => return at + 1,
                b'\n' => return self.text_over_lines(start, at).unwrap_or(at),
                b'\\' if self.byte(at + 1).is_some_and(|next| next != b'\n' && next < 0x80) => at + 2,
                b'\t' | b'\r' | b' '..=b'~' => at + 1,
                _ => self.unusual(at, Where::Inside),
            };
        }
        at
    }

    /// Whether a quote is the first of a `"""` at the end of its line.
    fn opens_block_text(&self, at: usize) -> bool {
        let line = self.text.get(self.line_from(at)).unwrap_or("");
        line.strip_prefix("\"\"\"").is_some_and(|rest| rest.trim().is_empty())
    }

    /// A `"` that is not closed before the `"""` at the end of its line.
    fn stray_quote(&mut self, start: usize, block: usize) -> usize {
        let written = self.text.get(start..block).unwrap_or("");
        self.diagnostics.add(errors::unclosed_text(self.span(start..start + written.trim_end().len()), written));
        self.blanks.push((start..block, Blank::Spaces));
        self.text_at(block)
    }

    fn rest_of_line(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'\n' => return at,
                b'\t' | b'\r' | b' '..=b'~' => at + 1,
                _ => self.unusual(at, Where::Inside),
            };
        }
        at
    }

    /// `"""`: reads whole lines up to one that begins with `"""`.
    fn block_text(&mut self, start: usize) -> usize {
        let end = self.unopened_block_text(start).unwrap_or_else(|| self.opened_block_text(start));
        self.text_end = end;
        end
    }

    /// A `"""` at the beginning of a line ends a text; where none was begun, the nearest `key:` above lacks its opening.
    fn unopened_block_text(&mut self, quotes: usize) -> Option<usize> {
        let line_start = first_of_line(self.text, quotes);
        if !self.text.get(line_start..quotes)?.trim().is_empty() {
            return None;
        }
        let floor = self.text_end.max(self.chunk_start);
        let above = self.text.get(floor..line_start)?;
        let key = above.lines().rev().find(|line| line.trim_end().ends_with(':') && !line.contains('#'))?;
        let colon = floor + above.rfind(key)? + key.trim_end().len();
        self.diagnostics.add(errors::unopened_block_text(self.span(colon - 1..colon), self.span(quotes..quotes + 3)));
        self.brackets = 0;
        self.too_deep = None;
        self.blanks.push((colon..quotes + 3, Blank::Hole));
        Some(quotes + 3)
    }

    fn opened_block_text(&mut self, start: usize) -> usize {
        let first = self.line_from(start + 3);
        if let Some(length) = self.text.get(first.clone()).and_then(|rest| rest.find("\"\"\""))
            && !self.opened_twice(first.clone(), length)
        {
            if self.opens_after_key(first.clone(), length) {
                self.diagnostics.add(errors::unclosed_block_text(self.span(start..start + 3)));
                self.blanks.push((start..start + 3, Blank::Spaces));
                return start + 3;
            }
            return self.refuse_text(start, first.start + length + 3, errors::block_text_on_one_line);
        }
        let body = first.end + 1;
        let mut line = self.line_from(body);
        while line.start < self.text.len() {
            let content = self.text.get(line.clone()).unwrap_or("");
            if let Some(quotes) = content.find("\"\"\"") {
                return self.block_text_quotes(start, first, line.start + quotes, content);
            }
            line = self.line_from(line.end + 1);
        }
        self.unclosed_block_text(start, body, self.text.len())
    }

    /// Whether a second `"""` on the line of the first only repeats it: nothing else stands there, and lines of text follow.
    fn opened_twice(&self, first: Range<usize>, second: usize) -> bool {
        let rest = self.text.get(first.clone()).unwrap_or("");
        let alone = rest.trim() == "\"\"\"" && rest.find("\"\"\"") == Some(second);
        let below = self.text.get(first.end..).unwrap_or("");
        alone
            && below.find("\"\"\"").is_some_and(|quotes| {
                let line = first_of_line(below, quotes);
                below.get(line..quotes).is_some_and(|before| before.trim().is_empty())
            })
    }

    /// Whether the second `"""` of a line opens a text of its own, after a key.
    fn opens_after_key(&self, first: Range<usize>, second: usize) -> bool {
        let rest = self.text.get(first).unwrap_or("");
        rest.get(..second).is_some_and(|before| before.trim_end().ends_with(':'))
            && rest.get(second + 3..).is_some_and(|after| after.trim().is_empty())
    }

    /// Decides what the next `"""` after an opening one is: its end, an end in the wrong place, or another opening.
    fn block_text_quotes(&mut self, start: usize, first: Range<usize>, quotes: usize, line: &str) -> usize {
        let line_start = first_of_line(self.text, quotes);
        let before = self.text.get(line_start..quotes).unwrap_or("").trim();
        let after = line.get(quotes - line_start + 3..).unwrap_or("").trim();
        if before.is_empty() && self.text.get(first.clone()).is_some_and(|rest| !rest.trim().is_empty()) {
            return self.refuse_text(start, quotes + 3, errors::text_beside_opening_quotes);
        }
        if before.is_empty() {
            self.inside_text(start + 3..quotes);
            self.line_start = line_start;
            return quotes + 3;
        }
        if before.ends_with(':') || !after.is_empty() {
            return self.unclosed_block_text(start, first.end + 1, line_start);
        }
        self.diagnostics.add(errors::closing_quotes_beside_text(self.span(quotes..quotes + 3)));
        self.blank_text(start, quotes + 3)
    }

    fn unclosed_block_text(&mut self, start: usize, body: usize, limit: usize) -> usize {
        let indent = indent_of(self.text.get(first_of_line(self.text, start)..).unwrap_or(""));
        let mut line = self.line_from(body);
        while line.start < limit && !self.text.get(line.clone()).is_some_and(|text| resumes(text, indent)) {
            line = self.line_from(line.end + 1);
        }
        let end = line.start.min(limit);
        self.diagnostics.add(errors::unclosed_block_text(self.span(start..start + 3)));
        self.blank_text(start, self.text.get(..end).map_or(end, |text| text.trim_end_matches(['\n', '\r']).len()))
    }

    fn refuse_text(
        &mut self,
        start: usize,
        end: usize,
        error: fn(Span, &str) -> crate::diagnostic::Diagnostic,
    ) -> usize {
        let content = self.text.get(start + 3..end - 3).unwrap_or("");
        self.diagnostics.add(error(self.span(start..end), content));
        self.blank_text(start, end)
    }

    fn blank_text(&mut self, start: usize, end: usize) -> usize {
        self.inside_text(start + 3..end);
        self.blanks.push((start..end.max(start + 3), Blank::Hole));
        self.line_start = first_of_line(self.text, end);
        end.max(start + 3)
    }

    fn inside_text(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = match self.byte(at) {
                Some(b'\n' | b'\t' | b'\r' | b' '..=b'~') => at + 1,
                Some(_) => self.unusual(at, Where::Inside),
                None => return,
            };
        }
    }

    /// A byte that is neither printable ASCII nor a line end: decides whether its character may stand here.
    fn unusual(&mut self, at: usize, place: Where) -> usize {
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        let end = at + character.len_utf8();
        let hidden = letters::hidden(character);
        match (hidden, place) {
            (None, Where::Outside) => return self.wide(at).unwrap_or(end),
            (None, Where::Inside) | (Some(Hidden::Space), Where::Inside) => {}
            (Some(Hidden::Invisible), Where::Inside) => return self.invisible_inside(at, character),
            (Some(kind), Where::Outside)
                if self.within_word(at, end) && kind != Hidden::Space && kind != Hidden::Control =>
            {
                self.diagnostics.add(errors::hidden_in_name(self.span(at..end), character));
            }
            // A blank that parts the digits of a number is told with the number.
            (Some(Hidden::Space), Where::Outside) if self.within_number(at, end) => {
                self.blanks.push((at..end, Blank::Spaces));
            }
            (Some(kind), _) => {
                self.diagnostics.add(errors::hidden_character(self.span(at..end), character, kind));
                if place == Where::Outside {
                    self.blanks.push((at..end, Blank::Spaces));
                }
            }
        }
        end
    }

    /// `７０％`, `：`: figures and signs in the full width of East Asian writing are told once, and read in their plain form;
    /// a word of letters is a name, and told as one. Gives where to read on.
    fn wide(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        letters::full_width(rest.chars().next()?)?;
        // No figure is longer, and each character of a long word is looked at once.
        let near = rest.char_indices().nth(LONGEST_FIGURE).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
        let word = near.split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '#')).next()?;
        let last = word.rfind(|sign| letters::full_width(sign).is_some())?;
        let end = last + word.get(last..)?.chars().next()?.len_utf8();
        // The suffix of a number belongs to it: `５２k`.
        let after = word.get(end..)?;
        let suffix = after.len() - after.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric()).len();
        let wide = word.get(..end + suffix)?;
        let is_word =
            wide.chars().all(|sign| letters::full_width(sign).is_none_or(|plain| plain.is_ascii_alphabetic()));
        if is_word {
            return None;
        }
        let place = at..at + wide.len();
        self.diagnostics.add(errors::foreign_sign(self.span(place.clone()), wide, &in_plain_width(wide)));
        self.blanks.push((place.clone(), Blank::Plain));
        Some(place.end)
    }

    /// Invisible characters in a text or a comment, where nobody would look for words: each run of them is told once.
    fn invisible_inside(&mut self, at: usize, character: char) -> usize {
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let rest = self.text.get(at..).unwrap_or("");
        let run = rest.find(|next| letters::hidden(next) != Some(Hidden::Invisible)).unwrap_or(rest.len());
        let after = rest.get(run..).and_then(|rest| rest.chars().next());
        let is_alone = run == character.len_utf8();
        // The flags of England, Scotland and Wales are spelt in tags.
        let is_flag = before == Some('\u{1f3f4}') && rest.get(..run).is_some_and(|run| run.ends_with('\u{e007f}'));
        // A heart of another colour: a form, then a joiner.
        let is_joined = rest.get(..run) == Some("\u{fe0f}\u{200d}") && after.is_some();
        if !(is_flag || is_joined || is_alone && letters::works(before, character, after)) {
            self.diagnostics.add(errors::hidden_character(self.span(at..at + run), character, Hidden::Invisible));
        }
        at + run
    }

    fn within_number(&self, start: usize, end: usize) -> bool {
        let is_digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
        is_digit(start.checked_sub(1).and_then(|before| self.byte(before))) && is_digit(self.byte(end))
    }

    fn within_word(&self, start: usize, end: usize) -> bool {
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        let after = self.text.get(end..).and_then(|text| text.chars().next());
        [before, after].iter().all(|side| side.is_some_and(|side| side.is_alphanumeric() || side == '_'))
    }

    /// The rest of the line from `at`, without its line end.
    fn line_from(&self, at: usize) -> Range<usize> {
        let rest = self.text.as_bytes().get(at..).unwrap_or(&[]);
        at..at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
    }
}

/// Whether a place is inside a text or comment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Inside,
    Outside,
}

fn span(file: FileId, range: Range<usize>) -> Span {
    let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span::new(file, place(range.start), place(range.end))
}

fn first_of_line(text: &str, at: usize) -> usize {
    text.as_bytes().get(..at).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |end| end + 1)
}

fn indent_of(line: &str) -> usize {
    let line = line.trim_start_matches('\u{feff}');
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether a line within a text that nobody closed looks like the next fact: no deeper than the text's own line, and
/// with a key and a colon, a head and a brace, or a closing brace.
fn resumes(line: &str, indent: usize) -> bool {
    let fact = line.trim();
    if indent_of(line) > indent || fact.is_empty() {
        return false;
    }
    let head = fact.split(['"', '#']).next().unwrap_or("");
    let begins = fact.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit());
    fact.starts_with('}') || begins && (fact.ends_with(['{', '}']) || key_and_colon(head))
}

fn key_and_colon(head: &str) -> bool {
    let Some((key, _)) = head.split_once(':') else { return false };
    let words = key.split_ascii_whitespace().count();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.- ".contains(&byte);
    (1..=3).contains(&words) && key.bytes().all(plain)
}

/// Full-width figures and signs as they are written here: never longer than what they were.
fn in_plain_width(text: &str) -> String {
    let plain = letters::in_plain_width(text);
    habits::number(&plain).unwrap_or(plain)
}

fn blanked<'a>(text: &'a str, blanks: &[(Range<usize>, Blank)]) -> Cow<'a, str> {
    if blanks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (range, blank) in blanks {
        let plain = match blank {
            Blank::Plain => text.get(range.clone()).map_or_else(String::new, in_plain_width),
            Blank::Spaces | Blank::Hole | Blank::LineEnd | Blank::Sign(_) => String::new(),
        };
        let stretch = bytes.get_mut(range.clone()).unwrap_or_default();
        stretch.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        if let Some(first) = stretch.first_mut() {
            *first = match blank {
                Blank::Spaces | Blank::Plain => b' ',
                Blank::Hole => 0,
                Blank::LineEnd => b'\n',
                Blank::Sign(sign) => *sign,
            };
        }
        stretch.iter_mut().zip(plain.bytes()).for_each(|(byte, plain)| *byte = plain);
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}
