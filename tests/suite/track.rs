//! Budgetary control: ledgers in every form, the figures of a year's course against an independent computation, and what is
//! refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use proptest::prelude::*;
use zbb::check::CheckedPlan;
use zbb::compile::{Options, compile};
use zbb::control::{Cut, Nature, Of, Track, track};
use zbb::diagnostic::{Diagnostics, short};
use zbb::evaluate::Evaluation;
use zbb::ledger::{FileTrouble, Files, Observations, close, read};
use zbb::report::{render, track_document};
use zbb::source::Sources;

/// A plan of two packages, two categories of cost and one of income, over a year.
const PLAN: &str = r#"plan shop "Shop" { currency: EUR, calendar: 2027-01 .. 2027-12 }
role lead
department team { owner: lead }
department back { owner: lead, part_of: team }
category pay { owner: lead }
category kit { owner: lead, kind: capital }
category sales { owner: lead, kind: income }
exchange USD { rate: 0.9 EUR, source: "Bank", as_of: 2026-12-01 }
channel chat
channel phone "Telephone"
kpi nps { kind: nps, baseline: 31 pts, target: 45 pts by 2027-12, source: "Survey" }
journey store {
  stage buying {
    touchpoint desk {
      moment opening { kind: service_encounter, importance: 5, proactive: [help.early] }
      moment mending { kind: recovery, importance: 4, reactive: [help] }
    }
    touchpoint phone
  }
}
income tickets { owner: lead, category: sales, FY2027: 120k EUR }
package help "Help" {
  department: team
  owner: lead
  serves store.buying.desk: 60%
  serves store.buying.phone: 40%
  justification: "Four of ten hang up."
  consequence: "They go on hanging up."
  level early { cost pay: 1k EUR/month via phone, cost kit: 1k EUR in 2027-02, effect nps: +1 pts evidence history }
  level late { cost pay: 500 EUR/month from 2027-04 via chat, effect nps: +1 pts evidence history }
}
package tools "Tools" {
  department: back
  owner: lead
  justification: "Half of them are broken."
  consequence: "They stay broken."
  level basic { cost kit: 1200 EUR from 2027-01 to 2027-12, effect nps: +1 pts evidence history }
}
ranking board { help.early, help.late, tools.basic }
funding { budget: 40k EUR, policy: skip }
"#;

/// How the ledger is read.
const ACTUALS: &str = r#"actuals books {
  from: "*.csv"
  date: "Day"
  amount: "Amount"
  currency: "Currency"
  package: "Object"
  category: "Account"
  channel: "Way"
  status: "State"
  reference: "Order"
  committed: "order"
  final: "last"
  map category "64*": pay
  map category "6410": kit
  ignore category "9*" because "balance sheet"
}
"#;

const HEADER: &str = "Day,Amount,Currency,Object,Account,Way,State,Order\n";

/// Files in memory.
struct Memory(BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn find(&self, _pattern: &str) -> Result<Vec<String>, FileTrouble> {
        Ok(self.0.keys().cloned().collect())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileTrouble> {
        Ok(Box::new(Cursor::new(self.0[path].clone())))
    }
}

/// The course of a year, or the findings in short.
fn course(plan: &str, files: &[(&str, Vec<u8>)], as_of: Option<usize>) -> (Option<Track>, String, String) {
    let sources = Sources::single("plan.zbb", plan);
    let compiled = compile(&sources, Options::default());
    let checked = compiled.checked.unwrap_or_else(|| panic!("{}", short(compiled.diagnostics.items(), &sources)));
    let evaluation = compiled.evaluation.expect("an evaluation");
    let memory = Memory(files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())).collect());
    let mut found = Diagnostics::new();
    let books = read(&mut found, &checked, &memory);
    let told = |found: &Diagnostics| short(found.items(), &sources);
    if found.has_errors() {
        return (None, told(&found), String::new());
    }
    let ledger = close(&mut found, &checked, books, as_of);
    let track =
        ledger.and_then(|ledger| track(&mut found, &checked, &evaluation, ledger, &Observations::written(&checked)));
    let json =
        track.as_ref().map(|track| render::json(&track_document(&checked, &evaluation, track))).unwrap_or_default();
    (track, told(&found), json)
}

fn one(rows: &str) -> (Option<Track>, String) {
    let text = format!("{HEADER}{rows}");
    let (track, told, _) = course(&format!("{PLAN}{ACTUALS}"), &[("a.csv", text.into_bytes())], None);
    (track, told)
}

/// Actual and ordered of all that goes out.
fn spent(track: &Track) -> [String; 2] {
    let sum = |pick: fn(&zbb::control::Figures) -> zbb::quantity::Money| {
        let out = track.totals.iter().filter(|(nature, _)| **nature != Nature::Income);
        zbb::quantity::Money::sum(out.map(|(_, (figures, _))| pick(figures))).expect("a sum").number().to_string()
    };
    [sum(|figures| figures.actual), sum(|figures| figures.committed)]
}

