//! The query: takes a plan, the closed month and where its ledgers lie in the warehouse, gives one `SELECT` whose rows are the
//! cells of a ledger, unrounded, in their own currencies.
//!
//! For each source, `read` takes the columns as written, `said` what their words stand for, `booked` what is counted and for
//! what. Then orders are netted over all sources, and all is added up.

use super::dialect::Dialect;
use super::meaning::{self, is_of, path};
use super::{digest, has, source_of};
use crate::check::CheckedPlan;
use crate::ledger::columns::named;
use crate::ledger::words::Words;
use crate::model::control::Sign;
use crate::model::people::CategoryKind;
use crate::model::schema::Texts;
use crate::model::{Actuals, AnyId, Kind, Plan};
use crate::quantity::Month;

/// Where a source lies, as the engine names it: `finance.postings`, or what a template makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table(pub String);

/// The columns of words, by their place among the columns of a ledger, and what is made of them.
const WORDS: [(usize, Kind); 5] =
    [(5, Kind::Package), (6, Kind::Level), (7, Kind::Category), (8, Kind::Department), (9, Kind::Channel)];

/// The query; `tables` has a place for each of the plan's `actuals`, in order.
#[must_use]
pub fn query(plan: &CheckedPlan, closed: Month, dialect: Dialect, tables: &[Table]) -> String {
    let digest = digest(plan, closed);
    let about = format!(
        "-- What the ledgers of this plan come to up to {closed}, for `zbb track --from`. Written by `zbb sql`; write it again \
         when\n-- the plan's names, titles, calendar or actuals change. Amounts are neither rounded nor exchanged here.\n"
    );
    let head = format!("SELECT {} AS plan_digest,\n", dialect.text(&digest));
    // A sum that bears the name of what it sums is the column's there, not its own.
    let own_names = if dialect == Dialect::ClickHouse { "SETTINGS prefer_column_name_to_alias = 1\n" } else { "" };
    about + &body(plan, closed, dialect, tables).replacen("SELECT /* digest */\n", &head, 1) + own_names
}

/// The query without its digest, which is taken of this.
pub(super) fn body(plan: &CheckedPlan, closed: Month, dialect: Dialect, tables: &[Table]) -> String {
    let of_source = Of { plan, dialect, closed };
    let mut parts = Vec::new();
    let mut all = Vec::new();
    for (index, (actuals, table)) in plan.plan().actuals.values().zip(tables).enumerate() {
        let number = index + 1;
        parts.push(format!("read_{number} AS (\n{}\n)", of_source.read(actuals, table)));
        parts.push(format!("said_{number} AS (\n{}\n)", of_source.said(actuals, number)));
        parts.push(format!("known_{number} AS (\n{}\n)", of_source.known(number)));
        parts.push(format!("spent_{number} AS (\n{}\n)", of_source.spent(number)));
        parts.push(format!("booked_{number} AS (\n{}\n)", of_source.booked(actuals, number)));
        all.push(format!("  SELECT * FROM booked_{number}"));
    }
    parts.push(format!("booked AS (\n{}\n)", all.join("\n  UNION ALL\n")));
    parts.push(format!("counted AS (\n{COUNTED}\n)"));
    parts.push(format!("orders AS (\n{ORDERS}\n)"));
    let sums = SUMS.replace("DECIMAL", dialect.decimal_type());
    format!("WITH\n{}\n{sums}", parts.join(",\n"))
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
const SUMS: &str = "SELECT /* digest */
  source, book_month, state, currency, package, level, category, department, channel,
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

/// What each part of a source is written with.
struct Of<'p> {
    plan: &'p CheckedPlan,
    dialect: Dialect,
    closed: Month,
}

