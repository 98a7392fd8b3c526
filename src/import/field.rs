//! What a column of a sheet can hold.

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What is asked for.
    Package,
    /// The increment of it.
    Level,
    /// The kind of cost.
    Category,
    /// Who spends.
    Department,
    /// How much, over the calendar.
    Amount,
    /// The role that answers for it.
    Owner,
    /// What is spent now.
    Today,
    /// Why it deserves money.
    Justification,
    /// What follows without it.
    Consequence,
    /// Another way to do the job.
    Alternative,
}
