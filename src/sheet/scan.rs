//! A look over a sheet before its cells are read: takes a workbook and the sheet's name, gives what the reader of cells does
//! not tell (hidden rows, formulas that were never worked out), and refuses addresses that no sheet has, over which that
//! reader would stumble.

use super::SheetError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What the reader of cells does not tell.
#[derive(Debug, Default)]
pub(super) struct Overview {
    /// Rows nobody sees, from one.
    pub hidden: BTreeSet<u32>,
    /// Cells with a formula and no value, by row from one and column from nought.
    pub unworked: BTreeSet<(u32, u32)>,
}

/// Looks over a sheet.
///
/// # Errors
/// When an address in it lies outside of every sheet.
pub(super) fn look_over(bytes: &[u8], sheet: &str) -> Result<Overview, SheetError> {
    let missing = || SheetError::NotAWorkbook(format!("the part of sheet `{sheet}` is missing"));
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| SheetError::NotAWorkbook(error.to_string()))?;
    let path = path_of(&mut archive, sheet).ok_or_else(missing)?;
    overview(&part(&mut archive, &path).ok_or_else(missing)?)
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The text of a part; `guard` has seen to its size.
fn part(archive: &mut Archive<'_>, path: &str) -> Option<String> {
    let exact = archive.file_names().filter_map(Result::ok).find(|name| name.eq_ignore_ascii_case(path))?.into_owned();
    let mut text = String::new();
    archive.by_name(&exact).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The workbook names a sheet by an id, and the id's part stands in another list.
fn path_of(archive: &mut Archive<'_>, sheet: &str) -> Option<String> {
    let workbook = part(archive, "xl/workbook.xml")?;
    let id = paired(&workbook, "sheet", ("name", sheet), "id")?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels")?;
    let target = paired(&relations, "Relationship", ("Id", &id), "Target")?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// An attribute of the first element of a name whose other attribute is as asked.
fn paired(xml: &str, element: &str, (key, value): (&str, &str), wanted: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(found) | Event::Empty(found)
                if local(&found) == element && attribute(&found, key).as_deref() == Some(value) =>
            {
                return attribute(&found, wanted);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Where the look over is.
#[derive(Default)]
struct Place {
    row: u32,
    column: u32,
    has_formula: bool,
    has_value: bool,
}

fn overview(xml: &str) -> Result<Overview, SheetError> {
    let mut overview = Overview::default();
    let mut place = Place::default();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => begin(&mut overview, &mut place, &element)?,
            Ok(Event::Empty(element)) => {
                begin(&mut overview, &mut place, &element)?;
                end(&mut overview, &mut place, element.local_name().as_ref(), false);
            }
            Ok(Event::End(element)) => end(&mut overview, &mut place, element.local_name().as_ref(), true),
            Ok(Event::Eof) => return Ok(overview),
            Ok(_) => {}
            Err(error) => return Err(SheetError::NotAWorkbook(error.to_string())),
        }
    }
}

fn begin(overview: &mut Overview, place: &mut Place, element: &BytesStart<'_>) -> Result<(), SheetError> {
    let name = local(element);
    let key = match name.as_str() {
        "row" | "c" => Some("r"),
        "dimension" | "mergeCell" | "f" => Some("ref"),
        _ => None,
    };
    if let Some(range) = key.and_then(|key| attribute(element, key)).filter(|range| !is_range(range)) {
        return Err(SheetError::NotAWorkbook(format!("`{range}` is the address of no cell")));
    }
    match name.as_str() {
        "row" => {
            let said = attribute(element, "r").and_then(|number| number.parse().ok());
            *place = Place { row: said.unwrap_or(place.row.saturating_add(1)), ..Place::default() };
            if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
                overview.hidden.insert(place.row);
            }
        }
        "c" => {
            let said = attribute(element, "r").and_then(|address| position(&address));
            place.column = said.map_or(place.column, |(_, column)| column);
            place.row = said.map_or(place.row, |(row, _)| row);
            (place.has_formula, place.has_value) = (false, false);
        }
        "f" => place.has_formula = true,
        "v" | "is" => place.has_value = true,
        _ => {}
    }
    Ok(())
}

/// At the end of an element; of one without content if it is not `filled`.
fn end(overview: &mut Overview, place: &mut Place, element: &str, filled: bool) {
    match element {
        "v" if !filled => place.has_value = false,
        "c" => {
            if place.has_formula && !place.has_value {
                overview.unworked.insert((place.row, place.column));
            }
            place.column = place.column.saturating_add(1);
        }
        _ => {}
    }
}

/// Whether this is a row, a cell, or two cells from first to last, within what a sheet can have at all.
fn is_range(range: &str) -> bool {
    let Some((first, last)) = range.split_once(':') else {
        let is_row = !range.is_empty() && range.len() <= 7 && range.bytes().all(|byte| byte.is_ascii_digit());
        return is_row && !range.trim_start_matches('0').is_empty() || position(range).is_some();
    };
    match (position(first), position(last)) {
        (Some(first), Some(last)) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

/// The row, from one, and the column, from nought, of an address such as `B7`.
fn position(address: &str) -> Option<(u32, u32)> {
    let digits = address.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = address.split_at_checked(digits)?;
    let is_short = (1..=3).contains(&letters.len()) && row.len() <= 7;
    let row: u32 = is_short.then(|| row.parse().ok())??;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let place = letter.to_ascii_uppercase().checked_sub(b'A').filter(|place| *place < 26)?;
        column.checked_mul(26)?.checked_add(u32::from(place) + 1)
    })?;
    (row > 0).then_some((row, column.checked_sub(1)?))
}

fn local(element: &BytesStart<'_>) -> String {
    let name = element.local_name();
    let name: &str = name.as_ref();
    name.to_owned()
}

/// An attribute by its name without the prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| {
        let local = attribute.key.local_name();
        let local: &str = local.as_ref();
        local == name
    })?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
