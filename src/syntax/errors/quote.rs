//! A quotation from the plan for a message.

use std::borrow::Cow;

/// A quotation from the plan for a message: one line, not too long.
pub(super) fn quote(written: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    let line = written.split(['\n', '\r']).next().unwrap_or("").trim();
    let cut = line.char_indices().nth(LONGEST).map(|(at, _)| line.get(..at).unwrap_or(line).trim_end());
    cut.map_or(Cow::Borrowed(line), |start| Cow::Owned(format!("{start}…")))
}
