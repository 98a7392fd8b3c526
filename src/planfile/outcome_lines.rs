//! What a plan comes to as lines of a plan file, and back.

use std::fmt::Write;

use super::GIVES;
use super::quotes::split_outside;
use crate::model::kpi::Better;
use crate::quantity::{Currency, Money, Number};
use crate::record::{
    CostLine, FloorOutcome, KpiOutcome, LevelOutcome, MomentOutcome, MonthValue, Outcome, PeriodOutcome,
    RequireOutcome, StageOutcome, Standing, Verdict,
};

/// The lines of an outcome.
pub(super) fn outcome_lines(outcome: &Outcome) -> String {
    let mut lines = Lines { text: String::new(), currency: outcome.currency };
    lines.add("currency", outcome.currency.code());
    if let Some(policy) = &outcome.policy {
        lines.add("policy", policy);
    }
    outcome.periods.iter().for_each(|period| lines.period(period));
    for cap in &outcome.caps {
        lines.add(&format!("cap {}", cap.name), &lines.amount(cap.amount));
    }
    for floor in &outcome.floors {
        let about = format!("floor {}", floor.name);
        lines.add(&about, &lines.amount(floor.amount));
        lines.add(&about, &format!("filled {}", lines.amount(floor.filled)));
    }
    outcome.levels.iter().for_each(|level| lines.level(level, &outcome.periods));
    for department in &outcome.departments {
        lines.add(&format!("department {}", department.name), &lines.amount(department.amount));
    }
    for stage in &outcome.stages {
        let about = format!("stage {}", stage.name);
        lines.add(&about, &format!("{} entering {}", stage.month, value_text(stage.entering)));
        lines.add(&about, &format!("{} leaving {}", stage.month, value_text(stage.leaving)));
    }
    outcome.kpis.iter().for_each(|kpi| lines.kpi(kpi));
    for moment in &outcome.moments {
        lines.add(&format!("moment {}", moment.name), &covered(&moment.covered_by));
    }
    for require in &outcome.requires {
        lines.add(&format!("require {}", require.name), verdict_word(require.verdict));
    }
    lines.text
}

struct Lines {
    text: String,
    currency: Currency,
}

impl Lines {
    fn add(&mut self, about: &str, value: &str) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.text, "{GIVES}{about}: {value}");
    }

    fn amount(&self, amount: Money) -> String {
        amount_text(amount, self.currency)
    }

    fn period(&mut self, period: &PeriodOutcome) {
        let about = format!("period {}", period.name);
        self.add(&about, &format!("budget {}", self.amount(period.budget)));
        self.add(&about, &format!("reserve {}", self.amount(period.reserve)));
    }

    fn level(&mut self, level: &LevelOutcome, periods: &[PeriodOutcome]) {
        let about = format!("level {}", level.path);
        self.add(&about, &standing_text(&level.standing));
        match (periods, level.costs.as_slice()) {
            ([_], [cost]) => self.add(&about, &format!("costs {}", self.amount(*cost))),
            (periods, costs) => {
                for (period, cost) in periods.iter().zip(costs).filter(|(_, cost)| !cost.is_zero()) {
                    self.add(&about, &format!("costs {} in {}", self.amount(*cost), period.name));
                }
            }
        }
        for line in &level.lines {
            self.add(&about, &format!("costs {} for {}", self.amount(line.amount), line.name));
        }
        self.add(&about, &format!("net {}", self.amount(level.net)));
        if let Some(full_year) = level.full_year {
            self.add(&about, &format!("full year {}", self.amount(full_year)));
        }
        self.add(&about, &format!("score {}", level.score));
    }

    fn kpi(&mut self, kpi: &KpiOutcome) {
        let about = format!("kpi {}", kpi.name);
        let gap = if kpi.unit.is_empty() { "" } else { " in " };
        self.add(&about, &format!("looked at {}{gap}{}", kpi.month, kpi.unit));
        self.add(&about, &format!("better {}", kpi.better.word()));
        if let Some(value) = kpi.risk_adjusted {
            self.add(&about, &format!("risk-adjusted {value}"));
        }
        if let Some(target) = kpi.target {
            self.add(&about, &format!("target {}", verdict_word(target)));
        }
        for month in &kpi.months {
            self.add(&about, &format!("{} {}", month.month, value_text(month.funded)));
            if month.unfunded != month.funded {
                self.add(&about, &format!("{} unfunded {}", month.month, value_text(month.unfunded)));
            }
        }
    }
}

/// An amount with the decimals of its currency: `95333.30`.
fn amount_text(amount: Money, currency: Currency) -> String {
    let digits = currency.minor_digits() as usize;
    let plain = amount.number().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    if digits == 0 { whole.to_owned() } else { format!("{whole}.{decimals:0<digits$}") }
}

fn value_text(value: Option<Number>) -> String {
    value.map_or_else(|| "n/a".to_owned(), |value| value.to_string())
}

