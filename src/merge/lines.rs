//! Three texts line by line: takes them, gives the merged lines. Where both sides changed lines that touch, the facts on
//! them are merged one by one, since a line is a fact; where that does not go either, the lines are left to decide.

use super::Sides;
use super::conflict::Part;
use super::fold;
use super::order::Contest;
use super::outline::{Fact, Outline, Part as FactPart, is_below, is_unique};
use super::ranking;
use super::units::{self, Stretched, Unit};
use crate::model::Kind;
use similar::{MergeRegion, MergeResolution, TextMerge};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Merges. Where a text over several lines is contested within, it is contested as a whole: a marker inside of it would
/// be a part of the text.
pub(super) fn merge(texts: Sides<&str>) -> Vec<Part> {
    let merge = TextMerge::from_lines(texts.base, texts.ours, texts.theirs);
    if !merge.is_conflicted() {
        let file = File { lines: texts.map(lines_of), outlines: Sides::default() };
        return file.parts(&merge);
    }
    let outlines = texts.map(ranking::outline);
    let cut = cut(&merge, &outlines);
    if cut.is_empty() {
        let file = File { lines: texts.map(lines_of), outlines };
        return file.parts(&merge);
    }
    let (base, base_outline) = fold::fold(texts.base, outlines.base, &cut);
    let (ours, ours_outline) = fold::fold(texts.ours, outlines.ours, &cut);
    let (theirs, theirs_outline) = fold::fold(texts.theirs, outlines.theirs, &cut);
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    let file = File {
        lines: Sides { base: lines_of(&base), ours: lines_of(&ours), theirs: lines_of(&theirs) },
        outlines: Sides { base: base_outline, ours: ours_outline, theirs: theirs_outline },
    };
    file.parts(&merge).into_iter().map(fold::unfold).collect()
}

fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The keys of the facts over several lines that a conflict begins or ends within.
fn cut(merge: &TextMerge<'_, '_, '_, str>, outlines: &Sides<Outline>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for region in merge.conflicts() {
        let ranges = ranges(region);
        let mut add = |outline: &Outline, range: &Range<usize>| {
            let is_cut = |fact: &&Fact| fact.part == FactPart::Whole && fact.is_cut_by(range);
            keys.extend(outline.facts.iter().filter(is_cut).map(|fact| fact.key.clone()));
        };
        add(&outlines.base, &ranges.base);
        add(&outlines.ours, &ranges.ours);
        add(&outlines.theirs, &ranges.theirs);
    }
    keys
}

/// Leaves all that theirs changed to be decided.
pub(super) fn undecided(texts: Sides<&str>) -> Vec<Part> {
    let merge = TextMerge::from_lines(texts.base, texts.ours, texts.theirs);
    let file = File { lines: texts.map(lines_of), outlines: Sides::default() };
    let words = "the changes of both sides do not make a file that can be read".to_owned();
    let part = |region: &MergeRegion| match region.resolution() {
        MergeResolution::Theirs => Part::Conflict { lines: file.lines_of(region), words: vec![words.clone()] },
        _ => Part::Text(file.lines_of(region).ours),
    };
    merge.regions().iter().map(part).collect()
}

/// Three texts with what their lines say.
struct File<'a> {
    lines: Sides<Vec<&'a str>>,
    outlines: Sides<Outline>,
}

