//! Mistakes with texts, names and single characters.

use super::quote::quote;
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit};
use crate::source::{FileId, Span};
use crate::syntax::conflicts::Conflict;
use crate::syntax::letters::{Hidden, code_point};

/// No more conflicts of a file than these are shown.
const MOST_CONFLICTS: usize = 5;

/// `"...` up to the end of its line.
pub(in crate::syntax) fn unclosed_text(span: Span, written: &str) -> Diagnostic {
    let open = Span::new(span.file, span.start, span.start + 1);
    let label = if written.contains(['“', '”']) { "closed by a curly quote, if at all" } else { "opened here" };
    Diagnostic::new(Code::UnclosedText, open, "this text has no closing `\"`")
        .label(label)
        .also(span.after(), "the line ends here")
        .help("write `\"` where the text ends; a text of several lines stands between `\"\"\"` and `\"\"\"`")
        .fix("close the text", span.after(), "\"", Applicability::Suggestion)
}

/// `"""` without its other end.
pub(in crate::syntax) fn unclosed_block_text(open: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedText, open, "this text has no closing `\"\"\"`")
        .label("opened here")
        .help("write `\"\"\"` on a line of its own where the text ends")
}

/// A closing `"""` whose text never began.
pub(in crate::syntax) fn unopened_block_text(colon: Span, close: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedText, colon, "this text has no opening `\"\"\"`")
        .label("the `\"\"\"` belongs here")
        .also(close, "the text is closed here")
        .help("write `\"\"\"` after the `:`, and the text on the lines below")
        .fix("open the text", colon.after(), " \"\"\"", Applicability::Suggestion)
}

/// `"""text"""`.
pub(in crate::syntax) fn block_text_on_one_line(span: Span, content: &str) -> Diagnostic {
    let content = content.replace('\\', "\\\\").replace('"', "\\\"");
    Diagnostic::new(Code::MalformedText, span, "a text between `\"\"\"` stands on lines of its own")
        .label("this one stands on a single line")
        .help("write a text of one line between `\"` and `\"`")
        .fix("write single quotation marks", span, format!("\"{}\"", content.trim()), Applicability::Safe)
}

/// `"""text` and more below.
pub(in crate::syntax) fn text_beside_opening_quotes(span: Span, _content: &str) -> Diagnostic {
    let open = Span::new(span.file, span.start, span.start + 3);
    Diagnostic::new(Code::MalformedText, open, "the text begins on the line of its `\"\"\"`")
        .label("the line ends after `\"\"\"`")
        .help("begin the text on the next line")
        .fix("start a new line", open.after(), "\n", Applicability::Suggestion)
}

/// `... text."""`.
pub(in crate::syntax) fn closing_quotes_beside_text(close: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedText, close, "the text ends on the line of its `\"\"\"`")
        .label("stands on a line of its own")
        .help("write the closing `\"\"\"` on the next line")
        .fix("start a new line", close.before(), "\n", Applicability::Safe)
}

/// `\q`; `all` are the backslashes of its text that mean nothing.
pub(in crate::syntax) fn unknown_escape(span: Span, after: &str, all: Vec<Span>) -> Diagnostic {
    let character = after.chars().next().map_or_else(String::new, String::from);
    let edits = all.into_iter().map(|span| Edit { span, replacement: "\\\\".to_owned() }).collect();
    Diagnostic::new(Code::MalformedText, span, format!("`\\{character}` means nothing in a text"))
        .label("known are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{1F600}`")
        .help("write `\\\\` for a backslash")
        .fix_all("write `\\\\`", edits, Applicability::Suggestion)
}

/// `“text”`, `'text'`; `content` is the text without its quotes.
pub(in crate::syntax) fn foreign_quotes(span: Span, written: &str, content: &str) -> Diagnostic {
    let quote = written.chars().next().unwrap_or('\'');
    let right = format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::new(Code::ForeignQuotes, span, "this text stands between quotes that are not `\"`")
        .label(format!("`{quote}` is {}", if quote == '\'' { "an apostrophe".to_owned() } else { code_point(quote) }))
        .help("write straight double quotes")
        .fix("write `\"`", span, right, Applicability::Safe)
}

/// `Faster_Help`, `_x`.
pub(in crate::syntax) fn unusual_name(span: Span, written: &str, right: &str) -> Diagnostic {
    let right = if right.is_empty() { "name" } else { right };
    Diagnostic::new(Code::UnusualName, span, format!("`{}` is not a name", quote(written)))
        .label("names are made of small letters, digits and `_`, a letter first")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Suggestion)
}

