//! What is written under `editors`, as texts by their paths.

pub mod queries;
pub mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

/// Programs that are still in use read parsers of this version.
const ABI: usize = 14;

/// The folder `editors`.
#[must_use]
pub fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Every file that is written, by its path below `editors`.
///
/// # Errors
/// Where the grammar cannot be read, or a file cannot.
pub fn written() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let words = words::Words::read(&fs::read_to_string(editors().join("words.json"))?)?;
    let mut files = parser()?;
    files.extend(queries::DIALECTS.iter().flat_map(queries::Dialect::files));
    files.push(("vscode/syntaxes/zbb.tmLanguage.json".to_owned(), words.textmate()));
    files.push(("vim/syntax/zbb_words.vim".to_owned(), words.vim()));
    files.push(("emacs/zbb-words.el".to_owned(), words.emacs()));
    Ok(files)
}

/// The parser, made in a folder of its own, so that a grammar with a mistake leaves the one that stands.
fn parser() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("tree-sitter-zbb-{}", process::id()));
    let grammar = editors().join("tree-sitter-zbb/grammar.js");
    fs::create_dir_all(&folder)?;
    fs::copy(editors().join("tree-sitter-zbb/tree-sitter.json"), folder.join("tree-sitter.json"))?;
    let out = folder.join("src");
    let mut findings = Vec::new();
    let made = generate_parser_in_directory(
        &folder,
        Some(&out),
        Some(&grammar),
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut findings,
    );
    let names = ["grammar.json", "node-types.json", "parser.c", "tree_sitter/parser.h"];
    let read = |name: &str| Ok((format!("tree-sitter-zbb/src/{name}"), fs::read_to_string(out.join(name))?));
    let files = made.map_err(Into::into).and_then(|()| names.into_iter().map(read).collect());
    fs::remove_dir_all(&folder)?;
    files
}
