//! The plan file: what it keeps, and what is told of one that is broken.

use std::path::{Path, PathBuf};

use zbb::outcome::{Outcome, PlanFileLine};
use zbb::planfile;
use zbb::source::{FileId, Sources};

use crate::diff::recorded;

fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let plans = ["advocacy", "advocacy_plan", "aurora", "benchmarking", "moments_of_truth", "post_purchase_support"];
    plans.iter().map(|plan| root.join(plan)).collect()
}

fn sources(folder: &Path) -> Sources {
    zbb::files::sources::load(folder, zbb::files::sources::Limits::default()).expect("an example").sources
}

fn parsed(text: &str) -> Result<Outcome, String> {
    planfile::parse(FileId::default(), text).map_err(|finding| finding.code.id().to_owned())
}

fn aurora() -> String {
    planfile::write(&recorded(&sources(&examples()[2])).outcome)
}

#[test]
fn every_example_can_be_kept_and_read_back() {
    for folder in examples() {
        let outcome = recorded(&sources(&folder)).outcome;
        let text = planfile::write(&outcome);
        assert_eq!(parsed(&text), Ok(outcome.kept()), "{}", folder.display());
        assert_eq!(planfile::write(&parsed(&text).expect("it is read")), text, "{}", folder.display());
    }
}

#[test]
fn a_plan_file_reads_as_lines_of_figures() {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(aurora());
    });
}

#[test]
fn the_order_of_files_leaves_no_trace() {
    for folder in examples() {
        let sources = sources(&folder);
        let mut turned = Sources::new();
        let files: Vec<(String, String)> =
            sources.files().map(|(_, file)| (file.path().to_owned(), file.text().to_owned())).collect();
        for (number, (path, text)) in files.iter().rev().enumerate() {
            turned.add(format!("{number:03}{path}"), text.as_str());
        }
        assert_eq!(
            planfile::write(&recorded(&turned).outcome),
            planfile::write(&recorded(&sources).outcome),
            "{}",
            folder.display()
        );
    }
}

/// Each line says what it is about, and no two say it of the same; in order, whatever the plan's own order is.
#[test]
fn every_line_stands_by_itself() {
    for folder in examples() {
        let text = planfile::write(&recorded(&sources(&folder)).outcome);
        let lines: Vec<&str> = text.lines().skip(1).filter(|line| *line != "end").collect();
        let about: Vec<String> = lines.iter().map(|line| PlanFileLine::read(line).expect("a line").about).collect();
        assert!(about.is_sorted(), "{}", folder.display());
        let different: std::collections::BTreeSet<&String> = about.iter().collect();
        assert_eq!(different.len(), about.len(), "{}", folder.display());
    }
}

#[test]
fn other_line_ends_a_mark_and_another_order_are_read() {
    let text = aurora();
    let kept = parsed(&text);
    assert_eq!(parsed(&text.replace('\n', "\r\n")), kept);
    assert_eq!(parsed(&format!("\u{feff}{text}")), kept);
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    lines[1..last].reverse();
    assert_eq!(parsed(&format!("{}\n", lines.join("\n"))), kept);
}

/// Titles may hold whatever separates words, lines and figures.
#[test]
fn names_of_any_letters_are_kept() {
    let title = r#"Fewer: calls \"why?\" .. or\nnone verdict: holds <<<<<<<"#;
    let plan = format!(
        "plan a \"A\" {{ currency: EUR, calendar: 2027-01 .. 2027-12 }}\nrole lead \"Lead\"\n\
         kpi satisfaction \"K\" {{ kind: csat, baseline: 71%, source: \"S\" }}\n\
         require \"{title}\": satisfaction at 2027-12 >= 70%\n"
    );
    let outcome = recorded(&Sources::single("plan.zbb", &plan)).outcome;
    let text = planfile::write(&outcome);
    insta::assert_snapshot!(text, @r#"
    zbb plan file, version 2
    kpi satisfaction value 2027-12: 71%
    plan currency: EUR
    require "Fewer: calls \"why?\" .. or\nnone verdict: holds <<<<<<<" verdict: holds
    end
    "#);
    let kept = parsed(&text).expect("it is read");
    assert_eq!(kept, outcome.kept());
    assert_eq!(kept.requires.len(), 1);
    assert_eq!(kept.requires[0].name, outcome.requires[0].name);
}

#[test]
fn what_is_no_plan_file_is_told() {
    for text in ["", "\n", "plan a { }\n", "zbb plan file, version one\n", "zbb plan file, version 0\n"] {
        assert_eq!(parsed(text), Err("E0601".to_owned()), "{text:?}");
    }
    assert_eq!(parsed(&aurora().replace("version 2", "version 3")), Err("E0602".to_owned()));
    assert_eq!(parsed(&aurora().replace("version 2", "version 1")), Err("E0601".to_owned()));
}

#[test]
fn a_file_cut_anywhere_is_told() {
    let text = aurora();
    let end = text.trim_end().len();
    for cut in (0..end).filter(|cut| text.is_char_boundary(*cut)) {
        let told = parsed(&text[..cut]).map(|_| cut).expect_err("a cut file is told");
        let expected = if cut < "zbb plan file, version 2".len() { "E0601" } else { "E0603" };
        assert_eq!(told, expected, "cut at {cut}");
    }
}

#[test]
fn a_conflict_is_told() {
    for place in ["\nplan currency", "zbb plan file"] {
        let text = aurora().replace(place, &format!("\n<<<<<<< HEAD\n{}", place.trim_start()));
        assert_eq!(parsed(text.trim_start()), Err("E0604".to_owned()));
    }
}

#[test]
fn a_line_that_is_none_is_told_where_it_stands() {
    let text = aurora();
    for line in [
        "nonsense",
        "level nowhere net: 1.00",
        "level a.b status: rich",
        "kpi nps value: 3",
        "period x budget: 1.005",
        "require status verdict",
        "cap department most: 1.00",
        "plan policy",
    ] {
        let edited = text.replace("plan currency", &format!("{line}\nplan currency"));
        let finding = planfile::parse(FileId::default(), &edited).expect_err(line);
        assert_eq!(finding.code.id(), "E0601", "{line}");
        let span = finding.primary.span;
        assert_eq!(&edited[span.start as usize..span.end as usize], line);
    }
    assert_eq!(parsed(&text.replace("plan currency: USD\n", "")), Err("E0601".to_owned()));
}
