//! Three texts line by line: takes them, gives the merged lines. Where both sides changed lines that touch, the facts on
//! them are merged one by one, since a line is a fact; where that does not go either, the lines are left to decide.

use super::Sides;
use super::conflict::Part;
use super::fold;
use super::outline::{Fact, Outline, Part as FactPart, is_step, is_unique};
use super::ranking;
use super::spoken::Spoken;
use super::units::{self, Stretched, Unit};
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
        let spoken = Spoken::new(&self.outlines, ranges(region));
        match self.by_facts(region) {
            Some((stretches, trailing)) => {
                let parts = stretches.iter().map(|stretch| part(&spoken, stretch));
                parts.chain((!trailing.is_empty()).then_some(Part::Text(trailing))).collect()
            }
            None => vec![Part::Conflict { lines: self.lines_of(region), words: spoken.sentences() }],
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
        let is_mergeable = !replaces_what_changes(&lists) && !adds_steps_on_both_sides(&lists);
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

/// Whether a side removes what the other changes, or both remove one thing and put something else in its place. A thing
/// with another name is such a removal, so merging these by name would keep both of what is meant to be one.
fn replaces_what_changes(lists: &Sides<Vec<Unit>>) -> bool {
    let known = lists.as_ref().map(|list| list.iter().map(|unit| (unit.key.as_str(), unit)).collect::<Units<'_>>());
    let removes_changed = |side: &Units<'_>, other: &Units<'_>| {
        let is_changed = |unit: &&&Unit| known.base.get(unit.key.as_str()) != Some(*unit);
        let is_removed = |key: &str| known.base.contains_key(key) && !side.contains_key(key);
        other.values().filter(is_changed).any(|unit| with_outer(&unit.key).any(is_removed))
    };
    let adds = |side: &Units<'_>| -> Vec<Unit> {
        side.values().filter(|unit| !known.base.contains_key(unit.key.as_str())).map(|unit| (*unit).clone()).collect()
    };
    let both_remove = known.base.keys().any(|key| !known.ours.contains_key(key) && !known.theirs.contains_key(key));
    removes_changed(&known.ours, &known.theirs)
        || removes_changed(&known.theirs, &known.ours)
        || (both_remove && adds(&known.ours) != adds(&known.theirs))
}

type Units<'a> = BTreeMap<&'a str, &'a Unit>;

/// The key of a fact, and those of the declarations it is in.
fn with_outer(key: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(key), |key| key.rsplit_once('\n').map(|(outer, _)| outer))
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

fn part(spoken: &Spoken<'_>, stretch: &Stretched) -> Part {
    let lines = |units: &[Unit]| -> String {
        units.iter().flat_map(|unit| [unit.leading.as_str(), unit.body.as_str()]).collect()
    };
    match stretch {
        Stretched::Agreed(unit) => Part::Text(lines(std::slice::from_ref(unit))),
        Stretched::Contested { sides, about } => {
            Part::Conflict { lines: sides.as_ref().map(|units| lines(units)), words: spoken.about(about) }
        }
    }
}