#[test]
fn orders_are_netted_by_what_was_paid_of_them() {
    let rows = "2027-01-05,100,EUR,help,6400,,order,A\n2027-01-09,30,EUR,help,6400,,paid,A\n\
                2027-01-05,50,EUR,help,6400,,order,B\n2027-01-07,20,EUR,help,6400,,last,B\n\
                2027-01-05,10,EUR,help,6400,,order,\n2027-01-06,40,EUR,help,6400,,order,C\n2027-02-01,40,EUR,help,6400,,paid,C\n\
                2027-01-08,9,EUR,help,6400,,order,D\n2027-01-08,12,EUR,help,6400,,paid,D\n";
    let text = format!("{HEADER}{rows}").into_bytes();
    let plan = format!("{PLAN}{ACTUALS}");
    let as_of = |month| spent(&course(&plan, &[("a.csv", text.clone())], Some(month)).0.expect("a course"));
    // Of A 70 are open, B is closed by its last invoice, of C nothing is paid before February, D was overpaid.
    assert_eq!(as_of(0), ["62", "120"]);
    assert_eq!(as_of(1), ["102", "80"]);
}

#[test]
fn currencies_are_exchanged_and_rounded_once_a_cell() {
    let (track, told) = one("2027-01-05,0.05,USD,help,6400,,paid,\n2027-01-06,0.05,USD,help,6400,,paid,\n");
    // 0.10 USD are 0.09 EUR; each by itself would be 0.045, and 0.04 rounded half-even.
    assert_eq!(spent(&track.expect(&told))[0], "0.09");
}

#[test]
fn words_are_known_by_map_then_name_then_title() {
    let rows = "2027-01-05,1,,help,6410,,paid,\n2027-01-05,2,,Help,6499,,paid,\n2027-01-05,4,,help.late,pay,,paid,\n\
                2027-01-05,8,,tools,9100,,paid,\n";
    let (track, told) = one(rows);
    let track = track.expect(&told);
    let of = |nature| track.totals[&nature].0.actual.number().to_string();
    assert_eq!((of(Nature::Capital), of(Nature::Expense)), ("1".into(), "6".into()));
    assert_eq!(track.ledger.left_aside[0].why, "balance sheet");
}

#[test]
fn what_cannot_be_read_is_named_by_file_line_and_column() {
    let cases = [
        ("30.02.2027,1,,help,6400,,paid,\n", "a.csv:2, column `Day`: `30.02.2027` is no day"),
        ("2027-01-05,n/a,,help,6400,,paid,\n", "a.csv:2, column `Amount`: `n/a` is no amount"),
        ("2027-01-05,,,help,6400,,paid,\n", "a.csv:2, column `Amount`: it is empty"),
        ("2027-01-05,0.1234567,,help,6400,,paid,\n", "has more than six decimals"),
        ("2027-01-05,1,,help,6400\n", "a.csv:2: the row has another number of cells than the header"),
        ("2027-01-05,1,,help,6400,,paid,,x\n", "a.csv:2: the row has another number of cells than the header"),
        ("2027-01-05,1,,\"help,6400,,paid,\n2027-01-05,1,,help,6400,,paid,\n", "a quotation mark may be left open"),
        ("2027-01-05,1,,hepl,6400,,paid,\n", "the plan has no package `hepl` (1 row, 1 EUR)"),
        ("2027-01-05,1,,HELP,6400,,paid,\n", "write `map package \"HELP\": help` if that is meant"),
        ("2027-01-05,1,,TOOLS ,6400,,paid,\n", "map package \"TOOLS\": tools"),
        ("2027-01-05,1,,help,payy,,paid,\n", "map category \"payy\": pay"),
        ("2027-01-05,1,,help,6400,Tellephone,paid,\n", "map channel \"Tellephone\": phone"),
        ("2027-01-05,1,SEK,help,6400,,paid,\n", "the plan has no exchange rate for SEK (1 row, 1 SEK)"),
        ("2027-01-05,1,XYZ,help,6400,,paid,\n", "the plan has no currency `XYZ`"),
        ("03/04/2027,1,,help,6400,,paid,\n", "can be read with the day or with the month first"),
        ("2027-01-05,\"1,234\",,help,6400,,paid,\n", "can part thousands or decimals"),
    ];
    for (rows, expected) in cases {
        let (track, told) = one(rows);
        assert!(track.is_none() && told.contains(expected), "{rows}: {told}");
    }
}

#[test]
fn lines_are_counted_however_they_end() {
    let text = format!("{HEADER}2027-01-05,1,,help,6400,,paid,\n\n2027-01-05,2,,help,6400,,paid,\n");
    let told = |row: &str, end: &str| {
        let text = format!("{text}{row}\n").replace('\n', end);
        course(&format!("{PLAN}{ACTUALS}"), &[("a.csv", text.into_bytes())], None).1
    };
    for end in ["\n", "\r\n", "\r"] {
        let bad = told("30.02.2027,1,,help,6400,,paid,", end);
        assert!(bad.contains("a.csv:5, column `Day`"), "{end:?}: {bad}");
        let again = told("2027-01-05,2,,help,6400,,paid,", end);
        assert!(again.contains("a.csv: line 5"), "{end:?}: {again}");
        let unknown = told("2027-01-05,1,,hepl,6400,,paid,", end);
        assert!(unknown.contains("a.csv:5: the plan has no package"), "{end:?}: {unknown}");
    }
}

