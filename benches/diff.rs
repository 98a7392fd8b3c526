//! How fast two plans of 10 MB are compared, beside one check of one of them: the goal is three times a check at most.
//!
//! Three edits: the title of a driver, the budget cut by half (thousands of levels lose their funding), and a wage
//! that every package pays. Reading the plans from text is part of all.

#[expect(dead_code, reason = "what is generated here goes to no folder")]
mod generate;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use generate::Size;
use zbb::compile::{Options, Parsed};
use zbb::diff::{Record, compare, record};
use zbb::evaluate::Depth;
use zbb::report::{Names, diff_document, render};
use zbb::source::Sources;

const PACKAGES: usize = 7_000;

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut group = criterion.benchmark_group("10 MB");
    let before = sources(|text| text);
    group.throughput(Throughput::Bytes(before.total_bytes() as u64));
    group.bench_function("check", |bencher| bencher.iter(|| black_box(Parsed::read(&before).check(None))));
    let edits: [(&str, fn(String) -> String); 3] =
        [("diff of a word", a_word), ("diff of half the budget", half_the_budget), ("diff of a wage", a_wage)];
    for (name, edit) in edits {
        let after = sources(edit);
        group.bench_function(name, |bencher| bencher.iter(|| black_box(diff(&before, &after))));
    }
    group.finish();
    criterion.final_summary();
}

fn sources(edit: impl Fn(String) -> String) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in generate::plan(Size::packages(PACKAGES)) {
        sources.add(path, edit(text));
    }
    sources
}

fn a_word(text: String) -> String {
    text.replace("driver licence \"Licence\"", "driver licence \"Licence of the desk\"")
}

fn half_the_budget(text: String) -> String {
    if text.contains("funding {") { text.replace("budget: ", "budget: 0.5 * ") } else { text }
}

fn a_wage(text: String) -> String {
    text.replace("value: 52k USD/agent/year", "value: 53k USD/agent/year")
}

fn recorded(sources: &Sources) -> Record {
    let parsed = Parsed::read(sources);
    let (compiled, facts) = parsed.compile_with_facts(Options { depth: Depth::Findings, ..Options::default() });
    let (checked, evaluation) = (compiled.checked.expect("a right plan"), compiled.evaluation.expect("a right plan"));
    record(facts, &checked, &evaluation)
}

fn diff(before: &Sources, after: &Sources) -> String {
    let (before, after) = rayon::join(|| recorded(before), || recorded(after));
    let changes = compare(&before, &after, None);
    let names = Names { before: "before".to_owned(), after: "after".to_owned() };
    render::markdown_comment(&diff_document(&names, &before, &after, &changes), 60 * 1024, "zbb diff")
}
