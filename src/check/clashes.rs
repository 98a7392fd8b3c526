//! Findings about types and units: each shows both sides of a clash, where each comes from, and what to write.

use super::context::{Checker, Operand};
use super::decimals::in_thousands;
use super::run::Failure;
use super::types::{Clash, Type};
use super::words::{describe, unit_code};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::expression::{ExpressionKind, Name, UnaryOperator};
use crate::model::{AnyId, Driver, Id, Journey, Kpi, Stage, UnitId};
use crate::quantity::{ArithmeticError, Base, Currency, Money, Month, Number, Period, TimeUnit, Unit};
use crate::source::{Span, Spanned};

impl Checker<'_> {
    /// What a value is, for a sentence that begins with "this is".
    pub(super) fn words(&self, of: Type) -> String {
        match of {
            Type::Unknown => "unknown".to_owned(),
            Type::Truth => "a yes or no".to_owned(),
            Type::Difference => "a difference of shares".to_owned(),
            Type::Fraction => "a plain number".to_owned(),
            Type::Plain(_) | Type::Share | Type::SharePer(_) | Type::Points(_) | Type::Score(_) => {
                self.unit_words(of.unit(&self.units))
            }
        }
    }

    /// What a value in a unit is.
    pub(super) fn unit_words(&self, unit: UnitId) -> String {
        let unit = self.units.get(unit);
        if *unit == Unit::money(self.currency) {
            return format!("money in {}", self.currency);
        }
        describe(self.plan, unit)
    }

    /// "this is USD per year", or with its name where it has one.
    pub(super) fn side(&self, operand: Operand) -> String {
        let words = self.words(operand.of);
        match self.named_value(operand) {
            Some(id) => format!("`{}` is {words}", self.path(id)),
            None => format!("this is {words}"),
        }
    }

    fn named_value(&self, operand: Operand) -> Option<AnyId> {
        match self.plan.expressions[operand.id].kind {
            ExpressionKind::Name(Name::Declared(id)) => Some(id),
            _ => None,
        }
    }

    /// Points at the declaration a side comes from.
    fn origin(&self, diagnostic: Diagnostic, operand: Operand) -> Diagnostic {
        match self.named_value(operand) {
            Some(id) => diagnostic.also(self.span(id), format!("`{}` is declared here", self.path(id))),
            None => diagnostic,
        }
    }

    /// The value of an operand that is one number as written.
    fn literal_value(&self, operand: Operand) -> Option<Number> {
        match self.plan.expressions[operand.id].kind {
            ExpressionKind::Quantity { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// Two values that must be of one kind are not.
pub(super) fn clash(checker: &Checker, clash: Clash, operator: &str, left: Operand, right: Operand) -> Diagnostic {
    match clash {
        Clash::NumberAndShare => number_beside_share(checker, left, right),
        Clash::ShareAndPoints => points_less_share(checker, left, right),
        Clash::Unlike | Clash::Meaningless => unlike(checker, operator, left, right),
    }
}

fn unlike(checker: &Checker, operator: &str, left: Operand, right: Operand) -> Diagnostic {
    let message = match operator {
        "+" => format!("{} does not add to {}", checker.words(right.of), checker.words(left.of)),
        "-" => format!("{} cannot be taken from {}", checker.words(right.of), checker.words(left.of)),
        _ => format!("{} and {} do not go together", checker.words(left.of), checker.words(right.of)),
    };
    let finding = both_sides(checker, Code::UnitClash, message, left, right);
    if let Some(factor) = share_of_itself(checker, operator, left, right) {
        return finding.help(format!("for a share of it, multiply by what is left of the whole: `* {factor}%`"));
    }
    let help = bridge(checker, left, right);
    finding.help(help.unwrap_or_else(|| "bring both to one unit, or keep them apart".to_owned()))
}

/// `40k EUR + 19%`: the per cents that the first is to be multiplied by.
fn share_of_itself(checker: &Checker, operator: &str, left: Operand, right: Operand) -> Option<Number> {
    let is_share =
        matches!(right.of, Type::Share) && !matches!(left.of, Type::Share | Type::Points(_) | Type::Fraction);
    let share = checker.literal_value(right).filter(|_| is_share)?;
    let factor = match operator {
        "+" => Number::ONE.add(share),
        "-" => Number::ONE.subtract(share),
        _ => return None,
    };
    percent(factor.ok()?)
}

fn both_sides(checker: &Checker, code: Code, message: String, left: Operand, right: Operand) -> Diagnostic {
    let finding =
        Diagnostic::new(code, right.span, message).label(checker.side(right)).also(left.span, checker.side(left));
    checker.origin(checker.origin(finding, left), right)
}

/// What would make the two alike, where one step does.
fn bridge(checker: &Checker, left: Operand, right: Operand) -> Option<String> {
    if let Some(unit) = bare_number(checker, left).xor(bare_number(checker, right)) {
        let other = if unit == left.id { right } else { left };
        let code = unit_code(checker.plan, checker.units.get(other.of.unit(&checker.units)));
        return (!code.is_empty()).then(|| format!("write the unit after the number: `{code}`"));
    }
    let unit_of = |operand: Operand| checker.units.get(operand.of.unit(&checker.units));
    let (first, second) = (unit_of(left), unit_of(right));
    let missing = first.dimension.divide(&second.dimension).ok()?;
    let [(base, power)] = missing.factors() else { return None };
    let (more, less) = match power {
        1 => ("first", "second"),
        -1 => ("second", "first"),
        _ => return None,
    };
    let named = if first.dimension.factors().iter().any(|(known, _)| known == base) { first } else { second };
    Some(format!("divide the {more} by {}, or multiply the {less} by it", one_of(checker, named, *base)))
}

/// By what to multiply or divide to come from one unit to another, where one step does.
pub(super) fn missing_factor(checker: &Checker, from: UnitId, to: UnitId) -> Option<String> {
    let (from, to) = (checker.units.get(from), checker.units.get(to));
    let missing = from.dimension.divide(&to.dimension).ok()?;
    // Where money belongs, money per time does too.
    let is_money = to.same_dimension(checker.units.get(checker.units.money));
    let mut factors = missing.factors().iter().filter(|(base, _)| !is_money || *base != Base::Time);
    let (Some((base, power)), None) = (factors.next(), factors.next()) else { return None };
    let named = if from.dimension.factors().iter().any(|(known, _)| known == base) { from } else { to };
    let one = one_of(checker, named, *base);
    match power {
        1 => Some(format!("divide by {one}")),
        -1 => Some(format!("multiply by {one}")),
        _ => None,
    }
}

/// Says of a product what is counted on one side and per what on the other, where the two do not cancel: each with the
/// place it comes from. Gives the finding back where it is not that.
pub(super) fn left_over(
    checker: &Checker,
    finding: Diagnostic,
    operand: Operand,
    (from, to): (UnitId, UnitId),
) -> Result<Diagnostic, Box<Diagnostic>> {
    let sides = uncancelled(checker, from, to).and_then(|(counted, per)| {
        let counted_side = leaf_of(checker, operand, counted, 1)?;
        let per_side = leaf_of(checker, operand, per, -1)?;
        Some((counted, per, counted_side, per_side))
    });
    let Some((counted, per, counted_side, per_side)) = sides else { return Err(Box::new(finding)) };
    let name = |index: u32, many| super::words::counted_name(checker.plan, index, many);
    let (counted, per) = (name(counted, super::words::Many::Yes), name(per, super::words::Many::No));
    let finding = [counted_side, per_side]
        .into_iter()
        .fold(finding, |finding, side| checker.origin(finding.also(side.span, checker.side(side)), side));
    Ok(finding.help(format!("this counts {counted}, but is paid per {per}: count both in the same unit")))
}

/// What is counted above and below in `from` and not in `to`, where it is one thing each.
fn uncancelled(checker: &Checker, from: UnitId, to: UnitId) -> Option<(u32, u32)> {
    let missing = checker.units.dimension(from).divide(checker.units.dimension(to)).ok()?;
    let of_power = |sought: i8| {
        let mut counted = missing.factors().iter().filter_map(move |(base, power)| match base {
            Base::Counted(index) if *power == sought => Some(*index),
            Base::Counted(_) | Base::Currency(_) | Base::Time => None,
        });
        counted.next().filter(|_| counted.next().is_none())
    };
    Some((of_power(1)?, of_power(-1)?))
}

/// The first figure of a product that counts something, to such a power.
fn leaf_of(checker: &Checker, operand: Operand, counted: u32, power: i8) -> Option<Operand> {
    let mut open = vec![operand.id];
    while let Some(id) = open.pop() {
        let expression = &checker.plan.expressions[id];
        let unit = match &expression.kind {
            ExpressionKind::Binary { left, right, .. } => {
                open.extend([*right, *left]);
                continue;
            }
            ExpressionKind::Quantity { unit, .. } => Some(*unit),
            ExpressionKind::Name(Name::Declared(id)) => {
                let driver = id.cast::<Driver>().and_then(|driver| checker.drivers.get(driver.index())?.as_ref());
                driver.map(|driver| driver.unit)
            }
            _ => None,
        };
        let Some(unit) = unit else { continue };
        if checker.units.dimension(unit).factors().contains(&(Base::Counted(counted), power)) {
            return Some(Operand { of: Type::of(&checker.units, unit), span: expression.span, id, ..operand });
        }
    }
    None
}

fn bare_number(checker: &Checker, operand: Operand) -> Option<crate::model::ExpressionId> {
    (operand.of.is_number(&checker.units) && checker.literal_value(operand).is_some()).then_some(operand.id)
}

/// "a length of time, such as `1 year`"
fn one_of(checker: &Checker, unit: &Unit, base: Base) -> String {
    match base {
        Base::Time => {
            let name = unit_code(checker.plan, unit);
            let word = name.rsplit(['/', '*']).find(|word| TimeUnit::parse(word).is_some());
            format!("a length of time such as `1 {}`", word.unwrap_or("month"))
        }
        Base::Currency(currency) => format!("an amount in {currency}"),
        Base::Counted(index) => {
            format!("a count such as `1 {}`", super::words::counted_name(checker.plan, index, super::words::Many::No))
        }
    }
}

/// `1 - retention`
fn number_beside_share(checker: &Checker, left: Operand, right: Operand) -> Diagnostic {
    let number = if left.of.is_number(&checker.units) { left } else { right };
    let message = "a plain number and a share do not go together";
    let finding = both_sides(checker, Code::NumberBesideShare, message.to_owned(), left, right);
    let value = checker.literal_value(number);
    // `1 - retention` leaves no doubt; `74` beside a share has its per cents already.
    let is_fraction = value.is_some_and(|value| value.abs() <= Number::ONE);
    match value.and_then(percent_meant) {
        Some(percent) => finding.help(format!("write `{percent}%`")).fix(
            format!("write `{percent}%`"),
            number.span,
            format!("{percent}%"),
            if is_fraction { Applicability::Safe } else { Applicability::Suggestion },
        ),
        None => finding.help("multiply the number by `100%` to make it a share"),
    }
}

/// The per cents that a bare number stands for: `0.6` is a fraction, `60` has them already.
pub(super) fn percent_meant(number: Number) -> Option<Number> {
    if number.abs() <= Number::ONE { percent(number) } else { Some(number) }
}

/// A fraction as it is written before `%`.
pub(super) fn percent(fraction: Number) -> Option<Number> {
    fraction.multiply(Number::from_integer(100)).ok()
}

fn points_less_share(checker: &Checker, left: Operand, right: Operand) -> Diagnostic {
    let message = "a share cannot be taken from a difference of shares".to_owned();
    both_sides(checker, Code::UnitClash, message, left, right).help("a share takes away from a share: write `%`")
}

/// Two values that are compared do not compare.
pub(super) fn compared(checker: &Checker, clash: Clash, left: Operand, right: Operand) -> Diagnostic {
    if clash != Clash::ShareAndPoints {
        return self::clash(checker, clash, "compare", left, right);
    }
    let message = "a share is compared with a difference of shares".to_owned();
    let points = if matches!(left.of, Type::Points(_)) { left } else { right };
    let finding = both_sides(checker, Code::ShareBesidePoints, message, left, right)
        .help("`pp` is how far two shares lie apart; a share is written with `%`");
    match checker.literal_value(points).and_then(percent) {
        Some(percent) => {
            finding.fix(format!("write `{percent}%`"), points.span, format!("{percent}%"), Applicability::Suggestion)
        }
        None => finding,
    }
}

/// Two values whose product or quotient means nothing.
pub(super) fn meaningless(
    checker: &Checker,
    operator: &str,
    operator_span: Span,
    left: Operand,
    right: Operand,
) -> Diagnostic {
    let verb = if operator == "*" { "multiplied by" } else { "divided by" };
    let message = format!("{} cannot be {verb} {}", checker.words(left.of), checker.words(right.of));
    let finding = Diagnostic::new(Code::MeaninglessOperation, operator_span, message)
        .label("this means nothing")
        .also(left.span, checker.side(left))
        .also(right.span, checker.side(right));
    let about_scores = [left.of, right.of].iter().any(|of| matches!(of, Type::Score(_)));
    finding.help(if about_scores {
        "a score multiplies or divides by plain numbers and time only"
    } else {
        "a difference of shares multiplies or divides by plain numbers and time only"
    })
}

/// A calculation of constants has no result.
pub(super) fn impossible(failure: Failure, span: Span) -> Diagnostic {
    let (words, help) = match failure {
        Failure::Arithmetic(error) => (
            error.to_string(),
            match error {
                ArithmeticError::Overflow => "look for a factor, a power or a suffix too many",
                ArithmeticError::DivisionByZero => "see that what it divides by is never zero",
                ArithmeticError::OutsideDomain => "`ln` takes numbers above zero, `sqrt` numbers from zero",
            },
        ),
        Failure::Unavailable | Failure::NothingSpent => {
            ("this has no value here".to_owned(), "read a figure that is known here")
        }
    };
    Diagnostic::new(Code::ImpossibleArithmetic, span, words).label("no result").help(help)
}

/// A text, list or period where a figure belongs.
pub(super) fn not_a_figure(kind: &ExpressionKind, span: Span) -> Diagnostic {
    let (what, help) = match kind {
        ExpressionKind::Text => ("a text", "write a figure without quotes"),
        ExpressionKind::Period(_) => ("a date or period", "a month stands after `at`, `from`, `to`, `in` or `by`"),
        ExpressionKind::List => ("a list", "write one figure"),
        ExpressionKind::Range { .. } => (
            "a range",
            "write one figure; an effect, cost, saving, earning or driver also takes three, low, likely and high: `+1 .. +2 .. +4 pts`",
        ),
        ExpressionKind::ThreePoint { .. } => (
            "a three-point estimate",
            "only effects, costs, savings, earnings and drivers take three figures: write one",
        ),
        ExpressionKind::Rating => ("a rating `of` something", "only `satisfaction` takes one: write one figure"),
        _ => ("a factor", "only an effect takes `* 1.03`: write one figure"),
    };
    Diagnostic::new(Code::NotAFigure, span, format!("{what} stands where a figure belongs"))
        .label(format!("this is {what}"))
        .help(help)
}

pub(super) fn not_a_truth(checker: &Checker, operand: Operand, operator: &str) -> Diagnostic {
    Diagnostic::new(Code::MeaninglessOperation, operand.span, format!("`{operator}` joins conditions, not figures"))
        .label(checker.side(operand))
        .help("compare it: `>= 45 pts`")
}

pub(super) fn truth_as_figure(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAFigure, span, "a yes or no stands where a figure belongs")
        .label("this is a yes or no")
        .help("write a figure")
}

/// A currency without `exchange`.
pub(super) fn unknown_rate(currency: Currency, home: Currency, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownRate, span, format!("the plan has no exchange rate for {currency}"))
        .label(format!("the plan is kept in {home}"))
        .help(format!("declare one: `exchange {currency} {{ rate: 1.08 {home}, source: \"…\", as_of: 2026-10-30 }}`"))
}

pub(super) fn dry_journey(checker: &Checker, journey: Id<Journey>, stage: Id<Stage>, span: Span) -> Diagnostic {
    let (journey_path, stage_path) = (checker.path(journey), checker.path(stage));
    Diagnostic::new(
        Code::DryJourney,
        span,
        format!("nothing enters `{journey_path}`, so nothing passes `{stage_path}`"),
    )
    .label("this has no value")
    .also(checker.span(journey), format!("`{journey_path}` has no `entering`"))
    .help(format!("say in `{journey_path}` what enters it: `entering: 120k visitor/month`"))
}

/// A month that the plan does not cover.
pub(super) fn outside_calendar(checker: &Checker, what: &str, month: Month, span: Span) -> Diagnostic {
    let (first, last) = (checker.calendar.first(), checker.calendar.last());
    let side = if month < first { "before it begins" } else { "after it ends" };
    Diagnostic::new(
        Code::OutsideCalendar,
        span,
        format!("{what} lies outside of the plan's calendar, {first} .. {last}"),
    )
    .label(format!("{month} is {side}"))
    .help(format!("name a month from {first} to {last}, or change the plan's `calendar`"))
}

/// `budget FY2027` where the calendar is another year: which months that is, and which period of its kind was meant.
pub(super) fn period_outside_calendar(checker: &Checker, what: &str, period: Spanned<Period>) -> Diagnostic {
    let (first, last) = period.value.months(checker.fiscal_start);
    let outside = if checker.calendar.contains(first) { last } else { first };
    let finding = outside_calendar(checker, what, outside, period.span);
    if first == last || matches!(period.value, Period::Months { .. }) {
        return finding;
    }
    let is = format!("`{}` is {first} .. {last}", period.value);
    let (calendar_first, calendar_last) = (checker.calendar.first(), checker.calendar.last());
    let finding = finding.label(is);
    let Some(next) = period.value.next_fiscal() else {
        return finding.help(format!(
            "name a period within {calendar_first} .. {calendar_last}, or change the plan's `calendar`"
        ));
    };
    let (next_first, next_last) = next.months(checker.fiscal_start);
    if checker.calendar.contains(next_first) && checker.calendar.contains(next_last) {
        return finding
            .help(format!(
                "a fiscal year is named by the calendar year it ends in: `{next}` is {next_first} .. {next_last}"
            ))
            .fix(format!("write `{next}`"), period.span, next.to_string(), Applicability::Suggestion);
    }
    finding.help(format!(
        "a fiscal year is named by the calendar year it ends in, and begins in the month that the plan's `fiscal_year_starts` says ({}); name a period within {calendar_first} .. {calendar_last}",
        checker.fiscal_start
    ))
}

/// A value of the wrong kind for its place.
pub(super) fn wrong_quantity(checker: &Checker, operand: Operand, wanted: &str) -> Diagnostic {
    let finding = Diagnostic::new(
        Code::WrongQuantity,
        operand.span,
        format!("{} stands where {wanted} belongs", checker.words(operand.of)),
    )
    .label(checker.side(operand));
    checker.origin(finding, operand)
}

/// `budget: 50k EUR/year`; `amount` is what it comes to over the calendar.
pub(super) fn money_per_time(
    checker: &Checker,
    operand: Operand,
    wanted: &str,
    amount: Option<crate::quantity::Money>,
) -> Diagnostic {
    let finding = wrong_quantity(checker, operand, wanted);
    let Some(amount) = amount.map(|amount| format!("{} {}", amount.number(), checker.currency.code())) else {
        return finding.help("write what it comes to in all, without `/` and a word of time");
    };
    let (first, last) = (checker.calendar.first(), checker.calendar.last());
    finding.help(format!("write what it comes to in all: `{amount}` over {first} .. {last}")).fix(
        format!("write `{amount}`"),
        operand.span,
        amount,
        Applicability::Suggestion,
    )
}

/// A bare number where a unit is needed.
pub(super) fn missing_unit(checker: &Checker, operand: Operand, wanted: &str, code: &str) -> Diagnostic {
    let is_money = code == checker.currency.code();
    let what = if is_money { "currency" } else { "unit" };
    let finding = Diagnostic::new(Code::MissingUnit, operand.span, format!("this number lacks its {what}"))
        .label(format!("{wanted} belongs here"));
    let (literal, sign) = match checker.plan.expressions[operand.id].kind {
        ExpressionKind::Unary { operand: inner, operator: UnaryOperator::Plus } => {
            (Operand { id: inner, ..operand }, "+")
        }
        ExpressionKind::Unary { operand: inner, operator: UnaryOperator::Minus } => {
            (Operand { id: inner, ..operand }, "-")
        }
        _ => (operand, ""),
    };
    let Some(value) = checker.literal_value(literal) else {
        return finding.help(format!("write the {what} after one of its numbers: `{code}`"));
    };
    // `0.04` of a share that moves by points is four of a hundred, unless it is that little.
    if code == "pp"
        && value.abs() < Number::ONE
        && !value.is_zero()
        && let Some(points) = percent(value)
    {
        let right = format!("{sign}{points}pp");
        return finding.help(format!("write `{right}`, or `{sign}{value}pp` if it is that little")).fix(
            format!("write `{right}`"),
            operand.span,
            right,
            Applicability::Suggestion,
        );
    }
    if let Some(finding) = in_two_ways(checker, finding.clone(), operand, value).filter(|_| is_money) {
        return finding;
    }
    let space = if code.starts_with('%') || code == "pp" { "" } else { " " };
    let many = TimeUnit::parse(code).is_some() && value != Number::ONE;
    let code = if many { format!("{code}s") } else { code.to_owned() };
    let applicability = if is_money { Applicability::Safe } else { Applicability::Suggestion };
    finding.help(format!("write the {what}: `{sign}{value}{space}{code}`")).fix(
        format!("write the {what}"),
        operand.span.after(),
        format!("{space}{code}"),
        applicability,
    )
}

/// A bare number where money or a share may stand: `0.05` could be five per cent or five cents, so neither is certain.
pub(super) fn money_or_share(checker: &Checker, operand: Operand) -> Diagnostic {
    let code = checker.currency.code();
    let finding = Diagnostic::new(Code::MissingUnit, operand.span, "this number lacks its `%` or its currency")
        .label("money, or a share of the budget, belongs here");
    let Some(value) = checker.literal_value(operand) else {
        return finding.help(format!("write `%` or `{code}` after one of its numbers"));
    };
    if let Some(finding) = in_two_ways(checker, finding.clone(), operand, value) {
        return finding;
    }
    let money = format!("{value} {code}");
    match as_percent(value) {
        Some(share) => finding
            .help(format!("write `{share}` for a share of the budget, or `{money}` for money"))
            .fix("write a share of the budget", operand.span, share, Applicability::Suggestion)
            .fix("write money", operand.span, money, Applicability::Suggestion),
        None => finding.help(format!("write the currency: `{money}`")).fix(
            "write the currency",
            operand.span.after(),
            format!(" {code}"),
            Applicability::Safe,
        ),
    }
}

/// `5.000` where money belongs: the point may part thousands or decimals, so that neither is certain.
fn in_two_ways(checker: &Checker, finding: Diagnostic, operand: Operand, value: Number) -> Option<Diagnostic> {
    let code = checker.currency.code();
    let thousands = format!("{} {code}", in_thousands(value)?);
    let point = usize::try_from(checker.currency.minor_digits()).unwrap_or(0);
    let decimals = format!("{:.point$} {code}", Money::round(value, checker.currency).number().decimal());
    let finding = finding.help(format!("write `{thousands}` if the point parts thousands, or `{decimals}`")).fix(
        "write thousands",
        operand.span,
        thousands,
        Applicability::Suggestion,
    );
    Some(finding.fix("write the decimals of the currency", operand.span, decimals, Applicability::Suggestion))
}

/// The share that a bare number may stand for: `5%` for `5` and for `0.05`; none beyond the whole.
fn as_percent(value: Number) -> Option<String> {
    let whole = Number::from_integer(100);
    let size = if value < Number::ONE { percent(value)? } else { value };
    (!size.is_negative() && size <= whole).then(|| format!("{size}%"))
}

pub(super) fn effect_without_sign(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EffectWithoutSign,
        span,
        format!("the effect on `{path}` does not say whether it adds or takes"),
    )
    .label("a sign is missing")
    .help("write `+` or `-` before it")
    .fix("write `+`", span.before(), "+", Applicability::Suggestion)
    .fix("write `-`", span.before(), "-", Applicability::Suggestion)
}