impl File<'_> {
    fn parts(&self, merge: &TextMerge<'_, '_, '_, str>) -> Vec<Part> {
        merge.regions().iter().flat_map(|region| self.region(region)).collect()
    }

    fn region(&self, region: &MergeRegion) -> Vec<Part> {
        match region.resolution() {
            MergeResolution::Theirs => vec![Part::Text(self.lines_of(region).theirs)],
            MergeResolution::Conflict => self.contested(region),
            _ => vec![Part::Text(self.lines_of(region).ours)],
        }
    }

    fn lines_of(&self, region: &MergeRegion) -> Sides<String> {
        let ranges = ranges(region);
        let text = |lines: &[&str], range: Range<usize>| lines.get(range).unwrap_or_default().concat();
        Sides {
            base: text(&self.lines.base, ranges.base),
            ours: text(&self.lines.ours, ranges.ours),
            theirs: text(&self.lines.theirs, ranges.theirs),
        }
    }

    fn contested(&self, region: &MergeRegion) -> Vec<Part> {
        let facts = Facts { outlines: &self.outlines, ranges: ranges(region) };
        match self.by_facts(region) {
            Some((stretches, trailing)) => {
                let parts = stretches.iter().map(|stretch| facts.part(stretch));
                parts.chain((!trailing.is_empty()).then_some(Part::Text(trailing))).collect()
            }
            None => vec![Part::Conflict { lines: self.lines_of(region), words: facts.sentences() }],
        }
    }

    /// The facts of a region merged one by one, and the comments below them.
    fn by_facts(&self, region: &MergeRegion) -> Option<(Vec<Stretched>, String)> {
        let (ranges, outlines) = (ranges(region), &self.outlines);
        let (base, base_trailing) = units(&self.lines.base, &outlines.base, ranges.base)?;
        let (ours, ours_trailing) = units(&self.lines.ours, &outlines.ours, ranges.ours)?;
        let (theirs, theirs_trailing) = units(&self.lines.theirs, &outlines.theirs, ranges.theirs)?;
        let trailing = Sides { base: base_trailing, ours: ours_trailing, theirs: theirs_trailing }.agreed()?;
        let lists = Sides { base, ours, theirs };
        let is_mergeable = !removes_what_changes(&lists) && !adds_steps_on_both_sides(&lists);
        is_mergeable.then(|| (units::merge(&lists), trailing))
    }
}

fn ranges(region: &MergeRegion) -> Sides<Range<usize>> {
    Sides { base: region.base_range(), ours: region.ours_range(), theirs: region.theirs_range() }
}

/// The facts on some lines with the comments above each, and the comments below the last; nothing where the lines are no
/// whole facts.
fn units(lines: &[&str], outline: &Outline, range: Range<usize>) -> Option<(Vec<Unit>, String)> {
    let mut starts: BTreeMap<usize, Vec<&Fact>> = BTreeMap::new();
    for fact in outline.facts.iter().filter(|fact| fact.part != FactPart::Inner && range.contains(&fact.lines.start)) {
        starts.entry(fact.lines.start).or_default().push(fact);
    }
    let mut units = Vec::new();
    let mut leading = String::new();
    let mut at = range.start;
    while at < range.end {
        let line = lines.get(at)?;
        match starts.get(&at).map(Vec::as_slice) {
            Some([fact]) if fact.lines.end <= range.end && is_unique(&fact.key) => {
                let body = lines.get(fact.lines.clone())?.concat();
                units.push(Unit { key: fact.key.clone(), leading: std::mem::take(&mut leading), body });
                at = fact.lines.end;
            }
            Some(_) => return None,
            None if line.trim().is_empty() || line.trim_start().starts_with('#') => {
                leading.push_str(line);
                at += 1;
            }
            None => return None,
        }
    }
    let is_cut = outline.facts.iter().any(|fact| fact.is_cut_by(&range));
    (!is_cut).then_some((units, leading))
}

/// Whether one side removes a declaration in which the other changes something: it stays or goes as a whole.
fn removes_what_changes(lists: &Sides<Vec<Unit>>) -> bool {
    let has = |list: &[Unit], key: &str| list.iter().any(|unit| unit.key == key);
    let below = |list: &[Unit], key: &str| -> Vec<Unit> {
        list.iter().filter(|unit| is_below(&unit.key, key)).cloned().collect()
    };
    let is_contested = |key: &str| match (has(&lists.ours, key), has(&lists.theirs, key)) {
        (true, false) => below(&lists.ours, key) != below(&lists.base, key),
        (false, true) => below(&lists.theirs, key) != below(&lists.base, key),
        (true, true) | (false, false) => false,
    };
    lists.base.iter().any(|unit| is_contested(&unit.key))
}

