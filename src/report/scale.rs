//! One unit for the amounts of a table or a chart: takes them, gives the largest of one, a thousand and a million in which each that is
//! not nought is at least one, and figures written in it.

use crate::quantity::{Currency, Money, Number};
use crate::report::document::{Cell, Figure, Measure, Sign, Size};

/// Amounts from here on say enough without cents.
const LARGE: i64 = 10_000;

/// The unit of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    currency: Currency,
    size: Size,
    digits: u32,
    most: Number,
}

impl Scale {
    /// The unit for these amounts.
    pub(super) fn of(amounts: impl IntoIterator<Item = Money>, currency: Currency) -> Scale {
        let sizes = amounts.into_iter().map(|amount| amount.number().abs()).filter(|size| !size.is_zero());
        let (least, most) = sizes.fold((None, Number::ZERO), |(least, most): (Option<Number>, Number), size| {
            (Some(least.map_or(size, |least| least.minimum(size))), most.maximum(size))
        });
        let fits = |size: Size| least.is_none_or(|least| least >= size.number());
        // Where every amount is nought each unit would do: the plan's own claims nothing.
        let short = [Size::Million, Size::Thousand].into_iter().filter(|_| least.is_some());
        let size = short.into_iter().find(|size| fits(*size)).unwrap_or(Size::One);
        // Three digits of the largest tell amounts apart.
        let below = |limit: i64| most.divide(size.number()).is_ok_and(|most| most < Number::from_integer(limit));
        let digits = match size {
            Size::One if least.is_some_and(|least| least < Number::ONE) => currency.minor_digits(),
            Size::One => 0,
            Size::Thousand | Size::Million => u32::from(below(100)) + u32::from(below(10)),
        };
        Scale { currency, size, digits, most }
    }

    /// Whether amounts are told in thousands or millions, or are so large that nobody misses the cents.
    pub(super) fn is_short(&self) -> bool {
        self.size != Size::One || (self.digits == 0 && self.most >= Number::from_integer(LARGE))
    }

    /// An amount to the cent in this unit.
    pub(super) fn fit(&self, figure: &mut Figure) {
        if matches!(figure.measure, Measure::Money(_)) {
            *figure = Figure { sign: figure.sign, mark: figure.mark, ..self.figure_of(figure.value) };
        }
    }

    /// What the caption says: `thousand AUD, rounded`.
    pub(super) fn caption(&self) -> String {
        let unit = self.unit();
        if self.size == Size::One && self.digits > 0 { unit } else { format!("{unit}, rounded") }
    }

    /// `thousand AUD`
    pub(super) fn unit(&self) -> String {
        let code = self.currency.code();
        match self.size {
            Size::One => code.to_owned(),
            Size::Thousand => format!("thousand {code}"),
            Size::Million => format!("million {code}"),
        }
    }

    pub(super) fn figure(&self, amount: Money) -> Figure {
        self.figure_of(amount.number())
    }

    fn figure_of(&self, value: Number) -> Figure {
        let measure = Measure::Scaled(self.currency.code(), self.size);
        Figure { value, measure, digits: self.digits, sign: Sign::Minus, mark: None }
    }

    pub(super) fn cell(&self, amount: Money) -> Cell {
        Cell::Figure(self.figure(amount))
    }

    /// The way from one amount to another, so that it ties with the two as they are written.
    pub(super) fn change(&self, from: Money, to: Money) -> Cell {
        let change = to.subtract(from).unwrap_or_default();
        Cell::Figure(Figure { sign: Sign::From(from.number()), ..self.figure(change) })
    }
}
