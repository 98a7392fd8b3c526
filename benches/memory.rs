//! What a check takes beside its source, in memory at its peak, and beside pest alone on the same text, in time that threads
//! run. Each figure is of a process of its own; both of a line come from one run, one after the other.

#[allow(dead_code, reason = "only the other bench writes plans to disk")]
mod generate;
mod process;
mod texts;

use std::process::Command;
use std::time::Duration;

use zbb::compile::Parsed;
use zbb::source::{FileId, SourceFile, Sources};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let once = arguments.iter().position(|argument| argument == "--once");
    match once.and_then(|place| arguments.get(place + 1..place + 4)) {
        // As the command does: on one of the threads that read.
        Some([what, text, bytes]) => rayon::scope(|_| once_in_this_process(what, text, bytes.parse().unwrap_or(0))),
        _ => beside_one_another(arguments.get(1..).unwrap_or(&[])),
    }
}

/// Each text with names after `--`, all of them without.
fn beside_one_another(arguments: &[String]) {
    println!(
        "{:10}{:>10}{:>12}{:>12}{:>8}{:>12}{:>10}",
        "text", "kB", "pest ms", "check ms", "× pest", "peak kB", "× source"
    );
    let asked: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    for (name, _) in texts::ALL.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|one| *one == name)) {
        for bytes in [1_000_000, 5_000_000, 15_000_000] {
            line(name, bytes);
        }
    }
}

fn line(name: &str, bytes: usize) {
    let (source, pest, _) = in_a_process("pest", name, bytes);
    let (_, check, peak) = in_a_process("check", name, bytes);
    let tenths = |part: usize, whole: usize| {
        let tenths = (part * 10).checked_div(whole).unwrap_or(0);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    println!(
        "{name:10}{:>10}{:>12}{:>12}{:>8}{peak:>12}{:>10}",
        source / 1_000,
        pest / 1_000,
        check / 1_000,
        tenths(check, pest),
        tenths(peak * 1_024, source)
    );
}

/// The bytes of the source, the microseconds that threads ran, and the peak in kB, as a process of its own tells them.
fn in_a_process(what: &str, text: &str, bytes: usize) -> (usize, usize, usize) {
    let program = std::env::current_exe().expect("a program has a path");
    let output = Command::new(program).args(["--once", what, text, &bytes.to_string()]).output();
    let told = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let mut figures = told.split_whitespace().map(|figure| figure.parse().unwrap_or(0));
    let mut next = || figures.next().unwrap_or_else(|| panic!("{text} of {bytes} bytes could not be measured: {told}"));
    (next(), next(), next())
}

fn once_in_this_process(what: &str, text: &str, bytes: usize) {
    let files = texts::files(text, bytes);
    let mut sources = Sources::new();
    files.into_iter().for_each(|(path, text)| _ = sources.add(path, text));
    let spent: Duration = process::timed(|| match what {
        "pest" => _ = std::hint::black_box(sources.files().map(tokens).sum::<usize>()),
        _ => _ = std::hint::black_box(Parsed::read(&sources).check(None)),
    });
    println!("{} {} {}", sources.total_bytes(), spent.as_micros(), process::peak().unwrap_or(0));
}

/// The grammar by itself.
mod alone {
    /// The parser that pest derives.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zbb.pest"]
    pub struct Grammar;
}

/// How many tokens pest makes of a file.
fn tokens((_, source): (FileId, &SourceFile)) -> usize {
    let pairs = <alone::Grammar as pest::Parser<alone::Rule>>::parse(alone::Rule::chunk, source.text());
    pairs.map_or(0, |pairs| std::hint::black_box(pairs.flatten()).len())
}
