//! Where delimiters and ends of lines stand: takes bytes, gives the places of three kinds of them, eight bytes at a time.
//! Cells of a ledger are short: a search that begins anew for each of them would take longer than they are.

/// A one in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// All bits of each byte but the highest.
const LOW: u64 = 0x7F * ONES;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks([u64; 3]);

impl Marks {
    /// A delimiter, a line feed and a carriage return.
    pub(super) fn of(delimiter: u8) -> Marks {
        Marks([delimiter, b'\n', b'\r'].map(|mark| u64::from(mark) * ONES))
    }

    /// Calls with each place in a text where one of them stands, and with which.
    pub(super) fn each(self, text: &[u8], mut found: impl FnMut(usize, u8)) {
        let (words, rest) = text.as_chunks::<8>();
        for (place, word) in words.iter().enumerate() {
            let mut hits = self.hits(u64::from_le_bytes(*word));
            while hits != 0 {
                let at = hits.trailing_zeros() as usize / 8;
                found(place * 8 + at, word.get(at).copied().unwrap_or_default());
                hits &= hits - 1;
            }
        }
        let begins = text.len() - rest.len();
        for (place, byte) in rest.iter().enumerate() {
            if self.hits(u64::from(*byte) | LOW << 8) & 0x80 != 0 {
                found(begins + place, *byte);
            }
        }
    }

    /// The highest bit of each byte that is one of them.
    fn hits(self, word: u64) -> u64 {
        let missed = self.0.iter().fold(u64::MAX, |missed, mark| {
            let other = word ^ mark;
            // The sum carries into the highest bit of a byte unless all its lower bits are nought, and into no other byte.
            missed & (((other & LOW) + LOW) | other)
        });
        !missed & !LOW
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_mark_is_found(text in prop::collection::vec(prop_oneof![any::<u8>(), Just(b';'), Just(b'\n'), Just(b'\r')], 0..60)) {
            let mut found = Vec::new();
            Marks::of(b';').each(&text, |place, mark| found.push((place, mark)));
            let marks = text.iter().enumerate().filter(|(_, byte)| matches!(byte, b';' | b'\n' | b'\r'));
            prop_assert_eq!(found, marks.map(|(place, byte)| (place, *byte)).collect::<Vec<_>>());
        }
    }
}
