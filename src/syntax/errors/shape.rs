//! Mistakes with lines, braces, colons and commas.

use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::limits::DEEPEST;
use crate::syntax::tree::ModifierWord;

/// Where it became clear that a block had been left open.
pub(in crate::syntax) enum Discovery {
    /// At the end of the file.
    EndOfFile,
    /// At a line that stands no deeper than the block's own; a `}` fits before it, after so much indent.
    Line(Span, String),
}

/// `package crm {` without its `}`. `also` are the braces around it that were left open with it.
pub(in crate::syntax) fn unclosed_block(open: Span, head: &str, also: &[Span], discovery: Discovery) -> Diagnostic {
    let head = quote(head);
    let message =
        if head.is_empty() { "a `{` was left open".to_owned() } else { format!("the block of `{head}` is not closed") };
    let mut diagnostic = Diagnostic::new(Code::UnclosedBlock, open, message).label("this `{` was left open");
    for brace in also {
        diagnostic = diagnostic.also(*brace, "and this one");
    }
    match discovery {
        Discovery::EndOfFile => diagnostic.help("write `}` on a line of its own where the block ends"),
        Discovery::Line(next, indent) => diagnostic
            .also(next, "this line stands no deeper than the block, so the block should end before it")
            .help("write `}` on a line of its own before that line")
            .fix("close the block", line_start(next, &indent), format!("{indent}}}\n"), Applicability::Suggestion),
    }
}

fn line_start(first_word: Span, indent: &str) -> Span {
    let start = first_word.start.saturating_sub(u32::try_from(indent.len()).unwrap_or(0));
    Span::new(first_word.file, start, start)
}

/// A `}` that closes nothing.
pub(in crate::syntax) fn stray_brace(span: Span) -> Diagnostic {
    Diagnostic::new(Code::StrayBrace, span, "this `}` closes nothing")
        .label("no block is open for it")
        .help("remove it, or open its block with `{` further up")
        .fix("remove the brace", span, "", Applicability::Suggestion)
}

/// `level current "Evenings"` with an indented block below, but no `{`.
pub(in crate::syntax) fn missing_open_brace(head: Span, text: &str, block: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, head.after(), format!("`{}` has a block, but no `{{`", quote(text)))
        .label("the `{` belongs here")
        .also(block, "the indented lines begin here")
        .fix("write the brace", head.after(), " {", Applicability::Suggestion)
}

/// A `{` on the line below its declaration.
pub(in crate::syntax) fn brace_on_next_line(open: Span, head: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, open, "the `{` stands on a line of its own")
        .label("belongs at the end of the line above")
        .also(head, "to this declaration")
        .help("write `{` at the end of the declaration's own line")
        .fix_all(
            "move the brace up",
            vec![
                Edit { span: head.after(), replacement: " {".to_owned() },
                Edit { span: open, replacement: String::new() },
            ],
            Applicability::Safe,
        )
}

/// A `{` with nothing before it.
pub(in crate::syntax) fn headless_brace(open: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, open, "this `{` opens a block that belongs to nothing")
        .label("nothing is declared before it")
        .help(
            "write what the block declares before the `{`, such as `level minimum \"Weekdays\" {`, or remove the brace",
        )
}

/// `owner: {` or `owner: x {`.
pub(in crate::syntax) fn block_after_value(open: Span, colon: Span, key: &str) -> Diagnostic {
    if key == "waive" {
        return Diagnostic::new(Code::MisplacedBrace, open, "`waive` is one line, and has no block")
            .label("a block begins here")
            .help("write what it holds behind the name: `waive W0404: hotline until 2027-06-30 because \"why\"`");
    }
    Diagnostic::new(Code::MisplacedBrace, open, format!("`{}:` takes a value, not a block", quote(key)))
        .label("a block begins here")
        .also(colon, "this `:` announces a value")
        .help("remove the `:` before a block, or the `{` after a value")
}

/// Blocks more than 64 deep.
pub(in crate::syntax) fn blocks_too_deep(open: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, open, format!("blocks are nested more than {DEEPEST} deep"))
        .label("this block is one too many; it is passed over")
        .help("close blocks earlier: a plan needs five or six levels")
}

