//! Mermaid's `journey` text: takes sections, tasks, scores and actors, gives a journey with stages, touchpoints, their
//! satisfaction and personas.

use super::names::Names;
use super::problem::{BEST, TaskFault};
use super::write::laid_out;
use super::{Imported, Problem, Said};
use crate::diagnostic::text::counted;
use crate::model::facts::quoted;
use crate::quantity::Number;
use indexmap::{IndexMap, IndexSet};

/// Whether a text is a journey: its first line with words says so, maybe after a fence or a front matter.
#[must_use]
pub fn is_journey(text: &str) -> bool {
    lines(text).find(|(_, line)| !line.starts_with(STATED)).is_some_and(|(_, line)| line == "journey")
}

/// A comment as `zbb graph` writes it before a task whose score cannot say what the plan states.
const STATED: &str = "%% satisfaction ";
/// What it puts behind the words of a task where nothing is stated.
const NOT_STATED: &str = ", satisfaction not stated";

/// The lines that say something, with their numbers; without fences, comments, directives and front matter.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_front_matter = false;
    let numbered =
        text.trim_start_matches('\u{feff}').lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    numbered.filter(move |(number, line)| {
        if *line == "---" && (*number == 1 || in_front_matter) {
            in_front_matter = !in_front_matter;
            return false;
        }
        !in_front_matter
            && !line.is_empty()
            && (!line.starts_with("%%") || line.starts_with(STATED))
            && !line.starts_with("```")
            && !line.starts_with("acc")
    })
}

/// A task of a journey.
struct Task<'a> {
    title: &'a str,
    /// How content customers are, as a plan says it: `2.6 of 5`.
    satisfaction: Option<String>,
    actors: Vec<&'a str>,
}

/// Makes a plan of a journey. Currency and calendar are written if they were said; nothing else is known of them.
///
/// # Errors
/// When a line is no task.
pub fn import_journey(text: &str, said: &Said) -> Result<Imported, Problem> {
    let mut title = said.title.clone();
    let mut sections: IndexMap<&str, Vec<Task<'_>>> = IndexMap::new();
    let mut section = "";
    let mut stated: Option<&str> = None;
    let mut remarks = Vec::new();
    for (number, line) in lines(text).skip(1) {
        if let Some(words) = line.strip_prefix(STATED) {
            stated = Some(words.trim());
        } else if let Some(words) = line.strip_prefix("title ") {
            words.trim().clone_into(&mut title);
        } else if let Some(words) = line.strip_prefix("section ") {
            section = words.trim();
            sections.entry(section).or_default();
        } else {
            let refused = |fault| Problem::NotATask { line: number, text: line.to_owned(), fault };
            let mut task = task(line).map_err(refused)?;
            if let Some(stated) = stated.take() {
                remarks.extend(task.hold_to(stated, number));
            }
            sections.entry(section).or_default().push(task);
        }
    }
    if sections.values().all(Vec::is_empty) {
        return Err(Problem::Nothing);
    }
    Ok(written(&title, &sections, said, remarks))
}

impl Task<'_> {
    /// Takes what the comment before it states instead of its score, which is a whole number; unless somebody has changed
    /// the score since, which is then told.
    fn hold_to(&mut self, stated: &str, number: usize) -> Option<String> {
        if stated == "not stated" {
            if let Some(title) = self.title.strip_suffix(NOT_STATED) {
                self.title = title;
                self.satisfaction = None;
            }
            return None;
        }
        let score = rating(stated).and_then(|(value, of)| score(value, of));
        let own = score.map(|score| format!("{score} of {BEST}"));
        if own.is_some() && own == self.satisfaction {
            self.satisfaction = Some(stated.to_owned());
            return None;
        }
        Some(format!(
            "line {number}: the comment says satisfaction {stated}, which is not its score; the score is taken"
        ))
    }
}

/// `2.6 of 5`, where it is one.
fn rating(stated: &str) -> Option<(Number, Number)> {
    let (value, of) = stated.split_once(" of ")?;
    let (value, of) = (Number::parse(value).ok()?, Number::parse(of).ok()?);
    (of.is_positive() && value <= of).then_some((value, of))
}

