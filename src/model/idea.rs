//! From brainstorming to a plan: objectives, workshops, ideas, milestones.

use smol_str::SmolStr;

use super::kpi::Kpi;
use super::package::Package;
use super::people::Role;
use super::schema::{
    FromFact, HeadShape, List, ListOf, ModifierSchema, Needed, Presence, Reader, Text, Truth, Value, ValueKind,
    choices, declaration, kinds, modifier,
};
use super::{Id, Kind};
use crate::quantity::Date;
use crate::source::Spanned;

declaration! {
    /// What the plan is to achieve, measured by KPIs. Objectives form a tree.
    #[example("objective advocacy \"Turn buyers into advocates\" {\n  owner: cx_director\n  measures: [nps, retention]\n}")]
    "objective" Objective HeadShape::Named =>
    /// The role that answers for it.
    owner: Needed<Spanned<Id<Role>>>,
    /// The KPIs that tell whether it is met.
    measures: Needed<List<Kpi>>,
    /// The objective it belongs to.
    part_of: Option<Spanned<Id<Objective>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// A participant of a workshop: a role, or anyone in words.
#[derive(Debug, Clone)]
pub enum Participant {
    /// A role of the plan.
    Role(Spanned<Id<Role>>),
    /// Someone else, in words.
    Words(Text),
}

/// The participants of a workshop.
#[derive(Debug, Clone)]
pub struct Participants(pub Vec<Participant>);

impl Value for Participants {
    const KIND: ValueKind = ValueKind::ReferencesOrTexts(&[Kind::Role]);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Participants> {
        let elements = reader.elements(value);
        let participants = elements.into_iter().filter_map(|element| {
            if reader.is_text(element) {
                return reader.text(element).map(Participant::Words);
            }
            Spanned::read(reader, element).map(Participant::Role)
        });
        Some(Participants(participants.collect()))
    }
}

declaration! {
    /// A meeting that gathered ideas: when, how, with whom, on what question.
    #[example("workshop kickoff \"Kick-off\" {\n  on: 2026-09-14\n  method: \"Brainwriting, six rounds\"\n  participants: [cx_director, \"two customers\"]\n  question: \"What would make you tell a friend?\"\n}")]
    "workshop" Workshop HeadShape::MaybeNamed =>
    /// The day.
    on: Option<Spanned<Date>>,
    /// The day by which its ideas are to be decided; whatever is open after it is a warning.
    decide_by: Option<Spanned<Date>>,
    /// How ideas were gathered.
    method: Option<Text>,
    /// Who was there.
    participants: Option<Participants>,
    /// What was asked.
    question: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

kinds! {
    /// What an idea can address.
    Addressed = Touchpoint | Pain | Kpi;
}

choices! {
    /// What became of an idea.
    IdeaStage {
        Open "open" "not decided yet",
        Parked "parked" "kept for later, because…",
        Rejected "rejected" "decided against, because…",
        Promoted "promoted" "became a package",
    }
}

/// `status: promoted to faster_help`
#[derive(Debug, Clone)]
pub struct IdeaStatus {
    /// What became of it.
    pub stage: Spanned<IdeaStage>,
    /// The package it became, as written.
    pub to: Option<Spanned<SmolStr>>,
    /// The package it became.
    pub package: Option<Spanned<Id<Package>>>,
    /// Why it was parked or rejected.
    pub because: Option<Text>,
}

impl FromFact for IdeaStatus {
    const VALUE: ValueKind = ValueKind::Choice(IdeaStage::CHOICES);
    const MODIFIERS: &'static [ModifierSchema] = &[
        ModifierSchema {
            word: "to",
            value: ValueKind::Reference(&[Kind::Package]),
            presence: Presence::Optional,
            doc: "the package it became",
        },
        ModifierSchema {
            word: "because",
            value: ValueKind::Text,
            presence: Presence::Optional,
            doc: "why it was parked or rejected",
        },
    ];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<IdeaStatus> {
        let value = reader.value(fact)?;
        let stage = Spanned::new(IdeaStage::read(reader, value)?, reader.value_span(value));
        let target = reader.modifier(fact, "to");
        let to = target.and_then(|value| Some(Spanned::new(reader.path(value)?, reader.value_span(value))));
        Some(IdeaStatus {
            stage,
            to,
            package: modifier(reader, fact, "to"),
            because: modifier(reader, fact, "because"),
        })
    }
}

declaration! {
    /// An idea, so that nothing said is lost: where it came from, what it addresses, what became of it. Ideas form a mind map.
    #[example("idea night_chat \"A chat that answers at night\" {\n  from: kickoff\n  theme: \"Always there\"\n  status: promoted to faster_help\n}")]
    "idea" Idea HeadShape::Named =>
    /// The workshop it came from.
    from: Option<Spanned<Id<Workshop>>>,
    /// The theme it belongs to.
    theme: Option<Text>,
    /// The touchpoints, pains or KPIs it addresses.
    addresses: Option<ListOf<Addressed>>,
    /// The idea it grew from.
    part_of: Option<Spanned<Id<Idea>>>,
    /// What became of it.
    status: Needed<IdeaStatus>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// A step on the way of a package, on a day.
    #[example("milestone hired \"Two agents hired\" { on: 2027-01-31, owner: head_of_support }")]
    "milestone" Milestone HeadShape::Named =>
    /// The day.
    on: Needed<Spanned<Date>>,
    /// The role that answers for it.
    owner: Option<Spanned<Id<Role>>>,
    /// Whether it is done.
    done: Option<Truth> = "no",
    /// The milestones that come before it.
    after: Option<List<Milestone>>,
    /// Anything worth keeping.
    note: Option<Text>,
}
