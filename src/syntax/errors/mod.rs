//! What syntax says about a plan that cannot be read: small builders, one for each mistake.

mod figures;
mod letters;
mod shape;
mod signs;

pub(super) use figures::*;
pub(super) use letters::*;
pub(super) use shape::*;
pub(super) use signs::*;

use std::borrow::Cow;

/// A quotation from the plan for a message: one line, not too long.
fn quote(written: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    let line = written.split(['\n', '\r']).next().unwrap_or("").trim();
    let cut = line.char_indices().nth(LONGEST).map(|(at, _)| line.get(..at).unwrap_or(line).trim_end());
    cut.map_or(Cow::Borrowed(line), |start| Cow::Owned(format!("{start}…")))
}
