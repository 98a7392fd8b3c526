//! Levels: takes each increment as written, gives what it costs and brings, month by month of the calendar.

use std::ops::RangeInclusive;

use super::checked::{AmountTerms, EffectTerms, Eligibility, LevelTerms, LineEnd, MoneyTerms, PaidTerms};
use super::clashes;
use super::context::{Checker, Position};
use super::dates::{Dated, Stretch};
use super::drivers;
use super::estimates::Ends;
use super::expect::MoneyRead;
use super::paid;
use super::program::{Program, Step};
use super::rivals::Rivals;
use super::shape;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::package::{Effect, Rates, When};
use crate::model::schema::{Formula, Text, to};
use crate::model::{AnyId, Category, Channel, Criterion, Driver, Id, Level};
use crate::quantity::Number;
use crate::source::{Span, Spanned};

/// What a line of money says, whichever of the three it is.
struct Line<'a> {
    what: Money,
    span: Span,
    title: Option<&'a Text>,
    category: Option<Id<Category>>,
    channel: Option<Id<Channel>>,
    of: Option<Spanned<AnyId>>,
    amount: &'a Formula<to::MoneyOrRate>,
    when: &'a When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Money {
    Cost,
    Saving,
    Earning,
}

impl Money {
    fn word(self) -> &'static str {
        match self {
            Money::Cost => "cost",
            Money::Saving => "saving",
            Money::Earning => "earning",
        }
    }
}

/// The months a level runs, and where the plan says so.
#[derive(Clone, Copy)]
struct Bounds {
    stretch: Stretch,
    starts: Option<Span>,
    ends: Option<Span>,
}

/// A line with its amount read and its months not yet closed.
struct Read<'a> {
    line: Line<'a>,
    amount: Option<MoneyRead>,
    ends: Option<Ends>,
    dated: Option<Dated>,
    paid: Option<PaidTerms>,
}

/// Reads every level of packages and alternatives, rejected ones too.
pub(super) fn read_levels(checker: &mut Checker) -> Vec<Option<LevelTerms>> {
    checker.plan.levels.ids().map(|id| read_level(checker, id)).collect()
}

fn read_level(checker: &mut Checker, id: Id<Level>) -> Option<LevelTerms> {
    let plan = checker.plan;
    let level = &plan.levels[id];
    let costs = read_lines(checker, costs_of(level));
    let savings = read_lines(checker, savings_of(level));
    let earnings = read_lines(checker, earnings_of(level));
    let starts = level.starts.map(|month| (checker.month_index(month, "this start"), month.span));
    let ends = level.ends.map(|month| (checker.month_index(month, "this end"), month.span));
    // A cost without a beginning falls from the calendar's first month on.
    let begins = costs.iter().filter_map(|read| match read.dated {
        Some(Dated::In { first, .. }) => Some(first.unwrap_or(0)),
        Some(Dated::No) => Some(0),
        None => None,
    });
    let begins = begins.min().unwrap_or(0);
    let starts_in = starts.and_then(|(index, _)| index);
    let end = ends.and_then(|(index, _)| index).unwrap_or_else(|| checker.calendar.len().saturating_sub(1));
    if let (Some((Some(first), first_span)), Some((Some(last), last_span))) = (starts, ends)
        && first > last
    {
        checker.report_backwards(first, last, first_span, last_span);
        return None;
    }
    let start = starts_in.unwrap_or(begins).min(end);
    let span = Bounds {
        stretch: Stretch { first: starts_in.unwrap_or(0).min(end), last: end },
        starts: level.starts.map(|month| month.span),
        ends: level.ends.map(|month| month.span),
    };
    let mut effects = Vec::with_capacity(level.effect.len());
    effects.extend(level.effect.iter().filter_map(|effect| read_effect(checker, effect)));
    let mut ratings = Vec::with_capacity(level.rates.len());
    ratings.extend(level.rates.iter().filter_map(|rates| read_rating(checker, rates)));
    let owner = checker.structure.ways.owner(id);
    let is_rejected = owner.is_some_and(|owner| plan.alternatives[owner].rejected.is_some());
    let eligibility = if is_rejected { Eligibility::Rejected } else { Eligibility::Competes };
    Some(LevelTerms {
        package: checker.structure.ways.package(id)?,
        eligibility,
        predecessor: None,
        rivals: Rivals::default(),
        needs: Vec::new(),
        excludes: Vec::new(),
        mandate: level.mandate.as_ref().map(|mandate| mandate.value.clone()),
        start,
        end,
        costs: close_lines(checker, costs, span, eligibility),
        savings: close_lines(checker, savings, span, eligibility),
        earnings: close_lines(checker, earnings, span, eligibility),
        effects,
        ratings,
    })
}

