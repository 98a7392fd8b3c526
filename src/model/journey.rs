//! The customer's way: personas, journeys, stages, touchpoints, pains, needs and moments of truth.

use super::people::{Channel, Role};
use super::plan::CountedUnit;
use super::schema::{
    Children, Formula, FromFact, HeadShape, Integer, ListOf, ModifierSchema, Needed, Presence, Rating, Reader, Text,
    Texts, Value, ValueKind, choices, declaration, kinds, modifier, to,
};
use super::{Id, Kind};
use crate::source::Spanned;

kinds! {
    /// What acts on a moment: a level, an alternative, or a package for all of its levels.
    Measure = Level | Alternative | Package;
}

declaration! {
    /// A kind of customer: what they need and expect.
    #[example("persona newcomer \"First winter\" { share: 40%, needs: \"Advice before the first tour\" }")]
    "persona" Persona HeadShape::Named =>
    /// The share of customers they make up.
    share: Option<Formula<to::Share>>,
    /// What they need.
    needs: Option<Texts>,
    /// What they expect.
    expects: Option<Texts>,
    /// In their own words.
    quote: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// The way of a customer, stage by stage. What leaves one stage enters the next.
    #[example("journey store \"Online store\" {\n  persona: newcomer\n  entering: 120k visitor/month\n  stage awareness \"Awareness\" { converts: 60% }\n  stage decision \"Decision\" { converts: 3%, becomes: customer }\n}")]
    "journey" Journey HeadShape::Named =>
    /// Whose way it is.
    persona: Option<Spanned<Id<Persona>>>,
    /// What enters the first stage, per time.
    entering: Option<Formula<to::Flow>>,
    /// The stages, in order.
    stage: Children<Stage>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// A stretch of a journey. It has `entering` and `leaving` in formulas: what passes in the month.
    #[example("stage post_purchase \"After the purchase\" {\n  converts: 96%\n  returns: 3% to decision\n  goal: \"Every question is answered on the day it is asked\"\n}")]
    "stage" Stage HeadShape::Named =>
    /// The share of those who enter that goes on.
    converts: Option<Formula<to::Share>> = "100%",
    /// The unit they turn into.
    becomes: Option<Spanned<Id<CountedUnit>>>,
    /// The share of those leaving that enters an earlier stage again a month later, besides going on.
    returns: Vec<Returns>,
    /// What the stage is there for.
    goal: Option<Text>,
    /// Where customers meet us.
    touchpoint: Children<Touchpoint>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `returns: 3% to awareness`
#[derive(Debug, Clone)]
pub struct Returns {
    /// How many of those leaving.
    pub share: Formula<to::Share>,
    /// Where they enter again.
    pub to: Option<Spanned<Id<Stage>>>,
}

impl FromFact for Returns {
    const VALUE: ValueKind = <Formula<to::Share> as Value>::KIND;
    const MODIFIERS: &'static [ModifierSchema] = &[ModifierSchema {
        word: "to",
        value: ValueKind::Reference(&[Kind::Stage]),
        presence: Presence::Required,
        doc: "the stage they enter again",
    }];

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Returns> {
        let value = reader.value(fact)?;
        Some(Returns { share: Formula::read(reader, value)?, to: modifier(reader, fact, "to") })
    }
}

declaration! {
    /// A place where a customer meets us, and what goes well or badly there.
    #[example("touchpoint first_reply \"First support reply\" {\n  channel: email\n  reach: 18%\n  satisfaction: 2.6 of 5\n}")]
    "touchpoint" Touchpoint HeadShape::Named =>
    /// The channel it belongs to.
    channel: Option<Spanned<Id<Channel>>>,
    /// The role that answers for it.
    owner: Option<Spanned<Id<Role>>>,
    /// The share of those in the stage who reach it.
    reach: Option<Formula<to::Share>>,
    /// How content customers are with it, such as `2.6 of 5`.
    satisfaction: Option<Rating>,
    /// What happens behind the curtain.
    backstage: Option<Texts>,
    /// How customers' words come back to us.
    feedback: Option<Texts>,
    /// What hurts.
    pain: Children<Pain>,
    /// What is missing.
    need: Children<Need>,
    /// The moments that decide.
    moment: Children<Moment>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// Something that hurts customers at a touchpoint. A pain of severity 4 or 5 that no package addresses is a warning.
    #[example("pain slow \"Replies take two days\" { severity: 4, share: 35% }")]
    "pain" Pain HeadShape::MaybeNamed =>
    /// From 1, a nuisance, to 5, a reason to leave.
    severity: Needed<Integer<1, 5>>,
    /// The share of those who reach the touchpoint that feel it.
    share: Option<Formula<to::Share>>,
    /// How we know.
    evidence: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

declaration! {
    /// Something customers look for at a touchpoint.
    #[example("need sizing \"To know the size before buying\" { severity: 3 }")]
    "need" Need HeadShape::MaybeNamed =>
    /// From 1, welcome, to 5, indispensable.
    severity: Needed<Integer<1, 5>>,
    /// The share of those who reach the touchpoint that have it.
    share: Option<Formula<to::Share>>,
    /// How we know.
    evidence: Option<Text>,
    /// Anything worth keeping.
    note: Option<Text>,
}

choices! {
    /// The kinds of moment of truth.
    MomentKind {
        FirstInteraction "first_interaction" "the first impression",
        PurchaseDecision "purchase_decision" "to buy or not to buy",
        ServiceEncounter "service_encounter" "help is asked for",
        Recovery "recovery" "something went wrong and is put right",
        Sharing "sharing" "the customer tells others",
    }
}

declaration! {
    /// A moment of truth: what happens there decides whether the customer stays and tells others. One without a funded level that acts on it is a warning.
    #[example("moment \"The first cry for help\" {\n  kind: service_encounter\n  importance: 5\n  proactive: [faster_help.minimum]\n}")]
    "moment" Moment HeadShape::MaybeNamed =>
    /// What kind of moment it is.
    kind: Needed<MomentKind>,
    /// From 1 to 5.
    importance: Needed<Integer<1, 5>>,
    /// What is lost when it goes badly.
    at_stake: Option<Formula<to::Money>>,
    /// Levels that make it go well beforehand; a package means all of its levels.
    proactive: Option<ListOf<Measure>>,
    /// Levels that mend it when it goes badly.
    reactive: Option<ListOf<Measure>>,
    /// Anything worth keeping.
    note: Option<Text>,
}
