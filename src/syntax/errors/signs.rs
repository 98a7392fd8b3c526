//! Mistakes with brackets and with the signs between values.

use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::limits::MOST_OPERATORS;

/// `[a, b` up to the end of its line.
pub(in crate::syntax) fn unclosed_bracket(open: Span, written: &str, end: Span) -> Diagnostic {
    let close = if written == "[" { "]" } else { ")" };
    Diagnostic::new(Code::UnclosedBracket, open, format!("this `{written}` is not closed"))
        .label("opened here")
        .also(end, format!("the `{close}` is missing here at the latest"))
        .help(format!("write `{close}` behind the last item"))
        .fix(format!("write `{close}`"), end, close, Applicability::Suggestion)
}

/// `[a, b)`.
pub(in crate::syntax) fn wrong_bracket(close: Span, written: &str, open: Span, opened: &str) -> Diagnostic {
    let right = if opened == "[" { "]" } else { ")" };
    Diagnostic::new(Code::UnclosedBracket, close, format!("`{written}` closes what `{opened}` opened"))
        .label(format!("`{right}` belongs here"))
        .also(open, "opened here")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), close, right, Applicability::Safe)
}

/// `(a, b)` that is no function's.
pub(in crate::syntax) fn group_of_several(span: Span, items: usize) -> Diagnostic {
    let holds = if items == 0 { "nothing" } else { "several values" };
    Diagnostic::new(Code::UnexpectedWords, span, format!("these parentheses hold {holds}"))
        .label("exactly one value belongs here")
        .help("write a list between `[` and `]`; a function's name stands right before its `(`")
}

/// `max(a; b)`
pub(in crate::syntax) fn semicolons_in_brackets(places: &[Span]) -> Diagnostic {
    let first = places.first().copied().unwrap_or_default();
    let edits = places.iter().map(|place| Edit { span: *place, replacement: ",".to_owned() }).collect();
    Diagnostic::new(Code::StraySeparator, first, "`;` parts nothing here")
        .label("a comma parts arguments and items")
        .help("write `,`")
        .fix_all("write commas", edits, Applicability::Safe)
}

/// Two items without a comma.
pub(in crate::syntax) fn missing_separator(end: Span) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, end, "there is no comma between two items")
        .label("the comma belongs here")
        .help("separate the items by commas")
        .fix("write the comma", end, ",", Applicability::Safe)
}

/// `max csat`: a function without its parentheses.
pub(in crate::syntax) fn function_beside_name(whole: Span, function: &str, name: &str) -> Diagnostic {
    let right = format!("{}({})", quote(function), quote(name));
    Diagnostic::new(
        Code::UnexpectedWords,
        whole,
        format!("`{}` and `{}` stand side by side", quote(function), quote(name)),
    )
    .label("what a function is of stands between parentheses")
    .help(format!("write `{right}`"))
    .fix(format!("write `{right}`"), whole, right, Applicability::Suggestion)
}

/// `previous csat`.
pub(in crate::syntax) fn previous_of(whole: Span, name: &str) -> Diagnostic {
    let name = quote(name);
    Diagnostic::new(Code::UnexpectedWords, whole, format!("`previous` is followed by `{name}`"))
        .label("`previous` is the KPI's own value one month earlier, and takes no name")
        .help(format!("write `previous` alone, or `lag({name}, 1 month)` for the value of another one"))
}

/// `hotline.weekdays is funded`.
pub(in crate::syntax) fn is_funded(name: Span, written: &str, not: &str) -> Diagnostic {
    let right = format!("{not}funded({})", quote(written));
    Diagnostic::new(Code::UnexpectedWords, name, "a condition is a formula, not a sentence")
        .label("whether this is funded is asked by a function")
        .help(format!("write `{right}`"))
}

/// More signs than anyone reads.
pub(in crate::syntax) fn too_many_operators(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::TooManySigns, sign, format!("this value has more than {MOST_OPERATORS} signs"))
        .label("this sign is one too many; the value is passed over")
        .help("write parts of it as a `driver` each, and name them here")
}

/// `a < b < c`; `middle` is where the first comparison ends.
pub(in crate::syntax) fn chained_comparison(second: Span, first: Span, middle: u32) -> Diagnostic {
    Diagnostic::new(Code::ChainedComparison, second, "two comparisons are chained")
        .label("the second comparison")
        .also(first, "the first comparison")
        .also(Span::new(second.file, middle, middle), "the value between them belongs to both")
        .help("compare twice: `low <= x and x <= high`")
}

/// `..` beside something that is no literal.
pub(in crate::syntax) fn range_of_expressions(end: Span, sign: Span) -> Diagnostic {
    Diagnostic::new(Code::RangeOfExpressions, end, "`..` joins figures and periods only")
        .label("this is computed or named")
        .also(sign, "joined by this")
        .help("write both ends as figures, such as `10 pts .. 20 pts`")
}

/// `0 .. 5 * 2`.
pub(in crate::syntax) fn range_in_expression(sign: Span, range: Span) -> Diagnostic {
    Diagnostic::new(Code::RangeOfExpressions, sign, "nothing can be computed with a range")
        .label("this sign")
        .also(range, "takes this range as one of its sides")
        .help("write the ends of a range as figures, such as `10 pts .. 20 pts`")
}

