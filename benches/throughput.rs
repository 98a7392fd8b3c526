//! How fast plans are checked: text to findings by the megabyte, and its steps apart, pest alone among them.
//!
//! `cargo bench --bench throughput` measures; `cargo bench --bench throughput -- --write FOLDER PACKAGES MISTAKES` only
//! writes a generated plan, to be looked at or to be given to the command. `RAYON_NUM_THREADS=1` shows one core alone.

mod generate;

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput};
use generate::Size;
use zbb::check::rules::Lints;
use zbb::diagnostic::Diagnostics;
use zbb::source::{FileId, SourceFile, Sources};
use zbb::{check, resolve, syntax};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--write") {
        write(arguments.get(place + 1..).unwrap_or(&[]));
        return;
    }
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    check_text(&mut criterion);
    steps(&mut criterion);
    criterion.final_summary();
}

fn write(arguments: &[String]) {
    let count = |place: usize| arguments.get(place).and_then(|count| count.parse().ok());
    let (Some(folder), Some(packages), Some(mistakes)) = (arguments.first(), count(1), count(2)) else {
        println!("usage: --write FOLDER PACKAGES MISTAKES");
        return;
    };
    let files = generate::plan(Size { mistakes, ..Size::packages(packages) });
    match generate::write(Path::new(folder), &files) {
        Ok(()) => println!("{} files below {folder}", files.len()),
        Err(error) => println!("{folder}: {error}"),
    }
}

fn sources(size: Size) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in generate::plan(size) {
        sources.add(path, text);
    }
    sources
}

/// The grammar by itself, to set the whole of a check beside what pest takes on the same text.
mod alone {
    /// The parser that pest derives.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/zbb.pest"]
    pub struct Grammar;
}

/// How many tokens pest makes of a file.
fn tokens((_, source): (FileId, &SourceFile)) -> usize {
    let pairs = <alone::Grammar as pest::Parser<alone::Rule>>::parse(alone::Rule::chunk, source.text());
    pairs.map_or(0, |pairs| black_box(pairs.flatten()).len())
}

/// From text to findings.
fn check_all(sources: &Sources) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let trees = syntax::parse_all(&mut diagnostics, sources);
    let plan = resolve::resolve(&mut diagnostics, &trees, None);
    let mut lints = Lints::read(&mut diagnostics, &plan, None);
    black_box(check::check(&mut diagnostics, plan, &mut lints));
    lints.finish(&mut diagnostics);
    diagnostics.sort();
    diagnostics
}

fn check_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for packages in [700, 7_000, 21_000] {
        let sources = sources(Size::packages(packages));
        let bytes = sources.total_bytes();
        group.throughput(Throughput::Bytes(bytes as u64));
        let name = BenchmarkId::from_parameter(format!("{} MB", bytes / 1_000_000));
        group.bench_with_input(name, &sources, |bencher, sources| bencher.iter(|| check_all(sources)));
    }
    group.finish();
}

fn steps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("steps of 10 MB");
    let sources = sources(Size::packages(7_000));
    group.throughput(Throughput::Bytes(sources.total_bytes() as u64));
    group.bench_function("pest alone", |bencher| bencher.iter(|| sources.files().map(tokens).sum::<usize>()));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| black_box(syntax::parse_all(&mut Diagnostics::new(), &sources)));
    });
    let trees = syntax::parse_all(&mut Diagnostics::new(), &sources);
    group.bench_function("resolve", |bencher| {
        bencher.iter(|| black_box(resolve::resolve(&mut Diagnostics::new(), &trees, None)));
    });
    let plan = resolve::resolve(&mut Diagnostics::new(), &trees, None);
    group.bench_function("check", |bencher| {
        bencher.iter_batched(
            || plan.clone(),
            |plan| {
                let mut diagnostics = Diagnostics::new();
                let mut lints = Lints::read(&mut diagnostics, &plan, None);
                black_box(check::check(&mut diagnostics, plan, &mut lints))
            },
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}
