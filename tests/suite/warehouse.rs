//! Ledgers that stay in a warehouse: the query parses in every dialect, and what DuckDB makes of it is the ledger that reading
//! the same rows here gives, to the cent.

use crate::skipped::skipped;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use sqlparser::dialect::{AnsiDialect, ClickHouseDialect, DatabricksDialect, DuckDbDialect, PostgreSqlDialect};
use sqlparser::parser::Parser;
use zbb::check::CheckedPlan;
use zbb::compile::{Options, compile};
use zbb::diagnostic::{Diagnostics, short};
use zbb::ledger::warehouse::{Dialect, Mismatch, Table, query, read_result, source_of};
use zbb::ledger::{FileTrouble, Files, Ledger, close, read};
use zbb::source::Sources;

/// A plan whose ledgers use every way to name things: levels by themselves and within their package, alternatives, what ends,
/// departments, two sources with opposite signs, orders, currencies, and texts that SQL could trip over.
const PLAN: &str = r#"plan shop "Shop" { currency: EUR, calendar: 2027-01 .. 2027-12 }
role lead
department team "The lead's team" { owner: lead }
department back "back\\office" { owner: lead, part_of: team }
category pay { owner: lead }
category kit { owner: lead, kind: capital }
category sales { owner: lead, kind: income }
exchange USD { rate: 0.9 EUR, source: "Bank", as_of: 2026-12-01 }
channel chat
channel phone "Ünïted phone"
kpi nps { kind: nps, baseline: 31 pts, target: 45 pts by 2027-12, source: "Survey" }
retire fax "Old fax" { department: team, owner: lead, today: 1200 EUR of 2026, because: "Nobody sends one." }
package help "Help" {
  department: team
  owner: lead
  justification: "Four of ten hang up."
  consequence: "They go on hanging up."
  level early { cost pay: 1k EUR/month, effect nps: +1 pts evidence history }
  level late { cost pay: 500 EUR/month from 2027-04, effect nps: +1 pts evidence history }
}
package tools "Tools" {
  department: back
  owner: lead
  justification: "Half of them are broken."
  consequence: "They stay broken."
  level own { cost kit: 900 EUR from 2027-01 to 2027-12, effect nps: +1 pts evidence history }
  alternative rent "Rent them" {
    level basic { cost kit: 1200 EUR from 2027-01 to 2027-12, effect nps: +1 pts evidence history }
  }
  alternative buy "Buy them" {
    level few { cost kit: 2200 EUR from 2027-01 to 2027-12, effect nps: +1 pts evidence history }
    level all { cost kit: 3200 EUR from 2027-01 to 2027-12, effect nps: +1 pts evidence history }
  }
}
ranking board { help.early, help.late, tools.own, tools.rent.basic, tools.buy.few, tools.buy.all }
funding { budget: 40k EUR, policy: skip }
actuals books {
  from: "books.csv"
  date: "Day"
  amount: "A\"mount"
  currency: "Currency"
  package: "Ob'ject"
  level: "Level"
  category: "Account"
  department: "Unit"
  channel: "Way"
  status: "State"
  reference: "Order"
  quantity: "Hours"
  committed: ["order", "it's open"]
  final: "last"
  map category "64*": pay
  map category "6410": kit
  map category "ü€*": sales
  map package "K'4": fax
  map package "K*": help
  map package "": tools
  ignore category "9*" because "balance sheet"
  ignore status "void" because "taken back"
  ignore channel "post*" because "by post"
}
actuals bank {
  from: "bank.csv"
  date: "Day"
  debit: "Out"
  credit: "In"
  package: "Object"
  category: "Account"
  reference: "Order"
  status: "State"
  committed: "order"
  sign: debit
}
"#;