/// `+3%` on a KPI that is a share.
pub(super) fn percent_on_share(checker: &Checker, kpi: Id<Kpi>, span: Span, change: Option<Number>) -> Diagnostic {
    let path = checker.path(kpi);
    let finding = Diagnostic::new(
        Code::PercentOnShare,
        span,
        format!("`%` on `{path}`, itself a share, could mean points or a factor"),
    )
    .label("points, or a part of what is there?")
    .also(checker.span(kpi), format!("`{path}` is a share"));
    let texts = change.and_then(|change| {
        let size = percent(change.abs())?;
        let sign = if change.is_negative() { '-' } else { '+' };
        Some((format!("{sign}{size}pp"), format!("* {}", Number::ONE.add(change).ok()?)))
    });
    match texts {
        Some((points, factor)) => finding
            .help(format!("write `{points}` for points, or `{factor}` for a factor"))
            .fix("add points", span, points, Applicability::Suggestion)
            .fix("multiply", span, factor, Applicability::Suggestion),
        None => finding.help("write `+3pp` for points, or `* 1.03` for a factor"),
    }
}

pub(super) fn relative_on_score(checker: &Checker, kpi: Id<Kpi>, span: Span) -> Diagnostic {
    let path = checker.path(kpi);
    Diagnostic::new(Code::RelativeOnScore, span, format!("`{path}` is a score, which has no parts to multiply"))
        .label("this is relative")
        .also(checker.span(kpi), format!("`{path}` is a score"))
        .help("write the change in points: `+2 pts`")
}

