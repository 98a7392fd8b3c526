//! Facts to blocks: takes facts and braces in order, gives the statements nested as the braces say.
//!
//! Where the braces of a file agree, they alone decide. Where they do not, indentation tells which brace is at fault:
//! a line no deeper than the head of an open block means that the block was left open; a line deeper than a declaration
//! without a block means that its `{` is missing. Each such guess is paid for by one brace too many or too few, so that
//! the rest of the file is read as it stands.

use rustc_hash::FxHashSet;

use super::errors;
use super::errors::Discovery;
use super::limits::DEEPEST;
use super::pieces::{Attached, Block, Leading, Piece, Place};
use super::tree::{Body, Condition, Expression, ExpressionId, ExpressionKind, Form, Statement, Word};
use crate::diagnostic::{Code, Diagnostics};
use crate::source::Span;

/// Nests the pieces of a file, which come in runs: each run is let go when its last piece is nested, as a file is never held
/// twice. `text` is the file.
pub(super) fn nest(
    diagnostics: &mut Diagnostics,
    text: &str,
    expressions: &[Expression],
    runs: Vec<Vec<Piece>>,
) -> Vec<Statement> {
    let Survey { unclosed, strays, at_top, within } = survey(runs.iter().flatten());
    let mut nest = Nest {
        diagnostics,
        text,
        expressions,
        frames: Vec::new(),
        root: Siblings::for_facts(at_top),
        unclosed,
        strays,
        passed_over: 0,
        colons: FxHashSet::default(),
    };
    let mut within = within.into_iter();
    for piece in runs.into_iter().flatten() {
        let facts = if matches!(piece, Piece::Open(..)) { within.next().unwrap_or(0) } else { 0 };
        match piece {
            _ if nest.passed_over > 0 => nest.pass_over(&piece),
            Piece::Fact(statement, place, block) => nest.fact(statement, place, block),
            Piece::Open(span, place, attached) => nest.open(span, place, attached, facts),
            Piece::Close(span, place) => nest.close(span, place),
            Piece::Unreadable => nest.unreadable(),
        }
    }
    nest.end_of_file();
    let colons = nest.colons;
    if !colons.is_empty() {
        // What stands there is a block: that there is no value is no other mistake.
        nest.diagnostics
            .retain(|finding| finding.code != Code::MissingValue || !colons.contains(&finding.primary.span.start));
    }
    nest.root.statements
}

/// What braces alone say of a file.
#[derive(Default)]
struct Survey {
    /// How many blocks are left open at the end.
    unclosed: usize,
    /// How many closing braces close nothing.
    strays: usize,
    /// How many facts stand outside of all blocks.
    at_top: usize,
    /// How many facts stand in each block, outside of those within it, in the order in which they are opened.
    within: Vec<u32>,
}

fn survey<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Survey {
    let mut survey = Survey::default();
    let mut open: Vec<usize> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open(_, _, attached) => {
                if *attached != Attached::Nowhere {
                    open.push(survey.within.len());
                }
                survey.within.push(0);
            }
            Piece::Close(..) if open.pop().is_none() => survey.strays += 1,
            Piece::Fact(..) => match open.last().and_then(|block| survey.within.get_mut(*block)) {
                Some(facts) => *facts = facts.saturating_add(1),
                None => survey.at_top += 1,
            },
            Piece::Close(..) | Piece::Unreadable => {}
        }
    }
    survey.unclosed = open.len();
    survey
}

struct Nest<'a, 'd> {
    diagnostics: &'d mut Diagnostics,
    text: &'a str,
    expressions: &'a [Expression],
    frames: Vec<Frame>,
    root: Siblings,
    /// How many blocks are still to be found open.
    unclosed: usize,
    /// How many closing braces are still to be found stray.
    strays: usize,
    /// How many blocks deep the reading is within one that is too deep.
    passed_over: usize,
    /// The colons that stand for a `{`.
    colons: FxHashSet<u32>,
}

/// The statements of one block so far.
struct Siblings {
    statements: Vec<Statement>,
    /// How far the first line of the block is indented.
    column: Option<u32>,
    /// Where the last statement begins.
    last: Option<Place>,
}

