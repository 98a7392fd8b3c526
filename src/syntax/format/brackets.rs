//! The brackets of a fact: takes its tokens, tells where each bracket ends, what is in it, and whether it breaks.

use super::words::{Gap, Kind, Token, is_spaced};

/// A pair of brackets.
#[derive(Clone, Copy)]
pub(super) struct Bracket {
    /// The place of the closing one among the tokens.
    pub close: usize,
    /// What is in them.
    pub shape: Shape,
    /// Whether they are written over several lines.
    pub breaks: Breaking,
}

/// What is in brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Items with commas between: a list, or the arguments of a function.
    Items,
    /// One value within parentheses.
    Group,
}

/// Whether brackets are written over several lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breaking {
    /// There is no good place: one argument, or one value written on one line.
    Never,
    /// Where they do not fit on their line.
    TooLong,
    /// They were begun so, or hold what cannot stand on one line.
    Always,
}

/// For each token that opens a bracket, the bracket. What breaks within it breaks it too, so that no line ends with two
/// brackets open.
pub(super) fn brackets(tokens: &[Token]) -> Vec<Option<Bracket>> {
    let mut survey = Survey { brackets: vec![None; tokens.len()], open: Vec::new() };
    let mut before = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Close {
            survey.close(at);
        }
        survey.raise(asked_by(token, before));
        if token.kind == Kind::Open {
            survey.open(at, token, before, tokens.get(at + 1));
        }
        before = Some(token);
    }
    survey.brackets
}

struct Survey {
    brackets: Vec<Option<Bracket>>,
    /// The places of the brackets that are open.
    open: Vec<usize>,
}

impl Survey {
    fn open(&mut self, at: usize, token: &Token, before: Option<&Token>, next: Option<&Token>) {
        let is_empty = next.is_none_or(|next| next.kind == Kind::Close);
        let breaks = if token.text == "[" && !is_empty { Breaking::TooLong } else { Breaking::Never };
        self.raise(breaks);
        self.open.push(at);
        if let Some(place) = self.brackets.get_mut(at) {
            *place = Some(Bracket { close: at, shape: shape(token, before), breaks });
        }
    }

    fn close(&mut self, at: usize) {
        let open = self.open.pop();
        if let Some(Some(bracket)) = open.and_then(|open| self.brackets.get_mut(open)) {
            bracket.close = at;
        }
    }

    fn raise(&mut self, breaks: Breaking) {
        for open in &self.open {
            if let Some(Some(bracket)) = self.brackets.get_mut(*open) {
                bracket.breaks = bracket.breaks.max(breaks);
            }
        }
    }
}

/// How a token asks the brackets around it to break.
fn asked_by(token: &Token, before: Option<&Token>) -> Breaking {
    let is_first = before.is_some_and(|before| before.kind == Kind::Open) && token.kind != Kind::Close;
    match token.kind {
        Kind::Comment | Kind::BlockText => Breaking::Always,
        _ if is_first && token.gap >= Gap::Line => Breaking::Always,
        Kind::Comma => Breaking::TooLong,
        _ if token.gap >= Gap::Line => Breaking::TooLong,
        _ => Breaking::Never,
    }
}

/// A parenthesis that touches a name holds the arguments of a function.
fn shape(open: &Token, before: Option<&Token>) -> Shape {
    let is_call = before.is_some_and(|name| name.kind == Kind::Word && !is_spaced(name, open));
    if open.text == "(" && !is_call { Shape::Group } else { Shape::Items }
}
