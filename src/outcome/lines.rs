//! An outcome as the lines of a plan file, and back. A line stands by itself: what it is about, a figure and, where there
//! are several, which; then the value: `level crm.minimum cost 2027-Q1: 95333.30`. What stands before the value tells it
//! from all others.

use super::Outcome;
use super::line::PlanFileLine;
use super::quotes::words;
use crate::quantity::Currency;

/// What the line that says the currency is about.
const CURRENCY: &str = "plan currency";

impl Outcome {
    /// What a plan file keeps, in order.
    #[must_use]
    pub fn lines(&self) -> Vec<PlanFileLine> {
        let currency = PlanFileLine { about: CURRENCY.to_owned(), value: self.currency.code().to_owned() };
        let mut lines = self.row_lines();
        lines.push(currency);
        lines.sort();
        lines.dedup();
        lines
    }

    /// What lines in any order keep.
    ///
    /// # Errors
    /// The place of the first line that is none of a plan file; past the last where none says the currency.
    pub fn read(lines: &[PlanFileLine]) -> Result<Outcome, usize> {
        let currency = lines.iter().position(|line| line.about == CURRENCY).ok_or(lines.len())?;
        let code = lines.get(currency).map_or("", |line| line.value.as_str());
        let mut outcome = Outcome::empty(Currency::parse(code).ok_or(currency)?);
        // In order, the lines of one thing stand together.
        let mut places: Vec<usize> = (0..lines.len()).filter(|place| *place != currency).collect();
        places.sort_by_key(|place| lines.get(*place));
        for place in places {
            let line = lines.get(place).ok_or(place)?;
            let about = words(&line.about);
            let (kind, about) = about.split_first().ok_or(place)?;
            outcome.read_line(kind, about, &line.value).ok_or(place)?;
        }
        Ok(outcome)
    }

    /// What is left of it in a plan file: what two plan files, or one and a plan, are compared by.
    #[must_use]
    pub fn kept(&self) -> Outcome {
        Outcome::read(&self.lines()).unwrap_or_else(|_| Outcome::empty(self.currency))
    }
}
