//! `zbb plan --write` and `--locked`: keeps the plan file beside a plan, or verifies it.

use super::arguments::PlanArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::fault::{Fault, reason};
use super::find::shown;
use super::output::{self, ColorChoice, Stream};
use super::plan::rendered;
use super::read::{self, Contents};
use super::sources::{Limits, write_atomically};
use super::write::cannot_write;
use crate::diagnostic::{Code, Diagnostic, human};
use crate::diff::compare;
use crate::planfile;
use crate::record::Record;
use crate::report::{self, Names};
use crate::source::{FileId, Sources, Span};
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

/// Where the plan file of a plan is kept: in its folder; beside it, for a plan of one file.
///
/// # Errors
/// When the system does not tell which of the two the plan is: its file is not to land anywhere else.
fn plan_file(plan: &Path) -> Result<PathBuf, Trouble> {
    let folder = folder(plan).map_err(|error| cannot_look(plan, &error))?;
    let path = folder.join(planfile::FILE_NAME);
    Ok(path.components().filter(|part| *part != Component::CurDir).collect())
}

fn folder(plan: &Path) -> io::Result<&Path> {
    if fs::metadata(plan)?.is_dir() {
        return Ok(plan);
    }
    Ok(plan.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

fn cannot_look(path: &Path, error: &io::Error) -> Trouble {
    Trouble::new(format!("`{}` cannot be looked at: {}", shown(path), reason(error)))
}

/// Whoever holds this is the only one that keeps the plan file of a plan.
#[derive(Debug)]
pub(super) struct Turn(#[expect(dead_code, reason = "the lock ends when the file is closed")] Option<File>);

/// Waits for the turn to keep a plan file. Taken before the plan is read, it has the last writer keep what was last written
/// in the plan. Where a folder cannot be locked, as on some file systems, each writer still writes a whole file.
pub(super) fn take_turn(plan: &Path) -> Turn {
    let folder = folder(plan).and_then(File::open).ok();
    Turn(folder.filter(|folder| folder.lock().is_ok()))
}

/// Keeps a record in the plan file, unless it is there already.
///
/// # Errors
/// When something else than a plan file has its name, a newer zbb wrote it, or it cannot be written.
pub(super) fn write(plan: &Path, record: &Record) -> Result<(), Trouble> {
    let path = plan_file(plan)?;
    let text = planfile::write(record);
    if is_there(&path)? {
        let old = read::read(&path, Limits::default().plan_bytes);
        if old.fault.is_none() && old.text == text {
            output::note(&format!("`{}` is up to date\n", shown(&path)));
            return Ok(());
        }
        may_be_replaced(&path, &old)?;
    }
    write_atomically(&path, &text).map_err(|error| cannot_write(&shown(&path), &error))?;
    output::note(&format!("wrote `{}`\n", shown(&path)));
    Ok(())
}

/// Tells that a plan with errors is not kept.
pub(super) fn tell_unwritten() {
    output::note(&format!("`{}` was not written: the plan has errors\n", planfile::FILE_NAME));
}

/// Whether anything is there, be it a link to nothing.
fn is_there(path: &Path) -> Result<bool, Trouble> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(cannot_look(path, &error)),
    }
}

/// A plan file that is stale or broken may be; somebody's own file of that name, or one from the future, may not.
fn may_be_replaced(path: &Path, old: &Contents) -> Result<(), Trouble> {
    let trouble = |what: &str| Trouble::new(format!("`{}` {what}; it was left as it is", shown(path)));
    if let Some(fault) = &old.fault {
        return Err(cannot_read(path, fault));
    }
    if !planfile::is_plan_file(&old.text) && !has_conflict(&old.text) {
        return Err(trouble("is not a plan file").help("give it another name, then run again"));
    }
    match planfile::parse(FileId::default(), &old.text) {
        Err(finding) if finding.code == Code::PlanFileNewer => {
            Err(trouble("was written by a newer zbb").help("update zbb"))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Where git's marks stand above the first line, the file does not begin as it should.
fn has_conflict(text: &str) -> bool {
    text.starts_with("<<<<<<<") && text.contains(planfile::FIRST_WORDS)
}

/// The plan file of a plan, or what is wrong with it, with the sources to show that on.
pub(super) struct Kept {
    /// The file as a source.
    pub sources: Sources,
    /// What it keeps.
    pub record: Result<Record, Box<Diagnostic>>,
}

/// Reads a plan file.
///
/// # Errors
/// When it is not there or cannot be read.
pub(super) fn read(path: &Path) -> Result<Kept, Trouble> {
    let contents = read::read(path, Limits::default().plan_bytes);
    match &contents.fault {
        Some(fault) => Err(cannot_read(path, fault)),
        None => Ok(parsed(&shown(path), contents.text)),
    }
}

/// Reads the text of a plan file.
pub(super) fn parsed(name: &str, text: String) -> Kept {
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let record = planfile::parse(file, sources.get(file).map_or("", |source| source.text()));
    Kept { sources, record }
}

fn cannot_read(path: &Path, fault: &Fault) -> Trouble {
    Trouble::new(super::fault::diagnostic(FileId::default(), &shown(path), fault).message)
}

/// Verifies that the plan file keeps what the plan means now: quietly, where it does; with the difference, where not.
///
/// # Errors
/// When there is no plan file, it cannot be read, or the output is lost.
pub(super) fn verify(arguments: &PlanArguments, color: ColorChoice, record: &Record) -> Result<Ending, Trouble> {
    let path = plan_file(&arguments.path)?;
    if !is_there(&path)? {
        let trouble = Trouble::new(format!("there is no `{}`", shown(&path)));
        return Err(trouble.help("write it from the plan: `zbb plan --write`"));
    }
    let kept = read(&path)?;
    let style = output::style(color, Stream::Notes);
    let before = match kept.record {
        Ok(before) => before,
        Err(finding) => {
            output::note(&human(&[*finding], &kept.sources, &style));
            return Ok(Ending::Failed);
        }
    };
    let changes = compare(&before, record, arguments.today.or_else(clock::today));
    if changes.is_empty() {
        return Ok(Ending::Fine);
    }
    let names = Names { before: shown(&path), after: "the plan".to_owned() };
    let document = report::diff_document(&names, &before, record, &changes);
    deliver(&rendered(&document, arguments, color))?;
    output::note(&human(&[stale(&path)], &kept.sources, &style));
    Ok(Ending::Failed)
}

fn stale(path: &Path) -> Diagnostic {
    let message = format!("`{}` is stale: the plan has changed since it was written", shown(path));
    Diagnostic::new(Code::PlanFileStale, Span::new(FileId::default(), 0, 0), message)
        .help("write it again, and commit it with the change: `zbb plan --write`")
}
