//! Names to ids: takes the trees of all files, gives a [`Plan`] in which every name points at what it names.
//!
//! Two steps: `declare` finds all declarations and gives them ids in order of name, so that nothing later depends on the
//! order of files; `read` then fills each declaration's struct, which asks for its fields one by one and can name anything.

mod canonical;
mod change;
mod classify;
mod declare;
mod errors;
mod expressions;
mod facts;
mod implied;
mod mentions;
mod names;
mod read;
mod scenario;
mod suggest;
mod targets;
mod units;
mod values;

use crate::diagnostic::Diagnostics;
use crate::model::facts::Topic;
use crate::model::mention::Mentions;
use crate::model::{Kind, Plan};
use crate::syntax::tree::Tree;

use mentions::Kept;

pub use suggest::nearest;

/// Resolves a plan as written, or as a scenario sets it.
pub fn resolve(diagnostics: &mut Diagnostics, trees: &[Tree], scenario: Option<&str>) -> Plan {
    resolved(diagnostics, trees, scenario, &mut Kept::default())
}

/// Resolves a plan, as written or as a scenario sets it, and tells what it says as written, each thing in one way.
pub fn resolve_with_facts(diagnostics: &mut Diagnostics, trees: &[Tree], scenario: Option<&str>) -> (Plan, Vec<Topic>) {
    let declared = declare::declare(diagnostics, trees);
    let plan = read_declared(diagnostics, &declared, scenario, &mut Kept::default());
    (plan, facts::facts(&declared))
}

/// Resolves a plan as written, and tells where each name stands, also in a plan with errors and in what scenarios set.
pub fn resolve_with_mentions(diagnostics: &mut Diagnostics, trees: &[Tree]) -> (Plan, Mentions) {
    let mut kept = Kept::all();
    let plan = resolved(diagnostics, trees, None, &mut kept);
    (plan, Mentions::new(kept.into_items()))
}

fn resolved(diagnostics: &mut Diagnostics, trees: &[Tree], scenario: Option<&str>, kept: &mut Kept) -> Plan {
    let declared = declare::declare(diagnostics, trees);
    read_declared(diagnostics, &declared, scenario, kept)
}

fn read_declared(
    diagnostics: &mut Diagnostics,
    declared: &declare::Declared<'_>,
    scenario: Option<&str>,
    kept: &mut Kept,
) -> Plan {
    let overrides = scenario::overrides(diagnostics, declared, scenario);
    mentions::declared(kept, declared);
    let mut plan = read::read(diagnostics, declared, &overrides, kept);
    plan.scenario = scenario.and_then(|name| declared.names.get(Kind::Scenario, name)?.cast());
    implied::imply_levels(diagnostics, &mut plan);
    plan
}
