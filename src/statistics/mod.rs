//! Statistics of short series: takes exact values by month, gives trend, change point and correlation with how sure they are.
//!
//! All of it is exact decimal arithmetic: no binary floating point, so that every machine gives the same digits. Each rule is
//! that of a library that others can run: SciPy's `theilslopes`, `spearmanr` and `false_discovery_control`, pyhomogeneity's
//! `pettitt_test`.

mod change;
mod correlation;
mod discovery;
mod ranks;
mod slope;
mod student;

pub use change::{Break, LEAST_FOR_A_BREAK, change_point};
pub use correlation::{LEAST_PAIRS, spearman};
pub use discovery::adjusted;
pub use ranks::median;
pub use slope::{LEAST_FOR_A_SLOPE, Slope, slope};
pub use student::two_sided;
