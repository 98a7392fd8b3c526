//! What is meant by a name: takes what a plan declares and a name as people write it, gives the declarations that bear it.

use super::title_of;
use crate::model::Kind;
use crate::model::facts::Topic;

/// The order in which what several kinds bear is shown.
const ORDER: &[Kind] = &[
    Kind::Package,
    Kind::Level,
    Kind::Alternative,
    Kind::Kpi,
    Kind::Journey,
    Kind::Stage,
    Kind::Touchpoint,
    Kind::Moment,
    Kind::Pain,
    Kind::Need,
    Kind::Persona,
    Kind::Department,
    Kind::Category,
    Kind::Channel,
    Kind::Role,
    Kind::Objective,
    Kind::Criterion,
    Kind::Driver,
    Kind::Exchange,
    Kind::Unit,
    Kind::Benchmark,
    Kind::Income,
    Kind::Retire,
    Kind::Milestone,
    Kind::Idea,
    Kind::Workshop,
    Kind::Transfer,
    Kind::Practice,
    Kind::Require,
    Kind::Ranking,
    Kind::Scenario,
    Kind::Funding,
];

/// The places, among all topics, of those that a name means: a path, a title, or either behind its keyword. A path means
/// more than a title, and that as it is written more than in other letters.
#[must_use]
pub fn find(topics: &[Topic], name: &str) -> Vec<usize> {
    let name = name.trim();
    let behind_keyword = name.split_once(char::is_whitespace).and_then(|(word, rest)| {
        let kind = Kind::from_keyword(word)?;
        Some((kind, rest.trim()))
    });
    if let Some((kind, rest)) = behind_keyword {
        let found = bearers(topics, rest, |topic| topic.kind == kind);
        if !found.is_empty() {
            return found;
        }
    }
    let found = bearers(topics, name, |_| true);
    if !found.is_empty() {
        return found;
    }
    // `funding` is what it is; so is `plan`.
    let kind = Kind::from_keyword(name);
    let bare =
        places(topics, |topic| Some(topic.kind) == kind && (topic.name().is_empty() || topic.kind == Kind::Plan));
    in_order(topics, bare)
}

fn bearers(topics: &[Topic], name: &str, counts: impl Fn(&Topic) -> bool) -> Vec<usize> {
    let bare = name.trim_matches(['"', '“', '”']);
    let lower = bare.to_lowercase();
    // `benchmark nps` of `nps "Panel, wave 7"`, `tolerance category salaries`.
    let is_about = |topic: &Topic| {
        counts(topic) && topic.name().strip_prefix(bare).is_some_and(|rest| rest.is_empty() || rest.starts_with(" \""))
    };
    let mut found = places(topics, |topic| is_about(topic) || counts(topic) && topic.name() == name);
    found.extend(places(topics, |topic| counts(topic) && title(topic) == Some(bare)));
    if found.is_empty() {
        let is_like = |topic: &Topic| title(topic).is_some_and(|title| title.to_lowercase() == lower);
        found = places(topics, |topic| counts(topic) && (is_like(topic) || topic.name() == lower));
    }
    in_order(topics, found)
}

fn places(topics: &[Topic], is_meant: impl Fn(&Topic) -> bool) -> Vec<usize> {
    topics.iter().enumerate().filter(|(_, topic)| is_meant(topic)).map(|(place, _)| place).collect()
}

fn in_order(topics: &[Topic], mut found: Vec<usize>) -> Vec<usize> {
    let rank = |place: usize| {
        let kind = topics.get(place).map(|topic| topic.kind);
        ORDER.iter().position(|other| Some(*other) == kind).unwrap_or(ORDER.len())
    };
    found.sort_by_key(|place| (rank(*place), *place));
    found.dedup();
    found
}

/// The title of a topic; where it has no name, the quoted end of what tells it from others.
fn title(topic: &Topic) -> Option<&str> {
    if let Some(title) = &topic.title {
        return Some(title);
    }
    let quoted = topic.name().strip_suffix('"')?;
    quoted.rsplit_once('"').map(|(_, title)| title)
}

/// Every name that can be asked for: paths and titles.
#[must_use]
pub fn names(topics: &[Topic]) -> Vec<&str> {
    let named = topics.iter().filter(|topic| !topic.name().is_empty());
    let mut names: Vec<&str> = named.flat_map(|topic| [topic.name(), title_of(topic)]).collect();
    names.sort_unstable();
    names.dedup();
    names
}
