//! What can be typed: the commands with their options, as clap reads them.

use super::output::ColorChoice;
use super::unnamed::UnnamedScenario;
use crate::import::Field;
use crate::quantity::{Calendar, Currency, Date, Month, Number, Period};
use crate::risk::{FEWEST_DRAWS, MOST_DRAWS};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

/// What stands below the commands, for those who see zbb for the first time.
const BEGINNING: &str = "`zbb init my_plan` writes a small plan to start from, `zbb plan my_plan` shows what it comes to, \
                         and `zbb explain NAME` says what a word or a code means.";

/// Compiles zero-based budgets and customer journeys written as plain text.
///
/// A plan is a folder: every `*.zbb` file below it. Exit codes: 0 fine, 1 the plan has errors or a check failed, 2 the
/// command line or a file could not be used, 101 a mistake of zbb's own.
#[derive(Debug, Parser)]
#[command(name = "zbb", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true, after_help = BEGINNING)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report every error and warning of a plan and its scenarios.
    Check(CheckArguments),
    /// Show what is funded, in which order and why, and where the KPIs go.
    Plan(PlanArguments),
    /// Show everything about one thing of a plan: a package, level, KPI, moment, requirement, role, …
    ///
    /// Every figure stands with the formula it comes from and the line of the plan that says so. Exit codes: 0 fine, 1 the
    /// plan has errors (what it says is shown, without figures), 2 nothing bears the name, or the plan cannot be read.
    Why(WhyArguments),
    /// Write the pages of a plan: overview, ranking, a form for each package, journey, KPIs, money and decisions.
    ///
    /// They stand alone in one folder and ask no server for anything; where scripts run, one of their own sorts tables and finds
    /// words. With --track there is a page of the year too: plan, actual and forecast side by side. They take the place of
    /// those of an earlier run at once. Exit codes: 0 fine, 1 the plan has errors (what is there stays where nothing could be
    /// evaluated), 2 the plan cannot be read, or the folder holds something else or cannot be written.
    Report(ReportArguments),
    /// Serve the pages of a plan to this machine's browser, and again after every save: the author's second screen.
    ///
    /// Nothing is written. While the plan has errors the last good pages stand below the findings. With --track the page of the
    /// year follows its ledgers too. It ends with Ctrl-C or with the terminal. Exit codes: 0 it was ended, 2 the plan or a port cannot be used.
    Serve(ServeArguments),
    /// Show how the year goes: budget, actual, variance and forecast from the ledgers that the plan names.
    ///
    /// `zbb report --track` makes a page of it, with bars of the variances and a chart of the money by package.
    /// Exit codes: 0 fine, 1 the plan has errors, a row or a word of a ledger cannot be read, or something strays further
    /// than a `tolerance` lets it, 2 the command line or a file could not be used.
    Track(TrackArguments),
    /// Write the query that adds a ledger up in the warehouse where it lies.
    ///
    /// The query maps words, nets orders and adds up, and nothing else: what it gives, as CSV with its header, is taken by
    /// `zbb track --from`, which exchanges, rounds and judges as it does with files. The table has the columns that
    /// `actuals` names: the date a day (or text such as 2027-03-15), amounts and quantities exact numbers, the rest text.
    /// Exit codes: 0 fine, 1 the plan has errors, 2 the command line or a file could not be used.
    Sql(SqlArguments),
    /// Show what stands beside the decision: the best set of levels, what other budgets would fund, what hangs by a thread,
    /// what missed goals need, and what can go wrong.
    ///
    /// It is advice: the plan stays as it is. Exit codes: 0 fine, 1 the plan has errors, 2 the command line or a file could
    /// not be used.
    Advise(AdviseArguments),
    /// Show what changed in meaning between two folders or git revisions, and what that does to the money; against a plan
    /// file, which of the figures it keeps changed.
    ///
    /// Exit codes: 0 fine, 1 something changed (with --exit-code) or history speaks against it as an error, 2 a plan has
    /// errors or cannot be read.
    Diff(DiffArguments),
    /// Show everything that a name hangs on, and everything that hangs on it, with the money on each link.
    ///
    /// From an idea to its package, its levels, the moments, touchpoints and stages they act on, the KPIs they move, and
    /// the objectives those measure. Without a name: what no thread holds. Exit codes: 0 fine, 1 the plan has errors,
    /// 2 nothing bears the name or a file could not be used.
    Trace(TraceArguments),
    /// Draw a plan: its journey, ideas, roadmap, KPIs, packages or departments.
    ///
    /// Mermaid goes into Markdown, DOT to Graphviz, SVG is a drawing of its own, for light and dark. Exit codes: 0 fine,
    /// 1 the plan has errors, 2 there is nothing of that sort to draw or a file could not be used.
    Graph(GraphArguments),
    /// Write next year's plan, from zero.
    ///
    /// Dates move by the calendar's length. KPIs begin where they now end; what is funded and recurs begins with the
    /// calendar, what was for once becomes a comment; rankings, alternatives, requirements and all ideas are kept.
    /// Justifications and consequences are empty, so that somebody justifies each anew. Exit codes: 0 fine, 1 the plan has
    /// errors, 2 the period does not follow, or the folder is not empty or cannot be written.
    Renew(RenewArguments),
    /// Write plans in the one layout; what they say, and every comment, stays.
    ///
    /// Lines that cannot be read stay as they are, with a note; everything around them is laid out. Exit codes: 0 fine,
    /// also with such lines, 1 `--check` or `--diff` found something to change, 2 a file could not be used (the others
    /// are formatted all the same), 101 a mistake of zbb's own.
    Fmt(FmtArguments),
    /// Explain a finding's code, a declaration, a property, a kind of KPI, a function, or a word of plans or reports.
    Explain(ExplainArguments),
    /// Write a small plan to start from.
    Init(InitArguments),
    /// Make a plan of the spreadsheet a team has (CSV or XLSX), or of Mermaid's `journey` text.
    ///
    /// Amounts come over to the cent or not at all, and nothing is invented: what the sheet lacks, `zbb check` lists as the
    /// work to do. What is not certain is asked for; without a terminal it has to be said with the options below. Exit
    /// codes: 0 a plan was written, 2 nothing was.
    Import(ImportArguments),
    /// Serve an editor: findings, figures, completion and more while a plan is written.
    ///
    /// Editors start it themselves and speak to it over standard input and output (the Language Server Protocol).
    Lsp,
    /// Merge three versions of a file of a plan, as git's merge driver.
    ///
    /// The result is written to OURS; nothing is left to decide in a `plan.lock`, which is worked out from the plan. With a
    /// PATH, it is looked up in the commits that git merges what one side moved to another file of the plan. Exit
    /// codes, as git has them: 0 merged, 1 something is left to decide between markers, 129 nothing was merged.
    Merge(MergeArguments),
    /// Have git merge plans by what they say; shows what it writes, and asks.
    GitSetup(SetupArguments),
    /// Pass a file through, as the diff of clones that were set up long ago asks for.
    #[command(hide = true)]
    Textconv(TextconvArguments),
    /// Show what the compiler itself works with.
    #[command(hide = true, subcommand)]
    Debug(DebugCommand),
    /// Write what makes a shell complete `zbb` commands.
    Completions(CompletionArguments),
}

