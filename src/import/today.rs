//! What a package costs today: takes what each row of the sheet says, gives one amount, and how it was found where several
//! rows say something.

use super::entry::{Package, Sheet};
use super::told::{numbers, shown_amount};
use crate::quantity::Number;

/// What a package costs today.
pub(super) struct Today {
    /// How much.
    pub amount: Number,
    how: How,
}

/// How it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// One row says it.
    Said,
    /// Several rows say the same: each repeats what the package costs, as each repeats its owner.
    Repeated,
    /// The rows say different amounts, which are parts.
    Summed,
}

/// What a package costs today; nothing where no row says it, or where it would be less than nothing.
pub(super) fn today(package: &Package) -> Option<Today> {
    let (_, first) = package.today.first()?;
    let is_repeated = package.today.iter().all(|(_, amount)| amount == first);
    let (amount, how) = match package.today.as_slice() {
        [_] => (*first, How::Said),
        _ if is_repeated => (*first, How::Repeated),
        rows => (rows.iter().try_fold(Number::ZERO, |sum, (_, amount)| sum.add(*amount)).ok()?, How::Summed),
    };
    (!amount.is_negative()).then_some(Today { amount, how })
}

/// What is to be told of how it was found.
pub(super) fn remarks(sheet: &Sheet) -> Vec<String> {
    let told = |package: &Package| {
        let rows: Vec<usize> = package.today.iter().map(|(row, _)| *row).collect();
        let rows = (!rows.is_empty()).then(|| numbers("row", &rows))?;
        let title = &package.title;
        let Some(today) = today(package) else {
            return Some(format!("what `{title}` costs today, in {rows}: it is less than nothing"));
        };
        let amount = shown_amount(today.amount, sheet.currency);
        match today.how {
            How::Said => None,
            How::Repeated => {
                Some(format!("{rows} say the same of what `{title}` costs today, which is taken once: {amount}"))
            }
            How::Summed => Some(format!("what `{title}` costs today is the sum of {rows}: {amount}")),
        }
    };
    sheet.packages.iter().filter_map(told).collect()
}
