//! A plan as its facts: everything it says, each thing in one way only, so that two plans that mean the same have the same
//! facts. Comments, layout, the order of declarations and the ways to write a number or a name leave no trace.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::{AnyId, Kind};
use crate::source::Span;

/// A text in which the names are known apart from all else. Two say the same where they read the same: the ids are of one plan.
#[derive(Debug, Clone, Default)]
pub struct Phrase {
    text: String,
    names: Vec<Named>,
}

/// A name in a phrase.
#[derive(Debug, Clone, Copy)]
struct Named {
    start: usize,
    end: usize,
    id: AnyId,
}

impl Phrase {
    /// Adds words that are no names.
    pub fn push_str(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Adds a sign.
    pub fn push(&mut self, sign: char) {
        self.text.push(sign);
    }

    /// Adds a name, in full; one that names nothing is a word.
    pub fn push_name(&mut self, name: &str, ids: &[AnyId]) {
        let start = self.text.len();
        self.text.push_str(name);
        let end = self.text.len();
        self.names.extend(ids.iter().map(|id| Named { start, end, id: *id }));
    }

    /// Adds another phrase.
    pub fn push_phrase(&mut self, other: &Phrase) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.names.extend(other.names.iter().map(|named| Named {
            start: named.start + start,
            end: named.end + start,
            id: named.id,
        }));
    }

    /// The phrase with words behind it that are no names.
    #[must_use]
    pub fn and(mut self, words: &str) -> Phrase {
        self.push_str(words);
        self
    }

