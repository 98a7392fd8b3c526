//! Parts of plans: takes the path a person named and what was found there, says where the whole plan is when these files
//! are only a part of it, and keeps quiet about what they name from the rest.

use crate::diagnostic::text::visible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::read;
use crate::model::Kind;
use crate::source::{Sources, Span};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// How many folders above are looked at outside of a repository.
const ABOVE: usize = 3;

/// How many plans are named.
const NAMED: usize = 6;

/// How much of a file is looked at for a `plan`.
const BYTES: u64 = 1 << 20;

/// Where no `plan` was found but a folder above has one, that is the one mistake: what else was found stays only where it
/// is about the shape of a line.
///
/// Where several plans stand in folders of their own below the one that was named, these are named.
pub(super) fn narrow(diagnostics: &mut Diagnostics, sources: &Sources, path: &Path) {
    name_plans(diagnostics, sources, "");
    if diagnostics.items().iter().all(|finding| finding.code != Code::NoPlan) {
        return;
    }
    let Some(whole) = plan_above(path) else { return };
    let whole = crate::files::shown::shown(&whole);
    diagnostics.retain(|finding| {
        if finding.code == Code::NoPlan {
            finding.help =
                Some(format!("this looks like part of the plan in `{whole}`: run `zbb` there, or name that folder"));
        }
        finding.code == Code::NoPlan || finding.code.is_of_reading()
    });
}

/// Says of each second `plan` which folders are plans of their own, each behind the option that names it.
pub(super) fn name_plans(diagnostics: &mut Diagnostics, sources: &Sources, option: &str) {
    let is_another_plan = |finding: &Diagnostic| {
        finding.code == Code::OnlyOne && sources.slice(finding.primary.span) == Kind::Plan.keyword()
    };
    let folders: BTreeSet<String> = diagnostics
        .items()
        .iter()
        .filter(|finding| is_another_plan(finding))
        .flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.secondary))
        .filter_map(|label| folder_of(sources, label.span))
        .collect();
    if folders.len() < 2 {
        return;
    }
    let more = folders.len().saturating_sub(NAMED);
    let named = folders.iter().take(NAMED).map(|folder| format!("`{option}{}`", visible(folder)));
    let more = (more > 0).then(|| format!("{more} more"));
    let named: Vec<String> = named.chain(more).collect();
    let help = format!("these folders are plans of their own: name one, {}", named.join(" or "));
    diagnostics.retain(|finding| {
        if is_another_plan(finding) {
            finding.help = Some(help.clone());
        }
        true
    });
}

/// The folder of the file in which something stands, as it is reached from here. What stands at a revision is shown behind
/// it, as a path from the root of the repository.
fn folder_of(sources: &Sources, span: Span) -> Option<String> {
    let path = sources.path_from_here(span.file);
    let own = sources.get(span.file)?.path();
    let base = path.strip_suffix(own)?;
    let base = base.split_once(':').filter(|(revision, _)| revision.len() > 1).map_or(base, |(_, folder)| folder);
    let path = format!("{base}{own}");
    Some(path.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned())
}

/// The nearest folder above that declares a plan, as it is reached from here: up to the root of the repository, else a
/// few folders up.
fn plan_above(path: &Path) -> Option<PathBuf> {
    let full = fs::canonicalize(path).ok()?;
    let in_repository = |folder: &Path| folder.join(".git").exists();
    let repository = full.ancestors().position(in_repository);
    let most = repository.unwrap_or(ABOVE);
    let found = full.ancestors().skip(1).take(most).position(declares_plan)?;
    Some(climbed(path, found.saturating_add(1)))
}

/// Whether a plan file right in a folder begins a line with `plan`.
pub(super) fn declares_plan(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zbb")));
    files.map(|path| read::read(&path, BYTES).text).any(|text| text.lines().any(|line| line.starts_with("plan ")))
}

/// A path and so many folders up, as short as it can be written without looking at links.
fn climbed(path: &Path, folders: usize) -> PathBuf {
    let mut parts: Vec<Component<'_>> = path.components().filter(|part| *part != Component::CurDir).collect();
    for _ in 0..folders {
        match parts.last() {
            Some(Component::Normal(_)) => drop(parts.pop()),
            Some(Component::CurDir | Component::ParentDir) | None => parts.push(Component::ParentDir),
            Some(Component::Prefix(_) | Component::RootDir) => {}
        }
    }
    if parts.is_empty() { PathBuf::from(".") } else { parts.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::climbed;
    use std::path::Path;

    #[test]
    fn folders_above_are_written_short() {
        let cases = [
            (".", 1, ".."),
            (".", 2, "../.."),
            ("packages", 1, "."),
            ("./packages/care.zbb", 2, "."),
            ("a/b", 1, "a"),
            ("..", 1, "../.."),
            ("a", 2, ".."),
            ("/plans/a/b", 2, "/plans"),
        ];
        for (path, folders, above) in cases {
            assert_eq!(climbed(Path::new(path), folders), Path::new(above), "{path}");
        }
    }
}
