//! How fast plans are formatted: the command on a folder of files, and the layout of one text alone.
//!
//! `cargo bench --bench format` measures; `RAYON_NUM_THREADS=1` shows one core alone.

mod generate;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput};
use generate::Size;
use zbb::syntax::format;

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let loose = loose();
    let formatted: Vec<(String, String)> = loose.iter().map(|(path, text)| (path.clone(), laid_out(text))).collect();
    command(&mut criterion, "formatted", &formatted);
    command(&mut criterion, "not formatted", &loose);
    one_file(&mut criterion, &formatted, &loose);
    criterion.final_summary();
}

/// A plan whose every line is indented by one blank too many.
fn loose() -> Vec<(String, String)> {
    let plan = generate::plan(Size::packages(7_000));
    let indented = |text: &str| text.lines().map(|line| format!(" {line}\n")).collect();
    plan.into_iter().map(|(path, text)| (path, indented(&text))).collect()
}

fn laid_out(text: &str) -> String {
    format(text).map_or_else(|_| String::new(), |formatted| formatted.text.into_owned())
}

/// `zbb fmt --check` on a folder: from the start of the process to its end.
fn command(criterion: &mut Criterion, name: &str, files: &[(String, String)]) {
    let Ok(folder) = tempfile::tempdir() else { return };
    if generate::write(folder.path(), files).is_err() {
        return;
    }
    let mut group = criterion.benchmark_group("zbb fmt --check");
    group.throughput(Throughput::Bytes(files.iter().map(|(_, text)| text.len() as u64).sum()));
    group.bench_function(name, |bencher| bencher.iter(|| black_box(check(folder.path()))));
    group.finish();
}

fn check(folder: &Path) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.args(["fmt", "--check"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().ok()?.code()
}

/// The layout of the largest file, which is read for that; and where it changes, read again.
fn one_file(criterion: &mut Criterion, formatted: &[(String, String)], loose: &[(String, String)]) {
    let mut group = criterion.benchmark_group("layout of a file");
    for (name, files) in [("formatted", formatted), ("not formatted", loose)] {
        let Some(text) = files.iter().map(|(_, text)| text).max_by_key(|text| text.len()) else { continue };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(format(text).is_ok())));
    }
    group.finish();
}
