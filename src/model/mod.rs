//! The plan as data: every declaration as a typed struct, names resolved to ids. No algorithms live here.

pub mod arena;
pub mod control;
pub mod expression;
pub mod facts;
pub mod family;
pub mod functions;
pub mod funding;
pub mod idea;
pub mod journey;
pub mod kpi;
pub mod kpi_kinds;
pub mod mention;
pub mod observation;
pub mod package;
pub mod people;
pub mod plan;
pub mod risk;
pub mod schema;

pub use arena::{Arena, Id};
pub use control::{Actuals, Authority, Carry, Control, Income, Tolerance, Transfer, Variance};
pub use expression::{Expression, ExpressionId, UnitId};
pub use family::{Family, InPlan};
pub use funding::{Criterion, Funding, Ranking, Require, Scenario};
pub use idea::{Idea, Milestone, Objective, Workshop};
pub use journey::{Journey, Moment, Need, Pain, Persona, Stage, Touchpoint};
pub use kpi::{Benchmark, Kpi, Practice};
pub use observation::Observe;
pub use package::{Alternative, Level, Package, Retire};
pub use people::{Category, Channel, Department, Role};
pub use plan::{CountedUnit, Driver, Exchange, PlanHead, Waive};
pub use risk::Risk;

use crate::quantity::Unit;
use schema::{Declaration, DeclarationSchema, Head};

impl Kind {
    /// Whether it is written inside another declaration, so that its names are paths.
    #[must_use]
    pub fn is_inner(self) -> bool {
        matches!(
            self,
            Kind::Stage
                | Kind::Touchpoint
                | Kind::Pain
                | Kind::Need
                | Kind::Moment
                | Kind::Practice
                | Kind::Level
                | Kind::Alternative
                | Kind::Milestone
        )
    }
}

macro_rules! kinds_of_declaration {
    ($( $kind:ident $type:ident $field:ident $one:literal $plural:literal $family:ident $use:ident, )*) => {
        /// The kinds of declaration.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( #[doc = $plural] $kind, )* }

        impl Kind {
            /// Every kind, in the order of the reference.
            pub const ALL: &'static [Kind] = &[ $( Kind::$kind, )* ];

            /// What it holds.
            #[must_use]
            pub fn schema(self) -> &'static DeclarationSchema {
                match self { $( Kind::$kind => &<$type as Declaration>::SCHEMA, )* }
            }

            /// The keyword it begins with.
            #[must_use]
            pub fn keyword(self) -> &'static str {
                self.schema().keyword
            }

            /// One of it with its article, for a sentence: `a department`.
            #[must_use]
            pub fn one(self) -> &'static str {
                match self { $( Kind::$kind => $one, )* }
            }

            /// What people call it: `department`.
            #[must_use]
            pub fn word(self) -> &'static str {
                self.one().split_once(' ').map_or(self.one(), |(_, word)| word)
            }

            /// The subject that it belongs to.
            #[must_use]
            pub fn family(self) -> Family {
                match self { $( Kind::$kind => Family::$family, )* }
            }

            /// What the report of a plan makes of it.
            #[must_use]
            pub fn in_plan(self) -> InPlan {
                match self { $( Kind::$kind => InPlan::$use, )* }
            }

            /// Several of it, in words.
            #[must_use]
            pub fn plural(self) -> &'static str {
                match self { $( Kind::$kind => $plural, )* }
            }

            /// The kind of a keyword.
            #[must_use]
            pub fn from_keyword(keyword: &str) -> Option<Kind> {
                Kind::ALL.iter().copied().find(|kind| kind.keyword() == keyword)
            }
        }

        /// A whole plan: all declarations, by kind.
        #[derive(Debug, Clone, Default)]
        pub struct Plan {
            $( #[doc = $plural] pub $field: Arena<$type>, )*
            /// All expressions.
            pub expressions: Arena<Expression>,
            /// All units that expressions use.
            pub units: Arena<Unit>,
            /// The scenario it is set by; without one it is as written.
            pub scenario: Option<Id<Scenario>>,
        }

        impl Plan {
            /// What a declaration's head says.
            #[must_use]
            pub fn head(&self, id: AnyId) -> &Head {
                match id.kind { $( Kind::$kind => &self.$field[Id::new(id.index as usize)].head, )* }
            }

            /// How many declarations of a kind there are.
            #[must_use]
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $( Kind::$kind => self.$field.len(), )* }
            }

            /// Every declaration, by kind and in order of name.
            pub fn declared(&self) -> impl Iterator<Item = AnyId> {
                std::iter::empty()$( .chain(self.$field.ids().map(AnyId::from)) )*
            }

            /// The declaration around another.
            #[must_use]
            pub fn parent(&self, id: AnyId) -> Option<AnyId> {
                match id.kind { $( Kind::$kind => self.$field[Id::new(id.index as usize)].parent, )* }
            }
        }

        $( impl Declared for $type {
            const KIND: Kind = Kind::$kind;

            fn arena(plan: &Plan) -> &Arena<Self> {
                &plan.$field
            }

            fn arena_mut(plan: &mut Plan) -> &mut Arena<Self> {
                &mut plan.$field
            }
        } )*

        /// Calls a macro with every kind and its type.
        macro_rules! for_each_kind {
            ($callback:ident) => { $callback! { $( $kind $type )* } };
        }
        pub(crate) use for_each_kind;
    };
}

