//! What the plan says otherwise, family by family, word by word: short values in a table, long texts below it.

use similar::{ChangeTag, TextDiff};

use crate::diff::{Changes, FactChange, Nature, TopicChange};
use crate::model::Family;
use crate::model::facts::unquoted;
use crate::report::digits::readable;
use crate::report::document::{Block, Cell, Change, Column, Note, Room, Row, Section, Table};

/// A change that takes more characters than these, with what it is of, is told below the table, where lines wrap.
const SHORT: usize = 48;

/// A section for each family in which something changed.
pub(super) fn sections(changes: &Changes) -> Vec<Section> {
    Family::ALL.iter().map(|family| section(changes, *family)).collect()
}

fn section(changes: &Changes, family: Family) -> Section {
    let key = family.key();
    let mut topics: Vec<&TopicChange> = changes.topics.iter().filter(|topic| topic.kind.family() == family).collect();
    // What stands in a package or a journey comes right behind it.
    topics.sort_by(|left, right| outermost(&left.name).cmp(outermost(&right.name)));
    let count = topics.len();
    let words = format!("{}: {count} changed", family.heading());
    let mut section = Section::folded(key, words);
    section.push(Block::Table(table(key, &topics)));
    section.push(Block::Notes(topics.iter().flat_map(|topic| long_texts(topic)).collect()));
    section
}

fn outermost(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn table(key: &'static str, topics: &[&TopicChange]) -> Table {
    let columns = vec![
        Column::text("declaration", "what", Room::Cut(18)).once(),
        Column::text("property", "says", Room::Cut(12)),
        Column::text("change", "change", Room::Kept),
        Column::text("nature", "", Room::Data),
        Column::text("before", "before", Room::Data),
        Column::text("after", "after", Room::Data),
    ];
    let mut table = Table::new(key, columns);
    for topic in topics {
        table.rows.extend(rows(topic));
    }
    table
}

fn rows(topic: &TopicChange) -> Vec<Row> {
    let name = Cell::text(identity(topic));
    let row =
        |property: &str, words: Vec<(Change, String)>, nature: &str, before: Option<String>, after: Option<String>| {
            let text = |value: Option<String>| Cell::or_empty(value.map(Cell::text));
            let cells =
                [name.clone(), Cell::text(property), Cell::Words(words), Cell::text(nature), text(before), text(after)];
            Row::Cells(cells.to_vec())
        };
    let title = || topic.title.clone().unwrap_or_default();
    let head = match &topic.nature {
        Nature::Added => Some(row("new", vec![(Change::Added, title())], "added", None, Some(title()))),
        Nature::Removed => Some(row("gone", vec![(Change::Removed, title())], "removed", Some(title()), None)),
        Nature::Renamed(before) => {
            let words = vec![(Change::Removed, before.clone()), (Change::Added, topic.name.clone())];
            Some(row("renamed", words, "renamed", Some(before.clone()), Some(topic.name.clone())))
        }
        Nature::Changed => None,
    };
    let facts = topic.facts.iter().filter(|fact| !is_long(fact)).map(|fact| {
        let value = |value: &Option<String>| value.as_deref().map(plain);
        row(&property(fact), word_changes(fact), nature(fact), value(&fact.before), value(&fact.after))
    });
    head.into_iter().chain(facts).collect()
}

fn nature(fact: &FactChange) -> &'static str {
    match (&fact.before, &fact.after) {
        (None, _) => "added",
        (_, None) => "removed",
        (Some(_), Some(_)) => "changed",
    }
}

fn identity(topic: &TopicChange) -> String {
    format!("{} {}", topic.kind.keyword(), topic.name).trim_end().to_owned()
}

fn property(fact: &FactChange) -> String {
    if fact.key.is_empty() { "says".to_owned() } else { fact.key.clone() }
}

/// A text without its quotes, everything else as it is.
fn plain(value: &str) -> String {
    unquoted(value).unwrap_or_else(|| value.to_owned())
}

fn is_long(fact: &FactChange) -> bool {
    let words = word_changes(fact);
    let signs = words.iter().map(|(_, words)| words.chars().count()).sum::<usize>();
    property(fact).chars().count() + signs > SHORT
}

/// Long texts, word by word.
fn long_texts(topic: &TopicChange) -> Vec<Note> {
    let long = topic.facts.iter().filter(|fact| is_long(fact));
    long.map(|fact| {
        let mut words = vec![(Change::Kept, format!("{} {}: ", identity(topic), property(fact)))];
        words.extend(word_changes(fact));
        Note::words(None, words)
    })
    .collect()
}

/// Texts of which less than this share is kept read better one behind the other.
const KEPT_OF_TEN: usize = 4;

fn word_changes(fact: &FactChange) -> Vec<(Change, String)> {
    // Figures are read in threes.
    let text =
        |value: &Option<String>| value.as_deref().map(|value| unquoted(value).unwrap_or_else(|| readable(value)));
    match (text(&fact.before), text(&fact.after)) {
        (Some(before), Some(after)) => words_between(&before, &after),
        (Some(before), None) => vec![(Change::Removed, before)],
        (None, Some(after)) => vec![(Change::Added, after)],
        (None, None) => Vec::new(),
    }
}

/// Longer texts are not compared word by word: nobody would read it, and it takes long.
const LONGEST: usize = 20_000;

fn words_between(before: &str, after: &str) -> Vec<(Change, String)> {
    let whole = || {
        let [before, after] = [before, after].map(str::to_owned);
        vec![(Change::Removed, before), (Change::Kept, " ".to_owned()), (Change::Added, after)]
    };
    if before.len() + after.len() > LONGEST {
        return whole();
    }
    let diff = TextDiff::from_words(before, after);
    let mut words: Vec<(Change, String)> = Vec::new();
    let mut kept = 0;
    for part in diff.iter_all_changes() {
        let change = match part.tag() {
            ChangeTag::Equal => Change::Kept,
            ChangeTag::Delete => Change::Removed,
            ChangeTag::Insert => Change::Added,
        };
        if change == Change::Kept {
            kept += part.value().len();
        }
        match words.last_mut() {
            Some((last, text)) if *last == change => text.push_str(part.value()),
            _ => words.push((change, part.value().to_owned())),
        }
    }
    if kept * 10 < before.len().max(after.len()) * KEPT_OF_TEN && words.len() > 2 {
        return whole();
    }
    words
}
