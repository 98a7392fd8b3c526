//! What the kinds of declaration have in common: the subject they belong to, and whether the report of a plan reads them.

/// The subjects that kinds of declaration belong to: what changed of a plan is told subject by subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Decision packages with what stands in them, and what ends.
    Packages,
    /// What is measured and what moves it.
    Figures,
    /// What customers go through.
    Journeys,
    /// The plan, its money, its rules.
    Rules,
    /// Who and what money is booked to.
    People,
    /// What is aimed for, and where it came from.
    Ideas,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: &'static [Family] =
        &[Family::Packages, Family::Figures, Family::Journeys, Family::Rules, Family::People, Family::Ideas];

    /// The word that machines know it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Family::Packages => "packages",
            Family::Figures => "figures",
            Family::Journeys => "journeys",
            Family::Rules => "rules",
            Family::People => "people",
            Family::Ideas => "ideas",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Family::Packages => "Packages",
            Family::Figures => "KPIs, benchmarks and drivers",
            Family::Journeys => "Journeys",
            Family::Rules => "Money and rules",
            Family::People => "People and categories",
            Family::Ideas => "Objectives and ideas",
        }
    }
}

/// What the report of a plan makes of the declarations of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlan {
    /// Its figures or names stand in it.
    Read,
    /// They do where the report tells the year's course; else it is as if they were unread.
    InCourse,
    /// It is checked and then not read: the report says so.
    Unread,
}
