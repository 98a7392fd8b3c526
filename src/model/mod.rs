//! The plan as data: every declaration as a typed struct, names resolved to ids. No algorithms live here.

pub mod arena;
pub mod control;
pub mod expression;
pub mod facts;
pub mod functions;
pub mod funding;
pub mod idea;
pub mod journey;
pub mod kpi;
pub mod kpi_kinds;
pub mod mention;
pub mod package;
pub mod people;
pub mod plan;
pub mod schema;

pub use arena::{Arena, Id};
pub use control::{Actuals, Income, Tolerance, Transfer};
pub use expression::{Expression, ExpressionId, UnitId};
pub use funding::{Criterion, Funding, Ranking, Require, Scenario};
pub use idea::{Idea, Milestone, Objective, Workshop};
pub use journey::{Journey, Moment, Need, Pain, Persona, Stage, Touchpoint};
pub use kpi::{Benchmark, Kpi, Observe, Practice};
pub use package::{Alternative, Level, Package, Retire};
pub use people::{Category, Channel, Department, Role};
pub use plan::{CountedUnit, Driver, Exchange, PlanHead, Waive};

use crate::quantity::Unit;
use schema::{Declaration, DeclarationSchema, Head};

macro_rules! kinds_of_declaration {
    ($( $kind:ident $type:ident $field:ident $plural:literal, )*) => {
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

kinds_of_declaration! {
    Plan PlanHead plan_heads "plans",
    Waive Waive waives "waivers",
    Role Role roles "roles",
    Department Department departments "departments",
    Category Category categories "categories",
    Unit CountedUnit counted_units "units",
    Channel Channel channels "channels",
    Driver Driver drivers "drivers",
    Exchange Exchange exchanges "exchange rates",
    Income Income incomes "expected incomes",
    Retire Retire retires "activities that end",
    Persona Persona personas "personas",
    Journey Journey journeys "journeys",
    Stage Stage stages "stages",
    Touchpoint Touchpoint touchpoints "touchpoints",
    Pain Pain pains "pains",
    Need Need needs "needs",
    Moment Moment moments "moments of truth",
    Kpi Kpi kpis "KPIs",
    Benchmark Benchmark benchmarks "benchmarks",
    Practice Practice practices "practices",
    Observe Observe observes "observations",
    Objective Objective objectives "objectives",
    Workshop Workshop workshops "workshops",
    Idea Idea ideas "ideas",
    Package Package packages "packages",
    Level Level levels "levels",
    Alternative Alternative alternatives "alternatives",
    Milestone Milestone milestones "milestones",
    Criterion Criterion criteria "criteria",
    Ranking Ranking rankings "rankings",
    Funding Funding fundings "fundings",
    Actuals Actuals actuals "actuals",
    Tolerance Tolerance tolerances "tolerances",
    Transfer Transfer transfers "transfers",
    Scenario Scenario scenarios "scenarios",
    Require Require requires "requirements",
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
    /// The id as one of a `T`, if it is of that kind.
    #[must_use]
    pub fn cast<T: Declared>(self) -> Option<Id<T>> {
        (self.kind == T::KIND).then(|| Id::new(self.index as usize))
    }
}

impl<T: Declared> From<Id<T>> for AnyId {
    fn from(id: Id<T>) -> AnyId {
        AnyId { kind: T::KIND, index: u32::try_from(id.index()).unwrap_or(u32::MAX) }
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
