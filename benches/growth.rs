//! Whether anything grows faster than the plan: each shape is checked at three doublings, and its exponent printed; 1.0 is
//! linear. `cargo bench --bench growth` walks them all; with names after `--`, only those.

#![allow(clippy::float_arithmetic, reason = "an exponent is shown, nothing is decided by it")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use zbb::compile::Parsed;
use zbb::diagnostic::codes;
use zbb::source::Sources;

/// A shape: its name, its smallest size, and what it adds to the prelude of the explain pages.
type Shape = (&'static str, usize, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    ("names-misspelt", 1_000, names_misspelt),
    ("long-names-misspelt", 500, long_names_misspelt),
    ("scenarios-in-a-chain", 100, scenarios_in_a_chain),
    ("scenarios-in-a-crowd", 100, scenarios_in_a_crowd),
    ("departments-in-a-chain", 5_000, departments_in_a_chain),
    ("departments-in-a-row", 5_000, departments_in_a_row),
    ("drivers-in-a-chain", 1_000, drivers_in_a_chain),
];

const DOUBLINGS: u32 = 3;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (name, size, shape) in
        SHAPES.iter().filter(|(name, ..)| asked.is_empty() || asked.iter().any(|one| one == name))
    {
        let times: Vec<Duration> = (0..=DOUBLINGS).map(|doubling| checked(&shape(size << doubling))).collect();
        let ends = times.first().zip(times.last());
        let (first, last) = ends.map_or((1.0, 1.0), |(first, last)| (first.as_secs_f64(), last.as_secs_f64()));
        let exponent = (last / first).log2() / f64::from(DOUBLINGS);
        println!("{name:24} {exponent:5.2}  from {size}: {times:.1?}");
    }
}

/// The shortest of three runs.
fn checked(text: &str) -> Duration {
    let mut sources = Sources::single("prelude.zbb", codes::prelude());
    sources.add("shape.zbb", text);
    let run = || {
        let start = Instant::now();
        std::hint::black_box(Parsed::read(&sources).check(None));
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap_or_default()
}

fn lines(count: usize, line: impl Fn(&mut String, usize) -> std::fmt::Result) -> String {
    let mut text = String::new();
    for number in 0..count {
        line(&mut text, number).expect("writing to a `String` cannot fail");
    }
    text
}

fn names_misspelt(count: usize) -> String {
    lines(count, |text, number| {
        writeln!(text, "driver new_{number:06} {{ value: 5 USD }}\ndriver use_{number:06} {{ value: old_{number:06} }}")
    })
}

fn long_names_misspelt(count: usize) -> String {
    let (here, elsewhere) = ("ab".repeat(100), "ba".repeat(100));
    lines(count, |text, number| {
        writeln!(text, "driver {here}_{number:06} {{ value: 5 USD }}")?;
        writeln!(text, "driver use_{number:06} {{ value: {elsewhere}_{number:06} }}")
    })
}

fn scenarios_in_a_chain(count: usize) -> String {
    let drivers = lines(50, |text, number| writeln!(text, "driver cost_{number} {{ value: 5 USD }}"));
    drivers
        + &lines(count, |text, number| match number.checked_sub(1) {
            None => writeln!(text, "scenario year_0 {{ change cost_0: * 90% }}"),
            Some(before) => {
                writeln!(text, "scenario year_{number} {{ of: year_{before}, set cost_{}: {number} USD }}", number % 50)
            }
        })
}

fn scenarios_in_a_crowd(count: usize) -> String {
    String::from("driver cost { value: 5 USD }\n")
        + &lines(count, |text, number| writeln!(text, "scenario year_{number} {{ change cost: +{number} USD }}"))
}

fn departments_in_a_chain(count: usize) -> String {
    lines(count, |text, number| match number.checked_sub(1) {
        None => writeln!(text, "department part_0 {{ owner: lead }}"),
        Some(around) => writeln!(text, "department part_{number} {{ owner: lead, part_of: part_{around} }}"),
    })
}

fn departments_in_a_row(count: usize) -> String {
    lines(count, |text, number| writeln!(text, "department part_{number} {{ owner: lead, part_of: team }}"))
}

fn drivers_in_a_chain(count: usize) -> String {
    lines(count, |text, number| match number.checked_sub(1) {
        None => writeln!(text, "driver cost_0 {{ value: 5 USD }}"),
        Some(before) => writeln!(text, "driver cost_{number} {{ value: cost_{before} + 1 USD }}"),
    })
}