/// `zbb check`
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How findings are written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: FindingFormat,
    /// Fail on warnings too.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Denied>,
    /// Mend what can be mended without asking, then check again.
    #[arg(long)]
    pub fix: bool,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb plan`
#[derive(Debug, Args)]
pub struct PlanArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How the plan is written, to standard output or the file of `--out`.
    #[arg(long, value_enum, default_value_t)]
    pub format: PlanFormat,
    /// Write to this file; a workbook can go nowhere else.
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"), conflicts_with = "locked")]
    pub out: Option<PathBuf>,
    /// Keep what the plan comes to in `plan.lock` beside it, for reviewers.
    #[arg(long, conflicts_with_all = ["locked", "scenario", "set", "change"])]
    pub write: bool,
    /// Fail, with the lines that differ, when `plan.lock` does not keep what the plan comes to now; print nothing else.
    #[arg(long, conflicts_with_all = ["scenario", "set", "change"])]
    pub locked: bool,
    /// Evaluate a scenario; with several, separated by commas, they stand side by side with the plan as written.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub scenario: Vec<String>,
    /// What is set and changed for this run; with a scenario, on top of it.
    #[command(flatten)]
    pub unnamed: UnnamedScenario,
    /// The month that the roadmap is looked back from, such as 2027-06: what was due by its end and is not done, is late.
    /// With --track also the last month that is closed.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// Take the year's course in: what `zbb track` reads from ledgers and observations, beside what was planned. CSV, which
    /// has room for one table, then holds the course by package.
    #[arg(long, conflicts_with_all = ["locked", "write", "scenario", "set", "change"])]
    pub track: bool,
    /// With `policy: optimal`: how many millions of steps the search for the best set may take, 100 unless said. Steps are
    /// counted, not time: the result is the same on every machine.
    #[arg(long, value_name = "MILLIONS", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub effort: Option<u64>,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// The parts to show, separated by commas; unless said the first five on a terminal, and all in a file or a pipe.
    #[arg(long, value_delimiter = ',', value_name = "PARTS", value_parser = clap::builder::PossibleValuesParser::new(crate::report::show::PARTS), conflicts_with = "locked")]
    pub show: Vec<String>,
    /// Show everything: KPIs without a target too, and what packages bring beyond the 200 that rank highest.
    #[arg(long, conflicts_with = "show")]
    pub all: bool,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb why`
