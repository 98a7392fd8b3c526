//! `zbb import`: sheets as teams have them become plans that parse, tie to the cent, and leave `check` the work to do.

use crate::cli::zbb;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;
use zbb::compile::Parsed;
use zbb::diagnostic::Severity;
use zbb::import::{Problem, Said, columns, import_table};
use zbb::quantity::Currency;
use zbb::sheet::{Separated, read_table};
use zbb::source::Sources;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import")
}

/// Words of a command line; what stands in `"` is one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in line.split('"').enumerate() {
        match place % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// Brings a file in, and gives what was said and the plan.
fn import(file: &Path, arguments: &[String]) -> (crate::cli::Run, Option<String>, TempDir) {
    let scratch = tempfile::tempdir().expect("a folder");
    let into = scratch.path().join("plan");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(file.parent().expect("a folder")).args(["import"]).arg(file.file_name().expect("a name"));
    command.arg("--into").arg(&into).args(arguments).stdin(Stdio::null());
    let mut run = crate::cli::finish(&mut command);
    run.notes = run.notes.replace(&into.display().to_string(), "PLAN");
    let text = fs::read_to_string(into.join("plan.zbb")).ok();
    (run, text, scratch)
}

/// The cents that the lines of a plan come to, counted from its text alone.
fn cents(text: &str, calendar_months: i64) -> i64 {
    let line = regex::Regex::new(
        r#"(?m)^ *(cost|saves) \w+(?: "[^"]*")?: ([\d_]+)(?:\.(\d\d))? [A-Z]{3}(/month)?(?: from (\d{4})-(\d\d))?(?: to (\d{4})-(\d\d))?(?: in \S+)?$"#,
    )
    .expect("a pattern");
    let is_line = |line: &&str| ["cost ", "saves "].iter().any(|key| line.trim_start().starts_with(key));
    let costs = text.lines().filter(is_line).count();
    let number = |text: Option<regex::Match<'_>>| {
        text.map(|text| text.as_str().replace('_', "").parse::<i64>().expect("a number"))
    };
    let found: Vec<_> = line.captures_iter(text).collect();
    assert_eq!(found.len(), costs, "every line is understood: {text}");
    let one = |parts: regex::Captures<'_>| {
        let sign = if &parts[1] == "saves" { -1 } else { 1 };
        let amount = sign * (number(parts.get(2)).expect("digits") * 100 + number(parts.get(3)).unwrap_or(0));
        let month = |year, month| Some(number(parts.get(year))? * 12 + number(parts.get(month))?);
        let months = match (parts.get(4), month(5, 6), month(7, 8)) {
            (None, ..) => 1,
            (Some(_), Some(from), Some(to)) => to - from + 1,
            (Some(_), None, None) => calendar_months,
            (Some(_), ..) => panic!("not in these sheets: {text}"),
        };
        amount * months
    };
    found.into_iter().map(one).sum()
}

#[test]
fn sheets_become_plans_that_tie_to_the_cent() {
    let mut sheets: Vec<PathBuf> =
        fs::read_dir(folder()).expect("cases").map(|entry| entry.expect("an entry").path()).collect();
    sheets.retain(|path| path.extension().is_some_and(|extension| extension != "args"));
    sheets.sort();
    assert!(sheets.len() >= 11);
    for sheet in sheets {
        let name = sheet.file_name().expect("a name").to_str().expect("text").to_owned();
        let said = fs::read_to_string(sheet.with_extension("args")).expect("what was said");
        let (options, total) = said.split_once('\n').unwrap_or((&said, ""));
        let (run, text, scratch) = import(&sheet, &words(options));
        assert_eq!(run.code, Some(0), "{name}: {}", run.notes);
        let text = text.expect("a plan");
        if let Some((whole, decimals)) = total.trim().split_once('.') {
            let expected: i64 = format!("{whole}{decimals}").parse().expect("cents");
            assert_eq!(cents(&text, 6), expected, "{name}");
        }
        let check = zbb(&["check", "--format", "short", &scratch.path().join("plan").display().to_string()]);
        assert!(!check.output.contains("[E01"), "{name}: {}", check.output);
        // What is called out as unknown is what the sheet does not say.
        let unknown = check.output.lines().filter(|line| line.contains("[E0217]"));
        assert_eq!(unknown.filter(|line| !line.contains("`category_to_name`")).count(), 0, "{name}: {}", check.output);
        let formatted = zbb(&["fmt", "--check", &scratch.path().join("plan").display().to_string()]);
        assert_eq!(formatted.code, Some(0), "{name}: {}", formatted.output);
        insta::assert_snapshot!(format!("import__{name}"), format!("{}---\n{text}", run.notes));
    }
}

