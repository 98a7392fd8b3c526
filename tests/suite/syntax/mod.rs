//! Syntax: a plan's text in, its tree and its mistakes out.

mod cases;
pub mod dump;
pub mod limits;
pub mod mutation;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zbb::diagnostic::Diagnostics;
use zbb::source::{FileId, Sources};
use zbb::syntax::tree::Tree;

/// Reads one text.
pub fn parse(text: &str) -> (Tree, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let tree = zbb::syntax::parse(&mut diagnostics, FileId::new(0), text);
    diagnostics.sort();
    (tree, diagnostics)
}

/// The findings of a text, one on a line: place, code, message, help, and what the first fix does.
pub fn report(path: &str, text: &str) -> String {
    let sources = Sources::single(path, text);
    let (_, diagnostics) = parse(text);
    let mut report = String::new();
    for finding in diagnostics.items() {
        let file = sources.get(finding.primary.span.file).expect("the file of a finding");
        let place = file.position(finding.primary.span.start);
        report += &format!("{path}:{}:{} {} {}\n", place.line, place.column, finding.code.id(), finding.message);
        report += &format!("    here: {}\n", finding.primary.text);
        for label in &finding.secondary {
            let place = file.position(label.span.start);
            report += &format!("    {}:{}: {}\n", place.line, place.column, label.text);
        }
        if let Some(help) = &finding.help {
            report += &format!("    help: {help}\n");
        }
        for fix in &finding.fixes {
            let edits: Vec<String> = fix
                .edits
                .iter()
                .map(|edit| format!("{:?} for {:?}", edit.replacement, sources.slice(edit.span)))
                .collect();
            report += &format!("    fix ({:?}): {}: {}\n", fix.applicability, fix.title, edits.join(", "));
        }
    }
    report
}

/// Every plan file of the examples, and the plans of the cases that are right: path and text.
pub fn valid_files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("examples"), &mut files);
    collect(&root.join("tests/cases/syntax/valid"), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no examples found");
    files
}

/// The files of every plan among the examples: path and text.
pub fn plans() -> Vec<Vec<(PathBuf, String)>> {
    let mut plans: BTreeMap<PathBuf, Vec<(PathBuf, String)>> = BTreeMap::new();
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"), &mut files);
    files.sort();
    let root = |text: &str| text.lines().any(|line| line.starts_with("plan "));
    let folders: Vec<PathBuf> =
        files.iter().filter(|(_, text)| root(text)).filter_map(|(path, _)| path.parent().map(PathBuf::from)).collect();
    for (path, text) in files {
        let folder = folders.iter().find(|folder| path.starts_with(folder)).expect("every example has a plan");
        plans.entry(folder.clone()).or_default().push((path, text));
    }
    plans.into_values().collect()
}

pub fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a folder of examples can be read").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "zbb") {
            files.push((path.clone(), std::fs::read_to_string(&path).expect("an example can be read")));
        }
    }
}