#[derive(Debug, Args)]
pub struct WhyArguments {
    /// A path (quiet_night.door_seals), a title ("A room that keeps quiet"), or either behind its keyword ("kpi nps").
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How it is written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: DocumentFormat,
    /// As a scenario sets the plan.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// What is set and changed for this run; with a scenario, on top of it.
    #[command(flatten)]
    pub unnamed: UnnamedScenario,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb report`
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The folder to write the site to: a new one, an empty one, or one that this command wrote; or one file, by its ending
    /// (.html, .md, .xlsx).
    #[arg(long, value_name = "FOLDER or FILE")]
    pub out: PathBuf,
    /// Write one file in this format, whatever its ending.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// As a scenario sets the plan.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The month that the roadmap is looked back from, such as 2027-06: what was due by its end and is not done, is late.
    /// With --track also the last month that is closed.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// Take the year's course in: what `zbb track` reads from ledgers and observations, beside what was planned.
    #[arg(long, conflicts_with = "scenario")]
    pub track: bool,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// What one file of a report can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// All pages on one.
    Html,
    /// Text for wikis and pull requests.
    Markdown,
    /// A workbook whose totals follow what its reader changes.
    Xlsx,
}

/// `zbb serve`
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The port; the next that is free where it is taken, unless said.
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// As a scenario sets the plan.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The month that the roadmap is looked back from, such as 2027-06. With --track also the last month that is closed.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// Take the year's course in, and again whenever a ledger or a file of observations that the plan names is written.
    #[arg(long, conflicts_with = "scenario")]
    pub track: bool,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb track`
#[derive(Debug, Args)]
pub struct TrackArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The last month that is closed, such as 2027-06; what the plan says, else the last of the unbroken run of months in
    /// which something was paid.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// What the query of `zbb sql` gave in a warehouse, as CSV with its header: taken in place of every `actuals`. Then the
    /// closed month is --as-of, else what the plan says.
    #[arg(long, value_name = "RESULT")]
    pub from: Option<PathBuf>,
    /// How it is written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb sql`
#[derive(Debug, Args)]
pub struct SqlArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The engine that runs it.
    #[arg(long, value_enum)]
    pub dialect: SqlDialect,
    /// The last month that is closed, such as 2027-06; what the plan says unless said.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// Where a source lies: the name of its `actuals` (`actuals` where it has none) and the table as the engine knows it,
    /// such as ledger=finance.postings; a table of the source's own name unless said. May stand several times.
    #[arg(long, value_name = "NAME=TABLE", value_parser = table)]
    pub table: Vec<(String, String)>,
    /// A new or empty folder for a dbt project: the query as a model, the current budget as a seed.
    #[arg(long, value_name = "FOLDER")]
    pub dbt: Option<PathBuf>,
}

/// The engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SqlDialect {
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    Duckdb,
    /// Apache Spark and Databricks.
    Spark,
    /// ClickHouse.
    Clickhouse,
    /// The standard.
    Ansi,
}