/// Brackets more than 64 deep.
pub(in crate::syntax) fn brackets_too_deep(open: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, open, format!("brackets are nested more than {DEEPEST} deep"))
        .label("this bracket is one too many; what stands in it is passed over")
        .help("write the inner figure as a `driver` and name it here")
}

/// `owner:` with nothing behind it.
pub(in crate::syntax) fn missing_value(colon: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, colon, format!("`{}:` has no value", quote(key)))
        .label("nothing follows the `:`")
        .help("write the value on the same line, or remove the line")
}

/// `from` with nothing behind it.
pub(in crate::syntax) fn missing_modifier_value(word: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, word, format!("`{text}` has no value"))
        .label(format!("something must follow `{text}`"))
        .help(match ModifierWord::from_text(text) {
            Some(ModifierWord::Because) => "write the reason between quotes: `because \"the pilot failed\"`".to_owned(),
            Some(ModifierWord::From | ModifierWord::To | ModifierWord::In | ModifierWord::Until | ModifierWord::On) => {
                format!("write a month or a name behind it, such as `{text} 2027-04`")
            }
            _ => format!("write what belongs behind `{text}`, or remove the word"),
        })
}

/// `a +` with nothing behind it, or `* b` with nothing before it.
pub(in crate::syntax) fn missing_operand(sign: Span, text: &str, side: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, sign, format!("there is no value {side} `{text}`"))
        .label(format!("a value must stand {side} this"))
        .help(format!("write the missing value, or remove `{text}`"))
}

/// `[a, , b]`.
pub(in crate::syntax) fn missing_item(comma: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingValue, comma, "nothing stands between these commas")
        .label("one comma is enough")
        .help("write the missing item, or remove one comma")
        .fix("remove the comma", comma, "", Applicability::Suggestion)
}

/// Something after the end of a fact; `what` names what has ended, `could` lists what might have followed.
pub(in crate::syntax) fn unexpected(span: Span, written: &str, what: &str, could: &str) -> Diagnostic {
    let written = quote(written);
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{written}` cannot stand after {what}"))
        .label("not expected here")
        .help(could.to_owned())
}

/// `note: We lose customers` without quotes; `key` is what the value belongs to, `first` its first word.
pub(in crate::syntax) fn unquoted_text(
    span: Span,
    written: &str,
    value: Span,
    (key, first): (&str, &str),
) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` cannot stand after a name", quote(written)))
            .label("the value should have ended before this");
    if let Some(kind) = named_by(key) {
        let words = format!("{first} {written}");
        let name: Vec<String> = words
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        return finding.help(format!(
            "write the name of {kind}, one word as its declaration begins, such as `{}`; titles stand there, in quotes",
            quote(&name.join("_"))
        ));
    }
    finding.help("write text between double quotes; a list between `[` and `]`").fix_all(
        "put the text between quotes",
        vec![
            Edit { span: value.before(), replacement: "\"".to_owned() },
            Edit { span: span.after(), replacement: "\"".to_owned() },
        ],
        Applicability::Suggestion,
    )
}

/// What a property names, where it takes no text.
fn named_by(key: &str) -> Option<&'static str> {
    Some(match key {
        "owner" | "by" => "a role",
        "department" => "a department",
        "category" => "a category",
        "objective" => "an objective",
        "channel" => "a channel",
        "persona" => "a persona",
        _ => return None,
    })
}

