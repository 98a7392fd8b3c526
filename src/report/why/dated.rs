//! The forms of figures that were taken at some time: how old an exchange rate or a benchmark is when the plan begins, and where
//! the plan uses a rate.

use super::view::{Figures, Why};
use crate::diagnostic::text::counted;
use crate::model::Kind;
use crate::model::facts::{Fact, Topic, Value};
use crate::quantity::Period;
use crate::report::document::{Form, Group};

impl<'run> Why<'run> {
    /// What is said of it, with its age; of an exchange rate each line that has an amount in its currency.
    pub(super) fn dated(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>) {
        let mut group = self.said(topic, &[]);
        if let Some(age) = topic.fact("as_of").and_then(|fact| age(figures, fact)) {
            for line in group.lines.iter_mut().filter(|line| line.key == "as_of") {
                line.how.clone_from(&age);
            }
        }
        form.groups.push(group);
        if topic.kind == Kind::Exchange {
            form.groups.push(self.amounts_in(topic.name()));
        }
    }

    fn amounts_in(&self, currency: &str) -> Group {
        let mut group = Group::new("uses", "Amounts converted with it");
        for topic in self.topics {
            let facts = topic.facts.iter().filter(|fact| is_in(fact, currency));
            facts.for_each(|fact| group.push(self.use_line(topic, fact)));
        }
        group
    }
}

/// `4 months before the calendar begins`
fn age(figures: &Figures<'_>, fact: &Fact) -> Option<String> {
    let Value::Formula(as_of) = &fact.value else { return None };
    let (_, last) = Period::parse(as_of.as_str()).ok()?.months(figures.plan.fiscal_start);
    let months = usize::try_from(last.months_until(figures.plan.calendar.first())).ok()?;
    Some(format!("{} before the calendar begins", counted(months, "month")))
}

/// Whether a line has an amount in a currency. Names are lower case, so that its code is never one.
fn is_in(fact: &Fact, currency: &str) -> bool {
    let values = std::iter::once(&fact.value).chain(fact.modifiers.iter().map(|(_, value)| value));
    values.filter_map(|value| if let Value::Formula(formula) = value { Some(formula.as_str()) } else { None }).any(
        |formula| {
            formula.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|word| word == currency)
        },
    )
}
