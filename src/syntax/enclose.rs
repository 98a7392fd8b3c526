//! Loose lines in a declaration: takes the tree of a text that holds lines alone, gives one in which they are its body.

use super::tree::{Body, Condition, Form, Path, Statement, Subject, Tree, Word};
use crate::source::Span;
use smol_str::SmolStr;

/// The tree of `keyword name { … }` around the lines of a tree. The name is put in the tree, not read, so it may be one
/// that nobody can write. What encloses the lines stands nowhere: its places are empty.
#[must_use]
pub fn enclose(tree: Tree, keyword: &'static str, name: &'static str) -> Tree {
    let start = Span::new(tree.file, 0, 0);
    let end = tree.statements.last().map_or(start, |last| last.span.after());
    let path = Path { text: SmolStr::new_static(name), span: start };
    let enclosing = Statement {
        span: start.to(end),
        form: Form::Declaration,
        condition: Condition::Whole,
        key: Word { text: SmolStr::new_static(keyword), span: start },
        subjects: smallvec::smallvec![Subject::Path(path)],
        title: None,
        colon: None,
        value: None,
        modifiers: Box::default(),
        body: Some(Box::new(Body { open: start, close: Some(end), statements: tree.statements })),
    };
    Tree { statements: vec![enclosing], ..tree }
}
