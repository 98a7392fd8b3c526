//! The collection of findings that phases add to, in one order and each said once.

use super::{Code, Diagnostic, Severity, repeats};

/// How many findings of one code are kept: nobody reads more, and a finding takes a thousand times the memory of the two
/// letters that make one.
const MOST: u32 = 100_000;

/// How many of them are kept of a part of a file, of which a large one has a thousand.
const MOST_OF_A_PART: u32 = 2_000;

/// The findings of a run. Phases add to it; it is put in order once, at the end.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    /// How many were added of each code, in the order of the table.
    counts: Vec<u32>,
    extent: Extent,
}

/// What findings are about.
#[derive(Debug, Clone, Copy, Default)]
enum Extent {
    #[default]
    Plan,
    Part,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// None yet, of a part of a file.
    #[must_use]
    pub fn of_a_part() -> Diagnostics {
        Diagnostics { extent: Extent::Part, ..Diagnostics::default() }
    }

    /// Adds a finding. Of those of one code no more are kept than memory holds; the last says so.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let most = match self.extent {
            Extent::Plan => MOST,
            Extent::Part => MOST_OF_A_PART,
        };
        match self.count(diagnostic.code) {
            number if number < most => self.items.push(diagnostic),
            number if number == most => {
                let message = format!("{}; more like this are not told", diagnostic.message);
                self.items.push(Diagnostic { message, ..diagnostic });
            }
            _ => {}
        }
    }

    /// Counts one more of a code, and gives how many there are.
    fn count(&mut self, code: Code) -> u32 {
        let place = code as usize;
        if self.counts.len() <= place {
            self.counts.resize(place.saturating_add(1), 0);
        }
        let Some(count) = self.counts.get_mut(place) else { return 0 };
        *count = count.saturating_add(1);
        *count
    }

    /// Adds all findings of another run.
    pub fn extend(&mut self, others: Diagnostics) {
        others.items.into_iter().for_each(|diagnostic| self.add(diagnostic));
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// The findings as they stand.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// Lets a rule rewrite the list: waivers and `lint` entries drop or regrade findings.
    pub fn retain(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.items.retain_mut(keep);
    }

    /// Puts the findings in order of place, then code, drops exact repetitions, and joins findings about one unknown
    /// name or unit.
    pub fn sort(&mut self) {
        self.items.sort_by(|left, right| {
            (left.primary.span, left.code, &left.message).cmp(&(right.primary.span, right.code, &right.message))
        });
        self.items.dedup();
        repeats::drop_letters(&mut self.items);
        repeats::join(&mut self.items);
    }

    /// The number of errors and of warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.items.iter().filter(|item| item.severity == Severity::Error).count();
        (errors, self.items.len() - errors)
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostics, MOST_OF_A_PART};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::{FileId, Span};

    #[test]
    fn of_one_kind_as_many_are_kept_as_memory_holds() {
        let mut part = Diagnostics::of_a_part();
        for place in 0..3 * MOST_OF_A_PART {
            part.add(Diagnostic::new(Code::MissingValue, Span::new(FileId::default(), place, place), "nothing"));
        }
        part.add(Diagnostic::new(Code::MissingColon, Span::new(FileId::default(), 0, 0), "no colon"));
        let messages: Vec<&str> = part.items().iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), MOST_OF_A_PART as usize + 1);
        assert_eq!(messages[messages.len() - 2], "nothing; more like this are not told");
        assert_eq!(messages[messages.len() - 1], "no colon");
    }
}
