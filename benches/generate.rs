//! Makes plans of any size for measurements: the same size gives the same bytes, on every machine and on every day.

use std::fmt::Write as _;
use std::path::Path;

/// How large a plan is to be.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Packages, each of three levels and an alternative on record; about a kilobyte each.
    pub packages: usize,
    /// KPIs: half of them with effects, the others computed from them.
    pub kpis: usize,
    /// The months of the calendar.
    pub months: usize,
    /// How many mistakes the packages have, of eight sorts in turn: at most two each.
    pub mistakes: usize,
}

impl Size {
    /// A right plan of so many packages over a year.
    pub const fn packages(packages: usize) -> Size {
        Size { packages, kpis: 40, months: 12, mistakes: 0 }
    }
}

/// The files of a plan: path and text, in order of path.
pub fn plan(size: Size) -> Vec<(String, String)> {
    let mut files = vec![
        ("funding.zbb".to_owned(), funding(size)),
        ("journeys.zbb".to_owned(), journeys()),
        ("kpis.zbb".to_owned(), kpis(size)),
    ];
    files.extend(packages(size));
    files.push(("people.zbb".to_owned(), people(size)));
    files.push(("ranking.zbb".to_owned(), ranking(size)));
    files
}

/// Writes the files of a plan below a folder.
pub fn write(folder: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

const DEPARTMENTS: usize = 24;
const CATEGORIES: [&str; 8] = ["salaries", "software", "training", "travel", "media", "events", "partners", "premises"];
const CHANNELS: [&str; 6] = ["email", "chat", "phone", "shop", "web", "social"];
const JOURNEYS: usize = 12;
const STAGES: usize = 5;
const TOUCHPOINTS: usize = 4;
const FILE_BYTES: usize = 1_000_000;
const WORDS: [&str; 48] = [
    "customers",
    "wait",
    "longer",
    "than",
    "the",
    "survey",
    "shows",
    "half",
    "of",
    "all",
    "orders",
    "return",
    "within",
    "a",
    "month",
    "because",
    "replies",
    "take",
    "two",
    "days",
    "and",
    "our",
    "own",
    "figures",
    "say",
    "that",
    "tickets",
    "double",
    "in",
    "winter",
    "when",
    "shops",
    "close",
    "early",
    "so",
    "teams",
    "answer",
    "late",
    "which",
    "costs",
    "trust",
    "first",
    "contact",
    "loyal",
    "buyers",
    "leave",
    "for",
    "good",
];

/// A sequence of numbers that looks like chance and never changes (splitmix64).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or("")
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.one_of(&WORDS)).collect();
        words.join(" ")
    }
}

fn people(size: Size) -> String {
    let years = size.months.div_ceil(12);
    let mut text = format!(
        "plan generated \"Generated plan\" {{\n  currency: USD\n  calendar: 2027-01 .. {}-12\n  owner: r00\n  confidence history: 90%\n}}\n\n",
        2026 + years
    );
    for index in 0..DEPARTMENTS {
        let _ = writeln!(text, "role r{index:02} \"Head of department {index}\" {{ person: \"Person {index}\" }}");
        let part_of = if index == 0 { String::new() } else { format!(", part_of: d{:02}", (index - 1) / 3) };
        let _ = writeln!(text, "department d{index:02} \"Department {index}\" {{ owner: r{index:02}{part_of} }}");
    }
    for category in CATEGORIES {
        let _ = writeln!(text, "category {category} \"{category}\" {{ owner: r00 }}");
    }
    for channel in CHANNELS {
        let _ = writeln!(text, "channel {channel} \"{channel}\"");
    }
    text.push_str(
        "unit agent \"Agent\"\nunit visitor \"Visitor\"\nunit customer \"Customer\"\nunit ticket \"Ticket\"\n",
    );
    text.push_str("driver wage \"Agent, all in\" { value: 52k USD/agent/year, source: \"HR, 2026-10\" }\n");
    text.push_str("driver licence \"Licence\" { value: 900 USD/agent/year, source: \"Quote, 2026-09\" }\n");
    text.push_str("driver load \"Tickets for an agent\" { value: 400 ticket/agent, source: \"Ticket log, 2026\" }\n");
    text
}

