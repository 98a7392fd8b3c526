//! Whether anything grows faster than the plan: each shape is checked and planned at three doublings, and the exponents
//! printed, by the time that threads run; 1.0 is linear. `cargo bench --bench growth` walks them all; with names after `--`,
//! only those.

#![allow(clippy::float_arithmetic, reason = "an exponent is shown, nothing is decided by it")]

mod process;

use std::fmt::Write as _;
use std::time::Duration;

use zbb::compile::{Options, Parsed};
use zbb::diagnostic::codes;
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::evaluate::Depth;
use zbb::report::{Beside, Readers, plan_document_for, render};
use zbb::source::Sources;

/// A shape: its name, its smallest size, and what it adds to the prelude of the explain pages.
type Shape = (&'static str, usize, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    ("names-misspelt", 1_000, names_misspelt),
    ("long-names-misspelt", 500, long_names_misspelt),
    ("levels-misspelt", 1_000, levels_misspelt),
    ("scenarios-in-a-chain", 100, scenarios_in_a_chain),
    ("scenarios-in-a-crowd", 100, scenarios_in_a_crowd),
    ("departments-in-a-chain", 5_000, departments_in_a_chain),
    ("departments-in-a-row", 5_000, departments_in_a_row),
    ("objectives-in-a-chain", 1_000, objectives_in_a_chain),
    ("drivers-in-a-chain", 1_000, drivers_in_a_chain),
    ("caps-wide", 500, caps_wide),
    ("caps-deep", 250, caps_deep),
    ("floors-wide", 500, floors_wide),
    ("floors-deep", 250, floors_deep),
    ("caps-deep-and-full", 250, caps_deep_and_full),
    ("floors-deep-and-held", 250, floors_deep_and_held),
    ("objectives-deep", 250, objectives_deep),
    ("needs-in-a-chain", 500, needs_in_a_chain),
    ("exclusions-in-a-chain", 500, exclusions_in_a_chain),
    ("savings-on-one-level", 500, savings_on_one_level),
    ("levels-of-one-package", 500, levels_of_one_package),
    ("three-point-effects", 500, three_point_effects),
    ("packages-by-kpis", 250, packages_by_kpis),
    ("alternatives", 50, alternatives),
    ("rankings-merged", 1_000, rankings_merged),
    ("short-of-money", 500, short_of_money),
    ("ranked-by-score", 500, ranked_by_score),
];

const DOUBLINGS: u32 = 3;

const STYLE: Style = Style { width: 100, color: Color::Plain, characters: Characters::Unicode };

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (name, size, shape) in
        SHAPES.iter().filter(|(name, ..)| asked.is_empty() || asked.iter().any(|one| one == name))
    {
        let texts: Vec<Sources> = (0..=DOUBLINGS).map(|doubling| sources(&shape(size << doubling))).collect();
        for (what, run) in [("check", check as fn(&Sources)), ("plan", plan)] {
            let times: Vec<Duration> = texts.iter().map(|sources| shortest(|| run(sources))).collect();
            let ends = times.first().zip(times.last());
            let (first, last) = ends.map_or((1.0, 1.0), |(first, last)| (first.as_secs_f64(), last.as_secs_f64()));
            let exponent = (last / first).log2() / f64::from(DOUBLINGS);
            println!("{name:24} {what:6} {exponent:5.2}  from {size}: {times:.1?}");
        }
    }
}

fn sources(text: &str) -> Sources {
    let mut sources = Sources::single("prelude.zbb", codes::prelude());
    sources.add("shape.zbb", text);
    sources
}

fn check(sources: &Sources) {
    std::hint::black_box(Parsed::read(sources).check(None));
}

/// As the command does; a plan with errors ends where it is known to have some.
fn plan(sources: &Sources) {
    let compiled = Parsed::read(sources).into_compiled(Options { depth: Depth::Page, ..Options::default() });
    if let (Some(checked), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) {
        let document = plan_document_for(Readers::People, sources, checked, evaluation, Beside::default());
        std::hint::black_box(render::terminal(&document, &STYLE));
    }
}

