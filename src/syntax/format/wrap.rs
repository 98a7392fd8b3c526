//! The words of a fact on their lines: takes tokens, writes them with one space where one belongs. What stands in
//! brackets goes one item a line where it was begun so, holds a comment or a text of several lines, or is too long.

use std::ops::Range;

use super::words::{Gap, Kind, Token, is_spaced};
use crate::syntax::text;

/// The columns that a line fills at most, where there is a place to break it.
pub(super) const WIDTH: usize = 120;

/// How much deeper each level is.
pub(super) const STEP: usize = 2;

/// Writes tokens behind what `out` holds, on a line of a fact that is indented by `indent`.
pub(super) fn write(out: &mut String, tokens: &[Token], indent: usize) {
    let simple = !tokens.iter().any(|token| matches!(token.kind, Kind::BlockText | Kind::Comment | Kind::Open));
    if simple {
        return write_flat(out, tokens);
    }
    let mut writer = Writer { brackets: survey(tokens), out, tokens, line: Line::Open };
    writer.sequence(0..tokens.len(), Margin { indent, tail: 0, breaks: Breaks::Join });
}

/// Writes tokens on one line, where no comma stands behind the last item.
pub(super) fn write_flat(out: &mut String, tokens: &[Token]) {
    let mut before: Option<&Token> = None;
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        if token.kind == Kind::Comma && tokens.peek().is_some_and(|next| next.kind == Kind::Close) {
            continue;
        }
        if before.is_some_and(|before| is_spaced(before, token)) {
            out.push(' ');
        }
        out.push_str(token.text);
        before = Some(token);
    }
}

/// The columns of a text that stands on one line.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// A pair of brackets, by the place of the opening one.
#[derive(Clone, Copy)]
struct Bracket {
    close: usize,
    shape: Shape,
    breaks: Breaking,
}

/// What is in brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Items with commas between: a list, or the arguments of a function.
    Items,
    /// One value within parentheses.
    Group,
}

/// Whether brackets are written over several lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Breaking {
    /// There is no good place: one argument, or one value written on one line.
    Never,
    /// Where they do not fit on their line.
    TooLong,
    /// They were begun so, or hold what cannot stand on one line.
    Always,
}

/// For each token that opens a bracket, the bracket. What breaks within it breaks it too, so that no line ends with two
/// brackets open.
fn survey(tokens: &[Token]) -> Vec<Option<Bracket>> {
    let mut brackets: Vec<Option<Bracket>> = vec![None; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let Some(breaks) = asks_for(token, at.checked_sub(1).and_then(|before| tokens.get(before))) {
            let around =
                if token.kind == Kind::Close { open.split_last().map_or(&[][..], |(_, around)| around) } else { &open };
            raise(&mut brackets, around, breaks);
        }
        match token.kind {
            Kind::Open => {
                let shape = shape(tokens, at);
                let is_empty = tokens.get(at + 1).is_none_or(|next| next.kind == Kind::Close);
                let breaks = if token.text == "[" && !is_empty { Breaking::TooLong } else { Breaking::Never };
                brackets
                    .get_mut(at)
                    .into_iter()
                    .for_each(|place| *place = Some(Bracket { close: tokens.len(), shape, breaks }));
                raise(&mut brackets, &open, breaks);
                open.push(at);
            }
            Kind::Close => {
                let place = open.pop().and_then(|at| brackets.get_mut(at)?.as_mut());
                place.into_iter().for_each(|bracket| bracket.close = at);
            }
            Kind::Word
            | Kind::Number
            | Kind::Points
            | Kind::Link
            | Kind::Text
            | Kind::BlockText
            | Kind::Comment
            | Kind::Comma
            | Kind::Colon
            | Kind::Sign
            | Kind::Prefix => {}
        }
    }
    brackets
}

/// How a token asks the brackets around it to break.
fn asks_for(token: &Token, before: Option<&Token>) -> Option<Breaking> {
    let is_first = before.is_some_and(|before| before.kind == Kind::Open);
    match token.kind {
        Kind::Comment | Kind::BlockText => Some(Breaking::Always),
        Kind::Comma => Some(Breaking::TooLong),
        _ if token.gap < Gap::Line => None,
        _ if is_first && token.kind != Kind::Close => Some(Breaking::Always),
        _ => Some(Breaking::TooLong),
    }
}

