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
        Habit::Bound => new(
            Code::ForeignSign,
            format!("`{shown}` is not how a figure is written here"),
            "that it is the most or the least, its property says",
        ),
        Habit::Truth => not_here(Code::ForeignSign, "a condition", "`funded` says by itself whether it holds"),
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
        Habit::CurrencyFirst(_) => new(
            Code::CurrencyFirst,
            format!("the currency of `{shown}` is misplaced"),
            "the three letters of the currency stand after the number",
        ),
        Habit::CurrencySign(_) => {
            not_here(Code::CurrencyFirst, "an amount", "the three letters of the currency stand after the number")
        }
        Habit::Thousands(Some(_)) => new(
            Code::ThousandsComma,
            format!("`{shown}` can be read in two ways"),
            "does the point part thousands, or decimals?",
        ),
        Habit::Thousands(None) => {
            not_here(Code::ThousandsComma, "an amount", "decimals stand behind a point, and `_` parts the thousands")
        }
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
        Habit::OnScale(_) | Habit::BetweenTwo(_) => {
            not_here(Code::ForeignSign, "this figure", "one figure belongs here, on the scale of its property")
        }
        Habit::Fraction => not_here(Code::ForeignSign, "a share", "a share has a `%`"),
        Habit::Rate(_) => {
            not_here(Code::UnexpectedWords, "a rate", "a rate is what one of this currency is worth, as one amount")
        }
        Habit::ChangeInWords => {
            not_here(Code::UnexpectedWords, "a change", "a sign says which way, and a figure how far")
        }
        Habit::Comma => {
            new(Code::StraySeparator, "no comma is needed here".to_owned(), "what follows belongs to the value")
        }
        Habit::Week => not_here(Code::NoSuchPeriod, "a period", "plans count in calendar months"),
        Habit::RangeOfFigures | Habit::OpenRange => {
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
        Habit::BetweenTwo(other) if other == right => finding.help(format!("write `{right}`")),
        Habit::DayOrMonth(other) | Habit::BetweenTwo(other) => finding.help(format!("write `{right}` or `{other}`")),
        Habit::Thousands(other) => two_ways(finding, span, right, other.as_deref()),
        Habit::Currency(Certainty::Likely)
        | Habit::CurrencyFirst(Certainty::Likely)
        | Habit::CurrencySign(Certainty::Likely) => finding.help(format!("write `{right}` if that is the one")).fix(
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
                    | Habit::CurrencyFirst(_)
                    | Habit::CurrencySign(_)
                    | Habit::OnScale(Certainty::Sure)
                    | Habit::Fraction
                    | Habit::Bound
                    | Habit::Truth
                    | Habit::Rate(Certainty::Sure)
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

/// `250.000 €`: neither of its two readings is certain.
fn two_ways(finding: Diagnostic, span: Span, thousands: &str, decimals: Option<&str>) -> Diagnostic {
    let offer = |finding: Diagnostic, title: &str, right: &str| {
        finding.fix(title.to_owned(), span, right.to_owned(), Applicability::Suggestion)
    };
    match decimals {
        Some(decimals) => {
            let help = format!("write `{thousands}` if the point parts thousands, or `{decimals}`");
            offer(offer(finding.help(help), "write thousands", thousands), "write decimals", decimals)
        }
        None => offer(finding.help(format!("write `{thousands}`")), "write thousands", thousands),
    }
}
