//! Two people edit a plan at random, and what the compiler reads of the merged plan is held against plain set logic on
//! what it reads of the three versions: nothing is lost, nothing stands twice, nothing is merged that contradicts, and
//! nothing stops that does not.

use super::{merged, taken};
use rayon::iter::Either;
use rayon::prelude::*;
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
#[derive(Debug, Clone, PartialEq)]
struct Declaration {
    head: String,
    /// What it was called before anybody edited it; nothing of a new one.
    origin: Option<String>,
    comment: Option<String>,
    /// The comment behind its last brace.
    behind: Option<String>,
    properties: Vec<(String, String)>,
    levels: Vec<Declaration>,
    layout: Layout,
}

/// What means nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Layout {
    is_on_one_line: bool,
    are_lists_over_lines: bool,
    indent: usize,
    gap: usize,
}

const PLAIN: Layout = Layout { is_on_one_line: false, are_lists_over_lines: false, indent: 2, gap: 0 };
const ONE_LINE: Layout = Layout { is_on_one_line: true, ..PLAIN };

fn declared(head: &str, properties: &[(&str, &str)], layout: Layout) -> Declaration {
    let properties = properties.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let head = head.to_owned();
    Declaration {
        origin: Some(head.clone()),
        head,
        comment: None,
        behind: None,
        properties,
        levels: Vec::new(),
        layout,
    }
}

fn package(name: &str) -> Declaration {
    let level = |level: &str, cost: u32| {
        let software = format!("{}k EUR in 2027-02", cost + 1);
        let costs = [("cost salaries", &*format!("{cost}k EUR in 2027-01")), ("cost software", &*software)];
        declared(&format!("level {level}"), &costs, if name == "beta" { ONE_LINE } else { PLAIN })
    };
    let justification = format!("\"The log shows {name}.\"");
    let facts = [("department", "service"), ("justification", &*justification), ("serves", "[one, two, three]")];
    Declaration {
        levels: vec![level("low", 10), level("high", 20)],
        ..declared(&format!("package {name}"), &facts, PLAIN)
    }
}

fn base() -> Vec<Declaration> {
    let note = ("note", "\"As agreed.\"");
    let items = ["alpha.low", "beta.low", "gamma.low", "alpha.high", "beta.high"].map(|item| (item, ""));
    vec![
        declared("category salaries", &[("owner", "lead"), note], ONE_LINE),
        declared("department service", &[("owner", "lead"), note], ONE_LINE),
        declared("kpi csat \"Satisfaction\"", &[("baseline", "71%"), note], ONE_LINE),
        package("alpha"),
        package("beta"),
        package("gamma"),
        declared("ranking board", &items, PLAIN),
    ]
}

fn text(plan: &[Declaration]) -> String {
    let mut text = String::new();
    plan.iter().for_each(|declaration| write(&mut text, declaration, ""));
    text
}

fn write(text: &mut String, declaration: &Declaration, indent: &str) {
    let layout = declaration.layout;
    let inner = format!("{indent}{}", " ".repeat(layout.indent));
    let said = |(key, value): &(String, String)| match value.strip_prefix('[').and_then(|value| value.strip_suffix(']'))
    {
        _ if value.is_empty() => key.clone(),
        Some(values) if layout.are_lists_over_lines && !layout.is_on_one_line => {
            let values: String = values.split(", ").map(|value| format!("{inner}  {value},\n")).collect();
            format!("{key}: [\n{values}{inner}]")
        }
        _ => format!("{key}: {value}"),
    };
    let behind = declaration.behind.as_ref().map_or_else(String::new, |behind| format!(" # {behind}"));
    text.push_str(&"\n".repeat(layout.gap));
    if let Some(comment) = &declaration.comment {
        text.push_str(&format!("{indent}# {comment}\n"));
    }
    if layout.is_on_one_line && declaration.levels.is_empty() {
        let facts: Vec<String> = declaration.properties.iter().map(said).collect();
        text.push_str(&format!("{indent}{} {{ {} }}{behind}\n", declaration.head, facts.join(", ")));
        return;
    }
    text.push_str(&format!("{indent}{} {{\n", declaration.head));
    declaration.properties.iter().for_each(|fact| text.push_str(&format!("{inner}{}\n", said(fact))));
    declaration.levels.iter().for_each(|level| write(text, level, &inner));
    text.push_str(&format!("{indent}}}{behind}\n"));
}

