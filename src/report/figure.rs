//! Names, marks and figures, as all that is shown holds them.

use crate::quantity::Number;

/// Something a plan declares, by its kind and path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The keyword of its kind.
    pub kind: &'static str,
    /// Its path.
    pub path: String,
}

/// Good news or bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `✓`
    Good,
    /// `·`
    Neutral,
    /// `✗`
    Bad,
}

/// A number with its unit, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The number, unrounded; shares are fractions.
    pub value: Number,
    /// What it counts.
    pub measure: Measure,
    /// How many decimals are shown.
    pub digits: u32,
    /// Whether a plus is shown.
    pub sign: Sign,
    /// Whether it is good news.
    pub mark: Option<Mark>,
}

/// What a number counts, as it is written after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// A plain number.
    Plain,
    /// Money of a currency, whose code stands elsewhere.
    Money(&'static str),
    /// The same in a larger unit, which stands elsewhere too.
    Scaled(&'static str, Size),
    /// `96.5%`
    Share,
    /// `+0.2pp`
    Points,
    /// `45.0 pts`
    Score,
    /// What is counted or timed, by how one and several of it are written.
    Counted(Box<Forms>),
    /// Anything else, by how it is written.
    Unit(Box<str>),
}

/// How what is counted is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// One of it.
    pub one: String,
    /// Several of it.
    pub many: String,
}

/// Whether a plus is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Only a minus.
    Minus,
    /// Both: it is a change.
    Both,
    /// Both: it is the change from this, written so that it ties with the two as they are written.
    From(Number),
}

impl Measure {
    /// What is counted, by how one and several of it are written.
    #[must_use]
    pub fn counted(one: impl Into<String>, many: impl Into<String>) -> Measure {
        Measure::Counted(Box::new(Forms { one: one.into(), many: many.into() }))
    }
}

impl Name {
    /// What tells it from everything else: `package.support`, as eight kinds may share a name.
    #[must_use]
    pub fn anchor(&self) -> String {
        if self.path.is_empty() { self.kind.to_owned() } else { format!("{}.{}", self.kind, self.path) }
    }
}

/// How large the unit of an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One.
    One,
    /// A thousand.
    Thousand,
    /// A million.
    Million,
}

impl Size {
    /// How many it is.
    #[must_use]
    pub fn number(self) -> Number {
        Number::from_integer(match self {
            Size::One => 1,
            Size::Thousand => 1_000,
            Size::Million => 1_000_000,
        })
    }
}
