//! Heads that are written as elsewhere: takes what stands where a head should end, gives the head that was meant, or tells
//! what cannot stand there.

use smol_str::SmolStr;

use super::{Part, Reader, read_alone};
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::grammar::Rule;
use crate::syntax::names;
use crate::syntax::reread::{end_of_value, read_again};
use crate::syntax::tree::{Condition, Path, Statement, Subject};
use crate::syntax::values::trimmed;

/// Lines that are about one thing, which stands before their colon.
pub(super) const ABOUT_ONE: &[&str] = &["cost", "saves", "earns", "effect", "rates", "cap", "floor"];

/// Words that declare something by its name.
const DECLARING: &[&str] = &[
    "alternative",
    "category",
    "channel",
    "criterion",
    "department",
    "driver",
    "idea",
    "income",
    "journey",
    "kpi",
    "level",
    "milestone",
    "objective",
    "package",
    "persona",
    "plan",
    "ranking",
    "retire",
    "role",
    "scenario",
    "stage",
    "touchpoint",
    "unit",
];

/// No line is looked through further than this: thousands of heads may stand on one.
const LONGEST: usize = 2_000;

/// Keys of two words.
const OF_TWO_WORDS: &[&str] = &["measured_by", "part_of", "as_of", "decide_by", "minimum_score"];

