//! What stands in another order, in words: `crm.minimum` moved from 14 to 12.

use crate::diff::{Changes, Move, OrderChange};
use crate::model::Kind;
use crate::report::document::{Block, Note, Section};

/// The section.
pub(super) fn section(changes: &Changes) -> Section {
    let mut section = Section::new("order", "Order");
    let orders = changes.orders.iter().chain(&changes.funding.computed);
    let notes: Vec<Note> = orders.flat_map(|order| lines(order).into_iter().map(Note::plain)).collect();
    section.push(Block::Notes(notes));
    section
}

fn lines(order: &OrderChange) -> Vec<String> {
    let place = match order.kind {
        Kind::Funding => "the order by value for money".to_owned(),
        kind => format!("{} {}", kind.keyword(), order.name),
    };
    let moves = order.moves.iter().map(|Move { name, from, to }| {
        let way = if to < from { "up" } else { "down" };
        format!("{place}: {name} moved {way} from {from} to {to}")
    });
    let added = order.added.iter().map(|(name, at)| format!("{place}: {name} is new, at {at}"));
    let removed = order.removed.iter().map(|(name, at)| format!("{place}: {name} is gone; it stood at {at}"));
    let reasons = order.reasons.iter().map(|(name, before, after)| match (before, after) {
        (_, Some(after)) => format!("{place}: {name} stands where it does {after}"),
        (_, None) => format!("{place}: {name} no longer says why it stands where it does"),
    });
    moves.chain(added).chain(removed).chain(reasons).collect()
}
