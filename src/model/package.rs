//! Decision packages: levels in order, alternatives, what each costs and brings.

use super::funding::Criterion;
use super::idea::{Milestone, Objective};
use super::journey::Touchpoint;
use super::kpi::Kpi;
use super::people::{Category, Channel, Department, Role};
use super::plan::Evidence;
use super::schema::{
    Children, Formula, FromFact, HeadShape, List, ListOf, ModifierSchema, Needed, Presence, Reader, SubjectKind, Text,
    TitleUse, Value, ValueKind, declaration, kinds, modifier, to,
};
use super::{Id, Kind};
use crate::quantity::{Month, Period};
use crate::source::{Span, Spanned};

kinds! {
    /// What a package or level can need or exclude.
    Funded = Level | Alternative | Package;
}

kinds! {
    /// What a package or level can relieve.
    Relieved = Pain | Need;
}

declaration! {
    /// A decision package: one way or several to do a job, cut into levels, each an increment on the one before. It starts from zero: every level is justified on its merits.
    #[example("package faster_help \"Answer the first message within the hour\" {\n  department: support\n  owner: head_of_support\n  objective: advocacy\n  serves: [store.post_purchase.first_reply]\n  justification: \"Customers who wait over a day leave at twice the rate (ticket log, n = 21,400).\"\n  consequence: \"The first reply stays at 31 hours.\"\n  level minimum \"Weekday cover\" {\n    cost salaries: 2 agent * wage from 2027-02\n    effect nps: +2 pts after 2 months evidence history\n    rates risk: 4 because \"The winter peak alone breached the service level in 2025\"\n  }\n}")]
    "package" Package HeadShape::Named =>
    /// The department that spends.
    department: Needed<Spanned<Id<Department>>>,
    /// The role that answers for it.
    owner: Needed<Spanned<Id<Role>>>,
    /// Why it deserves money, with figures.
    justification: Needed<Text>,
    /// What happens when it is not funded.
    consequence: Needed<Text>,
    /// The objective it serves.
    objective: Option<List<Objective>>,
    /// The touchpoints it serves: a list in equal parts, or a share of each.
    serves: Vec<Serves>,
    /// The pains it takes away and the needs it fills, whichever of its levels is funded.
    relieves: Option<Box<ListOf<Relieved>>>,
    /// What is spent on it now.
    today: Option<Today>,
    /// Packages or levels it cannot do without.
    needs: Option<Box<ListOf<Funded>>>,
    /// Packages or levels that it rules out, and that rule it out.
    excludes: Option<Box<ListOf<Funded>>>,
    /// Its levels, in order: each adds to the one before.
    level: Children<Level>,
    /// Other ways to do the same job.
    alternative: Children<Alternative>,
    /// Steps on the way.
    milestone: Children<Milestone>,
    /// Anything worth keeping.
    note: Option<Box<Text>>,
}

/// `serves: [a, b]` or `serves a: 60%`
#[derive(Debug, Clone)]
pub enum Serves {
    /// A list in equal parts.
    Equally(List<Touchpoint>),
    /// One with its share.
    Share(Spanned<Id<Touchpoint>>, Formula<to::Share>),
}

impl FromFact for Serves {
    const SUBJECT: SubjectKind = SubjectKind::MaybeName(&[Kind::Touchpoint]);
    const VALUE: ValueKind = ValueKind::References(&[Kind::Touchpoint]);

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Serves> {
        if !reader.has_subject(fact) {
            let value = reader.value(fact)?;
            return List::read(reader, value).map(Serves::Equally);
        }
        let touchpoint = reader.subject(fact, &[Kind::Touchpoint]);
        let value = reader.value(fact)?;
        let share = Formula::read(reader, value)?;
        let touchpoint = touchpoint?;
        Some(Serves::Share(Spanned::new(touchpoint.value.cast()?, touchpoint.span), share))
    }
}

/// `today: 200k USD of FY2026`
#[derive(Debug, Clone)]
pub struct Today {
    /// The spend.
    pub amount: Formula<to::MoneyOrRate>,
    /// The period it was spent in.
    pub of: Option<Spanned<Period>>,
}

impl FromFact for Today {
    const VALUE: ValueKind = <Formula<to::MoneyOrRate> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "of",
        value: ValueKind::Period,
        presence: Presence::Optional,
        doc: "the period it was spent in",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Today> {
        let value = reader.value(fact)?;
        Some(Today { amount: Formula::read(reader, value)?, of: modifier(reader, fact, "of") })
    }
}