#[test]
fn sums_beyond_all_money_are_told() {
    let alone = "2027-01-05,999999999999999999999,,help,6400,,paid,\n";
    let twenty = "2027-01-05,99999999999999999999,,help,6400,,paid,\n".repeat(20);
    for rows in [alone, &twenty] {
        let (track, told) = one(rows);
        assert!(track.is_none() && told.contains("to a sum too large to reckon with"), "{told}");
    }
}

/// What was saved on a level is what it cost less; rows that name no level may be its own, and then nobody knows.
#[test]
fn a_saving_on_a_level_is_not_measured_by_rows_that_name_no_level() {
    let saving = "cost kit: 1200 EUR from 2027-01 to 2027-12, saves pay: 100 EUR/month of help.early,";
    let plan = format!("{}{ACTUALS}", PLAN.replace("cost kit: 1200 EUR from 2027-01 to 2027-12,", saving));
    let levels = plan.replace("package: \"Object\"", "package: \"Object\"\n  level: \"Level\"");
    let realised = |plan: &str, ledger: String| {
        let (track, told, _) = course(plan, &[("books.csv", ledger.into_bytes())], Some(0));
        let promises = track.unwrap_or_else(|| panic!("{told}")).promises;
        promises
            .iter()
            .map(|promise| promise.realised.map(|money| money.number().to_string()))
            .collect::<Vec<Option<String>>>()
    };
    let header = "Day,Amount,Currency,Object,Account,Way,State,Order";
    // Early is budgeted 1,000 in January: 940 were spent on it.
    let named = format!("{header},Level\n2027-01-05,940.00,EUR,help,pay,,,,help.early\n");
    assert_eq!(realised(&levels, named), [Some("60".to_owned())]);
    let unnamed = format!("{header},Level\n2027-01-05,940.00,EUR,help,pay,,,,\n");
    assert_eq!(realised(&levels, unnamed), [None]);
    assert_eq!(realised(&plan, format!("{header}\n2027-01-05,940.00,EUR,help,pay,,,\n")), [None]);
    // Equipment says nothing about what staff cost.
    assert_eq!(realised(&plan, format!("{header}\n2027-02-05,5.00,EUR,tools,kit,,,\n")), [Some("100".to_owned())]);
}

#[test]
fn departments_stand_with_those_that_are_part_of_them() {
    let rows = "2027-01-05,100,,help,6400,,paid,\n2027-01-05,40,,tools,6400,,paid,\n2027-01-05,7,,help,sales,,paid,\n";
    let text = format!("{HEADER}{rows}").into_bytes();
    let (track, told, json) = course(&format!("{PLAN}{ACTUALS}"), &[("a.csv", text)], None);
    let track = track.expect(&told);
    let actual = |rows: &BTreeMap<Of, zbb::control::Figures>| -> Vec<String> {
        rows.values().map(|figures| figures.actual.number().to_string()).collect()
    };
    // `back` is part of `team`: by themselves they sum to the total, and `team` as a tree is the total.
    assert_eq!(actual(&track.out[&Cut::Department]), ["40", "100"]);
    assert_eq!(actual(&track.out_of_trees), ["40", "140"]);
    assert_eq!(actual(&track.income_of_trees), ["7"]);
    // What comes in is cut as what goes out is: by the package that brings it, and what was expected by none.
    assert_eq!(actual(&track.income[&Cut::Package]), ["7", "0"]);
    assert!(json.contains("\"by_department_tree\""), "{json}");
}

#[test]
fn a_row_of_a_hundred_megabytes_is_refused_before_it_is_held() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let start = HEADER.as_bytes();
            let count = match usize::try_from(self.0) {
                Ok(place) if place < start.len() => (&start[place..]).read(buffer)?,
                _ => {
                    buffer.fill(b'x');
                    buffer.len()
                }
            };
            self.0 += count as u64;
            // Whoever reads on after the bound would read for ever.
            assert!(self.0 < 8 << 20, "read beyond the longest row");
            Ok(count)
        }
    }
    struct OneFile;
    impl Files for OneFile {
        fn find(&self, _: &str) -> Result<Vec<String>, FileTrouble> {
            Ok(vec!["a.csv".to_owned()])
        }
        fn open(&self, _: &str) -> Result<Box<dyn Read>, FileTrouble> {
            Ok(Box::new(Endless(0)))
        }
    }
    let sources = Sources::single("plan.zbb", &format!("{PLAN}{ACTUALS}"));
    let checked = compile(&sources, Options::default()).checked.expect("a plan");
    let mut found = Diagnostics::new();
    read(&mut found, &checked, &OneFile);
    assert!(short(found.items(), &sources).contains("has a row longer than 1 MB"));
}

#[test]
fn rows_twice_the_same_count_and_are_told() {
    let row = "2027-01-05,5,,help,6400,,paid,\n";
    let (track, told) = one(&format!("{row}{row}2027-01-05,6,,help,6400,,paid,\n"));
    assert_eq!(spent(&track.expect(&told))[0], "16");
    assert!(told.contains("a.csv: line 3 equals an earlier row in every column, and counts"), "{told}");
}

