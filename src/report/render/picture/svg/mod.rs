//! A picture as SVG: takes it whole, gives a drawing that stands alone, in whole numbers, for light and dark. It holds no
//! script and asks nobody for anything.

mod journey;
mod network;
mod timeline;

use maud::{Markup, html};

use crate::diagnostic::human::Characters;
use crate::report::picture::{Picture, Scene};
use crate::report::render::text::{columns, cut_end, one_line};

const STYLE: &str = include_str!("picture.css");

/// The blank around everything.
const MARGIN: usize = 16;
/// The height of the title.
const TITLE: usize = 34;
/// The height of a line of words.
const LINE: usize = 15;
/// What a column of words takes, in tenths, at the size of 12.
const GLYPH: usize = 68;

/// The picture as SVG.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let drawing = match &picture.scene {
        Scene::Network(network) => network::draw(network),
        Scene::Journeys(journeys) => journey::draw(journeys),
        Scene::Roadmap(timeline) => timeline::draw(timeline),
    };
    let title = one_line(&picture.title);
    let width = drawing.width.max(width_of(&title) * 5 / 4).saturating_add(2 * MARGIN);
    let height = drawing.height.saturating_add(2 * MARGIN + TITLE);
    let view = format!("0 0 {width} {height}");
    let at = format!("translate({MARGIN} {})", MARGIN + TITLE);
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) width=(width) height=(height) role="img" aria-label=(title) {
            title { (title) }
            style { (maud::PreEscaped(STYLE)) }
            rect class="page" x="0" y="0" width=(width) height=(height) {}
            text class="title" x=(MARGIN) y=(MARGIN + 18) { (title) }
            g transform=(at) { (drawing.marks) }
        }
    };
    page.into_string() + "\n"
}

/// What is drawn, and how large it is.
struct Drawing {
    width: usize,
    height: usize,
    marks: Markup,
}

/// About what a text takes, set in 12.
fn width_of(text: &str) -> usize {
    (columns(text) * GLYPH).div_ceil(10)
}

/// The words in lines of at most so many columns; of more lines than there is room for, the last is cut.
fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let text = one_line(text);
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() {
        let is_last = lines.len() + 1 == most;
        let mut line = String::new();
        while let Some(word) = words.peek() {
            let fits = line.is_empty() || columns(&line) + 1 + columns(word) <= width;
            if !fits && !is_last {
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            words.next();
        }
        lines.push(cut_end(&line, width, Characters::Unicode));
    }
    lines
}

/// Words below each other from a place on, each a line.
fn text_lines(x: usize, y: usize, class: &str, lines: &[String]) -> Markup {
    html! {
        @for (index, line) in lines.iter().enumerate() {
            text class=(class) x=(x) y=(y + index * LINE) { (line) }
        }
    }
}
