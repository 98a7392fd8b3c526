//! One source of the query, step by step: `read` takes the columns as written, `said` what their words stand for, `known` a
//! level that is named without its package, `spent` the level that is meant, `booked` what is counted and for what.

use std::collections::BTreeMap;

use super::dialect::Dialect;
use super::meaning;
use super::meaning::{is_of, path};
use super::table::{Table, source_of};
use crate::check::CheckedPlan;
use crate::ledger::words::{NAMED, Words};
use crate::model::control::Sign;
use crate::model::people::CategoryKind;
use crate::model::schema::{Text, Texts};
use crate::model::{Actuals, AnyId, Kind, Plan};
use crate::quantity::Month;

/// A source, and what its steps are written with.
pub(super) struct Source<'p> {
    /// The plan.
    pub plan: &'p CheckedPlan,
    /// The engine.
    pub dialect: Dialect,
    /// The closed month.
    pub closed: Month,
    /// The source itself.
    pub actuals: &'p Actuals,
    /// Its place among the plan's sources, from 1: the names of its steps end with it.
    pub number: usize,
}

impl Source<'_> {
    /// The steps, each with its name and the query that makes it of the step before.
    pub(super) fn steps(&self, table: &Table) -> [(&'static str, String); 5] {
        [
            ("read", self.read(table)),
            ("said", self.said()),
            ("known", self.known()),
            ("spent", self.spent()),
            ("booked", self.booked()),
        ]
    }

    fn plan(&self) -> &Plan {
        self.plan.plan()
    }

    fn column(&self, name: &Text) -> String {
        self.dialect.name(name.value.trim())
    }

    /// The columns as written: month, amount and trimmed words.
    fn read(&self, table: &Table) -> String {
        let dialect = self.dialect;
        let actuals = self.actuals;
        let date = actuals.date.get().map_or_else(|| "NULL".to_owned(), |date| self.column(date));
        let quantity = match &actuals.quantity {
            Some(quantity) => dialect.amount(&self.column(quantity)),
            None => format!("CAST(NULL AS {})", dialect.decimal_type()),
        };
        let word = |name: Option<&Text>| name.map_or_else(|| "''".to_owned(), |name| dialect.word(&self.column(name)));
        let mut lines = vec![
            format!("{} AS book_month", dialect.month(&date)),
            format!("{} AS amount", self.amount()),
            format!("{quantity} AS quantity"),
        ];
        lines.extend(NAMED.map(|kind| format!("{} AS {}_word", word(actuals.column(kind)), kind.keyword())));
        lines.push(format!("{} AS currency_word", word(actuals.currency.as_ref())));
        lines.push(format!("{} AS status_word", word(actuals.status.as_ref())));
        lines.push(format!("{} AS reference", word(actuals.reference.as_ref())));
        format!("  SELECT\n    {}\n  FROM {}", lines.join(",\n    "), table.0)
    }

    /// The amount, or debit less credit where one of them is said.
    fn amount(&self) -> String {
        let (debit, credit) = match (&self.actuals.amount, &self.actuals.debit, &self.actuals.credit) {
            (Some(amount), ..) => return self.dialect.amount(&self.column(amount)),
            (None, Some(debit), Some(credit)) => (self.column(debit), self.column(credit)),
            // `check` lets no such source through.
            (None, ..) => return format!("CAST(NULL AS {})", self.dialect.decimal_type()),
        };
        let side = |column: &str| format!("CASE WHEN {column} IS NULL THEN 0 ELSE {} END", self.dialect.amount(column));
        format!(
            "CASE WHEN {debit} IS NULL AND {credit} IS NULL THEN NULL\n      ELSE {} - {} END",
            side(&debit),
            side(&credit)
        )
    }

    /// What the words stand for.
    fn said(&self) -> String {
        let dialect = self.dialect;
        let plan = self.plan();
        let actuals = self.actuals;
        let mut lines = vec!["book_month, amount, quantity, reference".to_owned()];
        let statuses = Words::of_status(actuals);
        let status = match actuals.status {
            Some(_) => meaning::case(dialect, plan, &statuses, "status_word", "NULL"),
            None => dialect.nothing(),
        };
        lines.push(format!("{status} AS status_said"));
        for kind in NAMED {
            let word = format!("{}_word", kind.keyword());
            let said = match actuals.column(kind) {
                Some(_) => {
                    let words = Words::of(plan, actuals, kind);
                    meaning::case(dialect, plan, &words, &word, &format!("'?' || {word}"))
                }
                None => dialect.nothing(),
            };
            lines.push(format!("{said} AS {}_said", kind.keyword()));
        }
        let own = dialect.text(&self.plan.currency.to_string());
        lines.push(format!("CASE WHEN currency_word = '' THEN {own} ELSE currency_word END AS currency"));
        lines.push(format!("{} AS status", self.status()));
        let follows = actuals.committed.is_some() && actuals.reference.is_some();
        let referenced = if follows { "CASE WHEN reference = '' THEN 0 ELSE 1 END" } else { "0" };
        lines.push(format!("{referenced} AS referenced"));
        format!("  SELECT {}\n  FROM read_{}", lines.join(",\n    "), self.number)
    }

    /// Whether money was paid or ordered, and whether its order ends with it.
    fn status(&self) -> String {
        let says = |texts: &Option<Texts>, status: &str| {
            let texts = texts.as_ref()?;
            let words = self.dialect.texts(texts.0.iter().map(|text| text.value.trim()));
            Some(format!("WHEN status_word IN ({words}) THEN '{status}' "))
        };
        let lines = [says(&self.actuals.committed, "ordered"), says(&self.actuals.r#final, "final")];
        let lines: String = lines.into_iter().flatten().collect();
        if lines.is_empty() { "'paid'".to_owned() } else { format!("CASE {lines}ELSE 'paid' END") }
    }

    /// A level that is named without its package, within the package of its row.
    fn known(&self) -> String {
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
             category_said, department_said, channel_said,\n    {level} AS level_said\n  FROM said_{}",
            self.number
        )
    }

    /// The level that is meant, by the word of a level before that of a package.
    fn spent(&self) -> String {
        let level = format!(
            "CASE WHEN level_said IS NOT NULL THEN {}\n      ELSE {} END",
            self.level_in("level_said"),
            self.level_in("package_said")
        );
        format!("  SELECT known_{0}.*,\n    {level} AS level\n  FROM known_{0}", self.number)
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
    fn booked(&self) -> String {
        let dialect = self.dialect;
        let counted_for = |column: &str, kind: Kind| {
            format!("CASE WHEN {} THEN {} END", is_of(dialect, column, kind), path(dialect, column, kind))
        };
        let inner = [
            "book_month, amount, quantity, reference, status, referenced, currency, level".to_owned(),
            "status_said, package_said, level_said, category_said, department_said, channel_said".to_owned(),
            format!("{} AS state", self.state()),
            format!("{} AS package", self.package()),
            format!("{} AS category", counted_for("category_said", Kind::Category)),
            format!("{} AS department", counted_for("department_said", Kind::Department)),
            format!("{} AS channel", counted_for("channel_said", Kind::Channel)),
        ];
        let plan = self.plan();
        // The package's department answers for what names one.
        let of_no_package =
            format!("CASE WHEN package IS NULL OR {} THEN department END", is_of(dialect, "package", Kind::Retire));
        let outer = [
            format!("{} AS source", dialect.text(source_of(self.actuals))),
            format!("{} AS source_rank", self.number),
            "book_month, state, currency, reference, referenced".to_owned(),
            "CASE WHEN status = 'final' THEN 1 ELSE 0 END AS is_final".to_owned(),
            format!(
                "CASE WHEN state = 'ignored' AND status_said IS NOT NULL THEN '!status ' || {}\n      ELSE {} END AS package",
                dialect.part("status_said", 2, None),
                self.told("package_said", "package")
            ),
            format!("{} AS level", self.told("level_said", "level")),
            format!("{} AS category", self.told("category_said", "category")),
            format!("{} AS department", self.told("department_said", &of_no_package)),
            format!("{} AS channel", self.told("channel_said", "channel")),
            format!("CASE WHEN state IN ('bad', 'ignored') THEN amount ELSE {} END AS amount", self.natural()),
            "quantity".to_owned(),
            self.rank("level", plan.levels.values().map(|level| &*level.head.path)),
            self.rank("department", plan.departments.values().map(|one| &*one.head.path)),
            self.rank("channel", plan.channels.values().map(|one| &*one.head.path)),
        ];
        format!(
            "  SELECT {}\n  FROM (\n    SELECT {}\n    FROM spent_{number}\n  ) rows_{number}",
            outer.join(",\n    "),
            inner.join(",\n      "),
            number = self.number
        )
    }

    /// Whether a row counts, in the order in which rows are looked at here: the first column that speaks decides.
    fn state(&self) -> String {
        let first = |column: &str, sign: &str| format!("{} = '{sign}'", self.dialect.beginning(column, 1));
        let mut lines = vec![
            "WHEN book_month IS NULL OR amount IS NULL THEN 'bad'".to_owned(),
            "WHEN status_said IS NOT NULL THEN 'ignored'".to_owned(),
        ];
        for column in NAMED.map(|kind| format!("{}_said", kind.keyword())) {
            lines.push(format!("WHEN {} THEN 'ignored'", first(&column, "!")));
            lines.push(format!("WHEN {} THEN 'bad'", first(&column, "?")));
        }
        let (from, to) = (self.plan.calendar.first(), self.closed);
        lines.push(format!(
            "WHEN book_month < '{from}' OR book_month > '{to}'\n        \
             THEN CASE WHEN status = 'ordered' THEN 'outside_ordered' ELSE 'outside' END"
        ));
        lines.push("WHEN status = 'ordered' THEN 'open' ELSE 'paid'".to_owned());
        format!("CASE {} END", lines.join("\n      "))
    }

    /// The package that is meant: that of the level, else what the words say; or the activity that ends.
    fn package(&self) -> String {
        let dialect = self.dialect;
        let of_alternative = |column: &str| {
            let package = dialect.before_point(&path(dialect, column, Kind::Alternative));
            format!("WHEN {} THEN {package}", is_of(dialect, column, Kind::Alternative))
        };
        let lines = [
            format!("WHEN level IS NOT NULL THEN {}", dialect.before_point("level")),
            of_alternative("level_said"),
            of_alternative("package_said"),
            format!(
                "WHEN {} THEN {}",
                is_of(dialect, "package_said", Kind::Package),
                path(dialect, "package_said", Kind::Package)
            ),
            format!("WHEN {} THEN package_said", is_of(dialect, "package_said", Kind::Retire)),
        ];
        format!("CASE {} END", lines.join("\n        "))
    }

    /// What a column of the result tells: of what counts, for what it was spent; of what does not, by which word.
    fn told(&self, said: &str, booked: &str) -> String {
        format!(
            "CASE WHEN state IN ('paid', 'open') THEN {booked}\n      \
             WHEN state IN ('bad', 'ignored') AND {} IN ('?', '!') THEN {said} END",
            self.dialect.beginning(said, 1)
        )
    }

    /// An amount with cost and income both above nought.
    fn natural(&self) -> String {
        let incomes = self.plan().categories.values().filter(|one| one.kind == Some(CategoryKind::Income));
        let incomes = self.dialect.texts(incomes.map(|one| &*one.head.path));
        let income = if incomes.is_empty() { "1 = 0".to_owned() } else { format!("category IN ({incomes})") };
        match self.actuals.sign.unwrap_or(Sign::Natural) {
            Sign::Natural if self.actuals.amount.is_some() => "amount".to_owned(),
            Sign::Natural | Sign::Debit => format!("CASE WHEN {income} THEN -amount ELSE amount END"),
            Sign::Cash => format!("CASE WHEN {income} THEN amount ELSE -amount END"),
        }
    }

    /// The place of a name in the plan, by which orders that stand in two places are settled; only where orders are followed.
    fn rank<'n>(&self, column: &str, names: impl Iterator<Item = &'n str>) -> String {
        let place = |(place, name)| format!("WHEN {column} = {} THEN {place} ", self.dialect.text(name));
        let lines: String = match self.actuals.committed {
            Some(_) => names.enumerate().map(place).collect(),
            None => String::new(),
        };
        let rank = if lines.is_empty() { "-1".to_owned() } else { format!("CASE {lines}ELSE -1 END") };
        format!("{rank} AS {column}_rank")
    }
}

/// The alternatives that have one level, with it.
fn only_levels(plan: &Plan) -> Vec<(AnyId, &str)> {
    let mut levels: BTreeMap<AnyId, Vec<&str>> = BTreeMap::new();
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