#[test]
fn the_closed_month_is_the_last_of_the_unbroken_run() {
    let rows = "2027-01-05,1,,help,6400,,paid,\n2027-02-05,2,,help,6400,,paid,\n2027-04-05,4,,help,6400,,paid,\n\
                2028-01-05,8,,help,6400,,paid,\n";
    let (track, told) = one(rows);
    let track = track.expect(&told);
    assert_eq!((track.year.closed, spent(&track)[0].as_str()), (1, "3"));
    assert_eq!(track.ledger.later.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2027-04"]);
    let aside: Vec<(&str, u64)> =
        track.ledger.left_aside.iter().map(|aside| (aside.why.as_str(), aside.rows)).collect();
    assert_eq!(aside, [("after the closed month", 1), ("outside of the calendar", 1)]);
    let (none, told) = one("2027-02-05,2,,help,6400,,paid,\n");
    assert!(none.is_none() && told.contains("nothing was paid in 2027-01"), "{told}");
}

/// The same ledger, written in another way, and the lines of `actuals` that say so.
#[test]
fn a_ledger_reads_the_same_in_every_form() {
    let plan = |more: &str| format!("{PLAN}{}", ACTUALS.replace("  from:", &format!("{more}  from:")));
    let plain = format!(
        "{HEADER}2027-01-15,\"1234.50\",,help,6400,,paid,\n2027-01-20,-20,,Größe,6400,,paid,\n2027-02-03,7,,help,pay,phone,paid,\n"
    );
    let title = |text: &str| text.replace("package help \"Help\"", "package help \"Größe\"");
    let json = |more: &str, bytes: Vec<u8>| {
        let (track, told, json) = course(&title(&plan(more)), &[("a.csv", bytes)], None);
        assert!(track.is_some(), "{told}");
        json.replace(' ', "").lines().filter(|line| !line.contains("columnsparted")).collect::<Vec<_>>().join("\n")
    };
    let expected = json("", plain.clone().into_bytes());
    let german = "Auszug vom 3.2.\n\nDay;Amount;Currency;Object;Account;Way;State;Order\n15.01.2027;1.234,50;;help;6400;;paid;\n20.1.27;20,00-;;Größe;6400;;paid;\n3.2.2027;7;;help;pay;phone;paid;\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(german);
    let american = "\u{feff}Day\tAmount\tCurrency\tObject\tAccount\tWay\tState\tOrder\r\n01/15/2027\t1,234.50\t\thelp\t6400\t\tpaid\t\r\n01/20/2027\t(20.00)\t\tGröße\t6400\t\tpaid\t\r\n02/03/2027\t7\t\thelp\tpay\tphone\tpaid\t\r\n";
    let forms = [
        ("", german.as_bytes().to_vec()),
        ("", latin.into_owned()),
        ("", american.as_bytes().to_vec()),
        (
            "  dates: \"dd.mm.yyyy\"\n  decimal: comma\n  delimiter: semicolon\n  skip_lines: 2\n",
            german.as_bytes().to_vec(),
        ),
        ("  encoding: utf_8\n", plain.replace('\n', "\r\n").into_bytes()),
    ];
    for (more, bytes) in forms {
        assert_eq!(json(more, bytes.clone()), expected, "{more} {}", String::from_utf8_lossy(&bytes));
    }
}

/// Days and amounts of a workbook have types of their own, whatever marks the plan says texts are written with.
#[test]
fn a_workbook_reads_as_its_cells_are_typed() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_string(0, 0, "Books of the shop").expect("written");
    for (column, heading) in (0_u16..).zip(HEADER.trim().split(',')) {
        sheet.write_string(2, column, heading).expect("written");
    }
    // 2027-01-15 and 2027-02-01, as workbooks count days.
    for (row, serial, amount, account, state) in
        [(3, 46_402.0, 1234.5, 6400.0, "paid"), (4, 46_419.0, 10.1, 6410.0, "order")]
    {
        sheet.write_number_with_format(row, 0, serial, &day).expect("written");
        sheet.write_number(row, 1, amount).expect("written");
        sheet.write_string(row, 3, "help").expect("written");
        sheet.write_number(row, 4, account).expect("written");
        sheet.write_string(row, 6, state).expect("written");
        sheet.write_number(row, 7, 77.0).expect("written");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let plan = format!("{PLAN}{}", ACTUALS.replace("  from:", "  decimal: comma\n  from:"));
    let (track, told, _) = course(&plan, &[("a.xlsx", bytes.clone())], Some(1));
    assert_eq!(spent(&track.expect(&told)), ["1234.5", "10.1"]);
    // A reference is the same in a workbook and in a file of text.
    let payment = format!("{HEADER}2027-02-09,\"4,1\",,help,6410,,paid,77\n").into_bytes();
    let (track, told, _) = course(&plan, &[("a.xlsx", bytes.clone()), ("b.csv", payment)], Some(1));
    assert_eq!(spent(&track.expect(&told)), ["1238.6", "6"]);
    let (none, told, _) = course(&plan.replace("\"Amount\"", "\"Amout\""), &[("a.xlsx", bytes)], None);
    assert!(none.is_none() && told.contains("`a.xlsx` has no column `Amout` (write `\"Amount\"`)"), "{told}");
}

#[test]
fn signs_and_sides_give_the_same_course() {
    let course_of = |lines: &str, header: &str, rows: &str| {
        let actuals = format!(
            "actuals {{\n  from: \"*.csv\"\n  date: \"Day\"\n{lines}  package: \"Object\"\n  category: \"Account\"\n}}\n"
        );
        let text = format!("{header}{rows}").into_bytes();
        let (track, told, _) = course(&format!("{PLAN}{actuals}"), &[("a.csv", text)], None);
        let track = track.expect(&told);
        track.totals.values().map(|(figures, _)| figures.actual.number().to_string()).collect::<Vec<String>>()
    };
    let one = "Day,Amount,Object,Account\n";
    let natural = course_of(
        "  amount: \"Amount\"\n",
        one,
        "2027-01-05,30,help,pay\n2027-01-05,-5,help,pay\n2027-01-05,70,,sales\n",
    );
    let debit = course_of(
        "  amount: \"Amount\"\n  sign: debit\n",
        one,
        "2027-01-05,30,help,pay\n2027-01-05,-5,help,pay\n2027-01-05,-70,,sales\n",
    );
    let cash = course_of(
        "  amount: \"Amount\"\n  sign: cash\n",
        one,
        "2027-01-05,-30,help,pay\n2027-01-05,5,help,pay\n2027-01-05,70,,sales\n",
    );
    let sides = course_of(
        "  debit: \"D\"\n  credit: \"C\"\n",
        "Day,D,C,Object,Account\n",
        "2027-01-05,30,,help,pay\n2027-01-05,,5,help,pay\n2027-01-05,,70,,sales\n",
    );
    assert_eq!(natural, ["70", "25", "0"]);
    assert_eq!([debit, cash, sides], [natural.clone(), natural.clone(), natural]);
}

#[test]
fn forecasts_are_worked_out_by_line_in_three_ways() {
    let rows = "2027-01-05,1100,,help.early,pay,,paid,\n2027-02-05,1300,,help.early,pay,,paid,\n2027-02-07,800,,help.early,kit,,paid,\n";
    let control = "variance category pay { in: 2027-02, until: 2027-04, amount: -300 EUR, kind: timing, because: \"x\", by: lead }\n";
    let text = format!("{HEADER}{rows}").into_bytes();
    let (track, told, _) = course(&format!("{PLAN}{ACTUALS}{control}"), &[("a.csv", text)], None);
    let track = track.expect(&told);
    let pay = track.forecasts.iter().find(|(line, _)| line.package.is_some() && line.nature == Nature::Expense);
    let pay = *pay.expect("a line").1;
    let words = [pay.budget, pay.run_rate, pay.phased, pay.performance, pay.estimate, pay.variance];
    // The budget is 12 × 1,000 + 9 × 500. Run rate: 2,400 × 12 ÷ 2; phased: 2,400 + 14,500 − 300, what came early falls away;
    // performance: 16,500 × 2,400 ÷ 2,000.
    assert_eq!(words.map(|money| money.number().to_string()), ["16500", "14400", "16600", "19800", "16600", "-100"]);
    // No tolerance asks for the note, so that nothing is explained away.
    assert!(track.judged.is_empty());
}

#[test]
fn tolerances_count_what_no_note_explains() {
    let rows = "2027-01-05,1100,,help.early,pay,,paid,\n";
    let judged = |control: &str| {
        let text = format!("{HEADER}{rows}").into_bytes();
        let (track, told, _) = course(&format!("{PLAN}{ACTUALS}{control}"), &[("a.csv", text)], None);
        assert!(track.is_some(), "{told}");
        told
    };
    let note = |amount: &str| {
        format!(
            "variance category pay {{ in: 2027-01, amount: {amount} EUR, kind: one_off, because: \"x\", by: lead }}\n"
        )
    };
    let fails = "tolerance category pay { warn: 3%, fail: 9% }\n";
    assert!(judged(fails).contains("`pay` strays by -100.00 EUR (-10%), beyond 9%: adverse"));
    assert!(judged("tolerance category pay { fail: 10% }\n").is_empty(), "a limit is broken beyond it");
    assert!(judged("tolerance category pay { fail: 9%, at_least: 101 EUR }\n").is_empty());
    let some = judged(&format!("{fails}{}", note("-60")));
    assert!(
        some.contains("W0700") && some.contains("-40.00 EUR (-4%), beyond 3%: adverse, after -60.00 EUR"),
        "{some}"
    );
    let too_much = judged(&format!("{fails}{}", note("-150")));
    assert!(too_much.contains("W0705") && !too_much.contains("strays"), "{too_much}");
    // Nothing is spent on kit: that is favourable, and counts only where both ways do.
    assert!(judged("tolerance category kit { fail: 3%, adverse_only: yes }\n").is_empty());
    assert!(judged("tolerance category kit { fail: 3% }\n").contains("+100.00 EUR (100%), beyond 3%: favourable"));
}

#[test]
fn transfers_move_the_budget_and_no_sum_of_months_or_categories() {
    let moved =
        "transfer \"x\" { amount: 1_000 EUR, from: help, to: tools, on: 2027-05-01, because: \"y\", by: lead }\n";
    let text = format!("{HEADER}2027-01-05,1,,help,pay,,paid,\n").into_bytes();
    let of = |plan: &str| course(plan, &[("a.csv", text.clone())], None).0.expect("a course");
    let (before, after) = (of(&format!("{PLAN}{ACTUALS}")), of(&format!("{PLAN}{ACTUALS}{moved}")));
    for by in [zbb::control::Cut::Month, zbb::control::Cut::Category] {
        assert_eq!(before.out[&by], after.out[&by]);
    }
    let package = |track: &Track| {
        let rows = &track.out[&zbb::control::Cut::Package];
        rows.values().map(|figures| figures.budget.number().to_string()).collect::<Vec<String>>()
    };
    assert_eq!(
        (package(&before), package(&after)),
        (vec!["17500".into(), "1200".into()], vec!["16500".into(), "2200".into()])
    );
}

/// A row of a random ledger.
#[derive(Debug, Clone)]
struct Posted {
    month: u8,
    cents: i64,
    foreign: bool,
    object: usize,
    account: usize,
}

const OBJECTS: [&str; 5] = ["help", "help.early", "help.late", "tools", ""];
const ACCOUNTS: [&str; 4] = ["6400", "6410", "sales", "9000"];

fn posted() -> impl Strategy<Value = Vec<Posted>> {
    let row = (1_u8..=12, -50_000_i64..500_000, any::<bool>(), 0_usize..5, 0_usize..4);
    let row =
        row.prop_map(|(month, cents, foreign, object, account)| Posted { month, cents, foreign, object, account });
    proptest::collection::vec(row, 1..60)
}

fn written(rows: &[Posted], number: usize) -> String {
    let mut text = String::from("Day,Amount,Currency,Object,Account,Way,State,Order,Text\n");
    for (index, row) in rows.iter().enumerate() {
        let (sign, size) = (if row.cents < 0 { "-" } else { "" }, row.cents.abs());
        let currency = if row.foreign { "USD" } else { "EUR" };
        let (object, account) = (OBJECTS[row.object], ACCOUNTS[row.account]);
        let _ = writeln!(
            text,
            "2027-{:02}-11,{sign}{}.{:02},{currency},{object},{account},,paid,,Größe {number}-{index}",
            row.month,
            size / 100,
            size % 100
        );
    }
    text
}

/// The sum that goes out, in cents, worked out from the rows alone: by cell of month, object, account and currency, exchanged
/// and rounded half-even once.
fn naive(rows: &[Posted], closed: u8) -> (i128, i128) {
    let mut cells: BTreeMap<(u8, bool, usize, usize), i128> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.month <= closed && ACCOUNTS[row.account] != "9000") {
        *cells.entry((row.month, row.foreign, row.object, row.account)).or_default() += i128::from(row.cents);
    }
    let (mut out, mut income) = (0, 0);
    for ((_, foreign, _, account), cents) in cells {
        let tenths = if foreign { cents * 9 } else { cents * 10 };
        let (floor, rest) = (tenths.div_euclid(10), tenths.rem_euclid(10));
        let up = rest > 5 || (rest == 5 && floor % 2 != 0);
        let exchanged = floor + i128::from(up);
        if ACCOUNTS[account] == "sales" { income += exchanged } else { out += exchanged }
    }
    (out, income)
}

