//! What a plan says of something, line by line: takes its facts, gives lines with the names in them as titles.

use super::view::{Why, name_of, title_of};
use super::words;
use crate::model::Kind;
use crate::model::facts::{Fact, Phrase, Topic, Value};
use crate::report::digits::readable;
use crate::report::document::{Cell, FormLine, Group, Name};

impl<'run> Why<'run> {
    /// All that is said of something, but for some properties.
    pub(super) fn said(&self, topic: &Topic, without: &[&str]) -> Group {
        let mut group = Group::new("says", "");
        let facts = topic.facts.iter().filter(|fact| !without.contains(&fact.property));
        facts.for_each(|fact| group.push(self.said_line(topic.kind, fact)));
        for (place, item) in topic.items.iter().enumerate() {
            let line = FormLine::new("item", (place + 1).to_string(), Cell::text(self.titled(&item.key)));
            group.push(line.how(self.modifiers(item)).at(self.place(item.span)).about(single(&item.key)));
        }
        group
    }

    /// One line of what is said.
    pub(super) fn said_line(&self, kind: Kind, fact: &Fact) -> FormLine {
        let what = if fact.key.as_str().is_empty() {
            words::kind(kind).to_lowercase()
        } else {
            let (word, rest) = fact.key.as_str().split_at(fact.property.len().min(fact.key.as_str().len()));
            if word == fact.property {
                format!("{}{}", fact.property.replace('_', " "), self.subject(&fact.key, rest))
            } else {
                fact.key.to_string()
            }
        };
        let about = match &fact.value {
            Value::Formula(phrase) => single(phrase),
            Value::Names(names) => match names.as_slice() {
                [only] => single(only),
                _ => None,
            },
            Value::Nothing | Value::Text(_) => None,
        };
        let line = FormLine::new(fact.property, what, self.value(&fact.value)).how(self.modifiers(fact));
        line.at(self.place(fact.span)).about(about)
    }

    /// What a line is about: ` fit_out` as the title of the category.
    fn subject(&self, key: &Phrase, rest: &str) -> String {
        match key.names().next() {
            // The path of a figure is shown as it is written.
            Some((_, name)) if rest.split_once(name).is_some_and(|(_, after)| after.starts_with('.')) => {
                rest.to_owned()
            }
            Some((id, name)) => match self.title_named(id.kind, name) {
                Some(title) => rest.replacen(name, title, 1),
                None => rest.to_owned(),
            },
            None => rest.to_owned(),
        }
    }

    /// A value with names as titles.
    pub(super) fn value(&self, value: &Value) -> Cell {
        match value {
            Value::Nothing => Cell::Empty,
            Value::Text(text) => Cell::text(text.clone()),
            Value::Names(names) => {
                let names: Vec<String> = names.iter().map(|name| self.titled(name)).collect();
                Cell::text(names.join(", "))
            }
            Value::Formula(phrase) => Cell::text(readable(&self.titled(phrase))),
        }
    }

    /// The terms on which something is said: `after 2 months because “Eight rooms”`.
    pub(super) fn modifiers(&self, fact: &Fact) -> String {
        let terms = fact.modifiers.iter().map(|(word, value)| match value {
            Value::Text(text) => format!("{word} “{text}”"),
            value => match self.value(value) {
                Cell::Text(text) => format!("{word} {text}"),
                _ => (*word).to_owned(),
            },
        });
        terms.collect::<Vec<String>>().join(" ")
    }

    /// What a line says as it is written, `118k AUD from 2026-08 to 2026-11`; of one over several lines, in one way.
    pub(super) fn written(&self, fact: &Fact) -> String {
        let line = self.sources.slice(fact.span);
        let mut is_quoted = false;
        let colon = line.char_indices().find(|(_, letter)| {
            is_quoted ^= *letter == '"';
            *letter == ':' && !is_quoted
        });
        let says = colon.and_then(|(place, _)| line.get(place + 1..)).map(str::trim);
        let says = says.filter(|says| !says.is_empty() && !says.contains(['\n', '#']));
        readable(&says.map_or_else(|| fact.says(), str::to_owned))
    }

    /// A name alone as `Title (path)`; everything else as it is written.
    pub(super) fn titled(&self, phrase: &Phrase) -> String {
        match single(phrase) {
            Some(name) => self.both(&name),
            None => phrase.to_string(),
        }
    }

    /// `Title (path)`
    pub(super) fn both(&self, name: &Name) -> String {
        let title = Kind::from_keyword(name.kind).and_then(|kind| self.title_named(kind, &name.path));
        match title {
            Some(title) if title != name.path => format!("{title} ({})", name.path),
            _ => name.path.clone(),
        }
    }

    /// The title of what bears a name.
    pub(super) fn title_named(&self, kind: Kind, path: &str) -> Option<&'run str> {
        let topic = self.by_name.get(&(kind, path)).and_then(|place| self.topics.get(*place))?;
        topic.title.as_deref()
    }

    /// A line that says who names something, and how.
    pub(super) fn use_line(&self, by: &'run Topic, fact: &Fact) -> FormLine {
        let how = match (fact.key.as_str(), readable(&fact.says())) {
            (key, says) if says.is_empty() => key.to_owned(),
            ("", says) => says,
            (key, says) => format!("{key}: {says}"),
        };
        let line = FormLine::new("named_by", by.kind.keyword(), Cell::text(self.both_of(by)));
        line.how(how).at(self.place(fact.span)).about(Some(name_of(by)))
    }

    fn both_of(&self, topic: &Topic) -> String {
        let (title, name) = (title_of(topic), topic.name());
        if title == name || name.is_empty() { title.to_owned() } else { format!("{title} ({name})") }
    }
}

/// The one name that a phrase is.
pub(super) fn single(phrase: &Phrase) -> Option<Name> {
    let (id, name) = phrase.names().next()?;
    (name == phrase.as_str()).then(|| Name { kind: id.kind.keyword(), path: name.to_owned() })
}

/// Everything that a line names.
pub(super) fn named(fact: &Fact) -> Vec<(Kind, &str)> {
    let values = std::iter::once(&fact.value).chain(fact.modifiers.iter().map(|(_, value)| value));
    let phrases = std::iter::once(&fact.key).chain(values.flat_map(phrases));
    phrases.flat_map(|phrase| phrase.names().map(|(id, name)| (id.kind, name))).collect()
}

fn phrases(value: &Value) -> &[Phrase] {
    match value {
        Value::Nothing | Value::Text(_) => &[],
        Value::Names(names) => names,
        Value::Formula(phrase) => std::slice::from_ref(phrase),
    }
}
