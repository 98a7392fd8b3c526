//! The nearest name: what an unknown one was probably meant to be.

use super::names::is_inner;
use crate::model::Kind;
use crate::model::schema::{PropertySchema, Shape};

/// The candidate nearest to `word`, if any is near enough to offer; the first in order of name among equally near ones.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = most_edits(word);
    let letters = letters_of(word);
    let near = candidates.into_iter().filter_map(|candidate| {
        if candidate.len().abs_diff(word.len()) > limit || too_different(letters, letters_of(candidate), limit) {
            return None;
        }
        let distance = strsim::damerau_levenshtein(word, candidate);
        (distance <= limit && candidate != word).then_some((distance, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

/// The property of a kind whose key an unknown one was probably meant to be.
pub fn near_property(kind: Kind, key: &str) -> Option<&'static PropertySchema> {
    let schema = kind.schema();
    let keys = schema.properties.iter().filter(|property| stands_in_body(property)).map(|property| property.key);
    schema.property(nearest(key, keys)?)
}

/// Whether a property is written with its key in the body of its declaration.
pub fn stands_in_body(property: &PropertySchema) -> bool {
    !matches!(property.spec.shape, Shape::Head | Shape::Periods | Shape::Items)
}

/// The kind whose keyword an unknown one was probably meant to be, of those that stand outside of others.
pub fn near_kind(keyword: &str) -> Option<Kind> {
    let outer = Kind::ALL.iter().filter(|kind| !is_inner(**kind)).map(|kind| kind.keyword());
    Kind::from_keyword(nearest(keyword, outer)?)
}

/// A third of the letters may differ, at least one and at most three.
fn most_edits(word: &str) -> usize {
    (word.chars().count() / 3).clamp(1, 3)
}

/// The letters that occur, one bit each: a cheap bound on the distance of two words.
fn letters_of(word: &str) -> u64 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

/// Each edit changes at most two of the bits.
fn too_different(left: u64, right: u64, limit: usize) -> bool {
    (left ^ right).count_ones() as usize > 2 * limit
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn offers_the_near_and_only_the_near() {
        assert_eq!(nearest("custmer", ["customer", "visitor"]), Some("customer"));
        assert_eq!(nearest("retnetion", ["retention", "churn"]), Some("retention"));
        assert_eq!(nearest("banana", ["customer", "visitor"]), None);
    }

    #[test]
    fn ties_go_to_the_first_by_name() {
        assert_eq!(nearest("cat", ["cut", "bat", "cot"]), Some("bat"));
    }
}
