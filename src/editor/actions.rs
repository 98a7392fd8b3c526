//! What a planner does at a place, as edits: takes a plan and a byte, gives what would fund a level, moves of it in its
//! ranking, a ranking for one that none holds, and what is missing there.

use std::collections::BTreeMap;

use super::action::Action;
use super::fund::fundings;
use super::missing::missing;
use super::snapshot::{Good, Snapshot};
use super::trial::{Trial, errors};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::Kind;
use crate::quantity::Date;
use crate::source::{FileId, Span};
use crate::syntax::tree::{Form, Statement};

/// What can be done at a byte; what the plan comes to is told only of the text that stands there.
#[must_use]
pub fn actions(
    snapshot: &Snapshot,
    good: Option<&Good>,
    (file, byte): (FileId, u32),
    today: Option<Date>,
) -> Vec<Action> {
    let mut found = good.map_or_else(Vec::new, |good| fundings(snapshot, good, file, byte));
    found.extend(moves(snapshot, file, byte).into_iter().map(|done| tried(snapshot, done, today)));
    found.extend(ranking(snapshot, file, byte).map(|done| tried(snapshot, done, today)));
    found.extend(missing(snapshot, file, byte));
    found
}

/// The rankings of a file, each with its items.
fn rankings(snapshot: &Snapshot, file: FileId) -> Vec<(&Statement, Vec<&Statement>)> {
    let statements = snapshot.tree(file).map_or(&[][..], |tree| &tree.statements);
    let rankings = statements.iter().filter(|line| line.key.text == Kind::Ranking.keyword());
    rankings
        .map(|ranking| {
            let lines = ranking.body.iter().flat_map(|body| &body.statements);
            (ranking, lines.filter(|line| line.form == Form::Item).collect())
        })
        .collect()
}

/// A level up or down by one, with what is said of it.
fn moves(snapshot: &Snapshot, file: FileId, byte: u32) -> Vec<Action> {
    let rankings = rankings(snapshot, file);
    let holds = |line: &&Statement| line.span.start <= byte && byte <= line.span.end;
    let found = rankings.iter().find_map(|(_, items)| Some((items, items.iter().position(holds)?)));
    let Some((items, place)) = found else { return Vec::new() };
    let swap = |other: usize, way: &str| {
        let (one, two) = (items.get(place)?, items.get(other)?);
        let text = |line: &Statement| snapshot.sources.slice(line.span).to_owned();
        let title = format!("move `{}` {way}, past `{}`", one.key.text, two.key.text);
        let edits =
            vec![Edit { span: one.span, replacement: text(two) }, Edit { span: two.span, replacement: text(one) }];
        Some(Action::new(title, edits))
    };
    let up = place.checked_sub(1).and_then(|above| swap(above, "up"));
    up.into_iter().chain(swap(place + 1, "down")).collect()
}

/// An action that says why it cannot be done, where an error would come of it that is not there now: what a level builds on
/// stands above it, and a ranking keeps the order of those that it merges.
fn tried(snapshot: &Snapshot, action: Action, today: Option<Date>) -> Action {
    let trial = Trial::of(snapshot, &action.edits, today);
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    errors(snapshot).for_each(|finding| *known.entry(&finding.message).or_default() += 1);
    // The same errors stand elsewhere now: they are told apart by what they say.
    let new = errors(&trial.after).find(|finding| match known.get_mut(&*finding.message) {
        Some(left @ 1..) => {
            *left -= 1;
            false
        }
        Some(0) | None => true,
    });
    let disabled = new.map(|finding| finding.message.to_string());
    Action { disabled, ..action }
}

/// A level that no ranking holds, at the end of the only one.
fn ranking(snapshot: &Snapshot, file: FileId, byte: u32) -> Option<Action> {
    let (mention, head) = snapshot.named(file, byte)?;
    if !matches!(mention.id.kind, Kind::Level | Kind::Alternative) || mention.span != head.span {
        return None;
    }
    let all: Vec<_> = snapshot.sources.files().flat_map(|(file, _)| rankings(snapshot, file)).collect();
    let is_ranked = all.iter().flat_map(|(_, items)| items).any(|line| line.key.text == head.path);
    let [(ranking, items)] = all.as_slice() else { return None };
    if is_ranked {
        return None;
    }
    let last = items.last()?;
    let file_text = snapshot.text(last.span.file);
    let start = file_text.get(..last.span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = file_text.get(start..last.span.start as usize).filter(|indent| indent.trim().is_empty());
    let replacement = match indent {
        Some(indent) => format!("\n{indent}{}", head.path),
        None => format!(", {}", head.path),
    };
    let title = format!("add `{}` to the end of the ranking `{}`", head.path, name(ranking));
    Some(Action::new(title, vec![Edit { span: last.span.after(), replacement }]))
}

fn name(ranking: &Statement) -> &str {
    match ranking.subjects.first() {
        Some(crate::syntax::tree::Subject::Path(path)) => &path.text,
        _ => "",
    }
}

/// A waiver of a warning about one name, with a reason to be written.
#[must_use]
pub fn waiver(snapshot: &Snapshot, finding: &Diagnostic, until: Date) -> Option<Action> {
    let about = finding.about.as_ref().filter(|_| finding.severity == Severity::Warning)?;
    let file = finding.primary.span.file;
    let text = snapshot.text(file);
    let end = u32::try_from(text.len()).ok()?;
    let gap = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
    let code = finding.code.id();
    let replacement = format!("{gap}\nwaive {code}: {about} until {until} because \"\"\n");
    let title = format!("waive {code} for `{about}` until {until}, with a reason");
    Some(Action::new(title, vec![Edit { span: Span::new(file, end, end), replacement }]))
}
