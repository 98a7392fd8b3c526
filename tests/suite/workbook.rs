//! The workbook of a plan: the same bytes twice, texts that are never formulas, and totals that LibreOffice works out to the
//! same cent, before and after a reader changes something.
#![allow(clippy::float_arithmetic, reason = "cells of a workbook are binary numbers")]

use crate::cli::zbb;
use crate::skipped::skipped;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).display().to_string()
}

fn workbook(plan: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.xlsx");
    let run = zbb(&["plan", plan, "--format", "xlsx", "--out", &file.display().to_string(), "--today", "2027-01-15"]);
    assert!(run.output.is_empty(), "{}", run.output);
    fs::read(&file).unwrap_or_else(|_| panic!("{plan}: {}", run.notes))
}

/// The parts of a workbook by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        parts.insert(part.name().expect("a name").into_owned(), text);
    }
    parts
}

fn packed(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("its text");
    }
    archive.finish().expect("an archive").into_inner()
}

/// What stands in a sheet, by row and column from nought.
type Cells = BTreeMap<(u32, u32), Data>;

fn cells(bytes: &[u8], sheet: &str) -> Cells {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let range = workbook.worksheet_range(sheet).expect("a sheet");
    let start = range.start().unwrap_or_default();
    let cell = |(row, column, data): (usize, usize, &Data)| {
        let at = (start.0 + u32::try_from(row).expect("a row"), start.1 + u32::try_from(column).expect("a column"));
        (at, data.clone())
    };
    range.used_cells().map(cell).collect()
}

fn number(cells: &Cells, at: (u32, u32)) -> f64 {
    match cells.get(&at) {
        Some(Data::Float(number)) => *number,
        #[allow(clippy::cast_precision_loss, reason = "counts are small")]
        Some(Data::Int(number)) => *number as f64,
        other => panic!("no number at {at:?}: {other:?}"),
    }
}

/// The place of a text in the first column.
fn row_of(cells: &Cells, words: &str) -> u32 {
    let found =
        cells.iter().find(|((_, column), data)| *column == 0 && matches!(data, Data::String(text) if text == words));
    found.unwrap_or_else(|| panic!("no row {words}")).0.0
}

#[expect(clippy::cast_possible_truncation, reason = "amounts of plans are far smaller")]
fn cents(number: f64) -> i64 {
    (number * 100.0).round() as i64
}

/// LibreOffice, if it is at hand; said loudly if it is not.
fn libreoffice() -> Option<PathBuf> {
    let found = std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join("soffice"))
        .find(|file| file.exists());
    if found.is_none() {
        skipped("no `soffice` on the path, so nothing works the workbook out a second time");
    }
    found
}

/// Works a workbook out anew. Without the setting LibreOffice would read back what zbb stored.
fn recalculated(soffice: &Path, bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let user = folder.path().join("profile/user");
    fs::create_dir_all(&user).expect("a profile");
    let setting = "<?xml version=\"1.0\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\"><item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item></oor:items>";
    fs::write(user.join("registrymodifications.xcu"), setting).expect("a setting");
    let file = folder.path().join("plan.xlsx");
    fs::write(&file, bytes).expect("a file");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let out = folder.path().join("out");
    let run = Command::new(soffice)
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .arg(&file)
        .output()
        .expect("LibreOffice runs");
    fs::read(out.join("plan.xlsx")).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)))
}

/// The workbook with every stored result of a formula made nought.
fn without_results(bytes: &[u8]) -> BTreeMap<String, String> {
    let result = regex::Regex::new(r"(</f>)<v>[^<]*</v>").expect("a pattern");
    let mut parts = parts(bytes);
    for (name, text) in &mut parts {
        if name.starts_with("xl/worksheets/") {
            *text = result.replace_all(text, "$1<v>0</v>").into_owned();
        }
    }
    parts
}

const SHEETS: [&str; 6] = ["Summary", "Ranking", "Cost by month", "Packages", "KPIs", "Today"];

