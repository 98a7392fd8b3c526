//! Line by line: takes a text as read, gives it laid out. Each fact has a line, each block an indent; comments stay with
//! what they were written beside; one empty line stays where there were some.

use std::iter::Peekable;
use std::ops::Range;
use std::slice::Iter;
use std::vec::IntoIter;

use super::holes::holes;
use super::reading::Reading;
use super::words::Token;
use super::wrap::{STEP, WIDTH, columns, push_spaces};
use super::{words, wrap};
use crate::source::Span;
use crate::syntax::tree::{Body, Statement};

/// A text laid out.
pub(super) struct Laid {
    pub text: String,
    /// How many lines stay as they are.
    pub kept_lines: usize,
}

/// Lays out a text.
pub(super) fn lay_out(reading: &Reading) -> Laid {
    let mut layout = Layout {
        text: reading.text,
        comments: reading.tree.comments.iter().peekable(),
        holes: holes(reading).into_iter().peekable(),
        kept_lines: 0,
        out: String::with_capacity(reading.text.len() + reading.text.len() / 16),
        at: 0,
        last: Last::Nothing,
        tokens: Vec::new(),
    };
    layout.statements(&reading.tree.statements, 0);
    layout.finish()
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing yet.
    Nothing,
    /// The brace that opens a block.
    Brace,
    /// A comment behind such a brace.
    BraceComment,
    /// Anything else.
    Fact,
}

struct Layout<'a> {
    text: &'a str,
    comments: Peekable<Iter<'a, Span>>,
    holes: Peekable<IntoIter<Range<usize>>>,
    kept_lines: usize,
    out: String,
    /// Up to where the text is written.
    at: usize,
    last: Last,
    tokens: Vec<Token<'a>>,
}

impl<'a> Layout<'a> {
    fn finish(mut self) -> Laid {
        self.up_to(self.text.len() + 1, 0);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        Laid { text: self.out, kept_lines: self.kept_lines }
    }

    fn slice(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    fn statements(&mut self, statements: &[Statement], depth: usize) {
        for statement in statements {
            self.statement(statement, depth);
        }
    }

    fn statement(&mut self, statement: &Statement, depth: usize) {
        let start = statement.span.start as usize;
        self.up_to(start, depth);
        if self.at <= start {
            self.next_line(start, depth);
            if self.on_one_line(statement, depth) {
                self.at = statement.span.end as usize;
                return;
            }
            self.head(statement, depth);
        }
        if let Some(body) = &statement.body {
            self.body(body, depth);
        }
    }

    /// Writes the comments and the unread lines that begin before a place and are not written yet.
    fn up_to(&mut self, place: usize, depth: usize) {
        loop {
            let at = self.at;
            while self.comments.next_if(|comment| (comment.start as usize) < at).is_some() {}
            let comment = self.comments.peek().map(|comment| comment.start as usize).filter(|start| *start < place);
            let hole = self.holes.peek().map(|hole| hole.start).filter(|start| *start <= place);
            match (comment, hole) {
                (Some(comment), Some(hole)) if comment < hole => self.comment(depth),
                (_, Some(_)) => self.hole(),
                (Some(_), None) => self.comment(depth),
                (None, None) => return,
            }
        }
    }

    fn comment(&mut self, depth: usize) {
        let Some(span) = self.comments.next() else { return };
        let start = span.start as usize;
        let is_behind = self.last != Last::Nothing && self.line_ends(start) == 0;
        if is_behind {
            self.out.push(' ');
        } else {
            self.next_line(start, depth);
        }
        self.out.push_str(self.slice(span.start, span.end));
        self.at = span.end as usize;
        self.last = if is_behind && self.last == Last::Brace { Last::BraceComment } else { Last::Fact };
    }

    fn hole(&mut self) {
        let Some(hole) = self.holes.next() else { return };
        self.next_line(hole.start, 0);
        let lines = self.text.get(hole.clone()).unwrap_or("");
        self.out.push_str(lines);
        self.kept_lines += lines.lines().filter(|line| !line.trim().is_empty()).count();
        self.at = hole.end;
        self.last = Last::Fact;
    }

    /// How many line ends stand before a place and behind what is written: none, one or more.
    fn line_ends(&self, place: usize) -> usize {
        let between = self.text.as_bytes().get(self.at..place).unwrap_or(&[]);
        memchr::memchr_iter(b'\n', between).take(2).count()
    }

    /// Begins the line of something that stands at `place`.
    fn next_line(&mut self, place: usize, depth: usize) {
        match self.last {
            Last::Nothing => {}
            Last::Fact if self.line_ends(place) > 1 => self.out.push_str("\n\n"),
            Last::Brace | Last::BraceComment | Last::Fact => self.out.push('\n'),
        }
        push_spaces(&mut self.out, depth * STEP);
    }

    /// Writes a declaration whose block was written on one line, if it fits on one.
    fn on_one_line(&mut self, statement: &Statement, depth: usize) -> bool {
        let Some(Body { open, close: Some(close), .. }) = statement.body.as_deref() else { return false };
        if self.slice(open.start, close.end).contains('\n') {
            return false;
        }
        let start = self.out.len();
        self.flat(statement);
        let fits = depth * STEP + columns(self.out.get(start..).unwrap_or("")) <= WIDTH;
        if fits {
            self.last = Last::Fact;
        } else {
            self.out.truncate(start);
        }
        fits
    }

    fn flat(&mut self, statement: &Statement) {
        match &statement.body {
            None => self.words(statement.span.start, statement.span.end, None),
            Some(body) => {
                self.words(statement.span.start, body.open.start, None);
                self.out.push_str(" {");
                for (index, inner) in body.statements.iter().enumerate() {
                    self.out.push_str(if index == 0 { " " } else { ", " });
                    self.flat(inner);
                }
                self.out.push_str(if body.statements.is_empty() { "}" } else { " }" });
            }
        }
    }

    /// Writes a fact, or the head of a block with its brace.
    fn head(&mut self, statement: &Statement, depth: usize) {
        let Some(body) = &statement.body else {
            self.words(statement.span.start, statement.span.end, Some(depth * STEP));
            self.at = statement.span.end as usize;
            self.last = Last::Fact;
            return;
        };
        self.words(statement.span.start, body.open.start, Some(depth * STEP));
        self.out.push_str(" {");
        self.at = body.open.end as usize;
        self.last = Last::Brace;
    }

    /// Writes a stretch of a fact word by word; over several lines where its brackets and texts ask for them, unless it
    /// has no indent.
    fn words(&mut self, start: u32, end: u32, indent: Option<usize>) {
        let written = self.slice(start, end);
        match (words::split(&mut self.tokens, written), indent) {
            (None, _) => self.out.push_str(written.trim_end()),
            (Some(()), None) => wrap::write_flat(&mut self.out, &self.tokens),
            (Some(()), Some(indent)) => wrap::write(&mut self.out, &self.tokens, indent),
        }
    }

    fn body(&mut self, body: &Body, depth: usize) {
        self.statements(&body.statements, depth + 1);
        let Some(close) = body.close else { return };
        let place = close.start as usize;
        self.up_to(place, depth + 1);
        if self.at > place {
            return;
        }
        if self.last != Last::Brace {
            self.out.push('\n');
            push_spaces(&mut self.out, depth * STEP);
        }
        self.out.push('}');
        self.at = close.end as usize;
        self.last = Last::Fact;
    }
}
