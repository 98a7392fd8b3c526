//! `zbb plan --write` and `--locked`: keeps the plan file beside a plan, or verifies it.

use super::arguments::{PlanArguments, PlanFormat};
use super::difference::{Around, difference, for_people};
use super::ending::{Ending, Trouble, deliver};
use super::output::{self, ColorChoice, Stream};
use super::rendered::rendered;
use crate::diagnostic::{Code, Diagnostic, human};
use crate::diff::compare_figures;
use crate::files::fault::{Fault, reason};
use crate::files::read::{self, Contents};
use crate::files::shown::shown;
use crate::files::sources::{Limits, write_atomically};
use crate::files::write::cannot_write;
use crate::outcome::Outcome;
use crate::planfile;
use crate::report::{self, Names};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

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
    let folder = folder(plan).ok();
    let file = folder.and_then(|folder| File::open(folder).ok());
    Turn(file.filter(|file| wait_for(file, folder.unwrap_or(Path::new("."))).is_ok()))
}

/// Waits for a lock, and says so once that takes a second: who waits wants to know for whom.
fn wait_for(file: &File, folder: &Path) -> io::Result<()> {
    const LOOKS: u32 = 20;
    for _ in 0..LOOKS {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_secs(1) / LOOKS),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    output::note(&format!("waiting for another `zbb plan --write` that holds `{}`\n", shown(folder)));
    file.lock()
}

/// Keeps an outcome in the plan file, unless it is there already, with whatever line ends.
///
/// # Errors
/// When something else than a plan file has its name, a newer zbb wrote it, or it cannot be written.
pub(super) fn write(plan: &Path, outcome: &Outcome) -> Result<(), Trouble> {
    let path = plan_file(plan)?;
    let text = planfile::write(outcome);
    if is_there(&path)? {
        let old = read::read(&path, Limits::default().plan_bytes);
        if old.fault.is_none() && planfile::same_lines(&old.text, &text) {
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
    pub outcome: Result<Outcome, Box<Diagnostic>>,
}

/// Reads a plan file.
///
/// # Errors
/// When it is not there or cannot be read.
pub(super) fn read(path: &Path) -> Result<Kept, Trouble> {
    Ok(parsed(&shown(path), read_text(path)?))
}

fn read_text(path: &Path) -> Result<String, Trouble> {
    let contents = read::read(path, Limits::default().plan_bytes);
    match &contents.fault {
        Some(fault) => Err(cannot_read(path, fault)),
        None => Ok(contents.text),
    }
}

/// Reads the text of a plan file.
pub(super) fn parsed(name: &str, text: String) -> Kept {
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let outcome = planfile::parse(file, sources.get(file).map_or("", |source| source.text()));
    Kept { sources, outcome }
}

fn cannot_read(path: &Path, fault: &Fault) -> Trouble {
    Trouble::new(crate::files::fault::diagnostic(FileId::default(), &shown(path), fault).message)
}

/// Verifies that the plan file keeps what the plan comes to now: quietly, where it has the lines that would be written; with
/// those that differ, where not.
///
/// # Errors
/// When there is no plan file, it cannot be read, or the output is lost.
pub(super) fn verify(arguments: &PlanArguments, color: ColorChoice, outcome: &Outcome) -> Result<Ending, Trouble> {
    let path = plan_file(&arguments.path)?;
    if !is_there(&path)? {
        let trouble = Trouble::new(format!("there is no `{}`", shown(&path)));
        return Err(trouble.help("write it from the plan: `zbb plan --write`"));
    }
    let contents = read_text(&path)?;
    let text = planfile::write(outcome);
    if planfile::same_lines(&contents, &text) {
        return Ok(Ending::Fine);
    }
    let kept = parsed(&shown(&path), contents.clone());
    let finding = match &kept.outcome {
        Err(finding) if finding.code != Code::PlanFileUnreadable || !planfile::is_plan_file(&contents) => {
            (**finding).clone()
        }
        before => match planfile::stale_version(&contents) {
            Some(version) => older(&path, version),
            None => {
                let lines = lines_that_differ(arguments, color, [&contents, &text], before.as_ref().ok(), outcome);
                deliver(&lines)?;
                let searched = before.as_ref().is_ok_and(|before| may_be_the_search(before, outcome));
                stale(&path, searched)
            }
        },
    };
    output::note(&human(&[finding], &kept.sources, &output::style(color, Stream::Notes)));
    Ok(Ending::Failed)
}

/// The lines that differ, as lines; as a comparison where another form was asked for and the file can be read.
fn lines_that_differ(
    arguments: &PlanArguments,
    color: ColorChoice,
    [before, after]: [&str; 2],
    kept: Option<&Outcome>,
    outcome: &Outcome,
) -> String {
    match kept {
        Some(kept) if arguments.format != PlanFormat::Terminal => {
            let (before, after, changes) = compare_figures(kept, outcome);
            let names = Names { before: planfile::FILE_NAME.to_owned(), after: "the plan".to_owned() };
            let document = report::diff_document(&names, &before, &after, &changes);
            rendered(&document, arguments.format, arguments.width, color)
        }
        Some(_) | None => {
            let plain = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            let lines = difference(planfile::FILE_NAME, &plain(before), after, Around::Nothing);
            for_people(&lines, output::style(color, Stream::Output).color)
        }
    }
}

/// Whether another set is funded, and the search alone may have found it.
fn may_be_the_search(before: &Outcome, after: &Outcome) -> bool {
    after.is_searched() && funded(before) != funded(after)
}

fn funded(outcome: &Outcome) -> BTreeSet<&str> {
    let levels = outcome.levels.iter().filter(|level| level.status.is_funded());
    levels.map(|level| level.name.as_str()).collect()
}

fn stale(path: &Path, searched: bool) -> Diagnostic {
    let stale = of_file(format!("`{}` is stale: it does not keep what the plan comes to now", shown(path)));
    if !searched {
        return stale;
    }
    stale.help(
        "where nothing of the plan changed, the cause is the search: what `optimal` funds is not proved to be the best \
         set, and another version of zbb or another effort may find another one; to keep this one: `zbb plan --write`",
    )
}

fn older(path: &Path, version: u32) -> Diagnostic {
    let now = planfile::VERSION;
    of_file(format!("`{}` is stale: it is of version {version}, and this zbb keeps version {now}", shown(path)))
}

fn of_file(message: String) -> Diagnostic {
    Diagnostic::new(Code::PlanFileStale, Span::new(FileId::default(), 0, 0), message)
        .help("write it again, and commit it with the change: `zbb plan --write`")
}