/// A line, or the rest of one, that begins like nothing known.
pub(in crate::syntax) fn unreadable_line(span: Span, written: &str) -> Diagnostic {
    if let Some(right) = key_in_quotes(written) {
        return Diagnostic::new(Code::UnreadableLine, span, format!("`{}` does not begin a fact", quote(written)))
            .label("keys stand without quotes")
            .help(format!("write `{}`", quote(&right)));
    }
    let written = quote(written);
    let help = match written.chars().next() {
        Some('-') if written.starts_with("--") => "a comment begins with `#`",
        Some('/') => "a comment begins with `#`, on each of its lines",
        Some('"') => "write a key before the text, such as `note: \"…\"`",
        Some('-' | '*' | '•') => {
            "items of a list stand between `[` and `]`; items of a ranking stand alone on their lines"
        }
        Some(first) if first.is_ascii_digit() && (is_counted(&written) || numbers_path(&written)) => {
            "the order of the lines is the rank: write the name alone, without a number"
        }
        Some(first) if first.is_ascii_digit() && begins_with_day(&written) => {
            "what was booked stands in a file that `actuals` reads; what is planned is written as `cost category: …`"
        }
        Some(first) if first.is_ascii_digit() && !written.contains([':', '"']) => {
            return Diagnostic::new(Code::UnreadableLine, span, format!("`{written}` does not begin a fact"))
                .label("a value without its key")
                .help(format!("write the key before it, such as `value: {written}`"));
        }
        Some(')' | ']') => "remove it, or open its bracket further up",
        Some(':') => "write the key before the `:`",
        _ => "a line is `key: value`, `keyword name \"Title\" { … }`, or a name in a ranking",
    };
    Diagnostic::new(Code::UnreadableLine, span, format!("`{written}` does not begin a fact"))
        .label("cannot be read")
        .help(help)
}

/// `1 hotline.weekdays`
fn numbers_path(written: &str) -> bool {
    let mut words = written.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|sign| sign.is_ascii_digit()));
    let is_path =
        |word: &str| word.split('.').count() > 1 && word.starts_with(|first: char| first.is_ascii_lowercase());
    number && words.next().is_some_and(is_path) && words.next().is_none()
}

/// `currency: EUR` for `"currency": "EUR"`: the text of a code or a name stands without quotes.
fn key_in_quotes(written: &str) -> Option<String> {
    let (key, rest) = written.strip_prefix('"')?.split_once('"')?;
    let value = rest.trim_start().strip_prefix(':')?.trim().trim_end_matches(',').trim_end();
    let is_key = !key.is_empty() && key.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
    let bare = value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let is_word = |word: &&str| {
        !word.is_empty() && word.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"_-.% ".contains(&sign))
    };
    let takes_text = matches!(
        key,
        "note"
            | "source"
            | "justification"
            | "consequence"
            | "person"
            | "method"
            | "rejected"
            | "quote"
            | "backstage"
            | "feedback"
            | "rule"
            | "title"
    );
    let value = bare.filter(is_word).filter(|_| !takes_text).unwrap_or(value);
    is_key.then(|| if value.is_empty() { format!("{key}: …") } else { format!("{key}: {value}") })
}

/// `2027-03-15 …`, `15/03/2027 …`: a day or a month, as a booking begins.
fn begins_with_day(written: &str) -> bool {
    let word = written.split([' ', '\t', ',', ';']).next().unwrap_or("");
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|sign| sign.is_ascii_digit());
    parts.len() >= 2 && parts.iter().all(is_number) && parts.iter().any(|part| part.len() == 4)
}

/// `- owner: lead`, `1. hotline.weekdays`.
pub(in crate::syntax) fn item_mark(mark: Span, with_gap: Span, written: &str) -> Diagnostic {
    let label = match written.starts_with(|first: char| first.is_ascii_digit()) {
        true => "the order of the lines is the rank",
        false => "each line is a fact by itself",
    };
    Diagnostic::new(Code::UnreadableLine, mark, format!("`{written}` does not begin a line here"))
        .label(label)
        .help(format!("write the line without `{written}`"))
        .fix(format!("remove the `{written}`"), with_gap, "", Applicability::Safe)
}

/// `needs:` with items on the lines below.
pub(in crate::syntax) fn list_below_key(colon: Span, whole: Span, key: &str, list: &str) -> Diagnostic {
    let key = quote(key).trim_end_matches(':').to_owned();
    Diagnostic::new(Code::MissingValue, colon, format!("`{key}:` has its value on the lines below"))
        .label("a value stands on the line of its key")
        .help(format!("write `{key}: {}`", quote(list)))
        .fix("write a list", whole, format!(": {list}"), Applicability::Safe)
}

/// `costs:` with tables of `name:` and `amount:` on the lines below; `right` is how the first of them is written here.
pub(in crate::syntax) fn tables_below_key(key: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableLine, key, format!("`{}` has a list below it", quote(written)))
        .label("each of its items is a line by itself here, which says its name first")
        .help(format!("write a line for each of them, such as `{}`", quote(right)))
}

