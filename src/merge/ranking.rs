//! Rankings out of the lines and back: takes three texts, lifts the items of each ranking that all three have, and puts
//! the merged items back where a placeholder stood for them.
//!
//! A comment right above an item goes where the item goes. One with a blank line below it is about the place: it stands
//! in the list by itself.

use super::Sides;
use super::conflict::Part;
use super::order::Contest;
use super::outline::{Outline, shortened};
use super::units::{self, Stretched, Unit};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::visible;
use crate::model::Kind;
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::parse;
use crate::syntax::tree::{Body, Condition, Form, Statement, Subject};
use std::collections::BTreeMap;
use std::ops::Range;

/// Three texts in which a placeholder stands for the items of each ranking, and those items.
pub(super) struct Lifted<'a> {
    originals: Sides<&'a str>,
    /// The names of the rankings that are merged as lines.
    left: Vec<String>,
    rankings: Vec<(String, Sides<Vec<Unit>>)>,
    /// The texts with placeholders.
    pub texts: Sides<String>,
}

/// What no plan writes.
const PLACEHOLDER: &str = "zbb__items__of__ranking__";

impl<'a> Lifted<'a> {
    /// Lifts every ranking that all three have and that reads as a list.
    pub(super) fn from(originals: Sides<&'a str>) -> Lifted<'a> {
        Lifted::lift(originals, Vec::new())
    }

    /// Lifts all but this ranking, and those left before.
    pub(super) fn without(self, ranking: &str) -> Lifted<'a> {
        let mut left = self.left;
        left.push(ranking.to_owned());
        Lifted::lift(self.originals, left)
    }

