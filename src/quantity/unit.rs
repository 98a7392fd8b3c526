//! Units and dimensions: takes units as they are multiplied and divided, gives what adds to what and how it converts.

use smallvec::SmallVec;

use crate::quantity::{ArithmeticError, Currency, Ratio, TimeUnit};

/// Something that is measured or counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Money of one currency.
    Currency(Currency),
    /// Time, in seconds.
    Time,
    /// Things of a declared unit, by its place among them.
    Counted(u32),
}

/// A product of powers of bases: money per agent and time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    /// Sorted by base, each base once, no power 0.
    factors: SmallVec<[(Base, i8); 3]>,
}

impl Dimension {
    /// The dimension of plain numbers.
    pub const NONE: Dimension = Dimension { factors: SmallVec::new_const() };

    /// The dimension of `base` itself.
    #[must_use]
    pub fn base(base: Base) -> Dimension {
        Dimension { factors: SmallVec::from_iter([(base, 1)]) }
    }

    /// The dimension of a product.
    pub fn multiply(&self, other: &Dimension) -> Result<Dimension, ArithmeticError> {
        let mut factors = self.factors.clone();
        for (base, power) in other.factors.iter().copied() {
            match factors.binary_search_by_key(&base, |(base, _)| *base) {
                Ok(place) => raise(&mut factors, place, power)?,
                Err(place) => factors.insert(place, (base, power)),
            }
        }
        Ok(Dimension { factors })
    }

    /// The dimension of a quotient.
    pub fn divide(&self, other: &Dimension) -> Result<Dimension, ArithmeticError> {
        self.multiply(&other.power(-1)?)
    }

    /// The dimension to the power of `exponent`.
    pub fn power(&self, exponent: i8) -> Result<Dimension, ArithmeticError> {
        if exponent == 0 {
            return Ok(Dimension::NONE);
        }
        let raised = self.factors.iter().map(|(base, power)| {
            let power = power.checked_mul(exponent).ok_or(ArithmeticError::Overflow)?;
            Ok((*base, power))
        });
        Ok(Dimension { factors: raised.collect::<Result<_, ArithmeticError>>()? })
    }

    /// Whether this is the dimension of plain numbers.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.factors.is_empty()
    }

    /// The bases with their powers, sorted; none of the powers is 0.
    #[must_use]
    pub fn factors(&self) -> &[(Base, i8)] {
        &self.factors
    }
}

/// Adds `by` to the power at `place`, which goes if nothing is left of it.
fn raise(factors: &mut SmallVec<[(Base, i8); 3]>, place: usize, by: i8) -> Result<(), ArithmeticError> {
    if let Some((_, power)) = factors.get_mut(place) {
        *power = power.checked_add(by).ok_or(ArithmeticError::Overflow)?;
        if *power == 0 {
            factors.remove(place);
        }
    }
    Ok(())
}

/// What a value without a dimension means, since a share, a difference of shares and a score do not mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavour {
    /// Numbers, money and quantities.
    Plain,
    /// `42%`, held as 0.42.
    Share,
    /// `3pp`, a difference of shares, held as 0.03.
    Points,
    /// `45 pts`, held as 45.
    Score,
}

/// What a number counts: `USD/agent/year`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// What it means.
    pub flavour: Flavour,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units one of this is: seconds for time, 1 for everything else, each to its power.
    /// `USD/year` has 1/31,536,000. Rates stay exact in it until a value is converted, once, at the end.
    pub scale: Ratio,
}

impl Unit {
    /// The unit of plain numbers.
    #[must_use]
    pub fn number() -> Unit {
        Unit::bare(Flavour::Plain)
    }

    /// `%`.
    #[must_use]
    pub fn share() -> Unit {
        Unit::bare(Flavour::Share)
    }

    /// `pp`.
    #[must_use]
    pub fn points() -> Unit {
        Unit::bare(Flavour::Points)
    }

    /// `pts`.
    #[must_use]
    pub fn score() -> Unit {
        Unit::bare(Flavour::Score)
    }

    /// Money of `currency`.
    #[must_use]
    pub fn money(currency: Currency) -> Unit {
        Unit::of(Base::Currency(currency))
    }

    /// Time in `unit`.
    #[must_use]
    pub fn time(unit: TimeUnit) -> Unit {
        let scale = Ratio::whole(u128::from(unit.seconds()));
        Unit { scale, ..Unit::of(Base::Time) }
    }

    /// Things of the declared unit at the place `unit`.
    #[must_use]
    pub fn counted(unit: u32) -> Unit {
        Unit::of(Base::Counted(unit))
    }

    /// The unit of a product. Only plain units multiply here; what becomes of shares and scores is for types to say.
    pub fn multiply(&self, other: &Unit) -> Result<Unit, ArithmeticError> {
        require_plain(self, other)?;
        let dimension = self.dimension.multiply(&other.dimension)?;
        Ok(Unit { flavour: Flavour::Plain, dimension, scale: self.scale.multiply(other.scale)? })
    }

