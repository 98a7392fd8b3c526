//! Text of a plan for GitHub's Markdown: takes any text, gives it so that nothing of it is markup and nothing becomes a
//! link, a mention or a picture once the page is shown.

use super::text::{isolated, one_line};

/// How many characters of a text are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length(pub usize);

impl Length {
    /// All of them.
    pub(super) const WHOLE: Length = Length(usize::MAX);
}

/// A character of no width at which no line breaks.
///
/// GitHub looks for `@team`, `#12`, hashes and `:tada:` in the text that is left when all markup is read, so that
/// neither a backslash nor `&#64;` keeps it from them; only code and a character in between do. Code would set these
/// words apart from their sentence. The joiner is written as an entity so that whoever reads the source sees it.
const JOINER: &str = "&#8288;";

/// The text on one line, with everything made plain that is markup anywhere in a line. What runs from right to left is
/// kept to itself.
pub(super) fn escaped(text: &str, length: Length) -> String {
    isolated(escaped_line(&cut(one_line(text), length)).into()).into_owned()
}

/// A line, with everything made plain that is markup anywhere in it.
pub(super) fn escaped_line(line: &str) -> String {
    let mut before = ' ';
    joined(line, |shown, character, next| {
        match character {
            // Inside of a word an underscore is one, as in `faster_help`.
            '_' if before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric) => shown.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => shown.extend(['\\', character]),
            plain => push_html(shown, plain),
        }
        before = character;
    })
}

/// The text on one line inside of HTML, where no Markdown is read.
pub(super) fn escaped_in_html(text: &str, length: Length) -> String {
    isolated(joined(&cut(one_line(text), length), |shown, character, _| push_html(shown, character)).into())
        .into_owned()
}

fn push_html(shown: &mut String, character: char) {
    match character {
        '<' => shown.push_str("&lt;"),
        '>' => shown.push_str("&gt;"),
        '&' => shown.push_str("&amp;"),
        // Between two on a line would be a formula, whether they are looked for before the markup is read, where an
        // entity is none, or after, where a text ends with its element. A backslash changes nothing about either.
        '$' => shown.push_str("<span>&#36;</span>"),
        plain => shown.push(plain),
    }
}

/// The text as code, whatever is in it; for places outside of tables.
pub(super) fn code(text: &str, length: Length) -> String {
    let text = cut(one_line(text), length);
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// An escaped line whose first characters begin no heading, list or rule.
pub(super) fn line_start(line: &str) -> String {
    let trimmed = line.trim_start();
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    if trimmed.starts_with(['#', '-', '+', '=']) {
        return format!("\\{trimmed}");
    }
    match trimmed.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
        _ => trimmed.to_owned(),
    }
}

/// An escaped line as a heading: signs at its end are part of it.
pub(super) fn heading(line: &str) -> String {
    let line = line.trim();
    let text = line.trim_end_matches('#');
    format!("{text}{}", "\\#".repeat(line.len() - text.len()))
}