/// `package crm "CRM":` with a block below that a `}` closes.
pub(in crate::syntax) fn colon_for_open_brace(colon: Span, head: &str, block: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, colon, format!("`{}` has a block, but no `{{`", quote(head)))
        .label("`{` belongs here")
        .also(block, "the indented lines begin here")
        .help(format!("write `{} {{`", quote(head)))
        .fix("write the brace", colon, " {", Applicability::Safe)
}

/// `package crm "CRM":` with an indented block below.
pub(in crate::syntax) fn colon_for_brace(colon: Span, head: &str, block: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedBrace, colon, format!("`{}` has a block, but no braces", quote(head)))
        .label("`{` belongs here, and `}` behind the block")
        .also(block, "the indented lines begin here")
        .help(format!("write `{} {{`, and `}}` on a line of its own where the block ends", quote(head)))
}

/// A head with more in it than a key, its subjects and a title.
pub(in crate::syntax) fn unreadable_head(span: Span, written: &str, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableLine,
        span,
        format!("`{}` cannot stand in the head of `{}`", quote(written), quote(key)),
    )
    .label("a head is a keyword, a name, a title between quotes, then `{` or `:`")
    .help(format!("write `{} name \"Title\" {{` or `{}: value`", quote(key), quote(key)))
}

/// `1. hotline.weekdays`, `2) hotline.weekends`
fn is_counted(written: &str) -> bool {
    written.trim_start_matches(|sign: char| sign.is_ascii_digit()).starts_with(['.', ')', ':'])
}

/// `cap department support 2027-Q1: 40k EUR`
pub(in crate::syntax) fn cap_of_period(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableLine, span, "a cap is for the whole calendar")
        .label(format!("`{}` is a part of it", quote(written)))
        .help("write the cap without a period; what a period has in all, its budget says: `budget 2027-Q1: …`")
}

/// A third name.
pub(in crate::syntax) fn too_many_subjects(span: Span, written: &str, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableLine,
        span,
        format!("`{}` is one name too many after `{}`", quote(written), quote(key)),
    )
    .label("at most two names stand before the title")
    .help("write a title of several words between double quotes")
}

/// Two titles.
pub(in crate::syntax) fn second_title(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::UnreadableLine, span, "there are two titles")
        .label("the second title")
        .also(first, "the first title")
        .help("keep one of them")
        .fix("remove the second title", span, "", Applicability::Suggestion)
}

/// `role lead = "Head of service"`.
pub(in crate::syntax) fn equals_for_title(sign: Span, with_gap: Span, head: &str, title: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingColon, sign, format!("`{}` is followed by `=`", quote(head)))
        .label("a title stands right behind the name")
        .help(format!("write `{} {}`", quote(head), quote(title)))
        .fix("remove the `=`", with_gap, " ", Applicability::Safe)
}

/// `role: lead "Head of service"`.
pub(in crate::syntax) fn colon_before_name(title: Span, written: &str, colon: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, title, format!("`{}` cannot stand after the value", quote(written)))
        .label("a title belongs to a declaration")
        .also(colon, "which has no `:` before its name")
        .help(format!("write `{}`", quote(right)))
        .fix("remove the `:`", colon, "", Applicability::Suggestion)
}

/// `baseline = 31 pts`.
pub(in crate::syntax) fn equals_for_colon(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingColon, span, format!("`{}` is followed by `=`", quote(key)))
        .label("a property takes `:`")
        .help(format!("write `{}: …`", quote(key)))
        .fix("write `:`", span, ":", Applicability::Safe)
}

/// `baseline 31 pts`; `head_end` is where the colon belongs.
pub(in crate::syntax) fn missing_colon(head_end: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingColon, head_end, format!("there is no `:` after `{}`", quote(key)))
        .label("the `:` belongs here")
        .help(format!("write `{}: …`", quote(key)))
        .fix("write `:`", head_end, ":", Applicability::Safe)
}

/// `owner:: x`.
pub(in crate::syntax) fn extra_colon(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, span, "there is a second `:`")
        .label("one `:` is enough")
        .help("remove it")
        .fix("remove the `:`", span, "", Applicability::Safe)
}

