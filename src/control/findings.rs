//! What is told of a year's course: broken tolerances, notes that explain too much, spending without a budget, transfers that
//! took what was spent.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::course::Year;
use super::errors::amount;
use super::line::{Nature, Part};
use super::tolerances::{Broken, Compliance, Judged, TooMuch};
use super::words::{change, limit as figure_of};
use crate::check::CheckedPlan;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluation;
use crate::model::control::{ToleranceOf, VarianceKind};
use crate::model::{AnyId, Category, Id};
use crate::quantity::{ArithmeticError, Money, Number};

/// Notes that explain more than there is, and those that ask for a new forecast.
pub(super) fn of_notes(plan: &CheckedPlan, too_much: &[TooMuch]) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = too_much.iter().map(|too_much| explains_too_much(plan, too_much)).collect();
    findings.dedup_by_key(|finding| finding.primary.span);
    let structural = plan.control.notes.iter().filter(|note| note.kind == VarianceKind::Structural);
    let mut months: BTreeMap<AnyId, BTreeMap<usize, Id<crate::model::Variance>>> = BTreeMap::new();
    for note in structural {
        months.entry(note.about).or_default().insert(note.month, note.id);
    }
    for (about, notes) in months {
        let again =
            notes.iter().find(|(month, _)| month.checked_sub(1).is_some_and(|before| notes.contains_key(&before)));
        if let Some((_, note)) = again {
            let head = &plan.plan().variances[*note].head;
            let path = &plan.plan().head(about).path;
            let message = format!("`{path}` strays by its structure in two months in a row");
            findings.push(
                Diagnostic::new(Code::ForecastDue, head.span, message)
                    .label("the second one")
                    .help("ask its owner for a new forecast, and move money where it is needed")
                    .about(path.as_str()),
            );
        }
    }
    findings
}

fn explains_too_much(plan: &CheckedPlan, too_much: &TooMuch) -> Diagnostic {
    let note = &plan.plan().variances[too_much.note];
    let about = too_much.about;
    let (explained, variance) = (change(plan, about, too_much.explained), change(plan, about, too_much.variance));
    let span = note.amount.get().map_or(note.head.span, |amount| amount.span);
    let message = format!("notes explain {explained}, of a variance of {variance}");
    Diagnostic::new(Code::ExplainsTooMuch, span, message)
        .label("more than there is")
        .help("write what the variance is; nothing of it counts as unexplained")
        .about(note.head.path.as_str())
}

/// Every tolerance that is broken.
pub(super) fn of_tolerances(plan: &CheckedPlan, judged: &[Judged]) -> Vec<Diagnostic> {
    judged.iter().filter_map(|judged| beyond(plan, judged)).collect()
}

fn beyond(plan: &CheckedPlan, judged: &Judged) -> Option<Diagnostic> {
    let terms = plan.control.tolerances.get(judged.tolerance)?;
    let tolerance = &plan.plan().tolerances[terms.id];
    let (code, limit, written) = match judged.compliance {
        Compliance::Fails(limit) => (Code::BeyondTolerance, limit, tolerance.fail.as_ref()),
        Compliance::Warns(limit) => (Code::StraysFromPlan, limit, tolerance.warn.as_ref()),
        Compliance::Within | Compliance::NotObserved => return None,
    };
    let path = &plan.plan().head(terms.about).path;
    let about = terms.about;
    let strays = change(plan, about, judged.unexplained);
    let share = judged.planned.and_then(|planned| judged.unexplained.divide(planned.abs()).ok());
    let share = share.map_or_else(String::new, |share| format!(" ({})", percent(share)));
    let beyond = match limit {
        Broken::Share(share) => format!("beyond {}", percent(share)),
        Broken::Amount(limit) => format!("beyond {}", figure_of(plan, about, limit)),
        Broken::NoBudget => "where nothing is budgeted".to_owned(),
    };
    let news = if judged.unexplained.is_negative() { "adverse" } else { "favourable" };
    let when = match terms.of {
        ToleranceOf::ToDate => "strays",
        ToleranceOf::Forecast => "is expected to stray",
    };
    let explained = if judged.explained.is_zero() {
        String::new()
    } else {
        format!(", after {} that notes explain", change(plan, about, judged.explained))
    };
    let message = format!("`{path}` {when} by {strays}{share}, {beyond}: {news}{explained}");
    let span = written.map_or(tolerance.head.span, |limit| limit.span);
    let finding = Diagnostic::new(code, span, message)
        .label("the limit")
        .help(format!("adjust the course, or explain it: `variance {} {path} {{ … }}`", terms.about.kind.keyword()))
        .about(path.as_str());
    Some(finding)
}

