//! How long a review takes, beside one check of the same plan: `zbb diff` of 10,000 packages by the clock and by what all
//! cores work, two plans that are the same, and merges of rankings of 30,000 levels of which one side is turned around.

#![allow(clippy::float_arithmetic, reason = "ratios are shown, nothing is decided by them")]

mod generate;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generate::Size;
use zbb::merge::{Sides, merge};

const PACKAGES: usize = 10_000;
const RANKED: usize = 30_000;
const RUNS: usize = 3;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = generate::plan(Size::packages(PACKAGES));
    let write = |name: &str, edit: fn(&str) -> String| {
        let files: Vec<(String, String)> = before.iter().map(|(path, text)| (path.clone(), edit(text))).collect();
        generate::write(&folder.path().join(name), &files).expect("written");
    };
    write("before", str::to_owned);
    write("same", str::to_owned);
    write("word", |text| text.replace("driver licence \"Licence\"", "driver licence \"Licence of the desk\""));
    write("budget", |text| text.replace("  budget: ", "  budget: 0.5 * "));
    write("wage", |text| text.replace("value: 52k USD/agent/year", "value: 53k USD/agent/year"));

    let check = run(folder.path(), &["check", "before", "--format", "short"]);
    println!("check of {PACKAGES} packages      {check}");
    for after in ["same", "word", "budget", "wage"] {
        let diff = run(folder.path(), &["diff", "before", after, "--format", "markdown"]);
        println!(
            "diff, {after:8}               {diff}  {:.2} × clock, {:.2} × cores",
            diff.clock / check.clock,
            diff.cores / check.cores
        );
    }
    for (name, ours, theirs) in rankings() {
        let base = ranking(0..RANKED);
        let start = Instant::now();
        let merged = merge(Sides { base: &base, ours: &ours, theirs: &theirs }, 7);
        println!("merge, {name:32} {:.3?}, {} to decide", start.elapsed(), merged.conflicts.len());
    }
}

/// A ranking of which ours is turned around, and what theirs did.
fn rankings() -> Vec<(&'static str, String, String)> {
    let reversed = ranking((0..RANKED).rev());
    let base = ranking(0..RANKED);
    vec![
        ("theirs as it was, but a comment", reversed.clone(), base.replacen("  p0.x\n", "  # The first.\n  p0.x\n", 1)),
        ("theirs adds one", reversed.clone(), base.replace("  p15000.x\n", "  p15000.x\n  new.x\n")),
        ("theirs removes half", reversed.clone(), ranking((0..RANKED).filter(|number| number % 2 == 0))),
        ("theirs moves one", reversed.clone(), ranking(std::iter::once(RANKED - 1).chain(0..RANKED - 1))),
        ("theirs turns each pair around", reversed, ranking((0..RANKED).map(|number| number ^ 1))),
    ]
}

fn ranking(order: impl Iterator<Item = usize>) -> String {
    let mut text = "ranking board \"Board\" {\n".to_owned();
    for number in order {
        writeln!(text, "  p{number}.x").expect("writing to a `String` cannot fail");
    }
    text + "}\n"
}

/// What a command takes.
struct Taken {
    clock: f64,
    cores: f64,
}

impl std::fmt::Display for Taken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:6.2} s by the clock, {:6.2} s of all cores", self.clock, self.cores)
    }
}

/// The shortest of some runs.
fn run(folder: &Path, words: &[&str]) -> Taken {
    let once = || {
        let (start, worked) = (Instant::now(), children());
        let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
        let status = command.current_dir(folder).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.expect("zbb runs").code().is_some_and(|code| code < 2), "{words:?}");
        Taken { clock: start.elapsed().as_secs_f64(), cores: (children() - worked).as_secs_f64() }
    };
    let runs: Vec<Taken> = (0..RUNS).map(|_| once()).collect();
    let least = |get: fn(&Taken) -> f64| runs.iter().map(get).fold(f64::INFINITY, f64::min);
    Taken { clock: least(|taken| taken.clock), cores: least(|taken| taken.cores) }
}

/// How long the programs this one waited for have worked, where the system says so, in hundredths of a second.
fn children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(13) + ticks(14)) * 10)
}