/// `2027-01 .. 5 pts`.
pub(in crate::syntax) fn range_of_both(low: Span, high: Span) -> Diagnostic {
    Diagnostic::new(Code::RangeOfExpressions, high, "one end of this range is a period, the other a figure")
        .label("this end")
        .also(low, "and this end are of different kinds")
        .help("write two periods, or two figures")
}

/// `1 .. 2 .. 3 .. 4`.
pub(in crate::syntax) fn range_of_four(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::RangeOfExpressions, sign, "this range has more than three points")
        .label("a fourth point follows")
        .help("write `low .. high`, or `low .. likely .. high`")
}

/// `revenue/visitors` within a value.
pub(in crate::syntax) fn unspaced_division(span: Span, written: &str) -> Diagnostic {
    let mut edits = Vec::new();
    for (at, _) in written.match_indices('/') {
        let start = span.start + u32::try_from(at).unwrap_or(0);
        edits.push(Edit { span: Span::new(span.file, start, start + 1), replacement: " / ".to_owned() });
    }
    Diagnostic::new(Code::UnspacedDivision, span, format!("`{}` divides without spaces", quote(written)))
        .label("without spaces a `/` belongs to a unit, such as `USD/contact`")
        .help("write spaces around the `/` to divide")
        .fix_all("write the spaces", edits, Applicability::Safe)
}

/// `x/2`, `x /2`.
pub(in crate::syntax) fn unspaced_slash(slash: Span, unit: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::UnspacedDivision, slash, "this `/` lacks its spaces")
        .label("a division has a space on both sides")
        .help(match unit {
            Some(unit) => format!("write spaces around the `/`, or none at all if this is a unit: `{}`", quote(unit)),
            None => "write spaces around the `/`".to_owned(),
        })
}

/// A `%` or unit within a formula, with no number before it.
pub(in crate::syntax) fn bare_unit(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, span, format!("there is no number before `{}`", quote(written)))
        .label("this is a unit only")
        .help(format!("write the number right before it, such as `5{}`", quote(written)))
}

/// A sign as other languages write it; `right` has the spaces that it needs.
pub(in crate::syntax) fn foreign_sign(span: Span, written: &str, right: &str) -> Diagnostic {
    let shown = right.trim();
    Diagnostic::new(Code::ForeignSign, span, format!("`{written}` is written `{shown}` here"))
        .label("written as elsewhere")
        .help(format!("write `{shown}`"))
        .fix(format!("write `{shown}`"), span, right, Applicability::Safe)
}

/// `=3 * 48k EUR`.
pub(in crate::syntax) fn formula_of_sheets(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::ForeignSign, sign, "a value does not begin with `=`")
        .label("as in a spreadsheet")
        .help("write the value without `=`")
        .fix("remove the `=`", sign, "", Applicability::Safe)
}

/// `if funded(crm.minimum) then nps at 2027-12 >= 31 pts`: `rest` stands behind `word`.
pub(in crate::syntax) fn condition_in_words(whole: Span, word: &str, rest: &str) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnexpectedWords, whole, format!("formulas have no `{word}`"))
        .label("a condition is a formula, not a sentence");
    let parts = rest.split_once(" then ").or_else(|| rest.split_once(", ")).filter(|_| matches!(word, "if" | "when"));
    match parts.map(|(when, then)| (when.trim(), then.trim())) {
        Some((when, then)) if !then.contains(" else ") => {
            let when = if when.contains(' ') { format!("({when})") } else { when.to_owned() };
            finding.help(format!("write `not {when} or {then}`"))
        }
        _ => finding.help(
            "write what must hold with `not`, `and` and `or`: where the one asks for the other, `not the_one or the_other`",
        ),
    }
}

/// `csat at 2027-12 >= 72% if funded(crm.minimum)`.
pub(in crate::syntax) fn condition_behind(whole: Span, word: &str, before: &str, when: &str) -> Diagnostic {
    let grouped = |text: &str| {
        let is_call = text
            .split_once('(')
            .is_some_and(|(name, rest)| !name.contains(' ') && rest.find(')') == Some(rest.len() - 1));
        if !text.contains(' ') || is_call { text.to_owned() } else { format!("({text})") }
    };
    let not = if word == "unless" { "" } else { "not " };
    Diagnostic::new(Code::UnexpectedWords, whole, format!("formulas have no `{word}`"))
        .label("a condition is a formula, not a sentence")
        .help(format!("write `{not}{} or {}`", quote(&grouped(when)), quote(before)))
}

/// `csat > 70% ? 1 call : 2 call`.
pub(in crate::syntax) fn choice_in_formula(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, sign, "formulas have no `?` and `:`")
        .label("formulas have no conditions")
        .help("keep a figure within bounds with `min`, `max` or `clamp`; what holds in another case is a `scenario`")
}

/// `900/month`.
pub(in crate::syntax) fn nothing_counted(slash: Span, number: &str, time: &str) -> Diagnostic {
    let (number, time) = (quote(number), quote(time));
    Diagnostic::new(Code::UnspacedDivision, slash, format!("`{number}/{time}` does not say what is counted"))
        .label("a unit stands before this")
        .help(format!("write what it counts, such as `{number} contact/{time}`, or `{number} EUR/{time}` for money"))
}
