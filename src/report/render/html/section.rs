//! A section of a document in HTML: its heading, which is a link to itself, and its blocks.

use super::cell;
use super::cell::{sentence, told, value};
use super::form::form_of;
use super::journey::journey_of;
use super::links::Links;
use super::plot::plot;
use super::table::table_of;
use super::text::{shown, with_minus};
use crate::report::document::{Block, Fold, Heading, KeyFigure, Note, Section};
use crate::report::render::picture::within;
use maud::{Markup, html as markup};

pub(super) fn section_of(section: &Section, links: &Links<'_>) -> Markup {
    let blocks = markup! { @for block in &section.blocks { (block_of(section, block, links)) } };
    markup! {
        @match &section.heading {
            None => section class="headline" { "\n" (blocks) },
            Some(Heading { words, fold: Fold::Open }) => section class=(section.key) { "\n" (heading(section.key, words, links)) (blocks) },
            // No link here: whoever touches the heading wants to see what is below.
            Some(Heading { words, fold: Fold::Folded }) => section class=(section.key) {
                details {
                    summary { h2 id=[links.once(section.key)] { (shown(words)) } } "\n"
                    (blocks)
                }
            },
        } "\n"
    }
}

/// A heading that is a link to itself, so that people can send its address.
fn heading(key: &str, words: &str, links: &Links<'_>) -> Markup {
    markup! { h2 id=[links.once(key)] { a href={ "#" (shown(key)) } { (shown(words)) } } "\n" }
}

fn block_of(section: &Section, block: &Block, links: &Links<'_>) -> Markup {
    match block {
        Block::KeyFigures(key_figures) => {
            markup! { dl { @for key_figure in key_figures { (key_figure_of(key_figure, links)) } } "\n" }
        }
        Block::Notes(notes) => markup! { ul { @for note in notes { (note_of(note, links)) } } "\n" },
        Block::Table(table) if table.is_data() => markup! {},
        Block::Table(table) => table_of(section, table, links),
        Block::Form(form) => form_of(section, form, links),
        Block::Chart(chart) => plot(chart, links),
        Block::Journey(journey) => journey_of(journey, links),
        Block::Picture(picture) => markup! {
            // Whoever has no mouse reaches the picture by key to scroll it.
            div class="picture" role="group" tabindex="0" aria-label=(shown(&picture.title)) { (within(picture)) } "\n"
        },
        Block::Message(sentences) => markup! {
            p class="message" {
                @for note in sentences {
                    @match note.mark {
                        Some(mark) => span class=(cell::class(mark)) { (sentence(&note.sentence, links)) },
                        None => (sentence(&note.sentence, links)),
                    } " "
                }
            } "\n"
        },
    }
}

fn key_figure_of(key_figure: &KeyFigure, links: &Links<'_>) -> Markup {
    markup! {
        div {
            dt { (shown(key_figure.label)) }
            dd { (value(&key_figure.value, links)) }
            @if !key_figure.comment.is_empty() { dd class="comment" { (with_minus(&shown(&key_figure.comment))) } }
        } "\n"
    }
}

fn note_of(note: &Note, links: &Links<'_>) -> Markup {
    markup! {
        li {
            @if let Some(mark) = note.mark { (told(mark)) " " }
            (sentence(&note.sentence, links))
        } "\n"
    }
}
