//! Units in words: takes a unit, says what a value in it is (`USD per agent and year`) and how it is written (`USD/agent/year`).

use super::checked::KpiTerms;
use crate::model::{Id, Plan};
use crate::quantity::{Base, Currency, Flavour, Money, Number, Ratio, TimeUnit, Unit};

/// How a unit is written in a plan: `USD/agent/year`, `%`, `pts/month`; nothing for a plain number.
#[must_use]
pub fn unit_code(plan: &Plan, unit: &Unit) -> String {
    let mut code = match unit.flavour {
        Flavour::Plain => String::new(),
        Flavour::Share => "%".to_owned(),
        Flavour::Points => "pp".to_owned(),
        Flavour::Score => "pts".to_owned(),
    };
    for (base, power) in unit.dimension.factors().iter().filter(|(_, power)| *power > 0) {
        for _ in 0..*power {
            if !code.is_empty() {
                code.push('*');
            }
            code.push_str(&base_name(plan, unit, *base, Many::No));
        }
    }
    for (base, power) in unit.dimension.factors().iter().filter(|(_, power)| *power < 0) {
        for _ in *power..0 {
            code.push('/');
            code.push_str(&base_name(plan, unit, *base, Many::No));
        }
    }
    code
}

/// How a unit is written beside a value: as [`unit_code`], but `3 complaints`.
#[must_use]
pub fn unit_beside(plan: &Plan, unit: &Unit, value: Number) -> String {
    match (unit.flavour, unit.dimension.factors()) {
        (Flavour::Plain, [(base @ (Base::Time | Base::Counted(_)), 1)]) if value.abs() != Number::ONE => {
            base_name(plan, unit, *base, Many::Yes)
        }
        _ => unit_code(plan, unit),
    }
}

/// A value of a KPI, in the unit it is shown in.
#[must_use]
pub fn kpi_amount(plan: &Plan, terms: &KpiTerms, value: Number) -> String {
    amount(plan, terms.shown.of(value), &terms.shown.unit)
}

/// A value with its unit, as it is written in a plan: `45 pts`, `96.5%`, `3 months`.
#[must_use]
pub fn amount(plan: &Plan, value: Number, unit: &Unit) -> String {
    let code = unit_code(plan, unit);
    let is_percent = matches!(unit.flavour, Flavour::Share | Flavour::Points);
    let value = if is_percent { value.multiply(Number::from_integer(100)).unwrap_or(value) } else { value };
    if let (Flavour::Plain, [(base @ (Base::Time | Base::Counted(_)), 1)]) = (unit.flavour, unit.dimension.factors()) {
        let many = if value.abs() == Number::ONE { Many::No } else { Many::Yes };
        return format!("{value} {}", base_name(plan, unit, *base, many));
    }
    match unit.flavour {
        Flavour::Share | Flavour::Points => format!("{value}{code}"),
        Flavour::Plain if code.is_empty() => value.to_string(),
        Flavour::Plain | Flavour::Score => format!("{value} {code}"),
    }
}

/// `95,333.33 USD`; whole amounts go without decimals.
#[must_use]
pub fn money_words(amount: Money, currency: Currency) -> String {
    let text = amount.abs().number().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_negative() { "-" } else { "" };
    let digits = currency.minor_digits() as usize;
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction:0<digits$}") };
    format!("{sign}{grouped}{fraction} {currency}")
}

/// What a value in a unit is, for a sentence that begins with "this is".
pub(super) fn describe(plan: &Plan, unit: &Unit) -> String {
    let per = per(plan, unit);
    match unit.flavour {
        Flavour::Share => format!("a share{per}"),
        Flavour::Points => format!("a difference of shares{per}"),
        Flavour::Score => format!("a score{per}"),
        Flavour::Plain => describe_plain(plan, unit, &per),
    }
}

fn describe_plain(plan: &Plan, unit: &Unit, per: &str) -> String {
    let above: Vec<(Base, i8)> = unit.dimension.factors().iter().copied().filter(|(_, power)| *power > 0).collect();
    match above.as_slice() {
        [] if per.is_empty() => "a plain number".to_owned(),
        [] => format!("a number{per}"),
        [(Base::Time, 1)] if per.is_empty() => "a length of time".to_owned(),
        [(Base::Counted(_), 1)] if per.is_empty() => {
            format!(
                "a count of {}",
                above.iter().map(|(base, _)| base_name(plan, unit, *base, Many::Yes)).collect::<String>()
            )
        }
        _ => {
            let names: Vec<String> =
                above.iter().map(|(base, power)| to_power(base_name(plan, unit, *base, Many::Yes), *power)).collect();
            format!("{}{per}", names.join(" times "))
        }
    }
}

/// ` per agent and year`, or nothing.
fn per(plan: &Plan, unit: &Unit) -> String {
    let below = unit.dimension.factors().iter().filter(|(_, power)| *power < 0);
    let names: Vec<String> =
        below.map(|(base, power)| to_power(base_name(plan, unit, *base, Many::No), power.saturating_neg())).collect();
    if names.is_empty() { String::new() } else { format!(" per {}", names.join(" and ")) }
}

fn to_power(name: String, power: i8) -> String {
    match power {
        1 => name,
        2 => format!("{name} squared"),
        _ => format!("{name} to the power of {power}"),
    }
}

/// One or more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    Yes,
    No,
}

fn base_name(plan: &Plan, unit: &Unit, base: Base, many: Many) -> String {
    match base {
        Base::Currency(currency) => currency.code().to_owned(),
        Base::Time => time_name(unit, many),
        Base::Counted(index) => counted_name(plan, index, many),
    }
}

/// The name of a declared unit, by its place among them.
pub(super) fn counted_name(plan: &Plan, index: u32, many: Many) -> String {
    let Some(counted) = plan.counted_units.find(Id::new(index as usize)) else {
        return "things".to_owned();
    };
    let name = counted.head.path.as_str();
    match (many, &counted.plural) {
        (Many::No, _) => name.to_owned(),
        (Many::Yes, Some(plural)) => plural.0.value.to_string(),
        (Many::Yes, None) => format!("{name}s"),
    }
}

/// The word for a unit's time: the one whose length, to its power, is the scale.
fn time_name(unit: &Unit, many: Many) -> String {
    let power = unit.dimension.factors().iter().find(|(base, _)| *base == Base::Time).map_or(1, |(_, power)| *power);
    let named = TimeUnit::ALL.into_iter().find(|time| {
        Ratio::new(u128::from(time.seconds()), 1).and_then(|length| length.power(power).ok()) == Some(unit.scale)
    });
    let word = named.map_or("time", TimeUnit::word);
    if many == Many::Yes && named.is_some() { format!("{word}s") } else { word.to_owned() }
}
