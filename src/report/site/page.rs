//! A page of the site: what stands at its head, left, right and below.

use super::super::document::Section;
use super::readers::for_readers;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its key, which is the name of its file.
    pub key: &'static str,
    /// Which of several pages with one key it is, from one.
    pub number: usize,
    /// What stands above it.
    pub title: &'static str,
    /// What stands across it, first.
    pub head: Vec<Section>,
    /// The left of two stacks below that.
    pub left: Vec<Section>,
    /// The right one.
    pub right: Vec<Section>,
    /// What stands across it, last.
    pub rest: Vec<Section>,
}

impl Page {
    pub(super) fn new(key: &'static str, title: &'static str) -> Page {
        Page { key, number: 1, title, head: Vec::new(), left: Vec::new(), right: Vec::new(), rest: Vec::new() }
    }

    /// Everything on it.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.head.iter().chain(&self.left).chain(&self.right).chain(&self.rest)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sections().next().is_none()
    }

    pub(super) fn push(&mut self, mut section: Section) {
        for_readers(&mut section);
        if !section.blocks.is_empty() {
            self.rest.push(section);
        }
    }
}
