//! Findings about how a plan hangs together: loops, months, periods, KPIs without a value.

use super::context::Checker;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::{AnyId, Driver, Id, Kpi, Level};
use crate::quantity::{Calendar, Currency, Date, Month, Number};
use crate::source::{Span, Spanned};

/// What goes round in a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loop {
    /// Drivers computed from one another.
    Drivers,
    /// KPIs and flows of one month.
    Month,
}

/// A loop, printed whole, each member pointed at.
pub(super) fn looped(checker: &Checker, kind: Loop, members: Vec<AnyId>) -> Diagnostic {
    let first = members.first().copied();
    let chain: Vec<&str> = members.iter().chain(&first).map(|member| checker.path(*member)).collect();
    let (code, verb, help) = match kind {
        Loop::Drivers => (Code::DriverLoop, "is computed from itself", "give one of them a figure of its own"),
        Loop::Month => (
            Code::SameMonthLoop,
            "depends on itself within one month",
            "read one of them a month earlier: `previous`, or `lag(…, 1 month)`",
        ),
    };
    let path = first.map_or("", |first| checker.path(first));
    let span = first.map_or_else(Span::default, |first| checker.span(first));
    let message = format!("`{path}` {verb}: {}", chain.join(" → "));
    let mut finding =
        Diagnostic::new(code, span, message).label("the loop begins and ends here").help(help).about(path);
    for (member, next) in members.iter().zip(members.iter().skip(1).chain(&first)).skip(1) {
        finding = finding.also(checker.span(*member), format!("goes on to `{}`", checker.path(*next)));
    }
    finding
}

pub(super) fn exchange_of_home(currency: Currency, span: Span) -> Diagnostic {
    Diagnostic::new(Code::HomeExchange, span, format!("{currency} is the currency the plan is kept in"))
        .label("it needs no rate")
        .help("take this `exchange` out, or change the plan's `currency`")
}

/// `rate: 0.92 EUR/USD` in `exchange USD`
pub(super) fn rate_per_unit(about: Currency, above: Currency, value: Number, span: Span) -> Diagnostic {
    let right = format!("{value} {above}");
    Diagnostic::new(
        Code::WrongQuantity,
        span,
        format!("a rate is what one {about} is worth: money, not money per {about}"),
    )
    .label(format!("the `/{about}` says what the declaration says already"))
    .help(format!("write `{right}`"))
    .fix(format!("write `{right}`"), span, right, Applicability::Safe)
}

/// `exchange USD { rate: 110 JPY }` beside `exchange JPY { rate: 0.009 USD }`
pub(super) fn ring_of_rates(ring: &[Spanned<Currency>], home: Currency) -> Diagnostic {
    let chain: Vec<String> = ring.iter().chain(ring.first()).map(|currency| currency.value.to_string()).collect();
    let span = ring.first().map_or_else(Span::default, |first| first.span);
    let message = format!("no rate leads to {home}: {}", chain.join(" → "));
    let finding = Diagnostic::new(Code::RateRing, span, message)
        .label(if ring.len() == 1 { "this rate stands in its own currency" } else { "the ring begins and ends here" })
        .help(match ring {
            [own] => format!("write what one {} is worth in {home}, such as `0.93 {home}`", own.value),
            _ => format!("give one of them a rate in {home}"),
        });
    let others = ring.iter().zip(ring.iter().skip(1).chain(ring.first())).skip(1);
    others.fold(finding, |finding, (currency, next)| finding.also(currency.span, format!("goes on to {}", next.value)))
}

pub(super) fn driver_with_both(checker: &Checker, id: Id<Driver>) -> Diagnostic {
    let path = checker.path(id);
    let driver = &checker.plan.drivers[id];
    let span = driver.value.as_ref().map_or(driver.head.span, |value| value.span);
    let finding = Diagnostic::new(Code::DriverMonths, span, format!("`{path}` has one value and lines by month"))
        .label("one value for all months")
        .help("keep either `value` or the lines by month");
    match driver.by_month.0.first() {
        Some((period, _)) => finding.also(period.span, "a value for some months"),
        None => finding,
    }
}

pub(super) fn driver_without_value(checker: &Checker, id: Id<Driver>) -> Diagnostic {
    let path = checker.path(id);
    Diagnostic::new(Code::DriverMonths, checker.span(id), format!("`{path}` has no value"))
        .label("a driver is a figure")
        .help("write `value: 52k USD/agent/year`, or a line for each month")
}