/// Whether both sides add a level or a stage to one thing here: their order means something, and nobody has said it.
fn adds_steps_on_both_sides(lists: &Sides<Vec<Unit>>) -> bool {
    let steps = |list: &[Unit]| -> Vec<Unit> { list.iter().filter(|unit| is_step(&unit.key)).cloned().collect() };
    let adds = |list: &[Unit]| -> BTreeSet<String> {
        let is_new = |unit: &&Unit| !lists.base.iter().any(|known| known.key == unit.key);
        steps(list).iter().filter(is_new).filter_map(|unit| Some(unit.key.rsplit_once('\n')?.0.to_owned())).collect()
    };
    !adds(&lists.ours).is_disjoint(&adds(&lists.theirs)) && steps(&lists.ours) != steps(&lists.theirs)
}

fn is_step(key: &str) -> bool {
    let own = key.rsplit('\n').next().unwrap_or_default();
    [Kind::Level, Kind::Stage].iter().any(|kind| own.split('\t').next() == Some(kind.keyword()))
}

/// The facts of a region, by their keys.
struct Facts<'a> {
    outlines: &'a Sides<Outline>,
    ranges: Sides<Range<usize>>,
}

impl<'a> Facts<'a> {
    fn part(&self, stretch: &Stretched) -> Part {
        match stretch {
            Stretched::Agreed(unit) => Part::Text(lines(std::slice::from_ref(unit))),
            Stretched::Contested { sides, about } => {
                let words: Vec<String> = about.iter().flat_map(|(key, contest)| self.about(key, *contest)).collect();
                let words = if words.is_empty() { vec![self.elsewhere()] } else { words };
                Part::Conflict { lines: sides.as_ref().map(|units| lines(units)), words }
            }
        }
    }

