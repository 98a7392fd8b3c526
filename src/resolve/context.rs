//! What reading shares: the declarations and their names, findings, units, and the expressions read so far.

use super::declare::SymbolTable;
use super::kept::Kept;
use super::suggest::Meter;
use super::units::Units;
use crate::diagnostic::Diagnostics;
use crate::model::{AnyId, Arena, Expression};
use crate::syntax::tree::Statement;

/// What reading shares: names, units, and the expressions read so far.
pub(super) struct Context<'d, 't> {
    /// The declarations and their names.
    pub declared: &'d SymbolTable<'t>,
    /// Findings.
    pub diagnostics: &'d mut Diagnostics,
    /// Units by how they are written.
    pub units: Units,
    /// All expressions so far.
    pub expressions: Arena<Expression>,
    /// The month a fiscal year starts with.
    pub fiscal_start: u8,
    /// The work that is left for near names.
    pub meter: Meter,
    /// Where names are written.
    pub kept: Kept,
    /// The line that is being read, and whose it is.
    pub line: Option<(AnyId, &'t Statement)>,
}
