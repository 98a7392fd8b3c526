//! What is told of ledgers: each names the file, the line and the column, and points at the line of the plan that reads it.

use super::columns::{Candidate, named};
use super::tally::Bad;
use crate::check::CheckedPlan;
use crate::diagnostic::text::{counted, grouped, visible};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::{Actuals, Id};
use crate::quantity::{Currency, Number};
use crate::resolve::nearest;
use crate::source::Span;

/// A word that nothing knows.
#[derive(Debug, Clone)]
pub(super) struct UnknownWord {
    /// Its rows.
    pub rows: u64,
    /// Their sum, in millionths.
    pub sum: i128,
    /// The file of the first.
    pub path: String,
    /// Its line.
    pub line: u64,
}

impl UnknownWord {
    /// Counts more rows of it.
    pub(super) fn add(&mut self, rows: u64, sum: i128) {
        self.rows += rows;
        self.sum = self.sum.saturating_add(sum);
    }
}

fn rows(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "row")
}

/// A file that cannot be used.
pub(super) fn unusable(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::LedgerUnusable, span, format!("`{}` {}", visible(path), visible(reason)))
        .label("read for these actuals")
        .help("mend the file, or name another one")
}

/// A pattern that matches nothing.
pub(super) fn no_file(span: Span, pattern: &str) -> Diagnostic {
    Diagnostic::new(Code::NoLedger, span, format!("no file below the plan's folder matches `{}`", visible(pattern)))
        .label("nothing to read")
        .help("put the ledger there, or correct the path; `*` stands for any part of a name, not for folders")
}

/// One file for two `actuals`.
pub(super) fn read_twice(plan: &CheckedPlan, span: Span, path: &str, other: Id<Actuals>) -> Diagnostic {
    let other = &plan.plan().actuals[other].head;
    Diagnostic::new(Code::LedgerTwice, span, format!("`{}` would count twice", visible(path)))
        .label("matched again here")
        .also(other.span, "these actuals read it already")
        .help("narrow one of the two paths")
}

/// Columns that are not there.
pub(super) fn missing_columns(actuals: &Actuals, path: &str, candidate: Option<&Candidate>) -> Diagnostic {
    let named = named(actuals);
    let fallback = actuals.from.get().map_or(actuals.head.span, |from| from.span);
    let Some(candidate) = candidate else {
        let message = format!("`{}` has no header with the columns of these actuals", visible(path));
        return Diagnostic::new(Code::NoSuchColumn, fallback, message)
            .label("an empty file, or none with columns")
            .help("the first row of a ledger names its columns");
    };
    let first = candidate.missing.first().copied().or(candidate.twice);
    let column = first.and_then(|index| named.get(index).copied().flatten());
    let (span, name) = column.map_or((fallback, String::new()), |name| (name.span, name.value.to_string()));
    let verb = if candidate.missing.is_empty() { "has two columns" } else { "has no column" };
    let message = format!("`{}` {verb} `{}`", visible(path), visible(&name));
    let finding = Diagnostic::new(Code::NoSuchColumn, span, message);
    match nearest(&name, candidate.headings.iter().map(|heading| heading.trim())) {
        Some(near) if !candidate.missing.is_empty() => finding
            .label(format!("did you mean `{}`?", visible(near)))
            .fix(
                "write the column's heading",
                span,
                format!("\"{}\"", near.replace('\\', "\\\\").replace('"', "\\\"")),
                Applicability::Suggestion,
            )
            .help(format!("write `\"{}\"`", visible(near))),
        _ => {
            let headings: Vec<String> =
                candidate.headings.iter().take(12).map(|heading| format!("`{}`", visible(heading.trim()))).collect();
            finding.label("not a heading of that file").help(format!("it has {}", headings.join(", ")))
        }
    }
}