pub(super) fn not_ascending(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::NotAscending, span, format!("{what} does not ascend"))
        .label("the smallest comes first")
        .help("write the ends in ascending order: `1 .. 2 .. 4 pts`")
}

pub(super) fn not_whole_months(span: Span, months: Number) -> Diagnostic {
    let shown = months.round_half_even(2);
    let about = if shown == months { "" } else { "about " };
    let near = match months.round_half_even(0) {
        whole if whole <= Number::ONE => "1 month".to_owned(),
        whole => format!("{whole} months"),
    };
    let finding = Diagnostic::new(Code::NotWholeMonths, span, "plans count in whole months")
        .label(format!("this is {about}{shown} months"))
        .help(format!("write whole months, quarters or years: `{near}`"));
    if !months.is_positive() {
        return finding;
    }
    finding.fix(format!("write `{near}`"), span, near, Applicability::Suggestion)
}

/// `after 2027-03`
pub(super) fn period_for_length(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAFigure, span, "a date or period stands where a length of time belongs")
        .label("this says when, not how long")
        .help("write how many months, such as `2 months`; those of an effect are counted from the start of its level")
}

/// `within_department: -5 EUR`: an amount of which there is never less than none.
pub(super) fn below_zero(span: Span) -> Diagnostic {
    out_of_range(span, "this amount is below zero".to_owned(), "write an amount from zero up".to_owned())
}

pub(super) fn out_of_range(span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::OutOfRange, span, message).label("outside of what is possible").help(help)
}
