//! The pages of `zbb explain`: every code has one, with an example that fails and its repair.

use crate::cases::{findings, report, with_prelude};
use crate::diff::recorded;
use std::path::Path;
use zbb::diagnostic::{Code, codes};
use zbb::diff::compare;
use zbb::model::Kind;
use zbb::source::Sources;

/// A fenced block of a page.
struct Block {
    /// What follows the fence: `zbb`, `zbb fails`, `text`.
    kind: String,
    text: String,
}

/// The fenced blocks of a page, in order.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(kind), None) => open = Some(Block { kind: kind.trim().to_owned(), text: String::new() }),
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is left open");
    blocks
}

/// Findings about files as such (E00xx), plan files (E06xx) and what ledgers hold (E072x, W070x) have no example in the
/// language: their pages show a message and a remedy.
fn is_about_files(code: Code) -> bool {
    ["E00", "E06", "E072", "E075", "W070"].iter().any(|beginning| code.id().starts_with(beginning))
}

/// Findings of history (W06xx) are about two plans: a block `zbb before` stands before the one that fails.
fn is_about_history(code: Code) -> bool {
    code.id().starts_with("W06")
}

/// The codes whose pages are more than a heading.
fn written() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| code.page().lines().count() > 1)
}

#[test]
fn every_code_has_a_written_page() {
    assert_eq!(written().collect::<Vec<_>>(), Code::ALL);
}

#[test]
fn every_page_begins_with_its_code_and_title() {
    for code in Code::ALL {
        let title = format!("# {}: {}", code.id(), code.title());
        assert_eq!(code.page().lines().next(), Some(title.as_str()), "{}.md", code.id());
    }
}

#[test]
fn every_page_has_one_failing_example_and_its_repair() {
    for code in written().filter(|code| !is_about_files(*code)) {
        let blocks = blocks(code.page());
        let count = |kind: &str| blocks.iter().filter(|block| block.kind == kind).count();
        assert_eq!(count("zbb fails"), 1, "{}.md has one block `zbb fails`", code.id());
        assert!(count("zbb") >= 1, "{}.md has a block `zbb` with the repair", code.id());
        let failing = blocks.iter().position(|block| block.kind == "zbb fails");
        let mended = blocks.iter().position(|block| block.kind == "zbb");
        assert!(failing < mended, "{}.md shows the mistake before its repair", code.id());
    }
}

