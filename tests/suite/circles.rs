//! No circle of files: no file names an item defined in a file that names, through others, one of its own. The declarations
//! of `model` name each other as data does; what a file passes on from another is that other's.

use super::floors::{files, source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Names = Vec<String>;

/// What a file says of others.
#[derive(Debug, Default)]
struct Source {
    /// The items it defines.
    defines: BTreeSet<String>,
    /// The paths it names.
    uses: Vec<Names>,
    /// What it passes on: by name, the path it comes from.
    passes_on: BTreeMap<String, Names>,
    /// The files of which it passes on everything.
    passes_all_on: Vec<Names>,
}

/// `report/plan.rs` as `report`, `plan`; `report/mod.rs` as `report`.
fn module(path: &Path) -> Names {
    let below = path.strip_prefix(source()).expect("below src").with_extension("");
    let mut names: Names = below.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.pop_if(|last| last == "mod");
    names
}

/// The code of a file without comments, texts and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    // Where an item may be seen is no use of what is there.
    let lines = lines.map(|line| match line.split_once("pub(in ") {
        Some((before, rest)) => format!("{before}pub{}", rest.split_once(')').map_or("", |(_, rest)| rest)),
        None => line.to_owned(),
    });
    let mut code = String::new();
    for line in lines {
        let parts = line.replace("\\\"", "").replace("'\"'", "");
        code.extend(parts.split('"').step_by(2).flat_map(|part| [part, " "]));
        code.push('\n');
    }
    code
}

/// A path, or what stands in its braces, one by one.
fn spread(path: &str) -> Vec<String> {
    let Some((before, inner)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let mut depth = 0;
    let split = inner.split(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    });
    let all = split.filter(|part| !part.trim().is_empty()).flat_map(spread);
    all.map(|part| format!("{}{part}", before.trim())).collect()
}

fn names(path: &str) -> Names {
    let path = path.split(" as ").next().unwrap_or_default();
    path.split("::").map(|name| name.trim().to_owned()).filter(|name| name != "self" && name != "*").collect()
}

fn read(text: &str) -> Source {
    let mut source = Source::default();
    let mut rest = String::new();
    let code = code(text);
    for statement in code.split_inclusive(';') {
        let start =
            statement.rfind("\nuse ").or_else(|| statement.rfind("\npub use ")).or_else(|| statement.rfind(") use "));
        let Some(start) = start.filter(|_| statement.ends_with(';')) else {
            rest.push_str(statement);
            continue;
        };
        rest.push_str(statement.get(..start).unwrap_or_default());
        let (visibility, paths) = statement.get(start..).and_then(|used| used.split_once("use ")).expect("a use");
        for path in spread(paths.trim_end_matches(';')) {
            let (path, last) = (names(&path), path.rsplit([':', ' ']).next().unwrap_or_default().trim().to_owned());
            match (visibility.trim().is_empty(), last.as_str()) {
                (true, _) => source.uses.push(path),
                (false, "*") => source.passes_all_on.push(path),
                (false, _) => drop(source.passes_on.insert(last, path)),
            }
        }
    }
    let words = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':';
    let said = rest.split(words).filter(|word| word.contains("::") && !word.starts_with(':'));
    source.uses.extend(said.map(names));
    let items = ["fn ", "struct ", "enum ", "trait ", "type ", "const ", "static "];
    let defined = rest.lines().flat_map(|line| items.iter().filter_map(move |item| line.split_once(item)));
    let name = |text: &str| -> String {
        text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    source.defines = defined.map(|(_, rest)| name(rest)).collect();
    source
}

type Sources = BTreeMap<Names, Source>;

/// A path from the root of the crate; nothing of what is another crate's.
fn from_root(sources: &Sources, own: &[String], path: &[String]) -> Option<Names> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "super" => {
            let up = path.iter().take_while(|name| *name == "super").count();
            Some([own.get(..own.len().checked_sub(up)?)?, path.get(up..)?].concat())
        }
        first => {
            let child = [own, path.get(..1)?].concat();
            if sources.contains_key(&child) {
                return Some([own, path].concat());
            }
            let used = sources
                .get(own)?
                .uses
                .iter()
                .find(|used| used.len() > 1 && used.last().is_some_and(|last| last == first));
            let used = used.filter(|used| path.len() > 1 && *used != path)?;
            Some([from_root(sources, own, used)?, rest.to_vec()].concat())
        }
    }
}

