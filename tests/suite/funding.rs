//! Costs, scores, ranking and funding of whole plans: each file of `tests/cases/funding` is compiled with the prelude of the
//! explain pages, and all that comes of it is shown as text.

use std::fmt::Write as _;

use zbb::check::CheckedPlan;
use zbb::compile::{Compiled, Options, compile};
use zbb::diagnostic::codes;
use zbb::evaluate::{
    Evaluation, FundingOutcome, LevelMoney, LevelScore, NextLevel, Phased, Placed, RankingSheet, RatingSource, Row,
    ValueForMoney,
};
use zbb::model::{AnyId, Id, Level};
use zbb::quantity::{Money, Number};
use zbb::source::Sources;

/// What a text comes to, with the prelude.
fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::single("prelude.zbb", codes::prelude());
    sources.add("case.zbb", text);
    compile(&sources, Options::default())
}

/// All that comes of a plan, as text: its errors, and what it costs, scores and funds.
fn account(text: &str) -> String {
    let compiled = compiled(text);
    let errors = compiled.diagnostics.items().iter().filter(|finding| finding.code.id().starts_with('E'));
    let mut account: String = errors.map(|finding| format!("{}: {}\n", finding.code.id(), finding.message)).collect();
    if let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) {
        account += &Text { plan }.evaluation(evaluation);
    }
    account
}

struct Text<'plan> {
    plan: &'plan CheckedPlan,
}

impl Text<'_> {
    fn name(&self, level: Id<Level>) -> &str {
        self.plan.plan().levels[level].head.path.as_str()
    }

    fn names(&self, levels: &[Id<Level>]) -> String {
        let names: Vec<&str> = levels.iter().map(|level| self.name(*level)).collect();
        format!("[{}]", names.join(", "))
    }

    fn head(&self, id: AnyId) -> String {
        format!("{} {}", id.kind.keyword(), self.plan.plan().head(id).path)
    }

    fn evaluation(&self, evaluation: &Evaluation) -> String {
        let funding = evaluation.funding.as_ref().map_or(String::new(), |funding| self.outcome(funding));
        self.money(&evaluation.money) + &self.scores(&evaluation.scores) + &funding
    }

    fn money(&self, levels: &[LevelMoney]) -> String {
        let mut text = String::new();
        for (index, money) in levels.iter().enumerate() {
            let full_year = money.full_year.map_or(String::new(), |amount| format!(", a full year {}", show(amount)));
            let (gross, net, name) = (show(money.gross), show(money.net), self.name(Id::new(index)));
            _ = writeln!(text, "{name} costs {gross}, net {net}{full_year}");
            let lines = [("cost", &money.costs), ("saves", &money.savings), ("earns", &money.earnings)];
            for (word, line) in lines.iter().flat_map(|(word, lines)| lines.iter().map(move |line| (word, line))) {
                let stated =
                    if line.stated == line.total { String::new() } else { format!(" of {}", show(line.stated)) };
                _ = writeln!(text, "  {word} {}{stated}: {}", show(line.total), months(&line.by_month));
            }
        }
        text
    }

    fn scores(&self, levels: &[LevelScore]) -> String {
        let mut text = String::new();
        for (index, level) in levels.iter().enumerate().filter(|(_, level)| !level.ratings.is_empty()) {
            _ = writeln!(text, "{} scores {}, {}", self.name(Id::new(index)), short(level.score), value(level.value));
            for rating in &level.ratings {
                let criterion = &self.plan.plan().criteria[rating.criterion].head.path;
                _ = writeln!(text, "  {criterion}: {}{}", short(rating.value), self.source(&rating.source));
            }
        }
        text
    }

    fn source(&self, source: &RatingSource) -> String {
        match source {
            RatingSource::People => " by people".into(),
            RatingSource::Missing => " as nobody rated it".into(),
            RatingSource::Computed(moves) => moves.iter().fold(String::new(), |text, part| {
                let kpi = &self.plan.plan().kpis[part.kpi].head.path;
                let (effect, way) = (short(part.effect), part.way);
                let (from, to, end) = (short(way.from), short(way.to), way.end);
                let (moved, weight) = (short(part.moved), short(part.weight));
                format!("{text}, {kpi} {effect} on {from} -> {to} ({end:?}) is {moved} weighing {weight}")
            }),
        }
    }

    fn outcome(&self, outcome: &FundingOutcome) -> String {
        let mut text = self.sheet(&outcome.sheet);
        for money in std::iter::once(&outcome.total).chain(outcome.periods.iter().filter(|_| outcome.periods.len() > 1))
        {
            let (budget, reserve) = (show(money.budget), show(money.reserve));
            let (spent, left) = (show(money.spent), show(money.left));
            _ = writeln!(text, "budget {budget} = reserve {reserve} + spent {spent} + left {left}");
        }
        let gain = outcome.gain;
        let (saved, earned, net) = (show(gain.saved), show(gain.earned), show(gain.net));
        _ = writeln!(text, "saved {saved}, earned {earned}, net {net}, score {}", short(gain.score));
        for (word, bound) in
            outcome.caps.iter().map(|cap| ("cap", cap)).chain(outcome.floors.iter().map(|floor| ("floor", floor)))
        {
            let (about, amount, used) = (self.head(bound.about), show(bound.amount), show(bound.used));
            _ = writeln!(text, "{word} {about} {amount}, used {used}");
        }
        if let Some(pool) = &outcome.pool {
            let (held, left, funded) = (show(pool.held), show(pool.left), self.names(&pool.funded));
            _ = writeln!(text, "pool: {held} held, {left} left, funds {funded}");
        }
        _ = writeln!(text, "unspent: {}", self.debug(&outcome.unspent));
        for other in &outcome.others {
            let (cost, score) = (show(other.cost), short(other.score));
            let (gained, lost) = (self.names(&other.gained), self.names(&other.lost));
            _ = writeln!(text, "{:?} would cost {cost}, score {score}, gain {gained}, lose {lost}", other.policy);
        }
        text + &outcome.next.as_ref().map_or("nothing is next\n".into(), |next| self.next(next))
    }

    fn sheet(&self, sheet: &RankingSheet) -> String {
        let mut text = String::new();
        for (index, row) in sheet.rows.iter().enumerate() {
            if sheet.line == Some(index) {
                text += "---\n";
            }
            text += &self.row(row);
        }
        text
    }

    fn row(&self, row: &Row) -> String {
        let (rank, name, cost, sum) = (row.rank, self.name(row.level), show(row.cost), show(row.cumulative));
        let placed = match row.placed {
            Placed::Ranked | Placed::ByValue { tie: None } => String::new(),
            Placed::ByValue { tie: Some(tie) } => format!(" (ties with {}: {:?})", self.name(tie.with), tie.broken_by),
        };
        let unrealised =
            if row.unrealised.is_zero() { String::new() } else { format!(", unrealised {}", show(row.unrealised)) };
        format!("{rank} {name}{placed} {cost}, so far {sum}{unrealised}: {}\n", self.debug(&row.status))
    }

    /// The debug form with levels by name and amounts as plain numbers.
    fn debug(&self, value: &impl std::fmt::Debug) -> String {
        let mut text = format!("{value:?}");
        for index in (0..self.plan.levels.len()).rev() {
            text = text.replace(&format!("#{index}"), self.name(Id::new(index)));
        }
        text
    }

    fn next(&self, next: &NextLevel) -> String {
        let (name, rise) = (self.name(next.level), show(next.rise));
        let by_period: Vec<String> = next.by_period.iter().map(|rise| show(*rise)).collect();
        let (also, drops) = (self.names(&next.also), self.names(&next.drops));
        format!("next {name} with {rise} more [{}], also {also}, drops {drops}\n", by_period.join(", "))
    }
}