impl Siblings {
    fn for_facts(count: usize) -> Siblings {
        Siblings { statements: Vec::with_capacity(count), column: None, last: None }
    }
}

/// A block that is open.
struct Frame {
    head: Head,
    place: Place,
    open: Span,
    open_line: u32,
    inner: Siblings,
    ends: Ends,
}

/// How a block ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    WithBrace,
    /// It was written as elsewhere, without braces.
    WithIndent,
}

/// What a block belongs to.
enum Head {
    Statement(Box<Statement>),
    /// A brace that follows nothing: what it holds counts to the block around it; outside of any, only its declarations.
    Nothing,
}

impl Nest<'_, '_> {
    fn siblings(&mut self) -> &mut Siblings {
        match self.frames.last_mut() {
            Some(frame) => &mut frame.inner,
            None => &mut self.root,
        }
    }

    fn fact(&mut self, mut statement: Statement, place: Place, block: Block) {
        let rest_of_damage = place.condition == Condition::Damaged && place.leading == Leading::Later;
        if rest_of_damage && statement.form != Form::Property && statement.title.is_none() && block == Block::None {
            return;
        }
        if rest_of_damage {
            statement.condition = Condition::Damaged;
        }
        if place.leading == Leading::First {
            self.leave_indented_blocks(place);
            self.leave_open_blocks(statement.key.span, place, block);
            if statement.form != Form::Item {
                self.open_block_of_colon(statement.key.span, place);
            }
            self.open_missing_brace(&statement.key, place);
        }
        let siblings = self.siblings();
        if place.leading == Leading::First {
            siblings.column = siblings.column.or(Some(place.column));
        }
        siblings.last = Some(place);
        siblings.statements.push(statement);
    }

    /// Closes the blocks that a line no deeper than their heads shows to be left open.
    fn leave_open_blocks(&mut self, key: Span, place: Place, block: Block) {
        let mut depth = self.frames.len();
        while self.unclosed > self.frames.len() - depth
            && depth > 0
            && self.frames.get(depth - 1).is_some_and(|frame| left_open(frame, place, block))
        {
            depth -= 1;
        }
        self.report_open(depth, key, place);
    }

    /// Reports the blocks above `depth` as left open, and closes them.
    fn report_open(&mut self, depth: usize, next: Span, place: Place) {
        if depth == self.frames.len() {
            return;
        }
        let indent = self.text.get(place.line as usize..(place.line + place.column) as usize).unwrap_or("").to_owned();
        self.report_unclosed(depth, Discovery::Line(next, indent));
        self.unclosed = self.unclosed.saturating_sub(self.frames.len() - depth);
        while self.frames.len() > depth {
            self.end_block(None);
        }
    }

    fn report_unclosed(&mut self, depth: usize, discovery: Discovery) {
        let open = self.frames.get(depth..).unwrap_or(&[]);
        let Some((innermost, around)) = open.split_last() else { return };
        let also: Vec<Span> = around.iter().rev().map(|frame| frame.open).collect();
        let head = match &innermost.head {
            Head::Statement(statement) => self.text.get(statement.span.start as usize..innermost.open.start as usize),
            Head::Nothing => None,
        };
        self.diagnostics.add(errors::unclosed_block(innermost.open, head.unwrap_or(""), &also, discovery));
    }