/// The plan of the random ledgers, compiled once.
fn planned() -> &'static (CheckedPlan, Evaluation) {
    static PLANNED: OnceLock<(CheckedPlan, Evaluation)> = OnceLock::new();
    PLANNED.get_or_init(|| {
        let compiled = compile(&Sources::single("plan.zbb", &format!("{PLAN}{ACTUALS}")), Options::default());
        (compiled.checked.expect("a plan"), compiled.evaluation.expect("an evaluation"))
    })
}

/// The course that files give, and whether anything was told.
fn course_of(files: &[(&str, Vec<u8>)], as_of: usize) -> (Track, Diagnostics) {
    let (plan, evaluation) = planned();
    let memory = Memory(files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())).collect());
    let mut found = Diagnostics::new();
    let books = read(&mut found, plan, &memory);
    assert!(!found.has_errors(), "{:?}", found.items());
    let ledger = close(&mut found, plan, books, Some(as_of)).expect("a closed month");
    let track = track(&mut found, plan, evaluation, ledger, &Observations::default()).expect("a course");
    (track, found)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    /// Ten thousand ledgers against an independent computation to the cent; every cut sums to the same total; a ledger that is
    /// shuffled, split over files and written in another encoding with other line ends gives the same bytes.
    #[test]
    fn random_ledgers_agree_with_an_independent_computation(rows in posted(), closed in 1_u8..=12, cut_at in 0_usize..60) {
        let as_of = usize::from(closed) - 1;
        let (track, _) = course_of(&[("a.csv", written(&rows, 0).into_bytes())], as_of);
        let cents = |money: zbb::quantity::Money| -> i128 {
            let decimal = money.number().decimal();
            decimal.mantissa() * 10_i128.pow(2 - decimal.scale())
        };
        let (out, income) = naive(&rows, closed);
        let actual = |nature| track.totals.get(&nature).map_or(0, |(figures, _): &(zbb::control::Figures, _)| cents(figures.actual));
        prop_assert_eq!(actual(Nature::Expense) + actual(Nature::Capital), out);
        prop_assert_eq!(actual(Nature::Income), income);
        let sums = |rows: &BTreeMap<zbb::control::Of, zbb::control::Figures>| {
            rows.values().fold([0; 6], |sums, figures| {
                let parts = [figures.original, figures.budget, figures.to_date, figures.actual, figures.committed, figures.variance];
                let mut sums = sums;
                sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += cents(part));
                sums
            })
        };
        let totals: Vec<[i128; 6]> = track.out.values().map(sums).collect();
        prop_assert!(totals.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", totals);
        prop_assert_eq!(totals[0][3], out);
        let totals: Vec<[i128; 6]> = track.income.values().map(sums).collect();
        prop_assert!(totals.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", totals);
        prop_assert_eq!(totals[0][3], income);

        let mut shuffled = rows.clone();
        shuffled.reverse();
        let (first, second) = shuffled.split_at(cut_at.min(shuffled.len()));
        let windows = |text: String| {
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
            assert!(!lost);
            bytes.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect::<Vec<u8>>()
        };
        let marked = |text: String| [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        let files = [("a.csv", windows(written(first, 1))), ("b.csv", marked(written(second, 2)))];
        let (mut again, _) = course_of(&files, as_of);
        // Only what is said of the files themselves may differ.
        again.ledger.read_as.clone_from(&track.ledger.read_as);
        let (plan, evaluation) = planned();
        if rows.len() % 16 == 0 {
            let bytes = |track: &Track| render::json(&track_document(plan, evaluation, track));
            prop_assert_eq!(bytes(&track), bytes(&again));
        }
        prop_assert_eq!(format!("{track:?}"), format!("{again:?}"));
    }
}

fn zbb(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_zbb")).current_dir(folder).args(arguments).output().expect("zbb runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[cfg(unix)]
#[test]
fn what_is_no_file_of_the_plans_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = |from: &str| {
        fs::write(folder.path().join("plan.zbb"), format!("{PLAN}{}", ACTUALS.replace("*.csv", from))).expect("written")
    };
    fs::create_dir(folder.path().join("ledger")).expect("a folder");
    fs::write(folder.path().join("ledger/a.csv"), format!("{HEADER}2027-01-05,1,,help,6400,,paid,\n"))
        .expect("written");
    let run = || zbb(folder.path(), &["track", ".", "--width", "120"]);
    plan("ledger/*.csv");
    let (code, out, told) = run();
    assert_eq!((code, told.as_str()), (Some(0), ""), "{out}");
    std::os::unix::fs::symlink("/etc/hosts", folder.path().join("ledger/b.csv")).expect("a link");
    let (code, out, told) = run();
    assert!(code == Some(2) && out.is_empty() && told.contains("`ledger/b.csv` is a link"), "{told}");
    fs::remove_file(folder.path().join("ledger/b.csv")).expect("removed");
    std::os::unix::fs::symlink("ledger", folder.path().join("other")).expect("a link");
    plan("other/a.csv");
    assert!(run().2.contains("lies behind one"));
    plan("ledger");
    assert!(run().2.contains("`ledger` is a folder, not a file"), "{}", run().2);
    plan("none-*.csv");
    let (code, _, told) = run();
    assert!(code == Some(2) && told.contains("matches `none-*.csv`"), "{told}");
    Command::new("mkfifo").arg(folder.path().join("pipe.csv")).status().expect("a pipe");
    plan("pipe.csv");
    assert!(run().2.contains("not a file"), "{}", run().2);
    plan("ledger/a.csv");
    fs::write(
        folder.path().join("more.zbb"),
        ACTUALS.replace("actuals books", "actuals again").replace("*.csv", "ledger/*.csv"),
    )
    .expect("written");
    assert!(run().2.contains("`ledger/a.csv` would count twice"), "{}", run().2);
}

#[test]
fn a_broken_tolerance_ends_with_exit_code_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let tolerance = "tolerance category pay { fail: 5% }\n";
    fs::write(folder.path().join("plan.zbb"), format!("{PLAN}{ACTUALS}{tolerance}")).expect("written");
    fs::write(folder.path().join("a.csv"), format!("{HEADER}2027-01-05,2000,,help,6400,,paid,\n")).expect("written");
    let (code, out, told) = zbb(folder.path(), &["track", ".", "--format", "csv"]);
    assert!(code == Some(1) && out.starts_with("package,category,") && told.contains("E0729"), "{told}");
    let (code, _, told) = zbb(folder.path(), &["track", ".", "--as-of", "2028-01"]);
    assert!(code == Some(2) && told.contains("name one from 2027-01 to 2027-12"), "{told}");
    fs::write(folder.path().join("plan.zbb"), PLAN).expect("written");
    let (code, _, told) = zbb(folder.path(), &["track"]);
    assert!(code == Some(2) && told.contains("declare `actuals"), "{told}");
}

