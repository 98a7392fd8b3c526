//! Amounts as people write them: takes `1 234,56`, `(1,234.56)`, `€ 12`, `1'234.50-`, gives exact numbers.
//!
//! Whether a comma or a point begins the decimals is one question for a whole column: [`find_mark`] answers it from all
//! of its cells, and says where two cells cannot both be right.

use super::Denomination;
use crate::quantity::Number;

/// What begins the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl DecimalMark {
    fn letter(self) -> char {
        match self {
            DecimalMark::Point => '.',
            DecimalMark::Comma => ',',
        }
    }

    fn other(self) -> DecimalMark {
        match self {
            DecimalMark::Point => DecimalMark::Comma,
            DecimalMark::Comma => DecimalMark::Point,
        }
    }
}

/// What the cells of a column say about their decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundMark {
    /// At least one cell can be read in this way only, and none in the other only.
    Sure(DecimalMark),
    /// Every mark has three digits behind it, as in `1.234`: thousands if this begins the decimals. So it is with money of
    /// two decimals; a quantity might have three.
    Grouped(DecimalMark),
    /// There is no mark at all.
    Plain,
    /// Two cells, by their place, that cannot both be right.
    Clash {
        /// One in which a point begins the decimals.
        point: usize,
        /// One in which a comma does.
        comma: usize,
    },
}

/// An amount as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub number: Number,
    /// What names its currency, where something in the cell does.
    pub denomination: Option<Denomination>,
}

/// A cell that is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAmount;

/// What begins the decimals in a column of amounts.
pub fn find_mark<'a>(cells: impl IntoIterator<Item = &'a str>) -> FoundMark {
    let mut sure: [Option<usize>; 2] = [None, None];
    let mut grouped: [Option<usize>; 2] = [None, None];
    for (place, cell) in cells.into_iter().enumerate() {
        let Some(parts) = Parts::of(cell) else { continue };
        let (votes, mark) = match vote(parts.digits) {
            FoundMark::Sure(mark) => (&mut sure, mark),
            FoundMark::Grouped(mark) => (&mut grouped, mark),
            FoundMark::Plain | FoundMark::Clash { .. } => continue,
        };
        let [point, comma] = votes;
        let vote = if mark == DecimalMark::Point { point } else { comma };
        *vote = vote.or(Some(place));
    }
    match (sure, grouped) {
        ([Some(point), Some(comma)], _) | ([None, None], [Some(point), Some(comma)]) => {
            FoundMark::Clash { point, comma }
        }
        ([Some(_), None], _) => FoundMark::Sure(DecimalMark::Point),
        ([None, Some(_)], _) => FoundMark::Sure(DecimalMark::Comma),
        ([None, None], [Some(_), None]) => FoundMark::Grouped(DecimalMark::Point),
        ([None, None], [None, Some(_)]) => FoundMark::Grouped(DecimalMark::Comma),
        ([None, None], [None, None]) => FoundMark::Plain,
    }
}

/// What one number says by itself.
fn vote(digits: &str) -> FoundMark {
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let mark = match (points, commas) {
        (0, 0) => return FoundMark::Plain,
        (0, _) => DecimalMark::Comma,
        (_, 0) => DecimalMark::Point,
        (_, _) if digits.rfind('.') > digits.rfind(',') => return FoundMark::Sure(DecimalMark::Point),
        (_, _) => return FoundMark::Sure(DecimalMark::Comma),
    };
    if points + commas > 1 {
        return FoundMark::Sure(mark.other());
    }
    let (whole, decimals) = digits.split_once(mark.letter()).unwrap_or((digits, ""));
    let may_be_thousands = decimals.len() == 3
        && (1..=3).contains(&whole.len())
        && whole != "0"
        && whole.bytes().all(|byte| byte.is_ascii_digit());
    if may_be_thousands { FoundMark::Grouped(mark.other()) } else { FoundMark::Sure(mark) }
}

/// Reads an amount; nothing where the cell is empty or a dash, as accounts write nought.
///
/// # Errors
/// When it is no amount, or groups its digits as nobody does: `1,23`, with a point for the decimals.
pub fn amount(cell: &str, mark: DecimalMark) -> Result<Option<Amount>, NotAnAmount> {
    let text = cell.trim();
    if text.is_empty() || matches!(text, "-" | "–" | "—" | "−") {
        return Ok(None);
    }
    let parts = Parts::of(text).ok_or(NotAnAmount)?;
    let (whole, decimals) = match parts.digits.split_once(mark.letter()) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (parts.digits, None),
    };
    let mut plain = if whole.is_empty() { "0".to_owned() } else { ungrouped(whole)? };
    if let Some(decimals) = decimals {
        if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAnAmount);
        }
        plain.push('.');
        plain.push_str(decimals);
    }
    let size = Number::parse(&plain).map_err(|_| NotAnAmount)?;
    let number = if parts.negative { size.negate() } else { size };
    Ok(Some(Amount { number, denomination: parts.denomination }))
}

/// Digits without what groups them: by three, or as in India, by two and at last by three.
fn ungrouped(whole: &str) -> Result<String, NotAnAmount> {
    let separator = whole.chars().find(|letter| !letter.is_ascii_digit());
    let Some(separator) = separator else { return Ok(whole.to_owned()) };
    let groups: Vec<&str> = whole.split(separator).collect();
    let digits_only = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let by_size = match groups.as_slice() {
        [first, middle @ .., last] => {
            let alike = |size: usize| middle.iter().all(|group| group.len() == size);
            (1..=3).contains(&first.len()) && last.len() == 3 && (alike(3) || alike(2) && first.len() < 3)
        }
        [] | [_] => false,
    };
    if digits_only && by_size { Ok(groups.concat()) } else { Err(NotAnAmount) }
}