/// A comma at the end of a line, or where no fact precedes it.
pub(in crate::syntax) fn stray_comma(span: Span) -> Diagnostic {
    Diagnostic::new(Code::StraySeparator, span, "no comma is needed here")
        .label("a line ends without one")
        .help("remove the comma: only facts within `{ }` on one line are separated by commas")
        .fix("remove the comma", span, "", Applicability::Safe)
}

/// `a: 1;`
pub(in crate::syntax) fn semicolon(span: Span) -> Diagnostic {
    Diagnostic::new(Code::StraySeparator, span, "no semicolon is needed")
        .label("a line ends without one")
        .help("remove the semicolon; start each fact on a line of its own")
        .fix("remove the semicolon", span, "", Applicability::Safe)
}

/// `owner: x baseline: 3` on one line; `separator` stands between the two, if anything does.
pub(in crate::syntax) fn several_facts(second: Span, text: &str, between: Span, within: Within) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::SeveralFacts, second, format!("`{}` stands on the line of another fact", quote(text)));
    match within {
        Within::OneLineBody => diagnostic
            .label("a comma is missing before this")
            .help("separate the facts within `{ }` by commas")
            .fix("write the comma", between, ", ", Applicability::Safe),
        Within::Lines => diagnostic.label("a line holds one fact").help("start a new line here").fix(
            "start a new line",
            between,
            "\n",
            Applicability::Suggestion,
        ),
    }
}

/// How facts are separated at a place.
pub(in crate::syntax) enum Within {
    /// By commas, within `{ }` on one line.
    OneLineBody,
    /// By line ends.
    Lines,
}

/// `objective: trust, growth`: `second` stands behind the comma; `value` is the first of what should be a list up to `end`.
pub(in crate::syntax) fn list_without_brackets(
    second: Span,
    text: &str,
    value: Span,
    list: &str,
    end: Span,
) -> Diagnostic {
    let right = format!("[{}]", quote(list));
    Diagnostic::new(Code::SeveralFacts, second, format!("`{}` stands behind the value of this line", quote(text)))
        .label("a second value")
        .help(format!("write several values as a list: `{right}`"))
        .fix_all(
            "write a list",
            vec![
                Edit { span: value.before(), replacement: "[".to_owned() },
                Edit { span: end.after(), replacement: "]".to_owned() },
            ],
            Applicability::Suggestion,
        )
}

/// `cost people via phone: 3k EUR`: what stands behind a value stands before its colon.
pub(in crate::syntax) fn modifier_before_colon(word: Span, text: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedWords, word, format!("`{text}` stands before the `:`"))
        .label("it belongs behind the value")
        .help(match right.chars().count() {
            0..=120 => format!("write `{right}`"),
            _ => format!("write the value right after the `:`, and `{text} …` behind it"),
        })
}

/// `role head of sales "Head of sales"`.
pub(in crate::syntax) fn name_of_several_words(name: Span, written: &str, meant: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusualName, name, format!("`{}` is not a name", quote(written)))
        .label("a name is one word of small letters, digits and `_`")
        .help(format!("write `{}`; what people read stands in the title, between quotes", quote(meant)))
        .fix(format!("write `{}`", quote(meant)), name, meant, Applicability::Suggestion)
}

/// `require nps >= 3`.
pub(in crate::syntax) fn condition_in_head(span: Span, condition: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableLine, span, "a condition stands behind a title and a `:`")
        .label("this compares, in the head of a line")
        .help(format!(
            "write `require \"what must hold\": {}`, and `at 2027-12` or the like behind a KPI",
            quote(condition)
        ))
}

/// `; like this`.
pub(in crate::syntax) fn comment_of_ledgers(sign: Span) -> Diagnostic {
    Diagnostic::new(Code::ForeignComment, sign, "a comment begins with `#`")
        .label("not with `;`")
        .help("write `#`")
        .fix("write `#`", sign, "#", Applicability::Safe)
}

/// `// like this`.
pub(in crate::syntax) fn foreign_comment(slashes: Span) -> Diagnostic {
    Diagnostic::new(Code::ForeignComment, slashes, "a comment begins with `#`")
        .label("not with `//`")
        .help("write `#`")
        .fix("write `#`", slashes, "#", Applicability::Safe)
}
