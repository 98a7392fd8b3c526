//! KPIs: from drivers and stages by way of formulas to KPIs, and on to the objectives they measure.

use std::collections::{BTreeMap, BTreeSet};

use super::view::Drawn;
use crate::model::{AnyId, Id, Kind, Kpi};
use crate::report::document::Mark;
use crate::report::kpis::{Met, View};
use crate::report::names::{display, month};
use crate::report::picture::{Arrow, Network, Node, Scene, Shape};

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let model = drawn.plan.plan();
    let mut network = Network { shape: Shape::Layers, boxes: Vec::new(), lines: Vec::new() };
    let is_shown = |kind: Kind| matches!(kind, Kind::Kpi | Kind::Stage | Kind::Driver | Kind::Objective);
    let carrying = model.ids().filter(|id| is_shown(id.kind)).flat_map(|id| drawn.links.down(id));
    let wires: BTreeSet<(AnyId, AnyId)> = carrying
        .filter(|link| is_shown(link.to.kind) && link.from != link.to)
        .map(|link| (link.from, link.to))
        .collect();
    // A driver or a stage is there for the KPIs that read it; a KPI and an objective are there in any case.
    let ends = wires.iter().flat_map(|(from, to)| [*from, *to]);
    let own = model.ids().filter(|id| matches!(id.kind, Kind::Kpi | Kind::Objective));
    let shown: BTreeSet<AnyId> = ends.chain(own).collect();
    let place: BTreeMap<AnyId, usize> = shown.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    network.boxes = shown.iter().map(|id| node(drawn, *id)).collect();
    let line = |(from, to): &(AnyId, AnyId)| Some(Arrow::new(*place.get(from)?, *place.get(to)?));
    network.lines = wires.iter().filter_map(line).collect();
    Scene::Network(network)
}

fn node(drawn: Drawn<'_>, id: AnyId) -> Node {
    let node = Node::new(display(drawn.plan, id), id.kind.keyword());
    match id.cast::<Kpi>() {
        Some(kpi) => with_figures(drawn, kpi, node),
        None => node,
    }
}

/// `31.0 pts → 33.2 pts, target 45.0 pts by 2027-12`
fn with_figures(drawn: Drawn<'_>, kpi: Id<Kpi>, node: Node) -> Node {
    let Some(view) = View::of(drawn.plan, drawn.evaluation, kpi) else { return node };
    let from = view.terms.baseline.map(|value| view.figure(value).in_full());
    let to = view.funded.map_or("n/a".to_owned(), |value| view.figure(value).in_full());
    let way = from.map_or_else(|| to.clone(), |from| format!("{from} → {to}"));
    let target = view.terms.target.map(|target| {
        format!(", target {} by {}", view.figure(target.value).in_full(), month(drawn.plan, target.month))
    });
    let mark = view.met().map(|met| match met {
        Met::Yes => Mark::Good,
        Met::No => Mark::Bad,
        Met::NotJudged => Mark::Neutral,
    });
    Node { detail: format!("{way}{}", target.unwrap_or_default()), mark, ..node }
}
