//! `zbb merge` as git runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn versions(base: &[u8], ours: &[u8], theirs: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("base", base), ("ours", ours), ("theirs", theirs)] {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

pub fn zbb_merge(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(folder).arg("merge").args(words).output().expect("the command runs")
}

fn ours(folder: &TempDir) -> Vec<u8> {
    fs::read(folder.path().join("ours")).expect("a file")
}

#[test]
fn a_clean_merge_is_written_to_ours() {
    let folder = versions(b"role a\n\n\nrole b\n", b"role a \"A\"\n\n\nrole b\n", b"role a\n\n\nrole b \"B\"\n");
    let output = zbb_merge(folder.path(), &["base", "ours", "theirs"]);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    assert_eq!(ours(&folder), b"role a \"A\"\n\n\nrole b \"B\"\n");
}

#[test]
fn what_is_left_to_decide_is_marked_and_told() {
    let folder = versions(b"role a \"A\"\n", b"role a \"B\"\n", b"role a \"C\"\n");
    let output = zbb_merge(folder.path(), &["--marker-size", "9", "--", "base", "ours", "theirs", "plans/-a.zbb"]);
    assert_eq!(output.status.code(), Some(1));
    let notes = String::from_utf8(output.stderr).expect("text");
    insta::assert_snapshot!(notes, @r#"
    conflict in `plans/-a.zbb`:
      role `a`: ours "B", theirs "C", base "A"
    "#);
    insta::assert_snapshot!(String::from_utf8(ours(&folder)).expect("text"), @r#"
    <<<<<<<<< ours
    role a "B"
    ||||||||| base
    # role `a`: ours "B", theirs "C", base "A"
    role a "A"
    =========
    role a "C"
    >>>>>>>>> theirs
    "#);
}

#[test]
fn line_ends_and_marks_are_kept() {
    let folder = versions(
        b"\xef\xbb\xbfrole a\r\n\r\n\r\nrole b\r\n",
        b"role a\n\n\nrole b\nrole c\n",
        b"\xef\xbb\xbfrole a \"A\"\r\n\r\n\r\nrole b\r\n",
    );
    let output = zbb_merge(folder.path(), &["base", "ours", "theirs"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(ours(&folder), b"role a \"A\"\n\n\nrole b\nrole c\n");
}

#[test]
fn what_is_no_text_is_kept_and_left_to_decide() {
    let folder = versions(b"role a\n", b"role caf\xe9\n", b"role b\n");
    let output = zbb_merge(folder.path(), &["base", "ours", "theirs"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(ours(&folder), b"role caf\xe9\n");
}

#[test]
fn trouble_is_no_mere_conflict_to_git() {
    let folder = versions(b"role a\n", b"role b\n", b"role c\n");
    let output = zbb_merge(folder.path(), &["base", "ours", "nothing"]);
    assert!(output.status.code().is_some_and(|code| code > 128), "{output:?}");
    assert_eq!(ours(&folder), b"role b\n");
}
