//! Cells of a workbook: the looks they have, and the one way in which texts, amounts and formulas are written.

use crate::diagnostic::text::visible_lines;
use crate::quantity::{Currency, Money, Number};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

/// The rows that stand above those of levels on every sheet that has one a level: a title, a sentence, a free row, headings.
pub(super) const HEAD: u32 = 4;

/// How many rows of levels a sheet can have.
pub(super) const MOST_ROWS: usize = (1 << 20) - 64;

/// The longest text that a cell takes.
const LONGEST: usize = 32_767;

/// The looks of cells.
pub(super) struct Styles {
    pub title: Format,
    pub sentence: Format,
    pub heading: Format,
    pub text: Format,
    pub wrapped: Format,
    pub count: Format,
    pub money: Format,
    pub money_total: Format,
    pub input_money: Format,
    pub input: Format,
    pub check: Format,
    pub plain: Format,
}

impl Styles {
    pub(super) fn new(currency: Currency) -> Styles {
        let text = Format::new().set_align(FormatAlign::Top);
        let digits = usize::try_from(currency.minor_digits()).unwrap_or(0);
        let decimals = if digits == 0 { String::new() } else { format!(".{}", "0".repeat(digits)) };
        let money = text.clone().set_num_format(format!("#,##0{decimals};-#,##0{decimals};–"));
        // Blue may be changed: as those who build models have it.
        let blue = Color::RGB(0x001F_5F99);
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            sentence: Format::new().set_font_color(Color::RGB(0x0055_5555)),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            wrapped: text.clone().set_text_wrap(),
            count: text.clone().set_num_format("0"),
            money_total: money.clone().set_bold().set_border_top(FormatBorder::Thin),
            input_money: money.clone().set_font_color(blue),
            input: text.clone().set_font_color(blue).set_background_color(Color::RGB(0x00EE_F4FA)),
            check: text.clone().set_font_color(Color::RGB(0x00B3_341F)),
            plain: text.clone().set_num_format("#,##0.00"),
            money,
            text,
        }
    }
}

/// A text of a plan as a cell shows it: through the one door that makes invisible letters visible, and no longer than a
/// cell is.
pub(super) fn shown(text: &str) -> String {
    let shown = visible_lines(text);
    // Spreadsheets count a text in UTF-16.
    if shown.encode_utf16().count() <= LONGEST {
        return shown;
    }
    let mut length = 0;
    let kept = shown.chars().take_while(|letter| {
        length += letter.len_utf16();
        length < LONGEST
    });
    kept.chain(['…']).collect()
}

/// Writes words; never a formula, whatever they begin with.
pub(super) fn text(sheet: &mut Worksheet, at: (u32, u16), words: &str, format: &Format) -> Result<(), XlsxError> {
    if words.is_empty() {
        return Ok(());
    }
    sheet.write_string_with_format(at.0, at.1, shown(words), format).map(|_| ())
}

/// Writes an amount. It has fifteen digits at most, so that the nearest binary number is written with the same digits.
pub(super) fn money(sheet: &mut Worksheet, at: (u32, u16), amount: Money, format: &Format) -> Result<(), XlsxError> {
    number(sheet, at, amount.number(), format)
}

/// Writes a number.
pub(super) fn number(sheet: &mut Worksheet, at: (u32, u16), value: Number, format: &Format) -> Result<(), XlsxError> {
    let nearest: f64 = value.to_string().parse().unwrap_or_default();
    sheet.write_number_with_format(at.0, at.1, nearest, format).map(|_| ())
}

/// Writes a formula with its result.
pub(super) fn formula(
    sheet: &mut Worksheet,
    at: (u32, u16),
    words: &str,
    result: impl Into<String>,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_formula_with_format(at.0, at.1, Formula::new(words).set_result(result), format).map(|_| ())
}

/// Headings in a row.
pub(super) fn headings<T: AsRef<str>>(
    sheet: &mut Worksheet,
    row: u32,
    words: &[T],
    format: &Format,
) -> Result<(), XlsxError> {
    for (column, words) in (0..).zip(words) {
        text(sheet, (row, column), words.as_ref(), format)?;
    }
    Ok(())
}

/// Plans of so many levels keep their rows in memory until the workbook is written; sheets of larger ones go row by row
/// into a temporary file, which takes a tenth of the memory.
const KEPT: usize = 3_000;

/// A sheet with a row for each level or line of a plan, written from top to bottom.
pub(super) fn long_sheet<'w>(
    workbook: &'w mut Workbook,
    levels: usize,
    name: &str,
) -> Result<&'w mut Worksheet, XlsxError> {
    // Where there is no place for temporary files, memory has to do.
    if levels > KEPT && workbook.add_worksheet_with_low_memory().is_ok() {
        let last = workbook.worksheets().len().saturating_sub(1);
        return workbook.worksheet_from_index(last)?.set_name(name);
    }
    workbook.add_worksheet().set_name(name)
}

/// How a sheet is read and printed: headings stay in sight, and it is as wide as a page.
pub(super) fn set_up(sheet: &mut Worksheet, widths: &[u32], frozen: (u32, u16)) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&F&C&A&R&P / &N");
    if frozen.0 > 0 {
        sheet.set_freeze_panes(frozen.0, frozen.1)?;
        sheet.set_repeat_rows(0, frozen.0.saturating_sub(1))?;
    }
    Ok(())
}

/// `B7`, from a row and a column counted from nought.
pub(super) fn address(row: u32, column: u16) -> String {
    format!("{}{}", crate::sheet::column_letters(usize::from(column)), row.saturating_add(1))
}

/// `$B$7`
pub(super) fn fixed(row: u32, column: u16) -> String {
    format!("${}${}", crate::sheet::column_letters(usize::from(column)), row.saturating_add(1))
}

/// The row of a level by its place.
pub(super) fn row_of(place: usize) -> u32 {
    HEAD.saturating_add(u32::try_from(place).unwrap_or(u32::MAX))
}

/// A column by its place.
pub(super) fn column_of(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
