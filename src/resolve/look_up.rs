//! What people name on the command line: takes what bears names, and a path, a title, or either behind its keyword, gives what
//! is meant.

use super::suggest::nearest;
use crate::model::facts::Topic;
use crate::model::{AnyId, Kind, Plan};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Something that can be named.
#[derive(Debug, Clone, Copy)]
pub struct Bearer<'plan> {
    kind: Kind,
    /// Its path; where that does not tell it from others, what does stands behind it: `nps "Panel, wave 7"`.
    name: &'plan str,
    title: Option<&'plan str>,
}

impl<'plan> Bearer<'plan> {
    /// A declaration as it is written.
    #[must_use]
    pub fn of_topic(topic: &'plan Topic) -> Bearer<'plan> {
        let quoted = || Some(topic.name().strip_suffix('"')?.rsplit_once('"')?.1);
        Bearer { kind: topic.kind, name: topic.name(), title: topic.title.as_deref().or_else(quoted) }
    }
}

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
    Kind::Risk,
];

/// The declarations of a plan that can be named. An alternative that is a level is named as that level.
#[must_use]
pub fn bearers(plan: &Plan) -> (Vec<AnyId>, Vec<Bearer<'_>>) {
    let levels: FxHashSet<Span> = plan.levels.values().map(|level| level.head.whole).collect();
    let is_implied = |id: AnyId| id.kind == Kind::Alternative && levels.contains(&plan.head(id).whole);
    let ids: Vec<AnyId> = plan.ids().filter(|id| !is_implied(*id)).collect();
    let bearer = |id: &AnyId| {
        let head = plan.head(*id);
        Bearer { kind: id.kind, name: &head.path, title: head.title.as_ref().map(|title| &*title.value) }
    };
    let bearers = ids.iter().map(bearer).collect();
    (ids, bearers)
}

/// The places of those that a name means, kind by kind. A path means more than a title, that as it is written more than in
/// other letters, and the end of a path something only where one path alone ends so.
#[must_use]
pub fn look_up(bearers: &[Bearer<'_>], words: &str) -> Vec<usize> {
    let words = words.trim();
    let mut found = match behind_keyword(words) {
        Some((kind, name)) => bearing(bearers, name, |bearer| bearer.kind == kind),
        None => Vec::new(),
    };
    if found.is_empty() {
        found = bearing(bearers, words, |_| true);
    }
    if found.is_empty() {
        // `funding` is what it is; so is `plan`.
        let kind = Kind::from_keyword(words);
        found = places(bearers, |bearer| {
            Some(bearer.kind) == kind && (bearer.name.is_empty() || bearer.kind == Kind::Plan)
        });
    }
    let rank = |place: usize| {
        let kind = bearers.get(place).map(|bearer| bearer.kind);
        ORDER.iter().position(|other| Some(*other) == kind).unwrap_or(ORDER.len())
    };
    found.sort_by_key(|place| (rank(*place), *place));
    found.dedup();
    found
}

/// A kind, and the name behind its keyword.
fn behind_keyword(words: &str) -> Option<(Kind, &str)> {
    let (word, name) = words.split_once(char::is_whitespace)?;
    Some((Kind::from_keyword(word)?, name.trim()))
}

fn bearing(bearers: &[Bearer<'_>], name: &str, counts: impl Fn(&Bearer<'_>) -> bool) -> Vec<usize> {
    let bare = name.trim_matches(['"', '“', '”']);
    let lower = bare.to_lowercase();
    // `benchmark nps` of `nps "Panel, wave 7"`, `tolerance category salaries`.
    let is_about = |path: &str| path.strip_prefix(bare).is_some_and(|rest| rest.is_empty() || rest.starts_with(" \""));
    let mut found = places(bearers, |bearer| {
        counts(bearer) && (is_about(bearer.name) || bearer.name == name || bearer.title == Some(bare))
    });
    if found.is_empty() {
        found = places(bearers, |bearer| {
            let is_like = bearer.title.is_some_and(|title| title.to_lowercase() == lower);
            counts(bearer) && (is_like || bearer.name == lower)
        });
    }
    if found.is_empty() {
        found = places(bearers, |bearer| {
            counts(bearer) && bearer.name.strip_suffix(bare).is_some_and(|start| start.ends_with('.'))
        });
        found.truncate(if found.len() == 1 { 1 } else { 0 });
    }
    found
}

fn places(bearers: &[Bearer<'_>], is_meant: impl Fn(&Bearer<'_>) -> bool) -> Vec<usize> {
    bearers.iter().enumerate().filter(|(_, bearer)| is_meant(bearer)).map(|(place, _)| place).collect()
}

/// The name or title that is most like what was typed.
#[must_use]
pub fn nearest_name<'plan>(bearers: &[Bearer<'plan>], words: &str) -> Option<&'plan str> {
    let name = behind_keyword(words).map_or(words, |(_, name)| name);
    let names = || bearers.iter().map(|bearer| bearer.name).filter(|name| !name.is_empty());
    let last = |path: &'plan str| path.rsplit('.').next().unwrap_or(path);
    nearest(name, names()).or_else(|| nearest(name, bearers.iter().filter_map(|bearer| bearer.title))).or_else(|| {
        let near = nearest(name, names().map(last))?;
        names().find(|path| last(path) == near)
    })
}
