//! Texts in, whether a check of them, and what is shown of it, fits in memory out: counts what they are made of, and knows what
//! each of it weighs.
//!
//! The weights are an upper bound on what `cargo bench --bench memory` measures at the peak of a check, whatever a text is
//! made of, and within half as much again of what people write. By byte of 5 MB on two threads, with the ten megabytes that
//! every run takes:
//!
//! | text | measured | allowed | | text | measured | allowed |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | prose | 9 | 11 | | `driver d { value: 5 USD }` | 51 | 58 |
//! | remarks of a line | 12 | 17 | | `driver d { value: min(1,2) }` | 59 | 69 |
//! | a generated plan | 19 | 20 | | `role r { }` | 66 | 78 |
//! | plans, a fact to a line | 26 | 26 | | `+1` after `+1` | 91 | 137 |
//! | driver values by month | 36 | 39 | | `a:1` | 96 | 113 |
//! | plans, a package to a line | 36 | 44 | | `a` | 106 | 133 |
//!
//! What is shown of a package or level besides hangs on who shows it, and in which form.

use memchr::{memchr, memchr2, memmem};
use rayon::prelude::*;

use super::fault::Fault;
use super::read::Contents;
use crate::compile::SCENARIOS_AT_ONCE;

/// Sets aside the texts that, in order, would make the plan need more memory than it may.
pub(super) fn within_memory(contents: Vec<Contents>, limit: u64, shown: u64) -> Vec<Contents> {
    // No text needs more than this for a byte: of all but large plans nothing is counted.
    const MOST_OF_A_BYTE: u64 = 8_192;
    let bytes = contents.iter().map(|contents| size(contents.text.len()));
    if bytes.fold(0, u64::saturating_add).saturating_mul(MOST_OF_A_BYTE) <= limit {
        return contents;
    }
    let made: Vec<Made> = contents.par_iter().map(|contents| Made::of(&contents.text)).collect();
    let whole = made.iter().fold(Made::default(), |whole, made| whole.with(made));
    let mut sum = 0_u64;
    let mut within = |(contents, made): (Contents, Made)| {
        sum = sum.saturating_add(made.need(&whole, shown));
        if sum <= limit || contents.fault.is_some() { contents } else { Fault::TooDense { limit }.into() }
    };
    contents.into_iter().zip(made).map(&mut within).collect()
}

/// About as much memory as these texts need at most, where so many bytes are shown of each package and level: at the peak of a
/// check, none.
#[must_use]
pub fn need<'t>(texts: impl Iterator<Item = &'t str>, shown: u64) -> u64 {
    let whole = texts.map(Made::of).fold(Made::default(), |whole, made| whole.with(&made));
    whole.need(&whole, shown)
}

/// What texts are made of, as far as it weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Made {
    bytes: usize,
    /// What has a body.
    blocks: usize,
    /// What has a colon.
    facts: usize,
    /// Lines with neither.
    items: usize,
    /// What a value has more than one part for: signs, commas, brackets.
    parts: usize,
    remarks: usize,
    /// Drivers and lines of money, which have a figure in each month.
    monthly: usize,
    scenarios: usize,
    /// Packages, levels and alternatives: a report has a row for each.
    rows: usize,
    /// The years of the calendar, where it is in these texts.
    years: usize,
}

impl Made {
    fn of(text: &str) -> Made {
        let mut made = Made { bytes: text.len(), ..Made::default() };
        // What stands in a text of several lines that is still open; should nothing close it, it was none.
        let mut within: Option<Made> = None;
        for line in text.split('\n') {
            let after = match &mut within {
                None => Some(line),
                Some(hidden) => {
                    let end = memmem::find(line.as_bytes(), BLOCK_TEXT.as_bytes());
                    hidden.count_line(if end.is_none() { line } else { "" });
                    end.and_then(|end| line.get(end + BLOCK_TEXT.len()..))
                }
            };
            if let Some(line) = after {
                within = made.count_line(line);
            }
        }
        within.map_or(made, |hidden| made.with(&hidden))
    }

