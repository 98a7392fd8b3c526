//! Funding against an oracle: the rules of the language reference (§8), written once more as plainly and slowly as can be,
//! must fund what the walk funds, for the same reasons, on thousands of random lists with every side condition.

mod rises;

use std::collections::{BTreeMap, BTreeSet};

use zbb::check::{Available, NeedTerms, Pool, Rivals};
use zbb::evaluate::holds::{Holds, leaves_what_floors_lack};
use zbb::evaluate::mandates::{Conflict, Refusal, mandated};
use zbb::evaluate::rise::{Budgets, Moves, RiseEffect, next_level};
use zbb::evaluate::walk::{Candidate, Counted, FloorPlace, Mandate, Merit, Problem, Route, Walked, walk};
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
    /// Of each cap the nearest around it.
    around: Vec<Option<usize>>,
    floors: Vec<Floor>,
    policy: Policy,
    pool: bool,
}

/// A floor: the least of each period, and the floor around it.
#[derive(Debug, Clone)]
struct Floor {
    kind: Kind,
    amounts: Vec<i64>,
    inside: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    name: String,
    costs: Vec<i64>,
    predecessor: Option<usize>,
    needs: Vec<Vec<usize>>,
    excludes: BTreeSet<usize>,
    rivals: BTreeSet<usize>,
    is_mandated: bool,
    is_below_minimum: bool,
    caps: Vec<(usize, i64)>,
    /// Of each floor it belongs to, what counts in each period.
    floors: Vec<(usize, Vec<i64>)>,
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
    let roots: Vec<usize> = list.order.iter().copied().filter(|level| list.levels[*level].is_mandated).collect();
    let Some(mut funded) = ways(list, &roots, roots.clone(), BTreeSet::new()) else {
        return Verdict::Impossible("mandates");
    };
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
        let reason = if is_line_drawn { "below" } else { why_not(list, funded, *level, floors_hold) };
        if reason == "fits" {
            reasons[*level] = grant;
            funded.insert(*level);
        } else if floors_hold {
            // What the first walk said stands, unless the second funds it.
            reasons[*level] = reason;
        }
        is_line_drawn |= list.policy == Policy::Stop && matches!(reason, "short" | "held");
    }
}

fn why_not(list: &List, funded: &BTreeSet<usize>, level: usize, floors_hold: bool) -> &'static str {
    let entry = &list.levels[level];
    let left = |period: usize| {
        list.periods[period] - funded.iter().map(|other| list.levels[*other].costs[period]).sum::<i64>()
    };
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
    } else if floors_hold
        && (0..list.periods.len()).any(|period| {
            let held = held_from(list, funded, level, period);
            entry.costs[period] > 0 && held > 0 && entry.costs[period] + held > left(period)
        })
    {
        "held"
    } else {
        "fits"
    }
}

/// What the floors that a level does not belong to hold in a period, of the kind that holds most.
fn held_from(list: &List, funded: &BTreeSet<usize>, level: usize, period: usize) -> i64 {
    let counted = |level: usize, floor: usize| {
        list.levels[level].floors.iter().find(|(of, _)| *of == floor).map(|(_, parts)| parts[period])
    };
    let cost = list.levels[level].costs[period];
    let belongs = |floor: usize| counted(level, floor).is_some_and(|part| part == cost);
    let held_for = |kind: Kind| -> i64 {
        let of_kind = || (0..list.floors.len()).filter(|floor| list.floors[*floor].kind == kind);
        let outermost = of_kind().filter(|floor| !belongs(*floor) && list.floors[*floor].inside.is_none_or(&belongs));
        outermost.map(|floor| (lack(list, funded, floor, period) - counted(level, floor).unwrap_or(0)).max(0)).sum()
    };
    let kinds: BTreeSet<Kind> = list.floors.iter().map(|floor| floor.kind).collect();
    kinds.into_iter().map(held_for).max().unwrap_or(0)
}