/// A cell taken apart: its sign, what names its currency, and digits with what stands between them.
struct Parts<'a> {
    negative: bool,
    denomination: Option<Denomination>,
    digits: &'a str,
}

impl<'a> Parts<'a> {
    fn of(cell: &'a str) -> Option<Parts<'a>> {
        let mut parts = Parts { negative: false, denomination: None, digits: cell.trim() };
        // Whatever stands around the digits comes off from outside in: one sign, and of `$12 USD` both.
        let mut signs = 0;
        loop {
            if let Some(inner) = parts.digits.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                signs += 1;
                parts.negative = true;
                parts.digits = inner.trim();
            } else if let Some((rest, negative)) = without_sign(parts.digits) {
                signs += 1;
                parts.negative = negative;
                parts.digits = rest.trim();
            } else if let Some((rest, found)) = Denomination::cut_from(parts.digits) {
                parts.denomination = Some(match parts.denomination {
                    Some(known) => known.joined(found)?,
                    None => found,
                });
                parts.digits = rest.trim();
            } else {
                break;
            }
        }
        let is_number = parts.digits.chars().any(|letter| letter.is_ascii_digit())
            && parts
                .digits
                .chars()
                .all(|letter| letter.is_ascii_digit() || ".,'’".contains(letter) || letter.is_whitespace());
        (is_number && signs <= 1).then_some(parts)
    }
}

fn without_sign(text: &str) -> Option<(&str, bool)> {
    const MINUS: [char; 3] = ['-', '−', '–'];
    let rest = text.strip_prefix(MINUS).or_else(|| text.strip_suffix(MINUS));
    rest.map(|rest| (rest, true)).or_else(|| text.strip_prefix('+').map(|rest| (rest, false)))
}

#[cfg(test)]
mod tests {
    use super::DecimalMark::{Comma, Point};
    use super::*;

    fn read(cell: &str, mark: DecimalMark) -> String {
        match amount(cell, mark) {
            Ok(Some(Amount { number, denomination: None })) => number.to_string(),
            Ok(Some(Amount { number, denomination: Some(found) })) => format!("{number} {}", found.written()),
            Ok(None) => "nothing".to_owned(),
            Err(NotAnAmount) => "no amount".to_owned(),
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let with_point = [
            ("1234.56", "1234.56"),
            ("1,234,567.8", "1234567.8"),
            ("(1,234.50)", "-1234.5"),
            ("-1 234.50", "-1234.5"),
            ("1'234.50-", "-1234.5"),
            ("$ 1,234", "1234 $"),
            ("-$12.00", "-12 $"),
            ("$-12.00", "-12 $"),
            ("($12.00)", "-12 $"),
            ("$12.00 USD", "12 USD"),
            ("12 kr", "12 kr"),
            ("EUR 12.30", "12.3 EUR"),
            ("12.30EUR", "12.3 EUR"),
            ("12,34,567.00", "1234567"),
            (".5", "0.5"),
            ("+3", "3"),
            (" – ", "nothing"),
            ("", "nothing"),
        ];
        for (cell, number) in with_point {
            assert_eq!(read(cell, Point), number, "{cell}");
        }
        let with_comma = [
            ("1 234,56", "1234.56"),
            ("1\u{a0}234,56 €", "1234.56 €"),
            ("1\u{202f}234\u{202f}567,5", "1234567.5"),
            ("1.234.567,89", "1234567.89"),
            ("−12,5", "-12.5"),
            ("1.234", "1234"),
        ];
        for (cell, number) in with_comma {
            assert_eq!(read(cell, Comma), number, "{cell}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for cell in [
            "1,23",
            "12,34,56",
            "1.2.3",
            "1,234.5,6",
            "12.",
            "n/a",
            "12%",
            "1e5",
            "(-5)",
            "--5",
            "1 2",
            "EUR",
            "12k",
            ".",
            "1,,234",
            "$12 EUR",
            "$12 £",
            "krone 5",
        ] {
            assert_eq!(read(cell, Point), "no amount", "{cell}");
        }
    }

    #[test]
    fn one_column_has_one_mark() {
        assert_eq!(find_mark(["1.234", "12,5", "", "words"]), FoundMark::Sure(Comma));
        assert_eq!(find_mark(["1,234.5", "7"]), FoundMark::Sure(Point));
        assert_eq!(find_mark(["1.234.567"]), FoundMark::Sure(Comma));
        assert_eq!(find_mark(["0.125"]), FoundMark::Sure(Point));
        assert_eq!(find_mark(["1 234.125"]), FoundMark::Sure(Point));
        assert_eq!(find_mark(["1,234", "12"]), FoundMark::Grouped(Point));
        assert_eq!(find_mark(["12", "1 234"]), FoundMark::Plain);
        assert_eq!(find_mark(["1.5", "7", "2,5"]), FoundMark::Clash { point: 0, comma: 2 });
        assert_eq!(find_mark(["1,234", "1.234"]), FoundMark::Clash { point: 0, comma: 1 });
    }
}
