//! Mistakes with numbers, units, money and periods.

use super::super::periods;
use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::quantity::{Month, NumberError, PeriodError};
use crate::source::Span;

/// A number that is none.
pub(in crate::syntax) fn number(span: Span, written: &str, error: NumberError) -> Diagnostic {
    let shown = quote(written);
    let malformed = |message: String| Diagnostic::new(Code::MalformedNumber, span, message);
    match error {
        NumberError::TooLarge => malformed(format!("`{shown}` is larger than a plan can count"))
            .label("numbers stay below 10^20")
            .help("write it in a larger unit"),
        NumberError::TooPrecise => malformed(format!("`{shown}` has more digits than a plan keeps"))
            .label("at most 28 digits")
            .help("round it"),
        NumberError::Malformed => {
            let right = mended(written);
            malformed(format!("`{shown}` is not a number"))
                .label(fault(written))
                .help(format!("write `{}`", quote(&right)))
                .fix(format!("write `{}`", quote(&right)), span, right, Applicability::Suggestion)
        }
    }
}

fn fault(written: &str) -> &'static str {
    if written.starts_with('.') {
        "a digit is missing before the dot"
    } else if written.contains("__") {
        "digits are parted by single `_`"
    } else if written.contains("_.") || written.contains("._") || written.ends_with('_') {
        "a `_` stands between two digits only"
    } else if written.trim_end_matches(['k', 'M', 'B']).ends_with('.') {
        "digits are missing after the dot"
    } else {
        "cannot be read as a number"
    }
}

/// The number with its digits in order: `3.` to `3`, `1__2` to `1_2`, `.5` to `0.5`.
fn mended(written: &str) -> String {
    let (figure, suffix) = written.split_at(written.trim_end_matches(['k', 'M', 'B']).len());
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    let digits = |part: &str| part.split('_').filter(|group| !group.is_empty()).collect::<Vec<_>>().join("_");
    let whole = Some(digits(whole)).filter(|whole| !whole.is_empty()).unwrap_or_else(|| "0".to_owned());
    match digits(fraction) {
        fraction if fraction.is_empty() => format!("{whole}{suffix}"),
        fraction => format!("{whole}.{fraction}{suffix}"),
    }
}

/// `52,000`.
pub(in crate::syntax) fn thousands_comma(span: Span, written: &str) -> Diagnostic {
    let right = written.replace(',', "_");
    Diagnostic::new(Code::ThousandsComma, span, format!("`{}` has commas between its digits", quote(written)))
        .label("a comma ends a value")
        .help(format!("part the digits by `_`: `{}`", quote(&right)))
        .fix(format!("write `{}`", quote(&right)), span, right, Applicability::Safe)
}

/// `1.234,56`, `1 234`, `0,5`: `right` is the number as it is written here.
pub(in crate::syntax) fn foreign_number(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::ThousandsComma, span, format!("`{}` is not how a number is written here", quote(written)))
        .label("decimals stand behind a point, and `_` parts the thousands")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Safe)
}

/// `1.2.3`, `1 23`: what was meant cannot be told.
pub(in crate::syntax) fn unclear_number(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedNumber, span, format!("`{}` is not a number", quote(written)))
        .label("its parts do not make one number")
        .help("write the decimals behind a point, and `_` between thousands if you like, as in `1_234.50`")
}

/// `(100) EUR`.
pub(in crate::syntax) fn amount_in_parentheses(group: Span, amount: &str, unit: &str) -> Diagnostic {
    let amount = quote(amount);
    Diagnostic::new(Code::MalformedNumber, group, format!("`({amount})` is not an amount"))
        .label("parentheses group; they do not say that an amount is below nought")
        .help(format!(
            "write `{amount} {unit}` for what it costs; what it saves or earns stands as `{amount} {unit}` in `saves` or `earns`"
        ))
}

