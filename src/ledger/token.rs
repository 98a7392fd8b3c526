//! Single cells of a ledger: takes their bytes, gives months and amounts in each way they can be read.

use crate::quantity::{Currency, Date, Number};
use crate::sheet;

/// What one unit is in the numbers that sums are kept in: six decimals.
pub(super) const MICRO: i128 = 1_000_000;

/// The decimals that are kept.
const DECIMALS: u32 = 6;

/// A value in each of two ways to read it; nothing where that way leads to none.
pub(super) type Readings<T> = [Option<T>; 2];

/// The order of a day's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// To be found out: a year of four digits in front, else the day or the month first.
    Unknown,
    /// As a pattern says: the place of year, month and day, and whether the year has two digits.
    Said([Part; 3]),
    /// As a pattern without marks says: where each part begins, and how long it is.
    Glued {
        /// The year.
        year: (usize, usize),
        /// The month.
        month: usize,
        /// The day.
        day: usize,
    },
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day.
    Day,
}

impl DayOrder {
    /// The order that a pattern such as `dd.mm.yyyy` says; `check` has seen that it is one.
    pub(super) fn of_pattern(pattern: &str) -> DayOrder {
        if pattern.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let length = pattern.matches('y').count();
            let place = |letter: char| pattern.find(letter).unwrap_or(0);
            return DayOrder::Glued { year: (place('y'), length), month: place('m'), day: place('d') };
        }
        let mut parts = pattern.split(|mark: char| !mark.is_ascii_alphabetic()).filter(|part| !part.is_empty());
        let mut next = || match parts.next().and_then(|part| part.chars().next()) {
            Some('y') => Part::Year,
            Some('m') => Part::Month,
            _ => Part::Day,
        };
        DayOrder::Said([next(), next(), next()])
    }
}

/// The month of a day, counted from the year nought: the day first, and the month first.
pub(super) fn months(cell: &[u8], order: DayOrder) -> Readings<i32> {
    match order {
        DayOrder::Glued { year, month, day } => {
            let number = |start: usize, length: usize| number(cell.get(start..start + length)?);
            let whole = cell.len() == year.1 + 4;
            let month = || month_of(number(year.0, year.1)?, number(month, 2)?, number(day, 2)?);
            let read = if whole { month() } else { None };
            [read, read]
        }
        DayOrder::Said(order) => {
            let read = parts(cell).and_then(|(numbers, _)| in_order(numbers, order));
            [read, read]
        }
        DayOrder::Unknown => unknown(cell),
    }
}

fn unknown(cell: &[u8]) -> Readings<i32> {
    let Some((numbers, lengths)) = parts(cell) else {
        // 20270315
        let glued = |range| number(cell.get(range)?);
        let month = || month_of(glued(0..4)?, glued(4..6)?, glued(6..8)?);
        let read = if cell.len() == 8 { month() } else { None };
        return [read, read];
    };
    let [first, second, third] = numbers;
    if lengths[0] == 4 {
        let read = month_of(first, second, third);
        return [read, read];
    }
    [month_of(third, second, first), month_of(third, first, second)]
}

/// Three numbers with marks between, and how many digits each has; a time of day may follow.
fn parts(cell: &[u8]) -> Option<([i32; 3], [usize; 3])> {
    ten_letters(cell).or_else(|| part_by_part(cell))
}

/// The same of `2027-03-15` and `15.03.2027`, which nearly every day of a ledger looks like.
fn ten_letters(cell: &[u8]) -> Option<([i32; 3], [usize; 3])> {
    let &[a, b, c, d, e, f, g, h, i, j] = cell else { return None };
    let two = |tens: u8, ones: u8| {
        let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
        digits.then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
    };
    if is_mark(e) && is_mark(h) {
        Some(([two(a, b)? * 100 + two(c, d)?, two(f, g)?, two(i, j)?], [4, 2, 2]))
    } else if is_mark(c) && is_mark(f) {
        Some(([two(a, b)?, two(d, e)?, two(g, h)? * 100 + two(i, j)?], [2, 2, 4]))
    } else {
        None
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'-' | b'/' | b' ')
}

fn part_by_part(cell: &[u8]) -> Option<([i32; 3], [usize; 3])> {
    let (mut numbers, mut lengths) = ([0; 3], [0; 3]);
    let mut rest = cell;
    for place in 0..3 {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (head, tail) = rest.split_at_checked(digits)?;
        *numbers.get_mut(place)? = number(head)?;
        *lengths.get_mut(place)? = digits;
        let marks = tail.iter().take_while(|byte| is_mark(**byte)).count();
        if place < 2 && marks == 0 {
            return None;
        }
        rest = if place < 2 { tail.get(marks..)? } else { tail };
    }
    let ends = match rest {
        [] | [b'.'] => true,
        [b'T' | b' ', time @ ..] => time.contains(&b':'),
        _ => false,
    };
    ends.then_some((numbers, lengths))
}

