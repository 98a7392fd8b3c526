//! Writes everything under `editors` that follows from the grammar and from `words.json`: the parser, the queries of each
//! editor, and the word lists of those that colour by patterns. With `--check` it writes nothing and tells what is stale.
//!
//! The grammar is JavaScript, so `node` must be on the path.

use generate::{editors, written};
use std::{env, fs, process::ExitCode};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let check = env::args().any(|argument| argument == "--check");
    let mut stale = 0;
    for (path, text) in written()? {
        let path = editors().join(path);
        if fs::read_to_string(&path).is_ok_and(|standing| standing == text) {
            continue;
        }
        if check {
            eprintln!("stale: {}", path.display());
            stale += 1;
        } else {
            fs::create_dir_all(path.parent().ok_or("every file stands in a folder")?)?;
            fs::write(path, text)?;
        }
    }
    Ok(if stale > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
