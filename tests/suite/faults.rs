//! Faults of the system: whatever call fails or is the last before a signal, no file is lost or half-written.
//!
//! `survives` runs a command under strace: once to see which of its calls touch the folder, and then once for each of
//! these calls and each fault. It needs Linux, and strace with the right to trace; without, it says so and passes.

use crate::skipped::skipped;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A file of the folder that a command works on.
pub struct Stake {
    /// Its path below the folder.
    pub path: &'static str,
    /// What it holds before; nothing where the command makes it.
    pub before: Option<String>,
    /// What it holds when the command is done.
    pub after: String,
}

impl Stake {
    /// A file that the command is not to touch.
    pub fn untouched(path: &'static str, text: &str) -> Stake {
        Stake { path, before: Some(text.to_owned()), after: text.to_owned() }
    }
}

/// Runs `zbb` with arguments, in which `{}` stands for the folder, through every fault. Asserts that each file holds what
/// it held or what it is to hold, that it is done where the command says so, and that nothing else is left behind.
pub fn survives(arguments: &[&str], stakes: &[Stake]) {
    let probe = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        return skipped(&format!(
            "strace does not run, so `zbb {}` meets no faults of the system",
            arguments.join(" ")
        ));
    }
    let faults = faults(&calls(arguments, stakes));
    assert!(faults.len() > 50, "only {} faults to try", faults.len());
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let complaints = try_fault(arguments, stakes, fault);
                    wrong.lock().expect("no panic").extend(complaints);
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    assert!(wrong.is_empty(), "of {} faults:\n{}", faults.len(), wrong.join("\n"));
}

/// A call that touches the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    name: String,
    /// The path it is about, if it is known beforehand.
    path: Option<String>,
    /// Which of the calls of this name about this path it is, or of all of this name, in its thread.
    count: usize,
}

/// What happens at a call, in strace's own words.
struct Fault {
    call: Call,
    what: &'static str,
    /// What happens before, so that the call is made at all.
    first: Option<&'static str>,
}

impl Fault {
    /// Whether nobody can take a temporary file away any more.
    fn leaves_something(&self) -> bool {
        self.what == KILL || self.call.name == UNLINK
    }
}

const ERRORS: [&str; 4] = ["error=ENOSPC", "error=EIO", "error=EACCES", "error=EINTR"];
const KILL: &str = "signal=SIGKILL";
const INTERRUPT: &str = "signal=SIGINT";
/// The calls that remove a file; they are made when something else has failed.
const UNLINK: &str = "/^unlink";

fn faults(calls: &BTreeSet<Call>) -> Vec<Fault> {
    let whats = ERRORS.into_iter().chain([KILL, INTERRUPT]);
    let all = whats.flat_map(|what| calls.iter().map(move |call| Fault { call: call.clone(), what, first: None }));
    // The standard library takes an error of `close` for a mistake of the program.
    let single = all.filter(|fault| fault.call.name != "close" || fault.what.starts_with("signal"));
    let unlink = Call { name: UNLINK.to_owned(), path: None, count: 1 };
    let first = Some("inject=fsync:error=EIO:when=1");
    let double = ["error=EIO", KILL, INTERRUPT].map(|what| Fault { call: unlink.clone(), what, first });
    single.chain(double).collect()
}

/// The calls that touch the folder when nothing fails.
fn calls(arguments: &[&str], stakes: &[Stake]) -> BTreeSet<Call> {
    let folder = set_up(stakes);
    let log = tempfile::NamedTempFile::new().expect("a file");
    let status = run(arguments, folder.path(), log.path(), &["-y", "-e", "trace=%file,%desc"]);
    assert!(status.success(), "without faults: {status}");
    assert_eq!(unfit(folder.path(), stakes, status, false), [""; 0]);
    let shown = folder.path().display().to_string();
    let paths: Vec<String> = known_paths(stakes).map(|path| format!("{shown}{path}")).collect();
    let mut counts: BTreeMap<(String, String, Option<String>), usize> = BTreeMap::new();
    let mut calls = BTreeSet::new();
    for line in fs::read_to_string(log.path()).expect("a log").lines() {
        let Some((thread, name, rest)) = call_of(line) else { continue };
        let is_about = |path: &&String| rest.contains(&format!("\"{path}\"")) || rest.contains(&format!("<{path}>"));
        let path = paths.iter().find(is_about).filter(|_| !rest.contains("/.zbb-"));
        for path in [path, None].into_iter().collect::<BTreeSet<_>>() {
            *counts.entry((thread.to_owned(), name.to_owned(), path.cloned())).or_default() += 1;
        }
        if rest.contains(&shown) && !["execve", "fcntl"].contains(&name) {
            let count = counts[&(thread.to_owned(), name.to_owned(), path.cloned())];
            let path = path.map(|path| path.replace(&shown, "{}"));
            calls.insert(Call { name: name.to_owned(), path, count });
        }
    }
    calls
}

/// The folder and its files, below the folder.
fn known_paths(stakes: &[Stake]) -> impl Iterator<Item = String> {
    std::iter::once(String::new()).chain(stakes.iter().map(|stake| format!("/{}", stake.path)))
}