    /// `package crm "CRM":` with deeper lines below: takes the colon for the brace that it is elsewhere.
    fn open_block_of_colon(&mut self, key: Span, place: Place) {
        let expressions = self.expressions;
        let siblings = self.siblings();
        let deeper = siblings
            .last
            .is_some_and(|last| last.leading == Leading::First && last.column < place.column && last.line < place.line);
        let is_missing = |value: ExpressionId| {
            let value = expressions.get(value.index());
            value
                .is_none_or(|value| matches!(value.kind, ExpressionKind::Missing) && value.span.start == value.span.end)
        };
        let is_head = |head: &Statement| {
            head.colon.is_some()
                && head.value.is_some_and(is_missing)
                && head.body.is_none()
                && head.modifiers.is_empty()
        };
        let at_top = self.frames.is_empty();
        let is_named = |head: &Statement| at_top || !head.subjects.is_empty() || head.title.is_some();
        let siblings = self.siblings();
        let Some(mut head) = siblings.statements.pop_if(|head| deeper && is_head(head) && is_named(head)) else {
            return;
        };
        let head_place = siblings.last.unwrap_or(place);
        let colon = head.colon.unwrap_or(head.span);
        self.colons.insert(colon.start);
        let written = self.text.get(head.span.start as usize..colon.start as usize).unwrap_or("");
        head.form = Form::Declaration;
        (head.colon, head.value, head.condition) = (None, None, Condition::Whole);
        let ends = if self.strays > 0 { Ends::WithBrace } else { Ends::WithIndent };
        self.diagnostics.add(match ends {
            Ends::WithBrace => errors::colon_for_open_brace(colon, written, key),
            Ends::WithIndent => errors::colon_for_brace(colon, written, key),
        });
        self.strays = self.strays.saturating_sub(1);
        self.begin_block(Head::Statement(Box::new(head)), head_place, colon, head_place.line, 0);
        if let Some(frame) = self.frames.last_mut() {
            frame.ends = ends;
        }
    }

    /// Closes the blocks that have no braces, where a line is no deeper than their heads.
    fn leave_indented_blocks(&mut self, place: Place) {
        let ended = |frame: &Frame| frame.ends == Ends::WithIndent && place.column <= frame.place.column;
        while self.frames.last().is_some_and(ended) {
            self.end_block(None);
        }
    }

    /// Opens the block of a declaration whose `{` is missing, where a deeper line shows that it has one.
    fn open_missing_brace(&mut self, key: &Word, place: Place) {
        if self.strays == 0 {
            return;
        }
        let siblings = self.siblings();
        let deeper = siblings
            .last
            .is_some_and(|last| last.leading == Leading::First && last.column < place.column && last.line < place.line);
        let Some(head) = siblings.statements.pop_if(|head| deeper && head.colon.is_none() && head.body.is_none())
        else {
            return;
        };
        let head_place = siblings.last.unwrap_or(place);
        self.strays -= 1;
        let open = head.span.after();
        if head.condition == Condition::Whole {
            let written = self.text.get(head.span.start as usize..head.span.end as usize).unwrap_or("");
            self.diagnostics.add(errors::missing_open_brace(head.span, written, key.span));
        }
        self.begin_block(Head::Statement(Box::new(head)), head_place, open, head_place.line, 0);
    }

    /// Opens the block of a `{` in which `facts` facts stand.
    fn open(&mut self, span: Span, place: Place, attached: Attached, facts: u32) {
        let below = attached == Attached::Below;
        let head = match attached {
            Attached::Here | Attached::Below => {
                self.siblings().statements.pop_if(|head| !below || head.colon.is_none())
            }
            Attached::Nowhere => None,
        };
        let Some(mut head) = head else { return self.open_nowhere(span, place) };
        let head_place = self.siblings().last.unwrap_or(place);
        if below {
            self.diagnostics.add(errors::brace_on_next_line(span, head.span));
        }
        if self.frames.len() >= DEEPEST {
            head.condition = Condition::Damaged;
            self.siblings().statements.push(head);
            return self.refuse_deep(span);
        }
        self.begin_block(Head::Statement(Box::new(head)), head_place, span, place.line, facts);
    }

    fn begin_block(&mut self, mut head: Head, place: Place, open: Span, open_line: u32, facts: u32) {
        if let Head::Statement(statement) = &mut head
            && statement.form == Form::Item
        {
            statement.form = Form::Declaration;
        }
        self.frames.push(Frame {
            head,
            place,
            open,
            open_line,
            inner: Siblings::for_facts(facts as usize),
            ends: Ends::WithBrace,
        });
    }

    /// A `{` that follows nothing: it counts as a block only where a `}` too many is left for it.
    fn open_nowhere(&mut self, span: Span, place: Place) {
        if place.condition == Condition::Whole {
            self.diagnostics.add(errors::headless_brace(span));
        }
        self.unreadable();
        if self.strays > 0 && self.frames.len() < DEEPEST {
            self.strays -= 1;
            self.begin_block(Head::Nothing, place, span, place.line, 0);
        }
    }