    /// Counts a line without what stands in quotes; what stands behind a `"""` that it does not close is counted apart.
    fn count_line(&mut self, line: &str) -> Option<Made> {
        let before = (self.blocks, self.facts);
        let mut has_words = false;
        let mut opened = None;
        let mut rest = line;
        loop {
            let place = memchr2(b'"', b'#', rest.as_bytes()).unwrap_or(rest.len());
            let (code, behind) = rest.split_at_checked(place).unwrap_or((rest, ""));
            has_words |= self.count_code(code);
            rest = if behind.starts_with('#') {
                self.remarks += 1;
                ""
            } else if let Some(text) = behind.strip_prefix(BLOCK_TEXT) {
                match memmem::find(text.as_bytes(), BLOCK_TEXT.as_bytes()) {
                    Some(end) => text.get(end + BLOCK_TEXT.len()..).unwrap_or(""),
                    None => {
                        let mut hidden = Made::default();
                        hidden.count_code(text);
                        opened = Some(hidden);
                        ""
                    }
                }
            } else if let Some(text) = behind.strip_prefix('"') {
                match end_of_text(text) {
                    Some(end) => text.get(end..).unwrap_or(""),
                    // It is not closed: what stands there may be anything.
                    None => {
                        self.count_code(text);
                        ""
                    }
                }
            } else {
                ""
            };
            if rest.is_empty() {
                break;
            }
        }
        self.items += usize::from(has_words && before == (self.blocks, self.facts));
        opened
    }

    /// Counts what stands outside of texts and remarks, and whether there is more than closing braces.
    fn count_code(&mut self, code: &str) -> bool {
        let mut has_words = false;
        let mut is_start = true;
        let mut before = b' ';
        for (place, byte) in code.bytes().enumerate() {
            match byte {
                b' ' | b'\t' | b'\r' | b'}' => {}
                b'{' => (self.blocks, is_start, has_words) = (self.blocks + 1, true, true),
                b':' => (self.facts, has_words) = (self.facts + 1, true),
                b',' => (self.parts, is_start, has_words) = (self.parts + 1, true, true),
                b'(' | b'+' | b'*' | b'/' | b'<' | b'>' => (self.parts, has_words) = (self.parts + 1, true),
                // Within a month it is no sign.
                b'-' => (self.parts, has_words) = (self.parts + usize::from(!before.is_ascii_digit()), true),
                _ => {
                    if is_start {
                        self.count_word(code.get(place..).unwrap_or(""));
                    }
                    (is_start, has_words) = (false, true);
                }
            }
            before = byte;
        }
        has_words
    }

    /// Counts what a fact begins with.
    fn count_word(&mut self, fact: &str) {
        let (word, rest) = fact.split_at(fact.find([' ', ':', '\t']).unwrap_or(fact.len()));
        match word {
            "driver" | "cost" | "saves" | "earns" => self.monthly += 1,
            "scenario" => self.scenarios += 1,
            "package" | "level" | "alternative" => self.rows += 1,
            "calendar" => self.years = self.years.max(years(rest)),
            _ => {}
        }
    }

    fn with(self, other: &Made) -> Made {
        Made {
            bytes: self.bytes + other.bytes,
            blocks: self.blocks + other.blocks,
            facts: self.facts + other.facts,
            items: self.items + other.items,
            parts: self.parts + other.parts,
            remarks: self.remarks + other.remarks,
            monthly: self.monthly + other.monthly,
            scenarios: self.scenarios + other.scenarios,
            rows: self.rows + other.rows,
            years: self.years.max(other.years),
        }
    }

