//! Calls of functions: takes a function and its arguments, gives the type of what it comes to.

use smallvec::SmallVec;

use super::clashes;
use super::compile::Direction;
use super::context::{Checker, Operand, Position, Reading};
use super::misplaced;
use super::program::{Fold, Step};
use super::types::{self, Type};
use crate::model::expression::{ExpressionKind, Name};
use crate::model::functions::{Function, Parameter};
use crate::model::{AnyId, Driver, ExpressionId, Id, Kpi, Package};
use crate::quantity::{Base, Number, Unit};
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        id: ExpressionId,
        function: Function,
        function_span: Span,
        arguments: &[ExpressionId],
        span: Span,
    ) -> Type {
        if !takes(function, arguments.len()) {
            return self.refuse(misplaced::wrong_count(function, arguments.len(), function_span));
        }
        match function {
            Function::Min | Function::Max | Function::Mean | Function::Sum => self.gather(function, arguments, span),
            Function::Total => self.total(arguments, function_span, span),
            Function::Abs | Function::Round => self.keeping(function, arguments, span),
            Function::Clamp => self.clamp(arguments, span),
            Function::Lag => self.lag(arguments, span),
            Function::Nps | Function::Csat | Function::Fcr => self.survey(function, arguments, span),
            Function::Clv => self.lifetime_value(arguments, span),
            Function::Hill => self.hill(arguments, span),
            Function::Exp | Function::Ln | Function::Sqrt | Function::Pow => self.on_numbers(function, arguments, span),
            Function::Cost => self.cost(arguments, function_span, span),
            Function::Funded | Function::Spend | Function::Score => {
                self.evaluated(id, function, function_span, arguments, span)
            }
        }
    }

    fn arguments(&mut self, arguments: &[ExpressionId]) -> Option<SmallVec<[Operand; 4]>> {
        let operands: SmallVec<[Operand; 4]> = arguments.iter().map(|argument| self.value(*argument)).collect();
        if let Some(truth) = operands.iter().find(|operand| operand.of == Type::Truth) {
            self.report(clashes::truth_as_figure(truth.span));
            return None;
        }
        operands.iter().all(|operand| operand.of != Type::Unknown).then_some(operands)
    }

    /// Values of one unit that come to one of it; in a condition, one series over its months.
    fn gather(&mut self, function: Function, arguments: &[ExpressionId], span: Span) -> Type {
        if let ([argument], Position::Condition, Reading::Bare) = (arguments, self.place, self.reading)
            && let Some(fold) = fold_of(function)
        {
            return self.fold(fold, *argument, span);
        }
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        let Some(of) = self.alike(function.schema().name, &operands) else { return Type::Unknown };
        let count = operands.len();
        match function {
            Function::Min => self.apply(Step::Min(count), count, span, of),
            Function::Max => self.apply(Step::Max(count), count, span, of),
            Function::Mean => self.apply(Step::Mean(count), count, span, of),
            _ => (1..count).fold(of, |of, _| if of == Type::Unknown { of } else { self.apply(Step::Add, 2, span, of) }),
        }
    }

    /// The type of values that must be of one, converted to one unit.
    fn alike(&mut self, place: &str, operands: &[Operand]) -> Option<Type> {
        let (first, rest) = operands.split_first()?;
        let mut of = first.of;
        for operand in rest {
            match types::unify(&mut self.units, of, operand.of) {
                Ok(both) => of = both,
                Err(clash) => {
                    let finding = clashes::clash(self, clash, place, *first, *operand);
                    self.report(finding);
                    return None;
                }
            }
        }
        self.align(operands, of).then_some(of)
    }

    fn total(&mut self, arguments: &[ExpressionId], function_span: Span, span: Span) -> Type {
        match (self.place, self.reading, arguments) {
            (Position::Condition, Reading::Bare, [argument]) => self.fold(Fold::Total, *argument, span),
            (Position::Condition, _, _) => self.refuse(misplaced::folded_twice(function_span)),
            _ => self.refuse(misplaced::only_in_require(Function::Total, function_span)),
        }
    }

    /// A series over all months of the calendar.
    fn fold(&mut self, fold: Fold, argument: ExpressionId, span: Span) -> Type {
        self.reading = Reading::Each;
        let operand = self.value(argument);
        self.reading = Reading::Bare;
        match operand.of {
            Type::Unknown => return Type::Unknown,
            Type::Truth => return self.refuse(clashes::truth_as_figure(operand.span)),
            _ => {}
        }
        let length = operand.end.saturating_sub(operand.start);
        let is_constant = matches!(self.steps.last(), Some((Step::Push(_), _)));
        match (is_constant, fold) {
            (true, Fold::Total) => {
                let months = i64::try_from(self.calendar.len()).unwrap_or(0);
                self.steps.push((Step::Push(Number::from_integer(months)), span));
                self.apply(Step::Multiply, 2, span, operand.of)
            }
            (true, Fold::Min | Fold::Max | Fold::Mean) => operand.of,
            (false, _) => {
                self.steps.insert(operand.start, (Step::Fold(fold, length), span));
                operand.of
            }
        }
    }

    fn keeping(&mut self, function: Function, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        let Some(operand) = operands.first() else { return Type::Unknown };
        let step = if function == Function::Abs { Step::Abs } else { Step::Round };
        let of = operand.of;
        if function == Function::Round && of.is_part(&self.units) {
            return self.round_percent(span, of);
        }
        self.apply(step, 1, span, of)
    }

    /// Shares are held as fractions but counted in percent.
    fn round_percent(&mut self, span: Span, of: Type) -> Type {
        self.round_parts(span, of, Number::from_integer(100))
    }

    /// Rounds what is counted in parts of one: so many of them are one.
    fn round_parts(&mut self, span: Span, of: Type, parts: Number) -> Type {
        for step in [Step::Multiply, Step::Round, Step::Divide] {
            let arity = if step == Step::Round { 1 } else { 2 };
            if arity == 2 {
                self.steps.push((Step::Push(parts), span));
            }
            if self.apply(step, arity, span, of) == Type::Unknown {
                return Type::Unknown;
            }
        }
        of
    }

    /// Plain money that a scenario changes is whole cents again; money per anything keeps its digits.
    pub(super) fn round_money(&mut self, of: Type, span: Span) -> Type {
        let Type::Plain(unit) = of else { return of };
        let known = self.units.get(unit);
        let [(Base::Currency(currency), 1)] = known.dimension.factors() else { return of };
        if !known.scale.is_one() {
            return of;
        }
        let cents = Number::from_integer(10_i64.pow(currency.minor_digits()));
        self.round_parts(span, of, cents)
    }

    fn clamp(&mut self, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        match self.alike("clamp", &operands) {
            Some(of) => self.apply(Step::Clamp, 3, span, of),
            None => Type::Unknown,
        }
    }

    fn lag(&mut self, arguments: &[ExpressionId], span: Span) -> Type {
        let [series, months] = arguments else { return Type::Unknown };
        let plan = self.plan;
        let series = &plan.expressions[*series];
        let name = match series.kind {
            ExpressionKind::Name(name) => name,
            ExpressionKind::Unknown => return Type::Unknown,
            _ => return self.refuse(misplaced::lag_takes_a_series(series.span)),
        };
        let Some(months) = self.lag_months(*months) else { return Type::Unknown };
        match name {
            Name::Entering(stage) => self.flow_of(stage, series.span, Direction::Entering, months),
            Name::Leaving(stage) => self.flow_of(stage, series.span, Direction::Leaving, months),
            Name::Declared(id) => {
                if let Some(driver) = id.cast::<Driver>() {
                    return self.driver(driver, series.span, months);
                }
                match id.cast::<Kpi>() {
                    Some(kpi) => self.lagging(kpi, months, series.span, span),
                    None => self.refuse(misplaced::lag_takes_a_series(series.span)),
                }
            }
        }
    }

    /// The months of a lag are read aside: they are a constant, whatever the expression around them.
    fn lag_months(&mut self, id: ExpressionId) -> Option<usize> {
        let kept = std::mem::take(&mut self.steps);
        let (place, reading) = (self.place, self.reading);
        let months = self.months(id);
        (self.steps, self.place, self.reading) = (kept, place, reading);
        usize::try_from(months?).ok()
    }

    fn lagging(&mut self, kpi: Id<Kpi>, months: usize, name_span: Span, span: Span) -> Type {
        if !self.may_read_series(kpi.into(), name_span) {
            return Type::Unknown;
        }
        let baseline = self.baselines.get(kpi.index()).copied().flatten();
        let is_own = self.place == Position::Formula(Some(kpi)) && months > 0;
        if is_own && months == 1 {
            self.report(misplaced::lag_of_itself(span));
        }
        let step = match self.reading {
            // Its effects are in force in this month too: they are not to be added twice.
            Reading::Each | Reading::Bare if is_own => Step::Previous(kpi, months),
            Reading::At(month) => match (month.checked_sub(months), baseline) {
                (Some(month), _) => Step::KpiAt(kpi, month),
                (None, Some(baseline)) => Step::Push(baseline),
                (None, None) => Step::KpiLag(kpi, self.calendar.len()),
            },
            Reading::Each | Reading::Bare => Step::KpiLag(kpi, months),
        };
        self.steps.push((step, span));
        self.kpi_unit(kpi).map_or(Type::Unknown, |unit| Type::of(&self.units, unit))
    }

    /// Counts of answers: all of one unit.
    fn survey(&mut self, function: Function, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        if self.alike(function.schema().name, &operands).is_none() {
            return Type::Unknown;
        }
        if function == Function::Nps {
            let score = self.units.intern(Unit::score());
            return self.apply(Step::Nps, 3, span, Type::Score(score));
        }
        self.apply(Step::Divide, 2, span, Type::Share)
    }

    fn lifetime_value(&mut self, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        let [margin, rest @ ..] = operands.as_slice() else { return Type::Unknown };
        for part in rest {
            if !part.of.is_dimensionless(&self.units) {
                let finding = misplaced::takes_share(self, "clv", *part);
                return self.refuse(finding);
            }
        }
        self.apply(Step::Clv, 3, span, margin.of)
    }

    fn hill(&mut self, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        let [x, half, shape] = operands.as_slice() else { return Type::Unknown };
        if !shape.of.is_number(&self.units) {
            let finding = misplaced::takes_number(self, "hill", *shape);
            return self.refuse(finding);
        }
        match self.alike("hill", &[*x, *half]) {
            Some(_) => self.apply(Step::Hill, 3, span, Type::Fraction),
            None => Type::Unknown,
        }
    }

    fn on_numbers(&mut self, function: Function, arguments: &[ExpressionId], span: Span) -> Type {
        let Some(operands) = self.arguments(arguments) else { return Type::Unknown };
        for operand in &operands {
            if !operand.of.is_dimensionless(&self.units) {
                let finding = misplaced::takes_number(self, function.schema().name, *operand);
                return self.refuse(finding);
            }
        }
        let number = Type::Plain(self.units.number);
        if !self.align(&operands, number) {
            return Type::Unknown;
        }
        match function {
            Function::Exp => self.apply(Step::Exp, 1, span, number),
            Function::Ln => self.apply(Step::Ln, 1, span, number),
            Function::Sqrt => self.apply(Step::Sqrt, 1, span, number),
            _ => self.apply(Step::Power, 2, span, number),
        }
    }

    fn cost(&mut self, arguments: &[ExpressionId], function_span: Span, span: Span) -> Type {
        let Some((about, _)) = self.named(arguments) else { return Type::Unknown };
        let step = match (self.place, self.reading) {
            (Position::Formula(_), Reading::Each) | (Position::Condition, Reading::Each) => Step::Cost(about),
            (Position::Condition, Reading::At(month)) => Step::CostAt(about, month),
            (Position::Condition, Reading::Bare) => {
                return self.refuse(misplaced::cost_in_condition(self.path(about), span));
            }
            _ => return self.refuse(misplaced::cost_out_of_place(function_span)),
        };
        self.steps.push((step, span));
        Type::Plain(self.units.money)
    }

    /// What only the evaluated plan knows.
    fn evaluated(
        &mut self,
        id: ExpressionId,
        function: Function,
        function_span: Span,
        arguments: &[ExpressionId],
        span: Span,
    ) -> Type {
        if self.place != Position::Condition {
            return self.refuse(misplaced::only_in_require(function, function_span));
        }
        let Some((about, name_span)) = self.named(arguments) else { return Type::Unknown };
        let start = self.steps.len();
        let of = match function {
            Function::Funded => self.funded(about, span),
            Function::Spend => {
                self.steps.push((Step::Spend(about), span));
                Type::Plain(self.units.money)
            }
            _ => self.score(about, name_span, span),
        };
        if of == Type::Truth {
            self.keep_operand(Operand { of, span, id, start, end: self.steps.len() });
        }
        of
    }

    /// All own levels of what is named.
    fn funded(&mut self, about: AnyId, span: Span) -> Type {
        let levels = match about.cast::<Package>() {
            Some(package) => self.structure.ways.levels(package).to_vec(),
            None => self.structure.ways.all_levels(about),
        };
        for (index, level) in levels.iter().enumerate() {
            self.steps.push((Step::Funded(*level), span));
            if index > 0 {
                self.steps.push((Step::And, span));
            }
        }
        if levels.is_empty() { Type::Unknown } else { Type::Truth }
    }

    fn score(&mut self, about: AnyId, name_span: Span, span: Span) -> Type {
        let level = self.structure.ways.only_level(about);
        let Some(level) = level else { return self.refuse(misplaced::score_of_many(self.path(about), name_span)) };
        self.steps.push((Step::Score(level), span));
        Type::Plain(self.units.number)
    }

    /// The name that is a function's only argument; `resolve` reports what is none.
    fn named(&mut self, arguments: &[ExpressionId]) -> Option<(AnyId, Span)> {
        let argument = &self.plan.expressions[*arguments.first()?];
        match argument.kind {
            ExpressionKind::Name(Name::Declared(id)) => Some((id, argument.span)),
            _ => None,
        }
    }
}

impl Type {
    /// Whether it is a share or a difference of shares.
    fn is_part(self, units: &super::units::Units) -> bool {
        matches!(self, Type::Share | Type::Difference)
            || matches!(self, Type::Points(unit) if units.dimension(unit).is_none())
    }

    /// Whether it has no dimension and is not a score.
    fn is_dimensionless(self, units: &super::units::Units) -> bool {
        self.is_number(units) || self.is_part(units) || self == Type::Fraction
    }
}

fn fold_of(function: Function) -> Option<Fold> {
    match function {
        Function::Min => Some(Fold::Min),
        Function::Max => Some(Fold::Max),
        Function::Mean => Some(Fold::Mean),
        _ => None,
    }
}

/// Whether a function takes so many arguments.
fn takes(function: Function, count: usize) -> bool {
    let parameters = function.schema().parameters;
    match (function, parameters) {
        (Function::Total, _) => count == 1,
        (_, [Parameter::Values]) => count > 0,
        _ => count == parameters.len(),
    }
}