    /// The unit of a quotient, of plain units as in [`Unit::multiply`].
    pub fn divide(&self, other: &Unit) -> Result<Unit, ArithmeticError> {
        require_plain(self, other)?;
        let dimension = self.dimension.divide(&other.dimension)?;
        Ok(Unit { flavour: Flavour::Plain, dimension, scale: self.scale.divide(other.scale)? })
    }

    /// Whether values of both add up, once one is converted.
    #[must_use]
    pub fn same_dimension(&self, other: &Unit) -> bool {
        self.flavour == other.flavour && self.dimension == other.dimension
    }

    /// By what a value in this unit is scaled to be one in `other`; nothing if they measure different things.
    #[must_use]
    pub fn conversion_to(&self, other: &Unit) -> Option<Ratio> {
        if !self.same_dimension(other) {
            None
        } else if self.scale == other.scale {
            Some(Ratio::ONE)
        } else {
            self.scale.divide(other.scale).ok()
        }
    }

    /// Whether values are plain numbers, once converted: `year/month` is one, at 12 to 1.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.flavour == Flavour::Plain && self.dimension.is_none()
    }

    fn bare(flavour: Flavour) -> Unit {
        Unit { flavour, dimension: Dimension::NONE, scale: Ratio::ONE }
    }

    fn of(base: Base) -> Unit {
        Unit { flavour: Flavour::Plain, dimension: Dimension::base(base), scale: Ratio::ONE }
    }
}

fn require_plain(left: &Unit, right: &Unit) -> Result<(), ArithmeticError> {
    if (left.flavour, right.flavour) == (Flavour::Plain, Flavour::Plain) {
        Ok(())
    } else {
        Err(ArithmeticError::OutsideDomain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::testing::number;
    use crate::quantity::{Money, Number};

    const AGENT: u32 = 0;
    const CUSTOMER: u32 = 1;

    fn dollar() -> Unit {
        Unit::money(Currency::parse("USD").expect("a currency"))
    }

    fn over(unit: Unit, divisors: &[Unit]) -> Unit {
        divisors.iter().try_fold(unit, |unit, divisor| unit.divide(divisor)).expect("a unit")
    }

    fn times(left: &Unit, right: &Unit) -> Unit {
        left.multiply(right).expect("a unit")
    }

    fn convert(value: Number, from: &Unit, to: &Unit) -> Option<Number> {
        value.scale(from.conversion_to(to)?).ok()
    }

    #[test]
    fn salaries_over_eleven_months_are_exact() {
        let salary = over(dollar(), &[Unit::counted(AGENT), Unit::time(TimeUnit::Year)]);
        let rate = times(&salary, &Unit::counted(AGENT));
        let cost = times(&rate, &Unit::time(TimeUnit::Month));
        let value =
            ["52_000", "2", "11"].map(number).into_iter().try_fold(Number::ONE, Number::multiply).expect("a product");
        let exact = convert(value, &cost, &dollar()).expect("dollars");
        assert_eq!(exact.to_string(), "95333.33333333333333333333333");
        let usd = Currency::parse("USD").expect("a currency");
        assert_eq!(Money::round(exact, usd).number().to_string(), "95333.33");
    }

    #[test]
    fn factors_are_sorted_whatever_the_order() {
        let one_way = over(dollar(), &[Unit::counted(CUSTOMER), Unit::time(TimeUnit::Month), Unit::counted(AGENT)]);
        let another = over(dollar(), &[Unit::counted(AGENT), Unit::counted(CUSTOMER), Unit::time(TimeUnit::Month)]);
        assert_eq!(one_way, another);
        let powers: Vec<i8> = one_way.dimension.factors().iter().map(|(_, power)| *power).collect();
        assert_eq!(powers, [1, -1, -1, -1]);
    }

    #[test]
    fn what_cancels_is_gone() {
        let per_agent = over(dollar(), &[Unit::counted(AGENT)]);
        assert_eq!(times(&per_agent, &Unit::counted(AGENT)), dollar());
        let ratio = over(Unit::time(TimeUnit::Year), &[Unit::time(TimeUnit::Month)]);
        assert!(ratio.is_number());
        assert_eq!(convert(Number::ONE, &ratio, &Unit::number()), Some(Number::from_integer(12)));
    }

    #[test]
    fn only_alike_converts() {
        let hour = Unit::time(TimeUnit::Hour);
        assert_eq!(
            convert(Number::from_integer(36), &hour, &Unit::time(TimeUnit::Day)).map(|days| days.to_string()),
            Some("1.5".into())
        );
        assert_eq!(hour.conversion_to(&dollar()), None);
        assert_eq!(Unit::counted(AGENT).conversion_to(&Unit::counted(CUSTOMER)), None);
        assert_eq!(Unit::share().conversion_to(&Unit::points()), None);
        assert_eq!(Unit::share().conversion_to(&Unit::share()), Some(Ratio::ONE));
        assert_eq!(Unit::share().multiply(&dollar()), Err(ArithmeticError::OutsideDomain));
    }

    #[test]
    fn powers_overflow_instead_of_wrapping() {
        let time = Dimension::base(Base::Time);
        assert_eq!(time.power(0), Ok(Dimension::NONE));
        assert!(time.power(127).and_then(|power| power.multiply(&time)).is_err());
        assert!(time.power(2).and_then(|power| power.power(100)).is_err());
    }
}
