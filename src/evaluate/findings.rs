//! What a projection reports: one small function for each mistake.

use super::effect::ReadyEffect;
use super::fault::Fault;
use super::figures::{figure, figure_of, kpi_change, kpi_figure, month_name};
use super::operand::{OperandValue, Reading};
use super::serving::Service;
use crate::check::{CheckedPlan, Computed, Failure, KpiTerms, TargetTerms};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::expression::{BinaryOperator, ExpressionKind, Name};
use crate::model::kpi::{Better, Combine};
use crate::model::{AnyId, Driver, ExpressionId, Id, Kpi, Moment, Objective, Require};
use crate::quantity::{ArithmeticError, Flavour, Number};
use crate::source::Span;

/// At most so many effects are pointed at: the largest say enough.
const MOST_EFFECTS: usize = 3;

/// What is funded where a figure is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    /// Nothing.
    ZeroBase,
    /// What the plan funds.
    Funded,
}

impl Light {
    fn words(self) -> &'static str {
        match self {
            Light::ZeroBase => "when nothing is funded",
            Light::Funded => "with the funded levels",
        }
    }
}

/// A KPI's value outside of its range.
pub(super) struct Outlier<'run> {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The first month outside, by its place in the calendar.
    pub month: usize,
    /// The value.
    pub value: Number,
    /// What is funded.
    pub light: Light,
    /// The KPI's effects.
    pub effects: &'run [ReadyEffect],
}

/// A KPI that leaves its range, or goes beyond its ceiling.
pub(super) fn out_of_range(plan: &CheckedPlan, terms: &KpiTerms, outlier: &Outlier<'_>) -> Diagnostic {
    let model = &plan.plan().kpis[outlier.kpi];
    let path = model.head.path.as_str();
    let month = month_name(plan, outlier.month);
    let shown = kpi_figure(plan, terms, outlier.value);
    let is_beyond = terms.is_beyond_ceiling(outlier.value) && !terms.is_outside(outlier.value);
    let (code, verb) = if is_beyond {
        (Code::PassesCeiling, "goes beyond its ceiling")
    } else {
        (Code::LeavesRange, "leaves its range")
    };
    let pushing = pushing_effects(terms, outlier);
    let message = format!("`{path}` {verb}: {shown} in {month} {}{}", outlier.light.words(), carriers(plan, &pushing));
    let label = if is_beyond { best_attainable(plan, terms) } else { bounds(plan, terms) };
    let finding = Diagnostic::new(code, model.head.span, message).label(label).about(path);
    let finding = match (&model.formula, model.ceiling.as_ref().filter(|_| is_beyond)) {
        (Some(formula), _) => finding.also(formula.span, "computed by this"),
        (None, Some(ceiling)) => finding.also(ceiling.span, "the best attainable"),
        (None, None) => finding,
    };
    let finding = pushing.shown.iter().fold(finding, |finding, (change, effect)| {
        let change = match effect.nature {
            super::EffectNature::Absolute => kpi_change(plan, terms, change.abs()),
            super::EffectNature::Relative => format!("{}%", percent(change.abs())),
        };
        finding.also(effect.span, format!("moves it by {change} in {month}"))
    });
    let bound = match (is_beyond, terms.low.or(terms.high)) {
        (true, _) => "correct its `ceiling`",
        (false, Some(_)) => "widen its `range`",
        (false, None) => "write the `range` of what it can be",
    };
    let within = if is_beyond { "short of the ceiling" } else { "within the range" };
    finding.help(match (&model.formula, pushing.shown.is_empty()) {
        (_, false) if terms.combine == Combine::Diminishing => format!("write smaller effects, or {bound}"),
        (_, false) => format!("write smaller effects or `combine: diminishing`, or {bound}"),
        (Some(_), true) => format!("keep its `formula` {within}, or {bound}"),
        (None, true) => format!("write a smaller `trend`, or {bound}"),
    })
}

