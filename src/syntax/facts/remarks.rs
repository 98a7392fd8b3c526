//! Texts, remarks and words as they are written elsewhere, within a fact: takes a token, gives how far it really goes or
//! what it says here.

use super::heads::byte;
use super::{Part, Reader};
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::grammar::{Rule, Token};
use crate::syntax::letters;
use crate::syntax::tree::ModifierWord;
use crate::syntax::values::Owner;

/// Properties of which an amount is one sum, and never one for each month: what is wrong with theirs is told with the sum.
const SUMS: &[&str] = &["budget", "reserve", "cap", "floor", "at_stake"];

impl Reader<'_> {
    /// `'don''t wait'`: a text between other quotes, in which an apostrophe stands.
    pub(super) fn whole_text(&mut self, token: Token, span: Span) -> (Token, Span) {
        if token.rule != Rule::foreign_text {
            return (token, span);
        }
        let rest = self.text.get(token.start as usize..).unwrap_or("");
        let Some(length) = letters::end_of_foreign_text(rest) else { return (token, span) };
        let end = token.start.saturating_add(byte(length));
        if end <= span.end {
            return (token, span);
        }
        self.passed_over = self.passed_over.max(end);
        (Token { end, ..token }, Span { end, ..span })
    }

    /// Whether a remark stands behind a `;` at the end of a line, as in ledgers: words that are no fact and no value.
    pub(super) fn begins_remark(&self, semicolon: Span) -> bool {
        let rest = self.text.get(semicolon.end as usize..).unwrap_or("");
        let rest = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or("").trim();
        let word = rest.split_whitespace().next().unwrap_or("");
        let is_word = word.starts_with(char::is_alphabetic) && !word.contains('.');
        is_word && !rest.contains([':', '{', '}', '=']) && ModifierWord::from_text(word).is_none()
    }

    /// `target: 78% at 2027-12`: what is reached by a month is said by `by`.
    pub(super) fn is_at_for_by(&self, span: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Value)) else { return false };
        let is_target = draft.statement.key.text == "target" && self.brackets == 0;
        is_target && self.written(span).trim_end() == "at" && self.values.is_complete()
    }

    pub(super) fn at_for_by(&mut self, span: Span) {
        self.finish_value();
        let word = Span { end: span.start.saturating_add(2), ..span };
        self.chunk.diagnostics.add(errors::at_for_by(word));
        if let Some(draft) = &mut self.draft {
            draft.part = Part::Modifier(ModifierWord::By, word);
            self.values.begin(Owner::Modifier(word));
        }
    }

    /// `in 2027-02 – setup`: words behind a month and a dash, which are passed over and told.
    pub(super) fn is_remark_behind_period(&mut self, span: Span) -> bool {
        let sign = self.written(span).trim_end();
        if !matches!(sign, "-" | "–") || !self.values.ends_in_period() || self.brackets > 0 {
            return false;
        }
        let rest = self.text.get(span.start as usize..).unwrap_or("");
        let rest = rest.get(..rest.find(['\n', '#', '}', ',']).unwrap_or(rest.len())).unwrap_or("").trim_end();
        let words = rest.trim_start_matches(['-', '–', '—', ' ']);
        if !words.starts_with(char::is_alphabetic) || words.contains(['"', ':', '{']) || words.starts_with("FY") {
            return false;
        }
        let end = span.start.saturating_add(byte(rest.len()));
        let place = Span { end, ..span };
        let fault = errors::remark_behind_dash(place, rest);
        self.passed_over = self.passed_over.max(end);
        self.chunk.diagnostics.add(fault);
        true
    }

    /// `"They say "never again" (2026)."`: quotes within a text, which end it too early.
    pub(super) fn quotes_within_text(&mut self, span: Span) -> bool {
        let Some(text) = self.values.last_text().filter(|text| text.end == span.start) else { return false };
        let rest = self.text.get(text.start as usize..).unwrap_or("");
        let rest = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or("");
        let quotes: Vec<usize> = rest.match_indices('"').map(|(at, _)| at).collect();
        let (Some(last), true) = (quotes.last(), quotes.len() >= 4 && quotes.len().is_multiple_of(2)) else {
            return false;
        };
        let behind = rest.get(last + 1..).unwrap_or("").trim_start();
        if !(behind.is_empty() || behind.starts_with([',', '}', '#'])) || rest.contains(": \"") || rest.contains('\\') {
            return false;
        }
        let at = |place: usize| text.start.saturating_add(byte(place));
        let inner = quotes.get(1..quotes.len() - 1).unwrap_or(&[]);
        let inner: Vec<Span> =
            inner.iter().map(|quote| Span { start: at(*quote), end: at(quote + 1), ..span }).collect();
        self.chunk.diagnostics.add(errors::quotes_within_text(&inner));
        self.passed_over = self.passed_over.max(at(last + 1));
        true
    }

    /// Whether what is being read is the value of a line of which the unit may go on.
    pub(super) fn is_value_of_line(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.statement.colon.is_some())
    }

    /// Whether the line that is being read holds one sum.
    pub(super) fn is_sum(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| SUMS.contains(&draft.statement.key.text.as_str()))
    }
}