/// Files that are texts.
struct Memory(BTreeMap<&'static str, String>);

impl Files for Memory {
    fn find(&self, pattern: &str) -> Result<Vec<String>, FileTrouble> {
        Ok(self.0.keys().filter(|path| **path == pattern).map(|path| (*path).to_owned()).collect())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileTrouble> {
        Ok(Box::new(Cursor::new(self.0[path].clone().into_bytes())))
    }
}

fn checked(text: &str) -> CheckedPlan {
    let sources = Sources::single("plan.zbb", text);
    let compiled = compile(&sources, Options::default());
    let Some(plan) = compiled.checked else { panic!("{}", short(compiled.diagnostics.items(), &sources)) };
    plan
}

fn tables(plan: &CheckedPlan) -> Vec<Table> {
    plan.plan().actuals.values().map(|actuals| Table(source_of(actuals).to_owned())).collect()
}

#[test]
fn the_query_parses_in_every_dialect() {
    let plan = checked(PLAN);
    let month = plan.calendar.month(5).expect("a month");
    let text = |dialect| query(&plan, month, dialect, &tables(&plan));
    let parsed = |dialect: &dyn sqlparser::dialect::Dialect, text: &str| match Parser::parse_sql(dialect, text) {
        Ok(statements) => assert_eq!(statements.len(), 1, "{text}"),
        Err(error) => panic!("{error}\n{text}"),
    };
    parsed(&AnsiDialect {}, &text(Dialect::Ansi));
    parsed(&PostgreSqlDialect {}, &text(Dialect::Postgres));
    parsed(&DuckDbDialect {}, &text(Dialect::DuckDb));
    parsed(&ClickHouseDialect {}, &text(Dialect::ClickHouse));
    parsed(&DatabricksDialect {}, &text(Dialect::Spark));
}

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

/// Rows of both sources, as CSV.
fn ledgers(dice: &mut Dice) -> Memory {
    let mut books = String::from("Day,\"A\"\"mount\",Currency,Ob'ject,Level,Account,Unit,Way,State,Order,Hours\n");
    for _ in 0..dice.below(60) + 1 {
        let (year, month) = ([2026, 2027, 2027, 2027, 2028][dice.below(5)], dice.below(12) + 1);
        let object = dice.of(&[
            "help",
            "tools",
            "fax",
            "K'4",
            "K1",
            "help.early",
            "tools.rent",
            "tools.buy",
            "Old fax",
            "",
            "tools.buy.all",
            " Help ",
        ]);
        let level = match object {
            "help" => dice.of(&["", "early", "late", "help.late"]),
            "tools.buy" => dice.of(&["", "few", "all"]),
            _ => "",
        };
        let _ = writeln!(
            books,
            "{year}-{month:02}-{:02},{}{}.{:02},{},{object},{level},{},{},{},{},{},{}",
            dice.below(28) + 1,
            dice.of(&["", "", "", "-"]),
            dice.below(3000),
            dice.below(100),
            dice.of(&["", "EUR", "USD"]),
            dice.of(&["pay", "6410", "6400", "64", "kit", "ü€7", "900", "", "sales"]),
            dice.of(&["", "team", "back", "The lead's team", "back\\office"]),
            dice.of(&["", "chat", "phone", "post 1", "Ünïted phone"]),
            dice.of(&["", "paid", "order", "it's open", "last", "void"]),
            dice.of(&["", "", "P1", "P2", "P3", "P'4"]),
            dice.of(&["", "1", "2.5", "2.5"]),
        );
    }
    let mut bank = String::from("Day,Out,In,Object,Account,Order,State\n");
    for _ in 0..dice.below(30) + 1 {
        let (out, back) = [("12.34", ""), ("", "5.5"), ("100", "0.01"), ("7", "")][dice.below(4)];
        let _ = writeln!(
            bank,
            "2027-{:02}-01,{out},{back},{},{},{},{}",
            dice.below(12) + 1,
            dice.of(&["help", "tools", "fax"]),
            dice.of(&["pay", "sales", "kit"]),
            dice.of(&["", "P1", "P2"]),
            dice.of(&["order", "paid", "PAID"]),
        );
    }
    Memory(BTreeMap::from([("books.csv", books), ("bank.csv", bank)]))
}

fn read_here(plan: &CheckedPlan, files: &Memory, closed: usize) -> Ledger {
    let mut found = Diagnostics::new();
    let books = read(&mut found, plan, files);
    close(&mut found, plan, books, Some(closed)).unwrap_or_else(|| panic!("{:?}", found.items()))
}

/// What runs the query of each folder over its files; prints what is missing where there is no DuckDB.
const RUN: &str = r#"
import sys
try:
    import duckdb
except ImportError:
    print("no duckdb"); sys.exit(0)
for folder in sys.argv[1:]:
    base = duckdb.connect()
    for name in ("books", "bank"):
        amounts = {"books": ['A"mount', "Hours"], "bank": ["Out", "In"]}[name]
        base.execute(f"CREATE TABLE raw AS SELECT * FROM read_csv('{folder}/{name}.csv', all_varchar=true, header=true)")
        kept = []
        for (column,) in base.execute("SELECT column_name FROM (DESCRIBE raw)").fetchall():
            quoted = '"' + column.replace('"', '""') + '"'
            kind = "DECIMAL(38,6)" if column in amounts else "DATE" if column == "Day" else "VARCHAR"
            kept.append(f"CAST(NULLIF({quoted}, '') AS {kind}) AS {quoted}")
        base.execute(f"CREATE TABLE {name} AS SELECT {', '.join(kept)} FROM raw")
        base.execute("DROP TABLE raw")
    query = open(f"{folder}/query.sql", encoding="utf-8").read()
    base.execute(f"COPY ({query}) TO '{folder}/result.csv' (HEADER)")
print("done")
"#;

/// The same in a PostgreSQL of its own, which listens to nobody.
const RUN_POSTGRES: &str = r#"
set -e
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -n "$bin" ] || { echo absent; exit 0; }
place=$(mktemp -d); as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$place"; as="runuser -u postgres --"; fi
cd "$place"
trap '$as $bin/pg_ctl -D $place/data -m immediate stop >/dev/null 2>&1; rm -rf $place' EXIT
$as $bin/initdb -D $place/data -A trust --locale=C.UTF-8 -E UTF8 >/dev/null
$as $bin/pg_ctl -D $place/data -w -o "-c listen_addresses='' -k $place" -l $place/log start >/dev/null
for folder in "$@"; do
  $as psql -h $place -d postgres -q --csv -v ON_ERROR_STOP=1 < $folder/script.sql > $folder/result.csv
done
echo done
"#;

/// The same in ClickHouse, as `chdb` brings it to Python.
const RUN_CLICKHOUSE: &str = r#"
import sys
try:
    from chdb import session
except ImportError:
    print("no chdb"); sys.exit(0)
import csv
base = session.Session()
quoted = lambda name: '"' + name.replace("\\", "\\\\").replace('"', '""') + '"'
for folder in sys.argv[1:]:
    for name in ("books", "bank"):
        amounts = {"books": ['A"mount', "Hours"], "bank": ["Out", "In"]}[name]
        with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        raw = ", ".join(f"c{place} Nullable(String)" for place in range(len(header)))
        kind = lambda column: "Decimal(38, 6)" if column in amounts else "Date" if column == "Day" else "String"
        kept = ", ".join(f"CAST(NULLIF(c{place}, '') AS Nullable({kind(column)})) AS {quoted(column)}"
                         for place, column in enumerate(header))
        base.query(f"DROP TABLE IF EXISTS {name}")
        base.query(f"CREATE TABLE {name} ENGINE = Memory AS SELECT {kept} "
                   f"FROM file('{folder}/{name}.csv', 'CSV', '{raw}') SETTINGS input_format_csv_skip_first_lines = 1")
    query = open(f"{folder}/query.sql", encoding="utf-8").read()
    with open(f"{folder}/result.csv", "wb") as result:
        result.write(base.query(query, "CSVWithNames").bytes())
print("done")
"#;

/// The tables, their rows and the query, for `psql`.
fn script(files: &Memory, query: &str) -> String {
    let books = r#"("Day" date, "A""mount" numeric, "Currency" text, "Ob'ject" text, "Level" text, "Account" text,
        "Unit" text, "Way" text, "State" text, "Order" text, "Hours" numeric)"#;
    let bank =
        r#"("Day" text, "Out" numeric, "In" numeric, "Object" text, "Account" text, "Order" text, "State" text)"#;
    let mut script = "SET client_min_messages = warning;\nSET jit = off;\n".to_owned();
    for (table, columns) in [("books", books), ("bank", bank)] {
        let rows = &files.0[format!("{table}.csv").as_str()];
        let _ = write!(script, "DROP TABLE IF EXISTS {table};\nCREATE TABLE {table} {columns};\n");
        let _ = write!(script, "COPY {table} FROM STDIN (FORMAT csv, HEADER);\n{rows}\\.\n");
    }
    format!("{script}{query};\n")
}

