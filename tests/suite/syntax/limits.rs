//! No input, however long, deep or broken, crashes the reading or takes more than linear time.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use zbb::source::{FileId, Sources};

use super::{dump, parse, valid_files};

/// The codes of the findings of a text, in order.
fn codes(text: &str) -> Vec<&'static str> {
    let (_, diagnostics) = parse(text);
    diagnostics.items().iter().map(|finding| finding.code.id()).collect()
}

/// Texts of about `size` parts that tempt a reader to take too long or too deep.
pub fn tempting(size: usize) -> Vec<(&'static str, String)> {
    let lines = |line: &str| line.repeat(size);
    vec![
        ("parentheses", format!("a: {}1{}", "(".repeat(size), ")".repeat(size))),
        ("open parentheses", format!("a: {}1", "(".repeat(size))),
        ("open brackets on lines", format!("a: {}", lines("[\n"))),
        ("calls", format!("a: {}1{}", "f(".repeat(size), ")".repeat(size))),
        ("blocks", format!("{}{}", lines("a {\n"), lines("}\n"))),
        ("open blocks", lines("a {\n")),
        ("open blocks on one line", lines("a { ")),
        ("closing braces", lines("}\n")),
        ("additions", format!("a: 1{}", " + 1".repeat(size))),
        ("signs", format!("a: {}1", "-".repeat(size))),
        ("negations", format!("a: {}b", "not ".repeat(size))),
        ("months", format!("a: b{}", " at 2027-01".repeat(size))),
        ("ranges", format!("a: 1{}", " .. 1".repeat(size))),
        ("comparisons", format!("a: 1{}", " < 1".repeat(size))),
        ("digits", format!("a: {}", "9".repeat(size))),
        ("digits after a dot", format!("a: 0.{}", "9".repeat(size))),
        ("underscores", format!("a: 1{}", "_".repeat(size))),
        ("a long name", "a".repeat(size)),
        ("a long path", format!("a{}", ".a".repeat(size))),
        ("a long head", lines("a ")),
        ("a long title", format!("a \"{}\"", "x".repeat(size))),
        ("an open title", format!("a \"{}", "x {".repeat(size))),
        ("quotes", "\"".repeat(size)),
        ("quotes on lines", lines("a: \"\n")),
        ("long texts left open", lines("a: \"\"\"\n")),
        ("long texts begun beside their quotes", lines("a: \"\"\"b\n")),
        ("closing quotes", lines("\"\"\"\n")),
        ("backslashes", format!("a: \"{}\"", "\\".repeat(size))),
        ("spaces", format!("a{}: b", " ".repeat(size))),
        ("spaces after an open quote", format!("a: \"{}{{", " ".repeat(size))),
        ("empty lines", lines("\n")),
        ("colons", format!("a{}", ":".repeat(size))),
        ("commas", format!("a: [{}]", ",".repeat(size))),
        ("items", format!("a: [{}]", "b, ".repeat(size))),
        ("items without commas", format!("a: [{}]", "b ".repeat(size))),
        ("items on lines without commas", format!("a: [{}]", "b\n".repeat(size))),
        ("words after a value", format!("a: 1 {}", "b c d ".repeat(size))),
        ("facts on one line", format!("a {{ {} }}", "b: 1, ".repeat(size))),
        ("facts on one line without commas", format!("a {{ {} }}", "b: 1 ".repeat(size))),
        ("braces in a text left open", format!("a: \"{}x", "} ".repeat(size))),
        ("slashes", format!("a: b{}", "/b".repeat(size))),
        ("modifiers", format!("a: 1{}", " from 1".repeat(size))),
        ("comments in a list", format!("a: [{}]", "# x\n".repeat(size))),
        ("unreadable lines", lines("? x\n")),
        ("control characters", "\u{1}".repeat(size)),
        ("carriage returns", lines("a: 1\r")),
        ("no letter at all", "\u{202e}".repeat(size)),
        ("quotes of another kind", "‘".repeat(size)),
        ("brackets in what is unreadable", lines("? [ ")),
    ]
}

#[test]
fn tempting_texts_are_read() {
    for (name, text) in tempting(20_000) {
        let (tree, diagnostics) = parse(&text);
        let dumped = dump::tree(&tree);
        assert!(dumped.len() < 100 + text.len() * 40, "{name} gives too large a tree");
        assert!(diagnostics.items().len() <= text.len(), "{name} gives too many findings");
    }
}

