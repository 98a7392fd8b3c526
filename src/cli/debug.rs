//! `zbb debug WHAT`: what the compiler itself works with, and what each phase made of a plan, for those who work on it.

use std::path::Path;

use super::arguments::DebugCommand;
use super::ending::{Ending, Trouble, deliver};
use crate::compile::{Options, Parsed};
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::model::facts::Topic;
use crate::reference;
use crate::source::{Sources, Span};

/// Writes it to standard output. Of a plan with errors, it is what the phase could make of it.
///
/// # Errors
/// When the path leads to no plan, or the output is lost.
pub(super) fn debug(command: &DebugCommand) -> Result<Ending, Trouble> {
    let text = match command {
        DebugCommand::Words => words(),
        DebugCommand::Tree(arguments) => read(&arguments.path, |parsed, _| format!("{:#?}\n", parsed.trees()))?,
        DebugCommand::Plan(arguments) => {
            read(&arguments.path, |parsed, _| format!("{:#?}\n", parsed.analyse(None).plan))?
        }
        DebugCommand::Facts(arguments) => read(&arguments.path, facts)?,
    };
    deliver(&text)?;
    Ok(Ending::Fine)
}

fn words() -> String {
    serde_json::to_string_pretty(&reference::words()).unwrap_or_default() + "\n"
}

fn read(path: &Path, show: impl Fn(&Parsed, &Sources) -> String) -> Result<String, Trouble> {
    let loaded = load(path, Limits::default())?;
    Ok(show(&Parsed::read(&loaded.sources), &loaded.sources))
}

fn facts(parsed: &Parsed, sources: &Sources) -> String {
    let options = Options { depth: Depth::Findings, ..Options::default() };
    let (_, topics) = parsed.compile_with_facts(options);
    topics.iter().map(|topic| declaration(topic, sources)).collect()
}

fn declaration(topic: &Topic, sources: &Sources) -> String {
    let title = topic.title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
    let head = format!("{}{title}  # {}\n", topic.identity(), place(sources, topic.span));
    let said = topic.facts.iter().chain(&topic.items);
    let lines = said.map(|fact| format!("  {}: {}  # {}\n", fact.key, fact.says(), place(sources, fact.span)));
    head + &lines.collect::<String>()
}

/// `plan.zbb:12`
fn place(sources: &Sources, span: Span) -> String {
    let line = sources.get(span.file).map_or(0, |file| file.line_index(span.start) + 1);
    format!("{}:{line}", sources.path_from_here(span.file))
}
