//! The plan file: what it keeps, and what is told of one that is broken.

use std::path::{Path, PathBuf};

use zbb::planfile;
use zbb::record::Record;
use zbb::source::{FileId, Sources};

use crate::diff::recorded;

fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let plans = ["advocacy", "advocacy_plan", "aurora", "benchmarking", "moments_of_truth", "post_purchase_support"];
    plans.iter().map(|plan| root.join(plan)).collect()
}

fn sources(folder: &Path) -> Sources {
    zbb::cli::sources::load(folder, zbb::cli::sources::Limits::default()).expect("an example").sources
}

fn parsed(text: &str) -> Result<Record, String> {
    planfile::parse(FileId::default(), text).map_err(|finding| finding.code.id().to_owned())
}

fn aurora() -> String {
    planfile::write(&recorded(&sources(&examples()[2])))
}

#[test]
fn every_example_can_be_kept_and_read_back() {
    for folder in examples() {
        let record = recorded(&sources(&folder));
        let text = planfile::write(&record);
        assert_eq!(parsed(&text).as_ref(), Ok(&record), "{}", folder.display());
        assert_eq!(planfile::write(&parsed(&text).expect("it is read")), text, "{}", folder.display());
    }
}

#[test]
fn a_plan_file_reads_as_lines_of_facts() {
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
        assert_eq!(planfile::write(&recorded(&turned)), planfile::write(&recorded(&sources)), "{}", folder.display());
    }
}

#[test]
fn every_line_stands_by_itself() {
    let text = aurora();
    let lines = || text.lines().skip(4).filter(|line| !line.is_empty());
    let mut seen = std::collections::BTreeSet::new();
    for line in lines() {
        assert!(seen.insert(line), "twice: {line}");
    }
}

#[test]
fn other_line_ends_and_a_mark_are_read() {
    let text = aurora();
    assert_eq!(parsed(&text.replace('\n', "\r\n")), parsed(&text));
    assert_eq!(parsed(&format!("\u{feff}{text}")), parsed(&text));
}

#[test]
fn what_is_no_plan_file_is_told() {
    for text in ["", "\n", "plan a { }\n", "zbb plan file, version one\n", "zbb plan file, version 0\n"] {
        assert_eq!(parsed(text), Err("E0601".to_owned()), "{text:?}");
    }
    let newer = aurora().replace("version 1", "version 2");
    assert_eq!(parsed(&newer), Err("E0602".to_owned()));
}

#[test]
fn a_file_cut_anywhere_is_told() {
    let text = aurora();
    let end = text.trim_end().len();
    for cut in (0..end).filter(|cut| text.is_char_boundary(*cut)) {
        let told = parsed(&text[..cut]).map(|_| cut).expect_err("a cut file is told");
        let expected = if cut < "zbb plan file, version 1".len() { "E0601" } else { "E0603" };
        assert_eq!(told, expected, "cut at {cut}");
    }
}

#[test]
fn a_conflict_is_told() {
    let text = aurora().replace("\nplan aurora currency", "\n<<<<<<< HEAD\nplan aurora currency");
    assert_eq!(parsed(&text), Err("E0604".to_owned()));
}

/// Any change of any line between the head and the end.
#[test]
fn an_edit_by_hand_is_told() {
    let text = aurora();
    let lines: Vec<&str> = text.lines().collect();
    for number in 1..lines.len() - 2 {
        let mut edited: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        edited[number] = format!("{}1", edited[number]);
        let told = parsed(&format!("{}\n", edited.join("\n"))).map(|_| number).expect_err("an edit is told");
        assert!(["E0605", "E0603"].contains(&told.as_str()), "line {number}: {told}");
        let mut shorter = lines.clone();
        shorter.remove(number);
        assert!(parsed(&format!("{}\n", shorter.join("\n"))).is_err(), "without line {number}");
    }
}

/// With the right digests, lines that no plan file has are told by their place.
#[test]
fn a_line_that_is_none_is_told_where_it_stands() {
    let text = aurora();
    for line in ["=> level nowhere: net 1.00", "=> kpi nps: 2027-13", "=> nonsense", "=> period x: budget 1.005"] {
        let body = text.replace("\n\nend\n", &format!("\n{line}\n\nend\n"));
        let forged = forged(&body);
        let finding = planfile::parse(FileId::default(), &forged).expect_err("it is told");
        assert_eq!(finding.code.id(), "E0601", "{line}");
        let span = finding.primary.span;
        assert_eq!(&forged[span.start as usize..span.end as usize], line);
    }
}

/// A plan file whose head has the digests of its lines.
fn forged(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = |part: &str| {
        let hash = Sha256::digest(part.as_bytes());
        format!("sha256:{}", hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    };
    let (head, rest) = text.split_once("\n\n").expect("a head");
    let (says, rest) = rest.split_once("\n\n").expect("what it says");
    let (gives, end) = rest.split_once("\n\n").expect("what it gives");
    let first = head.lines().next().expect("a first line");
    let (says, gives) = (format!("{says}\n"), format!("{gives}\n"));
    format!("{first}\nsays {}\ngives {}\n\n{says}\n{gives}\n{end}", digest(&says), digest(&gives))
}
