//! How long `zbb track` takes for ten million rows of a ledger and how much memory, beside a plain read of the same file with
//! `csv` and, where Python has it, the same sums by DuckDB: in one run, one after the other, the best of three.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// So many rows; `cargo bench --bench ledger -- --rows 100000` takes fewer.
const ROWS: u64 = 10_000_000;
/// So many packages share them.
const PACKAGES: u64 = 40;
/// The best of so many runs counts.
const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let said = arguments.iter().position(|argument| argument == "--rows").and_then(|place| arguments.get(place + 1));
    let rows = said.and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.zbb"), plan()).expect("a plan");
    let ledger = folder.path().join("ledger.csv");
    write_ledger(&ledger, rows).expect("a ledger");
    let megabytes = fs::metadata(&ledger).map_or(0, |metadata| metadata.len() >> 20);
    println!("{rows} rows, {megabytes} MB, best of {RUNS}");

    let plain = best(|| plain_read(&ledger, rows));
    println!("plain read with `csv`     {plain:>9.2?}");
    let mut memory = 0;
    let track = best(|| memory = memory.max(tracked(folder.path())));
    let percent = track.as_millis() * 100 / plain.as_millis().max(1);
    println!("zbb track                 {track:>9.2?}  {percent} % of the plain read, {} MB at most", memory >> 10);
    match duckdb(&ledger) {
        Ok(sums) => {
            let percent = sums.as_millis() * 100 / plain.as_millis().max(1);
            println!("sums by DuckDB            {sums:>9.2?}  {percent} % of the plain read");
        }
        Err(why) => println!("sums by DuckDB            not measured: {why}"),
    }
}

fn best(mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

/// As few words as a plan with actuals has, and `PACKAGES` packages.
fn plan() -> String {
    let mut plan = String::from(
        "plan p { currency: USD, calendar: 2027-01 .. 2027-12 }\nrole r\ndepartment d { owner: r }\n\
         category c0 { owner: r }\ncategory c1 { owner: r }\n\
         kpi k { unit: number, baseline: 1, target: 90 by 2027-12, source: \"Count\" }\n\
         criterion i { weight: 100%, measured_by: [k] }\nfunding { budget: 900M USD, policy: skip, rank: score }\n\
         actuals books {\n  from: \"ledger.csv\"\n  date: \"Date\"\n  amount: \"Amount\"\n  package: \"Object\"\n  \
         category: \"Account\"\n  map category \"61*\": c0\n  map category \"62*\": c1\n}\n",
    );
    for number in 0..PACKAGES {
        let _ = write!(
            plan,
            "package a{number} {{\n  department: d\n  owner: r\n  justification: \"Why {number}.\"\n  consequence: \"Else.\"\n  \
             level x {{\n    cost c0: 120k USD from 2027-01 to 2027-12\n    cost c1: 60k USD from 2027-01 to 2027-12\n    \
             effect k: +1 because \"Trial\"\n  }}\n}}\n"
        );
    }
    plan
}

/// Rows in order of month, all different.
fn write_ledger(path: &Path, rows: u64) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "Date,Document,Object,Account,Amount,Text")?;
    for row in 0..rows {
        let (month, day) = (row * 12 / rows + 1, row % 28 + 1);
        let (object, account, text) = (row * 7 % PACKAGES, 61 + row % 2, row % 1_000);
        let (whole, cents) = (row * 7_919 % 90_000 / 100, row * 7_919 % 100);
        writeln!(
            file,
            "2027-{month:02}-{day:02},B{row},a{object},{account}00{},{whole}.{cents:02},Invoice {text}",
            row % 10
        )?;
    }
    file.flush()
}

fn plain_read(path: &Path, rows: u64) {
    let mut reader = csv::Reader::from_path(path).expect("a file");
    let mut record = csv::ByteRecord::new();
    let mut count = 0;
    while reader.read_byte_record(&mut record).expect("rows") {
        count += 1;
    }
    assert_eq!(count, rows, "every row is read");
}

/// Runs the command, and gives the most memory it had, in kB, as far as the system says so.
fn tracked(plan: &Path) -> usize {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zbb"))
        .args(["track", "--format", "csv"])
        .arg(plan)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("zbb runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(code) = child.try_wait().expect("zbb ends") {
            assert!(code.success(), "zbb track: {code}");
            return peak;
        }
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The sums that `zbb sql` asks a warehouse for, by month and words; else why there are none.
fn duckdb(ledger: &Path) -> Result<Duration, String> {
    let query = format!(
        "SELECT month(\"Date\"), \"Object\", substr(\"Account\", 1, 2), sum(CAST(\"Amount\" AS DECIMAL(38,6))), count(*) \
         FROM read_csv('{}', types={{'Account': 'VARCHAR'}}) GROUP BY ALL",
        ledger.display()
    );
    // Its bar of progress would stand before the seconds, on standard output.
    let script = format!(
        "import duckdb, time\nduckdb.sql('SET enable_progress_bar = false')\nstart = time.time()\n\
         duckdb.sql(\"\"\"{query}\"\"\").fetchall()\nprint(time.time() - start)"
    );
    let run = || {
        let output = Command::new("python3").args(["-c", &script]).output().map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if !output.status.success() {
            return Err(text(&output.stderr).lines().last().unwrap_or("it ends with an error").to_owned());
        }
        let printed = text(&output.stdout);
        let seconds: f64 = printed.parse().map_err(|_| format!("it printed `{printed}` in place of seconds"))?;
        Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
    };
    let runs: Result<Vec<Duration>, String> = (0..RUNS).map(|_| run()).collect();
    runs.map(|runs| runs.into_iter().min().unwrap_or_default())
}
