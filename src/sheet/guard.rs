//! Before a workbook is read: takes its bytes, refuses what would inflate to more than any honest sheet.
//!
//! A workbook of 1.4 kB can ask for half a terabyte. What its directory says is looked at first, without inflating
//! anything; since a directory can lie, each part is then inflated once into nothing, and stopped at the limit.

use super::SheetError;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that a workbook may inflate to, all parts together.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// How much smaller than what it holds a workbook may be.
pub(super) const MOST_RATIO: u64 = 100;

/// Refuses a workbook that would take too much.
pub(super) fn guard(bytes: &[u8]) -> Result<(), SheetError> {
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| broken(&error))?;
        declared = declared.saturating_add(part.size());
    }
    within(declared, packed)?;
    let mut inflated: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| broken(&error))?;
        let left = MOST_BYTES.saturating_sub(inflated).saturating_add(1);
        // A part that is broken is found when it is read, with a better message; here only its size counts.
        inflated = inflated.saturating_add(count(&mut part.take(left)));
        within(inflated, packed)?;
    }
    Ok(())
}

fn count(reader: &mut impl Read) -> u64 {
    let mut buffer = [0; 1 << 14];
    let mut total: u64 = 0;
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        total = total.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
    total
}

fn within(inflated: u64, packed: u64) -> Result<(), SheetError> {
    if inflated > MOST_BYTES {
        return Err(SheetError::TooLarge { limit: MOST_BYTES });
    }
    if inflated > packed.saturating_mul(MOST_RATIO) {
        return Err(SheetError::TooTight { limit: MOST_RATIO });
    }
    Ok(())
}

fn broken(error: &zip::result::ZipError) -> SheetError {
    SheetError::NotAWorkbook(error.to_string())
}
