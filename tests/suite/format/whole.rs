//! Right plans: their layout is final, says the same, and is the one of a careful author.

use proptest::prelude::*;

use super::{files_below, formatted, generate};
use crate::syntax::report;

/// The examples and what `zbb init` writes are laid out as they stand.
#[test]
fn the_examples_are_formatted() {
    for (path, text) in files_below("examples").into_iter().chain(files_below("src/cli")) {
        assert_eq!(formatted(&text), text, "{} is not formatted", path.display());
    }
}

#[test]
fn every_case_keeps_what_it_says() {
    for (_, text) in files_below("tests/cases") {
        formatted(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 7_000, ..ProptestConfig::default() })]

    #[test]
    fn any_layout_becomes_the_one_layout(choices in prop::collection::vec(any::<u8>(), 0..160)) {
        let text = generate::plan(&choices);
        let findings = report("generated.zbb", &text);
        prop_assert!(findings.is_empty(), "the generated plan has mistakes:\n{text}\n{findings}");
        let laid = formatted(&text);
        let beyond = laid.lines().find(|line| line.ends_with([' ', '\t', '\r']) || line.starts_with('\t'));
        prop_assert_eq!(beyond, None);
        prop_assert!(!laid.contains("\n\n\n") || text.contains("\"\"\""));
    }
}
