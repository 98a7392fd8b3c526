//! `zbb check --fix`: applies what can be mended without asking, writes each changed file whole, and says what it did.

use super::ending::Trouble;
use super::output;
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, fix};
use crate::files::sources::Loaded;
use crate::files::write::rewrite;
use crate::source::{FileId, Sources};
use std::collections::BTreeSet;

/// How often a round of fixes that does harm as a whole is tried in parts.
const TRIES: usize = 200;

/// Mends the sources and their files until nothing is left that helps; `diagnostics` then are those that remain. A fix
/// that leaves more findings than there were, or none fewer to mend, is taken back: each round is better than the one
/// before, so that rounds come to an end and a second run changes nothing.
///
/// # Errors
/// When a file cannot be written, or has changed since it was read. Files written before that stay mended.
pub(super) fn mend(
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
    findings: impl Fn(&Loaded) -> Diagnostics,
) -> Result<(), Trouble> {
    let before = loaded.sources.clone();
    let mut changed = BTreeSet::new();
    let mut applied = 0;
    loop {
        let mut tries = TRIES;
        let fixable = fixable(diagnostics);
        let done = better(loaded, diagnostics, &fixable, &findings, &mut changed, &mut tries);
        if done == 0 {
            break;
        }
        applied += done;
    }
    changed.retain(|file| text_of(&before, *file) != text_of(&loaded.sources, *file));
    for file in &changed {
        write(loaded, &before, *file)?;
    }
    if applied > 0 {
        output::note(&report(&loaded.sources, &changed, applied));
    }
    Ok(())
}

/// Applies these findings' fixes if that is better than before, else those of each half by themselves; gives how many.
fn better(
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
    fixable: &[Diagnostic],
    findings: &impl Fn(&Loaded) -> Diagnostics,
    changed: &mut BTreeSet<FileId>,
    tries: &mut usize,
) -> usize {
    let mended = fix::apply(&loaded.sources, fixable);
    if mended.applied == 0 || *tries == 0 {
        return 0;
    }
    *tries -= 1;
    let before: Vec<(FileId, String)> =
        mended.texts.iter().map(|(file, _)| (*file, text_of(&loaded.sources, *file))).collect();
    mended.texts.iter().for_each(|(file, text)| loaded.sources.replace(*file, text.clone()));
    let after = findings(loaded);
    if is_better(&after, diagnostics) {
        changed.extend(mended.texts.iter().map(|(file, _)| *file));
        *diagnostics = after;
        return mended.applied;
    }
    before.into_iter().for_each(|(file, text)| loaded.sources.replace(file, text));
    if fixable.len() < 2 {
        return 0;
    }
    let (first, second) = fixable.split_at(fixable.len() / 2);
    // What the second half would edit has moved once the first is applied: its turn comes with the next round.
    match better(loaded, diagnostics, first, findings, changed, tries) {
        0 => better(loaded, diagnostics, second, findings, changed, tries),
        done => done,
    }
}

/// The findings that have a fix to be applied without asking.
fn fixable(diagnostics: &Diagnostics) -> Vec<Diagnostic> {
    let items = diagnostics.items().iter();
    items.filter(|finding| fix::mendable(std::slice::from_ref(*finding)) > 0).cloned().collect()
}

/// Whether there are no more errors and no more findings than before, and fewer of them or fewer to mend.
fn is_better(after: &Diagnostics, before: &Diagnostics) -> bool {
    let weigh = |diagnostics: &Diagnostics| {
        let items = diagnostics.items();
        let errors = items.iter().filter(|finding| finding.severity == Severity::Error).count();
        (errors, items.len(), fix::mendable(items))
    };
    let (after, before) = (weigh(after), weigh(before));
    after.0 <= before.0 && after.1 <= before.1 && after < before
}

fn text_of(sources: &Sources, file: FileId) -> String {
    sources.get(file).map(|file| file.text().to_owned()).unwrap_or_default()
}

fn write(loaded: &Loaded, before: &Sources, file: FileId) -> Result<(), Trouble> {
    let Some(path) = loaded.path_to_write(file) else { return Ok(()) };
    let (before, after) = (text_of(before, file), text_of(&loaded.sources, file));
    rewrite(path, &loaded.sources.path_from_here(file), &before, &after)
}

fn report(sources: &Sources, changed: &BTreeSet<FileId>, applied: usize) -> String {
    let paths: Vec<String> = changed.iter().map(|file| format!("`{}`", sources.path_from_here(*file))).collect();
    format!("mended {} in {}\n", counted(applied, "place"), paths.join(", "))
}
