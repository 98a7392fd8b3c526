//! Packages and criteria: takes what each names, gives shares and ways.

use super::checked::{CriterionTerms, PackageTerms};
use super::clashes::percent;
use super::context::Checker;
use super::present;
use super::shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::funding::MeasuredBy;
use crate::model::package::Serves;
use crate::model::schema::{Formula, to};
use crate::model::{AnyId, Declared, Id, Kpi, Package, Touchpoint};
use crate::quantity::Number;
use crate::source::{Span, Spanned};

/// Reads every package.
pub(super) fn read_packages(checker: &mut Checker) -> Vec<Option<PackageTerms>> {
    checker.plan.packages.ids().map(|id| read_package(checker, id)).collect()
}

fn read_package(checker: &mut Checker, id: Id<Package>) -> Option<PackageTerms> {
    let package = &checker.plan.packages[id];
    let serves = serves_of(checker, id, &package.serves);
    let today = package.today.as_ref().and_then(|today| present::read(checker, today));
    let ways = checker.structure.ways.competing(checker.plan, id);
    Some(PackageTerms {
        department: package.department.get()?.value,
        objectives: package.objective.iter().flat_map(|list| &list.0).map(|objective| objective.value).collect(),
        serves,
        levels: checker.structure.ways.levels(id).to_vec(),
        ways,
        today,
    })
}

fn serves_of(checker: &mut Checker, id: Id<Package>, lines: &[Serves]) -> Vec<(Id<Touchpoint>, Number)> {
    let lists = lines.iter().filter_map(|line| match line {
        Serves::Equally(list) => Some(list.0.as_slice()),
        Serves::Share(..) => None,
    });
    let shares = lines.iter().filter_map(|line| match line {
        Serves::Share(touchpoint, share) => Some((*touchpoint, *share)),
        Serves::Equally(_) => None,
    });
    let (lists, shares) = (lists.flatten().copied().collect(), shares.collect());
    split(checker, id.into(), "serves", lists, shares)
}

fn measured_by(checker: &mut Checker, id: AnyId, lines: &[MeasuredBy]) -> Vec<(Id<Kpi>, Number)> {
    let lists = lines.iter().filter_map(|line| match line {
        MeasuredBy::Equally(list) => Some(list.0.as_slice()),
        MeasuredBy::Share(..) => None,
    });
    let shares = lines.iter().filter_map(|line| match line {
        MeasuredBy::Share(kpi, share) => Some((*kpi, *share)),
        MeasuredBy::Equally(_) => None,
    });
    let (lists, shares) = (lists.flatten().copied().collect(), shares.collect());
    split(checker, id, "measured_by", lists, shares)
}

/// Parts of one whole: a list in equal parts, or a share of each.
fn split<T: Declared>(
    checker: &mut Checker,
    id: AnyId,
    what: &str,
    list: Vec<Spanned<Id<T>>>,
    shares: Vec<(Spanned<Id<T>>, Formula<to::Share>)>,
) -> Vec<(Id<T>, Number)> {
    if let (Some(first), Some((share, _))) = (list.first(), shares.first()) {
        let span = if first.span > share.span { first.span } else { share.span };
        let finding = shape::list_and_shares(checker, id, what, span);
        checker.report(finding);
        return Vec::new();
    }
    report_twice(checker, list.iter().chain(shares.iter().map(|(name, _)| name)).copied());
    if shares.is_empty() {
        return equal_parts(&list);
    }
    let mut parts = Vec::with_capacity(shares.len());
    for (name, share) in &shares {
        let Some(part) = checker.fixed_share(share.id) else { return Vec::new() };
        parts.push((name.value, part));
    }
    let sum = parts.iter().try_fold(Number::ZERO, |sum, (_, part)| sum.add(*part)).unwrap_or(Number::ZERO);
    if !is_whole(sum) {
        let span = shares.last().map_or(Span::default(), |(name, _)| name.span);
        let sum = percent(sum).map_or_else(String::new, |sum| format!("{sum}%"));
        let finding = shape::not_a_whole(checker, id, &format!("the `{what}` shares"), &sum, span);
        checker.report(finding);
    }
    parts
}

/// Whether shares are of one whole, to nine digits: three of `100% / 3` are.
fn is_whole(sum: Number) -> bool {
    sum.round_half_even(9) == Number::ONE
}

/// Equal parts that sum to one exactly: the last takes what division left over.
fn equal_parts<T>(list: &[Spanned<Id<T>>]) -> Vec<(Id<T>, Number)> {
    let count = Number::from_integer(i64::try_from(list.len()).unwrap_or(i64::MAX));
    let Ok(part) = Number::ONE.divide(count) else { return Vec::new() };
    let mut rest = Number::ONE;
    let mut parts = Vec::with_capacity(list.len());
    for (index, name) in list.iter().enumerate() {
        let is_last = index.saturating_add(1) == list.len();
        parts.push((name.value, if is_last { rest } else { part }));
        rest = rest.subtract(part).unwrap_or(Number::ZERO);
    }
    parts
}

fn report_twice<T: Declared>(checker: &mut Checker, names: impl Iterator<Item = Spanned<Id<T>>>) {
    let mut seen: Vec<Spanned<Id<T>>> = names.collect();
    seen.sort_by_key(|name| (name.value, name.span));
    for pair in seen.windows(2) {
        if let [first, second] = pair
            && first.value == second.value
        {
            let finding = shape::named_twice(checker, first.value.into(), second.span, first.span);
            checker.report(finding);
        }
    }
}

/// Reads every criterion.
pub(super) fn read_criteria(checker: &mut Checker) -> Vec<Option<CriterionTerms>> {
    let plan = checker.plan;
    plan.criteria
        .iter()
        .map(|(id, criterion)| {
            let weight = criterion.weight.get().and_then(|weight| checker.fixed_share(weight.id));
            let measured_by = measured_by(checker, id.into(), &criterion.measured_by);
            Some(CriterionTerms { weight: weight?, measured_by })
        })
        .collect()
}

/// The weights of all criteria are of one whole.
pub(super) fn check_weights(checker: &mut Checker, criteria: &[Option<CriterionTerms>]) {
    let weights: Option<Vec<Number>> =
        criteria.iter().map(|criterion| criterion.as_ref().map(|criterion| criterion.weight)).collect();
    let Some(weights) = weights.filter(|weights| !weights.is_empty()) else { return };
    let sum = weights.iter().try_fold(Number::ZERO, |sum, weight| sum.add(*weight)).unwrap_or(Number::ZERO);
    if is_whole(sum) {
        return;
    }
    let plan = checker.plan;
    let mut written = plan.criteria.iter().filter_map(|(id, criterion)| Some((id, criterion.weight.get()?.span))).rev();
    let Some((last, span)) = written.next() else { return };
    let sum = percent(sum).map_or_else(String::new, |sum| format!("{sum}%"));
    let mut finding =
        Diagnostic::new(Code::Weights, span, format!("the weights of the criteria sum to {sum}, not to 100%"))
            .label(format!("the weight of `{}`", checker.path(last)))
            .help("let the weights sum to 100%")
            .about(checker.path(last));
    for (id, span) in written {
        finding = finding.also(span, format!("the weight of `{}`", checker.path(id)));
    }
    checker.report(finding);
}
