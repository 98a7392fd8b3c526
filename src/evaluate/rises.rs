//! Rises of the budget, the smallest first: takes funding with a second walk, looks for the first rise that funds the
//! highest-ranked level that money alone keeps out.
//!
//! With a second walk more money may go to another level in the first, and take away what the second one had: no rise
//! follows from what a level lacks now. But walks with more money go alike until a level that one refuses for money is
//! funded by the other. So from each rise the next ones are those by which some refused level has what it lacks there;
//! whatever lies between them changes nothing. Looked at in order of their sum, the first that funds a level is the
//! smallest, and when there are none left, no rise funds it.

use std::collections::{BTreeMap, BTreeSet};

use super::next::Search;
use super::walk::{Purse, Walked};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money};

/// How many decisions on levels are tried before the search is given up; a plan of 1,000 levels is walked 200 times.
const DECISIONS: usize = 200_000;

/// The least number of walks, however long the list.
const WALKS: usize = 16;

/// What a search finds.
pub(super) enum Found {
    /// The smallest rise that funds the level; a higher-ranked one is funded by none that was looked at.
    Rise(Id<Level>, Vec<Money>, Box<Walked>),
    /// No rise funds any of the levels.
    None,
    /// There was more to look at.
    GivenUp,
}

/// Looks for the smallest rise that funds the first of these levels, else the next one, and so on.
pub(super) fn smallest_rise<Refill: Fn(&[Money]) -> Result<Purse, ArithmeticError>>(
    search: &Search<'_, '_, Refill>,
    wanted: &[Id<Level>],
) -> Result<Found, ArithmeticError> {
    let none = vec![Money::ZERO; search.budgets.len()];
    let mut open = BTreeSet::from([(Money::ZERO, none)]);
    let mut found: BTreeMap<usize, (Vec<Money>, Box<Walked>)> = BTreeMap::new();
    let mut sees_all = true;
    let walks = (DECISIONS / search.problem.len().max(1)).max(WALKS);
    for _ in 0..walks {
        let Some((_, rise)) = open.pop_first() else {
            return Ok(best(wanted, found, if sees_all { Found::None } else { Found::GivenUp }));
        };
        let (walked, shortages) = search.run_with_shortages(&rise)?;
        for (place, level) in wanted.iter().enumerate() {
            if walked.is_funded(*level) && !found.contains_key(&place) {
                found.insert(place, (rise.clone(), Box::new(walked.clone())));
            }
        }
        if found.contains_key(&0) {
            break;
        }
        let mut further = Vec::with_capacity(shortages.len());
        for shortage in &shortages {
            sees_all &= search.says_where(shortage)?;
            let rise = search.raised(&rise, shortage)?;
            further.push((Money::sum(rise.iter().copied())?, rise));
        }
        // Of a single sum only the next is looked at: the others follow from there.
        let is_single = search.budgets.len() == 1;
        open.extend(if is_single { further.into_iter().min().into_iter().collect() } else { further });
    }
    Ok(best(wanted, found, Found::GivenUp))
}

fn best(wanted: &[Id<Level>], found: BTreeMap<usize, (Vec<Money>, Box<Walked>)>, otherwise: Found) -> Found {
    match found.into_iter().next() {
        Some((place, (rise, walked))) => {
            wanted.get(place).map_or(Found::None, |level| Found::Rise(*level, rise, walked))
        }
        None => otherwise,
    }
}