/// A file in a folder of its own.
fn file(name: &str, content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file");
    (folder, path)
}

/// What is said of a CSV file that cannot be brought in.
fn refusal(csv: &str, arguments: &[&str]) -> String {
    let (_folder, path) = file("asks.csv", csv.as_bytes());
    let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let (run, text, _scratch) = import(&path, &arguments);
    assert_eq!((run.code, text), (Some(2), None), "{}", run.notes);
    run.notes.split_once("error: ").expect("an error").1.to_owned()
}

#[test]
fn what_stands_in_the_way_is_told_with_its_place() {
    let euros = ["--currency", "EUR", "--calendar", "2027"];
    let head = "Package,Category,Amount\n";
    let refusals = [
        refusal("Package,Category,Ask (k)\nA,B,12\n", &[]),
        refusal("Thing,Number\nA,12\n", &euros),
        refusal("Package,Amount\nA,12\n", &["--currency", "EUR", "--calendar", "2027", "--column", "category=Sort"]),
        refusal(&format!("{head}X,B,7.5\nA,B,12.345\nC,D,TBD\nE,F,12%\nG,H,5 USD\n"), &euros),
        refusal(&format!("{head}A,B,100\nC,D,50\nTotal,,160\n"), &euros),
        refusal(&format!("{head}A,B,100\n,,30\n"), &euros),
        refusal(&format!("{head},B,100\n"), &euros),
        refusal(&format!("{head}A,B,1.5\nC,D,\"1,25\"\n"), &euros),
        refusal(&format!("{head}A,B,\"1,234\"\n"), &["--currency", "KWD", "--calendar", "2027"]),
        refusal("Package,Jan 2027,Feb 2027,Total\nA,10,20,31\n", &["--currency", "EUR"]),
        refusal("Package,Jan 2027,Feb 2028\nA,10,20\n", &euros),
        refusal(head, &euros),
        refusal("Package,Amount\n\"A,12\n", &euros),
        refusal("journey\n section A\n Tea: 9: Me\n", &[]),
        refusal("journey\n section A\n Tea: high: Me\n", &[]),
        refusal("journey\n section A\n : 3: Me\n", &[]),
        refusal("journey\n section A\n Tea: 3: Me: Cat\n", &[]),
        refusal("Package,Amount\nA,$1000\n", &euros),
        refusal("Package,Amount\nA,$1000\nB,¥20\nC,£5\n", &["--calendar", "2027"]),
        refusal("Package,Amount\nA,$1000\n", &["--calendar", "2027"]),
        refusal("Package,Amount\nA,$1000\nB,A$20\n", &["--calendar", "2027"]),
        refusal("Package,Amount\nA,\"1,000 kr\"\n", &["--calendar", "2027"]),
        refusal("Package,Ask (USD)\nA,12\n", &euros),
        refusal("Package,Ask (USD),Today (EUR)\nA,12,10\n", &["--calendar", "2027"]),
    ];
    insta::assert_snapshot!(refusals.join("\n"));
}

/// The line of a package's present spend, and what is told of it.
fn today(rows: &[&str]) -> (Option<String>, Option<String>) {
    let sheet =
        format!("Package,Category,Amount,Today\n{}", rows.iter().map(|row| format!("{row}\n")).collect::<String>());
    let (_folder, path) = file("asks.csv", sheet.as_bytes());
    let arguments = ["--currency", "EUR", "--calendar", "2027"].map(str::to_owned);
    let (run, text, _scratch) = import(&path, &arguments);
    let text = text.unwrap_or_else(|| panic!("{}", run.notes));
    let found =
        |text: &str, part: &str| text.lines().find(|line| line.contains(part)).map(|line| line.trim().to_owned());
    (found(&text, "today:"), found(&run.notes, " costs today"))
}

