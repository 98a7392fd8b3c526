//! Funding against an oracle: the rules of the language reference (§8), written once more as plainly and slowly as can be,
//! must fund what the walk funds, for the same reasons, on thousands of random lists with every side condition.

use std::collections::{BTreeMap, BTreeSet};

use zbb::check::{NeedTerms, Pool};
use zbb::evaluate::mandates::{Conflict, Refusal, mandated};
use zbb::evaluate::next::{Budgets, RiseEffect, next_level};
use zbb::evaluate::walk::{Candidate, Mandate, Merit, Problem, Purse, Route, Walked, walk};
use zbb::evaluate::{Grant, NextLevel, NextSearch, Status};
use zbb::model::funding::Policy;
use zbb::model::{AnyId, Id, Kind, Level};
use zbb::quantity::{Currency, Money, Number};

const LISTS: u64 = 10_000;

/// A list as the oracle reads it: levels are numbers, amounts are cents.
#[derive(Debug, Clone)]
struct List {
    levels: Vec<Entry>,
    order: Vec<usize>,
    periods: Vec<i64>,
    caps: Vec<i64>,
    floors: Vec<(Kind, i64)>,
    policy: Policy,
    pool: bool,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    costs: Vec<i64>,
    predecessor: Option<usize>,
    needs: Vec<Vec<usize>>,
    excludes: BTreeSet<usize>,
    rivals: BTreeSet<usize>,
    is_mandated: bool,
    is_below_minimum: bool,
    caps: Vec<(usize, i64)>,
    floors: Vec<(usize, i64)>,
}

impl Entry {
    fn cost(&self) -> i64 {
        self.costs.iter().sum()
    }
}

// ── the oracle ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// What the oracle says of a list.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Funded(Vec<(usize, &'static str)>),
    Impossible(&'static str),
}

fn judge(list: &List) -> Verdict {
    let mut funded = BTreeSet::new();
    for root in list.order.iter().filter(|level| list.levels[**level].is_mandated) {
        if !require(list, *root, &mut funded) {
            return Verdict::Impossible("needs");
        }
    }
    if funded.iter().any(|level| opponents(list, *level).any(|opponent| funded.contains(&opponent))) {
        return Verdict::Impossible("excludes");
    }
    let spent_in = |period: usize| funded.iter().map(|level| list.levels[*level].costs[period]).sum::<i64>();
    let over_budget = (0..list.periods.len()).any(|p| spent_in(p) > 0 && spent_in(p) > list.periods[p]);
    let over_cap = (0..list.caps.len()).any(|cap| counts(list, &funded, cap) > list.caps[cap]);
    if over_budget || over_cap {
        return Verdict::Impossible("exceeds");
    }
    let mut reasons = vec!["mandate"; list.levels.len()];
    go_down(list, &mut funded, &mut reasons, true, "rank");
    if list.pool && !list.floors.is_empty() {
        go_down(list, &mut funded, &mut reasons, false, "pool");
    }
    Verdict::Funded(list.order.iter().map(|level| (*level, reasons[*level])).collect())
}

fn go_down(
    list: &List,
    funded: &mut BTreeSet<usize>,
    reasons: &mut [&'static str],
    floors_hold: bool,
    grant: &'static str,
) {
    let mut is_line_drawn = false;
    for level in &list.order {
        if funded.contains(level) {
            continue;
        }
        reasons[*level] = if is_line_drawn { "below" } else { why_not(list, funded, *level, floors_hold) };
        if reasons[*level] == "fits" {
            reasons[*level] = grant;
            funded.insert(*level);
        }
        is_line_drawn |= list.policy == Policy::Stop && matches!(reasons[*level], "short" | "held");
    }
}

fn why_not(list: &List, funded: &BTreeSet<usize>, level: usize, floors_hold: bool) -> &'static str {
    let entry = &list.levels[level];
    let left = |period: usize| {
        list.periods[period] - funded.iter().map(|other| list.levels[*other].costs[period]).sum::<i64>()
    };
    let left_in_all: i64 = (0..list.periods.len()).map(left).sum();
    if entry.predecessor.is_some_and(|predecessor| !funded.contains(&predecessor)) {
        "predecessor"
    } else if entry.needs.iter().any(|group| group.iter().all(|other| !funded.contains(other))) {
        "need"
    } else if opponents(list, level).any(|other| funded.contains(&other)) {
        "excluded"
    } else if entry.is_below_minimum {
        "minimum"
    } else if entry.caps.iter().any(|(cap, amount)| counts(list, funded, *cap) + amount > list.caps[*cap]) {
        "capped"
    } else if (0..list.periods.len()).any(|period| entry.costs[period] > 0 && entry.costs[period] > left(period)) {
        "short"
    } else if floors_hold && entry.cost() > 0 && is_held_back(list, funded, level, left_in_all) {
        "held"
    } else {
        "fits"
    }
}