fn in_order(numbers: [i32; 3], order: [Part; 3]) -> Option<i32> {
    let of = |wanted: Part| order.iter().zip(numbers).find(|(part, _)| **part == wanted).map(|(_, number)| number);
    month_of(of(Part::Year)?, of(Part::Month)?, of(Part::Day)?)
}

fn number(digits: &[u8]) -> Option<i32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i32::from(byte - b'0')))
}

fn month_of(year: i32, month: i32, day: i32) -> Option<i32> {
    let year = if year < 100 { year + 2000 } else { year };
    let day = Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    Some(day.month().number())
}

/// What a cell of an amount says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// Nothing.
    Empty,
    /// So many millionths, with a point and with a comma for the decimals.
    Read(Readings<i128>),
    /// No amount, however it is read.
    Bad(&'static str),
}

/// What a cell may name beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The currency of its row.
    Currency(Currency),
    /// Any: the row's own is told as unknown.
    Any,
    /// None: it is a quantity.
    Nothing,
}

impl Named {
    /// What is wrong with what a cell names.
    pub(super) fn refusal(self, denomination: sheet::Denomination) -> Option<&'static str> {
        match self {
            Named::Currency(own) if denomination.may_mean(own) => None,
            Named::Currency(_) => Some("names another currency than its row"),
            Named::Any => None,
            Named::Nothing => Some("names a currency, and is a quantity"),
        }
    }
}

/// An amount in millionths; `own` is what a cell may name beside its number.
pub(super) fn amount(cell: &[u8], own: Named) -> Amount {
    short(cell).or_else(|| plain(cell)).unwrap_or_else(|| written(cell, own))
}

/// An amount that nearly every cell of a ledger is, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// Without a mark: it reads the same with a point and with a comma.
    Whole(i64),
    /// With a point and one or two decimals, which no comma reads.
    Point(i64),
    /// With a comma and one or two decimals, which no point reads.
    Comma(i64),
}

/// The most digits of a common amount: their millionths fit into 64 bits whatever they are.
const FEW: usize = 12;

/// The same as [`amount`] of a cell of few digits with at most two decimals.
pub(super) fn common(cell: &[u8]) -> Option<Common> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (whole, mark, scale) = match digits {
        [whole @ .., mark @ (b'.' | b','), _, _] => (whole, Some(*mark), 10_000),
        [whole @ .., mark @ (b'.' | b','), _] => (whole, Some(*mark), 100_000),
        whole => (whole, None, 1_000_000),
    };
    if whole.is_empty() || digits.len() > FEW {
        return None;
    }
    let decimals = digits.get(whole.len() + usize::from(mark.is_some())..)?;
    let mut value = 0_i64;
    for byte in whole.iter().chain(decimals) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    let value = if negative { -value * scale } else { value * scale };
    Some(match mark {
        None => Common::Whole(value),
        Some(b'.') => Common::Point(value),
        Some(_) => Common::Comma(value),
    })
}

/// How much a digit is worth behind so many decimals, in millionths.
const SCALES: [u64; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/// The most letters whose digits fit into 64 bits whatever they are.
const SHORT: usize = 18;

/// The same as [`plain`] of few digits, in one pass and one register: nearly every cell of a ledger is one.
fn short(cell: &[u8]) -> Option<Amount> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > SHORT {
        return None;
    }
    let (mut value, mut mark) = (0_u64, None);
    for (place, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
            b'.' | b',' if mark.is_none() => mark = Some((place, *byte)),
            _ => return None,
        }
    }
    let worth = |scale: u64| {
        let amount = i128::from(value) * i128::from(scale);
        Some(if negative { -amount } else { amount })
    };
    let Some((whole, mark)) = mark else {
        let amount = worth(SCALES[0]);
        return Some(Amount::Read([amount, amount]));
    };
    let decimals = digits.len() - whole - 1;
    if whole == 0 || decimals == 0 {
        return None;
    }
    let amount = worth(*SCALES.get(decimals)?);
    let grouped = decimals == 3 && whole <= 3 && digits.first() != Some(&b'0');
    let thousands = if grouped { worth(SCALES[0]) } else { None };
    Some(Amount::Read(if mark == b'.' { [amount, thousands] } else { [thousands, amount] }))
}

