//! Values: takes operands and signs in the order they are written, gives one expression.
//!
//! Precedence climbing on explicit stacks, so that neither a thousand signs nor a deep nest of brackets costs the
//! machine's stack. An operand that is missing becomes [`ExpressionKind::Missing`], which is already reported.

use super::errors;
use super::limits::MOST_OPERATORS;
use super::tree::{BinaryOperator, Expression, ExpressionId, ExpressionKind, UnaryOperator, Word};
use crate::diagnostic::Diagnostics;
use crate::quantity::Number;
use crate::source::Span;
use smol_str::SmolStr;

/// A sign between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Infix {
    /// One that computes or compares.
    Binary(BinaryOperator),
    /// `..`
    Range,
    /// `at`
    At,
    /// `of`, in `2.6 of 5`.
    Of,
}

/// An opening bracket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opening {
    /// `(`
    Group,
    /// `[`
    List,
    /// `(` right after a function's name.
    Call(Word),
}

/// What waits for its right side.
enum Pending {
    Prefix(UnaryOperator, Span),
    Infix(Infix, Span),
    Bracket(Bracket),
}

struct Bracket {
    opening: Opening,
    span: Span,
    items: Vec<ExpressionId>,
    operators_before: usize,
    most_operators: usize,
}

/// What comes next in a value.
#[derive(PartialEq, Eq)]
enum Next {
    Operand,
    Sign,
}

/// One value in the making.
pub(super) struct Builder {
    /// All expressions so far, of this value and of those before.
    pub arena: Vec<Expression>,
    operands: Vec<ExpressionId>,
    pending: Vec<Pending>,
    slashed: Vec<ExpressionId>,
    next: Next,
    operators: usize,
    start: Span,
}

impl Builder {
    pub(super) fn new(span: Span) -> Builder {
        Builder {
            arena: Vec::new(),
            operands: Vec::new(),
            pending: Vec::new(),
            slashed: Vec::new(),
            next: Next::Operand,
            operators: 0,
            start: span,
        }
    }

    /// Begins a value at `span`.
    pub(super) fn begin(&mut self, span: Span) {
        self.operands.clear();
        self.pending.clear();
        self.slashed.clear();
        self.next = Next::Operand;
        self.operators = 0;
        self.start = span.after();
    }

    /// Ends the value, and gives it.
    pub(super) fn finish(&mut self, diagnostics: &mut Diagnostics) -> ExpressionId {
        self.complete_operand();
        while let Some(position) = self.pending.iter().rposition(|pending| matches!(pending, Pending::Bracket(_))) {
            let span = self.pending.get(position).map_or(self.start, |_| self.last_span());
            self.close(diagnostics, span);
        }
        self.reduce(diagnostics, 0);
        let root = if self.operators > MOST_OPERATORS { None } else { self.operands.pop() };
        let root = root.unwrap_or_else(|| self.push(ExpressionKind::Missing, self.start));
        self.report_slashes(diagnostics, root);
        root
    }

    pub(super) fn operand(&mut self, kind: ExpressionKind, span: Span) {
        if self.next == Next::Operand && self.operators <= MOST_OPERATORS {
            let id = self.push(kind, span);
            self.operands.push(id);
            self.next = Next::Sign;
        }
    }

    pub(super) fn prefix(&mut self, diagnostics: &mut Diagnostics, operator: UnaryOperator, span: Span) {
        if self.count_operator(diagnostics, span) {
            self.pending.push(Pending::Prefix(operator, span));
            self.next = Next::Operand;
        }
    }

    pub(super) fn infix(&mut self, diagnostics: &mut Diagnostics, infix: Infix, span: Span) {
        if self.count_operator(diagnostics, span) {
            self.complete_operand();
            self.reduce(diagnostics, binding(infix));
            self.pending.push(Pending::Infix(infix, span));
            self.next = Next::Operand;
        }
    }

    /// Adds `/agent/year` to the path just read: `USD/agent/year` without a number.
    pub(super) fn per(&mut self, text: &str, span: Span) {
        let Some(operand) = self.operands.last().copied() else { return };
        let Some(expression) = self.arena.get_mut(operand.index()) else { return };
        if let ExpressionKind::Path(path) = &expression.kind {
            expression.kind = ExpressionKind::Unit(smol_str::format_smolstr!("{path}{text}"));
            expression.span = expression.span.to(span);
            self.slashed.push(operand);
        }
    }

