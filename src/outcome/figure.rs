//! What the table of figures is made of: takes a row of figures for each thing a plan comes to something for, gives the
//! struct that holds them, their lines in a plan file and back, and what is known of each figure.

use super::line::PlanFileLine;
use crate::quantity::Currency;

/// What is known of a figure, whatever it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Of what: `level`, `kpi`.
    pub kind: &'static str,
    /// Its word, as lines of a plan file and `zbb explain` have it; a comparison has columns of this key.
    pub word: &'static str,
    /// The key of a comparison's column for what it was: `cost_before`.
    pub before: &'static str,
    /// The key of the column of `zbb plan` that shows it; nothing where no column does.
    pub column: &'static str,
    /// Whether a plan file keeps it.
    pub keeping: Keeping,
    doc: &'static str,
}

/// Whether a plan file keeps a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It does: the figure is decided, or decides.
    Kept,
    /// It does not: the figure is a sum, stands in the sources, or moves with everything.
    Shown,
}

impl Figure {
    pub(super) const fn new(
        kind: &'static str,
        words: [&'static str; 3],
        keeping: Keeping,
        doc: &'static str,
    ) -> Figure {
        let [word, before, column] = words;
        Figure { kind, word, before, column, keeping, doc }
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn doc(&self) -> &'static str {
        self.doc.trim_start()
    }
}

/// A type of figure.
pub(super) trait Value {
    /// What is held where a plan file keeps nothing.
    fn unknown() -> Self;

    /// The lines of a plan file that keep it: a key, empty where there is one line, and a text.
    fn lines(&self, _currency: Currency) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Reads what a line keeps; nothing where it is none of this type.
    fn read(&mut self, _key: &str, _text: &str, _currency: Currency) -> Option<()> {
        None
    }
}

/// The figures of one thing.
pub(super) trait Row {
    /// Of how many words its name is.
    const WORDS: usize;
    /// No figures yet.
    fn unknown(name: String) -> Self;
    /// Its name.
    fn name(&self) -> &str;
    /// What a plan file keeps of it.
    fn lines(&self, currency: Currency) -> Vec<PlanFileLine>;
    /// Reads what a line keeps under a word and a key.
    fn read(&mut self, word: &str, key: &str, text: &str, currency: Currency) -> Option<()>;
}

/// Declares figures. Each group is the rows of an [`Outcome`](super::Outcome), the struct of a row, the kind of thing, and of
/// how many words its name is; each figure its word, its type, whether a plan file keeps it, and the key of its column in
/// `zbb plan`.
macro_rules! figures {
    ($($(#[doc = $about:literal])+ $rows:ident: $row:ident, $kind:ident, $words:literal {
        $($(#[doc = $doc:literal])+ $figure:ident: $type:ty, $keeping:ident, $column:literal;)+
    })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $row {
                /// Its name.
                pub name: String,
                $($(#[doc = $doc])+ pub $figure: $type,)+
            }

            $(#[doc = $about])+
            pub mod $kind {
                use super::{Figure, Keeping};
                $(
                    $(#[doc = $doc])+
                    #[must_use]
                    pub const fn $figure() -> Figure {
                        let words = [stringify!($figure), concat!(stringify!($figure), "_before"), $column];
                        Figure::new(stringify!($kind), words, Keeping::$keeping, concat!($($doc),+))
                    }
                )+
            }

            impl Row for $row {
                const WORDS: usize = $words;

                fn unknown(name: String) -> $row {
                    $row { name, $($figure: <$type as Value>::unknown(),)+ }
                }

                fn name(&self) -> &str {
                    &self.name
                }

                fn lines(&self, currency: Currency) -> Vec<PlanFileLine> {
                    let mut lines = Vec::new();
                    $(
                        if Keeping::$keeping == Keeping::Kept {
                            let values = self.$figure.lines(currency);
                            lines.extend(lines_of($kind::$figure(), (Self::WORDS, &self.name), values));
                        }
                    )+
                    lines
                }

                fn read(&mut self, word: &str, key: &str, text: &str, currency: Currency) -> Option<()> {
                    match word {
                        $(stringify!($figure) if Keeping::$keeping == Keeping::Kept => {
                            self.$figure.read(key, text, currency)
                        })+
                        _ => None,
                    }
                }
            }
        )+

        /// Every figure, in the order of the table.
        pub const FIGURES: &[Figure] = &[$($($kind::$figure(),)+)+];

        /// What a plan comes to, by name.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Outcome {
            /// The currency of all amounts.
            pub currency: Currency,
            $($(#[doc = $about])+ pub $rows: Vec<$row>,)+
        }

        impl Outcome {
            /// Nothing yet.
            pub(crate) fn empty(currency: Currency) -> Outcome {
                Outcome { currency, $($rows: Vec::new(),)+ }
            }

            /// What a plan file keeps of all rows.
            pub(super) fn row_lines(&self) -> Vec<PlanFileLine> {
                let mut lines = Vec::new();
                $(self.$rows.iter().for_each(|row| lines.extend(row.lines(self.currency)));)+
                lines
            }

            /// Reads a line of a kind of row.
            pub(super) fn read_line(&mut self, kind: &str, words: &[&str], text: &str) -> Option<()> {
                match kind {
                    $(stringify!($kind) => read_row(&mut self.$rows, words, text, self.currency),)+
                    _ => None,
                }
            }
        }
    };
}

pub(super) use figures;
