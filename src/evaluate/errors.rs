//! What costing, scoring and funding report: one small function for each mistake.

use crate::check::{BoundAmount, CheckedPlan, FundingTerms, MoneyTerms, money_words as shown, rise};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::funding::MeasuredBy;
use crate::model::{AnyId, Criterion, Id, Kpi, Level};
use crate::quantity::{ArithmeticError, Money, Number};
use crate::source::Span;

use super::mandates::{Conflict, Limit};
use super::way::NoWay;

/// An expression without a value in a month.
pub(super) fn no_figure(plan: &CheckedPlan, error: ArithmeticError, span: Span, month: usize) -> Diagnostic {
    let month = month_name(plan, month);
    let help = match error {
        ArithmeticError::Overflow => "write smaller figures",
        ArithmeticError::DivisionByZero => "divide by something that is above zero in every month it is read in",
        ArithmeticError::OutsideDomain => "keep the value among those that the function takes",
    };
    Diagnostic::new(Code::NoFigure, span, format!("there is no figure for {month}: {error}"))
        .label(format!("this has no value in {month}"))
        .help(help)
}

/// Amounts of a level too large to add up.
pub(super) fn sum_too_large(plan: &CheckedPlan, level: Id<Level>, error: ArithmeticError) -> Diagnostic {
    let path = path(plan, level);
    Diagnostic::new(Code::NoFigure, head_span(plan, level), format!("the amounts of `{path}` do not add up: {error}"))
        .label("these amounts")
        .help("write smaller figures")
        .about(path)
}

/// Amounts of the whole plan too large to add up.
pub(super) fn money_too_large(span: Span, error: ArithmeticError) -> Diagnostic {
    Diagnostic::new(Code::NoFigure, span, format!("the amounts of the plan do not add up: {error}"))
        .label("while funding its levels")
        .help("write smaller figures")
}

/// A cost, saving or earning that is negative in a month.
pub(super) fn below_zero(plan: &CheckedPlan, terms: &MoneyTerms, month: usize) -> Diagnostic {
    let month = month_name(plan, month);
    Diagnostic::new(Code::BelowZero, terms.span, format!("this amount is below zero in {month}"))
        .label(format!("below zero in {month}"))
        .help("write a cost below zero as `saves`, and a saving below zero as `cost`")
}

/// A criterion measured by a KPI that has nowhere to go.
pub(super) fn no_way(plan: &CheckedPlan, criterion: Id<Criterion>, kpi: Id<Kpi>, reason: NoWay) -> Diagnostic {
    let model = plan.plan();
    let (criterion_path, kpi_path) = (&model.criteria[criterion].head.path, &model.kpis[kpi].head.path);
    let (message, seen, help) = match reason {
        NoWay::NoStart => (
            format!("`{criterion_path}` cannot be measured by `{kpi_path}`: nothing says where it starts"),
            "this has no `baseline`",
            format!("give `{kpi_path}` a `baseline`"),
        ),
        NoWay::NoEnd => (
            format!("`{criterion_path}` cannot be measured by `{kpi_path}`: nothing says how far it could go"),
            "this has no `target`, `ceiling` or end of its range",
            format!("give `{kpi_path}` a `target` or a `ceiling`"),
        ),
        NoWay::AllReached => (
            format!("`{criterion_path}` cannot be measured by `{kpi_path}`: it is as good as it can be"),
            "its target and all that lies beyond are reached before anything is funded",
            format!("give `{kpi_path}` a `target` beyond its value of today, or measure by another KPI"),
        ),
    };
    Diagnostic::new(Code::NoWayToMeasure, measured_by_span(plan, criterion, kpi), message)
        .label("measured by this")
        .also(model.kpis[kpi].head.span, seen)
        .help(help)
        .about(criterion_path.as_str())
}

fn measured_by_span(plan: &CheckedPlan, criterion: Id<Criterion>, kpi: Id<Kpi>) -> Span {
    let criterion = &plan.plan().criteria[criterion];
    let named = criterion.measured_by.iter().find_map(|measured| match measured {
        MeasuredBy::Equally(list) => list.0.iter().find(|named| named.value == kpi).map(|named| named.span),
        MeasuredBy::Share(named, _) => (named.value == kpi).then_some(named.span),
    });
    named.unwrap_or(criterion.head.span)
}

/// Mandates that cannot stand together, with the budget of each period.
pub(super) fn mandates_clash(
    plan: &CheckedPlan,
    terms: &FundingTerms,
    budgets: &[Money],
    conflict: &Conflict,
) -> Diagnostic {
    match conflict {
        Conflict::Excluding { mandates, pair } => excluding(plan, mandates, *pair),
        Conflict::Exceeding { mandates, limit, cost, all, holds } => {
            let all_of_them = if all == cost { "" } else { ", which makes room for all mandates" };
            let help = match needed(plan, terms, budgets, *limit, *all) {
                Some(raise) => format!("{raise}{all_of_them}, or lift a mandate"),
                None => "lift a mandate".to_owned(),
            };
            exceeding(plan, terms, mandates, *limit, (*cost, *holds)).help(help)
        }
        Conflict::Undecided { mandates, ways } => undecided(plan, mandates, ways),
        Conflict::Unmet { mandate, level, need } => unmet(plan, *mandate, *level, *need),
    }
}

fn excluding(plan: &CheckedPlan, mandates: &[Id<Level>], (one, other): (Id<Level>, Id<Level>)) -> Diagnostic {
    let pair = format!("`{}` and `{}`", path(plan, one), path(plan, other));
    let message = match mandates {
        [only] => format!("the mandate of `{}` requires levels that exclude each other: {pair}", path(plan, *only)),
        _ => format!("mandates require levels that exclude each other: {pair}"),
    };
    at_mandates(plan, Code::MandatesClash, mandates, message, |_| "this mandate".into())
        .help(format!("lift a mandate, or let {pair} stand together"))
}