// kind, type, where a plan keeps it, one of it, several of it, its family, what the report of a plan makes of it
kinds_of_declaration! {
    Plan PlanHead plan_heads "the plan" "plans" Rules Read,
    Waive Waive waives "a waiver" "waivers" Rules Read,
    Role Role roles "a role" "roles" People Read,
    Department Department departments "a department" "departments" People Read,
    Category Category categories "a category" "categories" People Read,
    Unit CountedUnit counted_units "a unit" "units" Figures Read,
    Channel Channel channels "a channel" "channels" People Read,
    Driver Driver drivers "a driver" "drivers" Figures Read,
    Exchange Exchange exchanges "an exchange rate" "exchange rates" Figures Read,
    Income Income incomes "an expected income" "expected incomes" Rules InCourse,
    Retire Retire retires "an activity that ends" "activities that end" Packages Read,
    Persona Persona personas "a persona" "personas" Journeys Unread,
    Journey Journey journeys "a journey" "journeys" Journeys Read,
    Stage Stage stages "a stage" "stages" Journeys Read,
    Touchpoint Touchpoint touchpoints "a touchpoint" "touchpoints" Journeys Read,
    Pain Pain pains "a pain" "pains" Journeys Read,
    Need Need needs "a need" "needs" Journeys Read,
    Moment Moment moments "a moment of truth" "moments of truth" Journeys Read,
    Kpi Kpi kpis "a KPI" "KPIs" Figures Read,
    Benchmark Benchmark benchmarks "a benchmark" "benchmarks" Figures Read,
    Practice Practice practices "a practice" "practices" Figures Unread,
    Observe Observe observes "an observation" "observations" Figures InCourse,
    Objective Objective objectives "an objective" "objectives" Ideas Read,
    Workshop Workshop workshops "a workshop" "workshops" Ideas Read,
    Idea Idea ideas "an idea" "ideas" Ideas Read,
    Package Package packages "a package" "packages" Packages Read,
    Level Level levels "a level" "levels" Packages Read,
    Alternative Alternative alternatives "an alternative" "alternatives" Packages Read,
    Milestone Milestone milestones "a milestone" "milestones" Packages Read,
    Criterion Criterion criteria "a criterion" "criteria" Rules Read,
    Ranking Ranking rankings "a ranking" "rankings" Rules Read,
    Funding Funding fundings "the funding" "fundings" Rules Read,
    Risk Risk risks "what is uncertain together" "what is uncertain together" Rules Read,
    Control Control controls "a setting of control" "settings of control" Rules InCourse,
    Actuals Actuals actuals "a list of actuals" "actuals" Rules InCourse,
    Tolerance Tolerance tolerances "a tolerance" "tolerances" Rules InCourse,
    Variance Variance variances "a note on a variance" "notes on variances" Rules InCourse,
    Transfer Transfer transfers "a transfer" "transfers" Rules InCourse,
    Authority Authority authorities "an authority" "authorities" Rules Unread,
    Carry Carry carries "a rule of what goes over" "rules of what goes over" Rules Unread,
    Scenario Scenario scenarios "a scenario" "scenarios" Rules Read,
    Require Require requires "a requirement" "requirements" Rules Read,
}

impl Plan {
    /// The ids of all declarations, kind by kind.
    pub fn ids(&self) -> impl Iterator<Item = AnyId> {
        let of_kind = |kind: Kind| (0..self.count(kind)).map(move |index| (kind, index));
        Kind::ALL.iter().copied().flat_map(of_kind).map(|(kind, index)| AnyId::new(kind, index))
    }
}

/// The id of a declaration of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnyId {
    /// Its kind.
    pub kind: Kind,
    /// Its place in the arena of that kind.
    pub index: u32,
}

impl AnyId {
    /// The id of the declaration at a place in the arena of its kind.
    #[must_use]
    pub fn new(kind: Kind, index: usize) -> AnyId {
        AnyId { kind, index: u32::try_from(index).unwrap_or(u32::MAX) }
    }

    /// The id as one of a `T`, if it is of that kind.
    #[must_use]
    pub fn cast<T: Declared>(self) -> Option<Id<T>> {
        (self.kind == T::KIND).then(|| Id::new(self.index as usize))
    }
}

impl<T: Declared> From<Id<T>> for AnyId {
    fn from(id: Id<T>) -> AnyId {
        AnyId::new(T::KIND, id.index())
    }
}

/// A type that stands for one kind of declaration.
pub trait Declared: Sized {
    /// The kind.
    const KIND: Kind;

    /// All of this kind in a plan.
    fn arena(plan: &Plan) -> &Arena<Self>;

    /// All of this kind in a plan, to add to.
    fn arena_mut(plan: &mut Plan) -> &mut Arena<Self>;
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use super::schema::Shape;

    #[test]
    fn what_is_written_inside_another_declaration_is_inner() {
        let inside = |kind| {
            let mut properties = Kind::ALL.iter().flat_map(|outer| outer.schema().properties);
            properties.any(|property| property.spec.shape == Shape::Children(kind))
        };
        Kind::ALL.iter().for_each(|kind| assert_eq!(kind.is_inner(), inside(*kind), "{kind:?}"));
    }
}
