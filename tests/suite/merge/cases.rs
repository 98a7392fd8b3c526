//! The cases of `tests/cases/merge`: three versions of a file, each below a line that names it, and in a snapshot what
//! they come to. `clean-…` leaves nothing to decide, `conflict-…` does.

use super::merged;
use std::cell::RefCell;

/// The versions of a case.
fn versions(case: &str) -> [String; 3] {
    let part = |name: &str| {
        let after = case.split_once(&format!("--- {name}\n")).expect("a part").1;
        after.split("--- ").next().unwrap_or_default().to_owned()
    };
    ["base", "ours", "theirs"].map(part)
}

#[test]
fn cases_come_to_what_is_kept() {
    let _alone = crate::cases::one_glob_at_a_time();
    let wrong = RefCell::new(Vec::new());
    insta::with_settings!({
        snapshot_path => "../snapshots/merge", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::glob!("../../cases/merge", "*.txt", |path| {
            let case = std::fs::read_to_string(path).expect("a case can be read");
            let [base, ours, theirs] = versions(&case);
            let merged = merged(&base, &ours, &theirs);
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name").to_owned();
            if merged.conflicts.is_empty() != name.starts_with("clean-") {
                wrong.borrow_mut().push(name);
            }
            let words: String = merged.conflicts.iter().map(|word| format!("{word}\n")).collect();
            insta::assert_snapshot!("merge", format!("{words}---\n{}", merged.text));
        });
    });
    assert!(wrong.borrow().is_empty(), "these are not what their names say: {:?}", wrong.borrow());
}
