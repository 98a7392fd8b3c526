//! The form of a level, or of an alternative that is one: what it costs and brings, how it is rated, whether it is funded and
//! why, and what would change that.

use super::view::{Figures, Why, name_of};
use super::words::{amount, money};
use crate::check::{Eligibility, LevelTerms};
use crate::evaluate::{Grant, NextLevel, Row, Status, effect_by_month};
use crate::model::facts::Topic;
use crate::model::{AnyId, Id, Kind, Level};
use crate::outcome::{Follows, follows, rise_for};
use crate::quantity::{Money, Number};
use crate::report::document::{Cell, Column, Form, FormLine, Group, Mark, Room, Table, in_names};
use crate::report::names::{display, kind_and_path, month};
use crate::report::{document, reason};

/// What of a level's facts is shown as figures.
const FIGURED: &[&str] = &["cost", "saves", "earns", "effect", "rates", "rejected", "consequence", "mandate"];

impl<'run> Why<'run> {
    /// The form of a level; of an alternative with levels, a group for each.
    pub(super) fn level_form(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        let levels = levels_of(figures, id);
        if let [level] = levels.as_slice() {
            let mut group = self.level_group(topic, figures, *level);
            group.heading = String::new();
            group.key = "says";
            form.groups.push(group);
            form.groups.push(self.turn(figures, *level));
            form.groups.push(self.ranks(figures, &levels));
            form.groups.push(self.changes(figures, *level));
            form.tables.push(self.months(figures, *level));
        } else {
            form.groups.push(self.said(topic, &[]));
            let groups =
                levels.iter().filter_map(|level| Some(self.level_group(self.topic((*level).into())?, figures, *level)));
            form.groups.extend(groups);
        }
    }