/// `1.03 ^ 2`.
pub(in crate::syntax) fn power(sign: Span, base: &str, exponent: &str) -> Diagnostic {
    let right = format!("pow({}, {})", quote(base), quote(exponent));
    Diagnostic::new(Code::UnexpectedWords, sign, "a power has no sign of its own")
        .label("not a sign")
        .help(format!("write it as a function: `{right}`"))
}

/// A period that the calendar does not have.
pub(in crate::syntax) fn period(span: Span, written: &str, error: PeriodError) -> Diagnostic {
    let shown = quote(written);
    let new = |message: String| Diagnostic::new(Code::NoSuchPeriod, span, message);
    match error {
        PeriodError::NoSuchMonth => new(format!("there is no month `{shown}`"))
            .label("months run from 01 to 12")
            .help("write year and month as in `2027-03`; a subtraction has spaces around its `-`"),
        PeriodError::NoSuchDay => new(format!("there is no day `{shown}`"))
            .label("the month has no such day")
            .help("write a day that this month has"),
        PeriodError::NoSuchQuarter => new(format!("there is no quarter `{shown}`"))
            .label("quarters run from Q1 to Q4")
            .help("write a quarter as in `2027-Q2`"),
        PeriodError::NoSuchHalf => new(format!("there is no half-year `{shown}`"))
            .label("half-years are H1 and H2")
            .help("write a half-year as in `2027-H1`"),
        PeriodError::YearOutOfRange => new(format!("the year of `{shown}` is out of range"))
            .label("years run from 1900 to 2199")
            .help("write the year with four digits"),
        PeriodError::Backwards(first, last) => {
            let right = format!("{last} .. {first}");
            new(format!("this range runs backwards, from {first} to {last}"))
                .label("the later month stands first")
                .help(format!("write `{right}`"))
                .fix("turn it round", span, right, Applicability::Suggestion)
        }
        PeriodError::EndsAreNotMonths(months) => {
            ends_are_not_months(new(format!("`{shown}` does not run from a month to a month")), span, months)
        }
        PeriodError::NotAPeriod => not_a_period(new(format!("`{shown}` is not a period")), span, written),
    }
}

/// `2027-Q1 .. 2027-Q3`.
fn ends_are_not_months(diagnostic: Diagnostic, span: Span, months: Option<(Month, Month)>) -> Diagnostic {
    let diagnostic = diagnostic.label("both ends of a range are months");
    let Some((first, last)) = months else {
        return diagnostic.help("write the first month and the last one, as in `2027-03 .. 2027-11`");
    };
    let right = format!("{first} .. {last}");
    diagnostic.help(format!("write `{right}`")).fix(format!("write `{right}`"), span, right, Applicability::Safe)
}

/// `2027-W05`, `FY2027-P03`: a week, or a period of four or five of them.
fn counts_weeks(written: &str) -> bool {
    let part = written.split_once('-').map(|(_, part)| part);
    part.and_then(|part| part.strip_prefix(['W', 'P', 'w', 'p']))
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

fn not_a_period(diagnostic: Diagnostic, span: Span, written: &str) -> Diagnostic {
    if counts_weeks(written) {
        return diagnostic
            .label("plans count in calendar months")
            .help("write the month that it falls in, such as `2027-03`; a period of four or five weeks is planned as the month it is closest to");
    }
    let padded: Vec<String> = written.split('-').map(|part| format!("{part:0>2}")).collect();
    let padded = padded.join("-");
    if padded != written && crate::quantity::Period::parse(&padded).is_ok() {
        return diagnostic.label("months and days have two digits").help(format!("write `{padded}`")).fix(
            format!("write `{padded}`"),
            span,
            padded,
            Applicability::Safe,
        );
    }
    if let Some(right) = periods::meant(written) {
        return diagnostic.label("this is not how a period is written").help(format!("write `{right}`")).fix(
            format!("write `{right}`"),
            span,
            right,
            Applicability::Safe,
        );
    }
    diagnostic.label("cannot be read as a date, month, quarter or fiscal year").help(
        "write `2027-03-15`, `2027-03`, `2027-Q2`, `2027-H1`, `FY2027` or `FY2027-Q2`; a subtraction has spaces around its `-`",
    )
}

/// `April 2027`.
pub(in crate::syntax) fn month_in_words(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::NoSuchPeriod, span, format!("`{}` is not a period", quote(written)))
        .label("a month or quarter is written behind its year")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), span, right, Applicability::Safe)
}