fn costs_of(level: &Level) -> impl Iterator<Item = Line<'_>> {
    level.cost.iter().map(|cost| Line {
        what: Money::Cost,
        span: cost.span,
        title: cost.title.as_ref(),
        category: cost.category.map(|category| category.value),
        channel: cost.via.map(|via| via.value),
        of: None,
        amount: &cost.amount,
        when: &cost.when,
    })
}

fn savings_of(level: &Level) -> impl Iterator<Item = Line<'_>> {
    level.saves.iter().map(|saving| Line {
        what: Money::Saving,
        span: saving.span,
        title: saving.title.as_ref(),
        category: saving.category.map(|category| category.value),
        channel: saving.via.map(|via| via.value),
        of: saving.of,
        amount: &saving.amount,
        when: &saving.when,
    })
}

fn earnings_of(level: &Level) -> impl Iterator<Item = Line<'_>> {
    level.earns.iter().map(|earning| Line {
        what: Money::Earning,
        span: earning.span,
        title: earning.title.as_ref(),
        category: earning.category.map(|category| category.value),
        channel: earning.via.map(|via| via.value),
        of: None,
        amount: &earning.amount,
        when: &earning.when,
    })
}

fn read_lines<'a>(checker: &mut Checker, lines: impl Iterator<Item = Line<'a>>) -> Vec<Read<'a>> {
    lines
        .map(|line| {
            let (amount, ends) = checker.estimated_money(line.amount.id, Position::Funding).unzip();
            let ends = ends.flatten();
            let amount = amount.filter(|amount| is_not_negative(checker, &line, amount, ends.as_ref()));
            let paid = amount.as_ref().filter(|_| line.what == Money::Cost);
            let paid = paid.and_then(|amount| paid::read(checker, line.amount.id, amount));
            let dated = checker.when(line.when, "this period");
            Read { line, amount, ends, dated, paid }
        })
        .collect()
}

/// A cost below zero is a saving that lost its name.
fn is_not_negative(checker: &mut Checker, line: &Line, amount: &MoneyRead, ends: Option<&Ends>) -> bool {
    let (MoneyRead::Once(program) | MoneyRead::Monthly(program, _)) = amount;
    // Of three that ascend, the first is the least.
    let least = ends.map_or(program, |(low, _)| low);
    if !least.constant().is_some_and(Number::is_negative) {
        return true;
    }
    let word = line.what.word();
    let help = match line.what {
        Money::Cost => "write what is saved as `saves`, and what comes in as `earns`",
        Money::Saving | Money::Earning => "write what is spent as `cost`",
    };
    checker.report(clashes::out_of_range(line.amount.span, format!("a {word} is below zero"), help.to_owned()));
    false
}

fn close_lines(checker: &mut Checker, lines: Vec<Read>, bounds: Bounds, eligibility: Eligibility) -> Vec<MoneyTerms> {
    // There are as many as are written, mostly one: no room for more is kept.
    let mut closed = Vec::with_capacity(lines.len());
    closed.extend(lines.into_iter().filter_map(|read| close_line(checker, read, bounds, eligibility)));
    closed
}