/// The shortest of three runs.
fn shortest(run: impl Fn()) -> Duration {
    (0..3).map(|_| process::timed(&run)).min().unwrap_or_default()
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

/// A package of one level that costs little, with more lines of its own and of its level.
fn package(text: &mut String, name: &str, department: &str, more: &str, of_level: &str) -> std::fmt::Result {
    let amount = if of_level.contains("cost ") { "" } else { "cost salaries: 10 USD in 2027-01\n" };
    writeln!(
        text,
        "package {name} {{ department: {department}, owner: lead, justification: \"Reason of {name}.\", consequence: \"It \
         follows.\"\n{more}level x {{ {amount}effect nps: +0.001 pts evidence history\n{of_level}}} }}"
    )
}

/// A ranking of levels, and money that mostly suffices.
fn ranked(count: usize, level: impl Fn(usize) -> String, funding: &str) -> String {
    let levels = lines(count, |text, number| writeln!(text, "{}", level(number)));
    format!("ranking all {{\n{levels}}}\nfunding {{\npolicy: skip\n{funding}\n}}\n")
}

fn packages(count: usize, funding: &str) -> String {
    lines(count, |text, number| package(text, &format!("p{number}"), "team", "", ""))
        + &ranked(count, |number| format!("p{number}.x"), funding)
}

const ENOUGH: &str = "budget: 1B USD";

fn levels_misspelt(count: usize) -> String {
    lines(count, |text, number| package(text, &format!("p{number}"), "team", "", ""))
        + &ranked(count, |number| format!("q{number}.x"), ENOUGH)
}

fn objectives_in_a_chain(count: usize) -> String {
    lines(count, |text, number| match number.checked_sub(1) {
        None => writeln!(text, "objective aim_0 {{ owner: lead, measures: [nps] }}"),
        Some(around) => {
            writeln!(text, "objective aim_{number} {{ owner: lead, measures: [nps], part_of: aim_{around} }}")
        }
    })
}

/// A package for each of many departments, and a line of `funding` for each.
fn bounded(departments: String, count: usize, bound: impl Fn(usize) -> String) -> String {
    let bounds = lines(count, |text, number| writeln!(text, "{}", bound(number)));
    departments
        + &lines(count, |text, number| package(text, &format!("p{number}"), &format!("part_{number}"), "", ""))
        + &ranked(count, |number| format!("p{number}.x"), &format!("{ENOUGH}\n{bounds}"))
}

fn caps_wide(count: usize) -> String {
    bounded(departments_in_a_row(count), count, |number| format!("cap department part_{number}: 100 USD"))
}

fn caps_deep(count: usize) -> String {
    bounded(departments_in_a_chain(count), count, |number| format!("cap department part_{number}: 1M USD"))
}

fn floors_wide(count: usize) -> String {
    bounded(departments_in_a_row(count), count, |number| format!("floor department part_{number}: 10 USD"))
}

fn floors_deep(count: usize) -> String {
    bounded(departments_in_a_chain(count), count, |number| {
        format!("floor department part_{number}: {} USD", 10 + 2 * (count - number))
    })
}

/// The money of all departments suffices for half of what they ask.
fn caps_deep_and_full(count: usize) -> String {
    bounded(departments_in_a_chain(count), count, |number| {
        format!("cap department part_{number}: {} USD", if number == 0 { count * 5 } else { 1_000_000 })
    })
}

/// The floors of all departments hold more than is there for the last ones.
fn floors_deep_and_held(count: usize) -> String {
    floors_deep(count).replace(ENOUGH, &format!("budget: {} USD", 8 * count)).replace(
        &format!("floor department part_0: {} USD", 10 + 2 * count),
        &format!("floor department part_0: {} USD", 7 * count),
    )
}

/// Each package is for two of many objectives in a chain, with floors and caps on them.
fn objectives_deep(count: usize) -> String {
    let bounds = lines(count, |text, number| {
        writeln!(text, "floor objective aim_{number}: {} USD", 10 + 2 * (count - number))?;
        writeln!(text, "cap objective aim_{number}: 1M USD")
    });
    objectives_in_a_chain(count)
        + &lines(count, |text, number| {
            let aims = format!("objective: [aim_{number}, aim_{}]\n", (number * 7) % count);
            package(text, &format!("p{number}"), "team", &aims, "")
        })
        + &ranked(count, |number| format!("p{number}.x"), &format!("{ENOUGH}\n{bounds}"))
}

fn needs_in_a_chain(count: usize) -> String {
    lines(count, |text, number| {
        let needs = number.checked_sub(1).map_or_else(String::new, |before| format!("needs: [p{before}.x]\n"));
        package(text, &format!("p{number}"), "team", "", &needs)
    }) + &ranked(count, |number| format!("p{number}.x"), ENOUGH)
}

fn exclusions_in_a_chain(count: usize) -> String {
    lines(count, |text, number| {
        let excludes = number.checked_sub(1).map_or_else(String::new, |before| format!("excludes: [p{before}]\n"));
        package(text, &format!("p{number}"), "team", &excludes, "")
    }) + &ranked(count, |number| format!("p{number}.x"), ENOUGH)
}

fn savings_on_one_level(count: usize) -> String {
    lines(count, |text, number| {
        let saves = if number == 0 { "" } else { "saves salaries: 1 USD in 2027-01 of p0.x\n" };
        package(text, &format!("p{number}"), "team", "", saves)
    }) + &ranked(count, |number| format!("p{number}.x"), ENOUGH)
}

fn levels_of_one_package(count: usize) -> String {
    let levels = lines(count, |text, number| {
        writeln!(text, "level y{number} {{ cost salaries: 1 USD in 2027-01\neffect nps: +0.001 pts evidence history }}")
    });
    let mut text = String::new();
    package(&mut text, "p0", "team", "", "").expect("writing to a `String` cannot fail");
    let body = text.trim_end().trim_end_matches('}').to_owned();
    format!("{body}\n{levels}}}\n")
        + &ranked(
            count + 1,
            |number| number.checked_sub(1).map_or_else(|| "p0.x".to_owned(), |level| format!("p0.y{level}")),
            ENOUGH,
        )
}

fn three_point_effects(count: usize) -> String {
    packages(count, ENOUGH).replace("+0.001 pts", "+0.0001 .. +0.0002 .. +0.0004 pts")
}

fn packages_by_kpis(count: usize) -> String {
    let kpis = lines(40, |text, number| {
        let before = number.checked_sub(1).map_or_else(|| "nps".to_owned(), |before| format!("follows_{before}"));
        writeln!(text, "kpi follows_{number} {{ unit: pts, formula: {before} * 0.9, source: \"Computed\" }}")
    });
    kpis + &packages(count, ENOUGH)
}

fn alternatives(count: usize) -> String {
    let ways = lines(count, |text, number| {
        writeln!(
            text,
            "alternative way_{number} {{ cost salaries: {} USD in 2027-01\neffect nps: +0.00{} pts evidence history }}",
            number + 10,
            number % 9 + 1
        )
    });
    let mut text = String::new();
    package(&mut text, "p0", "team", &ways, "").expect("writing to a `String` cannot fail");
    text + &ranked(
        count + 1,
        |number| number.checked_sub(1).map_or_else(|| "p0.x".to_owned(), |way| format!("p0.way_{way}")),
        ENOUGH,
    )
}

fn rankings_merged(count: usize) -> String {
    let departments = departments_in_a_row(10);
    let packages =
        lines(count, |text, number| package(text, &format!("p{number}"), &format!("part_{}", number % 10), "", ""));
    let own = lines(10, |text, department| {
        let levels = (0..count).filter(|number| number % 10 == department).map(|number| format!("p{number}.x\n"));
        writeln!(text, "ranking r{department} {{ department: part_{department}\n{}}}", levels.collect::<String>())
    });
    let all = ranked(count, |number| format!("p{number}.x"), ENOUGH);
    let merged = (0..10).map(|number| format!("r{number}")).collect::<Vec<String>>().join(", ");
    departments + &packages + &own + &all.replace("ranking all {", &format!("ranking all {{\nmerges: [{merged}]"))
}

fn short_of_money(count: usize) -> String {
    packages(count, &format!("budget: {} USD\nreserve: 10%\ncap department team: 50%", count * 5))
}

fn ranked_by_score(count: usize) -> String {
    let text = packages(count, &format!("{ENOUGH}\nrank: score"));
    let (before, after) = text.split_once("ranking all {").unwrap_or((&text, ""));
    before.to_owned() + after.split_once("}\n").map_or("", |(_, rest)| rest)
}
