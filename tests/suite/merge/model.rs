//! Two people edit a plan at random, and what the compiler reads of the merged plan is held against plain set logic on
//! what it reads of the three versions: nothing is lost, nothing stands twice, and what nobody contradicts is no conflict.

use super::{merged, taken};
use std::collections::{BTreeMap, BTreeSet};
use zbb::compile::Parsed;
use zbb::source::Sources;

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// A plan as its people think of it.
#[derive(Debug, Clone)]
struct Declaration {
    head: String,
    comment: Option<String>,
    properties: Vec<(String, String)>,
    levels: Vec<Declaration>,
    is_on_one_line: bool,
}

fn package(name: &str) -> Declaration {
    let level = |level: &str, cost: u32| Declaration {
        head: format!("level {level}"),
        comment: None,
        properties: vec![
            ("cost salaries".to_owned(), format!("{cost}k EUR in 2027-01")),
            ("cost software".to_owned(), format!("{}k EUR in 2027-02", cost + 1)),
        ],
        levels: Vec::new(),
        is_on_one_line: name == "beta",
    };
    Declaration {
        head: format!("package {name}"),
        comment: None,
        properties: vec![
            ("department".to_owned(), "service".to_owned()),
            ("justification".to_owned(), format!("\"The log shows {name}.\"")),
            ("serves".to_owned(), "[one, two, three]".to_owned()),
        ],
        levels: vec![level("low", 10), level("high", 20)],
        is_on_one_line: false,
    }
}

fn plain(head: &str, key: &str, value: &str) -> Declaration {
    let properties = vec![(key.to_owned(), value.to_owned()), ("note".to_owned(), "\"As agreed.\"".to_owned())];
    Declaration { head: head.to_owned(), comment: None, properties, levels: Vec::new(), is_on_one_line: true }
}

fn base() -> Vec<Declaration> {
    vec![
        plain("category salaries", "owner", "lead"),
        plain("department service", "owner", "lead"),
        plain("kpi csat \"Satisfaction\"", "baseline", "71%"),
        package("alpha"),
        package("beta"),
        package("gamma"),
        Declaration {
            head: "ranking board".to_owned(),
            comment: None,
            properties: ["alpha.low", "beta.low", "gamma.low", "alpha.high"]
                .map(|item| (item.to_owned(), String::new()))
                .into(),
            levels: Vec::new(),
            is_on_one_line: false,
        },
    ]
}

fn text(plan: &[Declaration]) -> String {
    let mut text = String::new();
    plan.iter().for_each(|declaration| write(&mut text, declaration, ""));
    text
}

fn write(text: &mut String, declaration: &Declaration, indent: &str) {
    let said = |(key, value): &(String, String)| if value.is_empty() { key.clone() } else { format!("{key}: {value}") };
    if let Some(comment) = &declaration.comment {
        text.push_str(&format!("{indent}# {comment}\n"));
    }
    if declaration.is_on_one_line && declaration.levels.is_empty() {
        let facts: Vec<String> = declaration.properties.iter().map(said).collect();
        text.push_str(&format!("{indent}{} {{ {} }}\n", declaration.head, facts.join(", ")));
        return;
    }
    text.push_str(&format!("{indent}{} {{\n", declaration.head));
    declaration.properties.iter().for_each(|fact| text.push_str(&format!("{indent}  {}\n", said(fact))));
    declaration.levels.iter().for_each(|level| write(text, level, &format!("{indent}  ")));
    text.push_str(&format!("{indent}}}\n"));
}

