//! Bytes to text: takes a file in any encoding people's exports have, gives its text and the encoding's name.

use super::SheetError;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding of a name such as `windows-1252`, `latin1` or `utf-8`.
#[must_use]
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// The text of a file. A byte-order mark says which encoding it is; without one the encoding that was asked for, else
/// UTF-8 where it is that, else Windows-1252, which is what spreadsheets write where they do not write UTF-8.
///
/// # Errors
/// When it is no text in that encoding.
pub fn decode(bytes: &[u8], asked: Option<&'static Encoding>) -> Result<(String, &'static str), SheetError> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (asked.unwrap_or_else(|| guess(bytes)), 0));
    let content = bytes.get(mark..).unwrap_or_default();
    if encoding.is_single_byte() && content.contains(&0) {
        return Err(not_text(encoding, content, content.iter().position(|byte| *byte == 0).unwrap_or(0)));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(content) {
        Some(text) => Ok((text.into_owned(), encoding.name())),
        None => Err(not_text(encoding, content, valid_up_to(encoding, content))),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [first, 0, ..] if *first != 0 => UTF_16LE,
        [0, second, ..] if *second != 0 => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    }
}

fn valid_up_to(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding == UTF_8 { Encoding::utf8_valid_up_to(bytes) } else { 0 }
}

fn not_text(encoding: &'static Encoding, bytes: &[u8], at: usize) -> SheetError {
    let before = bytes.get(..at).unwrap_or_default();
    SheetError::NotText { encoding: encoding.name().to_owned(), line: memchr::memchr_iter(b'\n', before).count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        decode(bytes, None).expect("text")
    }

    #[test]
    fn the_encoding_is_found_out() {
        assert_eq!(read("Größe".as_bytes()), ("Größe".into(), "UTF-8"));
        assert_eq!(read("\u{feff}Größe".as_bytes()), ("Größe".into(), "UTF-8"));
        assert_eq!(read(b"Gr\xF6\xDFe \x80"), ("Größe €".into(), "windows-1252"));
        assert_eq!(read(b"\xFF\xFEG\0\xF6\0"), ("Gö".into(), "UTF-16LE"));
        assert_eq!(read(b"G\0\xF6\0"), ("Gö".into(), "UTF-16LE"));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let error = |line, encoding: &str| Err(SheetError::NotText { encoding: encoding.to_owned(), line });
        assert_eq!(decode(b"a\nb\xFF", encoding_named("utf-8")), error(2, "UTF-8"));
        assert_eq!(decode(b"ab\n\n\xE9\0\x01", None), error(3, "windows-1252"));
    }
}
