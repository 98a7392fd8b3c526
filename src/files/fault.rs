//! What can be wrong with a file of a plan before anyone reads a word of it: takes the fault, gives the finding.

use super::shown::shown;
use crate::diagnostic::text::{counted, grouped};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Trouble;
use crate::source::{FileId, Span};
use std::fs::FileType;
use std::io;
use std::path::Path;

/// What is wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Bytes that are no UTF-8: the first of them, its line, and how many more places there are.
    NotUtf8 { byte: usize, line: usize, more: usize },
    /// Text in another encoding that is recognised by its pattern.
    Utf16,
    /// No text at all.
    Binary,
    /// The system does not let us read it.
    Unreadable { reason: String },
    /// A pipe, a device, a socket.
    NotAFile { what: &'static str },
    /// A link to nothing.
    LeadsNowhere,
    /// Somebody writes to it.
    Changing,
    /// Git knows of it but does not have it: a partial clone.
    NotFetched,
    /// Larger than a plan file may be.
    TooLarge { bytes: u64, limit: u64 },
    /// Together with those before it, larger than a plan may be.
    PlanTooLarge { limit: u64 },
    /// Together with those before it, of so many facts that they need more memory than a plan may.
    TooDense { limit: u64 },
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Unreadable { reason: reason(&error) }
    }
}

/// What the system says about a failure, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied if error.get_ref().is_none() => "permission denied".to_owned(),
        _ => without_its_file(&error.to_string()).to_owned(),
    }
}

/// Without the temporary file that a library names behind what the system says.
fn without_its_file(text: &str) -> &str {
    text.split_once(" at path \"").map_or(text, |(said, _)| said)
}

/// What a thing that is no ordinary file is.
pub(crate) fn kind_of(file_type: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if file_type.is_fifo() {
            return "a pipe";
        } else if file_type.is_socket() {
            return "a socket";
        } else if file_type.is_char_device() || file_type.is_block_device() {
            return "a device";
        }
    }
    if file_type.is_dir() { "a folder" } else { "something else" }
}

/// The finding about a file with a fault; `path` is the file as shown.
pub(crate) fn diagnostic(file: FileId, path: &str, fault: &Fault) -> Diagnostic {
    let start = Span::new(file, 0, 0);
    match fault {
        Fault::NotUtf8 { byte, line, more } => not_utf8(file, path, *byte, *line, *more),
        Fault::Utf16 => Diagnostic::new(Code::NotUtf8, start, format!("`{path}` is saved as UTF-16, not as UTF-8"))
            .help("save it again with the encoding UTF-8 (in Notepad: Save as, Encoding, UTF-8)"),
        Fault::Binary => Diagnostic::new(Code::NotUtf8, start, format!("`{path}` is not text"))
            .help("rename or move it: every file ending in `.zbb` below the folder is part of the plan"),
        Fault::Unreadable { reason } => {
            Diagnostic::new(Code::UnreadableFile, start, format!("`{path}` cannot be read: {reason}"))
                .help("make it readable, or have git ignore it if it is no part of the plan")
        }
        Fault::NotAFile { what } => {
            Diagnostic::new(Code::NotAFile, start, format!("`{path}` is {what}, not a file with text"))
                .help("put a file with text there, or give it a name that does not end in `.zbb`")
        }
        Fault::LeadsNowhere => Diagnostic::new(Code::NotAFile, start, format!("`{path}` is a link that leads nowhere"))
            .help("mend the link or remove it"),
        Fault::Changing => Diagnostic::new(Code::ChangingFile, start, format!("`{path}` changed while it was read"))
            .help("run again when nothing writes to it"),
        Fault::NotFetched => Diagnostic::new(
            Code::UnreadableFile,
            start,
            format!("`{path}` is not in this clone, which is a partial one"),
        )
        .help("fetch it, for example by `git fetch --refetch --no-filter`"),
        Fault::TooLarge { bytes, limit } => Diagnostic::new(
            Code::TooLarge,
            start,
            format!("`{path}` has {}; a plan file has at most {}", megabytes(*bytes), megabytes(*limit)),
        )
        .help("split the file, or move data such as actuals to CSV"),
        Fault::TooDense { limit } => Diagnostic::new(
            Code::TooLarge,
            start,
            format!("with `{path}` the plan needs more than {} of memory", megabytes(*limit)),
        )
        .help("name the folder of one plan only, or move data such as actuals to CSV"),
        Fault::PlanTooLarge { limit } => Diagnostic::new(
            Code::TooLarge,
            start,
            format!("with `{path}` the plan has more than {}", megabytes(*limit)),
        )
        .help("name the folder of one plan only"),
    }
}

/// The same about a file that is named on the command line.
pub(crate) fn trouble(path: &Path, fault: &Fault) -> Trouble {
    let finding = diagnostic(FileId::default(), &shown(path), fault);
    let is_of_plan = path.extension().is_some_and(|extension| extension == "zbb");
    let help = match fault {
        // What is said of the files of a plan does not hold for a result, a ledger or a list of anything else.
        Fault::Unreadable { .. } if !is_of_plan => Some("name a file that is there and may be read".to_owned()),
        Fault::NotAFile { .. } if !is_of_plan => Some("name an ordinary file".to_owned()),
        _ => finding.help,
    };
    Trouble { message: finding.message, help }
}

/// The text was read with U+FFFD for what is not UTF-8, so the place of the first is the same in both.
fn not_utf8(file: FileId, path: &str, byte: usize, line: usize, more: usize) -> Diagnostic {
    let start = u32::try_from(byte).unwrap_or(u32::MAX);
    let end = start.saturating_add(u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).unwrap_or(0));
    let others = if more == 0 { String::new() } else { format!(" and in {}", counted(more, "more place")) };
    let message = format!("`{path}` is not UTF-8 text at byte {} (line {}){others}", grouped(byte), grouped(line));
    Diagnostic::new(Code::NotUtf8, Span::new(file, start, end), message)
        .label("these bytes are no letter in UTF-8")
        .help("save the file with the encoding UTF-8 (it may be in an older one, such as Windows-1252)")
}

/// Rounded up, so that what is too large never reads as just large enough.
fn megabytes(bytes: u64) -> String {
    format!("{} MB", grouped(usize::try_from(bytes.div_ceil(1 << 20)).unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::reason;
    use std::io;

    #[test]
    fn what_is_told_names_no_temporary_file() {
        let error = io::Error::other("No space left on device (os error 28) at path \"/tmp/plan/.zbb-x.new\"");
        assert_eq!(reason(&error), "No space left on device (os error 28)");
    }
}
