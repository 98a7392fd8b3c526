//! A cell in HTML: takes what it holds, gives elements. Good news and bad are told by sign and word, never by colour
//! alone.

use super::links::Links;
use super::scale::Scale;
use super::spark::spark;
use super::strip::strip;
use super::text::{shown, shown_piece, with_minus};
use crate::diagnostic::text::grouped;
use crate::quantity::Number;
use crate::report::dates;
use crate::report::document::{Cell, Change, Figure, Mark, Measure, Said, Sentence, Truth};
use crate::report::prose;
use crate::report::render::json::raw;
use maud::{Markup, html};

/// A cell of a table, with the scale of its column's bars.
pub(super) fn cell(cell: &Cell, links: &Links<'_>, scale: Option<Scale>) -> Markup {
    match cell {
        Cell::Empty => html! {},
        Cell::Text(text) => html! { (shown(text)) },
        Cell::Named(name, words) => links.titled(Some(name), words),
        Cell::Path(path) if path.is_empty() => html! {},
        Cell::Path(path) => html! { code data-about=[links.about_words(path)] { (shown(path)) } },
        Cell::Known(name, title) => links.titled(Some(name), title),
        Cell::Said(pieces) => said(pieces, links),
        // What compares months goes by digits.
        Cell::Months(first, last) => {
            html! { data value=(dates::digits(*first, *last)) { (shown(&dates::words(*first, *last))) } }
        }
        Cell::Count(count) => html! { (grouped(*count)) },
        Cell::Figure(figure) => figure_of(figure, &format!("{}{}", figure.amount(), figure.suffix())),
        Cell::Status(mark, text) => signed(*mark, text),
        Cell::Truth(truth) => {
            let word = if *truth == Truth::Yes { "yes" } else { "no" };
            html! { span class=(class(truth.mark())) role="img" aria-label=(word) { (sign(truth.mark())) } }
        }
        Cell::Words(words) => changed(words),
        Cell::Series(values) => spark(values),
        Cell::Strip(drawn) => strip(drawn, scale),
        Cell::NotAvailable => html! { span class="none" { "n/a" } },
    }
}

/// A cell among figures: what is written in words there is a figure too.
pub(super) fn cell_of_figures(content: &Cell, links: &Links<'_>, scale: Option<Scale>) -> Markup {
    match content {
        Cell::Text(text) => html! { (with_minus(&shown(text))) },
        other => cell(other, links, scale),
    }
}

/// A value that stands by itself: a figure with its unit.
pub(super) fn value(value: &Cell, links: &Links<'_>) -> Markup {
    match value {
        Cell::Figure(figure) => figure_of(figure, &shown(&figure.in_full())),
        Cell::Text(words) => html! { (with_minus(&shown(words))) },
        other => cell(other, links, None),
    }
}

fn figure_of(figure: &Figure, words: &str) -> Markup {
    let words = with_minus(words);
    let words = match figure.measure {
        Measure::Scaled(..) => html! { data value=(raw(figure)) { (words) } },
        _ => html! { (words) },
    };
    match figure.mark {
        Some(mark) => {
            let word = class(mark);
            html! { span class=(word) { span role="img" aria-label=(word) { (sign(mark)) } " " (words) } }
        }
        None => words,
    }
}

/// Words with the sign of good news or bad, where the words say themselves which it is.
fn signed(mark: Mark, words: &str) -> Markup {
    html! { span class=(class(mark)) { span aria-hidden="true" { (sign(mark)) } " " (shown(words)) } }
}

/// The sign of good news or bad; who cannot see it hears what it says.
pub(super) fn told(mark: Mark) -> Markup {
    let word = class(mark);
    html! { span class=(word) role="img" aria-label=(word) { (sign(mark)) } }
}

/// A word for it, which is its class too.
pub(super) fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "good",
        Mark::Neutral => "neutral",
        Mark::Bad => "bad",
    }
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "✓",
        Mark::Neutral => "·",
        Mark::Bad => "✗",
    }
}

/// What a note says.
pub(super) fn sentence(sentence: &Sentence, links: &Links<'_>) -> Markup {
    match sentence {
        Sentence::Plain(text) => html! { (with_minus(&shown(text))) },
        Sentence::Words(words) => changed(words),
        Sentence::Said(pieces) => said(pieces, links),
    }
}

/// Names by their titles, which are quoted as everywhere in sentences; amounts as short as they tell what differs.
fn said(pieces: &[Said], links: &Links<'_>) -> Markup {
    let amounts = pieces.iter().filter_map(|piece| match piece {
        Said::Money(figure) => Some(figure.value),
        Said::Words(_) | Said::Known(..) => None,
    });
    let mut amounts = prose::apart(&amounts.collect::<Vec<Number>>()).into_iter();
    html! {
        @for piece in pieces {
            @match piece {
                Said::Words(words) => (with_minus(&shown_piece(words))),
                Said::Known(name, title) => { "“" (links.titled(Some(name), title)) "”" }
                Said::Money(figure) => (said_money(figure, &amounts.next().unwrap_or_default())),
            }
        }
    }
}

/// An amount that has the unit of its table is written as the table's others are.
fn said_money(figure: &Figure, short: &str) -> Markup {
    match figure.measure {
        Measure::Scaled(..) => figure_of(figure, &figure.amount()),
        _ => html! { data value=(raw(figure)) { (with_minus(short)) } },
    }
}

/// Two versions of a text.
fn changed(words: &[(Change, String)]) -> Markup {
    html! {
        @for (change, text) in words.iter().filter(|(_, text)| !text.is_empty()) {
            @match change {
                Change::Kept => (shown_piece(text)),
                Change::Added => ins { (shown_piece(text)) },
                Change::Removed => del { (shown_piece(text)) },
            }
        }
    }
}
