//! Paths as people read them: takes a path, gives its text, also for a shell.

use std::fmt::Write;
use std::path::Path;

use crate::diagnostic::text::visible;

/// A path as shown: with `/`, and with what a terminal would obey made visible; bytes that are no text by number.
pub(crate) fn shown(path: &Path) -> String {
    let text = shown_bytes(path.as_os_str().as_encoded_bytes());
    let text = if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/") };
    // A line that begins so is a command to the runners of GitHub and Azure.
    if text.starts_with("::") || text.starts_with("##") { format!("./{text}") } else { text }
}

/// A path as a word of a command that people copy into a shell.
pub(crate) fn word_of_shell(path: &Path) -> String {
    let text = shown(path);
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:@%+=,".contains(letter);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        return text;
    }
    let text = if text.starts_with('-') { format!("./{text}") } else { text };
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// As [`shown`], of a path that has `/` already.
pub(crate) fn shown_bytes(path: &[u8]) -> String {
    let mut text = String::new();
    for chunk in path.utf8_chunks() {
        text.push_str(&visible(chunk.valid()));
        for byte in chunk.invalid() {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "⟨{byte:02X}⟩");
        }
    }
    text
}
