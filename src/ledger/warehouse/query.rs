//! The query: takes a plan, the closed month and where its ledgers lie in the warehouse, gives one `SELECT` whose rows are the
//! cells of a ledger, unrounded, in their own currencies.
//!
//! For each source, `read` takes the columns as written, `said` what their words stand for, `booked` what is counted and for
//! what. Then orders are netted over all sources, and all is added up.

use super::dialect::Dialect;
use super::source::Source;
use super::table::{Table, source_of};
use crate::check::CheckedPlan;
use crate::quantity::Month;
use sha2::{Digest, Sha256};

/// The query; `tables` has a place for each of the plan's `actuals`, in order.
#[must_use]
pub fn query(plan: &CheckedPlan, closed: Month, dialect: Dialect, tables: &[Table]) -> String {
    let digest = digest(plan, closed);
    let about = format!(
        "-- What the ledgers of this plan come to up to {closed}, for `zbb track --from`. Written by `zbb sql`; write it again \
         when\n-- the plan's names, titles, calendar or actuals change. Amounts are neither rounded nor exchanged here.\n"
    );
    // A sum that bears the name of what it sums is the column's there, not its own.
    let own_names = if dialect == Dialect::ClickHouse { "SETTINGS prefer_column_name_to_alias = 1\n" } else { "" };
    let digest = format!("{} AS plan_digest, ", dialect.text(&digest));
    format!("{about}{}{own_names}", body(plan, closed, dialect, tables, &digest))
}

/// The query, with a column before all others; the digest is taken of it without one.
pub(super) fn body(
    plan: &CheckedPlan,
    closed: Month,
    dialect: Dialect,
    tables: &[Table],
    first_column: &str,
) -> String {
    let mut parts = Vec::new();
    let mut all = Vec::new();
    for (index, (actuals, table)) in plan.plan().actuals.values().zip(tables).enumerate() {
        let number = index + 1;
        let source = Source { plan, dialect, closed, actuals, number };
        for (name, select) in source.steps(table) {
            parts.push(format!("{name}_{number} AS (\n{select}\n)"));
        }
        all.push(format!("  SELECT * FROM booked_{number}"));
    }
    parts.push(format!("booked AS (\n{}\n)", all.join("\n  UNION ALL\n")));
    parts.push(format!("counted AS (\n{COUNTED}\n)"));
    parts.push(format!("orders AS (\n{ORDERS}\n)"));
    let sums = SUMS.replace("DECIMAL", dialect.decimal_type());
    format!("WITH\n{}\nSELECT {first_column}{sums}", parts.join(",\n"))
}

/// Rows that count by themselves: all but orders that are followed, and their payments count too.
const COUNTED: &str = "  SELECT source, book_month, state, currency, package, level, category, department, channel,
    SUM(amount) AS amount, SUM(quantity) AS quantity, COUNT(*) AS row_count, COUNT(quantity) AS with_quantity
  FROM booked
  WHERE NOT (state = 'open' AND referenced = 1)
  GROUP BY source, book_month, state, currency, package, level, category, department, channel";

/// What of each order is open: ordered less paid, where it stands last; nothing after a last payment.
const ORDERS: &str =
    "  SELECT source, book_month, state, currency, package, level, category, department, channel, amount,
    SUM(CASE WHEN state = 'open' THEN amount ELSE -amount END)
      OVER (PARTITION BY reference, package, category, currency) AS open_amount,
    MAX(is_final) OVER (PARTITION BY reference, package, category, currency) AS is_closed,
    ROW_NUMBER() OVER (PARTITION BY reference, package, category, currency
      ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, book_month DESC, source_rank DESC, level_rank DESC,
        department_rank DESC, channel_rank DESC) AS place
  FROM booked
  WHERE referenced = 1 AND state IN ('paid', 'open')";

/// Both, added up.
const SUMS: &str = "source, book_month, state, currency, package, level, category, department, channel,
  CAST(SUM(amount) AS DECIMAL) AS amount,
  CAST(CASE WHEN SUM(row_count) = SUM(with_quantity) THEN SUM(quantity) END AS DECIMAL) AS quantity,
  CAST(SUM(row_count) AS BIGINT) AS row_count
FROM (
  SELECT source, book_month, state, currency, package, level, category, department, channel,
    amount, quantity, row_count, with_quantity
  FROM counted
  UNION ALL
  SELECT source, book_month, state, currency, package, level, category, department, channel,
    open_amount AS amount, CAST(NULL AS DECIMAL) AS quantity, 1 AS row_count, 0 AS with_quantity
  FROM orders
  WHERE place = 1 AND state = 'open' AND is_closed = 0 AND open_amount > 0
) cells
GROUP BY source, book_month, state, currency, package, level, category, department, channel
ORDER BY source, book_month, state, currency, package, level, category, department, channel
";

/// The digest of what a query depends on: the `actuals`, names and titles, the calendar and the closed month.
#[must_use]
pub fn digest(plan: &CheckedPlan, closed: Month) -> String {
    let tables: Vec<Table> = plan.plan().actuals.values().map(|actuals| Table(source_of(actuals).to_owned())).collect();
    let text = body(plan, closed, Dialect::Ansi, &tables, "");
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