/// The thread, the name and the arguments of a call that a line of the log begins.
fn call_of(line: &str) -> Option<(&str, &str, &str)> {
    let (thread, rest) = line.split_once(' ')?;
    let (name, arguments) = rest.trim_start().split_once('(')?;
    (!name.starts_with(['<', '-', '+'])).then_some((thread, name, arguments))
}

fn set_up(stakes: &[Stake]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for stake in stakes {
        let Some(text) = &stake.before else { continue };
        let path = folder.path().join(stake.path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    }
    folder
}

/// One thread, so that the calls come in one order.
fn run(arguments: &[&str], folder: &Path, log: &Path, options: &[&str]) -> ExitStatus {
    let folder = folder.display().to_string();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(log).args(options).arg(env!("CARGO_BIN_EXE_zbb"));
    command.args(arguments.iter().map(|argument| argument.replace("{}", &folder)));
    command.current_dir("/").env("RAYON_NUM_THREADS", "1");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("strace runs")
}

fn try_fault(arguments: &[&str], stakes: &[Stake], fault: &Fault) -> Vec<String> {
    let folder = set_up(stakes);
    let log = tempfile::NamedTempFile::new().expect("a file");
    let Call { name, path, count } = &fault.call;
    let inject = format!("inject={name}:{}:when={count}", fault.what);
    let trace = format!("trace={name},fsync");
    let path = path.as_ref().map(|path| path.replace("{}", &folder.path().display().to_string()));
    let mut options = vec!["-e", &trace, "-e", &inject];
    options.extend(fault.first.iter().flat_map(|first| ["-e", first]));
    options.extend(path.iter().flat_map(|path| ["-P", path]));
    let status = run(arguments, folder.path(), log.path(), &options);
    let mut complaints = unfit(folder.path(), stakes, status, fault.leaves_something());
    complaints.extend(misreported(status, fault));
    let logged = fs::read_to_string(log.path()).expect("a log");
    if !["(INJECTED)", "--- SIG", "killed by SIG"].iter().any(|sign| logged.contains(sign)) {
        complaints.push("it never came".to_owned());
    }
    complaints.iter().map(|complaint| format!("{name} {count} {path:?} {}: {complaint}", fault.what)).collect()
}

/// What is wrong with the files after a run.
fn unfit(folder: &Path, stakes: &[Stake], status: ExitStatus, may_leave: bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for stake in stakes {
        let now = fs::read_to_string(folder.join(stake.path)).ok();
        let is_done = now.as_ref() == Some(&stake.after);
        if !is_done && (now != stake.before || status.success()) {
            complaints.push(format!("`{}` holds {now:?} after {status}", stake.path));
        }
        let mode = fs::metadata(folder.join(stake.path)).map(|metadata| metadata.permissions().mode() & 0o777);
        if stake.before.is_some() && mode.ok() != Some(0o640) {
            complaints.push(format!("`{}` has another mode", stake.path));
        }
    }
    let left = files(folder).into_iter().filter(|path| !stakes.iter().any(|stake| stake.path == path));
    let is_harmless = |path: &String| may_leave && path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
    complaints.extend(left.filter(|path| !is_harmless(path)).map(|path| format!("`{path}` is left behind")));
    complaints
}

/// Every file below a folder, by its path there.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name");
        if entry.path().is_dir() {
            files.extend(self::files(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            files.push(name);
        }
    }
    files
}

/// What is wrong with how the command ended: an error is trouble with a file, a signal is obeyed, and a call that was
/// only interrupted is made again.
fn misreported(status: ExitStatus, fault: &Fault) -> Option<String> {
    let again =
        ["read", "write", "fchmod", "fsync", "rename", "renameat", "renameat2"].contains(&fault.call.name.as_str());
    let is_right = match fault.what {
        KILL | INTERRUPT => status.signal().is_some() || status.success(),
        "error=EINTR" if again => status.success(),
        _ => matches!(status.code(), Some(0 | 2)),
    };
    (!is_right).then(|| format!("ended with {status}"))
}

#[test]
fn formatting_survives_faults() {
    let loose = "role  lead {person:\"A\" }\n\n\n\nrole b\n";
    let formatted = "role lead { person: \"A\" }\n\nrole b\n";
    survives(
        &["fmt", "{}"],
        &[
            Stake { path: "plan.zbb", before: Some(loose.to_owned()), after: formatted.to_owned() },
            Stake::untouched("a.zbb", formatted),
            Stake::untouched("notes.txt", loose),
        ],
    );
}

#[test]
fn mending_survives_faults() {
    let right = include_str!("../../examples/aurora/aurora.zbb");
    let wrong = right.replace("budget: 160k USD", "budget: 160_000");
    let mended = right.replace("budget: 160k USD", "budget: 160_000 USD");
    let stakes =
        [Stake { path: "aurora.zbb", before: Some(wrong), after: mended }, Stake::untouched("notes.txt", right)];
    survives(&["check", "--fix", "{}"], &stakes);
}