/// `zbb advise`
#[derive(Debug, Args)]
pub struct AdviseArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How the advice is written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Which questions are answered, separated by commas; all unless said.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SECTIONS")]
    pub only: Vec<AdviseTopic>,
    /// By how many percent the budget is cut or raised, separated by commas.
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true, default_value = "-5,-10,-20", value_name = "PERCENT", value_parser = percent)]
    pub cuts: Vec<Number>,
    /// Show how far the figures of all levels may move, not only of those nearest to a change.
    #[arg(long)]
    pub all: bool,
    /// How often estimates are drawn, 100 to 1,000,000; 10,000 times unless said here or in `risk`.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(FEWEST_DRAWS..=MOST_DRAWS))]
    pub draws: Option<u64>,
    /// What the random numbers begin with, 1 unless said here or in `risk`: the same seed gives the same figures on every machine.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = seed)]
    pub seed: Option<u64>,
    /// With `--only risk --format csv`: every draw, one a line.
    #[arg(long)]
    pub raw: bool,
    /// How many millions of steps a search for the best set may take, 100 unless said. Steps are counted, not time: the
    /// result is the same on every machine.
    #[arg(long, value_name = "MILLIONS", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub effort: Option<u64>,
    /// Advise on a scenario.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// What is set and changed for this run; with a scenario, on top of it.
    #[command(flatten)]
    pub unnamed: UnnamedScenario,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// A question that `zbb advise` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdviseTopic {
    /// The best set beside what the ranking funds, and the exchanges that bring most of the difference.
    Optimum,
    /// What every budget would fund, from the least that mandates stand with to what all levels cost.
    Frontier,
    /// What another budget would fund, and what falls.
    Cuts,
    /// How far each cost, score and weight may move before what is funded changes.
    Stability,
    /// What each missed target and requirement needs.
    Goal,
    /// How sure it is: how KPIs, cost and requirements spread where estimates have three points or evidence is uncertain.
    Risk,
    /// Mandates, floors, caps and requirements that no set keeps together.
    Conflict,
}

/// `zbb diff`
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The earlier plan: a folder, a `.zbb` file, a `plan.lock`, a git revision (main, HEAD~2; main:plans/a, from the root of
    /// the repository), or both as main...HEAD.
    #[arg(value_name = "A")]
    pub before: OsString,
    /// The later plan, likewise; the plan as it is now unless said.
    #[arg(value_name = "B")]
    pub after: Option<OsString>,
    /// Where the plan is that revisions are of.
    #[arg(long, default_value = ".", value_name = "PATH")]
    pub plan: PathBuf,
    /// Compare with the commit where the history of A and that of B parted.
    #[arg(long)]
    pub merge_base: bool,
    /// What is set and changed in the later plan.
    #[command(flatten)]
    pub unnamed: UnnamedScenario,
    /// How the difference is written, to standard output; Markdown is one comment of at most 60,000 bytes.
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Exit with 1 when something changed.
    #[arg(long)]
    pub exit_code: bool,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
}

/// `zbb trace`
#[derive(Debug, Args)]
pub struct TraceArguments {
    /// A path (store.decision), a title in quotes, or either behind its kind ("kpi nps"); one word alone that is a folder
    /// or a `.zbb` file is the plan.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// The folder of the plan, or a single file; the folder you are in unless said.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// How the threads are written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: DocumentFormat,
    /// The columns to fill; those of the terminal unless said.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb graph`
#[derive(Debug, Args)]
pub struct GraphArguments {
    /// What to draw.
    #[arg(value_name = "WHAT", value_enum)]
    pub subject: GraphSubject,
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How it is written, to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: GraphFormat,
    /// The month that the roadmap is looked back from, such as 2027-06: what was due by its end and is not done, is late.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub as_of: Option<Month>,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphSubject {
    /// Stages with their touchpoints: satisfaction, pains, needs, moments of truth, money.
    Journey,
    /// A mind map of ideas by theme, with what became of each.
    Ideas,
    /// A Gantt chart of milestones: what follows what, what is critical, late or not funded.
    Roadmap,
    /// KPIs with what they are computed from and the objectives they measure.
    Kpis,
    /// Levels with what they need and rule out.
    Packages,
    /// Departments with their packages and money.
    Departments,
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum GraphFormat {
    /// For Markdown: GitHub, GitLab and many editors draw it.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
    /// A drawing that stands alone.
    Svg,
}

/// `zbb renew`
#[derive(Debug, Args)]
pub struct RenewArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The period that follows the calendar, of the same length: FY2028, 2028, 2028-Q1.
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub to: Period,
    /// The folder to write to; it is made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    pub into: PathBuf,
    /// The day on which waivers count, such as 2027-03-15; today (in UTC) unless said.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
}

/// `zbb fmt`
#[derive(Debug, Args)]
pub struct FmtArguments {
    /// The folders and files to format.
    #[arg(default_value = ".", value_name = "PATH", conflicts_with = "stdin")]
    pub paths: Vec<PathBuf>,
    /// Write nothing: list the files that would change, and fail if there are some.
    #[arg(long)]
    pub check: bool,
    /// Write nothing: show the changes as a unified diff, and fail if there are some.
    #[arg(long)]
    pub diff: bool,
    /// Format the text of standard input, and write it to standard output.
    #[arg(long)]
    pub stdin: bool,
    /// What the text of standard input is called in messages and diffs.
    #[arg(long, requires = "stdin", value_name = "PATH")]
    pub stdin_path: Option<PathBuf>,
}

/// `zbb explain`
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// What to explain: E0217, package, package.cost, nps, clv, held back; without a name, a list of what there is.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Write the whole reference as one Markdown document.
    #[arg(long, conflicts_with = "names")]
    pub all: bool,
}

