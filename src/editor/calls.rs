//! Who computes with whom: takes a plan and a KPI, a driver or a stage, gives what its formulas read and what reads it.

use super::snapshot::Snapshot;
use crate::model::mention::{Mention, Part};
use crate::model::{AnyId, Kind};
use crate::source::Span;

/// Whether a kind has a value that formulas read, or reads others.
#[must_use]
pub fn computes(kind: Kind) -> bool {
    matches!(kind, Kind::Kpi | Kind::Driver | Kind::Stage | Kind::Level | Kind::Require)
}

/// What a declaration reads, each with the places where it does.
#[must_use]
pub fn reads(snapshot: &Snapshot, id: AnyId) -> Vec<(AnyId, Vec<Span>)> {
    let Some(head) = snapshot.head(id) else { return Vec::new() };
    let inside = |mention: &&Mention| holds(head.whole, mention.span) && mention.id != id;
    let read = |mention: &&Mention| matches!(mention.id.kind, Kind::Kpi | Kind::Driver | Kind::Stage);
    let uses = snapshot.mentions.items().iter().filter(|mention| mention.part == Part::Uses);
    grouped(uses.filter(inside).filter(read).map(|mention| (mention.id, mention.span)))
}

/// What reads a declaration, each with the places where it does.
#[must_use]
pub fn read_by(snapshot: &Snapshot, id: AnyId) -> Vec<(AnyId, Vec<Span>)> {
    let owners: Vec<(AnyId, Span)> = snapshot
        .mentions
        .items()
        .iter()
        .filter(|mention| mention.part == Part::Declares && computes(mention.id.kind))
        .filter_map(|mention| Some((mention.id, snapshot.head(mention.id)?.whole)))
        .collect();
    let uses = snapshot.mentions.of(id).filter(|mention| mention.part == Part::Uses);
    grouped(uses.filter_map(|mention| {
        let around = owners.iter().filter(|(owner, whole)| holds(*whole, mention.span) && *owner != id);
        let (owner, _) = around.min_by_key(|(_, whole)| whole.end - whole.start)?;
        Some((*owner, mention.span))
    }))
}

fn holds(whole: Span, part: Span) -> bool {
    whole.file == part.file && whole.start <= part.start && part.end <= whole.end
}

fn grouped(places: impl Iterator<Item = (AnyId, Span)>) -> Vec<(AnyId, Vec<Span>)> {
    let mut by_id: std::collections::BTreeMap<AnyId, Vec<Span>> = std::collections::BTreeMap::new();
    for (id, span) in places {
        by_id.entry(id).or_default().push(span);
    }
    by_id.into_iter().collect()
}
