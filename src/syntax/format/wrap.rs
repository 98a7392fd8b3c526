//! The words of a fact on their lines: takes tokens, writes them with one space where one belongs. What stands in
//! brackets goes one item a line where it was begun so, holds a comment or a text of several lines, or is too long.

use std::ops::Range;

use super::brackets::{Bracket, Breaking, Shape, brackets};
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
    let mut writer = Writer { brackets: brackets(tokens), out, tokens, line: Line::Open };
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
    Comment,
    /// A bracket whose items go on lines of their own.
    Bracket,
    /// A comment behind such a bracket.
    BracketComment,
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
        } else if self.line == Line::Comment {
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

    /// An own line for something in brackets; with an empty one before it where there was one, unless it is the first.
    fn own_line(&mut self, gap: Gap, indent: usize) {
        if gap == Gap::Blank && !matches!(self.line, Line::Bracket | Line::BracketComment) {
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
        self.line = Line::Bracket;
        for item in self.items(at, bracket) {
            self.item(item, bracket.shape, indent + STEP);
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
    fn item(&mut self, item: Range<usize>, shape: Shape, indent: usize) {
        let tokens = self.tokens.get(item.clone()).unwrap_or(&[]);
        let is_comment = |token: &&Token| token.kind == Kind::Comment;
        let leading = tokens.iter().take_while(is_comment).count();
        let trailing = tokens.iter().skip(leading).rev().take_while(is_comment).count();
        let core = item.start + leading..item.end - trailing;
        self.comments(item.start..core.start, indent);
        if let Some(token) = self.tokens.get(core.start).filter(|_| !core.is_empty()) {
            let (breaks, comma) = match shape {
                Shape::Items => (Breaks::Join, ","),
                Shape::Group => (Breaks::Keep, ""),
            };
            self.own_line(token.gap, indent);
            self.sequence(core.clone(), Margin { indent, tail: comma.len(), breaks });
            self.out.push_str(comma);
        }
        self.comments(core.end..item.end, indent);
    }

    fn comments(&mut self, range: Range<usize>, indent: usize) {
        for at in range {
            if let Some(token) = self.tokens.get(at) {
                self.comment(token, indent, at);
            }
        }
    }

    /// A comment: behind what it was written behind, or on a line of its own.
    fn comment(&mut self, token: &Token, indent: usize, at: usize) -> usize {
        let opened = self.line == Line::Bracket;
        if token.gap < Gap::Line && matches!(self.line, Line::Open | Line::Bracket) {
            self.out.push(' ');
        } else {
            self.own_line(token.gap, indent);
        }
        self.out.push_str(token.text);
        self.line = if opened && token.gap < Gap::Line { Line::BracketComment } else { Line::Comment };
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
