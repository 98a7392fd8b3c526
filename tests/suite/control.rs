//! Budgetary control: what is declared of ledgers, transfers, tolerances and notes; one case, one file.

use crate::cases::check_cases;

#[test]
fn declarations_of_control() {
    check_cases("control");
}
