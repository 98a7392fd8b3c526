//! What is told of income, transfers, authority, ledgers, tolerances and notes as written.

use super::terms::{Reach, TransferTerms};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::schema::{Head, Text};
use crate::model::{Authority, Category, Plan};
use crate::quantity::{Calendar, Currency, Date, Money, Month};
use crate::source::{Span, Spanned};

/// `category: wages` in an income.
pub(super) fn income_on_cost(span: Span, what: &str, category: &Category) -> Diagnostic {
    let path = &category.head.path;
    let message = format!("{what} cannot be booked to `{path}`, which is no category of income");
    Diagnostic::new(Code::IncomeOnCost, span, message)
        .label("a category of income is needed")
        .also(category.head.span, "declared without `kind: income`")
        .help(format!("name a category of income, or write `kind: income` in `{path}` if money comes in there"))
}

/// `2027-Q1` and `2027-02` in one income.
pub(super) fn income_twice(head: &Head, span: Span, earlier: Span) -> Diagnostic {
    Diagnostic::new(Code::IncomeTwice, span, format!("two lines of `{}` are of one month", head.path))
        .label("this line has a month of another")
        .also(earlier, "the other line")
        .help("let each month stand in one line")
        .about(head.path.as_str())
}

/// `amount: 0 USD`
pub(super) fn moves_nothing(head: &Head, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MovesNothing, span, "a transfer moves an amount above nought".to_owned())
        .label("this moves nothing")
        .help("write what moves; to move it back, let giver and receiver change places")
        .about(head.path.as_str())
}

/// The same package twice.
pub(super) fn stays_where_it_is(head: &Head, from: Span, to: Span, path: &str) -> Diagnostic {
    Diagnostic::new(Code::StaysWhereItIs, to, format!("this transfer gives `{path}` what it takes from it"))
        .label("what receives is what gives")
        .also(from, "what gives")
        .help("name another receiver; `into: category` moves money from one category to another within a package")
        .about(head.path.as_str())
}

/// `on: 2028-02-01`
pub(super) fn transfer_outside(head: &Head, on: Spanned<Date>, calendar: Calendar) -> Diagnostic {
    let (first, last) = (calendar.first(), calendar.last());
    let message = format!("this transfer lies outside of the plan's calendar, {first} .. {last}");
    Diagnostic::new(Code::TransferOutside, on.span, message)
        .label(format!("{} is no month of it", on.value.month()))
        .help(format!("name a day from {} to {}", first.first_day(), last.last_day()))
        .about(head.path.as_str())
}

/// A role that has no authority decides.
pub(super) fn no_authority(plan: &Plan, transfer: &TransferTerms) -> Diagnostic {
    let written = &plan.transfers[transfer.id];
    let role = &plan.roles[transfer.by].head;
    let span = written.by.get().map_or(written.head.span, |by| by.span);
    let roles: Vec<String> = plan
        .authorities
        .values()
        .filter_map(|authority| Some(format!("`{}`", plan.roles[authority.about.0?.value].head.path)))
        .collect();
    Diagnostic::new(Code::BeyondAuthority, span, format!("`{}` may decide no transfer", role.path))
        .label("a role without `authority`")
        .help(format!("let one of {} decide, or write `authority {} {{ … }}`", roles.join(", "), role.path))
        .about(written.head.path.as_str())
}

/// By how much, and where, an authority is passed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beyond {
    pub limit: Money,
    pub sum: Money,
    pub reach: Reach,
    pub currency: Currency,
}

/// A transfer beyond what its role may move.
pub(super) fn beyond_authority(
    plan: &Plan,
    transfer: &TransferTerms,
    authority: &Authority,
    beyond: Beyond,
) -> Diagnostic {
    let written = &plan.transfers[transfer.id];
    let role = &plan.roles[transfer.by].head.path;
    let (amount, sum, limit) = (
        in_words(transfer.amount, beyond.currency),
        in_words(beyond.sum, beyond.currency),
        in_words(beyond.limit, beyond.currency),
    );
    let (where_to, limit_written) = match beyond.reach {
        Reach::Within => ("within a department", authority.within_department.as_ref()),
        Reach::Across => ("across departments", authority.across_departments.as_ref()),
    };
    let message = if beyond.sum == transfer.amount {
        format!("`{role}` may move {limit} {where_to}, not {amount}")
    } else {
        format!("`{role}` may move {limit} a year between the same packages {where_to}, not {sum} with this transfer")
    };
    let span = written.amount.get().map_or(written.head.span, |amount| amount.span);
    let finding = Diagnostic::new(Code::BeyondAuthority, span, message)
        .label("beyond the role's authority")
        .help("let a role decide that may, or move less")
        .about(written.head.path.as_str());
    match limit_written {
        Some(limit) => finding.also(limit.span, "the limit"),
        None => finding,
    }
}

fn in_words(amount: Money, currency: Currency) -> String {
    let decimal = amount.number().decimal().normalize();
    format!("{decimal} {}", currency.code())
}

/// Two ledgers, one of them without a name.
pub(super) fn ledger_without_name(head: &Head, other: Option<&Head>) -> Diagnostic {
    let message = "one of several `actuals` has no name".to_owned();
    let finding = Diagnostic::new(Code::LedgerWithoutName, head.span, message)
        .label("a name is missing after this")
        .help("give each a name: `actuals ledger { … }`");
    match other {
        Some(other) => finding.also(other.span, "another one"),
        None => finding,
    }
}

