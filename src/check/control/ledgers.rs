//! Where actuals and observations are read from, as written: takes each `actuals` and `observe`, reports paths that leave the
//! plan's folder, columns that say too little or too much, and words that mean two things. No file is looked at.

use std::collections::BTreeMap;

use super::messages;
use crate::check::context::Checker;
use crate::diagnostic::Diagnostic;
use crate::model::control::IgnoredColumn;
use crate::model::schema::Text;
use crate::model::{Actuals, Kind};
use crate::source::Span;

/// Checks every `actuals`.
pub(super) fn check(checker: &mut Checker) {
    let plan = checker.plan;
    let nameless = plan.actuals.values().filter(|actuals| actuals.head.name.is_none());
    let first = plan.actuals.values().next();
    for actuals in nameless.filter(|_| plan.actuals.len() > 1) {
        let other = first.filter(|first| first.head.span != actuals.head.span).or(plan.actuals.values().nth(1));
        checker.report(messages::ledger_without_name(&actuals.head, other.map(|other| &other.head)));
    }
    for actuals in plan.actuals.values() {
        if let Some(from) = actuals.from.get() {
            check_path(checker, from, messages::ledger_path);
        }
        check_columns(checker, actuals);
        check_words(checker, actuals);
    }
    for from in plan.observes.values().filter_map(|observe| observe.from.as_ref()) {
        check_path(checker, &from.file, messages::observed_path);
    }
}

fn check_path(checker: &mut Checker, path: &Text, finding: fn(Span, &str, &str) -> Diagnostic) {
    if let Some(wrong) = wrong_path(&path.value) {
        checker.report(finding(path.span, &path.value, wrong));
    }
}

/// What is wrong with the path of a ledger as written.
fn wrong_path(path: &str) -> Option<&'static str> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.trim().is_empty() {
        Some("it names no file")
    } else if path.starts_with(['/', '\\']) || drive {
        Some("it begins at the root of a disk")
    } else if path.contains('\\') {
        Some("it parts folders by `\\`")
    } else if path.split('/').any(|part| part == "..") {
        Some("it leaves the plan's folder")
    } else if path.split('/').any(|part| part == "**") {
        Some("`**` is no part of a name")
    } else {
        None
    }
}

fn check_columns(checker: &mut Checker, actuals: &Actuals) {
    let head = &actuals.head;
    match (&actuals.amount, &actuals.debit, &actuals.credit) {
        (Some(_), None, None) | (None, Some(_), Some(_)) => {}
        (Some(amount), _, _) => checker.report(messages::amount_beside_debit(head, amount.span)),
        (None, None, None) if checker.is_broken(head.whole) => {}
        (None, None, None) => checker.report(messages::no_amount(head)),
        (None, Some(one), None) | (None, None, Some(one)) => {
            checker.report(messages::half_of_an_amount(head, one.span));
        }
    }
    if let Some(dates) = &actuals.dates
        && !is_pattern(&dates.value)
    {
        checker.report(messages::no_pattern(dates.span, &dates.value));
    }
    let status = [("committed", actuals.committed.as_ref()), ("final", actuals.r#final.as_ref())];
    for (key, words) in status {
        if let Some(word) = words.and_then(|words| words.0.first())
            && actuals.status.is_none()
        {
            checker.report(messages::needs_column(word.span, key, "status"));
        }
    }
    if let Some(word) = actuals.committed.as_ref().and_then(|words| words.0.first())
        && actuals.reference.is_none()
        && actuals.status.is_some()
    {
        checker.report(messages::needs_column(word.span, "committed", "reference"));
    }
}

/// Whether a text is a way to write days: one of each part, with marks between.
#[must_use]
pub(crate) fn is_pattern(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(|mark: char| !mark.is_ascii_alphabetic()).filter(|part| !part.is_empty()).collect();
    let one_of = |words: &[&str]| parts.iter().filter(|part| words.contains(part)).count() == 1;
    let glued = matches!(text, "yyyymmdd" | "ddmmyyyy" | "mmddyyyy" | "yymmdd" | "ddmmyy" | "mmddyy");
    glued || (parts.len() == 3 && one_of(&["yyyy", "yy"]) && one_of(&["mm", "m"]) && one_of(&["dd", "d"]))
}

fn check_words(checker: &mut Checker, actuals: &Actuals) {
    let mut mapped: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for mapping in &actuals.map {
        check_star(checker, &mapping.word);
        mapped.insert((mapping.column.keyword(), &mapping.word.value), mapping.word.span);
        if column(actuals, mapping.column.keyword()).is_none() {
            checker.report(messages::needs_column(mapping.word.span, "map", mapping.column.keyword()));
        }
    }
    for ignored in &actuals.ignore {
        check_star(checker, &ignored.word);
        if let Some(earlier) = mapped.get(&(ignored.column.word(), &*ignored.word.value)) {
            checker.report(messages::mapped_and_ignored(&ignored.word, *earlier));
        }
        if column(actuals, ignored.column.word()).is_none() {
            checker.report(messages::needs_column(ignored.word.span, "ignore", ignored.column.word()));
        }
    }
}

/// The column of a kind of words.
fn column<'a>(actuals: &'a Actuals, word: &str) -> Option<&'a Text> {
    match word == IgnoredColumn::Status.word() {
        true => actuals.status.as_ref(),
        false => actuals.column(Kind::from_keyword(word)?),
    }
}

/// One `*`, and at the end.
fn check_star(checker: &mut Checker, word: &Text) {
    let stem = word.value.strip_suffix('*').unwrap_or(&word.value);
    if stem.contains('*') {
        checker.report(messages::star_inside(word));
    }
}
