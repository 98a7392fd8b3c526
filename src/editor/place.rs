//! What may be written at a place: takes a text and a byte, gives the blocks around it and what is wanted there.
//!
//! It reads the text itself, not the tree: what is half-typed has no place in a tree, and is just what is asked about.

use crate::model::Kind;
use crate::model::schema::{FieldSpec, HeadShape, PropertySchema, Shape, SubjectKind, ValueKind};

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A key or a keyword of a declaration, or a keyword at the top of a file.
    Key(Option<Kind>),
    /// A name of these kinds: what a line or a declaration is about, or an item.
    Name(&'static [Kind]),
    /// One of a few words before the colon: `confidence high`, `cap department`.
    Word(Vec<&'static str>),
    /// A value of a property of a kind.
    Value(Option<Kind>, ValueKind),
    /// What may follow a number: its unit, or, of one that has none, the words that may follow a value.
    Unit(Vec<&'static str>),
    /// What may follow a value: the words of the property that do not stand there yet.
    Modifier(Vec<&'static str>),
    /// Nothing that could be known.
    Nothing,
}

/// A place in a text.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// What may be written there.
    pub wanted: Wanted,
    /// The first byte of the word that is being typed.
    pub start: usize,
    /// The keys that the block around holds already.
    pub present: Vec<String>,
    /// The names of the declarations around, the outermost first.
    pub around: Vec<String>,
    /// The property whose value is being typed.
    pub property: Option<(Kind, &'static PropertySchema)>,
    /// What the line is about: `nps` of `effect nps: `.
    pub about: Option<String>,
}

/// A block that is open at the place.
#[derive(Debug, Clone, Default)]
struct Block {
    kind: Option<Kind>,
    name: String,
    keys: Vec<String>,
}

/// What is wanted at a byte of a text.
#[must_use]
pub fn place(text: &str, byte: usize) -> Cursor {
    let before = text.get(..byte).unwrap_or(text);
    let Some(scanned) = scan(before) else {
        return Cursor {
            wanted: Wanted::Nothing,
            start: byte,
            present: Vec::new(),
            around: Vec::new(),
            property: None,
            about: None,
        };
    };
    let block = scanned.blocks.last().cloned().unwrap_or_default();
    let mut present = block.keys.clone();
    present.extend(keys_behind(text.get(byte..).unwrap_or("")));
    let line = before.get(scanned.start..).unwrap_or("");
    let around = scanned.blocks.iter().map(|block| block.name.clone()).filter(|name| !name.is_empty()).collect();
    let at_top = scanned.blocks.is_empty();
    let (wanted, property) = wanted(block.kind, at_top, line, typed(before));
    let start = byte - if is_of_time(&wanted) { period_typed(before) } else { typed(before) }.len();
    let about = line.split(':').next().and_then(|head| head.split_whitespace().nth(1)).map(str::to_owned);
    Cursor { wanted, start, present, around, property, about }
}

/// The word, path or code that ends where the text does.
fn typed(before: &str) -> &str {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
    let start = before.char_indices().rev().take_while(|(_, character)| is_part(*character)).last();
    let word = start.map_or("", |(start, _)| before.get(start..).unwrap_or(""));
    // Of `3pp` and `52k U`, what is typed begins behind the number.
    let digits = word.find(|character: char| !character.is_ascii_digit() && !matches!(character, '_' | '.'));
    match (word.starts_with(|first: char| first.is_ascii_digit()), digits) {
        (true, Some(end)) => word.get(end..).unwrap_or(""),
        (true, None) => "",
        (false, _) => word,
    }
}

/// Whether months and longer periods may be written.
fn is_of_time(wanted: &Wanted) -> bool {
    matches!(wanted, Wanted::Value(_, ValueKind::Period | ValueKind::Month | ValueKind::Months | ValueKind::Date))
}

/// The part of a period that ends where the text does: `2027-0`.
fn period_typed(before: &str) -> &str {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let start = before.char_indices().rev().take_while(|(_, letter)| is_part(*letter)).last();
    start.map_or("", |(start, _)| before.get(start..).unwrap_or(""))
}

struct Scanned {
    blocks: Vec<Block>,
    /// Where the fact that holds the place begins.
    start: usize,
}

/// Reads up to the place; nothing where it stands in a text or a comment.
fn scan(before: &str) -> Option<Scanned> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    let mut brackets = 0_usize;
    let mut rest = before.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let line = before.get(start..at).unwrap_or("");
        match character {
            '#' => {
                let end = before.get(at..)?.find('\n')? + at;
                while rest.peek().is_some_and(|(next, _)| *next < end) {
                    rest.next();
                }
            }
            '"' => {
                let end = end_of_text(before.get(at..)?)? + at;
                while rest.peek().is_some_and(|(next, _)| *next < end) {
                    rest.next();
                }
            }
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            '{' => {
                let outer = blocks.last_mut();
                let block = opened(line, outer.as_ref().map(|block| block.kind));
                if let Some(outer) = outer {
                    outer.keys.push(first_word(line).to_owned());
                }
                blocks.push(block);
                (start, brackets) = (at + 1, 0);
            }
            '}' => {
                keep_key(&mut blocks, line);
                blocks.pop();
                (start, brackets) = (at + 1, 0);
            }
            '\n' | ',' if brackets == 0 => {
                keep_key(&mut blocks, line);
                start = at + 1;
            }
            _ => {}
        }
    }
    Some(Scanned { blocks, start })
}

fn keep_key(blocks: &mut [Block], line: &str) {
    if let Some(block) = blocks.last_mut()
        && !first_word(line).is_empty()
    {
        block.keys.push(first_word(line).to_owned());
    }
}

/// Where a text that begins here ends; nothing where it does not.
pub(super) fn end_of_text(text: &str) -> Option<usize> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block.find("\"\"\"").map(|end| end + 6);
    }
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' => return None,
            '"' if !is_escaped => return Some(at + 1),
            _ => is_escaped = character == '\\' && !is_escaped,
        }
    }
    None
}