/// The file in which the item of a path is defined.
fn defining(sources: &Sources, path: &[String], depth: usize) -> Option<Names> {
    let length =
        (1..=path.len()).rev().find(|length| path.get(..*length).is_some_and(|file| sources.contains_key(file)))?;
    let (file, rest) = path.split_at(length);
    let Some(item) = rest.first() else { return Some(file.to_vec()) };
    let source = sources.get(file)?;
    let passed = source.passes_on.get(item).filter(|_| !source.defines.contains(item) && depth < 8);
    match passed.and_then(|path| from_root(sources, file, path)) {
        Some(path) => defining(sources, &path, depth + 1),
        None if source.defines.contains(item) => Some(file.to_vec()),
        None => {
            let all = source.passes_all_on.iter().filter_map(|path| from_root(sources, file, path));
            let defines = |path: &Names| sources.get(path).is_some_and(|source| source.defines.contains(item));
            Some(all.into_iter().find(defines).unwrap_or_else(|| file.to_vec()))
        }
    }
}

/// The files that each file names, of its own module.
fn named() -> BTreeMap<Names, BTreeSet<Names>> {
    let read_file = |path: &PathBuf| (module(path), read(&fs::read_to_string(path).expect("a file")));
    let sources: Sources = files(&source()).iter().map(read_file).collect();
    let of = |own: &Names, source: &Source| -> BTreeSet<Names> {
        let paths = source.uses.iter().filter_map(|path| from_root(&sources, own, path));
        let files = paths.filter_map(|path| defining(&sources, &path, 0));
        files.filter(|file| file != own && file.first() == own.first()).collect()
    };
    sources.iter().map(|(own, source)| (own.clone(), of(own, source))).collect()
}

/// All files that a file names, through others too.
fn reached<'n>(named: &'n BTreeMap<Names, BTreeSet<Names>>, from: &Names) -> BTreeSet<&'n Names> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Names> = named.get(from).into_iter().flatten().collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(named.get(file).into_iter().flatten());
        }
    }
    reached
}

#[test]
fn no_file_names_one_that_names_it_back() {
    let named = named();
    assert!(named.values().map(BTreeSet::len).sum::<usize>() > 1_000, "hardly any names are found");
    let is_data = |file: &Names| file.first().is_some_and(|first| first == "model");
    let in_a_circle = named.keys().filter(|file| !is_data(file) && reached(&named, file).contains(file));
    let circles: Vec<String> = in_a_circle
        .map(|file| {
            let back = named.get(file).into_iter().flatten().filter(|other| reached(&named, other).contains(file));
            format!("{} ⇄ {}", file.join("::"), back.map(|other| other.join("::")).collect::<Vec<String>>().join(", "))
        })
        .collect();
    assert!(circles.is_empty(), "these name each other in a circle:\n{}", circles.join("\n"));
}

#[test]
fn paths_are_read() {
    let read = read("\nuse super::{a::{B, C}, d};\npub(super) use self::e::F;\nfn g() { h::i(crate::j::K) }\n");
    assert_eq!(
        read.uses.iter().map(|path| path.join("::")).collect::<Vec<String>>(),
        ["super::a::B", "super::a::C", "super::d", "h::i", "crate::j::K"]
    );
    assert_eq!(read.passes_on.get("F").map(|path| path.join("::")), Some("e::F".to_owned()));
    assert!(read.defines.contains("g"));
}