#[test]
fn nesting_and_signs_have_their_limits() {
    let long = |part: &str, count: usize| part.repeat(count);
    assert_eq!(codes(&format!("a: {}1{}\nb: 2", long("(", 100_000), long(")", 100_000))), ["E0109"]);
    assert_eq!(codes(&format!("{}{}", long("a {\n", 100_000), long("}\n", 100_000))), ["E0109"]);
    assert_eq!(codes(&format!("a: {}1{}", long("(", 64), long(")", 64))), [""; 0]);
    assert_eq!(codes(&format!("{}{}", long("a {\n", 64), long("}\n", 64))), [""; 0]);
    assert_eq!(codes(&format!("a: 1{}", long(" + 1", 1_000))), [""; 0]);
    for part in [" + 1", " at 2027-01", " .. 1", " < 1"] {
        let codes = codes(&format!("a: 1{}", long(part, 100_000)));
        assert!(codes.contains(&"E0110"), "{part}: {codes:?}");
        assert!(codes.len() <= 1_001, "{part}: {} findings", codes.len());
    }
    assert_eq!(codes(&format!("a: {}1", long("- ", 100_000))), ["E0110"]);
    assert_eq!(codes(&format!("a: {}b", long("not ", 100_000))), ["E0110"]);
    assert_eq!(codes(&format!("a: {}", long("9", 100_000))), ["E0111"]);
    // The file is read in two parts, and of each two thousand findings of a kind are kept.
    assert_eq!(codes(&long("? x\n", 20_000)).len(), 4_000);
}

#[test]
fn a_plan_cut_anywhere_is_read() {
    let (_, text) =
        valid_files().into_iter().find(|(path, _)| path.ends_with("aurora.zbb")).expect("the plan of the contract");
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let (tree, diagnostics) = parse(&text[..end]);
        assert!(diagnostics.items().len() <= 3, "cut at {end}: {:#?}", diagnostics.items());
        assert!(end < 100 || !tree.statements.is_empty(), "cut at {end}: nothing is left");
    }
}

/// A half-typed file still yields its other declarations.
#[test]
fn what_follows_a_mistake_is_still_declared() {
    let sound = "role a \"A\"\n";
    for broken in
        ["kpi nps \"Net", "kpi nps {", "kpi nps: [a,", "x: (1 +", "note: \"\"\"", "}", "? ? ?", "a: {", "b: \"c"]
    {
        let (tree, diagnostics) = parse(&format!("{sound}{broken}\n{sound}\npackage p \"P\" {{\n  owner: x\n}}\n"));
        assert!(!diagnostics.items().is_empty(), "{broken}");
        let dumped = dump::tree(&tree);
        assert!(dumped.contains("\ndeclaration package <p>"), "{broken} hides what follows:\n{dumped}");
    }
}

#[test]
fn big_files_are_read_in_chunks_as_if_they_were_one() {
    let files = valid_files();
    let one: String = files.iter().map(|(_, text)| text.as_str()).collect();
    let separate: String = files.iter().map(|(_, text)| dump::tree(&parse(text).0)).collect();
    let (tree, diagnostics) = parse(&one);
    assert_eq!(diagnostics.items(), []);
    assert_eq!(dump::tree(&tree), separate);
    let mut sources = Sources::new();
    files.iter().for_each(|(path, text)| {
        sources.add(path.display().to_string(), text.as_str());
    });
    let mut diagnostics = zbb::diagnostic::Diagnostics::new();
    let trees = zbb::syntax::parse_all(&mut diagnostics, &sources);
    assert_eq!(trees.iter().map(|tree| dump::tree(tree)).collect::<String>(), separate);
    assert!(trees.iter().enumerate().all(|(index, tree)| tree.file == FileId::new(index)));
}

/// By the clock, so run by hand: `cargo test --test suite -- --ignored linear`.
#[test]
#[ignore = "takes the time"]
fn tempting_texts_take_linear_time() {
    const PER_BYTE: Duration = Duration::from_micros(20);
    for (name, text) in tempting(100_000) {
        let start = Instant::now();
        parse(&text);
        let limit = PER_BYTE * u32::try_from(text.len()).expect("a short text");
        assert!(start.elapsed() < limit, "{name}: {:?} for {} bytes", start.elapsed(), text.len());
    }
}

fn soup() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a",
        "kpi",
        "plan",
        "from",
        "of",
        "at",
        "not",
        "and",
        "month",
        "nps",
        "x.y",
        "{",
        "}",
        "{\n",
        "}\n",
        "(",
        ")",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "\n",
        "\n  ",
        " ",
        "\"",
        "\"t\"",
        "\"\"\"",
        "\"\"\"\n",
        "3",
        "3.",
        "52k",
        "2027-01",
        "2027-13",
        "FY2027-Q1",
        "%",
        "pp",
        "USD",
        "/",
        " / ",
        "+",
        "-",
        "*",
        "..",
        "<",
        "=",
        "==",
        "!",
        "&&",
        "#",
        "//",
        ";",
        "'",
        "“",
        "é",
        "\u{200b}",
        "\u{1}",
        "\r",
        "\\",
        "$",
        "?",
        "1,000",
        "\t",
    ]);
    prop::collection::vec(part, 0..200).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_soup_of_tokens_is_read(text in soup()) {
        let (tree, diagnostics) = parse(&text);
        prop_assert!(dump::tree(&tree).len() <= 200 + text.len() * 40);
        for finding in diagnostics.items() {
            let labels = finding.secondary.iter().chain([&finding.primary]);
            let spans = labels.map(|label| label.span).chain(finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span));
            for span in spans {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{finding:?}");
            }
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        parse(&text);
    }
}
