//! Figures that are not certain, as people write them: takes a text that begins with one, gives its words and its figure.

use super::tree::ModifierWord;
use super::words::OPERATORS;

/// A figure with what stands before it: `~`, `about`, `up to`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct About<'t> {
    /// What says that it is not certain.
    pub words: &'t str,
    /// The figure, with its unit.
    pub figure: &'t str,
}

/// `~40k EUR`, `>= 40k EUR`, `+/- 5k EUR`: signs before a figure.
pub(super) fn about(text: &str) -> Option<About<'_>> {
    let signs = text.find(|sign: char| !"~≈≃±<>=≤≥+/-−".contains(sign)).filter(|end| *end > 0)?;
    let (words, rest) = text.split_at(signs);
    Some(About { words, figure: figure(rest.trim_start_matches([' ', '\t']))? })
}

/// The figure that a text begins with, with its unit: `40k EUR` of `40k EUR from 2027-01`.
pub(super) fn figure(text: &str) -> Option<&str> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || "_.%/".contains(sign);
    let number = text.find(|sign: char| !is_part(sign)).unwrap_or(text.len());
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let behind = text.get(number..)?;
    let unit = behind.strip_prefix(' ').unwrap_or("");
    let end = unit.find(|sign: char| !(sign.is_ascii_alphabetic() || "_/".contains(sign))).unwrap_or(unit.len());
    let unit = unit.get(..end)?;
    let is_word = ModifierWord::from_text(unit).is_some() || OPERATORS.contains(&unit);
    let is_unit = !unit.is_empty() && !is_word;
    let length = if is_unit { number.saturating_add(1).saturating_add(end) } else { number };
    text.get(..length)
}

/// Whether a word says that a figure is not certain.
pub(super) fn is_about(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "about"
            | "approx"
            | "approximately"
            | "around"
            | "ca"
            | "circa"
            | "c"
            | "est"
            | "estimated"
            | "nearly"
            | "roughly"
    )
}

/// The sign of a change in words.
pub(super) fn change(word: &str) -> Option<char> {
    match word.to_ascii_lowercase().as_str() {
        "up" | "plus" | "increase" | "increases" | "rises" | "gains" | "adds" => Some('+'),
        "down" | "minus" | "decrease" | "decreases" | "falls" | "loses" | "less" | "drops" => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{About, about, figure};

    #[test]
    fn a_figure_is_found_behind_what_makes_it_uncertain() {
        assert_eq!(figure("40k EUR from 2027-01"), Some("40k EUR"));
        assert_eq!(figure("3pp after 2 months"), Some("3pp"));
        assert_eq!(figure("40k from 2027-01"), Some("40k"));
        assert_eq!(figure("20k EUR/agent }"), Some("20k EUR/agent"));
        assert_eq!(figure("EUR"), None);
        assert_eq!(about("~40k EUR }"), Some(About { words: "~", figure: "40k EUR" }));
        assert_eq!(about("+/- 5k EUR"), Some(About { words: "+/-", figure: "5k EUR" }));
        assert_eq!(about("40k"), None);
    }
}