/// ", carried there by `a.x` and `b.y`"
fn carriers(plan: &CheckedPlan, pushing: &Pushing<'_>) -> String {
    let mut names: Vec<String> = Vec::new();
    for (_, effect) in &pushing.shown {
        let name = format!("`{}`", plan.plan().head(effect.level.into()).path);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = (pushing.more > 0).then(|| format!("{} more", pushing.more));
    match (names.as_slice(), more) {
        ([], _) => String::new(),
        (names, Some(more)) => format!(", carried there by {} and {more}", names.join(", ")),
        ([name], None) => format!(", carried there by {name}"),
        ([names @ .., last], None) => format!(", carried there by {} and {last}", names.join(", ")),
    }
}

fn best_attainable(plan: &CheckedPlan, terms: &KpiTerms) -> String {
    let ceiling = terms.ceiling.map_or_else(String::new, |ceiling| kpi_figure(plan, terms, ceiling));
    format!("its ceiling is {ceiling}")
}

fn percent(fraction: Number) -> Number {
    fraction.multiply(Number::from_integer(100)).unwrap_or(fraction).round_half_even(2)
}

/// "it is never below 0% or above 100%"
fn bounds(plan: &CheckedPlan, terms: &KpiTerms) -> String {
    let shown = |bound: Number| kpi_figure(plan, terms, bound);
    match (terms.least, terms.high) {
        (Some(low), Some(high)) => format!("its range is {} .. {}", shown(low), shown(high)),
        (Some(low), None) => format!("it cannot be below {}", shown(low)),
        (None, Some(high)) => format!("it cannot be above {}", shown(high)),
        (None, None) => String::new(),
    }
}

/// The effects that push a value out.
struct Pushing<'run> {
    /// The largest, with what each does in the month.
    shown: Vec<(Number, &'run ReadyEffect)>,
    /// How many there are besides.
    more: usize,
}

fn pushing_effects<'run>(terms: &KpiTerms, outlier: &Outlier<'run>) -> Pushing<'run> {
    let is_below = match terms.better {
        Better::Lower if terms.is_beyond_ceiling(outlier.value) => true,
        Better::Higher | Better::Lower | Better::Nearer => terms.least.is_some_and(|least| outlier.value < least),
    };
    let mut pushing: Vec<(Number, &ReadyEffect)> = outlier
        .effects
        .iter()
        .filter_map(|effect| Some((effect.at(outlier.month).ok()?, effect)))
        .filter(|(change, _)| if is_below { change.is_negative() } else { change.is_positive() })
        .collect();
    pushing.sort_by_key(|(change, effect)| (change.abs().negate(), effect.span));
    let more = pushing.len().saturating_sub(MOST_EFFECTS);
    pushing.truncate(MOST_EFFECTS);
    Pushing { shown: pushing, more }
}

/// A figure of a projection that has no result.
pub(super) fn not_computed(
    plan: &CheckedPlan,
    computed: Computed,
    months: &[usize],
    fault: Fault,
    light: Light,
) -> Diagnostic {
    let head = match computed {
        Computed::Kpi(kpi) => plan.plan().head(kpi.into()),
        Computed::Stage(stage) => plan.plan().head(stage.into()),
    };
    let month = months.first().map_or_else(String::new, |month| month_name(plan, *month));
    let message = format!("`{}` cannot be computed for {month} {}: {}", head.path, light.words(), reason(fault));
    let when = match months.len() {
        0 | 1 => format!("in {month}"),
        count => format!("in {month} and {} more", of_months(count - 1)),
    };
    let finding = Diagnostic::new(Code::NotComputed, fault.span, message)
        .label(format!("has no result {when}"))
        .help(remedy(plan, fault))
        .about(head.path.as_str());
    if fault.span == head.span { finding } else { finding.also(head.span, "while computing this") }
}

fn of_months(count: usize) -> String {
    if count == 1 { "month".to_owned() } else { format!("{count} months") }
}

/// A figure outside of any month that has no result: an effect, a cost, a condition.
pub(super) fn no_result(plan: &CheckedPlan, fault: Fault) -> Diagnostic {
    Diagnostic::new(Code::NotComputed, fault.span, format!("this cannot be computed: {}", reason(fault)))
        .label("has no result")
        .help(remedy(plan, fault))
}

/// Sums over the whole plan that are too large.
pub(super) fn sums_too_large(plan: &CheckedPlan, error: ArithmeticError) -> Vec<Diagnostic> {
    let span = plan.funding.as_ref().map_or_else(Span::default, |funding| funding.span);
    vec![no_result(plan, Fault::arithmetic(error, span))]
}

fn reason(fault: Fault) -> String {
    match fault.failure {
        Failure::Arithmetic(error) => error.to_string(),
        Failure::Unavailable | Failure::NothingSpent => "it reads a figure that has no value".to_owned(),
    }
}

fn remedy(plan: &CheckedPlan, fault: Fault) -> String {
    match fault.failure {
        Failure::Arithmetic(ArithmeticError::Overflow) => "write smaller figures".to_owned(),
        Failure::Arithmetic(ArithmeticError::DivisionByZero) => never_zero(plan, fault.span),
        Failure::Arithmetic(ArithmeticError::OutsideDomain) => {
            "keep the value among those that the function takes".to_owned()
        }
        Failure::Unavailable | Failure::NothingSpent => "read a figure that has a value in every month".to_owned(),
    }
}

/// What a division could divide by instead, in the words of the plan.
fn never_zero(plan: &CheckedPlan, division: Span) -> String {
    let instead = plan.plan().expressions.values().find_map(|expression| match expression.kind {
        ExpressionKind::Binary { operator: BinaryOperator::Divide, right, .. } if expression.span == division => {
            divisor(plan, right)
        }
        _ => None,
    });
    let instead = instead.map_or_else(String::new, |(name, least)| format!(", as `max({name}, {least})`"));
    format!("divide by something that is never zero{instead}")
}

