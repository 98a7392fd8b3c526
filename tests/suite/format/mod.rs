//! The one layout: what it makes of a text, that it is final, and that it says the same.

mod broken;
mod cases;
mod command;
mod generate;
mod whole;

use std::path::{Path, PathBuf};

use crate::syntax::{dump, parse};

/// Formats a text, and asserts what holds for every text: the result is final, and says the same.
pub fn formatted(text: &str) -> String {
    let once = lay_out(text);
    assert_eq!(lay_out(&once), once, "formatting twice is not formatting once, for:\n{text}");
    let (before, after) = (says(text), says(&once));
    assert_eq!(after, before, "the layout says something else than:\n{text}");
    once
}

fn lay_out(text: &str) -> String {
    match zbb::syntax::format(text) {
        Ok(formatted) => formatted.text.into_owned(),
        Err(distorted) => panic!("the layout is distorted at line {} of:\n{text}", distorted.line),
    }
}

/// What a text says, without places: its tree, and its comments in order.
fn says(text: &str) -> (String, Vec<&str>) {
    let (tree, _) = parse(text);
    let comments = tree.comments.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
    (dump::tree(&tree), comments)
}

/// Every plan file of a folder of the repository, in order: path and text.
pub fn files_below(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    crate::syntax::collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no plan in {folder}");
    files
}
