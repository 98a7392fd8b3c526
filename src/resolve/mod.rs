//! Names to ids: takes the trees of all files, gives a [`Plan`] in which every name points at what it names.
//!
//! Two steps: `declare` finds all declarations and gives them ids in order of name, so that nothing later depends on the
//! order of files; `read` then fills each declaration's struct, which asks for its fields one by one and can name anything.

mod canonical;
mod change;
mod classify;
mod context;
mod declare;
mod errors;
mod expressions;
mod facts;
mod implied;
mod kept;
mod look_up;
mod mentions;
mod names;
mod overridden;
mod read;
mod scenario;
mod suggest;
mod targets;
mod units;
mod values;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::model::facts::Topic;
use crate::model::mention::Mentions;
use crate::model::{Kind, Plan};
use crate::syntax::tree::Tree;
use declare::SymbolTable;
use kept::Kept;
use read::Reading;
use scenario::Scenarios;

pub use look_up::{Bearer, bearers, look_up, nearest_name};
pub use suggest::nearest;

/// Resolves a plan as written, or as a scenario sets it.
pub fn resolve(diagnostics: &mut Diagnostics, trees: &[Arc<Tree>], scenario: Option<&str>) -> Plan {
    Declarations::of(trees).plan(diagnostics, scenario)
}

/// Resolves a plan, as written or as a scenario sets it, and tells what it says as written, each thing in one way.
pub fn resolve_with_facts(
    diagnostics: &mut Diagnostics,
    trees: &[Arc<Tree>],
    scenario: Option<&str>,
) -> (Plan, Vec<Topic>) {
    let declarations = Declarations::of(trees);
    let plan = declarations.plan(diagnostics, scenario);
    (plan, facts::facts(&declarations.declared))
}

/// Resolves a plan as written, and tells where each name stands, also in a plan with errors and in what scenarios set.
pub fn resolve_with_mentions(diagnostics: &mut Diagnostics, trees: &[Arc<Tree>]) -> (Plan, Mentions) {
    let mut kept = Kept::all();
    let plan = Declarations::of(trees).resolved(diagnostics, None, &mut kept, Reading::Everything);
    (plan, Mentions::new(kept.into_items()))
}

/// What a plan declares, found once, to be read as written and as any scenario sets it.
pub struct Declarations<'t> {
    declared: SymbolTable<'t>,
    scenarios: Scenarios<'t>,
    diagnostics: Diagnostics,
}

impl<'t> Declarations<'t> {
    /// Finds all declarations, and what each scenario does.
    #[must_use]
    pub fn of(trees: &'t [Arc<Tree>]) -> Declarations<'t> {
        let mut diagnostics = Diagnostics::new();
        let declared = declare::declare(&mut diagnostics, trees);
        let scenarios = Scenarios::read(&mut diagnostics, &declared);
        Declarations { declared, scenarios, diagnostics }
    }

    /// The plan as written, or as a scenario sets it.
    pub fn plan(&self, diagnostics: &mut Diagnostics, scenario: Option<&str>) -> Plan {
        self.resolved(diagnostics, scenario, &mut Kept::default(), Reading::Everything)
    }

    /// The plan as a scenario sets it, without what its scenarios say: that is the same whichever is taken, and hundreds of
    /// scenarios that each read all the others would take minutes. Findings about them come of the plan as written.
    pub fn plan_without_scenarios(&self, diagnostics: &mut Diagnostics, scenario: &str) -> Plan {
        self.resolved(diagnostics, Some(scenario), &mut Kept::default(), Reading::AllButScenarios)
    }

    fn resolved(
        &self,
        diagnostics: &mut Diagnostics,
        scenario: Option<&str>,
        kept: &mut Kept,
        reading: Reading,
    ) -> Plan {
        let declared = &self.declared;
        declared.leave_out_told(diagnostics);
        diagnostics.extend(self.diagnostics.clone());
        let chosen = scenario.and_then(|name| declared.names.get(Kind::Scenario, name)?.cast());
        let overrides = self.scenarios.overrides(chosen);
        mentions::declared(kept, declared);
        let mut plan = read::read(diagnostics, declared, &overrides, kept, reading);
        plan.scenario = chosen;
        implied::imply_levels(diagnostics, &mut plan);
        plan
    }
}