fn exceeding(
    plan: &CheckedPlan,
    terms: &FundingTerms,
    mandates: &[Id<Level>],
    limit: Limit,
    (cost, holds): (Money, Money),
) -> Diagnostic {
    let money = |amount: Money| shown(amount, plan.currency);
    let over = cost.subtract(holds).unwrap_or(cost);
    let what = limit_name(plan, terms, limit);
    let (span, reserve) = match limit {
        Limit::Period(period) => (
            terms.periods.get(period).map(|period| period.span),
            if terms.reserve.is_some() { " after its reserve" } else { "" },
        ),
        Limit::Cap(cap) => (terms.caps.get(cap).map(|cap| cap.span), ""),
    };
    let message = format!("mandated levels cost {}, {} more than {what} holds{reserve}", money(cost), money(over));
    let label = |level: Id<Level>| format!("requires `{}`, with all it cannot do without", path(plan, level));
    at_mandates(plan, Code::MandatesExceed, mandates, message, label)
        .also(span.unwrap_or(terms.span), format!("this leaves {} for them", money(holds)))
}

fn limit_name(plan: &CheckedPlan, terms: &FundingTerms, limit: Limit) -> String {
    match limit {
        Limit::Period(period) => {
            let period = terms.periods.get(period).filter(|_| terms.periods.len() > 1);
            format!("the budget{}", period.map_or(String::new(), |period| format!(" of `{}`", period.name)))
        }
        Limit::Cap(cap) => {
            let about = terms.caps.get(cap).map_or("", |cap| plan.plan().head(cap.about).path.as_str());
            format!("the cap on `{about}`")
        }
    }
}

/// What to raise, and by how much, with what a reserve takes of the rise; nothing where no rise does.
fn needed(plan: &CheckedPlan, terms: &FundingTerms, budgets: &[Money], limit: Limit, wanted: Money) -> Option<String> {
    let what = limit_name(plan, terms, limit);
    let amount = match limit {
        Limit::Period(period) => {
            let rise = rise(terms, budgets, period, wanted, plan.currency).ok().flatten()?;
            format!("by {}", shown(rise, plan.currency))
        }
        Limit::Cap(cap) => match terms.caps.get(cap)?.amount {
            BoundAmount::Money(_) => format!("to {}", shown(wanted, plan.currency)),
            BoundAmount::Share(_) => format!("to {}%", percent_that_holds(budgets, wanted)?),
        },
    };
    Some(format!("raise {what} {amount}"))
}

/// The share of the whole budget that an amount is, in percent, rounded up to two decimals; none beyond the whole.
fn percent_that_holds(budgets: &[Money], wanted: Money) -> Option<Number> {
    let whole = Money::sum(budgets.iter().copied()).ok()?;
    let share = wanted.number().divide(whole.number()).ok().filter(|share| *share <= Number::ONE)?;
    let percent = share.multiply(Number::from_integer(100)).ok()?;
    percent.negate().floor(2).negate().into()
}

/// Too many ways to try them all.
fn undecided(plan: &CheckedPlan, mandates: &[Id<Level>], ways: &[Id<Level>]) -> Diagnostic {
    let model = plan.plan();
    let package =
        |level: &Id<Level>| plan.levels.get(level.index()).map(|terms| &model.packages[terms.package].head.path);
    let mut packages: Vec<String> = ways.iter().filter_map(package).map(|path| format!("`{path}`")).collect();
    packages.dedup();
    packages.truncate(5);
    let message = "what mandates need leaves too many ways to try them all".to_owned();
    let few: Vec<Id<Level>> = mandates.iter().copied().take(4).collect();
    at_mandates(plan, Code::MandatesClash, &few, message, |_| "this mandate".into()).help(format!(
        "decide on the way of {}: name a level of it in `needs`, or reject the others",
        packages.join(", ")
    ))
}

fn unmet(plan: &CheckedPlan, mandate: Id<Level>, level: Id<Level>, need: AnyId) -> Diagnostic {
    let (level, need) = (path(plan, level), &plan.plan().head(need).path);
    let message = format!("a mandate requires `{level}`, which needs `{need}`, and that cannot be funded");
    at_mandates(plan, Code::MandatesClash, &[mandate], message, |_| "this mandate".into())
        .help(format!("rank `{need}`, or drop the need of `{level}`"))
}

/// A finding at the first of some mandates that labels them all.
fn at_mandates(
    plan: &CheckedPlan,
    code: Code,
    mandates: &[Id<Level>],
    message: String,
    label: impl Fn(Id<Level>) -> String,
) -> Diagnostic {
    let mut mandates = mandates.iter().copied();
    let Some(first) = mandates.next() else { return Diagnostic::new(code, Span::default(), message) };
    let finding =
        Diagnostic::new(code, mandate_span(plan, first), message).label(label(first)).about(path(plan, first));
    mandates.fold(finding, |finding, level| finding.also(mandate_span(plan, level), label(level)))
}

fn mandate_span(plan: &CheckedPlan, level: Id<Level>) -> Span {
    let level = &plan.plan().levels[level];
    level.mandate.as_ref().map_or(level.head.span, |mandate| mandate.span)
}

fn head_span(plan: &CheckedPlan, level: Id<Level>) -> Span {
    plan.plan().levels[level].head.span
}

fn path(plan: &CheckedPlan, level: Id<Level>) -> &str {
    plan.plan().levels[level].head.path.as_str()
}

fn month_name(plan: &CheckedPlan, month: usize) -> String {
    plan.calendar.month(month).map_or_else(String::new, |month| month.to_string())
}
