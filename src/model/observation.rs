//! Observations: what KPIs, flows, drivers and touchpoints really were, month by month.

use super::journey::Touchpoint;
use super::kpi::Kpi;
use super::plan::Driver;
use super::schema::{
    Expected, Field, FieldSpec, Formula, FromFact, HeadShape, Lines, ModifierSchema, Presence, Rating, Reader, Shape,
    SubjectKind, Text, Texts, TitleUse, Value, ValueKind, declaration, modifier, to,
};
use super::{AnyId, Id, Kind, Stage};
use crate::quantity::Month;
use crate::source::Spanned;

/// What can be observed.
pub const OBSERVED: &[Kind] = &[Kind::Kpi, Kind::Stage, Kind::Driver, Kind::Touchpoint];

declaration! {
    /// What a KPI, a stage's flow, a driver or the satisfaction at a touchpoint really was, month by month, written here or read from a file. A line for a longer period is one observation of its last month; of flows and drivers it is the value of each. Months before the calendar are history.
    #[example("observe nps {\n  2027-01: 33 pts\n  2027-02: nps(540, 290, 170)\n}\nobserve store.decision.leaving { 2027-01: 1_950 customer }\nobserve nps {\n  from: \"survey.csv\" month \"Month\"\n  counts: [\"Promoters\", \"Passives\", \"Detractors\"]\n}")]
    "observe" Observe HeadShape::AboutMaybeKind(OBSERVED) =>
    /// What was observed.
    about: AboutObserved,
    /// The values by month: in the unit of what is observed, or a rating as `2.8 of 5`.
    by_month: Lines<ObservedValue>,
    /// A file with a column of months, and one of values or several of counts.
    from: Option<FileColumns>,
    /// The columns of counts that the KPI is worked out from, in the order of its function: `nps(promoters, passives, detractors)`, `csat(satisfied, responses)`, `fcr(resolved_at_first, contacts)`.
    counts: Option<Texts>,
    /// Where the figures come from.
    source: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// Which flow of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowEnd {
    /// `entering`
    Entering,
    /// `leaving`
    Leaving,
}

impl FlowEnd {
    /// As written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FlowEnd::Entering => "entering",
            FlowEnd::Leaving => "leaving",
        }
    }

    /// A path without the flow at its end, and which it is.
    #[must_use]
    pub fn split(path: &str) -> Option<(&str, FlowEnd)> {
        let (stage, end) = path.rsplit_once('.')?;
        let flows = [FlowEnd::Entering, FlowEnd::Leaving];
        flows.into_iter().find(|flow| flow.word() == end).map(|flow| (stage, flow))
    }
}

/// What is observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Observed {
    /// A KPI.
    Kpi(Id<Kpi>),
    /// What enters or leaves a stage in a month.
    Flow(Id<Stage>, FlowEnd),
    /// A driver.
    Driver(Id<Driver>),
    /// The satisfaction at a touchpoint.
    Touchpoint(Id<Touchpoint>),
}

impl Observed {
    /// The months that an observation from one month to another counts for: a longer period is one observation of its last
    /// month; of what flows or drives, one of each of its months.
    #[must_use]
    pub fn months(self, (first, last): (Month, Month)) -> Vec<Month> {
        match self {
            Observed::Kpi(_) | Observed::Touchpoint(_) => vec![last],
            Observed::Flow(..) | Observed::Driver(_) => {
                (0..=first.months_until(last)).filter_map(|step| first.plus(step)).collect()
            }
        }
    }
}

/// What an `observe` is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutObserved(pub Option<Spanned<Observed>>);

impl AboutObserved {
    /// The KPI, where it is one.
    #[must_use]
    pub fn kpi(&self) -> Option<Id<Kpi>> {
        match self.0?.value {
            Observed::Kpi(kpi) => Some(kpi),
            Observed::Flow(..) | Observed::Driver(_) | Observed::Touchpoint(_) => None,
        }
    }
}

impl Field for AboutObserved {
    const SPEC: FieldSpec = FieldSpec {
        shape: Shape::Head,
        presence: Presence::Required,
        subject: SubjectKind::Name(OBSERVED),
        title: TitleUse::Accepted,
        value: ValueKind::Reference(OBSERVED),
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        let flow = reader.head_flow();
        AboutObserved(reader.head_subject(OBSERVED).and_then(|named| observed(named, flow)))
    }
}

fn observed(named: Spanned<AnyId>, flow: Option<FlowEnd>) -> Option<Spanned<Observed>> {
    let id = named.value;
    let observed = match id.kind {
        Kind::Kpi => Observed::Kpi(id.cast()?),
        Kind::Stage => Observed::Flow(id.cast()?, flow?),
        Kind::Driver => Observed::Driver(id.cast()?),
        Kind::Touchpoint => Observed::Touchpoint(id.cast()?),
        _ => return None,
    };
    Some(Spanned::new(observed, named.span))
}

/// `33 pts`, `nps(540, 290, 170)`, `2.8 of 5`
#[derive(Debug, Clone, Copy)]
pub enum ObservedValue {
    /// A value in the unit of what is observed.
    Figure(Formula<to::KpiValue>),
    /// A rating.
    Rating(Rating),
}

impl Value for ObservedValue {
    const KIND: ValueKind = ValueKind::Expression(Expected::Observed);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<ObservedValue> {
        if reader.is_rating(value) {
            return Rating::read(reader, value).map(ObservedValue::Rating);
        }
        Formula::read(reader, value).map(ObservedValue::Figure)
    }
}

/// `from: "nps.csv" month "month" value "nps"`
#[derive(Debug, Clone)]
pub struct FileColumns {
    /// The file, below the plan's folder.
    pub file: Text,
    /// The column of months.
    pub month: Option<Text>,
    /// The column of values; `counts` stands in its place.
    pub value: Option<Text>,
}

impl FromFact for FileColumns {
    const VALUE: ValueKind = ValueKind::Text;
    const MODIFIERS: &'static [ModifierSchema] = &[
        ModifierSchema {
            word: "month",
            value: ValueKind::Text,
            presence: Presence::Required,
            doc: "the column of months",
        },
        ModifierSchema {
            word: "value",
            value: ValueKind::Text,
            presence: Presence::Optional,
            doc: "the column of values, unless `counts` names columns of counts",
        },
    ];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<FileColumns> {
        let value = reader.value(fact)?;
        Some(FileColumns {
            file: reader.text(value)?,
            month: modifier(reader, fact, "month"),
            value: modifier(reader, fact, "value"),
        })
    }
}
