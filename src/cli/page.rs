//! A Markdown page on a terminal: headings and names stand out, examples are set in, long lines are wrapped.

use crate::diagnostic::text::wrapped;
use anstyle::{AnsiColor, Style};

const HEADING: Style = AnsiColor::Cyan.on_default().bold();
const CODE: Style = AnsiColor::Green.on_default();
const STRONG: Style = Style::new().bold();

/// The page in at most `width` columns.
pub(super) fn terminal(markdown: &str, width: usize) -> String {
    let mut page = String::with_capacity(markdown.len() * 2);
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code {
            push_code(&mut page, line);
        } else if let Some(heading) = heading(line) {
            page.push_str(&format!("{HEADING}{heading}{HEADING:#}"));
        } else {
            push_text(&mut page, line, width);
        }
        page.push('\n');
    }
    page
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    if text.len() == line.len() { None } else { text.strip_prefix(' ') }
}

fn push_code(page: &mut String, line: &str) {
    if !line.is_empty() {
        page.push_str(&format!("    {CODE}{line}{CODE:#}"));
    }
}

/// Wraps, then styles: escape sequences have no width.
fn push_text(page: &mut String, line: &str, width: usize) {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let lines = wrapped(line, width.saturating_sub(indent.len()), 0);
    let text = lines.replace('\n', &format!("\n{indent}"));
    let mut open = Open::Nothing;
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        let (mark, next) = match (rest.strip_prefix("**"), open) {
            (Some(after), Open::Nothing | Open::Strong) => (Some(Open::Strong), after),
            _ => {
                ((letter == '`' && open != Open::Strong).then_some(Open::Code), rest.strip_prefix(letter).unwrap_or(""))
            }
        };
        match mark {
            Some(mark) => open = toggle(page, open, mark),
            None => page.push(letter),
        }
        rest = next;
    }
    toggle(page, open, open);
}

/// What the text stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Code,
    Strong,
}

fn toggle(page: &mut String, open: Open, mark: Open) -> Open {
    let style = match mark {
        Open::Code => CODE,
        Open::Strong => STRONG,
        Open::Nothing => return Open::Nothing,
    };
    if open == mark {
        page.push_str(&format!("{style:#}"));
        Open::Nothing
    } else {
        page.push_str(&style.to_string());
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::terminal;

    fn plain(markdown: &str, width: usize) -> String {
        anstream::adapter::strip_str(&terminal(markdown, width)).to_string()
    }

    #[test]
    fn marks_become_styles() {
        assert_eq!(plain("# a\n\nsee `b **c` and **d**\n", 80), "a\n\nsee b **c and d\n");
        assert_eq!(plain("```zbb\nrole a # `b`\n```\n", 80), "    role a # `b`\n");
        assert!(terminal("`a`", 80).contains('\u{1b}'));
    }

    #[test]
    fn lists_hang() {
        assert_eq!(plain("- one two three", 10), "- one\n  two\n  three\n");
    }
}