impl Of<'_> {
    fn plan(&self) -> &Plan {
        self.plan.plan()
    }

    /// The columns as written: month, amount and trimmed words.
    fn read(&self, actuals: &Actuals, table: &Table) -> String {
        let dialect = self.dialect;
        let column = |index: usize| {
            let name = named(actuals).get(index).copied().flatten();
            name.map_or_else(|| "NULL".to_owned(), |name| dialect.name(name.value.trim()))
        };
        let amount = if has(actuals, 1) {
            dialect.amount(&column(1))
        } else {
            let (debit, credit) = (dialect.amount(&column(2)), dialect.amount(&column(3)));
            let side = |column: String, exact: &str| format!("CASE WHEN {column} IS NULL THEN 0 ELSE {exact} END");
            format!(
                "CASE WHEN {} IS NULL AND {} IS NULL THEN NULL\n      ELSE {} - {} END",
                column(2),
                column(3),
                side(column(2), &debit),
                side(column(3), &credit)
            )
        };
        let quantity = match has(actuals, 11) {
            true => dialect.amount(&column(11)),
            false => format!("CAST(NULL AS {})", dialect.decimal_type()),
        };
        let word = |index: usize| if has(actuals, index) { dialect.word(&column(index)) } else { "''".to_owned() };
        let mut lines = vec![
            format!("{} AS book_month", dialect.month(&column(0))),
            format!("{amount} AS amount"),
            format!("{quantity} AS quantity"),
        ];
        for (index, kind) in WORDS {
            lines.push(format!("{} AS {}_word", word(index), kind.keyword()));
        }
        lines.push(format!("{} AS currency_word", word(4)));
        lines.push(format!("{} AS status_word", word(10)));
        lines.push(format!("{} AS reference", word(12)));
        format!("  SELECT\n    {}\n  FROM {}", lines.join(",\n    "), table.0)
    }

    /// What the words stand for.
    fn said(&self, actuals: &Actuals, number: usize) -> String {
        let dialect = self.dialect;
        let plan = self.plan();
        let mut lines = vec!["book_month, amount, quantity, reference".to_owned()];
        let statuses = Words::of_status(actuals);
        let status = match has(actuals, 10) {
            true => meaning::case(dialect, plan, &statuses, "status_word", "NULL"),
            false => dialect.nothing(),
        };
        lines.push(format!("{status} AS status_said"));
        for (index, kind) in WORDS {
            let word = format!("{}_word", kind.keyword());
            let said = if !has(actuals, index) {
                dialect.nothing()
            } else {
                let words = Words::of(plan, actuals, kind);
                meaning::case(dialect, plan, &words, &word, &format!("'?' || {word}"))
            };
            lines.push(format!("{said} AS {}_said", kind.keyword()));
        }
        let own = dialect.text(&self.plan.currency.to_string());
        lines.push(format!("CASE WHEN currency_word = '' THEN {own} ELSE currency_word END AS currency"));
        lines.push(format!("{} AS status", self.status(actuals)));
        let follows = actuals.committed.is_some() && has(actuals, 12);
        let referenced = if follows { "CASE WHEN reference = '' THEN 0 ELSE 1 END" } else { "0" };
        lines.push(format!("{referenced} AS referenced"));
        format!("  SELECT {}\n  FROM read_{number}", lines.join(",\n    "))
    }

    /// Whether money was paid or ordered, and whether its order ends with it.
    fn status(&self, actuals: &Actuals) -> String {
        let among = |texts: &Texts| self.dialect.texts(texts.0.iter().map(|text| text.value.trim()));
        let ordered =
            actuals.committed.as_ref().map(|texts| format!("WHEN status_word IN ({}) THEN 'ordered' ", among(texts)));
        let last =
            actuals.r#final.as_ref().map(|texts| format!("WHEN status_word IN ({}) THEN 'final' ", among(texts)));
        match (ordered, last) {
            (None, None) => "'paid'".to_owned(),
            (ordered, last) => {
                format!("CASE {}{}ELSE 'paid' END", ordered.unwrap_or_default(), last.unwrap_or_default())
            }
        }
    }

    /// A level that is named without its package, within the package of its row.
    fn known(&self, number: usize) -> String {
        let dialect = self.dialect;
        let paths = self.plan().levels.values().map(|level| &*level.head.path);
        let inside =
            format!("{} || '.' || {}", dialect.after_space("package_said"), dialect.part("level_said", 2, None));
        let level = match dialect.texts(paths) {
            paths if paths.is_empty() => "level_said".to_owned(),
            paths => format!(
                "CASE WHEN {} = '?' AND {inside} IN ({paths})\n      THEN '{} ' || {inside} ELSE level_said END",
                dialect.beginning("level_said", 1),
                Kind::Level.keyword()
            ),
        };
        format!(
            "  SELECT book_month, amount, quantity, reference, status, referenced, currency, status_said, package_said,\n    \
             category_said, department_said, channel_said,\n    {level} AS level_said\n  FROM said_{number}"
        )
    }

    /// The level that is meant, by the word of a level before that of a package.
    fn spent(&self, number: usize) -> String {
        let level = format!(
            "CASE WHEN level_said IS NOT NULL THEN {}\n      ELSE {} END",
            self.level_in("level_said"),
            self.level_in("package_said")
        );
        format!("  SELECT known_{number}.*,\n    {level} AS level\n  FROM known_{number}")
    }

    /// The level in a token: its own, or the only one of an alternative.
    fn level_in(&self, token: &str) -> String {
        let dialect = self.dialect;
        let plan = self.plan();
        let mut lines =
            vec![format!("WHEN {} THEN {}", is_of(dialect, token, Kind::Level), path(dialect, token, Kind::Level))];
        for (alternative, level) in only_levels(plan) {
            let of = meaning::token(plan, alternative);
            lines.push(format!("WHEN {token} = {} THEN {}", dialect.text(&of), dialect.text(level)));
        }
        format!("CASE {} END", lines.join("\n        "))
    }

    /// What is counted, and for what.
    fn booked(&self, actuals: &Actuals, number: usize) -> String {
        let dialect = self.dialect;
        let plan = self.plan();
        let first = |column: &str, sign: &str| format!("{} = '{sign}'", dialect.beginning(column, 1));
        let columns = WORDS.map(|(_, kind)| format!("{}_said", kind.keyword()));
        let mut state = vec![
            "WHEN book_month IS NULL OR amount IS NULL THEN 'bad'".to_owned(),
            "WHEN status_said IS NOT NULL THEN 'ignored'".to_owned(),
        ];
        for column in &columns {
            state.push(format!("WHEN {} THEN 'ignored'", first(column, "!")));
            state.push(format!("WHEN {} THEN 'bad'", first(column, "?")));
        }
        let (from, to) = (self.plan.calendar.first().to_string(), self.closed.to_string());
        state.push(format!(
            "WHEN book_month < '{from}' OR book_month > '{to}' THEN CASE WHEN status = 'ordered' THEN 'outside_ordered' ELSE \
             'outside' END"
        ));
        state.push("WHEN status = 'ordered' THEN 'open' ELSE 'paid'".to_owned());
        let named = |column: &str, kind: Kind| {
            format!("CASE WHEN {} THEN {} END", is_of(dialect, column, kind), path(dialect, column, kind))
        };
        let alternative = |column: &str| {
            format!(
                "WHEN {} THEN {}",
                is_of(dialect, column, Kind::Alternative),
                dialect.before_point(&path(dialect, column, Kind::Alternative))
            )
        };
        let package = format!(
            "CASE WHEN level IS NOT NULL THEN {}\n        {}\n        {}\n        WHEN {} THEN {}\n        WHEN {} THEN package_said END",
            dialect.before_point("level"),
            alternative("level_said"),
            alternative("package_said"),
            is_of(dialect, "package_said", Kind::Package),
            path(dialect, "package_said", Kind::Package),
            is_of(dialect, "package_said", Kind::Retire),
        );
        let counts = "state IN ('paid', 'open')";
        // What does not count says by which word; what counts, for what it was spent.
        let told = |column: &str, booked: &str| {
            format!(
                "CASE WHEN {counts} THEN {booked}\n      WHEN state IN ('bad', 'ignored') AND {} IN ('?', '!') THEN {column} END",
                dialect.beginning(column, 1)
            )
        };
        let package_told = format!(
            "CASE WHEN {counts} THEN package\n      WHEN state = 'ignored' AND status_said IS NOT NULL THEN '!status ' || {}\n      \
             WHEN state IN ('bad', 'ignored') AND {} IN ('?', '!') THEN package_said END",
            dialect.part("status_said", 2, None),
            dialect.beginning("package_said", 1)
        );
        let outer = [
            format!("{} AS source", dialect.text(source_of(actuals))),
            format!("{number} AS source_rank"),
            "book_month, state, currency, reference, referenced".to_owned(),
            "CASE WHEN status = 'final' THEN 1 ELSE 0 END AS is_final".to_owned(),
            format!("{package_told} AS package"),
            format!("{} AS level", told("level_said", "level")),
            format!("{} AS category", told("category_said", "category")),
            format!(
                "{} AS department",
                told("department_said", "CASE WHEN package IS NULL OR SUBSTRING_RETIRE THEN department END")
            ),
            format!("{} AS channel", told("channel_said", "channel")),
            format!("CASE WHEN state IN ('bad', 'ignored') THEN amount ELSE {} END AS amount", self.natural(actuals)),
            "quantity".to_owned(),
            format!(
                "{} AS level_rank",
                self.rank(actuals, "level", plan.levels.values().map(|level| &*level.head.path))
            ),
            format!(
                "{} AS department_rank",
                self.rank(actuals, "department", plan.departments.values().map(|one| &*one.head.path))
            ),
            format!(
                "{} AS channel_rank",
                self.rank(actuals, "channel", plan.channels.values().map(|one| &*one.head.path))
            ),
        ]
        .map(|line| line.replace("SUBSTRING_RETIRE", &is_of(dialect, "package", Kind::Retire)));
        let inner = [
            "book_month, amount, quantity, reference, status, referenced, currency, level".to_owned(),
            "status_said, package_said, level_said, category_said, department_said, channel_said".to_owned(),
            format!("CASE {} END AS state", state.join("\n      ")),
            format!("{package} AS package"),
            format!("{} AS category", named("category_said", Kind::Category)),
            format!("{} AS department", named("department_said", Kind::Department)),
            format!("{} AS channel", named("channel_said", Kind::Channel)),
        ];
        format!(
            "  SELECT {}\n  FROM (\n    SELECT {}\n    FROM spent_{number}\n  ) rows_{number}",
            outer.join(",\n    "),
            inner.join(",\n      ")
        )
    }

    /// An amount with cost and income both above nought.
    fn natural(&self, actuals: &Actuals) -> String {
        let incomes = self.plan().categories.values().filter(|one| one.kind == Some(CategoryKind::Income));
        let incomes = self.dialect.texts(incomes.map(|one| &*one.head.path));
        let income = if incomes.is_empty() { "1 = 0".to_owned() } else { format!("category IN ({incomes})") };
        match actuals.sign.unwrap_or(Sign::Natural) {
            Sign::Natural if has(actuals, 1) => "amount".to_owned(),
            Sign::Natural | Sign::Debit => format!("CASE WHEN {income} THEN -amount ELSE amount END"),
            Sign::Cash => format!("CASE WHEN {income} THEN amount ELSE -amount END"),
        }
    }

    /// The place of a name in the plan, by which orders that stand in two places are settled; only where orders are followed.
    fn rank<'n>(&self, actuals: &Actuals, column: &str, names: impl Iterator<Item = &'n str>) -> String {
        if actuals.committed.is_none() {
            return "-1".to_owned();
        }
        let lines: Vec<String> = names
            .enumerate()
            .map(|(place, name)| format!("WHEN {column} = {} THEN {place}", self.dialect.text(name)))
            .collect();
        if lines.is_empty() { "-1".to_owned() } else { format!("CASE {} ELSE -1 END", lines.join(" ")) }
    }
}

/// The alternatives that have one level, with it.
fn only_levels(plan: &Plan) -> Vec<(AnyId, &str)> {
    let mut levels: std::collections::BTreeMap<AnyId, Vec<&str>> = std::collections::BTreeMap::new();
    for level in plan.levels.values() {
        if let Some(parent) = level.parent.filter(|parent| parent.kind == Kind::Alternative) {
            levels.entry(parent).or_default().push(&level.head.path);
        }
    }
    let only = |(alternative, levels): (AnyId, Vec<_>)| match levels.as_slice() {
        [one] => Some((alternative, *one)),
        _ => None,
    };
    levels.into_iter().filter_map(only).collect()
}
