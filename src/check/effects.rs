//! Effects on KPIs: takes an effect as written, gives what it adds in the KPI's unit or by what it multiplies.

use super::checked::{ChangeTerms, Estimate};
use super::clashes;
use super::context::{Checker, Operand, Position};
use super::program::{Program, Step};
use super::types::Type;
use super::words::unit_code;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::expression::{BinaryOperator, ExpressionKind, UnaryOperator};
use crate::model::{ExpressionId, Id, Kpi, UnitId};
use crate::quantity::{Number, TimeUnit, Unit};
use crate::source::Span;

/// One figure of an effect.
enum Change {
    Absolute(Program),
    Relative(Program),
}

/// Whether a figure must say if it adds or takes: of three that ascend, the first does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signed {
    Needed,
    Optional,
}

impl Checker<'_> {
    /// What an effect does to its KPI.
    pub(super) fn effect(&mut self, id: ExpressionId, kpi: Id<Kpi>) -> Option<ChangeTerms> {
        let plan = self.plan;
        match plan.expressions[id].kind {
            ExpressionKind::Relative(factor) => self.factors(factor, kpi),
            ExpressionKind::ThreePoint { low, likely, high } => {
                self.three_changes([low, likely, high], plan.expressions[id].span, kpi)
            }
            _ => Some(match self.change(id, None, Signed::Needed, kpi)? {
                Change::Absolute(likely) => ChangeTerms::Absolute(Estimate { likely, ends: None }),
                Change::Relative(likely) => ChangeTerms::Relative(Estimate { likely, ends: None }),
            }),
        }
    }

    fn three_changes(&mut self, parts: [ExpressionId; 3], span: Span, kpi: Id<Kpi>) -> Option<ChangeTerms> {
        let [low, likely, high] = parts;
        let unit = self.unit_of_last(high);
        // One after the other, so that one mistake made three times is told once.
        let low = self.change(low, unit, Signed::Needed, kpi)?;
        let likely = self.change(likely, unit, Signed::Optional, kpi)?;
        let high = self.change(high, unit, Signed::Optional, kpi)?;
        match (low, likely, high) {
            (Change::Absolute(low), Change::Absolute(likely), Change::Absolute(high)) => {
                Some(ChangeTerms::Absolute(self.estimate(low, likely, high, span)?))
            }
            (Change::Relative(low), Change::Relative(likely), Change::Relative(high)) => {
                Some(ChangeTerms::Relative(self.estimate(low, likely, high, span)?))
            }
            _ => {
                let finding =
                    Diagnostic::new(Code::WrongQuantity, span, "the three figures of an estimate are not of one kind");
                self.report(finding.label("some add, some multiply").help("write all three in one unit"));
                None
            }
        }
    }

    fn estimate(&mut self, low: Program, likely: Program, high: Program, span: Span) -> Option<Estimate> {
        if let (Some(first), Some(second), Some(third)) = (low.constant(), likely.constant(), high.constant())
            && (first > second || second > third)
        {
            self.report(clashes::not_ascending(span, "this estimate"));
            return None;
        }
        Some(Estimate { likely, ends: Some(Box::new((low, high))) })
    }

    /// The unit that stands once, at the end of a three-point estimate, or after a figure alone.
    pub(super) fn unit_of_last(&self, id: ExpressionId) -> Option<UnitId> {
        match self.plan.expressions[id].kind {
            ExpressionKind::Quantity { unit, .. } => Some(unit),
            ExpressionKind::Unary { operand, .. } => self.unit_of_last(operand),
            _ => None,
        }
    }

    /// `* 1.03`: how much it adds to one.
    fn factors(&mut self, factor: ExpressionId, kpi: Id<Kpi>) -> Option<ChangeTerms> {
        let span = self.plan.expressions[factor].span;
        if self.is_score(kpi) {
            let finding = clashes::relative_on_score(self, kpi, span);
            self.report(finding);
            return None;
        }
        if let ExpressionKind::ThreePoint { low, likely, high } = self.plan.expressions[factor].kind {
            let [low, likely, high] = [low, likely, high].map(|part| self.factor(part));
            return Some(ChangeTerms::Relative(self.estimate(low?, likely?, high?, span)?));
        }
        Some(ChangeTerms::Relative(Estimate { likely: self.factor(factor)?, ends: None }))
    }

    fn factor(&mut self, id: ExpressionId) -> Option<Program> {
        let operand = self.compile(id, Position::Effect);
        let is_plain = operand.of.is_number(&self.units);
        if !is_plain && !matches!(operand.of, Type::Share | Type::Fraction) {
            return self.wrong(operand, "a factor", self.units.number);
        }
        let number = Type::Plain(self.units.number);
        if is_plain && !self.align(&[operand], number) {
            return None;
        }
        self.steps.push((Step::Push(Number::ONE), operand.span));
        match self.apply(Step::Subtract, 2, operand.span, number) {
            Type::Unknown => None,
            _ => Some(self.take_program(self.units.number)),
        }
    }

    /// One signed figure.
    fn change(&mut self, id: ExpressionId, last: Option<UnitId>, signed: Signed, kpi: Id<Kpi>) -> Option<Change> {
        let mut operand = self.compile(id, Position::Effect);
        if operand.of == Type::Unknown {
            return None;
        }
        if let Some(unit) = last {
            self.lend_unit(&mut operand, unit);
        }
        if signed == Signed::Needed && !self.is_signed(id) {
            let finding = clashes::effect_without_sign(self.path(kpi), operand.span);
            self.report(finding);
            return None;
        }
        let unit = self.kpi_unit(kpi)?;
        self.fit_change(operand, kpi, unit)
    }

    /// `1 .. 2 .. 4 pts`: what has no unit takes that of the last.
    pub(super) fn lend_unit(&mut self, operand: &mut Operand, unit: UnitId) {
        let lent = Type::of(&self.units, unit);
        if !operand.of.is_number(&self.units) || lent.is_number(&self.units) {
            return;
        }
        let [(Step::Push(value), _)] = self.steps.as_mut_slice() else { return };
        let is_percent = matches!(lent, Type::Share | Type::SharePer(_) | Type::Points(_));
        let scaled = if is_percent { value.divide(Number::from_integer(100)) } else { Ok(*value) };
        if let Ok(scaled) = scaled {
            *value = scaled;
            operand.of = lent;
        }
    }

    fn fit_change(&mut self, operand: Operand, kpi: Id<Kpi>, unit: UnitId) -> Option<Change> {
        match (Type::of(&self.units, unit), operand.of) {
            (Type::Share, Type::Points(points)) if self.units.dimension(points).is_none() => {
                Some(Change::Absolute(self.take_program(self.units.points)))
            }
            (Type::Share, Type::Difference) => Some(Change::Absolute(self.take_program(self.units.points))),
            (Type::Share, Type::Share | Type::Fraction) => {
                let change = self.constant_so_far();
                let finding = clashes::percent_on_share(self, kpi, operand.span, change);
                self.report(finding);
                None
            }
            (Type::Score(_), Type::Share | Type::Fraction) => {
                let finding = clashes::relative_on_score(self, kpi, operand.span);
                self.report(finding);
                None
            }
            (Type::Plain(_), Type::Fraction) if self.units.is_number(unit) => {
                Some(Change::Absolute(self.take_program(unit)))
            }
            (Type::Plain(_) | Type::Points(_) | Type::SharePer(_), Type::Share) => {
                Some(Change::Relative(self.take_program(self.units.number)))
            }
            (Type::Points(_), Type::Difference) => Some(Change::Absolute(self.take_program(unit))),
            _ => self.absolute(operand, kpi, unit).map(Change::Absolute),
        }
    }

    fn absolute(&mut self, operand: Operand, kpi: Id<Kpi>, unit: UnitId) -> Option<Program> {
        let code = self.effect_code(unit);
        let from = operand.of.unit(&self.units);
        if operand.of != Type::Fraction
            && operand.of != Type::Truth
            && let Some(ratio) = self.units.conversion(from, unit)
        {
            let of = self.convert(operand.end, ratio, operand.span, operand.of);
            return (of != Type::Unknown).then(|| self.take_program(unit));
        }
        let wanted = format!("a change of `{}` in `{code}`", self.path(kpi));
        let is_bare = operand.of.is_number(&self.units);
        let finding = if is_bare && !code.is_empty() {
            clashes::missing_unit(self, operand, &wanted, &code)
        } else {
            let finding = clashes::wrong_quantity(self, operand, &wanted);
            let finding = finding.help(format!("it is written in `{code}`"));
            finding.also(self.span(kpi), format!("`{}` is {}", self.path(kpi), self.unit_words(unit)))
        };
        self.report(finding);
        None
    }

    /// How an effect in a KPI's unit is written: a share moves by points.
    fn effect_code(&self, unit: UnitId) -> String {
        let unit = self.units.get(unit);
        if *unit == Unit::share() { "pp".to_owned() } else { unit_code(self.plan, unit) }
    }

    fn constant_so_far(&self) -> Option<Number> {
        match self.steps.as_slice() {
            [(Step::Push(value), _)] => Some(*value),
            _ => None,
        }
    }

    fn is_score(&self, kpi: Id<Kpi>) -> bool {
        self.kpi_unit(kpi).is_some_and(|unit| matches!(Type::of(&self.units, unit), Type::Score(_)))
    }

    /// Whether an expression begins with a sign; nothing needs none.
    fn is_signed(&self, id: ExpressionId) -> bool {
        let mut first = id;
        loop {
            match &self.plan.expressions[first].kind {
                ExpressionKind::Unary { operator: UnaryOperator::Plus | UnaryOperator::Minus, .. } => return true,
                ExpressionKind::Quantity { value, .. } => return value.is_zero(),
                ExpressionKind::Binary {
                    operator:
                        BinaryOperator::Add | BinaryOperator::Subtract | BinaryOperator::Multiply | BinaryOperator::Divide,
                    left,
                    ..
                }
                | ExpressionKind::Changed { left, .. } => first = *left,
                _ => return false,
            }
        }
    }

    /// A change per month of a KPI, in its unit.
    pub(super) fn trend(&mut self, id: ExpressionId, kpi: Id<Kpi>) -> Option<Number> {
        let unit = self.kpi_unit(kpi)?;
        let is_share = matches!(Type::of(&self.units, unit), Type::Share);
        let base = if is_share { self.units.points } else { unit };
        let per_month = self.units.quotient(base, self.units.month)?;
        let operand = self.compile(id, Position::Constant);
        if operand.of == Type::Unknown {
            return None;
        }
        let from = operand.of.unit(&self.units);
        // The change of a length of time per time is a plain number: one that was written without units is not meant.
        let is_bare = self.is_bare_literal(id);
        match self.units.conversion(from, per_month) {
            Some(ratio) if !is_bare && operand.of != Type::Truth => {
                self.convert(operand.end, ratio, operand.span, operand.of);
                self.constant_so_far()
            }
            _ => {
                let code = unit_code(self.plan, self.units.get(per_month));
                let code = if code.is_empty() {
                    format!("{}/month", unit_code(self.plan, self.units.get(unit)))
                } else {
                    code
                };
                let wanted = format!("a change of `{}` per time", self.path(kpi));
                let finding =
                    clashes::wrong_quantity(self, operand, &wanted).help(format!("it is written in `{code}`"));
                self.report(finding);
                None
            }
        }
    }

    /// Whether a number is written without any unit.
    fn is_bare_literal(&self, id: ExpressionId) -> bool {
        match self.plan.expressions[id].kind {
            ExpressionKind::Quantity { unit, .. } => unit == self.units.number,
            ExpressionKind::Unary { operand, .. } => self.is_bare_literal(operand),
            _ => false,
        }
    }

    /// The two ends of a KPI's range, in its unit.
    pub(super) fn range(&mut self, id: ExpressionId, kpi: Id<Kpi>) -> Option<(Number, Number)> {
        let unit = self.kpi_unit(kpi)?;
        let plan = self.plan;
        let span = plan.expressions[id].span;
        let ExpressionKind::Range { low, high } = plan.expressions[id].kind else {
            if !matches!(plan.expressions[id].kind, ExpressionKind::Unknown) {
                let code = unit_code(plan, self.units.get(unit));
                let many = if TimeUnit::parse(&code).is_some() { "s" } else { "" };
                let code = if code == "%" || code.is_empty() { code } else { format!(" {code}{many}") };
                let finding = Diagnostic::new(Code::NotAFigure, span, "a range has two ends")
                    .label("this is not a range")
                    .help(format!("write the least and the most with `..` between: `0{code} .. 100{code}`"));
                self.report(finding);
            }
            return None;
        };
        let wanted = format!("an end of the range of `{}`", self.path(kpi));
        // One after the other, so that one mistake made twice is told once.
        let low_end = self.in_unit(low, Position::Constant, unit, &wanted)?.constant()?;
        let high_end = self.in_unit(high, Position::Constant, unit, &wanted)?.constant()?;
        if low_end >= high_end {
            self.report(clashes::not_ascending(span, "this range"));
            return None;
        }
        Some((low_end, high_end))
    }

    /// A fixed value of a KPI, in its unit.
    pub(super) fn kpi_value(&mut self, id: ExpressionId, kpi: Id<Kpi>) -> Option<Number> {
        let unit = self.kpi_unit(kpi)?;
        let wanted = format!("a value of `{}`", self.path(kpi));
        self.in_unit(id, Position::Constant, unit, &wanted)?.constant()
    }
}
