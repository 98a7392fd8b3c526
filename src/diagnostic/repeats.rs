//! One missing declaration, one finding: brings findings that say the same about many places together in the first of them.

use rustc_hash::FxHashMap;

use super::{Code, Diagnostic, Edit, Label};
use crate::source::Span;

/// How many of the other places are pointed at.
const SHOWN: usize = 3;

/// Drops what is told of the letters of a word where the word itself is told to be unknown at the same place.
pub(super) fn drop_letters(findings: &mut Vec<Diagnostic>) {
    if !findings.iter().any(|finding| is_of_letters(finding.code)) {
        return;
    }
    // A word where a text, a figure or something else belongs is no name that is misspelt.
    let is_word = |finding: &&Diagnostic| is_unknown_word(finding.code) || finding.code == Code::WrongValue;
    let mut words: Vec<Span> = findings.iter().filter(is_word).map(|finding| finding.primary.span).collect();
    words.sort_unstable_by_key(|word| (word.file, word.start));
    findings.retain(|finding| {
        let place = finding.primary.span;
        let next = words.partition_point(|word| (word.file, word.start) <= (place.file, place.start));
        let word = next.checked_sub(1).and_then(|last| words.get(last));
        let lies_in = |word: &Span| word.file == place.file && place.end <= word.end;
        !(is_of_letters(finding.code) && word.is_some_and(lies_in))
    });
}

fn is_of_letters(code: Code) -> bool {
    matches!(code, Code::ForeignLetter | Code::UnusualName)
}

fn is_unknown_word(code: Code) -> bool {
    matches!(code, Code::UnknownDeclaration | Code::UnknownProperty | Code::UnknownChoice)
}

/// Joins findings, which are in order of place, about one unknown name or unit; the others stay as they are.
pub(super) fn join(findings: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<(Code, String), usize> = FxHashMap::default();
    let mut others: FxHashMap<usize, Vec<Diagnostic>> = FxHashMap::default();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        if !joins(finding.code) {
            kept.push(finding);
            continue;
        }
        let place = *first.entry((finding.code, finding.message.clone())).or_insert(kept.len());
        if place == kept.len() {
            kept.push(finding);
        } else {
            others.entry(place).or_default().push(finding);
        }
    }
    for (place, finding) in kept.iter_mut().enumerate() {
        if let Some(others) = others.get(&place) {
            add_places(finding, others);
        }
    }
    *findings = kept;
}

fn joins(code: Code) -> bool {
    matches!(code, Code::UnknownName | Code::UnknownUnit)
}

fn add_places(first: &mut Diagnostic, others: &[Diagnostic]) {
    let rest = others.len().saturating_sub(SHOWN);
    for (index, other) in others.iter().take(SHOWN).enumerate() {
        let text = match rest {
            1 if index + 1 == SHOWN => "here too, and in 1 more place".to_owned(),
            1.. if index + 1 == SHOWN => format!("here too, and in {rest} more places"),
            _ => "here too".to_owned(),
        };
        first.secondary.push(Label { span: other.primary.span, text });
    }
    for fix in &mut first.fixes {
        let same = others.iter().flat_map(|other| &other.fixes).filter(|other| other.title == fix.title);
        let edits: Vec<Edit> = same.flat_map(|other| other.edits.iter().cloned()).collect();
        fix.edits.extend(edits);
    }
}