fn first_word(line: &str) -> &str {
    let line = line.trim_start();
    let end = line.find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '.' | '-')));
    line.get(..end.unwrap_or(line.len())).unwrap_or("")
}

fn opened(line: &str, outer: Option<Option<Kind>>) -> Block {
    let mut words = line.split_whitespace().take_while(|word| !word.starts_with('"'));
    let kind = words.next().and_then(Kind::from_keyword);
    let known = match (outer, kind) {
        (None, kind) => kind,
        (Some(Some(outer)), Some(kind)) => child(outer, kind.keyword()).or(Some(kind)),
        (Some(_), kind) => kind,
    };
    Block { kind: known, name: words.next().unwrap_or("").to_owned(), keys: Vec::new() }
}

fn child(outer: Kind, key: &str) -> Option<Kind> {
    match outer.schema().property(key)?.spec.shape {
        Shape::Children(kind) => Some(kind),
        Shape::Single | Shape::Repeated | Shape::Periods | Shape::Items | Shape::Head => None,
    }
}

/// The keys of the same block that stand behind the place.
fn keys_behind(after: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut keys = Vec::new();
    for line in after.lines().skip(1) {
        let plain = without_texts(line);
        if depth == 0 && !first_word(line).is_empty() {
            keys.push(first_word(line).to_owned());
        }
        depth += plain.matches('{').count();
        for _ in plain.matches('}') {
            match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return keys,
            }
        }
    }
    keys
}