    /// Makes the path just read a function, whose arguments follow.
    pub(super) fn call(&mut self, span: Span) {
        let Some(operand) = self.operands.pop() else { return };
        let name = self.arena.get(operand.index());
        let name = name.map(|name| (name.kind.clone(), name.span));
        let (text, place) = match name {
            Some((ExpressionKind::Path(text), place)) => (text, place),
            _ => (SmolStr::default(), span),
        };
        self.next = Next::Operand;
        self.open(Opening::Call(Word { text, span: place }), span);
    }

    pub(super) fn open(&mut self, opening: Opening, span: Span) {
        if self.next == Next::Operand && self.operators <= MOST_OPERATORS {
            let operators = self.operators;
            self.pending.push(Pending::Bracket(Bracket {
                opening,
                span,
                items: Vec::new(),
                operators_before: operators,
                most_operators: operators,
            }));
        }
    }

    /// The innermost bracket that is open, and where.
    pub(super) fn innermost(&self) -> Option<(&Opening, Span)> {
        self.pending.iter().rev().find_map(|pending| match pending {
            Pending::Bracket(bracket) => Some((&bracket.opening, bracket.span)),
            Pending::Prefix(..) | Pending::Infix(..) => None,
        })
    }

    /// Whether an operand has just been read, so that a sign may come.
    pub(super) fn has_operand(&self) -> bool {
        self.next == Next::Sign
    }

    /// Ends an item of a list or an argument.
    pub(super) fn separate(&mut self, diagnostics: &mut Diagnostics) {
        if self.operators > MOST_OPERATORS || self.innermost().is_none() {
            return;
        }
        self.complete_operand();
        self.reduce(diagnostics, 0);
        self.take_item();
        self.next = Next::Operand;
    }

    /// Closes the innermost bracket at `span`.
    pub(super) fn close(&mut self, diagnostics: &mut Diagnostics, span: Span) {
        if self.operators > MOST_OPERATORS {
            self.pending.clear();
            return;
        }
        let empty = matches!(self.pending.last(), Some(Pending::Bracket(_))) && self.next == Next::Operand;
        if !empty {
            self.complete_operand();
            self.reduce(diagnostics, 0);
            self.take_item();
        }
        let Some(Pending::Bracket(bracket)) = self.pending.pop() else { return };
        self.operators = bracket.most_operators.max(self.operators);
        let span = bracket_span(&bracket).to(span);
        let kind = self.bracketed(diagnostics, bracket, span);
        self.next = Next::Operand;
        self.operand(kind, span);
    }

    fn bracketed(&mut self, diagnostics: &mut Diagnostics, bracket: Bracket, span: Span) -> ExpressionKind {
        match bracket.opening {
            Opening::List => ExpressionKind::List(bracket.items),
            Opening::Call(function) => ExpressionKind::Call { function: Box::new(function), arguments: bracket.items },
            Opening::Group => match bracket.items.as_slice() {
                [item] => ExpressionKind::Group(*item),
                items => {
                    diagnostics.add(errors::group_of_several(span, items.len()));
                    ExpressionKind::Missing
                }
            },
        }
    }

    fn take_item(&mut self) {
        let Some(item) = self.operands.pop() else { return };
        let operators = self.operators;
        if let Some(Pending::Bracket(bracket)) = self.pending.last_mut() {
            bracket.items.push(item);
            bracket.most_operators = bracket.most_operators.max(operators);
            self.operators = bracket.operators_before;
        }
    }

    fn push(&mut self, kind: ExpressionKind, span: Span) -> ExpressionId {
        self.arena.push(Expression { span, kind });
        ExpressionId::new(self.arena.len() - 1)
    }

    fn last_span(&self) -> Span {
        self.arena.last().map_or(self.start, |last| last.span.after())
    }

    fn complete_operand(&mut self) {
        if self.next == Next::Operand {
            let span = self.last_span();
            self.operand(ExpressionKind::Missing, span);
        }
    }

    /// Counts a sign; the first one too many is reported, and from then on the value is passed over.
    fn count_operator(&mut self, diagnostics: &mut Diagnostics, span: Span) -> bool {
        self.operators += 1;
        if self.operators == MOST_OPERATORS + 1 {
            diagnostics.add(errors::too_many_operators(span));
        }
        self.operators <= MOST_OPERATORS
    }

    /// Applies what waits and binds at least as tightly as `least`, up to the innermost bracket.
    fn reduce(&mut self, diagnostics: &mut Diagnostics, least: u8) {
        while let Some(pending) =
            self.pending.pop_if(|pending| waiting_binding(pending).is_some_and(|own| own >= least))
        {
            match pending {
                Pending::Prefix(operator, span) => self.apply_prefix(operator, span),
                Pending::Infix(infix, span) => self.apply_infix(diagnostics, infix, span),
                Pending::Bracket(_) => {}
            }
        }
    }

