//! Budgetary control: expected income, where actuals are read, tolerances, transfers.

use super::people::{Category, Role};
use super::schema::{
    AnyOf, Fact, Field, FieldSpec, Formula, HeadShape, Lines, Needed, Presence, Reader, Shape, SubjectKind, Text,
    TitleUse, Truth, ValueKind, declaration, kinds, to,
};
use super::{AnyId, Id, Kind};
use crate::quantity::Date;
use crate::source::Spanned;

declaration! {
    /// Income that is expected, by period.
    #[example("income subscriptions \"Subscriptions\" {\n  owner: finance_partner\n  2027-Q1: 300k USD\n  2027-Q2: 320k USD\n}")]
    "income" Income HeadShape::MaybeNamed =>
    /// The role that answers for it.
    owner: Needed<Spanned<Id<Role>>>,
    /// The category it is booked to.
    category: Option<Spanned<Id<Category>>>,
    /// The money by period, even over its months.
    by_period: Lines<Formula<to::Money>>,
    /// Where the figures come from.
    source: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// Where actual transactions are read from, and which columns say what.
    #[example("actuals {\n  from: \"ledger/*.csv\"\n  date: \"Posting date\"\n  amount: \"Amount\"\n  map category \"640210\": training\n}")]
    "actuals" Actuals HeadShape::Bare =>
    /// The files, relative to the plan; `*` stands for any part of a name.
    from: Needed<Text>,
    /// The column of days.
    date: Option<Text>,
    /// The column of amounts.
    amount: Option<Text>,
    /// The column of packages.
    package: Option<Text>,
    /// The column of categories.
    category: Option<Text>,
    /// The column of channels.
    channel: Option<Text>,
    /// The column that tells commitments from payments.
    status: Option<Text>,
    /// The column of quantities.
    quantity: Option<Text>,
    /// What a word in a column stands for in the plan.
    map: Vec<Mapping>,
    /// Whether rows that cannot be read are passed over.
    skip_bad_rows: Option<Truth>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// What a mapped column can name.
pub const MAPPED: &[Kind] = &[Kind::Package, Kind::Category, Kind::Channel];

/// `map category "640210": training`
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The word in the file.
    pub word: Text,
    /// What it stands for.
    pub to: Spanned<AnyId>,
}

impl Fact for Mapping {
    const SUBJECT: SubjectKind = SubjectKind::KindAndText(MAPPED);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = ValueKind::Reference(MAPPED);

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Mapping> {
        let (kind, word) = reader.subject_text(fact, MAPPED)?;
        let value = reader.value(fact)?;
        let span = reader.value_span(value);
        let kinds: &'static [Kind] = match kind {
            Kind::Package => &[Kind::Package],
            Kind::Category => &[Kind::Category],
            _ => &[Kind::Channel],
        };
        Some(Mapping { word, to: Spanned::new(reader.reference(value, kinds)?, span) })
    }
}

/// What a tolerance can be about.
pub const TOLERATED: &[Kind] = &[Kind::Category, Kind::Department, Kind::Kpi];

declaration! {
    /// How far actuals may stray from the plan before it is a warning or a failure.
    #[example("tolerance category salaries { warn: 5%, fail: 10%, at_least: 10k USD, adverse_only: yes }")]
    "tolerance" Tolerance HeadShape::AboutKindAndName(TOLERATED) =>
    /// What it is about.
    about: AboutTolerated,
    /// The variance that warns: a share, or an amount in the KPI's own unit.
    warn: Option<Formula<to::Quantity>>,
    /// The variance that fails.
    fail: Option<Formula<to::Quantity>>,
    /// The amount below which no variance counts.
    at_least: Option<Formula<to::Money>>,
    /// Whether only adverse variances count.
    adverse_only: Option<Truth>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The category, department or KPI a tolerance is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutTolerated(pub Option<Spanned<AnyId>>);

impl Field for AboutTolerated {
    const SPEC: FieldSpec = FieldSpec {
        shape: Shape::Head,
        presence: Presence::Required,
        subject: SubjectKind::KindAndName(TOLERATED),
        title: TitleUse::Accepted,
        value: ValueKind::Reference(TOLERATED),
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        AboutTolerated(reader.head_subject(TOLERATED))
    }
}

kinds! {
    /// What money can move between.
    Holder = Package | Level | Alternative;
}

declaration! {
    /// Money moved from one package to another during the year, with who decided and why. The total stays the same.
    #[example("transfer \"Peak season help\" {\n  amount: 10k USD\n  from: crm.minimum\n  to: faster_help.minimum\n  on: 2027-05-01\n  because: \"Tickets doubled after the recall\"\n  by: cx_director\n}")]
    "transfer" Transfer HeadShape::Titled =>
    /// How much.
    amount: Needed<Formula<to::Money>>,
    /// What gives.
    from: Needed<AnyOf<Holder>>,
    /// What receives.
    to: Needed<AnyOf<Holder>>,
    /// The day.
    on: Needed<Spanned<Date>>,
    /// Why.
    because: Needed<Text>,
    /// The role that decided.
    by: Needed<Spanned<Id<Role>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}