/// What the funded levels of a floor do not yet cost, and no less than what the floors inside it lack.
fn lack(list: &List, funded: &BTreeSet<usize>, floor: usize, period: usize) -> i64 {
    let counted = |level: &usize| {
        list.levels[*level].floors.iter().filter(|(of, _)| *of == floor).map(|(_, parts)| parts[period]).sum::<i64>()
    };
    let own = list.floors[floor].amounts[period] - funded.iter().map(counted).sum::<i64>();
    let inside = (0..list.floors.len()).filter(|other| list.floors[*other].inside == Some(floor));
    own.max(inside.map(|other| lack(list, funded, other, period)).sum()).max(0)
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

/// The first way, as the rank prefers them, in which all of these can be taken: `open` are still to be taken in turn.
fn ways(list: &List, roots: &[usize], open: Vec<usize>, taken: BTreeSet<usize>) -> Option<BTreeSet<usize>> {
    let mut open = open;
    if open.is_empty() {
        return can_stand(list, &taken).then_some(taken);
    }
    let level = open.remove(0);
    // A predecessor comes with all that hangs on it, then the level's needs do.
    let mut taken = taken;
    if !taken.insert(level) {
        return ways(list, roots, open, taken);
    }
    let rank = |level: &usize| list.order.iter().position(|other| other == level).unwrap();
    let mut needs = list.levels[level].needs.clone();
    needs.iter_mut().for_each(|ways| ways.sort_by_key(rank));
    needs.sort_by_key(|ways| rank(&ways[0]));
    let predecessor = list.levels[level].predecessor.into_iter().map(Step::Take);
    let steps = predecessor.chain(needs.into_iter().map(Step::Meet)).collect();
    meet(list, roots, steps, open, taken, &|open, taken| ways(list, roots, open, taken))
}

#[derive(Debug, Clone)]
enum Step {
    Take(usize),
    Meet(Vec<usize>),
}

type Then<'then> = &'then dyn Fn(Vec<usize>, BTreeSet<usize>) -> Option<BTreeSet<usize>>;

/// Does steps in turn, each with all that hangs on it, then goes on with the rest.
fn meet(
    list: &List,
    roots: &[usize],
    mut steps: Vec<Step>,
    open: Vec<usize>,
    taken: BTreeSet<usize>,
    then: Then<'_>,
) -> Option<BTreeSet<usize>> {
    if steps.is_empty() {
        return then(open, taken);
    }
    let options = match steps.remove(0) {
        Step::Take(level) => vec![level],
        Step::Meet(any_of) if any_of.iter().any(|way| taken.contains(way) || roots.contains(way)) => {
            return meet(list, roots, steps, open, taken, then);
        }
        Step::Meet(any_of) => any_of,
    };
    options.into_iter().find_map(|option| {
        let mut taken = taken.clone();
        if !taken.insert(option) {
            return meet(list, roots, steps.clone(), open.clone(), taken, then);
        }
        let rank = |level: &usize| list.order.iter().position(|other| other == level).unwrap();
        let mut needs = list.levels[option].needs.clone();
        needs.iter_mut().for_each(|ways| ways.sort_by_key(rank));
        needs.sort_by_key(|ways| rank(&ways[0]));
        let predecessor = list.levels[option].predecessor.into_iter().map(Step::Take);
        let inner: Vec<Step> = predecessor.chain(needs.into_iter().map(Step::Meet)).chain(steps.clone()).collect();
        meet(list, roots, inner, open.clone(), taken, then)
    })
}

/// Whether levels can all be funded: none excludes another, and they fit each period and cap.
fn can_stand(list: &List, funded: &BTreeSet<usize>) -> bool {
    let spent_in = |period: usize| funded.iter().map(|level| list.levels[*level].costs[period]).sum::<i64>();
    let opposed = funded.iter().any(|level| opponents(list, *level).any(|opponent| funded.contains(&opponent)));
    let over_budget = (0..list.periods.len()).any(|p| spent_in(p) > 0 && spent_in(p) > list.periods[p]);
    let over_cap = (0..list.caps.len()).any(|cap| counts(list, funded, cap) > list.caps[cap]);
    !opposed && !over_budget && !over_cap
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
    let mut floors: Vec<Floor> = Vec::new();
    for index in 0..random.below(5) {
        let kind = kinds[random.below(3)];
        let around = |other: &usize| floors[*other].kind == kind && kind == Kind::Department;
        let inside = (0..index).rev().find(around).filter(|_| random.chance(60));
        let amounts = (0..periods).map(|_| random.cents(700) / i64::try_from(periods).unwrap()).collect();
        floors.push(Floor { kind, amounts, inside });
    }
    let count = random.below(3);
    let caps: Vec<i64> = (0..count).map(|_| 200 + random.cents(1_500)).collect();
    for level in 0..levels.len() {
        dress(&mut random, &mut levels, level, (periods, caps.len()), &floors);
    }
    let (caps, around) = nested_caps(&mut random, &mut levels, caps);
    List {
        order: random_order(&mut random, &levels),
        periods: (0..periods).map(|_| random.cents(2_500) / i64::try_from(periods).unwrap()).collect(),
        caps,
        around,
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

fn dress(random: &mut Random, levels: &mut [Entry], level: usize, (periods, caps): (usize, usize), floors: &[Floor]) {
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
    }
    let costs = levels[level].costs.clone();
    levels[level].name = format!("l{level}");
    for (floor, terms) in floors.iter().enumerate() {
        let is_inside = terms.inside.is_none_or(|outer| levels[level].floors.iter().any(|(of, _)| *of == outer));
        if !is_inside || !random.chance(40) {
            continue;
        }
        // A category counts its own lines, all else the whole level.
        let is_part = terms.kind == Kind::Category;
        let parts =
            costs.iter().map(|cost| if is_part && random.chance(60) { random.cents(800) % (cost + 1) } else { *cost });
        let parts = parts.collect();
        levels[level].floors.push((floor, parts));
    }
}

/// Often more caps, in one another, as those of departments are: all of a cost counts towards each.
fn nested_caps(random: &mut Random, levels: &mut [Entry], mut caps: Vec<i64>) -> (Vec<i64>, Vec<Option<usize>>) {
    let mut around = vec![None; caps.len()];
    let first = caps.len();
    for cap in first..first + if random.chance(25) { 2 + random.below(3) } else { 0 } {
        around.push((first..cap).rev().find(|_| random.chance(60)));
        caps.push(300 + random.cents(2_000));
        for level in levels.iter_mut().filter(|level| level.cost() > 0) {
            let is_inside = around[cap].is_none_or(|outer| level.caps.iter().any(|(of, _)| *of == outer));
            if is_inside && random.chance(60) {
                level.caps.push((cap, level.cost()));
            }
        }
    }
    (caps, around)
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
    name: String,
    needs: Vec<NeedTerms>,
    excludes: Vec<Id<Level>>,
    rivals: Rivals,
}

fn links(list: &List) -> Vec<Links> {
    let need = |group: &Vec<usize>| NeedTerms {
        named: AnyId { kind: Kind::Level, index: u32::try_from(group[0]).unwrap() },
        any_of: group.iter().map(|level| Id::new(*level)).collect(),
    };
    let ids = |levels: &BTreeSet<usize>| levels.iter().map(|level| Id::new(*level)).collect();
    let links = |entry: &Entry| Links {
        name: entry.name.clone(),
        needs: entry.needs.iter().map(need).collect(),
        excludes: ids(&entry.excludes),
        rivals: entry.rivals.iter().map(|level| Id::new(*level)).collect(),
    };
    list.levels.iter().map(links).collect()
}

fn problem<'links>(list: &List, links: &'links [Links]) -> Problem<'links> {
    let depth =
        |floor: usize| std::iter::successors(list.floors[floor].inside, |outer| list.floors[*outer].inside).count();
    let place = |floor: usize| FloorPlace {
        kind: list.floors[floor].kind,
        inside: list.floors[floor].inside,
        depth: depth(floor),
    };
    let places = (0..list.floors.len()).map(place).collect();
    let mut problem = Problem::new(list.periods.len(), places, list.around.clone());
    // Of those in one another the compiler is told the innermost.
    let counted = |entry: &Entry| -> Vec<(usize, Counted)> {
        let holds_one = |floor: usize| entry.floors.iter().any(|(inner, _)| list.floors[*inner].inside == Some(floor));
        let innermost = entry.floors.iter().filter(|(floor, _)| !holds_one(*floor));
        let counted = innermost.map(|(floor, parts)| match list.floors[*floor].kind {
            Kind::Category => (*floor, Counted::Part(parts.iter().map(|part| money(*part)).collect())),
            _ => (*floor, Counted::Whole),
        });
        counted.collect()
    };
    let amounts = |amounts: &[(usize, i64)]| -> Vec<(usize, Money)> {
        let holds_one = |cap: usize| amounts.iter().any(|(inner, _)| list.around[*inner] == Some(cap));
        let innermost = amounts.iter().filter(|(cap, _)| !holds_one(*cap));
        innermost.map(|(cap, amount)| (*cap, money(*amount))).collect()
    };
    for (entry, links) in list.levels.iter().zip(links) {
        let candidate = Candidate {
            name: &links.name,
            cost: money(entry.cost()),
            predecessor: entry.predecessor.map(Id::new),
            needs: &links.needs,
            excludes: &links.excludes,
            rivals: &links.rivals,
            mandate: if entry.is_mandated { Mandate::Required } else { Mandate::Free },
            merit: if entry.is_below_minimum { Merit::Below(Number::ONE) } else { Merit::Enough },
            caps: amounts(&entry.caps),
            floors: counted(entry),
        };
        let costs: Vec<Money> = entry.costs.iter().map(|cost| money(*cost)).collect();
        problem.add(candidate, &costs);
    }
    problem
}

