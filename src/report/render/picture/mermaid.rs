//! A picture as Mermaid: takes it whole, gives a diagram that its parser takes, whatever the plan's texts hold.

use std::fmt::Write;

use crate::report::document::Mark;
use crate::report::picture::{
    Arrow, Day, JourneyMap, Network, Node, Picture, Satisfaction, Scene, Shape, Stroke, Timeline, sign,
};
use crate::report::render::text::one_line;

/// Words that Mermaid would take for its own at the beginning of a line.
const WORDS: [&str; 22] = [
    "title",
    "section",
    "acctitle",
    "accdescr",
    "dateformat",
    "axisformat",
    "tickinterval",
    "excludes",
    "includes",
    "todaymarker",
    "weekday",
    "weekend",
    "click",
    "call",
    "href",
    "inclusiveenddates",
    "topaxis",
    "journey",
    "gantt",
    "vert",
    "end",
    "style",
];

/// The picture as Mermaid.
#[must_use]
pub fn mermaid(picture: &Picture) -> String {
    let mut text = String::new();
    match &picture.scene {
        Scene::Network(network) if network.shape == Shape::Tree => mind(&mut text, picture, network),
        Scene::Network(network) => flow(&mut text, picture, network),
        Scene::Journeys(journeys) => journey(&mut text, journeys),
        Scene::Roadmap(timeline) => gantt(&mut text, picture, timeline),
    }
    text
}

/// Text in which nothing is Mermaid's: all but letters, figures and a few marks go as numbers.
fn inert(text: &str) -> String {
    let mut shown = String::new();
    for character in one_line(text).chars() {
        match character {
            ' ' | '-' | '.' | ',' | '\'' | '!' | '?' | '/' | '+' | '_' | '’' | '…' | '→' | '✓' | '✗' | '·' =>
            {
                shown.push(character);
            }
            letter if letter.is_alphanumeric() => shown.push(letter),
            other => {
                // Writing to a `String` cannot fail.
                let _ = write!(shown, "#{};", u32::from(other));
            }
        }
    }
    shown
}

/// The same at the beginning of a line, where some words are Mermaid's.
fn opening(text: &str) -> String {
    let shown = inert(text);
    let lower = shown.trim_start().to_lowercase();
    match (WORDS.iter().any(|word| lower.starts_with(word)), shown.trim_start().chars().next()) {
        (true, Some(first)) => {
            format!("#{};{}", u32::from(first), shown.trim_start().get(first.len_utf8()..).unwrap_or(""))
        }
        (false, Some(_)) => shown.trim_start().to_owned(),
        (_, None) => "#160;".to_owned(),
    }
}

/// The words of a box; a detail stands on a line of its own.
fn words(node: &Node) -> String {
    let title = format!("{}{}", sign(node.mark), inert(&node.title));
    if node.detail.is_empty() { title } else { format!("{title}<br>{}", inert(&node.detail)) }
}

fn line(text: &mut String, depth: usize, words: &str) {
    text.push_str(&"  ".repeat(depth));
    text.push_str(words);
    text.push('\n');
}

/// A tree as a mind map: the first box is its root.
fn mind(text: &mut String, picture: &Picture, network: &Network) {
    line(text, 0, "mindmap");
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); network.boxes.len()];
    for Arrow { from, to, .. } in &network.lines {
        if let Some(children) = below.get_mut(*from) {
            children.push(*to);
        }
    }
    if network.boxes.is_empty() {
        line(text, 1, &format!("root[\"{}\"]", inert(&picture.title)));
    }
    let mut waiting: Vec<(usize, usize)> = if network.boxes.is_empty() { Vec::new() } else { vec![(0, 1)] };
    while let Some((index, depth)) = waiting.pop() {
        let Some(node) = network.boxes.get(index) else { continue };
        line(text, depth, &format!("n{index}[\"{}\"]", words(node)));
        let children = below.get(index).map_or(&[][..], Vec::as_slice);
        waiting.extend(children.iter().rev().map(|child| (*child, depth + 1)));
    }
}

