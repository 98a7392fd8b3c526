//! Text to tree: takes the text of files, gives what was written in them, whole or broken.
//!
//! 1. `prescan` blanks out what would derail the grammar, and cuts big files;
//! 2. `grammar` (grammar/zbb.pest) gives the tokens of a chunk;
//! 3. `facts`, with `values` and `expression`, makes facts of them, which are `pieces` of a file;
//! 4. `blocks` nests the facts of the whole file by their braces.

mod blocks;
mod conflicts;
mod enclose;
mod errors;
mod expression;
mod facts;
pub mod format;
mod grammar;
mod habits;
mod inexact;
mod items;
mod letters;
mod limits;
mod literal;
mod meant;
mod names;
mod parse;
mod periods;
mod pieces;
mod prescan;
mod prose;
mod reread;
mod sure;
mod text;
pub mod tree;
mod values;
pub mod words;

pub use enclose::enclose;
pub use format::format;
pub use parse::{parse, parse_all, parse_unknown};
pub(crate) use prose::{MONTHS, is_part_of_year, month_number};