    fn lift(originals: Sides<&'a str>, left: Vec<String>) -> Lifted<'a> {
        let is_taken = [originals.base, originals.ours, originals.theirs].iter().any(|text| text.contains(PLACEHOLDER));
        let found = originals.map(|text| if is_taken { BTreeMap::new() } else { rankings(text) });
        let in_all = |name: &&String| found.ours.contains_key(*name) && found.theirs.contains_key(*name);
        let names: Vec<String> =
            found.base.keys().filter(in_all).filter(|name| !left.contains(name)).cloned().collect();
        let units = |name: &String| {
            found.as_ref().map(|found| found.get(name).map(|list| list.units.clone()).unwrap_or_default())
        };
        let rankings = names.iter().map(|name| (name.clone(), units(name))).collect();
        let text = |text: &str, found: &BTreeMap<String, List>| with_placeholders(text, found, &names);
        let texts = Sides {
            base: text(originals.base, &found.base),
            ours: text(originals.ours, &found.ours),
            theirs: text(originals.theirs, &found.theirs),
        };
        Lifted { originals, left, rankings, texts }
    }

    /// The first ranking whose placeholder does not stand exactly once in what is merged.
    pub(super) fn lost(&self, parts: &[Part]) -> Option<String> {
        let times = |name: &str| {
            let merged = parts.iter().filter_map(|part| match part {
                Part::Text(lines) => Some(lines.matches(&placeholder(name)).count()),
                Part::Conflict { .. } => None,
            });
            merged.sum::<usize>()
        };
        let all: String = parts.iter().map(all_lines).collect();
        let is_lost = |name: &str| times(name) != 1 || all.matches(&placeholder(name)).count() != 1;
        self.rankings.iter().map(|(name, _)| name).find(|name| is_lost(name)).cloned()
    }

    /// Puts the merged items where their placeholders stand.
    pub(super) fn put_back(&self, parts: Vec<Part>) -> Vec<Part> {
        let mut all = parts;
        for (name, lists) in &self.rankings {
            all = all.into_iter().flat_map(|part| filled(part, name, lists)).collect();
        }
        all
    }
}

fn all_lines(part: &Part) -> String {
    match part {
        Part::Text(lines) => lines.clone(),
        Part::Conflict { lines, .. } => [lines.base.as_str(), &lines.ours, &lines.theirs].concat(),
    }
}

fn placeholder(name: &str) -> String {
    format!("{PLACEHOLDER}{name}__")
}

/// The items of a ranking, and where they stand.
struct List {
    bytes: Range<usize>,
    indent: Option<String>,
    units: Vec<Unit>,
}

/// The rankings of a text, by name, that read as lists.
fn rankings(text: &str) -> BTreeMap<String, List> {
    let sources = Sources::single("", text);
    let tree = parse(&mut Diagnostics::new(), FileId::default(), text);
    let Some(file) = sources.get(FileId::default()) else { return BTreeMap::new() };
    let mut rankings = BTreeMap::new();
    let mut again = Vec::new();
    for statement in &tree.statements {
        if let Some((name, list)) = ranking(file, statement)
            && rankings.insert(name.clone(), list).is_some()
        {
            again.push(name);
        }
    }
    rankings.retain(|name, _| !again.contains(name));
    rankings
}

fn ranking(file: &SourceFile, statement: &Statement) -> Option<(String, List)> {
    let is_ranking = statement.form == Form::Declaration && statement.key.text == Kind::Ranking.keyword();
    let [Subject::Path(name)] = statement.subjects.as_slice() else { return None };
    let body = statement.body.as_ref().filter(|_| is_ranking && statement.condition == Condition::Whole)?;
    let first = body.statements.iter().position(|statement| statement.form == Form::Item)?;
    let (before, items) = body.statements.split_at_checked(first)?;
    if !items.iter().all(|item| item.form == Form::Item) {
        return None;
    }
    let begin = before.last().map_or(body.open.end, |last| last.span.end) as usize;
    let list = lines(file, begin, items, body).or_else(|| one_line(file, items))?;
    let mut keys: Vec<&str> = list.units.iter().map(|unit| unit.key.as_str()).collect();
    keys.sort_unstable();
    let is_each_once = keys.windows(2).all(|pair| pair.first() != pair.last());
    is_each_once.then(|| (name.text.to_string(), list))
}

/// A list with each item on a line of its own.
fn lines(file: &SourceFile, begin: usize, items: &[Statement], body: &Body) -> Option<List> {
    let line_of = |byte: u32| file.line_index(byte);
    let first_line = line_of(u32::try_from(begin).ok()?.saturating_sub(1)) + 1;
    let last = items.last()?;
    let end_line = line_of(last.span.end.saturating_sub(1)) + 1;
    let line =
        |line: usize| file.text().get(file.line_range(line).start..file.line_range(line + 1).start).unwrap_or_default();
    if line_of(items.first()?.span.start) < first_line || line_of(body.close?.start) < end_line {
        return None;
    }
    let mut reader = UnitReader::default();
    let mut next = first_line;
    for item in items {
        let (from, to) = (line_of(item.span.start), line_of(item.span.end.saturating_sub(1)) + 1);
        if from < next {
            return None;
        }
        (next..from).for_each(|index| reader.trivia(line(index)));
        reader.item(&item.key.text, &(from..to).map(line).collect::<String>());
        next = to;
    }
    let start = file.line_range(first_line).start;
    let indent = items.first().map(|item| item.span.start as usize - file.line_range(line_of(item.span.start)).start);
    let first_item_line = line(line_of(items.first()?.span.start));
    let indent = first_item_line.get(..indent?)?.to_owned();
    Some(List { bytes: start..file.line_range(end_line).start, indent: Some(indent), units: reader.units })
}

/// A list on one line: `ranking board { a, b }`.
fn one_line(file: &SourceFile, items: &[Statement]) -> Option<List> {
    let bytes = items.first()?.span.start as usize..items.last()?.span.end as usize;
    let text = |from: u32, to: u32| file.text().get(from as usize..to as usize).unwrap_or_default();
    if file.text().get(bytes.clone())?.contains(['\n', '#']) {
        return None;
    }
    let unit = |item: &Statement| Unit {
        key: item.key.text.to_string(),
        leading: String::new(),
        body: text(item.span.start, item.span.end).to_owned(),
    };
    Some(List { bytes, indent: None, units: items.iter().map(unit).collect() })
}

/// Reads lines into things.
#[derive(Default)]
struct UnitReader {
    leading: String,
    units: Vec<Unit>,
}

impl UnitReader {
    /// A comment or a blank line: above the next item, or with a blank line below it, a thing by itself.
    fn trivia(&mut self, line: &str) {
        let is_standing = line.trim().is_empty() && self.leading.contains('#');
        self.leading.push_str(line);
        if is_standing {
            let body = std::mem::take(&mut self.leading);
            let same = self.units.iter().filter(|unit| unit.body == body).count();
            self.units.push(Unit { key: format!("#{same} {}", body.trim()), leading: String::new(), body });
        }
    }

