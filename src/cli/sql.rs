//! `zbb sql [PATH] --dialect postgres`: the query that adds a ledger up in the warehouse where it lies, or a dbt project of it.

use super::arguments::{SqlArguments, SqlDialect};
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::into;
use super::output::{ColorChoice, note};
use crate::check::CheckedPlan;
use crate::compile::{Options, Parsed};
use crate::control;
use crate::diagnostic::text::visible;
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::ledger::warehouse::{self, Dialect, Table, dbt_project, source_of};
use crate::quantity::Month;

/// Writes the query to standard output, or a dbt project into a folder.
///
/// # Errors
/// When the path leads to no plan, the plan names no ledger or no closed month, a table is not one of the plan's, or the
/// output is lost.
pub(super) fn sql(arguments: &SqlArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let compiled = Parsed::read(&loaded.sources).compile(Options { depth: Depth::Findings, ..Options::default() });
    tell_errors(&compiled.diagnostics, &loaded.sources, color);
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Ending::Failed) };
    if plan.plan().actuals.is_empty() {
        return Err(no_actuals());
    }
    let closed = closed(plan, arguments.as_of)?;
    let month = plan.calendar.month(closed).unwrap_or(plan.calendar.last());
    let dialect = dialect(arguments.dialect);
    let tables = tables(plan, arguments)?;
    match &arguments.dbt {
        None => deliver(&warehouse::query(plan, month, dialect, &tables))?,
        Some(folder) => {
            let budget = control::budget_table(plan, evaluation)
                .map_err(|error| Trouble::new(format!("the budget of the plan does not add up: {error}")))?;
            into::write(folder, &dbt_project(plan, month, dialect, &tables, budget))?;
            note(&format!("wrote a dbt project to `{}`\n", visible(&folder.to_string_lossy())));
        }
    }
    Ok(Ending::Fine)
}

/// What is said of a plan that names no ledger.
pub(super) fn no_actuals() -> Trouble {
    Trouble::new("the plan does not say where its actuals are read from")
        .help("declare `actuals { from: \"ledger/*.csv\", … }`; see `zbb explain actuals`")
}

/// The closed month, by its place in the calendar: said here, or by the plan. A warehouse is not asked for it.
pub(super) fn closed(plan: &CheckedPlan, as_of: Option<Month>) -> Result<usize, Trouble> {
    let said = as_of.map(|month| place(plan, month)).transpose()?;
    said.or(plan.control.closed).ok_or_else(|| {
        Trouble::new("the plan does not say which month is closed").help(format!(
            "say --as-of, such as --as-of {}, or declare `control {{ closed: … }}`",
            plan.calendar.first()
        ))
    })
}

/// The place of a month in the plan's calendar.
pub(super) fn place(plan: &CheckedPlan, month: Month) -> Result<usize, Trouble> {
    plan.calendar.index(month).ok_or_else(|| {
        let (first, last) = (plan.calendar.first(), plan.calendar.last());
        Trouble::new(format!("{month} is no month of the plan")).help(format!("name one from {first} to {last}"))
    })
}

fn dialect(said: SqlDialect) -> Dialect {
    match said {
        SqlDialect::Postgres => Dialect::Postgres,
        SqlDialect::Duckdb => Dialect::DuckDb,
        SqlDialect::Spark => Dialect::Spark,
        SqlDialect::Clickhouse => Dialect::ClickHouse,
        SqlDialect::Ansi => Dialect::Ansi,
    }
}

/// Where each source lies: as said, else a table of its own name.
fn tables(plan: &CheckedPlan, arguments: &SqlArguments) -> Result<Vec<Table>, Trouble> {
    let sources: Vec<&str> = plan.plan().actuals.values().map(source_of).collect();
    if let Some((name, _)) = arguments.table.iter().find(|(name, _)| !sources.contains(&name.as_str())) {
        let names: Vec<String> = sources.iter().map(|source| format!("`{}`", visible(source))).collect();
        return Err(Trouble::new(format!("no `actuals` of the plan is named `{}`", visible(name)))
            .help(format!("the plan names {}", names.join(", "))));
    }
    let table = |source: &&str| {
        let said = arguments.table.iter().find(|(name, _)| name == source);
        Table(said.map_or(*source, |(_, table)| table).to_owned())
    };
    Ok(sources.iter().map(table).collect())
}
