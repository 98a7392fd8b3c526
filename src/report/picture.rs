//! Pictures as data: boxes and what joins them, a journey, a row of months. What draws them knows nothing of budgets.
//!
//! Texts are as the plan has them: each form makes them safe for where they go.

use super::figure::{Mark, Name};
use crate::quantity::{Date, Month, Number};

/// A picture with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What stands above it.
    pub title: String,
    /// What it shows.
    pub scene: Scene,
}

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scene {
    /// Boxes and lines.
    Network(Network),
    /// Ways of customers, stage by stage.
    Journeys(Vec<JourneyMap>),
    /// Days on a row of months.
    Roadmap(Timeline),
}

/// Boxes, and lines between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// How the boxes stand.
    pub shape: Shape,
    /// The boxes.
    pub boxes: Vec<Node>,
    /// The lines.
    pub lines: Vec<Arrow>,
}

/// How boxes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The first is the root; each other hangs on one that stands before it.
    Tree,
    /// What carries stands left of what hangs on it.
    Layers,
    /// Each lane is a row, in the order of its boxes.
    Lanes,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its words.
    pub title: String,
    /// What stands below them, smaller.
    pub detail: String,
    /// Whether it is good news.
    pub mark: Option<Mark>,
    /// Whether it counts: what is rejected or not funded is drawn with a broken line.
    pub stroke: Stroke,
    /// The lane it stands in, where there are lanes.
    pub lane: Option<String>,
}

/// Whether a box counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// It does.
    Solid,
    /// It does not, or not yet.
    Broken,
}

/// A line from one box to another, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Where it begins.
    pub from: usize,
    /// Where its arrow is.
    pub to: usize,
    /// What stands on it.
    pub label: String,
    /// Whether it binds, or keeps apart.
    pub stroke: Stroke,
}

/// The way of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyMap {
    /// Its name.
    pub title: String,
    /// Whose way it is; empty where nobody's.
    pub persona: String,
    /// The thing of the plan it is.
    pub about: Option<Name>,
    /// The stages, in order.
    pub stages: Vec<StageMap>,
}

/// A stretch of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageMap {
    /// Its name.
    pub title: String,
    /// The thing of the plan it is.
    pub about: Option<Name>,
    /// What passes: `14,000 → 1,680 visitors`.
    pub flow: String,
    /// What is spent here; nothing where nothing could be.
    pub money: Option<StageSpend>,
    /// The KPIs that are measured here, each from today to the plan.
    pub kpis: Vec<String>,
    /// Where customers meet us, in order.
    pub touchpoints: Vec<TouchpointMap>,
}

/// What is spent on a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSpend {
    /// How much.
    pub amount: Number,
    /// The same in words: `2.65M NOK, 6% of what is given`.
    pub words: String,
    /// What of it goes to moments of truth: `2 of 2 moments of truth covered: 1.4M of it, 28M at stake`; empty where there is none.
    pub moments: String,
}

/// A place where customers meet us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchpointMap {
    /// Its name.
    pub title: String,
    /// The thing of the plan it is.
    pub about: Option<Name>,
    /// The KPIs that are measured here, each from today to the plan.
    pub kpis: Vec<String>,
    /// The channel.
    pub channel: String,
    /// How content customers are; nothing where that is not stated.
    pub satisfaction: Option<Satisfaction>,
    /// What is spent on it.
    pub money: String,
    /// Pains, needs and moments, each with whether something is done about it.
    pub marks: Vec<(Mark, String)>,
}

/// How content customers are, as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Satisfaction {
    /// What they gave.
    pub value: Number,
    /// Out of how much.
    pub of: Number,
}

/// Days on a row of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The first month.
    pub first: Month,
    /// How many months.
    pub months: usize,
    /// The packages, in order.
    pub tracks: Vec<Track>,
}

/// The days of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Its name.
    pub title: String,
    /// Whether it counts; what does not is struck out.
    pub stroke: Stroke,
    /// Its milestones, by day.
    pub days: Vec<Day>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its words.
    pub title: String,
    /// The day.
    pub on: Date,
    /// Who answers for it.
    pub owner: String,
    /// Whether it is done, late or at risk.
    pub mark: Option<Mark>,
    /// Whether nothing may slip here.
    pub is_critical: bool,
    /// What it follows: the track and the place in it of each.
    pub after: Vec<(usize, usize)>,
}

impl Picture {
    /// Whether there is nothing on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.scene {
            Scene::Network(network) => network.boxes.is_empty(),
            Scene::Journeys(journeys) => journeys.is_empty(),
            Scene::Roadmap(timeline) => timeline.tracks.is_empty(),
        }
    }

    /// How many boxes or rows there are on it.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.scene {
            Scene::Network(network) => network.boxes.len(),
            Scene::Journeys(journeys) => journeys.iter().map(|journey| journey.stages.len()).sum(),
            Scene::Roadmap(timeline) => timeline.tracks.iter().map(|track| track.days.len()).sum(),
        }
    }
}

impl Satisfaction {
    /// The same on a scale that ends elsewhere, so that ratings of several scales can be drawn on one: not rounded.
    #[must_use]
    pub fn out_of(self, end: i64) -> Option<Number> {
        self.value.multiply(Number::from_integer(end)).ok()?.divide(self.of).ok()
    }
}

/// As in a plan: `2.6 of 5`.
impl std::fmt::Display for Satisfaction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {}", self.value, self.of)
    }
}

impl Node {
    /// A box that counts.
    #[must_use]
    pub fn new(title: impl Into<String>, detail: impl Into<String>) -> Node {
        Node { title: title.into(), detail: detail.into(), mark: None, stroke: Stroke::Solid, lane: None }
    }
}

impl Arrow {
    /// A line that binds.
    #[must_use]
    pub fn new(from: usize, to: usize) -> Arrow {
        Arrow { from, to, label: String::new(), stroke: Stroke::Solid }
    }
}

/// The sign of good news or bad, with a blank behind it.
#[must_use]
pub fn sign(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Good) => "✓ ",
        Some(Mark::Bad) => "✗ ",
        Some(Mark::Neutral) => "· ",
        None => "",
    }
}