/// A row that cannot be read.
pub(super) fn bad_row(actuals: &Actuals, span: Span, path: &str, bad: &Bad) -> Diagnostic {
    let place = format!("{}:{}", visible(path), bad.line);
    let message = match bad.column {
        Some(column) => {
            let heading =
                named(actuals).get(column).copied().flatten().map_or_else(String::new, |name| name.value.to_string());
            let cell = if bad.cell.is_empty() { "it".to_owned() } else { format!("`{}`", visible(&bad.cell)) };
            format!("{place}, column `{}`: {cell} {}", visible(&heading), bad.why)
        }
        None => format!("{place}: the row {}", bad.why),
    };
    Diagnostic::new(Code::BadRow, span, message)
        .label("a row of these actuals cannot be read")
        .help("mend the row; `skip_bad_rows: yes` passes such rows over and counts them")
}

/// Rows of a warehouse that have no month or no amount.
pub(super) fn bad_in_warehouse(actuals: &Actuals, path: &str, count: u64) -> Diagnostic {
    let span = actuals.from.get().map_or(actuals.head.span, |from| from.span);
    let message = format!("`{}` counts {} without a day or an amount", visible(path), rows(count));
    Diagnostic::new(Code::BadRow, span, message)
        .label("of these actuals")
        .help("look for them in the warehouse, or say `skip_bad_rows: yes`; an amount has at most six decimals")
}

/// What more rows there are that cannot be read.
pub(super) fn more_bad_rows(span: Span, path: &str, count: u64) -> Diagnostic {
    Diagnostic::new(Code::BadRow, span, format!("{}: {} more cannot be read", visible(path), rows(count)))
        .label("rows of these actuals cannot be read")
        .help("mend the rows that are named first: the others may be alike")
}

/// Days that can be read in two ways.
pub(super) fn two_days(actuals: &Actuals, span: Span, path: &str, line: u64) -> Diagnostic {
    let place = actuals.date.get().map_or(span, |date| date.span);
    let message =
        format!("{}:{line}: every day of this file can be read with the day or with the month first", visible(path));
    Diagnostic::new(Code::Undecided, place, message)
        .label("which comes first?")
        .help("write `dates: \"dd/mm/yyyy\"` or `dates: \"mm/dd/yyyy\"`")
}

/// Amounts that can be read in two ways.
pub(super) fn two_amounts(actuals: &Actuals, span: Span, path: &str, line: u64) -> Diagnostic {
    let amount = actuals.amount.as_ref().or(actuals.debit.as_ref());
    let place = amount.map_or(span, |amount| amount.span);
    let message =
        format!("{}:{line}: the mark in the amounts of this file can part thousands or decimals", visible(path));
    Diagnostic::new(Code::Undecided, place, message)
        .label("which is it?")
        .help("write `decimal: point` or `decimal: comma`")
}

/// A word that nothing knows; the fix maps it.
pub(super) fn unknown_word(
    plan: &CheckedPlan,
    actuals: &Actuals,
    column: &str,
    word: &str,
    unknown: &UnknownWord,
    sum: Number,
    near: Option<&str>,
) -> Diagnostic {
    let message = format!(
        "{}:{}: the plan has no {column} `{}` ({}, {} {})",
        visible(&unknown.path),
        unknown.line,
        visible(word),
        rows(unknown.rows),
        sum,
        plan.currency.code()
    );
    let span = actuals.from.get().map_or(actuals.head.span, |from| from.span);
    let finding = Diagnostic::new(Code::UnknownWord, span, message).label("a word of this ledger that nothing knows");
    if column == "currency" {
        return finding.help("a currency is written by its code, such as `EUR`");
    }
    let written = format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
    match near {
        Some(near) => finding
            .fix(
                format!("map it to `{near}`"),
                span.after(),
                format!("\n  map {column} {written}: {near}"),
                Applicability::Suggestion,
            )
            .help(format!("write `map {column} {}: {near}` if that is meant", visible(&written))),
        None => finding.help(format!(
            "write `map {column} {}: …`, or `ignore {column} {} because \"…\"`",
            visible(&written),
            visible(&written)
        )),
    }
}

