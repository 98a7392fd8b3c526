//! The form of a decision package: who asks and why, what it costs today and asks for and gets, its levels with what became
//! of each, what else was considered, what it brings, where it is ranked, and what would change it.

use super::view::{Figures, FormExtent, Why};
use super::words::amount;
use crate::check::Eligibility;
use crate::evaluate::Status;
use crate::model::facts::Topic;
use crate::model::{AnyId, Id, Level, Package};
use crate::quantity::Money;
use crate::report::document::{Cell, Column, Form, FormLine, Group, Room, Row, Table};
use crate::report::names::{display, month};

impl<'run> Why<'run> {
    /// The form.
    pub(super) fn package(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &["today", "serves"]));
        let Some(id) = id.cast::<Package>() else { return };
        self.serves(form.groups.last_mut(), topic, figures, id);
        let Some(account) = figures.account.of(id) else { return };
        let mut group = Group::new("money", "Money");
        self.account_lines(&mut group, topic, figures, account);
        self.brought_back(&mut group, figures, &account.funded);
        form.groups.push(group);
        let levels = self.levels(figures, id);
        form.groups.extend(levels.own.iter().enumerate().filter_map(|(place, level)| {
            let mut group = self.level_group(self.topic((*level).into())?, figures, *level);
            if levels.own.len() > 1 {
                group.heading = format!("{} of {}  {}", place + 1, levels.own.len(), group.heading);
            }
            Some(group)
        }));
        form.groups.extend(levels.others.iter().filter_map(|level| {
            let mut group = self.level_group(self.topic((*level).into())?, figures, *level);
            group.heading = format!("instead  {}", group.heading);
            group.key = "alternative";
            Some(group)
        }));
        let mut brings = Group::new("brings", "What the package brings");
        self.contribution_lines(&mut brings, figures, id);
        form.groups.push(brings);
        let all: Vec<Id<Level>> = levels.own.iter().chain(&levels.others).copied().collect();
        if self.extent == FormExtent::Whole {
            form.groups.push(self.ranks(figures, &all));
        }
        form.groups.push(self.milestones(topic));
        if self.extent == FormExtent::Brief {
            return;
        }
        let mut changes = Group::new("change", "What would change it");
        let asked = account.asked.iter().chain(&account.others);
        asked.for_each(|level| changes.lines.extend(self.changes(figures, *level).lines));
        form.groups.push(changes);
        form.tables.push(by_month(figures, &all));
    }

    /// The touchpoints it serves, with their shares and what falls to each.
    fn serves(&self, group: Option<&mut Group>, topic: &Topic, figures: &Figures<'run>, id: Id<Package>) {
        let (Some(group), Some(terms)) = (group, figures.plan.packages.get(id.index())) else { return };
        let fact = topic.of("serves").next();
        for (touchpoint, share) in &terms.serves {
            let about = self.topic((*touchpoint).into()).map(super::name_of);
            let name = about.as_ref().map_or_else(String::new, |name| self.both(name));
            let spent = figures.evaluation.serving.of_touchpoint(*touchpoint).find(|(package, _)| *package == id);
            let spent = spent.map(|(_, spent)| format!(", {} of what is given", amount(figures.plan, spent)));
            let how = format!("{}{}", super::words::percent(*share), spent.unwrap_or_default());
            let line = topic.of("serves").find(|fact| fact.about() == about.as_ref().map(|name| name.path.as_str()));
            let at = line.or(fact).and_then(|fact| self.place(fact.span));
            group.push(FormLine::new("serves", "serves", Cell::text(name)).how(how).at(at).about(about));
        }
    }

    fn brought_back(&self, group: &mut Group, figures: &Figures<'run>, levels: &[Id<Level>]) {
        let of_levels = figures.evaluation.savings.iter().filter(|saving| levels.contains(&saving.level));
        let saved = Money::sum(of_levels.map(|saving| saving.total)).unwrap_or_default();
        let money = levels.iter().filter_map(|level| figures.evaluation.money.get(level.index()));
        let earned = Money::sum(money.map(|money| money.earned)).unwrap_or_default();
        for (key, what, sum) in [("saved", "saves", saved), ("earned", "earns", earned)] {
            if !sum.is_zero() {
                let how = "counted: what it saves on is funded";
                let how = if key == "saved" { how } else { "" };
                group.push(FormLine::new(key, what, super::words::money(figures.plan, sum)).how(how));
            }
        }
    }

    fn levels(&self, figures: &Figures<'run>, id: Id<Package>) -> Levels {
        let terms = figures.plan.packages.get(id.index());
        let own = terms.map_or_else(Vec::new, |terms| terms.levels.clone());
        let of_package = figures.levels.get(id.index()).map_or(&[][..], Vec::as_slice);
        let mut others: Vec<(Eligibility, Id<Level>)> = of_package
            .iter()
            .filter_map(|level| Some((figures.plan.levels.get(level.index())?.eligibility, *level)))
            .filter(|(_, level)| !own.contains(level))
            .collect();
        others.sort_by_key(|(eligibility, level)| (*eligibility == Eligibility::Rejected, *level));
        Levels { own, others: others.into_iter().map(|(_, level)| level).collect() }
    }

    fn milestones(&self, topic: &Topic) -> Group {
        let mut group = Group::new("milestones", "Milestones");
        for milestone in self.milestones.get(topic.name()).into_iter().flatten() {
            let facts: Vec<String> = milestone
                .facts
                .iter()
                .filter(|fact| fact.property != "on")
                .map(|fact| {
                    let line = self.said_line(milestone.kind, fact);
                    let value = match line.value {
                        Cell::Text(text) => text,
                        _ => String::new(),
                    };
                    format!("{} {value}", line.what)
                })
                .collect();
            let on = milestone.fact("on").map_or_else(String::new, crate::model::facts::Fact::says);
            let line = FormLine::new("milestone", on, Cell::text(super::title_of(milestone)));
            group
                .push(line.how(facts.join(", ")).at(self.place(milestone.span)).about(Some(super::name_of(milestone))));
        }
        group
    }
}

