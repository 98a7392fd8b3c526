//! Which figures move together: takes the lines of `risk`, gives each with the two figures in three points that it names, and
//! reports figures that are certain and correlations that cannot all hold.

use std::collections::BTreeMap;

use super::checked::{ChangeTerms, CorrelationTerms, LevelTerms, MoneySort, MoneyTerms, Uncertain};
use super::context::{Checker, Position};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::risk::{Correlation, FigureName};
use crate::model::{AnyId, Id, Kind, Level};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// No more figures may hang together: what is asked of them grows with the third power of their number.
const MOST: usize = 100;

/// A correlation as it stands in the plan.
struct Stated {
    terms: CorrelationTerms,
    span: Span,
}

pub(super) fn read_correlations(checker: &mut Checker, levels: &[Option<LevelTerms>]) -> Vec<CorrelationTerms> {
    let lines: Vec<Correlation> = checker.plan.risks.values().flat_map(|risk| risk.correlates.clone()).collect();
    let mut stated: Vec<Stated> = Vec::new();
    let mut first: BTreeMap<[Uncertain; 2], Span> = BTreeMap::new();
    for line in &lines {
        let figures = line.figures.each_ref().map(|figure| uncertain(checker, levels, figure));
        let by = rank_correlation(checker, line);
        let ([Some(one), Some(other)], Some(by)) = (figures, by) else { continue };
        let pair = if one <= other { [one, other] } else { [other, one] };
        if one == other {
            checker.report(with_itself(line));
        } else if let Some(earlier) = first.insert(pair, line.span) {
            checker.report(stands_twice(line, earlier));
        } else {
            stated.push(Stated { terms: CorrelationTerms { figures: pair, by }, span: line.span });
        }
    }
    if let Some(finding) = clash(&stated) {
        checker.report(finding);
        return Vec::new();
    }
    stated.into_iter().map(|stated| stated.terms).collect()
}

fn rank_correlation(checker: &mut Checker, line: &Correlation) -> Option<Number> {
    let by = checker.share(line.by.id, Position::Constant)?.constant()?;
    if by.abs() < Number::ONE {
        return Some(by);
    }
    let message = "a rank correlation lies between -100% and 100%";
    let finding = Diagnostic::new(Code::CorrelationsClash, line.by.span, message)
        .label("one figure would say the other")
        .help("write what is between, such as `60%`; of two figures that are one, make a `driver` that both read");
    checker.report(finding);
    None
}

/// The figure in three points that a path leads to; nothing where it is certain, which is then reported.
fn uncertain(checker: &mut Checker, levels: &[Option<LevelTerms>], figure: &FigureName) -> Option<Uncertain> {
    if figure.id.kind == Kind::Driver {
        let id = Id::new(figure.id.index as usize);
        let driver = checker.drivers.get(id.index())?.as_ref()?;
        let is_uncertain = driver.ends.is_some() && figure.key == "value";
        return is_uncertain.then_some(Uncertain::Driver(id)).or_else(|| certain(checker, figure));
    }
    let Some(level) = level_of(checker, figure.id) else { return certain(checker, figure) };
    let terms = levels.get(level.index())?.as_ref()?;
    let found = lines(checker, level, terms, figure);
    match found.as_slice() {
        [one] => Some(*one),
        [] => certain(checker, figure),
        several => {
            let count = several.len();
            checker.report(means_several(figure, count));
            None
        }
    }
}

/// An alternative may be a level.
fn level_of(checker: &Checker, id: AnyId) -> Option<Id<Level>> {
    match id.kind {
        Kind::Level => Some(Id::new(id.index as usize)),
        Kind::Alternative => {
            let levels = || checker.plan.levels.ids();
            levels().find(|level| checker.plan.levels[*level].parent == Some(id))
        }
        _ => None,
    }
}

/// The lines in three points of a level that a path means.
fn lines(checker: &Checker, level: Id<Level>, terms: &LevelTerms, figure: &FigureName) -> Vec<Uncertain> {
    let is_about = |id: AnyId| figure.subject.as_deref().is_none_or(|subject| checker.path(id) == subject);
    let money = |sort: MoneySort, lines: &[MoneyTerms]| -> Vec<Uncertain> {
        let meant = |line: &MoneyTerms| match line.category {
            Some(category) => is_about(category.into()),
            None => figure.subject.is_none(),
        };
        let uncertain = lines.iter().enumerate().filter(|(_, line)| line.ends.is_some() && meant(line));
        uncertain.map(|(place, _)| Uncertain::Money(level, sort, place)).collect()
    };
    match figure.key {
        "cost" => money(MoneySort::Cost, &terms.costs),
        "saves" => money(MoneySort::Saves, &terms.savings),
        "earns" => money(MoneySort::Earns, &terms.earnings),
        "effect" => {
            let has_ends = |change: &ChangeTerms| match change {
                ChangeTerms::Absolute(estimate) | ChangeTerms::Relative(estimate) => estimate.ends.is_some(),
            };
            let effects = terms.effects.iter().filter(|effect| has_ends(&effect.change) && is_about(effect.kpi.into()));
            effects.map(|effect| Uncertain::Effect(level, effect.kpi)).collect()
        }
        _ => Vec::new(),
    }
}

fn certain(checker: &mut Checker, figure: &FigureName) -> Option<Uncertain> {
    let path = &figure.path.value;
    let finding =
        Diagnostic::new(Code::CorrelatesCertain, figure.path.span, format!("`{path}` is no figure in three points"))
            .label("it is the same in every draw")
            .help("write it as `low .. likely .. high`, or leave this line out; costs, savings, earnings, effects and drivers may have three points");
    checker.report(finding);
    None
}

