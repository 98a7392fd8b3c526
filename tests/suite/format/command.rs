//! `zbb fmt` as people, scripts and editors use it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

use crate::cli::{Run, command, finish, zbb};

const LOOSE: &str = "role  lead {person:\"A\"}\n\n\n\nrole b";
const FORMATTED: &str = "role lead { person: \"A\" }\n\nrole b\n";

/// A folder with files of these contents.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Runs `zbb fmt` in a folder.
fn fmt(folder: &Path, arguments: &[&str]) -> Run {
    finish(command(&["fmt"]).args(arguments).current_dir(folder))
}

fn text(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect("a file")
}

#[test]
fn files_are_formatted_in_place_and_named() {
    let folder = folder(&[
        ("a.zbb", LOOSE),
        ("b.zbb", FORMATTED),
        ("c/d.zbb", LOOSE),
        (".hidden/e.zbb", LOOSE),
        (".gitignore", "ignored.zbb\n"),
        ("ignored.zbb", LOOSE),
        ("notes.txt", LOOSE),
    ]);
    let run = fmt(folder.path(), &[]);
    assert_eq!((run.code, run.output.as_str()), (Some(0), ""));
    assert_eq!(run.notes, "formatted 2 of 3 files: `a.zbb`, `c/d.zbb`\n");
    let is_formatted =
        ["a.zbb", "c/d.zbb", ".hidden/e.zbb", "ignored.zbb", "notes.txt"].map(|path| text(&folder, path) == FORMATTED);
    assert_eq!(is_formatted, [true, true, false, false, false]);
    assert_eq!(fmt(folder.path(), &[]).notes, "nothing to format in 3 files\n");
}

