//! Requirements: takes each condition, gives its program and the parts whose values are worth showing.

use super::checked::RequireTerms;
use super::clashes;
use super::context::{Checker, Position};
use super::types::Type;

/// Reads every requirement.
pub(super) fn read_requires(checker: &mut Checker) -> Vec<RequireTerms> {
    let plan = checker.plan;
    let mut requires = Vec::with_capacity(plan.requires.len());
    for (id, require) in plan.requires.iter() {
        let Some(condition) = require.require.get() else { continue };
        checker.operands.clear();
        let operand = checker.compile(condition.id, Position::Condition);
        match operand.of {
            Type::Unknown => {}
            Type::Truth => {
                let condition = checker.take_program(checker.units.number);
                requires.push(RequireTerms { id, condition, operands: std::mem::take(&mut checker.operands) });
            }
            _ => {
                let finding = clashes::wrong_quantity(checker, operand, "a condition");
                checker.report(finding.help("compare it: `nps at 2027-12 >= 45 pts`"));
            }
        }
    }
    requires
}
