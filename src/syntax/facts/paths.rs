//! Names of parts in a head as they are written elsewhere: takes `a/b`, `a::b`, `a.x > a.y`, gives the name that was meant, or
//! tells that the order of the lines is the rank.

use smol_str::SmolStr;

use super::heads::{ABOUT_ONE, byte};
use super::{Part, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::names;
use crate::syntax::tree::{Path, Subject};
use crate::syntax::values::trimmed;

impl Reader<'_> {
    /// `hotline.weekdays > hotline.weekends`: the order of the lines is the rank.
    pub(super) fn order_in_head(&mut self, span: Span) -> Option<Diagnostic> {
        let draft = self.draft.as_ref()?;
        let key = draft.statement.key.span;
        let is_path = |word: &str| {
            word.split('.').count() > 1
                && word.split('.').all(|part| part.starts_with(|first: char| first.is_ascii_lowercase()))
        };
        if !draft.statement.subjects.is_empty() || !is_path(&draft.statement.key.text) {
            return None;
        }
        let rest = self.rest_of_line(key.start);
        let rest = rest.get(..rest.find(['{', '}', ',']).unwrap_or(rest.len()))?.trim_end();
        let levels: Vec<&str> =
            rest.split(['>', '<', '=', '-', '→', '»', ' ']).filter(|word| !word.is_empty()).collect();
        if levels.len() < 2 || !levels.iter().all(|level| is_path(level)) {
            return None;
        }
        let levels: Vec<String> = levels.iter().map(|level| format!("`{level}`")).collect();
        let end = key.start.saturating_add(byte(rest.len()));
        let place = Span { end, ..span };
        self.pass_over_to(end);
        Some(errors::order_in_one_line(trimmed(place, self.written(place)), &levels))
    }

    /// `hotline::weekdays`: the first of two colons was taken for that of a property.
    pub(super) fn path_of_colons(&mut self, second: Span) -> bool {
        let Some(draft) = &mut self.draft else { return false };
        let Some(colon) = draft.statement.colon else { return false };
        draft.statement.colon = None;
        draft.part = Part::Head;
        if colon.end == second.start && self.parts_path(colon.to(second)) {
            return true;
        }
        if let Some(draft) = &mut self.draft {
            draft.statement.colon = Some(colon);
            draft.part = Part::Value;
        }
        false
    }

    /// `hotline/weekdays`: the parts of a path, parted as in a folder. Gives whether it is told as that.
    pub(super) fn parts_path(&mut self, span: Span) -> bool {
        let Some(draft) = &self.draft else { return false };
        let name = draft.statement.subjects.last().map_or(draft.statement.key.span, Subject::span);
        let line = self.rest_of_line(name.start);
        let length = line.find(|sign: char| !(sign.is_ascii_alphanumeric() || "_./:>-\\→".contains(sign)));
        let written = line.get(..length.unwrap_or(line.len())).unwrap_or("").trim_end_matches([':', '-']);
        let parts: Vec<&str> =
            written.split(['/', '\\', ':', '>', '-', '→', '.']).filter(|part| !part.is_empty()).collect();
        let is_of_one = !draft.statement.subjects.is_empty() && ABOUT_ONE.contains(&draft.statement.key.text.as_str());
        let sign = self.written(span);
        let is_parted =
            name.end == span.start && ["/", "::", "->", "→", "\\", ">"].iter().any(|parts| sign.starts_with(parts));
        if is_of_one || !is_parted || parts.len() < 2 || !parts.iter().all(|part| names::is_name(part)) {
            return false;
        }
        let place = Span { end: name.start.saturating_add(byte(written.len())), ..name };
        let right = parts.join(".");
        let fault = errors::path_of_folders(place, written, &right);
        self.chunk.diagnostics.add(fault);
        let text = SmolStr::new(&right);
        if let Some(draft) = &mut self.draft {
            match draft.statement.subjects.last_mut() {
                Some(Subject::Path(path)) => *path = Path { text, span: place },
                Some(Subject::Period(..)) => {}
                None => {
                    draft.statement.key.text = text;
                    draft.statement.key.span = place;
                }
            }
        }
        self.rest_of_head(place.end);
        true
    }
}
