//! What a check takes beside its source, in memory at its peak, and beside pest alone on the same text, in time that threads
//! run; how much memory a text is allowed before it is refused; and what a plan on a terminal takes beside a check. Each figure
//! is of a process of its own; all of a line come from one run, one after the other.

#[allow(dead_code, reason = "only the other bench writes plans to disk")]
mod generate;
mod process;
mod texts;

use std::process::Command;
use std::time::Duration;

use zbb::compile::{Options, Parsed};
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::evaluate::Depth;
use zbb::files::memory::need;
use zbb::report::{Beside, Readers, plan_document_for, render};
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
        "{:10}{:>10}{:>12}{:>12}{:>8}{:>12}{:>10}{:>10}{:>12}{:>9}{:>12}{:>9}",
        "text",
        "kB",
        "pest ms",
        "check ms",
        "× pest",
        "peak kB",
        "× source",
        "allowed",
        "plan ms",
        "× check",
        "peak kB",
        "× check"
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
    let (_, plan, plan_peak) = in_a_process("plan", name, bytes);
    let files = texts::files(name, bytes);
    let allowed = need(files.iter().map(|(_, text)| text.as_str()), 0);
    let tenths = |part: usize, whole: usize| {
        let tenths = (part * 10).checked_div(whole).unwrap_or(0);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    println!(
        "{name:10}{:>10}{:>12}{:>12}{:>8}{peak:>12}{:>10}{:>10}{:>12}{:>9}{plan_peak:>12}{:>9}",
        source / 1_000,
        pest / 1_000,
        check / 1_000,
        tenths(check, pest),
        tenths(peak * 1_024, source),
        tenths(usize::try_from(allowed).unwrap_or(usize::MAX), source),
        plan / 1_000,
        tenths(plan, check),
        tenths(plan_peak, peak)
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
        "plan" => plan(&sources),
        _ => _ = std::hint::black_box(Parsed::read(&sources).check(None)),
    });
    println!("{} {} {}", sources.total_bytes(), spent.as_micros(), process::peak().unwrap_or(0));
}

/// As the command does; of a plan with errors there is nothing to show.
fn plan(sources: &Sources) {
    const STYLE: Style = Style { width: 100, color: Color::Plain, characters: Characters::Unicode };
    let compiled = Parsed::read(sources).into_compiled(Options { depth: Depth::Page, ..Options::default() });
    if let (Some(checked), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) {
        let document = plan_document_for(Readers::People, sources, checked, evaluation, Beside::default());
        std::hint::black_box(render::terminal(&document, &STYLE));
    }
}

/// The grammar by itself.
mod alone {
    /// The parser that pest derives.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zbb.pest"]
    pub struct Grammar;
}

/// How many tokens pest makes of a file, in stretches as long as those that a check reads: of a large file at once they would
/// fill the memory, and take twice the time.
fn tokens((_, source): (FileId, &SourceFile)) -> usize {
    let of_stretch = |stretch: &str| {
        let pairs = <alone::Grammar as pest::Parser<alone::Rule>>::parse(alone::Rule::chunk, stretch);
        pairs.map_or(0, |pairs| std::hint::black_box(pairs.flatten()).len())
    };
    stretches(source.text()).map(of_stretch).sum()
}

/// A text cut where a line begins with a letter, outside of all that is indented.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    const LENGTH: usize = 64 * 1024;
    let mut rest = text;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let begins = |place: usize| {
            bytes.get(place - 1) == Some(&b'\n') && bytes.get(place).is_some_and(u8::is_ascii_alphabetic)
        };
        let end = (LENGTH..rest.len()).find(|place| begins(*place)).unwrap_or(rest.len());
        let (stretch, behind) = rest.split_at(end);
        rest = behind;
        (!stretch.is_empty()).then_some(stretch)
    })
}
