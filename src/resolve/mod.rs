//! Names to ids: takes the trees of all files, gives a [`Plan`] in which every name points at what it names.
//!
//! Two steps: `declare` finds all declarations and gives them ids in order of name, so that nothing later depends on the
//! order of files; `read` then fills each declaration's struct, which asks for its fields one by one and can name anything.

mod canonical;
mod classify;
mod declare;
mod errors;
mod expressions;
mod facts;
mod implied;
mod names;
mod read;
mod scenario;
mod suggest;
mod units;
mod values;

use crate::diagnostic::Diagnostics;
use crate::model::Plan;
use crate::syntax::tree::Tree;

pub use facts::facts;
pub use suggest::nearest;

/// Resolves a plan as written, or as a scenario sets it.
pub fn resolve(diagnostics: &mut Diagnostics, trees: &[Tree], scenario: Option<&str>) -> Plan {
    let declared = declare::declare(diagnostics, trees);
    let overrides = scenario::overrides(diagnostics, &declared, scenario);
    let mut plan = read::read(diagnostics, &declared, &overrides);
    implied::imply_levels(diagnostics, &mut plan);
    plan
}