fn raise(brackets: &mut [Option<Bracket>], open: &[usize], breaks: Breaking) {
    for at in open {
        brackets.get_mut(*at).into_iter().flatten().for_each(|bracket| bracket.breaks = bracket.breaks.max(breaks));
    }
}

/// A parenthesis that touches a name holds the arguments of a function.
fn shape(tokens: &[Token], at: usize) -> Shape {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let is_call = |open: &Token| before.is_some_and(|name| name.kind == Kind::Word && !is_spaced(name, open));
    match tokens.get(at) {
        Some(open) if open.text == "(" && !is_call(open) => Shape::Group,
        Some(_) | None => Shape::Items,
    }
}

/// How a run of tokens is written.
#[derive(Clone, Copy)]
struct Margin {
    /// The indent of the line that it begins on.
    indent: usize,
    /// How many columns of that line are taken behind it.
    tail: usize,
    /// What becomes of the line ends within it.
    breaks: Breaks,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// They become spaces.
    Join,
    /// They stay.
    Keep,
}

/// What the line being written ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Something to which more can be added.
    Open,
    /// A comment.
    Commented,
}

struct Writer<'a, 't> {
    out: &'a mut String,
    tokens: &'a [Token<'t>],
    brackets: Vec<Option<Bracket>>,
    line: Line,
}

impl<'a, 't> Writer<'a, 't> {
    /// Writes a run of tokens, of which no comma stands outside of its brackets.
    fn sequence(&mut self, range: Range<usize>, margin: Margin) {
        let tokens = self.tokens;
        let mut at = range.start;
        while let Some(token) = tokens.get(at).filter(|_| at < range.end) {
            if at > range.start {
                self.separate(at, token, margin);
            }
            at = match (token.kind, self.bracket(at)) {
                (Kind::Open, Some(bracket)) => self.bracketed(at, bracket, range.end, margin),
                (Kind::Comment, _) => self.comment(token, margin.indent + STEP, at),
                (Kind::BlockText, _) => self.block_text(token, margin.indent + STEP, at),
                _ => self.plain(token, at),
            };
        }
    }

    fn plain(&mut self, token: &Token, at: usize) -> usize {
        self.out.push_str(token.text);
        at + 1
    }

    /// Writes a bracket: as a whole, or only its opening where it is too long and cannot break. Gives what comes next.
    fn bracketed(&mut self, at: usize, bracket: Bracket, end: usize, margin: Margin) -> usize {
        match bracket.breaks {
            Breaking::Never | Breaking::TooLong if self.fits(at, bracket, end, margin) => {
                write_flat(self.out, self.tokens.get(at..=bracket.close).unwrap_or(&[]));
            }
            Breaking::TooLong | Breaking::Always => self.broken(at, bracket, margin.indent),
            Breaking::Never => {
                self.out.push_str(self.tokens.get(at).map_or("", |open| open.text));
                return at + 1;
            }
        }
        bracket.close + 1
    }

    fn bracket(&self, at: usize) -> Option<Bracket> {
        self.brackets.get(at).copied().flatten()
    }

    /// What stands before a token that is not the first of its run.
    fn separate(&mut self, at: usize, token: &Token, margin: Margin) {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let keeps_line = margin.breaks == Breaks::Keep && token.gap >= Gap::Line;
        if token.kind == Kind::Comment {
            return;
        }
        if keeps_line {
            self.next_line(margin.indent);
        } else if self.line == Line::Commented {
            self.next_line(margin.indent + STEP);
        } else if before.is_some_and(|before| is_spaced(before, token)) {
            self.out.push(' ');
        }
    }

    fn next_line(&mut self, indent: usize) {
        self.out.push('\n');
        push_spaces(self.out, indent);
        self.line = Line::Open;
    }

    /// An own line for a token; with an empty one before it where there was one.
    fn own_line(&mut self, gap: Gap, first: bool, indent: usize) {
        if gap == Gap::Blank && !first {
            self.out.push('\n');
        }
        self.next_line(indent);
    }

