//! Text in colours of good news and bad, if there is to be colour.

use crate::diagnostic::human::{Color, Style};
use crate::report::document::Mark;
use anstyle::{AnsiColor, Style as Paint};

/// The text in a colour, if there is to be colour.
pub(super) fn painted(text: &str, paint: Paint, style: &Style) -> String {
    match style.color {
        Color::Plain => text.to_owned(),
        Color::Ansi => format!("{}{text}{}", paint.render(), paint.render_reset()),
    }
}

/// The colour of good news or bad.
pub(super) fn paint_of(mark: Mark) -> Paint {
    match mark {
        Mark::Good => AnsiColor::Green.on_default(),
        Mark::Neutral => AnsiColor::Yellow.on_default(),
        Mark::Bad => AnsiColor::Red.on_default(),
    }
}
