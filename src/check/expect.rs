//! What a place takes: reads an expression for a place and gives it in the unit the place needs, or says what belongs there.

use super::clashes;
use super::context::{Checker, Operand, Position};
use super::decimals::{Use, check_decimals};
use super::program::{Program, Step};
use super::types::Type;
use super::words::unit_code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::expression::ExpressionKind;
use crate::model::{ExpressionId, UnitId};
use crate::quantity::{Flavour, Money, Number, Ratio, Unit};
use crate::source::Span;

/// Money, or money that recurs.
pub(super) enum MoneyRead {
    /// So much.
    Once(Program),
    /// So much in a month, times the ratio.
    Monthly(Program, Ratio),
}

/// What passes in a month.
pub(super) struct FlowRead {
    pub program: Program,
    /// The unit of what passes.
    pub unit: UnitId,
}

impl Checker<'_> {
    /// Money in the plan's currency.
    pub(super) fn money(&mut self, id: ExpressionId, place: Position) -> Option<Program> {
        let operand = self.compile(id, place);
        check_decimals(self, id, place, Use::Booked);
        self.fit_money(operand, "an amount of money")
    }

    /// A fixed amount of money.
    pub(super) fn fixed_money(&mut self, id: ExpressionId) -> Option<Number> {
        self.money(id, Position::Constant)?.constant()
    }

    fn fit_money(&mut self, operand: Operand, wanted: &str) -> Option<Program> {
        match operand.of {
            Type::Plain(unit) if self.units.is_money(unit) => self.fit(operand, self.units.money),
            Type::Plain(unit) if self.units.is_rate(unit) => self.wrong_rate(operand, unit, wanted),
            _ => self.wrong(operand, wanted, self.units.money),
        }
    }

    /// `50k EUR/year` where an amount belongs: what it comes to over the calendar, if it is money at all.
    fn wrong_rate(&mut self, operand: Operand, unit: UnitId, wanted: &str) -> Option<Program> {
        let over = self.units.product(unit, self.units.month);
        let ratio = over.and_then(|over| self.units.conversion(over, self.units.money));
        let Some(ratio) = ratio else { return self.wrong(operand, wanted, self.units.money) };
        let months = i64::try_from(self.calendar.len()).ok().map(Number::from_integer);
        let in_all = self.take_program(unit).constant().zip(months);
        let in_all = in_all.and_then(|(each, months)| each.multiply(months).ok()?.scale(ratio).ok());
        let amount = in_all.map(|amount| Money::round(amount, self.currency));
        let finding = clashes::money_per_time(self, operand, wanted, amount);
        self.report(finding);
        None
    }

    /// Money, or money per time.
    pub(super) fn money_or_rate(&mut self, id: ExpressionId, place: Position) -> Option<MoneyRead> {
        let operand = self.compile(id, place);
        self.money_read(operand, id, place)
    }

    /// The same of what is read already.
    pub(super) fn money_read(&mut self, operand: Operand, id: ExpressionId, place: Position) -> Option<MoneyRead> {
        check_decimals(self, id, place, Use::Booked);
        if let Type::Plain(unit) = operand.of {
            if self.units.is_money(unit) {
                return self.fit(operand, self.units.money).map(MoneyRead::Once);
            }
            if self.units.is_rate(unit) {
                let in_a_month = self.units.product(unit, self.units.month)?;
                if let Some(ratio) = self.units.conversion(in_a_month, self.units.money) {
                    return Some(MoneyRead::Monthly(self.take_program(unit), ratio));
                }
            }
        }
        self.wrong(operand, "money, or money per time,", self.units.money).map(MoneyRead::Once)
    }

    /// A share, as a fraction.
    pub(super) fn share(&mut self, id: ExpressionId, place: Position) -> Option<Program> {
        let operand = self.compile(id, place);
        self.fit_share(operand, "a share")
    }

    fn fit_share(&mut self, operand: Operand, wanted: &str) -> Option<Program> {
        match operand.of {
            Type::Share | Type::Difference | Type::Fraction => Some(self.take_program(self.units.share)),
            _ => self.wrong(operand, wanted, self.units.share),
        }
    }

    /// A fixed share from 0% to 100%.
    pub(super) fn fixed_share(&mut self, id: ExpressionId) -> Option<Number> {
        let share = self.share(id, Position::Constant)?.constant()?;
        self.within_whole(share, self.plan.expressions[id].span).then_some(share)
    }

    /// Whether a share lies between 0% and 100%; else it is reported.
    pub(super) fn within_whole(&mut self, share: Number, span: Span) -> bool {
        if !share.is_negative() && share <= Number::ONE {
            return true;
        }
        let message = "a share of something lies between 0% and 100%".to_owned();
        self.report(clashes::out_of_range(span, message, "write a share from `0%` to `100%`".to_owned()));
        false
    }

    /// Money, or a share.
    pub(super) fn money_or_share(&mut self, id: ExpressionId) -> Option<Program> {
        let operand = self.compile(id, Position::Constant);
        check_decimals(self, id, Position::Constant, Use::Booked);
        match operand.of {
            Type::Share | Type::Difference | Type::Fraction => Some(self.take_program(self.units.share)),
            of if of.is_number(&self.units) => {
                self.report(clashes::money_or_share(self, operand));
                None
            }
            _ => self.fit_money(operand, "money, or a share of the budget,"),
        }
    }

    /// A quantity per time, as what passes in a month.
    pub(super) fn flow_per_month(&mut self, id: ExpressionId) -> Option<FlowRead> {
        let operand = self.compile(id, Position::Formula(None));
        let Type::Plain(unit) = operand.of else {
            return self.wrong_flow(operand);
        };
        if !self.units.is_rate(unit) {
            return self.wrong_flow(operand);
        }
        let in_a_month = self.units.product(unit, self.units.month)?;
        let dimension = self.units.dimension(in_a_month).clone();
        let passing = self.units.intern(Unit { flavour: Flavour::Plain, dimension, scale: Ratio::ONE });
        let ratio = self.units.conversion(in_a_month, passing)?;
        if self.convert(operand.end, ratio, operand.span, operand.of) == Type::Unknown {
            return None;
        }
        Some(FlowRead { program: self.take_program(passing), unit: passing })
    }

    fn wrong_flow<T>(&mut self, operand: Operand) -> Option<T> {
        if operand.of != Type::Unknown {
            let finding = clashes::wrong_quantity(self, operand, "a quantity per time")
                .help("say per what time: `120k visitor/month`");
            self.report(finding);
        }
        None
    }

    /// A length of time in whole months.
    pub(super) fn months(&mut self, id: ExpressionId) -> Option<u32> {
        let written = &self.plan.expressions[id];
        if matches!(written.kind, ExpressionKind::Period(_)) {
            self.report(clashes::period_for_length(written.span));
            return None;
        }
        let operand = self.compile(id, Position::Constant);
        match operand.of {
            Type::Plain(unit) if self.units.is_time(unit) => {}
            _ => return self.wrong(operand, "a length of time in whole months", self.units.month).and(None),
        }
        let months = self.fit(operand, self.units.month)?.constant()?;
        let whole = months.to_integer().and_then(|months| u32::try_from(months).ok());
        if whole.is_none() {
            self.report(clashes::not_whole_months(operand.span, months));
        }
        whole
    }

    /// A fixed plain number.
    pub(super) fn fixed_number(&mut self, id: ExpressionId, wanted: &str) -> Option<Number> {
        let operand = self.compile(id, Position::Constant);
        match operand.of {
            Type::Fraction => self.take_program(self.units.number).constant(),
            Type::Plain(unit) if self.units.is_number(unit) => self.fit(operand, self.units.number)?.constant(),
            _ => self.wrong(operand, wanted, self.units.number).and(None),
        }
    }

    /// Any quantity, in its own unit.
    pub(super) fn quantity(&mut self, id: ExpressionId, place: Position) -> Option<Program> {
        let operand = self.compile(id, place);
        check_decimals(self, id, place, Use::Computed);
        match operand.of {
            Type::Unknown => None,
            Type::Truth => {
                self.report(clashes::truth_as_figure(operand.span));
                None
            }
            of => Some(self.take_program(of.unit(&self.units))),
        }
    }

    /// A value in `unit`, whatever flavour that has.
    pub(super) fn in_unit(&mut self, id: ExpressionId, place: Position, unit: UnitId, wanted: &str) -> Option<Program> {
        let operand = self.compile(id, place);
        self.read_in_unit(operand, unit, wanted)
    }

    /// The same of what is read already.
    pub(super) fn read_in_unit(&mut self, operand: Operand, unit: UnitId, wanted: &str) -> Option<Program> {
        if !self.fits(operand.of, unit) {
            return self.wrong(operand, wanted, unit);
        }
        match operand.of {
            Type::Share | Type::Difference | Type::Fraction => Some(self.take_program(unit)),
            _ => self.fit(operand, unit),
        }
    }

    /// Whether a value is one of what `unit` measures.
    pub(super) fn fits(&self, of: Type, unit: UnitId) -> bool {
        match (Type::of(&self.units, unit), of) {
            (Type::Share, Type::Share | Type::Difference | Type::Fraction) => true,
            (Type::Points(_), Type::Difference) => self.units.dimension(unit).is_none(),
            (Type::Plain(_), Type::Fraction) => self.units.is_number(unit),
            (Type::Plain(_), Type::Plain(found))
            | (Type::Score(_), Type::Score(found))
            | (Type::Points(_), Type::Points(found))
            | (Type::SharePer(_), Type::SharePer(found)) => self.units.conversion(found, unit).is_some(),
            _ => false,
        }
    }

    /// The operand that is the whole expression, in `unit` of the same dimension.
    fn fit(&mut self, operand: Operand, unit: UnitId) -> Option<Program> {
        let ratio = self.units.conversion(operand.of.unit(&self.units), unit)?;
        if self.convert(operand.end, ratio, operand.span, operand.of) == Type::Unknown {
            return None;
        }
        Some(self.take_program(unit))
    }

    /// Reports what belongs here instead; a broken operand stays quiet.
    pub(super) fn wrong(&mut self, operand: Operand, wanted: &str, unit: UnitId) -> Option<Program> {
        if operand.of == Type::Unknown {
            return None;
        }
        let code = unit_code(self.plan, self.units.get(unit));
        let is_bare = operand.of.is_number(&self.units) || operand.of == Type::Fraction;
        let finding = if operand.of == Type::Truth {
            clashes::truth_as_figure(operand.span)
        } else if is_bare && !code.is_empty() && code != "%" {
            clashes::missing_unit(self, operand, wanted, &code)
        } else if is_bare && code == "%" {
            self.number_for_share(operand, wanted)
        } else {
            let finding = clashes::wrong_quantity(self, operand, wanted);
            match operand.of {
                Type::Plain(found) => match clashes::missing_factor(self, found, unit) {
                    Some(help) => finding.help(help),
                    None => clashes::left_over(self, finding, operand, (found, unit))
                        .unwrap_or_else(|finding| (*finding).help(how_to_write(&code))),
                },
                _ => finding.help(how_to_write(&code)),
            }
        };
        self.report(finding);
        None
    }

    fn number_for_share(&self, operand: Operand, wanted: &str) -> Diagnostic {
        let finding = clashes::wrong_quantity(self, operand, wanted);
        let value = match self.steps.as_slice() {
            [(Step::Push(value), _)] => clashes::percent_meant(*value),
            _ => None,
        };
        match value {
            Some(value) => finding.help(format!("write `{value}%`")).fix(
                format!("write `{value}%`"),
                operand.span,
                format!("{value}%"),
                Applicability::Suggestion,
            ),
            None => finding.help("multiply by `100%` to make it a share"),
        }
    }
}

fn how_to_write(code: &str) -> String {
    match code {
        "" => "write a plain number without a unit".to_owned(),
        "%" => "write a share such as `42%`".to_owned(),
        _ => format!("it is written in `{code}`"),
    }
}