pub(super) fn month_said_twice(
    checker: &Checker,
    id: Id<Driver>,
    month: usize,
    span: Span,
    before: Span,
) -> Diagnostic {
    let month = month_name(checker, month);
    Diagnostic::new(Code::DriverMonths, span, format!("`{}` has two values for {month}", checker.path(id)))
        .label(format!("{month} again"))
        .also(before, format!("{month} first"))
        .help("give each month one value")
}

/// `read` is what reads the driver in months that it does not cover.
pub(super) fn months_missing(checker: &Checker, id: Id<Driver>, months: &[usize], read: Span) -> Diagnostic {
    let names: Vec<String> = months.iter().take(3).map(|month| month_name(checker, *month)).collect();
    let more = months.len().saturating_sub(names.len());
    let list = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") };
    Diagnostic::new(Code::DriverMonths, read, format!("`{}` has no value for {list}", checker.path(id)))
        .label("read here in months that no line of it covers")
        .also(checker.span(id), "declared here")
        .help("add a line for each missing month, quarter or year")
}

pub(super) fn month_name(checker: &Checker, index: usize) -> String {
    checker.calendar.month(index).map_or_else(String::new, |month| month.to_string())
}

/// An end that comes before its beginning.
/// `as_of: 2029-01` in a plan of 2027.
pub(super) fn behind_calendar(checker: &Checker, what: &str, span: Span) -> Diagnostic {
    let (first, last) = (checker.calendar.first(), checker.calendar.last());
    Diagnostic::new(Code::BehindCalendar, span, format!("{what} after the plan's calendar has ended"))
        .label(format!("the calendar is {first} .. {last}"))
        .help("correct the date: what a plan rests on is known before it ends")
}

pub(super) fn reversed(first: Month, last: Month, first_span: Span, last_span: Span) -> Diagnostic {
    Diagnostic::new(Code::DatesReversed, last_span, format!("this ends in {last}, before it begins in {first}"))
        .label("the end")
        .also(first_span, "the beginning")
        .help("let the end come after the beginning")
}

/// A KPI that is read before the calendar begins.
pub(super) fn kpi_without_baseline(checker: &Checker, kpi: Id<Kpi>, read: Span) -> Diagnostic {
    let path = checker.path(kpi);
    Diagnostic::new(
        Code::KpiWithoutBaseline,
        checker.span(kpi),
        format!("`{path}` is read before the calendar begins, and has no baseline"),
    )
    .label("it has no value before the calendar")
    .also(read, "this reads an earlier month")
    .help("write its `baseline:`")
}

pub(super) fn kpi_unit_clash(checker: &Checker, kpi: Id<Kpi>, span: Span, kind: &str, wanted: &str) -> Diagnostic {
    let path = checker.path(kpi);
    Diagnostic::new(Code::KpiUnit, span, format!("`{path}` is of kind `{kind}`, which is {wanted}"))
        .label("this is another unit")
        .also(checker.span(kpi), format!("`{path}` is of kind `{kind}`"))
        .help("take `unit` out, or take `kind` out and describe the KPI with `method`")
}

/// Two targets of a KPI for one month.
pub(super) fn two_targets(checker: &Checker, kpi: Id<Kpi>, month: usize, (span, before): (Span, Span)) -> Diagnostic {
    let (path, month) = (checker.path(kpi), month_name(checker, month));
    Diagnostic::new(Code::TwoTargets, span, format!("`{path}` has two targets for {month}"))
        .label("again")
        .also(before, "first")
        .help("keep one of them, or set one for another month: a marker on the way")
        .about(path)
}

/// Effects that diminish need an end to approach.
pub(super) fn no_limit(checker: &Checker, kpi: Id<Kpi>, effect: Span) -> Diagnostic {
    let path = checker.path(kpi);
    Diagnostic::new(
        Code::NoLimit,
        checker.span(kpi),
        format!("effects on `{path}` diminish, but there is no end for them to approach"),
    )
    .label("neither a ceiling nor a good end of a range")
    .also(effect, "an effect on it")
    .help("write `ceiling:`, `range:`, or `combine: add`")
    .about(path)
}

