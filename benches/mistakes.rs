//! How fast 10,000 mistakes in 10 MB are told: from text to what a person reads, and its steps apart.

#[allow(dead_code, reason = "only the other bench writes plans to disk")]
mod generate;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use generate::Size;
use zbb::compile::Parsed;
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::diagnostic::{Diagnostics, human, json};
use zbb::source::Sources;

const MISTAKES: usize = 10_000;

const STYLE: Style = Style { width: 100, color: Color::Plain, characters: Characters::Unicode };

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut sources = Sources::new();
    for (path, text) in generate::plan(Size { mistakes: MISTAKES, ..Size::packages(7_000) }) {
        sources.add(path, text);
    }
    let found = findings(&sources);
    assert!(found.counts().0 >= MISTAKES, "{:?} errors and warnings for {MISTAKES} mistakes", found.counts());
    let mut group = criterion.benchmark_group("10,000 mistakes");
    group.throughput(Throughput::Bytes(sources.total_bytes() as u64));
    group.bench_function("found and shown", |bencher| {
        bencher.iter(|| black_box(human(findings(&sources).items(), &sources, &STYLE)));
    });
    group.bench_function("found", |bencher| bencher.iter(|| black_box(findings(&sources))));
    group.bench_function("shown", |bencher| bencher.iter(|| black_box(human(found.items(), &sources, &STYLE))));
    group.bench_function("as JSON", |bencher| bencher.iter(|| black_box(json(found.items(), &sources))));
    group.finish();
}

fn findings(sources: &Sources) -> Diagnostics {
    Parsed::read(sources).check(None)
}