/// The name of what is divided by, and one of its unit.
fn divisor(plan: &CheckedPlan, id: ExpressionId) -> Option<(&str, String)> {
    let ExpressionKind::Name(name) = plan.plan().expressions[id].kind else { return None };
    let Name::Declared(id) = name else { return None };
    let kpi = id.cast::<Kpi>().and_then(|kpi| plan.kpis.get(kpi.index())).map(|terms| &terms.unit);
    let driver = id.cast::<Driver>().and_then(|driver| plan.drivers.get(driver.index())).map(|terms| &terms.unit);
    let unit = kpi.or(driver)?;
    let one = match unit.flavour {
        Flavour::Share | Flavour::Points => Number::ONE.divide(Number::from_integer(100)).ok()?,
        Flavour::Plain | Flavour::Score => Number::ONE,
    };
    Some((plan.plan().head(id).path.as_str(), figure(plan, unit, one)))
}

/// The target of a cost per something, in a month in which nothing is spent.
pub(super) fn target_not_judged(plan: &CheckedPlan, kpi: Id<Kpi>, target: TargetTerms) -> Diagnostic {
    let model = &plan.plan().kpis[kpi];
    let (path, month) = (model.head.path.as_str(), month_name(plan, target.month));
    let span = target.span;
    let message = format!("the target of `{path}` is n/a: nothing that it divides is spent in {month}");
    let finding = Diagnostic::new(Code::NotJudged, span, message)
        .label("neither met nor failed")
        .help("set the target for a month in which its costs fall, or divide what is spent in every month")
        .about(path);
    match &model.formula {
        Some(formula) => finding.also(formula.span, "a cost of nothing has no cost per anything"),
        None => finding,
    }
}

/// A requirement that reads a cost per something in a month in which nothing is spent.
pub(super) fn requirement_not_judged(plan: &CheckedPlan, require: Id<Require>, place: Span) -> Diagnostic {
    let model = &plan.plan().requires[require];
    let message = format!(
        "requirement is n/a: {}, as it reads a cost per something while nothing is spent",
        model.head.display()
    );
    Diagnostic::new(Code::NotJudged, place, message)
        .label("neither holds nor fails")
        .help("name a month in which the costs fall, or read it over all months with `mean`, `min` or `max`")
        .about(model.head.path.as_str())
}

/// A requirement that does not hold.
pub(super) fn requirement_fails(plan: &CheckedPlan, require: Id<Require>, operands: &[OperandValue]) -> Diagnostic {
    let model = &plan.plan().requires[require];
    let name = model.head.display();
    let shown: Vec<(Span, String)> =
        operands.iter().map(|operand| (operand.span, operand_text(plan, operand))).collect();
    let values: Vec<&str> = shown.iter().map(|(_, text)| text.as_str()).collect();
    let condition = model.require.0.as_ref().map_or(model.head.span, |condition| condition.span);
    let sides = if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) };
    let message = format!("requirement does not hold: {name}{sides}");
    let finding = Diagnostic::new(Code::RequirementFails, condition, message)
        .label("does not hold of the funded plan")
        .about(model.head.path.as_str())
        .help("fund what moves these values, or write what the plan can keep");
    shown.into_iter().fold(finding, |finding, (span, text)| finding.also(span, format!("this is {text}")))
}

fn operand_text(plan: &CheckedPlan, operand: &OperandValue) -> String {
    match (operand.value, operand.reading) {
        (Some(value), Reading::Figure) => figure_of(plan, operand.unit, value),
        (Some(value), Reading::Truth) => if value.is_zero() { "not funded" } else { "funded" }.to_owned(),
        (None, _) => "n/a".to_owned(),
    }
}

/// A moment of truth that nothing funded acts on; `measures` are those it names.
pub(super) fn moment_without_measure(plan: &CheckedPlan, moment: Id<Moment>, measures: &[AnyId]) -> Diagnostic {
    let head = plan.plan().head(moment.into());
    let named: Vec<String> = measures.iter().map(|id| format!("`{}`", plan.plan().head(*id).path)).collect();
    let (message, label, help) = if named.is_empty() {
        (
            format!("nothing acts on the moment of truth `{}`", head.display()),
            "neither `proactive` nor `reactive` names a level".to_owned(),
            "name the levels that make it go well as `proactive`, or those that mend it as `reactive`",
        )
    } else {
        (
            format!("nothing that is funded acts on the moment of truth `{}`", head.display()),
            format!(
                "it counts on {}, which {} not funded",
                named.join(", "),
                if named.len() == 1 { "is" } else { "are" }
            ),
            "rank one of its levels higher, or name a funded level as `proactive` or `reactive`",
        )
    };
    Diagnostic::new(Code::MomentWithoutMeasure, head.span, message).label(label).help(help).about(head.path.as_str())
}

/// An objective that nothing funded serves.
pub(super) fn objective_not_served(plan: &CheckedPlan, objective: Id<Objective>, service: Service) -> Diagnostic {
    let head = plan.plan().head(objective.into());
    let (message, label, help) = match service {
        Service::Nobody => (
            format!("no package serves the objective `{}`", head.path),
            "no package names it, nor an objective below it",
            "name it as the `objective` of a package, or take it out of this plan",
        ),
        Service::Unfunded | Service::Funded => (
            format!("no funded package serves the objective `{}`", head.path),
            "none of the packages that serve it is funded",
            "rank one of its packages higher, or take it out of this plan",
        ),
    };
    Diagnostic::new(Code::ObjectiveNotServed, head.span, message).label(label).help(help).about(head.path.as_str())
}
