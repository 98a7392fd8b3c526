//! Texts of plans that differ in what they are made of, of any size: what people write, and what a machine might.

use std::fmt::Write as _;

use super::generate::{self, Size};

/// Writes one part of a text, by its number.
type Part = fn(&mut String, usize) -> std::fmt::Result;

/// The texts, by name; the first is a whole plan in many files.
pub const ALL: &[(&str, Part)] = &[
    ("plan", |_, _| Ok(())),
    ("dense", dense),
    ("rich", rich),
    ("prose", prose),
    ("comments", comments),
    ("drivers", |text, number| writeln!(text, "driver d{number} {{ value: 5 USD }}")),
    ("months", months),
    ("sums", sums),
    ("lists", lists),
    ("roles", |text, number| writeln!(text, "role r{number} {{ }}")),
    ("facts", |text, number| writeln!(text, "package p{number} {{ {} }}", ["a: b"; 50].join(", "))),
    ("signs", |text, number| writeln!(text, "driver d{number} {{ value: {} }}", ["1"; 900].join("+"))),
    ("calls", |text, number| writeln!(text, "driver d{number} {{ value: min(1,2) }}")),
    ("deep", |text, _| writeln!(text, "{}{}", "a {".repeat(60), "}".repeat(60))),
    ("lines", |text, _| writeln!(text, "a:1")),
    ("words", |text, _| writeln!(text, "a")),
];

/// A package for about so many bytes of the generated plan.
const BYTES_OF_A_PACKAGE: usize = 1_440;

/// The files of a text of about so many bytes.
pub fn files(name: &str, bytes: usize) -> Vec<(String, String)> {
    match ALL.iter().find(|(known, _)| *known == name) {
        Some(("plan", _)) => generate::plan(Size::packages(bytes / BYTES_OF_A_PACKAGE)),
        Some((_, part)) => vec![("plan.zbb".to_owned(), whole(*part, bytes))],
        None => Vec::new(),
    }
}

/// What every plan needs, as many parts as fill it, and the order of the packages in them.
fn whole(part: Part, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + bytes / 4);
    text.push_str(PEOPLE);
    let mut count = 0;
    while text.len() < bytes {
        part(&mut text, count).expect("writing to a `String` cannot fail");
        count += 1;
    }
    if text.contains("level x") {
        let levels: String = (0..count).map(|number| format!("p{number}.x\n")).collect();
        _ = write!(text, "ranking all {{\n{levels}}}\nfunding {{ budget: 1B USD, policy: skip }}\n");
    }
    text
}

const PEOPLE: &str = "plan p \"Plan\" { currency: USD, calendar: 2027-01 .. 2027-12, owner: lead }
role lead \"Lead\" { person: \"A\" }
department team \"Team\" { owner: lead }
category salaries \"Salaries\" { owner: lead }
kpi nps \"NPS\" { kind: nps, baseline: 30 pts, ceiling: 80 pts, target: 31 pts by 2027-12, source: \"Survey\" }
objective growth \"Growth\" { owner: lead, measures: [nps] }
driver wage \"Wage\" { value: 50k USD, source: \"HR\" }
";

fn dense(text: &mut String, number: usize) -> std::fmt::Result {
    writeln!(
        text,
        "package p{number} {{ department: team, owner: lead, objective: growth, justification: \"R{number}\", consequence: \
         \"C\", level x {{ cost salaries: 10 USD in 2027-01, effect nps: +0.001 pts evidence history }} }}"
    )
}

fn rich(text: &mut String, number: usize) -> std::fmt::Result {
    writeln!(
        text,
        "package p{number} \"Package {number}\" {{\n  department: team\n  owner: lead\n  objective: growth\n  justification: \
         \"Tickets double in winter {number}\"\n  consequence: \"They wait\"\n  level x \"First\" {{\n    cost salaries: 2 * \
         wage from 2027-02 to 2027-09\n    cost salaries \"More\": {}.5 * wage / 12 from 2027-03\n    cost salaries \
         \"Set-up\": 12_500 USD in 2027-0{}\n    effect nps: +0.0001 .. +0.0002 .. +0.0004 pts after 2 months over 3 months \
         evidence history\n  }}\n}}",
        number % 90,
        number % 9 + 1
    )
}

fn prose(text: &mut String, number: usize) -> std::fmt::Result {
    let line =
        "    Customers wait longer than the survey shows, and half of all orders return as replies take two days.\n";
    writeln!(
        text,
        "package p{number} {{\n  department: team\n  owner: lead\n  objective: growth\n  justification: \"\"\"\n    Of \
         {number}.\n{}    \"\"\"\n  consequence: \"They leave.\"\n  level x {{ cost salaries: 10 USD in 2027-01, effect nps: \
         +0.001 pts evidence history }}\n}}",
        line.repeat(14)
    )
}

fn comments(text: &mut String, number: usize) -> std::fmt::Result {
    text.push_str(&"# A remark that says in some words why this stands here, and what came before.\n".repeat(8));
    dense(text, number)
}

fn months(text: &mut String, number: usize) -> std::fmt::Result {
    let lines: String = (1..=12).map(|month| format!("2027-{month:02}: {month} USD\n")).collect();
    writeln!(text, "driver d{number} {{ source: \"Log\"\n{lines}}}")
}

fn sums(text: &mut String, number: usize) -> std::fmt::Result {
    writeln!(text, "driver d{number} {{ value: {} }}", ["wage"; 400].join(" + "))
}

fn lists(text: &mut String, number: usize) -> std::fmt::Result {
    writeln!(text, "objective o{number} {{ owner: lead, measures: [{}] }}", ["nps"; 300].join(", "))
}
