//! Budgetary control: expected income, where actuals are read, tolerances and notes on variances, transfers, what goes over.

use super::people::{Category, Role};
use super::schema::{
    AnyOf, Field, FieldSpec, Formula, FromFact, HeadShape, Integer, Lines, ModifierSchema, Needed, Presence, Reader,
    Shape, SubjectKind, Text, Texts, TitleUse, Truth, ValueKind, choices, declaration, kinds, modifier, to,
};
use super::{AnyId, Id, Kind};
use crate::quantity::{Date, Month};
use crate::source::{Span, Spanned};

declaration! {
    /// Income that is expected, by period.
    #[example("income subscriptions \"Subscriptions\" {\n  owner: finance_partner\n  2027-Q1: 300k USD\n  2027-Q2: 320k USD\n}")]
    "income" Income HeadShape::MaybeNamed =>
    /// The role that answers for it.
    owner: Needed<Spanned<Id<Role>>>,
    /// The category it is booked to.
    category: Option<Spanned<Id<Category>>>,
    /// The money by period, even over its months; lines of different months add up.
    by_period: Lines<Formula<to::Money>>,
    /// Where the figures come from.
    source: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

choices! {
    /// How the year's end is worked out.
    ForecastMethod {
        Phased "phased" "actual to date, and what is budgeted for the months to come",
        RunRate "run_rate" "actual to date, as if every month to come went like those passed",
        Performance "performance" "the budget, as if the rest went like actual against budget to date",
    }
}

declaration! {
    /// How the course of the year is told: which month is closed, and how the year's end is worked out.
    #[example("control {\n  closed: 2027-03\n  forecast: phased\n}")]
    "control" Control HeadShape::Bare =>
    /// The last month whose actuals are complete; `--as-of` goes before it.
    closed: Option<Spanned<Month>>,
    /// How the year's end is worked out.
    forecast: Option<ForecastMethod> = "phased",
    /// Anything worth keeping.
    note: Option<Text>,
}

choices! {
    /// The mark between whole units and decimals.
    DecimalMark {
        Point "point" "1,234.50",
        Comma "comma" "1.234,50",
    }
}

choices! {
    /// The mark between columns.
    Delimiter {
        Comma "comma" "`,`",
        Semicolon "semicolon" "`;`",
        Tab "tab" "a tab",
        Pipe "pipe" "`|`",
    }
}

choices! {
    /// How the letters of a file are written.
    Encoding {
        Utf8 "utf_8" "UTF-8, with or without its mark",
        Windows1252 "windows_1252" "as older programs of western Europe and America write",
    }
}

choices! {
    /// What the sign of an amount says.
    Sign {
        Natural "natural" "cost and income are both above nought, each in its own category",
        Debit "debit" "cost is above nought, income below",
        Cash "cash" "money in is above nought, money out below",
    }
}

declaration! {
    /// Where actual transactions are read from, and which columns say what. Several may stand, each with a name. Without `status` every row is paid.
    #[example("actuals ledger {\n  from: \"ledger/*.csv\"\n  date: \"Posting date\"\n  amount: \"Amount\"\n  package: \"Cost object\"\n  category: \"Account\"\n  map category \"64*\": salaries\n  ignore category \"99*\" because \"balance sheet accounts\"\n}")]
    "actuals" Actuals HeadShape::MaybeNamed =>
    /// The files, below the plan's folder; `*` stands for any part of a name.
    from: Needed<Text>,
    /// The column of days.
    date: Needed<Text>,
    /// How days are written, of yyyy, yy, mm, m, dd and d with marks between; found out where it is not said.
    dates: Option<Text>,
    /// The column of amounts; `debit` and `credit` stand in its place.
    amount: Option<Text>,
    /// The column of amounts on the left: costs, and what takes income back.
    debit: Option<Text>,
    /// The column of amounts on the right: income, and what takes costs back.
    credit: Option<Text>,
    /// The column of currencies; the plan's own unless said.
    currency: Option<Text>,
    /// The column of packages; a word in it may also stand for a level, or for an activity that ends.
    package: Option<Text>,
    /// The column of levels.
    level: Option<Text>,
    /// The column of categories.
    category: Option<Text>,
    /// The column of departments.
    department: Option<Text>,
    /// The column of channels.
    channel: Option<Text>,
    /// The column that tells orders from payments.
    status: Option<Text>,
    /// The column of quantities.
    quantity: Option<Text>,
    /// The column that joins a payment to its order.
    reference: Option<Text>,
    /// The mark between whole units and decimals; found out where it is not said.
    decimal: Option<DecimalMark>,
    /// The mark between columns; found out where it is not said.
    delimiter: Option<Delimiter>,
    /// How the letters are written; found out where it is not said.
    encoding: Option<Encoding>,
    /// The lines above the header; found out where it is not said.
    skip_lines: Option<Integer<0, 250>>,
    /// What the sign of an amount says.
    sign: Option<Sign> = "natural",
    /// The words of the status column that say: ordered, not paid yet.
    committed: Option<Texts>,
    /// The words of the status column that say: paid, and nothing more will come of this order.
    r#final: Option<Texts>,
    /// What a word in a column stands for in the plan; a `*` at its end stands for any ending.
    map: Vec<Mapping>,
    /// The words whose rows do not count, and why; a `*` at the end stands for any ending.
    ignore: Vec<Ignored>,
    /// Whether rows that cannot be read are passed over.
    skip_bad_rows: Option<Truth> = "no",
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The columns whose words can be mapped.
pub const MAPPED: &[Kind] = &[Kind::Package, Kind::Level, Kind::Category, Kind::Department, Kind::Channel];

/// What a word of any mapped column may stand for.
const STANDS_FOR: &[Kind] =
    &[Kind::Package, Kind::Level, Kind::Alternative, Kind::Retire, Kind::Category, Kind::Department, Kind::Channel];

impl Actuals {
    /// The column of the words of a kind.
    #[must_use]
    pub fn column(&self, kind: Kind) -> Option<&Text> {
        match kind {
            Kind::Package => self.package.as_ref(),
            Kind::Level => self.level.as_ref(),
            Kind::Category => self.category.as_ref(),
            Kind::Department => self.department.as_ref(),
            Kind::Channel => self.channel.as_ref(),
            _ => None,
        }
    }
}

/// What the words of a column may stand for.
#[must_use]
pub fn stands_for(column: Kind) -> &'static [Kind] {
    match column {
        Kind::Package => &[Kind::Package, Kind::Level, Kind::Alternative, Kind::Retire],
        Kind::Level => &[Kind::Level, Kind::Alternative],
        Kind::Category => &[Kind::Category],
        Kind::Department => &[Kind::Department],
        _ => &[Kind::Channel],
    }
}

/// `map category "640210": training`
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The whole line.
    pub span: Span,
    /// The column.
    pub column: Kind,
    /// The word in the file.
    pub word: Text,
    /// What it stands for.
    pub to: Spanned<AnyId>,
}

