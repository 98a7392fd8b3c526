//! Names: takes a word or a path as written, gives the name that was surely meant.
//!
//! A name is `[a-z][a-z0-9_]*`; codes such as `EUR` and `W0412` stand in capitals, and a
//! period may stand within a path (`funding.budget.2027-Q1`). A capital or a letter of another
//! script is one mistake with this name: it is reported, and the tree gets the plain name, so nobody else stumbles.

use smol_str::{SmolStr, StrExt};

use super::errors;
use super::letters;
use crate::diagnostic::Diagnostics;
use crate::quantity::Period;
use crate::source::Span;

/// Where a name stands: what may be in capitals there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where something is declared or keyed: never in capitals.
    Declared,
    /// Where something is named: a code in capitals may stand here.
    Named,
}

/// The name meant by `written`, which may have dots.
pub(super) fn name(diagnostics: &mut Diagnostics, written: &str, span: Span, place: Place) -> SmolStr {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.';
    if written.bytes().all(plain) && !written.starts_with('_') {
        return SmolStr::new(written);
    }
    unusual(diagnostics, written, span, place)
}

/// Whether a word is a name as it stands.
pub(super) fn is_name(word: &str) -> bool {
    is_dotted(word) && !word.contains('.')
}

/// The same with dots within it.
pub(super) fn is_dotted(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b"_.".contains(&sign))
}

/// The name meant by one with hyphens: `cx_head` for `CX-Head`.
pub(super) fn without_hyphens(written: &str) -> SmolStr {
    written.trim().replace('-', "_").to_ascii_lowercase_smolstr()
}

/// Whether a word is a fiscal year or quarter: `FY2027-Q2`.
pub(super) fn is_fiscal(written: &str) -> bool {
    written.strip_prefix("FY").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

#[cold]
fn unusual(diagnostics: &mut Diagnostics, written: &str, span: Span, place: Place) -> SmolStr {
    if !written.is_ascii() {
        return foreign(diagnostics, written, span);
    }
    if written.split('.').all(|part| well_cased(part, place)) {
        return SmolStr::new(written);
    }
    let meant = written.to_ascii_lowercase_smolstr();
    diagnostics.add(errors::unusual_name(span, written, meant.trim_start_matches('_')));
    meant
}

fn well_cased(part: &str, place: Place) -> bool {
    let code = part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let plain = !part.starts_with('_') && !part.bytes().any(|byte| byte.is_ascii_uppercase());
    let period = || Period::parse_alone(part).is_ok();
    plain && !part.contains('-') || place == Place::Named && (code || period())
}

fn foreign(diagnostics: &mut Diagnostics, written: &str, span: Span) -> SmolStr {
    let mut meant = String::new();
    let mut unknown = None;
    let mut strange = None;
    for (at, character) in written.char_indices() {
        if character.is_ascii() {
            meant.push(character.to_ascii_lowercase());
        } else if letters::hidden(character).is_none() {
            strange = strange.or(Some((at, character)));
            match letters::lookalike(character) {
                Some(latin) => meant.push(latin),
                None => {
                    unknown = unknown.or(Some((at, character)));
                    meant.push(character);
                }
            }
        }
    }
    if let Some((at, character)) = unknown.or(strange) {
        let start = span.start + u32::try_from(at).unwrap_or(0);
        let end = start + u32::try_from(character.len_utf8()).unwrap_or(0);
        let repair = unknown.is_none().then_some(meant.as_str());
        diagnostics.add(errors::foreign_letter(Span::new(span.file, start, end), written, span, character, repair));
    }
    SmolStr::new(meant)
}
