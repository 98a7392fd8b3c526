//! `zbb git-setup`: has git merge plans by what they say, and plan files by their figures: shows the lines and settings
//! for that, and writes them once a person agrees.

use super::arguments::SetupArguments;
use super::ending::{Ending, Trouble, deliver};
use super::output;
use crate::files::fault::reason;
use crate::files::git::Repository;
use crate::files::shown::shown;
use crate::files::sources::write_atomically;
use crate::files::write::cannot_write;
use std::env;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

/// The lines of `.gitattributes`: a pattern and its attributes.
const ATTRIBUTES: [&str; 2] = ["*.zbb text eol=lf merge=zbb", "plan.lock merge=zbb"];

/// What git runs. The name of the plan may begin with a `-`.
const SETTINGS: [(&str, &str); 2] = [
    ("merge.zbb.name", "merges plans by what they say"),
    ("merge.zbb.driver", "zbb merge --marker-size %L -- %O %A %B %P"),
];

/// What is still to be written.
struct Missing {
    file: PathBuf,
    text: String,
    attributes: Vec<&'static str>,
    settings: Vec<(&'static str, &'static str)>,
}

/// Shows what is missing, asks, and writes it.
///
/// # Errors
/// When there is no repository with files, or something cannot be read or written.
pub(super) fn git_setup(arguments: &SetupArguments) -> Result<Ending, Trouble> {
    let repository = Repository::around(&arguments.path)?;
    let missing = missing(&repository)?;
    if missing.attributes.is_empty() && missing.settings.is_empty() {
        output::note("git is set up for plans here\n");
        return Ok(Ending::Fine);
    }
    deliver(&offer(&missing))?;
    if !arguments.yes && !is_agreed() {
        return Ok(Ending::Fine);
    }
    write(&repository, &missing)?;
    output::note(&done(&missing));
    Ok(Ending::Fine)
}

fn missing(repository: &Repository) -> Result<Missing, Trouble> {
    let file = repository.root()?.join(".gitattributes");
    if file.is_symlink() {
        // git reads none either, and what it leads to may be anything.
        let trouble = Trouble::new(format!("`{}` is a link, which git does not follow", shown(&file)));
        return Err(trouble.help("put a file in its place, then run again"));
    }
    let text = match fs::read(&file) {
        Ok(bytes) => String::from_utf8(bytes)
            .map_err(|_| Trouble::new(format!("`{}` is not UTF-8 text", shown(&file))).help(by_hand()))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Trouble::new(format!("`{}` cannot be read: {}", shown(&file), reason(&error)))),
    };
    let attributes = ATTRIBUTES.into_iter().filter(|line| !has_attributes(&text, line)).collect();
    let mut settings = Vec::new();
    for (key, value) in SETTINGS {
        if repository.setting(key)?.as_deref() != Some(value) {
            settings.push((key, value));
        }
    }
    Ok(Missing { file, text, attributes, settings })
}

/// Whether some line gives a pattern all of these attributes.
fn has_attributes(text: &str, wanted: &str) -> bool {
    let words = |line: &str| -> Vec<String> { line.split_whitespace().map(str::to_owned).collect() };
    let wanted = words(wanted);
    let gives = |line: &str| {
        let line = words(line);
        line.first() == wanted.first() && wanted.iter().all(|word| line.contains(word))
    };
    text.lines().any(gives)
}

fn by_hand() -> String {
    format!("add these lines to it yourself: {}", ATTRIBUTES.map(|line| format!("`{line}`")).join(", "))
}

fn offer(missing: &Missing) -> String {
    let mut text = String::new();
    if !missing.attributes.is_empty() {
        text.push_str(&format!("to `{}`, which is committed:\n", shown(&missing.file)));
        missing.attributes.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    if !missing.settings.is_empty() {
        text.push_str("to the configuration of this clone:\n");
        missing.settings.iter().for_each(|(key, value)| text.push_str(&format!("  {key} = {value}\n")));
    }
    text
}

/// Asks, where there is somebody to ask.
fn is_agreed() -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        output::note("nothing was written; `zbb git-setup --yes` writes this\n");
        return false;
    }
    output::note("write this? [y/N] ");
    let mut answer = String::new();
    let is_yes = io::stdin().lock().read_line(&mut answer).is_ok() && is_yes(&answer);
    if !is_yes {
        output::note("nothing was written\n");
    }
    is_yes
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn write(repository: &Repository, missing: &Missing) -> Result<(), Trouble> {
    if !missing.attributes.is_empty() {
        let gap = if missing.text.is_empty() || missing.text.ends_with('\n') { "" } else { "\n" };
        let lines: String = missing.attributes.iter().map(|line| format!("{line}\n")).collect();
        write_atomically(&missing.file, &format!("{}{gap}{lines}", missing.text))
            .map_err(|error| cannot_write(&shown(&missing.file), &error))?;
    }
    missing.settings.iter().try_for_each(|(key, value)| repository.set(key, value))
}

fn done(missing: &Missing) -> String {
    let commit = if missing.attributes.is_empty() { "" } else { "commit `.gitattributes`; " };
    let path = if is_on_path("zbb") { "" } else { "warning: git will not find `zbb`, which is not on the PATH\n" };
    format!("git is set up for plans here; {commit}each clone runs `zbb git-setup` once\n{path}")
}

fn is_on_path(name: &str) -> bool {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::{has_attributes, is_yes};

    #[test]
    fn attributes_are_known_in_any_order_and_among_others() {
        let has = |text: &str| has_attributes(text, "plan.lock merge=zbb diff=zbb");
        assert!(has("*.md text\nplan.lock\teol=lf diff=zbb merge=zbb\n"));
        assert!(!has("plan.lock merge=zbb\n"));
        assert!(!has("# plan.lock merge=zbb diff=zbb\n"));
        assert!(!has("other/plan.lock merge=zbb diff=zbb\n"));
    }

    #[test]
    fn only_a_yes_is_one() {
        assert!(is_yes("y\n") && is_yes(" Yes\r\n"));
        assert!(!is_yes("") && !is_yes("\n") && !is_yes("no\n") && !is_yes("yep\n"));
    }
}
