//! A record as the text of a plan file.

use super::digest::digest;
use super::outcome_lines::outcome_lines;
use super::{END, FIRST_WORDS, VERSION};
use crate::model::facts::{Fact, Topic, quoted};
use crate::record::Record;

/// The text of the plan file that keeps a record.
#[must_use]
pub fn write(record: &Record) -> String {
    let mut says = String::new();
    record.topics.iter().for_each(|topic| topic_lines(&mut says, topic));
    let gives = outcome_lines(&record.outcome);
    format!("{FIRST_WORDS}{VERSION}\nsays {}\ngives {}\n\n{says}\n{gives}\n{END}\n", digest(&says), digest(&gives))
}

fn topic_lines(text: &mut String, topic: &Topic) {
    let identity = topic.identity();
    text.push_str(&identity);
    if let Some(title) = &topic.title {
        text.push(' ');
        text.push_str(&quoted(title));
    }
    text.push('\n');
    for fact in &topic.facts {
        let gap = if fact.key.is_empty() { "" } else { " " };
        push_line(text, &[&identity, gap, &fact.key, ": ", &fact.value]);
    }
    for item in &topic.items {
        push_line(text, &[&identity, " > ", &item_text(item)]);
    }
}

fn item_text(item: &Fact) -> String {
    let gap = if item.value.is_empty() { "" } else { " " };
    format!("{}{gap}{}", item.key, item.value)
}

fn push_line(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}