fn available(list: &List, periods: &[Money]) -> Available {
    Available {
        periods: periods.to_vec(),
        caps: list.caps.iter().map(|cap| money(*cap)).collect(),
        floors: list.floors.iter().flat_map(|floor| &floor.amounts).map(|amount| money(*amount)).collect(),
    }
}

enum Answer {
    Walked(Box<Walked>, Option<NextLevel>, NextSearch),
    Refused(Conflict),
}

fn answer(list: &List) -> Answer {
    let with = |budgets: &[i64]| List { periods: budgets.to_vec(), ..list.clone() };
    answer_with(list, &list.periods, &RiseEffect::plain(), (&with, &|_| false))
}

/// The answer on a list, which with other budgets is another list, and may be one that is refused.
fn answer_with(
    list: &List,
    budgets: &[i64],
    effect: &RiseEffect,
    (with, is_refused): (&dyn Fn(&[i64]) -> List, &dyn Fn(&List) -> bool),
) -> Answer {
    let links = links(list);
    let problem = problem(list, &links);
    let order: Vec<Id<Level>> = list.order.iter().map(|level| Id::new(*level)).collect();
    let there = |list: &List| {
        let periods: Vec<Money> = list.periods.iter().map(|period| money(*period)).collect();
        available(list, &periods)
    };
    let mandated = match mandated(&problem, &order, order.len(), &there(list)) {
        Ok(mandated) => mandated,
        Err(Refusal::Conflict(conflict)) => return Answer::Refused(conflict),
        Err(Refusal::Arithmetic(error)) => panic!("{error}"),
    };
    let pool = if list.pool { Pool::Walked } else { Pool::Kept };
    let route = Route { order: &order, mandated: &mandated, policy: list.policy, pool };
    let walked = walk(&problem, &there(list), route).unwrap();
    let refill = |budgets: &[Money]| {
        let budgets: Vec<i64> = budgets.iter().map(|budget| cents(*budget)).collect();
        let available = there(&with(&budgets));
        let mandated = zbb::evaluate::mandates::mandated(&problem, &order, order.len(), &available).unwrap_or_default();
        Ok((available, mandated))
    };
    let amounts: Vec<Money> = budgets.iter().map(|budget| money(*budget)).collect();
    let budgets = Budgets { amounts: &amounts, currency: usd(), effect };
    let refuses = |budgets: &[Money]| {
        let budgets: Vec<i64> = budgets.iter().map(|budget| cents(*budget)).collect();
        Ok(is_refused(&with(&budgets)))
    };
    let (next, search) = next_level(&problem, route, &walked, budgets, (refill, refuses)).unwrap();
    Answer::Walked(Box::new(walked), next, search)
}

