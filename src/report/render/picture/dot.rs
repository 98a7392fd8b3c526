//! A picture as DOT: takes it whole, gives a graph that Graphviz draws.

use crate::report::document::Mark;
use crate::report::picture::{
    Arrow, JourneyMap, Network, Node, Picture, Scene, Shape, Stroke, Timeline, TouchpointMap, sign,
};
use crate::report::render::text::one_line;

/// The picture as DOT.
#[must_use]
pub fn dot(picture: &Picture) -> String {
    let mut text = String::from("digraph plan {\n");
    text.push_str(&format!("  label={};\n", quoted(&[&picture.title])));
    text.push_str("  labelloc=t;\n  rankdir=LR;\n  fontname=\"sans-serif\";\n");
    text.push_str("  node [shape=box, style=\"rounded\", fontname=\"sans-serif\", fontsize=11];\n");
    text.push_str("  edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];\n");
    match &picture.scene {
        Scene::Network(network) => network_lines(&mut text, network),
        Scene::Journeys(journeys) => journey_lines(&mut text, journeys),
        Scene::Roadmap(timeline) => timeline_lines(&mut text, timeline),
    }
    text.push_str("}\n");
    text
}

/// Lines of text between quotes, of which nothing is DOT.
fn quoted(lines: &[&str]) -> String {
    let escaped = |line: &&&str| one_line(line).replace('\\', "\\\\").replace('"', "\\\"");
    let lines: Vec<String> = lines.iter().filter(|line| !line.is_empty()).map(|line| escaped(&line)).collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn network_lines(text: &mut String, network: &Network) {
    let mut lane: Option<&str> = None;
    let mut lanes = 0_usize;
    for (index, node) in network.boxes.iter().enumerate() {
        if node.lane.as_deref() != lane {
            if lane.is_some() {
                text.push_str("  }\n");
            }
            lane = node.lane.as_deref();
            if let Some(name) = lane {
                text.push_str(&format!("  subgraph cluster_{lanes} {{\n    label={};\n", quoted(&[name])));
                lanes += 1;
            }
        }
        text.push_str(&node_line(index, node));
    }
    if lane.is_some() {
        text.push_str("  }\n");
    }
    for Arrow { from, to, label, stroke } in &network.lines {
        let mut attributes = Vec::new();
        if !label.is_empty() {
            attributes.push(format!("label={}", quoted(&[label])));
        }
        match (stroke, network.shape) {
            (Stroke::Broken, _) => attributes.push("style=dashed, dir=none, constraint=false".to_owned()),
            (Stroke::Solid, Shape::Tree) => attributes.push("dir=none".to_owned()),
            (Stroke::Solid, Shape::Layers | Shape::Lanes) => {}
        }
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        text.push_str(&format!("  n{from} -> n{to}{attributes};\n"));
    }
}

fn node_line(index: usize, node: &Node) -> String {
    let title = format!("{}{}", sign(node.mark), node.title);
    let broken = if node.stroke == Stroke::Broken { ", style=\"rounded,dashed\"" } else { "" };
    format!("    n{index} [label={}{broken}];\n", quoted(&[&title, &node.detail]))
}

fn journey_lines(text: &mut String, journeys: &[JourneyMap]) {
    let mut count = 0_usize;
    for (index, journey) in journeys.iter().enumerate() {
        text.push_str(&format!("  subgraph cluster_j{index} {{\n    label={};\n", quoted(&[&journey.title])));
        let mut before: Option<usize> = None;
        for (place, stage) in journey.stages.iter().enumerate() {
            text.push_str(&format!(
                "    subgraph cluster_j{index}_{place} {{\n      label={};\n",
                quoted(&[&stage.title, &stage.flow])
            ));
            // A stage without touchpoints has a point, so that the way goes through it.
            let first = count;
            if stage.touchpoints.is_empty() {
                text.push_str(&format!("      n{count} [shape=point];\n"));
                count += 1;
            }
            for touchpoint in &stage.touchpoints {
                text.push_str(&touchpoint_line(count, touchpoint));
                count += 1;
            }
            text.push_str("    }\n");
            if let Some(before) = before {
                text.push_str(&format!("    n{before} -> n{first};\n"));
            }
            before = Some(first);
        }
        text.push_str("  }\n");
    }
}

fn touchpoint_line(index: usize, touchpoint: &TouchpointMap) -> String {
    let marks: Vec<String> =
        touchpoint.marks.iter().map(|(mark, words)| format!("{}{words}", sign(Some(*mark)))).collect();
    let satisfaction = touchpoint.satisfaction.map_or_else(String::new, |stated| stated.to_string());
    let mut lines = vec![touchpoint.title.as_str(), &touchpoint.channel, &satisfaction, &touchpoint.money];
    lines.extend(marks.iter().map(String::as_str));
    format!("      n{index} [label={}];\n", quoted(&lines))
}

fn timeline_lines(text: &mut String, timeline: &Timeline) {
    let mut names: Vec<Vec<usize>> = Vec::new();
    let mut count = 0_usize;
    for (index, track) in timeline.tracks.iter().enumerate() {
        let broken = track.stroke == Stroke::Broken;
        let not = if broken { "not funded" } else { "" };
        text.push_str(&format!("  subgraph cluster_{index} {{\n    label={};\n", quoted(&[&track.title, not])));
        let mut own = Vec::new();
        for day in &track.days {
            let title = format!("{}{}", sign(day.mark), day.title);
            let mut attributes = format!("label={}", quoted(&[&day.on.to_string(), &title, &day.owner]));
            if day.is_critical {
                attributes.push_str(", penwidth=2");
            }
            if broken {
                attributes.push_str(", style=\"rounded,dashed\"");
            }
            if day.mark == Some(Mark::Good) {
                attributes.push_str(", peripheries=2");
            }
            text.push_str(&format!("    n{count} [{attributes}];\n"));
            own.push(count);
            count += 1;
        }
        names.push(own);
        text.push_str("  }\n");
    }
    let name = |track: usize, place: usize| names.get(track).and_then(|own| own.get(place)).copied();
    for (index, track) in timeline.tracks.iter().enumerate() {
        for (place, day) in track.days.iter().enumerate() {
            for (other, before) in &day.after {
                if let (Some(from), Some(to)) = (name(*other, *before), name(index, place)) {
                    text.push_str(&format!("  n{from} -> n{to};\n"));
                }
            }
        }
    }
}
