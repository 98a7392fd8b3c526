//! `--set` and `--change`: takes what the command line sets, gives it to the plan as a scenario without a name.

use crate::compile::Parsed;
use crate::diagnostic::text::visible;
use crate::diagnostic::{Diagnostics, Severity};
use crate::files::sources::Loaded;
use crate::model::funding::UNNAMED;
use crate::source::{FileId, Sources};
use clap::Args;

/// What the command line sets and changes, for a command that evaluates a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct UnnamedScenario {
    /// Put another figure in the place of one, for this run only, as `set` in a scenario: --set 'funding.budget=900k USD'.
    /// May be given again and again.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<Assignment>,
    /// Change a figure from what is there, for this run only, as `change` in a scenario: --change 'wage=* 110%'. May be given
    /// again and again.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub change: Vec<Assignment>,
}

/// What is set, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    path: String,
    value: String,
}

/// Reads `PATH=VALUE`. A path may end in the title of a line, in quotes, in which a sign counts for nothing.
fn assignment(text: &str) -> Result<Assignment, String> {
    if text.contains(|letter: char| letter.is_control()) {
        return Err("write it on one line".to_owned());
    }
    let mut is_quoted = false;
    let sign = text.char_indices().find(|(_, letter)| {
        is_quoted ^= *letter == '"';
        *letter == '=' && !is_quoted
    });
    let halves = sign.and_then(|(place, _)| Some((text.get(..place)?, text.get(place..)?.strip_prefix('=')?)));
    match halves.map(|(path, value)| (path.trim(), value.trim())) {
        Some((path, value)) if !path.is_empty() && !value.is_empty() => {
            Ok(Assignment { path: path.to_owned(), value: value.to_owned() })
        }
        _ => Err("write what is set, `=`, and to what: 'funding.budget=900k USD'".to_owned()),
    }
}

impl UnnamedScenario {
    /// Whether the command line sets nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty() && self.change.is_empty()
    }

    /// The lines of the scenario, as a plan would have them.
    fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let line = |key: &'static str| move |line: &Assignment| format!("{key} {}: {}", line.path, line.value);
        self.set.iter().map(line("set")).chain(self.change.iter().map(line("change")))
    }

    /// What is done to a plan, behind its name: ` with set funding.budget: 900k USD`; nothing where nothing is.
    pub(super) fn told(&self) -> String {
        let lines: Vec<String> = self.lines().map(|line| visible(&line).into_owned()).collect();
        if lines.is_empty() { String::new() } else { format!(" with {}", lines.join(", ")) }
    }

    /// The options as they may be typed again: ` --set 'funding.budget=900k USD'`.
    pub(super) fn as_options(&self) -> String {
        let option = |key: &'static str| {
            move |line: &Assignment| {
                let quoted = format!("{}={}", line.path, line.value).replace('\'', "'\\''");
                format!(" --{key} '{quoted}'")
            }
        };
        self.set.iter().map(option("set")).chain(self.change.iter().map(option("change"))).collect()
    }

    /// Reads a plan, with what is set as a scenario that starts from another, or from the plan as written. The file that is
    /// given holds what is set, so that a mistake in it has a place.
    pub(super) fn read(&self, loaded: &mut Loaded, of: Option<&str>) -> (Parsed, Option<FileId>) {
        if self.is_empty() {
            return (Parsed::read(&loaded.sources), None);
        }
        let of = of.map(|name| format!("of: {name}"));
        let lines: Vec<String> = self.lines().chain(of).collect();
        let file = loaded.sources.add_from_elsewhere(UNNAMED, lines.join("\n") + "\n");
        (Parsed::read_with_unnamed(&loaded.sources, file), Some(file))
    }
}

/// Whether an error is about what the command line sets: then not the plan is wrong, but how zbb was called.
pub(super) fn is_to_blame(file: Option<FileId>, diagnostics: &Diagnostics) -> bool {
    let errors = diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error);
    file.is_some_and(|file| errors.map(|finding| finding.primary.span.file).any(|other| other == file))
}

/// How many files of a plan there are, without what the command line says.
pub(super) fn file_count(sources: &Sources, file: Option<FileId>) -> usize {
    sources.files().len() - usize::from(file.is_some())
}

#[cfg(test)]
mod tests {
    use super::assignment;

    #[test]
    fn the_first_sign_outside_of_a_title_divides() {
        let read = |text: &str| assignment(text).map(|read| (read.path, read.value));
        let both = |path: &str, value: &str| Ok((path.to_owned(), value.to_owned()));
        assert_eq!(read("funding.budget=90k USD"), both("funding.budget", "90k USD"));
        assert_eq!(read(" wage = * 110% "), both("wage", "* 110%"));
        assert_eq!(read("a.b \"x = y\"=2 pts by 2027-12"), both("a.b \"x = y\"", "2 pts by 2027-12"));
        assert!(read("wage").is_err() && read("=1").is_err() && read("wage=").is_err() && read("wage=1\n}").is_err());
    }
}
