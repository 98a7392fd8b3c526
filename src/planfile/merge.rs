//! Three versions of a plan file into one, fact by fact: takes their texts, gives a plan file, or one with the marks of a
//! conflict where both sides changed one fact.
//!
//! A plan file is worked out from the plan, and only the plan says what both changes come to together. So the merged one
//! is a file that can be read, and `zbb plan --locked` tells whether it is the right one.

use super::digest::digest;
use super::parse::topic_of;
use super::quotes::split_outside;
use super::{END, FIRST_WORDS, GIVES, VERSION, parse};
use crate::merge::{Merged, Sides, merge_facts};
use crate::source::FileId;

/// Merges plan files of this version; nothing where one of them is none.
#[must_use]
pub fn merge(texts: Sides<&str>, marker_size: usize) -> Option<Merged> {
    let readable = |text: &str| parse(FileId::default(), text).ok().map(|_| text.replace("\r\n", "\n"));
    let (base, ours, theirs) = (readable(texts.base)?, readable(texts.ours)?, readable(texts.theirs)?);
    let (base, ours, theirs) = (parts(&base)?, parts(&ours)?, parts(&theirs)?);
    let says = merge_facts(Sides { base: base.0, ours: ours.0, theirs: theirs.0 }, key, marker_size)?;
    let gives = merge_facts(Sides { base: base.1, ours: ours.1, theirs: theirs.1 }, key, marker_size)?;
    let head = format!("{FIRST_WORDS}{VERSION}\nsays {}\ngives {}\n", digest(&says.text), digest(&gives.text));
    let text = format!("{head}\n{}\n{}\n{END}\n", says.text, gives.text);
    let is_whole = parse(FileId::default(), &text).is_ok();
    let conflicts = says.conflicts.into_iter().chain(gives.conflicts).collect::<Vec<String>>();
    (is_whole || !conflicts.is_empty()).then_some(Merged { text, conflicts })
}

/// The lines that say what the plan says, and those that say what it comes to.
fn parts(text: &str) -> Option<(&str, &str)> {
    let body = text.split_once("\n\n")?.1;
    let (says, rest) = body.split_once("\n\n")?;
    let gives = rest.strip_suffix(&format!("\n\n{END}\n"))?;
    // The line end that closes each part is one of the two that were split at.
    Some((body.get(..says.len() + 1)?, rest.get(..gives.len() + 1)?))
}

/// What tells a line from the others: what it is about, and of what a plan comes to, which figure it is.
fn key(line: &str) -> String {
    let line = line.trim_end();
    let Some((about, value)) = split_outside(line, ": ") else { return declared(line) };
    if !line.starts_with(GIVES) {
        return format!("{about}:");
    }
    let mut words = value.split(' ');
    let figure = match (words.next().unwrap_or_default(), words.next(), words.next()) {
        ("costs", Some(_), Some(word)) => format!("costs {word} {}", words.collect::<Vec<&str>>().join(" ")),
        (
            word @ ("costs" | "net" | "full" | "score" | "budget" | "reserve" | "filled" | "looked" | "better"
            | "target" | "risk-adjusted"),
            ..,
        ) => word.to_owned(),
        (month, Some(what @ ("unfunded" | "entering" | "leaving")), _) => format!("{month} {what}"),
        (month, ..) if month.starts_with(|first: char| first.is_ascii_digit()) && about.contains(" kpi ") => {
            month.to_owned()
        }
        _ => String::new(),
    };
    format!("{about}: {figure}")
}

/// A declaration is known by what it declares, whatever its title says.
fn declared(line: &str) -> String {
    topic_of(line).map_or_else(|| line.trim_end_matches(':').to_owned(), |topic| topic.identity())
}