    /// Whether a bracket fits on the line, with what follows up to where that can break itself.
    fn fits(&self, at: usize, bracket: Bracket, end: usize, margin: Margin) -> bool {
        let next = (bracket.close + 1..end).find(|next| self.bracket(*next).is_some());
        let tail = if next.is_none() { margin.tail } else { 0 };
        let mut needed = String::new();
        write_flat(&mut needed, self.tokens.get(at..next.map_or(end, |next| next + 1)).unwrap_or(&[]));
        self.column() + columns(&needed) + tail <= WIDTH
    }

    fn column(&self) -> usize {
        columns(self.out.rsplit('\n').next().unwrap_or(""))
    }

    /// Writes a bracket with each item on a line of its own.
    fn broken(&mut self, at: usize, bracket: Bracket, indent: usize) {
        self.out.push_str(self.tokens.get(at).map_or("", |open| open.text));
        let mut first = true;
        for item in self.items(at, bracket) {
            self.item(item, bracket.shape, indent + STEP, &mut first);
        }
        self.next_line(indent);
        self.out.push_str(self.tokens.get(bracket.close).map_or("", |close| close.text));
    }

    /// The items between brackets, each with its comments.
    fn items(&self, at: usize, bracket: Bracket) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut start = at + 1;
        let mut place = start;
        while place < bracket.close {
            match self.bracket(place) {
                Some(inner) => place = inner.close,
                None if self.tokens.get(place).is_some_and(|token| token.kind == Kind::Comma) => {
                    items.push(start..place);
                    start = place + 1;
                }
                None => {}
            }
            place += 1;
        }
        items.push(start..bracket.close);
        items
    }

    /// Writes an item. Comments before it keep their lines; those behind it come behind its comma.
    fn item(&mut self, item: Range<usize>, shape: Shape, indent: usize, first: &mut bool) {
        let tokens = self.tokens.get(item.clone()).unwrap_or(&[]);
        let is_comment = |token: &&Token| token.kind == Kind::Comment;
        let leading = tokens.iter().take_while(is_comment).count();
        let trailing = tokens.iter().skip(leading).rev().take_while(is_comment).count();
        let core = item.start + leading..item.end - trailing;
        for token in tokens.iter().take(leading) {
            self.comment_of_items(token, *first, indent);
            *first = false;
        }
        if let Some(token) = self.tokens.get(core.start).filter(|_| !core.is_empty()) {
            self.own_line(token.gap, *first, indent);
            *first = false;
            let (breaks, comma) = match shape {
                Shape::Items => (Breaks::Join, ","),
                Shape::Group => (Breaks::Keep, ""),
            };
            self.sequence(core, Margin { indent, tail: comma.len(), breaks });
            self.out.push_str(comma);
        }
        for token in tokens.iter().skip(tokens.len() - trailing) {
            self.comment_of_items(token, *first, indent);
        }
    }

    /// A comment between items: behind what it was written behind, or on a line of its own.
    fn comment_of_items(&mut self, token: &Token, first: bool, indent: usize) {
        if token.gap < Gap::Line && self.line == Line::Open {
            self.out.push(' ');
        } else {
            self.own_line(token.gap, first, indent);
        }
        self.out.push_str(token.text);
        self.line = Line::Commented;
    }

    /// A comment within a value: the rest of the value goes on below it.
    fn comment(&mut self, token: &Token, indent: usize, at: usize) -> usize {
        if token.gap < Gap::Line && self.line == Line::Open {
            self.out.push(' ');
        } else {
            self.next_line(indent);
        }
        self.out.push_str(token.text);
        self.line = Line::Commented;
        at + 1
    }

    /// A text of several lines: its lines and its closing quotes stand at `indent`.
    fn block_text(&mut self, token: &Token, indent: usize, at: usize) -> usize {
        self.out.push_str("\"\"\"");
        let says = text::block(token.text);
        for line in says.split('\n').filter(|_| !says.is_empty()) {
            self.out.push('\n');
            if !line.is_empty() {
                push_spaces(self.out, indent);
                self.out.push_str(line);
            }
        }
        self.next_line(indent);
        self.out.push_str("\"\"\"");
        at + 1
    }
}

/// Pushes blanks.
pub(super) fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