#[test]
fn every_example_gives_a_workbook_and_the_same_twice() {
    for name in [
        "aurora",
        "hotline",
        "city_lists/poland_lodz_2020_baluty-zachodnie",
        "benchmarking",
        "moments_of_truth",
        "post_purchase_support",
        "advocacy",
    ] {
        let first = workbook(&example(name));
        assert!(first == workbook(&example(name)), "{name}");
        for sheet in SHEETS {
            let cells = cells(&first, sheet);
            assert!(!cells.values().any(|data| matches!(data, Data::Error(_))), "{name}: {sheet}");
        }
    }
}

#[test]
fn libreoffice_works_out_the_same_and_follows_what_is_changed() {
    let Some(soffice) = libreoffice() else { return };
    let bytes = workbook(&example("post_purchase_support"));
    let own: BTreeMap<&str, Cells> = SHEETS.into_iter().map(|sheet| (sheet, cells(&bytes, sheet))).collect();
    let emptied = without_results(&bytes);
    let anew = recalculated(&soffice, &packed(&emptied));
    for sheet in SHEETS {
        let anew = cells(&anew, sheet);
        for (at, data) in &own[sheet] {
            match data {
                Data::Float(number) => {
                    let other = self::number(&anew, *at);
                    assert!((number - other).abs() < 0.004, "{sheet} {at:?}: {number}, and {other} anew");
                }
                Data::String(text) if !text.is_empty() => assert_eq!(anew.get(at), Some(data), "{sheet} {at:?}"),
                _ => {}
            }
        }
        assert!(!anew.values().any(|data| matches!(data, Data::Error(_))), "{sheet}: {anew:?}");
    }

    // A reader gives money down to the first rank, takes a level in by hand, and raises a month by 1,000.25.
    let summary = &own["Summary"];
    let line = row_of(summary, "Give money down to rank");
    let months = &own["Cost by month"];
    let (&(row, column), _) = months
        .iter()
        .find(|((row, column), data)| *row == 4 && *column > 2 && matches!(data, Data::Float(_)))
        .expect("an amount");
    let raised = number(months, (row, column)) + 1_000.25;
    let mut changed = emptied;
    set(&mut changed, "xl/worksheets/sheet1.xml", (line, 1), 1.0);
    set(&mut changed, "xl/worksheets/sheet2.xml", (6, 9), 1.0);
    set(&mut changed, "xl/worksheets/sheet3.xml", (row, column), raised);
    let anew = recalculated(&soffice, &packed(&changed));
    let (summary, ranking) = (cells(&anew, "Summary"), cells(&anew, "Ranking"));
    let costs = [number(&own["Ranking"], (4, 7)) + 1_000.25, number(&own["Ranking"], (6, 7))];
    let all = row_of(&summary, "All");
    assert_eq!(cents(number(&summary, (all, 3))), cents(costs[0] + costs[1]), "{costs:?}");
    let last = ranking.keys().filter(|(_, column)| *column == 12).max().expect("a row");
    assert_eq!(cents(number(&ranking, *last)), cents(costs[0] + costs[1]));
    let counted: f64 = (4..=last.0).map(|row| number(&ranking, (row, 10))).sum();
    assert_eq!(cents(counted), 200, "two levels count");
    let by_department: f64 = (row_of(&summary, "Department") + 1..)
        .map_while(|row| match summary.get(&(row, 2)) {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        })
        .sum();
    assert_eq!(cents(by_department), cents(costs[0] + costs[1]));
}

/// Writes a number into a cell that is there.
fn set(parts: &mut BTreeMap<String, String>, part: &str, (row, column): (u32, u32), value: f64) {
    let address = format!("{}{}", zbb::sheet::column_letters(usize::try_from(column).expect("a column")), row + 1);
    let pattern = format!(r#"<c r="{address}"( s="\d+")?(?:/>|><v>[^<]*</v></c>)"#);
    let cell = regex::Regex::new(&pattern).expect("a pattern");
    let text = parts.get_mut(part).expect("a part");
    assert!(cell.is_match(text), "{address} of {part}");
    *text = cell.replace(text, format!("<c r=\"{address}\"$1><v>{value}</v></c>")).into_owned();
}

#[test]
fn a_text_of_a_plan_is_never_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(Path::new(&example("aurora")).join("aurora.zbb")).expect("aurora");
    let text = text.replacen("\"Answer the first message within the hour\"", "\"=1+1\\u{202E}\"", 1);
    assert!(text.contains("=1+1"));
    fs::write(folder.path().join("plan.zbb"), text).expect("a plan");
    let bytes = workbook(&folder.path().display().to_string());
    let formulas: String = parts(&bytes)
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(!formulas.contains("<f>1+1"));
    let cells = cells(&bytes, "Ranking");
    assert!(cells.values().any(|data| matches!(data, Data::String(text) if text == "=1+1⟨U+202E⟩")), "{cells:?}");
}