fn journeys() -> String {
    let mut text = String::new();
    for journey in 0..JOURNEYS {
        let _ = writeln!(
            text,
            "journey j{journey:02} \"Journey {journey}\" {{\n  entering: {}k visitor/month",
            journey + 10
        );
        for stage in 0..STAGES {
            let _ = writeln!(text, "  stage s{stage} \"Stage {stage}\" {{\n    converts: {}%", 60 + stage * 5);
            for touchpoint in 0..TOUCHPOINTS {
                let channel = CHANNELS.get((stage + touchpoint) % CHANNELS.len()).copied().unwrap_or("web");
                let _ = writeln!(
                    text,
                    "    touchpoint t{touchpoint} \"Touchpoint {touchpoint}\" {{\n      channel: {channel}\n      reach: 18%\n      satisfaction: 2.6 of 5\n      pain slow \"It takes too long\" {{ severity: 3, share: 35% }}\n    }}"
                );
            }
            text.push_str("  }\n");
        }
        text.push_str("}\n\n");
    }
    text
}

/// The first half are moved by effects, the second half computed from those.
fn kpis(size: Size) -> String {
    let mut text = String::new();
    for index in 0..size.kpis / 2 {
        let _ = match index % 3 {
            0 => writeln!(
                text,
                "kpi k{index:03} \"Score {index}\" {{\n  kind: nps\n  baseline: {} pts\n  trend: -0.1 pts/month\n  ceiling: 80 pts\n  target: 60 pts by 2027-12\n  source: \"Survey, 2026-Q3\"\n}}",
                20 + index % 20
            ),
            1 => writeln!(
                text,
                "kpi k{index:03} \"Share {index}\" {{\n  kind: csat\n  baseline: {}%\n  ceiling: 99%\n  target: 90% by 2027-12\n  source: \"Survey, 2026-Q3\"\n}}",
                60 + index % 20
            ),
            _ => writeln!(
                text,
                "kpi k{index:03} \"Time {index}\" {{\n  kind: first_response_time\n  baseline: {} hours\n  unfunded: 40 hours\n  ceiling: 1 hour\n  combine: diminishing\n  target: 4 hours by 2027-12\n  source: \"Ticket log, 2026\"\n}}",
                20 + index % 10
            ),
        };
    }
    for index in size.kpis / 2..size.kpis {
        let other = index - size.kpis / 2;
        let _ = match other % 3 {
            0 => writeln!(
                text,
                "kpi k{index:03} \"Smoothed score {index}\" {{ unit: pts, baseline: 30 pts, formula: previous * 0.5 + k{other:03} * 0.5, source: \"Computed\" }}"
            ),
            1 => writeln!(
                text,
                "kpi k{index:03} \"Smoothed share {index}\" {{ unit: number, formula: (k{other:03} + lag(k{other:03}, 2 months)) / 100% / 2 }}"
            ),
            _ => writeln!(
                text,
                "kpi k{index:03} \"Tickets {index}\" {{ unit: ticket, formula: j{:02}.s1.leaving * 1 ticket / 1 visitor + k{other:03} * 2 ticket / 1 hour }}",
                other % JOURNEYS
            ),
        };
    }
    text.push_str("\nobjective growth \"Growth\" { owner: r00, measures: [k000, k001] }\n");
    text.push_str("criterion gain \"Moves the KPIs\" { weight: 60%, measured_by: [k000, k001, k002] }\n");
    text.push_str("criterion risk \"Reduces risk\" { weight: 40% }\n");
    text
}

/// The packages, in files of about a megabyte.
fn packages(size: Size) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut text = String::with_capacity(FILE_BYTES + 4_000);
    for index in 0..size.packages {
        package(&mut text, size, index);
        if text.len() > FILE_BYTES || index + 1 == size.packages {
            files.push((format!("packages/part_{:04}.zbb", files.len()), std::mem::take(&mut text)));
        }
    }
    files
}

const LEVELS: [&str; 3] = ["minimum", "current", "improved"];