#[test]
fn the_example_is_told_in_every_format() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/moments_of_truth");
    let shown = |format: &str, width: &str| {
        let (code, out, told) = zbb(&example, &["track", ".", "--format", format, "--width", width]);
        assert_eq!((code, told.as_str()), (Some(0), ""));
        out
    };
    insta::assert_snapshot!("moments_of_truth_80", shown("terminal", "80"));
    insta::assert_snapshot!("moments_of_truth_140", shown("terminal", "140"));
    insta::assert_snapshot!("moments_of_truth_csv", shown("csv", "80"));
    assert!(
        shown("html", "80").contains("room_income") && shown("markdown", "80").contains("| room\\_income")
            || shown("markdown", "80").contains("room_income")
    );
    let json: serde_json::Value = serde_json::from_str(&shown("json", "80")).expect("JSON");
    assert_eq!(json["schema"], "zbb-track/1");
}

/// A plan whose cost is so many contacts at a price each, and staff at a yearly wage.
const PRODUCTS: &str = r#"plan desk "Desk" { currency: EUR, calendar: 2027-01 .. 2027-12 }
role lead
department team { owner: lead }
category pay { owner: lead }
category contacts { owner: lead }
unit contact
unit agent
kpi nps { kind: nps, baseline: 31 pts, source: "Survey" }
driver volume { value: 100 contact/month, source: "Counter", owner: lead }
driver answered { value: volume * 100%, source: "All of them", owner: lead }
package help "Help" {
  department: team
  owner: lead
  justification: "Four of ten hang up."
  consequence: "They go on hanging up."
  level early {
    cost contacts: answered * 4 EUR/contact
    cost pay: 2 agent * 48k EUR/agent/year
    effect nps: +1 pts evidence history
  }
}
ranking board { help.early }
funding { budget: 200k EUR, policy: skip }
observe volume { 2027-01: 120 contact/month }
actuals books { from: "*.csv", date: "Day", amount: "Amount", package: "Object", category: "Account", quantity: "Number" }
"#;

