//! Three texts that cannot be read as statements: takes them, gives them merged line by line where that keeps what both
//! sides changed, else all of it as each side has it.

use std::ops::Range;

use super::conflict;
use super::conflict::Part;
use super::nodes::Parsed;
use super::sides::Sides;
use super::sound::Sound;
use similar::{MergeRegion, MergeResolution, TextMerge};

/// Merges.
pub(super) fn merge(sides: &Sides<Parsed<'_>>, sound: &Sound) -> Vec<Part> {
    let texts = sides.as_ref().map(|side| side.text);
    let merge = TextMerge::from_lines(texts.base, texts.ours, texts.theirs);
    let lines = texts.map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let part = |region: &MergeRegion| {
        let sides = of_region(&lines, region);
        match region.resolution() {
            MergeResolution::Theirs => Part::Text(sides.theirs),
            MergeResolution::Conflict => Part::Conflict { lines: sides, words: vec![SAME_LINES.to_owned()] },
            _ => Part::Text(sides.ours),
        }
    };
    let parts: Vec<Part> = merge.regions().iter().map(part).collect();
    if is_kept(sound, &parts) { parts } else { undecided(texts) }
}

const SAME_LINES: &str = "both sides change the same lines, and what stands there cannot be read";

/// Whether no line stands more often than on either side, nor a mistake that neither has: two sides that each move one
/// thing leave it in both places.
fn is_kept(sound: &Sound, parts: &[Part]) -> bool {
    sound.holds(&conflict::taken(parts, |lines| lines.ours))
        && sound.holds(&conflict::taken(parts, |lines| lines.theirs))
}

/// All but the lines at the beginning and the end that all share, to be decided.
pub(super) fn undecided(texts: Sides<&str>) -> Vec<Part> {
    let lines = texts.map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let shortest = lines.base.len().min(lines.ours.len()).min(lines.theirs.len());
    let is_shared =
        |at: &usize| lines.base.get(*at) == lines.ours.get(*at) && lines.base.get(*at) == lines.theirs.get(*at);
    let first = (0..shortest).take_while(is_shared).count();
    let from_end = |list: &Vec<&str>, at: usize| {
        list.len().checked_sub(at + 1).and_then(|at| list.get(at).map(|line| (*line).to_owned()))
    };
    let is_shared_below = |at: &usize| {
        let line = from_end(&lines.base, *at);
        line == from_end(&lines.ours, *at) && line == from_end(&lines.theirs, *at)
    };
    let last = (0..shortest.saturating_sub(first)).take_while(is_shared_below).count();
    let between = |list: &Vec<&str>| list.get(first..list.len() - last).unwrap_or_default().concat();
    let head = lines.ours.get(..first).unwrap_or_default().concat();
    let foot = lines.ours.get(lines.ours.len() - last..).unwrap_or_default().concat();
    let words = vec!["the changes of both sides do not make a file that can be read".to_owned()];
    vec![Part::Text(head), Part::Conflict { lines: lines.as_ref().map(between), words }, Part::Text(foot)]
}

fn of_region(lines: &Sides<Vec<&str>>, region: &MergeRegion) -> Sides<String> {
    let text = |lines: &[&str], range: Range<usize>| lines.get(range).unwrap_or_default().concat();
    Sides {
        base: text(&lines.base, region.base_range()),
        ours: text(&lines.ours, region.ours_range()),
        theirs: text(&lines.theirs, region.theirs_range()),
    }
}