/// Gives a line its months: an end that it leaves open is the level's, else the calendar's.
fn close_line(checker: &mut Checker, read: Read, bounds: Bounds, eligibility: Eligibility) -> Option<MoneyTerms> {
    let Read { line, amount, ends, dated, paid } = read;
    let (amount, dated) = (amount?, dated?);
    let every = match &line.when.every {
        Some(every) => Some(months_between(checker, line.when, every)?),
        None => None,
    };
    let span = bounds.stretch;
    let (first, last) = match dated {
        Dated::In { first, last } => (first.unwrap_or(span.first), last.unwrap_or(span.last)),
        Dated::No => (span.first, span.last),
    };
    if first < span.first || last > span.last {
        let finding = outside_level(checker, &line, (first, last), bounds);
        checker.report(finding);
        return None;
    }
    let (MoneyRead::Once(program) | MoneyRead::Monthly(program, _)) = &amount;
    // One sum each time is read where it is booked, all else in each month.
    let step = every.filter(|_| matches!(amount, MoneyRead::Once(_))).unwrap_or(1);
    if let Some(finding) = reads_gaps(checker, program, (first..=last).step_by(step)) {
        checker.report(finding);
        return None;
    }
    let is_one_sum = matches!(amount, MoneyRead::Once(_)) && every.is_none();
    if is_one_sum && first < last && eligibility == Eligibility::Competes {
        let (MoneyRead::Once(program) | MoneyRead::Monthly(program, _)) = &amount;
        report_varying(checker, &line, program, first..=last);
    }
    let end = match (line.when.to.or(line.when.within), bounds.ends) {
        (None, None) => LineEnd::RunsOn,
        _ => LineEnd::Written,
    };
    let amount = match amount {
        MoneyRead::Once(program) => {
            // What was rejected is on record only; what could not be read may have said the month.
            if dated == Dated::No
                && every.is_none()
                && eligibility == Eligibility::Competes
                && !checker.is_broken(line.span)
            {
                let finding = without_month(checker, &line, span);
                checker.report(finding);
            }
            AmountTerms::Once(program)
        }
        MoneyRead::Monthly(program, ratio) => AmountTerms::Monthly(program, Box::new(ratio)),
    };
    Some(MoneyTerms {
        span: line.span,
        title: line.title.map(|title| title.value.clone()),
        category: line.category,
        channel: line.channel,
        of: line.of.and_then(|of| level_of(checker, of)),
        amount,
        ends: ends.map(Box::new),
        first,
        last,
        end,
        every,
        paid: paid.map(Box::new),
    })
}

/// What reads a driver in months that it does not cover.
fn reads_gaps(
    checker: &Checker<'_>,
    program: &Program,
    months: impl Iterator<Item = usize> + Clone,
) -> Option<Diagnostic> {
    let gaps = drivers::uncovered(checker, program, months);
    let (driver, read) = program.steps().iter().find_map(|(step, span)| match step {
        Step::Driver(driver) | Step::DriverLag(driver, _) => {
            let known = checker.drivers.get(driver.index()).and_then(Option::as_ref)?;
            (!known.gaps.is_empty()).then_some((*driver, *span))
        }
        _ => None,
    })?;
    (!gaps.is_empty()).then(|| shape::months_missing(checker, driver, &gaps, read))
}

/// The whole months from one booking to the next.
fn months_between(checker: &mut Checker, when: &When, every: &Formula<to::Months>) -> Option<usize> {
    let months = checker.months(every.id)?;
    if months == 0 {
        let message = "bookings are at least one month apart".to_owned();
        let help = "write `every 1 month`, or leave `every` out";
        checker.report(clashes::out_of_range(every.span, message, help.to_owned()));
        return None;
    }
    if let Some(within) = when.within {
        checker.report(shape::every_beside_in(every.span, within.span));
        return None;
    }
    usize::try_from(months).ok()
}

/// A line that falls where its level does not run.
fn outside_level(checker: &Checker, line: &Line, (first, last): (usize, usize), bounds: Bounds) -> Diagnostic {
    let name = |month: usize| shape::month_name(checker, month);
    let Stretch { first: from, last: to } = bounds.stretch;
    let word = line.what.word();
    let (month, limit, verb) =
        if first < from { (first, bounds.starts, "starts") } else { (last, bounds.ends, "ends") };
    let said = match verb {
        "starts" => name(from),
        _ => name(to),
    };
    let when = line.when;
    let place = match verb {
        "starts" => when.within.or(when.from),
        _ => when.within.or(when.to),
    };
    let place = place.or(when.from).or(when.to).map_or(line.span, |period| period.span);
    let message = format!("this {word} falls in {}, and its level {verb} in {said}", name(month));
    let finding = Diagnostic::new(Code::LineOutsideLevel, place, message)
        .label(format!("outside of {} .. {}", name(from), name(to)))
        .help(format!("let it fall within {} .. {}, or move the level's `{verb}`", name(from), name(to)));
    match limit {
        Some(limit) => finding.also(limit, format!("the level {verb} here")),
        None => finding,
    }
}

