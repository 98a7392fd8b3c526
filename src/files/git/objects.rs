//! Objects of a repository: takes their names, gives their sizes or their contents. All questions go to one
//! `git cat-file` process, so that a plan of many files costs one start of git.

use super::command::{Silence, git};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

/// What git knows an object by, in hexadecimal digits.
pub(super) type ObjectId = String;

/// What git says about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// An object.
    Object { id: ObjectId, kind: Kind, bytes: u64 },
    /// Nothing: a path that is not there, a link that leads nowhere, an object that was not fetched.
    Missing,
}

/// The kinds of object that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file, or where a link leads.
    Blob,
    /// A folder.
    Tree,
    /// A commit, a tag.
    Other,
}

/// What a path of a revision leads to; links are followed within the repository.
pub(super) fn look(folder: &Path, name: &[u8]) -> Result<Found, Silence> {
    if name.contains(&b'\n') {
        return Ok(Found::Missing);
    }
    let mut answer = asked(folder, &["--batch-check", "--follow-symlinks"], &[name], |reader| next_header(reader))?;
    Ok(answer.pop().unwrap_or(Found::Missing))
}

/// The sizes of objects, in the order of their ids.
pub(super) fn sizes(folder: &Path, ids: &[&[u8]]) -> Result<Vec<Found>, Silence> {
    asked(folder, &["--batch-check", "--buffer"], ids, |reader| next_header(reader))
}

/// The contents of objects, in the order of their ids; nothing for one that is not there.
pub(super) fn contents(folder: &Path, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, Silence> {
    asked(folder, &["--batch", "--buffer"], ids, |reader| next_contents(reader))
}

/// Asks about names, and reads an answer for each. The names are written beside the reading, since each side waits once
/// the pipe between them is full.
fn asked<T>(
    folder: &Path,
    options: &[&str],
    names: &[&[u8]],
    read: impl Fn(&mut dyn BufRead) -> io::Result<T>,
) -> Result<Vec<T>, Silence> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = git(folder);
    command.arg("cat-file").args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Silence::NotRun)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let answers = thread::scope(|scope| {
        scope.spawn(|| stdin.map(|mut stdin| names.iter().try_for_each(|name| write_line(&mut stdin, name))));
        let mut reader = BufReader::with_capacity(1 << 16, stdout?);
        Some(names.iter().map(|_| read(&mut reader)).collect::<io::Result<Vec<T>>>())
    });
    finished(child, answers.unwrap_or_else(|| Err(io::ErrorKind::BrokenPipe.into())))
}

fn write_line(writer: &mut impl Write, name: &[u8]) -> io::Result<()> {
    writer.write_all(name)?;
    writer.write_all(b"\n")
}

/// When git ends before it has answered, what it says is the reason.
fn finished<T>(child: Child, answers: io::Result<Vec<T>>) -> Result<Vec<T>, Silence> {
    let output = child.wait_with_output().map_err(Silence::NotRun)?;
    answers.map_err(|error| {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Silence::Refused(if said.is_empty() { error.to_string() } else { said })
    })
}

/// One line of answer: `ID blob SIZE`, `NAME missing`, `dangling SIZE` and the like.
fn next_header(reader: &mut dyn BufRead) -> io::Result<Found> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = String::from_utf8_lossy(&line);
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    Ok(match words.as_slice() {
        [id, "blob", bytes] => object(id, Kind::Blob, bytes),
        [id, "tree", bytes] => object(id, Kind::Tree, bytes),
        [id, "commit" | "tag", bytes] => object(id, Kind::Other, bytes),
        _ => Found::Missing,
    })
}

fn object(id: &str, kind: Kind, bytes: &str) -> Found {
    match bytes.parse() {
        Ok(bytes) => Found::Object { id: id.to_owned(), kind, bytes },
        Err(_) => Found::Missing,
    }
}

/// A header, as many bytes as it says, and a line end.
fn next_contents(reader: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let Found::Object { bytes, .. } = next_header(reader)? else { return Ok(None) };
    let mut contents = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    reader.take(bytes.saturating_add(1)).read_to_end(&mut contents)?;
    match contents.pop() {
        Some(b'\n') => Ok(Some(contents)),
        Some(_) | None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
