//! The next rise against the oracle: on lists of a few cents every rise can be tried, also where the reserve, caps and
//! floors are shares of the budget, where a second walk follows, and where mandates can take other ways.

use super::*;

/// What of a list hangs on its budget.
#[derive(Debug, Clone)]
struct Shares {
    budgets: Vec<i64>,
    /// In percent, as all that follows: what is kept back.
    reserve: i64,
    /// What a cap is of all budgets.
    caps: Vec<Option<i64>>,
    /// What a floor is of each budget.
    floors: Vec<Option<i64>>,
}

/// A percentage of some cents, rounded half-even.
fn share_of(percent: i64, cents: i64) -> i64 {
    let (whole, rest) = ((percent * cents) / 100, (percent * cents) % 100);
    if rest > 50 || rest == 50 && whole % 2 == 1 { whole + 1 } else { whole }
}

impl Shares {
    fn random(seed: u64, list: &List) -> Shares {
        let mut random = Random(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) | 1);
        (0..8).for_each(|_| _ = random.below(2));
        let mut percent = |chance: usize, least: usize, most: usize| {
            let percent = i64::try_from(least + random.below(most - least)).unwrap();
            random.chance(chance).then_some(percent)
        };
        Shares {
            budgets: list.periods.clone(),
            reserve: percent(40, 1, 60).unwrap_or(0),
            caps: list.caps.iter().map(|_| percent(60, 10, 90)).collect(),
            floors: list.floors.iter().map(|_| percent(50, 5, 40)).collect(),
        }
    }

    fn effect(&self) -> RiseEffect {
        let part = |percent: i64| Number::from_integer(percent).divide(Number::from_integer(100)).unwrap();
        let is_share = self.floors.iter().any(Option::is_some);
        RiseEffect {
            reserve: part(self.reserve),
            caps: self.caps.iter().map(|percent| part(percent.unwrap_or(0))).collect(),
            floors: if is_share { Moves::Yes } else { Moves::No },
            others: Moves::No,
        }
    }

    /// The list with some budgets.
    fn list(&self, list: &List, budgets: &[i64]) -> List {
        let total = budgets.iter().sum();
        let cap = |(percent, cap): (&Option<i64>, &i64)| percent.map_or(*cap, |percent| share_of(percent, total));
        let mut list = List { caps: self.caps.iter().zip(&list.caps).map(cap).collect(), ..list.clone() };
        // In one period only, as a share is rounded once.
        list.periods = budgets.iter().map(|budget| budget - share_of(self.reserve, *budget)).collect();
        for (floor, percent) in list.floors.iter_mut().zip(&self.floors) {
            for (amount, budget) in floor.amounts.iter_mut().zip(budgets) {
                *amount = percent.map_or(*amount, |percent| share_of(percent, *budget));
            }
        }
        list
    }
}

/// A list of some cents.
fn small_list(seed: u64) -> List {
    let mut list = random_list(seed);
    list.periods.truncate(1);
    for level in &mut list.levels {
        level.costs.truncate(1);
        level.costs[0] %= 40;
        let cost = level.cost();
        for part in &mut level.caps {
            part.1 = (part.1 % 40).min(cost);
        }
        level.caps.retain(|(_, part)| *part > 0);
        for (floor, parts) in &mut level.floors {
            let is_part = list.floors[*floor].kind == Kind::Category;
            parts.truncate(1);
            parts[0] = if is_part { (parts[0] % 40).min(cost) } else { cost };
        }
    }
    list.periods[0] %= 100;
    list.caps.iter_mut().for_each(|cap| *cap = *cap % 90 + 10);
    list.floors.iter_mut().for_each(|floor| {
        floor.amounts.truncate(1);
        floor.amounts[0] %= 30;
    });
    list
}