fn covered(levels: &[String]) -> String {
    if levels.is_empty() { "uncovered".to_owned() } else { format!("covered by {}", levels.join(", ")) }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::NotAvailable => "n/a",
    }
}

fn standing_text(standing: &Standing) -> String {
    match standing {
        Standing::Funded => "funded".to_owned(),
        Standing::Mandated => "funded by mandate".to_owned(),
        Standing::MandatedVia(level) => format!("funded by mandate via {level}"),
        Standing::Pooled => "funded from the pool".to_owned(),
        Standing::BelowLine => "below the line".to_owned(),
        Standing::Short(None) => "short".to_owned(),
        Standing::Short(Some(period)) => format!("short in {period}"),
        Standing::HeldBack => "held back for floors".to_owned(),
        Standing::Blocked(by) => format!("blocked by {by}"),
        Standing::Excluded(by) => format!("excluded by {by}"),
        Standing::Capped(cap) => format!("capped by {cap}"),
        Standing::BelowMinimumScore => "below the minimum score".to_owned(),
        Standing::NoFunding => "not funded".to_owned(),
    }
}

fn standing_of(text: &str) -> Option<Standing> {
    let named = |start: &str| text.strip_prefix(start).map(str::to_owned);
    Some(match text {
        "funded" => Standing::Funded,
        "funded by mandate" => Standing::Mandated,
        "funded from the pool" => Standing::Pooled,
        "below the line" => Standing::BelowLine,
        "short" => Standing::Short(None),
        "held back for floors" => Standing::HeldBack,
        "below the minimum score" => Standing::BelowMinimumScore,
        "not funded" => Standing::NoFunding,
        _ => {
            let via = || named("funded by mandate via ").map(Standing::MandatedVia);
            let short = || named("short in ").map(|period| Standing::Short(Some(period)));
            let blocked = || named("blocked by ").map(Standing::Blocked);
            let excluded = || named("excluded by ").map(Standing::Excluded);
            let capped = || named("capped by ").map(Standing::Capped);
            via().or_else(short).or_else(blocked).or_else(excluded).or_else(capped)?
        }
    })
}

fn verdict_of(text: &str) -> Option<Verdict> {
    match text {
        "holds" => Some(Verdict::Holds),
        "fails" => Some(Verdict::Fails),
        "n/a" => Some(Verdict::NotAvailable),
        _ => None,
    }
}

/// An outcome that is read line by line.
pub(super) struct Reading {
    outcome: Option<Outcome>,
}

impl Reading {
    /// Nothing read yet.
    pub(super) fn new() -> Reading {
        Reading { outcome: None }
    }

    /// What was read; nothing where not even the currency was.
    pub(super) fn finish(self) -> Option<Outcome> {
        self.outcome
    }

    /// Reads a line without its sign; nothing where it is none of a plan file.
    pub(super) fn line(&mut self, line: &str) -> Option<()> {
        let (about, value) = split_outside(line, ": ")?;
        let Some(outcome) = &mut self.outcome else {
            let currency = (about == "currency").then(|| Currency::parse(value)).flatten()?;
            self.outcome = Some(Outcome {
                currency,
                policy: None,
                periods: Vec::new(),
                caps: Vec::new(),
                floors: Vec::new(),
                levels: Vec::new(),
                departments: Vec::new(),
                stages: Vec::new(),
                kpis: Vec::new(),
                moments: Vec::new(),
                requires: Vec::new(),
            });
            return Some(());
        };
        let (kind, name) = about.split_once(' ').unwrap_or((about, ""));
        match kind {
            "policy" => outcome.policy = Some(value.to_owned()),
            "period" => period_line(outcome, name, value)?,
            "cap" => {
                let amount = amount_of(value, outcome.currency)?;
                outcome.caps.push(CostLine { name: name.to_owned(), amount });
            }
            "floor" => floor_line(outcome, name, value)?,
            "stage" => stage_line(outcome, name, value)?,
            "level" => level_line(outcome, name, value)?,
            "department" => {
                let amount = amount_of(value, outcome.currency)?;
                outcome.departments.push(CostLine { name: name.to_owned(), amount });
            }
            "kpi" => kpi_line(outcome, name, value)?,
            "moment" => outcome.moments.push(MomentOutcome { name: name.to_owned(), covered_by: levels_of(value)? }),
            "require" => {
                outcome.requires.push(RequireOutcome { name: name.to_owned(), verdict: verdict_of(value)? });
            }
            _ => return None,
        }
        Some(())
    }
}

fn period_line(outcome: &mut Outcome, name: &str, value: &str) -> Option<()> {
    let (word, amount) = value.split_once(' ')?;
    let amount = amount_of(amount, outcome.currency)?;
    match word {
        "budget" => {
            let period = PeriodOutcome { name: name.to_owned(), budget: amount, reserve: Money::ZERO };
            outcome.periods.push(period);
        }
        "reserve" => outcome.periods.last_mut().filter(|period| period.name == name)?.reserve = amount,
        _ => return None,
    }
    Some(())
}

