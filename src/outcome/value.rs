//! The types of figures as a plan file has them: money, names, verdicts; numbers that no file keeps.

use super::figure::Value;
use super::measure::NOT_AVAILABLE;
use crate::evaluate::Verdict;
use crate::model::kpi::Better;
use crate::quantity::{Currency, Money, Number};

/// An amount of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Of what: a period, a category.
    pub name: String,
    /// How much.
    pub amount: Money,
}

impl Value for Money {
    fn unknown() -> Money {
        Money::ZERO
    }

    fn lines(&self, currency: Currency) -> Vec<(String, String)> {
        one(amount_text(*self, currency))
    }

    fn read(&mut self, key: &str, text: &str, currency: Currency) -> Option<()> {
        *self = amount_of(text, currency).filter(|_| key.is_empty())?;
        Some(())
    }
}

impl Value for Vec<Amount> {
    fn unknown() -> Vec<Amount> {
        Vec::new()
    }

    fn lines(&self, currency: Currency) -> Vec<(String, String)> {
        let costly = self.iter().filter(|amount| !amount.amount.is_zero());
        costly.map(|amount| (amount.name.clone(), amount_text(amount.amount, currency))).collect()
    }

    fn read(&mut self, key: &str, text: &str, currency: Currency) -> Option<()> {
        self.push(Amount { name: key.to_owned(), amount: amount_of(text, currency)? });
        Some(())
    }
}

/// Names in order; `none` where there are none.
impl Value for Vec<String> {
    fn unknown() -> Vec<String> {
        Vec::new()
    }

    fn lines(&self, _: Currency) -> Vec<(String, String)> {
        one(if self.is_empty() { NONE.to_owned() } else { self.join(", ") })
    }

    fn read(&mut self, key: &str, text: &str, _: Currency) -> Option<()> {
        let names = text.split(", ").filter(|name| *name != NONE);
        *self = names.map(str::to_owned).collect();
        key.is_empty().then_some(())
    }
}

/// What stands for no names.
const NONE: &str = "none";

impl Value for Option<String> {
    fn unknown() -> Option<String> {
        None
    }

    fn lines(&self, _: Currency) -> Vec<(String, String)> {
        self.iter().map(|word| (String::new(), word.clone())).collect()
    }

    fn read(&mut self, key: &str, text: &str, _: Currency) -> Option<()> {
        *self = Some(text.to_owned());
        key.is_empty().then_some(())
    }
}

impl Value for Verdict {
    fn unknown() -> Verdict {
        Verdict::NotAvailable
    }

    fn lines(&self, _: Currency) -> Vec<(String, String)> {
        one(verdict_word(*self).to_owned())
    }

    fn read(&mut self, key: &str, text: &str, _: Currency) -> Option<()> {
        let all = [Verdict::Holds, Verdict::Fails, Verdict::NotAvailable];
        *self = all.into_iter().find(|verdict| verdict_word(*verdict) == text).filter(|_| key.is_empty())?;
        Some(())
    }
}

impl Value for Option<Verdict> {
    fn unknown() -> Option<Verdict> {
        None
    }

    fn lines(&self, currency: Currency) -> Vec<(String, String)> {
        self.map_or_else(Vec::new, |verdict| verdict.lines(currency))
    }

    fn read(&mut self, key: &str, text: &str, currency: Currency) -> Option<()> {
        let mut verdict = Verdict::unknown();
        verdict.read(key, text, currency)?;
        *self = Some(verdict);
        Some(())
    }
}

/// Types of figures that no plan file keeps.
macro_rules! never_kept {
    ($($type:ty: $unknown:expr;)+) => {
        $(impl Value for $type {
            fn unknown() -> $type {
                $unknown
            }
        })+
    };
}

never_kept! {
    String: String::new();
    Option<Money>: None;
    Option<Number>: None;
    Option<usize>: None;
    Option<bool>: None;
    Option<Better>: None;
}

fn one(text: String) -> Vec<(String, String)> {
    vec![(String::new(), text)]
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::NotAvailable | Verdict::NothingSpent => NOT_AVAILABLE,
    }
}

/// An amount with the decimals of its currency: `95333.30`.
fn amount_text(amount: Money, currency: Currency) -> String {
    let digits = currency.minor_digits() as usize;
    let plain = amount.number().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    if digits == 0 { whole.to_owned() } else { format!("{whole}.{decimals:0<digits$}") }
}

/// An amount that is whole in the minor units of its currency.
fn amount_of(text: &str, currency: Currency) -> Option<Money> {
    let number = Number::parse_signed(text).ok()?;
    let amount = Money::round(number, currency);
    (amount.number() == number).then_some(amount)
}
