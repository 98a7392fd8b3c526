//! Spreadsheets as bytes: what a person sees in them, what is passed over, and what is refused before it does harm.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};
use zbb::sheet::{Cell, LeftOut, Separated, SheetError, Table, read_table};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Table, SheetError> {
    read_table(bytes, Separated::default(), sheet)
}

fn texts(table: &Table) -> Vec<(usize, Vec<String>)> {
    let cells = |row: &zbb::sheet::Row| (0..row.width()).map(|column| row.cell(column).text().into_owned()).collect();
    table.rows.iter().map(|row| (row.line, cells(row))).collect()
}

/// A workbook of one sheet, written part by part, with what stands in `sheetData`, the shared strings, and what follows.
fn by_hand(sheet_data: &str, shared: &[&str], after: &str) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let strings: String = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {main} xmlns:r=\"{relations}\"><sheets><sheet name=\"Asks\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst {main}>{strings}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet {main}><dimension ref=\"A1\"/><sheetData>{sheet_data}</sheetData>{after}</worksheet>"),
        ),
    ];
    zipped(&parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, options).expect("a part");
        archive.write_all(content).expect("its content");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("FY27 asks").expect("a sheet");
    let day = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(0, 0, "Package").expect("a cell");
    sheet.write(0, 2, "Ask").expect("a cell");
    sheet.write(2, 0, "Größere Räume").expect("a cell");
    sheet.write(2, 2, 0.1 + 0.2).expect("a cell");
    sheet.write(3, 2, 1_234_567.89).expect("a cell");
    sheet.write_with_format(4, 1, ExcelDateTime::from_ymd(2027, 3, 15).expect("a day"), &day).expect("a cell");
    sheet.write_formula(4, 2, Formula::new("=C3+C4").set_result("1234568.19")).expect("a cell");
    sheet.write(5, 2, true).expect("a cell");
    let table = read(&workbook.save_to_buffer().expect("a workbook"), None).expect("a table");
    let expected = [
        (1, vec!["Package", "", "Ask"]),
        (3, vec!["Größere Räume", "", "0.3"]),
        (4, vec!["", "", "1234567.89"]),
        (5, vec!["", "2027-03-15", "1234568.19"]),
        (6, vec!["", "", "yes"]),
    ];
    let expected: Vec<(usize, Vec<String>)> =
        expected.into_iter().map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())).collect();
    assert_eq!(texts(&table), expected);
    assert_eq!(table.left_out, []);
}

#[test]
fn what_nobody_sees_is_passed_over_and_said() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Shown").expect("a sheet");
    for row in 0..5 {
        sheet.write(row, 0, row).expect("a cell");
    }
    sheet.set_row_hidden(2).expect("a row");
    sheet.set_row_hidden(9).expect("a row without cells");
    sheet.merge_range(6, 0, 7, 1, "merged", &Format::new()).expect("cells");
    workbook.add_worksheet().set_name("Notes").expect("a sheet").set_hidden(true);
    let table = read(&workbook.save_to_buffer().expect("a workbook"), None).expect("a table");
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4, 5, 7]);
    let expected = [
        LeftOut::Sheet { name: "Notes".into(), hidden: true },
        LeftOut::HiddenRows(vec![3]),
        LeftOut::Merged(vec!["A7:B8".into()]),
    ];
    assert_eq!(table.left_out, expected);
}

