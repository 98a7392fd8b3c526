//! Ranges of figures as they are written elsewhere: takes `0-100%`, `0% to 100%`, gives `0% .. 100%`.

use super::line::{Change, Habit};
use crate::quantity::Number;

/// All of what stands behind `range:`.
pub(super) fn range(value: &str) -> Option<Change> {
    const BETWEEN: [&str; 9] = [" - ", " to ", " and ", " bis ", " à ", "…", "–", "—", "-"];
    let written = value.trim();
    if written.is_empty() || written.contains("..") {
        return None;
    }
    if let Some(range) = up_to(value) {
        return Some(range);
    }
    let bare = ["between ", "from "].iter().find_map(|word| written.strip_prefix(word)).unwrap_or(written);
    // The sign of the first figure parts nothing.
    let signed = usize::from(bare.starts_with('-'));
    let (low, high) = BETWEEN.iter().find_map(|between| {
        let at = bare.get(signed..)?.find(between)? + signed;
        Some((bare.get(..at)?.trim(), bare.get(at + between.len()..)?.trim()))
    })?;
    let ((low, low_unit), (high, unit)) = (figure(low)?, figure(high)?);
    if !(low_unit.is_empty() || low_unit == unit) {
        return None;
    }
    let start = value.len() - value.trim_start().len();
    let right = format!("{low}{unit} .. {high}{unit}");
    Some(Change { place: start..start + written.len(), right, habit: Habit::RangeOfFigures })
}

/// `< 60 minutes`, `up to 100%`: from nought, if nothing else is said.
fn up_to(value: &str) -> Option<Change> {
    const WORDS: [&str; 8] = ["<=", "<", "≤", "up to", "at most", "max", "maximum", "bis"];
    let written = value.trim();
    let most = WORDS.iter().find_map(|word| written.strip_prefix(word))?.trim_start();
    let (high, unit) = figure(most)?;
    let start = value.len() - value.trim_start().len();
    let right = format!("0{unit} .. {high}{unit}");
    Some(Change { place: start..start + written.len(), right, habit: Habit::OpenRange })
}

/// A figure and its unit, which has its space where it needs one.
fn figure(text: &str) -> Option<(&str, String)> {
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || "-+._kMB".contains(sign))).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Number::parse(number.trim_start_matches(['-', '+'])).ok()?;
    let unit = unit.trim();
    let is_unit = unit.chars().all(|sign| sign.is_alphanumeric() || "%/_".contains(sign));
    let apart = if unit.is_empty() || unit == "%" || unit == "pp" { "" } else { " " };
    is_unit.then(|| (number, format!("{apart}{unit}")))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_range_has_two_ends_with_their_units() {
        for (written, right) in [
            ("0-100%", "0% .. 100%"),
            ("0% - 100%", "0% .. 100%"),
            ("0 to 100%", "0% .. 100%"),
            ("between 0% and 100%", "0% .. 100%"),
            ("-100 to 100 pts", "-100 pts .. 100 pts"),
            ("-100 – 100 pts", "-100 pts .. 100 pts"),
            ("0-10", "0 .. 10"),
            ("< 60 minutes", "0 minutes .. 60 minutes"),
            ("up to 100%", "0% .. 100%"),
        ] {
            assert_eq!(range(written).map(|change| change.right).as_deref(), Some(right), "{written}");
        }
        for written in ["0% .. 100%", "a - b", "5%", "0 EUR - 5 pts"] {
            assert_eq!(range(written), None, "{written}");
        }
    }
}