/// Digits with a minus before and one mark between, which most cells are.
fn plain(cell: &[u8]) -> Option<Amount> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mark = digits.iter().position(|byte| !byte.is_ascii_digit());
    let signed = |value: i128| Some(if negative { -value } else { value });
    let Some(place) = mark else {
        let value = digits_to(digits)?.checked_mul(MICRO)?;
        return Some(Amount::Read([signed(value), signed(value)]));
    };
    let (whole, rest) = digits.split_at_checked(place)?;
    let (mark, decimals) = rest.split_first()?;
    if !matches!(mark, b'.' | b',') || decimals.is_empty() || decimals.len() > 6 || whole.is_empty() {
        return None;
    }
    let (whole_value, decimal_value) = (digits_to(whole)?, digits_to(decimals)?);
    let scale = 10_i128.pow(u32::try_from(6 - decimals.len()).ok()?);
    let value = whole_value.checked_mul(MICRO)?.checked_add(decimal_value * scale)?;
    let grouped = decimals.len() == 3 && whole.len() <= 3 && whole.first() != Some(&b'0');
    let thousands = grouped.then(|| (whole_value * 1000 + decimal_value) * MICRO).and_then(signed);
    Some(Amount::Read(if *mark == b'.' { [signed(value), thousands] } else { [thousands, signed(value)] }))
}

fn digits_to(digits: &[u8]) -> Option<i128> {
    if digits.is_empty() || digits.len() > 24 {
        return None;
    }
    digits.iter().try_fold(0_i128, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i128::from(byte - b'0')))
}

/// An amount as people write it: with thousands marks, parentheses, a minus behind, a currency.
fn written(cell: &[u8], own: Named) -> Amount {
    let text = match std::str::from_utf8(cell) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0,
    };
    let mut fine = false;
    let mut readings = [None, None];
    for (reading, mark) in readings.iter_mut().zip([sheet::DecimalMark::Point, sheet::DecimalMark::Comma]) {
        match sheet::amount(&text, mark) {
            Ok(None) => return Amount::Empty,
            Ok(Some(amount)) => {
                if let Some(refusal) = amount.denomination.and_then(|found| own.refusal(found)) {
                    return Amount::Bad(refusal);
                }
                fine |= amount.number.decimals() > DECIMALS;
                *reading = millionths(amount.number);
            }
            Err(_) => {}
        }
    }
    match readings {
        [None, None] if fine => Amount::Bad("has more than six decimals"),
        [None, None] => Amount::Bad("is no amount"),
        readings => Amount::Read(readings),
    }
}

/// A number in millionths; nothing where that is no whole number of them.
pub(super) fn millionths(number: Number) -> Option<i128> {
    let decimal = number.decimal().normalize();
    let missing = DECIMALS.checked_sub(decimal.scale())?;
    decimal.mantissa().checked_mul(10_i128.pow(missing))
}

