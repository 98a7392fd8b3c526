//! Ledgers: takes a checked plan and the files its `actuals` name, gives what was paid and ordered by month and by what of
//! the plan it was spent on. Files are opened through [`Files`] alone, read once, and never kept.
//!
//! What is not said is found out on the whole column: both orders of days and both decimal marks are kept until the file
//! ends, and what is then still open is an error. Words of a file become names of the plan only then, too.

mod aside;
mod blocks;
mod cell;
mod closing;
mod columns;
mod files;
mod layout;
mod marks;
mod messages;
mod quoted;
mod read;
mod rows;
mod split;
mod survey_cells;
mod survey_messages;
mod surveys;
mod tally;
mod token;
mod twice;
pub mod warehouse;
mod words;

pub use cell::{Cell, Ledger, LeftAside, Spent, State};
pub use closing::{close, close_without_books};
pub use files::{FileTrouble, Files};
pub use read::{Books, read};
pub use surveys::{Observations, Series, observations};