/// An engine that adds up for real.
#[derive(Clone, Copy, PartialEq)]
enum Engine {
    DuckDb,
    Postgres,
    ClickHouse,
}

impl Engine {
    fn dialect(self) -> Dialect {
        match self {
            Engine::DuckDb => Dialect::DuckDb,
            Engine::Postgres => Dialect::Postgres,
            Engine::ClickHouse => Dialect::ClickHouse,
        }
    }

    /// What runs it: a program, and the script that it is given.
    fn runs(self) -> [&'static str; 3] {
        match self {
            Engine::DuckDb => ["python3", "-c", RUN],
            Engine::Postgres => ["sh", "-c", RUN_POSTGRES],
            Engine::ClickHouse => ["python3", "-c", RUN_CLICKHOUSE],
        }
    }

    /// What has to be there.
    fn needs(self) -> &'static str {
        match self {
            Engine::DuckDb => "`duckdb` of Python",
            Engine::Postgres => "PostgreSQL",
            Engine::ClickHouse => "`chdb` of Python",
        }
    }
}

/// Plays random ledgers both ways; nothing where the engine is not there.
fn played(engine: Engine, count: u64) {
    let plan = checked(PLAN);
    let folder = tempfile::tempdir().expect("a folder");
    let mut cases = Vec::new();
    for seed in 0..count {
        let mut dice = Dice(seed.wrapping_mul(977) + 5);
        let files = ledgers(&mut dice);
        let closed = dice.below(12);
        let place = folder.path().join(seed.to_string());
        fs::create_dir(&place).expect("a folder");
        for (name, text) in &files.0 {
            fs::write(place.join(name), text).expect("written");
        }
        let month = plan.calendar.month(closed).expect("a month");
        let text = query(&plan, month, engine.dialect(), &tables(&plan));
        fs::write(place.join("script.sql"), script(&files, &text)).expect("written");
        fs::write(place.join("query.sql"), text).expect("written");
        cases.push((place, files, closed));
    }
    let [program, option, script] = engine.runs();
    let mut command = Command::new(program);
    command.args([option, script]);
    if engine == Engine::Postgres {
        command.arg(program);
    }
    let run = command.args(cases.iter().map(|(place, ..)| place)).output();
    let Ok(run) = run else { return skipped(&format!("no `{program}`, so no {} adds up", engine.needs())) };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    if !String::from_utf8_lossy(&run.stdout).contains("done") {
        return skipped(&format!("no {}, so it does not add up", engine.needs()));
    }
    for (place, files, closed) in cases {
        let result = fs::read(place.join("result.csv")).expect("a result");
        let mut found = Diagnostics::new();
        let taken = read_result(&mut found, &plan, ("result.csv", &result), closed).expect("a result of the query");
        let taken = taken.unwrap_or_else(|| panic!("{:?}", found.items()));
        let here = read_here(&plan, &files, closed);
        let told = |ledger: &Ledger| (ledger.cells.clone(), ledger.left_aside.clone(), ledger.later.clone());
        assert_eq!(told(&taken), told(&here), "{}: {:#?}", place.display(), files.0);
    }
}

