//! What this process has taken so far, as the system counts it.

use std::time::Duration;

/// The time that its threads have run; nothing where the system does not say so.
pub fn cpu() -> Option<Duration> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let of_a_task = |task: std::fs::DirEntry| {
        let told = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    };
    let nanoseconds: u64 = tasks.filter_map(Result::ok).filter_map(of_a_task).sum();
    (nanoseconds > 0).then(|| Duration::from_nanos(nanoseconds))
}

/// The most memory it has had, in kB; nothing where the system does not say so.
#[allow(dead_code, reason = "not every bench asks for memory")]
pub fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// How long something took: by the time that threads ran, else by the clock. What else runs on the machine counts less so.
pub fn timed(run: impl FnOnce()) -> Duration {
    let (start, before) = (std::time::Instant::now(), cpu());
    run();
    match (before, cpu()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    }
}
