//! A site in HTML: takes its pages, gives a file for each that links to the others, or all of them one after another on one
//! page.

use super::frame::Live;
use std::collections::BTreeMap;

use super::frame::{Frame, Tools, frame};
use super::links::{About, Links, collect};
use super::section::section_of;
use super::text::shown;
use crate::report::site::{Page, Site};
use maud::{Markup, html};

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its name, of a few words of zbb's own: none comes from a plan.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// The files of a site.
#[must_use]
pub fn site(site: &Site, live: Option<&Live>) -> Vec<PageFile> {
    let around = Around::of(site);
    site.pages.iter().map(|page| around.file(page, About::Unsaid, live)).collect()
}

/// One page of a site by its name, on which everything with a name says which; nothing where no page is called so.
#[must_use]
pub fn page_with_places(site: &Site, wanted: &str) -> Option<String> {
    let is_wanted = |page: &&Page| stem(page) == wanted || heading(page).eq_ignore_ascii_case(wanted);
    let page = site.pages.iter().find(is_wanted)?;
    Some(Around::of(site).file(page, About::Said, None).text)
}

/// The name and the heading of every page, in order.
#[must_use]
pub fn pages_of(site: &Site) -> Vec<(String, String)> {
    site.pages.iter().map(|page| (stem(page), heading(page))).collect()
}

/// What every page of a site is made with: which file holds what, and the links above.
struct Around<'site> {
    site: &'site Site,
    places: BTreeMap<String, String>,
    contents: Vec<(String, String)>,
}

impl<'site> Around<'site> {
    fn of(site: &'site Site) -> Around<'site> {
        let mut places = BTreeMap::new();
        for page in &site.pages {
            collect(&mut places, &name(page), page.sections());
        }
        Around { site, places, contents: contents(site) }
    }

    fn file(&self, page: &Page, about: About, live: Option<&Live>) -> PageFile {
        let Around { site, places, contents } = self;
        let name = name(page);
        let links = Links::new(places, &name, about);
        let here = contents.iter().find(|(address, _)| *address == name).or_else(|| first_of(site, page, contents));
        let is_first = page.key == "index";
        let title = if is_first { site.title.clone() } else { format!("{}: {}", site.title, heading(page)) };
        let body = html! {
            @if !is_first { h2 class="page" { (shown(&heading(page))) } "\n" }
            (parts(page, &links))
            (turn(site, page))
        };
        let around = Frame {
            title: &title,
            heading: &site.title,
            subtitle: &site.subtitle,
            contents,
            here: here.map_or("", |(address, _)| address),
            tools: Tools::Offered,
            live,
        };
        PageFile { text: frame(&around, &body), name }
    }
}

/// All pages on one.
#[must_use]
pub fn page(site: &Site) -> String {
    let mut places = BTreeMap::new();
    site.pages.iter().for_each(|page| collect(&mut places, "", page.sections()));
    let links = Links::new(&places, "", About::Unsaid);
    let contents: Vec<(String, String)> =
        site.pages.iter().map(|page| (format!("#page-{}", stem(page)), heading(page))).collect();
    let body = html! {
        @for page in &site.pages {
            div class="page" {
                @if page.key == "index" {
                    span id="page-index" {}
                } @else {
                    h2 class="page" id={ "page-" (stem(page)) } { (shown(&heading(page))) } "\n"
                }
                (parts(page, &links))
            }
        }
    };
    let around = Frame {
        title: &site.title,
        heading: &site.title,
        subtitle: &site.subtitle,
        contents: &contents,
        here: "",
        tools: Tools::Offered,
        live: None,
    };
    frame(&around, &body)
}

fn stem(page: &Page) -> String {
    if page.number > 1 { format!("{}-{}", page.key, page.number) } else { page.key.to_owned() }
}

fn name(page: &Page) -> String {
    format!("{}.html", stem(page))
}

fn heading(page: &Page) -> String {
    if page.number > 1 { format!("{}, {}", page.title, page.number) } else { page.title.to_owned() }
}

/// The first page of each sort.
fn contents(site: &Site) -> Vec<(String, String)> {
    site.pages.iter().filter(|page| page.number < 2).map(|page| (name(page), page.title.to_owned())).collect()
}

fn first_of<'c>(site: &Site, page: &Page, contents: &'c [(String, String)]) -> Option<&'c (String, String)> {
    let first = site.pages.iter().find(|other| other.key == page.key)?;
    contents.iter().find(|(address, _)| *address == name(first))
}

/// Links to the pages before and after of the same sort.
fn turn(site: &Site, page: &Page) -> Markup {
    let beside =
        |number: Option<usize>| site.pages.iter().find(|other| other.key == page.key && Some(other.number) == number);
    let (before, after) = (beside(page.number.checked_sub(1)), beside(page.number.checked_add(1)));
    html! {
        @if before.is_some() || after.is_some() {
            nav class="turn" aria-label="Pages" {
                @if let Some(before) = before { a href=(name(before)) rel="prev" { "← " (shown(&heading(before))) } " " }
                @if let Some(after) = after { a href=(name(after)) rel="next" { (shown(&heading(after))) " →" } }
            }
        }
    }
}

/// The parts of a page: what stands across it, and the two stacks that flow by themselves.
fn parts(page: &Page, links: &Links<'_>) -> Markup {
    html! {
        @for section in &page.head { (section_of(section, links)) }
        @if !(page.left.is_empty() && page.right.is_empty()) {
            div class="stacks" {
                div class="stack" { @for section in &page.left { (section_of(section, links)) } } "\n"
                div class="stack" { @for section in &page.right { (section_of(section, links)) } } "\n"
            } "\n"
        }
        @for section in &page.rest { (section_of(section, links)) }
    }
}
