//! A form in HTML: takes what is known of one thing, gives a heading and a table whose rows say what, how much and why, and
//! where in the plan that is written.

use maud::{Markup, html};

use super::cell::{told, value};
use super::links::Links;
use super::table::table_alone;
use super::text::{shown, with_minus};
use crate::report::document::{Cell, Form, FormLine, Group, Section, SourceLine};

/// The form, under an anchor of its own.
pub(super) fn form_of(section: &Section, form: &Form, links: &Links<'_>) -> Markup {
    let title = shown(&form.title);
    html! {
        article class="form" {
            h3 id=[links.claim(&form.about)] data-about=[links.about(&form.about)] {
                (title) (place(form.at.as_ref(), links))
            } "\n"
            div class="table" role="group" aria-label=(title) tabindex="0" {
                table { "\n" @for group in &form.groups { (group_of(group, links)) } }
            } "\n"
            @for table in &form.tables {
                details { summary { (table.caption.unwrap_or(table.key)) } (table_alone(section, table, links)) }
            }
        } "\n"
    }
}

fn group_of(group: &Group, links: &Links<'_>) -> Markup {
    html! {
        tbody {
            @if !group.heading.is_empty() {
                tr class="group" {
                    th scope="rowgroup" colspan="3" id=[group.about.as_ref().and_then(|name| links.claim(name))]
                        data-about=[group.about.as_ref().and_then(|name| links.about(name))] {
                        (shown(&group.heading))
                        @if let Some((mark, words)) = &group.status { " " (told(*mark)) " " (shown(words)) }
                        (place(group.at.as_ref(), links))
                    }
                } "\n"
            }
            @for line in &group.lines { (line_of(line, links)) }
        } "\n"
    }
}

fn line_of(line: &FormLine, links: &Links<'_>) -> Markup {
    // Of `owner` the value is the thing, of an effect what moves.
    let is_property = line.what.replace(' ', "_") == line.key;
    html! {
        tr {
            th scope="row" { (links.titled(line.about.as_ref().filter(|_| !is_property), &line.what)) }
            td {
                @match (&line.about, &line.value) {
                    (Some(_), Cell::Text(words)) if is_property => (links.titled(line.about.as_ref(), words)),
                    _ => (value(&line.value, links)),
                }
                @if !line.how.is_empty() { " " small { (with_minus(&shown(&line.how))) } }
            }
            @if line.at.is_some() { td { (place(line.at.as_ref(), links)) } }
        } "\n"
    }
}

fn place(at: Option<&SourceLine>, links: &Links<'_>) -> Markup {
    let written = at.map(ToString::to_string);
    html! {
        @if let Some(written) = written { " " code data-about=[links.about_words(&written)] { (shown(&written)) } }
    }
}