fn reason(status: &Status) -> &'static str {
    match status {
        Status::Funded(Grant::Rank | Grant::Optimum) => "rank",
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
        Status::NotBest(_) | Status::NoSet => "best",
    }
}

fn verdict(list: &List, answer: &Answer) -> Verdict {
    match answer {
        Answer::Refused(_) => Verdict::Impossible("mandates"),
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
        assert_eq!(verdict(&list, &answer(&list)), expected, "list {seed}: {list:#?}");
        match expected {
            Verdict::Funded(reasons) => seen.extend(reasons.iter().map(|(_, reason)| *reason)),
            Verdict::Impossible(reason) => _ = seen.insert(reason),
        }
    }
    let all = [
        "below",
        "capped",
        "excluded",
        "held",
        "mandate",
        "mandates",
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

/// Whatever a walk funds is allowed to be funded: it leaves what floors lack, or no less than mandates do.
#[test]
fn what_a_walk_funds_leaves_what_floors_lack() {
    let mut held = 0;
    for (seed, list) in lists() {
        let Answer::Walked(walked, ..) = answer(&list) else { continue };
        let links = links(&list);
        let problem = problem(&list, &links);
        let budgets: Vec<Money> = list.periods.iter().map(|period| money(*period)).collect();
        let available = available(&list, &budgets);
        let none = Holds::new(problem.floors(), &available.floors, budgets.len()).unwrap();
        let is_beyond = |period: usize| none.lacking(period).iter().any(|lacks| *lacks > budgets[period]);
        if (0..budgets.len()).any(is_beyond) || walked.pool.is_some() {
            // Such floors are refused before; a second walk minds none.
            continue;
        }
        let with = |is_in: &dyn Fn(&Status) -> bool| {
            let levels = (0..list.levels.len()).map(Id::new);
            let levels: Vec<Id<Level>> =
                levels.filter(|level| walked.statuses[level.index()].as_ref().is_some_and(is_in)).collect();
            let mut holds = none.clone();
            for level in &levels {
                holds.fund(problem.candidate(*level), problem.costs(*level)).unwrap();
            }
            let spent = |period: usize| Money::sum(levels.iter().map(|level| problem.costs(*level)[period])).unwrap();
            let states = (0..budgets.len()).map(|period| (spent(period), holds.lacking(period)));
            let states: Vec<_> = states.collect();
            for level in levels.iter().rev() {
                holds.unfund(problem.candidate(*level), problem.costs(*level)).unwrap();
            }
            let is_undone = (0..budgets.len()).all(|period| holds.lacking(period) == none.lacking(period));
            assert!(is_undone, "list {seed}: what was counted counts no longer");
            states
        };
        let mandated = with(&|status| matches!(status, Status::Funded(Grant::Mandate | Grant::MandateVia(_))));
        let funded = with(&|status| matches!(status, Status::Funded(_)));
        for (period, ((spent, lacking), (mandated, lacking_then))) in funded.iter().zip(&mandated).enumerate() {
            let is_allowed =
                leaves_what_floors_lack(*spent, lacking, available.periods[period], (*mandated, lacking_then));
            assert!(is_allowed.unwrap(), "list {seed}: {period} of {list:#?}");
            held += usize::from(lacking.iter().any(|lacks| lacks.is_positive()));
        }
    }
    assert!(held > 500, "{held} periods in which floors lack something");
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
                Verdict::Funded(reasons) => reasons.into_iter().any(|(level, reason)| {
                    level == next.level.index() && matches!(reason, "rank" | "pool" | "mandate")
                }),
                Verdict::Impossible(_) => false,
            }
        };
        let rise: Vec<i64> = next.by_period.iter().map(|rise| cents(*rise)).collect();
        assert_eq!(rise.iter().sum::<i64>(), cents(next.rise));
        assert!(raised(&rise), "list {seed}: the rise {rise:?} funds {:?}", next.level);
        // With a second walk and several periods, the rise is one of many.
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

/// The levels that are short of money or held back, in rank order, and the one that draws the line of the last walk.
fn kept_out(list: &List, walked: &Walked) -> Vec<usize> {
    let drawer = walked.line.map(Id::index);
    let is_short = |level: &usize| {
        drawer == Some(*level) || matches!(walked.statuses[*level].as_ref().map(reason), Some("short" | "held"))
    };
    list.order.iter().copied().filter(is_short).collect()
}

/// A list of a few cents with a second walk, on which every rise can be tried.
fn list_of_cents(seed: u64) -> List {
    let mut list = random_list(seed);
    for level in &mut list.levels {
        level.costs.iter_mut().for_each(|cost| *cost %= 12);
        let cost = level.cost();
        for part in &mut level.caps {
            part.1 = (part.1 % 12).min(cost);
        }
        level.caps.retain(|(_, part)| *part > 0);
        for (floor, parts) in &mut level.floors {
            let is_part = list.floors[*floor].kind == Kind::Category;
            for (part, cost) in parts.iter_mut().zip(&level.costs) {
                *part = if is_part { (*part % 12).min(*cost) } else { *cost };
            }
        }
    }
    list.periods.iter_mut().for_each(|budget| *budget %= 30);
    list.caps.iter_mut().for_each(|cap| *cap = *cap % 30 + 10);
    list.floors.iter_mut().flat_map(|floor| &mut floor.amounts).for_each(|amount| *amount %= 15);
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
            for (level, _) in reasons.iter().filter(|(_, reason)| matches!(*reason, "rank" | "pool" | "mandate")) {
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
        let everything = list
            .levels
            .iter()
            .map(Entry::cost)
            .chain(list.floors.iter().flat_map(|floor| &floor.amounts).copied())
            .sum();
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
            Conflict::Undecided { mandates, .. } => mandates.clone(),
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