/// Funds whatever budgets come to, and compares the next level with the least of all rises up to `most`; whether there is
/// one, and whether it is another than the highest-ranked that money keeps out.
fn compare(seed: u64, list: &List, shares: &Shares, most: i64) -> Option<(bool, bool)> {
    let with = |budgets: &[i64]| shares.list(list, budgets);
    let now = with(&shares.budgets);
    let Answer::Walked(walked, next, search) =
        answer_with(&now, &shares.budgets, &shares.effect(), (&with, &is_overcommitted))
    else {
        return None;
    };
    let kept_out = kept_out(&now, &walked);
    if kept_out.is_empty() || is_overcommitted(&now) {
        return None;
    }
    let answered = next.map(|next| (next.level.index(), cents(next.rise)));
    let mut least: BTreeMap<usize, i64> = BTreeMap::new();
    for rise in 0..=answered.map_or(most, |(_, rise)| rise) {
        let list = with(&[shares.budgets[0] + rise]);
        let Verdict::Funded(reasons) = judge(&list) else { continue };
        if is_overcommitted(&list) {
            continue;
        }
        for (level, _) in reasons.iter().filter(|(_, reason)| matches!(*reason, "rank" | "pool" | "mandate")) {
            least.entry(*level).or_insert(rise);
        }
    }
    let expected = kept_out.iter().find_map(|level| Some((*level, *least.get(level)?)));
    assert_eq!(answered, expected, "list {seed}: {search:?} {shares:?} {now:#?}");
    assert_eq!(search, NextSearch::Finished, "list {seed}");
    Some((answered.is_some(), answered.is_none_or(|(level, _)| level != kept_out[0])))
}

/// Whether floors hold more than there is, which is refused before anything is funded.
fn is_overcommitted(list: &List) -> bool {
    let none = BTreeSet::new();
    let outermost = |kind: Kind| {
        let of_kind = (0..list.floors.len()).filter(move |floor| list.floors[*floor].kind == kind);
        of_kind.filter(|floor| list.floors[*floor].inside.is_none())
    };
    let holds = |kind: Kind| outermost(kind).map(|floor| lack(list, &none, floor, 0)).sum::<i64>();
    [Kind::Department, Kind::Category, Kind::Stage].into_iter().any(|kind| holds(kind) > list.periods[0])
}

#[test]
fn the_rise_is_the_smallest_where_reserve_caps_and_floors_are_shares() {
    let (mut found, mut others) = (0, 0);
    for seed in 1..=8_000 {
        let list = small_list(seed);
        let shares = Shares::random(seed, &list);
        if let Some((is_found, is_other)) = compare(seed, &list, &shares, 400) {
            found += usize::from(is_found);
            others += usize::from(is_other);
        }
    }
    assert!(found > 800 && others > 5, "{found} rises, {others} of another level or none");
}

#[test]
fn the_rise_is_the_smallest_where_mandates_can_take_other_ways() {
    let (mut found, mut refused) = (0, 0);
    for seed in 1..=8_000 {
        let mut list = small_list(seed);
        let mut random = Random(seed | 1);
        for level in 0..list.levels.len() {
            list.levels[level].is_mandated = level > 1 && random.chance(35);
            if level > 1 && random.chance(60) {
                let group: BTreeSet<usize> = (0..2 + random.below(2)).map(|_| random.below(level)).collect();
                list.levels[level].needs.push(group.into_iter().collect());
            }
        }
        let fixed = Shares {
            budgets: list.periods.clone(),
            reserve: 0,
            caps: vec![None; list.caps.len()],
            floors: vec![None; list.floors.len()],
        };
        if let Answer::Walked(..) = answer(&list)
            && let Some((is_found, _)) = compare(seed, &list, &fixed, 200)
        {
            found += usize::from(is_found);
            let order: Vec<Id<Level>> = list.order.iter().map(|level| Id::new(*level)).collect();
            let links = links(&list);
            let problem = problem(&list, &links);
            let budgets: Vec<Money> = list.periods.iter().map(|period| money(*period)).collect();
            let mandated = mandated(&problem, &order, order.len(), &available(&list, &budgets)).unwrap();
            refused += usize::from(!mandated.refused.is_empty());
        }
    }
    assert!(found > 300 && refused > 20, "{found} rises, in {refused} lists mandates would rather have another way");
}