/// `Q1 2027`, `2027-03 to 2027-05`, where a period stands before a colon.
pub(in crate::syntax) fn period_of_elsewhere(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::NoSuchPeriod, span, format!("`{}` is not how a period is written here", quote(written)))
        .label("the year stands first, and `..` between two months")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), span, right, Applicability::Safe)
}

/// `April`, `Q2`, without a year.
pub(in crate::syntax) fn period_without_year(span: Span, written: &str, example: &str) -> Diagnostic {
    let (label, parts) = match written.len() {
        2 => ("which year is meant?", "the year before it"),
        _ => ("a month is written by its year and number", "the year and the number of the month"),
    };
    Diagnostic::new(Code::NoSuchPeriod, span, format!("`{}` is not a period", quote(written)))
        .label(label)
        .help(format!("write {parts}, such as `{example}`"))
}

/// `5k EUR per month`: `words` stand where the unit should go on; `amount` covers all, and `right` is how it is written.
pub(in crate::syntax) fn unit_in_words(words: Span, written: &str, amount: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, words, format!("`{}` cannot stand after the value", quote(written)))
        .label("what an amount is counted per is part of its unit")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), amount, right, Applicability::Suggestion)
}

/// `40 k EUR`, `40 thousand EUR`.
pub(in crate::syntax) fn magnitude_apart(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedNumber, span, format!("`{}` is not how an amount is written here", quote(written)))
        .label("thousands are a `k` right behind the number, millions an `M`, billions a `B`")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Safe)
}

/// `2 agent x 20k EUR/agent`.
pub(in crate::syntax) fn sign_in_words(span: Span, written: &str, sign: &str) -> Diagnostic {
    Diagnostic::new(Code::ForeignSign, span, format!("`{}` is written `{sign}` here", quote(written)))
        .label("not a sign")
        .help(format!("write `{sign}`"))
        .fix(format!("write `{sign}`"), span, sign, Applicability::Suggestion)
}