/// `from: "../ledger.csv"`
pub(super) fn ledger_path(span: Span, path: &str, wrong: &str) -> Diagnostic {
    Diagnostic::new(Code::LedgerPath, span, format!("`{path}` is no path below the plan's folder: {wrong}"))
        .label("a ledger lies below the plan's folder")
        .help("write a path such as \"ledger/*.csv\", with `/` between folders")
}

/// `from: "../nps.csv" month "Month" value "NPS"`
pub(super) fn observed_path(span: Span, path: &str, wrong: &str) -> Diagnostic {
    Diagnostic::new(Code::LedgerPath, span, format!("`{path}` is no path below the plan's folder: {wrong}"))
        .label("what a plan reads lies below its folder")
        .help("write a path such as \"observed/nps.csv\", with `/` between folders")
}

/// `amount: "A"` beside `debit: "D"`.
pub(super) fn amount_beside_debit(head: &Head, span: Span) -> Diagnostic {
    columns(head, span, "amounts stand in one column or in two, not in both ways")
        .label("this stands beside `debit` or `credit`")
        .help("keep `amount`, or both `debit` and `credit`")
}

/// No amount at all.
pub(super) fn no_amount(head: &Head) -> Diagnostic {
    columns(head, head.span, "these actuals have no column of amounts")
        .label("`amount` is missing")
        .help("write `amount: \"…\"`, or `debit: \"…\"` and `credit: \"…\"`")
}

/// `debit: "D"` alone.
pub(super) fn half_of_an_amount(head: &Head, span: Span) -> Diagnostic {
    columns(head, span, "`debit` and `credit` go together")
        .label("the other one is missing")
        .help("name both columns; `amount` reads one column with signs")
}

/// `committed: ["PO"]` without `status`.
pub(super) fn needs_column(span: Span, key: &str, column: &str) -> Diagnostic {
    Diagnostic::new(Code::LedgerColumns, span, format!("`{key}` needs the column of the {column}"))
        .label(format!("`{column}` is missing in these actuals"))
        .help(format!("write `{column}: \"…\"`, the column's heading in the file"))
}

fn columns(head: &Head, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::LedgerColumns, span, message).about(head.path.as_str())
}

/// `dates: "day first"`
pub(super) fn no_pattern(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::DatePattern, span, format!("`{written}` is no way to write days"))
        .label("not a day, a month and a year")
        .help("write a year (yyyy, yy), a month (mm, m) and a day (dd, d) with marks between, such as \"dd.mm.yyyy\"")
}

/// `map category "64*10": salaries`
pub(super) fn star_inside(word: &Text) -> Diagnostic {
    Diagnostic::new(Code::StarInside, word.span, format!("`{}` has a `*` that is not at its end", word.value))
        .label("a `*` stands for any ending")
        .help("write the whole word, or its beginning and one `*`")
}

/// `map category "99*"` and `ignore category "99*"`
pub(super) fn mapped_and_ignored(word: &Text, earlier: Span) -> Diagnostic {
    Diagnostic::new(Code::MappedAndIgnored, word.span, format!("`{}` is mapped and ignored", word.value))
        .label("ignored here")
        .also(earlier, "mapped here")
        .help("keep one of the two lines")
}

/// `tolerance … { warn: 9%, fail: 3% }`
pub(super) fn fails_before_it_warns(head: &Head, fail: Span, warn: Span) -> Diagnostic {
    Diagnostic::new(Code::FailsBeforeItWarns, fail, "this tolerance fails before it warns")
        .label("reached first")
        .also(warn, "never told: whatever strays so far has failed already")
        .help("let `fail` be the larger of the two, or keep one of them")
        .about(head.path.as_str())
}

/// A tolerance without `warn` and `fail`.
pub(super) fn tolerates_all(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::ToleratesAll, head.span, "this tolerance has no limit".to_owned())
        .label("`warn` and `fail` are missing")
        .help("write `warn: 3%`, `fail: 7%`, or an amount")
        .about(head.path.as_str())
}

/// `in: 2027-05, until: 2027-03`
pub(super) fn right_before_wrong(until: Spanned<Month>, begun: Spanned<Month>) -> Diagnostic {
    let message = format!("what comes about in {} cannot have come right in {}", begun.value, until.value);
    Diagnostic::new(Code::NoteMonths, until.span, message)
        .label("not after the month it came about")
        .also(begun.span, "the month it came about")
        .help("name a later month")
}

/// `kind: timing` without `until`.
pub(super) fn timing_without_end(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoteMonths, head.span, "a note on timing does not say when it has come right".to_owned())
        .label("`until` is missing")
        .help("write `until: 2027-05`, the month in which it has come right")
        .about(head.path.as_str())
}

/// `kind: structural` with `until`.
pub(super) fn end_of_no_timing(span: Span, kind: &str) -> Diagnostic {
    Diagnostic::new(Code::NoteMonths, span, format!("a variance of the kind `{kind}` never comes right"))
        .label("`until` is of `timing` only")
        .help("remove `until`, or write `kind: timing`")
}