fn is_held_back(list: &List, funded: &BTreeSet<usize>, level: usize, left: i64) -> bool {
    let entry = &list.levels[level];
    let kinds: BTreeSet<Kind> = list.floors.iter().map(|(kind, _)| *kind).collect();
    let held_for = |kind: Kind| -> i64 {
        let others = list
            .floors
            .iter()
            .enumerate()
            .filter(|(floor, (of, _))| *of == kind && !entry.floors.iter().any(|(own, _)| own == floor));
        let unmet = |floor: usize, least: i64| {
            let towards = |other: &usize| {
                list.levels[*other].floors.iter().filter(|(of, _)| *of == floor).map(|(_, amount)| amount).sum::<i64>()
            };
            (least - funded.iter().map(towards).sum::<i64>()).max(0)
        };
        others.map(|(floor, (_, least))| unmet(floor, *least)).sum()
    };
    let held = kinds.into_iter().map(held_for).max().unwrap_or(0);
    held > 0 && entry.cost() + held > left
}

fn counts(list: &List, funded: &BTreeSet<usize>, cap: usize) -> i64 {
    let towards = |level: &usize| {
        list.levels[*level].caps.iter().filter(|(of, _)| *of == cap).map(|(_, amount)| amount).sum::<i64>()
    };
    funded.iter().map(towards).sum()
}

fn opponents(list: &List, level: usize) -> impl Iterator<Item = usize> {
    let entry = &list.levels[level];
    entry.excludes.iter().chain(&entry.rivals).copied()
}

fn require(list: &List, level: usize, funded: &mut BTreeSet<usize>) -> bool {
    if let Some(predecessor) = list.levels[level].predecessor
        && !funded.contains(&predecessor)
        && !require(list, predecessor, funded)
    {
        return false;
    }
    for group in &list.levels[level].needs {
        if group.iter().any(|other| funded.contains(other)) {
            continue;
        }
        let mut ranked: Vec<usize> = list.order.iter().copied().filter(|other| group.contains(other)).collect();
        let is_mandated = |other: &usize| list.levels[*other].is_mandated;
        let is_free =
            |other: &usize| opponents(list, *other).all(|enemy| !funded.contains(&enemy) && !is_mandated(&enemy));
        ranked.sort_by_key(|other| (!is_mandated(other), !is_free(other)));
        match ranked.first() {
            Some(choice) if require(list, *choice, funded) => {}
            _ => return false,
        }
    }
    funded.insert(level);
    true
}

// ── random lists ────────────────────────────────────────────────────────────────────────────────────────────────────

/// Xorshift: the same lists on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn cents(&mut self, limit: usize) -> i64 {
        i64::try_from(self.below(limit)).unwrap()
    }
}

fn random_list(seed: u64) -> List {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    (0..8).for_each(|_| _ = random.below(2));
    let periods = if random.chance(50) { 1 } else { 1 + random.below(3) };
    let mut levels: Vec<Entry> = Vec::new();
    for _ in 0..1 + random.below(5) {
        add_package(&mut random, &mut levels);
    }
    let kinds = [Kind::Department, Kind::Category, Kind::Stage];
    let floors: Vec<(Kind, i64)> = (0..random.below(4)).map(|_| (kinds[random.below(3)], random.cents(900))).collect();
    let caps: Vec<i64> = (0..random.below(3)).map(|_| 200 + random.cents(1_500)).collect();
    for level in 0..levels.len() {
        dress(&mut random, &mut levels, level, (periods, caps.len(), floors.len()));
    }
    List {
        order: random_order(&mut random, &levels),
        periods: (0..periods).map(|_| random.cents(2_500) / i64::try_from(periods).unwrap()).collect(),
        caps,
        floors,
        policy: if random.chance(50) { Policy::Stop } else { Policy::Skip },
        pool: random.chance(50),
        levels,
    }
}

