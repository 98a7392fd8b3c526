//! A picture as SVG: takes it whole, gives a drawing that stands alone, in whole numbers, for light and dark, or one within a
//! page, which has the looks. It holds no script and asks nobody for anything.

mod drawing;
mod journey;
mod network;
mod timeline;

use maud::{Markup, html};

use crate::report::picture::{Picture, Scene};
use crate::report::render::text::one_line;
use drawing::{Drawing, width_of};

const STYLE: &str = include_str!("picture.css");

/// The blank around everything.
const MARGIN: usize = 16;
/// The height of the title.
const TITLE: usize = 34;

/// The picture as SVG.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let drawing = draw(picture);
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

/// The drawing within a page; the title stands beside it there.
pub(in crate::report::render) fn within(picture: &Picture) -> Markup {
    let drawing = draw(picture);
    // Half a stroke around, so that no outline is cut.
    let (width, height) = (drawing.width.saturating_add(2), drawing.height.saturating_add(2));
    let view = format!("-1 -1 {width} {height}");
    html! {
        svg viewBox=(view) width=(width) height=(height) role="img" aria-label=(one_line(&picture.title)) { (drawing.marks) }
    }
}

fn draw(picture: &Picture) -> Drawing {
    match &picture.scene {
        Scene::Network(network) => network::draw(network),
        Scene::Journeys(journeys) => journey::draw(journeys),
        Scene::Roadmap(timeline) => timeline::draw(timeline),
    }
}