/// Boxes and lines as a flowchart; each lane is a group.
fn flow(text: &mut String, picture: &Picture, network: &Network) {
    line(text, 0, "---");
    line(text, 0, &format!("title: \"{}\"", inert(&picture.title)));
    line(text, 0, "---");
    line(text, 0, "flowchart LR");
    let mut lane: Option<&str> = None;
    let mut lanes = 0_usize;
    for (index, node) in network.boxes.iter().enumerate() {
        if node.lane.as_deref() != lane {
            if lane.is_some() {
                line(text, 1, "end");
            }
            lane = node.lane.as_deref();
            if let Some(name) = lane {
                line(text, 1, &format!("subgraph g{lanes}[\"{}\"]", inert(name)));
                lanes += 1;
            }
        }
        line(text, if lane.is_some() { 2 } else { 1 }, &format!("n{index}[\"{}\"]", words(node)));
    }
    if lane.is_some() {
        line(text, 1, "end");
    }
    for Arrow { from, to, label, stroke } in &network.lines {
        let arrow = match stroke {
            Stroke::Solid => "-->",
            Stroke::Broken => "-.-",
        };
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", inert(label)) };
        line(text, 1, &format!("n{from} {arrow}{label} n{to}"));
    }
    let broken = network.boxes.iter().enumerate().filter(|(_, node)| node.stroke == Stroke::Broken);
    let broken: Vec<String> = broken.map(|(index, _)| format!("n{index}")).collect();
    if !broken.is_empty() {
        line(text, 1, "classDef broken stroke-dasharray:4 3");
        line(text, 1, &format!("class {} broken", broken.join(",")));
    }
}

/// The best score that Mermaid draws.
const BEST: i64 = 5;

/// Journeys as one map: satisfaction is Mermaid's score, a whole number from 1 to 5; without one it is 3, and says so. Where the
/// score is not what the plan states, a comment before the task says that, so that an import reads it back.
fn journey(text: &mut String, journeys: &[JourneyMap]) {
    line(text, 0, "journey");
    let titles: Vec<&str> = journeys.iter().map(|journey| journey.title.as_str()).collect();
    line(text, 1, &format!("title {}", inert(&titles.join(", "))));
    for journey in journeys {
        for stage in &journey.stages {
            let within =
                if journeys.len() > 1 { format!("{}, {}", journey.title, stage.title) } else { stage.title.clone() };
            let flow = if stage.flow.is_empty() { String::new() } else { format!(", {}", stage.flow) };
            line(text, 1, &format!("section {}", opening(&format!("{within}{flow}"))));
            for touchpoint in &stage.touchpoints {
                let score = touchpoint.satisfaction.and_then(score).unwrap_or(3);
                let unknown = if touchpoint.satisfaction.is_none() { NOT_STATED } else { "" };
                let stated =
                    touchpoint.satisfaction.map_or_else(|| "not stated".to_owned(), |stated| stated.to_string());
                if stated != format!("{score} of {BEST}") {
                    line(text, 2, &format!("%% satisfaction {stated}"));
                }
                let title = opening(&format!("{}{unknown}", touchpoint.title));
                line(text, 2, format!("{title}: {score}: {}", inert(&touchpoint.channel)).trim_end());
            }
        }
    }
}

/// What the words of a task say where nobody stated how content customers are.
const NOT_STATED: &str = ", satisfaction not stated";

/// The score nearest to what is stated; half of one is rounded up.
fn score(stated: Satisfaction) -> Option<i64> {
    Some(stated.out_of(BEST)?.round_half_away(0).to_integer()?.clamp(1, BEST))
}

/// Days as a Gantt chart; what is struck out says so.
fn gantt(text: &mut String, picture: &Picture, timeline: &Timeline) {
    line(text, 0, "gantt");
    line(text, 1, &format!("title {}", inert(&picture.title)));
    line(text, 1, "dateFormat YYYY-MM-DD");
    line(text, 1, "axisFormat %Y-%m");
    let mut count = 0_usize;
    for track in &timeline.tracks {
        let not = if track.stroke == Stroke::Broken { ", not funded" } else { "" };
        line(text, 1, &format!("section {}", opening(&format!("{}{not}", track.title))));
        for Day { title, on, mark, is_critical, .. } in &track.days {
            let done = if *mark == Some(Mark::Good) { "done, " } else { "" };
            let critical = if *is_critical { "crit, " } else { "" };
            let late = match mark {
                Some(Mark::Bad) => ", late",
                Some(Mark::Neutral) => ", at risk",
                Some(Mark::Good) | None => "",
            };
            let title = opening(&format!("{title}{late}"));
            line(text, 2, &format!("{title} :milestone, {critical}{done}m{count}, {on}, 0d"));
            count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{inert, opening};

    #[test]
    fn nothing_of_a_plan_is_mermaid() {
        assert_eq!(inert("a: \"b\"; c"), "a#58; #34;b#34;#59; c");
        assert_eq!(opening("Section two"), "#83;ection two");
        assert_eq!(opening("end"), "#101;nd");
        assert_eq!(opening(" "), "#160;");
    }
}
