//! The pest parser of `grammar/zbb.pest`: takes a stretch of text, gives its tokens as a flat run with their places.

use pest::Parser;

/// What pest makes of the grammar.
mod generated {
    /// The parser that pest derives.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zbb.pest"]
    pub(super) struct Grammar;
}

pub(super) use generated::Rule;

/// One token: which rule matched, and the bytes of the file it covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// The rule.
    pub rule: Rule,
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

/// The tokens of `text[start..end]`, which begins and ends between lines, outside of texts and brackets.
///
/// The grammar reads any text, and its only recursion is into brackets, which the pre-scan keeps at 64 deep: so pest
/// comes without its stack guard, which took a fifth of the time. Should pest give up all the same, the stretch is one
/// unreadable token.
pub(super) fn tokens(text: &str, start: usize, end: usize) -> Vec<Token> {
    let chunk = text.get(start..end).unwrap_or("");
    match generated::Grammar::parse(Rule::chunk, chunk) {
        Ok(pairs) => {
            let pairs = pairs.flatten();
            let mut tokens = Vec::with_capacity(pairs.len());
            tokens.extend(pairs.map(|pair| {
                let span = pair.as_span();
                token(chunk, start, pair.as_rule(), span.start(), span.end())
            }));
            tokens
        }
        Err(_) => vec![token(chunk, start, Rule::unreadable, 0, chunk.len())],
    }
}

/// A token without the blanks that it took with it; a bracket that is not closed ends before them.
fn token(chunk: &str, offset: usize, rule: Rule, start: usize, end: usize) -> Token {
    let written = chunk.as_bytes().get(..end).unwrap_or(&[]);
    let cut = written.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).map_or(0, |last| last + 1);
    let start = if rule == Rule::unclosed { cut } else { start };
    let place = |byte: usize| u32::try_from(offset + byte).unwrap_or(u32::MAX);
    Token { rule, start: place(start), end: place(cut.max(start)) }
}