fn package(text: &mut String, size: Size, index: usize) {
    let mut chance = Sequence(index as u64);
    let wrong = (index < size.mistakes).then_some(index % 8);
    let wrong_again = (index + size.packages < size.mistakes).then_some(2 + index % 6);
    let department = index % DEPARTMENTS;
    let _ = writeln!(text, "package p{index:06} \"{}\" {{", chance.words(4));
    let owner = if wrong == Some(0) { "ownr" } else { "owner" };
    let _ = writeln!(text, "  department: d{department:02}\n  {owner}: r{department:02}\n  objective: growth");
    let touchpoint = if wrong == Some(1) { format!("t{index}") } else { format!("t{}", index % TOUCHPOINTS) };
    let _ = writeln!(text, "  serves: [j{:02}.s{}.{touchpoint}]", index % JOURNEYS, index % STAGES);
    let _ = writeln!(text, "  justification: \"\"\"");
    for line in 0..1 + chance.below(4) {
        let count = 8 + chance.below(8);
        let _ = writeln!(text, "    {line}: {} ({index}).", chance.words(count));
    }
    let _ = writeln!(text, "    \"\"\"\n  consequence: \"{}\"", chance.words(7));
    for (place, level) in LEVELS.iter().enumerate() {
        let wrong = [None, wrong, wrong_again].get(place).copied().flatten();
        level_of(text, size, level, place, &mut chance, wrong, index);
    }
    let _ = writeln!(
        text,
        "  alternative outsource \"{}\" {{\n    cost partners: {}k USD in 2027-03\n    rejected: \"{}\"\n  }}\n}}\n",
        chance.words(2),
        10 + chance.below(90),
        chance.words(6)
    );
}

fn level_of(
    text: &mut String,
    size: Size,
    level: &str,
    place: usize,
    chance: &mut Sequence,
    wrong: Option<usize>,
    index: usize,
) {
    let month = 1 + chance.below(6);
    let agent = if wrong == Some(2) { format!("agent_{place}_{index}") } else { "agent".to_owned() };
    let category = if wrong == Some(3) { format!("salaries_{place}_{index}") } else { "salaries".to_owned() };
    let _ = writeln!(text, "  level {level} \"{}\" {{", chance.words(2));
    let _ = writeln!(text, "    cost {category}: {}.5 {agent} * wage from 2027-{month:02}", 1 + chance.below(4));
    let software = if wrong == Some(4) { "40 hours" } else { "12_500 USD" };
    let _ =
        writeln!(text, "    cost software \"Set-up\": {software} in 2027-{month:02} via {}", chance.one_of(&CHANNELS));
    let half = (size.kpis / 2).max(1);
    let kpi = (index * 3 + place) % half;
    let name = if wrong == Some(5) { format!("unknown_{place}_{index}") } else { format!("k{kpi:03}") };
    let value = match kpi % 3 {
        _ if wrong == Some(6) => "+1 ticket",
        0 => "+0.01 .. +0.02 .. +0.04 pts",
        1 => "+0.01pp",
        _ => "-0.02 hours",
    };
    let after = chance.below(3);
    let _ = writeln!(text, "    effect {name}: {value} after {after} months over 3 months evidence history");
    let because = if wrong == Some(7) { "becuse" } else { "because" };
    let _ = writeln!(text, "    rates risk: {} {because} \"{}\"\n  }}", chance.below(8), chance.words(6));
}

/// All first levels in order, then all second ones, then all third ones.
fn ranking(size: Size) -> String {
    let mut text = String::from("ranking board \"Board, 2026-11-04\" {\n  by: r00\n");
    for level in LEVELS {
        for index in 0..size.packages {
            let _ = writeln!(text, "  p{index:06}.{level}");
        }
    }
    text.push_str("}\n");
    text
}

fn funding(size: Size) -> String {
    format!(
        "funding {{\n  budget: {}k USD\n  policy: skip\n  reserve: 2%\n  cap department d01: 30%\n  floor category training: 0%\n}}\n\nrequire \"scores hold\": k000 at 2027-12 >= 0 pts\n",
        size.packages.max(1) * 180
    )
}
