//! What the lines of a file say: takes a text, gives its facts with the lines they stand on and what they are called.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::visible;
use crate::model::Kind;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::parse;
use crate::syntax::tree::{Body, Form, Statement, Subject};
use std::collections::BTreeMap;
use std::ops::Range;

/// The facts of a file, in order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub facts: Vec<Fact>,
}

/// A fact, or a part of one that has lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// What tells it from all others of the file.
    pub key: String,
    /// What it is called: ``package `chatbot`, level `enhanced`, cost `software` ``.
    pub name: String,
    /// What it says, on one line.
    pub says: String,
    /// The lines it stands on, counted from zero.
    pub lines: Range<usize>,
    /// Which part of a fact it is.
    pub part: Part,
}

/// The parts of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The head of a declaration whose body has lines of its own.
    Head,
    /// Its closing brace.
    Foot,
    /// A fact on the line of the one that holds it.
    Inner,
}

impl Fact {
    /// Whether some lines begin or end within it.
    pub(super) fn is_cut_by(&self, lines: &Range<usize>) -> bool {
        let is_inside = |line: usize| self.lines.start < line && line < self.lines.end;
        is_inside(lines.start) || is_inside(lines.end)
    }
}

impl Outline {
    /// Reads a text, however broken.
    pub(super) fn read(text: &str) -> Outline {
        let sources = Sources::single("", text);
        let Some(file) = sources.get(FileId::default()) else { return Outline::default() };
        let tree = parse(&mut Diagnostics::new(), FileId::default(), text);
        let mut reader = Reader { file, facts: Vec::new(), known: BTreeMap::new() };
        reader.statements(&tree.statements, &Place::default());
        Outline { facts: reader.facts }
    }

    /// The facts that begin on some lines and are not made up of others there.
    pub(super) fn facts_on(&self, lines: &Range<usize>) -> impl Iterator<Item = &Fact> {
        let lines = lines.clone();
        self.facts.iter().filter(move |fact| fact.part != Part::Foot && lines.contains(&fact.lines.start))
    }

    /// What the innermost declaration is called that a line is in.
    pub(super) fn around(&self, line: usize) -> Option<&str> {
        let feet: BTreeMap<&str, usize> = self
            .facts
            .iter()
            .filter(|fact| fact.part == Part::Foot)
            .map(|fact| (fact.name.as_str(), fact.lines.start))
            .collect();
        let holds =
            |fact: &&Fact| fact.lines.start <= line && feet.get(fact.name.as_str()).is_some_and(|foot| line <= *foot);
        let mut heads = self.facts.iter().filter(|fact| fact.part == Part::Head);
        heads.rfind(holds).map(|fact| fact.name.as_str())
    }
}

/// Where a statement is: the key and the name of what holds it.
#[derive(Debug, Clone, Default)]
struct Place {
    key: String,
    name: String,
    is_inner: bool,
}

