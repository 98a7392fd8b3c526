//! The pest parser of `grammar/zbb.pest`: takes a stretch of text, gives its tokens as a flat run with their places.

use pest::Parser;

/// What pest makes of the grammar.
mod generated {
    /// The parser that pest derives.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zbb.pest"]
    pub struct Grammar;
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
/// The grammar reads any text; should pest give up all the same (its stack guard), the stretch is one unreadable token.
pub(super) fn tokens(text: &str, start: usize, end: usize) -> Vec<Token> {
    let place = |byte: usize| u32::try_from(start + byte).unwrap_or(u32::MAX);
    let chunk = text.get(start..end).unwrap_or("");
    match generated::Grammar::parse(Rule::chunk, chunk) {
        Ok(pairs) => {
            let pairs = pairs.flatten();
            let mut tokens = Vec::with_capacity(pairs.len());
            tokens.extend(pairs.map(|pair| {
                let span = pair.as_span();
                Token { rule: pair.as_rule(), start: place(span.start()), end: place(span.end()) }
            }));
            tokens
        }
        Err(_) => vec![Token { rule: Rule::unreadable, start: place(0), end: place(chunk.len()) }],
    }
}