fn without_texts(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

fn wanted(
    kind: Option<Kind>,
    at_top: bool,
    line: &str,
    typed: &str,
) -> (Wanted, Option<(Kind, &'static PropertySchema)>) {
    let key = first_word(line);
    let plain = without_texts(line);
    let Some(colon) = plain.find(':') else {
        return (before_the_colon(kind, at_top, line, key, typed), None);
    };
    let Some((owner, property)) = property_of(kind, at_top, key) else { return (Wanted::Nothing, None) };
    let value = plain.get(colon + 1..).unwrap_or("");
    (in_the_value(owner, &property.spec, value, typed), Some((owner, property)))
}

fn property_of(kind: Option<Kind>, at_top: bool, key: &str) -> Option<(Kind, &'static PropertySchema)> {
    if at_top {
        let kind = Kind::from_keyword(key)?;
        return Some((kind, kind.schema().properties.first()?));
    }
    let kind = kind?;
    let properties = kind.schema().properties;
    let is_period = key.starts_with(|first: char| first.is_ascii_digit()) || key.starts_with("FY");
    let found = match is_period {
        true => properties.iter().find(|property| property.spec.shape == Shape::Periods),
        false => kind.schema().property(key),
    };
    Some((kind, found?))
}

fn before_the_colon(kind: Option<Kind>, at_top: bool, line: &str, key: &str, typed: &str) -> Wanted {
    let head = line.trim_start();
    if head.len() == typed.len() {
        return if at_top || kind.is_some() { Wanted::Key(kind) } else { Wanted::Nothing };
    }
    if let Some(items) = kind.and_then(items_of)
        && kind.is_some_and(|kind| kind.schema().property(key).is_none())
    {
        let said: Vec<&str> = line.split_whitespace().collect();
        let free = items.spec.modifiers.iter().map(|modifier| modifier.word).filter(|word| !said.contains(word));
        return Wanted::Modifier(free.collect());
    }
    // What is typed may be the end of the first word itself: `a-b`, `!name`.
    let said = head.split_whitespace().skip(1).count();
    let Some(subjects) = said.checked_sub(usize::from(!typed.is_empty())) else { return Wanted::Nothing };
    let declared = if at_top { Kind::from_keyword(key) } else { kind.and_then(|kind| child(kind, key)) };
    if let Some(declared) = declared {
        return in_the_head(declared, head, subjects);
    }
    match property_of(kind, at_top, key) {
        Some((_, property)) => subject(property, head, subjects),
        None => Wanted::Nothing,
    }
}

fn items_of(kind: Kind) -> Option<&'static PropertySchema> {
    kind.schema().properties.iter().find(|property| property.spec.shape == Shape::Items)
}

fn in_the_head(kind: Kind, head: &str, subjects: usize) -> Wanted {
    match kind.schema().head {
        HeadShape::About(kinds) | HeadShape::AboutMaybeKind(kinds) if subjects == 0 => Wanted::Name(kinds),
        HeadShape::AboutKindAndName(kinds) => kind_then_name(kinds, head, subjects),
        HeadShape::AboutCurrency if subjects == 0 => Wanted::Value(None, ValueKind::Currency),
        _ => Wanted::Nothing,
    }
}

fn kind_then_name(kinds: &'static [Kind], head: &str, subjects: usize) -> Wanted {
    if subjects == 0 {
        return Wanted::Word(kinds.iter().map(|kind| kind.keyword()).collect());
    }
    let word = head.split_whitespace().nth(1).unwrap_or("");
    let place = kinds.iter().position(|kind| kind.keyword() == word);
    place.and_then(|place| kinds.get(place..=place)).map_or(Wanted::Nothing, Wanted::Name)
}

fn subject(property: &PropertySchema, head: &str, subjects: usize) -> Wanted {
    match property.spec.subject {
        SubjectKind::Name(kinds) | SubjectKind::MaybeName(kinds) if subjects == 0 => Wanted::Name(kinds),
        SubjectKind::KindAndName(kinds) => kind_then_name(kinds, head, subjects),
        SubjectKind::KindNameMaybePeriod(kinds) if subjects < 2 => kind_then_name(kinds, head, subjects),
        SubjectKind::KindAndText(kinds) if subjects == 0 => {
            Wanted::Word(kinds.iter().map(|kind| kind.keyword()).collect())
        }
        SubjectKind::Word(choices) if subjects == 0 => Wanted::Word(choices.iter().map(|choice| choice.word).collect()),
        _ => Wanted::Nothing,
    }
}

/// The signs after which a value goes on.
const JOINS: &[char] = &['+', '-', '*', '/', '(', '[', ',', '<', '>', '='];

fn in_the_value(kind: Kind, spec: &FieldSpec, value: &str, typed: &str) -> Wanted {
    let done = value.strip_suffix(typed).unwrap_or(value);
    let words: Vec<&str> = done.split_whitespace().collect();
    let modifiers = || spec.modifiers.iter();
    let last = words.iter().rposition(|word| modifiers().any(|modifier| modifier.word == *word));
    let current = last.and_then(|place| modifiers().find(|modifier| Some(&modifier.word) == words.get(place)));
    let wanted = current.map_or(spec.value, |modifier| modifier.value);
    let since = words.get(last.map_or(0, |place| place + 1)..).unwrap_or(&[]);
    let is_period = matches!(wanted, ValueKind::Period | ValueKind::Month | ValueKind::Months | ValueKind::Date);
    // `2027-0` is no value yet: what it begins with is typed too.
    if is_period && since.len() == 1 && !done.ends_with(char::is_whitespace) {
        return Wanted::Value(Some(kind), wanted);
    }
    let is_glued = !typed.is_empty() && done.ends_with(|last: char| last.is_ascii_digit());
    let said = |word: &str| words.contains(&word);
    let free = || modifiers().map(|modifier| modifier.word).filter(|word| !said(word)).collect();
    match since.last() {
        _ if is_glued => Wanted::Unit(Vec::new()),
        None => Wanted::Value(Some(kind), wanted),
        Some(word) if word.ends_with(JOINS) || matches!(*word, ".." | "and" | "or" | "not" | "at") => {
            Wanted::Value(Some(kind), wanted)
        }
        Some(word) if is_number(word) && takes_unit(wanted) => Wanted::Unit(free()),
        Some(_) => Wanted::Modifier(free()),
    }
}

fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches(['+', '-', '(', '*']);
    let digits = word.trim_end_matches(['k', 'M', 'B']);
    !digits.is_empty() && digits.chars().all(|character| character.is_ascii_digit() || matches!(character, '_' | '.'))
}

