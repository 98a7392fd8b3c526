//! What the cases share: reading one, compiling it as a user does, and its findings in a few plain lines.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use zbb::compile::{Options, compile};
use zbb::diagnostic::{Diagnostic, Diagnostics, codes};
use zbb::quantity::Date;
use zbb::source::{Sources, Span};

/// A collection of cases blames the test that runs it by a list of the whole process: two at once would blame each other.
pub fn one_glob_at_a_time() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A case: its own text, with the prelude of the pages unless it declares a plan itself.
pub fn with_prelude(text: &str) -> Sources {
    let mut sources = Sources::single("case.zbb", text);
    if !text.lines().any(|line| line.starts_with("plan ")) {
        sources.add("prelude.zbb", codes::prelude());
    }
    sources
}

/// What a plan is told on 2026-11-22.
pub fn findings(sources: &Sources) -> Diagnostics {
    let today = Date::new(2026, 11, 22);
    compile(sources, Options { today, ..Options::default() }).diagnostics
}

/// One line for each finding, and one for each place it points at besides and each fix.
pub fn report(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.items().iter().map(|finding| lines_of(sources, finding)).collect()
}

fn lines_of(sources: &Sources, finding: &Diagnostic) -> String {
    let (code, label) = (finding.code.id(), &finding.primary.text);
    let graded = if finding.severity == finding.code.severity() { "" } else { " (regraded)" };
    let help = finding.help.as_deref().unwrap_or("—");
    let place = place(sources, finding.primary.span);
    let mut text = format!("{place} {code}{graded} {} | {label} | {help}\n", finding.message);
    for label in &finding.secondary {
        text.push_str(&format!("    {} {}\n", self::place(sources, label.span), label.text));
    }
    for fix in &finding.fixes {
        let edits = fix.edits.iter();
        let edits = edits.map(|edit| format!("{} {:?}", self::place(sources, edit.span), edit.replacement));
        text.push_str(&format!("    fix ({:?}): {}: {}\n", fix.applicability, fix.title, edits.collect::<String>()));
    }
    text
}

fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file).expect("a finding is about a file of the plan");
    let position = file.position(span.start);
    format!("{}:{}:{}", file.path(), position.line, position.column)
}

/// Checks the cases of a folder of `tests/cases` by their names, and keeps their findings: `E0402-…` finds that code and
/// nothing else, `quiet-…` finds nothing, any other name finds something.
pub fn check_cases(folder: &str) {
    let _alone = one_glob_at_a_time();
    let wrong = RefCell::new(String::new());
    insta::with_settings!({
        snapshot_path => format!("snapshots/{folder}"), prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::glob!(format!("../cases/{folder}"), "*.zbb", |path| {
            let text = std::fs::read_to_string(path).expect("a case can be read");
            let sources = with_prelude(&text);
            let diagnostics = findings(&sources);
            let report = report(&sources, &diagnostics);
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name");
            if !fits(name, &diagnostics) {
                wrong.borrow_mut().push_str(&format!("{name}:\n{report}\n"));
            }
            insta::assert_snapshot!(folder, report);
        });
    });
    assert!(wrong.borrow().is_empty(), "{}", wrong.borrow());
}

fn fits(name: &str, diagnostics: &Diagnostics) -> bool {
    let found = diagnostics.items();
    match name.split_once('-') {
        Some(("quiet", _)) => found.is_empty(),
        Some((id, _)) if id.starts_with(['E', 'W']) => {
            !found.is_empty() && found.iter().all(|finding| finding.code.id() == id)
        }
        _ => !found.is_empty(),
    }
}
