//! The currency of a sheet: takes the headings and cells of its amounts, and what somebody said, gives the one currency all
//! of them can be in. A sign such as `$` is what several write; it confirms a currency and never picks one.

use super::columns::Columns;
use super::told::place_of;
use super::{Missing, Problem, Said};
use crate::quantity::Currency;
use crate::sheet::{Cell, DecimalMark, Denomination, Table, amount};

/// What names a currency, and where it stands, in words.
struct Named {
    denomination: Denomination,
    place: String,
}

/// The currency that was said, else the one that everything in the sheet can mean and something in it does; else what has
/// to be said.
pub(super) fn find(
    table: &Table,
    columns: &Columns,
    money: &[usize],
    said: &Said,
) -> Result<Result<Currency, Missing>, Problem> {
    let headings = || money.iter().filter_map(|column| in_heading_of(columns, *column));
    if let Some(currency) = said.currency {
        let foreign: Vec<String> = headings()
            .filter(|named| !named.denomination.may_mean(currency))
            .map(|named| format!("{} is not in {}", named.place, currency.code()))
            .collect();
        return if foreign.is_empty() { Ok(Ok(currency)) } else { Err(Problem::Rows(foreign)) };
    }
    let mut all: Vec<Named> = Vec::new();
    for named in headings().chain(in_cells(table, columns, money)) {
        if let Some(other) = all.iter().find(|other| !other.denomination.agrees_with(named.denomination)) {
            return Err(Problem::Rows(vec![format!(
                "{} and {} are in different currencies",
                other.place, named.place
            )]));
        }
        if all.iter().all(|other| other.denomination != named.denomination) {
            all.push(named);
        }
    }
    let usual = |named: &Named| named.denomination.usual();
    let open = all.iter().find(|named| usual(named).is_none()).or_else(|| {
        // Signs that overlap, and would each be taken for another currency.
        all.iter().find(|named| all.first().and_then(usual) != usual(named))
    });
    Ok(match (all.first().and_then(usual), open) {
        (Some(currency), None) => Ok(currency),
        (_, open) => Err(Missing::Currency(open.map(|named| named.denomination))),
    })
}

fn in_heading_of(columns: &Columns, column: usize) -> Option<Named> {
    let words = columns.words(column);
    in_heading(words).map(|denomination| Named { denomination, place: format!("the column `{words}`") })
}

fn in_cells<'a>(table: &'a Table, columns: &'a Columns, money: &'a [usize]) -> impl Iterator<Item = Named> + 'a {
    let cells = columns.body(table).flat_map(move |row| money.iter().map(move |column| (row, *column)));
    cells.filter_map(|(row, column)| {
        let Cell::Text(text) = row.cell(column) else { return None };
        let read = |mark| amount(text, mark).ok().flatten().and_then(|amount| amount.denomination);
        let denomination = read(DecimalMark::Point).or_else(|| read(DecimalMark::Comma))?;
        Some(Named { denomination, place: format!("`{}` in {}", text.trim(), place_of(row, column)) })
    })
}

/// The currency a heading names: `Ask (EUR)`, `TEUR`, `Betrag in €`, `Ask ($)`.
fn in_heading(heading: &str) -> Option<Denomination> {
    let is_symbol = |letter: char| !letter.is_alphanumeric() && !letter.is_ascii_punctuation() || letter == '$';
    let tokens = heading.split(|letter: char| letter.is_whitespace() || "()[]/,;:".contains(letter));
    let symbol = tokens.filter(|token| token.contains(is_symbol)).find_map(scaled_word);
    if symbol.is_some() {
        return symbol;
    }
    // In the middle of a heading a word of three capitals is a word: `ALL COSTS` is no lek. Signs of letters are too short
    // to be told from words but between brackets.
    let bracketed = heading.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    let last = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric()).rfind(|part| !part.is_empty()).and_then(coded)
    };
    let signed = || bracketed.map(str::trim).and_then(Denomination::of_word);
    bracketed.and_then(last).or_else(signed).or_else(|| last(heading))
}

/// `€`, `k€`, `A$`
fn scaled_word(token: &str) -> Option<Denomination> {
    Denomination::of_word(token).or_else(|| Denomination::of_word(token.strip_prefix(['T', 'k', 'K', 't', 'm', 'M'])?))
}

fn coded(part: &str) -> Option<Denomination> {
    let code = Currency::parse(part).or_else(|| Currency::parse(part.strip_prefix(['T', 'k', 'K', 'm'])?));
    code.map(Denomination::Code)
}

#[cfg(test)]
mod tests {
    use super::in_heading;

    #[test]
    fn headings_name_currencies() {
        let named = |heading| in_heading(heading).map(|found| found.written());
        let expected = [
            ("TEUR", Some("EUR")),
            ("Ask (USD)", Some("USD")),
            ("in €", Some("€")),
            ("Ask (k€)", Some("€")),
            ("Ask ($)", Some("$")),
            ("Ask in A$", Some("A$")),
            ("Ask (kr)", Some("kr")),
            ("Ask (zł)", Some("zł")),
            ("Ask ¥", Some("¥")),
            ("Ask", None),
            ("ALL COSTS", None),
            ("Team R", None),
            ("Ask – total", None),
        ];
        for (heading, written) in expected {
            assert_eq!(named(heading), written, "{heading}");
        }
    }
}
