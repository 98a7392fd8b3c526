//! How money is given: criteria, rankings, the funding rule, scenarios and requirements.

use smol_str::SmolStr;

use super::kpi::Kpi;
use super::people::{Department, Role};
use super::schema::{
    Formula, FromFact, HeadShape, Items, List, ModifierSchema, Needed, OneOrMore, Presence, Reader, SubjectKind, Text,
    TitleUse, Truth, Value, ValueKind, choices, declaration, modifier, to,
};
use super::{AnyId, Id, Kind};
use crate::quantity::{Date, Period};
use crate::source::{Span, Spanned};

declaration! {
    /// What matters when packages compete. The weights of all criteria sum to 100%. A criterion is rated by people (`rates`) or computed from KPIs (`measured_by`).
    #[example("criterion advocacy_gain \"Moves advocacy\" { weight: 70%, measured_by: [nps, retention] }\ncriterion risk \"Reduces risk\" { weight: 30% }")]
    "criterion" Criterion HeadShape::Named =>
    /// How much it counts.
    weight: Needed<Formula<to::Share>>,
    /// The KPIs it is computed from: a list in equal parts, or a share of each.
    measured_by: Vec<MeasuredBy>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `measured_by: [nps, csat]` or `measured_by csat: 60%`
#[derive(Debug, Clone)]
pub enum MeasuredBy {
    /// A list in equal parts.
    Equally(List<Kpi>),
    /// One with its share.
    Share(Spanned<Id<Kpi>>, Formula<to::Share>),
}

impl FromFact for MeasuredBy {
    const SUBJECT: SubjectKind = SubjectKind::MaybeName(&[Kind::Kpi]);
    const VALUE: ValueKind = ValueKind::References(&[Kind::Kpi]);

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<MeasuredBy> {
        if !reader.has_subject(fact) {
            let value = reader.value(fact)?;
            return List::read(reader, value).map(MeasuredBy::Equally);
        }
        let kpi = reader.subject(fact, &[Kind::Kpi]);
        let value = reader.value(fact)?;
        let share = Formula::read(reader, value)?;
        let kpi = kpi?;
        Some(MeasuredBy::Share(Spanned::new(kpi.value.cast()?, kpi.span), share))
    }
}

declaration! {
    /// Levels in order of preference, the first the most wanted. A department ranks its own; a ranking that `merges` others keeps the order within each, or says `because`. The ranking no other merges is the one that funds.
    #[example("ranking board \"Executive ranking, 2026-11-04\" {\n  by: cx_director\n  faster_help.minimum\n  faster_help.current because \"The winter peak comes first\"\n}")]
    "ranking" Ranking HeadShape::Named =>
    /// The role that decided.
    by: Option<Spanned<Id<Role>>>,
    /// The day it was decided.
    on: Option<Spanned<Date>>,
    /// The department whose levels it ranks.
    department: Option<Spanned<Id<Department>>>,
    /// The rankings it brings together.
    merges: Option<List<Ranking>>,
    /// The levels, in order.
    levels: Items<RankingItem>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `faster_help.minimum because "Legal asked for it"`
#[derive(Debug, Clone)]
pub struct RankingItem {
    /// The level, or the alternative that is one.
    pub level: Spanned<AnyId>,
    /// Why it stands here though a merged ranking says otherwise.
    pub because: Option<Text>,
}

impl FromFact for RankingItem {
    const SUBJECT: SubjectKind = SubjectKind::Name(&[Kind::Level, Kind::Alternative]);
    const VALUE: ValueKind = ValueKind::Reference(&[Kind::Level, Kind::Alternative]);
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "because",
        value: ValueKind::Text,
        presence: Presence::Optional,
        doc: "why it stands here though a merged ranking says otherwise",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<RankingItem> {
        let level = reader.subject(fact, &[Kind::Level, Kind::Alternative]);
        let because = modifier(reader, fact, "because");
        Some(RankingItem { level: level?, because })
    }
}

choices! {
    /// How the list is walked.
    Policy {
        Stop "stop" "the first level the money does not reach draws the line",
        Skip "skip" "a level that does not fit is passed over, smaller ones below may still be funded",
        Optimal "optimal" "the set of levels with the highest total score",
    }
}

choices! {
    /// Where the order comes from.
    Rank {
        Explicit "explicit" "the ranking names every level",
        ExplicitThenScore "explicit_then_score" "levels nobody ranked follow by value for money",
        Score "score" "the order is computed: best value for money first",
    }
}

declaration! {
    /// The money there is and the rule by which it is given.
    #[example("funding {\n  budget: 160k USD\n  policy: skip\n  reserve: 5%\n}")]
    "funding" Funding HeadShape::Bare =>
    /// The money there is: in total, or by period (`budget 2027-Q1: 40k USD`, `budget 2027-04 .. 2027-12: 90k USD`).
    budget: OneOrMore<Budget>,
    /// How the list is walked.
    policy: Needed<Policy>,
    /// What is kept back: money, or a share of the budget.
    reserve: Option<Formula<to::MoneyOrShare>>,
    /// The most that may go to a department, category, journey, stage or objective.
    cap: Vec<Bound>,
    /// The least that is held for one in each budget period: spread over them, or by period (`floor department support 2027-Q1: 80k USD`).
    floor: Vec<Bound>,
    /// Whether what the floors leave unspent is walked a second time.
    pool: Option<Truth> = "no",
    /// The score below which nothing is funded.
    minimum_score: Option<Formula<to::Number>>,
    /// Where the order comes from.
    rank: Option<Rank> = "explicit",
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `budget: 160k USD` or `budget 2027-Q1: 40k USD`
#[derive(Debug, Clone)]
pub struct Budget {
    /// The whole line.
    pub span: Span,
    /// The period, for a budget by period.
    pub period: Option<Spanned<Period>>,
    /// The money.
    pub amount: Formula<to::Money>,
}

impl FromFact for Budget {
    const SUBJECT: SubjectKind = SubjectKind::MaybePeriod;
    const VALUE: ValueKind = <Formula<to::Money> as Value>::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Budget> {
        let period = if reader.has_subject(fact) { Some(reader.subject_period(fact)?) } else { None };
        let value = reader.value(fact)?;
        Some(Budget { span: reader.fact_span(fact), period, amount: Formula::read(reader, value)? })
    }
}

/// What a cap or a floor can be about.
pub const BOUNDED: &[Kind] = &[Kind::Department, Kind::Category, Kind::Journey, Kind::Stage, Kind::Objective];

/// `cap department support: 300k USD` or `floor department support 2027-Q1: 80k USD`
#[derive(Debug, Clone)]
pub struct Bound {
    /// The whole line.
    pub span: Span,
    /// What it is about.
    pub about: Spanned<AnyId>,
    /// The budget period, for a floor by period.
    pub period: Option<Spanned<Period>>,
    /// How much: money, or a share of the budget.
    pub amount: Formula<to::MoneyOrShare>,
}

impl FromFact for Bound {
    const SUBJECT: SubjectKind = SubjectKind::KindNameMaybePeriod(BOUNDED);
    const VALUE: ValueKind = <Formula<to::MoneyOrShare> as Value>::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Bound> {
        let about = reader.subject(fact, BOUNDED);
        let period = if reader.has_period(fact) { Some(reader.subject_period(fact)?) } else { None };
        let value = reader.value(fact)?;
        let amount = Formula::read(reader, value)?;
        Some(Bound { span: reader.fact_span(fact), about: about?, period, amount })
    }
}

/// The name of the scenario that the command line makes. No plan can declare another of this name.
pub const UNNAMED: &str = "command line";

declaration! {
    /// A variant of the plan: what it sets differs, all else is as written. A scenario `of` another starts from that one.
    #[example("scenario lean \"A lean year\" {\n  change funding.budget: * 90%\n  set wage: 56k USD/agent/year\n}")]
    "scenario" Scenario HeadShape::Named =>
    /// The scenario it starts from.
    of: Option<Spanned<Id<Scenario>>>,
    /// What it sets: a driver, or anything by its path.
    set: Vec<Override>,
    /// What it does to figures that are there, in every line below the path: `* 90%`, `+20k USD`, `-3pp`. It starts from what the scenario before leaves.
    change: Vec<ChangeLine>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `set wage: 56k USD/agent/year`
#[derive(Debug, Clone)]
pub struct Override {
    /// What is set.
    pub path: Spanned<SmolStr>,
    /// The whole line.
    pub span: Span,
}

impl FromFact for Override {
    const SUBJECT: SubjectKind = SubjectKind::Path;
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = ValueKind::Any;
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "by",
        value: ValueKind::Month,
        presence: Presence::Optional,
        doc: "of a target: the month to reach it by, which says which of several is meant",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Override> {
        Some(Override { path: reader.subject_path(fact)?, span: reader.fact_span(fact) })
    }
}

/// `change wage: * 110%`
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// What is changed.
    pub path: Spanned<SmolStr>,
    /// The whole line.
    pub span: Span,
}

impl FromFact for ChangeLine {
    const SUBJECT: SubjectKind = SubjectKind::Path;
    const TITLE: TitleUse = TitleUse::Accepted;
    const VALUE: ValueKind = ValueKind::Any;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<ChangeLine> {
        Some(ChangeLine { path: reader.subject_path(fact)?, span: reader.fact_span(fact) })
    }
}

declaration! {
    /// A condition that must hold of the evaluated plan; `zbb plan` fails when it does not.
    #[example("require \"NPS gains on last year\": nps at 2027-12 >= 31 pts")]
    "require" Require HeadShape::TitledLine =>
    /// The condition.
    require: Needed<Formula<to::Condition>>,
}
