//! The collection of findings that phases add to, in one order and each said once.

use super::{Diagnostic, Severity, repeats};

/// The findings of a run. Phases add to it; it is put in order once, at the end.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds all findings of another run.
    pub fn extend(&mut self, others: Diagnostics) {
        self.items.extend(others.items);
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// The findings as they stand.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// Lets a rule rewrite the list: waivers and `lint` entries drop or regrade findings.
    pub fn retain(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.items.retain_mut(keep);
    }

    /// Puts the findings in order of place, then code, drops exact repetitions, and joins findings about one unknown
    /// name or unit.
    pub fn sort(&mut self) {
        self.items.sort_by(|left, right| {
            (left.primary.span, left.code, &left.message).cmp(&(right.primary.span, right.code, &right.message))
        });
        self.items.dedup();
        repeats::join(&mut self.items);
    }

    /// The number of errors and of warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.items.iter().filter(|item| item.severity == Severity::Error).count();
        (errors, self.items.len() - errors)
    }
}
