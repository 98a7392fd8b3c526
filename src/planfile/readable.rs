//! A plan file for people: takes its text, gives what it keeps under headings. A line of the file names all that it is
//! about, so that it stands by itself; a person reads that once.

use super::outcome_lines::outcome_lines;
use super::quotes::split_outside;
use super::{GIVES, parse};
use crate::model::facts::{Fact, Topic, quoted};
use crate::source::FileId;

/// The text for people; nothing where a file is no plan file, or a broken one, which is better seen as it is.
#[must_use]
pub fn readable(text: &str) -> Option<String> {
    let record = parse(FileId::default(), text).ok()?;
    let mut readable = String::new();
    record.topics.iter().for_each(|topic| push_topic(&mut readable, topic));
    readable.push_str("\nwhat the plan comes to\n");
    let mut heading = "";
    let lines = outcome_lines(&record.outcome);
    for (about, value) in lines.lines().filter_map(|line| split_outside(line.strip_prefix(GIVES)?, ": ")) {
        if about != heading {
            heading = about;
            readable.push_str(&format!("\n{about}\n"));
        }
        readable.push_str(&format!("  {value}\n"));
    }
    Some(readable)
}

fn push_topic(text: &mut String, topic: &Topic) {
    let title = topic.title.as_ref().map(|title| format!(" {}", quoted(title))).unwrap_or_default();
    text.push_str(&format!("{}{title}\n", topic.identity()));
    topic.facts.iter().for_each(|fact| push_fact(text, fact));
    for item in &topic.items {
        let gap = if item.value.is_empty() { "" } else { " " };
        text.push_str(&format!("  > {}{gap}{}\n", item.key, item.value));
    }
}

fn push_fact(text: &mut String, fact: &Fact) {
    let colon = if fact.key.is_empty() { "" } else { ": " };
    text.push_str(&format!("  {}{colon}{}\n", fact.key, fact.value));
}