/// The levels of a package: its own in order, and those of alternatives, rejected ones last.
struct Levels {
    own: Vec<Id<Level>>,
    others: Vec<Id<Level>>,
}

/// What each level costs in each month.
fn by_month(figures: &Figures<'_>, levels: &[Id<Level>]) -> Table {
    let plan = figures.plan;
    let mut columns = vec![Column::text("month", "month", Room::Kept)];
    columns.extend(levels.iter().enumerate().map(|(place, level)| {
        let rank = u8::try_from(levels.len() - place).unwrap_or(u8::MAX);
        Column::number(crate::report::names::path(plan, *level).to_owned(), display(plan, *level), Room::Optional(rank))
    }));
    columns.push(Column::number("given", format!("given {}", plan.currency.code()), Room::Kept));
    let mut table = Table::new("cost_by_month", columns).captioned("Cost by month");
    let at = |level: &Id<Level>, index: usize| {
        let money = figures.evaluation.money.get(level.index());
        money.and_then(|money| money.gross_by_month.get(index).copied()).unwrap_or_default()
    };
    let is_funded =
        |level: &&Id<Level>| figures.row(**level).is_some_and(|row| matches!(row.status, Status::Funded(_)));
    for index in 0..plan.calendar.len() {
        let mut cells = vec![Cell::text(month(plan, index))];
        cells.extend(levels.iter().map(|level| match at(level, index) {
            amount if amount.is_zero() => Cell::Empty,
            amount => super::words::money(plan, amount),
        }));
        let given = Money::sum(levels.iter().filter(is_funded).map(|level| at(level, index))).unwrap_or_default();
        cells.push(super::words::money(plan, given));
        table.rows.push(Row::Cells(cells));
    }
    table
}
