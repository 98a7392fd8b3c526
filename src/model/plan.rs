//! The plan's own declarations: what it is called, its calendar and currency, units, drivers, exchange rates, waivers.

use smol_str::SmolStr;

use super::Id;
use super::people::Role;
use super::schema::{
    Field, FieldSpec, Formula, FromFact, HeadShape, Integer, Lines, ModifierSchema, Months, Needed, Presence, Reader,
    Shape, SubjectKind, Text, TitleUse, Value, ValueKind, choices, declaration, modifier, to,
};
use crate::quantity::{Currency, Date, Period};
use crate::source::Spanned;

declaration! {
    /// What the plan is called, the months it covers and the currency it is kept in. There is exactly one.
    #[example("plan aurora \"Aurora Outdoor 2027\" {\n  currency: USD\n  calendar: 2027-01 .. 2027-12\n}")]
    "plan" PlanHead HeadShape::Named =>
    /// The currency every amount is booked and shown in.
    currency: Needed<Spanned<Currency>>,
    /// The months the plan covers, at most 120.
    calendar: Needed<Months>,
    /// The role that answers for the plan.
    owner: Option<Spanned<Id<Role>>>,
    /// The month a fiscal year starts with.
    fiscal_year_starts: Option<Integer<1, 12>> = "1",
    /// How far an effect of this grade of evidence is believed; risk-adjusted values use it.
    confidence: Vec<Confidence>,
    /// Raises, lowers or silences a finding in this plan.
    lint: Vec<Lint>,
    /// Anything worth keeping.
    note: Option<Text>,
}

choices! {
    /// What an effect rests on, the strongest first.
    Evidence {
        Experiment "experiment" "a controlled trial of our own",
        History "history" "our own figures from before",
        Benchmark "benchmark" "what others saw",
        Judgement "judgement" "an informed opinion",
    }
}

/// `confidence history: 80%`
#[derive(Debug, Clone)]
pub struct Confidence {
    /// The grade.
    pub grade: Spanned<Evidence>,
    /// How far it is believed.
    pub share: Formula<to::Share>,
}

impl FromFact for Confidence {
    const SUBJECT: SubjectKind = SubjectKind::Word(Evidence::CHOICES);
    const VALUE: ValueKind = <Formula<to::Share> as Value>::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Confidence> {
        let word = reader.subject_choice(fact, Evidence::CHOICES)?;
        let grade = Spanned::new(Evidence::ALL.get(word.value).copied()?, word.span);
        let value = reader.value(fact)?;
        Some(Confidence { grade, share: Formula::read(reader, value)? })
    }
}

choices! {
    /// How grave a finding is to be.
    LintLevel {
        Error "error" "fails the check",
        Warning "warning" "is shown, does not fail the check",
        Off "off" "is not shown",
    }
}

/// `lint W0404: off`
#[derive(Debug, Clone)]
pub struct Lint {
    /// The code.
    pub code: Spanned<SmolStr>,
    /// How grave it is to be.
    pub level: LintLevel,
}

impl FromFact for Lint {
    const SUBJECT: SubjectKind = SubjectKind::Code;
    const VALUE: ValueKind = LintLevel::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Lint> {
        let code = reader.subject_path(fact)?;
        let value = reader.value(fact)?;
        Some(Lint { code, level: LintLevel::read(reader, value)? })
    }
}

declaration! {
    /// Accepts one finding about one name for a while, with a reason: `waive CODE: name until date because "why"`. From the day after `until` the finding is back.
    #[example("waive W0404: faster_help until 2027-06-30 because \"No second supplier exists before June\"")]
    "waive" Waive HeadShape::CodeLine =>
    /// The waiver itself.
    waive: Needed<WaiveLine>,
}

/// What a waiver says.
#[derive(Debug, Clone)]
pub struct WaiveLine {
    /// The code of the finding.
    pub code: Spanned<SmolStr>,
    /// The path of the thing it is about.
    pub about: Spanned<SmolStr>,
    /// The last day it holds.
    pub until: Option<Spanned<Date>>,
    /// Why it is accepted.
    pub because: Option<Text>,
}

impl FromFact for WaiveLine {
    const SUBJECT: SubjectKind = SubjectKind::Code;
    const VALUE: ValueKind = ValueKind::Path;
    const MODIFIERS: &'static [ModifierSchema] = &[
        ModifierSchema {
            word: "until",
            value: ValueKind::Date,
            presence: Presence::Required,
            doc: "the last day it holds",
        },
        ModifierSchema {
            word: "because",
            value: ValueKind::Text,
            presence: Presence::Required,
            doc: "why it is accepted",
        },
    ];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<WaiveLine> {
        let code = reader.subject_path(fact)?;
        let value = reader.value(fact)?;
        let span = reader.value_span(value);
        let about = Spanned::new(reader.path(value)?, span);
        Some(WaiveLine {
            code,
            about,
            until: modifier(reader, fact, "until"),
            because: modifier(reader, fact, "because"),
        })
    }
}

declaration! {
    /// A thing to be counted: agents, visitors, tickets. A quantity of one never adds to a quantity of another. Its plural in -s, or the one it declares, may be written too.
    #[example("unit agent \"Support agent\"\nunit visitor \"Visitor\"\nunit customer \"Customer\"\nunit person \"Person\" { plural: people }")]
    "unit" CountedUnit HeadShape::Named =>
    /// The plural, where it is not the name with an s.
    plural: Option<PluralName>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The plural of a unit: a word, bare or in quotes.
#[derive(Debug, Clone)]
pub struct PluralName(pub Spanned<SmolStr>);

impl Value for PluralName {
    const KIND: ValueKind = ValueKind::Path;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<PluralName> {
        let span = reader.value_span(value);
        Some(PluralName(Spanned::new(reader.path(value)?, span)))
    }
}

declaration! {
    /// A named figure, written once and used in any expression, which scenarios can set. Either one `value`, or a line for each month of the calendar.
    #[example("driver wage \"Agent, all in\" { value: 49k .. 52k .. 58k USD/agent/year, source: \"HR, 2026-10\" }")]
    "driver" Driver HeadShape::Named =>
    /// The figure: any quantity, or an expression over other drivers.
    value: Option<Formula<to::Quantity>>,
    /// The figure month by month; the line of a longer period, `2027-Q1` or `2027-04 .. 2027-12`, holds for each of its months.
    by_month: Lines<Formula<to::Quantity>>,
    /// Where the figure comes from.
    source: Option<Text>,
    /// The role that answers for it.
    owner: Option<Spanned<Id<Role>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// The rate at which amounts in another currency are booked in the plan's own.
    #[example("exchange EUR {\n  rate: 1.08 USD\n  source: \"ECB reference rate\"\n  as_of: 2026-10-30\n}")]
    "exchange" Exchange HeadShape::AboutCurrency =>
    /// The currency.
    about: AboutCurrency,
    /// What one unit of the currency is worth: in the plan's currency, or in one that has a rate itself.
    rate: Needed<Formula<to::Money>>,
    /// Where the rate comes from.
    source: Needed<Text>,
    /// When it was read.
    as_of: Needed<Spanned<Period>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// The currency an `exchange` is about, from its head.
#[derive(Debug, Clone)]
pub struct AboutCurrency(pub Option<Spanned<Currency>>);

impl Field for AboutCurrency {
    const SPEC: FieldSpec = FieldSpec {
        shape: Shape::Head,
        presence: Presence::Required,
        subject: SubjectKind::None,
        title: TitleUse::Accepted,
        value: ValueKind::Currency,
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        AboutCurrency(reader.head_currency())
    }
}