struct Reader<'a> {
    file: &'a SourceFile,
    facts: Vec<Fact>,
    known: BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn statements(&mut self, statements: &[Statement], place: &Place) {
        for statement in statements {
            self.statement(statement, place);
        }
    }

    fn statement(&mut self, statement: &Statement, place: &Place) {
        let mut own = self.place(statement, place);
        let lines = self.lines(statement.span);
        let part = if place.is_inner { Part::Inner } else { Part::Whole };
        match statement.body.as_ref().map(|body| (body, self.body_lines(body))) {
            None => self.add(&own, self.says(statement), lines, part),
            Some((body, Some((open, close)))) if open < close && !place.is_inner => {
                self.add(&own, title(statement), lines.start..open + 1, Part::Head);
                self.statements(&body.statements, &own);
                self.add(&own, String::new(), close..close + 1, Part::Foot);
            }
            Some((body, _)) => {
                self.add(&own, title(statement), lines, part);
                own.is_inner = true;
                self.statements(&body.statements, &own);
            }
        }
    }

    /// The lines of the braces of a body that is closed.
    fn body_lines(&self, body: &Body) -> Option<(usize, usize)> {
        Some((self.file.line_index(body.open.start), self.file.line_index(body.close?.start)))
    }

    fn lines(&self, span: Span) -> Range<usize> {
        self.file.line_index(span.start)..self.file.line_index(span.end.saturating_sub(1).max(span.start)) + 1
    }

    fn add(&mut self, place: &Place, says: String, lines: Range<usize>, part: Part) {
        let key = match part {
            Part::Foot => format!("{}}}", place.key),
            Part::Whole | Part::Head | Part::Inner => place.key.clone(),
        };
        self.facts.push(Fact { key, name: place.name.clone(), says, lines, part });
    }

    fn place(&mut self, statement: &Statement, outer: &Place) -> Place {
        let name = name(statement);
        let joined = if outer.name.is_empty() { name.clone() } else { format!("{}, {name}", outer.name) };
        let key = format!("{}\n{}", outer.key, identity(statement));
        let times = self.known.entry(key.clone()).or_default();
        *times += 1;
        // A second fact of one name is another fact; which of them is meant, nobody can say.
        let key = if *times > 1 { format!("{key}{AGAIN}{times}") } else { key };
        Place { key, name: joined, is_inner: outer.is_inner }
    }

    /// What follows the head, on one line and not too long for a message.
    fn says(&self, statement: &Statement) -> String {
        let head = statement.colon.map_or_else(|| head_end(statement), |colon| colon.end);
        let text = self.file.text().get(head as usize..statement.span.end as usize).unwrap_or_default();
        match text.trim().strip_prefix("\"\"\"").and_then(|text| text.strip_suffix("\"\"\"")) {
            Some(lines) => format!("\"{}\"", shortened(lines)),
            None => shortened(text),
        }
    }
}

/// Marks a key that occurs more than once.
const AGAIN: char = '\u{1}';

/// Whether a fact can be told from all others by its key.
pub(super) fn is_unique(key: &str) -> bool {
    !key.contains(AGAIN)
}

/// Whether a fact is within another.
pub(super) fn is_below(key: &str, outer: &str) -> bool {
    key.strip_prefix(outer).is_some_and(|rest| rest.starts_with('\n'))
}

/// Whether a fact is a level or a stage, whose order means something.
pub(super) fn is_step(key: &str) -> bool {
    let own = key.rsplit('\n').next().unwrap_or_default();
    [Kind::Level, Kind::Stage].iter().any(|kind| own.split('\t').next() == Some(kind.keyword()))
}

/// A text on one line and not too long for a message.
pub(super) fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line = visible(&line);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.into_owned(),
    }
}

const LONGEST: usize = 80;

fn head_end(statement: &Statement) -> u32 {
    let subjects = statement.subjects.last().map(|subject| subject.span().end);
    subjects.unwrap_or(statement.key.span.end)
}

fn title(statement: &Statement) -> String {
    statement.title.as_ref().map(|title| format!("\"{}\"", shortened(&title.value))).unwrap_or_default()
}

/// A statement as a person calls it: ``cost `software` ``, `owner`, `` `crm.minimum` ``, `moment "The first cry"`.
fn name(statement: &Statement) -> String {
    let key = visible(&statement.key.text);
    if statement.form == Form::Item {
        return format!("`{key}`");
    }
    let subjects: Vec<String> =
        statement.subjects.iter().map(|subject| format!(" `{}`", subject_text(subject))).collect();
    let is_told_by_title = statement.subjects.is_empty() || statement.form == Form::Property;
    let title =
        if is_told_by_title && statement.title.is_some() { format!(" {}", title(statement)) } else { String::new() };
    format!("{key}{}{title}", subjects.concat())
}

fn identity(statement: &Statement) -> String {
    let title = statement.title.as_ref().map_or("", |title| &*title.value);
    let is_told_by_title = statement.subjects.is_empty() || statement.form == Form::Property;
    let subjects: Vec<String> = statement.subjects.iter().map(subject_text).collect();
    format!("{}\t{}\t{}", statement.key.text, subjects.join(" "), if is_told_by_title { title } else { "" })
}

fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Path(path) => visible(&path.text).into_owned(),
        Subject::Period(period, _) => period.to_string(),
    }
}
