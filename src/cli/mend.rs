//! `zbb check --fix`: applies what can be mended without asking, writes each changed file whole, and says what it did.

use super::ending::Trouble;
use super::output;
use super::sources::Loaded;
use super::write::rewrite;
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostics, fix};
use crate::source::{FileId, Sources};
use std::collections::BTreeSet;

/// One fix can make room for another in the same place; more rounds than this would be two fixes undoing each other.
const ROUNDS: usize = 8;

/// Mends the sources and their files until nothing is left to mend; `diagnostics` then are those that remain.
///
/// # Errors
/// When a file cannot be written, or has changed since it was read. Files written before that stay mended.
pub fn mend(
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
    findings: impl Fn(&Loaded) -> Diagnostics,
) -> Result<(), Trouble> {
    let before = loaded.sources.clone();
    let mut changed = BTreeSet::new();
    let mut applied = 0;
    for _ in 0..ROUNDS {
        let mended = fix::apply(&loaded.sources, diagnostics.items());
        if mended.applied == 0 {
            break;
        }
        applied += mended.applied;
        for (file, text) in mended.texts {
            loaded.sources.replace(file, text);
            changed.insert(file);
        }
        *diagnostics = findings(loaded);
    }
    for file in &changed {
        write(loaded, &before, *file)?;
    }
    if applied > 0 {
        output::note(&report(&loaded.sources, &changed, applied));
    }
    Ok(())
}

fn write(loaded: &Loaded, before: &Sources, file: FileId) -> Result<(), Trouble> {
    let Some(path) = loaded.path_to_write(file) else { return Ok(()) };
    let text = |sources: &Sources| sources.get(file).map(|file| file.text().to_owned()).unwrap_or_default();
    rewrite(path, &loaded.sources.path_from_here(file), &text(before), &text(&loaded.sources))
}

fn report(sources: &Sources, changed: &BTreeSet<FileId>, applied: usize) -> String {
    let paths: Vec<String> = changed.iter().map(|file| format!("`{}`", sources.path_from_here(*file))).collect();
    format!("mended {} in {}\n", counted(applied, "place"), paths.join(", "))
}
