//! Lists of what can be explained, and the whole reference as one document.

use std::fmt::Write;

use super::terms;
use super::topics::{ALIASES, TOPICS};
use super::{declaration, entry};
use crate::diagnostic::{Code, Severity};
use crate::model::Kind;
use crate::model::functions::Function;
use crate::model::kpi_kinds::KpiKind;
use crate::model::schema::Choice;

/// Every declaration, in a line each.
pub(super) fn declarations() -> String {
    let lines = Kind::ALL.iter().map(|kind| {
        let doc = kind.schema().doc.trim();
        (kind.keyword(), doc.split_once(". ").map_or(doc.trim_end_matches('.'), |(first, _)| first))
    });
    list("Declarations", "A plan is made of these. `zbb explain package` tells what a `package` holds.", lines)
}

/// Every function, in a line each.
pub(super) fn functions() -> String {
    let lines = Function::ALL.iter().map(|function| (function.schema().signature, function.schema().doc));
    list("Functions", "Formulas and conditions use these.", lines)
}

/// Every kind of KPI, in a line each.
pub(super) fn kpi_kinds() -> String {
    let lines = KpiKind::CHOICES.iter().map(|Choice { word, doc }| (*word, *doc));
    list("Kinds of KPI", "`kind` of a `kpi` is one of these; each brings its unit, its range and its method.", lines)
}

/// Every code, in a line each.
pub(super) fn codes() -> String {
    let lines = Code::ALL.iter().map(|code| (code.id(), code.title()));
    list("Findings", "Each has a page with an example that fails and its repair: `zbb explain E0217`.", lines)
}

/// Every word of reports, in a line each.
pub(super) fn terms() -> String {
    let lines = terms::all().map(|term| (term.names.first().copied().unwrap_or(""), term.doc));
    list("Words of reports", "What stands in the ranking sheet, beside it, and in comparisons.", lines)
}

/// What can be asked for, in a page: what `zbb explain` shows without a name.
pub fn index() -> String {
    let lists = [
        ("declarations", "what a plan is made of, such as `package`, `kpi`, `funding`"),
        ("kinds", "kinds of KPI, such as `nps`, `retention`, `clv`"),
        ("functions", "what formulas and conditions use"),
        ("terms", "words of reports, such as `held back`, `zero base`"),
        ("codes", "errors and warnings, such as `E0217`"),
    ];
    let mut text = list("zbb explain", "`zbb explain NAME` shows a page. These are lists of names:", lists.into_iter());
    text.push_str("\nThese tell how something is written or worked out:\n\n");
    for topic in TOPICS {
        let _ = writeln!(text, "- `{}` — {}", topic.names.first().copied().unwrap_or(""), topic.about);
    }
    text.push_str("\nWords of elsewhere lead to those of plans:\n\n");
    for (name, here) in ALIASES {
        let _ = writeln!(text, "- `{name}` — `{here}`");
    }
    text.push_str("\n`zbb explain --all` writes the whole reference.\n");
    text
}

/// Everything, as one Markdown document.
pub fn whole() -> String {
    let mut text = "# The zbb reference\n\nWritten by `zbb explain --all` from the compiler's own tables.\n".to_owned();
    section(&mut text, "Declarations", Kind::ALL.iter().map(|kind| whole_declaration(*kind)));
    section(&mut text, "Kinds of KPI", KpiKind::ALL.iter().map(|kind| entry::kpi_kind_page(*kind)));
    section(&mut text, "Functions", Function::ALL.iter().map(|function| entry::function_page(*function)));
    section(&mut text, "Words of reports", terms::all().map(terms::page));
    section(&mut text, "How it is worked out", TOPICS.iter().map(|topic| topic.page.to_owned()));
    let of = |severity: Severity| Code::ALL.iter().filter(move |code| code.severity() == severity);
    section(&mut text, "Errors", of(Severity::Error).map(|code| code.page().to_owned()));
    section(&mut text, "Warnings", of(Severity::Warning).map(|code| code.page().to_owned()));
    text
}

/// A declaration's page, with those of the properties that need more than a line.
fn whole_declaration(kind: Kind) -> String {
    let mut page = declaration::page(kind);
    let properties = kind.schema().properties.iter();
    let long = properties.filter(|property| entry::words(property).next().is_some());
    for property in long.filter(|property| property.key != kind.keyword()) {
        let _ = write!(page, "\n{}", deeper(&declaration::property_page(kind, property), 1));
    }
    page
}

fn list<'a>(title: &str, lead: &str, lines: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = format!("# {title}\n\n{lead}\n\n");
    for (name, doc) in lines {
        let _ = writeln!(text, "- `{name}` — {doc}");
    }
    text
}

fn section(text: &mut String, title: &str, pages: impl Iterator<Item = String>) {
    let _ = write!(text, "\n## {title}\n");
    for page in pages {
        let _ = write!(text, "\n{}", deeper(&page, 2));
    }
}

/// A page with its headings `levels` lower; lines inside fences are no headings.
fn deeper(page: &str, levels: usize) -> String {
    let mut lowered = String::with_capacity(page.len() + 64);
    let mut is_code = false;
    for line in page.lines() {
        is_code ^= line.starts_with("```");
        if line.starts_with('#') && !is_code {
            lowered.push_str(&"#".repeat(levels));
        }
        lowered.push_str(line);
        lowered.push('\n');
    }
    lowered
}
