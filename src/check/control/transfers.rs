//! Transfers: takes the plan's, gives them by ids and months in the order they take effect, reports those that move nothing,
//! stay where they are or lie outside of the calendar.

use super::messages;
use super::terms::{HolderTerms, TransferTerms};
use crate::check::context::Checker;
use crate::model::control::Holder;
use crate::model::schema::AnyOf;
use crate::model::{Alternative, Id, Level, Package, Transfer};
use crate::quantity::Money;

/// The transfers by day, then title.
pub(super) fn read(checker: &mut Checker) -> Vec<TransferTerms> {
    let plan = checker.plan;
    let mut transfers: Vec<TransferTerms> =
        plan.transfers.iter().filter_map(|(id, transfer)| terms(checker, id, transfer)).collect();
    transfers.sort_by(|left, right| {
        let title = |transfer: &TransferTerms| &plan.transfers[transfer.id].head.path;
        left.on.cmp(&right.on).then_with(|| title(left).cmp(title(right))).then(left.id.cmp(&right.id))
    });
    transfers
}

fn terms(checker: &mut Checker, id: Id<Transfer>, transfer: &Transfer) -> Option<TransferTerms> {
    let amount = transfer.amount.get().and_then(|written| Some((checker.fixed_money(written.id)?, written.span)));
    let (giver, receiver) = (holder(checker, transfer.from.get()?), holder(checker, transfer.to.get()?));
    let (on, by) = (transfer.on.get()?, transfer.by.get()?);
    let month = checker.calendar.index(on.value.month());
    if month.is_none() {
        let finding = messages::transfer_outside(&transfer.head, *on, checker.calendar);
        checker.report(finding);
    }
    let (amount, span) = amount?;
    let amount = Money::round(amount, checker.currency);
    if !amount.is_positive() {
        checker.report(messages::moves_nothing(&transfer.head, span));
        return None;
    }
    let (giver, receiver) = (giver?, receiver?);
    if stays(&giver, &receiver) && transfer.into.is_none() {
        let path = checker.path(giver.named);
        checker.report(messages::stays_where_it_is(&transfer.head, giver.span, receiver.span, path));
        return None;
    }
    Some(TransferTerms {
        id,
        amount,
        giver,
        receiver,
        out_of: transfer.out_of.map(|category| category.value),
        into: transfer.into.map(|category| category.value),
        on: on.value,
        month: month?,
        by: by.value,
    })
}

/// Whether what gives and what receives have a level in common.
fn stays(giver: &HolderTerms, receiver: &HolderTerms) -> bool {
    giver.named == receiver.named || giver.levels.iter().any(|level| receiver.levels.contains(level))
}

fn holder(checker: &Checker, named: &AnyOf<Holder>) -> Option<HolderTerms> {
    let levels = checker.structure.ways.all_levels(named.id);
    let package = match named.id.cast::<Package>() {
        Some(package) => Some(package),
        None => match named.id.cast::<Alternative>() {
            Some(alternative) => checker.plan.parent(alternative.into())?.cast(),
            None => checker.structure.ways.package(named.id.cast::<Level>()?),
        },
    };
    Some(HolderTerms { named: named.id, span: named.span, package: package?, levels })
}
