//! Words where a text or a name belongs: takes a property, gives the words behind its colon as its text, and tells that
//! quotes are missing, or as the name that they may be the title of.

use super::heads::byte;
use super::{Part, Reader};
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::names::{is_fiscal, is_name};

/// Properties that hold a text wherever they stand.
const TEXTS: &[&str] = &[
    "note",
    "source",
    "justification",
    "consequence",
    "person",
    "email",
    "method",
    "rejected",
    "quote",
    "question",
    "theme",
    "rule",
];

/// Properties that name one thing, of which people write the title.
const NAMES: &[&str] = &["owner", "by", "department", "category", "objective", "channel", "persona", "part_of"];

/// No text without quotes is looked for further than this, so that the work stays linear.
const LONGEST: usize = 1000;

impl Reader<'_> {
    /// `source: Survey, 2026-Q3`, `person: anna@example.com`: what stands behind the colon of a text, if it is more than a
    /// word and does not begin like anything else.
    pub(super) fn text_without_quotes(&mut self, colon: Span) {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Value)) else { return };
        let statement = &draft.statement;
        let is_text = TEXTS.contains(&statement.key.text.as_str()) && statement.subjects.is_empty();
        if !is_text || statement.title.is_some() {
            return;
        }
        let key = statement.key.text.clone();
        let behind = self.text.get(colon.end as usize..).unwrap_or("");
        let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let rest = behind.get(gap..).unwrap_or("");
        // Nearly all texts have their quotes.
        if !rest.starts_with(|first: char| first.is_alphanumeric() || "/<>~€$£(".contains(first)) {
            return;
        }
        let Some((written, is_whole)) = words_of_text(rest, self.line.open > 0) else { return };
        let start = colon.end.saturating_add(byte(gap));
        let place = Span { start, end: start.saturating_add(byte(written.len())), ..colon };
        let written = written.to_owned();
        self.chunk.diagnostics.add(errors::text_without_quotes(place, &written, &key, is_whole));
        self.values.take_text(&written, place);
        self.pass_over_to(place.end);
        self.extend(place);
    }
}

impl Reader<'_> {
    /// `owner: Head of service`, `department: Front office`, `owner: role lead`: words where one name belongs. What they
    /// mean is told where names are looked up.
    pub(super) fn words_for_name(&mut self, colon: Span) {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Value)) else { return };
        let statement = &draft.statement;
        if !NAMES.contains(&statement.key.text.as_str()) || !statement.subjects.is_empty() {
            return;
        }
        let behind = self.text.get(colon.end as usize..).unwrap_or("");
        let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let is_inline = self.line.open > 0;
        let Some(written) = words_of_name(behind.get(gap..).unwrap_or(""), is_inline) else { return };
        let start = colon.end.saturating_add(byte(gap));
        let place = Span { start, end: start.saturating_add(byte(written.len())), ..colon };
        let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
        self.values.take_name(&name, place);
        self.pass_over_to(place.end);
        self.extend(place);
    }
}

/// Words that begin with a capital, or with the word for what they name. Whether they are is not to hang on what follows
/// them, which a layout moves to another line.
fn words_of_name(rest: &str, is_inline: bool) -> Option<&str> {
    let length = rest.find(|sign: char| !(sign.is_alphanumeric() || "_ \t".contains(sign))).unwrap_or(rest.len());
    let words = rest.get(..length.min(LONGEST))?.trim_end();
    let behind = rest.get(length..)?;
    let ends = behind.is_empty() || behind.starts_with(['\n', '\r', '#', ',', '}']);
    let (first, others) = words.split_once([' ', '\t']).unwrap_or((words, ""));
    let is_told = matches!(first, "TBD" | "TBC" | "TBA" | "TODO") || is_fiscal(first);
    let is_title = first.starts_with(char::is_uppercase) && !is_told;
    let is_kind = NAMES.contains(&first) || first == "role";
    let is_list = behind.starts_with(',') && !is_inline;
    (ends && !is_list && (is_title || is_kind && is_name(others.trim()))).then_some(words)
}

/// The words of a text without quotes, and whether it is certain where they end.
fn words_of_text(rest: &str, is_inline: bool) -> Option<(&str, bool)> {
    let near = rest.char_indices().nth(LONGEST).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    let line = near.get(..near.find('\n').unwrap_or(near.len()))?;
    let line = line.get(..line.find(" #").unwrap_or(line.len()))?;
    let end = line.find('}').unwrap_or(line.len());
    let is_inline = is_inline || end < line.len();
    let line = line.get(..end)?;
    let words = if is_inline { line.get(..end_of_fact(line))? } else { line }.trim_end().trim_end_matches([',', ';']);
    let is_one = !words.contains(|sign: char| sign.is_whitespace() || "@:/\\,;".contains(sign));
    let has_letters = words.contains(char::is_alphabetic);
    if is_one || !has_letters || words.contains(['"', '{', '\0', '“', '”']) {
        return None;
    }
    Some((words, !(is_inline && words.contains(','))))
}

/// Where the next fact of a one-line body begins: at a comma, behind which a key and a colon or a head stand.
fn end_of_fact(line: &str) -> usize {
    let mut commas = line.match_indices(',').map(|(at, _)| at);
    commas.find(|at| begins_fact(line.get(at + 1..).unwrap_or(""))).unwrap_or(line.len())
}

/// Whether a key and its colon stand here, perhaps with what the line is about between them.
fn begins_fact(rest: &str) -> bool {
    let rest = rest.trim_start();
    let word = rest.find(|sign: char| !(sign.is_ascii_lowercase() || sign == '_')).unwrap_or(rest.len());
    let key = rest.get(..word).unwrap_or("");
    let behind = rest.get(word..).unwrap_or("").trim_start();
    let is_entry = behind.split_once(':').is_some_and(|(subject, _)| is_name(subject.trim()));
    is_name(key) && (behind.starts_with(':') || is_entry)
}

#[cfg(test)]
mod tests {
    use super::{words_of_name, words_of_text};

    #[test]
    fn a_title_stands_where_a_name_belongs() {
        for (rest, expected) in [
            ("Head of service\n", Some("Head of service")),
            ("Lead, serves: [a.b] }", Some("Lead")),
            ("role lead\n", Some("role lead")),
            ("lead\n", None),
            ("Trust, growth\n", None),
            ("TBD\n", None),
            ("FY2027\n", None),
            ("\"Head\"\n", None),
        ] {
            assert_eq!(words_of_name(rest, rest.ends_with('}')), expected, "{rest}");
        }
    }

    #[test]
    fn a_text_ends_where_the_next_fact_begins() {
        for (rest, is_inline, expected) in [
            ("Survey, 2026-Q3\nowner: x", false, Some(("Survey, 2026-Q3", true))),
            ("Survey 2026 # wave 7", false, Some(("Survey 2026", true))),
            ("Survey, 2026-Q3, owner: x }", true, Some(("Survey, 2026-Q3", false))),
            ("Survey 2026, owner: x }", true, Some(("Survey 2026", true))),
            ("anna@example.com }", true, Some(("anna@example.com", true))),
            ("Survey\n", false, None),
            ("2026\n", false, None),
        ] {
            assert_eq!(words_of_text(rest, is_inline), expected, "{rest}");
        }
    }
}