/// Does something to a plan.
fn edit(plan: &mut Vec<Declaration>, dice: &mut Dice, side: &str) {
    let at = dice.below(plan.len());
    let kind = dice.below(18);
    if plan[at].head.starts_with("ranking") {
        edit_ranking(&mut plan[at].properties, dice, side);
    } else {
        match kind {
            0..=7 => edit_facts(&mut plan[at], dice),
            8 | 9 => edit_layout(&mut plan[at].layout, dice),
            10 => {
                let declaration = plan.remove(at);
                let to = dice.below(plan.len() + 1);
                plan.insert(to, declaration);
            }
            11 => plan.reverse(),
            12 if plan.len() > 3 => drop(plan.remove(at)),
            13 => {
                plan.insert(at, Declaration { origin: None, ..package(&format!("new_{}", ["x", side][dice.below(2)])) })
            }
            14 if dice.below(3) == 0 => plan[at].behind = Some(format!("Behind {}.", dice.below(3))),
            14 => plan[at].comment = Some(format!("Comment {}.", dice.below(2))),
            15 if plan[at].head.starts_with("package") => plan[at].head = format!("package renamed_{}", dice.below(2)),
            16 if plan[at].head.starts_with("kpi") => plan[at].head = format!("kpi csat \"Title {}\"", dice.below(3)),
            17 => plan[at].levels.reverse(),
            _ => {}
        }
    }
    let mut known = BTreeSet::new();
    plan.retain(|declaration| known.insert(declaration.head.clone()));
}

fn edit_facts(declaration: &mut Declaration, dice: &mut Dice) {
    if dice.below(3) == 0 && !declaration.levels.is_empty() {
        let level = dice.below(declaration.levels.len());
        let facts = &mut declaration.levels[level].properties;
        let fact = dice.below(facts.len());
        facts[fact].1 = ["10_000 EUR in 2027-01", "30k EUR in 2027-03", "31k EUR in 2027-03"][dice.below(3)].to_owned();
        if dice.below(3) == 0 {
            facts.reverse();
        }
        return;
    }
    let is_package = declaration.head.starts_with("package");
    let facts = &mut declaration.properties;
    let at = dice.below(facts.len());
    match dice.below(4) {
        0 if facts.len() > 1 => drop(facts.remove(at)),
        1 => {
            let keys: &[&str] = if is_package { &["owner", "consequence", "objective"] } else { &["owner", "note"] };
            let key = keys[dice.below(keys.len())];
            if facts.iter().all(|(known, _)| known != key) {
                let value = dice.below(2);
                let is_text = matches!(key, "consequence" | "note");
                facts.push((key.to_owned(), if is_text { format!("\"Text {value}.\"") } else { format!("x{value}") }));
            }
        }
        _ if facts.is_empty() => {}
        _ => {
            facts[at].1 = match facts[at].0.as_str() {
                "serves" => {
                    ["[one, two, three, four]", "[three, one]", "[five, one, two, three]"][dice.below(3)].to_owned()
                }
                "owner" | "department" => format!("other{}", dice.below(3)),
                "baseline" => format!("7{}%", dice.below(10)),
                _ => format!("\"Text {}.\"", dice.below(4)),
            };
        }
    }
}

fn edit_layout(layout: &mut Layout, dice: &mut Dice) {
    match dice.below(4) {
        0 => layout.is_on_one_line = !layout.is_on_one_line,
        1 => layout.are_lists_over_lines = !layout.are_lists_over_lines,
        2 => layout.indent = [2, 4, 3][dice.below(3)],
        _ => layout.gap = dice.below(3),
    }
}

fn edit_ranking(items: &mut Vec<(String, String)>, dice: &mut Dice, side: &str) {
    let to = dice.below(items.len());
    match dice.below(4) {
        0 | 1 => {
            let item = items.remove(dice.below(items.len()));
            items.insert(to, item);
        }
        2 if items.len() > 3 => drop(items.remove(to)),
        _ => {
            let item = format!("added_{}.low", ["x", side][dice.below(2)]);
            if items.iter().all(|(known, _)| *known != item) {
                items.insert(to, (item, String::new()));
            }
        }
    }
}

