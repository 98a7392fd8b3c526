//! Conflicts: takes what cannot be kept together, shows each of it with where it stands in the plan.

use crate::advise::{Conflict, Feasibility, KeptBy};
use crate::check::CheckedPlan;
use crate::evaluate::Claim;
use crate::source::{Sources, Span};

use super::super::document::{Block, Cell, Column, Mark, Note, Room, Row, Section, Table, Truth};
use super::super::names::{display, kind_and_path, path, paths};
use super::super::number::money;

/// The key of the table.
pub(super) const KEY: &str = "clash";

/// The section.
pub(super) fn section(sources: &Sources, plan: &CheckedPlan, conflict: &Conflict) -> Section {
    let mut section = Section::new("conflict", "What cannot be kept together");
    let note = match &conflict.standing {
        Feasibility::ByFunded => Note::marked(
            Mark::Good,
            "what is funded keeps all mandates, floors, caps, and requirements on what is funded, spent and scored",
        ),
        Feasibility::By(levels, cost) => Note::marked(
            Mark::Neutral,
            format!(
                "nothing clashes: {} would keep all of them, and cost {}",
                paths(plan, levels.iter().copied()),
                money(*cost, plan.currency)
            ),
        ),
        Feasibility::Clash(_) => Note::marked(
            Mark::Bad,
            "no set of levels keeps these together with the budget; without any one of them the others can be kept",
        ),
        Feasibility::Unknown => {
            Note::plain("whether all can be kept together was not worked out; a larger `--effort` looks further")
        }
    };
    section.push(Block::Notes(vec![note]));
    if let Feasibility::Clash(claims) = &conflict.standing {
        section.push(Block::Table(clash(sources, plan, claims)));
        section.push(Block::Notes(vec![Note::plain("others may clash besides; there may be smaller sets that do")]));
    }
    section.push(Block::Table(kept(plan, &conflict.requirements)));
    section
}

fn clash(sources: &Sources, plan: &CheckedPlan, claims: &[Claim]) -> Table {
    let columns = vec![
        Column::text("sort", "what clashes", Room::Kept),
        Column::text("about", "of", Room::Cut(24)),
        Column::text("written", "as written", Room::Cut(24)),
    ];
    let mut table = Table::new(KEY, columns);
    table.rows = claims
        .iter()
        .map(|claim| {
            let (sort, about, span) = told(plan, *claim);
            let written = span.map_or_else(String::new, |span| sources.one_line(span));
            Row::Cells(vec![Cell::text(sort), Cell::text(about), Cell::text(written)])
        })
        .collect();
    table
}

fn told(plan: &CheckedPlan, claim: Claim) -> (&'static str, String, Option<Span>) {
    let terms = plan.funding.as_ref();
    match claim {
        Claim::Mandate(level) => {
            let mandate = plan.plan().levels.find(level).and_then(|level| level.mandate.as_ref());
            ("mandate", path(plan, level).to_owned(), mandate.map(|mandate| mandate.span))
        }
        Claim::Floor(place) => {
            let floor = terms.and_then(|terms| terms.floors.get(place));
            (
                "floor",
                floor.map_or(String::new(), |floor| kind_and_path(plan, floor.about)),
                floor.map(|floor| floor.span),
            )
        }
        Claim::Cap(place) => {
            let cap = terms.and_then(|terms| terms.caps.get(place));
            ("cap", cap.map_or(String::new(), |cap| kind_and_path(plan, cap.about)), cap.map(|cap| cap.span))
        }
        Claim::Require(id) => {
            let condition = plan.plan().requires.find(id).and_then(|require| require.require.get());
            ("requirement", display(plan, id).to_owned(), condition.map(|condition| condition.span))
        }
        Claim::Target(kpi) => ("target", path(plan, kpi).to_owned(), None),
    }
}

fn kept(plan: &CheckedPlan, requirements: &[KeptBy]) -> Table {
    let columns = vec![
        Column::text("requirement", "requirement", Room::Cut(24)),
        Column::text("by_funded", "by what is funded", Room::Kept),
        Column::text("by_best", "by the best set", Room::Kept),
        Column::text("by_points", "at points of the frontier", Room::Kept),
    ];
    let mut table = Table::new("kept", columns).captioned("Requirements on KPIs, and by what they are kept");
    let truth = |is_kept: bool| Cell::Truth(if is_kept { Truth::Yes } else { Truth::No });
    table.rows = requirements
        .iter()
        .map(|kept| {
            let points = match kept.points {
                0 => "none".to_owned(),
                points if points == kept.of => "all".to_owned(),
                points => format!("{points} of {}", kept.of),
            };
            Row::Cells(vec![
                Cell::text(display(plan, kept.id)),
                truth(kept.funded),
                Cell::or_not_available(kept.best.map(truth)),
                Cell::text(points),
            ])
        })
        .collect();
    table
}
