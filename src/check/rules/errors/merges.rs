//! The messages about rankings that merge others.

use super::listed::{in_place, shortened};
use super::rankings::append;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Ranking;
use crate::model::schema::Head;
use crate::source::Span;

/// A merged ranking that is not wholly taken over.
pub(crate) fn merge_leaves_out(span: Span, ranking: &Ranking, inner: &Head, missing: &[&str]) -> Diagnostic {
    let path = &ranking.head.path;
    let message = match missing {
        [only] => format!("`{path}` merges `{}` but leaves out `{only}`", inner.path),
        _ => format!("`{path}` merges `{}` but leaves out {} of its levels", inner.path, missing.len()),
    };
    let diagnostic = Diagnostic::new(Code::MergeLeavesOut, span, message)
        .label(format!("missing: {}", shortened(missing.iter().copied(), missing.len())))
        .help(format!("add {}; a ranking holds all levels of those it merges", in_place(missing)))
        .about(path.as_str());
    append(diagnostic, ranking, missing)
}

/// A level that passes another of its own department without a reason.
pub(crate) fn jumps(span: Span, there: Span, head: &Head, passed: &Head, inner: &Head) -> Diagnostic {
    let message = format!("`{}` stands above `{}`, which `{}` puts first", head.path, passed.path, inner.path);
    Diagnostic::new(Code::MergeJumps, span, message)
        .label(format!("jumps `{}` without a reason", passed.path))
        .also(there, format!("in `{}` it stands below", inner.path))
        .help(format!("move it below `{}`, or end the line with `because \"why\"`", passed.path))
        .about(head.path.as_str())
}

/// Several rankings and no word which one funds.
pub(crate) fn several_rankings(rankings: &[&Ranking]) -> Diagnostic {
    let (count, heads) = (rankings.len(), rankings.iter().map(|ranking| &ranking.head));
    let names = shortened(heads.clone().map(|head| head.path.as_str()), count);
    let spans: Vec<Span> = heads.clone().map(|head| head.span).collect();
    let place = spans.get(1).or(spans.first()).copied().unwrap_or_default();
    let message = if count == 2 {
        format!("{} would both fund", names.replace(", ", " and "))
    } else {
        format!("{count} rankings would fund: {names}")
    };
    let diagnostic = Diagnostic::new(Code::TwoRankings, place, message).label("no ranking merges this one");
    let others = spans.iter().filter(|span| **span != place).take(super::SHOWN);
    let merged: Vec<&str> = heads.take(super::SHOWN).map(|head| head.path.as_str()).collect();
    let dots = if count > super::SHOWN { ", …" } else { "" };
    others
        .fold(diagnostic, |diagnostic, span| diagnostic.also(*span, "nor this one"))
        .help(format!("add a ranking that holds `merges: [{}{dots}]` and their levels in one order", merged.join(", ")))
}
