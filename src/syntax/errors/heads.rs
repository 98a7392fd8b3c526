//! Mistakes with heads and remarks that are written as elsewhere.

use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit};
use crate::source::Span;

/// `60k EUR in 2027-02 /* setup */`: `edits` make a comment of it, where nothing stands behind it.
pub(in crate::syntax) fn block_comment(sign: Span, edits: Vec<Edit>) -> Diagnostic {
    let finding = Diagnostic::new(Code::ForeignComment, sign, "a comment begins with `#`")
        .label("not with `/*`")
        .help("a comment begins with `#`, on each of its lines");
    if edits.is_empty() { finding } else { finding.fix_all("write `#`", edits, Applicability::Safe) }
}

/// `-- like this`.
pub(in crate::syntax) fn comment_of_queries(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::ForeignComment, sign, "a comment begins with `#`")
        .label("not with `--`")
        .help("write `#`")
        .fix("write `#`", sign, "#", Applicability::Safe)
}

/// `kpi csat ( … )`: brackets where a block has braces.
/// `close` is where it ends, and whether a brace stands there.
pub(in crate::syntax) fn bracket_for_brace(
    open: Span,
    (close, has_brace): (Span, bool),
    written: &str,
    head: &str,
) -> Diagnostic {
    if has_brace {
        return Diagnostic::new(
            Code::MisplacedBrace,
            open,
            format!("the block of `{}` begins with `{written}`", quote(head)),
        )
        .label("a block stands between `{` and `}`")
        .also(close, "it ends here")
        .help(format!("write `{} {{`", quote(head)))
        .fix("write the brace", open, "{", Applicability::Safe);
    }
    let brace = |span: Span, replacement: &str| Edit { span, replacement: replacement.to_owned() };
    Diagnostic::new(Code::MisplacedBrace, open, format!("the block of `{}` begins with `{written}`", quote(head)))
        .label("a block stands between `{` and `}`")
        .also(close, "it ends here")
        .help(format!("write `{} {{`, and `}}` where it ends", quote(head)))
        .fix_all("write braces", vec![brace(open, "{"), brace(close, "}")], Applicability::Safe)
}

/// `level 1 "Weekdays" {`, `category 2027_rent {`.
pub(in crate::syntax) fn digit_in_name(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusualName, span, format!("`{}` is not a name", quote(written)))
        .label("names are made of small letters, digits and `_`, a letter first")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Suggestion)
}

/// `project aurora "A" 2027-01-01 +1y {`.
pub(in crate::syntax) fn figure_behind_head(junk: Span, written: &str, key: &str, head: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableLine,
        junk,
        format!("`{}` cannot stand in the head of `{}`", quote(written), quote(key)),
    )
    .label("a head is a keyword, a name, a title between quotes, then `{` or `:`")
    .help(format!("write `{} {{`; figures and months stand inside, each behind its key", quote(head)))
}

/// `kpi csat, "Satisfaction" {`.
pub(in crate::syntax) fn comma_before_title(comma: Span) -> Diagnostic {
    Diagnostic::new(Code::StraySeparator, comma, "no comma is needed here")
        .label("a title stands right behind the name")
        .help("remove the comma")
        .fix("remove the comma", comma, "", Applicability::Safe)
}

/// `cost salaries, software: 5k EUR`; `others` are the lines that are wanted beside the first.
pub(in crate::syntax) fn several_before_colon(comma: Span, key: &str, first: &str, others: &[String]) -> Diagnostic {
    Diagnostic::new(Code::StraySeparator, comma, format!("a `{key}` line is about one thing"))
        .label("a second one follows")
        .help(format!("write a line for each, with its own amount: `{}: …` and {}", quote(first), others.join(", ")))
}

/// `hotline.weekdays > hotline.weekends`.
pub(in crate::syntax) fn order_in_one_line(span: Span, levels: &[String]) -> Diagnostic {
    Diagnostic::new(Code::UnreadableLine, span, "the order of the lines is the rank")
        .label("several levels on one line")
        .help(format!("write each level on a line of its own, the most important first: {}", levels.join(", then ")))
}

/// `hotline/weekdays`.
pub(in crate::syntax) fn path_of_folders(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusualName, span, format!("`{}` is not a name", quote(written)))
        .label("the parts of a name are joined by dots")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Safe)
}

/// `target: 78% at 2027-12`.
pub(in crate::syntax) fn at_for_by(word: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownModifier, word, "`target` takes no `at`")
        .label("the month to reach it by follows `by`")
        .help("write `by`")
        .fix("write `by`", word, "by", Applicability::Safe)
}

