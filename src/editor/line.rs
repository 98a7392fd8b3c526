//! What a line of a plan comes to: takes a plan, what it last came to and a place, gives in Markdown the figures of the line
//! there, each with how it came about.

use super::snapshot::{Figures, Good, Snapshot};
use crate::model::Kind;
use crate::model::facts::{Fact, Topic, Value};
use crate::report::render::markdown_line;
use crate::report::why::{FormExtent, Why};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Form, Statement, Subject};

/// The figures of the line at a byte; nothing of one that has none.
#[must_use]
pub fn figures(snapshot: &Snapshot, good: (&Good, Figures), file: FileId, byte: u32) -> Option<String> {
    let (good, of) = good;
    let (around, line) = line_at(&snapshot.tree(file)?.statements, byte)?;
    let topic = topic(snapshot, good, of, around)?;
    let said = head(line);
    let is_said = |fact: &&Fact| fact.property == line.key.text && fact.key.as_str() == said;
    // A name that is written in another way than facts have it is found by its place.
    let is_here = |fact: &&Fact| of == Figures::OfNow && holds(line.span, fact.span.start) && fact.span.file == file;
    let fact = topic.facts.iter().find(is_said).or_else(|| topic.facts.iter().find(is_here))?;
    // Words for people say all of it themselves.
    if !matches!(fact.value, Value::Formula(_)) {
        return None;
    }
    let why = Why::new(&good.snapshot.sources, &good.topics, Some((&good.plan, &good.evaluation)));
    let lines = why.told(FormExtent::Brief).lines_said_by(topic, fact);
    let lines: Vec<String> = lines.iter().map(markdown_line).collect();
    (!lines.is_empty()).then(|| lines.join("  \n"))
}

fn holds(span: Span, byte: u32) -> bool {
    span.start <= byte && byte <= span.end
}

/// The line with a value at a byte, and the declaration around it.
fn line_at(statements: &[Statement], byte: u32) -> Option<(&Statement, &Statement)> {
    let mut around = statements.iter().find(|statement| holds(statement.span, byte))?;
    loop {
        let inner = around.lines().find(|statement| holds(statement.span, byte))?;
        match inner.form {
            Form::Declaration => around = inner,
            Form::Property | Form::Item => return Some((around, inner)),
        }
    }
}

/// What a line says before its colon, in one way: `cost salaries "Nights"`.
fn head(line: &Statement) -> String {
    let mut head = line.key.text.to_string();
    for subject in &line.subjects {
        head.push(' ');
        match subject {
            Subject::Path(path) => head.push_str(&path.text),
            Subject::Period(period, _) => head.push_str(&period.to_string()),
        }
    }
    if let Some(title) = &line.title {
        head.push_str(&format!(" {:?}", title.value));
    }
    head
}

/// The same declaration in the plan that came to something.
fn topic<'g>(snapshot: &Snapshot, good: &'g Good, of: Figures, declared: &Statement) -> Option<&'g Topic> {
    let kind = Kind::from_keyword(&declared.key.text)?;
    let name = declared.subjects.last().map(Subject::span).or(declared.title.as_ref().map(|title| title.span));
    let span = name.unwrap_or(declared.key.span);
    let named = snapshot.plan.declared().map(|id| snapshot.plan.head(id)).find(|head| head.span == span);
    let is_it = |topic: &&Topic| {
        topic.kind == kind
            && (named.is_some_and(|head| !head.path.is_empty() && head.path == topic.name())
                || of == Figures::OfNow && topic.span == span)
    };
    good.topics.iter().find(is_it)
}
