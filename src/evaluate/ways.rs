//! The ways in which mandates stand: takes the mandated levels, chooses for each need the best-ranked way with which all
//! of them can stand, exactly.
//!
//! Mandates choose in rank order, and each level's needs in the order of their best-ranked ways; all that hangs on a
//! choice is chosen before the next. A choice that leads nowhere is taken back, the latest first, so that the first
//! set found is the one that the rank prefers.

use crate::check::Available;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money};

use super::rooms::Rooms;
use super::sheet::Grant;
use super::walk::{Mandated, Problem, Shortage};

/// How many steps are taken after a choice had to be taken back.
const STEPS: usize = 100_000;

/// What a search comes to.
pub(super) enum Search {
    /// All can stand.
    Stands(Mandated),
    /// They cannot, whatever is chosen.
    Falls,
    /// There are too many ways; the levels of some that are still to be decided.
    TooMany(Vec<Id<Level>>),
}

/// The ranks and figures that choices go by.
pub(super) struct Ways<'walk, 'plan> {
    pub problem: &'walk Problem<'plan>,
    pub available: &'walk Available,
    /// The rank of each level of the plan; none for those that nobody ranked.
    pub ranks: &'walk [Option<usize>],
    /// The place of each level on the list, which those nobody ranked have, too.
    pub places: &'walk [Option<usize>],
}

/// What is to be done, the next on top; shared by all choices that lie below.
#[derive(Clone, Copy)]
enum Task {
    /// Take a level for a mandate.
    Take(Id<Level>, Id<Level>),
    /// Choose a way for a need of a level, by its place among its needs.
    Meet(Id<Level>, usize, Id<Level>),
}

/// A task and what comes after it.
type Agenda = Vec<(Task, Option<usize>)>;

/// A choice that can be taken back.
struct Choice {
    options: Vec<Id<Level>>,
    next: usize,
    mandate: Id<Level>,
    rest: Option<usize>,
    agenda: usize,
    taken: usize,
    counted: usize,
}

struct State<'ways, 'walk, 'plan> {
    ways: &'ways Ways<'walk, 'plan>,
    /// Required by a mandate of its own, or chosen.
    meets: Vec<bool>,
    taken: Vec<(Id<Level>, Grant)>,
    is_taken: Vec<bool>,
    counted: Vec<Id<Level>>,
    is_counted: Vec<bool>,
    spent: Vec<Money>,
    rooms: Rooms<'ways>,
    agenda: Agenda,
    /// What was refused for money, and what it lacked; of those alike the one that lacked least.
    refused: Vec<Shortage>,
}

impl Ways<'_, '_> {
    /// Looks for the ways in which these mandates, in rank order, can stand.
    pub(super) fn search(&self, mandates: &[Id<Level>]) -> Result<Search, ArithmeticError> {
        let mut state = State::new(self);
        // All that is required whatever is chosen counts from the start, so that what cannot stand is seen early.
        for mandate in mandates {
            set(&mut state.meets, *mandate, true);
            if !state.count_with_predecessors(*mandate)? {
                return Ok(Search::Falls);
            }
        }
        let mut next = None;
        for mandate in mandates.iter().rev() {
            next = Some(state.push(Task::Take(*mandate, *mandate), next));
        }
        let mut choices: Vec<Choice> = Vec::new();
        let mut steps = 0;
        let mut took_back = false;
        loop {
            let Some((task, rest)) = next.and_then(|place| state.agenda.get(place).copied()) else {
                return Ok(Search::Stands(Mandated { levels: state.taken, refused: state.refused }));
            };
            steps += usize::from(took_back);
            if steps > STEPS {
                return Ok(Search::TooMany(
                    choices.iter().filter_map(|choice| choice.options.first().copied()).collect(),
                ));
            }
            let gone_on = match task {
                Task::Take(level, mandate) => state.take(level, mandate, rest)?,
                Task::Meet(level, need, mandate) => state.meet(level, need, mandate, rest, &mut choices)?,
            };
            next = match gone_on {
                Some(next) => next,
                None => {
                    took_back = true;
                    match state.take_back(&mut choices)? {
                        Some(next) => Some(next),
                        None => return Ok(Search::Falls),
                    }
                }
            };
        }
    }