fn takes_unit(value: ValueKind) -> bool {
    matches!(value, ValueKind::Expression(_) | ValueKind::Any | ValueKind::Rating)
}

#[cfg(test)]
mod tests {
    use super::{Wanted, place};
    use crate::model::Kind;

    fn at(text: &str) -> Wanted {
        let byte = text.find('|').expect("a place");
        place(&text.replace('|', ""), byte).wanted
    }

    #[test]
    fn a_place_wants_what_can_stand_there() {
        assert_eq!(at("pa|"), Wanted::Key(None));
        assert_eq!(at("package x {\n  own|"), Wanted::Key(Some(Kind::Package)));
        assert!(matches!(at("package x {\n  owner: |"), Wanted::Value(Some(Kind::Package), _)));
        assert!(matches!(at("package x {\n  level a { cost |"), Wanted::Name([Kind::Category])));
        assert!(
            matches!(at("package x {\n  level a { cost pay: 3 ag|"), Wanted::Unit(words) if words.contains(&"from"))
        );
        assert_eq!(at("package x {\n  level a { effect k: +3p|"), Wanted::Unit(Vec::new()));
        assert!(
            matches!(at("package x {\n  level a { cost pay: 3 agent |"), Wanted::Modifier(words) if words.contains(&"from"))
        );
        assert!(matches!(at("benchmark n|"), Wanted::Name([Kind::Kpi])));
        assert!(matches!(at("funding { cap |"), Wanted::Word(_)));
        assert!(matches!(at("funding { cap department |"), Wanted::Name([Kind::Department])));
        assert_eq!(at("role lead \"He|"), Wanted::Nothing);
        assert_eq!(at("# pa|"), Wanted::Nothing);
    }

    #[test]
    fn what_a_block_holds_already_is_known() {
        let text = "package x {\n  owner: a\n  level b { cost c: 1 EUR }\n  \n  department: d\n}\n";
        let place = place(text, text.find("\n  \n").map_or(0, |at| at + 3));
        assert_eq!(place.present, ["owner", "level", "department"]);
        assert_eq!(place.around, ["x"]);
    }
}
