//! The floors of ARCHITECTURE.md: a module names only modules on lower floors, and neighbours do not know each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const FLOORS: &[(usize, &[&str])] = &[
    (11, &["cli"]),
    (10, &["files", "lsp"]),
    (9, &["editor"]),
    (8, &["report"]),
    (7, &["advise", "diff", "planfile", "compile"]),
    (6, &["control", "outcome", "renew", "risk", "roadmap", "trace"]),
    (5, &["evaluate", "ledger"]),
    (4, &["check"]),
    (3, &["resolve", "import", "reference", "merge"]),
    (2, &["model", "syntax"]),
    (1, &["diagnostic", "sheet", "statistics"]),
    (0, &["source", "quantity"]),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// Every Rust file below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let all = entries.into_iter().flat_map(below);
    all.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The module a file is of: the first name below `src`.
fn module(path: &Path) -> Option<String> {
    let below = path.strip_prefix(source()).ok()?.components().next()?;
    let name = Path::new(below.as_os_str()).file_stem()?.to_str()?;
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

pub(crate) fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules a text names: after each `crate::`, a name or several in braces.
fn named(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(first_word(rest)),
        }
    }
    names
}

/// The first word of each part of `check, model::{Id, Kind}, syntax}`.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut names = Vec::new();
    let mut part = String::new();
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && letter == ',') {
            names.push(first_word(part.trim()));
            part.clear();
        } else {
            part.push(letter);
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

#[test]
fn a_module_names_only_lower_floors() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files(&source()) {
        let Some(own) = module(&path) else { continue };
        let text = fs::read_to_string(&path).expect("a file");
        let below = |name: &str| match (floor(&own), floor(name)) {
            (Some(own), Some(other)) => other < own,
            _ => true,
        };
        let names = named(&text).into_iter().filter(|name| *name != own && !below(name));
        for name in names {
            let file = path.strip_prefix(source()).expect("below src").display().to_string();
            wrong.entry(file).or_default().push(name);
        }
    }
    assert!(wrong.is_empty(), "these name modules on their own floor or above: {wrong:#?}");
}

#[test]
fn every_module_stands_on_a_floor() {
    let homeless: Vec<String> =
        files(&source()).iter().filter_map(|path| module(path)).filter(|module| floor(module).is_none()).collect();
    assert!(homeless.is_empty(), "these stand on no floor: {homeless:?}");
}

#[test]
fn groups_of_names_are_read() {
    assert_eq!(
        named("use crate::{check::{A, B}, model, syntax::c};\nlet x = crate::resolve::y;"),
        ["check", "model", "syntax", "resolve"]
    );
}

/// The first line of every file says what it takes and gives.
#[test]
fn every_file_begins_with_what_it_is() {
    let silent: Vec<PathBuf> = files(&source())
        .into_iter()
        .filter(|path| !fs::read_to_string(path).expect("a file").starts_with("//! "))
        .collect();
    assert!(silent.is_empty(), "these do not begin with `//!`: {silent:?}");
}