type Key = (String, String);
type Facts = BTreeMap<Key, String>;

/// What a plan says: each thing, and each fact of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Said {
    facts: Facts,
    /// What stands in an order, by what it stands in.
    orders: BTreeMap<String, Vec<String>>,
    /// How many things there are; one that stands twice counts twice.
    things: usize,
}

fn said(text: &str) -> Said {
    let topics = Parsed::read(&Sources::single("plan.zbb", text)).facts();
    let mut said = Said { things: topics.len(), ..Said::default() };
    for topic in topics {
        let name = format!("{} {}", topic.kind.keyword(), topic.name);
        said.facts.insert((name.clone(), String::new()), topic.title.clone().unwrap_or_default());
        for fact in &topic.facts {
            said.facts.insert((name.clone(), fact.key.to_string()), fact.says());
        }
        for item in &topic.items {
            said.facts.insert((name.clone(), format!("item {}", item.key)), item.says());
        }
        if topic.kind.keyword() == "level" {
            said.orders.entry(format!("package {}", topic.outer)).or_default().push(topic.name.to_string());
        }
        if !topic.items.is_empty() {
            said.orders.insert(name, topic.items.iter().map(|item| item.key.to_string()).collect());
        }
    }
    said.facts.extend(comments(text));
    said
}

/// The comments of declarations: the compiler knows nothing of them.
fn comments(text: &str) -> Facts {
    let mut comments = Facts::new();
    let mut above: BTreeSet<&str> = BTreeSet::new();
    let mut last = String::new();
    for line in text.lines().map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            above.insert(line);
        } else if let Some((head, _)) = line.split_once(" {").filter(|_| !line.starts_with(' ')) {
            let name = head.split(" \"").next().unwrap_or_default().to_owned();
            if !above.is_empty() {
                comments.insert((name, "#".to_owned()), above.iter().copied().collect::<Vec<&str>>().join("\n"));
            }
            above.clear();
            last = head.split(" \"").next().unwrap_or_default().to_owned();
        }
        if let Some((_, behind)) = line.split_once("} # ").filter(|_| !line.starts_with([' ', '#'])) {
            comments.insert((last.clone(), "# behind".to_owned()), behind.to_owned());
        }
    }
    comments
}

/// What both sides come to by set logic.
#[derive(Debug, Default)]
struct Expected {
    facts: Facts,
    /// The things about which the sides contradict each other: a merge has to stop.
    contested: BTreeSet<String>,
    /// The facts of them that three sides say in three ways.
    apart: BTreeSet<Key>,
    /// The things of which it takes more than facts to know: a merge may stop.
    unclear: BTreeSet<String>,
    /// What came where something went: it may be that, under another name, and be left to decide with it.
    replacing: BTreeSet<String>,
}