/// Millionths as a number.
pub(super) fn number_of(millionths: i128) -> Option<Number> {
    let decimal = rust_decimal::Decimal::try_from_i128_with_scale(millionths, DECIMALS).ok()?;
    Number::from_decimal(decimal.normalize()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str, order: DayOrder) -> [String; 2] {
        let show =
            |month: Option<i32>| month.map_or("-".into(), |month| format!("{}-{:02}", month / 12, month % 12 + 1));
        months(text.as_bytes(), order).map(show)
    }

    #[test]
    fn days_are_read_in_both_orders() {
        let both = |text| month(text, DayOrder::Unknown);
        assert_eq!(both("2027-03-15"), ["2027-03", "2027-03"]);
        assert_eq!(both("2027-03-15T10:00:00"), ["2027-03", "2027-03"]);
        assert_eq!(both("03/04/2027"), ["2027-04", "2027-03"]);
        assert_eq!(both("15.3.27"), ["2027-03", "-"]);
        assert_eq!(both("3/15/2027 10:00"), ["-", "2027-03"]);
        assert_eq!(both("20270315"), ["2027-03", "2027-03"]);
        for bad in ["30.02.2027", "2027-13-01", "2027-03", "", "Total", "2027-03-15x", "15 March"] {
            assert_eq!(both(bad), ["-", "-"], "{bad}");
        }
    }

    #[test]
    fn patterns_decide() {
        let by = |pattern: &str, text: &str| month(text, DayOrder::of_pattern(pattern))[0].clone();
        assert_eq!(by("dd.mm.yyyy", "03.04.2027"), "2027-04");
        assert_eq!(by("mm/dd/yy", "03/04/27"), "2027-03");
        assert_eq!(by("yymmdd", "270304"), "2027-03");
        assert_eq!(by("ddmmyyyy", "04032027"), "2027-03");
        assert_eq!(by("ddmmyyyy", "4032027"), "-");
    }

    /// A day of ten letters is read as any other is.
    #[test]
    fn ten_letters_are_read_the_same() {
        for cell in [
            "2027-03-15",
            "15.03.2027",
            "03/15/2027",
            "2027 03 15",
            "2027-3-015",
            "2027--3-15",
            "20a7-03-15",
            "1-03-20279",
            "15.03.2027.",
            "15..3.2027",
            "0000-00-00",
            "99/99/9999",
            "2027.03.15",
            "12-34-5678",
            "1234567890",
            "----------",
        ] {
            let read = ten_letters(cell.as_bytes());
            assert!(read.is_none() || read == part_by_part(cell.as_bytes()), "{cell}: {read:?}");
        }
        assert!(ten_letters(b"2027-03-15").is_some() && ten_letters(b"15.03.2027").is_some());
    }

    /// What is read in one pass is what is read part by part.
    #[test]
    fn few_digits_are_read_the_same_in_one_pass() {
        let mut cells: Vec<String> = ["", "-", ".", "1.", ".5", "-.5", "1.2.3", "1,2.3", "12a", "+5", "0.001", "0,123"]
            .map(str::to_owned)
            .into();
        for digits in
            ["0", "7", "12", "123", "1234", "999999", "123456789012", "99999999999999999", "999999999999999999"]
        {
            for decimals in ["", "1", "25", "500", "1234", "123456", "1234567"] {
                for mark in [".", ","] {
                    for sign in ["", "-"] {
                        cells.push(format!("{sign}{digits}{mark}{decimals}"));
                        cells.push(format!("{sign}{digits}"));
                    }
                }
            }
        }
        for cell in cells {
            let read = short(cell.as_bytes());
            assert!(read.is_none() || read == plain(cell.as_bytes()), "{cell}: {read:?}");
            assert!(read.is_some() || plain(cell.as_bytes()).is_none() || cell.len() > SHORT, "{cell}");
        }
    }

    /// A common amount is what it is read as otherwise.
    #[test]
    fn common_amounts_are_read_the_same() {
        let own = Named::Currency(Currency::parse("EUR").expect("a currency"));
        let mut cells: Vec<String> =
            ["", "-", ".", ".5", "-.55", "1.2.3", "1,2.3", "12a", "+5", "1.a", "1.5a", "--1", "1-.5"]
                .map(str::to_owned)
                .into();
        for digits in
            ["0", "7", "12", "123", "1234", "999999", "123456789", "999999999", "123456789012", "1234567890123"]
        {
            for decimals in ["", "1", "25", "05", "500", "1234"] {
                for mark in [".", ","] {
                    for sign in ["", "-"] {
                        cells.push(format!("{sign}{digits}{mark}{decimals}"));
                        cells.push(format!("{sign}{digits}"));
                    }
                }
            }
        }
        let mut read = 0;
        for cell in cells {
            let readings = match common(cell.as_bytes()) {
                None => continue,
                Some(Common::Whole(value)) => [Some(value), Some(value)],
                Some(Common::Point(value)) => [Some(value), None],
                Some(Common::Comma(value)) => [None, Some(value)],
            };
            read += 1;
            assert_eq!(
                amount(cell.as_bytes(), own),
                Amount::Read(readings.map(|value| value.map(i128::from))),
                "{cell}"
            );
        }
        assert!(read > 50, "{read}");
    }

    #[test]
    fn amounts_are_read_with_both_marks() {
        let own = Named::Currency(Currency::parse("EUR").expect("a currency"));
        let read = |text: &str| amount(text.as_bytes(), own);
        assert_eq!(read("1234"), Amount::Read([Some(1_234_000_000), Some(1_234_000_000)]));
        assert_eq!(read("-12.5"), Amount::Read([Some(-12_500_000), None]));
        assert_eq!(read("1.234"), Amount::Read([Some(1_234_000), Some(1_234_000_000)]));
        assert_eq!(read("1.234,50"), Amount::Read([None, Some(1_234_500_000)]));
        assert_eq!(read("(1,234.50)"), Amount::Read([Some(-1_234_500_000), None]));
        assert_eq!(read("12.50-"), Amount::Read([Some(-12_500_000), None]));
        assert_eq!(read("0.1234567"), Amount::Bad("has more than six decimals"));
        for foreign in ["12 USD", "$12", "$-12", "-$12", "($12)", "¥12", "A$12", "12 kr", "£12", "12 zł", "CHF 12"] {
            assert_eq!(read(foreign), Amount::Bad("names another currency than its row"), "{foreign}");
        }
        assert_eq!(read("€12"), Amount::Read([Some(12_000_000), Some(12_000_000)]));
        let kiwi = Named::Currency(Currency::parse("NZD").expect("a currency"));
        assert_eq!(amount(b"$12", kiwi), Amount::Read([Some(12_000_000), Some(12_000_000)]));
        assert_eq!(amount(b"$12", Named::Nothing), Amount::Bad("names a currency, and is a quantity"));
        assert_eq!(read(""), Amount::Empty);
        assert_eq!(read("n/a"), Amount::Bad("is no amount"));
    }
}
