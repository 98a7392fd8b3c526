//! Hover: takes a plan and a place, gives in Markdown what stands there: what a name is and comes to, what a word means.

use std::fmt::Write;

use super::line;
use super::place::{Wanted, place};
use super::snapshot::{Figures, Good, Snapshot};
use crate::model::mention::Mention;
use crate::model::schema::Head;
use crate::model::{AnyId, Kind};
use crate::reference;
use crate::report::brief::{Brief, KpiBrief, LevelBrief};
use crate::source::{FileId, Span};

/// What stands at a byte, and the place of it.
#[must_use]
pub fn hover(snapshot: &Snapshot, good: Option<(&Good, Figures)>, file: FileId, byte: u32) -> Option<(String, Span)> {
    if let Some((mention, head)) = snapshot.named(file, byte) {
        let brief = good.map(|(good, figures)| (&good.brief, figures));
        return Some((name(snapshot, brief, mention, head), mention.span));
    }
    let worth = good.and_then(|good| Some((line::figures(snapshot, good, file, byte)?, good.1)));
    let page = page(snapshot, file, byte);
    let Some((worth, of)) = worth else { return page };
    let span = page.as_ref().map(|(_, span)| *span).or_else(|| Some(word_at(snapshot.text(file), file, byte)?.1));
    let span = span.unwrap_or(Span::new(file, byte, byte));
    let stale = if of == Figures::OfBefore { STALE } else { "" };
    let page = page.map_or_else(String::new, |(page, _)| format!("\n---\n\n{page}"));
    Some((format!("{worth}\n{stale}{page}"), span))
}

/// What is told of figures that are not of the text that stands there.
const STALE: &str = "\n*figures of the last plan without errors*\n";

/// The page of the word at a byte, and of a value that of the property it is a value of.
fn page(snapshot: &Snapshot, file: FileId, byte: u32) -> Option<(String, Span)> {
    let (word, span) = word_at(snapshot.text(file), file, byte)?;
    let text = snapshot.text(file);
    let at_word = place(text, span.end as usize);
    let pages = match at_word.wanted {
        Wanted::Key(Some(kind)) => reference::pages(&format!("{}.{word}", kind.keyword())),
        _ => Vec::new(),
    };
    // A quantity by itself is told by what it is a value of: what it means, and the units it may have.
    let of_value = || {
        let (kind, property) = at_word.property?;
        reference::pages(&format!("{}.{}", kind.keyword(), property.key)).into_iter().next()
    };
    let page = pages.into_iter().next().or_else(|| reference::pages(word).into_iter().next()).or_else(of_value)?;
    Some((page, span))
}

/// The word around a byte.
#[must_use]
pub fn word_at(text: &str, file: FileId, byte: u32) -> Option<(&str, Span)> {
    let byte = byte as usize;
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let before = text.get(..byte)?;
    let start =
        before.char_indices().rev().take_while(|(_, character)| is_part(*character)).last().map_or(byte, |(at, _)| at);
    let rest = text.get(start..)?;
    let end = start + rest.find(|character| !is_part(character)).unwrap_or(rest.len());
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    Some((word, Span::new(file, u32::try_from(start).ok()?, u32::try_from(end).ok()?)))
}

fn name(snapshot: &Snapshot, brief: Option<(&Brief, Figures)>, mention: Mention, head: &Head) -> String {
    let mut text = format!("**{}** `{}`", mention.id.kind.keyword(), head.path);
    if let Some(title) = &head.title {
        let _ = write!(text, " · {}", plain(&title.value));
    }
    text.push('\n');
    if let Some((brief, figures)) = brief {
        let told = match mention.id.kind {
            Kind::Level | Kind::Alternative => brief.levels.get(&head.path).map(|level| level_words(brief, level)),
            Kind::Package => package_words(brief, &head.path),
            Kind::Kpi => brief.kpis.get(&head.path).map(kpi_words),
            _ => None,
        };
        if let Some(told) = told {
            let _ = write!(text, "\n{told}\n");
            if figures == Figures::OfBefore {
                text.push_str(STALE);
            }
        }
    }
    if let Some(declared) = declaration(snapshot, mention.id) {
        let _ = write!(text, "\n```zbb\n{declared}\n```\n");
    }
    text
}

fn level_words(brief: &Brief, level: &LevelBrief) -> String {
    let mut text = format!(
        "{} {} · rank {} · costs {} {} · score {}",
        level.mark, level.status, level.rank, level.cost, brief.currency, level.score
    );
    if level.is_funded {
        let _ = write!(text, " · {} running", level.cumulative);
    }
    if !level.reason.is_empty() {
        let _ = write!(text, "  \n{}", plain(&level.reason));
    }
    text
}

fn package_words(brief: &Brief, path: &str) -> Option<String> {
    let lines: Vec<String> = brief
        .levels_of(path)
        .map(|(name, level)| format!("- {} `{name}` {} · {} {}", level.mark, level.status, level.cost, brief.currency))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// How many of those that move a KPI are told.
const MOVERS: usize = 6;

fn kpi_words(kpi: &KpiBrief) -> String {
    let from = kpi.baseline.as_deref().unwrap_or("n/a");
    let mut text = format!("{from} → {} in {}", kpi.funded.as_deref().unwrap_or("n/a"), kpi.month);
    if let Some(target) = &kpi.target {
        let met = if kpi.is_met == Some(true) { "✓ met" } else { "✗ not met" };
        let _ = write!(text, " · target {target} {met}");
    }
    if !kpi.course.trim().is_empty() {
        let _ = write!(text, "  \n`{}`", kpi.course);
    }
    if !kpi.movers.is_empty() {
        let told = kpi.movers.iter().take(MOVERS);
        let told = told.map(|(path, is_funded)| format!("{} `{path}`", if *is_funded { '✓' } else { '✗' }));
        let _ = write!(text, "  \nmoved by {}", told.collect::<Vec<String>>().join(", "));
        if let more @ 1.. = kpi.movers.len().saturating_sub(MOVERS) {
            let _ = write!(text, " and {more} more");
        }
    }
    text
}

/// How many lines of a declaration are shown.
const LINES: usize = 12;

/// The declaration as written, cut after some lines.
fn declaration(snapshot: &Snapshot, id: AnyId) -> Option<String> {
    let whole = snapshot.sources.slice(snapshot.head(id)?.whole);
    let indent =
        whole.lines().skip(1).filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = if whole.trim_end().ends_with('}') { indent.min().unwrap_or(0) } else { 0 };
    let less = |line: &'_ str| line.get(indent.min(line.len() - line.trim_start().len())..).unwrap_or("").to_owned();
    let mut lines: Vec<String> = whole.lines().take(LINES).map(less).collect();
    if whole.lines().nth(LINES).is_some() {
        lines.push("  …".to_owned());
    }
    (!lines.is_empty()).then(|| lines.join("\n").replace("```", "'''"))
}

/// A text of a plan that is not to be read as Markdown.
fn plain(text: &str) -> String {
    let special = |character: char| matches!(character, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\' | '!');
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if special(character) {
            plain.push('\\');
        }
        plain.push(if character == '\n' { ' ' } else { character });
    }
    plain
}
