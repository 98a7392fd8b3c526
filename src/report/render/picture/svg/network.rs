//! Boxes and lines: takes a network, draws each box in its place and each line from side to side.

use maud::{Markup, html};

use super::drawing::{Drawing, LINE, text_lines, wrapped};
use crate::report::document::Mark;
use crate::report::picture::{Arrow, Network, Node, Shape, Stroke, sign};
use crate::report::render::picture::layers::{Layout, Place, layout};

/// The width of a box.
const WIDTH: usize = 216;
/// How many columns of words go into it.
const COLUMNS: usize = 29;
/// The room between two columns of boxes.
const GAP: usize = 56;
/// The room between two rows.
const BETWEEN: usize = 14;
/// The blank within a box.
const PAD: usize = 10;
/// What a letter of the name of a lane takes at most.
const LETTER: usize = 8;
/// What the name of a lane takes above its boxes.
const LANE: usize = 22;

pub(super) fn draw(network: &Network) -> Drawing {
    let words: Vec<Words> = network.boxes.iter().map(Words::of).collect();
    let lines = words.iter().map(Words::count).max().unwrap_or(1);
    let height = lines * LINE + 2 * PAD - 4;
    let lane = if network.shape == Shape::Lanes { LANE } else { 0 };
    let sizes = Sizes { height, row: height + BETWEEN + lane, lane };
    let Layout { places, columns, rows } = layout(network);
    let width = (columns * (WIDTH + GAP)).saturating_sub(GAP);
    let marks = html! {
        (lane_names(network, &places, &sizes, width))
        @for line in &network.lines { (wire(line, &places, &sizes, network.shape)) }
        @for ((node, words), place) in network.boxes.iter().zip(&words).zip(&places) { (box_of(node, words, *place, &sizes)) }
    };
    Drawing { width, height: (rows * sizes.row / 2).saturating_sub(BETWEEN), marks }
}

struct Sizes {
    height: usize,
    row: usize,
    lane: usize,
}

impl Sizes {
    fn left(&self, place: Place) -> usize {
        place.column * (WIDTH + GAP)
    }

    fn top(&self, place: Place) -> usize {
        place.row * self.row / 2 + self.lane
    }

    fn middle(&self, place: Place) -> usize {
        self.top(place) + self.height / 2
    }
}

/// What stands in a box.
struct Words {
    title: Vec<String>,
    detail: Vec<String>,
}

impl Words {
    fn of(node: &Node) -> Words {
        Words {
            title: wrapped(&format!("{}{}", sign(node.mark), node.title), COLUMNS, 3),
            detail: wrapped(&node.detail, COLUMNS + 2, 2),
        }
    }

    fn count(&self) -> usize {
        self.title.len() + self.detail.len()
    }
}

fn box_of(node: &Node, words: &Words, place: Place, sizes: &Sizes) -> Markup {
    let (left, top) = (sizes.left(place), sizes.top(place));
    let tone = match node.mark {
        Some(Mark::Good) => " good",
        Some(Mark::Bad) => " bad",
        Some(Mark::Neutral) | None => "",
    };
    let broken = if node.stroke == Stroke::Broken { " broken" } else { "" };
    let first = top + PAD + (sizes.height + 4 - 2 * PAD - words.count() * LINE) / 2 + 11;
    html! {
        rect class=(format!("box{tone}{broken}")) x=(left) y=(top) width=(WIDTH) height=(sizes.height) rx="6" {}
        (text_lines(left + PAD, first, "words", &words.title))
        (text_lines(left + PAD, first + words.title.len() * LINE, "soft", &words.detail))
    }
}

/// A line from the right side of one box to the left side of another; where that would lead back, from below to below.
fn wire(line: &Arrow, places: &[Place], sizes: &Sizes, shape: Shape) -> Markup {
    let (Some(from), Some(to)) = (places.get(line.from), places.get(line.to)) else { return html! {} };
    let broken = if line.stroke == Stroke::Broken { " broken" } else { "" };
    let (y1, y2) = (sizes.middle(*from), sizes.middle(*to));
    let is_forward = to.column > from.column;
    let (x1, x2) = if is_forward {
        (sizes.left(*from) + WIDTH, sizes.left(*to))
    } else {
        (sizes.left(*from) + WIDTH, sizes.left(*to) + WIDTH)
    };
    let (c1, c2) = if is_forward {
        let half = (x2 - x1) / 2;
        (x1 + half, x2 - half)
    } else {
        let out = x1.max(x2) + GAP / 2;
        (out, out)
    };
    let path = format!("M{x1} {y1}C{c1} {y1} {c2} {y2} {x2} {y2}");
    let has_tip = line.stroke == Stroke::Solid && shape != Shape::Tree;
    let tip = if is_forward {
        format!("{x2},{y2} {},{} {},{}", x2.saturating_sub(7), y2.saturating_sub(4), x2.saturating_sub(7), y2 + 4)
    } else {
        format!("{x2},{y2} {},{} {},{}", x2 + 7, y2.saturating_sub(4), x2 + 7, y2 + 4)
    };
    html! {
        path class=(format!("wire{broken}")) d=(path) {}
        @if has_tip { polygon class="tip" points=(tip) {} }
        @if !line.label.is_empty() {
            text class="soft" x=(c1.midpoint(c2).saturating_sub(20)) y=(y1.midpoint(y2).saturating_sub(3)) { (wrapped(&line.label, 20, 1).concat()) }
        }
    }
}

/// The name of each lane above its first box.
fn lane_names(network: &Network, places: &[Place], sizes: &Sizes, width: usize) -> Markup {
    let mut shown: Vec<(&str, Place)> = Vec::new();
    for (node, place) in network.boxes.iter().zip(places) {
        if let Some(lane) = node.lane.as_deref().filter(|_| place.column == 0) {
            shown.push((lane, *place));
        }
    }
    html! {
        @for (lane, place) in shown {
            text class="head" x="0" y=(sizes.top(place).saturating_sub(7)) { (wrapped(lane, width / LETTER, 1).concat()) }
        }
    }
}