fn expected(base: &Said, ours: &Said, theirs: &Said) -> Expected {
    let mut expected = Expected::default();
    let keys: BTreeSet<&Key> = base.facts.keys().chain(ours.facts.keys()).chain(theirs.facts.keys()).collect();
    for key in keys {
        let (was, we, they) = (base.facts.get(key), ours.facts.get(key), theirs.facts.get(key));
        let value = if we == they || they == was {
            we.cloned()
        } else if we == was {
            they.cloned()
        } else {
            let both = match key.1.as_str() {
                "serves" => lists(was, we, they),
                "#" if was.is_none() => comments_of_both(we, they),
                _ => None,
            };
            if both.is_none() {
                expected.contested.insert(key.0.clone());
                expected.apart.insert(key.clone());
            }
            both
        };
        value.map(|value| expected.facts.insert(key.clone(), value));
    }
    for (name, _) in base.facts.keys().filter(|(_, fact)| fact.is_empty()) {
        let whole = |said: &Said| -> Facts {
            let own = said.facts.iter().filter(|(key, _)| is_of(&key.0, name));
            own.map(|(key, value)| (key.clone(), value.clone())).collect()
        };
        for (gone, kept) in [(ours, theirs), (theirs, ours)] {
            let is_gone = !gone.facts.contains_key(&(name.clone(), String::new()));
            let is_kept = kept.facts.contains_key(&(name.clone(), String::new()));
            let is_turned = kept.orders.get(name) != base.orders.get(name);
            if is_gone && is_kept && (whole(kept) != whole(base) || is_turned) {
                expected.contested.insert(name.clone());
            }
        }
    }
    let packages = |said: &Said| -> BTreeSet<String> {
        said.facts.keys().map(|(name, _)| name).filter(|name| name.starts_with("package ")).cloned().collect()
    };
    for side in [ours, theirs] {
        let (had, has) = (packages(base), packages(side));
        if had.difference(&has).next().is_some() {
            expected.replacing.extend(has.difference(&had).cloned());
        }
    }
    // Where one went on both sides and each wrote another instead, these may be two new names for it.
    let (had, we, they) = (packages(base), packages(ours), packages(theirs));
    let gone: Vec<&String> = had.iter().filter(|name| !we.contains(*name) && !they.contains(*name)).collect();
    let new = |side: &BTreeSet<String>| side.difference(&had).cloned().collect::<BTreeSet<String>>();
    let (we_wrote, they_wrote) = (new(&we), new(&they));
    if !gone.is_empty() && !we_wrote.is_subset(&they_wrote) && !they_wrote.is_subset(&we_wrote) {
        expected.unclear.extend(gone.into_iter().chain(&we_wrote).chain(&they_wrote).cloned());
    }
    let names: BTreeSet<&String> = base.orders.keys().chain(ours.orders.keys()).chain(theirs.orders.keys()).collect();
    for name in names {
        let (was, we, they) = (base.orders.get(name), ours.orders.get(name), theirs.orders.get(name));
        let is_in_all = was.is_some() && we.is_some() && they.is_some();
        let is_new = was.is_none() && we.is_some() && they.is_some();
        if (is_in_all || is_new) && we != they && we != was && they != was {
            expected.unclear.insert(name.clone());
        }
    }
    expected
}

/// Whether a thing is another or within it: `level alpha.low` is within `package alpha`.
fn is_of(name: &str, outer: &str) -> bool {
    let own = |name: &str| name.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned());
    name == outer || outer.starts_with("package") && own(name).starts_with(&format!("{}.", own(outer)))
}

fn comments_of_both(we: Option<&String>, they: Option<&String>) -> Option<String> {
    let lines: BTreeSet<&str> = we?.lines().chain(they?.lines()).collect();
    Some(lines.into_iter().collect::<Vec<&str>>().join("\n"))
}

fn lists(was: Option<&String>, we: Option<&String>, they: Option<&String>) -> Option<String> {
    let elements = |list: &str| -> Option<BTreeSet<String>> {
        let inner = list.strip_prefix('[')?.strip_suffix(']')?;
        Some(inner.split(", ").map(str::to_owned).collect())
    };
    let (was, we, they) = (elements(was?)?, elements(we?)?, elements(they?)?);
    let added = |side: &BTreeSet<String>| side.difference(&was).cloned().collect::<BTreeSet<String>>();
    let is_replaced_twice = was.iter().any(|element| !we.contains(element) && !they.contains(element));
    if is_replaced_twice && added(&we) != added(&they) {
        return None;
    }
    let is_in = |element: &&String| !was.contains(*element) || (we.contains(*element) && they.contains(*element));
    let all: Vec<String> = we.union(&they).filter(is_in).cloned().collect();
    Some(format!("[{}]", all.join(", ")))
}

