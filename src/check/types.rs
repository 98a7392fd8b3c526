//! The types of values and what becomes of them under `+ - * /`: takes two types, gives the type of the result or why
//! there is none.

use super::units::Units;
use crate::model::UnitId;
use crate::quantity::Flavour;

/// What an expression comes to. Shares and their differences are held as fractions, scores as points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// Broken and already reported: agrees with everything.
    Unknown,
    /// Yes or no.
    Truth,
    /// A number, money or a quantity, in a unit that may have a scale even where it has no dimension.
    Plain(UnitId),
    /// `42%`
    Share,
    /// `3%/month`
    SharePer(UnitId),
    /// `3pp`, `0.1pp/month`
    Points(UnitId),
    /// share − share: serves as a share and as points.
    Difference,
    /// like ÷ like, or number × share: serves as a number and as a share.
    Fraction,
    /// `45 pts`, `-0.1 pts/month`
    Score(UnitId),
}

/// Why two values do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// They measure different things.
    Unlike,
    /// A plain number beside a share: `1 - share`.
    NumberAndShare,
    /// A share beside a difference of shares.
    ShareAndPoints,
    /// Nothing is meant by this: score × score.
    Meaningless,
}

/// `+` or `-`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

impl Type {
    /// The type of a literal in a unit.
    pub(super) fn of(units: &Units, unit: UnitId) -> Type {
        let known = units.get(unit);
        match (known.flavour, known.dimension.is_none()) {
            (Flavour::Plain, _) => Type::Plain(unit),
            (Flavour::Share, true) => Type::Share,
            (Flavour::Share, false) => Type::SharePer(unit),
            (Flavour::Points, _) => Type::Points(unit),
            (Flavour::Score, _) => Type::Score(unit),
        }
    }

    /// The unit its values are in.
    pub(super) fn unit(self, units: &Units) -> UnitId {
        match self {
            Type::Unknown | Type::Truth | Type::Fraction => units.number,
            Type::Share | Type::Difference => units.share,
            Type::Plain(unit) | Type::SharePer(unit) | Type::Points(unit) | Type::Score(unit) => unit,
        }
    }

    /// Whether it is a plain number and nothing else.
    pub(super) fn is_number(self, units: &Units) -> bool {
        matches!(self, Type::Plain(unit) if units.is_number(unit))
    }

    fn is_plain_points(self, units: &Units) -> bool {
        matches!(self, Type::Points(unit) if units.dimension(unit).is_none())
    }

    fn is_fractional(self) -> bool {
        matches!(self, Type::Share | Type::Difference | Type::Fraction)
    }
}

/// What two values are together where they must be of one kind: compared, or the arguments of `min`.
pub(super) fn unify(units: &mut Units, left: Type, right: Type) -> Result<Type, Clash> {
    use Type::{Difference, Fraction, Plain, Points, Score, Share, SharePer};
    match (left, right) {
        (Type::Unknown, _) | (_, Type::Unknown) => Ok(Type::Unknown),
        (Plain(first), Plain(second)) => in_common(units, first, second).map(Plain),
        (Score(first), Score(second)) => in_common(units, first, second).map(Score),
        (Points(first), Points(second)) => in_common(units, first, second).map(Points),
        (SharePer(first), SharePer(second)) => in_common(units, first, second).map(SharePer),
        (Share, Share | Difference | Fraction) | (Difference | Fraction, Share) => Ok(Share),
        (Difference, Difference) | (Difference, Fraction) | (Fraction, Difference) => Ok(Difference),
        (Fraction, Fraction) => Ok(Fraction),
        (Difference, points) | (points, Difference) if points.is_plain_points(units) => Ok(points),
        (Fraction, number) | (number, Fraction) if number.is_number(units) => Ok(Plain(units.number)),
        _ => Err(why_unlike(units, left, right)),
    }
}

/// The type of a sum or a difference.
pub(super) fn add(units: &mut Units, sign: Sign, left: Type, right: Type) -> Result<Type, Clash> {
    use Type::{Difference, Fraction, Share};
    if left.is_fractional() && right.is_plain_points(units) {
        return Ok(if left == Difference { Difference } else { Share });
    }
    if left.is_plain_points(units) && right.is_fractional() {
        return match (sign, right) {
            (_, Difference) => Ok(Difference),
            (Sign::Plus, _) => Ok(Share),
            (Sign::Minus, _) => Err(Clash::ShareAndPoints),
        };
    }
    if left.is_fractional() && right.is_fractional() {
        return Ok(match (sign, left, right) {
            (_, Fraction, Fraction) => Fraction,
            (Sign::Minus, _, _) | (Sign::Plus, Difference, Difference) => Difference,
            (Sign::Plus, _, _) => Share,
        });
    }
    unify(units, left, right)
}

