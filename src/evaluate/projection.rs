//! What a projection gives: KPIs and stage flows month by month, what each package brings, what estimates spread.
//!
//! All lists of months run parallel to the calendar; all lists of KPIs and stages to the plan's own. A value is in its
//! KPI's or stage's unit. `None` is shown as n/a: it cannot be computed, as a cost per contact without contacts.

use crate::model::{Id, Kpi, Level, Package};
use crate::quantity::Number;
use crate::source::Span;

/// The plan's KPIs and journeys under every light that a report shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// When nothing is funded.
    pub zero_base: Projected,
    /// With the funded levels.
    pub funded: Projected,
    /// With the funded levels, each effect only as far as its grade of evidence is believed; absent unless the plan
    /// says how far.
    pub risk_adjusted: Option<Projected>,
    /// What each package with a funded level brings, in the order of the plan's packages; of a page, where not all were
    /// asked for.
    pub contributions: Vec<Contribution>,
    /// The spread of each three-point effect of a level that can be funded, in the order of the plan's levels; likewise.
    pub estimates: Vec<EffectEstimate>,
    /// What there is besides.
    pub beyond_page: BeyondPage,
}

/// What was not asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BeyondPage {
    /// How many more packages have funded levels.
    pub packages: usize,
    /// How many more effects spread.
    pub estimates: usize,
}

/// KPIs and stage flows, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// Each KPI's values.
    pub kpis: Vec<KpiSeries>,
    /// Each stage's flows.
    pub stages: Vec<StageFlow>,
}

/// A KPI's values, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiSeries {
    /// The value of each month.
    pub values: Vec<Option<Number>>,
    /// The first month whose value lies outside the KPI's range, by its place in the calendar. In the zero base and
    /// the funded plan that is an error; in what-ifs it is shown as "out of range".
    pub out_of_range: Option<usize>,
    /// What it is in the last month before its own effects: what `previous` would read in the month after.
    pub end_before_effects: Option<Number>,
}

/// What passes through a stage, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageFlow {
    /// What enters, in the stage's `entering_unit`.
    pub entering: Vec<Option<Number>>,
    /// What leaves, in the stage's `leaving_unit`.
    pub leaving: Vec<Option<Number>>,
}

/// What a package brings: the funded plan beside the same without it. What it cost is not spent on anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The package.
    pub package: Id<Package>,
    /// The funded levels that fall: its own, and those of others that cannot do without them.
    pub falls: Vec<Id<Level>>,
    /// The KPIs that change in some month, in the order of the plan's KPIs.
    pub changes: Vec<PackageEffect>,
}

/// What a package does to a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageEffect {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The month looked at, by its place in the calendar: that of the target, else the last.
    pub month: usize,
    /// The value with the package.
    pub with: Option<Number>,
    /// The value without it.
    pub without: Option<Number>,
    /// How much it brings: with less without; n/a where either is.
    pub difference: Option<Number>,
    /// Whether the value without it is one that the KPI can take.
    pub standing: RangeStanding,
}

/// Whether a value is one that its KPI can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeStanding {
    /// In its range, or of a KPI that has none.
    Within,
    /// "out of range"
    Outside,
}

/// How wide a three-point effect spreads, at full size. All figures are in the KPI's unit, or fractions of it where the
/// effect is relative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectEstimate {
    /// The level.
    pub level: Id<Level>,
    /// The line in the plan.
    pub span: Span,
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// Whether it adds or multiplies.
    pub nature: EffectNature,
    /// The low end.
    pub low: Number,
    /// The likely value, which the projection uses.
    pub likely: Number,
    /// The high end.
    pub high: Number,
    /// (low + 4 × likely + high) ÷ 6
    pub mean: Number,
    /// √((mean − low)(high − mean) ÷ 7)
    pub deviation: Number,
}

/// Whether an effect adds or multiplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectNature {
    /// `+2 pts`
    Absolute,
    /// `-25%`, `* 1.03`
    Relative,
}

impl Projected {
    /// A KPI's values, month by month.
    #[must_use]
    pub fn kpi(&self, kpi: Id<Kpi>) -> &[Option<Number>] {
        self.kpis.get(kpi.index()).map_or(&[], |series| &series.values)
    }

    /// A KPI's value in a month of the calendar.
    #[must_use]
    pub fn kpi_at(&self, kpi: Id<Kpi>, month: usize) -> Option<Number> {
        self.kpi(kpi).get(month).copied().flatten()
    }
}