/// The new names of what the sides call otherwise, as far as facts do not tell: one new name on both sides is one thing,
/// compared with what it was; two new names are a contradiction; a new name for what the other side removed may be one.
fn renamings(start: &[Declaration], ours: &[Declaration], theirs: &[Declaration], base: &mut Said) -> Expected {
    let mut known = Expected::default();
    for declaration in start {
        let now =
            |side: &[Declaration]| side.iter().find(|other| other.origin.as_ref() == Some(&declaration.head)).cloned();
        let name = declaration.head.clone();
        let is_renamed = |now: &Option<Declaration>| {
            now.as_ref().is_some_and(|now| now.head.starts_with("package") && now.head != name)
        };
        let (we, they) = (now(ours), now(theirs));
        let is_pure = |now: &Option<Declaration>| {
            now.as_ref().is_some_and(|now| {
                (&now.properties, &now.levels, &now.comment, &now.behind)
                    == (&declaration.properties, &declaration.levels, &declaration.comment, &declaration.behind)
            })
        };
        match (is_renamed(&we), is_renamed(&they)) {
            (true, true) => {
                let (we_call, they_call) = (we.as_ref().unwrap().head.clone(), they.as_ref().unwrap().head.clone());
                if we_call == they_call && is_pure(&we) && is_pure(&they) {
                    continue;
                }
                if we_call == they_call {
                    rename(base, &name, &we_call);
                }
                let names = [name, we_call.clone(), they_call.clone()];
                // Whoever changed most of it, too, may have written another.
                if we_call != they_call && is_pure(&we) && is_pure(&they) {
                    known.contested.extend(names);
                } else {
                    known.unclear.extend(names);
                }
            }
            (true, false) | (false, true) => {
                let new = [&we, &they].into_iter().flatten().map(|now| now.head.clone());
                known.unclear.extend(new.chain([name]));
            }
            (false, false) => {}
        }
    }
    known
}

fn rename(said: &mut Said, from: &str, to: &str) {
    let own = |name: &str| name.split_once(' ').map(|(_, name)| name.to_owned()).unwrap_or_default();
    let (old, new) = (own(from), own(to));
    let renamed = |name: &str| {
        let (kind, path) = name.split_once(' ').unwrap_or((name, ""));
        match path.strip_prefix(&old).filter(|rest| rest.is_empty() || rest.starts_with('.')) {
            Some(rest) if kind == "package" || kind == "level" => format!("{kind} {new}{rest}"),
            _ => name.to_owned(),
        }
    };
    said.facts =
        said.facts.iter().map(|((name, fact), value)| ((renamed(name), fact.clone()), value.clone())).collect();
    if let Some(levels) = said.orders.remove(from) {
        let levels = levels.iter().map(|level| level.replacen(&old, &new, 1)).collect();
        said.orders.insert(to.to_owned(), levels);
    }
}

/// How a merge ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Merged,
    Stopped,
    /// It stopped where facts alone do not say that it must.
    Unclear,
}

/// One merge held against the oracle.
fn holds(seed: u64) -> End {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1));
    let start = base();
    let (mut left, mut right) = (start.clone(), start.clone());
    (0..=dice.below(6)).for_each(|_| edit(&mut left, &mut dice, "left"));
    (0..=dice.below(6)).for_each(|_| edit(&mut right, &mut dice, "right"));
    let (was, we, mut they) = (text(&start), text(&left), text(&right));
    if dice.below(8) == 0 {
        they = they.replace('\n', "\r\n");
    }
    let merge = merged(&was, &we, &they);
    let (mut base, ours, theirs) = (said(&was), said(&we), said(&they));
    let renamings = renamings(&start, &left, &right, &mut base);
    let mut expected = expected(&base, &ours, &theirs);
    expected.contested.extend(renamings.contested);
    expected.unclear.extend(renamings.unclear);
    let contested: BTreeSet<String> = expected.contested.difference(&expected.unclear).cloned().collect();
    let shown = || {
        format!(
            "seed {seed}\n--- base\n{was}--- ours\n{we}--- theirs\n{they}--- merged\n{}\n{:#?}\ncontested: {contested:?}, unclear: {:?}",
            merge.text, merge.conflicts, expected.unclear
        )
    };
    if merge.conflicts.is_empty() {
        let found = said(&merge.text);
        assert!(contested.is_empty(), "a contradiction was merged: {}", shown());
        assert_eq!(found.facts, expected.facts, "something was lost: {}", shown());
        assert_eq!(found.things, things(&found), "something stands twice: {}", shown());
        for (name, order) in found.orders.iter().filter(|(name, _)| !expected.unclear.contains(*name)) {
            let (was, we, they) = (base.orders.get(name), ours.orders.get(name), theirs.orders.get(name));
            let agreed = if they == was { we } else { they };
            assert_eq!(Some(order), agreed, "the order of {name} is nobody's: {}", shown());
        }
        return End::Merged;
    }
    let open: Vec<&String> = expected.contested.iter().chain(&expected.unclear).collect();
    assert!(!open.is_empty(), "it stops without a contradiction: {}", shown());
    for name in &contested {
        let is_told = |name: &String| {
            let own = name.split(['.', ' ']).next_back().unwrap_or_default().to_owned();
            let is_outer = |outer: &&String| *outer != name && is_of(name, outer);
            open.iter().any(is_outer) || merge.conflicts.iter().any(|words| words.contains(&format!("`{own}`")))
        };
        assert!(is_told(name), "{name} is not named: {}", shown());
    }
    for (take_ours, side) in [(true, &ours), (false, &theirs)] {
        let found = said(&taken(&merge.text, take_ours));
        assert_eq!(found.things, things(&found), "something stands twice: {}", shown());
        let keys: BTreeSet<&Key> = found.facts.keys().chain(expected.facts.keys()).chain(side.facts.keys()).collect();
        for key in keys {
            let (is, of_side, of_both) = (found.facts.get(key), side.facts.get(key), expected.facts.get(key));
            let is_open = open.iter().copied().chain(&expected.replacing).any(|name| is_of(&key.0, name));
            let is_right = match (expected.apart.contains(key), is_open) {
                (true, _) => is == of_side,
                (false, true) => is == of_side || is == of_both,
                (false, false) => is == of_both,
            };
            assert!(is_right, "taking one side gives {is:?} at {key:?}: {}", shown());
        }
    }
    if contested.is_empty() { End::Unclear } else { End::Stopped }
}

