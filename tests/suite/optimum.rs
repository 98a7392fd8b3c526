//! The best set against all sets: what is allowed is written here once more, from the contract, and every subset of small
//! instances is looked at.

use rayon::prelude::*;
use std::collections::BTreeMap;
use zbb::evaluate::optimum::{Admission, Changes, Choice, Effort, Floor, Instance, Part, Proof, Rival, allows, best};

/// A stream of numbers that is the same everywhere.
struct Chance(u64);

impl Chance {
    fn of(case: u64) -> Chance {
        let mut chance = Chance(case.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..5 {
            chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn to(&mut self, most: u64) -> u64 {
        (self.next() >> 11) % most
    }

    fn place(&mut self, most: usize) -> usize {
        usize::try_from(self.to(most as u64)).unwrap()
    }

    fn amount(&mut self, most: i64) -> i64 {
        i64::try_from(self.to(u64::try_from(most).unwrap())).unwrap()
    }

    fn percent(&mut self, of: i64, most: i64) -> i64 {
        of * self.amount(most) / 100
    }

    fn comes(&mut self, percent: u64) -> bool {
        self.to(100) < percent
    }
}

/// What a floor lacks: what its levels do not cost, no less than the floors inside it lack together.
fn lack(instance: &Instance, set: &[bool], floor: usize, period: usize) -> i64 {
    let count = instance.periods.len();
    let mut met = 0;
    for (place, level) in instance.levels.iter().enumerate().filter(|(place, _)| set[*place]) {
        for (_, part) in level.floors.iter().filter(|(other, _)| *other == floor) {
            met += match part {
                Part::Whole => instance.costs[place * count + period],
                Part::Of(parts) => parts[period],
            };
        }
    }
    let inside = (0..instance.floors.len()).filter(|inner| instance.floors[*inner].inside == Some(floor));
    let inner: i64 = inside.map(|inner| lack(instance, set, inner, period)).sum();
    (instance.held[floor * count + period] - met).max(inner).max(0)
}

/// Whether something required hangs on a level.
fn is_carried(instance: &Instance, set: &[bool], place: usize) -> bool {
    let hangs =
        |level: &Choice| level.predecessor == Some(place) || level.needs.iter().flatten().any(|on| *on == place);
    instance.levels[place].standing == Admission::Required
        || (0..set.len()).any(|other| set[other] && hangs(&instance.levels[other]) && is_carried(instance, set, other))
}

fn is_sound(instance: &Instance, set: &[bool], place: usize) -> bool {
    let level = &instance.levels[place];
    match (set[place], level.standing) {
        (false, standing) => return standing != Admission::Required,
        (true, Admission::Barred) => return false,
        (true, Admission::OnlyFor) if !is_carried(instance, set, place) => return false,
        (true, _) => {}
    }
    level.predecessor.is_none_or(|before| set[before])
        && level.needs.iter().all(|need| need.iter().any(|on| set[*on]))
        && !level.excludes.iter().any(|other| set[*other])
}

fn is_paid(instance: &Instance, set: &[bool]) -> bool {
    let count = instance.periods.len();
    let places = || (0..set.len()).filter(|place| set[*place]);
    let cap = |cap: usize| -> i64 {
        let counted = places().flat_map(|place| &instance.levels[place].caps);
        counted.filter(|(other, _)| *other == cap).map(|(_, amount)| amount).sum()
    };
    let caps = instance.caps.iter().enumerate().all(|(place, most)| cap(place) <= *most);
    caps && (0..count).all(|period| {
        let cost: i64 = places().map(|place| instance.costs[place * count + period]).sum();
        let kinds = instance.with_floors.len() / count;
        let lacks = |kind: usize| -> i64 {
            let floors = (0..instance.floors.len()).filter(|floor| instance.floors[*floor].kind == kind);
            let outermost = floors.filter(|floor| instance.floors[*floor].inside.is_none());
            outermost.map(|floor| lack(instance, set, floor, period)).sum()
        };
        cost <= instance.periods[period]
            && (0..kinds).all(|kind| cost + lacks(kind) <= instance.with_floors[kind * count + period])
    })
}

fn is_allowed(instance: &Instance, set: &[bool]) -> bool {
    (0..set.len()).all(|place| is_sound(instance, set, place)) && is_paid(instance, set)
}

/// Score, then cost, then rank: the greatest is the best.
fn key(instance: &Instance, set: &[bool]) -> (i128, i128, Vec<bool>) {
    let count = instance.periods.len();
    let places = || (0..set.len()).filter(|place| set[*place]);
    let score = places().map(|place| instance.levels[place].score).sum();
    let cost: i64 = places().map(|place| instance.costs[place * count..(place + 1) * count].iter().sum::<i64>()).sum();
    (score, -i128::from(cost), set.to_vec())
}

/// The best of all sets, by looking at each.
fn brute(instance: &Instance) -> Option<(i128, i128, Vec<bool>)> {
    let count = instance.levels.len();
    let sets = (0..1_u32 << count).map(|bits| (0..count).map(|place| bits >> place & 1 == 1).collect::<Vec<bool>>());
    sets.filter(|set| is_allowed(instance, set)).map(|set| key(instance, &set)).max()
}

/// What makes instances of one sort.
#[derive(Clone, Copy)]
struct Sort {
    most: usize,
    is_plain: bool,
}

/// Levels of packages with ways, whose ranks have nothing to do with what hangs on what.
fn instance(chance: &mut Chance, sort: Sort) -> Instance {
    let count = 1 + chance.place(sort.most);
    let periods = if sort.is_plain { 1 } else { [1, 1, 2, 4][chance.place(4)] };
    let caps = if sort.is_plain { 0 } else { chance.place(3) };
    let floors = if sort.is_plain { 0 } else { [0, 1, 2, 4][chance.place(4)] };
    let top = [3, 10, 1000][chance.place(3)];
    let scores = chance.to(4);
    let ranks = shuffled(chance, count);
    let mut instance = Instance { levels: vec![Choice::default(); count], ..Instance::default() };
    instance.costs = vec![0; count * periods];
    let mut ways: Vec<(u64, u64)> = Vec::new();
    let mut last: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for (made, rank) in ranks.iter().copied().enumerate() {
        let way = (chance.to(count as u64 / 2 + 1), u64::from(chance.comes(30)));
        let costs: Vec<i64> = (0..periods).map(|_| if chance.comes(20) { 0 } else { chance.amount(top) }).collect();
        let is_rival = |(_, other): &(usize, &(u64, u64))| other.0 == way.0 && other.1 != way.1;
        let mut level = Choice {
            score: score(chance, scores),
            predecessor: last.insert(way, rank),
            excludes: ways.iter().enumerate().filter(is_rival).map(|(other, _)| ranks[other]).collect(),
            ..Choice::default()
        };
        ways.push(way);
        hang(chance, &mut level, &ranks[..made]);
        count_towards(chance, &mut level, &costs, (caps, floors));
        instance.costs[rank * periods..(rank + 1) * periods].copy_from_slice(&costs);
        instance.levels[rank] = level;
    }
    bound(chance, &mut instance, (periods, caps, floors));
    instance
}

fn shuffled(chance: &mut Chance, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    (1..count).rev().for_each(|place| places.swap(place, chance.place(place + 1)));
    places
}

fn score(chance: &mut Chance, scores: u64) -> i128 {
    match scores {
        0 => 1,
        1 => i128::from(chance.to(4)) - 1,
        2 => i128::from(chance.to(100)) - 20,
        _ => i128::from(chance.to(1_000_000)),
    }
}

/// Lets a level need and exclude some of those that were made before it, and be required, barred, or in only for others.
fn hang(chance: &mut Chance, level: &mut Choice, before: &[usize]) {
    if !before.is_empty() && chance.comes(25) {
        for _ in 0..=chance.place(2) {
            let members = 1 + chance.place(3);
            level.needs.push((0..members).map(|_| before[chance.place(before.len())]).collect());
        }
    }
    if !before.is_empty() && chance.comes(12) {
        level.excludes.push(before[chance.place(before.len())]);
    }
    level.standing = match chance.to(20) {
        0 => Admission::Required,
        1 | 2 => Admission::OnlyFor,
        3 => Admission::Barred,
        _ => Admission::Free,
    };
}

fn count_towards(chance: &mut Chance, level: &mut Choice, costs: &[i64], (caps, floors): (usize, usize)) {
    let cost: i64 = costs.iter().sum();
    for cap in 0..caps {
        if chance.comes(50) {
            level.caps.push((cap, if chance.comes(50) { cost } else { chance.amount(cost + 1) }));
        }
    }
    for floor in 0..floors {
        if chance.comes(40) {
            let is_whole = chance.comes(60);
            let parts = costs.iter().map(|cost| chance.amount(cost + 1)).collect();
            level.floors.push((floor, if is_whole { Part::Whole } else { Part::Of(parts) }));
        }
    }
}

fn bound(chance: &mut Chance, instance: &mut Instance, (periods, caps, floors): (usize, usize, usize)) {
    for period in 0..periods {
        let all: i64 = instance.costs.iter().skip(period).step_by(periods).sum();
        instance.periods.push(chance.percent(all, 120));
    }
    for cap in 0..caps {
        let counted = instance.levels.iter().flat_map(|level| &level.caps).filter(|(other, _)| *other == cap);
        let all: i64 = counted.map(|(_, amount)| amount).sum();
        instance.caps.push(chance.percent(all, 120));
    }
    let kinds = if floors == 0 { 0 } else { 1 + chance.place(2) };
    for floor in 0..floors {
        let kind = chance.place(kinds);
        let around = (0..floor).rfind(|other| instance.floors[*other].kind == kind);
        instance.floors.push(Floor { kind, inside: around.filter(|_| chance.comes(60)) });
        for period in 0..periods {
            let held = chance.percent(instance.periods[period], 70);
            instance.held.push(held);
        }
    }
    for _ in 0..kinds {
        for period in 0..periods {
            let more = if chance.comes(20) { chance.amount(100) } else { 0 };
            instance.with_floors.push(instance.periods[period] + more);
        }
    }
}

/// What an answer says, after it was held against all sets.
fn judged(case: u64, sort: Sort, effort: u64) -> &'static str {
    let instance = instance(&mut Chance::of(case), sort);
    let truth = brute(&instance);
    let answer = best(&instance, &[], &mut Effort::new(effort));
    let (truth, answer) = match (truth, answer) {
        (None, None) => return "none",
        (Some(truth), Some(answer)) => (truth, answer),
        // An effort that finds nothing says nothing.
        (Some(_), None) if effort < 1000 => return "nothing found",
        (truth, answer) => panic!("case {case}: {truth:?} is the best, not {answer:?}, of {instance:#?}"),
    };
    assert!(is_allowed(&instance, &answer.set) && allows(&instance, &answer.set), "case {case}: {instance:#?}");
    let found = (answer.score, -answer.cost, answer.set);
    match answer.proof {
        Proof::Proved(Rival::Settled) => {
            assert_eq!(found, truth, "case {case}: {instance:#?}");
            "proved"
        }
        Proof::Proved(Rival::Unsettled) => {
            assert_eq!((found.0, found.1), (truth.0, truth.1), "case {case}: {instance:#?}");
            "one of equals"
        }
        Proof::Within(most) => {
            assert!(found.0 <= truth.0 && truth.0 <= most, "case {case}: {instance:#?}");
            "within"
        }
    }
}

fn tally(cases: std::ops::Range<u64>, sort: Sort, effort: u64) -> BTreeMap<&'static str, usize> {
    let said: Vec<&str> = cases.into_par_iter().map(|case| judged(case, sort, effort)).collect();
    let mut tally = BTreeMap::new();
    said.into_iter().for_each(|said| *tally.entry(said).or_default() += 1);
    tally
}

#[test]
fn the_best_set_is_the_best_of_all_sets() {
    let plain = tally(0..4_000, Sort { most: 7, is_plain: true }, 10_000_000);
    let bounded = tally(4_000..16_000, Sort { most: 6, is_plain: false }, 10_000_000);
    for said in [&plain, &bounded] {
        assert_eq!(said.keys().copied().collect::<Vec<&str>>(), ["none", "proved"]);
        assert!(said["proved"] > 3_000, "{said:?}");
    }
}

#[test]
fn an_effort_that_is_too_small_gives_a_bound_that_holds() {
    let said = tally(0..3_000, Sort { most: 7, is_plain: false }, 40);
    assert!(said["within"] > 100, "{said:?}");
}

#[test]
fn only_so_many_packages_change_where_that_is_asked() {
    let answers = (0..6_000_u64).into_par_iter().map(|case| {
        let chance = &mut Chance::of(900_000 + case);
        let mut instance = instance(chance, Sort { most: 6, is_plain: case % 2 == 0 });
        let count = instance.levels.len();
        let sets =
            (0..1_u32 << count).map(|bits| (0..count).map(|place| bits >> place & 1 == 1).collect::<Vec<bool>>());
        let allowed: Vec<Vec<bool>> = sets.filter(|set| is_allowed(&instance, set)).collect();
        let Some(from) = (!allowed.is_empty()).then(|| allowed[chance.place(allowed.len())].clone()) else { return 0 };
        // Levels that hang together by predecessors and exclusion, as ways of one package do, are of one package.
        let packages: Vec<usize> = (0..count).map(|place| package(&instance, place)).collect();
        let most = chance.place(3);
        let changed = |set: &[bool]| {
            let differing = (0..count).filter(|place| set[*place] != from[*place]).map(|place| packages[place]);
            differing.collect::<std::collections::BTreeSet<usize>>().len()
        };
        let truth = allowed.iter().filter(|set| changed(set) <= most).map(|set| key(&instance, set)).max().unwrap();
        instance.changes = Some(Changes { packages: packages.clone(), from: from.clone(), cap: instance.caps.len() });
        instance.caps.push(i64::try_from(most).unwrap());
        let answer = best(&instance, &[], &mut Effort::new(10_000_000)).expect("the set itself is allowed");
        assert_eq!(answer.proof, Proof::Proved(Rival::Settled), "case {case}");
        assert_eq!((answer.score, -answer.cost, answer.set), truth, "case {case}: {most} of {instance:#?}");
        1
    });
    assert!(answers.sum::<usize>() > 3_000);
}

#[test]
fn what_is_counted_bounds_the_best_set() {
    let answers = (0..6_000_u64).into_par_iter().map(|case| {
        let chance = &mut Chance::of(1_700_000 + case);
        let plain = instance(chance, Sort { most: 6, is_plain: case % 3 == 0 });
        let count = plain.levels.len();
        let mut asked = plain.clone();
        let mut bounds = Vec::new();
        for _ in 0..=chance.place(3) {
            let mut counted: Vec<(usize, i64)> = Vec::new();
            for place in 0..count {
                if chance.comes(60) {
                    counted.push((place, chance.amount(50)));
                }
            }
            let all: i64 = counted.iter().map(|(_, amount)| amount).sum();
            let limit = chance.percent(all, 110);
            let is_least = chance.comes(60);
            match is_least {
                true => asked.count_at_least(&counted, limit),
                false => asked.count_at_most(&counted, limit),
            }
            bounds.push((counted, limit, is_least));
        }
        let keeps = |set: &[bool]| {
            bounds.iter().all(|(counted, limit, is_least)| {
                let sum: i64 = counted.iter().filter(|(place, _)| set[*place]).map(|(_, amount)| amount).sum();
                if *is_least { sum >= *limit } else { sum <= *limit }
            })
        };
        let sets =
            (0..1_u32 << count).map(|bits| (0..count).map(|place| bits >> place & 1 == 1).collect::<Vec<bool>>());
        let truth = sets.filter(|set| is_allowed(&plain, set) && keeps(set)).map(|set| key(&plain, &set)).max();
        let answer = best(&asked, &[], &mut Effort::new(10_000_000));
        assert_eq!(answer.is_some(), truth.is_some(), "case {case}: {bounds:?} of {plain:#?}");
        let (Some(answer), Some(truth)) = (answer, truth) else { return 0 };
        assert_eq!((answer.score, -answer.cost, answer.set), truth, "case {case}: {bounds:?} of {plain:#?}");
        1
    });
    assert!(answers.sum::<usize>() > 2_000);
}

/// Packages of three levels and one budget; scores hang on costs by `class`. Where they are the costs, little tells sets
/// apart, and more packages take long.
fn chains(chance: &mut Chance, class: u64) -> Instance {
    let packages = if class == 3 { 20 + chance.place(20) } else { 30 + chance.place(60) };
    let mut instance = Instance::default();
    for place in 0..packages * 3 {
        let cost = 1 + chance.amount(120);
        let score = match class {
            0 => chance.amount(1_000),
            1 => cost * 10 + chance.amount(100),
            2 => cost + 40,
            _ => cost,
        };
        instance.levels.push(Choice {
            score: i128::from(score) * 1_000_000_007,
            predecessor: place.checked_sub(1).filter(|_| place % 3 > 0),
            ..Choice::default()
        });
        instance.costs.push(cost);
    }
    let all: i64 = instance.costs.iter().sum();
    instance.periods.push(all * (20 + chance.amount(40)) / 100);
    instance
}

/// The best score and lowest cost by a table over every amount of money, which knows of no bound.
fn by_table(instance: &Instance) -> (i128, i64) {
    let budget = usize::try_from(instance.periods[0]).unwrap();
    let mut table = vec![(0_i128, 0_i64); budget + 1];
    for package in 0..instance.levels.len() / 3 {
        let mut next = table.clone();
        let (mut score, mut cost) = (0, 0);
        for place in package * 3..package * 3 + 3 {
            score += instance.levels[place].score;
            cost += instance.costs[place];
            for money in usize::try_from(cost).unwrap()..=budget {
                let before = table[money - usize::try_from(cost).unwrap()];
                next[money] = next[money].max((before.0 + score, before.1 - cost));
            }
        }
        table = next;
    }
    let best = table[budget];
    (best.0, -best.1)
}

#[test]
fn larger_sets_are_those_that_a_table_over_money_finds() {
    (0..160_u64).into_par_iter().for_each(|case| {
        let instance = chains(&mut Chance::of(2_600_000 + case), case % 4);
        let truth = by_table(&instance);
        let answer = best(&instance, &[], &mut Effort::new(1_000_000)).expect("nothing is always allowed");
        assert!(matches!(answer.proof, Proof::Proved(_)), "case {case}: {:?}", answer.proof);
        assert_eq!((answer.score, answer.cost), (truth.0, i128::from(truth.1)), "case {case}");
    });
}

/// A second, simple bound: levels by score for money until it is spent, the last in part, whatever else bounds them.
#[test]
fn no_proof_passes_a_simple_bound() {
    let answers = (0..400_u64).into_par_iter().map(|case| {
        let instance = instance(&mut Chance::of(3_300_000 + case), Sort { most: 30, is_plain: false });
        let Some(answer) = best(&instance, &[], &mut Effort::new(100_000)) else { return 0 };
        let count = instance.periods.len();
        let mut levels: Vec<(i128, i128)> = (0..instance.levels.len())
            .map(|place| {
                let cost: i64 = instance.costs[place * count..(place + 1) * count].iter().sum();
                (instance.levels[place].score, i128::from(cost))
            })
            .filter(|(score, _)| *score > 0)
            .collect();
        levels.sort_by(|left, right| (right.0 * left.1).cmp(&(left.0 * right.1)).then(left.1.cmp(&right.1)));
        let mut money = i128::from(instance.periods.iter().sum::<i64>());
        let mut bound = 0;
        for (score, cost) in levels {
            let part = money.clamp(0, cost);
            bound += if cost == 0 || part == cost { score } else { (score * part + cost - 1) / cost };
            money -= part;
        }
        assert!(answer.score <= bound, "case {case}: {} beyond {bound}", answer.score);
        assert!(is_allowed(&instance, &answer.set), "case {case}");
        1
    });
    assert!(answers.sum::<usize>() > 200);
}

/// The lowest of the levels that a level is tied to by predecessors.
fn package(instance: &Instance, place: usize) -> usize {
    let mut root = place;
    while let Some(before) = instance.levels[root].predecessor {
        root = before;
    }
    root
}

/// The same at the size of a night: `cargo test --release --test suite -- --ignored the_best_set`.
#[test]
#[ignore = "takes minutes"]
fn the_best_set_is_the_best_of_all_sets_of_larger_instances() {
    tally(1_000_000..1_070_000, Sort { most: 11, is_plain: false }, 10_000_000);
    tally(2_000_000..2_030_000, Sort { most: 12, is_plain: true }, 10_000_000);
}
