//! What a plan's files were at a revision.

use super::{Repo, findings, shown, texts, told};
use zbb::compile::{Options, compile};
use zbb::diagnostic::short;
use zbb::files::sources::{Limits, load};

#[test]
fn a_revision_has_the_files_of_its_time() {
    let repo = Repo::with(&[("plans/aurora/a.zbb", "# one\n"), ("plans/aurora/b/c.zbb", "# c\n"), ("other.zbb", "")]);
    repo.commit(&[("plans/aurora/a.zbb", "# two\n"), ("plans/aurora/d.zbb", "# d\n")]);
    repo.write("plans/aurora/a.zbb", b"# not committed\n");
    let first = repo.load("plans/aurora", "HEAD~1").expect("a plan");
    assert_eq!(shown(&first), ["HEAD~1:plans/aurora/a.zbb", "HEAD~1:plans/aurora/b/c.zbb"]);
    assert_eq!(texts(&first), ["# one\n", "# c\n"]);
    let second = repo.load("plans/aurora", "main").expect("a plan");
    assert_eq!(texts(&second), ["# two\n", "# c\n", "# d\n"]);
    assert_eq!(shown(&repo.load("", "main").expect("a plan")).first().map(String::as_str), Some("main:other.zbb"));
}

#[test]
fn a_plan_is_the_same_files_in_the_same_order_as_in_its_folder() {
    let repo = Repo::with(&[
        ("plan/z.zbb", "# z"),
        ("plan/a/b.zbb", "# b"),
        ("plan/a.zbb", "# a"),
        ("plan/a-c.zbb", "# ac"),
        ("plan/ä.zbb", "# ä"),
        ("plan/folder.zbb/inner.zbb", "# inner"),
        ("plan/notes.md", ""),
        ("plan/.hidden/x.zbb", "no"),
        ("plan/.lock.zbb", "no"),
        ("beside.zbb", "no"),
    ]);
    let here = load(&repo.path().join("plan"), Limits::default()).expect("a plan");
    let there = repo.load("plan", "HEAD").expect("a plan");
    let paths = |loaded: &zbb::files::sources::Loaded| -> Vec<String> {
        loaded.sources.files().map(|(_, file)| file.path().to_owned()).collect()
    };
    assert_eq!(paths(&there), paths(&here));
    assert_eq!(texts(&there), texts(&here));
    assert_eq!(paths(&there).len(), 6);
}

#[test]
fn what_git_ignores_is_no_part_of_a_plan_then_as_now() {
    let repo = Repo::new();
    for path in ["a", "old", "draft1", "keep/draft2", "sub/y", "sub/deep/y", "sub/deep/z", "gone/b"] {
        repo.write(&format!("plan/{path}.zbb"), path.as_bytes());
    }
    repo.write(".gitignore", b"draft*\n/plan/old.zbb\ngone/\n");
    repo.write("plan/sub/.gitignore", b"/y.zbb\ndeep/*\n!deep/z.zbb\n");
    repo.write("plan/keep/.gitignore", b"!draft2.zbb\n");
    repo.git(&["add", "--force", "."]);
    repo.git(&["commit", "--quiet", "--message=all of it"]);
    let here = load(&repo.path().join("plan"), Limits::default()).expect("a plan");
    let there = repo.load("plan", "HEAD").expect("a plan");
    assert_eq!(texts(&there), ["a", "keep/draft2", "sub/deep/z"]);
    assert_eq!(texts(&there), texts(&here));
}

#[test]
fn a_single_file_may_be_named() {
    let repo = Repo::with(&[("plans/a.zbb", "# a"), ("plans/b.zbb", "# b")]);
    let loaded = repo.load("plans/b.zbb", "main").expect("a plan");
    assert_eq!((shown(&loaded), texts(&loaded)), (vec!["main:plans/b.zbb".to_owned()], vec!["# b"]));
}

