//! How lines end: takes three texts, gives them with plain line ends to merge, and puts the merged way of ending back.

use super::sides::Sides;

/// How a text is written, besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    mark: bool,
    carriage_returns: bool,
    last_line: bool,
}

/// The way of the side that changed it.
pub(super) fn merged(texts: Sides<&str>) -> Ending {
    let endings = texts.map(of);
    let of = |get: fn(&Ending) -> bool| endings.as_ref().map(get).agreed().unwrap_or(get(&endings.ours));
    Ending {
        mark: of(|ending| ending.mark),
        carriage_returns: of(|ending| ending.carriage_returns),
        last_line: of(|ending| ending.last_line),
    }
}

fn of(text: &str) -> Ending {
    let lines = text.matches('\n').count();
    Ending {
        mark: text.starts_with('\u{feff}'),
        carriage_returns: lines > 0 && 2 * text.matches("\r\n").count() > lines,
        last_line: text.is_empty() || text.ends_with('\n'),
    }
}

/// Without mark, every line ended by one `\n`.
pub(super) fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut plain = text.replace("\r\n", "\n");
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
    plain
}

impl Ending {
    /// A plain text, written in this way.
    pub(super) fn restore(self, text: &str) -> String {
        let text = if self.last_line { text } else { text.strip_suffix('\n').unwrap_or(text) };
        let text = if self.carriage_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        if self.mark { format!("\u{feff}{text}") } else { text }
    }
}