declaration! {
    /// An increment of a package: what it costs and brings on top of the level before. The level is what is ranked and funded.
    #[example("level current \"Evenings\" {\n  cost salaries: 0.5 agent * 52k USD/agent/year from 2027-04\n  effect nps: +1 .. +1.5 .. +3 pts after 1 month evidence judgement\n  rates risk: 2\n}")]
    "level" Level HeadShape::Named =>
    /// What it costs.
    cost: Vec<Cost>,
    /// What it saves, by category.
    saves: Vec<Saving>,
    /// What it earns.
    earns: Vec<Earning>,
    /// What it does to a KPI.
    effect: Vec<Effect>,
    /// How people rate it on a criterion, from 0 to 10.
    rates: Vec<Rates>,
    /// The pains it takes away and the needs it fills.
    relieves: Option<Box<ListOf<Relieved>>>,
    /// The authority that requires it.
    mandate: Option<Box<Text>>,
    /// Packages or levels it cannot do without.
    needs: Option<Box<ListOf<Funded>>>,
    /// Packages or levels that it rules out, and that rule it out.
    excludes: Option<Box<ListOf<Funded>>>,
    /// The month it starts; else the first month any of its costs falls in.
    starts: Option<Spanned<Month>>,
    /// The last month it runs.
    ends: Option<Spanned<Month>>,
    /// What happens when it is not funded, where that is less than what happens without the package.
    consequence: Option<Box<Text>>,
    /// Anything worth keeping.
    note: Option<Box<Text>>,
}

declaration! {
    /// Another way to do the job of a package. Unless `rejected`, it competes: the first way funded excludes the others. It holds what a level holds, or levels of its own.
    #[example("alternative outsource \"Outsource evenings\" {\n  cost salaries: 96k USD\n  rejected: \"Quality scores of the pilot were 0.6 below our own team's.\"\n}")]
    "alternative" Alternative HeadShape::Named =>
    /// The level it replaces, with those after it; the whole package unless said.
    instead_of: Option<Spanned<Id<Level>>>,
    /// Why it was rejected; it then stays on record and needs only a cost.
    rejected: Option<Text>,
    /// Its levels, in order.
    level: Children<Level>,
    /// What it costs.
    cost: Vec<Cost>,
    /// What it saves, by category.
    saves: Vec<Saving>,
    /// What it earns.
    earns: Vec<Earning>,
    /// What it does to a KPI.
    effect: Vec<Effect>,
    /// How people rate it on a criterion, from 0 to 10.
    rates: Vec<Rates>,
    /// The pains it takes away and the needs it fills.
    relieves: Option<Box<ListOf<Relieved>>>,
    /// The authority that requires it.
    mandate: Option<Box<Text>>,
    /// Packages or levels it cannot do without.
    needs: Option<Box<ListOf<Funded>>>,
    /// Packages or levels that it rules out, and that rule it out.
    excludes: Option<Box<ListOf<Funded>>>,
    /// The month it starts; else the first month any of its costs falls in.
    starts: Option<Spanned<Month>>,
    /// The last month it runs.
    ends: Option<Spanned<Month>>,
    /// What happens when it is not funded, where that is less than what happens without the package.
    consequence: Option<Box<Text>>,
    /// Anything worth keeping.
    note: Option<Box<Text>>,
}

const FROM: ModifierSchema = ModifierSchema {
    word: "from",
    value: ValueKind::Period,
    presence: Presence::Optional,
    doc: "the first month it falls in",
};
const TO: ModifierSchema = ModifierSchema {
    word: "to",
    value: ValueKind::Period,
    presence: Presence::Optional,
    doc: "the last month it falls in",
};
const IN: ModifierSchema = ModifierSchema {
    word: "in",
    value: ValueKind::Period,
    presence: Presence::Optional,
    doc: "the month, quarter, half-year or year it falls in",
};
const EVERY: ModifierSchema = ModifierSchema {
    word: "every",
    value: <Formula<to::Months> as Value>::KIND,
    presence: Presence::Optional,
    doc: "the whole months, quarters or years from one booking to the next",
};
const VIA: ModifierSchema = ModifierSchema {
    word: "via",
    value: ValueKind::Reference(&[Kind::Channel]),
    presence: Presence::Optional,
    doc: "the channel it is spent on",
};
const OF_LEVEL: ModifierSchema = ModifierSchema {
    word: "of",
    value: ValueKind::Reference(&[Kind::Level, Kind::Alternative]),
    presence: Presence::Optional,
    doc: "the level it saves on: counts only while that level is funded, in each month up to what it costs in it",
};