    fn apply_prefix(&mut self, operator: UnaryOperator, span: Span) {
        let Some(operand) = self.operands.pop() else { return };
        let span = span.to(self.span_of(operand));
        let id = self.push(ExpressionKind::Unary { operator, operand }, span);
        self.operands.push(id);
    }

    fn apply_infix(&mut self, diagnostics: &mut Diagnostics, infix: Infix, sign: Span) {
        let (Some(right), Some(left)) = (self.operands.pop(), self.operands.pop()) else { return };
        let kind = match infix {
            Infix::Binary(operator) => self.binary(diagnostics, operator, sign, left, right),
            Infix::At => ExpressionKind::At { operand: left, month: right },
            Infix::Of => ExpressionKind::Rating { value: left, of: right },
            Infix::Range => self.range(diagnostics, sign, left, right),
        };
        let span = self.span_of(left).to(self.span_of(right));
        let id = self.push(kind, span);
        self.operands.push(id);
    }

    fn binary(
        &self,
        diagnostics: &mut Diagnostics,
        operator: BinaryOperator,
        operator_span: Span,
        left: ExpressionId,
        right: ExpressionId,
    ) -> ExpressionKind {
        if let ExpressionKind::Binary { operator: first, operator_span: first_span, .. } = self.kind_of(left)
            && compares(*first)
            && compares(operator)
        {
            let middle = self.span_of(left).end;
            diagnostics.add(errors::chained_comparison(operator_span, *first_span, middle));
            return ExpressionKind::Missing;
        }
        if operator == BinaryOperator::Subtract
            && let Some(three) = self.span_of_figures(left, operator_span, right)
        {
            diagnostics.add(errors::span_of_figures(operator_span, three));
            return ExpressionKind::Missing;
        }
        let ranges = |id: &ExpressionId| {
            matches!(self.kind_of(*id), ExpressionKind::Range { .. } | ExpressionKind::ThreePoint { .. })
        };
        if let Some(range) = [left, right].into_iter().find(ranges) {
            diagnostics.add(errors::range_in_expression(operator_span, self.span_of(range)));
            return ExpressionKind::Missing;
        }
        ExpressionKind::Binary { operator, operator_span, left, right }
    }

    /// `40k-50k EUR`: a bare number, a dash that touches both sides, and a number with a unit. What lies between them, if
    /// that can be told.
    fn span_of_figures(&self, left: ExpressionId, sign: Span, right: ExpressionId) -> Option<Option<String>> {
        let touches = self.span_of(left).end == sign.start && sign.end == self.span_of(right).start;
        let (
            ExpressionKind::Number { value: low, unit: None },
            ExpressionKind::Number { value: high, unit: Some(unit) },
        ) = (self.kind_of(left), self.kind_of(right))
        else {
            return None;
        };
        if !touches || low >= high && *low != Number::ONE {
            return None;
        }
        if *low == Number::ONE && unit.text == "%" {
            return None;
        }
        // `40-50k`: in what the first figure is counted cannot be told.
        let is_like = low.multiply(Number::from_integer(1000)).is_ok_and(|thousands| thousands > *high);
        let likely = low.add(*high).and_then(|sum| sum.divide(Number::from_integer(2))).ok().filter(|_| is_like);
        let gap = if unit.text.starts_with(['%', 'p']) { "" } else { " " };
        Some(likely.map(|likely| format!("{low} .. {likely} .. {high}{gap}{}", unit.text)))
    }

    fn range(
        &mut self,
        diagnostics: &mut Diagnostics,
        sign: Span,
        left: ExpressionId,
        right: ExpressionId,
    ) -> ExpressionKind {
        let ends = match *self.kind_of(left) {
            ExpressionKind::Range { low, high } => vec![low, high, right],
            ExpressionKind::ThreePoint { .. } => {
                diagnostics.add(errors::range_of_four(sign));
                return ExpressionKind::Missing;
            }
            _ => vec![left, right],
        };
        if ends.iter().any(|end| matches!(self.kind_of(*end), ExpressionKind::Missing)) {
            return ExpressionKind::Missing;
        }
        if let Some(end) = ends.iter().find(|end| self.figure(**end).is_none()) {
            diagnostics.add(errors::range_of_expressions(self.span_of(*end), sign));
            return ExpressionKind::Missing;
        }
        self.share_unit(&ends);
        match *ends.as_slice() {
            [low, likely, high] => ExpressionKind::ThreePoint { low, likely, high },
            _ if self.period(left) != self.period(right) => {
                diagnostics.add(errors::range_of_both(self.span_of(left), self.span_of(right)));
                ExpressionKind::Missing
            }
            _ => ExpressionKind::Range { low: left, high: right },
        }
    }

