//! Texts: takes one as written, quotes included, gives what it says.

use std::borrow::Cow;

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::source::Span;

/// What a text between `"` says, its escapes resolved; an unknown escape is reported and stands for itself.
pub(super) fn plain(diagnostics: &mut Diagnostics, written: &str, span: Span) -> Box<str> {
    let inner = written.strip_prefix('"').unwrap_or(written);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') || is_path_of_windows(inner) {
        return inner.into();
    }
    let mut value = String::with_capacity(inner.len());
    let mut rest = inner;
    let mut is_told = false;
    while let Some((before, after)) = rest.split_once('\\') {
        value.push_str(before);
        let (meaning, length) = escape(after);
        let start = span.start + 1 + offset(inner.len() - after.len() - 1);
        match meaning {
            Some(meaning) => value.push(meaning),
            None => {
                // What it stands for is itself; of several in one text the first is told.
                value.push('\\');
                value.push_str(after.get(..length).unwrap_or(""));
                if !std::mem::replace(&mut is_told, true) {
                    let place = Span::new(span.file, start, start + 1 + offset(length));
                    diagnostics.add(errors::unknown_escape(place, after, unknown_escapes(inner, span)));
                }
            }
        }
        rest = after.get(length..).unwrap_or("");
    }
    value.push_str(rest);
    value.into_boxed_str()
}

/// `C:\ledger\a.csv`: that a path of Windows does not belong into a plan is told where it is read.
fn is_path_of_windows(inner: &str) -> bool {
    let mut signs = inner.chars();
    let begins = signs.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && signs.as_str().starts_with(":\\");
    let is_file = !inner.contains(' ') && inner.ends_with(".csv");
    (begins || is_file) && !inner.contains("\\\\")
}

/// The places of all backslashes in a text that mean nothing.
fn unknown_escapes(inner: &str, span: Span) -> Vec<Span> {
    let mut places = Vec::new();
    let mut rest = inner;
    while let Some((_, after)) = rest.split_once('\\') {
        let (meaning, length) = escape(after);
        let start = span.start + 1 + offset(inner.len() - after.len() - 1);
        if meaning.is_none() {
            places.push(Span::new(span.file, start, start + 1));
        }
        rest = after.get(length..).unwrap_or("");
    }
    places
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The character an escape means, and how long it is after the backslash.
fn escape(after: &str) -> (Option<char>, usize) {
    match after.chars().next() {
        Some('n') => (Some('\n'), 1),
        Some('t') => (Some('\t'), 1),
        Some('"') => (Some('"'), 1),
        Some('\\') => (Some('\\'), 1),
        Some('u') => code_point(after),
        Some(other) => (None, other.len_utf8()),
        None => (None, 0),
    }
}

fn code_point(after: &str) -> (Option<char>, usize) {
    let digits = after.strip_prefix("u{").and_then(|rest| rest.get(..rest.find('}')?));
    match digits {
        Some(digits) if digits.len() <= 8 => {
            let number = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'));
            (number.and_then(char::from_u32), digits.len() + 3)
        }
        _ => (None, 1),
    }
}

/// What a text between `"""` says: its lines as they stand, without the indent they share.
pub(super) fn block(written: &str) -> Box<str> {
    let inner = written.strip_prefix("\"\"\"").unwrap_or(written);
    let inner = inner.strip_suffix("\"\"\"").unwrap_or(inner);
    let inner: Cow<str> =
        if inner.contains('\r') { Cow::Owned(inner.replace("\r\n", "\n")) } else { Cow::Borrowed(inner) };
    let mut lines: Vec<&str> = inner.split('\n').skip(1).collect();
    lines.pop();
    let indent = common_indent(&lines);
    let dedented: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("").trim_end()).collect();
    dedented.join("\n").into_boxed_str()
}

/// The bytes of white space that begin every line with something on it.
fn common_indent(lines: &[&str]) -> usize {
    let mut filled = lines.iter().filter(|line| !line.trim().is_empty());
    let Some(first) = filled.next() else { return 0 };
    let margin = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    filled.fold(margin(first), |indent, line| {
        let shared = first.bytes().zip(line.bytes()).take(indent).take_while(|(left, right)| left == right).count();
        shared.min(margin(line))
    })
}