/// `cx-director`; `right` is the name without hyphens.
pub(in crate::syntax) fn hyphen_in_name(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusualName, span, format!("`{}` is not a name", quote(written)))
        .label("names are made of small letters, digits and `_`, without `-`")
        .help(format!("write `{}`", quote(right)))
        .fix(format!("write `{}`", quote(right)), span, right, Applicability::Suggestion)
}

/// `role from "..."`; `keyword` is what declares the name, `meaning` what the word says everywhere.
pub(in crate::syntax) fn reserved_name(span: Span, word: &str, keyword: &str, meaning: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedName, span, format!("`{word}` cannot be a name"))
        .label(format!("this word {meaning}"))
        .help(format!("choose another name, such as `{word}_{}` or a longer one", quote(keyword)))
}

/// A letter that is not Latin in a name; `repair` is the name with Latin letters, where all of them are known.
pub(in crate::syntax) fn foreign_letter(
    letter: Span,
    written: &str,
    name: Span,
    character: char,
    repair: Option<&str>,
) -> Diagnostic {
    let point = code_point(character);
    let message = format!("the name `{}` holds `{character}`, {point}", quote(written));
    let diagnostic = Diagnostic::new(Code::ForeignLetter, letter, message);
    match repair {
        Some(repair) => diagnostic
            .label(match crate::syntax::letters::lookalike(character) {
                Some(latin) => format!("looks like the Latin `{latin}`, but is {point}"),
                None => format!("this is {point}"),
            })
            .help(format!("write `{}` with Latin letters", quote(repair)))
            .fix("write Latin letters", name, repair, Applicability::Safe),
        None => diagnostic
            .label("names are made of the letters a to z, digits and `_`")
            .help("write the name in plain letters; its title may be in any script"),
    }
}

/// A character that cannot be seen.
pub(in crate::syntax) fn hidden_character(span: Span, character: char, kind: Hidden) -> Diagnostic {
    let (replacement, help) = match kind {
        Hidden::Space => (" ", "write a plain space"),
        Hidden::Control | Hidden::Invisible | Hidden::Bidirectional => ("", "remove it"),
    };
    Diagnostic::new(Code::HiddenCharacter, span, format!("{}, {}, hides here", kind.noun(), code_point(character)))
        .label("cannot be seen for what it is")
        .help(help)
        .fix(help, span, replacement, Applicability::Safe)
}

/// An invisible mark within a name.
pub(in crate::syntax) fn hidden_in_name(span: Span, character: char) -> Diagnostic {
    Diagnostic::new(
        Code::HiddenCharacter,
        span,
        format!("an invisible mark, {}, hides in a name", code_point(character)),
    )
    .label("two names that look alike would differ")
    .help("remove it")
    .fix("remove it", span, "", Applicability::Safe)
}

/// Conflicts of a merge that nobody resolved, all of a file at once.
pub(in crate::syntax) fn unfinished_merge(file: FileId, text: &str, conflicts: &[Conflict]) -> Diagnostic {
    let place = |range: &std::ops::Range<usize>| {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let end = text.get(range.clone()).map_or(range.end, |line| range.start + line.trim_end().len());
        Span::new(file, at(range.start), at(end))
    };
    let first = conflicts.first().map(|conflict| place(&conflict.open)).unwrap_or_default();
    let message = match conflicts.len() {
        1 => "a merge was not finished: this file has a conflict".to_owned(),
        count => format!("a merge was not finished: this file has {count} conflicts"),
    };
    let diagnostic = Diagnostic::new(Code::UnfinishedMerge, first, message).label("one side begins here");
    let diagnostic =
        conflicts.iter().take(MOST_CONFLICTS).enumerate().fold(diagnostic, |diagnostic, (index, conflict)| {
            let diagnostic =
                if index > 0 { diagnostic.also(place(&conflict.open), "another conflict") } else { diagnostic };
            diagnostic
                .also(place(&conflict.middle), "the other side begins here")
                .also(place(&conflict.close), "it ends here")
        });
    diagnostic.help("keep what should stand and remove the lines of `<<<<<<<`, `=======` and `>>>>>>>`")
}