/// `zbb init`
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder to write to; it is made if it is not there.
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

/// `zbb import`
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The spreadsheet, or the text of a journey.
    pub file: PathBuf,
    /// The folder to write to; new or empty.
    #[arg(long, value_name = "FOLDER")]
    pub into: PathBuf,
    /// The sheet of the workbook, where it has several.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Which column holds what, by its heading or its letter: package, level, category, department, amount, owner, today,
    /// justification, consequence, alternative. May stand several times.
    #[arg(long, value_name = "FIELD=HEADING", value_parser = super::typed::column)]
    pub column: Vec<(Field, String)>,
    /// The currency of the amounts, such as EUR.
    #[arg(long, value_name = "CODE", value_parser = super::typed::currency)]
    pub currency: Option<Currency>,
    /// The months planned, such as 2027 or 2027-04..2028-03.
    #[arg(long, value_name = "MONTHS", value_parser = super::typed::calendar)]
    pub calendar: Option<Calendar>,
    /// What an amount of 1 stands for: 1000 where the sheet counts in thousands.
    #[arg(long, value_name = "NUMBER", value_parser = super::typed::scale)]
    pub scale: Option<Number>,
    /// What begins the decimals, where the amounts do not tell.
    #[arg(long, value_enum)]
    pub decimal: Option<Decimal>,
    /// What the plan is called; as the file unless said.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
}

/// What begins the decimals of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decimal {
    /// 1.234,56
    Comma,
    /// 1,234.56
    Point,
}

/// `zbb merge`
#[derive(Debug, Args)]
pub struct MergeArguments {
    /// What both sides began with (git: %O).
    pub base: PathBuf,
    /// What we have; the result is written here (git: %A).
    pub ours: PathBuf,
    /// What they have (git: %B).
    pub theirs: PathBuf,
    /// What the file is called in messages (git: %P).
    pub path: Option<String>,
    /// How often a marker of a conflict repeats its sign (git: %L).
    #[arg(long, default_value_t = 7, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub marker_size: u16,
}

/// `zbb git-setup`
#[derive(Debug, Args)]
pub struct SetupArguments {
    /// A path in the repository.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Write without asking.
    #[arg(long)]
    pub yes: bool,
}

/// `zbb textconv`
#[derive(Debug, Args)]
pub struct TextconvArguments {
    /// The file.
    pub file: PathBuf,
}

/// `zbb debug`
#[derive(Debug, Subcommand)]
pub enum DebugCommand {
    /// The words of the language by their part in it, as JSON, for the grammars of editors.
    Words,
    /// The tree of each file.
    Tree(DebugArguments),
    /// The plan, with each name pointing at what it names.
    Plan(DebugArguments),
    /// What the plan says, each thing in one way, with its line.
    Facts(DebugArguments),
}

/// `zbb debug tree`, `plan` and `facts`
#[derive(Debug, Args)]
pub struct DebugArguments {
    /// The folder of the plan, or a single file.
    #[arg(default_value = ".")]
    pub path: PathBuf,
}