/// Shares of one whole that do not sum to it.
pub(super) fn not_a_whole(checker: &Checker, id: AnyId, what: &str, sum: &str, span: Span) -> Diagnostic {
    let path = checker.path(id);
    Diagnostic::new(Code::SharesOfWhole, span, format!("{what} of `{path}` sum to {sum}, not to 100%"))
        .label("the shares are of one whole")
        .also(checker.span(id), format!("`{path}` is {}", id.kind.one()))
        .help("let the shares sum to 100%")
}

pub(super) fn list_and_shares(checker: &Checker, id: AnyId, what: &str, span: Span) -> Diagnostic {
    let path = checker.path(id);
    Diagnostic::new(Code::SharesOfWhole, span, format!("`{path}` gives {what} as a list and by share"))
        .label("one or the other")
        .help(format!("write one list in equal parts, or a line `{what} name: 60%` for each"))
}

pub(super) fn named_twice(checker: &Checker, id: AnyId, span: Span, before: Span) -> Diagnostic {
    let path = checker.path(id);
    Diagnostic::new(Code::SharesOfWhole, span, format!("`{path}` is named twice"))
        .label("again")
        .also(before, "first")
        .help("name it once")
}

/// More months than a plan can have. Reversed ends are reported where they are read.
pub(super) fn calendar_too_long(first: Month, last: Month, span: Span) -> Diagnostic {
    let longest = Calendar::LONGEST;
    let months = first.months_until(last).saturating_add(1);
    let end = first.plus(longest - 1).map_or_else(String::new, |end| format!(": `{first} .. {end}`"));
    Diagnostic::new(
        Code::WrongValue,
        span,
        format!("a calendar has at most {longest} months, and this one has {months}"),
    )
    .label("too long")
    .help(format!("let it end within {longest} months{end}"))
}

pub(super) fn in_and_from(within: Span, other: Span) -> Diagnostic {
    Diagnostic::new(Code::DatesReversed, other, "`in` stands beside `from` or `to`")
        .label("a beginning or an end")
        .also(within, "all of the months it falls in")
        .help("keep `in` alone, or write `from` and `to`")
}

pub(super) fn every_beside_in(every: Span, within: Span) -> Diagnostic {
    Diagnostic::new(Code::DatesReversed, every, "`every` stands beside `in`")
        .label("from one booking to the next")
        .also(within, "all of the months it falls in")
        .help("write `every` beside `from` and `to`, or leave it out")
}

/// A day where money is booked by month.
pub(super) fn day_of_money(day: Date, word: &str, span: Span) -> Diagnostic {
    let month = day.month();
    Diagnostic::new(Code::DayOfMoney, span, format!("money is booked by month, and {day} is a day"))
        .label(format!("write the month, `{month}`"))
        .help(format!("write `{word} {month}`: the whole month bears it"))
        .fix("write the month", span, month.to_string(), Applicability::Suggestion)
}

/// `budget 2027-03-15: 40k EUR`
pub(super) fn day_as_key(day: Date, span: Span) -> Diagnostic {
    let month = day.month().to_string();
    Diagnostic::new(Code::DayOfMoney, span, format!("plans count in months, and {day} is a day"))
        .label(format!("write the month, `{month}`"))
        .help(format!("write `{month}`: the line is about the whole month"))
        .fix("write the month", span, month, Applicability::Suggestion)
}

pub(super) fn one_level_wanted(checker: &Checker, named: AnyId, span: Span) -> Diagnostic {
    let path = checker.path(named);
    Diagnostic::new(Code::OneLevelWanted, span, format!("`{path}` has several levels"))
        .label("which of them is meant?")
        .also(checker.span(named), format!("`{path}` is declared here"))
        .help(format!("name one of its levels: `{path}.…`"))
}

pub(super) fn need_never_met(checker: &Checker, level: Id<Level>, need: AnyId, span: Span) -> Diagnostic {
    let (path, need_path) = (checker.path(level), checker.path(need));
    Diagnostic::new(
        Code::NeedNeverMet,
        span,
        format!("`{path}` needs `{need_path}`, which can never be funded with it"),
    )
    .label("it is rejected, excluded, or another way to do the same job")
    .also(checker.span(need), format!("`{need_path}` is declared here"))
    .help("take the need off, or let the two stand together")
    .about(path)
}