fn means_several(figure: &FigureName, count: usize) -> Diagnostic {
    let path = &figure.path.value;
    let message = format!("`{path}` is {count} lines in three points");
    Diagnostic::new(Code::CorrelatesCertain, figure.path.span, message)
        .label("which one is meant?")
        .help("make one line of them, or a `driver` in three points that they read, and name that")
}

fn with_itself(line: &Correlation) -> Diagnostic {
    let [_, other] = &line.figures;
    Diagnostic::new(Code::CorrelationsClash, other.path.span, "a figure always moves with itself")
        .label("the same figure")
        .help("name another figure in three points")
}

fn stands_twice(line: &Correlation, earlier: Span) -> Diagnostic {
    let [one, other] = line.figures.each_ref().map(|figure| &figure.path.value);
    Diagnostic::new(Code::EntryTwice, line.span, format!("`{one}` and `{other}` are correlated twice"))
        .label("the second time")
        .also(earlier, "the first time")
        .help("keep one of them")
}

/// The correlations of figures that hang together are a matrix that must be positive definite: else no draws have them all.
fn clash(stated: &[Stated]) -> Option<Diagnostic> {
    groups(stated).iter().find_map(|group| match first_beyond(stated, group) {
        Ok(beyond) => beyond.map(|beyond| cannot_hold(stated, group, beyond)),
        // Sums of shares are never too large; what could not be worked out is refused all the same.
        Err(_) => Some(cannot_hold(stated, group, group.len().saturating_sub(1))),
    })
}

/// The figures that hang together, in the order in which they are first named.
fn groups(stated: &[Stated]) -> Vec<Vec<Uncertain>> {
    let mut group_of: BTreeMap<Uncertain, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Uncertain>> = Vec::new();
    for stated in stated {
        let [one, other] = stated.terms.figures.map(|figure| match group_of.get(&figure) {
            Some(group) => *group,
            None => {
                groups.push(vec![figure]);
                group_of.insert(figure, groups.len() - 1);
                groups.len() - 1
            }
        });
        // The smaller moves into the larger, so that each figure moves few times.
        let size = |group: usize| groups.get(group).map_or(0, Vec::len);
        let (from, to) = if size(one) > size(other) { (other, one) } else { (one, other) };
        if from != to {
            let moved = groups.get_mut(from).map(std::mem::take).unwrap_or_default();
            for figure in &moved {
                group_of.insert(*figure, to);
            }
            groups.get_mut(to).into_iter().for_each(|group| group.extend(moved.iter().copied()));
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The first figure with which those before it cannot be as they are said to be: the matrix is taken apart as L·D·Lᵀ, and no
/// part of D may come to nought.
fn first_beyond(stated: &[Stated], group: &[Uncertain]) -> Result<Option<usize>, ArithmeticError> {
    if group.len() > MOST {
        return Ok(Some(MOST));
    }
    let places: BTreeMap<Uncertain, usize> = group.iter().enumerate().map(|(place, figure)| (*figure, place)).collect();
    let mut said: BTreeMap<(usize, usize), Number> = BTreeMap::new();
    for stated in stated {
        let [one, other] = stated.terms.figures.map(|figure| places.get(&figure).copied());
        if let (Some(one), Some(other)) = (one, other) {
            said.insert((one.max(other), one.min(other)), stated.terms.by);
        }
    }
    let least = Number::ONE.divide(Number::from_integer(1_000_000_000))?;
    let mut rows: Vec<Vec<Number>> = Vec::new();
    let mut parts: Vec<Number> = Vec::new();
    for row in 0..group.len() {
        let mut own: Vec<Number> = Vec::new();
        let mut rest = Number::ONE;
        for (column, above) in rows.iter().enumerate() {
            let mut value = said.get(&(row, column)).copied().unwrap_or_default();
            for ((left, right), part) in own.iter().zip(above).zip(&parts) {
                value = value.subtract(left.multiply(*right)?.multiply(*part)?)?;
            }
            let part = parts.get(column).copied().unwrap_or(Number::ONE);
            let ratio = value.divide(part)?;
            rest = rest.subtract(ratio.multiply(value)?)?;
            own.push(ratio);
        }
        if rest < least {
            return Ok(Some(row));
        }
        rows.push(own);
        parts.push(rest);
    }
    Ok(None)
}

fn cannot_hold(stated: &[Stated], group: &[Uncertain], beyond: usize) -> Diagnostic {
    let known = group.get(..=beyond).unwrap_or(group);
    let last = group.get(beyond).copied();
    let within = stated.iter().filter(|stated| stated.terms.figures.iter().all(|figure| known.contains(figure)));
    let (of_last, others): (Vec<&Stated>, Vec<&Stated>) =
        within.partition(|stated| last.is_some_and(|last| stated.terms.figures.contains(&last)));
    let span = of_last.last().or(others.last()).map(|stated| stated.span).unwrap_or_default();
    if beyond >= MOST {
        let message = format!("more than {MOST} figures are correlated with one another");
        return Diagnostic::new(Code::CorrelationsClash, span, message)
            .label("one too many")
            .help("make a `driver` in three points of what they have in common, and read it where they stand");
    }
    let finding = Diagnostic::new(Code::CorrelationsClash, span, "these correlations cannot hold together")
        .label("with this one, no draws have them all");
    let also = of_last.iter().rev().skip(1).rev().chain(&others).rev().take(3);
    also.fold(finding, |finding, stated| finding.also(stated.span, "as long as this holds")).help(
        "what moves with one figure must nearly move with what that moves with: bring one of them nearer to the product of the others",
    )
}