#[test]
fn duckdb_gives_what_reading_here_gives() {
    played(Engine::DuckDb, 40);
}

#[test]
fn postgresql_gives_what_reading_here_gives() {
    played(Engine::Postgres, 10);
}

#[test]
fn clickhouse_gives_what_reading_here_gives() {
    played(Engine::ClickHouse, 10);
}

/// The same, a thousand times.
#[test]
#[ignore = "minutes of three other programs; run by hand"]
fn a_thousand_ledgers_in_a_warehouse() {
    played(Engine::DuckDb, 1000);
    played(Engine::Postgres, 1000);
    played(Engine::ClickHouse, 1000);
}

const HEADER: &str =
    "plan_digest,source,book_month,state,currency,package,level,category,department,channel,amount,quantity,row_count";

/// What is told of a result with one row.
fn told(row: &str) -> String {
    let plan = checked(PLAN);
    let digest = zbb::ledger::warehouse::digest(&plan, plan.calendar.month(5).expect("a month"));
    let text = format!("{HEADER}\r\n{}\r\n", row.replace("DIGEST", &digest));
    let mut found = Diagnostics::new();
    match read_result(&mut found, &plan, ("result.csv", text.as_bytes()), 5) {
        Err(Mismatch::OtherPlan) => "another plan".to_owned(),
        Err(Mismatch::Shape(what)) => what,
        Ok(_) => found.items().iter().map(|finding| finding.message.clone()).collect::<Vec<_>>().join("; "),
    }
}