/// A sum that is spread while what it is computed from varies: each month bears its part of another sum.
fn report_varying(checker: &mut Checker, line: &Line, program: &Program, months: RangeInclusive<usize>) {
    let varies = |driver: Id<Driver>| {
        let known = checker.drivers.get(driver.index()).and_then(Option::as_ref);
        let values = known.and_then(|known| known.values.get(months.clone()));
        values.is_some_and(|values| values.windows(2).any(|pair| pair.first() != pair.last()))
    };
    let driver = program.steps().iter().find_map(|(step, _)| match step {
        Step::Driver(driver) if varies(*driver) => Some(*driver),
        _ => None,
    });
    let Some(driver) = driver else { return };
    let path = checker.path(driver);
    let word = line.what.word();
    let message = format!("`{path}` varies by month, and this {word} is spread as one sum");
    let finding = Diagnostic::new(Code::VaryingSum, line.amount.span, message)
        .label("each month bears its part of what the sum is at that month's figure")
        .also(checker.span(driver), format!("`{path}` is declared here"))
        .help("write the amount per month, as in `300 USD/month`, or `in` the month it falls in");
    checker.report(finding);
}

fn without_month(checker: &Checker, line: &Line, span: Stretch) -> Diagnostic {
    let (first, last) = (shape::month_name(checker, span.first), shape::month_name(checker, span.last));
    let word = line.what.word();
    let after = line.amount.span.after();
    Diagnostic::new(Code::MoneyWithoutMonth, line.span, format!("this {word} does not say when it falls"))
        .label(format!("spread evenly over {first} .. {last}"))
        .help(format!("write `in {first}`, or `from {first} to {last}`"))
        .fix("let it fall in one month", after, format!(" in {first}"), Applicability::Suggestion)
        .fix("spread it over the months", after, format!(" from {first} to {last}"), Applicability::Suggestion)
}

/// The level that is named by itself or by the alternative that is it.
fn level_of(checker: &mut Checker, named: Spanned<AnyId>) -> Option<Id<Level>> {
    let level = checker.structure.ways.only_level(named.value);
    if level.is_none() {
        let finding = shape::one_level_wanted(checker, named.value, named.span);
        checker.report(finding);
    }
    level
}

fn read_effect(checker: &mut Checker, effect: &Effect) -> Option<EffectTerms> {
    let kpi = effect.kpi;
    let change = kpi.and_then(|kpi| checker.effect(effect.value.id, kpi.value));
    let after = match &effect.after {
        Some(after) => checker.months(after.id),
        None => Some(0),
    };
    let over = match &effect.over {
        Some(over) => checker.months(over.id).and_then(|months| at_least_one(checker, months, over.span)),
        None => Some(1),
    };
    let until = match effect.until {
        Some(until) => Some(checker.month_index(until, "the end of this effect")?),
        None => None,
    };
    let evidence = effect.evidence.map(|evidence| evidence.value);
    Some(EffectTerms {
        span: effect.span,
        kpi: kpi?.value,
        change: change?,
        after: after?,
        over: over?,
        until,
        evidence,
    })
}

fn at_least_one(checker: &mut Checker, months: u32, span: Span) -> Option<u32> {
    if months > 0 {
        return Some(months);
    }
    let message = "an effect takes at least one month to unfold".to_owned();
    checker.report(clashes::out_of_range(span, message, "write `over 1 month`, or leave `over` out".to_owned()));
    None
}

fn read_rating(checker: &mut Checker, rates: &Rates) -> Option<(Id<Criterion>, Number)> {
    let value = checker.fixed_number(rates.value.id, "a rating from 0 to 10")?;
    if value.is_negative() || value > Number::from_integer(10) {
        let message = format!("{value} is not a rating from 0 to 10");
        checker.report(clashes::out_of_range(rates.value.span, message, "rate from `0` to `10`".to_owned()));
        return None;
    }
    Some((rates.criterion?.value, value))
}
