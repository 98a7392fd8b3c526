//! Places as editors count them: a line and a column from nought, the column in UTF-16 units or in bytes, as was agreed.

use serde_json::{Value, json};

use crate::diagnostic::place::fitted;
use crate::source::{SourceFile, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-16 units, which every editor can.
    #[default]
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
}

impl Encoding {
    fn width(self, text: &str) -> usize {
        match self {
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf8 => text.len(),
        }
    }

    /// The byte of a position. One behind the end of its line is the end of the line, one behind the last line the end of
    /// the text, and one inside of a character its beginning.
    #[must_use]
    pub fn byte(self, file: &SourceFile, position: &Value) -> u32 {
        let count = |key: &str| {
            position.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
        };
        let (line, column) = (count("line"), count("character"));
        let range = file.line_range(line);
        let text = file.text().get(range.clone()).unwrap_or("");
        let mut width = 0;
        let within = text.char_indices().find(|(_, character)| {
            let here = width;
            width += self.width(character.encode_utf8(&mut [0; 4]));
            width > column || here == column
        });
        let at = within.map_or(text.len(), |(at, _)| at);
        u32::try_from(range.start + at).unwrap_or(u32::MAX)
    }

    /// The position of a byte.
    #[must_use]
    pub fn position(self, file: &SourceFile, byte: u32) -> Value {
        let byte = fitted(file.text(), Span { start: byte, end: byte, ..Span::default() }).start;
        let line = file.line_index(u32::try_from(byte).unwrap_or(u32::MAX));
        let before = file.text().get(file.line_range(line).start..byte).unwrap_or("");
        json!({ "line": line, "character": self.width(before) })
    }

    /// The range of a span.
    #[must_use]
    pub fn range(self, file: &SourceFile, span: Span) -> Value {
        json!({ "start": self.position(file, span.start), "end": self.position(file, span.end) })
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding;
    use crate::source::{FileId, Sources};
    use serde_json::json;

    #[test]
    fn columns_count_as_agreed() {
        let sources = Sources::single("a", "one\r\né😀x\r\n");
        let file = sources.get(FileId::new(0)).expect("the file");
        for (encoding, column, byte) in [(Encoding::Utf16, 3, 11), (Encoding::Utf8, 6, 11)] {
            let position = json!({ "line": 1, "character": column });
            assert_eq!(encoding.byte(file, &position), byte);
            assert_eq!(encoding.position(file, byte), position);
        }
        assert_eq!(Encoding::Utf16.byte(file, &json!({ "line": 1, "character": 2 })), 7);
        assert_eq!(Encoding::Utf16.byte(file, &json!({ "line": 0, "character": 99 })), 3);
        assert_eq!(Encoding::Utf16.byte(file, &json!({ "line": 9, "character": 0 })), 14);
    }
}