    fn item(&mut self, key: &str, lines: &str) {
        let leading = std::mem::take(&mut self.leading);
        self.units.push(Unit { key: key.to_owned(), leading, body: lines.to_owned() });
    }
}

fn with_placeholders(text: &str, found: &BTreeMap<String, List>, names: &[String]) -> String {
    let mut lists: Vec<(&String, &List)> = found.iter().filter(|(name, _)| names.contains(name)).collect();
    lists.sort_by_key(|(_, list)| list.bytes.start);
    let mut lifted = String::with_capacity(text.len());
    let mut at = 0;
    for (name, list) in lists {
        lifted.push_str(text.get(at..list.bytes.start).unwrap_or_default());
        match &list.indent {
            Some(indent) => lifted.push_str(&format!("{indent}{}\n", placeholder(name))),
            None => lifted.push_str(&placeholder(name)),
        }
        at = list.bytes.end;
    }
    lifted.push_str(text.get(at..).unwrap_or_default());
    lifted
}

/// A part with the merged items in the place of their placeholder.
fn filled(part: Part, name: &str, lists: &Sides<Vec<Unit>>) -> Vec<Part> {
    let sought = placeholder(name);
    let Part::Text(text) = &part else { return vec![part] };
    let Some((before, after)) = text.split_once(&sought) else { return vec![part] };
    let stretches = units::merge(lists);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let (before_line, indent) = before.split_at_checked(line_start).unwrap_or((before, ""));
    let after_line = after.strip_prefix('\n').filter(|_| indent.trim().is_empty());
    match (after_line, on_one_line(&stretches)) {
        (Some(rest), _) => around(before_line, placed(&stretches, indent, name, lists), rest),
        (None, Some(items)) => vec![Part::Text(format!("{before}{items}{after}"))],
        (None, None) => {
            let indent: String = indent.chars().take_while(|letter| letter.is_whitespace()).collect();
            let before = format!("{}\n", before.trim_end_matches(' '));
            let after = format!("{indent}{}", after.trim_start_matches(' '));
            around(&before, placed(&stretches, &format!("{indent}  "), name, lists), &after)
        }
    }
}

fn around(before: &str, mut parts: Vec<Part>, after: &str) -> Vec<Part> {
    parts.insert(0, Part::Text(before.to_owned()));
    parts.push(Part::Text(after.to_owned()));
    parts
}

/// The items in one line, where nothing is left to decide and no comment is among them.
fn on_one_line(stretches: &[Stretched]) -> Option<String> {
    let item = |stretch: &Stretched| match stretch {
        Stretched::Agreed(unit) if unit.leading.trim().is_empty() && !unit.body.contains('#') => {
            Some(unit.body.trim().trim_end_matches(',').to_owned())
        }
        Stretched::Agreed(_) | Stretched::Contested { .. } => None,
    };
    Some(stretches.iter().map(item).collect::<Option<Vec<String>>>()?.join(", "))
}

/// The items, each on a line of its own.
fn placed(stretches: &[Stretched], indent: &str, name: &str, lists: &Sides<Vec<Unit>>) -> Vec<Part> {
    let written = |units: &[Unit]| units.iter().map(|unit| written(unit, indent)).collect::<String>();
    let part = |stretch: &Stretched| match stretch {
        Stretched::Agreed(unit) => Part::Text(self::written(unit, indent)),
        Stretched::Contested { sides, about } => {
            let words = about.iter().map(|(key, contest)| sentence(name, key, *contest, lists)).collect();
            Part::Conflict { lines: sides.as_ref().map(|units| written(units)), words }
        }
    };
    stretches.iter().map(part).collect()
}

fn written(unit: &Unit, indent: &str) -> String {
    if unit.body.ends_with('\n') {
        format!("{}{}", unit.leading, unit.body)
    } else {
        format!("{indent}{}\n", unit.body)
    }
}

/// ``ranking `board`: `crm.minimum` stands 12th in ours and 3rd in theirs (base: 7th)``
fn sentence(name: &str, key: &str, contest: Contest, lists: &Sides<Vec<Unit>>) -> String {
    let item = if key.starts_with('#') { "a comment".to_owned() } else { format!("`{}`", visible(key)) };
    let place = |units: &[Unit]| place(units, key);
    let (base, ours, theirs) = (place(&lists.base), place(&lists.ours), place(&lists.theirs));
    let said = |units: &[Unit]| said(units, key);
    let what = match contest {
        Contest::MovedApart | Contest::Circle => {
            format!("{item} stands {ours} in ours and {theirs} in theirs (base: {base})")
        }
        Contest::AddedApart => format!("{item} is added {ours} in ours and {theirs} in theirs"),
        Contest::OursRemoved => format!(
            "{item} is removed in ours and {} in theirs (base: {base})",
            kept(&said(&lists.theirs), &said(&lists.base), &theirs)
        ),
        Contest::TheirsRemoved => format!(
            "{item} is removed in theirs and {} in ours (base: {base})",
            kept(&said(&lists.ours), &said(&lists.base), &ours)
        ),
        Contest::Says => {
            format!("{item}: ours {}, theirs {}, base {}", said(&lists.ours), said(&lists.theirs), said(&lists.base))
        }
    };
    format!("ranking `{name}`: {what}")
}

/// What became of something that the other side removed.
fn kept(now: &str, before: &str, place: &str) -> String {
    if now == before { format!("stands {place}") } else { format!("says {now}") }
}

/// Where an item stands, counted as people count.
fn place(units: &[Unit], key: &str) -> String {
    let mut items = units.iter().filter(|unit| !unit.key.starts_with('#') || unit.key == key);
    items.position(|unit| unit.key == key).map_or_else(|| "nowhere".to_owned(), |index| ordinal(index + 1))
}

/// What stands with an item: its reason and the comment above it.
fn said(units: &[Unit], key: &str) -> String {
    let Some(unit) = units.iter().find(|unit| unit.key == key) else { return "does not have it".to_owned() };
    let body = unit.body.trim();
    let body = shortened(body.strip_prefix(key).unwrap_or(body));
    let comment = shortened(&unit.leading);
    match (body.is_empty(), comment.is_empty()) {
        (true, true) => "nothing".to_owned(),
        (false, true) => format!("`{body}`"),
        (true, false) => format!("`{comment}`"),
        (false, false) => format!("`{body}`, `{comment}`"),
    }
}

/// `1st`, `2nd`, `3rd`, `12th`
fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// What a placeholder is called in an outline, so that no sentence names it.
pub(super) fn is_placeholder(name: &str) -> bool {
    name.contains(PLACEHOLDER)
}

/// The outline of a text with placeholders, without them.
pub(super) fn outline(text: &str) -> Outline {
    let mut outline = Outline::read(text);
    outline.facts.retain(|fact| !is_placeholder(&fact.name));
    outline
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn places_are_counted_as_people_do() {
        let counted = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 112].map(ordinal);
        assert_eq!(
            counted,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th", "112th"]
        );
    }
}