/// Levels in a row, and often another way that replaces all of them or those after one.
fn add_package(random: &mut Random, levels: &mut Vec<Entry>) {
    let first = levels.len();
    for index in 0..1 + random.below(3) {
        levels.push(Entry { predecessor: (index > 0).then(|| levels.len() - 1), ..Entry::default() });
    }
    if random.chance(40) {
        let replaced = first + random.below(levels.len() - first);
        let own = replaced..levels.len();
        let other = levels.len()..levels.len() + 1 + random.below(2);
        for level in other.clone() {
            let before = if level == other.start {
                replaced.checked_sub(1).filter(|_| replaced > first)
            } else {
                Some(level - 1)
            };
            levels.push(Entry { predecessor: before, rivals: own.clone().collect(), ..Entry::default() });
        }
        own.for_each(|level| levels[level].rivals.extend(other.clone()));
    }
}

fn dress(random: &mut Random, levels: &mut [Entry], level: usize, (periods, caps, floors): (usize, usize, usize)) {
    for _ in 0..periods {
        let cost = if random.chance(15) { 0 } else { random.cents(800) / i64::try_from(periods).unwrap() };
        levels[level].costs.push(cost);
    }
    if level > 0 && random.chance(20) {
        let group = (0..1 + random.below(2)).map(|_| random.below(level)).collect();
        levels[level].needs.push(group);
    }
    if level > 0 && random.chance(10) {
        let other = random.below(level);
        if levels[level].predecessor != Some(other) {
            levels[level].excludes.insert(other);
            levels[other].excludes.insert(level);
        }
    }
    levels[level].is_mandated = random.chance(8);
    levels[level].is_below_minimum = random.chance(8);
    let cost = levels[level].cost();
    if cost > 0 {
        let part = |random: &mut Random| if random.chance(70) { cost } else { 1 + random.cents(800) % cost };
        levels[level].caps = (0..caps)
            .filter(|_| random.chance(40))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|cap| (cap, part(random)))
            .collect();
        levels[level].floors = (0..floors)
            .filter(|_| random.chance(40))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|floor| (floor, part(random)))
            .collect();
    }
}

/// Each level after its predecessor, and mostly after what it needs.
fn random_order(random: &mut Random, levels: &[Entry]) -> Vec<usize> {
    let minds_needs = random.chance(90);
    let mut order: Vec<usize> = Vec::new();
    while order.len() < levels.len() {
        let is_ready = |level: &usize| {
            let has_place = |other: &usize| order.contains(other);
            let needs_met = levels[*level].needs.iter().all(|group| group.iter().any(&has_place));
            !has_place(level)
                && levels[*level].predecessor.as_ref().is_none_or(has_place)
                && (needs_met || !minds_needs)
        };
        let ready: Vec<usize> = (0..levels.len()).filter(is_ready).collect();
        order.push(ready[random.below(ready.len())]);
    }
    order
}

// ── the compiler's answer ───────────────────────────────────────────────────────────────────────────────────────────

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

fn money(cents: i64) -> Money {
    Money::round(Number::from_integer(cents).divide(Number::from_integer(100)).unwrap(), usd())
}

fn cents(money: Money) -> i64 {
    money.number().multiply(Number::from_integer(100)).unwrap().to_integer().unwrap()
}

/// The lists of a candidate that it borrows.
struct Links {
    needs: Vec<NeedTerms>,
    excludes: Vec<Id<Level>>,
    rivals: Vec<Id<Level>>,
}

fn links(list: &List) -> Vec<Links> {
    let need = |group: &Vec<usize>| NeedTerms {
        named: AnyId { kind: Kind::Level, index: u32::try_from(group[0]).unwrap() },
        any_of: group.iter().map(|level| Id::new(*level)).collect(),
    };
    let ids = |levels: &BTreeSet<usize>| levels.iter().map(|level| Id::new(*level)).collect();
    let links = |entry: &Entry| Links {
        needs: entry.needs.iter().map(need).collect(),
        excludes: ids(&entry.excludes),
        rivals: ids(&entry.rivals),
    };
    list.levels.iter().map(links).collect()
}

