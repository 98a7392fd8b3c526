//! Cuts a stream into messages and writes them: a header with `Content-Length`, an empty line, so many bytes of JSON. What
//! is no message is told and passed over; nothing a stream says makes it take memory for more than a message may hold.

use std::io::{self, BufRead, Read, Write};

use serde_json::Value;

/// The most bytes of one message.
const LIMIT: u64 = 256 << 20;

/// The most bytes of a line of the header.
const LINE: u64 = 4 << 10;

/// What stands next in a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// A message.
    Message(Value),
    /// Something that is no JSON, or too large.
    Unreadable(String),
}

/// Reads what stands next; nothing at the end of the stream.
///
/// # Errors
/// When the stream cannot be read.
pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let Some(length) = length(stream)? else { return Ok(None) };
    if length > LIMIT {
        io::copy(&mut stream.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(Frame::Unreadable(format!("a message of {length} bytes is larger than it may be"))));
    }
    let mut bytes = Vec::new();
    stream.by_ref().take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Unreadable(error.to_string()),
    }))
}

/// The length that the next header states. Lines that are no header are passed over, so that a broken message costs only
/// itself.
fn length(stream: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut stated = None;
    loop {
        let mut line = Vec::new();
        if stream.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\n', '\r']);
        match line.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                stated = value.trim().parse().ok();
            }
            _ if line.is_empty() && stated.is_some() => return Ok(stated),
            _ => {}
        }
    }
}

/// Writes a message.
///
/// # Errors
/// When the stream cannot be written.
pub fn write(stream: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(stream, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::{Frame, read, write};
    use serde_json::json;

    #[test]
    fn a_broken_message_costs_only_itself() {
        let mut stream = b"Content-Length: 3\r\n\r\n{,}garbage\nContent-Length: many\r\n\r\n".to_vec();
        write(&mut stream, &json!({"id": 1})).expect("a vector takes all");
        stream.extend(b"content-length:2\n\n[]Content-Length: 999999999999\r\n\r\nxx");
        let mut stream = stream.as_slice();
        let mut next = || read(&mut stream).expect("bytes can be read");
        assert!(matches!(next(), Some(Frame::Unreadable(_))));
        assert_eq!(next(), Some(Frame::Message(json!({"id": 1}))));
        assert_eq!(next(), Some(Frame::Message(json!([]))));
        assert!(matches!(next(), Some(Frame::Unreadable(_))));
        assert_eq!(next(), None);
    }
}