/// Does something to a plan; whether it is about an order.
fn edit(plan: &mut Vec<Declaration>, dice: &mut Dice, side: &str) {
    let at = dice.below(plan.len());
    let is_ranking = plan[at].head.starts_with("ranking");
    match dice.below(14) {
        0 | 1 if !is_ranking => {
            let own = &mut plan[at].properties;
            if let Some(at) = own.len().checked_sub(1).map(|most| dice.below(most + 1)) {
                own[at].1 = match own[at].0.as_str() {
                    "serves" => {
                        ["[one, two, three, four]", "[three, one]", "[five, one, two, three]"][dice.below(3)].to_owned()
                    }
                    "owner" | "department" => format!("other{}", dice.below(3)),
                    "baseline" => format!("7{}%", dice.below(10)),
                    _ => format!("\"Text {}.\"", dice.below(4)),
                };
            }
        }
        2 if !is_ranking => {
            let own = &mut plan[at].properties;
            if own.len() > 1 {
                let gone = dice.below(own.len());
                own.remove(gone);
            }
        }
        3 if !is_ranking => {
            let key = ["owner", "consequence", "horizon"][dice.below(3)];
            if plan[at].properties.iter().all(|(known, _)| known != key) {
                plan[at].properties.push((key.to_owned(), format!("x{}", dice.below(2))));
            }
        }
        4 => {
            let declaration = plan.remove(at);
            let to = dice.below(plan.len() + 1);
            plan.insert(to, declaration);
        }
        5 => plan.reverse(),
        6 if plan.len() > 3 && !is_ranking => drop(plan.remove(at)),
        7 => plan.insert(at, package(&format!("new_{}", ["x", side][dice.below(2)]))),
        8 => plan[at].is_on_one_line = !plan[at].is_on_one_line,
        9 => plan[at].comment = Some(format!("Comment {}.", dice.below(2))),
        10 if !plan[at].levels.is_empty() => {
            let level = dice.below(plan[at].levels.len());
            let level = &mut plan[at].levels[level];
            let fact = dice.below(level.properties.len());
            level.properties[fact].1 =
                ["10_000 EUR in 2027-01", "30k EUR in 2027-03", "31k EUR in 2027-03"][dice.below(3)].to_owned();
        }
        11 if !plan[at].levels.is_empty() => {
            let level = dice.below(plan[at].levels.len());
            plan[at].levels[level].properties.reverse();
        }
        12 if is_ranking => {
            let items = &mut plan[at].properties;
            let item = items.remove(0);
            let to = dice.below(items.len() + 1);
            items.insert(to, item);
        }
        13 if plan[at].head.starts_with("package") => plan[at].head = format!("package renamed_{}", dice.below(2)),
        _ => {}
    }
    let mut known = BTreeSet::new();
    plan.retain(|declaration| known.insert(declaration.head.clone()));
}

/// What a plan says: each thing, and each fact of it.
fn facts(text: &str) -> (BTreeMap<(String, String), String>, usize) {
    let topics = Parsed::read(&Sources::single("plan.zbb", text)).facts();
    let mut facts = BTreeMap::new();
    let mut count = 0;
    for topic in topics {
        let name = format!("{} {}", topic.kind.keyword(), topic.name);
        count += 1;
        facts.insert((name.clone(), String::new()), topic.title.clone().unwrap_or_default());
        for fact in &topic.facts {
            facts.insert((name.clone(), fact.key.to_string()), fact.says());
        }
        for item in &topic.items {
            facts.insert((name.clone(), format!("item {}", item.key)), item.says());
        }
    }
    (facts, count)
}

type Facts = BTreeMap<(String, String), String>;

/// What both sides come to by set logic, and what they contradict each other in.
fn combined(base: &Facts, ours: &Facts, theirs: &Facts) -> (Facts, BTreeSet<String>) {
    let mut all = Facts::new();
    let mut contested = BTreeSet::new();
    let keys: BTreeSet<&(String, String)> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    for key in keys {
        let (was, we, they) = (base.get(key), ours.get(key), theirs.get(key));
        let value = if we == they || they == was {
            we.cloned()
        } else if we == was {
            they.cloned()
        } else {
            let list = key.1.starts_with("serves").then(|| lists(was?, we?, they?)).flatten();
            if list.is_none() {
                contested.insert(key.0.clone());
            }
            list
        };
        value.map(|value| all.insert(key.clone(), value));
    }
    // What one side removed and the other changed.
    for (name, _) in base.keys().filter(|(_, fact)| fact.is_empty()) {
        let key = (name.clone(), String::new());
        for (gone, kept) in [(ours, theirs), (theirs, ours)] {
            let own = |facts: &Facts| {
                facts
                    .iter()
                    .filter(|(key, _)| is_of(&key.0, name))
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect::<Facts>()
            };
            if !gone.contains_key(&key) && kept.contains_key(&key) && own(kept) != own(base) {
                contested.insert(name.clone());
            }
        }
    }
    (all, contested)
}

/// Whether a thing is another or within it: `level alpha.low` is within `package alpha`.
fn is_of(name: &str, outer: &str) -> bool {
    let own = |name: &str| name.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned());
    name == outer || own(name).starts_with(&format!("{}.", own(outer)))
}