    /// A literal within its signs, if that is what an end of a range is.
    fn figure(&self, mut id: ExpressionId) -> Option<ExpressionId> {
        loop {
            match *self.kind_of(id) {
                ExpressionKind::Number { .. } | ExpressionKind::Period(_) | ExpressionKind::Rating { .. } => {
                    return Some(id);
                }
                ExpressionKind::Unary { operator: UnaryOperator::Minus | UnaryOperator::Plus, operand } => id = operand,
                _ => return None,
            }
        }
    }

    fn period(&self, id: ExpressionId) -> bool {
        self.figure(id).is_some_and(|id| matches!(self.kind_of(id), ExpressionKind::Period(_)))
    }

    /// The unit may stand once, at the last end: the ends without one take it.
    fn share_unit(&mut self, ends: &[ExpressionId]) {
        let shared = ends.last().and_then(|last| self.figure(*last)).and_then(|last| match self.kind_of(last) {
            ExpressionKind::Number { unit, .. } => unit.clone(),
            _ => None,
        });
        let Some(shared) = shared else { return };
        for end in ends.iter().filter_map(|end| self.figure(*end)).collect::<Vec<_>>() {
            if let Some(Expression { kind: ExpressionKind::Number { unit: unit @ None, .. }, .. }) =
                self.arena.get_mut(end.index())
            {
                *unit = Some(shared.clone());
            }
        }
    }

    /// A unit without a number stands for itself only where it is the whole value.
    fn report_slashes(&mut self, diagnostics: &mut Diagnostics, root: ExpressionId) {
        for id in std::mem::take(&mut self.slashed) {
            if id == root {
                continue;
            }
            if let Some(expression) = self.arena.get_mut(id.index())
                && let ExpressionKind::Unit(text) = &expression.kind
            {
                diagnostics.add(errors::unspaced_division(expression.span, text));
                expression.kind = ExpressionKind::Missing;
            }
        }
    }

    fn kind_of(&self, id: ExpressionId) -> &ExpressionKind {
        self.arena.get(id.index()).map_or(&ExpressionKind::Missing, |expression| &expression.kind)
    }

    /// Where an expression of this value stands.
    pub(super) fn span_of(&self, id: ExpressionId) -> Span {
        self.arena.get(id.index()).map_or(self.start, |expression| expression.span)
    }

    /// Puts `* value` in place of a value.
    pub(super) fn relative(&mut self, factor: Span, value: ExpressionId) -> ExpressionId {
        let span = factor.to(self.span_of(value));
        self.push(ExpressionKind::Relative(value), span)
    }
}

fn bracket_span(bracket: &Bracket) -> Span {
    match &bracket.opening {
        Opening::Call(function) => function.span.to(bracket.span),
        Opening::Group | Opening::List => bracket.span,
    }
}

/// How tightly what waits binds; brackets hold everything back.
fn waiting_binding(pending: &Pending) -> Option<u8> {
    match pending {
        Pending::Prefix(UnaryOperator::Not, _) => Some(3),
        Pending::Prefix(UnaryOperator::Minus | UnaryOperator::Plus, _) => Some(8),
        Pending::Infix(infix, _) => Some(binding(*infix)),
        Pending::Bracket(_) => None,
    }
}

/// How tightly a sign binds: `or`, `and`, `not` (3), comparisons, `+ -`, `* /`, `..`, signs (8), `at`, `of`.
fn binding(infix: Infix) -> u8 {
    match infix {
        Infix::Binary(BinaryOperator::Or) => 1,
        Infix::Binary(BinaryOperator::And) => 2,
        Infix::Binary(operator) if compares(operator) => 4,
        Infix::Binary(BinaryOperator::Add | BinaryOperator::Subtract) => 5,
        Infix::Binary(_) => 6,
        Infix::Range => 7,
        Infix::At => 9,
        Infix::Of => 10,
    }
}

fn compares(operator: BinaryOperator) -> bool {
    match operator {
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
        | BinaryOperator::Equal
        | BinaryOperator::NotEqual => true,
        BinaryOperator::Or
        | BinaryOperator::And
        | BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide => false,
    }
}
