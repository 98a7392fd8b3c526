//! Values as they are written elsewhere: one finding for each part that is written otherwise here.

use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::source::Span;
use crate::syntax::meant::{Certainty, Change, Habit};

/// A part of a value that is written as elsewhere, or in plain words.
pub(in crate::syntax) fn habit(span: Span, written: &str, change: &Change) -> Diagnostic {
    let (shown, right) = (quote(written), &change.right);
    let new = |code: Code, message: String, label: &str| Diagnostic::new(code, span, message).label(label.to_owned());
    let not_here =
        |code: Code, what: &str, label: &str| new(code, format!("`{shown}` is not how {what} is written here"), label);
    let finding = match &change.habit {
        Habit::Comparison => {
            new(Code::ForeignSign, format!("`{shown}` is written `{right}` here"), "a comparison has a sign")
        }
        Habit::BoundOfTarget => new(
            Code::ForeignSign,
            format!("`{shown}` is not how a target is written here"),
            "a target is the value to reach; which way is better, the KPI says",
        ),
        Habit::MonthBehindCondition => {
            not_here(Code::UnexpectedWords, "a condition", "the month stands right behind the KPI")
        }
        Habit::Day => not_here(Code::NoSuchPeriod, "a day", "the year stands first, then the month, then the day"),
        Habit::DayForMonth => {
            not_here(Code::NoSuchPeriod, "a month", "the year stands first, then the month; no day is needed")
        }
        Habit::DayOrMonth(_) => not_here(Code::NoSuchPeriod, "a date", "which of the two is the month?"),
        Habit::Period if right.starts_with("FY") => {
            not_here(Code::NoSuchPeriod, "a period", "a fiscal year is named by the year that it ends in")
        }
        Habit::Period => {
            not_here(Code::NoSuchPeriod, "a period", "the year stands first, then the month or quarter in digits")
        }
        Habit::Range => {
            not_here(Code::NoSuchPeriod, "a range of months", "`..` stands between the first month and the last")
        }
        Habit::NoMonth => new(Code::NoSuchPeriod, format!("`{shown}` names no month"), "which month is meant?"),
        Habit::Amount => not_here(
            Code::MalformedNumber,
            "an amount",
            "thousands are a `k` right behind the number, millions an `M`; the code of the currency follows",
        ),
        Habit::Currency(_) => new(
            Code::UnknownCurrency,
            format!("`{shown}` is no code of a currency"),
            "a currency is named by its three letters of ISO 4217",
        ),
        Habit::Time => {
            not_here(Code::UnexpectedWords, "a time", "when an amount falls is said by `in`, or by `from` and `to`")
        }
        Habit::NumberInWords => not_here(Code::MalformedNumber, "a number", "numbers stand in digits"),
        Habit::UnitCutShort => not_here(
            Code::UnitSpacing,
            "this figure",
            "a `%` or `pp` binds to its number, other units stand apart and in full",
        ),
        Habit::Evidence => {
            not_here(Code::UnexpectedWords, "what follows a value", "its word stands without `:` and brackets")
        }
        Habit::Rating => not_here(Code::ForeignSign, "a rating", "`of` stands before the best there is"),
        Habit::ChangeInWords => {
            not_here(Code::UnexpectedWords, "a change", "a sign says which way, and a figure how far")
        }
        Habit::Comma => {
            new(Code::StraySeparator, "no comma is needed here".to_owned(), "what follows belongs to the value")
        }
        Habit::Week => not_here(Code::NoSuchPeriod, "a period", "plans count in calendar months"),
        Habit::RangeOfFigures => {
            not_here(Code::MalformedNumber, "a range", "`..` stands between its lowest figure and its highest")
        }
        Habit::Path => not_here(Code::UnusualName, "a name", "the parts of a name are joined by dots"),
        Habit::ShareOf => {
            new(Code::ForeignSign, format!("`{shown}` is written `{right}` here"), "a share of an amount multiplies it")
        }
        Habit::WordsApart => not_here(Code::UnexpectedWords, "one of the choices", "its words are joined by `_`"),
    };
    match &change.habit {
        Habit::Week => finding.help("write the month that it falls in, such as `2027-03`"),
        Habit::Comma => finding.help("remove the comma").fix("remove the comma", span, "", Applicability::Safe),
        Habit::NoMonth => finding.help("write the month, such as `at 2027-12` for the last of 2027"),
        Habit::DayOrMonth(other) => finding.help(format!("write `{right}` or `{other}`")),
        Habit::Currency(Certainty::Likely) => finding.help(format!("write `{right}` if that is the one")).fix(
            format!("write `{right}`"),
            span,
            right.clone(),
            Applicability::Suggestion,
        ),
        habit => {
            let is_sure = matches!(
                habit,
                Habit::Day
                    | Habit::Period
                    | Habit::Range
                    | Habit::Amount
                    | Habit::Currency(_)
                    | Habit::RangeOfFigures
                    | Habit::Path
                    | Habit::ShareOf
            );
            let applicability = if is_sure { Applicability::Safe } else { Applicability::Suggestion };
            finding.help(format!("write `{}`", quote(right))).fix(
                format!("write `{}`", quote(right)),
                span,
                right.clone(),
                applicability,
            )
        }
    }
}