/// `zbb completions`
#[derive(Debug, Args)]
pub struct CompletionArguments {
    /// The shell.
    pub shell: Shell,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum FindingFormat {
    /// Drawn on the lines they are about, for people.
    #[default]
    Human,
    /// One line each.
    Short,
    /// For programs.
    Json,
    /// For services that show findings of many tools.
    Sarif,
    /// As annotations of a pull request on GitHub.
    Github,
}

/// How a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum PlanFormat {
    /// As wide as the terminal, for people.
    #[default]
    Terminal,
    /// For documents and pull requests.
    Markdown,
    /// As a page that stands alone, to read, send or print.
    Html,
    /// For programs; amounts are exact.
    Json,
    /// The ranking sheet, for spreadsheets.
    Csv,
    /// A workbook whose totals follow what its reader changes: another line, level or amount.
    Xlsx,
}

/// How a report with a main table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TableFormat {
    /// As wide as the terminal, for people.
    #[default]
    Terminal,
    /// For documents and pull requests.
    Markdown,
    /// As a page that stands alone, to read, send or print.
    Html,
    /// For programs; amounts are exact.
    Json,
    /// The main table, for spreadsheets.
    Csv,
}

/// How a difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// As wide as the terminal, for people.
    #[default]
    Terminal,
    /// For a comment on a pull request.
    Markdown,
    /// For programs; amounts are exact.
    Json,
    /// A page of its own.
    Html,
}

/// How a report without a table of its own for spreadsheets is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DocumentFormat {
    /// As wide as the terminal, for people.
    #[default]
    Terminal,
    /// For documents and pull requests.
    Markdown,
    /// As a page that stands alone, to read, send or print.
    Html,
    /// For programs; amounts are exact.
    Json,
}

/// What fails a check besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Every warning.
    Warnings,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|_| "write a day such as 2027-03-15".to_owned())
}

fn table(text: &str) -> Result<(String, String), String> {
    let said = text.split_once('=').map(|(name, table)| (name.trim(), table.trim()));
    // A table is put into the query as it is said: only what names one.
    let is_name = |table: &str| {
        !table.is_empty()
            && table.chars().all(|letter| letter.is_alphanumeric() || "_.$\"`-".contains(letter))
            && !table.contains("--")
    };
    match said {
        Some((name, table)) if !name.is_empty() && is_name(table) => Ok((name.to_owned(), table.to_owned())),
        _ => Err("write the name of an `actuals` and its table, such as ledger=finance.postings".to_owned()),
    }
}

fn month(text: &str) -> Result<Month, String> {
    match Period::parse(text) {
        Ok(Period::Month(month)) => Ok(month),
        _ => Err("write a month such as 2027-06".to_owned()),
    }
}

fn period(text: &str) -> Result<Period, String> {
    let year = || text.parse().ok().and_then(Period::year);
    let ends = text.split_once("..").and_then(|(first, last)| {
        match (Period::parse(first.trim()), Period::parse(last.trim())) {
            (Ok(Period::Month(first)), Ok(Period::Month(last))) if first <= last => {
                Some(Period::Months { first, last })
            }
            _ => None,
        }
    });
    let one = Period::parse(text).ok().filter(|period| !matches!(period, Period::Date(_)));
    one.or_else(year)
        .or(ends)
        .ok_or_else(|| "write a period such as FY2028, 2028, 2028-Q1 or 2028-04 .. 2029-03".to_owned())
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("write a whole number between 0 and {}", u64::MAX))
}

/// Reads by how many percent something changes, as a share: `-5`, `+2.5%`.
fn percent(text: &str) -> Result<Number, String> {
    let wrong = || "write percents between -100 and 900, such as -5 or +2.5%".to_owned();
    let plain = text.trim().trim_end_matches('%');
    let (sign, digits) = match plain.strip_prefix(['-', '+']) {
        Some(digits) => (plain.starts_with('-'), digits),
        None => (false, plain),
    };
    let number = Number::parse(digits).map_err(|_| wrong())?;
    let share = number.divide(Number::from_integer(100)).map_err(|_| wrong())?;
    let share = if sign { share.negate() } else { share };
    let is_within = share >= Number::from_integer(-1) && share <= Number::from_integer(9);
    if is_within { Ok(share) } else { Err(wrong()) }
}