impl Reader<'_> {
    /// The rest of a line from a place, without its comment, as far as people write lines by hand.
    pub(super) fn rest_of_line(&self, from: u32) -> &str {
        let rest = self.text.get(from as usize..).unwrap_or("");
        let rest = (LONGEST..LONGEST + 4).find_map(|end| rest.get(..end)).unwrap_or(rest);
        rest.get(..rest.find(['\n', '#']).unwrap_or(rest.len())).unwrap_or("").trim_end()
    }

    pub(super) fn pass_over_to(&mut self, end: u32) {
        self.passed_over = self.passed_over.max(end);
    }

    /// `level 1 "Weekdays" {`, `category 2027_rent {`, `plan aurora-2027 {`, `project a "A" 2027-01 {`: a figure where a
    /// head goes on. Gives whether it is told as that; elsewhere a colon is missing before it.
    pub(super) fn figure_in_head(&mut self, span: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Head)) else { return false };
        let rest = self.rest_of_line(span.start).to_owned();
        let statement = &draft.statement;
        if let Some(name) = statement.subjects.last().map(Subject::span)
            && statement.title.is_none()
            && rest.starts_with('-')
            && name.end == span.start
        {
            let name = Span { end: span.start.saturating_add(length_of_word(&rest)), ..name };
            let meant = names::without_hyphens(self.written(name));
            let fault = errors::hyphen_in_name(name, self.written(name), &meant);
            self.rename(meant, name);
            self.chunk.diagnostics.add(fault);
            self.rest_of_head(name.end);
            return true;
        }
        if statement.subjects.is_empty() && statement.title.is_none() {
            return self.name_of_digits(span, &rest);
        }
        let Some(brace) = brace_of_head(&rest) else { return false };
        let key = self.written(statement.key.span).to_owned();
        let head = self.written(Span { end: span.start, ..statement.key.span }).trim_end().to_owned();
        let junk = Span { end: span.start.saturating_add(byte(brace)), ..span };
        let junk = trimmed(junk, self.written(junk));
        let fault = errors::figure_behind_head(junk, self.written(junk), &key, &head);
        self.mishap(fault);
        self.pass_over_to(span.start.saturating_add(byte(brace)));
        true
    }

    /// `level 1 "Weekdays" {`, `cost 2027_rent: 5k EUR`: a name that begins with a digit.
    fn name_of_digits(&mut self, span: Span, rest: &str) -> bool {
        let length = length_of_word(rest);
        let (word, behind) = rest.split_at_checked(length as usize).unwrap_or((rest, ""));
        let behind = behind.trim_start_matches([' ', '\t']);
        let has_letters = word.contains(|sign: char| sign.is_ascii_alphabetic() || sign == '_');
        let title = behind.strip_prefix('"').and_then(|inner| inner.split_once('"')).map(|(title, _)| title);
        let declares = self.draft.as_ref().is_some_and(|draft| DECLARING.contains(&draft.statement.key.text.as_str()));
        let is_alone = behind.is_empty() && has_letters && declares;
        let is_head = behind.starts_with('{') || title.is_some() || has_letters && behind.starts_with(':') || is_alone;
        let is_name = word.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"_-".contains(&sign));
        if !is_head || !is_name || !word.starts_with(|first: char| first.is_ascii_digit()) {
            return false;
        }
        let Some(draft) = &mut self.draft else { return false };
        let place = Span { end: span.start.saturating_add(length), ..span };
        let meant = name_without_digits(word, &draft.statement.key.text, title);
        draft.statement.subjects.push(Subject::Path(Path { text: SmolStr::new(&meant), span: place }));
        self.chunk.diagnostics.add(errors::digit_in_name(place, word, &meant));
        self.rest_of_head(place.end);
        true
    }

    /// `category 2027-rent "Rent" {`: what looks like a period where a declaration gives its name.
    pub(super) fn is_name_like_period(&mut self, span: Span) -> bool {
        let Some(draft) = self.draft.as_ref() else { return false };
        let statement = &draft.statement;
        let declares = DECLARING.contains(&statement.key.text.as_str()) && statement.subjects.is_empty();
        let word = self.written(span).trim_end();
        let is_name = word.starts_with(|first: char| first.is_ascii_digit())
            && word.contains(|sign: char| sign.is_ascii_lowercase());
        if !declares || !is_name {
            return false;
        }
        let rest = self.rest_of_line(span.start).to_owned();
        self.name_of_digits(span, &rest)
    }

    /// Reads the title that follows a name, and goes on at the brace, the colon or the end of the line.
    pub(super) fn rest_of_head(&mut self, from: u32) {
        let rest = self.rest_of_line(from);
        let gap = byte(rest.len() - rest.trim_start_matches([' ', '\t']).len());
        let start = from.saturating_add(gap);
        let end = match length_of_title(rest.trim_start_matches([' ', '\t'])) {
            0 => start,
            length => start.saturating_add(length),
        };
        if end > start {
            let file = self.file;
            self.title(Rule::plain_text, Span::new(file, start, end));
        }
        let rest = self.rest_of_line(end);
        let rest = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let next = end.saturating_add(byte(rest));
        self.pass_over_to(next);
        self.extend(Span::new(self.file, start, end));
        if self.text.get(next as usize..).is_some_and(|rest| rest.starts_with(':')) {
            self.value_behind(next);
        }
    }

    /// `cost 2027_rent: 5k EUR`: the tokens took the name for the value, so that what stands behind the colon is read again.
    pub(super) fn value_behind(&mut self, colon: u32) {
        let colon = Span::new(self.file, colon, colon.saturating_add(1));
        let end = end_of_value(self.text, colon);
        if let Some(draft) = &mut self.draft {
            draft.statement.colon = Some(colon);
            draft.part = Part::Again(colon);
        }
        self.pass_over_to(end);
    }

    /// Reads the value behind a colon by itself.
    pub(super) fn read_value_again(&mut self, statement: &mut Statement, colon: Span) {
        let line = |line: &str| read_alone(self.file, line);
        let Some(reread) = read_again(self.text, colon, line) else {
            statement.condition = Condition::Damaged;
            self.line.condition = Condition::Damaged;
            return;
        };
        let condition = statement.condition;
        self.adopt(statement, reread.statement, reread.expressions);
        if condition == Condition::Damaged {
            statement.condition = condition;
        }
        statement.span.end = statement.span.end.max(reread.end);
    }

    /// `measured by: [csat]`: a key of two words.
    pub(super) fn join_key_of_two_words(&mut self) {
        let Some(draft) = &mut self.draft else { return };
        let Statement { key, subjects, title: None, .. } = &mut draft.statement else { return };
        let [Subject::Path(second)] = subjects.as_slice() else { return };
        let written = Some((key.text.as_str(), second.text.as_str()));
        let Some(right) = OF_TWO_WORDS.iter().find(|right| right.split_once('_') == written) else { return };
        key.span.end = second.span.end;
        key.text = SmolStr::new_static(right);
        subjects.clear();
        let place = key.span;
        let fault = errors::key_of_two_words(place, self.written(place), right);
        self.chunk.diagnostics.add(fault);
    }

    /// `kpi csat "Satisfaction": {`, `kpi csat = {`: a sign between a head and its block.
    pub(super) fn sign_before_block(&mut self, span: Span) -> bool {
        let rest = self.text.get(span.end as usize..).unwrap_or("").trim_start_matches(['>', ' ', '\t']);
        if !rest.starts_with('{') {
            return false;
        }
        let Some(draft) = self.draft.as_ref() else { return false };
        let statement = &draft.statement;
        let is_head = !statement.subjects.is_empty() || statement.title.is_some();
        let key = statement.key.text.as_str();
        if !is_head || ABOUT_ONE.contains(&key) || matches!(key, "waive" | "budget" | "lint" | "set" | "change" | "map")
        {
            return false;
        }
        let head = self.written(Span { end: span.start, ..statement.key.span }).trim_end();
        let fault = errors::sign_before_block(span, self.written(span).trim_end(), head);
        self.chunk.diagnostics.add(fault);
        true
    }

    /// `kpi csat, "Satisfaction" {`, `cost salaries, software: 5k EUR`: a comma within a head.
    pub(super) fn comma_in_head(&mut self, span: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Head)) else { return false };
        let statement = &draft.statement;
        let rest = self.rest_of_line(span.end).to_owned();
        let behind = rest.trim_start_matches([' ', '\t']);
        let has_name = !statement.subjects.is_empty();
        if has_name && statement.title.is_none() && behind.starts_with('"') {
            let length = length_of_title(behind);
            let after = behind.get(length as usize..).unwrap_or("").trim_start();
            if length == 0 || !(after.is_empty() || after.starts_with(['{', ':', '}'])) {
                return false;
            }
            self.chunk.diagnostics.add(errors::comma_before_title(span));
            self.rest_of_head(span.end);
            return true;
        }
        let (key, key_span) = (statement.key.text.clone(), statement.key.span);
        if has_name && self.names_in_head(span, behind) {
            return true;
        }
        let Some((names, _)) = behind.split_once(':').filter(|_| has_name && ABOUT_ONE.contains(&key.as_str())) else {
            return false;
        };
        if !names.split(',').all(|name| names::is_dotted(name.trim())) {
            return false;
        }
        let first = self.written(Span { end: span.start, ..key_span }).trim_end().to_owned();
        let others: Vec<String> = names.split(',').map(|name| format!("`{key} {}: …`", name.trim())).collect();
        let fault = errors::several_before_colon(span, &key, &first, &others);
        self.mishap(fault);
        let colon = span.end.saturating_add(byte(rest.len() - behind.len() + names.len()));
        self.value_behind(colon);
        true
    }

    /// `level weekdays, weekends "Weekdays" {`: a declaration has one name.
    fn names_in_head(&mut self, span: Span, behind: &str) -> bool {
        let length = behind.find(['"', '{']).unwrap_or(0);
        let (names, head) = behind.split_at_checked(length).unwrap_or(("", behind));
        let title = head.get(length_of_title(head) as usize..).unwrap_or("").trim_start();
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|sign| sign.is_ascii_lowercase() || b"_0123456789".contains(&sign))
        };
        if names.is_empty() || !title.starts_with('{') || !names.trim_end().split(',').all(|name| is_name(name.trim()))
        {
            return false;
        }
        let Some(key) = self.draft.as_ref().map(|draft| draft.statement.key.text.clone()) else { return false };
        let fault = errors::names_in_head(span, &key);
        self.mishap(fault);
        let gap = self.rest_of_line(span.end).len() - behind.len();
        self.rest_of_head(span.end.saturating_add(byte(gap + names.trim_end().len())));
        true
    }
}

