//! The order of files and of declarations never changes a result: the examples, shuffled, are the same plans.

use proptest::prelude::*;
use zbb::diagnostic::Diagnostics;
use zbb::model::Plan;
use zbb::source::Sources;
use zbb::{resolve, syntax};

use crate::resolve::{examples, sources_below};

/// The declarations of a plan, each as written.
fn declarations(sources: &Sources) -> Vec<String> {
    let trees = syntax::parse_all(&mut Diagnostics::new(), sources);
    let statements = trees.iter().flat_map(|tree| &tree.statements);
    statements.map(|statement| sources.slice(statement.span).to_owned()).collect()
}

/// A plan as data, without the places it was written at.
fn model(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::new();
    let trees = syntax::parse_all(&mut diagnostics, sources);
    let plan: Plan = resolve::resolve(&mut diagnostics, &trees, None);
    assert!(diagnostics.items().is_empty(), "{:?}", diagnostics.items().first());
    without_places(&format!("{plan:?}"))
}

/// Leaves out every `Span { … }`; it holds a file's id, so that it ends at the first brace after its own.
pub fn without_places(text: &str) -> String {
    let mut pieces = text.split("Span { ");
    let mut rest = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        rest.push_str(piece.split_once('}').map_or(piece, |(_, after)| after));
    }
    rest
}

/// The declarations in another order, in so many files.
fn shuffled(declarations: &[String], keys: &[u64], files: usize) -> Sources {
    let key = |index: usize| keys.get(index % keys.len()).copied().unwrap_or(0).rotate_left(index as u32 % 61);
    let mut order: Vec<usize> = (0..declarations.len()).collect();
    order.sort_by_key(|index| key(*index));
    let mut texts = vec![String::new(); files];
    for (place, index) in order.into_iter().enumerate() {
        if let (Some(text), Some(declaration)) = (texts.get_mut(place % files), declarations.get(index)) {
            text.push_str(declaration);
            text.push_str("\n\n");
        }
    }
    let mut sources = Sources::new();
    for (index, text) in texts.into_iter().enumerate() {
        sources.add(format!("{index}.zbb"), text);
    }
    sources
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_declarations_are_the_same_plan(keys in prop::collection::vec(any::<u64>(), 60), files in 1_usize..6) {
        for folder in examples() {
            let sources = sources_below(&folder);
            let other = shuffled(&declarations(&sources), &keys, files);
            prop_assert!(model(&sources) == model(&other), "{}", folder.display());
        }
    }
}