fn problem<'links>(list: &List, links: &'links [Links]) -> Problem<'links> {
    let mut problem = Problem::new(list.periods.len(), list.floors.iter().map(|(kind, _)| *kind).collect());
    let amounts = |amounts: &[(usize, i64)]| amounts.iter().map(|(index, amount)| (*index, money(*amount))).collect();
    for (entry, links) in list.levels.iter().zip(links) {
        let candidate = Candidate {
            cost: money(entry.cost()),
            predecessor: entry.predecessor.map(Id::new),
            needs: &links.needs,
            excludes: &links.excludes,
            rivals: &links.rivals,
            mandate: if entry.is_mandated { Mandate::Required } else { Mandate::Free },
            merit: if entry.is_below_minimum { Merit::Below(Number::ONE) } else { Merit::Enough },
            caps: amounts(&entry.caps),
            floors: amounts(&entry.floors),
        };
        let costs: Vec<Money> = entry.costs.iter().map(|cost| money(*cost)).collect();
        problem.add(candidate, &costs);
    }
    problem
}

fn purse(list: &List, periods: &[Money]) -> Purse {
    Purse {
        periods: periods.to_vec(),
        caps: list.caps.iter().map(|cap| money(*cap)).collect(),
        floors: list.floors.iter().map(|(_, floor)| money(*floor)).collect(),
    }
}

enum Answer {
    Walked(Box<Walked>, Option<NextLevel>, NextSearch),
    Refused(Conflict),
}

fn answer(list: &List) -> Answer {
    let links = links(list);
    let problem = problem(list, &links);
    let order: Vec<Id<Level>> = list.order.iter().map(|level| Id::new(*level)).collect();
    let budgets: Vec<Money> = list.periods.iter().map(|period| money(*period)).collect();
    let mandated = match mandated(&problem, &order, &purse(list, &budgets)) {
        Ok(mandated) => mandated,
        Err(Refusal::Conflict(conflict)) => return Answer::Refused(conflict),
        Err(Refusal::Arithmetic(error)) => panic!("{error}"),
    };
    let pool = if list.pool { Pool::Walked } else { Pool::Kept };
    let route = Route { order: &order, mandated: &mandated, policy: list.policy, pool };
    let walked = walk(&problem, &purse(list, &budgets), route).unwrap();
    let refill = |budgets: &[Money]| Ok(purse(list, budgets));
    let budgets = Budgets { amounts: &budgets, currency: usd(), effect: RiseEffect::Plain };
    let (next, search) = next_level(&problem, route, &walked, budgets, refill).unwrap();
    Answer::Walked(Box::new(walked), next, search)
}

fn reason(status: &Status) -> &'static str {
    match status {
        Status::Funded(Grant::Rank) => "rank",
        Status::Funded(Grant::Mandate | Grant::MandateVia(_)) => "mandate",
        Status::Funded(Grant::Pool) => "pool",
        Status::BelowLine { .. } => "below",
        Status::Short { .. } => "short",
        Status::HeldBack { .. } => "held",
        Status::Blocked(zbb::evaluate::Blocker::Predecessor(_)) => "predecessor",
        Status::Blocked(zbb::evaluate::Blocker::Need(_)) => "need",
        Status::Excluded { .. } => "excluded",
        Status::Capped { .. } => "capped",
        Status::BelowMinimumScore { .. } => "minimum",
    }
}

fn verdict(list: &List, answer: &Answer) -> Verdict {
    match answer {
        Answer::Refused(Conflict::Excluding { .. }) => Verdict::Impossible("excludes"),
        Answer::Refused(Conflict::Exceeding { .. }) => Verdict::Impossible("exceeds"),
        Answer::Refused(Conflict::Unmet { .. }) => Verdict::Impossible("needs"),
        Answer::Walked(walked, ..) => {
            let reason_of = |level: &usize| (*level, walked.statuses[*level].as_ref().map_or("none", reason));
            Verdict::Funded(list.order.iter().map(reason_of).collect())
        }
    }
}

fn lists() -> impl Iterator<Item = (u64, List)> {
    (1..=LISTS).map(|seed| (seed, random_list(seed)))
}

#[test]
fn funding_agrees_with_the_oracle() {
    let mut seen: BTreeSet<&'static str> = BTreeSet::new();
    for (seed, list) in lists() {
        let expected = judge(&list);
        match (&expected, verdict(&list, &answer(&list))) {
            // Several reasons may make mandates impossible; the smallest set shows one of them.
            (Verdict::Impossible(_), Verdict::Impossible(_)) => {}
            (expected, found) => assert_eq!(&found, expected, "list {seed}: {list:#?}"),
        }
        match expected {
            Verdict::Funded(reasons) => seen.extend(reasons.iter().map(|(_, reason)| *reason)),
            Verdict::Impossible(reason) => _ = seen.insert(reason),
        }
    }
    let all = [
        "below",
        "capped",
        "exceeds",
        "excluded",
        "excludes",
        "held",
        "mandate",
        "minimum",
        "need",
        "pool",
        "predecessor",
        "rank",
        "short",
    ];
    assert_eq!(seen, BTreeSet::from(all), "the lists try every reason");
}

