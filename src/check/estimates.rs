//! Three-point estimates of money and drivers: takes what is written, gives the likely value, and the two ends where it has
//! some.

use super::clashes;
use super::context::{Checker, Operand, Position};
use super::expect::MoneyRead;
use super::program::{Program, Step};
use super::types::Type;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::expression::ExpressionKind;
use crate::model::{ExpressionId, UnitId};
use crate::quantity::Number;
use crate::source::Span;

/// The low and the high end.
pub(super) type Ends = (Program, Program);

impl Checker<'_> {
    /// Money, or money per time, in one figure or three.
    pub(super) fn estimated_money(&mut self, id: ExpressionId, place: Position) -> Option<(MoneyRead, Option<Ends>)> {
        let Some(([low, likely, high], span)) = self.three_points(id) else {
            return Some((self.money_or_rate(id, place)?, None));
        };
        let unit = self.unit_of_last(high);
        // One after the other, so that one mistake made three times is told once.
        let low = self.lent_money(low, place, unit)?;
        let likely = self.lent_money(likely, place, unit)?;
        let high = self.lent_money(high, place, unit)?;
        let ends = match (low, &likely, high) {
            (MoneyRead::Once(low), MoneyRead::Once(_), MoneyRead::Once(high)) => (low, high),
            (MoneyRead::Monthly(low, own), MoneyRead::Monthly(_, other), MoneyRead::Monthly(high, third))
                if own == *other && own == third =>
            {
                (low, high)
            }
            _ => {
                self.report(not_of_one_kind(span));
                return None;
            }
        };
        let (MoneyRead::Once(program) | MoneyRead::Monthly(program, _)) = &likely;
        self.ascend(&ends, program, span).then_some((likely, Some(ends)))
    }

    /// A quantity in one figure or three.
    pub(super) fn estimated_quantity(
        &mut self,
        id: ExpressionId,
        place: Position,
    ) -> Option<(Program, Option<(Number, Number)>)> {
        let Some(([low, likely, high], span)) = self.three_points(id) else {
            return Some((self.quantity(id, place)?, None));
        };
        let last = self.unit_of_last(high);
        let high = self.quantity(high, place)?;
        let unit = high.unit();
        let wanted = format!("{}, as the last of the three figures,", self.unit_words(unit));
        let low = self.lent(low, place, (unit, last), &wanted)?;
        let likely = self.lent(likely, place, (unit, last), &wanted)?;
        let ends = (low, high);
        if !self.ascend(&ends, &likely, span) {
            return None;
        }
        let constant = |program: &Program| program.constant();
        let ends = constant(&ends.0).zip(constant(&ends.1));
        Some((likely, ends))
    }

    fn three_points(&self, id: ExpressionId) -> Option<([ExpressionId; 3], Span)> {
        match self.plan.expressions[id].kind {
            ExpressionKind::ThreePoint { low, likely, high } => {
                Some(([low, likely, high], self.plan.expressions[id].span))
            }
            _ => None,
        }
    }

    fn ascend(&mut self, ends: &Ends, likely: &Program, span: Span) -> bool {
        let values = (ends.0.constant(), likely.constant(), ends.1.constant());
        let ascends = match values {
            (Some(low), Some(likely), Some(high)) => low <= likely && likely <= high,
            _ => true,
        };
        if !ascends {
            self.report(clashes::not_ascending(span, "this estimate"));
        }
        ascends
    }

    /// Money in the unit of the last of three figures, where it has none of its own.
    fn lent_money(&mut self, id: ExpressionId, place: Position, last: Option<UnitId>) -> Option<MoneyRead> {
        let mut operand = self.compile(id, place);
        self.lend_money(&mut operand, last);
        self.money_read(operand, id, place)
    }

    /// A figure in a unit, which it takes from the last of three where it has none of its own.
    fn lent(
        &mut self,
        id: ExpressionId,
        place: Position,
        (unit, last): (UnitId, Option<UnitId>),
        wanted: &str,
    ) -> Option<Program> {
        let mut operand = self.compile(id, place);
        match last {
            Some(last) if self.units.is_money(last) || self.units.is_rate(last) => {
                self.lend_money(&mut operand, Some(last));
            }
            Some(last) => self.lend_unit(&mut operand, last),
            None => {}
        }
        self.read_in_unit(operand, unit, wanted)
    }

    /// Money of another currency is converted as it is lent its unit.
    fn lend_money(&mut self, operand: &mut Operand, last: Option<UnitId>) {
        let Some(unit) = last.filter(|unit| !Type::of(&self.units, *unit).is_number(&self.units)) else { return };
        let [(Step::Push(value), span)] = self.steps.as_slice() else { return };
        if operand.of.is_number(&self.units) {
            let (value, span) = (*value, *span);
            self.steps.clear();
            operand.of = self.literal(value, unit, span);
            operand.end = self.steps.len();
        }
    }
}

fn not_of_one_kind(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongQuantity, span, "the three figures of an estimate are not of one kind")
        .label("some are per time, or of different times")
        .help("write all three in one unit")
}
