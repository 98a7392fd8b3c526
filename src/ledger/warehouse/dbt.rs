//! A dbt project of the query: takes the plan, the query's tables and the current budget, gives the project's files by path.

use super::dialect::Dialect;
use super::query::query;
use super::table::{Table, source_of};
use crate::check::CheckedPlan;
use crate::quantity::Month;

/// What the project is called; a profile of this name says where the warehouse is.
const PROJECT: &str = "name: zbb
version: \"1.0\"
profile: zbb
model-paths: [\"models\"]
seed-paths: [\"seeds\"]
models:
  zbb:
    +materialized: table
seeds:
  zbb:
    zbb_budget:
      +column_types: {package: varchar, level: varchar, category: varchar, department: varchar, channel: varchar, book_month: varchar, amount: \"decimal(38, 6)\"}
";

/// What the model and the seed hold.
const HELD: &str = "
models:
  - name: zbb_actuals
    description: What the ledgers of the plan come to, for `zbb track --from`; neither rounded nor exchanged.
    columns:
      - name: plan_digest
        description: Of the plan's actuals, names, titles and calendar, and of the closed month.
      - name: state
        description: paid, open (ordered and not paid yet), ignored, outside (of the closed months), outside_ordered, or bad.
        data_tests:
          - accepted_values: {values: [paid, open, ignored, outside, outside_ordered, bad]}
      - name: row_count
        description: The rows of the ledger.
        data_tests: [not_null]
seeds:
  - name: zbb_budget
    description: The current budget by month and line of control, in the plan's currency, after transfers.
    columns:
      - name: amount
        data_tests: [not_null]
";

/// The files of the project.
#[must_use]
pub fn dbt_project(
    plan: &CheckedPlan,
    closed: Month,
    dialect: Dialect,
    tables: &[Table],
    budget: String,
) -> Vec<(String, String)> {
    let mut sources = String::from("version: 2\nsources:\n");
    let mut templated = Vec::new();
    for (actuals, table) in plan.plan().actuals.values().zip(tables) {
        let name = source_of(actuals);
        let (schema, table) = table.0.rsplit_once('.').unwrap_or(("public", &table.0));
        sources.push_str(&format!(
            "  - name: {name}\n    schema: {schema}\n    tables:\n      - name: {name}\n        identifier: {table}\n"
        ));
        templated.push(Table(format!("{{{{ source('{name}', '{name}') }}}}")));
    }
    vec![
        ("dbt_project.yml".to_owned(), PROJECT.to_owned()),
        ("models/schema.yml".to_owned(), sources + HELD),
        ("models/zbb_actuals.sql".to_owned(), query(plan, closed, dialect, &templated)),
        ("seeds/zbb_budget.csv".to_owned(), budget),
    ]
}
