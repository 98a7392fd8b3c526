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

/// What `zbb explain` shows is laid out as a careful author writes it.
#[test]
fn the_examples_of_all_pages_are_formatted() {
    let pages = zbb::reference::names().into_iter().flat_map(|name| zbb::reference::pages(&name));
    let mut examples = 0;
    for page in pages {
        for block in page.split("```zbb").skip(1) {
            let block = block.split("```").next().and_then(|block| block.split_once('\n')).expect("an example").1;
            assert_eq!(formatted(block), block, "not formatted");
            examples += 1;
        }
    }
    assert!(examples > 200, "only {examples} examples");
}

/// However lines are indented and ended, and how far apart they stand, the layout is one.
#[test]
fn the_examples_come_back_when_their_layout_is_spoiled() {
    let spoiled = |line: &str| match line.trim_start() {
        "" => "\r\n\t\r\n".to_owned(),
        fact => format!("{}{fact} \t\r\n", "\t".repeat(line.len() - fact.len())),
    };
    for (path, text) in files_below("examples") {
        let spoiled: String = text.lines().map(spoiled).collect();
        assert_eq!(formatted(&format!("\u{feff}\r\n{spoiled}")), text, "{}", path.display());
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
