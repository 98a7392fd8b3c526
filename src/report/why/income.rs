//! The forms of expected income and of what it is booked to: what is expected in each month, and what that comes to.

use super::view::{Figures, Why, name_of};
use super::words::money;
use crate::control::income_by_month;
use crate::model::facts::Topic;
use crate::model::people::CategoryKind;
use crate::model::{AnyId, Category, Id, Income};
use crate::quantity::Money;
use crate::report::document::{Cell, Column, Form, FormLine, Group, Room, Row, Table};
use crate::report::names::{display, month};

impl<'run> Why<'run> {
    /// Expected income with what it comes to, month by month.
    pub(super) fn income(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        let mut group = self.said(topic, &[]);
        let by_month = id.cast::<Income>().map_or_else(Vec::new, |id| expected(figures, id));
        let all = Money::sum(by_month.iter().copied()).unwrap_or_default();
        let how = "over the months of the calendar, each line spread evenly over its own";
        group.push(FormLine::new("total", "in all", money(figures.plan, all)).how(how));
        form.groups.push(group);
        form.tables.push(months(figures, &by_month));
    }

    /// What is booked to a category of income: what funded levels earn, and what is expected besides.
    pub(super) fn income_of_category(&self, form: &mut Form, figures: &Figures<'run>, id: AnyId) {
        let plan = figures.plan;
        let Some(category) = id.cast::<Category>() else { return };
        if plan.plan().categories.find(category).is_none_or(|found| found.kind != Some(CategoryKind::Income)) {
            return;
        }
        let mut group = Group::new("income", "Expected");
        let mut by_month = vec![Money::ZERO; plan.calendar.len()];
        for (income, held) in plan.plan().incomes.iter() {
            if held.category.is_none_or(|held| held.value != category) {
                continue;
            }
            let expected = expected(figures, income);
            add(&mut by_month, expected.iter().copied().enumerate());
            let topic = self.topic(income.into());
            let sum = Money::sum(expected).unwrap_or_default();
            let line = FormLine::new("income", display(plan, income), money(plan, sum)).how("expected income");
            group.push(line.at(topic.and_then(|topic| self.place(topic.span))).about(topic.map(name_of)));
        }
        for account in &figures.account.packages {
            for level in &account.asked {
                let earnings = figures.evaluation.money.get(level.index()).map_or(&[][..], |money| &money.earnings);
                for line in earnings.iter().filter(|line| line.category == Some(category)) {
                    let is_funded = account.funded.contains(level);
                    if is_funded {
                        add(&mut by_month, line.by_month.months());
                    }
                    let how =
                        if is_funded { "earned by a funded level" } else { "not counted: its level is not funded" };
                    let row = FormLine::new("earns", display(plan, *level), money(plan, line.total)).how(how);
                    group.push(row.at(self.place(line.span)).about(self.topic((*level).into()).map(name_of)));
                }
            }
        }
        if !group.lines.is_empty() {
            let all = Money::sum(by_month.iter().copied()).unwrap_or_default();
            group.push(
                FormLine::new("total", "in all", money(plan, all)).how("what is expected, and what funded levels earn"),
            );
            form.tables.push(months(figures, &by_month));
        }
        form.groups.push(group);
    }
}

/// What is expected of an income in each month of the calendar.
fn expected(figures: &Figures<'_>, income: Id<Income>) -> Vec<Money> {
    let plan = figures.plan;
    let mut by_month = vec![Money::ZERO; plan.calendar.len()];
    for line in plan.control.incomes.get(income.index()).into_iter().flatten() {
        add(&mut by_month, income_by_month(line, plan.currency).unwrap_or_default());
    }
    by_month
}

fn add(by_month: &mut [Money], amounts: impl IntoIterator<Item = (usize, Money)>) {
    for (place, amount) in amounts {
        if let Some(sum) = by_month.get_mut(place) {
            *sum = sum.add(amount).unwrap_or(*sum);
        }
    }
}

fn months(figures: &Figures<'_>, by_month: &[Money]) -> Table {
    let plan = figures.plan;
    let columns = vec![
        Column::text("month", "month", Room::Kept),
        Column::number("income", format!("income {}", plan.currency.code()), Room::Kept),
    ];
    let mut table = Table::new("months", columns).captioned("By month");
    let rows = by_month.iter().enumerate();
    table.rows.extend(rows.map(|(place, sum)| Row::Cells(vec![Cell::text(month(plan, place)), money(plan, *sum)])));
    table
}
