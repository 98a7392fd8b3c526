//! What `editor` says, in the words of the protocol: one function for each question, by what it is about.

mod actions;
mod asked;
mod figures;
mod findings;
mod formulas;
mod layout;
mod names;
mod own;
mod shape;
mod words;

pub(super) use asked::Asked;
use serde_json::Value;

pub(super) use findings::published;
pub(super) use own::told_of_figures;
pub(super) use shape::symbols_like;

/// How a question is answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    /// There is always an answer; null says that there is nothing.
    Given(fn(&Asked<'_>) -> Value),
    /// What is asked for may be impossible, and people are told why.
    OrRefused(fn(&Asked<'_>) -> Result<Value, String>),
}

impl Answer {
    /// The answer.
    ///
    /// # Errors
    /// When what is asked for is impossible; why, in words.
    pub(super) fn to(self, asked: &Asked<'_>) -> Result<Value, String> {
        match self {
            Answer::Given(answer) => Ok(answer(asked)),
            Answer::OrRefused(answer) => answer(asked),
        }
    }
}

/// What answers a question about a text.
pub(super) fn of(method: &str) -> Option<Answer> {
    match method {
        "textDocument/prepareRename" => return Some(Answer::OrRefused(names::prepare_rename)),
        "textDocument/rename" => return Some(Answer::OrRefused(names::renamed)),
        "zbb/preview" => return Some(Answer::OrRefused(own::preview)),
        _ => {}
    }
    let answer: fn(&Asked<'_>) -> Value = match method {
        "textDocument/completion" => words::completion,
        "textDocument/hover" => words::hovered,
        "textDocument/signatureHelp" => words::signature_help,
        "textDocument/definition" => names::definition,
        "textDocument/references" => names::references,
        "textDocument/documentHighlight" => names::highlights,
        "textDocument/documentSymbol" => shape::document_symbols,
        "textDocument/foldingRange" => shape::folding,
        "textDocument/selectionRange" => shape::selection,
        "textDocument/formatting" => layout::formatting,
        "textDocument/rangeFormatting" => layout::range_formatting,
        "textDocument/documentLink" => shape::links,
        "textDocument/inlayHint" => figures::inlay_hints,
        "textDocument/codeLens" => figures::lenses,
        "textDocument/codeAction" => actions::code_actions,
        "codeAction/resolve" => actions::resolved,
        "textDocument/semanticTokens/full" | "textDocument/semanticTokens/range" => shape::semantic_tokens,
        "textDocument/prepareCallHierarchy" => formulas::prepare_calls,
        "callHierarchy/outgoingCalls" => formulas::outgoing,
        "callHierarchy/incomingCalls" => formulas::incoming,
        "zbb/locate" => own::locate,
        "zbb/why" => own::why,
        _ => return None,
    };
    Some(Answer::Given(answer))
}