    /// Each fact of the region, as the sides have it.
    fn facts(&self) -> Vec<Sides<Option<&'a Fact>>> {
        let mut all: Vec<Sides<Option<&Fact>>> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut add = |fact: &'a Fact, set: fn(&mut Sides<Option<&'a Fact>>, &'a Fact)| {
            let index = *known.entry(&fact.key).or_insert_with(|| {
                all.push(Sides::default());
                all.len() - 1
            });
            if let Some(sides) = all.get_mut(index) {
                set(sides, fact);
            }
        };
        let outlines = self.outlines;
        outlines.ours.facts_on(&self.ranges.ours).for_each(|fact| add(fact, |sides, fact| sides.ours = Some(fact)));
        outlines
            .theirs
            .facts_on(&self.ranges.theirs)
            .for_each(|fact| add(fact, |sides, fact| sides.theirs = Some(fact)));
        outlines.base.facts_on(&self.ranges.base).for_each(|fact| add(fact, |sides, fact| sides.base = Some(fact)));
        all
    }

    /// What the sides disagree on in the region. Of a declaration that one side removed, one sentence tells all; what is
    /// in it follows it.
    fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        let mut removed: Option<(&str, String)> = None;
        for sides in self.facts() {
            let Some(fact) = sides.ours.or(sides.theirs) else { continue };
            let is_head = fact.part == FactPart::Head;
            match &removed {
                Some((key, sentence)) if is_below(&fact.key, key) => {
                    if is_changed(sides) && !sentences.contains(sentence) {
                        sentences.push(sentence.clone());
                    }
                }
                Some(_) | None => match removal(sides).filter(|_| is_head) {
                    Some(sentence) => removed = Some((&fact.key, sentence)),
                    None => sentences.extend(says(sides)),
                },
            }
        }
        if sentences.is_empty() { vec![self.added_steps().unwrap_or_else(|| self.elsewhere())] } else { sentences }
    }

    /// What the sides disagree on about one fact, and those on its lines.
    fn about(&self, key: &str, contest: Contest) -> Vec<String> {
        let is_of = |fact: &&Fact| fact.key == key || (fact.part == FactPart::Inner && fact.key.starts_with(key));
        let sides = self.facts().into_iter();
        let of_key = sides.filter(|sides| sides.ours.or(sides.theirs).is_some_and(|fact| is_of(&fact)));
        let of_key: Vec<Sides<Option<&Fact>>> = of_key.collect();
        let says: Vec<String> = of_key.iter().copied().filter_map(says).collect();
        let name = of_key.first().and_then(|sides| sides.ours.or(sides.theirs)).map(|fact| fact.name.as_str());
        match (contest, name) {
            (Contest::MovedApart | Contest::Circle | Contest::AddedApart, Some(name)) => {
                vec![format!("{name}: both sides move it")]
            }
            (Contest::OursRemoved | Contest::TheirsRemoved, Some(_)) => {
                of_key.first().copied().and_then(removal).into_iter().collect()
            }
            (_, Some(name)) if says.is_empty() => vec![format!("{name}: the comments differ")],
            (_, Some(_)) => says,
            (_, None) => vec![self.elsewhere()],
        }
    }

    /// ``package `chatbot`, level `evenings` in ours and package `chatbot`, level `weekends` in theirs are added …``
    fn added_steps(&self) -> Option<String> {
        let facts = self.facts();
        let mut steps = facts.iter().filter(|sides| sides.base.is_none());
        let step = |fact: Option<&'a Fact>| fact.filter(|fact| is_step(&fact.key)).map(|fact| &fact.name);
        let ours = steps.clone().find_map(|sides| step(sides.ours))?;
        let theirs = steps.find_map(|sides| step(sides.theirs))?;
        Some(format!("{ours} in ours and {theirs} in theirs are added in one place: say which comes first"))
    }

    fn elsewhere(&self) -> String {
        let place = self.outlines.ours.around(self.ranges.ours.start);
        let place = place.or_else(|| self.outlines.base.around(self.ranges.base.start));
        let place = place.map_or_else(String::new, |name| format!("{name}: "));
        format!("{place}both sides change the same lines")
    }
}

/// Whether the side that still has a fact says it otherwise than the base.
fn is_changed(sides: Sides<Option<&Fact>>) -> bool {
    sides.ours.or(sides.theirs).map(|fact| &fact.says) != sides.base.map(|fact| &fact.says)
}

/// What one side removed of what both had.
fn removal(sides: Sides<Option<&Fact>>) -> Option<String> {
    match (sides.base, sides.ours, sides.theirs) {
        (Some(_), None, Some(fact)) => Some(format!("{}: removed in ours, changed in theirs", fact.name)),
        (Some(_), Some(fact), None) => Some(format!("{}: changed in ours, removed in theirs", fact.name)),
        _ => None,
    }
}

fn lines(units: &[Unit]) -> String {
    units.iter().flat_map(|unit| [unit.leading.as_str(), unit.body.as_str()]).collect()
}

/// ``package `chatbot`, level `enhanced`, cost `software`: ours 40k USD, theirs 45k USD, base 38k USD``, if the sides
/// contradict each other there.
fn says(sides: Sides<Option<&Fact>>) -> Option<String> {
    let words = sides.map(|fact| fact.map(|fact| fact.says.as_str()));
    if words.agreed().is_some() {
        return None;
    }
    let name = &sides.ours.or(sides.theirs)?.name;
    let said = |words: Option<&str>| match words {
        Some("") => "nothing".to_owned(),
        Some(words) => words.to_owned(),
        None => "without it".to_owned(),
    };
    let (ours, theirs) = (said(words.ours), said(words.theirs));
    Some(match words.base {
        Some(_) => format!("{name}: ours {ours}, theirs {theirs}, base {}", said(words.base)),
        None => format!("{name}: added in ours as {ours}, in theirs as {theirs}"),
    })
}
