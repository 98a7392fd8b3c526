//! A page of the site: what stands at its head, left, right and below.

use super::super::document::{Block, Cell, Room, Row, Section, Table};

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
        for block in &mut section.blocks {
            if let Block::Table(table) = block {
                by_title(table);
            }
        }
        if !section.blocks.is_empty() {
            self.rest.push(section);
        }
    }
}

/// Whoever reads a page knows things by their titles: where a table has those, the column of names goes, and a name stands
/// where there is no title.
fn by_title(table: &mut Table) {
    let Some(title) = table.columns.iter().position(|column| column.key == "title") else { return };
    let is_names = |index: usize| {
        table.rows.iter().all(|row| match row {
            Row::Cells(cells) => matches!(cells.get(index), Some(Cell::Path(_))),
            Row::Rule(_) => true,
        })
    };
    // The column of names is the nearest one beside the titles.
    let beside = [title.checked_sub(1), title.checked_add(1)].into_iter().flatten();
    let Some(names) = beside.filter(|index| *index < table.columns.len()).find(|index| is_names(*index)) else {
        return;
    };
    for row in &mut table.rows {
        let Row::Cells(cells) = row else { continue };
        let name = cells.get(names).cloned().unwrap_or_default();
        if let Some(cell) = cells.get_mut(title).filter(|cell| cell.is_empty()) {
            *cell = name;
        }
    }
    if let Some(column) = table.columns.get_mut(names) {
        column.room = Room::Data;
    }
}