#[test]
fn a_result_that_cannot_be_taken_is_refused_with_its_line() {
    assert_eq!(told("0123456789abcdef,books,2027-01,paid,EUR,help,,pay,,,1.00,,1"), "another plan");
    assert_eq!(
        told("DIGEST,books,2027-01,paid,EUR,help,,pay,,,1e3,,1"),
        "line 2: `amount` is `1e3`, which is no number of at most six decimals"
    );
    assert_eq!(
        told("DIGEST,books,01/2027,paid,EUR,help,,pay,,,1,,1"),
        "line 2: `book_month` is `01/2027`; the date column holds days, or texts as `2027-03-15`"
    );
    assert_eq!(
        told("DIGEST,till,2027-01,paid,EUR,help,,pay,,,1,,1"),
        "line 2: `source` is `till`, and no `actuals` of the plan bears that name"
    );
    assert_eq!(
        told("DIGEST,books,2027-01,lost,EUR,help,,pay,,,1,,1"),
        "line 2: `state` is `lost`, which the query does not give"
    );
    assert_eq!(told("DIGEST,books,2027-01,paid,EUR,help,,pay,,,-1.500000,,1"), "");
    let cells = "line 3: it has another number of cells than the header";
    assert_eq!(told("DIGEST,books,2027-01,paid,EUR,help,,pay,,,1,,1\r\nDIGEST,books,2027-01"), cells);
    // A text is not taken for nothing: a package may bear that name.
    assert_eq!(told("DIGEST,books,2027-01,paid,EUR,NULL,,pay,,,1,,1"), "line 2: `NULL` is no package of the plan");
}

#[test]
fn what_the_plan_does_not_know_is_told_with_rows_and_sum() {
    let unknown = told("DIGEST,books,2027-01,bad,EUR,?halp,,,,,12.500000,,3");
    assert!(unknown.contains("halp") && unknown.contains("3 rows") && unknown.contains("12.5"), "{unknown}");
    let currency = told("DIGEST,books,2027-01,paid,EURO,help,,pay,,,1.00,,1");
    assert!(currency.contains("EURO"), "{currency}");
    let bad = told("DIGEST,books,,bad,EUR,,,,,,,,2");
    assert_eq!(bad, "`result.csv` counts 2 rows without a day or an amount");
}

/// Through the command: what is of another plan is refused, and what is of this one is counted.
#[test]
fn the_command_takes_a_result_in_place_of_the_files() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/moments_of_truth");
    let run = |arguments: &[&str]| {
        let mut zbb = Command::new(env!("CARGO_BIN_EXE_zbb"));
        let run = zbb.args(arguments).arg(&plan).args(["--as-of", "2026-12"]).output().expect("zbb runs");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        (run.status.code(), text(&run.stdout), text(&run.stderr))
    };
    let (_, sql, _) = run(&["sql", "--dialect", "ansi"]);
    let digest = sql.split("' AS plan_digest").next().and_then(|before| before.rsplit('\'').next()).expect("a digest");
    let folder = tempfile::tempdir().expect("a folder");
    let result = folder.path().join("result.csv");
    let track = |row: &str| {
        fs::write(&result, format!("{HEADER}\n{row}\n")).expect("written");
        run(&["track", "--format", "json", "--from", result.to_str().expect("a path")])
    };
    let (code, json, _) = track(&format!("{digest},books,2026-07,paid,AUD,first_answer,,wages,,,1234.560000,,7"));
    // Of the income that was expected nothing came: that is beyond what the plan tolerates.
    assert_eq!(code, Some(1));
    assert!(json.contains("1234.56") && json.contains("7 rows in 1 file are counted"), "{json}");
    let (code, _, told) = track("0000000000000000,books,2026-07,paid,AUD,first_answer,,wages,,,1,,1");
    assert_eq!(code, Some(2));
    assert!(told.contains("was made for another plan, or another closed month"), "{told}");
}

#[test]
fn the_project_for_dbt_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().join("dbt");
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/moments_of_truth");
    let mut zbb = Command::new(env!("CARGO_BIN_EXE_zbb"));
    zbb.arg("sql").arg(&plan).args([
        "--dialect",
        "postgres",
        "--as-of",
        "2026-12",
        "--table",
        "books=finance.postings",
        "--dbt",
    ]);
    let run = zbb.arg(&into).output().expect("zbb runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let model = fs::read_to_string(into.join("models/zbb_actuals.sql")).expect("a model");
    assert!(model.contains("FROM {{ source('books', 'books') }}"), "{model}");
    let schema = fs::read_to_string(into.join("models/schema.yml")).expect("a schema");
    assert!(schema.contains("schema: finance") && schema.contains("identifier: postings"), "{schema}");
    let seed = fs::read_to_string(into.join("seeds/zbb_budget.csv")).expect("a seed");
    assert!(seed.starts_with("package,level,category,department,channel,book_month,amount\n"), "{seed}");
    assert!(seed.lines().all(|line| line.split(',').count() == 7), "{seed}");
    assert!(into.join("dbt_project.yml").exists());
}
