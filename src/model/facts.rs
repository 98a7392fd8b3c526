//! A plan as its facts: everything it says, each thing in one way only, so that two plans that mean the same have the same
//! facts. Comments, layout, the order of declarations and the ways to write a number or a name leave no trace.

use super::Kind;

/// A declaration, with all that the plan says about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    /// What is declared.
    pub kind: Kind,
    /// What tells it from others of its kind: its path; where it has no name, what it is about and its title.
    pub name: String,
    /// Its title, unless that is part of `name`.
    pub title: Option<String>,
    /// What is said about it, in the order of the schema; each key stands once.
    pub facts: Vec<Fact>,
    /// What it puts in order: the levels of a ranking.
    pub items: Vec<Fact>,
}

/// One thing that is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// About what: `owner`, `cost salaries "Nights"`; a path, for an item; empty where the declaration is one line.
    pub key: String,
    /// What: `2 agent * 52000 USD/agent/year from 2027-02`.
    pub value: String,
}

impl Topic {
    /// The kind and the name: `package faster_help`.
    #[must_use]
    pub fn identity(&self) -> String {
        let gap = if self.name.is_empty() { "" } else { " " };
        format!("{}{gap}{}", self.kind.keyword(), self.name)
    }

    /// What is said under a key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|fact| fact.key == key).map(|fact| fact.value.as_str())
    }

    /// The text under a key, without its quotes.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.fact(key).and_then(unquoted)
    }
}

/// What tells a declaration without a name from others: what it stands in, and its title.
#[must_use]
pub fn unnamed(outer: Option<&str>, title: Option<&str>) -> String {
    let title = title.map(quoted);
    let parts: Vec<&str> = outer.into_iter().chain(title.as_deref()).collect();
    parts.join(".")
}

/// A text in quotes, on one line: as it can be written in a plan.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 2);
    line.push('"');
    for character in text.chars() {
        match character {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            character if is_unseen(character) => line.push_str(&format!("\\u{{{:X}}}", u32::from(character))),
            character => line.push(character),
        }
    }
    line.push('"');
    line
}

/// Whether a character would be obeyed rather than shown: control characters and marks of direction or without a width.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What a text in quotes says; nothing where it is no such text.
#[must_use]
pub fn unquoted(line: &str) -> Option<String> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => return None,
            '\\' => text.push(escaped(&mut rest)?),
            character => text.push(character),
        }
    }
    Some(text)
}

/// What stands for the characters behind a backslash.
fn escaped(rest: &mut std::str::Chars<'_>) -> Option<char> {
    match rest.next()? {
        'n' => Some('\n'),
        't' => Some('\t'),
        'u' => {
            let (code, behind) = rest.as_str().strip_prefix('{')?.split_once('}')?;
            let code = u32::from_str_radix(code, 16).ok()?;
            *rest = behind.chars();
            char::from_u32(code)
        }
        sign @ ('"' | '\\') => Some(sign),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, unquoted};

    #[test]
    fn a_text_survives_its_quotes() {
        for text in ["", "plain", "a \"b\" \\ c\n\td", "\u{202E}hidden\u{1b}[31m", "ümlaut 漢 🎉"] {
            let line = quoted(text);
            assert!(!line.contains('\n') && !line.contains('\u{1b}') && !line.contains('\u{202E}'));
            assert_eq!(unquoted(&line).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_text_in_quotes_is_told() {
        for line in ["", "plain", "\"open", "\"a\" and \"b\"", "\"\\q\"", "\"\\u{110000}\""] {
            assert_eq!(unquoted(line), None);
        }
    }
}
