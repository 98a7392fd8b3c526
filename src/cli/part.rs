//! Parts of plans: takes the path a person named and what was found there, says where the whole plan is when these files
//! are only a part of it, and keeps quiet about what they name from the rest.

use super::find;
use super::read;
use crate::diagnostic::{Code, Diagnostics};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// How many folders above are looked at outside of a repository.
const ABOVE: usize = 3;

/// How much of a file is looked at for a `plan`.
const BYTES: u64 = 1 << 20;

/// Where no `plan` was found but a folder above has one, that is the one mistake: what else was found stays only where it
/// is about the shape of a line.
pub(super) fn narrow(diagnostics: &mut Diagnostics, path: &Path) {
    if diagnostics.items().iter().all(|finding| finding.code != Code::NoPlan) {
        return;
    }
    let Some(whole) = plan_above(path) else { return };
    let whole = find::shown(&whole);
    diagnostics.retain(|finding| {
        if finding.code == Code::NoPlan {
            finding.help =
                Some(format!("this looks like part of the plan in `{whole}`: run `zbb` there, or name that folder"));
        }
        finding.code == Code::NoPlan || finding.code.is_of_reading()
    });
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