impl FromFact for Mapping {
    const SUBJECT: SubjectKind = SubjectKind::KindAndText(MAPPED);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = ValueKind::Reference(STANDS_FOR);

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Mapping> {
        let (column, word) = reader.subject_text(fact, MAPPED)?;
        let value = reader.value(fact)?;
        let place = reader.value_span(value);
        let to = Spanned::new(reader.reference(value, stands_for(column))?, place);
        Some(Mapping { span: reader.fact_span(fact), column, word, to })
    }
}

choices! {
    /// The columns whose words can say that a row does not count.
    IgnoredColumn {
        Category "category" "the column of categories",
        Status "status" "the column of statuses",
        Package "package" "the column of packages",
        Department "department" "the column of departments",
        Channel "channel" "the column of channels",
    }
}

/// `ignore category "99*" because "balance sheet accounts"`
#[derive(Debug, Clone)]
pub struct Ignored {
    /// The whole line.
    pub span: Span,
    /// The column.
    pub column: IgnoredColumn,
    /// The word in the file.
    pub word: Text,
    /// Why.
    pub because: Option<Text>,
}

impl FromFact for Ignored {
    const SUBJECT: SubjectKind = SubjectKind::Word(IgnoredColumn::CHOICES);
    const TITLE: TitleUse = TitleUse::Required;
    const VALUE: ValueKind = ValueKind::Nothing;
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "because",
        value: ValueKind::Text,
        presence: Presence::Required,
        doc: "why these rows do not count",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Ignored> {
        let column = reader.subject_choice(fact, IgnoredColumn::CHOICES)?;
        let column = IgnoredColumn::ALL.get(column.value).copied()?;
        let word = reader.title(fact)?;
        Some(Ignored { span: reader.fact_span(fact), column, word, because: modifier(reader, fact, "because") })
    }
}