/// Carriage returns without line feeds, all of a file at once.
pub(in crate::syntax) fn lone_carriage_returns(file: FileId, places: &[usize]) -> Diagnostic {
    let spans: Vec<Span> = places
        .iter()
        .map(|place| {
            let start = u32::try_from(*place).unwrap_or(u32::MAX);
            Span::new(file, start, start.saturating_add(1))
        })
        .collect();
    let first = spans.first().copied().unwrap_or_default();
    let edits = spans.into_iter().map(|span| Edit { span, replacement: "\n".to_owned() }).collect();
    let message = match places.len() {
        1 => "a line ends with a carriage return only".to_owned(),
        count => format!("{count} lines end with a carriage return only"),
    };
    Diagnostic::new(Code::HiddenCharacter, first, message)
        .label("no line feed follows")
        .help("save the file with line ends of Unix or Windows")
        .fix_all("write line feeds", edits, Applicability::Safe)
}

/// `justification: |` with lines below; `edits` put them between `"""`.
pub(in crate::syntax) fn text_of_elsewhere(mark: Span, edits: Vec<Edit>) -> Diagnostic {
    let finding = Diagnostic::new(Code::ForeignQuotes, mark, "a text of several lines stands between `\"\"\"`")
        .label("the lines below are its text")
        .help("write `\"\"\"` here, and `\"\"\"` on a line of its own where the text ends");
    if edits.is_empty() { finding } else { finding.fix_all("write `\"\"\"`", edits, Applicability::Safe) }
}

/// A text between plain quotes with a line end in it; `edits` put it between `"""`.
pub(in crate::syntax) fn text_over_lines(open: Span, close: Span, edits: Vec<Edit>) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnclosedText, open, "this text runs over the end of its line")
        .label("opened here")
        .also(close, "closed here")
        .help("write it on one line, or on lines of its own between `\"\"\"` and `\"\"\"`");
    if edits.is_empty() { finding } else { finding.fix_all("write `\"\"\"`", edits, Applicability::Safe) }
}

/// `"They say "never again" (2026)."`; `inner` are the quotes within.
pub(in crate::syntax) fn quotes_within_text(inner: &[Span]) -> Diagnostic {
    let first = inner.first().copied().unwrap_or_default();
    let edits = inner.iter().map(|span| Edit { span: span.before(), replacement: "\\".to_owned() }).collect();
    Diagnostic::new(Code::MalformedText, first, "this quote ends the text, which goes on behind it")
        .label("a quote within a text")
        .help("write `\\\"` for each quote within a text, or single ones")
        .fix_all("write `\\\"`", edits, Applicability::Safe)
}

/// A text between three backticks or apostrophes; `edits` put it between quotes.
pub(in crate::syntax) fn fenced_text(open: Span, close: Option<Span>, fence: &str, edits: Vec<Edit>) -> Diagnostic {
    let finding = Diagnostic::new(Code::ForeignQuotes, open, format!("a text does not stand between {}", named(fence)))
        .label("opened here")
        .help("write a text of one line between `\"`, and one of several lines between `\"\"\"` and `\"\"\"`");
    let finding = close.into_iter().fold(finding, |finding, close| finding.also(close, "closed here"));
    if edits.is_empty() { finding } else { finding.fix_all("write `\"`", edits, Applicability::Safe) }
}

fn named(fence: &str) -> &'static str {
    if fence.starts_with('`') { "backticks" } else { "apostrophes" }
}

/// Lines of backticks around a plan; `edits` take them out.
pub(in crate::syntax) fn fence_around_lines(
    open: Span,
    close: Option<Span>,
    fence: &str,
    edits: Vec<Edit>,
) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnreadableLine, open, format!("a line of {} says nothing here", named(fence)))
        .label("as around an example in Markdown")
        .help("remove this line, and the one that closes it");
    let finding = close.into_iter().fold(finding, |finding, close| finding.also(close, "it is closed here"));
    finding.fix_all("remove it", edits, Applicability::Safe)
}

/// `source: Survey, 2026-Q3`; whether it is certain where the text ends.
pub(in crate::syntax) fn text_without_quotes(span: Span, written: &str, key: &str, is_whole: bool) -> Diagnostic {
    let applicability = if is_whole { Applicability::Safe } else { Applicability::Suggestion };
    let right = format!("\"{}\"", written.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::new(Code::UnexpectedWords, span, format!("`{}` takes a text in quotes", quote(key)))
        .label("a text without quotes")
        .help("put it between double quotes")
        .fix("put it in quotes", span, right, applicability)
}