#[test]
fn what_several_rows_say_of_today_is_told() {
    let line = |amount: &str| Some(format!("today: {amount} EUR"));
    assert_eq!(today(&["A,x,5,900"]), (line("900"), None));
    let (written, told) = today(&["A,x,5,900", "A,y,5,900"]);
    assert_eq!(written, line("900"));
    assert_eq!(told.unwrap(), "rows 2, 3 say the same of what `A` costs today, which is taken once: 900.00 EUR");
    let (written, told) = today(&["A,x,5,900", "A,y,5,100.50"]);
    assert_eq!(written, line("1000.50"));
    assert_eq!(told.unwrap(), "what `A` costs today is the sum of rows 2, 3: 1,000.50 EUR");
    let (written, told) = today(&["A,x,5,-900"]);
    assert_eq!((written, told.unwrap().as_str()), (None, "what `A` costs today, in row 2: it is less than nothing"));
    assert_eq!(today(&["A,x,5,0"]), (line("0"), None));
}

/// Months of one category are told apart, and a negative amount is a saving.
#[test]
fn a_monthly_sheet_can_be_told_apart() {
    let sheet = "Package,Level,Category,Jan 2027,Feb 2027,Mar 2027\n\
                 A,Base,Pay,10,10,20\nA,Base,Pay,5,,\nA,Base,Pay,5,,\nA,Base,Kit,-7,,\nA,Plus,Pay,1,2,\n";
    let (_folder, path) = file("asks.csv", sheet.as_bytes());
    let (run, text, _scratch) = import(&path, &["--currency".to_owned(), "EUR".to_owned()]);
    insta::assert_snapshot!(format!("{}---\n{}", run.notes, text.expect("a plan")));
}

#[test]
fn a_sign_confirms_a_currency() {
    let sums = [
        ("Package,Amount\nA,$1000\nB,$20 \n", "AUD", "1,020.00 AUD"),
        ("Package,Amount\nA,£1000\nB,20 GBP\n", "", "1,020.00 GBP"),
        ("Package,Amount (€)\nA,1000\nB,EUR 20\n", "", "1,020.00 EUR"),
        ("Package,Amount\nA,1000 zł\nB,20\n", "", "1,020.00 PLN"),
        ("Package,Amount\nA,¥1000\nB,20\n", "JPY", "1,020 JPY"),
    ];
    for (sheet, currency, sum) in sums {
        let (_folder, path) = file("asks.csv", sheet.as_bytes());
        let mut arguments = vec!["--calendar", "2027"];
        if !currency.is_empty() {
            arguments.extend(["--currency", currency]);
        }
        let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        let (run, _, _scratch) = import(&path, &arguments);
        assert!(run.code == Some(0) && run.notes.contains(sum), "{sheet}: {}", run.notes);
    }
}

#[test]
fn a_workbook_is_brought_in_as_people_see_it() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Asks").expect("a sheet");
    let rows = [("Package", "Category"), ("Night desk", "Salaries"), ("Secret", "Salaries"), ("Peak help", "Agency")];
    for (row, (package, category)) in (0..).zip(rows) {
        sheet.write(row, 0, package).expect("a cell").write(row, 1, category).expect("a cell");
    }
    sheet.write(0, 2, "Ask EUR").expect("a cell");
    sheet.write(1, 2, 0.1 + 0.2).expect("a cell").write(2, 2, 99.0).expect("a cell");
    sheet.write_formula(3, 2, Formula::new("=C2*2").set_result("0.6")).expect("a cell");
    sheet.write(4, 0, "Total").expect("a cell");
    sheet.write_formula(4, 2, Formula::new("=SUBTOTAL(109,C2:C4)").set_result("0.9")).expect("a cell");
    sheet.set_row_hidden(2).expect("a row");
    workbook.add_worksheet().set_name("Old").expect("a sheet").set_hidden(true);
    let (_folder, path) = file("asks.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    let (run, text, _scratch) = import(&path, &["--calendar".into(), "2027".into()]);
    insta::assert_snapshot!(format!("{}---\n{}", run.notes, text.expect("a plan")));
}

#[test]
fn nothing_is_written_beside_something_else() {
    let (folder, path) = file("asks.csv", b"Package,Amount EUR\nA,12\n");
    let into = folder.path().display().to_string();
    let run = zbb(&["import", &path.display().to_string(), "--into", &into, "--calendar", "2027"]);
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    assert!(run.notes.contains("is not empty"), "{}", run.notes);
    assert!(!folder.path().join("plan.zbb").exists());
}

