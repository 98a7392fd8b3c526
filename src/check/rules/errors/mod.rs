//! The messages of the rules, by what they are about.

mod levels;
mod lints;
mod loops;
mod merges;
mod packages;
mod rankings;
mod records;

pub(super) use levels::*;
pub(super) use lints::*;
pub(super) use loops::*;
pub(super) use merges::*;
pub(super) use packages::*;
pub(super) use rankings::*;
pub(super) use records::*;

/// How many names a message lists before it counts the rest.
pub(super) const SHOWN: usize = 5;

/// Names in a row, in backticks; `count` of them in all.
fn shortened<'n>(names: impl IntoIterator<Item = &'n str>, count: usize) -> String {
    let shown: Vec<String> = names.into_iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = count.saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Where levels that are missing from an order go.
fn in_place(missing: &[&str]) -> &'static str {
    if missing.len() == 1 { "it in its place" } else { "them in their place" }
}
