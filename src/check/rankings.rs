//! Rankings: finds the one that funds and the levels it names. What a ranking must keep is checked in `rules`.

use rustc_hash::FxHashSet;

use super::checked::{Eligibility, LevelTerms};
use super::context::Checker;
use crate::model::funding::Rank;
use crate::model::{Id, Level, Ranking};

/// The ranking that funds, and its levels in order.
pub(super) struct FundingOrder {
    pub ranking: Option<Id<Ranking>>,
    pub levels: Vec<Id<Level>>,
}

/// The ranking that no other merges, unless the order is computed.
pub(super) fn funding_order(checker: &Checker, levels: &[Option<LevelTerms>]) -> FundingOrder {
    let rank = checker.plan.fundings.values().next().and_then(|funding| funding.rank);
    let ranking = if rank == Some(Rank::Score) { None } else { checker.structure.tops.first().copied() };
    let levels = ranking.map_or_else(Vec::new, |ranking| levels_of(checker, ranking, levels));
    FundingOrder { ranking, levels }
}

/// Its levels in order, each once, those that compete.
fn levels_of(checker: &Checker, ranking: Id<Ranking>, levels: &[Option<LevelTerms>]) -> Vec<Id<Level>> {
    let items = &checker.plan.rankings[ranking].levels.0;
    let mut seen: FxHashSet<Id<Level>> = FxHashSet::default();
    let named = items.iter().filter_map(|item| checker.structure.ways.only_level(item.level.value));
    let competes = |level: &Id<Level>| {
        let terms = levels.get(level.index()).and_then(Option::as_ref);
        terms.is_some_and(|terms| terms.eligibility == Eligibility::Competes)
    };
    named.filter(competes).filter(|level| seen.insert(*level)).collect()
}