fn percent(share: Number) -> String {
    let hundred = share.multiply(Number::from_integer(100)).unwrap_or(share);
    format!("{}%", hundred.round_half_even(1).decimal().normalize())
}

/// Money on what is not funded, and categories whose sum has the wrong sign.
pub(super) fn of_spending(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    year: &Year,
) -> Result<Vec<Diagnostic>, ArithmeticError> {
    let funded = super::funded(evaluation);
    let is_funded = |part: &Part| match (part.level, part.line.package) {
        (Some(level), _) => funded.contains(&level),
        (None, Some(package)) => {
            funded.iter().any(|level| plan.levels.get(level.index()).is_some_and(|terms| terms.package == package))
        }
        (None, None) => true,
    };
    let mut unfunded: BTreeMap<AnyId, Money> = BTreeMap::new();
    let mut categories: BTreeMap<Id<Category>, Money> = BTreeMap::new();
    for (part, course) in &year.parts {
        let figures = year.figures(part.line.nature, course)?;
        let spent = figures.actual.add(figures.committed)?;
        if let Some(category) = part.line.category {
            let sum = categories.entry(category).or_default();
            *sum = sum.add(figures.actual)?;
        }
        let about = part.level.map(AnyId::from).or(part.line.package.map(AnyId::from));
        if let Some(about) =
            about.filter(|_| !is_funded(part) && part.line.nature != Nature::Income && !spent.is_zero())
        {
            let sum = unfunded.entry(about).or_default();
            *sum = sum.add(spent)?;
        }
    }
    let mut findings = Vec::new();
    for (about, spent) in unfunded {
        let head = plan.plan().head(about);
        let message = format!("{} was spent on `{}`, which is not funded", amount(plan, spent), head.path);
        findings.push(
            Diagnostic::new(Code::SpentUnfunded, head.span, message)
                .label("there is no budget for this")
                .help("map the rows to what they were spent for, or decide on it anew")
                .about(head.path.as_str()),
        );
    }
    for (category, sum) in categories.into_iter().filter(|(_, sum)| sum.is_negative()) {
        let head = &plan.plan().categories[category].head;
        let message = format!("the sum of `{}` is {}", head.path, amount(plan, sum));
        findings.push(
            Diagnostic::new(Code::WrongSign, head.span, message)
                .label("cost and income are both above nought in their own category")
                .help("say how the ledger writes signs: `sign: debit` or `sign: cash`")
                .about(head.path.as_str()),
        );
    }
    Ok(findings)
}

/// Transfers that took more than is left after what was paid and ordered.
pub(super) fn of_transfers(
    plan: &CheckedPlan,
    budget: &Budget,
    year: &Year,
) -> Result<Vec<Diagnostic>, ArithmeticError> {
    let mut left: BTreeMap<Id<crate::model::Package>, Money> = BTreeMap::new();
    for (part, course) in year.parts.iter().filter(|(part, _)| part.line.nature != Nature::Income) {
        if let Some(package) = part.line.package {
            let sum = left.entry(package).or_default();
            *sum = sum.add(year.figures(part.line.nature, course)?.left()?)?;
        }
    }
    let mut findings = Vec::new();
    for moved in &budget.moves {
        let Some(transfer) = plan.control.transfers.get(moved.transfer) else { continue };
        let lacks = left.get(&transfer.giver.package).copied().unwrap_or_default();
        if !lacks.is_negative() || transfer.giver.package == transfer.receiver.package {
            continue;
        }
        let path = &plan.plan().head(transfer.giver.package.into()).path;
        let message = format!("`{path}` has {} too little after what was paid and ordered", amount(plan, lacks.abs()));
        findings.push(
            Diagnostic::new(Code::MovedWhatIsSpent, transfer.giver.span, message)
                .label("this transfer took from it")
                .help("move back what is needed, from where something is left")
                .about(plan.plan().transfers[transfer.id].head.path.as_str()),
        );
    }
    Ok(findings)
}
