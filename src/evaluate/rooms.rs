//! What there is still room for below caps: takes what levels count towards them, gives the caps that are in the way. What
//! counts towards a cap counts towards all around it.

use crate::quantity::{ArithmeticError, Money};

use super::amounts::Heights;
use super::forest::{Forest, Run};

/// Caps while levels are funded.
#[derive(Debug, Clone)]
pub(super) struct Rooms<'caps> {
    caps: &'caps Forest,
    /// By how much each cap is exceeded, in the row of the forest; below nought while there is room.
    over: Heights,
}

impl<'caps> Rooms<'caps> {
    /// Nothing is funded yet.
    pub(super) fn new(caps: &'caps Forest, most: &[Money]) -> Rooms<'caps> {
        let room = |cap: &usize| most.get(*cap).copied().unwrap_or_default().negate();
        Rooms { caps, over: Heights::new(caps.row().iter().map(room)) }
    }

    /// Counts what a level counts towards its innermost caps.
    pub(super) fn take(&mut self, counted: &[(usize, Money)]) -> Result<(), ArithmeticError> {
        for (run, amount) in self.runs(counted) {
            self.over.add(run, amount)?;
        }
        Ok(())
    }

    /// Counts it no longer.
    pub(super) fn give_back(&mut self, counted: &[(usize, Money)]) -> Result<(), ArithmeticError> {
        for (run, amount) in self.runs(counted) {
            self.over.add(run, amount.negate())?;
        }
        Ok(())
    }

    /// The first cap that is in the way of what a level counts, the innermost of those in one another; what counts, and
    /// the room there is.
    pub(super) fn in_the_way(
        &self,
        counted: &[(usize, Money)],
    ) -> Result<Option<(usize, Money, Money)>, ArithmeticError> {
        for (cap, amount) in counted {
            if let Some((cap, over)) = self.first_above(*cap, amount.negate())? {
                return Ok(Some((cap, *amount, over.negate())));
            }
        }
        Ok(None)
    }

    /// The first cap that a level counts towards and that is exceeded, and by how much.
    pub(super) fn exceeded(&self, counted: &[(usize, Money)]) -> Result<Option<(usize, Money)>, ArithmeticError> {
        for (cap, _) in counted {
            if let Some(found) = self.first_above(*cap, Money::ZERO)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn first_above(&self, cap: usize, over: Money) -> Result<Option<(usize, Money)>, ArithmeticError> {
        for run in self.caps.way_out(cap) {
            if let Some((place, over)) = self.over.last_above(run, over)? {
                return Ok(Some((self.caps.thing(place), over)));
            }
        }
        Ok(None)
    }

    /// What counts towards which caps; towards those around several of a level's caps it counts once.
    fn runs(&self, counted: &[(usize, Money)]) -> Vec<(Run, Money)> {
        let way_out = |(cap, amount): &(usize, Money)| {
            let amount = *amount;
            self.caps.way_out(*cap).map(move |run| (run, amount))
        };
        let mut runs: Vec<(Run, Money)> = counted.iter().flat_map(way_out).collect();
        if counted.len() > 1 {
            runs.sort_by_key(|(run, _)| (run.first, std::cmp::Reverse(run.last)));
            runs.dedup_by_key(|(run, _)| run.first);
        }
        runs
    }

    /// The room below each cap.
    pub(super) fn into_rooms(self) -> Result<Vec<Money>, ArithmeticError> {
        let room = |cap: usize| Ok(self.over.amount(self.caps.place(cap))?.negate());
        (0..self.caps.row().len()).map(room).collect()
    }
}