/// When money falls: the months of `in`, or from `from` to `to`.
#[derive(Debug, Clone)]
pub struct When {
    /// The first month it falls in.
    pub from: Option<Spanned<Period>>,
    /// The last month it falls in.
    pub to: Option<Spanned<Period>>,
    /// The period it falls in.
    pub within: Option<Spanned<Period>>,
    /// The time from one booking to the next.
    pub every: Option<Formula<to::Months>>,
}

impl When {
    fn read<R: Reader>(reader: &mut R, fact: R::Fact) -> When {
        When {
            from: modifier(reader, fact, "from"),
            to: modifier(reader, fact, "to"),
            within: modifier(reader, fact, "in"),
            every: modifier(reader, fact, "every"),
        }
    }
}

/// `cost salaries "Nights": 2 agent * 52k USD/agent/year from 2027-02`
#[derive(Debug, Clone)]
pub struct Cost {
    /// The whole line.
    pub span: Span,
    /// What kind of cost.
    pub category: Option<Spanned<Id<Category>>>,
    /// What it is for.
    pub title: Option<Text>,
    /// How much: money, or money per time, which recurs.
    pub amount: Formula<to::MoneyOrRate>,
    /// When it falls.
    pub when: When,
    /// The channel it is spent on.
    pub via: Option<Spanned<Id<Channel>>>,
}

impl FromFact for Cost {
    const SUBJECT: SubjectKind = SubjectKind::Name(&[Kind::Category]);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = <Formula<to::MoneyOrRate> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[FROM, TO, IN, EVERY, VIA];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Cost> {
        let category = named(reader, fact, &[Kind::Category]);
        let value = reader.value(fact)?;
        Some(Cost {
            span: reader.fact_span(fact),
            category,
            title: reader.title(fact),
            amount: Formula::read(reader, value)?,
            when: When::read(reader, fact),
            via: modifier(reader, fact, "via"),
        })
    }
}

/// `saves salaries: 20k USD from 2027-06 of crm.minimum`
#[derive(Debug, Clone)]
pub struct Saving {
    /// The whole line.
    pub span: Span,
    /// What kind of cost is saved.
    pub category: Option<Spanned<Id<Category>>>,
    /// What it is about.
    pub title: Option<Text>,
    /// How much: money, or money per time, which recurs.
    pub amount: Formula<to::MoneyOrRate>,
    /// When it falls.
    pub when: When,
    /// The level it saves on.
    pub of: Option<Spanned<super::AnyId>>,
    /// The channel it is saved on.
    pub via: Option<Spanned<Id<Channel>>>,
}

impl FromFact for Saving {
    const SUBJECT: SubjectKind = SubjectKind::Name(&[Kind::Category]);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = <Formula<to::MoneyOrRate> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[FROM, TO, IN, EVERY, OF_LEVEL, VIA];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Saving> {
        let category = named(reader, fact, &[Kind::Category]);
        let value = reader.value(fact)?;
        let of = modifier::<super::schema::AnyOf<LevelKinds>, R>(reader, fact, "of");
        Some(Saving {
            span: reader.fact_span(fact),
            category,
            title: reader.title(fact),
            amount: Formula::read(reader, value)?,
            when: When::read(reader, fact),
            of: of.map(|of| Spanned::new(of.id, of.span)),
            via: modifier(reader, fact, "via"),
        })
    }
}

kinds! {
    /// A level, or an alternative that is one.
    LevelKinds = Level | Alternative;
}

/// `earns: 30k USD from 2027-06`
#[derive(Debug, Clone)]
pub struct Earning {
    /// The whole line.
    pub span: Span,
    /// What kind of income.
    pub category: Option<Spanned<Id<Category>>>,
    /// What it is about.
    pub title: Option<Text>,
    /// How much: money, or money per time, which recurs.
    pub amount: Formula<to::MoneyOrRate>,
    /// When it falls.
    pub when: When,
    /// The channel it is earned on.
    pub via: Option<Spanned<Id<Channel>>>,
}

impl FromFact for Earning {
    const SUBJECT: SubjectKind = SubjectKind::MaybeName(&[Kind::Category]);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = <Formula<to::MoneyOrRate> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[FROM, TO, IN, EVERY, VIA];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Earning> {
        let category = if reader.has_subject(fact) { named(reader, fact, &[Kind::Category]) } else { None };
        let value = reader.value(fact)?;
        Some(Earning {
            span: reader.fact_span(fact),
            category,
            title: reader.title(fact),
            amount: Formula::read(reader, value)?,
            when: When::read(reader, fact),
            via: modifier(reader, fact, "via"),
        })
    }
}

