//! Plans in git: what is read of a revision, and that nothing a repository brings is run by that.

mod absent;
mod hostile;
mod load;
mod repertoire;
mod review;
mod revision;
mod setup;

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use zbb::cli::Trouble;
use zbb::diagnostic::short;
use zbb::files::git::{Repository, Revision};
use zbb::files::sources::{Limits, Loaded};

/// A repository in a folder of its own, made by the real git.
pub struct Repo {
    folder: TempDir,
}

impl Repo {
    /// An empty one, its branch `main`.
    pub fn new() -> Repo {
        let repo = Repo { folder: tempfile::tempdir().expect("a folder") };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// One with these files in a first commit.
    pub fn with(files: &[(&str, &str)]) -> Repo {
        let repo = Repo::new();
        repo.commit(files);
        repo
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Writes files and commits everything there is.
    pub fn commit(&self, files: &[(&str, &str)]) {
        files.iter().for_each(|(path, text)| self.write(path, text.as_bytes()));
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=change"]);
    }

    /// Runs git, which has to succeed, and gives what it wrote.
    pub fn git(&self, words: &[&str]) -> String {
        let output = git(self.path(), words).output().expect("git runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {words:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The plan at a path.
    pub fn plan(&self, path: &str) -> Repository {
        Repository::around(&self.path().join(path)).expect("a repository")
    }

    /// The plan at a path as it was at a revision.
    pub fn load(&self, path: &str, revision: &str) -> Result<Loaded, Trouble> {
        let plan = self.plan(path);
        plan.load(&plan.resolve(revision)?, Limits::default())
    }
}

/// git with nobody's configuration but the repository's own, and always the same author.
pub fn git(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(words).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "A Planner").env(format!("GIT_{who}_EMAIL"), "planner@example.org");
        command.env(format!("GIT_{who}_DATE"), "2026-11-02T09:00:00Z");
    }
    command
}

/// The files of a plan as they are shown.
fn shown(loaded: &Loaded) -> Vec<String> {
    loaded.sources.files().map(|(file, _)| loaded.sources.path_from_here(file)).collect()
}

fn texts(loaded: &Loaded) -> Vec<&str> {
    loaded.sources.files().map(|(_, file)| file.text()).collect()
}

fn findings(loaded: &Loaded) -> String {
    short(loaded.diagnostics.items(), &loaded.sources)
}

/// What a person is told.
fn told<T: std::fmt::Debug>(result: Result<T, Trouble>) -> String {
    let trouble = result.expect_err("trouble");
    format!("{}\n  {}", trouble.message, trouble.help.unwrap_or_default())
}

fn resolved(plan: &Repository, text: &str) -> Revision {
    plan.resolve(text).unwrap_or_else(|trouble| panic!("{}", trouble.message))
}
