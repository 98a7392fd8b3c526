//! The words of a fact: takes its text, which was read without a complaint, gives its words and signs in order, each
//! with what stands before it. Literals stay as they are written.

use crate::syntax::tree::ModifierWord;

/// A word, a literal or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: &'t str,
    /// What stands between it and the token before.
    pub gap: Gap,
}

/// What a token is, as far as the space around it depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a period, a number with its unit: what can be a value, or a part of a head.
    Word,
    /// A number that may take a unit.
    Number,
    /// `pp` and the like, which bind to their number.
    Points,
    /// A word between values: `and`, `not`, `from`.
    Link,
    /// `"..."`
    Text,
    /// `"""` to `"""`.
    BlockText,
    /// `#` to the end of the line.
    Comment,
    /// `[` or `(`.
    Open,
    /// `]` or `)`.
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A sign between two values, or the `*` of a factor.
    Sign,
    /// A sign before a value.
    Prefix,
}

/// What stands between two tokens, comments apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Space,
    /// A line end.
    Line,
    /// An empty line.
    Blank,
}

/// What may come next in a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    Sign,
}

/// Splits the text of a fact into `tokens`, which is emptied first. Gives `None` for a text that holds anything unknown.
pub(super) fn split<'t>(tokens: &mut Vec<Token<'t>>, written: &'t str) -> Option<()> {
    tokens.clear();
    let mut next = Next::Value;
    let mut at = 0;
    loop {
        let (gap, start) = skip_gap(written, at);
        let rest = written.get(start..)?;
        if rest.is_empty() {
            return Some(());
        }
        let (kind, length) = first_token(rest, tokens.last(), next)?;
        tokens.push(Token { kind, text: rest.get(..length)?, gap });
        next = after(kind, next);
        at = start + length;
    }
}

/// What stands at a place before the next token, and where that begins.
fn skip_gap(written: &str, start: usize) -> (Gap, usize) {
    let rest = written.as_bytes().get(start..).unwrap_or(&[]);
    let length = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let line_ends = rest.iter().take(length).filter(|byte| **byte == b'\n').count();
    let gap = match (length, line_ends) {
        (0, _) => Gap::None,
        (_, 0) => Gap::Space,
        (_, 1) => Gap::Line,
        _ => Gap::Blank,
    };
    (gap, start + length)
}

fn after(kind: Kind, before: Next) -> Next {
    match kind {
        Kind::Word | Kind::Number | Kind::Points | Kind::Text | Kind::BlockText | Kind::Close => Next::Sign,
        Kind::Link | Kind::Open | Kind::Comma | Kind::Colon | Kind::Sign | Kind::Prefix => Next::Value,
        Kind::Comment => before,
    }
}

/// The kind and the length of the token that a text begins with.
fn first_token(rest: &str, previous: Option<&Token>, next: Next) -> Option<(Kind, usize)> {
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'"' => quoted(rest),
        b'#' => Some((Kind::Comment, rest.lines().next()?.trim_end().len())),
        b'[' | b'(' => Some((Kind::Open, 1)),
        b']' | b')' => Some((Kind::Close, 1)),
        b',' => Some((Kind::Comma, 1)),
        b':' => Some((Kind::Colon, 1)),
        b'+' | b'-' if next == Next::Value => Some((Kind::Prefix, 1)),
        b'*' if next == Next::Value && previous.is_none_or(|token| token.kind != Kind::Colon) => None,
        first if first.is_ascii_alphanumeric() || matches!(first, b'_' | b'%') => Some(word(rest, previous, next)),
        _ => Some((Kind::Sign, sign(bytes)?)),
    }
}

fn quoted(rest: &str) -> Option<(Kind, usize)> {
    if let Some(inner) = rest.strip_prefix("\"\"\"") {
        return block_text(inner);
    }
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', rest.as_bytes().get(at..)?)?;
        if rest.as_bytes().get(at) == Some(&b'"') {
            return Some((Kind::Text, at + 1));
        }
        at += 1 + rest.get(at + 1..)?.chars().next()?.len_utf8();
    }
}

