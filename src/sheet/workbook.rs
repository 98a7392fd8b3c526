//! A sheet of a workbook: takes its bytes and the sheet's name, gives the rows people see, and says what else there is.

use super::guard::{MOST_BYTES, guard};
use super::scan::look_over;
use super::table::column_letters;
use super::{Cell, LeftOut, Row, SheetError, Table};
use crate::quantity::{Date, Number};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Cursor;

/// The most rows a sheet has, as spreadsheets have it.
const MOST_ROWS: u32 = 1 << 20;

/// The most columns that are read.
const MOST_COLUMNS: u32 = 1 << 10;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads a sheet by its name, or the only visible one. Formulas count by the value stored with them.
///
/// # Errors
/// When it is no workbook, is refused for its size, or leaves open which sheet is meant.
pub fn read_workbook(bytes: &[u8], sheet: Option<&str>) -> Result<Table, SheetError> {
    let mut workbook = open(bytes)?;
    let name = chosen(&workbook, sheet)?;
    let mut left_out = other_sheets(&workbook, &name);
    let overview = look_over(bytes, &name)?;
    let mut cells = cells(&mut workbook, &name)?;
    for (row, column) in overview.unworked {
        let fault = Cell::Fault("a formula without a value".to_owned());
        cells.entry(row).or_default().insert(usize_of(column), fault);
    }
    let hidden = overview.hidden.into_iter().filter(|row| cells.remove(row).is_some());
    let hidden_with_cells: Vec<usize> = hidden.map(usize_of).collect();
    if !hidden_with_cells.is_empty() {
        left_out.push(LeftOut::HiddenRows(hidden_with_cells));
    }
    let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
    if !merged.is_empty() {
        left_out.push(LeftOut::Merged(merged.iter().map(range).collect()));
    }
    let rows = cells.into_iter().map(|(number, cells)| Row::new(usize_of(number), cells.into_iter().collect()));
    let rows: Vec<Row> = rows.filter(|row| !row.is_empty()).collect();
    if rows.is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(Table { rows, read_as: format!("sheet `{name}`"), left_out })
}

fn open(bytes: &[u8]) -> Result<Workbook<'_>, SheetError> {
    guard(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))
}

fn broken(error: &XlsxError) -> SheetError {
    SheetError::NotAWorkbook(error.to_string())
}

fn visible_names(workbook: &Workbook<'_>) -> Vec<String> {
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| is_shown(sheet));
    sheets.map(|sheet| sheet.name.clone()).collect()
}

fn is_shown(sheet: &Sheet) -> bool {
    sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
}

fn chosen(workbook: &Workbook<'_>, sheet: Option<&str>) -> Result<String, SheetError> {
    let visible = visible_names(workbook);
    match (sheet, visible.as_slice()) {
        (Some(name), _) if workbook.sheets_metadata().iter().any(|sheet| sheet.name == name) => Ok(name.to_owned()),
        (Some(name), _) => Err(SheetError::NoSheet { name: name.to_owned(), sheets: visible }),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(SheetError::Empty),
        (None, _) => Err(SheetError::WhichSheet(visible)),
    }
}

fn other_sheets(workbook: &Workbook<'_>, name: &str) -> Vec<LeftOut> {
    let others = workbook.sheets_metadata().iter().filter(|sheet| sheet.name != name);
    others.map(|sheet| LeftOut::Sheet { name: sheet.name.clone(), hidden: !is_shown(sheet) }).collect()
}

/// The cells that hold something, by row and column. They are read one by one into no more than they are: a sheet's
/// declared extent is never made room for.
fn cells(workbook: &mut Workbook<'_>, name: &str) -> Result<BTreeMap<u32, BTreeMap<usize, Cell>>, SheetError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    let mut rows: BTreeMap<u32, BTreeMap<usize, Cell>> = BTreeMap::new();
    // A text that many cells share is copied into each: what is copied is bounded too.
    let mut copied: u64 = 0;
    while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let content = content(cell.get_value());
        if content == Cell::Empty {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(SheetError::TooWide { cell: address(row, column) });
        }
        if let Cell::Text(text) = &content {
            copied = copied.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        }
        if copied > MOST_BYTES {
            return Err(SheetError::TooLarge { limit: MOST_BYTES });
        }
        rows.entry(row.saturating_add(1)).or_default().insert(usize_of(column), content);
    }
    Ok(rows)
}

fn content(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(Number::from_integer(*number)),
        DataRef::Float(number) => number_of(*number),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(day) => day_of(*day),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| Date::parse(day).ok());
            day.map_or_else(|| text_of(text), Cell::Date)
        }
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

fn text_of(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Spreadsheets keep binary numbers and show fifteen digits of them; with these `0.1 + 0.2` is 0.3 again.
fn number_of(value: f64) -> Cell {
    let digits = format!("{value:.14e}");
    let number =
        Decimal::from_scientific(&digits).ok().and_then(|decimal| Number::from_decimal(decimal.normalize()).ok());
    number.map_or_else(|| Cell::Fault(format!("{value}")), Cell::Number)
}

fn day_of(day: ExcelDateTime) -> Cell {
    if day.is_duration() {
        return number_of(day.as_f64());
    }
    let (year, month, day_of_month, ..) = day.to_ymd_hms_milli();
    Date::new(i32::from(year), month, day_of_month).map_or_else(|| number_of(day.as_f64()), Cell::Date)
}

fn address(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(usize_of(column)), row.saturating_add(1))
}

fn range(cells: &Dimensions) -> String {
    format!("{}:{}", address(cells.start.0, cells.start.1), address(cells.end.0, cells.end.1))
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