/// The year's course stands on a sheet of its own, and only where somebody asked for it.
#[test]
fn a_workbook_takes_the_course_of_the_year_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = example("moments_of_truth");
    let file = folder.path().join("year.xlsx").display().to_string();
    for arguments in [
        &["plan", &plan, "--track", "--format", "xlsx", "--out", &file][..],
        &["report", &plan, "--track", "--format", "xlsx", "--out", &file][..],
    ] {
        assert_eq!(zbb(arguments).code, Some(0), "{arguments:?}");
        let course = cells(&fs::read(&file).expect("a workbook"), "Course");
        let cost = row_of(&course, "cost");
        let row: Vec<i64> = (1..8)
            .filter_map(|column| match course.get(&(cost, column)) {
                Some(Data::Float(number)) => Some(cents(*number)),
                _ => None,
            })
            .collect();
        assert_eq!(row, [98_384_667, 100_110_336, -1_725_669, 187_911_467, 189_037_136, -1_125_669]);
        assert!(
            course.values().any(|cell| matches!(cell, Data::String(words) if words == "2026-12")),
            "the closed month"
        );
    }
    assert!(!parts(&workbook(&plan))["xl/workbook.xml"].contains("Course"));
}

/// A format with room for one table gives the course by package, which comes to what `zbb track` says.
#[test]
fn csv_with_the_course_of_the_year_is_the_course_by_package() {
    let plan = example("moments_of_truth");
    let text = zbb(&["plan", &plan, "--track", "--format", "csv"]).output;
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headers = rows.headers().expect("headers").clone();
    assert_eq!(
        headers.iter().collect::<Vec<_>>(),
        [
            "package",
            "original_budget",
            "budget",
            "budget_to_date",
            "actual",
            "variance",
            "utilisation",
            "committed",
            "estimate",
            "variance_at_completion"
        ]
    );
    let place = headers.iter().position(|key| key == "actual").expect("a column");
    let actual: f64 = rows.records().map(|row| row.expect("a row")[place].parse::<f64>().expect("a number")).sum();
    assert_eq!(cents(actual), 100_110_336 + 3_835_000, "cost and investment");
}

#[test]
fn a_report_never_takes_the_place_of_a_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("plan.zbb");
    let text = fs::read(Path::new(&example("hotline")).join("plan.zbb")).expect("an example");
    fs::write(&plan, &text).expect("space");
    let at = plan.display().to_string();
    let kept = folder.path().join("plan.lock").display().to_string();
    for (arguments, out) in [
        (["plan", &at, "--format", "json"], &at),
        (["report", &at, "--format", "html"], &at),
        (["report", &at, "--today", "2027-01-15"], &folder.path().join("site.ZBB").display().to_string()),
        (["plan", &at, "--format", "markdown"], &kept),
    ] {
        let run = zbb(&[&arguments[..], &["--out", out]].concat());
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.notes);
        assert!(run.notes.contains("has the name of a file of a plan"), "{}", run.notes);
    }
    assert_eq!(fs::read(&plan).expect("the plan"), text);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_report_never_takes_the_place_of_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let out = pipe.display().to_string();
    let run = zbb(&["plan", &example("aurora"), "--format", "json", "--today", "2027-01-15", "--out", &out]);
    assert!(run.code == Some(2) && run.notes.contains("no file"), "{}", run.notes);
    assert!(fs::symlink_metadata(&pipe).expect("the pipe").file_type().is_fifo());
}

#[test]
fn a_workbook_goes_to_a_file_only() {
    let run = zbb(&["plan", &example("aurora"), "--format", "xlsx"]);
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    assert!(run.notes.contains("--out"), "{}", run.notes);
}