fn show(amount: Money) -> String {
    amount.number().to_string()
}

fn short(number: Number) -> String {
    number.round_half_even(6).to_string()
}

fn value(value: ValueForMoney) -> String {
    match value {
        ValueForMoney::Free => "free".into(),
        ValueForMoney::PerThousand(value) => format!("{} per 1,000", short(value)),
    }
}

fn months(phased: &Phased) -> String {
    let months: Vec<String> =
        phased.months().map(|(month, amount)| format!("{}={}", month + 1, show(amount))).collect();
    months.join(" ")
}

#[test]
fn plans_are_funded_as_they_say() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../cases/funding", "*.zbb", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        insta::assert_snapshot!(account(&text));
    });
}

#[test]
fn months_sum_to_the_whole_and_lines_to_the_level() {
    let _alone = crate::cases::one_glob_at_a_time();
    insta::glob!("../cases/funding", "*.zbb", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        let Some(evaluation) = compiled(&text).evaluation else { return };
        for level in evaluation.money {
            let lines = level.costs.iter().chain(&level.savings).chain(&level.earnings);
            for line in lines {
                assert_eq!(Money::sum(line.by_month.amounts.iter().copied()), Ok(line.total));
            }
            assert_eq!(Money::sum(level.costs.iter().map(|cost| cost.total)), Ok(level.gross));
            assert_eq!(Money::sum(level.gross_by_month.iter().copied()), Ok(level.gross));
        }
    });
}
