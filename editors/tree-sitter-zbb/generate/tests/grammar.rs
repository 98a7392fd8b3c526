//! The grammar as editors use it: every right plan is read without an error node, broken ones keep what is around the
//! break, and every query names nodes that there are.

use generate::editors;
use std::fs;
use std::path::{Path, PathBuf};
use streaming_iterator::StreamingIterator;
use tree_sitter::{Language, Node, Parser, Query, QueryCursor, Tree};
use tree_sitter_language::LanguageFn;

// The parser is C; this one line says what its only function is.
unsafe extern "C" {
    fn tree_sitter_zbb() -> *const ();
}

fn language() -> Language {
    unsafe { LanguageFn::from_raw(tree_sitter_zbb) }.into()
}

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).expect("a parser of this version");
    parser.parse(text, None).expect("a tree")
}

/// The files below a folder whose names end as said.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name != "target" && name != "node_modules") {
            found.extend(files(&entry, end));
        } else if entry.to_string_lossy().ends_with(end) {
            found.push(entry);
        }
    }
    found.sort();
    found
}

fn errors(node: Node<'_>) -> Vec<String> {
    if node.is_error() || node.is_missing() {
        return vec![format!("{:?} {}", node.start_position(), node.to_sexp())];
    }
    if !node.has_error() {
        return Vec::new();
    }
    (0..node.child_count()).filter_map(|index| node.child(index as u32)).flat_map(errors).collect()
}

#[test]
fn right_plans_have_no_error_node() {
    let root = editors().join("..");
    let mut plans = files(&root.join("examples"), ".zbb");
    plans.extend(files(&root.join("tests/cases/syntax/valid"), ".zbb"));
    assert!(plans.len() > 60, "{} plans", plans.len());
    for plan in plans {
        let text = fs::read_to_string(&plan).expect("a text");
        for text in [text.replace("\r\n", "\n"), text.replace("\r\n", "\n").replace('\n', "\r\n")] {
            assert_eq!(errors(parse(&text).root_node()), Vec::<String>::new(), "{}", plan.display());
        }
    }
}

/// A tree as the corpus writes it: a node a line, its field before it.
fn drawn(node: Node<'_>, field: Option<&str>, depth: usize) -> String {
    let mut text = "  ".repeat(depth);
    text.extend(field.iter().flat_map(|field| [*field, ": "]));
    if node.is_missing() {
        let kind = if node.is_named() { node.kind().to_owned() } else { format!("{:?}", node.kind()) };
        return format!("{text}(MISSING {kind})");
    }
    text.push_str(&format!("({}", node.kind()));
    let inner = (0..node.child_count()).map(|index| index as u32);
    for (index, child) in inner.filter_map(|index| Some((index, node.child(index)?))) {
        if child.is_named() || child.is_missing() {
            text.push('\n');
            text.push_str(&drawn(child, node.field_name_for_child(index), depth + 1));
        }
    }
    text + ")"
}

/// The corpus, in the form that tree-sitter's own command reads.
#[test]
fn the_corpus_is_read_as_it_says() {
    let mut cases = 0;
    for path in files(&editors().join("tree-sitter-zbb/test/corpus"), ".txt") {
        let text = fs::read_to_string(&path).expect("a corpus");
        let rule = format!("{}\n", "=".repeat(18));
        let parts: Vec<&str> = text.split(&rule).skip(1).collect();
        for case in parts.chunks(2) {
            let [title, rest] = case else { panic!("{}: a title without a case", path.display()) };
            let (source, tree) = rest.split_once("\n---\n").expect("a tree below the text");
            let source = source.strip_prefix('\n').expect("a free line");
            assert_eq!(drawn(parse(source).root_node(), None, 0), tree.trim(), "{}: {title}", path.display());
            cases += 1;
        }
    }
    assert!(cases > 20, "{cases} cases");
}

#[test]
fn a_half_typed_line_leaves_the_others_alone() {
    let text = "role lead \"Head\"\npackage phone {\n  owner: lead\n  level weekdays {\n    cost salaries: \n  }\n}\nunit agent\n";
    let whole = parse(text);
    assert_eq!(errors(whole.root_node()), Vec::<String>::new());
    for broken in [text.replace("owner: lead", "owner: (lead"), text.replace("cost salaries: ", "cost salaries: 3 agent *")] {
        let tree = parse(&broken);
        let tree = tree.root_node().to_sexp();
        assert!(tree.contains("declaration key: (path) subject: (path) title: (string"), "{tree}");
    }
}

#[test]
fn every_query_names_nodes_that_there_are() {
    let queries: Vec<PathBuf> = files(&editors(), ".scm");
    assert!(queries.len() > 15, "{} queries", queries.len());
    for query in queries {
        let text = fs::read_to_string(&query).expect("a text");
        if let Err(error) = Query::new(&language(), &text) {
            panic!("{}: {error}", query.display());
        }
    }
}

#[test]
fn every_word_has_a_colour() {
    let text = fs::read_to_string(editors().join("../examples/aurora/aurora.zbb")).expect("a plan");
    let query = fs::read_to_string(editors().join("tree-sitter-zbb/queries/highlights.scm")).expect("a query");
    let query = Query::new(&language(), &query).expect("a query");
    let tree = parse(&text);
    let mut coloured = vec![false; text.len()];
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    while let Some((found, index)) = captures.next() {
        let range = found.captures()[*index].node.byte_range();
        coloured[range].fill(true);
    }
    let bare: String = text.char_indices().filter(|(at, _)| !coloured[*at]).map(|(_, character)| character).collect();
    assert_eq!(bare.trim(), "", "without a colour");
}