/// A text of several lines, without its opening quotes: up to a line that begins with quotes.
fn block_text(inner: &str) -> Option<(Kind, usize)> {
    let mut at = inner.find('\n')? + 1;
    loop {
        let line = inner.get(at..)?;
        let margin = line.len() - line.trim_start_matches([' ', '\t']).len();
        if line.get(margin..)?.starts_with("\"\"\"") {
            return Some((Kind::BlockText, 3 + at + margin + 3));
        }
        at += line.find('\n')? + 1;
    }
}

fn sign(bytes: &[u8]) -> Option<usize> {
    match (bytes.first()?, bytes.get(1)) {
        (b'.', Some(b'.')) | (b'<' | b'>' | b'=' | b'!', Some(b'=')) => Some(2),
        (b'<' | b'>' | b'+' | b'-' | b'*' | b'/', _) => Some(1),
        _ => None,
    }
}

fn word(rest: &str, previous: Option<&Token>, next: Next) -> (Kind, usize) {
    let length = word_length(rest.as_bytes());
    let text = rest.get(..length).unwrap_or(rest);
    (word_kind(text, previous, next), length)
}

fn word_kind(text: &str, previous: Option<&Token>, next: Next) -> Kind {
    let number = previous.filter(|token| token.kind == Kind::Number);
    if is_link(text, number, next) && previous.is_some() {
        return Kind::Link;
    }
    let after_digit = number.is_some_and(|number| number.text.ends_with(|last: char| last.is_ascii_digit()));
    match text.split('/').next() {
        Some("pp") if after_digit => Kind::Points,
        _ if is_bare_number(text) => Kind::Number,
        _ => Kind::Word,
    }
}

/// Whether a word stands between values; right after a number, `month` is its unit.
fn is_link(text: &str, number: Option<&Token>, next: Next) -> bool {
    match (text, next) {
        ("not", _) | ("and" | "or" | "at", Next::Sign) => true,
        ("month", Next::Sign) => number.is_none(),
        (_, Next::Sign) => ModifierWord::from_text(text).is_some(),
        (_, Next::Value) => false,
    }
}

/// Whether a word is a number to which a unit may follow: digits, and a thousand or million.
fn is_bare_number(text: &str) -> bool {
    let digits = text.strip_suffix(['k', 'M', 'B']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.')
}

/// The length of a path, a period or a number with the unit that touches it.
fn word_length(bytes: &[u8]) -> usize {
    let starts_word = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let is_figure = bytes.first().is_some_and(u8::is_ascii_digit);
    let mut segment = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        match byte {
            b'.' if starts_word(at + 1) => segment = at + 1,
            b'/' if bytes.get(at + 1).is_some_and(|after| after.is_ascii_alphabetic() || *after == b'_') => {}
            b'-' if starts_word(at + 1) && (segment == 0 || !is_figure) && is_period(bytes.get(segment..at)) => {}
            b'%' if before.is_none_or(|before| *before != b'%') => {}
            _ if starts_word(at) && before != Some(&b'%') => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// Whether a `-` goes on with a year: `2027-01`, `FY2027-Q2`, `2027-03-15`.
fn is_period(segment: Option<&[u8]>) -> bool {
    let segment = segment.unwrap_or(&[]);
    let year = segment.split(|byte| *byte == b'-').next().unwrap_or(&[]);
    let all_digits = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    match year.strip_prefix(b"FY") {
        Some(digits) => all_digits(digits),
        None => year.len() == 4 && all_digits(year),
    }
}

/// Whether a space stands between two tokens on one line.
pub(super) fn is_spaced(before: &Token, token: &Token) -> bool {
    match (before.kind, token.kind) {
        (_, Kind::Comma | Kind::Close | Kind::Colon | Kind::Points) | (Kind::Open | Kind::Prefix, _) => false,
        (Kind::Word, Kind::Open) => token.gap != Gap::None || token.text == "[",
        _ => true,
    }
}