/// By hand. Contacts: 100 at 4.00 planned, 120 came, 130 were paid with 600.00: volume 400 - 480 = -80, efficiency
/// 480 - 4 * 130 = -40, price 520 - 600 = -80, together 400 - 600 = -200. Pay: a twelfth of 48,000.00 for each of 2 agents
/// planned; 3 were paid with 11,000.00: price 12,000 - 11,000 = +1,000, efficiency 8,000 - 12,000 = -4,000.
#[test]
fn volume_price_and_efficiency_sum_to_the_variance() {
    let rows = "Day,Amount,Object,Account,Number\n2027-01-05,350,help,contacts,70\n2027-01-25,250,help,contacts,60\n\
                2027-01-31,11000,help,pay,3\n";
    let sources = Sources::single("plan.zbb", PRODUCTS);
    let compiled = compile(&sources, Options::default());
    let (plan, evaluation) = (compiled.checked.expect("a plan"), compiled.evaluation.expect("an evaluation"));
    let analysed = |rows: &str| {
        let memory = Memory(BTreeMap::from([("a.csv".to_owned(), rows.as_bytes().to_vec())]));
        let mut found = Diagnostics::new();
        let books = read(&mut found, &plan, &memory);
        let ledger = close(&mut found, &plan, books, Some(0)).expect("a closed month");
        let seen = Observations::written(&plan);
        let track = track(&mut found, &plan, &evaluation, ledger, &seen).expect("a course");
        let money = |money: zbb::quantity::Money| money.number().to_string();
        let lines = track.flexible.lines.into_values();
        let split = |analysis: zbb::control::Analysis| {
            let of = |pick: fn(zbb::control::Split) -> zbb::quantity::Money| {
                analysis.split.map_or("-".to_owned(), |split| money(pick(split)))
            };
            [money(analysis.flexible), money(analysis.volume), of(|split| split.price), of(|split| split.efficiency)]
        };
        lines.map(split).collect::<Vec<[String; 4]>>()
    };
    let found = analysed(rows);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&["480", "-80", "-80", "-40"].map(str::to_owned)), "{found:?}");
    assert!(found.contains(&["8000", "0", "1000", "-4000"].map(str::to_owned)), "{found:?}");
    // One row without a number: volume alone is told.
    let found = analysed(&rows.replace(",60\n", ",\n"));
    assert!(found.contains(&["480", "-80", "-", "-"].map(str::to_owned)), "{found:?}");
}

