//! What a merged text may not be: takes the texts of both sides, tells of another whether something stands in it more often
//! than on either side, or whether it has a mistake of syntax that neither has.

use super::nodes::Parsed;
use rustc_hash::FxHashMap;

/// What is known of both sides.
pub(super) struct Sound {
    /// The most mistakes of syntax that a side has.
    mistakes: usize,
    /// How often each thing stands on the side that has it most often.
    times: FxHashMap<String, usize>,
}

impl Sound {
    pub(super) fn of(ours: &Parsed<'_>, theirs: &Parsed<'_>) -> Sound {
        let (mut times, of_theirs) = rayon::join(|| ours.times(), || theirs.times());
        of_theirs.into_iter().for_each(|(key, count)| {
            let most = times.entry(key).or_default();
            *most = count.max(*most);
        });
        Sound { mistakes: ours.mistakes.len().max(theirs.mistakes.len()), times }
    }

    /// Whether a text is none of that.
    pub(super) fn holds(&self, text: &str) -> bool {
        let parsed = Parsed::of(text);
        let is_doubled = |(key, count): (&String, &usize)| Some(count) > self.times.get(key);
        parsed.mistakes.len() <= self.mistakes && !parsed.times().iter().any(is_doubled)
    }
}