#[test]
fn funding_keeps_its_promises() {
    for (seed, list) in lists() {
        let Answer::Walked(walked, ..) = answer(&list) else { continue };
        let funded: Vec<usize> = list.order.iter().copied().filter(|level| walked.is_funded(Id::new(*level))).collect();
        for (period, budget) in list.periods.iter().enumerate() {
            let spent: i64 = funded.iter().map(|level| list.levels[*level].costs[period]).sum();
            assert!(spent <= *budget, "list {seed}: period {period} is overspent");
            assert_eq!(cents(walked.left[period]), budget - spent, "list {seed}: what is left adds up");
        }
        for level in &funded {
            let entry = &list.levels[*level];
            let is_funded = |other: &usize| funded.contains(other);
            assert!(entry.predecessor.as_ref().is_none_or(is_funded), "list {seed}: {level} lacks its predecessor");
            assert!(entry.needs.iter().all(|group| group.iter().any(is_funded)), "list {seed}: {level} lacks a need");
            assert!(!opponents(&list, *level).any(|other| is_funded(&other)), "list {seed}: {level} has an opponent");
        }
    }
}

#[test]
fn the_next_level_is_funded_by_the_rise_and_by_no_cent_less() {
    let mut found = 0;
    for (seed, list) in lists() {
        let Answer::Walked(_, Some(next), _) = answer(&list) else { continue };
        found += 1;
        let raised = |by: &[i64]| {
            let periods = list.periods.iter().zip(by).map(|(period, by)| period + by).collect();
            match judge(&List { periods, ..list.clone() }) {
                Verdict::Funded(reasons) => reasons
                    .into_iter()
                    .any(|(level, reason)| level == next.level.index() && matches!(reason, "rank" | "pool")),
                Verdict::Impossible(_) => false,
            }
        };
        let rise: Vec<i64> = next.by_period.iter().map(|rise| cents(*rise)).collect();
        assert_eq!(rise.iter().sum::<i64>(), cents(next.rise));
        assert!(raised(&rise), "list {seed}: the rise {rise:?} funds {:?}", next.level);
        // What floors hold back may come in any period: with a second walk and several periods, the rise is one of many.
        for period in (0..rise.len()).filter(|period| rise[*period] > 0 && !(list.pool && rise.len() > 1)) {
            let mut less = rise.clone();
            less[period] -= 1;
            assert!(!raised(&less), "list {seed}: {less:?} would do, too: {list:#?}");
        }
    }
    assert!(found > 1_000, "the lists have next levels");
}

#[test]
fn the_highest_level_that_money_keeps_out_is_next() {
    let mut unfound = 0;
    for (seed, list) in lists() {
        let Answer::Walked(walked, next, search) = answer(&list) else { continue };
        let highest = kept_out(&list, &walked).first().copied();
        let next = next.map(|next| next.level.index());
        if list.pool {
            // What comes in may go to a rival in the first walk; then another is next, and in rare cases none is.
            assert!(next.is_none() || highest.is_some(), "list {seed}: {list:#?}");
            unfound += usize::from(search == NextSearch::GivenUp);
        } else {
            assert_eq!(next, highest, "list {seed}: {list:#?}");
        }
    }
    assert_eq!(unfound, 0, "lists on which the search is given up");
}

/// The levels that are short of money or held back, in rank order.
fn kept_out(list: &List, walked: &Walked) -> Vec<usize> {
    let is_short = |level: &usize| matches!(walked.statuses[*level].as_ref().map(reason), Some("short" | "held"));
    list.order.iter().copied().filter(is_short).collect()
}

