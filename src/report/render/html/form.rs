//! A form in HTML: takes what is known of one thing, gives a heading and a table whose rows say what, how much and why, and
//! where in the plan that is written.

use super::cell::{told, value};
use super::table::table_of;
use super::text::escaped;
use crate::report::document::{Form, FormLine, Group, Place, Section};

/// The form, under an anchor of its own.
pub(super) fn form_of(section: &Section, form: &Form) -> String {
    let anchor = escaped(&form.about.anchor());
    let groups: String = form.groups.iter().map(group).collect();
    let tables: String = form.tables.iter().map(|table| table_of(section, table)).collect();
    format!(
        "<article class=\"form\">\n<h3 id=\"{anchor}\">{}{}</h3>\n<div class=\"table\" role=\"region\" aria-label=\"{}\" \
         tabindex=\"0\">\n<table>\n{groups}</table>\n</div>\n{tables}</article>\n",
        escaped(&form.title),
        place(form.at.as_ref()),
        escaped(&form.title),
    )
}

fn group(group: &Group) -> String {
    let heading = if group.heading.is_empty() {
        String::new()
    } else {
        let status = group.status.as_ref().map(|(mark, words)| format!(" {} {}", told(*mark), escaped(words)));
        format!(
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"3\">{}{}{}</th></tr>\n",
            escaped(&group.heading),
            status.unwrap_or_default(),
            place(group.at.as_ref())
        )
    };
    format!("<tbody>\n{heading}{}</tbody>\n", group.lines.iter().map(line).collect::<String>())
}

fn line(line: &FormLine) -> String {
    let how = match escaped(&line.how) {
        how if how.is_empty() => how,
        how => format!(" <span class=\"how\">{how}</span>"),
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"long\">{}{how}</td><td>{}</td></tr>\n",
        escaped(&line.what),
        value(&line.value),
        place(line.at.as_ref())
    )
}

fn place(at: Option<&Place>) -> String {
    at.map_or_else(String::new, |at| format!(" <code class=\"place\">{}</code>", escaped(&at.to_string())))
}