    fn refuse_deep(&mut self, span: Span) {
        self.diagnostics.add(errors::blocks_too_deep(span));
        self.passed_over = 1;
    }

    fn pass_over(&mut self, piece: &Piece) {
        match piece {
            Piece::Open(_, _, Attached::Here | Attached::Below) => self.passed_over += 1,
            Piece::Close(..) => self.passed_over -= 1,
            Piece::Open(_, _, Attached::Nowhere) | Piece::Fact(..) | Piece::Unreadable => {}
        }
    }

    fn close(&mut self, span: Span, place: Place) {
        while self.frames.last().is_some_and(|frame| frame.ends == Ends::WithIndent) {
            self.end_block(None);
        }
        if place.leading == Leading::First && self.unclosed > 0 {
            self.leave_inner_blocks(span, place);
        }
        match self.frames.last() {
            Some(frame) if self.strays > 0 && self.is_stray(frame, place) => self.stray(span, place),
            Some(_) => self.end_block(Some(span)),
            None => self.stray(span, place),
        }
    }

    /// A `}` in the column of an outer block's head shows that the blocks within it were left open.
    fn leave_inner_blocks(&mut self, span: Span, place: Place) {
        let matching = self
            .frames
            .iter()
            .rposition(|frame| frame.place.leading == Leading::First && frame.place.column == place.column);
        let Some(matching) = matching else { return };
        let inner = self.frames.len() - matching - 1;
        if inner <= self.unclosed
            && self
                .frames
                .get(matching + 1..)
                .is_some_and(|inner| inner.iter().all(|frame| frame.place.column > place.column))
        {
            self.report_open(matching + 1, span, place);
        }
    }

    fn is_stray(&self, frame: &Frame, place: Place) -> bool {
        if frame.open_line == place.line {
            return false;
        }
        match place.leading {
            Leading::First => {
                frame.place.column < place.column && !self.frames.iter().any(|outer| outer.place.column == place.column)
            }
            Leading::Later => true,
        }
    }

    fn stray(&mut self, span: Span, place: Place) {
        self.strays = self.strays.saturating_sub(1);
        if place.condition == Condition::Whole {
            self.diagnostics.add(errors::stray_brace(span));
        }
    }

    fn unreadable(&mut self) {
        if let Some(Frame { head: Head::Statement(statement), .. }) = self.frames.last_mut() {
            statement.condition = Condition::Damaged;
        }
    }

    fn end_block(&mut self, close: Option<Span>) {
        let Some(Frame { head, open, inner, place, .. }) = self.frames.pop() else { return };
        let mut statements = inner.statements;
        let at_top = self.frames.is_empty();
        let siblings = self.siblings();
        siblings.last = Some(place);
        match head {
            Head::Nothing => {
                if at_top {
                    statements.retain(|statement| statement.form == Form::Declaration);
                }
                siblings.statements.append(&mut statements);
            }
            Head::Statement(mut statement) => {
                statements.shrink_to_fit();
                let last = statements.last().map_or(open, |last| last.span);
                statement.span = statement.span.to(close.unwrap_or(last));
                if close.is_none() {
                    statement.condition = Condition::Damaged;
                }
                statement.body = Some(Box::new(Body { open, close, statements }));
                siblings.statements.push(*statement);
            }
        }
    }

    fn end_of_file(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.ends == Ends::WithIndent) {
            self.end_block(None);
        }
        self.report_unclosed(0, Discovery::EndOfFile);
        while !self.frames.is_empty() {
            self.end_block(None);
        }
        self.root.statements.shrink_to_fit();
    }
}

/// Whether a line at `place` shows that a block was left open: it stands no deeper than the block's head, while the block
/// itself is indented, or it opens a block in the first column.
fn left_open(frame: &Frame, place: Place, block: Block) -> bool {
    let indented = frame.inner.column.is_none_or(|column| column > frame.place.column);
    let first_column = place.column == 0 && block == Block::Opens;
    frame.open_line != place.line && place.column <= frame.place.column && (indented || first_column)
}