/// A place in a file.
pub(super) fn byte(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// How long a word of letters, digits, `_` and `-` is.
fn length_of_word(text: &str) -> u32 {
    byte(text.find(|sign: char| !(sign.is_alphanumeric() || "_-".contains(sign))).unwrap_or(text.len()))
}

/// How long a text in quotes is, with its quotes; nothing where none begins here, or is not closed.
fn length_of_title(text: &str) -> u32 {
    let Some(inner) = text.strip_prefix('"') else { return 0 };
    let mut escaped = false;
    for (at, sign) in inner.char_indices() {
        match sign {
            '"' if !escaped => return byte(at + 2),
            _ => escaped = sign == '\\' && !escaped,
        }
    }
    0
}

/// Where the brace stands that a line opens its block with, behind what is no head; nothing where facts stand before it.
fn brace_of_head(rest: &str) -> Option<usize> {
    let mut in_text = false;
    for (at, sign) in rest.char_indices() {
        match sign {
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' => return Some(at),
            '}' | ':' | ',' | ';' => return None,
            _ => {}
        }
    }
    None
}

/// `rent_2027` for `2027_rent`, `weekdays` for `1 "Weekdays"`, `level_1` for `1`.
fn name_without_digits(word: &str, key: &str, title: Option<&str>) -> String {
    let word = word.replace('-', "_").to_ascii_lowercase();
    let letters = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = word.get(..word.len() - letters.len()).unwrap_or("");
    if let Some(letters) =
        letters.strip_prefix('_').filter(|letters| letters.starts_with(|sign: char| sign.is_ascii_lowercase()))
    {
        return format!("{letters}_{digits}");
    }
    let of_title: Vec<String> = title
        .filter(|title| title.is_ascii())
        .unwrap_or("")
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(3)
        .map(str::to_ascii_lowercase)
        .collect();
    let of_title = of_title.join("_");
    if letters.is_empty() && of_title.starts_with(|first: char| first.is_ascii_lowercase()) {
        return of_title;
    }
    format!("{key}_{word}")
}

#[cfg(test)]
mod tests {
    use super::name_without_digits;

    #[test]
    fn a_name_begins_with_a_letter() {
        for (word, title, right) in [
            ("2027_rent", None, "rent_2027"),
            ("1", Some("Weekdays"), "weekdays"),
            ("1", Some("Ärzte"), "level_1"),
            ("1", None, "level_1"),
            ("24h", Some("Around the clock"), "level_24h"),
        ] {
            assert_eq!(name_without_digits(word, "level", title), right, "{word}");
        }
    }
}
