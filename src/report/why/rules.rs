//! The forms of what decides: criteria, requirements, rankings, funding, drivers, what ends, and the plan itself.

use super::view::{Figures, Why, name_of};
use super::words::{amount, money, percent, plain};
use crate::check::PresentTerms;
use crate::evaluate::Verdict;
use crate::model::facts::Topic;
use crate::model::funding::Policy;
use crate::model::schema::Choice;
use crate::model::{AnyId, Criterion, Driver, Id, Ranking, Require, Retire};
use crate::quantity::Number;
use crate::report::document::{Cell, Column, Form, FormLine, Group, Mark, Room, Row, Table, in_names};
use crate::report::names::{display, month};
use crate::report::{requirements, unit};

impl<'run> Why<'run> {
    /// A criterion with what each level scores on it.
    pub(super) fn criterion(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &[]));
        let Some(id) = id.cast::<Criterion>() else { return };
        let weight = figures.plan.criteria.get(id.index()).map(|terms| terms.weight).unwrap_or_default();
        let mut group = Group::new("scores", "What each level scores on it");
        let mut scored: Vec<(Number, usize)> = figures
            .evaluation
            .scores
            .iter()
            .enumerate()
            .filter_map(|(level, score)| {
                Some((score.ratings.iter().find(|rating| rating.criterion == id)?.value, level))
            })
            .filter(|(_, level)| figures.rows.contains_key(level))
            .collect();
        scored.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        for (value, level) in scored {
            let level: Id<crate::model::Level> = Id::new(level);
            let product = weight.multiply(value).unwrap_or_default();
            let how = format!("{} × {}", percent(weight), plain(value, 4));
            let line = FormLine::new("score", display(figures.plan, level), super::words::number(product, 4));
            group.push(line.how(how).about(self.topic(level.into()).map(name_of)));
        }
        form.groups.push(group);
    }

    /// A requirement: its condition with the values put in.
    pub(super) fn requirement(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        let mut group = self.said(topic, &[]);
        let outcome = figures.evaluation.requires.iter().find(|outcome| id.cast::<Require>() == Some(outcome.id));
        if let Some(outcome) = outcome {
            let (mark, word) = match outcome.verdict {
                Verdict::Holds => (Mark::Good, "holds"),
                Verdict::Fails => (Mark::Bad, "does not hold"),
                Verdict::NotAvailable => (Mark::Bad, "n/a: it reads what cannot be computed"),
                Verdict::NothingSpent => (Mark::Neutral, "n/a: nothing is spent in a month that it reads"),
            };
            group.push(FormLine::new("verdict", "verdict", Cell::Status(mark, word.to_owned())));
            for operand in &outcome.operands {
                let words = requirements::value(self.sources, figures.plan, operand);
                group.push(FormLine::new("value", "value", Cell::text(words)).at(self.place(operand.span)));
            }
        }
        form.groups.push(group);
    }

    /// A ranking beside the order of the rankings that it merges, or that merges it.
    pub(super) fn ranking(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        let mut says = self.said(topic, &[]);
        says.lines.retain(|line| line.key != "item");
        form.groups.push(says);
        let plan = figures.plan.plan();
        let Some(own) = id.cast::<Ranking>().and_then(|id| plan.rankings.find(id)) else { return };
        let mut group = Group::new("order", "The order, beside that of others");
        for (place, (item, fact)) in own.levels.0.iter().zip(&topic.items).enumerate() {
            let mut how: Vec<String> = Vec::new();
            for (other, ranking) in plan.rankings.iter().filter(|(other, _)| AnyId::from(*other) != id) {
                let there = ranking.levels.0.iter().position(|there| there.level.value == item.level.value);
                how.extend(there.map(|there| {
                    format!("{} of {} in {}", there + 1, ranking.levels.0.len(), display(figures.plan, other))
                }));
            }
            let because = self.modifiers(fact);
            how.extend((!because.is_empty()).then_some(because));
            let line = FormLine::new("item", (place + 1).to_string(), Cell::text(self.titled(&fact.key)));
            let about = super::said::single(&fact.key);
            group.push(line.how(how.join("; ")).at(self.place(fact.span)).about(about));
        }
        form.groups.push(group);
    }

    /// The budget, the reserve, and the walk in words.
    pub(super) fn funding(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>) {
        form.groups.push(self.said(topic, &[]));
        let (Some(funding), Some(terms)) = (&figures.evaluation.funding, &figures.plan.funding) else { return };
        let mut group = Group::new("walk", "How it was given");
        let word = |choices: &[Choice], word: &str| {
            choices.iter().find(|choice| choice.word == word).map_or("", |choice| choice.doc).to_owned()
        };
        let policy = funding.policy.word();
        group.push(FormLine::new("policy", "policy", Cell::text(policy)).how(word(Policy::CHOICES, policy)));
        for (period, use_of) in terms.periods.iter().zip(&funding.periods) {
            let how = format!(
                "budget {}, reserve {}, unspent {}",
                amount(figures.plan, use_of.budget),
                amount(figures.plan, use_of.reserve),
                amount(figures.plan, use_of.left)
            );
            group.push(
                FormLine::new("funded", period.name.clone(), money(figures.plan, use_of.spent))
                    .how(how)
                    .at(self.place(period.span)),
            );
        }
        for row in &funding.sheet.rows {
            let (mark, status) = crate::report::reason::status(row);
            let reason = in_names(&crate::report::reason::reason(figures.plan, terms, row));
            let how = if reason.is_empty() {
                amount(figures.plan, row.cost)
            } else {
                format!("{}: {reason}", amount(figures.plan, row.cost))
            };
            let what = format!("{}. {}", row.rank, display(figures.plan, row.level));
            let about = self.topic(row.level.into()).map(name_of);
            group.push(FormLine::new("level", what, Cell::Status(mark, status.to_owned())).how(how).about(about));
        }
        form.groups.push(group);
    }

    /// A driver with its value in each month, where they differ.
    pub(super) fn driver(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &[]));
        let terms = id.cast::<Driver>().and_then(|id| figures.plan.drivers.get(id.index()));
        let Some(terms) = terms.filter(|terms| terms.values.windows(2).any(|pair| pair.first() != pair.last())) else {
            return;
        };
        let columns = vec![Column::text("month", "month", Room::Kept), Column::mixed("value", "value", Room::Kept)];
        let mut table = Table::new("months", columns).captioned("By month");
        table.rows.extend((0..terms.values.len()).map(|index| (index, terms.in_month(index))).map(|(index, value)| {
            let figure = value.map(|value| Cell::Figure(unit::figure(figures.plan.plan(), &terms.unit, value)));
            Row::Cells(vec![Cell::text(month(figures.plan, index)), Cell::or_empty(figure)])
        }));
        form.tables.push(table);
    }

    /// What ends, and what that cost over as long as the calendar.
    pub(super) fn retire(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        let mut group = self.said(topic, &[]);
        let present =
            id.cast::<Retire>().and_then(|id| figures.plan.figures.retired.get(id.index()).copied().flatten());
        if let Some(PresentTerms { amount, .. }) = present {
            let line = FormLine::new("ends", "ends", money(figures.plan, amount))
                .how("over as many months as the calendar has");
            group.push(line.at(topic.fact("today").and_then(|fact| self.place(fact.span))));
        }
        form.groups.push(group);
    }

    /// The plan itself, with what everything comes to.
    pub(super) fn plan(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>) {
        form.groups.push(self.said(topic, &[]));
        let mut group = Group::new("money", "Money");
        if let Some(funding) = &figures.evaluation.funding {
            let lines = [
                ("budget", funding.total.budget),
                ("reserve", funding.total.reserve),
                ("funded", funding.total.spent),
                ("unspent", funding.total.left),
            ];
            lines.into_iter().for_each(|(key, sum)| group.push(FormLine::new(key, key, money(figures.plan, sum))));
        }
        form.groups.push(group);
    }
}
