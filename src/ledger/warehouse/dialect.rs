//! What engines write in different ways: quotation, text, days and decimals.

use std::fmt::Write as _;

/// An engine's way to write SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    DuckDb,
    /// Apache Spark, also as Databricks has it.
    Spark,
    /// ClickHouse.
    ClickHouse,
    /// The standard.
    Ansi,
}

impl Dialect {
    /// A name as it is written, so that letters and signs stay what they are.
    pub(super) fn name(self, name: &str) -> String {
        match self {
            Dialect::Spark => format!("`{}`", name.replace('`', "``")),
            Dialect::ClickHouse => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\"\"")),
            Dialect::Postgres | Dialect::DuckDb | Dialect::Ansi => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A text.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Dialect::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Dialect::ClickHouse => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")),
            Dialect::Postgres | Dialect::DuckDb | Dialect::Ansi => format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// Several texts, as a list.
    pub(super) fn texts<'t>(self, texts: impl Iterator<Item = &'t str>) -> String {
        let mut list = String::new();
        for text in texts {
            let comma = if list.is_empty() { "" } else { ", " };
            let _ = write!(list, "{comma}{}", self.text(text));
        }
        list
    }

    /// The first `count` letters of an expression.
    pub(super) fn beginning(self, of: &str, count: usize) -> String {
        self.part(of, 1, Some(count))
    }

    /// Some letters of an expression, counted from 1; to its end where no count is said.
    pub(super) fn part(self, of: &str, from: usize, count: Option<usize>) -> String {
        match (self, count) {
            (Dialect::Ansi, Some(count)) => format!("SUBSTRING({of} FROM {from} FOR {count})"),
            (Dialect::Ansi, None) => format!("SUBSTRING({of} FROM {from})"),
            (Dialect::ClickHouse, Some(count)) => format!("substringUTF8({of}, {from}, {count})"),
            (Dialect::ClickHouse, None) => format!("substringUTF8({of}, {from})"),
            (_, Some(count)) => format!("SUBSTR({of}, {from}, {count})"),
            (_, None) => format!("SUBSTR({of}, {from})"),
        }
    }

    /// What stands before the first point of an expression.
    pub(super) fn before_point(self, of: &str) -> String {
        match self {
            Dialect::ClickHouse => format!("substringUTF8({of}, 1, positionUTF8({of}, '.') - 1)"),
            Dialect::Ansi => format!("SUBSTRING({of} FROM 1 FOR POSITION('.' IN {of}) - 1)"),
            _ => format!("SUBSTR({of}, 1, POSITION('.' IN {of}) - 1)"),
        }
    }

    /// What stands behind the first space of an expression.
    pub(super) fn after_space(self, of: &str) -> String {
        match self {
            Dialect::ClickHouse => format!("substringUTF8({of}, positionUTF8({of}, ' ') + 1)"),
            Dialect::Ansi => format!("SUBSTRING({of} FROM POSITION(' ' IN {of}) + 1)"),
            _ => format!("SUBSTR({of}, POSITION(' ' IN {of}) + 1)"),
        }
    }

    /// The month of a day, as `2027-03`.
    pub(super) fn month(self, day: &str) -> String {
        match self {
            Dialect::Postgres => format!("TO_CHAR(CAST({day} AS DATE), 'YYYY-MM')"),
            Dialect::ClickHouse => format!("substring(toString({day}), 1, 7)"),
            Dialect::Spark => format!("SUBSTR(CAST({day} AS STRING), 1, 7)"),
            Dialect::DuckDb => format!("SUBSTR(CAST({day} AS VARCHAR), 1, 7)"),
            Dialect::Ansi => format!("SUBSTRING(CAST({day} AS VARCHAR(30)) FROM 1 FOR 7)"),
        }
    }

    /// A text column without the spaces around it; what is empty says nothing.
    pub(super) fn word(self, column: &str) -> String {
        match self {
            Dialect::ClickHouse => format!("trimBoth(ifNull(toString({column}), ''))"),
            _ => format!("TRIM(COALESCE(CAST({column} AS {}), ''))", self.text_type()),
        }
    }

    /// An exact amount; nothing where six decimals do not hold it.
    pub(super) fn amount(self, of: &str) -> String {
        let exact = format!("CAST({of} AS {})", self.decimal_type());
        match self {
            // Comparing across scales would round there first.
            Dialect::ClickHouse => exact,
            _ => format!("CASE WHEN {exact} = {of} THEN {exact} END"),
        }
    }

    /// The type of amounts.
    pub(super) fn decimal_type(self) -> &'static str {
        match self {
            Dialect::ClickHouse => "Nullable(Decimal(38, 6))",
            _ => "DECIMAL(38, 6)",
        }
    }

    /// The type of texts.
    pub(super) fn text_type(self) -> &'static str {
        match self {
            Dialect::ClickHouse => "Nullable(String)",
            Dialect::Spark => "STRING",
            Dialect::Ansi => "VARCHAR(4000)",
            Dialect::Postgres | Dialect::DuckDb => "VARCHAR",
        }
    }

    /// A text that says nothing.
    pub(super) fn nothing(self) -> String {
        format!("CAST(NULL AS {})", self.text_type())
    }
}
