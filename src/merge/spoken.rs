//! What sides disagree on, in words of the plan: takes the lines of a conflict, gives a sentence for each fact.

use super::Sides;
use super::order::Contest;
use super::outline::{Fact, Outline, Part, is_below, is_step};
use std::collections::BTreeMap;
use std::ops::Range;

/// A fact as each side has it.
type SidesOfFact<'a> = Sides<Option<&'a Fact>>;

/// The facts on the lines of a conflict.
pub(super) struct Spoken<'a> {
    outlines: &'a Sides<Outline>,
    ranges: Sides<Range<usize>>,
    facts: Vec<SidesOfFact<'a>>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Spoken<'a> {
    /// Reads the facts that begin on some lines.
    pub(super) fn new(outlines: &'a Sides<Outline>, ranges: Sides<Range<usize>>) -> Spoken<'a> {
        let mut spoken = Spoken { outlines, ranges: ranges.clone(), facts: Vec::new(), places: BTreeMap::new() };
        outlines.ours.facts_on(&ranges.ours).for_each(|fact| spoken.sides_of(fact).ours = Some(fact));
        outlines.theirs.facts_on(&ranges.theirs).for_each(|fact| spoken.sides_of(fact).theirs = Some(fact));
        outlines.base.facts_on(&ranges.base).for_each(|fact| spoken.sides_of(fact).base = Some(fact));
        spoken
    }

    fn sides_of(&mut self, fact: &'a Fact) -> &mut SidesOfFact<'a> {
        let next = self.facts.len();
        let place = *self.places.entry(&fact.key).or_insert(next);
        if place == next {
            self.facts.push(Sides::default());
        }
        self.facts.get_mut(place).expect("a place is the index of a fact")
    }

    /// What the sides disagree on. Of a declaration that one side removed, one sentence tells all: what is in it follows
    /// it.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        let mut removed: Option<(&str, String)> = None;
        for sides in &self.facts {
            let Some(fact) = sides.ours.or(sides.theirs) else { continue };
            match &removed {
                Some((key, sentence)) if is_below(&fact.key, key) => {
                    if is_changed(*sides) && sentences.last() != Some(sentence) {
                        sentences.push(sentence.clone());
                    }
                }
                Some(_) | None => match removal(*sides).filter(|_| fact.part == Part::Head) {
                    Some(sentence) => removed = Some((&fact.key, sentence)),
                    None => sentences.extend(contradiction(*sides)),
                },
            }
        }
        if sentences.is_empty() { vec![self.added_steps().unwrap_or_else(|| self.elsewhere())] } else { sentences }
    }

    /// What the sides disagree on about some facts.
    pub(super) fn about(&self, contests: &[(String, Contest)]) -> Vec<String> {
        let words: Vec<String> = contests.iter().flat_map(|(key, contest)| self.about_one(key, *contest)).collect();
        if words.is_empty() { vec![self.elsewhere()] } else { words }
    }

    fn about_one(&self, key: &str, contest: Contest) -> Vec<String> {
        let Some(place) = self.places.get(key) else { return Vec::new() };
        let own = self.facts.get(*place..).unwrap_or_default();
        let fact = |sides: &SidesOfFact<'a>| sides.ours.or(sides.theirs);
        let Some(name) = own.first().and_then(fact).map(|fact| &fact.name) else { return Vec::new() };
        match contest {
            Contest::MovedApart | Contest::Circle | Contest::AddedApart => vec![format!("{name}: both sides move it")],
            Contest::OursRemoved | Contest::TheirsRemoved => {
                own.first().copied().and_then(removal).into_iter().collect()
            }
            Contest::Says => {
                let is_inner = |sides: &&SidesOfFact<'a>| fact(sides).is_some_and(|fact| is_below(&fact.key, key));
                let on_its_lines = own.iter().take(1).chain(own.iter().skip(1).take_while(is_inner));
                let says: Vec<String> = on_its_lines.copied().filter_map(contradiction).collect();
                if says.is_empty() { vec![format!("{name}: the comments differ")] } else { says }
            }
        }
    }

    /// ``package `chatbot`, level `evenings` in ours and package `chatbot`, level `weekends` in theirs are added …``
    fn added_steps(&self) -> Option<String> {
        let mut steps = self.facts.iter().filter(|sides| sides.base.is_none());
        let step = |fact: Option<&'a Fact>| fact.filter(|fact| is_step(&fact.key)).map(|fact| &fact.name);
        let ours = steps.clone().find_map(|sides| step(sides.ours))?;
        let theirs = steps.find_map(|sides| step(sides.theirs))?;
        Some(format!("{ours} in ours and {theirs} in theirs are added in one place: say which comes first"))
    }

    fn elsewhere(&self) -> String {
        let place = self.outlines.ours.around(self.ranges.ours.start);
        let place = place.or_else(|| self.outlines.base.around(self.ranges.base.start));
        let place = place.map_or_else(String::new, |name| format!("{name}: "));
        format!("{place}both sides change the same lines")
    }
}

/// Whether the side that still has a fact says it otherwise than the base.
fn is_changed(sides: SidesOfFact<'_>) -> bool {
    sides.ours.or(sides.theirs).map(|fact| &fact.says) != sides.base.map(|fact| &fact.says)
}

/// What one side removed of what both had.
fn removal(sides: SidesOfFact<'_>) -> Option<String> {
    match (sides.base, sides.ours, sides.theirs) {
        (Some(_), None, Some(fact)) => Some(format!("{}: removed in ours, changed in theirs", fact.name)),
        (Some(_), Some(fact), None) => Some(format!("{}: changed in ours, removed in theirs", fact.name)),
        _ => None,
    }
}

/// ``package `chatbot`, level `enhanced`, cost `software`: ours 40k USD, theirs 45k USD, base 38k USD``, if the sides
/// contradict each other there.
fn contradiction(sides: SidesOfFact<'_>) -> Option<String> {
    let words = sides.map(|fact| fact.map(|fact| fact.says.as_str()));
    if words.agreed().is_some() {
        return None;
    }
    let name = &sides.ours.or(sides.theirs)?.name;
    let said = |words: Option<&str>| match words {
        Some("") => "nothing".to_owned(),
        Some(words) => words.to_owned(),
        None => "without it".to_owned(),
    };
    let (ours, theirs) = (said(words.ours), said(words.theirs));
    Some(match words.base {
        Some(_) => format!("{name}: ours {ours}, theirs {theirs}, base {}", said(words.base)),
        None => format!("{name}: added in ours as {ours}, in theirs as {theirs}"),
    })
}
