//! Reading one file: takes a path, a stream or bytes, gives the text, or what is wrong with it and as much text as there is.

use super::fault::{Fault, kind_of, trouble};
use super::write::retried;
use crate::files::Trouble;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Its text; where bytes are not UTF-8, with U+FFFD in their place; empty where it cannot be read.
    pub text: String,
    /// What is wrong with it; then `text` is not what the disk holds.
    pub fault: Option<Fault>,
}

impl From<Fault> for Contents {
    fn from(fault: Fault) -> Contents {
        Contents { text: String::new(), fault: Some(fault) }
    }
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Contents {
    match steady_bytes(path, limit) {
        Ok(bytes) => decode(bytes),
        Err(fault) => fault.into(),
    }
}

/// The bytes of a file of at most `limit`, whatever they mean.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
    steady_bytes(path, limit).map_err(|fault| trouble(path, &fault))
}

/// The bytes of a file that nobody writes to; one that changes gets a second chance.
fn steady_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
    if let Some(bytes) = read_once(path, limit)? {
        return Ok(bytes);
    }
    read_once(path, limit)?.ok_or(Fault::Changing)
}

/// The bytes of a file, or nothing when it changed meanwhile. The path is asked again at the end, so that a file
/// put in the place of the opened one is noticed too.
fn read_once(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
    // Opening a pipe would wait for its writer: look first.
    let before = retried(|| fs::metadata(path))?;
    if !before.is_file() {
        return Err(Fault::NotAFile { what: kind_of(before.file_type()) });
    }
    if before.len() > limit {
        return Err(Fault::TooLarge { bytes: before.len(), limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let after = retried(|| fs::metadata(path))?;
    let is_steady = u64::try_from(bytes.len()) == Ok(before.len())
        && after.len() == before.len()
        && after.modified().ok() == before.modified().ok();
    Ok(is_steady.then_some(bytes))
}

/// Reads a stream to its end, of at most `limit` bytes.
pub(crate) fn read_stream(stream: impl Read, limit: u64) -> Contents {
    let mut bytes = Vec::new();
    match stream.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(count) if count as u64 > limit => Fault::TooLarge { bytes: count as u64, limit }.into(),
        Ok(_) => decode(bytes),
        Err(error) => Fault::from(error).into(),
    }
}

/// The text of bytes, or what is wrong with them.
pub(crate) fn decode(bytes: Vec<u8>) -> Contents {
    if is_utf16(&bytes) {
        return Fault::Utf16.into();
    }
    match String::from_utf8(bytes) {
        Ok(text) => Contents { text, fault: None },
        Err(error) if error.as_bytes().contains(&0) => Fault::Binary.into(),
        Err(error) => lossy(error.as_bytes(), error.utf8_error().valid_up_to()),
    }
}

fn lossy(bytes: &[u8], byte: usize) -> Contents {
    let places = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let line = 1 + memchr::memchr_iter(b'\n', bytes.get(..byte).unwrap_or(&[])).count();
    let fault = Fault::NotUtf8 { byte, line, more: places.saturating_sub(1) };
    Contents { text: String::from_utf8_lossy(bytes).into_owned(), fault: Some(fault) }
}

/// UTF-16 shows by its mark, or by a zero in every other byte.
fn is_utf16(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(1024)).unwrap_or(&[]);
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 4;
    sample.starts_with(&[0xff, 0xfe])
        || sample.starts_with(&[0xfe, 0xff])
        || (sample.len() >= 4 && even.max(odd) > many && even.min(odd) <= many / 4)
}

#[cfg(test)]
mod tests {
    use super::{decode, is_utf16};
    use crate::files::fault::Fault;

    #[test]
    fn encodings_are_told_apart() {
        let utf16: Vec<u8> = "plan a { }".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(is_utf16(&utf16));
        assert!(is_utf16(b"\xff\xfep\0"));
        assert!(!is_utf16("plan a { }".as_bytes()));
        assert_eq!(decode(b"\0\x01\xff\x02".to_vec()).fault, Some(Fault::Binary));
    }

    #[test]
    fn the_first_wrong_byte_is_named() {
        let contents = decode(b"plan a\n# caf\xe9, na\xefve\n".to_vec());
        assert_eq!(contents.fault, Some(Fault::NotUtf8 { byte: 12, line: 2, more: 1 }));
        assert_eq!(contents.text, "plan a\n# caf\u{fffd}, na\u{fffd}ve\n");
    }
}