#[test]
fn a_plan_that_is_gone_is_still_in_the_history() {
    let repo = Repo::with(&[("plans/old/a.zbb", "# a"), ("keep", "")]);
    repo.git(&["rm", "--quiet", "-r", "plans"]);
    repo.commit(&[]);
    assert_eq!(shown(&repo.load("plans/old", "HEAD~1").expect("a plan")), ["HEAD~1:plans/old/a.zbb"]);
    assert_eq!(told(repo.load("plans/old", "HEAD")), "`HEAD` has no `plans/old`\n  ");
}

#[test]
fn paths_that_lead_to_no_plan_are_refused() {
    let repo = Repo::with(&[("aurora/a.zbb", ""), ("docs/notes.md", ""), ("sub/deep/b.zbb", "")]);
    let refused = ["auror", "docs", "sub/deeep", "aurora/b.zbb", "aurora/a.zbb/c", "../x"].map(|path| {
        match zbb::files::git::Repository::around(&repo.path().join(path)) {
            Ok(plan) => told(plan.load(&super::resolved(&plan, "main"), Limits::default())),
            Err(trouble) => trouble.message.replace(&repo.path().display().to_string(), "…"),
        }
    });
    insta::assert_snapshot!(refused.join("\n"), @r"
    `main` has no `auror`
      it has `aurora`: did you mean that?
    `main` has no `.zbb` file in `docs`
      a plan is a folder with `.zbb` files; name its path
    `main` has no `sub/deeep`
      it has `sub/deep`: did you mean that?
    `main` has no `aurora/b.zbb`
      it has `aurora/a.zbb`: did you mean that?
    `main` has no `aurora/a.zbb/c`
      
    `…/../x` is in no git repository
    ");
}

#[test]
fn findings_in_a_revision_say_so() {
    let repo = Repo::with(&[("plan.zbb", "plan a { currency: EUR, calendar: 2027-01 .. 2027-12 }\nrole lead {\n")]);
    let loaded = repo.load("", "HEAD").expect("a plan");
    let findings = compile(&loaded.sources, Options::default()).diagnostics;
    assert!(short(findings.items(), &loaded.sources).starts_with("HEAD:plan.zbb:2:"), "{findings:?}");
}

#[test]
fn what_is_no_text_is_named_and_the_others_read() {
    let repo = Repo::new();
    repo.write("a.zbb", b"# fine");
    repo.write("b.zbb", b"role x\n# caf\xe9\n");
    repo.write("c.zbb", b"\xff\xfep\0l\0");
    repo.write("d.zbb", b"\xef\xbb\xbf# marked\r\n");
    repo.commit(&[]);
    let loaded = repo.load("", "main").expect("a plan");
    insta::assert_snapshot!(findings(&loaded), @r"
    main:b.zbb:2:6: error[E0001]: `b.zbb` is not UTF-8 text at byte 12 (line 2) (save the file with the encoding UTF-8 (it may be in an older one, such as Windows-1252))
    main:c.zbb:1:1: error[E0001]: `c.zbb` is saved as UTF-16, not as UTF-8 (save it again with the encoding UTF-8 (in Notepad: Save as, Encoding, UTF-8))
    ");
    assert_eq!(texts(&loaded), ["# fine", "role x\n# caf\u{fffd}\n", "", "\u{feff}# marked\r\n"]);
    let writable = loaded.sources.files().filter(|(id, _)| loaded.path_to_write(*id).is_some());
    assert_eq!(writable.count(), 0, "the past is not written");
}

#[test]
fn large_files_and_plans_are_refused() {
    let repo = Repo::with(&[("a.zbb", "123456789"), ("b.zbb", "1234"), ("c.zbb", "1234")]);
    let plan = repo.plan("");
    let limits = Limits { file_bytes: 8, plan_bytes: 7, ..Limits::default() };
    let loaded = plan.load(&super::resolved(&plan, "main"), limits).expect("a plan");
    insta::assert_snapshot!(findings(&loaded), @r"
    main:a.zbb:1:1: error[E0005]: `a.zbb` has 1 MB; a plan file has at most 1 MB (split the file, or move data such as actuals to CSV)
    main:c.zbb:1:1: error[E0005]: with `c.zbb` the plan has more than 1 MB (name the folder of one plan only)
    ");
    assert_eq!(texts(&loaded), ["", "1234", ""]);
}

#[test]
fn a_file_beside_the_plan_can_be_read() {
    let repo = Repo::with(&[("p/a.zbb", ""), ("p/plan.lock", "zbb plan file 1\n"), ("plan.lock", "other")]);
    repo.write("p/broken.lock", b"\xff\xff\xff");
    repo.commit(&[("p/plan.lock", "zbb plan file 2\n")]);
    let read = |path: &str, revision: &str, name: &str| {
        let plan = repo.plan(path);
        plan.read_beside(&super::resolved(&plan, revision), name, Limits::default())
    };
    assert_eq!(read("p", "HEAD~1", "plan.lock").expect("text").as_deref(), Some("zbb plan file 1\n"));
    assert_eq!(read("p", "HEAD", "plan.lock").expect("text").as_deref(), Some("zbb plan file 2\n"));
    assert_eq!(read("p/a.zbb", "HEAD", "plan.lock").expect("text").as_deref(), Some("zbb plan file 2\n"));
    assert_eq!(read("", "HEAD", "plan.lock").expect("text").as_deref(), Some("other"));
    assert_eq!(read("p", "HEAD", "nothing").expect("text"), None);
    insta::assert_snapshot!(told(read("p", "HEAD", "broken.lock")), @r"
    `HEAD:p/broken.lock` is not UTF-8 text at byte 0 (line 1) and in 2 more places
      save the file with the encoding UTF-8 (it may be in an older one, such as Windows-1252)
    ");
}

#[test]
fn a_bare_repository_has_revisions_too() {
    let repo = Repo::with(&[("plans/a.zbb", "# a"), ("b.zbb", "# b")]);
    let bare = tempfile::tempdir().expect("a folder");
    repo.git(&["clone", "--quiet", "--bare", ".", &bare.path().display().to_string()]);
    for (path, expected) in [("", "main:b.zbb"), ("plans", "main:plans/a.zbb")] {
        let plan = zbb::files::git::Repository::around(&bare.path().join(path)).expect("a repository");
        let loaded = plan.load(&super::resolved(&plan, "main"), Limits::default()).expect("a plan");
        assert_eq!(shown(&loaded).first().map(String::as_str), Some(expected));
        assert!(plan.root().is_err());
    }
}

#[test]
fn submodules_are_passed_over() {
    let inner = Repo::with(&[("x.zbb", "# x")]);
    let repo = Repo::with(&[("a.zbb", "# a")]);
    repo.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        &inner.path().display().to_string(),
        "inner",
    ]);
    repo.commit(&[]);
    assert_eq!(shown(&repo.load("", "HEAD").expect("a plan")), ["HEAD:a.zbb"]);
    assert_eq!(shown(&repo.load("inner", "HEAD").expect("a plan")), ["HEAD:x.zbb"]);
}

#[test]
fn many_files_are_one_question() {
    let repo = Repo::new();
    let line = format!("# {}\n", "x".repeat(100));
    for index in 0..2_000 {
        repo.write(&format!("part{}/f{index}.zbb", index % 20), format!("# {index}\n{}", line.repeat(50)).as_bytes());
    }
    repo.commit(&[]);
    let started = std::time::Instant::now();
    let loaded = repo.load("", "HEAD").expect("a plan");
    let taken = started.elapsed();
    assert_eq!(loaded.sources.files().len(), 2_000);
    assert!(loaded.sources.total_bytes() > 10_000_000);
    assert!(taken.as_secs() < 10, "{taken:?}");
}

#[cfg(unix)]
mod unix {
    use super::{Limits, Repo, findings, load, shown, texts};
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_count_as_they_do_in_a_folder() {
        let repo = Repo::with(&[
            ("plan/a.zbb", "# a"),
            ("plan/data/plan.txt", "# linked"),
            ("plan/deep/x.zbb", "# x"),
            ("plan/.hidden/y.zbb", "# y"),
            ("other/secret.zbb", "no"),
        ]);
        for (target, link) in [
            ("a.zbb", "again.zbb"),
            ("data/plan.txt", "linked.zbb"),
            ("./data/../data/plan.txt", "twice.zbb"),
            ("../plan/.hidden/y.zbb", "back.zbb"),
            ("../../plan/data/plan.txt", "far/back.zbb"),
            ("../other/secret.zbb", "outside.zbb"),
            ("/etc/hostname", "absolute.zbb"),
            (".", "round"),
            ("deep", "way"),
            ("way/x.zbb", "through.zbb"),
            ("deep", "folder.zbb"),
            ("circle2.zbb", "circle1.zbb"),
            ("circle1.zbb", "circle2.zbb"),
            ("gone", "gone.zbb"),
        ] {
            let path = repo.path().join("plan").join(link);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            symlink(target, path).expect("a link");
        }
        repo.commit(&[]);
        let there = repo.load("plan", "HEAD").expect("a plan");
        let mut here = load(&repo.path().join("plan"), Limits::default()).expect("a plan");
        here.sources.set_base("HEAD:plan/");
        assert_eq!(shown(&there), shown(&here));
        assert_eq!(texts(&there), texts(&here));
        assert_eq!(findings(&there), findings(&here));
        assert!(texts(&there).contains(&"# linked") && findings(&there).contains("gone.zbb"));
    }

    #[test]
    fn a_link_to_a_plan_is_the_plan() {
        let repo = Repo::with(&[("plans/2027/a.zbb", "# a"), ("plans/2027/b.zbb", "# b")]);
        symlink("2027", repo.path().join("plans/current")).expect("a link");
        symlink("a.zbb", repo.path().join("plans/2027/main.zbb")).expect("a link");
        repo.commit(&[]);
        assert_eq!(texts(&repo.load("plans/current", "HEAD").expect("a plan")), ["# a", "# b"]);
        assert_eq!(texts(&repo.load("plans/2027/main.zbb", "HEAD").expect("a plan")), ["# a"]);
        repo.git(&["checkout", "--quiet", "--orphan", "empty"]);
        repo.git(&["rm", "--quiet", "-r", "-f", "."]);
        repo.commit(&[("README", "")]);
        assert_eq!(texts(&repo.load("plans/current", "main").expect("a plan")), ["# a", "# b"]);
    }

    #[test]
    fn hostile_names_are_read_and_made_visible() {
        let repo = Repo::new();
        for name in [b"a\n\x1b[2J.zbb".as_slice(), b"b\xff.zbb", b"-c.zbb", b":(glob)d.zbb", b"*.zbb"] {
            fs::write(repo.path().join(OsStr::from_bytes(name)), name).expect("a file");
        }
        repo.commit(&[]);
        let loaded = repo.load("", "HEAD").expect("a plan");
        assert_eq!(
            shown(&loaded),
            ["HEAD:*.zbb", "HEAD:-c.zbb", "HEAD::(glob)d.zbb", "HEAD:a␊␛[2J.zbb", "HEAD:b⟨FF⟩.zbb"]
        );
        assert_eq!(texts(&loaded)[..3], ["*.zbb", "-c.zbb", ":(glob)d.zbb"]);
        for name in ["-c.zbb", ":(glob)d.zbb", "*.zbb"] {
            assert_eq!(texts(&repo.load(name, "HEAD").expect("a plan")), [name]);
        }
    }
}
