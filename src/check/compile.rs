//! Reading expressions: takes a resolved expression and the place it stands in, gives its type and leaves its steps on the
//! checker, constants folded, conversions made explicit.

use smallvec::SmallVec;

use super::clashes;
use super::context::{Checker, Flow, Operand, Position, Reading};
use super::misplaced;
use super::program::{Code, Comparison, Program, Step};
use super::run::{Failure, Nothing, run_steps};
use super::shape;
use super::types::{self, Sign, Type};
use crate::diagnostic::Diagnostic;
use crate::model::expression::{BinaryOperator, ExpressionKind, Name, UnaryOperator};
use crate::model::{AnyId, Driver, Expression, ExpressionId, Id, Kpi, Stage, UnitId};
use crate::quantity::{Base, Currency, Dimension, Number, Period, Ratio, Unit};
use crate::source::Span;

impl Checker<'_> {
    /// Reads an expression from scratch.
    pub(super) fn compile(&mut self, id: ExpressionId, place: Position) -> Operand {
        self.steps.clear();
        self.place = place;
        self.reading = if place == Position::Condition { Reading::Bare } else { Reading::Each };
        self.value(id)
    }

    /// Reads an expression that is part of another. A long sum leans to the left: its spine is walked, not recursed into.
    pub(super) fn value(&mut self, id: ExpressionId) -> Operand {
        let plan = self.plan;
        let mut spine = Vec::new();
        let mut first = id;
        while let ExpressionKind::Binary { left, .. } | ExpressionKind::Changed { left, .. } =
            &plan.expressions[first].kind
        {
            spine.push(first);
            first = *left;
        }
        let mut operand = self.single(first);
        while let Some(id) = spine.pop() {
            operand = self.joined(id, operand);
        }
        operand
    }

    fn single(&mut self, id: ExpressionId) -> Operand {
        let plan = self.plan;
        let expression = &plan.expressions[id];
        let start = self.steps.len();
        let of = self.kind(id, &expression.kind, expression.span);
        Operand { of, span: expression.span, id, start, end: self.steps.len() }
    }

    /// A sign between two values, the left of which is read already.
    fn joined(&mut self, id: ExpressionId, left: Operand) -> Operand {
        let plan = self.plan;
        let Expression { kind, span } = &plan.expressions[id];
        let (ExpressionKind::Binary { operator, operator_span, right, .. }
        | ExpressionKind::Changed { operator, operator_span, right, .. }) = kind
        else {
            return left;
        };
        let right = self.value(*right);
        let mut of = self.binary(*operator, *operator_span, left, right, *span);
        if matches!(kind, ExpressionKind::Changed { .. }) {
            of = self.round_money(of, *span);
        }
        Operand { of, span: *span, id, start: left.start, end: self.steps.len() }
    }

    fn kind(&mut self, id: ExpressionId, kind: &ExpressionKind, span: Span) -> Type {
        match kind {
            ExpressionKind::Quantity { value, unit } => self.literal(*value, *unit, span),
            ExpressionKind::Truth(truth) => {
                self.steps.push((Step::Push(if *truth { Number::ONE } else { Number::ZERO }), span));
                Type::Truth
            }
            ExpressionKind::Name(name) => self.name(*name, span),
            ExpressionKind::Previous => self.previous(span),
            ExpressionKind::Call(call) => self.call(id, call.function, call.function_span, &call.arguments, span),
            ExpressionKind::Unary { operator, operand } => self.unary(*operator, *operand, span),
            ExpressionKind::Binary { .. } | ExpressionKind::Changed { .. } => self.value(id).of,
            ExpressionKind::At { operand, month } => self.at(*operand, *month, span),
            ExpressionKind::Unknown => Type::Unknown,
            ExpressionKind::Text
            | ExpressionKind::Period(_)
            | ExpressionKind::List
            | ExpressionKind::Range { .. }
            | ExpressionKind::ThreePoint { .. }
            | ExpressionKind::Rating
            | ExpressionKind::Relative(_) => self.refuse(clashes::not_a_figure(kind, span)),
        }
    }

    /// Reports a finding about what would have been a value.
    pub(super) fn refuse(&mut self, diagnostic: Diagnostic) -> Type {
        self.report(diagnostic);
        Type::Unknown
    }

    /// A literal in its unit, in the plan's currency.
    pub(super) fn literal(&mut self, value: Number, unit: UnitId, span: Span) -> Type {
        let Some((value, unit)) = self.at_home(value, unit, span) else { return Type::Unknown };
        self.steps.push((Step::Push(value), span));
        Type::of(&self.units, unit)
    }

    /// The value in the plan's currency, where it is of another.
    fn at_home(&mut self, value: Number, unit: UnitId, span: Span) -> Option<(Number, UnitId)> {
        let factors = self.units.dimension(unit).factors();
        let foreign: SmallVec<[(Currency, i8); 2]> = factors
            .iter()
            .filter_map(|(base, power)| match base {
                Base::Currency(currency) if *currency != self.currency => Some((*currency, *power)),
                Base::Currency(_) | Base::Time | Base::Counted(_) => None,
            })
            .collect();
        if foreign.is_empty() {
            return Some((value, unit));
        }
        let mut converted = value;
        for (currency, power) in foreign {
            let factor = self.rate(currency, span)?.power(Number::from_integer(i64::from(power)));
            match factor.and_then(|factor| converted.multiply(factor)) {
                Ok(value) => converted = value,
                Err(error) => {
                    self.report(clashes::impossible(Failure::Arithmetic(error), span));
                    return None;
                }
            }
        }
        Some((converted, self.home_unit(unit)?))
    }

    fn rate(&mut self, currency: Currency, span: Span) -> Option<Number> {
        if let Some(known) = self.rates.get(&currency) {
            return *known;
        }
        // Once for each currency: it is one thing that is missing.
        self.rates.insert(currency, None);
        self.report(clashes::unknown_rate(currency, self.currency, span));
        None
    }

    /// The unit with every currency replaced by the plan's.
    pub(super) fn home_unit(&mut self, unit: UnitId) -> Option<UnitId> {
        let known = self.units.get(unit).clone();
        let mut dimension = Dimension::NONE;
        for (base, power) in known.dimension.factors() {
            let home = match base {
                Base::Currency(_) => Base::Currency(self.currency),
                Base::Time | Base::Counted(_) => *base,
            };
            let factor = Dimension::base(home).power(*power).ok()?;
            dimension = dimension.multiply(&factor).ok()?;
        }
        Some(self.units.intern(Unit { dimension, ..known }))
    }

    fn name(&mut self, name: Name, span: Span) -> Type {
        match name {
            Name::Entering(stage) => self.flow_of(stage, span, Direction::Entering, 0),
            Name::Leaving(stage) => self.flow_of(stage, span, Direction::Leaving, 0),
            Name::Declared(id) => {
                if let Some(kpi) = id.cast::<Kpi>() {
                    return self.kpi(kpi, span);
                }
                match id.cast::<Driver>() {
                    Some(driver) => self.driver(driver, span, 0),
                    // `resolve` lets only KPIs and drivers stand as values.
                    None => Type::Unknown,
                }
            }
        }
    }

    fn kpi(&mut self, kpi: Id<Kpi>, span: Span) -> Type {
        if !self.may_read_series(kpi.into(), span) {
            return Type::Unknown;
        }
        let step = match self.reading {
            Reading::At(month) => Step::KpiAt(kpi, month),
            Reading::Each | Reading::Bare => Step::Kpi(kpi),
        };
        self.steps.push((step, span));
        self.kpi_unit(kpi).map_or(Type::Unknown, |unit| Type::of(&self.units, unit))
    }

    /// What enters or leaves a stage, some months earlier.
    pub(super) fn flow_of(&mut self, stage: Id<Stage>, span: Span, direction: Direction, earlier: usize) -> Type {
        if !self.may_read_series(stage.into(), span) {
            return Type::Unknown;
        }
        let (entering, leaving) = match self.flow(stage) {
            Flow::Known(entering, leaving) => (entering, leaving),
            Flow::Dry(journey) => return self.refuse(clashes::dry_journey(self, journey, stage, span)),
            Flow::Unknown => return Type::Unknown,
        };
        let (step, unit) = match (direction, self.reading) {
            (Direction::Entering, Reading::At(month)) if month < earlier => (Step::Push(Number::ZERO), entering),
            (Direction::Leaving, Reading::At(month)) if month < earlier => (Step::Push(Number::ZERO), leaving),
            (Direction::Entering, Reading::At(month)) => {
                (Step::EnteringAt(stage, month.saturating_sub(earlier)), entering)
            }
            (Direction::Leaving, Reading::At(month)) => {
                (Step::LeavingAt(stage, month.saturating_sub(earlier)), leaving)
            }
            (Direction::Entering, _) => (Step::Entering(stage, earlier), entering),
            (Direction::Leaving, _) => (Step::Leaving(stage, earlier), leaving),
        };
        self.steps.push((step, span));
        Type::of(&self.units, unit)
    }

    /// Whether the projection may be read here, in the month that is meant.
    pub(super) fn may_read_series(&mut self, id: AnyId, span: Span) -> bool {
        let finding = match (self.place, self.reading) {
            (Position::Formula(_), Reading::Each) | (Position::Condition, Reading::Each | Reading::At(_)) => {
                return true;
            }
            (Position::Condition, Reading::Bare) => misplaced::series_in_condition(self, id, span),
            (Position::Formula(_), Reading::At(_) | Reading::Bare) => misplaced::month_in_formula(self, id, span),
            (Position::Funding | Position::Effect, _) => misplaced::reads_projection(self, id, span),
            (Position::Rate | Position::Driver | Position::Constant, _) => misplaced::not_constant(self, id, span),
        };
        self.report(finding);
        false
    }

    /// A driver's value, some months earlier.
    pub(super) fn driver(&mut self, driver: Id<Driver>, span: Span, earlier: usize) -> Type {
        if self.place == Position::Rate {
            return self.refuse(misplaced::not_constant(self, driver.into(), span));
        }
        let Some(terms) = self.drivers.get(driver.index()).and_then(Option::as_ref) else { return Type::Unknown };
        let covers = match (self.place, self.reading) {
            _ if terms.gaps.is_empty() => true,
            // A line of money reads it in its own months, and a driver has a gap where one that it reads has.
            (Position::Funding | Position::Driver, _) => true,
            (_, Reading::At(month)) => terms.gaps.binary_search(&month.saturating_sub(earlier)).is_err(),
            _ => false,
        };
        if !covers {
            let gaps = terms.gaps.clone();
            return self.refuse(shape::months_missing(self, driver, &gaps, span));
        }
        let (unit, first) = (terms.unit, terms.values.first().copied().unwrap_or_default());
        let is_same = terms.gaps.is_empty() && terms.values.iter().all(|value| *value == first);
        // What is drawn again and again is read where it is used.
        let is_drawn = terms.is_uncertain && self.reading == Reading::Each && self.place != Position::Constant;
        let steady = terms.steady;
        let step = match (self.reading, self.place) {
            _ if is_same && !is_drawn => Step::Push(first),
            // One figure for the whole plan is what was planned, whatever was observed in some months.
            (Reading::Each, Position::Constant) | (Reading::Bare, _) if steady.is_some() => {
                Step::Push(steady.unwrap_or_default())
            }
            (Reading::At(month), _) => {
                Step::Push(terms.values.get(month.saturating_sub(earlier)).copied().unwrap_or_default())
            }
            (Reading::Bare, _) => return self.refuse(misplaced::series_in_condition(self, driver.into(), span)),
            (Reading::Each, Position::Constant) => return self.refuse(misplaced::varies_by_month(self, driver, span)),
            (Reading::Each, _) if earlier == 0 => Step::Driver(driver),
            (Reading::Each, _) => Step::DriverLag(driver, earlier),
        };
        self.steps.push((step, span));
        Type::of(&self.units, unit)
    }

    fn previous(&mut self, span: Span) -> Type {
        let Position::Formula(Some(kpi)) = self.place else {
            return self.refuse(misplaced::previous_out_of_place(span));
        };
        self.steps.push((Step::Previous(kpi, 1), span));
        self.kpi_unit(kpi).map_or(Type::Unknown, |unit| Type::of(&self.units, unit))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: ExpressionId, span: Span) -> Type {
        let operand = self.value(operand);
        match (operator, operand.of) {
            (_, Type::Unknown) => Type::Unknown,
            (UnaryOperator::Not, Type::Truth) => self.apply(Step::Not, 1, span, Type::Truth),
            (UnaryOperator::Not, _) => self.refuse(clashes::not_a_truth(self, operand, "not")),
            (UnaryOperator::Plus | UnaryOperator::Minus, Type::Truth) => {
                self.refuse(clashes::truth_as_figure(operand.span))
            }
            (UnaryOperator::Plus, of) => of,
            (UnaryOperator::Minus, of) => self.apply(Step::Negate, 1, span, of),
        }
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        operator_span: Span,
        left: Operand,
        right: Operand,
        span: Span,
    ) -> Type {
        let (mut left, mut right) = (left, right);
        if left.of == Type::Unknown || right.of == Type::Unknown {
            return Type::Unknown;
        }
        let joins_conditions = matches!(operator, BinaryOperator::And | BinaryOperator::Or);
        let truth = [left, right].into_iter().find(|side| side.of == Type::Truth && !joins_conditions);
        if let Some(truth) = truth {
            return self.refuse(clashes::truth_as_figure(truth.span));
        }
        match operator {
            BinaryOperator::And | BinaryOperator::Or => self.logic(operator, left, right, span),
            BinaryOperator::Add | BinaryOperator::Subtract => self.sum(operator, left, right, span),
            BinaryOperator::Multiply | BinaryOperator::Divide => {
                self.make_plain_numbers(&mut left, &mut right);
                if operator == BinaryOperator::Multiply {
                    return self.product(operator_span, left, right, span);
                }
                self.quotient(operator_span, left, right, span)
            }
            BinaryOperator::Less => self.compare(Comparison::Less, left, right, span),
            BinaryOperator::LessOrEqual => self.compare(Comparison::LessOrEqual, left, right, span),
            BinaryOperator::Greater => self.compare(Comparison::Greater, left, right, span),
            BinaryOperator::GreaterOrEqual => self.compare(Comparison::GreaterOrEqual, left, right, span),
            BinaryOperator::Equal => self.compare(Comparison::Equal, left, right, span),
            BinaryOperator::NotEqual => self.compare(Comparison::NotEqual, left, right, span),
        }
    }

    fn logic(&mut self, operator: BinaryOperator, left: Operand, right: Operand, span: Span) -> Type {
        for side in [left, right] {
            if side.of != Type::Truth {
                return self.refuse(clashes::not_a_truth(self, side, operator.text()));
            }
        }
        let step = if operator == BinaryOperator::And { Step::And } else { Step::Or };
        self.apply(step, 2, span, Type::Truth)
    }

    fn sum(&mut self, operator: BinaryOperator, left: Operand, right: Operand, span: Span) -> Type {
        let (sign, step) = match operator {
            BinaryOperator::Add => (Sign::Plus, Step::Add),
            _ => (Sign::Minus, Step::Subtract),
        };
        match types::add(&mut self.units, sign, left.of, right.of) {
            Ok(of) if self.align(&[left, right], of) => self.apply(step, 2, span, of),
            Ok(_) => Type::Unknown,
            Err(clash) => self.refuse(clashes::clash(self, clash, operator.text(), left, right)),
        }
    }

    fn compare(&mut self, comparison: Comparison, left: Operand, right: Operand, span: Span) -> Type {
        let of = match types::unify(&mut self.units, left.of, right.of) {
            Ok(of) => of,
            Err(clash) => return self.refuse(clashes::compared(self, clash, left, right)),
        };
        self.keep_operand(left);
        self.keep_operand(right);
        if !self.align(&[left, right], of) {
            return Type::Unknown;
        }
        self.apply(Step::Compare(comparison), 2, span, Type::Truth)
    }

    fn product(&mut self, operator_span: Span, left: Operand, right: Operand, span: Span) -> Type {
        match types::multiply(&mut self.units, left.of, right.of) {
            Ok(Type::Fraction) => {
                let of = self.apply(Step::Multiply, 2, span, Type::Fraction);
                let scale = self.scale_of(left.of).zip(self.scale_of(right.of));
                let scale = scale.and_then(|(left, right)| left.multiply(right).ok()).unwrap_or(Ratio::ONE);
                self.convert(self.steps.len(), scale, span, of)
            }
            Ok(of) => self.apply(Step::Multiply, 2, span, of),
            Err(_) => self.refuse(clashes::meaningless(self, "*", operator_span, left, right)),
        }
    }

    fn quotient(&mut self, operator_span: Span, left: Operand, right: Operand, span: Span) -> Type {
        let above = self.steps.get(left.start..left.end).unwrap_or_default();
        self.divided.extend(above.iter().filter_map(|(step, _)| match step {
            Step::Cost(about) => Some(*about),
            _ => None,
        }));
        let of = match types::divide(&mut self.units, left.of, right.of) {
            Ok(of) => of,
            Err(_) => return self.refuse(clashes::meaningless(self, "/", operator_span, left, right)),
        };
        if of != Type::Fraction {
            return self.apply(Step::Divide, 2, span, of);
        }
        // A quotient of like things is a plain fraction at once; the conversion multiplies before anything divides.
        let scale =
            self.scale_of(left.of).zip(self.scale_of(right.of)).and_then(|(left, right)| left.divide(right).ok());
        let scale = scale.unwrap_or(Ratio::ONE);
        let above = Ratio::new(scale.numerator(), 1).unwrap_or(Ratio::ONE);
        let below = Ratio::new(1, scale.denominator()).unwrap_or(Ratio::ONE);
        if self.convert(left.end, above, span, of) == Type::Unknown {
            return Type::Unknown;
        }
        let of = self.apply(Step::Divide, 2, span, of);
        self.convert(self.steps.len(), below, span, of)
    }

    fn scale_of(&self, of: Type) -> Option<Ratio> {
        Some(self.units.get(of.unit(&self.units)).scale)
    }

    /// Brings numbers that carry a scale (`year/month` is 12) to plain ones.
    fn make_plain_numbers(&mut self, left: &mut Operand, right: &mut Operand) {
        let before = self.steps.len();
        self.make_plain_number(right);
        self.make_plain_number(left);
        let grown = self.steps.len().saturating_sub(before);
        if grown > 0 {
            right.end = self.steps.len();
        }
    }

    fn make_plain_number(&mut self, operand: &mut Operand) {
        if let Type::Plain(unit) = operand.of
            && unit != self.units.number
            && self.units.is_number(unit)
        {
            let scale = self.units.get(unit).scale;
            let before = self.steps.len();
            operand.of = self.convert(operand.end, scale, operand.span, Type::Plain(self.units.number));
            operand.end = operand.end.saturating_add(self.steps.len().saturating_sub(before));
        }
    }

    fn at(&mut self, operand: ExpressionId, month: ExpressionId, span: Span) -> Type {
        let plan = self.plan;
        let month = &plan.expressions[month];
        let index = match month.kind {
            ExpressionKind::Period(Period::Month(month_read)) => match self.calendar.index(month_read) {
                Some(index) => index,
                None => return self.refuse(clashes::outside_calendar(self, "this month", month_read, month.span)),
            },
            ExpressionKind::Unknown => return Type::Unknown,
            _ => return self.refuse(misplaced::at_takes_month(month.span)),
        };
        if self.is_written_out(operand) {
            return self.refuse(misplaced::at_of_a_figure(span, self.plan.expressions[operand].span, month.span));
        }
        let before = self.reading;
        if let Reading::At(_) = before {
            return self.refuse(misplaced::month_named_twice(span));
        }
        self.reading = Reading::At(index);
        let of = self.value(operand).of;
        self.reading = before;
        of
    }

    /// Whether a value is written in figures alone, and so the same in every month.
    fn is_written_out(&self, id: ExpressionId) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match &self.plan.expressions[id].kind {
                ExpressionKind::Quantity { .. } => {}
                ExpressionKind::Unary { operand, .. } => open.push(*operand),
                ExpressionKind::Binary { left, right, .. } => open.extend([*left, *right]),
                _ => return false,
            }
        }
        true
    }

    /// Converts operands that lie one after another on the stack to the unit of `of`.
    pub(super) fn align(&mut self, operands: &[Operand], of: Type) -> bool {
        let unit = of.unit(&self.units);
        // From the last to the first, since a conversion moves what comes after it.
        for operand in operands.iter().rev() {
            let from = operand.of.unit(&self.units);
            let flavours_differ = self.units.get(from).flavour != self.units.get(unit).flavour;
            let ratio = if flavours_differ { Some(Ratio::ONE) } else { self.units.conversion(from, unit) };
            let Some(ratio) = ratio else { return false };
            if self.convert(operand.end, ratio, operand.span, of) == Type::Unknown {
                return false;
            }
        }
        true
    }

    /// Scales the operand whose steps end at `end`.
    pub(super) fn convert(&mut self, end: usize, ratio: Ratio, span: Span, of: Type) -> Type {
        if ratio.is_one() || of == Type::Unknown {
            return of;
        }
        let Some(last) = end.checked_sub(1).and_then(|last| self.steps.get_mut(last)) else { return of };
        if let (Step::Push(value), _) = last {
            match value.scale(ratio) {
                Ok(scaled) => *value = scaled,
                Err(error) => return self.refuse(clashes::impossible(Failure::Arithmetic(error), span)),
            }
        } else {
            self.steps.insert(end, (Step::Convert(ratio), span));
        }
        of
    }

    /// Adds a step that takes the last `arity` operands; at once where they are constants.
    pub(super) fn apply(&mut self, step: Step, arity: usize, span: Span, of: Type) -> Type {
        let first = self.steps.len().saturating_sub(arity);
        // Code ends with its own last step, so that a constant as last step is an operand of its own.
        let is_constant = self.steps.iter().skip(first).all(|(step, _)| matches!(step, Step::Push(_)));
        self.steps.push((step, span));
        if !is_constant {
            return of;
        }
        let folded = run_steps(self.steps.get(first..).unwrap_or_default(), &Nothing, 0);
        self.steps.truncate(first);
        match folded {
            Ok(value) => {
                self.steps.push((Step::Push(value), span));
                of
            }
            Err((failure, _)) => self.refuse(clashes::impossible(failure, span)),
        }
    }

    /// Remembers a part of a condition whose value is worth showing.
    pub(super) fn keep_operand(&mut self, operand: Operand) {
        let steps = self.steps.get(operand.start..operand.end).unwrap_or_default();
        if self.place != Position::Condition || matches!(steps, [(Step::Push(_), _)]) {
            return;
        }
        let code = Code { unit: operand.of.unit(&self.units), steps: steps.to_vec() };
        self.operands.push((operand.span, Program::Code(Box::new(code))));
    }
}

/// Into a stage or out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Entering,
    Leaving,
}