    /// All about one level, under its title and what became of it.
    pub(super) fn level_group(&self, topic: &Topic, figures: &Figures<'run>, level: Id<Level>) -> Group {
        let plan = figures.plan;
        let mut group = Group::new("level", display(plan, level));
        group.about = Some(name_of(topic));
        group.at = self.place(topic.span);
        group.status = Some(self.status(figures, level));
        if let Some(booked) = figures.evaluation.money.get(level.index()) {
            let full_year = booked.full_year.map(|full| format!("{} in a full year", amount(plan, full)));
            group.push(FormLine::new("gross", "in all", money(plan, booked.gross)).how(full_year.unwrap_or_default()));
        }
        self.money_lines(&mut group, topic, figures, level);
        if let Some(row) = figures.row(level).filter(|row| row.net != row.cost) {
            group.push(
                FormLine::new("net_cost", "net cost", money(plan, row.net)).how("cost less savings and earnings"),
            );
        }
        self.effect_lines(&mut group, topic, figures, level);
        self.score_lines(&mut group, topic, figures, level);
        if let Some(rejected) = topic.fact("rejected") {
            group.push(self.said_line(topic.kind, rejected));
        }
        self.reason_lines(&mut group, topic, figures, level);
        // What was rejected is not scored: how it was rated is shown as it is written.
        let is_rejected =
            plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Rejected);
        let without: Vec<&str> = FIGURED.iter().copied().filter(|key| !is_rejected || *key != "rates").collect();
        group.lines.extend(self.said(topic, &without).lines);
        group
    }

    /// Whether a level is funded, and at which rank.
    fn status(&self, figures: &Figures<'run>, level: Id<Level>) -> (Mark, String) {
        let terms = figures.plan.levels.get(level.index());
        if terms.is_some_and(|terms: &LevelTerms| terms.eligibility == Eligibility::Rejected) {
            return (Mark::Neutral, "rejected".to_owned());
        }
        match figures.row(level) {
            Some(row) => {
                let (mark, word) = reason::status(row);
                (mark, format!("{word}, rank {}", row.rank))
            }
            None => (Mark::Neutral, "not funded: the plan does not say how money is given".to_owned()),
        }
    }

    /// Why a level is funded or not, and what follows where it is not.
    fn reason_lines(&self, group: &mut Group, topic: &Topic, figures: &Figures<'run>, level: Id<Level>) {
        let (plan, row) = (figures.plan, figures.row(level));
        if let Some(mandate) = topic.fact("mandate") {
            group.push(self.said_line(topic.kind, mandate));
        }
        if let (Some(row), Some(terms)) = (row, &plan.funding) {
            let at = self.bar(figures, row);
            group.push(FormLine::new("reason", "why", Cell::text(in_names(&reason::reason(plan, terms, row)))).at(at));
        }
        let stated = topic.fact("consequence");
        let is_funded = row.is_some_and(reason::is_funded);
        let package = plan.levels.get(level.index()).map(|terms| terms.package);
        let account = package.and_then(|package| figures.account.of(package));
        let Some(account) = account.filter(|_| !is_funded) else {
            group.lines.extend(stated.map(|fact| self.said_line(topic.kind, fact)));
            return;
        };
        let line = match follows(plan, account, level) {
            Follows::Stated(text) => FormLine::new("consequence", "what follows", Cell::text(text))
                .at(stated.and_then(|fact| self.place(fact.span))),
            Follows::OfPackage(text) => FormLine::new("consequence", "what follows", Cell::text(text)),
            Follows::Promised(promises) => {
                FormLine::new("promised", "promised", Cell::text(self.promised(figures, &promises)))
            }
        };
        group.push(line);
    }

    /// The line of the plan that keeps a level out.
    fn bar(&self, figures: &Figures<'run>, row: &Row) -> Option<document::SourceLine> {
        let terms = figures.plan.funding.as_ref()?;
        match &row.status {
            Status::Capped { cap, .. } => self.place(terms.caps.get(*cap)?.span),
            Status::Short { period, .. } => self.place(terms.periods.get(*period)?.span),
            Status::HeldBack { held, .. } => self.place(terms.floors.get(held.floors.first()?.0)?.span),
            Status::Funded(_)
            | Status::BelowLine { .. }
            | Status::Blocked(_)
            | Status::Excluded { .. }
            | Status::NotBest(_)
            | Status::NoSet
            | Status::BelowMinimumScore { .. } => None,
        }
    }

    /// What money was left when a level's turn came, by budget period.
    fn turn(&self, figures: &Figures<'run>, level: Id<Level>) -> Group {
        let mut group = Group::new("turn", "When its turn came");
        let (Some(funding), Some(terms)) = (&figures.evaluation.funding, &figures.plan.funding) else { return group };
        let Some(own) = figures.row(level) else { return group };
        if matches!(own.status, Status::Funded(Grant::Mandate | Grant::MandateVia(_) | Grant::Pool))
            || funding.pool.is_some()
        {
            return group;
        }
        let is_before = |row: &&Row| match row.status {
            Status::Funded(Grant::Mandate | Grant::MandateVia(_)) => true,
            Status::Funded(Grant::Rank) => row.rank < own.rank,
            _ => false,
        };
        let before: Vec<&Row> = funding.sheet.rows.iter().filter(is_before).collect();
        for (period, money_use) in terms.periods.iter().zip(&funding.periods) {
            let cost = |level: Id<Level>| {
                let months = figures.evaluation.money.get(level.index()).map(|money| &money.gross_by_month);
                let months = months.and_then(|months| months.get(period.first..=period.last)).unwrap_or(&[]);
                Money::sum(months.iter().copied()).unwrap_or_default()
            };
            let spent = Money::sum(before.iter().map(|row| cost(row.level))).unwrap_or_default();
            let left = money_use.budget.subtract(money_use.reserve).and_then(|there| there.subtract(spent));
            let Ok(left) = left else { continue };
            let name = if terms.periods.len() == 1 { "left" } else { &period.name };
            let how = format!(
                "{} less {} of reserve and {} of what stands before it; it costs {} there",
                amount(figures.plan, money_use.budget),
                amount(figures.plan, money_use.reserve),
                amount(figures.plan, spent),
                amount(figures.plan, cost(level)),
            );
            let line = FormLine::new("left", name, money(figures.plan, left)).how(how);
            group.push(line.at(self.place(period.span)));
        }
        group
    }

    /// What would fund a level that is not.
    pub(super) fn changes(&self, figures: &Figures<'run>, level: Id<Level>) -> Group {
        let mut group = Group::new("change", "What would change it");
        let plan = figures.plan;
        let (Some(row), Some(terms)) = (figures.row(level), &plan.funding) else { return group };
        let line = |words: String| FormLine::new("change", display(plan, level), Cell::text(words));
        let words = match &row.status {
            Status::Funded(_) => return group,
            Status::Short { .. } | Status::BelowLine { .. } | Status::HeldBack { .. } => {
                match rise_for(plan, figures.evaluation, level) {
                    Some(rise) => self.rise(figures, &rise),
                    None => "no rise of the budget alone was found that funds it".to_owned(),
                }
            }
            Status::Capped { cap, cost, room } => {
                let about = terms.caps.get(*cap).map_or_else(String::new, |cap| kind_and_path(plan, cap.about));
                let by = cost.subtract(*room).unwrap_or_default();
                format!("the cap of {about} higher by {}", amount(plan, by))
            }
            Status::Blocked(_) => "that what it needs is funded".to_owned(),
            Status::Excluded { by, .. } => format!("that {} is not funded", display(plan, *by)),
            Status::NotBest(exchange) => {
                let less = super::words::plain(exchange.less, 3);
                format!("a score higher by more than {less}, so that the best set holds it")
            }
            Status::NoSet => "that what is required leaves a set with it".to_owned(),
            Status::BelowMinimumScore { minimum } => {
                let score = row.score;
                format!("a score of {minimum} or more: it has {}", super::words::plain(score, 3))
            }
        };
        group.push(line(words).at(self.bar(figures, row)));
        group
    }

    /// `25,226.53 more in FY2027-Q2; then A rate for members is funded no longer`
    fn rise(&self, figures: &Figures<'run>, rise: &NextLevel) -> String {
        let plan = figures.plan;
        let named =
            |levels: &[Id<Level>]| levels.iter().map(|level| display(plan, *level)).collect::<Vec<&str>>().join(", ");
        let mut words = in_names(&crate::report::unspent::rise(plan, rise));
        if !rise.also.is_empty() {
            words.push_str(&format!(", which funds {} too", named(&rise.also)));
        }
        if !rise.drops.is_empty() {
            words.push_str(&format!(", but {} no longer", named(&rise.drops)));
        }
        words
    }

    /// Where levels stand in each ranking, of how many, who decided and when.
    pub(super) fn ranks(&self, figures: &Figures<'run>, levels: &[Id<Level>]) -> Group {
        let mut group = Group::new("ranks", "Ranks");
        let plan = figures.plan.plan();
        for (id, ranking) in plan.rankings.iter() {
            let of = ranking.levels.0.len();
            for (place, item) in ranking.levels.0.iter().enumerate() {
                let level = levels.iter().find(|level| is_item(figures, **level, item.level.value));
                let Some(level) = level else { continue };
                let mut how: Vec<String> = vec![format!("of {of}, {}", ranking.head.display())];
                how.extend(ranking.by.map(|by| format!("by {}", display(figures.plan, by.value))));
                how.extend(ranking.on.map(|on| format!("on {}", on.value)));
                how.extend(item.because.as_ref().map(|because| format!("because “{}”", because.value)));
                let line = FormLine::new("rank", display(figures.plan, *level), Cell::Count(place + 1));
                let about = self.topic(id.into()).map(name_of);
                group.push(line.how(how.join(", ")).at(self.place(item.level.span)).about(about));
            }
        }
        group
    }

    /// What a level costs and states it does, month by month.
    fn months(&self, figures: &Figures<'run>, level: Id<Level>) -> Table {
        let plan = figures.plan;
        let mut columns = vec![Column::text("month", "month", Room::Kept)];
        let booked = figures.evaluation.money.get(level.index());
        let lines = booked.map_or(&[][..], |booked| &booked.costs);
        let terms = plan.levels.get(level.index());
        for (place, line) in lines.iter().enumerate() {
            let words = line.category.map_or("cost", |category| display(plan, category));
            columns.push(Column::number(format!("cost_{}", place + 1), words, Room::Optional(2)));
        }
        columns.push(Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept));
        let effects = terms.map_or(&[][..], |terms| &terms.effects);
        let stated: Vec<(Id<crate::model::Kpi>, Vec<Number>)> =
            effects.iter().map(|effect| (effect.kpi, effect_by_month(plan, level, effect))).collect();
        for (place, (kpi, _)) in stated.iter().enumerate() {
            columns.push(Column::mixed(format!("effect_{}", place + 1), display(plan, *kpi), Room::Optional(1)));
        }
        let mut table = Table::new("months", columns).captioned("By month");
        for index in 0..plan.calendar.len() {
            let mut cells = vec![Cell::text(month(plan, index))];
            cells.extend(lines.iter().map(|line| super::words::money(plan, line.by_month.at(index))));
            let all = booked.and_then(|booked| booked.gross_by_month.get(index).copied()).unwrap_or_default();
            cells.push(super::words::money(plan, all));
            cells.extend(stated.iter().zip(effects).map(|((kpi, months), effect)| {
                let value = months.get(index).copied().unwrap_or_default();
                let nature = match effect.change {
                    crate::check::ChangeTerms::Absolute(_) => crate::evaluate::EffectNature::Absolute,
                    crate::check::ChangeTerms::Relative(_) => crate::evaluate::EffectNature::Relative,
                };
                if value.is_zero() {
                    Cell::Empty
                } else {
                    Cell::text(super::effects::stated_figure(plan, *kpi, nature, value))
                }
            }));
            table.rows.push(document::Row::Cells(cells));
        }
        table
    }
}

/// The levels that something is.
fn levels_of(figures: &Figures<'_>, id: AnyId) -> Vec<Id<Level>> {
    match id.cast::<crate::model::Alternative>() {
        Some(alternative) => {
            figures.plan.plan().alternatives.find(alternative).map_or_else(Vec::new, |found| found.level.0.clone())
        }
        None => id.cast().into_iter().collect(),
    }
}

/// Whether an item of a ranking is a level, by itself or by the alternative that is it.
fn is_item(figures: &Figures<'_>, level: Id<Level>, item: AnyId) -> bool {
    match item.kind {
        Kind::Alternative => levels_of(figures, item).as_slice() == [level],
        _ => AnyId::from(level) == item,
    }
}

impl Figures<'_> {
    /// The row of a level on the ranking sheet.
    pub(super) fn row(&self, level: Id<Level>) -> Option<&Row> {
        let place = self.rows.get(&level.index())?;
        self.evaluation.funding.as_ref()?.sheet.rows.get(*place)
    }
}