    /// What it weighs as a part of a whole plan.
    fn need(&self, whole: &Made, shown: u64) -> u64 {
        const MONTHS_MORE: usize = 12;
        let months = whole.years.saturating_sub(1).saturating_mul(MONTHS_MORE);
        let parts = [
            (self.bytes, 8),
            (self.blocks, 1_100),
            (self.facts, 420),
            (self.items, 250),
            (self.parts, 260),
            (self.remarks, 40),
            (self.monthly, months.saturating_mul(24)),
        ];
        let once = parts.iter().fold(0, |sum, (count, each)| size(count.saturating_mul(*each)).saturating_add(sum));
        // What is read of the texts is half of it; the rest each scenario has for itself, once it is compiled.
        let quarters = whole.scenarios.min(SCENARIOS_AT_ONCE).saturating_mul(3).saturating_add(2).max(4);
        (once / 4).saturating_mul(size(quarters)).saturating_add(size(self.rows).saturating_mul(shown))
    }
}

const BLOCK_TEXT: &str = "\"\"\"";

/// Where a text ends, behind its quotes.
fn end_of_text(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + memchr(b'"', text.as_bytes().get(from..)?)?;
        let escapes = text.as_bytes().get(..end)?.iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some(end + 1);
        }
        from = end + 1;
    }
}

/// The years of `: 2027-01 .. 2029-12`, at most those of the longest calendar; those of one that cannot be read, too.
fn years(calendar: &str) -> usize {
    const MOST: usize = 10;
    let calendar = calendar.get(..calendar.find([',', '}', '#']).unwrap_or(calendar.len())).unwrap_or("");
    let numbers = calendar.split(|letter: char| !letter.is_ascii_digit());
    let mut years = numbers.filter(|number| number.len() == 4).filter_map(|number| number.parse::<usize>().ok());
    match (years.next(), years.next_back()) {
        (Some(first), Some(last)) if first <= last => (last - first + 1).min(MOST),
        (Some(_), None) => 1,
        _ => MOST,
    }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_says_weighs_little_and_what_it_only_seems_to_say_weighs_all() {
        let counted = |text: &str| {
            let made = Made::of(text);
            [made.blocks, made.facts, made.items, made.parts, made.remarks]
        };
        assert_eq!(counted("level x { cost a: 1 + 2\n}\n"), [1, 1, 0, 1, 0]);
        assert_eq!(counted("p0.x\np1.x # a: { (\n\n}\n"), [0, 0, 2, 0, 1]);
        assert_eq!(counted("note: \"a: {, \\\" (\" # said: so\n"), [0, 1, 0, 0, 1]);
        assert_eq!(counted("note: \"\"\"\n  a: {\n  b,\n  \"\"\"\nto: 2027-01\n"), [0, 2, 0, 0, 0]);
        assert_eq!(counted("note: \"a: {\nb: 1\n"), [1, 3, 0, 0, 0]);
        assert_eq!(counted("note: \"\"\"\na: {\nb\n"), [1, 2, 1, 0, 0]);
    }

    #[test]
    fn months_and_scenarios_weigh_for_all_files() {
        assert_eq!(
            [": 2027-01 .. 2029-12", ": FY2027 .. FY2027", ": FY2027, owner: a", ": soon", ": 2027-01 .. 2099-12"]
                .map(years),
            [3, 1, 1, 10, 10]
        );
        let drivers = "driver a { value: 1 }\ndriver b { value: 2 }\n";
        let alone = need([drivers].into_iter(), 0);
        let beside = |text: &'static str| need([text, drivers].into_iter(), 0) - need([text].into_iter(), 0);
        assert_eq!(beside("calendar: 2027-01 .. 2027-12\n"), alone);
        assert_eq!(beside("calendar: 2027-01 .. 2028-12\n"), alone + 2 * 12 * 24);
        assert_eq!(beside("scenario a { }\n"), alone / 4 * 5);
    }

    #[test]
    fn what_is_shown_of_packages_and_levels_weighs_where_it_is_shown() {
        let text = "package a {\n  level b { }\n  alternative c { }\n}\n# level d\n";
        let of_each = |shown| need([text].into_iter(), shown) - need([text].into_iter(), 0);
        assert_eq!([of_each(1), of_each(2_000)], [3, 6_000]);
    }
}