choices! {
    /// What a tolerance looks at.
    ToleranceOf {
        ToDate "to_date" "what came about up to the closed month",
        Forecast "forecast" "what the year's end is expected to be",
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
    /// The variance that warns: a share, money, or an amount in the KPI's own unit.
    warn: Option<Formula<to::Quantity>>,
    /// The variance that fails.
    fail: Option<Formula<to::Quantity>>,
    /// The amount below which no variance counts.
    at_least: Option<Formula<to::Quantity>>,
    /// Whether only adverse variances count.
    adverse_only: Option<Truth> = "no",
    /// What it looks at.
    of: Option<ToleranceOf> = "to_date",
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The category, department or KPI a tolerance is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutTolerated(pub Option<Spanned<AnyId>>);

impl Field for AboutTolerated {
    const SPEC: FieldSpec = head_of(TOLERATED);

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        AboutTolerated(reader.head_subject(TOLERATED))
    }
}

const fn head_of(kinds: &'static [Kind]) -> FieldSpec {
    FieldSpec {
        shape: Shape::Head,
        presence: Presence::Required,
        subject: SubjectKind::KindAndName(kinds),
        title: TitleUse::Accepted,
        value: ValueKind::Reference(kinds),
        modifiers: &[],
    }
}

choices! {
    /// What a variance will come to.
    VarianceKind {
        Timing "timing" "it comes right later",
        OneOff "one_off" "it came about once, and stays",
        Structural "structural" "it comes about again in each month to come",
    }
}

/// What a note on a variance can be about.
pub const EXPLAINED: &[Kind] = &[Kind::Category, Kind::Department, Kind::Kpi, Kind::Package];

declaration! {
    /// Why actuals stray from the plan, by how much, and what will come of it. What is explained no longer counts against a tolerance.
    #[example("variance category software \"Agency invoices come late\" {\n  in: 2027-03\n  until: 2027-05\n  amount: 12k USD\n  kind: timing\n  because: \"Two invoices of February are in dispute\"\n  by: finance_partner\n}")]
    "variance" Variance HeadShape::AboutKindAndName(EXPLAINED) =>
    /// What it is about.
    about: AboutExplained,
    /// The month it came about.
    r#in: Needed<Spanned<Month>>,
    /// The month it has come right; of `timing` only.
    until: Option<Spanned<Month>>,
    /// By how much, with the sign of the variance: above nought is favourable.
    amount: Needed<Formula<to::Quantity>>,
    /// What will come of it.
    kind: Needed<VarianceKind>,
    /// Why.
    because: Needed<Text>,
    /// The role that says so.
    by: Needed<Spanned<Id<Role>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The category, department, KPI or package a note is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutExplained(pub Option<Spanned<AnyId>>);

impl Field for AboutExplained {
    const SPEC: FieldSpec = head_of(EXPLAINED);

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        AboutExplained(reader.head_subject(EXPLAINED))
    }
}

kinds! {
    /// What money can move between.
    Holder = Package | Level | Alternative;
}

declaration! {
    /// Money moved from one package to another during the year, with who decided and why. The total stays the same.
    #[example("transfer \"Peak season help\" {\n  amount: 5k USD\n  from: faster_help.current\n  to: faster_help.minimum\n  on: 2027-05-01\n  because: \"Tickets doubled after the recall\"\n  by: head_of_support\n}")]
    "transfer" Transfer HeadShape::Titled =>
    /// How much.
    amount: Needed<Formula<to::Money>>,
    /// What gives.
    from: Needed<AnyOf<Holder>>,
    /// What receives.
    to: Needed<AnyOf<Holder>>,
    /// The category it is taken from; every category of the giver unless said.
    out_of: Option<Spanned<Id<Category>>>,
    /// The category it is booked to; those it comes from unless said.
    into: Option<Spanned<Id<Category>>>,
    /// The day.
    on: Needed<Spanned<Date>>,
    /// Why.
    because: Needed<Text>,
    /// The role that decided.
    by: Needed<Spanned<Id<Role>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// How much a role may move by a transfer. Without any, nothing is checked; with one, a role that has none decides none.
    #[example("authority head_of_support { within_department: 5k USD, across_departments: 1k USD }")]
    "authority" Authority HeadShape::About(&[Kind::Role]) =>
    /// The role.
    about: AboutRole,
    /// The most between packages of one department, or of those below one that the role owns; no limit unless said.
    within_department: Option<Formula<to::Money>>,
    /// The most between packages of other departments; no limit unless said.
    across_departments: Option<Formula<to::Money>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The role an authority is given to, from its head.
#[derive(Debug, Clone)]
pub struct AboutRole(pub Option<Spanned<Id<Role>>>);

impl Field for AboutRole {
    const SPEC: FieldSpec = FieldSpec { subject: SubjectKind::Name(&[Kind::Role]), ..head_of(&[Kind::Role]) };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        let named = reader.head_subject(&[Kind::Role]);
        AboutRole(named.and_then(|named| Some(Spanned::new(named.value.cast()?, named.span))))
    }
}

declaration! {
    /// What the next cycle takes over of what this one leaves: by package, the current budget less actual and committed. Open orders go over in full.
    #[example("carry { unspent: 50%, at_most: 20k USD, overspent: 100% }")]
    "carry" Carry HeadShape::Bare =>
    /// The share of what is left that goes over; nothing unless said.
    unspent: Option<Formula<to::Share>>,
    /// The most that goes over, by package.
    at_most: Option<Formula<to::Money>>,
    /// The share of what was spent too much that the next cycle bears; nothing unless said.
    overspent: Option<Formula<to::Share>>,
    /// Anything worth keeping.
    note: Option<Text>,
}
