//! What is told of transfers that cannot be.

use crate::check::{CheckedPlan, HolderTerms, TransferTerms};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Money;

/// A giver or receiver that is not funded.
pub(super) fn not_funded(plan: &CheckedPlan, transfer: &TransferTerms, holder: &HolderTerms) -> Diagnostic {
    let path = &plan.plan().head(holder.named).path;
    let is_giver = holder.span == transfer.giver.span;
    let what = if is_giver { "it has no budget to give" } else { "what it would get has no budget to be added to" };
    Diagnostic::new(Code::TransferUnfunded, holder.span, format!("`{path}` is not funded: {what}"))
        .label("not funded")
        .help("name what is funded; `zbb plan` says what is, and why the rest is not")
        .about(plan.plan().transfers[transfer.id].head.path.as_str())
}

/// More than stands there.
pub(super) fn too_large(plan: &CheckedPlan, transfer: &TransferTerms, stands: Money) -> Diagnostic {
    let path = &plan.plan().head(transfer.giver.named).path;
    let written = &plan.plan().transfers[transfer.id];
    let span = written.amount.get().map_or(written.head.span, |amount| amount.span);
    let category = transfer
        .out_of
        .map_or_else(String::new, |category| format!(" for `{}`", plan.plan().categories[category].head.path));
    let month = transfer.on.month();
    let left = amount(plan, stands);
    let wanted = amount(plan, transfer.amount);
    let (message, help) = if stands.is_positive() {
        let message = format!("`{path}` has {left}{category} from {month} on, less than {wanted}");
        (message, format!("move at most {left}, name another giver, or an earlier day"))
    } else {
        let message = format!("`{path}` has nothing{category} from {month} on to give {wanted} of");
        (message, "name another giver, or an earlier day".to_owned())
    };
    Diagnostic::new(Code::TransferTooLarge, span, message)
        .label("more than stands there")
        .also(transfer.giver.span, "what gives")
        .help(help)
        .about(written.head.path.as_str())
}

/// `1,234.50 USD`
pub(super) fn amount(plan: &CheckedPlan, money: Money) -> String {
    format!("{} {}", super::words::money(plan, money), plan.currency.code())
}
