//! How much may be looked at: steps are counted, not time, so that every machine ends at the same place.

/// What is left of the steps that a search may take.
#[derive(Debug, Clone)]
pub struct Effort {
    left: u64,
    kept: usize,
}

/// How many partial sets may be kept: a gibibyte.
const KEPT: usize = 20_000_000;

impl Effort {
    /// So many steps.
    pub fn new(steps: u64) -> Effort {
        Effort { left: steps, kept: KEPT }
    }

    /// Takes steps; whether there were so many.
    pub fn spend(&mut self, steps: u64) -> bool {
        let is_enough = steps <= self.left;
        self.left = self.left.saturating_sub(steps);
        is_enough
    }

    /// Whether none are left.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many are left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Whether no more may be kept.
    pub(super) fn is_full(&self, kept: usize) -> bool {
        kept >= self.kept
    }

    /// Ends the search.
    pub(super) fn give_up(&mut self) {
        self.left = 0;
    }
}