    /// Drops all behind a place.
    pub fn truncate(&mut self, end: usize) {
        self.text.truncate(end);
        self.names.retain(|named| named.end <= end);
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names in it, in order.
    pub fn names(&self) -> impl Iterator<Item = (AnyId, &str)> {
        self.names.iter().filter_map(|named| Some((named.id, self.text.get(named.start..named.end)?)))
    }

    /// The phrase with other words between its names.
    #[must_use]
    pub fn with_words(&self, other: &impl Fn(&str) -> String) -> Phrase {
        let mut phrase = Phrase::default();
        let mut done = 0;
        for same in self.names.chunk_by(|left, right| left.start == right.start) {
            let Some(first) = same.first() else { continue };
            phrase.push_str(&other(self.text.get(done..first.start).unwrap_or("")));
            let ids: Vec<AnyId> = same.iter().map(|named| named.id).collect();
            phrase.push_name(self.text.get(first.start..first.end).unwrap_or(""), &ids);
            done = first.end;
        }
        phrase.push_str(&other(self.text.get(done..).unwrap_or("")));
        phrase
    }

    /// The phrase with other names.
    #[must_use]
    pub fn renamed<'n>(&'n self, now: &impl Fn(Kind, &'n str) -> &'n str) -> Phrase {
        let mut phrase = Phrase::default();
        let mut done = 0;
        // Several in one place are what a waiver may mean: the first that has another name counts.
        for same in self.names.chunk_by(|left, right| left.start == right.start) {
            let Some(first) = same.first() else { continue };
            phrase.push_str(self.text.get(done..first.start).unwrap_or(""));
            let name = self.text.get(first.start..first.end).unwrap_or("");
            let renamed = same.iter().map(|named| (named.id, now(named.id.kind, name))).find(|(_, now)| *now != name);
            let (id, name) = renamed.unwrap_or((first.id, name));
            phrase.push_name(name, &[id]);
            done = first.end;
        }
        phrase.push_str(self.text.get(done..).unwrap_or(""));
        phrase
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Phrase {
        Phrase { text: text.to_owned(), names: Vec::new() }
    }
}

impl fmt::Write for Phrase {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        self.text.push_str(words);
        Ok(())
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Phrase) -> bool {
        self.text == other.text
    }
}

impl Eq for Phrase {}

impl PartialOrd for Phrase {
    fn partial_cmp(&self, other: &Phrase) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Phrase {
    fn cmp(&self, other: &Phrase) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Phrase {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nothing, or what cannot be read.
    Nothing,
    /// Words for people.
    Text(String),
    /// A list of names, in their order: it means the same in any.
    Names(Vec<Phrase>),
    /// All else: a name, a number, a period, a formula.
    Formula(Phrase),
}

impl Value {
    fn push_to(&self, phrase: &mut Phrase) {
        match self {
            Value::Nothing => {}
            Value::Text(words) => phrase.push_str(&quoted(words)),
            Value::Names(names) => {
                phrase.push('[');
                for (index, name) in names.iter().enumerate() {
                    if index > 0 {
                        phrase.push_str(", ");
                    }
                    phrase.push_phrase(name);
                }
                phrase.push(']');
            }
            Value::Formula(formula) => phrase.push_phrase(formula),
        }
    }

    fn renamed<'n>(&'n self, now: &impl Fn(Kind, &'n str) -> &'n str) -> Value {
        match self {
            Value::Nothing => Value::Nothing,
            Value::Text(words) => Value::Text(words.clone()),
            Value::Names(names) => {
                let mut names: Vec<Phrase> = names.iter().map(|name| name.renamed(now)).collect();
                names.sort();
                Value::Names(names)
            }
            Value::Formula(formula) => Value::Formula(formula.renamed(now)),
        }
    }
}

/// A declaration, with all that the plan says about it.
#[derive(Debug, Clone)]
pub struct Topic {
    /// What is declared.
    pub kind: Kind,
    /// What tells it from others of its kind: its path; where it has no name, what it is about and its title.
    pub name: Phrase,
    /// The path of the declaration around it; empty at the top.
    pub outer: Phrase,
    /// Its title, unless that is part of `name`.
    pub title: Option<String>,
    /// What is said about it, in the order of the schema; each key stands once.
    pub facts: Vec<Fact>,
    /// What it puts in order: the levels of a ranking.
    pub items: Vec<Fact>,
    /// Where its name stands, else its title, else its keyword.
    pub span: Span,
}

/// One thing that is said. Two say the same where they read the same.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Of which property: `cost`; its key in the schema.
    pub property: &'static str,
    /// About what: `owner`, `cost salaries "Nights"`; a path, for an item; empty where the declaration is one line.
    pub key: Phrase,
    /// What: `2 agent * 52000 USD/agent/year`.
    pub value: Value,
    /// On what terms: `from 2027-02`.
    pub modifiers: Vec<(&'static str, Value)>,
    /// Where.
    pub span: Span,
}

impl Fact {
    /// What is said and on what terms, as it can be written in a plan.
    #[must_use]
    pub fn says(&self) -> String {
        let mut phrase = Phrase::default();
        self.value.push_to(&mut phrase);
        for (word, value) in &self.modifiers {
            if !phrase.as_str().is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
            phrase.push(' ');
            value.push_to(&mut phrase);
        }
        phrase.text
    }

    /// The first name that it is about: `salaries` of `cost salaries`.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        self.key.names().next().map(|(_, name)| name)
    }

    /// What stands behind a word: `until`.
    #[must_use]
    pub fn modifier(&self, word: &str) -> Option<&Value> {
        self.modifiers.iter().find(|(other, _)| *other == word).map(|(_, value)| value)
    }

    /// The fact with other names.
    #[must_use]
    pub fn renamed<'n>(&'n self, now: &impl Fn(Kind, &'n str) -> &'n str) -> Fact {
        Fact {
            property: self.property,
            key: self.key.renamed(now),
            value: self.value.renamed(now),
            modifiers: self.modifiers.iter().map(|(word, value)| (*word, value.renamed(now))).collect(),
            span: self.span,
        }
    }

    fn said(&self) -> (&Phrase, &Value, &[(&'static str, Value)]) {
        (&self.key, &self.value, &self.modifiers)
    }
}

impl PartialEq for Fact {
    fn eq(&self, other: &Fact) -> bool {
        self.said() == other.said()
    }
}

impl Eq for Fact {}

impl Hash for Fact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.said().hash(state);
    }
}

impl PartialEq for Topic {
    fn eq(&self, other: &Topic) -> bool {
        self.kind == other.kind
            && self.name == other.name
            && self.title == other.title
            && self.facts == other.facts
            && self.items == other.items
    }
}

impl Eq for Topic {}

impl Topic {
    /// The kind and the name: `package faster_help`.
    #[must_use]
    pub fn identity(&self) -> String {
        let name = self.name();
        let gap = if name.is_empty() { "" } else { " " };
        format!("{}{gap}{name}", self.kind.keyword())
    }

    /// What tells it from others of its kind, as text.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What is said under a key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key.as_str() == key)
    }

    /// What is said of a property, line by line.
    pub fn of<'t>(&'t self, property: &'t str) -> impl Iterator<Item = &'t Fact> {
        self.facts.iter().filter(move |fact| fact.property == property)
    }

    /// The words for people under a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.fact(key)?.value {
            Value::Text(words) => Some(words),
            Value::Nothing | Value::Names(_) | Value::Formula(_) => None,
        }
    }
}

impl Value {
    /// Whether it is this formula.
    #[must_use]
    pub fn is(&self, formula: &str) -> bool {
        matches!(self, Value::Formula(phrase) if phrase.as_str() == formula)
    }

    /// The names in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let phrases = match self {
            Value::Nothing | Value::Text(_) => &[][..],
            Value::Names(names) => names.as_slice(),
            Value::Formula(formula) => std::slice::from_ref(formula),
        };
        phrases.iter().flat_map(|phrase| phrase.names().map(|(_, name)| name))
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