#[test]
fn check_lists_what_would_change_and_writes_nothing() {
    let folder = folder(&[("a.zbb", LOOSE), ("b.zbb", FORMATTED), ("c/d.zbb", LOOSE)]);
    let run = fmt(folder.path(), &["--check"]);
    assert_eq!(
        (run.code, run.output.as_str(), run.notes.as_str()),
        (Some(1), "a.zbb\nc/d.zbb\n", "2 of 3 files would change\n")
    );
    assert_eq!(text(&folder, "a.zbb"), LOOSE);
    let run = fmt(folder.path(), &["--check", "b.zbb"]);
    assert_eq!((run.code, run.output.as_str(), run.notes.as_str()), (Some(0), "", "nothing to format in 1 file\n"));
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let folder = folder(&[("a.zbb", LOOSE), ("b.zbb", FORMATTED)]);
    let run = fmt(folder.path(), &["--diff", "."]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.output, @r#"
    --- a.zbb
    +++ a.zbb
    @@ -1,5 +1,3 @@
    -role  lead {person:"A"}
    +role lead { person: "A" }
     
    -
    -
    -role b
    \ No newline at end of file
    +role b
    "#);
    assert_eq!(text(&folder, "a.zbb"), LOOSE);
    let coloured = fmt(folder.path(), &["--diff", "--check", "--color", "always"]).output;
    assert!(coloured.contains("\u{1b}[31m-role  lead {person:\"A\"}\u{1b}[0m\n"), "{coloured}");
    assert_eq!(fmt(folder.path(), &["--diff", "b.zbb"]).code, Some(0));
}

/// What `zbb fmt --stdin` makes of a text.
fn piped(arguments: &[&str], text: &[u8]) -> Run {
    let mut child = command(&["fmt", "--stdin"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("standard input").write_all(text).expect("it is read");
    let output = child.wait_with_output().expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { code: output.status.code(), output: text(output.stdout), notes: text(output.stderr) }
}

#[test]
fn standard_input_becomes_standard_output() {
    for written in [LOOSE, FORMATTED] {
        let run = piped(&[], written.as_bytes());
        assert_eq!((run.code, run.output.as_str(), run.notes.as_str()), (Some(0), FORMATTED, ""));
    }
    let run = piped(&["--check", "--stdin-path", "my plan.zbb"], LOOSE.as_bytes());
    assert_eq!((run.code, run.output.as_str()), (Some(1), "my plan.zbb\n"));
    let run = piped(&["--stdin-path", "a.zbb"], b"caf\xe9");
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    assert!(run.notes.contains("`a.zbb` is not UTF-8"), "{}", run.notes);
    assert_eq!(piped(&[], b"").output, "");
}

#[test]
fn lines_that_cannot_be_read_stay_and_are_counted() {
    let run = piped(&["--stdin-path", "a.zbb"], b"role  a\n  ?  what\nrole  b\n");
    assert_eq!((run.code, run.output.as_str()), (Some(0), "role a\n  ?  what\nrole b\n"));
    assert_eq!(run.notes, "1 line of `a.zbb` stays as it is, because of mistakes: see `zbb check`\n");
    let run = piped(&["--check"], b"role a\n  ?  what\n!\n");
    assert_eq!((run.code, run.output.as_str()), (Some(0), ""));
    assert_eq!(run.notes, "2 lines of `standard input` stay as they are, because of mistakes: see `zbb check`\n");
}

#[test]
fn trouble_with_one_file_keeps_no_other_from_being_formatted() {
    let folder = folder(&[("a.zbb", LOOSE), ("c.zbb", LOOSE)]);
    fs::write(folder.path().join("b.zbb"), b"caf\xe9").expect("a file");
    let run = fmt(folder.path(), &["nothing", ".", "also/nothing"]);
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    for told in
        ["there is no `nothing`", "there is no `also/nothing`", "`b.zbb` is not UTF-8", "formatted 2 of 2 files"]
    {
        assert!(run.notes.contains(told), "{told}: {}", run.notes);
    }
    assert_eq!([text(&folder, "a.zbb"), text(&folder, "c.zbb")], [FORMATTED; 2]);
}

#[test]
fn a_file_that_several_paths_lead_to_is_formatted_once() {
    let folder = folder(&[("a.zbb", LOOSE), ("b.zbb", FORMATTED)]);
    let run = fmt(folder.path(), &["a.zbb", ".", "./a.zbb", "b.zbb"]);
    assert_eq!((run.code, run.notes.as_str()), (Some(0), "formatted 1 of 2 files: `a.zbb`\n"));
}

#[test]
fn standard_input_and_paths_exclude_each_other() {
    for arguments in [&["fmt", "--stdin", "a.zbb"] as &[&str], &["fmt", "--stdin-path", "a.zbb"]] {
        assert_eq!(zbb(arguments).code, Some(2), "{arguments:?}");
    }
}

#[cfg(unix)]
mod unix {
    use super::{FORMATTED, LOOSE, fmt, folder, text};
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn links_stay_links_and_lead_nowhere_else() {
        let outside = folder(&[("secret.zbb", LOOSE)]);
        let folder = folder(&[("data/plan.txt", LOOSE)]);
        let link = |target: &std::path::Path, name: &str| symlink(target, folder.path().join(name)).expect("a link");
        link("data/plan.txt".as_ref(), "linked.zbb");
        link(&outside.path().join("secret.zbb"), "outside.zbb");
        let run = fmt(folder.path(), &[]);
        assert_eq!((run.code, run.notes.as_str()), (Some(0), "formatted 1 of 1 file: `linked.zbb`\n"));
        assert!(fs::symlink_metadata(folder.path().join("linked.zbb")).expect("a link").is_symlink());
        assert_eq!(text(&folder, "data/plan.txt"), FORMATTED);
        assert_eq!(text(&outside, "secret.zbb"), LOOSE);
    }

    #[test]
    fn read_only_files_are_refused_and_modes_are_kept() {
        let folder = folder(&[("a.zbb", LOOSE), ("b.zbb", LOOSE)]);
        let mode = |path: &str, mode: u32| {
            fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).expect("a mode");
        };
        mode("a.zbb", 0o444);
        mode("b.zbb", 0o600);
        let run = fmt(folder.path(), &[]);
        assert_eq!(run.code, Some(2));
        assert!(run.notes.contains("`a.zbb` cannot be written: the file is read-only\n"), "{}", run.notes);
        assert!(run.notes.contains("formatted 1 of 2 files: `b.zbb`\n"), "{}", run.notes);
        assert_eq!((text(&folder, "a.zbb").as_str(), text(&folder, "b.zbb").as_str()), (LOOSE, FORMATTED));
        assert_eq!(fs::metadata(folder.path().join("b.zbb")).expect("a file").mode() & 0o777, 0o600);
    }

    /// A file that does not change is not even replaced by its like.
    #[test]
    fn formatted_files_are_not_written() {
        let folder = folder(&[("a.zbb", FORMATTED)]);
        let inode = || fs::metadata(folder.path().join("a.zbb")).expect("a file").ino();
        let before = inode();
        assert_eq!(fmt(folder.path(), &[]).code, Some(0));
        assert_eq!(inode(), before);
    }
}
