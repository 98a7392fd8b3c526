//! Lines too long to show: takes a line and the byte that matters, gives the part around it that fits. Nothing
//! outside that part is looked at, so that a line of megabytes costs no more than a short one.

use super::text::{columns, push_visible};
use std::ops::Range;

/// A tab is shown as this many spaces.
const TAB: &str = "    ";

/// What fits: a number of columns, and the mark of what was cut away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub columns: usize,
    pub ellipsis: &'static str,
}

/// The part of a line that is shown.
#[derive(Debug)]
pub(super) struct Window<'a> {
    line: &'a str,
    bytes: Range<usize>,
    ellipsis: &'static str,
}

impl<'a> Window<'a> {
    /// The part of `line` around the byte `anchor`: from its start where that reaches, else a third before it.
    pub(super) fn new(line: &'a str, anchor: usize, room: Room) -> Window<'a> {
        let whole = advance(line, 0, room.columns);
        let near = advance(line, 0, room.columns * 2 / 3);
        let bytes = if whole == line.len() || anchor <= near {
            0..whole
        } else {
            let start = retreat(line, anchor, room.columns / 3);
            start..advance(line, start, room.columns)
        };
        Window { line, bytes, ellipsis: room.ellipsis }
    }

    /// The part as shown, with marks where the line goes on.
    pub(super) fn text(&self) -> String {
        let mut shown = self.until(self.bytes.end);
        if self.bytes.end < self.line.len() {
            shown.push_str(self.ellipsis);
        }
        shown
    }

    /// Where a byte of the line stands in the shown text; what was cut away stands at the mark.
    pub(super) fn offset(&self, byte: usize) -> usize {
        if byte < self.bytes.start {
            0
        } else if byte > self.bytes.end {
            self.text().len()
        } else {
            self.until(byte).len()
        }
    }

    fn until(&self, byte: usize) -> String {
        let mut shown = String::new();
        if self.bytes.start > 0 {
            shown.push_str(self.ellipsis);
        }
        for character in self.line.get(self.bytes.start..byte).unwrap_or("").chars() {
            match character {
                '\t' => shown.push_str(TAB),
                other => push_visible(&mut shown, other),
            }
        }
        shown
    }
}

/// The byte after as many characters as fit in `room` columns from `start` on.
fn advance(line: &str, start: usize, room: usize) -> usize {
    let rest = line.get(start..).unwrap_or("");
    start + rest.chars().scan(room, fits).map(char::len_utf8).sum::<usize>()
}

/// The byte before as many characters as fit in `room` columns up to `end`.
fn retreat(line: &str, end: usize, room: usize) -> usize {
    let end = end.min(line.len());
    let before = line.get(..end).unwrap_or("");
    end - before.chars().rev().scan(room, fits).map(char::len_utf8).sum::<usize>()
}

/// Every character takes a column at least, so that a line of combining marks ends, too.
fn fits(room: &mut usize, character: char) -> Option<char> {
    let width = if character == '\t' { TAB.len() } else { columns(character).max(1) };
    *room = room.checked_sub(width)?;
    Some(character)
}

#[cfg(test)]
mod tests {
    use super::{Room, Window};

    const ROOM: Room = Room { columns: 12, ellipsis: "…" };

    #[test]
    fn a_short_line_is_whole() {
        let window = Window::new("cost: 52k", 6, ROOM);
        assert_eq!((window.text().as_str(), window.offset(6), window.offset(99)), ("cost: 52k", 6, 9));
    }

    #[test]
    fn a_long_line_is_cut_around_the_anchor() {
        let window = Window::new("0123456789abcdefghijklmnopqrstuvwxyz", 20, ROOM);
        assert_eq!(window.text(), "…ghijklmnopqr…");
        assert_eq!(
            (window.offset(0), window.offset(20), window.offset(36)),
            (0, "…ghij".len(), "…ghijklmnopqr…".len())
        );
    }

    #[test]
    fn pictures_do_not_shift_offsets() {
        let window = Window::new("\t\u{1b}é!", 4, ROOM);
        assert_eq!((window.text().as_str(), window.offset(4)), ("    ␛é!", "    ␛é".len()));
    }
}
