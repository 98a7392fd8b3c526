//! How much memory a check takes at its peak, beside the size of its source. Each size has a process of its own.

#[allow(dead_code, reason = "only the other bench writes plans to disk")]
mod generate;

use generate::Size;
use zbb::compile::Parsed;
use zbb::source::Sources;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let once = arguments.iter().position(|argument| argument == "--once").and_then(|place| arguments.get(place + 1));
    match once.and_then(|packages| packages.parse().ok()) {
        // As the command does: on one of the threads that read.
        Some(packages) => rayon::scope(|_| measure(packages)),
        None => measure_each(&[700, 7_000, 21_000]),
    }
}

fn measure_each(sizes: &[usize]) {
    for packages in sizes {
        let program = std::env::current_exe().expect("a program has a path");
        let status = std::process::Command::new(program).arg("--once").arg(packages.to_string()).status();
        assert!(status.is_ok_and(|status| status.success()), "{packages} packages could not be measured");
    }
}

fn measure(packages: usize) {
    let mut sources = Sources::new();
    for (path, text) in generate::plan(Size::packages(packages)) {
        sources.add(path, text);
    }
    let bytes = sources.total_bytes();
    let start = std::time::Instant::now();
    let parsed = Parsed::read(&sources);
    let read = (start.elapsed(), peak());
    let (errors, warnings) = parsed.check(None).counts();
    println!(
        "{packages} packages, {} kB: read {:?} {} kB, checked {:?} {} kB = {}.{} × the source; {errors} errors, {warnings} warnings",
        bytes / 1024,
        read.0,
        read.1,
        start.elapsed(),
        peak(),
        peak() * 1024 / bytes,
        peak() * 10_240 / bytes % 10
    );
}

/// The most memory this process has had, in kB, where the system says so.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
