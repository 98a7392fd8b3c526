//! The reference: takes a name (a code, a declaration, a property, a kind of KPI, a function, a word of plans or of reports), gives its pages in
//! Markdown. All of it comes from the schema in `model` and the table of codes; nothing is written a second time here.

mod declaration;
mod entry;
mod form;
mod headings;
mod list;
mod term;
mod terms;
mod topics;
mod words;

use std::collections::BTreeSet;

pub use list::{index, whole};
pub use words::{Words, words};

use crate::diagnostic::Code;
use crate::model::Kind;
use crate::model::functions::Function;
use crate::model::kpi_kinds::KpiKind;

/// The lists that can be asked for by name.
const LISTS: &[(&str, fn() -> String)] = &[
    ("declarations", list::declarations),
    ("functions", list::functions),
    ("kinds", list::kpi_kinds),
    ("codes", list::codes),
    ("terms", list::terms),
];

/// Every page a name has: `cost` is a property in several places and a function. None where it means nothing.
#[must_use]
pub fn pages(name: &str) -> Vec<String> {
    let term = terms::term(name).map(terms::page);
    let topic = topics::topic(name).map(|topic| topic.page.to_owned());
    let pages: Vec<String> = topic.into_iter().chain(declared_pages(name)).chain(term).collect();
    match topics::alias(name) {
        Some(here) if pages.is_empty() => {
            let called = format!("`{name}` is called `{here}` here.\n");
            std::iter::once(called).chain(declared_pages(here)).collect()
        }
        _ => pages,
    }
}

/// The pages of what a plan can hold, and of codes.
fn declared_pages(name: &str) -> Vec<String> {
    let (owner, key) = match name.split_once('.') {
        Some((owner, key)) => (Some(owner), key),
        None => (None, name),
    };
    if let Some(owner) = owner {
        return property(owner, key).into_iter().collect();
    }
    let code = Code::ALL.iter().find(|code| code.id().eq_ignore_ascii_case(name));
    let list = LISTS.iter().find(|(list, _)| *list == name).map(|(_, page)| page());
    let kind = Kind::from_keyword(name).map(declaration::page);
    let key = if kind.is_none() { entry::key_page(name) } else { None };
    let kpi_kind = KpiKind::ALL.iter().find(|kind| kind.word() == name).map(|kind| entry::kpi_kind_page(*kind));
    let function = Function::from_name(name).map(entry::function_page);
    let word = if kpi_kind.is_none() { entry::word_page(name) } else { None };
    let code = code.map(|code| code.page().to_owned());
    [code, list, kind, key, kpi_kind, function, word].into_iter().flatten().collect()
}

/// Every name that has a page, in order.
#[must_use]
pub fn names() -> Vec<String> {
    let mut names: BTreeSet<String> = LISTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.extend(Code::ALL.iter().map(|code| code.id().to_owned()));
    names.extend(Kind::ALL.iter().map(|kind| kind.keyword().to_owned()));
    names.extend(KpiKind::ALL.iter().map(|kind| kind.word().to_owned()));
    names.extend(terms::all().flat_map(|term| term.names).map(|name| (*name).to_owned()));
    names.extend(topics::TOPICS.iter().flat_map(|topic| topic.names).map(|name| (*name).to_owned()));
    names.extend(topics::ALIASES.iter().map(|(name, _)| (*name).to_owned()));
    names.extend(Function::ALL.iter().map(|function| function.schema().name.to_owned()));
    for (kind, property) in entry::properties() {
        names.insert(property.key.to_owned());
        names.insert(format!("{}.{}", kind.keyword(), property.key));
        names.extend(entry::words(property).map(str::to_owned));
    }
    names.into_iter().collect()
}

/// `level.cost`
fn property(owner: &str, key: &str) -> Option<String> {
    let kind = Kind::from_keyword(owner)?;
    Some(declaration::property_page(kind, kind.schema().property(key)?))
}
