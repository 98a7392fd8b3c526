//! Documents and sites as HTML: takes them whole, gives pages that stand alone and are complete without scripts. Those of a site
//! hold one of our own, that sorts and finds; none asks a server for anything, and their policy stops whatever tries. Texts of a
//! plan are escaped by what makes the pages.

mod cell;
mod form;
mod frame;
mod journey;
mod links;
mod plot;
mod scale;
mod section;
mod site;
mod spark;
mod strip;
mod table;
mod text;

pub use frame::Live;
pub use site::{PageFile, page, page_with_places, pages_of, site};

use std::collections::BTreeMap;

use crate::report::document::{Document, Section};
use frame::{Frame, Tools, frame};
use links::{About, Links};
use maud::html as markup;
use section::section_of;

/// The document as an HTML page.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut places = BTreeMap::new();
    links::collect(&mut places, "", &document.sections);
    let links = Links::new(&places, "", About::Unsaid);
    let contents: Vec<(String, String)> = document.sections.iter().filter_map(contents_of).collect();
    let body = markup! { @for section in &document.sections { (section_of(section, &links)) } };
    frame(
        &Frame {
            title: &document.title,
            heading: &document.title,
            subtitle: &document.subtitle,
            contents: &contents,
            here: "",
            tools: Tools::None,
            live: None,
        },
        &body,
    )
}

/// The address and the words of a section that has a heading.
fn contents_of(section: &Section) -> Option<(String, String)> {
    Some((format!("#{}", section.key), section.heading.as_ref()?.words.to_string()))
}
