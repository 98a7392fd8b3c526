//! Key performance indicators, and what leaders reach.

use super::kpi_kinds::KpiKind;
use super::package::Package;
use super::people::Role;
use super::schema::{
    AnyOf, Children, Formula, FromFact, HeadShape, List, ModifierSchema, Needed, Presence, Reader, Text, Value,
    ValueKind, choices, declaration, kinds, modifier, to,
};
use super::{AnyId, Id, Kind, UnitId};
use crate::quantity::{Month, Period};
use crate::source::Spanned;

choices! {
    /// Which way a KPI improves.
    Better {
        Higher "higher" "more is better",
        Lower "lower" "less is better",
        Nearer "nearer" "nearer to the target is better",
    }
}

choices! {
    /// How several effects on one KPI come together.
    Combine {
        Add "add" "effects add up",
        Max "max" "only the one that improves most in the month counts",
        Diminishing "diminishing" "each effect takes its share of the way that is left to the ceiling",
    }
}

declaration! {
    /// A key performance indicator, projected month by month. Its kind brings unit, range, direction and method; without a kind it says its `unit`. It has a baseline, a formula, or both.
    #[example("kpi nps \"Net Promoter Score\" {\n  kind: nps\n  baseline: 31 pts\n  trend: -0.1 pts/month\n  target: 45 pts by 2027-12\n  source: \"Relationship survey, 2026-Q3, n = 1,840\"\n}\n\nkpi retention \"Monthly customer retention\" {\n  kind: retention\n  baseline: 96.5%\n  ceiling: 99%\n  source: \"Billing system, 12 months to 2026-09\"\n}")]
    "kpi" Kpi HeadShape::Named =>
    /// One of the kinds that everybody means the same by.
    kind: Option<KpiKind>,
    /// Its unit, where the kind does not bring one.
    unit: Option<Spanned<UnitId>>,
    /// Its value at the end of the month before the calendar.
    baseline: Option<Formula<to::KpiValue>>,
    /// What it comes to each month, from other KPIs, drivers and stage flows.
    formula: Option<Formula<to::KpiValue>>,
    /// How it moves by itself.
    trend: Option<Formula<to::KpiTrend>>,
    /// The values it can take.
    range: Option<Formula<to::KpiRange>>,
    /// Its value when nothing is funded, where today's baseline is a staffed service.
    unfunded: Option<Formula<to::KpiValue>>,
    /// Which way it improves; the kind knows, else higher.
    better: Option<Better>,
    /// The best that can be attained (where lower is better, the least).
    ceiling: Option<Formula<to::KpiValue>>,
    /// How effects come together: diminishing for a KPI with a ceiling or in %, else add.
    combine: Option<Combine>,
    /// What it is to reach, and when. Of several the latest is the target; the earlier ones are markers on the way to it.
    target: Vec<Target>,
    /// The stage or touchpoint where it is measured: maps of journeys show it there.
    at: Option<AnyOf<MeasuredAt>>,
    /// The role that answers for it.
    owner: Option<Spanned<Id<Role>>>,
    /// Where the figures come from.
    source: Option<Text>,
    /// How it is measured.
    method: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

kinds! {
    /// Where a KPI is measured.
    MeasuredAt = Stage | Touchpoint;
}

/// `target: 45 pts by 2027-12`
#[derive(Debug, Clone)]
pub struct Target {
    /// The value to reach.
    pub value: Formula<to::KpiValue>,
    /// The month to reach it by.
    pub by: Option<Spanned<Month>>,
}

impl FromFact for Target {
    const VALUE: ValueKind = <Formula<to::KpiValue> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "by",
        value: ValueKind::Month,
        presence: Presence::Required,
        doc: "the month to reach it by",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Target> {
        let value = reader.value(fact)?;
        Some(Target { value: Formula::read(reader, value)?, by: modifier(reader, fact, "by") })
    }
}

declaration! {
    /// What leaders and others reach on a KPI, with its source and date. At least one of the three figures stands in it.
    #[example("benchmark nps \"Outdoor retail 2026\" {\n  leader: 62 pts\n  median: 41 pts\n  source: \"Retail CX panel, wave 7\"\n  as_of: 2026-09\n}")]
    "benchmark" Benchmark HeadShape::About(&[Kind::Kpi]) =>
    /// The KPI.
    about: AboutKpi,
    /// What the best reaches.
    leader: Option<Formula<to::KpiValue>>,
    /// What the best quarter reaches.
    top_quartile: Option<Formula<to::KpiValue>>,
    /// What half of them reach.
    median: Option<Formula<to::KpiValue>>,
    /// Where the figures come from.
    source: Needed<Text>,
    /// When they were taken.
    as_of: Needed<Spanned<Period>>,
    /// What is done there.
    practice: Children<Practice>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// A good practice seen at a leader, and what adopts it.
    #[example("practice \"Answer within the hour\" { adopted_by: [faster_help], seen_at: \"Two of the five leaders\" }")]
    "practice" Practice HeadShape::MaybeNamed =>
    /// The packages that adopt it.
    adopted_by: Option<List<Package>>,
    /// Where it was seen.
    seen_at: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The KPI a `benchmark` is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutKpi(pub Option<Spanned<Id<Kpi>>>);

impl super::schema::Field for AboutKpi {
    const SPEC: super::schema::FieldSpec = super::schema::FieldSpec {
        shape: super::schema::Shape::Head,
        presence: Presence::Required,
        subject: super::schema::SubjectKind::Name(&[Kind::Kpi]),
        title: super::schema::TitleUse::Accepted,
        value: ValueKind::Reference(&[Kind::Kpi]),
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        AboutKpi(reader.head_subject(&[Kind::Kpi]).and_then(named_kpi))
    }
}

fn named_kpi(named: Spanned<AnyId>) -> Option<Spanned<Id<Kpi>>> {
    Some(Spanned::new(named.value.cast::<Kpi>()?, named.span))
}
