//! Real data: the adopted budget and the actual spending of the City of Philadelphia, fiscal years 2006 to 2021, by the
//! command that `examples/philadelphia` documents.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Budget and actual of a department, in cents.
type Totals = BTreeMap<String, [i64; 2]>;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/philadelphia")
}

fn cents(amount: &str) -> i64 {
    let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    format!("{whole}{decimals:0<2}").parse().unwrap_or_else(|_| panic!("{amount} is an amount"))
}

/// What the files themselves say in their column of totals, by the name that the command gives a department.
fn expected(year: &str) -> Totals {
    let mut totals = Totals::new();
    for (place, file) in
        ["budgeted-department-spending-adopted.csv", "actual-department-spending.csv"].iter().enumerate()
    {
        let mut rows = csv::Reader::from_path(example().join("data").join(file)).expect("the data");
        let headings = rows.headers().expect("a header").clone();
        let column = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
        let (of_year, total, code) = (column("fiscal_year"), column("total"), column("dept_code"));
        for row in rows.records().map(|row| row.expect("a row")).filter(|row| &row[of_year] == year) {
            let code = row[code].to_lowercase();
            let parts: Vec<&str> =
                code.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
            totals.entry(format!("dept_{}", parts.join("_"))).or_default()[place] += cents(&row[total]);
        }
    }
    totals
}

#[test]
fn departments_total_what_the_citys_files_say() {
    for year in ["2006", "2010", "2015", "2021"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut make = Command::new("python3");
        make.arg(example().join("make.py")).arg(example().join("data")).arg(year).arg(folder.path());
        assert!(make.status().expect("python3 runs").success(), "{year}");
        let output =
            Command::new(env!("CARGO_BIN_EXE_zbb")).args(["track", "--format", "csv"]).arg(folder.path()).output();
        let output = output.expect("zbb runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let mut rows = csv::Reader::from_reader(output.stdout.as_slice());
        let headings = rows.headers().expect("a header").clone();
        let column = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
        let (package, budget, actual) = (column("package"), column("budget"), column("actual"));
        let mut totals = Totals::new();
        for row in rows.records().map(|row| row.expect("a row")) {
            let sums = totals.entry(row[package].to_owned()).or_default();
            sums[0] += cents(&row[budget]);
            sums[1] += cents(&row[actual]);
        }
        assert_eq!(totals, expected(year), "{year}");
        assert!(fs::metadata(folder.path().join("ledger.csv")).is_ok());
    }
}
