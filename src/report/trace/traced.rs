//! A plan to be traced, and the document about it.

use super::super::document::{Cell, Column, Document, Room, Section};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{AnyId, Plan};
use crate::source::Sources;
use crate::trace::Links;

/// The form of the document, with its version: a change that breaks its readers raises the number.
const SCHEMA: &str = "zbb-trace/1";

/// A plan to be traced.
#[derive(Clone, Copy)]
pub struct Traced<'run> {
    /// The sources it was read from: what ties two things is shown as written.
    pub sources: &'run Sources,
    /// What it says.
    pub plan: &'run Plan,
    /// What hangs on what.
    pub links: &'run Links,
    /// What it comes to; nothing of a plan with errors.
    pub figures: Option<(&'run CheckedPlan, &'run Evaluation)>,
}

pub(super) fn document(plan: &Plan, subtitle: String, sections: Vec<Section>) -> Document {
    let head = plan.plan_heads.values().next();
    Document {
        schema: SCHEMA,
        title: head.map_or(String::new(), |head| head.head.display().to_owned()),
        subtitle,
        properties: vec![("name", Cell::text(head.map_or("", |head| head.head.path.as_str())))],
        main_table: "hangs_on_it",
        main_columns: columns_of_steps(),
        beside_records: Vec::new(),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

/// `level faster_help.minimum`; a title in quotes stands in where there is no name.
pub(super) fn words(plan: &Plan, id: AnyId) -> String {
    let (head, keyword) = (plan.head(id), id.kind.keyword());
    match (&head.name, &head.title) {
        // What is about another is called by that: `benchmark nps`.
        (Some(_), _) => match head.path.strip_prefix(keyword).and_then(|rest| rest.strip_prefix('.')) {
            Some(about) => format!("{keyword} {about}"),
            None => format!("{keyword} {}", head.path),
        },
        (None, Some(title)) => format!("{keyword} \"{}\"", title.value),
        // A bare declaration is known by its keyword, and by what it is about: `funding`, `tolerance.kpi.csat`.
        (None, None) => head.path.replace('.', " "),
    }
}

pub(super) fn columns_of_steps() -> Vec<Column> {
    vec![
        Column::text("standing", "", Room::Kept),
        Column::text("thread", "what", Room::Cut(30)),
        Column::number("money", "money", Room::Kept),
        Column::text("title", "title", Room::OptionalCut(2, 12)),
        Column::text("said", "as written", Room::OptionalCut(1, 24)),
        Column::text("place", "where", Room::Optional(3)),
        Column::text("of", "of", Room::Data),
        Column::number("depth", "depth", Room::Data),
        Column::text("kind", "kind", Room::Data),
        Column::text("path", "path", Room::Data),
    ]
}