/// The score of a rating, as `zbb graph` draws it.
fn score(value: Number, of: Number) -> Option<i64> {
    let best = Number::from_integer(i64::from(BEST));
    Some(value.multiply(best).ok()?.divide(of).ok()?.round_half_away(0).to_integer()?.clamp(1, i64::from(BEST)))
}

/// `Make tea: 5: Me, Cat`
fn task(line: &str) -> Result<Task<'_>, TaskFault> {
    let mut parts = line.split(':').map(str::trim);
    let title = parts.next().filter(|title| !title.is_empty()).ok_or(TaskFault::NoTitle)?;
    let score = match parts.next() {
        None | Some("") => None,
        Some(score) => {
            let read = score.parse::<u8>().ok().filter(|score| *score <= BEST);
            Some(read.ok_or_else(|| TaskFault::Score(score.to_owned()))?)
        }
    };
    let actors = parts.next().unwrap_or("").split(',').map(str::trim).filter(|actor| !actor.is_empty()).collect();
    if parts.next().is_some() {
        return Err(TaskFault::TooLong);
    }
    let satisfaction = score.map(|score| format!("{score} of {BEST}"));
    Ok(Task { title, satisfaction, actors })
}

fn written(title: &str, sections: &IndexMap<&str, Vec<Task<'_>>>, said: &Said, mut remarks: Vec<String>) -> Imported {
    let tasks = || sections.values().flatten();
    let actors: IndexSet<&str> = tasks().flat_map(|task| task.actors.iter().copied()).collect();
    let name = Names::default().make(title, "journey");
    let mut text = format!("plan {name} {} {{\n", quoted(title));
    if let Some(currency) = said.currency {
        text.push_str(&format!("  currency: {}\n", currency.code()));
    }
    if let Some(calendar) = said.calendar {
        text.push_str(&format!("  calendar: {} .. {}\n", calendar.first(), calendar.last()));
    }
    text.push_str("}\n\n");
    let mut personas = Names::default();
    let named: IndexMap<&str, String> = actors.iter().map(|actor| (*actor, personas.make(actor, "persona"))).collect();
    named.iter().for_each(|(actor, name)| text.push_str(&format!("persona {name} {}\n", quoted(actor))));
    text.push_str(&format!("\njourney {name} {} {{\n", quoted(title)));
    // A journey is one persona's; who of several does a task has no place in a plan.
    if let (1, Some((_, persona))) = (named.len(), named.first()) {
        text.push_str(&format!("  persona: {persona}\n"));
    }
    let mut stages = Names::default();
    for (section, tasks) in sections {
        let words = if section.is_empty() { title } else { section };
        text.push_str(&format!("  stage {} {} {{\n", stages.make(words, "stage"), quoted(words)));
        let mut touchpoints = Names::default();
        for task in tasks {
            let name = touchpoints.make(task.title, "touchpoint");
            let satisfaction = task.satisfaction.as_ref();
            let body = satisfaction.map_or_else(String::new, |stated| format!(" {{ satisfaction: {stated} }}"));
            text.push_str(&format!("    touchpoint {name} {}{body}\n", quoted(task.title)));
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    if actors.len() > 1 {
        remarks.push(format!("who of {} does which task", counted(actors.len(), "persona")));
    }
    let summary = format!(
        "{}, {}, {}",
        counted(sections.len(), "stage"),
        counted(tasks().count(), "touchpoint"),
        counted(actors.len(), "persona")
    );
    let head = [("currency", said.currency.is_none()), ("calendar", said.calendar.is_none())];
    let to_write = head.into_iter().filter(|(_, missing)| *missing).map(|(word, _)| format!("the {word}"));
    let to_write = to_write.chain(std::iter::once("what passes each stage".to_owned())).collect::<Vec<_>>().join(", ");
    Imported { text: laid_out(text), summary, to_write, remarks }
}