/// `effect nps: +1 .. +2 .. +4 pts after 2 months over 3 months evidence history`
#[derive(Debug, Clone)]
pub struct Effect {
    /// The whole line.
    pub span: Span,
    /// The KPI it moves.
    pub kpi: Option<Spanned<Id<Kpi>>>,
    /// What it is about.
    pub title: Option<Box<Text>>,
    /// By how much: a change with its sign, or a factor.
    pub value: Formula<to::KpiEffect>,
    /// How long after the start nothing is seen yet.
    pub after: Option<Formula<to::Months>>,
    /// How long it takes to unfold.
    pub over: Option<Formula<to::Months>>,
    /// The last month it holds.
    pub until: Option<Spanned<Month>>,
    /// What it rests on.
    pub evidence: Option<Spanned<Evidence>>,
    /// Why it is believed.
    pub because: Option<Box<Text>>,
}

impl FromFact for Effect {
    const SUBJECT: SubjectKind = SubjectKind::Name(&[Kind::Kpi]);
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = <Formula<to::KpiEffect> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[
        ModifierSchema {
            word: "after",
            value: <Formula<to::Months> as Value>::KIND,
            presence: Presence::Unsaid("0 months"),
            doc: "the months before anything is seen",
        },
        ModifierSchema {
            word: "over",
            value: <Formula<to::Months> as Value>::KIND,
            presence: Presence::Unsaid("1 month"),
            doc: "the months it takes to unfold",
        },
        ModifierSchema {
            word: "until",
            value: ValueKind::Month,
            presence: Presence::Optional,
            doc: "the last month it holds",
        },
        ModifierSchema {
            word: "evidence",
            value: ValueKind::Choice(Evidence::CHOICES),
            presence: Presence::Optional,
            doc: "what it rests on",
        },
        ModifierSchema {
            word: "because",
            value: ValueKind::Text,
            presence: Presence::Optional,
            doc: "why it is believed",
        },
    ];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Effect> {
        let kpi = named(reader, fact, &[Kind::Kpi]);
        let value = reader.value(fact)?;
        let evidence = reader.modifier(fact, "evidence");
        Some(Effect {
            span: reader.fact_span(fact),
            kpi,
            title: reader.title(fact).map(Box::new),
            value: Formula::read(reader, value)?,
            after: modifier(reader, fact, "after"),
            over: modifier(reader, fact, "over"),
            until: modifier(reader, fact, "until"),
            evidence: evidence
                .and_then(|value| Some(Spanned::new(Evidence::read(reader, value)?, reader.value_span(value)))),
            because: modifier(reader, fact, "because"),
        })
    }
}

/// `rates risk: 4 because "The winter peak breached the service level"`
#[derive(Debug, Clone)]
pub struct Rates {
    /// The whole line.
    pub span: Span,
    /// The criterion.
    pub criterion: Option<Spanned<Id<Criterion>>>,
    /// From 0 to 10.
    pub value: Formula<to::Rating>,
    /// Why.
    pub because: Option<Text>,
}

impl FromFact for Rates {
    const SUBJECT: SubjectKind = SubjectKind::Name(&[Kind::Criterion]);
    const VALUE: ValueKind = <Formula<to::Rating> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] =
        &[ModifierSchema { word: "because", value: ValueKind::Text, presence: Presence::Optional, doc: "why" }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Rates> {
        let criterion = named(reader, fact, &[Kind::Criterion]);
        let value = reader.value(fact)?;
        Some(Rates {
            span: reader.fact_span(fact),
            criterion,
            value: Formula::read(reader, value)?,
            because: modifier(reader, fact, "because"),
        })
    }
}

fn named<T: super::Declared, R: Reader>(
    reader: &mut R,
    fact: R::Fact,
    kinds: &'static [Kind],
) -> Option<Spanned<Id<T>>> {
    let subject = reader.subject(fact, kinds)?;
    Some(Spanned::new(subject.value.cast()?, subject.span))
}

declaration! {
    /// An activity that ends, with what it cost: the other half of starting from zero.
    #[example("retire fax \"Order intake by fax\" {\n  department: support\n  owner: head_of_support\n  today: 18k USD of FY2026\n  because: \"Eleven orders in the last twelve months\"\n}")]
    "retire" Retire HeadShape::MaybeNamed =>
    /// The department that spent.
    department: Needed<Spanned<Id<Department>>>,
    /// The role that answers for ending it.
    owner: Needed<Spanned<Id<Role>>>,
    /// What it cost.
    today: Needed<Today>,
    /// Why it ends.
    because: Needed<Text>,
    /// Anything worth keeping.
    note: Option<Box<Text>>,
}