/// A currency that no exchange knows.
pub(super) fn no_rate(
    plan: &CheckedPlan,
    source: Id<Actuals>,
    currency: Currency,
    count: u64,
    sum: Number,
) -> Diagnostic {
    let actuals = &plan.plan().actuals[source];
    let span = actuals.currency.as_ref().or(actuals.from.get()).map_or(actuals.head.span, |column| column.span);
    let code = currency.code();
    let message = format!("the plan has no exchange rate for {code} ({}, {sum} {code})", rows(count));
    Diagnostic::new(Code::LedgerCurrency, span, message).label(format!("rows of this ledger are in {code}")).help(
        format!(
            "declare one: `exchange {code} {{ rate: … {}, source: \"…\", as_of: 2026-10-30 }}`",
            plan.currency.code()
        ),
    )
}

/// Amounts of a ledger too large to add up.
pub(super) fn sum_too_large(plan: &CheckedPlan, source: Id<Actuals>, currency: Currency, count: u64) -> Diagnostic {
    let actuals = &plan.plan().actuals[source];
    let span = actuals.from.get().map_or(actuals.head.span, |from| from.span);
    let come = if count == 1 { "comes" } else { "come" };
    let message = format!("{} in {} {come} to a sum too large to reckon with", rows(count), currency.code());
    Diagnostic::new(Code::NoFigure, span, message)
        .label("of this ledger")
        .help("look for an amount with too many digits, such as a number of a document in the column of amounts")
}

/// Rows that are equal in every column.
pub(super) fn twice(actuals: &Actuals, span: Span, path: &str, lines: &[u64]) -> Diagnostic {
    let shown: Vec<String> = lines.iter().take(8).map(|line| grouped(usize::try_from(*line).unwrap_or(0))).collect();
    let more =
        if lines.len() > shown.len() { format!(" and {} more", lines.len() - shown.len()) } else { String::new() };
    let path = visible(path);
    let message = match shown.as_slice() {
        [line] => format!("{path}: line {line} equals an earlier row in every column, and counts"),
        shown => {
            format!("{path}: lines {}{more} equal an earlier row in every column, and count", shown.join(", "))
        }
    };
    Diagnostic::new(Code::RowsTwice, span, message)
        .label("read for these actuals")
        .help("take them out if they were exported twice")
        .about(actuals.head.path.as_str())
}

/// Too many rows to compare.
pub(super) fn not_compared(actuals: &Actuals, span: Span, most: usize) -> Diagnostic {
    let message = format!("more than {} rows: whether some are twice the same was not looked at", grouped(most));
    Diagnostic::new(Code::RowsTwice, span, message)
        .label("read for these actuals")
        .help("name fewer files in one `actuals`")
        .about(actuals.head.path.as_str())
}

/// No month is closed.
pub(super) fn nothing_observed(plan: &CheckedPlan) -> Diagnostic {
    let observe = plan.plan().observes.values().next();
    let span = observe.map_or_else(Span::default, |observe| observe.head.span);
    let message = "nothing was observed in the calendar, so that no month counts as closed".to_owned();
    Diagnostic::new(Code::NothingClosed, span, message)
        .label("read for this observation")
        .help("say which month is closed: `control { closed: … }`, or `--as-of`")
}

/// No month in which something was paid begins the calendar.
pub(super) fn nothing_closed(plan: &CheckedPlan) -> Diagnostic {
    let actuals = plan.plan().actuals.values().next();
    let span = actuals.map_or_else(Span::default, |actuals| actuals.head.span);
    let first = plan.calendar.first();
    Diagnostic::new(
        Code::NothingClosed,
        span,
        format!("nothing was paid in {first}, so that no month counts as closed"),
    )
    .label("read for these actuals")
    .help("say which month is closed: `control { closed: … }`, or `--as-of`")
}
