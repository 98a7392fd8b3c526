//! What stands before the colon of an entry, in plain words: takes `effect on csat:`, `cost for salaries:`,
//! `cap department service <= 90%`, gives the entry that was meant.

use smol_str::SmolStr;

use super::heads::byte;
use super::{Part, Reader};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::meant::bound_words;
use crate::syntax::names::is_name;
use crate::syntax::tree::{Path, Subject};

/// Entries about one name.
const ABOUT_A_NAME: &[&str] = &["cost", "saves", "earns", "effect", "rates"];

/// Words between a key and a name, which say nothing there, and which no modifier begins with.
const FILLERS: &[&str] = &["for", "about", "regarding", "against", "upon", "with"];

/// Entries that say the most or the least of something, and the sign that says the same.
const BOUNDS: &[(&str, char)] = &[("cap", '<'), ("floor", '>')];

impl Reader<'_> {
    /// `effect on csat: +1pp`: the grammar took the word before the name for one that follows a value.
    pub(super) fn filler_in_head(&mut self, colon: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| draft.statement.colon.is_none()) else { return false };
        let Part::Modifier(_, word) = draft.part else { return false };
        let statement = &draft.statement;
        let is_bare = statement.subjects.is_empty() && statement.title.is_none() && draft.modifiers.is_empty();
        if !is_bare || !ABOUT_A_NAME.contains(&statement.key.text.as_str()) || !self.written(colon).starts_with(':') {
            return false;
        }
        let between = self.written(Span { start: word.end, end: colon.start, ..word });
        let name = between.trim().to_owned();
        let gap = byte(between.len() - between.trim_start().len());
        if !is_name(&name) {
            return false;
        }
        let start = word.end.saturating_add(gap);
        let place = Span { start, end: start.saturating_add(byte(name.len())), ..word };
        self.report_filler(word, start, &name);
        // What was read behind the word is the name.
        self.values.finish(&mut Diagnostics::new());
        if let Some(draft) = &mut self.draft {
            draft.statement.subjects.push(Subject::Path(Path { text: SmolStr::new(&name), span: place }));
        }
        self.value_behind(colon.start);
        true
    }

    /// `cost for salaries: 5k EUR`.
    pub(super) fn drop_filler(&mut self) {
        let Some(draft) = self.draft.as_mut() else { return };
        let statement = &mut draft.statement;
        let [Subject::Path(word), Subject::Path(name)] = statement.subjects.as_slice() else { return };
        if !ABOUT_A_NAME.contains(&statement.key.text.as_str()) || !FILLERS.contains(&word.text.as_str()) {
            return;
        }
        let (word, start, name) = (word.span, name.span.start, name.text.clone());
        statement.subjects.remove(0);
        self.report_filler(word, start, &name);
    }

    fn report_filler(&mut self, word: Span, name_start: u32, name: &str) {
        let Some(draft) = &self.draft else { return };
        let written = self.written(word).trim_end().to_owned();
        let key = draft.statement.key.text.clone();
        let gap = Span { end: name_start, ..word };
        let place = Span { end: word.start.saturating_add(byte(written.len())), ..word };
        self.chunk.diagnostics.add(errors::filler_before_name(place, gap, &written, &key, name));
    }

    /// `driver calls = 3 call`, `driver calls: 3 call`: the value of a driver stands in its block.
    pub(super) fn value_of_driver(&mut self, sign: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Head)) else { return false };
        let statement = &draft.statement;
        let [Subject::Path(name)] = statement.subjects.as_slice() else { return false };
        let value = self.near(sign.end).trim_start().to_owned();
        let begins_value = value.starts_with(|first: char| first.is_ascii_alphanumeric() || "(+-".contains(first));
        if statement.key.text != "driver" || !begins_value || value.contains(['{', '}', ',']) {
            return false;
        }
        let gap = byte(self.near(sign.end).len() - value.len());
        let start = sign.end.saturating_add(gap);
        let value_place = Span { start, end: start.saturating_add(byte(value.len())), ..sign };
        let before = statement.title.as_ref().map_or(name.span, |title| title.span);
        let whole =
            Span { start: before.start.saturating_add(byte(self.written(before).trim_end().len())), ..value_place };
        let head = self.written(Span { end: whole.start, ..statement.key.span }).to_owned();
        let written = self.written(sign).trim_end().to_owned();
        self.chunk.diagnostics.add(errors::value_of_driver(sign, whole, (&head, &written), &value));
        self.damage();
        self.pass_over_to(value_place.end);
        self.extend(value_place);
        true
    }

    /// `cap department service <= 90%`, `floor category software at least 5k EUR`: a comparison for a colon.
    pub(super) fn comparison_for_colon(&mut self, from: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Head)) else { return false };
        let statement = &draft.statement;
        let Some((key, own)) = BOUNDS.iter().find(|(key, _)| *key == statement.key.text) else { return false };
        let Some(name) = statement.subjects.last().map(Subject::span) else { return false };
        let rest = self.near(from.start);
        let Some((length, sign)) = bound_words(rest) else { return false };
        let value = rest.get(length..).unwrap_or("");
        let gap = value.len() - value.trim_start().len();
        let shown = value.trim_start().to_owned();
        let subjects = self.written(Span { start: statement.key.span.start, end: name.end, ..name });
        let right = format!("{}: {shown}", subjects.trim_end());
        let end = from.start.saturating_add(byte(length));
        let words = Span { end, ..from };
        let written = self.written(words).to_owned();
        let whole = Span { start: name.start.saturating_add(byte(self.written(name).trim_end().len())), ..words };
        let whole = Span { end: end.saturating_add(byte(gap)), ..whole };
        let edit = sign.starts_with(*own).then_some(whole);
        self.chunk.diagnostics.add(errors::comparison_for_colon(words, &written, (key, &right), edit));
        self.value_behind(end.saturating_sub(1));
        true
    }
}
