//! A plan file for people: takes its text, gives what it keeps under headings. A line of the file names all that it is
//! about, so that it stands by itself; a person reads that once.

use super::parse::topic_of;
use super::quotes::split_outside;
use super::{END, FIRST_WORDS, GIVES, is_plan_file};

/// The text for people, without what only zbb reads; nothing where a file is no plan file. One that holds a conflict, or
/// is broken, is shown as far as it can be read, its other lines as they stand.
#[must_use]
pub fn readable(text: &str) -> Option<String> {
    is_plan_file(text).then(|| {
        let mut readable = Readable { text: String::new(), declared: String::new(), heading: None };
        text.trim_start_matches('\u{feff}').lines().for_each(|line| readable.line(line.trim_end()));
        readable.text
    })
}

/// What is written so far, and what the next line may be about.
struct Readable {
    text: String,
    /// The declaration.
    declared: String,
    /// What the plan comes to: of what.
    heading: Option<String>,
}

impl Readable {
    fn line(&mut self, line: &str) {
        if line.is_empty() || line == END || is_head(line) {
            return;
        }
        if let Some((about, value)) = line.strip_prefix(GIVES).and_then(|line| split_outside(line, ": ")) {
            return self.given(about, value);
        }
        match self.of_declaration(line) {
            Some(said) => self.push("  ", &said),
            None => {
                if let Some(topic) = topic_of(line) {
                    self.declared = topic.identity();
                }
                self.push("", line);
            }
        }
    }

    fn push(&mut self, indent: &str, line: &str) {
        self.text.extend([indent, line, "\n"]);
    }

    fn given(&mut self, about: &str, value: &str) {
        if self.heading.is_none() {
            self.push("\n", "what the plan comes to");
        }
        if self.heading.as_deref() != Some(about) {
            self.heading = Some(about.to_owned());
            self.push("\n", about);
        }
        self.push("  ", value);
    }

    /// What a line says of the declaration above it, if it does.
    fn of_declaration(&self, line: &str) -> Option<String> {
        let rest = line.strip_prefix(&self.declared).filter(|_| !self.declared.is_empty())?;
        let is_fact = split_outside(rest, ": ").is_some() || rest.ends_with(':');
        match rest.strip_prefix(' ') {
            Some(said) if is_fact || said.starts_with("> ") => Some(said.to_owned()),
            None if is_fact => rest.strip_prefix(": ").map(str::to_owned),
            Some(_) | None => None,
        }
    }
}

/// The first lines, which say the version and the digests.
fn is_head(line: &str) -> bool {
    [FIRST_WORDS, "says sha256:", "gives sha256:"].iter().any(|start| line.starts_with(start))
}
