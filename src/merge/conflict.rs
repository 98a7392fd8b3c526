//! The parts of a merged file: what is merged, and what is left to decide, with the words for it; and how they are
//! written.

use super::sides::Sides;
use crate::diagnostic::text::grouped;

/// A part of a merged file, whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Merged.
    Text(String),
    /// Left to decide.
    Conflict {
        /// The lines of each side.
        lines: Sides<String>,
        /// What they disagree on, a sentence each.
        words: Vec<String>,
    },
}

impl Part {
    /// The lines as one side has them.
    pub(super) fn into_side(self, side: fn(Sides<String>) -> String) -> String {
        match self {
            Part::Text(lines) => lines,
            Part::Conflict { lines, .. } => side(lines),
        }
    }
}

/// The text with one side taken wherever something is left to decide.
pub(super) fn taken(parts: &[Part], side: fn(Sides<String>) -> String) -> String {
    parts.iter().map(|part| part.clone().into_side(side)).collect()
}

/// What is left to decide, in words.
pub(super) fn words(parts: &[Part]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in parts {
        if let Part::Conflict { words, .. } = part {
            all.extend(shown(words));
        }
    }
    all
}

/// The most that is said about one conflict: who turns a whole list around needs no list of it.
const MOST: usize = 12;

/// What is said about one conflict. There is always something: without words a conflict would count as merged.
fn shown(words: &[String]) -> Vec<String> {
    if words.is_empty() {
        return vec!["both sides change it".to_owned()];
    }
    let more = words.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("and {} more of this kind", grouped(more)));
    words.iter().take(MOST).cloned().chain(more).collect()
}

/// Writes the parts, what is left to decide as git writes it. The words stand as comments in the part about the base,
/// which goes when either side is taken, so that no comment is left behind.
pub(super) fn render(parts: &[Part], marker_size: usize) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(lines) => text.push_str(lines),
            Part::Conflict { lines, words } => {
                let (blank, lines) = without_shared_blank_lines(lines);
                text.push_str(blank);
                let comments: String = shown(words).iter().map(|word| format!("# {word}\n")).collect();
                marker(&mut text, "<", marker_size, " ours");
                text.push_str(lines.ours);
                marker(&mut text, "|", marker_size, " base");
                text.push_str(&comments);
                text.push_str(lines.base);
                marker(&mut text, "=", marker_size, "");
                text.push_str(lines.theirs);
                marker(&mut text, ">", marker_size, " theirs");
            }
        }
    }
    text
}

/// The blank lines that all sides begin with, and what follows them.
fn without_shared_blank_lines(lines: &Sides<String>) -> (&str, Sides<&str>) {
    let blank = |text: &str| text.bytes().take_while(|byte| *byte == b'\n').count();
    let Sides { base, ours, theirs } = lines.as_ref().map(|text| blank(text));
    let shared = base.min(ours).min(theirs);
    let (head, _) = lines.ours.split_at(shared);
    (head, lines.as_ref().map(|text| text.get(shared..).unwrap_or_default()))
}

fn marker(text: &mut String, sign: &str, size: usize, label: &str) {
    text.push_str(&sign.repeat(size));
    text.push_str(label);
    text.push('\n');
}
