//! How git is asked: takes a folder and the words of a command, gives what it wrote. Nothing a repository configures is
//! run, nothing is fetched, nobody is asked for a password, and nothing is written.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a repository could have run, were it asked by other commands. An empty value stands for none.
const NO_PROGRAMS: [&str; 5] =
    ["core.fsmonitor=", "core.hooksPath=/dev/null", "core.sshCommand=false", "core.pager=cat", "diff.external="];

/// Where git looks is said by the plan's own path, not by the hook or the alias that zbb may have been called from.
/// What a hook of a receiving repository says about objects that are still on their way stays.
const LOCAL: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_NAMESPACE",
    "GIT_REPLACE_REF_BASE",
    "GIT_GRAFT_FILE",
];

/// Why git did not answer.
#[derive(Debug)]
pub(super) enum Silence {
    /// There is no `git` to run, or it cannot be run.
    NotRun(io::Error),
    /// It ended with a code other than zero, and said this.
    Refused(String),
}

/// A git command in a folder, its streams not yet connected.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).arg("--no-pager");
    for setting in NO_PROGRAMS {
        command.args(["-c", setting]);
    }
    for name in LOCAL {
        command.env_remove(name);
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_LITERAL_PATHSPECS", "1")
        // A commit's id stands for what was committed, not for what a replacement puts in its place.
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        // What a partial clone lacks is not fetched: the first says so to git 2.45 and newer, the second leaves older
        // ones no way to.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .stdin(Stdio::null());
    command
}

/// What a git command writes.
pub(super) fn ask<S: AsRef<OsStr>>(folder: &Path, words: impl IntoIterator<Item = S>) -> Result<Vec<u8>, Silence> {
    let output = git(folder).args(words).output().map_err(Silence::NotRun)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Silence::Refused(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
