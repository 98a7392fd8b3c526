//! Files in and out: what is part of a plan, what is wrong with a file, and writing in place.

use std::fs;
use std::path::Path;
use tempfile::TempDir;
use zbb::diagnostic::short;
use zbb::files::sources::{CannotRead, Limits, Loaded, load, write_atomically};

/// A folder with files of these paths and contents.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn read(path: &Path) -> Loaded {
    load(path, Limits::default()).expect("a plan")
}

fn paths(loaded: &Loaded) -> Vec<&str> {
    loaded.sources.files().map(|(_, file)| file.path()).collect()
}

/// The findings in one line each, without the folder's own path.
fn findings(loaded: &mut Loaded) -> String {
    loaded.sources.set_base("");
    short(loaded.diagnostics.items(), &loaded.sources)
}

#[test]
fn a_plan_is_every_zbb_file_below_a_folder() {
    let folder = folder(&[
        ("z.zbb", b""),
        ("a/b.zbb", b"# b"),
        ("a.zbb", b""),
        ("folder.zbb/inner.zbb", b""),
        ("notes.md", b""),
        (".hidden/x.zbb", b""),
        (".lock.zbb", b""),
        (".gitignore", b"ignored*\n"),
        ("ignored.zbb", b""),
        ("sub/.gitignore", b"/y.zbb\n"),
        ("sub/y.zbb", b""),
        ("sub/deep/y.zbb", b""),
    ]);
    let loaded = read(folder.path());
    assert_eq!(paths(&loaded), ["a.zbb", "a/b.zbb", "folder.zbb/inner.zbb", "sub/deep/y.zbb", "z.zbb"]);
    assert!(loaded.diagnostics.items().is_empty());
    let id = loaded.sources.files().nth(1).expect("a second file").0;
    assert_eq!(loaded.path_to_write(id), Some(folder.path().join("a/b.zbb").as_path()));
    assert_eq!(loaded.sources.path_from_here(id), format!("{}/a/b.zbb", folder.path().display()));
}

#[test]
fn a_single_file_may_be_named() {
    let folder = folder(&[("a.zbb", b"# a"), ("b.zbb", b"# b")]);
    let loaded = read(&folder.path().join("b.zbb"));
    assert_eq!(paths(&loaded), ["b.zbb"]);
}