#[test]
fn a_plan_takes_its_years_course_in_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.zbb"), format!("{PLAN}{ACTUALS}")).expect("written");
    fs::write(folder.path().join("a.csv"), format!("{HEADER}2027-01-05,2000,,help,6400,,paid,\n")).expect("written");
    let (code, out, told) = zbb(folder.path(), &["plan", ".", "--track", "--format", "json"]);
    assert_eq!(code, Some(0), "{told}");
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let row = &json["course"]["course_by_package"][0];
    assert_eq!((row["package"].as_str(), row["actual"].as_str()), (Some("help"), Some("2000.00")), "{row:#}");
    let months = json["course"]["course_by_month"].as_array().expect("months");
    assert_eq!((months.len(), months[1].get("actual").is_some_and(|cell| !cell.is_null())), (12, false), "{months:#?}");
    // Without being asked it opens no ledger, nor do the plan file and its check.
    fs::remove_file(folder.path().join("a.csv")).expect("removed");
    for arguments in [&["plan", "."][..], &["plan", ".", "--write"], &["plan", ".", "--locked"], &["check", "."]] {
        let (code, out, told) = zbb(folder.path(), arguments);
        assert!(code == Some(0) && !out.contains("The year's course"), "{arguments:?} {told}");
    }
    let (code, _, told) = zbb(folder.path(), &["plan", ".", "--track"]);
    assert!(code == Some(2) && told.contains("E0721"), "{told}");
}