fn lists(was: &str, we: &str, they: &str) -> Option<String> {
    let elements = |list: &str| -> Option<BTreeSet<String>> {
        let inner = list.strip_prefix('[')?.strip_suffix(']')?;
        Some(inner.split(", ").map(str::to_owned).collect())
    };
    let (was, we, they) = (elements(was)?, elements(we)?, elements(they)?);
    let all =
        we.union(&they).filter(|element| !was.contains(*element) || (we.contains(*element) && they.contains(*element)));
    Some(format!("[{}]", all.cloned().collect::<Vec<String>>().join(", ")))
}

/// One merge held against the oracle.
fn holds(seed: u64) -> bool {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1));
    let start = base();
    let (mut left, mut right) = (start.clone(), start.clone());
    (0..=dice.below(3)).for_each(|_| edit(&mut left, &mut dice, "left"));
    (0..=dice.below(3)).for_each(|_| edit(&mut right, &mut dice, "right"));
    let (was, we, mut they) = (text(&start), text(&left), text(&right));
    if dice.below(8) == 0 {
        they = they.replace('\n', "\r\n");
    }
    let merge = merged(&was, &we, &they);
    let ((base, _), (ours, _), (theirs, _)) = (facts(&was), facts(&we), facts(&they));
    let (expected, contested) = combined(&base, &ours, &theirs);
    let shown = || {
        format!("seed {seed}\n--- base\n{was}--- ours\n{we}--- theirs\n{they}--- merged\n{}\n{contested:?}", merge.text)
    };
    if merge.conflicts.is_empty() {
        let (found, count) = facts(&merge.text);
        assert!(contested.is_empty(), "a contradiction was merged: {}", shown());
        assert_eq!(found, expected, "something was lost: {}", shown());
        assert_eq!(
            count,
            found.keys().filter(|(_, fact)| fact.is_empty()).count(),
            "something stands twice: {}",
            shown()
        );
        return true;
    }
    for (take_ours, side) in [(true, &ours), (false, &theirs)] {
        let (found, count) = facts(&taken(&merge.text, take_ours));
        assert_eq!(
            count,
            found.keys().filter(|(_, fact)| fact.is_empty()).count(),
            "something stands twice: {}",
            shown()
        );
        for (key, value) in expected.iter().filter(|(key, _)| !contested.iter().any(|name| is_of(&key.0, name))) {
            let is_right = found.get(key) == Some(value) || found.get(key) == side.get(key);
            assert!(is_right, "taking one side gives neither at {key:?}: {}", shown());
        }
    }
    !contested.is_empty()
}

/// How many of many merges stop though nothing contradicts; comments, orders and new names may.
fn stopped(seeds: std::ops::Range<u64>) -> usize {
    seeds.filter(|seed| !holds(*seed)).count()
}

#[test]
fn what_both_say_is_merged_and_nothing_is_lost() {
    let stopped = stopped(0..150);
    assert!(stopped <= 15, "{stopped} of 150 merges stop without a contradiction");
}

#[test]
#[ignore = "takes minutes"]
fn what_both_say_is_merged_and_nothing_is_lost_many_times() {
    let stopped = stopped(0..100_000);
    assert!(stopped <= 8_000, "{stopped} of 100000 merges stop without a contradiction");
}

/// A side that cannot be read is never dropped: where nothing is left to decide, every line that either side wrote is there.
#[test]
fn a_mistake_on_one_side_loses_nothing() {
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let start = base();
        let (mut left, mut right) = (start.clone(), start.clone());
        (0..2).for_each(|_| edit(&mut left, &mut dice, "left"));
        edit(&mut right, &mut dice, "right");
        let (was, we, mut they) = (text(&start), text(&left), text(&right));
        let signs: Vec<usize> = they.match_indices(['{', '}', '"', '[', ']', ':']).map(|(at, _)| at).collect();
        let at = signs[dice.below(signs.len())];
        they.replace_range(at..=at, "");
        if dice.below(2) == 0 {
            they.insert_str(dice.below(2), "\"\"\"");
        }
        for (ours, theirs) in [(&we, &they), (&they, &we)] {
            let merge = merged(&was, ours, theirs);
            if !merge.conflicts.is_empty() {
                continue;
            }
            let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<BTreeSet<String>>();
            let has = lines(&merge.text);
            for side in [ours, theirs] {
                // What the base says on another line is only laid out otherwise.
                for line in lines(side).iter().filter(|line| !was.contains(line.as_str())) {
                    let is_there = has.contains(line) || line.starts_with("serves") || line.ends_with(" }");
                    assert!(
                        is_there,
                        "seed {seed}: `{line}` is lost\n--- ours\n{ours}--- theirs\n{theirs}--- merged\n{}",
                        merge.text
                    );
                }
            }
        }
    }
}
