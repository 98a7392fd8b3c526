//! Where the rows of a file of text begin: takes its first bytes and what `actuals` says, gives its header and delimiter.

use csv::{ByteRecord, ReaderBuilder};

use super::columns::Candidate;
use crate::model::Actuals;
use crate::model::control::Delimiter;

/// The most lines above a header.
pub(super) const BANNER: usize = 60;

/// Why a file gives no rows.
pub(super) enum Wrong {
    /// It cannot be read, for this reason.
    Unusable(String),
    /// No row has all columns; the one that comes nearest.
    NoHeader(Option<Box<Candidate>>),
}

/// A header, and what stands around it.
pub(super) struct Layout {
    /// The bytes before the header.
    pub offset: usize,
    /// The lines before it.
    pub skipped: usize,
    /// What parts its columns.
    pub delimiter: u8,
    /// The header.
    pub candidate: Candidate,
}

/// Where the header is, and what parts the columns.
pub(super) fn found(actuals: &Actuals, start: &[u8]) -> Result<Layout, Wrong> {
    let delimiters: Vec<u8> = match actuals.delimiter {
        Some(Delimiter::Comma) => vec![b','],
        Some(Delimiter::Semicolon) => vec![b';'],
        Some(Delimiter::Tab) => vec![b'\t'],
        Some(Delimiter::Pipe) => vec![b'|'],
        None => vec![b'\t', b';', b'|', b','],
    };
    let said = actuals.skip_lines.map(|lines| usize::from(lines.0));
    let mut offset = 0;
    let mut best: Option<Candidate> = None;
    for skipped in 0..=said.unwrap_or(BANNER) {
        let rest = start.get(offset..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        for delimiter in delimiters.iter().filter(|_| said.is_none_or(|said| said == skipped)) {
            let candidate = Candidate::of(actuals, headings(rest, *delimiter));
            if candidate.missing.is_empty() && candidate.twice.is_none() {
                return Ok(Layout { offset, skipped, delimiter: *delimiter, candidate });
            }
            let nearer = |best: &Candidate| candidate.missing.len() < best.missing.len();
            if best.as_ref().is_none_or(nearer) {
                best = Some(candidate);
            }
        }
        offset += memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    }
    Err(Wrong::NoHeader(best.map(Box::new)))
}

impl Layout {
    /// The line of the header, counted from one.
    pub(super) fn line(&self) -> u64 {
        self.skipped as u64 + 1
    }

    /// What was found out, in words.
    pub(super) fn said(&self) -> String {
        let between = match self.delimiter {
            b'\t' => "tabs".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        match self.skipped {
            0 => format!("columns parted by {between}"),
            1 => format!("columns parted by {between}, 1 line above the header"),
            lines => format!("columns parted by {between}, {lines} lines above the header"),
        }
    }
}

fn headings(text: &[u8], delimiter: u8) -> Vec<String> {
    let mut record = ByteRecord::new();
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(decoded).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

fn decoded(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned(),
    }
}