/// The first characters of a line.
pub(super) fn cut(line: String, Length(longest): Length) -> String {
    match line.char_indices().nth(longest) {
        None => line,
        Some(_) => {
            let kept: String = line.chars().take(longest.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// The line character by character, each with the next one, and joiners where something would come to life.
fn joined(line: &str, mut push: impl FnMut(&mut String, char, Option<char>)) -> String {
    let mut shown = String::with_capacity(line.len() + 8);
    let joints = joints(line);
    let mut joints = joints.iter().peekable();
    let mut rest = line.char_indices().peekable();
    while let Some((place, character)) = rest.next() {
        if joints.next_if(|joint| **joint == place).is_some() {
            shown.push_str(JOINER);
        }
        push(&mut shown, character, rest.peek().map(|(_, next)| *next));
    }
    shown
}

/// The places in a line before which a joiner stands, in order.
fn joints(line: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    let mut word_start = 0;
    for (place, character) in line.char_indices() {
        let end = place + character.len_utf8();
        let (head, tail) = (line.get(..place).unwrap_or_default(), line.get(end..).unwrap_or_default());
        let is_live = match character {
            // `@team`, `name@example.com`, `name/plan@fe6c1ed`
            '@' => !tail.is_empty(),
            // `#12`, `name/plan#12`
            '#' => tail.starts_with(|next: char| next.is_ascii_digit()),
            // `https://example.com`, `:tada:`
            ':' => tail.starts_with("//") || is_shortcode(tail),
            _ => false,
        };
        if is_live {
            joints.push(end);
        }
        // `www.example.com`, `GH-12`
        if character == '.' && ends_with_www(head) || character == '-' && is_reference(head, tail) {
            joints.push(place);
        }
        if !character.is_ascii_alphanumeric() {
            joints.extend(joints_of_hash(line, word_start, place));
            word_start = end;
        }
    }
    joints.extend(joints_of_hash(line, word_start, line.len()));
    joints.sort_unstable();
    joints.dedup();
    joints
}

fn is_shortcode(tail: &str) -> bool {
    let name = tail.find(|next: char| !(next.is_ascii_alphanumeric() || matches!(next, '_' | '+' | '-')));
    name.is_some_and(|end| end > 0 && tail.get(end..).is_some_and(|rest| rest.starts_with(':')))
}

fn ends_with_www(head: &str) -> bool {
    head.len().checked_sub(3).and_then(|start| head.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// A letter, a hyphen and a number: an issue of GitHub's, or of another tracker that a repository names.
fn is_reference(head: &str, tail: &str) -> bool {
    head.ends_with(|before: char| before.is_ascii_alphabetic()) && tail.starts_with(|next: char| next.is_ascii_digit())
}

/// The fewest digits that may be those of a commit.
const SHORTEST_HASH: usize = 7;

/// Where a word that may be a commit's is broken, so that no part of it can be.
fn joints_of_hash(line: &str, start: usize, end: usize) -> impl Iterator<Item = usize> {
    let word = line.get(start..end).unwrap_or_default();
    let is_hash = word.len() >= SHORTEST_HASH && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ends = if is_hash { start + 1..end } else { 0..0 };
    ends.skip(SHORTEST_HASH - 2).step_by(SHORTEST_HASH - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        escaped(text, Length::WHOLE)
    }

    #[test]
    fn nothing_of_a_plan_is_markup() {
        assert_eq!(plain("a|b\n<b>&*x* `c` [d](e)"), "a\\|b &lt;b&gt;&amp;\\*x\\* \\`c\\` \\[d\\](e)");
        assert_eq!(plain("faster_help _now_"), "faster_help \\_now\\_");
        assert_eq!(plain("$5 or 6$"), "<span>&#36;</span>5 or 6<span>&#36;</span>");
        assert_eq!(
            (line_start("# x"), line_start("12. x"), line_start("2027")),
            ("\\# x".into(), "12\\. x".into(), "2027".into())
        );
        assert_eq!((heading("C# ##"), heading("plain")), ("C# \\#\\#".into(), "plain".into()));
    }

    #[test]
    fn nothing_of_a_plan_comes_to_life() {
        assert_eq!(plain("@team, a@b.c"), "@&#8288;team, a@&#8288;b.c");
        assert_eq!(plain("me/plan#12 GH-12 #x"), "me/plan#&#8288;12 GH&#8288;-12 #x");
        assert_eq!(plain("https://x.y WWW.x.y"), "https:&#8288;//x.y WWW&#8288;.x.y");
        assert_eq!(plain(":tada: at 10:30, 2027-01"), ":&#8288;tada: at 10:30, 2027-01");
        assert_eq!(
            plain("fe6c1ed beeffed1234 abcdef 1234567"),
            "fe6c1e&#8288;d beeffe&#8288;d1234 abcdef 123456&#8288;7"
        );
        assert_eq!(escaped_in_html("<b> \"@team\" *", Length::WHOLE), "&lt;b&gt; \"@&#8288;team\" *");
    }

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        assert_eq!(escaped("Answer <them> all", Length(9)), "Answer &lt;…");
        assert_eq!(escaped("Answer", Length(6)), "Answer");
    }

    #[test]
    fn code_holds_any_text() {
        assert_eq!(code("zbb diff main", Length::WHOLE), "`zbb diff main`");
        assert_eq!(code("zbb diff ``@team`", Length::WHOLE), "``` zbb diff ``@team` ```");
        assert_eq!(code(" ", Length::WHOLE), "");
    }
}