/// `measured by: [csat]`.
pub(in crate::syntax) fn key_of_two_words(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusualName, span, format!("`{}` is not a name", quote(written)))
        .label("the words of a key are joined by `_`")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), span, right, Applicability::Safe)
}

/// `kpi csat "Satisfaction": {`.
pub(in crate::syntax) fn sign_before_block(sign: Span, written: &str, head: &str) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, sign, format!("`{}` is followed by `{}`", quote(head), quote(written)))
        .label("a block follows the head of its declaration")
        .help(format!("write `{} {{`", quote(head)))
        .fix(format!("remove the `{}`", quote(written)), sign, "", Applicability::Safe)
}

/// `level weekdays, weekends "Weekdays" {`.
pub(in crate::syntax) fn names_in_head(comma: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::StraySeparator, comma, format!("a `{}` has one name", quote(key)))
        .label("a second one follows")
        .help("declare each by itself, or put what people should read into the title in quotes")
}

/// `in 2027-02 – setup`.
pub(in crate::syntax) fn remark_behind_dash(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` cannot stand after the value", quote(written)))
        .label("a remark")
        .help("write remarks behind `#` at the end of the line, or in a `note`")
        .fix("write `#`", span, format!("# {}", written.trim_start_matches(['-', '–', '—', ' '])), Applicability::Safe)
}

/// `<!-- like this -->`.
pub(in crate::syntax) fn comment_of_pages(sign: Span, edits: Vec<Edit>) -> Diagnostic {
    let finding = Diagnostic::new(Code::ForeignComment, sign, "a comment begins with `#`")
        .label("not with `<!--`")
        .help("a comment begins with `#`, on each of its lines");
    if edits.is_empty() { finding } else { finding.fix_all("write `#`", edits, Applicability::Safe) }
}

/// `effect on csat: …`; `gap` is the word with the blanks behind it.
pub(in crate::syntax) fn filler_before_name(word: Span, gap: Span, written: &str, key: &str, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, word, format!("`{}` stands before the name", quote(written)))
        .label("what the line is about stands right behind its key")
        .help(format!("write `{key} {}: …`", quote(name)))
        .fix(format!("remove `{}`", quote(written)), gap, "", Applicability::Safe)
}

/// `cap department service <= 90%`; `edit` is what a colon takes the place of, where it says the same.
pub(in crate::syntax) fn comparison_for_colon(
    words: Span,
    written: &str,
    (key, right): (&str, &str),
    edit: Option<Span>,
) -> Diagnostic {
    let most = if key == "cap" { "the most" } else { "the least" };
    let finding = Diagnostic::new(Code::MissingColon, words, format!("`{}` stands where `:` belongs", quote(written)))
        .label(format!("a `{key}` says by itself that it is {most}"));
    match edit {
        Some(place) => {
            finding.help(format!("write `{}`", quote(right))).fix("write `:`", place, ": ", Applicability::Safe)
        }
        None => {
            finding.help(format!("a `cap` is the most that is spent, a `floor` the least: write `{}`", quote(right)))
        }
    }
}

/// `2027-01, 2027-02: …`; `range` is what they come to where they follow one another.
pub(in crate::syntax) fn periods_before_colon(
    comma: Span,
    periods: Span,
    range: Option<String>,
    first: &str,
) -> Diagnostic {
    let finding = Diagnostic::new(Code::StraySeparator, comma, "a line by period is about one period")
        .label("a second one follows");
    match range {
        Some(range) => finding.help(format!("write `{range}: …`")).fix(
            format!("write `{range}`"),
            periods,
            range,
            Applicability::Safe,
        ),
        None => finding.help(format!("write a line for each: `{first}: …`")),
    }
}

/// `target: 75% by 2027-06, 78% by 2027-12`: `head` is what stands before the colon.
pub(in crate::syntax) fn second_value(span: Span, head: &str, written: &str) -> Diagnostic {
    Diagnostic::new(Code::SeveralFacts, span, format!("`{}` is a second value on this line", quote(written)))
        .label("a line holds one fact")
        .help(format!("write it on a line of its own: `{}: {}`", quote(head), quote(written)))
}

/// `driver calls = 3 call`; `whole` is what the block takes the place of.
pub(in crate::syntax) fn value_of_driver(
    sign: Span,
    whole: Span,
    (head, written): (&str, &str),
    value: &str,
) -> Diagnostic {
    let right = format!(" {{ value: {value} }}");
    Diagnostic::new(Code::MissingColon, sign, format!("`{}` is followed by `{}`", quote(head), quote(written)))
        .label("the value of a driver stands in its block")
        .help(format!("write `{} {}`", quote(head), quote(right.trim())))
        .fix("write a block", whole, right, Applicability::Safe)
}