/// A list of a few cents with a second walk, on which every rise can be tried.
fn list_of_cents(seed: u64) -> List {
    let mut list = random_list(seed);
    for level in &mut list.levels {
        level.costs.iter_mut().for_each(|cost| *cost %= 12);
        let cost = level.cost();
        for part in level.caps.iter_mut().chain(&mut level.floors) {
            part.1 = (part.1 % 12).min(cost);
        }
        level.caps.retain(|(_, part)| *part > 0);
        level.floors.retain(|(_, part)| *part > 0);
    }
    list.periods.iter_mut().for_each(|budget| *budget %= 30);
    list.caps.iter_mut().for_each(|cap| *cap = *cap % 30 + 10);
    list.floors.iter_mut().for_each(|floor| floor.1 %= 15);
    List { pool: true, ..list }
}

/// All rises of a few periods that come to so much together.
fn rises(periods: usize, total: i64) -> Vec<Vec<i64>> {
    if periods == 1 {
        return vec![vec![total]];
    }
    let with_first =
        |first: i64| rises(periods - 1, total - first).into_iter().map(move |rest| [vec![first], rest].concat());
    (0..=total).flat_map(with_first).collect()
}

/// The least that funds each level, of all rises up to `most`.
fn least_rises(list: &List, most: i64) -> BTreeMap<usize, i64> {
    let mut least = BTreeMap::new();
    for total in 0..=most {
        for rise in rises(list.periods.len(), total) {
            let periods = list.periods.iter().zip(&rise).map(|(period, by)| period + by).collect();
            let Verdict::Funded(reasons) = judge(&List { periods, ..list.clone() }) else { continue };
            for (level, _) in reasons.iter().filter(|(_, reason)| matches!(*reason, "rank" | "pool")) {
                least.entry(*level).or_insert(total);
            }
        }
    }
    least
}

#[test]
fn with_a_second_walk_the_rise_is_the_smallest_of_all() {
    let (mut found, mut impossible) = (0, 0);
    for (seed, list) in (1..=4_000).map(|seed| (seed, list_of_cents(seed))) {
        let Answer::Walked(walked, next, search) = answer(&list) else { continue };
        let kept_out = kept_out(&list, &walked);
        if list.periods.len() > 1 || list.floors.is_empty() || kept_out.is_empty() {
            continue;
        }
        let everything = list.levels.iter().map(Entry::cost).chain(list.floors.iter().map(|(_, floor)| *floor)).sum();
        let least = least_rises(&list, everything);
        let expected = kept_out.iter().find_map(|level| Some((*level, *least.get(level)?)));
        let answered = next.map(|next| (next.level.index(), cents(next.rise)));
        assert_eq!(answered, expected, "list {seed}: {list:#?}");
        assert_eq!(search, NextSearch::Finished, "list {seed}");
        found += usize::from(expected.is_some());
        impossible += usize::from(expected.is_none() || expected.is_some_and(|(level, _)| level != kept_out[0]));
    }
    assert!(found > 300 && impossible > 3, "{found} rises found, {impossible} impossible");
}

#[test]
fn with_a_second_walk_no_smaller_rise_of_any_periods_will_do() {
    let mut found = 0;
    for (seed, list) in (1..=1_500).map(|seed| (seed, list_of_cents(seed))) {
        let Answer::Walked(_, Some(next), _) = answer(&list) else { continue };
        let total = cents(next.rise);
        if list.periods.len() != 2 || list.floors.is_empty() || total > 25 {
            continue;
        }
        found += 1;
        let least = least_rises(&list, total);
        assert_eq!(least.get(&next.level.index()), Some(&total), "list {seed}: {list:#?}");
    }
    assert!(found > 50, "{found} rises found");
}

#[test]
fn a_set_of_mandates_that_clashes_is_smallest() {
    for (seed, list) in lists() {
        let Answer::Refused(conflict) = answer(&list) else { continue };
        let mandates = match &conflict {
            Conflict::Excluding { mandates, .. } | Conflict::Exceeding { mandates, .. } => mandates.clone(),
            Conflict::Unmet { mandate, .. } => vec![*mandate],
        };
        let with = |mandates: &[Id<Level>]| {
            let mut list = list.clone();
            for (index, entry) in list.levels.iter_mut().enumerate() {
                entry.is_mandated = mandates.contains(&Id::new(index));
            }
            judge(&list)
        };
        assert!(matches!(with(&mandates), Verdict::Impossible(_)), "list {seed}: {mandates:?} clash by themselves");
        for left_out in &mandates {
            let fewer: Vec<Id<Level>> = mandates.iter().copied().filter(|level| level != left_out).collect();
            assert!(matches!(with(&fewer), Verdict::Funded(_)), "list {seed}: {fewer:?} clash, too");
        }
    }
}
