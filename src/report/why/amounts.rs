//! The money of levels and packages in forms: takes what was booked, gives each line with the formula it comes from.

use super::view::{Figures, Why};
use super::words::{amount, money, months, plain, runs};
use crate::check::{CheckedPlan, MoneyTerms, Paid};
use crate::diagnostic::text::counted;
use crate::evaluate::{MoneyLine, Quantity, quantities};
use crate::model::facts::{Fact, Topic};
use crate::model::{Id, Kind, Level};
use crate::outcome::{PackageAccount, Present, nature};
use crate::quantity::Money;
use crate::report::document::{Cell, FormLine, Group};
use crate::report::names::display;
use crate::report::unit;

impl<'run> Why<'run> {
    /// Each line of money of a level.
    pub(super) fn money_lines(&self, group: &mut Group, topic: &Topic, figures: &Figures<'run>, level: Id<Level>) {
        let plan = figures.plan;
        let (Some(terms), Some(booked)) = (plan.levels.get(level.index()), figures.evaluation.money.get(level.index()))
        else {
            return;
        };
        let quantities = quantities(plan, level);
        let kinds: [(&'static str, &[MoneyTerms], &[MoneyLine]); 3] = [
            ("cost", &terms.costs, &booked.costs),
            ("saves", &terms.savings, &booked.savings),
            ("earns", &terms.earnings, &booked.earnings),
        ];
        for (key, terms, lines) in kinds {
            for (place, (terms, line)) in terms.iter().zip(lines).enumerate() {
                let fact = topic.facts.iter().find(|fact| fact.span == terms.span && fact.property == key);
                let quantity = quantities.iter().find(|quantity| key == "cost" && quantity.line == place);
                group.push(self.money_line(key, plan, fact, terms, line, quantity));
            }
        }
    }

    fn money_line(
        &self,
        key: &'static str,
        plan: &CheckedPlan,
        fact: Option<&Fact>,
        terms: &MoneyTerms,
        line: &MoneyLine,
        quantity: Option<&Quantity>,
    ) -> FormLine {
        let category = line.category.map(|category| display(plan, category));
        let what = [(key != "cost").then_some(key), category, terms.title.as_deref()];
        let what: Vec<&str> = what.into_iter().flatten().collect();
        let what = if what.is_empty() { key.to_owned() } else { what.join(" · ") };
        let by_month: Vec<(usize, Money)> = line.by_month.months().collect();
        let mut how: Vec<String> = fact.map(|fact| self.formula(fact)).into_iter().collect();
        how.push(runs(plan, &by_month));
        how.extend(quantity.map(|quantity| quantity_words(plan, quantity)));
        if line.stated != line.total {
            how.push(format!("stated {}, held to what the level it saves on costs", amount(plan, line.stated)));
        }
        how.retain(|part| !part.is_empty());
        FormLine::new(key, what, money(plan, line.total)).how(how.join("; ")).at(self.place(terms.span))
    }

    /// A line as it is written, with the value of each driver in it.
    pub(super) fn formula(&self, fact: &Fact) -> String {
        let mut drivers: Vec<String> = super::said::named(fact)
            .into_iter()
            .filter(|(kind, _)| *kind == Kind::Driver)
            .filter_map(|(kind, name)| {
                let topic = self.by_name.get(&(kind, name)).and_then(|place| self.topics.get(*place))?;
                let value = topic.fact("value").map_or_else(|| "by month".to_owned(), |fact| self.written(fact));
                Some(format!("{name} = {value}"))
            })
            .collect();
        drivers.dedup();
        let says = self.written(fact);
        if drivers.is_empty() { says } else { format!("{says}; {}", drivers.join(", ")) }
    }

    /// What is spent today, what is asked for and what is given.
    pub(super) fn account_lines(
        &self,
        group: &mut Group,
        topic: &Topic,
        figures: &Figures<'run>,
        account: &PackageAccount,
    ) {
        let plan = figures.plan;
        let today = topic.fact("today");
        let line = match account.present {
            Present::NotStated => FormLine::new("today", "today", Cell::text("not stated")),
            Present::New => {
                FormLine::new("today", "today", money(plan, Money::ZERO)).how("new: nothing is spent on it")
            }
            Present::Spent(terms) => {
                let mut how: Vec<String> = today.map(|fact| self.written(fact)).into_iter().collect();
                how.extend(terms.written.map(|written| {
                    format!(
                        "{} of {}, over the {} of the calendar",
                        amount(plan, written.amount),
                        length(written.months),
                        counted(plan.calendar.len(), "month")
                    )
                }));
                FormLine::new("today", "today", money(plan, terms.amount)).how(how.join("; "))
            }
        };
        group.push(line.at(today.and_then(|fact| self.place(fact.span))));
        let others = account.others.len();
        let others = if others == 0 { String::new() } else { format!(", {} in other ways", counted(others, "level")) };
        let asked = format!("{}{others}", counted(account.asked.len(), "level"));
        group.push(FormLine::new("asked", "asked", money(plan, account.asks)).how(asked));
        let given = format!("{} of {}", account.funded.len(), counted(account.asked.len(), "level"));
        group.push(FormLine::new("given", "given", money(plan, account.given)).how(given));
        self.kinds_of_money(group, figures, &account.funded);
    }

    /// What of the cost of some levels falls once, recurs, is expense or capital; and what people and things it pays for.
    fn kinds_of_money(&self, group: &mut Group, figures: &Figures<'run>, levels: &[Id<Level>]) {
        let plan = figures.plan;
        let nature = nature(plan, figures.evaluation, levels);
        let kinds = [
            ("one_time", "once", nature.one_time),
            ("recurring", "recurring", nature.recurring),
            ("expense", "expense", nature.expense),
            ("capital", "capital", nature.capital),
        ];
        for (key, what, sum) in kinds {
            if !sum.is_zero() {
                group.push(FormLine::new(key, what, money(plan, sum)).how("of what is given"));
            }
        }
        for quantity in levels.iter().flat_map(|level| quantities(plan, *level)) {
            group.push(FormLine::new("pays_for", "pays for", Cell::text(quantity_words(plan, &quantity))));
        }
    }
}

/// `3 technicians in 12 months`, `at most 3 agents, 1.5 on average, in 10 months`, `12,000 letters in all`
#[must_use]
pub fn quantity_words(plan: &CheckedPlan, quantity: &Quantity) -> String {
    let figure = |number| {
        plan.plan().units.find(quantity.unit).map_or_else(
            || plain(number, 2),
            |unit| {
                let figure = unit::figure(plan.plan(), unit, number);
                crate::report::document::Figure { digits: 2, ..figure }.trimmed().in_full()
            },
        )
    };
    let running: Vec<usize> =
        quantity.by_month.iter().enumerate().filter(|(_, number)| !number.is_zero()).map(|(month, _)| month).collect();
    let (Some(first), Some(last)) = (running.first(), running.last()) else { return String::new() };
    let when = months(plan, *first, *last);
    match quantity.paid {
        Paid::ByTime => {
            let most = quantity.most();
            let is_steady = running.iter().all(|month| quantity.by_month.get(*month) == Some(&most));
            let (whole, mean) = (counted(quantity.months(), "month"), plain(quantity.mean(), 2));
            if is_steady && running.len() == quantity.by_month.len() {
                format!("{} in every month", figure(most))
            } else if is_steady {
                format!("{} in {whole}, {when}: {mean} on average", figure(most))
            } else {
                format!("at most {} in {whole}, {when}: {mean} on average", figure(most))
            }
        }
        Paid::InAll | Paid::EachMonth => format!("{} in all, {when}", figure(quantity.total())),
    }
}

/// `a year`, `6 months`
fn length(months: usize) -> String {
    if months == 12 { "a year".to_owned() } else { counted(months, "month") }
}