fn floor_line(outcome: &mut Outcome, name: &str, value: &str) -> Option<()> {
    match value.strip_prefix("filled ") {
        Some(filled) => {
            let filled = amount_of(filled, outcome.currency)?;
            outcome.floors.last_mut().filter(|floor| floor.name == name)?.filled = filled;
        }
        None => {
            let amount = amount_of(value, outcome.currency)?;
            outcome.floors.push(FloorOutcome { name: name.to_owned(), amount, filled: Money::ZERO });
        }
    }
    Some(())
}

fn stage_line(outcome: &mut Outcome, name: &str, value: &str) -> Option<()> {
    let (month, flow) = value.split_once(' ')?;
    if let Some(entering) = flow.strip_prefix("entering ") {
        let stage = StageOutcome {
            name: name.to_owned(),
            month: month.to_owned(),
            entering: value_of(entering)?,
            leaving: None,
        };
        outcome.stages.push(stage);
        return Some(());
    }
    let leaving = value_of(flow.strip_prefix("leaving ")?)?;
    outcome.stages.last_mut().filter(|stage| stage.name == name)?.leaving = leaving;
    Some(())
}

fn level_line(outcome: &mut Outcome, path: &str, value: &str) -> Option<()> {
    if let Some(standing) = standing_of(value) {
        outcome.levels.push(LevelOutcome {
            path: path.to_owned(),
            standing,
            costs: vec![Money::ZERO; outcome.periods.len()],
            lines: Vec::new(),
            net: Money::ZERO,
            full_year: None,
            score: Number::ZERO,
        });
        return Some(());
    }
    let currency = outcome.currency;
    let level = outcome.levels.last_mut().filter(|level| level.path == path)?;
    if let Some(score) = value.strip_prefix("score ") {
        level.score = number_of(score)?;
    } else if let Some(net) = value.strip_prefix("net ") {
        level.net = amount_of(net, currency)?;
    } else if let Some(full_year) = value.strip_prefix("full year ") {
        level.full_year = Some(amount_of(full_year, currency)?);
    } else {
        let cost = value.strip_prefix("costs ")?;
        match (cost.split_once(" in "), cost.split_once(" for ")) {
            (Some((amount, period)), None) => {
                let place = outcome.periods.iter().position(|other| other.name == period)?;
                *level.costs.get_mut(place)? = amount_of(amount, currency)?;
            }
            (None, Some((amount, category))) => {
                let line = CostLine { name: category.to_owned(), amount: amount_of(amount, currency)? };
                level.lines.push(line);
            }
            (None, None) => *level.costs.first_mut()? = amount_of(cost, currency)?,
            (Some(_), Some(_)) => return None,
        }
    }
    Some(())
}

fn kpi_line(outcome: &mut Outcome, name: &str, value: &str) -> Option<()> {
    if let Some(looked_at) = value.strip_prefix("looked at ") {
        let (month, unit) = looked_at.split_once(" in ").unwrap_or((looked_at, ""));
        outcome.kpis.push(KpiOutcome {
            name: name.to_owned(),
            unit: unit.to_owned(),
            better: Better::Higher,
            month: month.to_owned(),
            risk_adjusted: None,
            target: None,
            months: Vec::new(),
        });
        return Some(());
    }
    let kpi = outcome.kpis.last_mut().filter(|kpi| kpi.name == name)?;
    let (word, value) = value.split_once(' ')?;
    match word {
        "better" => kpi.better = Better::ALL.iter().copied().find(|better| better.word() == value)?,
        "risk-adjusted" => kpi.risk_adjusted = Some(number_of(value)?),
        "target" => kpi.target = Some(verdict_of(value)?),
        month => match value.strip_prefix("unfunded ") {
            Some(value) => kpi.months.last_mut().filter(|last| last.month == month)?.unfunded = value_of(value)?,
            None => {
                let value = value_of(value)?;
                // What funding does not move is not said twice.
                kpi.months.push(MonthValue { month: month.to_owned(), funded: value, unfunded: value });
            }
        },
    }
    Some(())
}

fn levels_of(text: &str) -> Option<Vec<String>> {
    if text == "uncovered" {
        return Some(Vec::new());
    }
    Some(text.strip_prefix("covered by ")?.split(", ").map(str::to_owned).collect())
}

fn value_of(text: &str) -> Option<Option<Number>> {
    if text == "n/a" { Some(None) } else { number_of(text).map(Some) }
}

fn number_of(text: &str) -> Option<Number> {
    Number::parse_signed(text).ok()
}

/// An amount that is whole in the minor units of its currency.
fn amount_of(text: &str, currency: Currency) -> Option<Money> {
    let number = number_of(text)?;
    let amount = Money::round(number, currency);
    (amount.number() == number).then_some(amount)
}