    /// Ways from the best-ranked to the last; those nobody ranked follow, the cheapest first, then by name.
    fn sorted(&self, any_of: &[Id<Level>]) -> Vec<Id<Level>> {
        let mut options: Vec<Id<Level>> =
            any_of.iter().copied().filter(|level| at(self.places, *level).is_some()).collect();
        let cost = |level: Id<Level>| self.problem.candidate(level).cost;
        options.sort_by(|left, right| match (at(self.ranks, *left), at(self.ranks, *right)) {
            (Some(left), Some(right)) => left.cmp(&right),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => cost(*left).cmp(&cost(*right)).then_with(|| {
                let name = |level: Id<Level>| self.problem.candidate(level).name;
                name(*left).cmp(name(*right))
            }),
        });
        options.dedup();
        options
    }
}

impl<'ways, 'walk, 'plan> State<'ways, 'walk, 'plan> {
    fn new(ways: &'ways Ways<'walk, 'plan>) -> State<'ways, 'walk, 'plan> {
        let levels = ways.problem.len();
        State {
            ways,
            meets: vec![false; levels],
            taken: Vec::new(),
            is_taken: vec![false; levels],
            counted: Vec::new(),
            is_counted: vec![false; levels],
            spent: vec![Money::ZERO; ways.available.periods.len()],
            rooms: Rooms::new(ways.problem.caps(), &ways.available.caps),
            agenda: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn push(&mut self, task: Task, rest: Option<usize>) -> usize {
        self.agenda.push((task, rest));
        self.agenda.len() - 1
    }

    /// Takes a level, with its predecessor and needs next; nothing if it cannot stand.
    fn take(
        &mut self,
        level: Id<Level>,
        mandate: Id<Level>,
        rest: Option<usize>,
    ) -> Result<Option<Option<usize>>, ArithmeticError> {
        if is(&self.is_taken, level) {
            return Ok(Some(rest));
        }
        if !self.count_with_predecessors(level)? {
            return Ok(None);
        }
        let candidate = self.ways.problem.candidate(level);
        set(&mut self.is_taken, level, true);
        let grant = if level == mandate || candidate.mandate == super::walk::Mandate::Required {
            Grant::Mandate
        } else {
            Grant::MandateVia(mandate)
        };
        self.taken.push((level, grant));
        let mut needs: Vec<(Option<usize>, usize)> = (0..candidate.needs.len()).map(|need| (None, need)).collect();
        for (best, need) in &mut needs {
            let any_of = candidate.needs.get(*need).map_or(&[][..], |need| &need.any_of);
            let first = self.ways.sorted(any_of).first().copied();
            *best = first.map(|first| at(self.ways.places, first).unwrap_or(usize::MAX));
        }
        needs.sort_by_key(|(best, need)| (best.unwrap_or(usize::MAX), *need));
        let mut next = rest;
        for (_, need) in needs.into_iter().rev() {
            next = Some(self.push(Task::Meet(level, need, mandate), next));
        }
        if let Some(predecessor) = candidate.predecessor {
            next = Some(self.push(Task::Take(predecessor, mandate), next));
        }
        Ok(Some(next))
    }

    fn meet(
        &mut self,
        level: Id<Level>,
        need: usize,
        mandate: Id<Level>,
        rest: Option<usize>,
        choices: &mut Vec<Choice>,
    ) -> Result<Option<Option<usize>>, ArithmeticError> {
        let candidate = self.ways.problem.candidate(level);
        let any_of = candidate.needs.get(need).map_or(&[][..], |need| &need.any_of);
        if any_of.iter().any(|way| is(&self.meets, *way) || is(&self.is_taken, *way)) {
            return Ok(Some(rest));
        }
        choices.push(Choice {
            options: self.ways.sorted(any_of),
            next: 0,
            mandate,
            rest,
            agenda: self.agenda.len(),
            taken: self.taken.len(),
            counted: self.counted.len(),
        });
        self.choose(choices)
    }

    /// The next option of the latest choice.
    fn choose(&mut self, choices: &mut Vec<Choice>) -> Result<Option<Option<usize>>, ArithmeticError> {
        let Some(choice) = choices.last_mut() else { return Ok(None) };
        let Some(option) = choice.options.get(choice.next).copied() else {
            choices.pop();
            return Ok(None);
        };
        choice.next += 1;
        let (mandate, rest, is_last) = (choice.mandate, choice.rest, choice.next == choice.options.len());
        if is_last {
            choices.pop();
        }
        Ok(Some(Some(self.push(Task::Take(option, mandate), rest))))
    }

    /// Takes the latest choice back that has another way; nothing if there is none.
    fn take_back(&mut self, choices: &mut Vec<Choice>) -> Result<Option<usize>, ArithmeticError> {
        while let Some(choice) = choices.last() {
            let (agenda, taken, counted) = (choice.agenda, choice.taken, choice.counted);
            self.agenda.truncate(agenda);
            for (level, _) in self.taken.split_off(taken) {
                set(&mut self.is_taken, level, false);
            }
            for level in self.counted.split_off(counted) {
                set(&mut self.is_counted, level, false);
                self.spend(level, Money::subtract)?;
                self.rooms.give_back(&self.ways.problem.candidate(level).caps)?;
            }
            if let Some(next) = self.choose(choices)? {
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// Counts a level and those it adds to; not if they cannot stand with what is counted.
    fn count_with_predecessors(&mut self, level: Id<Level>) -> Result<bool, ArithmeticError> {
        let mut next = Some(level);
        while let Some(level) = next.filter(|level| !is(&self.is_counted, *level)) {
            let candidate = self.ways.problem.candidate(level);
            set(&mut self.is_counted, level, true);
            self.counted.push(level);
            self.spend(level, Money::add)?;
            self.rooms.take(&self.ways.problem.candidate(level).caps)?;
            let opposed =
                candidate.excludes.iter().chain(candidate.rivals.iter()).any(|other| is(&self.is_counted, *other));
            if at(self.ways.places, level).is_none() || opposed {
                return Ok(false);
            }
            if let Some(shortage) = self.shortage(level)? {
                self.note(shortage);
                return Ok(false);
            }
            next = candidate.predecessor;
        }
        Ok(true)
    }

    fn spend(
        &mut self,
        level: Id<Level>,
        change: fn(Money, Money) -> Result<Money, ArithmeticError>,
    ) -> Result<(), ArithmeticError> {
        for (spent, cost) in self.spent.iter_mut().zip(self.ways.problem.costs(level)) {
            *spent = change(*spent, *cost)?;
        }
        Ok(())
    }

    /// What is lacking for all that is counted, where a level costs something.
    fn shortage(&self, level: Id<Level>) -> Result<Option<Shortage>, ArithmeticError> {
        let at = |amounts: &[Money], place: usize| amounts.get(place).copied().unwrap_or_default();
        let available = self.ways.available;
        if let Some(cap) = self.rooms.exceeded(&self.ways.problem.candidate(level).caps)? {
            return Ok(Some(Shortage { level, by_period: Vec::new(), cap: Some(cap) }));
        }
        let mut by_period = vec![Money::ZERO; self.spent.len()];
        let costly = self.ways.problem.costs(level).iter().enumerate().filter(|(_, cost)| cost.is_positive());
        for (period, _) in costly {
            let lacks = at(&self.spent, period).subtract(at(&available.periods, period))?;
            if let Some(place) = by_period.get_mut(period) {
                *place = lacks.maximum(Money::ZERO);
            }
        }
        let is_short = by_period.iter().any(|lacks| lacks.is_positive());
        Ok(is_short.then_some(Shortage { level, by_period, cap: None }))
    }

    /// Keeps a shortage unless one that is met sooner is kept already.
    fn note(&mut self, shortage: Shortage) {
        if self.refused.iter().any(|other| is_within(other, &shortage)) {
            return;
        }
        self.refused.retain(|other| !is_within(&shortage, other));
        self.refused.push(shortage);
    }
}

/// Whether whatever meets the second shortage meets the first.
fn is_within(one: &Shortage, other: &Shortage) -> bool {
    match (one.cap, other.cap) {
        (Some((cap, lacks)), Some((of, lacked))) => cap == of && lacks <= lacked,
        (None, None) => one.by_period.iter().zip(&other.by_period).all(|(lacks, lacked)| lacks <= lacked),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn at(places: &[Option<usize>], level: Id<Level>) -> Option<usize> {
    places.get(level.index()).copied().flatten()
}

fn is(flags: &[bool], level: Id<Level>) -> bool {
    flags.get(level.index()).copied().unwrap_or(false)
}

fn set(flags: &mut [bool], level: Id<Level>, value: bool) {
    if let Some(flag) = flags.get_mut(level.index()) {
        *flag = value;
    }
}
