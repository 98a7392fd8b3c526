//! Figures beside the text: takes a plan and what it comes to, gives a few words behind the levels of rankings and behind
//! targets, and over packages, levels and KPIs.

use super::snapshot::Snapshot;
use crate::diagnostic::text::counted;
use crate::model::Kind;
use crate::model::mention::Part;
use crate::report::brief::{Brief, LevelBrief};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Form, Statement};

/// Words at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The place.
    pub span: Span,
    /// The words.
    pub text: String,
    /// What it is about: a path.
    pub about: String,
}

/// What stands behind the levels of rankings and behind targets.
#[must_use]
pub fn hints(snapshot: &Snapshot, brief: &Brief, file: FileId) -> Vec<Hint> {
    let Some(tree) = snapshot.tree(file) else { return Vec::new() };
    let mut found = Vec::new();
    for declaration in &tree.statements {
        let lines = || declaration.body.iter().flat_map(|body| &body.statements);
        match Kind::from_keyword(&declaration.key.text) {
            Some(Kind::Ranking) => found.extend(lines().filter_map(|line| ranked(snapshot, brief, line))),
            Some(Kind::Kpi) => found.extend(lines().filter_map(|line| target(snapshot, brief, declaration, line))),
            _ => {}
        }
    }
    found
}

fn ranked(snapshot: &Snapshot, brief: &Brief, line: &Statement) -> Option<Hint> {
    if line.form != Form::Item {
        return None;
    }
    let (_, head) = snapshot.named(line.key.span.file, line.key.span.end)?;
    let level = brief.levels.get(&head.path)?;
    Some(Hint { span: line.span, text: short(level), about: head.path.to_string() })
}

/// `✓ funded · 67,600 · 706,420 running`
fn short(level: &LevelBrief) -> String {
    let cost = whole(&level.cost);
    match (&level.missing, level.is_funded) {
        (_, true) => format!("{} {} · {cost} · {} running", level.mark, level.status, whole(&level.cumulative)),
        (Some(missing), false) => format!("{} {} by {} · {cost}", level.mark, level.status, whole(missing)),
        (None, false) => format!("{} {} · {cost}", level.mark, level.status),
    }
}

/// An amount without the cents where there are none.
fn whole(amount: &str) -> &str {
    amount.strip_suffix(".00").or_else(|| amount.strip_suffix(".000")).unwrap_or(amount)
}

fn target(snapshot: &Snapshot, brief: &Brief, declaration: &Statement, line: &Statement) -> Option<Hint> {
    if line.key.text != "target" || line.value.is_none() {
        return None;
    }
    let name = declaration.subjects.first()?.span();
    let (_, head) = snapshot.named(name.file, name.end)?;
    let kpi = brief.kpis.get(&head.path)?;
    let mark = if kpi.is_met? { '✓' } else { '✗' };
    let text = format!("{mark} {} in {}", kpi.funded.as_deref().unwrap_or("n/a"), kpi.month);
    Some(Hint { span: line.span, text, about: head.path.to_string() })
}

/// What stands over packages, levels and KPIs.
#[must_use]
pub fn lenses(snapshot: &Snapshot, brief: &Brief, file: FileId) -> Vec<Hint> {
    let declares = snapshot.mentions.items().iter();
    let here = declares.filter(|mention| mention.part == Part::Declares && mention.span.file == file);
    let lens = |mention: &crate::model::mention::Mention| {
        let path = &snapshot.head(mention.id)?.path;
        let text = match mention.id.kind {
            Kind::Level | Kind::Alternative => {
                let level = brief.levels.get(path)?;
                format!("rank {} · {}", level.rank, short(level))
            }
            Kind::Package => package(brief, path)?,
            Kind::Kpi => {
                let kpi = brief.kpis.get(path)?;
                let from = kpi.baseline.as_deref().unwrap_or("n/a");
                format!("{from} → {} in {}", kpi.funded.as_deref().unwrap_or("n/a"), kpi.month)
            }
            _ => return None,
        };
        Some(Hint { span: mention.span, text, about: path.to_string() })
    };
    here.filter_map(lens).collect()
}

fn package(brief: &Brief, path: &str) -> Option<String> {
    let levels: Vec<&LevelBrief> = brief.levels_of(path).map(|(_, level)| level).collect();
    let funded = levels.iter().filter(|level| level.is_funded).count();
    (!levels.is_empty()).then(|| format!("{funded} of {} funded", counted(levels.len(), "level")))
}