/// `starting 2027-03`.
pub(in crate::syntax) fn time_in_words(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` cannot stand after the value", quote(written)))
        .label("when an amount falls is said by `in`, or by `from` and `to`")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Suggestion)
}

/// `10 %`: `gap` is what lies between.
pub(in crate::syntax) fn share_apart(span: Span, gap: Span) -> Diagnostic {
    Diagnostic::new(Code::UnitSpacing, span, "there is a space before `%`")
        .label("the `%` binds to its number")
        .help("write the `%` right after the number, as in `10%`")
        .fix("remove the space", gap, "", Applicability::Safe)
}

/// `12agent`.
pub(in crate::syntax) fn unit_adjacent(span: Span, number: &str, unit: &str) -> Diagnostic {
    let gap = Span::new(span.file, span.start + u32::try_from(number.len()).unwrap_or(0), span.end).before();
    Diagnostic::new(
        Code::UnitSpacing,
        span,
        format!("there is no space between `{}` and `{}`", quote(number), quote(unit)),
    )
    .label("a unit stands after a space")
    .help(format!("write `{} {}`", quote(number), quote(unit)))
    .fix("write the space", gap, " ", Applicability::Safe)
}

/// `52K`, `3bn`.
pub(in crate::syntax) fn magnitude(span: Span, number: &str, meant: &str, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedNumber, span, format!("`{written}` is not a magnitude"))
        .label("thousands are `k`, millions `M`, billions `B`")
        .help(format!("write `{}{meant}`", quote(number)))
        .fix(format!("write `{}{meant}`", quote(number)), span, format!("{number}{meant}"), Applicability::Suggestion)
}

/// `1e6`.
pub(in crate::syntax) fn exponent(span: Span, number: &str, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedNumber, span, format!("`{}{}` is not a number", quote(number), quote(written)))
        .label("numbers have no exponent")
        .help("write all digits, as in `1_000_000`, or a magnitude, as in `1M`")
}

/// `USD 52k`, `$52k`, `52k $`; `right` is the amount as it should stand.
pub(in crate::syntax) fn currency_first(
    span: Span,
    written: &str,
    right: &str,
    applicability: Applicability,
) -> Diagnostic {
    Diagnostic::new(Code::CurrencyFirst, span, format!("the currency of `{}` is misplaced", quote(written)))
        .label("the three letters of the currency stand after the number")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, applicability)
}

/// `40k-50k EUR`; three figures that would say it, where they are known.
pub(in crate::syntax) fn span_of_figures(sign: Span, three: Option<String>) -> Diagnostic {
    let example = three.map_or_else(|| "such as `40k .. 45k .. 50k EUR`".to_owned(), |three| format!("`{three}`"));
    Diagnostic::new(Code::MalformedNumber, sign, "two figures with a dash between them are no figure")
        .label("from the one to the other, or the one less the other?")
        .help(format!(
            "write one figure, or an estimate of three, low, likely and high, {example}; a difference has spaces around its `-`"
        ))
}

/// `~40k EUR`, `about 40k EUR`.
pub(in crate::syntax) fn about_a_figure(words: Span, written: &str, figure: &str) -> Diagnostic {
    let figure = quote(figure);
    Diagnostic::new(Code::MalformedNumber, words, format!("`{}` is no part of a figure", quote(written)))
        .label("a plan is worked out with one figure")
        .help(format!(
            "write `{figure}`; how far it may be off is said by three figures, low, likely and high, such as `1 .. 2 .. 4 EUR`"
        ))
}

/// `40k +/- 5k EUR`.
pub(in crate::syntax) fn spread_of_a_figure(sign: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedNumber, sign, format!("`{}` is no part of a figure", quote(written)))
        .label("how far a figure may be off is said by three figures")
        .help("write low, likely and high, such as `35k .. 40k .. 45k EUR`, or one figure")
}

/// `up 3pp`.
pub(in crate::syntax) fn change_in_words(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` is not how a change is written here", quote(written)))
        .label("a sign says which way")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Suggestion)
}

/// `TBD`, `?`.
pub(in crate::syntax) fn undecided(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, span, format!("`{}` is not a value", quote(written)))
        .label("nothing can be worked out with this")
        .help("write what is known today, and what is open behind `#` or in a `note`; or leave the line out")
}

/// `40k EUR (estimate)`.
pub(in crate::syntax) fn remark(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` cannot stand after the value", quote(written)))
        .label("a remark")
        .help("write remarks behind `#` at the end of the line, or in a `note`")
}

/// `for 3 months`.
pub(in crate::syntax) fn time_for_months(word: Span, count: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, word, "`for` cannot stand after the value")
        .label("when an amount falls is said by `in`, or by `from` and `to`")
        .help(format!("write the first and the last of the {count} months, as in `from 2027-02 to 2027-04`"))
}

/// `over Q2`.
pub(in crate::syntax) fn part_of_year_for_length(span: Span, written: &str, word: &str, months: u8) -> Diagnostic {
    let right = if months == 1 { "1 month".to_owned() } else { format!("{months} months") };
    Diagnostic::new(Code::NoSuchPeriod, span, format!("`{}` is no length of time", quote(written)))
        .label(format!("`{word}` says how long, not when"))
        .help(format!("write `{word} {right}`"))
        .fix(format!("write `{right}`"), span, right, Applicability::Suggestion)
}

/// `30m`, with no unit behind it.
pub(in crate::syntax) fn minutes_or_millions(span: Span, number: &str) -> Diagnostic {
    let number = quote(number);
    Diagnostic::new(Code::MalformedNumber, span, format!("`{number}m` can be read in two ways"))
        .label("minutes, or millions?")
        .help(format!("write `{number} minutes`, or `{number}M` and its unit if millions are meant"))
}
