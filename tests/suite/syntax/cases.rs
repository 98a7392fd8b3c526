//! One case, one file: the mistakes of each, and the trees of some.

use zbb::diagnostic::Code;
use zbb::syntax::tree::ModifierWord;

use super::{dump, parse, report, valid_files};

#[test]
fn mistakes_are_reported() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../../cases/syntax/mistakes", "*.zbb", |path| {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a case has a name");
        insta::assert_snapshot!(report(name, &text));
    });
}

#[test]
fn trees_are_built() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../../cases/syntax/trees", "*.zbb", |path| {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a case has a name");
        let (tree, _) = parse(&text);
        insta::assert_snapshot!(format!("{}{}", dump::tree(&tree), report(name, &text)));
    });
}

/// Recovery hides mistakes of the grammar: what is right must be read without it.
#[test]
fn right_plans_are_read_without_a_complaint() {
    for (path, text) in valid_files() {
        let findings = report(&path.display().to_string(), &text);
        assert!(findings.is_empty(), "{findings}");
    }
}

/// The grammar takes most words for names at first sight: those that end a value are not among them.
#[test]
fn no_modifier_is_read_as_a_name() {
    let may_be_names = [ModifierWord::Month, ModifierWord::Value];
    for word in ModifierWord::ALL.iter().filter(|word| !may_be_names.contains(word)) {
        let (tree, diagnostics) = parse(&format!("a: {} 2\nb: c {0} 2", word.text()));
        let modifiers: Vec<_> = tree.statements.iter().flat_map(|statement| &statement.modifiers).collect();
        assert!(modifiers.len() == 2 && modifiers.iter().all(|modifier| modifier.word == *word), "{word:?}");
        assert_eq!(diagnostics.items().len(), 1, "{word:?}");
    }
}

/// The pages of the syntax codes: each failing example fails with its own code, each mended one is right.
#[test]
fn pages_show_what_they_explain() {
    for code in Code::ALL.iter().filter(|code| code.id().starts_with("E01")) {
        let blocks: Vec<&str> = code.page().split("```").skip(1).step_by(2).collect();
        let [fails, mended] = blocks.as_slice() else { panic!("{} has not two examples", code.id()) };
        assert!(code.page().starts_with(&format!("# {}: {}\n", code.id(), code.title())), "{}", code.page());
        let (_, findings) = parse(fails.strip_prefix("zbb fails\n").expect("a failing example"));
        assert_eq!(findings.items().iter().map(|finding| finding.code).collect::<Vec<_>>(), [*code]);
        let (_, findings) = parse(mended.strip_prefix("zbb\n").expect("a mended example"));
        assert_eq!(findings.items(), [], "{}", code.id());
    }
}
