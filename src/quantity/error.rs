//! Why a calculation has no result.

/// Why a calculation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticError {
    /// The result is 10^20 or more in size.
    Overflow,
    /// Something is divided by zero.
    DivisionByZero,
    /// The function has no value there: `ln(0)`, `sqrt(-1)`.
    OutsideDomain,
}
