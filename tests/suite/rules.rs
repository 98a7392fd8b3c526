//! The rules of zero-based budgeting: one case, one file.

use crate::cases::check_cases;

#[test]
fn rules_of_the_plan() {
    check_cases("rules");
}
