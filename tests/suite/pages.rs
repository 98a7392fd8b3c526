//! Pages in a real browser, where node, axe and Chromium are at hand: nothing that axe finds, no page wider than its window, all
//! of it there without scripts, and tables that sort, are searched and print as they should.

use crate::skipped::skipped;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where `npm install` has put axe and the driver: beside the script, or where `ZBB_PAGES` says.
fn packages() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let folders = [std::env::var_os("ZBB_PAGES").map(PathBuf::from), Some(beside)];
    let has = |folder: &PathBuf, name: &str| folder.join("node_modules").join(name).is_dir();
    folders.into_iter().flatten().find(|folder| has(folder, "axe-core") && has(folder, "playwright-core"))
}

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

fn zbb(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_zbb")).args(arguments).output().expect("zbb runs");
    // A tolerance that fails makes the command fail; the pages are written.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_browser_finds_nothing_wrong_with_pages() {
    let (Some(folder), Some(browser)) = (packages(), browser()) else {
        skipped("no browser looks at the pages: `npm install` in tests/pages, and Chromium");
        return;
    };
    let sites = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let nothing = sites.path().join("nothing.zbb");
    let hotline = std::fs::read_to_string(root.join("examples/hotline/plan.zbb")).expect("a plan");
    std::fs::write(&nothing, hotline.replace("budget: 180k EUR", "budget: 1k EUR")).expect("a plan");
    let plans = [
        ("hotline", root.join("examples/hotline"), "", &[][..]),
        ("nothing", nothing, "", &["index.html", "ranking.html", "money.html"]),
        ("city", root.join("examples/city_lists/poland_katowice_2020_giszowiec"), "", &[]),
        ("benchmarking", root.join("examples/benchmarking"), "--track", &["index.html", "year.html", "journey.html"]),
        ("lean", root.join("examples/benchmarking"), "--scenario=lean", &["index.html"]),
        ("moments", root.join("examples/moments_of_truth"), "--track", &[]),
    ];
    let mut files = Vec::new();
    for (name, plan, option, only) in plans {
        let out = sites.path().join(name);
        let mut arguments = vec!["report", plan.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
        arguments.extend((!option.is_empty()).then_some(option));
        zbb(&arguments);
        let entries = std::fs::read_dir(&out).expect("a site").map(|entry| entry.expect("an entry").path());
        let pages = entries.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
        files.extend(pages.filter(|path| only.is_empty() || only.iter().any(|name| path.ends_with(name))));
    }
    files.sort();
    // A script finds packages beside itself.
    let script = folder.join("check.mjs");
    if !script.exists() {
        std::fs::copy(root.join("tests/pages/check.mjs"), &script).expect("a copy");
    }
    let output = Command::new("node")
        .arg(script)
        .arg(browser)
        .args(&files)
        .stdin(Stdio::null())
        .output()
        .expect("node runs where the packages are installed");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.is_empty(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}
