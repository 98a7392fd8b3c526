//! The messages about rankings and their items.

use super::listed::{in_place, shortened};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::schema::Head;
use crate::model::{Alternative, AnyId, Department, Plan, Ranking};
use crate::source::Span;

/// An alternative with levels, ranked as if it were one.
pub(crate) fn ranks_alternative(span: Span, plan: &Plan, id: AnyId) -> Diagnostic {
    let path = &plan.head(id).path;
    let levels = id.cast().map_or(&[][..], |id| plan.alternatives[id].level.0.as_slice());
    let names = shortened(levels.iter().map(|level| plan.levels[*level].head.path.as_str()), levels.len());
    Diagnostic::new(Code::RanksAlternative, span, format!("`{path}` has levels, and a ranking holds levels"))
        .label("which of its levels?")
        .also(plan.head(id).span, "the alternative")
        .help(format!("rank its levels, each on a line of its own: {names}"))
}

/// A rejected alternative, or a level of one, in a ranking.
pub(crate) fn ranks_rejected(span: Span, head: &Head, alternative: &Alternative) -> Diagnostic {
    let place = alternative.rejected.as_ref().map_or(alternative.head.span, |rejected| rejected.span);
    Diagnostic::new(Code::RanksRejected, span, format!("`{}` was rejected and cannot be ranked", head.path))
        .label("it does not compete")
        .also(place, "rejected here")
        .help("remove it from the ranking, or remove `rejected` to let it compete")
}

/// A level that stands twice.
pub(crate) fn ranked_twice(span: Span, earlier: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::RankedTwice, span, format!("`{}` is ranked twice", head.path))
        .label("the second time")
        .also(earlier, "the first time")
        .help("keep one of them")
}

/// Another department's level in a department's ranking.
pub(crate) fn foreign_level(span: Span, head: &Head, department: &Department, owner: &Department) -> Diagnostic {
    let (own, other) = (&department.head.path, &owner.head.path);
    Diagnostic::new(
        Code::ForeignLevel,
        span,
        format!("`{}` belongs to `{other}`, this ranking is of `{own}`", head.path),
    )
    .label(format!("of department `{other}`"))
    .help(format!("move it to a ranking of `{other}`, and let a third ranking merge the two"))
}

/// A level above the one it builds on.
pub(crate) fn before_predecessor(span: Span, earlier: Span, head: &Head, before: &Head) -> Diagnostic {
    let message = format!("`{}` stands above `{}`, which it builds on", head.path, before.path);
    Diagnostic::new(Code::OrderInverted, span, message)
        .label("above what it builds on")
        .also(earlier, format!("`{}` comes only here", before.path))
        .help(format!("move it below `{}`: each level adds to the one before", before.path))
        .about(head.path.as_str())
}

/// A level above what it needs.
pub(crate) fn before_need(span: Span, earlier: Span, said: Span, head: &Head, need: &Head) -> Diagnostic {
    let message = format!("`{}` stands above `{}`, which it needs", head.path, need.path);
    Diagnostic::new(Code::OrderInverted, span, message)
        .label("above what it needs")
        .also(earlier, format!("`{}` comes only here", need.path))
        .also(said, "the need")
        .help(format!("move it below `{}`", need.path))
        .about(head.path.as_str())
}

/// An explicit order without a ranking.
pub(crate) fn no_ranking(funding: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoRanking, funding.span, "there is no ranking to fund by")
        .label("this gives money in the order of a ranking")
        .help("add `ranking name { … }` with the levels in order, or write `rank: score` to order them by value for money")
}

/// Levels that the ranking leaves out.
pub(crate) fn not_ranked(ranking: &Ranking, unranked: &[&str]) -> Diagnostic {
    let path = &ranking.head.path;
    let message = match unranked {
        [only] => format!("`{only}` is not in ranking `{path}`"),
        _ => format!("{} levels are not in ranking `{path}`", unranked.len()),
    };
    let diagnostic = Diagnostic::new(Code::NotRanked, ranking.head.span, message)
        .label(format!("missing: {}", shortened(unranked.iter().copied(), unranked.len())))
        .help(format!(
            "add {}, or write `rank: explicit_then_score` in `funding` to append {} by value for money",
            in_place(unranked),
            if unranked.len() == 1 { "it" } else { "them" }
        ))
        .about(path.as_str());
    append(diagnostic, ranking, unranked)
}

/// Offers to write levels at the end of a ranking.
pub(super) fn append(diagnostic: Diagnostic, ranking: &Ranking, levels: &[&str]) -> Diagnostic {
    let Some(last) = ranking.levels.0.last() else { return diagnostic };
    let end = last.because.as_ref().map_or(last.level.span, |because| because.span).after();
    let lines: String = levels.iter().map(|path| format!("\n  {path}")).collect();
    diagnostic.fix("append them at the end", end, lines, Applicability::Suggestion)
}