#[test]
fn every_failing_example_gives_its_code_and_its_repair_nothing() {
    let mut wrong = String::new();
    for code in written().filter(|code| !is_about_files(*code) && !is_about_history(*code)) {
        for block in blocks(code.page()) {
            // The prelude has the `plan` that this one is about the lack of.
            let alone = code == Code::NoPlan && block.kind == "zbb fails";
            let sources = if alone { Sources::single("case.zbb", &block.text) } else { with_prelude(&block.text) };
            let found = findings(&sources);
            let mut codes: Vec<Code> = found.items().iter().map(|finding| finding.code).collect();
            codes.dedup();
            // A waiver that is over comes with the finding it waived.
            codes.retain(|found| code != Code::WaiverOver || *found != Code::NoAlternative || block.kind == "zbb");
            let expected = match block.kind.as_str() {
                "zbb fails" => vec![code],
                "zbb" => Vec::new(),
                _ => continue,
            };
            if codes != expected {
                wrong.push_str(&format!("{}.md `{}`:\n{}", code.id(), block.kind, report(&sources, &found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_example_of_history_gives_its_code_and_its_repair_nothing() {
    for code in written().filter(|code| is_about_history(*code)) {
        let blocks = blocks(code.page());
        let record = |kind: &str| {
            let block =
                blocks.iter().find(|block| block.kind == kind).unwrap_or_else(|| panic!("{}: {kind}", code.id()));
            recorded(&with_prelude(&block.text))
        };
        let codes = |after: &str| {
            let changes = compare(&record("zbb before"), &record(after), None);
            changes.history.iter().map(|finding| finding.code).collect::<Vec<Code>>()
        };
        assert_eq!(codes("zbb fails"), vec![code]);
        assert_eq!(codes("zbb"), Vec::new(), "{}", code.id());
    }
}

#[test]
fn every_page_about_files_shows_a_message_and_a_remedy() {
    for code in written().filter(|code| is_about_files(*code)) {
        let blocks = blocks(code.page());
        assert!(blocks.iter().all(|block| block.kind == "text") && blocks.len() == 2, "{}.md", code.id());
        let message = blocks.first().map(|block| block.text.as_str()).unwrap_or_default();
        let grade = if code.id().starts_with('E') { "error" } else { "warning" };
        assert!(message.starts_with(&format!("{grade}[{}]: ", code.id())), "{}.md", code.id());
    }
}

#[test]
fn every_page_is_short_enough_to_read() {
    for code in written() {
        assert!(code.page().lines().count() <= 80, "{}.md", code.id());
        assert!(code.page().lines().all(|line| line.chars().count() <= 120), "{}.md", code.id());
        assert!(code.page().ends_with('\n') && !code.page().ends_with("\n\n"), "{}.md", code.id());
    }
}

#[test]
fn codes_are_in_order_and_unlike() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(ids.is_sorted_by(|left, right| left < right), "{ids:?}");
}

#[test]
fn the_prelude_declares_one_plan() {
    assert_eq!(codes::prelude().lines().filter(|line| line.starts_with("plan ")).count(), 1);
}

/// The grammars of editors colour by these lists; a word in none of them has no colour.
#[test]
fn the_words_of_the_language_stand_in_their_lists() {
    let words = serde_json::to_value(zbb::reference::words()).expect("lists of words");
    let has = |list: &str, word: &str| words[list].as_array().is_some_and(|list| list.iter().any(|has| has == word));
    for (list, word) in [
        ("keywords", "touchpoint"),
        ("keys", "severity"),
        ("modifiers", "because"),
        ("operators", "at"),
        ("choices", "diminishing"),
        ("kinds", "nps"),
        ("functions", "clamp"),
        ("units", "months"),
        ("constants", "previous"),
    ] {
        assert!(has(list, word), "{word} is missing in {list}");
    }
    let reserved: Vec<&str> = zbb::syntax::words::reserved().collect();
    let listed = |word: &&str| ["modifiers", "operators", "units", "constants"].iter().any(|list| has(list, word));
    assert_eq!(reserved.into_iter().filter(|word| !listed(word)).collect::<Vec<&str>>(), Vec::<&str>::new());
    assert!(!has("keys", "package") && !has("choices", "nps"));
}

/// A heading without a page leaves whoever reads a report alone with it.
#[test]
fn every_heading_of_every_report_has_a_page() {
    let heading = regex::Regex::new(r#"Column::[a-z_]+\(\s*"[a-z_0-9]+",\s*"([^"]+)""#).expect("a pattern");
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report")];
    let mut headings = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            headings.extend(heading.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
    assert!(headings.len() > 80, "{}", headings.len());
    let missing: Vec<&String> = headings.iter().filter(|heading| zbb::reference::pages(heading).is_empty()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The examples of all declarations tell of one plan: those of what stands inside of others are put there, and the whole
/// has no error.
#[test]
fn the_examples_of_all_declarations_stand_together_as_one_plan() {
    let example = |kind: Kind| kind.schema().example.to_owned();
    let within = |outer: String, inner: &[String]| {
        let body = outer.trim_end().strip_suffix('}').expect("a body").trim_end().to_owned();
        format!("{body}\n{}\n}}\n", inner.join("\n"))
    };
    let places: &[(Kind, &[Kind])] = &[
        (Kind::Touchpoint, &[Kind::Pain, Kind::Need, Kind::Moment]),
        (Kind::Stage, &[Kind::Touchpoint]),
        (Kind::Journey, &[Kind::Stage]),
        (Kind::Package, &[Kind::Level, Kind::Alternative, Kind::Milestone]),
        (Kind::Benchmark, &[Kind::Practice]),
    ];
    let mut examples: Vec<(Kind, String)> = Kind::ALL.iter().map(|kind| (*kind, example(*kind))).collect();
    assert!(examples.iter().all(|(_, example)| !example.is_empty()), "a declaration without an example");
    for (outer, inner) in places {
        let (inside, others): (Vec<_>, Vec<_>) = examples.into_iter().partition(|(kind, _)| inner.contains(kind));
        let inside: Vec<String> = inside.into_iter().map(|(_, example)| example).collect();
        assert_eq!(inside.len(), inner.len());
        let put = |(kind, example)| (kind, if kind == *outer { within(example, &inside) } else { example });
        examples = others.into_iter().map(put).collect();
    }
    let text: String = examples.into_iter().map(|(_, example)| example + "\n\n").collect();
    let sources = Sources::single("examples.zbb", &text);
    let findings = findings(&sources);
    assert!(!findings.has_errors(), "{}", report(&sources, &findings));
}
