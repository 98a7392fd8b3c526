//! The form of a scenario: what it sets and changes, each with what stood there before and what a change makes of it.

use super::view::Why;
use crate::model::Kind;
use crate::model::facts::{Fact, Topic};
use crate::quantity::Number;
use crate::report::digits::readable;
use crate::report::document::Form;

/// What is said of a figure: its value, and the terms behind it.
#[derive(Clone)]
struct Stated {
    value: String,
    terms: String,
}

impl<'run> Why<'run> {
    /// What a scenario sets, beside what stands in the plan, or in the scenario it starts from.
    pub(super) fn scenario(&self, form: &mut Form, topic: &Topic) {
        let mut group = self.said(topic, &[]);
        let parents = self.parents(topic);
        for (line, fact) in group.lines.iter_mut().zip(&topic.facts) {
            let Some(target) = target(fact) else { continue };
            let before = self.left_by(&parents, target, fact);
            if before.is_empty() {
                continue;
            }
            let mut how = vec![format!("before: {}", in_words(&before))];
            if fact.property == "change" {
                let change = fact.says();
                let after: Option<Vec<Stated>> = before.iter().map(|stated| stated.changed(&change)).collect();
                how.extend(after.map(|after| format!("after: {}", in_words(&after))));
            }
            how.extend((!line.how.is_empty()).then(|| line.how.clone()));
            line.how = how.join("; ");
        }
        form.groups.push(group);
    }

    /// The scenarios that one starts from, the first of all first. A ring, which the plan has as an error, ends.
    fn parents(&self, topic: &Topic) -> Vec<&'run Topic> {
        let parent = |topic: &Topic| {
            let (_, name) = super::said::named(topic.fact("of")?).into_iter().next()?;
            self.by_name.get(&(Kind::Scenario, name)).and_then(|place| self.topics.get(*place))
        };
        let mut parents: Vec<&Topic> =
            std::iter::successors(parent(topic), |topic| parent(topic)).take(self.topics.len()).collect();
        parents.reverse();
        parents
    }

    /// What a figure is in the plan after some scenarios.
    fn left_by(&self, scenarios: &[&Topic], target: &str, fact: &Fact) -> Vec<Stated> {
        let mut stated = self.in_plan(target, fact);
        for said in
            scenarios.iter().flat_map(|scenario| &scenario.facts).filter(|said| self::target(said) == Some(target))
        {
            stated = match said.property {
                "change" => {
                    let change = said.says();
                    // What cannot be worked out is not said.
                    stated
                        .iter()
                        .map(|stated| stated.changed(&change))
                        .collect::<Option<Vec<Stated>>>()
                        .unwrap_or_default()
                }
                _ => vec![Stated::of(said)],
            };
        }
        stated
    }

    /// What the plan says where a scenario sets something: `52000 USD/agent/year`.
    fn in_plan(&self, target: &str, fact: &Fact) -> Vec<Stated> {
        let of = |kind: Kind, name: &str| self.by_name.get(&(kind, name)).and_then(|place| self.topics.get(*place));
        let named =
            fact.key.names().next().and_then(|(id, owner)| Some((of(id.kind, owner)?, target.strip_prefix(owner)?)));
        // What has no name is named by its keyword: `funding.budget`.
        let unnamed = || {
            let word = target.split('.').next()?;
            Some((of(Kind::from_keyword(word)?, "")?, target.strip_prefix(word)?))
        };
        let Some((topic, rest)) = named.or_else(unnamed) else { return Vec::new() };
        let rest = rest.trim_start_matches('.');
        let key = rest.replacen('.', " ", 1);
        let is_value = |fact: &Fact| rest.is_empty() && fact.property == "value";
        let of = |fact: &&Fact| fact.key.as_str() == key || fact.property == rest || is_value(fact);
        topic.facts.iter().filter(of).map(Stated::of).collect()
    }
}

/// What a line of a scenario sets or changes: `funding.budget`.
fn target(fact: &Fact) -> Option<&str> {
    if !matches!(fact.property, "set" | "change") {
        return None;
    }
    Some(fact.key.as_str().strip_prefix(fact.property)?.trim())
}

fn in_words(stated: &[Stated]) -> String {
    let words = stated.iter().map(|stated| readable(format!("{} {}", stated.value, stated.terms).trim()));
    words.collect::<Vec<String>>().join("; ")
}

impl Stated {
    fn of(fact: &Fact) -> Stated {
        let value = Fact { modifiers: Vec::new(), ..fact.clone() }.says();
        let terms = fact.says().strip_prefix(value.as_str()).unwrap_or("").trim().to_owned();
        Stated { value, terms }
    }

    /// What a change makes of a figure, or of each end or point of one; nothing of a formula.
    fn changed(&self, change: &str) -> Option<Stated> {
        let parts: Vec<(Number, &str)> = self.value.split(" .. ").map(quantity).collect::<Option<_>>()?;
        // The unit may stand once, at the end; of one and of several it may be written otherwise.
        let (_, unit) = parts.last()?;
        let is_one = |number: Number| number.abs() == Number::ONE;
        let several =
            parts.iter().find(|(number, unit)| !is_one(*number) && !unit.is_empty()).map_or(*unit, |part| part.1);
        let changed = parts.iter().map(|(number, own)| {
            let after = changed(*number, if own.is_empty() { unit } else { own }, change)?;
            let written = if own.is_empty() || is_one(after) { *own } else { several };
            Some(format!("{after}{written}"))
        });
        Some(Stated { value: changed.collect::<Option<Vec<String>>>()?.join(" .. "), terms: self.terms.clone() })
    }
}

fn changed(number: Number, unit: &str, change: &str) -> Option<Number> {
    if let Some(factor) = change.strip_prefix('*') {
        let (factor, sign) = quantity(factor.trim())?;
        let product = number.multiply(factor).ok()?;
        return match sign {
            "" => Some(product),
            "%" => product.divide(Number::from_integer(100)).ok(),
            _ => None,
        };
    }
    let (by, own) = quantity(change.trim_start_matches('+').trim_start())?;
    let is_same = own == unit || (own, unit) == ("pp", "%");
    if is_same { number.add(by).ok() } else { None }
}

/// A literal as its number and its unit with the blank before it: `10000` and ` NOK`.
fn quantity(text: &str) -> Option<(Number, &str)> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = digits.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '_' | '.' | 'k' | 'M' | 'B'));
    let (digits, unit) = digits.split_at(end.unwrap_or(digits.len()));
    let number = Number::parse(digits).ok()?;
    // Two words behind it are a formula.
    if unit.trim_start().contains(' ') {
        return None;
    }
    Some((if text.starts_with('-') { number.negate() } else { number }, unit))
}