fn things(said: &Said) -> usize {
    said.facts.keys().filter(|(_, fact)| fact.is_empty()).count()
}

/// Holds many merges; gives how many of a hundred stop where facts do not say that they must.
fn hold(seeds: std::ops::Range<u64>) -> usize {
    let all = seeds.end - seeds.start;
    // Each is tried, also behind one that fails.
    let tried = seeds.into_par_iter().map(|seed| std::panic::catch_unwind(|| holds(seed)).map_err(|_| seed));
    let (ends, failed): (Vec<End>, Vec<u64>) = tried.partition_map(|end| match end {
        Ok(end) => Either::Left(end),
        Err(seed) => Either::Right(seed),
    });
    assert!(failed.is_empty(), "these seeds fail: {failed:?}");
    let count = |end: End| ends.iter().filter(|other| **other == end).count();
    eprintln!("{} merged, {} stopped, {} unclear", count(End::Merged), count(End::Stopped), count(End::Unclear));
    assert!(2 * count(End::Merged) as u64 > all && 20 * count(End::Stopped) as u64 > all, "these edits try too little");
    count(End::Unclear) * 100 / ends.len()
}

#[test]
fn what_both_say_is_merged_and_nothing_is_lost() {
    let unclear = hold(0..2_000);
    assert!(unclear <= 10, "{unclear} of 100 merges stop where facts do not say that they must");
}

/// Merges that once went wrong, beyond those that are always tried.
#[test]
fn what_once_went_wrong_is_right() {
    for seed in [2_981, 7_077, 10_816, 91_482] {
        holds(seed);
    }
}

#[test]
#[ignore = "takes a quarter of an hour, with `--release`"]
fn what_both_say_is_merged_and_nothing_is_lost_many_times() {
    let unclear = hold(0..100_000);
    assert!(unclear <= 10, "{unclear} of 100 merges stop where facts do not say that they must");
    (0..10_000).into_par_iter().for_each(a_mistake_loses_nothing);
}

/// A side that cannot be read is never dropped: where nothing is left to decide, every line that either side wrote is there.
#[test]
fn a_mistake_on_one_side_loses_nothing() {
    (0..400).into_par_iter().for_each(a_mistake_loses_nothing);
}

fn a_mistake_loses_nothing(seed: u64) {
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
        // A line and the comment behind it may come of two sides; of two spellings of one amount either may stand.
        let lines = |text: &str| -> BTreeSet<String> {
            let parts = text.lines().flat_map(|line| line.split('#'));
            let parts = parts.map(|part| part.trim().trim_end_matches(',').replace("10_000 EUR", "10k EUR"));
            parts.filter(|part| !part.is_empty()).collect()
        };
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
