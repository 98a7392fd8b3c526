//! Links to what a plan names: takes which page holds what, gives addresses and anchors. A name that no page holds is text.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::text::shown;
use crate::report::document::{Block, Name, Section};

/// Whether what has a name says which, for whoever follows a click to where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// It does, in `data-about`.
    Said,
    /// It does not: a page that is read needs nothing of the kind.
    Unsaid,
}

/// Which page holds what, seen from one page.
pub(super) struct Links<'site> {
    /// The file that holds each anchor.
    places: &'site BTreeMap<String, String>,
    /// The file that is written.
    here: &'site str,
    /// The anchors that the file has already: one of the same name links to the first.
    taken: RefCell<BTreeSet<String>>,
    about: About,
}

impl<'site> Links<'site> {
    pub(super) fn new(places: &'site BTreeMap<String, String>, here: &'site str, about: About) -> Links<'site> {
        Links { places, here, taken: RefCell::default(), about }
    }

    /// What says of an element which thing it is about, where pages say so: the thing's keyword and path.
    pub(super) fn about(&self, name: &Name) -> Option<String> {
        self.about_words(&format!("{} {}", name.kind, name.path))
    }

    /// The same of a path or a place in a file that stands there as it is.
    pub(super) fn about_words(&self, words: &str) -> Option<String> {
        (self.about == About::Said).then(|| shown(words.trim_end()))
    }

    /// The address of a thing, if a page holds it.
    pub(super) fn address(&self, name: &Name) -> Option<String> {
        let anchor = anchor(name);
        let file = self.places.get(&anchor)?;
        Some(if file == self.here { format!("#{anchor}") } else { format!("{file}#{anchor}") })
    }

    /// The anchor of a thing that is shown here, once.
    pub(super) fn claim(&self, name: &Name) -> Option<String> {
        let anchor = anchor(name);
        let is_here = self.places.get(&anchor).is_some_and(|file| file == self.here);
        (is_here && self.taken.borrow_mut().insert(anchor.clone())).then_some(anchor)
    }

    /// An anchor of our own, unless the page has it already.
    pub(super) fn once(&self, key: &str) -> Option<String> {
        self.taken.borrow_mut().insert(key.to_owned()).then(|| shown(key))
    }

    /// Words that lead to a thing.
    pub(super) fn titled(&self, about: Option<&Name>, words: &str) -> Markup {
        let said = about.and_then(|name| self.about(name));
        match about.and_then(|name| self.address(name)) {
            Some(address) => html! { a href=(address) data-about=[said] { (shown(words)) } },
            None if said.is_some() => html! { span data-about=[said] { (shown(words)) } },
            None => html! { (shown(words)) },
        }
    }
}

/// A name as the anchor of a page: `package.support`. Whatever else a path holds is written by its number, as an anchor
/// has no blanks.
fn anchor(name: &Name) -> String {
    let mut anchor = String::new();
    for character in name.anchor().chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => anchor.push(character),
            other => anchor.push_str(&format!("-{:x}-", u32::from(other))),
        }
    }
    anchor
}

/// The anchors of the forms in sections, with the file that holds them; the first file keeps one.
pub(super) fn collect<'a>(
    places: &mut BTreeMap<String, String>,
    file: &str,
    sections: impl IntoIterator<Item = &'a Section>,
) {
    for block in sections.into_iter().flat_map(|section| &section.blocks) {
        let Block::Form(form) = block else { continue };
        let groups = form.groups.iter().filter_map(|group| group.about.as_ref());
        for name in std::iter::once(&form.about).chain(groups) {
            places.entry(anchor(name)).or_insert_with(|| file.to_owned());
        }
    }
}