#[test]
fn several_sheets_are_asked_for_by_name() {
    let mut workbook = Workbook::new();
    for name in ["Q1", "Q2"] {
        workbook.add_worksheet().set_name(name).expect("a sheet").write(0, 0, name).expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let names = vec!["Q1".to_owned(), "Q2".to_owned()];
    assert_eq!(read(&bytes, None), Err(SheetError::WhichSheet(names.clone())));
    assert_eq!(read(&bytes, Some("Q3")), Err(SheetError::NoSheet { name: "Q3".into(), sheets: names }));
    assert_eq!(read(&bytes, Some("Q2")).map(|table| table.rows.len()), Ok(1));
}

#[test]
fn a_formula_without_a_value_is_no_nought() {
    let cells =
        "<row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\" t=\"e\"><v>#REF!</v></c><c r=\"C1\"><v>7</v></c></row>";
    let table = read(&by_hand(cells, &[], ""), None).expect("a table");
    let row = table.rows.first().expect("a row");
    assert!(matches!(row.cell(0), Cell::Fault(why) if why == "a formula without a value"), "{row:?}");
    assert!(matches!(row.cell(1), Cell::Fault(why) if why == "#REF!"), "{row:?}");
    assert_eq!(row.cell(2).text(), "7");
}

#[test]
fn a_workbook_that_would_inflate_too_far_is_refused() {
    let noughts = vec![b'0'; 65 << 20];
    let bomb = zipped(&[("xl/workbook.xml", &noughts)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb, None), Err(SheetError::TooLarge { limit: 64 << 20 }));
    // The directory may say less than there is: the size stands 24 bytes into the entry.
    let mut lying = bomb;
    let entry = lying.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("an entry");
    lying[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    let local = lying.windows(4).position(|bytes| bytes == b"PK\x03\x04").expect("a header");
    lying[local + 22..local + 26].copy_from_slice(&100_u32.to_le_bytes());
    assert!(read(&lying, None).is_err(), "a lie about the size is no way in");
    let tight = zipped(&[("xl/workbook.xml", &vec![b'0'; 1 << 20])]);
    assert_eq!(read(&tight, None), Err(SheetError::TooTight { limit: 100 }));
}

#[test]
fn a_cell_far_out_makes_no_room_for_what_lies_between() {
    let cells = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert_eq!(read(&by_hand(cells, &[], ""), None), Err(SheetError::TooWide { cell: "XFD1048576".into() }));
    let cells = cells.replace("XFD", "ALJ");
    assert_eq!(read(&by_hand(&cells, &[], ""), None).map(|table| table.rows.len()), Ok(2));
}

#[test]
fn a_text_that_many_cells_share_is_not_copied_without_end() {
    // Random enough that it does not pack too tightly.
    let mut seed: u64 = 7;
    let mut letter = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((seed >> 33) % 26).expect("a letter"))
    };
    let long: String = (0..1 << 20).map(|_| letter()).collect();
    let cells: String =
        (1..=100).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    assert_eq!(read(&by_hand(&cells, &[&long], ""), None), Err(SheetError::TooLarge { limit: 64 << 20 }));
}

#[test]
fn broken_workbooks_are_refused_and_never_crash() {
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>12.5</v></c></row>";
    let whole = by_hand(cells, &["text"], "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>");
    assert!(read(&whole, None).is_ok());
    for cut in 4..whole.len() {
        assert!(read(&whole[..cut], None).is_err(), "cut at {cut}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5A;
        let _ = read(&bytes, None);
    }
    let strange = [
        "<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>",
        "<row r=\"9999999999\"/>",
        "<row><c r=\"1A\"><v>1</v></c></row>",
        "<row><c t=\"s\"><v>99</v></c></row>",
        "<row><c><v>NaN</v></c><c><v>1e999</v></c><c><v>1e-300</v></c></row>",
        "<c",
    ];
    for cells in strange {
        let _ = read(&by_hand(cells, &[], ""), None);
    }
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], None), Err(SheetError::OldWorkbook));
    assert!(matches!(read(&zipped(&[("mimetype", b"text")]), None), Err(SheetError::NotAWorkbook(_))));
    assert_eq!(read(b"\n \n;;\n", None), Err(SheetError::Empty));
}

#[test]
fn numbers_that_are_none_are_faults() {
    let cells =
        "<row r=\"1\"><c r=\"A1\"><v>NaN</v></c><c r=\"B1\"><v>1e300</v></c><c r=\"C1\"><v>-1.5e3</v></c></row>";
    let table = read(&by_hand(cells, &[], ""), None).expect("a table");
    let row = table.rows.first().expect("a row");
    assert!(matches!(row.cell(0), Cell::Fault(_)), "{row:?}");
    assert!(matches!(row.cell(1), Cell::Fault(_)), "{row:?}");
    assert_eq!(row.cell(2).text(), "-1500");
}
