//! Statistics against SciPy and pyhomogeneity on a thousand random series. Skipped, and said so, where Python has no SciPy; the
//! fixed values beside the code stand everywhere.

use crate::skipped::skipped;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use zbb::quantity::Number;
use zbb::statistics::{adjusted, change_point, slope, spearman, two_sided};

const SERIES: usize = 1_000;

/// Numbers that look random and are always the same (Knuth's 64-bit line).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

struct Asked {
    months: Vec<i32>,
    values: Vec<i64>,
    others: Vec<i64>,
    p: Vec<i64>,
}

/// Series of 8 to 40 months with gaps and ties: some rise, some change their level, some do nothing.
fn asked(random: &mut Random) -> Asked {
    let count = usize::try_from(8 + random.below(33)).unwrap();
    let (wide, rise, jump) = (1 + random.below(200), random.below(5), random.below(300));
    let (mut month, mut asked) = (24_000, Asked { months: vec![], values: vec![], others: vec![], p: vec![] });
    for place in 0..count {
        month += 1 + i32::from(random.below(6) == 0);
        let level = if place * 2 > count { jump } else { 0 };
        let value = random.below(wide) + rise * place as u64 + level;
        asked.months.push(month);
        asked.values.push(i64::try_from(value).unwrap() - 100);
        asked.others.push(i64::try_from(random.below(30) + value / 4).unwrap());
        asked.p.push(1 + i64::try_from(random.below(1_000)).unwrap());
    }
    asked
}

fn thousandths(value: i64) -> Number {
    Number::from_integer(value).divide(Number::from_integer(1_001)).unwrap()
}

#[expect(clippy::float_arithmetic, reason = "the other programs count in binary floating point")]
fn close(ours: Number, theirs: &serde_json::Value, what: &str) {
    let (ours, theirs): (f64, f64) = (ours.to_string().parse().unwrap(), theirs.as_f64().unwrap());
    let far = (ours - theirs).abs();
    assert!(far <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours} here, {theirs} there");
}

fn python() -> Option<String> {
    // A virtual environment that holds SciPy may be named by the one who runs the tests.
    let named = std::env::var("ZBB_PYTHON").into_iter().chain(["python3".to_owned()]);
    let mut has = named.filter(|python| {
        let run = Command::new(python).args(["-c", "import scipy.stats"]).stderr(Stdio::null()).status();
        run.is_ok_and(|status| status.success())
    });
    has.next()
}

#[test]
fn a_thousand_series_are_as_scipy_and_pyhomogeneity_have_them() {
    let Some(python) = python() else {
        skipped("no Python with SciPy here; nothing is compared with it (pip install scipy pyhomogeneity)");
        return;
    };
    let mut random = Random(12);
    let all: Vec<Asked> = (0..SERIES).map(|_| asked(&mut random)).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/statistics.py");
    let mut child = Command::new(&python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = String::new();
    for asked in &all {
        let p: Vec<f64> = asked.p.iter().map(|p| *p as f64 / 1_001.0).collect();
        let line =
            serde_json::json!({ "months": asked.months, "values": asked.values, "others": asked.others, "p": p });
        lines.push_str(&format!("{line}\n"));
    }
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let mut with_k = 0;
    for (asked, answer) in all.iter().zip(answers.lines()) {
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        with_k += usize::from(compared(asked, &answer));
    }
    assert_eq!(answers.lines().count(), SERIES);
    if with_k == 0 {
        skipped("no pyhomogeneity here; Pettitt's K is compared with nothing (pip install pyhomogeneity)");
    }
}

/// Compares one series; says whether Pettitt's K was there.
fn compared(asked: &Asked, answer: &serde_json::Value) -> bool {
    let values: Vec<Number> = asked.values.iter().copied().map(Number::from_integer).collect();
    let points: Vec<(i32, Number)> = asked.months.iter().copied().zip(values.iter().copied()).collect();
    let found = slope(&points).unwrap().unwrap();
    let theirs = &answer["slope"];
    for (ours, place) in [(found.slope, 0), (found.low, 1), (found.high, 2), (found.start, 3)] {
        close(ours, &theirs[place], "slope");
    }
    let others = asked.others.iter().copied().map(Number::from_integer);
    let pairs: Vec<(Number, Number)> = values.iter().copied().zip(others).collect();
    let correlation = spearman(&pairs).unwrap();
    assert_eq!(correlation.is_none(), answer["correlation"].is_null());
    if let Some(correlation) = correlation {
        close(correlation, &answer["correlation"], "Spearman");
        close(two_sided(correlation, pairs.len()).unwrap(), &answer["p"], "p");
    }
    let p: Vec<Number> = asked.p.iter().copied().map(thousandths).collect();
    for (place, ours) in adjusted(&p).unwrap().into_iter().enumerate() {
        close(ours, &answer["adjusted"][place], "false discovery");
    }
    let Some(k) = answer["k"].as_f64() else { return false };
    let ours = change_point(&values).unwrap().unwrap();
    assert_eq!(ours.k as f64, k, "{:?}", asked.values);
    true
}
