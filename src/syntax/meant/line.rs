//! A value in the words that it is written in, and what a rule may find in them: a part that is written otherwise here.

use std::ops::Range;

/// A part of a value that is written otherwise here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) struct Change {
    /// Where it stands in the value.
    pub place: Range<usize>,
    /// How it is written here.
    pub right: String,
    /// What is wrong with it.
    pub habit: Habit,
}

/// What is wrong with a part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) enum Habit {
    /// `at least 74%` in a condition.
    Comparison,
    /// `at least 78%` in a target.
    BoundOfTarget,
    /// `max 250k EUR` in a budget.
    Bound,
    /// `funded(crm.minimum) == yes`.
    Truth,
    /// `csat >= 74% at 2027-12`.
    MonthBehindCondition,
    /// `01.06.2027`, `1st June 2027`, where a day belongs.
    Day,
    /// The same, where a month belongs.
    DayForMonth,
    /// `06/05/2027`: the other reading.
    DayOrMonth(String),
    /// `Juni 2027`, `H1 2027`.
    Period,
    /// `2027-01 to 2027-12`.
    Range,
    /// `csat at end`.
    NoMonth,
    /// `40 TEUR`.
    Amount,
    /// `€ 200/month`; whether it could be another currency.
    CurrencyFirst(Certainty),
    /// `200 €/month`, `200€`; the same.
    CurrencySign(Certainty),
    /// `250.000 €`: thousands, or decimals, and how they are written.
    Thousands(Option<String>),
    /// `Euro`; whether it could be another one.
    Currency(Certainty),
    /// `ab 2027-06`, `for 3 months`, `once`.
    Time,
    /// `two months`.
    NumberInWords,
    /// `4hrs`, `4 percent`.
    UnitCutShort,
    /// `(evidence: history)`.
    Evidence,
    /// `3.1/5`.
    Rating,
    /// `7/10` where a figure stands on a scale of its own; whether it had to be worked out.
    OnScale(Certainty),
    /// `9/10` where a whole figure up to five stands: the one above, where that lies between two.
    BetweenTwo(String),
    /// `3/5` where a share stands.
    Fraction,
    /// `1 USD = 0.92 EUR`; whether it had to be turned round.
    Rate(Certainty),
    /// `20% less`, `from 20 hours to 16 hours`.
    ChangeInWords,
    /// `service encounter`.
    WordsApart,
    /// `40k EUR, in 2027-06`.
    Comma,
    /// `2027W23`.
    Week,
    /// `0-100%`, where a range stands.
    RangeOfFigures,
    /// `< 60 minutes`, where a range stands.
    OpenRange,
    /// `help > asking > phone`.
    Path,
    /// `50% of 100k EUR`.
    ShareOf,
}

impl Habit {
    /// Whether it cannot be told what was meant, or not surely enough to go on with it.
    pub(super) fn is_open(&self) -> bool {
        matches!(
            self,
            Habit::NoMonth
                | Habit::DayOrMonth(_)
                | Habit::Week
                | Habit::Currency(Certainty::Likely)
                | Habit::CurrencyFirst(Certainty::Likely)
                | Habit::CurrencySign(Certainty::Likely)
                | Habit::Thousands(_)
                | Habit::BetweenTwo(_)
        )
    }
}

/// Whether a guess could be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Certainty {
    Sure,
    Likely,
}

/// A value with its changes made.
pub(super) fn applied(value: &str, changes: &[Change]) -> String {
    let mut right = String::new();
    let mut done = 0;
    for change in changes {
        right.push_str(value.get(done..change.place.start).unwrap_or(""));
        right.push_str(&change.right);
        done = change.place.end;
    }
    right.push_str(value.get(done..).unwrap_or(""));
    right
}

/// What a rule found from a word on.
pub(super) struct Found {
    /// How many words it covers.
    pub words: usize,
    pub right: String,
    pub habit: Habit,
}

/// So many words that are written otherwise here.
pub(super) fn found(words: usize, right: impl Into<String>, habit: Habit) -> Option<Found> {
    Some(Found { words, right: right.into(), habit })
}

/// The words of a value.
pub(super) struct Line<'a> {
    pub key: &'a str,
    pub value: &'a str,
    pub words: Vec<(usize, &'a str)>,
}

impl<'a> Line<'a> {
    pub(super) fn new(key: &'a str, value: &'a str) -> Line<'a> {
        Line { key, value, words: words(value) }
    }

    /// The word at a place; nothing behind the last.
    pub(super) fn word(&self, place: usize) -> &'a str {
        self.words.get(place).map_or("", |(_, word)| word)
    }

    /// The word before a place.
    pub(super) fn before(&self, place: usize) -> &'a str {
        place.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Where so many words stand, from a first one on.
    pub(super) fn place(&self, first: usize, count: usize) -> Range<usize> {
        let start = self.words.get(first).map_or(self.value.len(), |(start, _)| *start);
        let last = self.words.get(first + count.saturating_sub(1));
        let end = last.map_or(start, |(start, word)| start + word.len());
        start..end.max(start)
    }
}

/// Runs of signs between blanks; brackets and commas, but those between digits, stand alone, and texts are one word.
fn words(value: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut in_text = false;
    let mut push = |start: &mut Option<usize>, end: usize| {
        if let Some(start) = start.take() {
            words.extend(value.get(start..end).map(|word| (start, word)));
        }
    };
    for (at, sign) in value.char_indices() {
        let after = value.get(at + sign.len_utf8()..).unwrap_or("");
        let is_digit = |next: char| next.is_ascii_digit();
        // `250.000,- EUR` has no cents.
        let is_whole =
            after.starts_with(['-', '–', '—']) && value.get(..at).is_some_and(|text| text.ends_with(is_digit));
        let ends_item = sign == ',' && !after.starts_with(is_digit) && !is_whole;
        let stands_alone = matches!(sign, '(' | ')' | '[' | ']') || ends_item;
        match sign {
            '"' => {
                if !in_text {
                    push(&mut start, at);
                    start = Some(at);
                } else {
                    push(&mut start, at + 1);
                }
                in_text = !in_text;
            }
            _ if in_text => {}
            _ if sign.is_whitespace() => push(&mut start, at),
            _ if stands_alone => {
                push(&mut start, at);
                push(&mut Some(at), at + sign.len_utf8());
            }
            _ => start = start.or(Some(at)),
        }
    }
    push(&mut start, value.len());
    words
}

/// Whether a word begins with a figure.
pub(super) fn is_figure(word: &str) -> bool {
    word.trim_start_matches(['+', '-', '−', '~']).starts_with(|first: char| first.is_ascii_digit())
}
