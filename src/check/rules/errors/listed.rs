//! Names that a message lists, and where what is missing goes.

/// How many names a message lists before it counts the rest.
pub(in crate::check::rules) const SHOWN: usize = 5;
/// Names in a row, in backticks; `count` of them in all.
pub(super) fn shortened<'n>(names: impl IntoIterator<Item = &'n str>, count: usize) -> String {
    let shown: Vec<String> = names.into_iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = count.saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
/// Where levels that are missing from an order go.
pub(super) fn in_place(missing: &[&str]) -> &'static str {
    if missing.len() == 1 { "it in its place" } else { "them in their place" }
}