/// Cells of a column, a few words that come again and again.
fn cells(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

/// A row of a sheet: package, level, category, department, owner, justification, consequence, alternative, today, months.
fn row() -> impl Strategy<Value = String> {
    let amounts = cells(&["", "0", "10", "10", "25.50", "-7", "-7", "1_0", "3"]).prop_map(|cell| cell.replace('_', ""));
    let months = prop::collection::vec(amounts, 4);
    let words = (
        cells(&["Alpha", "Alpha", "Beta", "from", "Über alles"]),
        cells(&["", "Base", "Plus", "base"]),
        cells(&["", "Pay", "Pay", "Kit", "month"]),
        cells(&["", "Care", "Sales"]),
        cells(&["", "Ann", "Bob"]),
        cells(&["", "It helps", "It pays"]),
        cells(&["", "Bad"]),
        cells(&["", "", "Do nothing", "Base"]),
        cells(&["", "", "900", "-5", "0"]),
    );
    (words, months).prop_map(|((package, level, category, department, owner, why, then, other, today), months)| {
        let words = [package, level, category, department, owner, why, then, other, today].join(",");
        format!("{words},{}\n", months.join(","))
    })
}

/// What `check` calls an error in a plan, counted as an import counts what is to be written; and what it does not count.
fn left_to_write(text: &str) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let sources = Sources::single("plan.zbb", text);
    let found = Parsed::read(&sources).check(None);
    let (mut counted, mut others) = (BTreeMap::new(), Vec::new());
    for finding in found.items().iter().filter(|finding| finding.severity == Severity::Error) {
        let message = finding.message.to_string();
        let lacks = |property: &str| finding.code.id() == "E0212" && message.ends_with(&format!("has no `{property}`"));
        let noun = match finding.code.id() {
            _ if lacks("justification") => "justification",
            _ if lacks("consequence") => "consequence",
            _ if lacks("department") => "department of",
            _ if lacks("owner") => "owner",
            "E0402" => "effect",
            "E0401" => "level of",
            "E0403" => "cost of",
            "E0405" => "that",
            "E0217" if message.contains("category_to_name") => "category of",
            _ => {
                others.push(format!("{} {message}", finding.code.id()));
                continue;
            }
        };
        *counted.entry(noun).or_default() += 1;
    }
    (counted, others)
}

/// The same as the import says it.
fn said_to_write(to_write: &str) -> BTreeMap<&'static str, usize> {
    let mut said = BTreeMap::new();
    for part in to_write.split(", ").filter(|part| !part.is_empty()) {
        let (count, noun) = part.split_once(' ').expect("a count");
        let noun = match noun {
            noun if noun.contains(" that ") => "that",
            noun if noun.starts_with("justification") => "justification",
            noun if noun.starts_with("consequence") => "consequence",
            noun if noun.starts_with("effect") => "effect",
            noun if noun.starts_with("owner") => "owner",
            noun if noun.starts_with("level") => "level of",
            noun if noun.starts_with("cost") => "cost of",
            noun if noun.starts_with("categor") => "category of",
            noun if noun.starts_with("department") => "department of",
            noun => panic!("{noun}"),
        };
        *said.entry(noun).or_default() += count.parse::<usize>().expect("a number");
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// What is brought in has no errors but those that are said to be left to write, and those are all there.
    #[test]
    fn any_sheet_leaves_what_is_said_to_write(rows in prop::collection::vec(row(), 1..9)) {
        let header = "Package,Level,Category,Department,Owner,Justification,Consequence,Alternative,Today,\
                      Jan 2027,Feb 2027,Mar 2027,Q2 2027\n";
        let sheet = format!("{header}{}", rows.concat());
        let table = read_table(sheet.as_bytes(), Separated::default(), None).expect("a table");
        let said = Said { currency: Currency::parse("EUR"), title: "Asks".to_owned(), ..Said::default() };
        let columns = columns(&table, &said).expect("columns");
        let imported = match import_table(&table, &columns, &said) {
            Ok(imported) => imported,
            Err(Problem::Nothing) => return Ok(()),
            Err(problem) => panic!("{sheet}\n{problem}"),
        };
        let (mut left, others) = left_to_write(&imported.text);
        let mut to_write = said_to_write(&imported.to_write);
        prop_assert!(others.is_empty(), "{sheet}\n{}\n{others:?}", imported.text);
        // One finding tells of a category that several lines lack.
        let lacks = [left.remove("category of").is_some(), to_write.remove("category of").is_some()];
        prop_assert_eq!(lacks[0], lacks[1], "{}\n{}", &sheet, &imported.text);
        prop_assert_eq!(left, to_write, "{}\n{}", &sheet, &imported.text);
    }
}