#[test]
fn files_that_are_no_utf8_are_named_and_the_others_read() {
    let utf16: Vec<u8> = "plan".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder(&[
        ("a.zbb", b"# fine"),
        ("b.zbb", b"role x\n# caf\xe9\n"),
        ("c.zbb", &[b"\xff\xfe".as_slice(), &utf16].concat()),
        ("d.zbb", &utf16),
        ("e.zbb", b"PK\x03\x04\x00\x00\xff\xff"),
        ("f.zbb", b"\xef\xbb\xbf# marked\r\n"),
    ]);
    let mut loaded = read(folder.path());
    insta::assert_snapshot!(findings(&mut loaded), @r"
    b.zbb:2:6: error[E0001]: `b.zbb` is not UTF-8 text at byte 12 (line 2) (save the file with the encoding UTF-8 (it may be in an older one, such as Windows-1252))
    c.zbb:1:1: error[E0001]: `c.zbb` is saved as UTF-16, not as UTF-8 (save it again with the encoding UTF-8 (in Notepad: Save as, Encoding, UTF-8))
    d.zbb:1:1: error[E0001]: `d.zbb` is saved as UTF-16, not as UTF-8 (save it again with the encoding UTF-8 (in Notepad: Save as, Encoding, UTF-8))
    e.zbb:1:1: error[E0001]: `e.zbb` is not text (rename or move it: every file ending in `.zbb` below the folder is part of the plan)
    ");
    let texts: Vec<&str> = loaded.sources.files().map(|(_, file)| file.text()).collect();
    assert_eq!(texts, ["# fine", "role x\n# caf\u{fffd}\n", "", "", "", "\u{feff}# marked\r\n"]);
    let writable = loaded.sources.files().filter(|(id, _)| loaded.path_to_write(*id).is_some());
    assert_eq!(writable.count(), 2, "what was not read as it is must not be written");
}

#[test]
fn large_files_and_plans_are_refused() {
    let folder = folder(&[("a.zbb", b"123456789"), ("b.zbb", b"1234"), ("c.zbb", b"1234")]);
    let mut loaded =
        load(folder.path(), Limits { file_bytes: 8, plan_bytes: 15, ..Limits::default() }).expect("a plan");
    insta::assert_snapshot!(findings(&mut loaded), @r"
    a.zbb:1:1: error[E0005]: `a.zbb` has 1 MB; a plan file has at most 1 MB (split the file, or move data such as actuals to CSV)
    c.zbb:1:1: error[E0005]: with `c.zbb` the plan has more than 1 MB (name the folder of one plan only)
    ");
}

/// A plan is refused by what it needs, not by its bytes alone: of the densest texts a few megabytes fill the memory.
#[test]
fn a_plan_that_needs_more_than_memory_holds_is_refused_by_name() {
    let dense = "a:1\n".repeat(1_200);
    let prose = "# As people write it, with a word or two about each line.\n".repeat(80);
    let folder = folder(&[("a.zbb", prose.as_bytes()), ("b.zbb", dense.as_bytes()), ("c.zbb", dense.as_bytes())]);
    let limits = Limits { memory: 1_000_000, ..Limits::default() };
    let mut loaded = load(folder.path(), limits).expect("a plan");
    insta::assert_snapshot!(findings(&mut loaded), @r"
    c.zbb:1:1: error[E0005]: with `c.zbb` the plan needs more than 1 MB of memory (name the folder of one plan only, or move data such as actuals to CSV)
    ");
    let lengths: Vec<usize> = loaded.sources.files().map(|(_, file)| file.text().len()).collect();
    assert_eq!(lengths, [prose.len(), dense.len(), 0]);
}

/// What fits to be checked may still be too much to be shown.
#[test]
fn what_a_report_shows_of_a_plan_counts_where_it_is_shown() {
    let packages = "package p {\n  level x { cost salaries: 10 USD }\n}\n".repeat(200);
    let folder = folder(&[("a.zbb", packages.as_bytes()), ("b.zbb", packages.as_bytes())]);
    let limits = Limits { memory: 1_700_000, ..Limits::default() };
    assert!(!load(folder.path(), limits).expect("a plan").diagnostics.has_errors());
    let mut loaded = load(folder.path(), Limits { shown: 2_000, ..limits }).expect("a plan");
    insta::assert_snapshot!(findings(&mut loaded), @r"
    b.zbb:1:1: error[E0005]: with `b.zbb` the plan needs more than 2 MB of memory (name the folder of one plan only, or move data such as actuals to CSV)
    ");
}

#[test]
fn paths_that_lead_to_no_plan_are_refused() {
    let folder = folder(&[("crm.zbb", b""), ("plans/aurora/notes.md", b""), ("plans/hidden/.x.zbb", b"")]);
    let refused = |path: &str| {
        let error = load(&folder.path().join(path), Limits::default()).expect_err("no plan");
        let message = format!("{error}\n  {}", error.help().unwrap_or_default());
        message.replace(&format!("{}/", folder.path().display()), "")
    };
    insta::assert_snapshot!(
        ["cmr.zbb", "plan", "nothing", "crm.zbb/x", "plans/aurora", "plans/hidden"].map(refused).join("\n"), @r"
    there is no `cmr.zbb`
      did you mean `crm.zbb`?
    there is no `plan`
      did you mean `plans`?
    there is no `nothing`
      
    there is no `crm.zbb/x`
      
    there is no `.zbb` file in `plans/aurora`
      `zbb init` starts a plan; a plan is a folder with `.zbb` files
    there is no `.zbb` file in `plans/hidden`
      there are `.zbb` files, but git ignores them or they are hidden
    ");
}

#[cfg(unix)]
mod unix {
    use super::{findings, folder, fs, load, paths, read, write_atomically};
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use zbb::files::sources::{CannotRead, Limits};

    #[test]
    fn links_count_once_and_only_within_the_folder() {
        let outside = folder(&[("secret.zbb", b"role x"), ("more/y.zbb", b"")]);
        let folder = folder(&[("a.zbb", b"# a"), ("data/plan.txt", b"# linked")]);
        let link = |target: &Path, name: &str| symlink(target, folder.path().join(name)).expect("a link");
        link(Path::new("a.zbb"), "again.zbb");
        link(Path::new("data/plan.txt"), "linked.zbb");
        link(Path::new("data/plan.txt"), "twice.zbb");
        link(&outside.path().join("secret.zbb"), "outside.zbb");
        link(&outside.path().join("more"), "more");
        link(Path::new("."), "round");
        link(Path::new("gone"), "gone.zbb");
        let mut loaded = read(folder.path());
        assert_eq!(paths(&loaded), ["a.zbb", "gone.zbb", "linked.zbb"]);
        insta::assert_snapshot!(findings(&mut loaded), @"gone.zbb:1:1: error[E0003]: `gone.zbb` is a link that leads nowhere (mend the link or remove it)");
    }

    #[test]
    fn sockets_and_devices_are_no_plan_files() {
        let folder = folder(&[("a.zbb", b"")]);
        let _socket = UnixListener::bind(folder.path().join("b.zbb")).expect("a socket");
        let mut loaded = read(folder.path());
        insta::assert_snapshot!(findings(&mut loaded), @"b.zbb:1:1: error[E0003]: `b.zbb` is a socket, not a file with text (put a file with text there, or give it a name that does not end in `.zbb`)");
        let device = load(Path::new("/dev/null"), Limits::default());
        assert!(matches!(device, Err(CannotRead::NotAFile { what: "a device", .. })));
    }

    #[test]
    fn hostile_names_are_made_visible() {
        let folder = folder(&[("a\n\u{1b}[2J\u{202e}.zbb", b"")]);
        fs::write(folder.path().join(OsStr::from_bytes(b"b\xff.zbb")), b"\xff").expect("a file");
        let mut loaded = read(folder.path());
        assert_eq!(paths(&loaded), ["a␊␛[2J⟨U+202E⟩.zbb", "b⟨FF⟩.zbb"]);
        assert!(findings(&mut loaded).starts_with("b⟨FF⟩.zbb:1:1: error[E0001]: `b⟨FF⟩.zbb` is not"));
    }

    #[test]
    fn writing_keeps_modes_and_links() {
        let folder = folder(&[("a.zbb", b"old")]);
        let path = folder.path().join("a.zbb");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        symlink("a.zbb", folder.path().join("link.zbb")).expect("a link");
        write_atomically(&folder.path().join("link.zbb"), "new").expect("it is written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(folder.path().join("link.zbb")).expect("a link").is_symlink());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left behind");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("a mode");
        assert!(write_atomically(&path, "newer").is_err(), "what is read-only is not written");
    }

    /// Only root may give files away: elsewhere there is nothing to see.
    #[test]
    fn writing_keeps_owners() {
        let folder = folder(&[("a.zbb", b"old")]);
        let path = folder.path().join("a.zbb");
        if chown(&path, Some(4321), Some(8765)).is_err() {
            return;
        }
        write_atomically(&path, "new").expect("it is written");
        let written = fs::metadata(&path).expect("a file");
        assert_eq!((written.uid(), written.gid()), (4321, 8765));
    }
}

#[test]
fn a_new_file_can_be_written() {
    let folder = folder(&[]);
    write_atomically(&folder.path().join("new.zbb"), "text").expect("it is written");
    assert_eq!(fs::read_to_string(folder.path().join("new.zbb")).expect("a file"), "text");
    assert!(write_atomically(&folder.path().join("no/new.zbb"), "text").is_err());
}

#[test]
fn an_empty_folder_is_no_plan() {
    let folder = folder(&[]);
    assert!(matches!(load(folder.path(), Limits::default()), Err(CannotRead::NoPlan { .. })));
}