/// The type of a product.
pub(super) fn multiply(units: &mut Units, left: Type, right: Type) -> Result<Type, Clash> {
    use Type::{Difference, Fraction, Plain, Points, Score, Share, SharePer};
    match (left, right) {
        (Type::Unknown, _) | (_, Type::Unknown) => Ok(Type::Unknown),
        (Plain(first), Plain(second)) => units.product(first, second).map(Plain).ok_or(Clash::Meaningless),
        (Difference, other) | (other, Difference) if other.is_fractional() => Ok(Difference),
        (Share, Share) => Ok(Share),
        (Share | Fraction, Share | Fraction) => Ok(Fraction),
        (part @ (Share | Difference | Fraction), Plain(unit))
        | (Plain(unit), part @ (Share | Difference | Fraction)) => Ok(part_of(units, part, unit)),
        (part, whole @ (Points(_) | Score(_) | SharePer(_))) | (whole @ (Points(_) | Score(_) | SharePer(_)), part)
            if part.is_fractional() =>
        {
            Ok(whole)
        }
        (Points(unit), Plain(by)) | (Plain(by), Points(unit)) if units.is_timely(by) => {
            units.product(unit, by).map(Points).ok_or(Clash::Meaningless)
        }
        (Score(unit), Plain(by)) | (Plain(by), Score(unit)) if units.is_timely(by) => {
            units.product(unit, by).map(Score).ok_or(Clash::Meaningless)
        }
        (SharePer(unit), Plain(by)) | (Plain(by), SharePer(unit)) => share_over(units, unit, by),
        _ => Err(Clash::Meaningless),
    }
}

/// The type of a quotient.
pub(super) fn divide(units: &mut Units, left: Type, right: Type) -> Result<Type, Clash> {
    use Type::{Difference, Fraction, Plain, Points, Score, Share, SharePer};
    match (left, right) {
        (Type::Unknown, _) | (_, Type::Unknown) => Ok(Type::Unknown),
        (Plain(first), Plain(second)) => {
            let quotient = units.quotient(first, second).ok_or(Clash::Meaningless)?;
            let is_like_by_like = units.is_number(quotient) && !units.is_number(first);
            Ok(if is_like_by_like { Fraction } else { Plain(quotient) })
        }
        (Points(first), Points(second)) | (Score(first), Score(second)) | (SharePer(first), SharePer(second)) => {
            units.quotient(first, second).map(Plain).ok_or(Clash::Meaningless)
        }
        (Share | Difference | Fraction, Share | Difference | Fraction) => Ok(Fraction),
        (whole @ (Plain(_) | Points(_) | Score(_) | SharePer(_)), part) if part.is_fractional() => Ok(whole),
        (part @ (Share | Difference | Fraction), Plain(by)) => part_per(units, part, by),
        (Points(unit), Plain(by)) if units.is_timely(by) => {
            units.quotient(unit, by).map(Points).ok_or(Clash::Meaningless)
        }
        (Score(unit), Plain(by)) if units.is_timely(by) => {
            units.quotient(unit, by).map(Score).ok_or(Clash::Meaningless)
        }
        (Plain(unit), SharePer(by)) => {
            let plain = units.plain(by);
            units.quotient(unit, plain).map(Plain).ok_or(Clash::Meaningless)
        }
        _ => Err(Clash::Meaningless),
    }
}

fn in_common(units: &Units, left: UnitId, right: UnitId) -> Result<UnitId, Clash> {
    units.finer(left, right).ok_or(Clash::Unlike)
}

/// share × thing = thing; share × number may still be a share.
fn part_of(units: &Units, part: Type, unit: UnitId) -> Type {
    match (units.is_number(unit), part) {
        (false, _) => Type::Plain(unit),
        (true, Type::Difference) => Type::Difference,
        (true, _) => Type::Fraction,
    }
}

/// share ÷ thing.
fn part_per(units: &mut Units, part: Type, by: UnitId) -> Result<Type, Clash> {
    if units.is_number(by) {
        return Ok(if part == Type::Difference { Type::Difference } else { Type::Fraction });
    }
    let per = units.quotient(units.number, by).ok_or(Clash::Meaningless)?;
    Ok(match part {
        Type::Difference if units.is_timely(by) => Type::Points(units.flavoured(per, Flavour::Points)),
        Type::Share if units.is_timely(by) => Type::SharePer(units.flavoured(per, Flavour::Share)),
        _ => Type::Plain(per),
    })
}

/// share per time × time is a share again; share per time × thing is that thing per time.
fn share_over(units: &mut Units, unit: UnitId, by: UnitId) -> Result<Type, Clash> {
    let product = units.product(unit, by).ok_or(Clash::Meaningless)?;
    if units.dimension(product).is_none() {
        return Ok(Type::Fraction);
    }
    if units.is_number(by) {
        return Ok(Type::SharePer(product));
    }
    Ok(Type::Plain(units.plain(product)))
}

fn why_unlike(units: &Units, left: Type, right: Type) -> Clash {
    let is_share = |side: Type| matches!(side, Type::Share | Type::Difference) || side.is_plain_points(units);
    if (left.is_number(units) && is_share(right)) || (is_share(left) && right.is_number(units)) {
        return Clash::NumberAndShare;
    }
    if is_share(left) && is_share(right) {
        return Clash::ShareAndPoints;
    }
    Clash::Unlike
}
