//! Why a sheet cannot be brought in, and what to say or mend.

use super::Field;
use crate::sheet::Denomination;
use std::fmt;

/// The best score of a task that Mermaid draws.
pub(super) const BEST: u8 = 5;

/// What has to be said, since the sheet does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Which column a field stands in.
    Column(Field),
    /// The currency; with a sign that several have, where the sheet has one.
    Currency(Option<Denomination>),
    /// The months planned.
    Calendar,
    /// Whether the amounts are in thousands.
    Scale,
    /// Whether a comma or a point begins the decimals.
    Decimal,
}

impl Missing {
    /// What it is.
    #[must_use]
    pub fn noun(self) -> String {
        match self {
            Missing::Column(field) => format!("the column of the {}", field.word()),
            Missing::Currency(None) => "the currency".to_owned(),
            Missing::Currency(Some(sign)) => format!("which currency `{}` is", sign.written()),
            Missing::Calendar => "the months planned".to_owned(),
            Missing::Scale => "whether amounts are in thousands".to_owned(),
            Missing::Decimal => "what begins the decimals".to_owned(),
        }
    }

    /// How it is said on the command line.
    #[must_use]
    pub fn option(self) -> String {
        match self {
            Missing::Column(field) => format!("--column {}=\"HEADING\"", field.word()),
            Missing::Currency(None) => "--currency EUR".to_owned(),
            Missing::Currency(Some(sign)) => {
                let codes: Vec<&str> = sign.codes().collect();
                let likely = codes.get(..4).unwrap_or(&codes);
                let more = if codes.len() > likely.len() { ", or what else it is" } else { "" };
                format!("--currency {}{more}", likely.join(" or "))
            }
            Missing::Calendar => "--calendar 2027-01..2027-12".to_owned(),
            Missing::Scale => "--scale 1000, or --scale 1 if they are not".to_owned(),
            Missing::Decimal => "--decimal comma, or --decimal point".to_owned(),
        }
    }
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something has to be said.
    Missing(Vec<Missing>),
    /// A column that was named is not there.
    NoColumn {
        /// The field.
        field: Field,
        /// What was named.
        named: String,
    },
    /// Cells and rows that cannot be brought over, a line each.
    Rows(Vec<String>),
    /// No row has anything to bring over.
    Nothing,
    /// A line of a journey is no task.
    NotATask {
        /// The line.
        line: usize,
        /// What it says.
        text: String,
        /// What is wrong with it.
        fault: TaskFault,
    },
}

/// What is wrong with a task of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskFault {
    /// Nothing says what is done.
    NoTitle,
    /// What should be its score is none.
    Score(String),
    /// More follows than who does it.
    TooLong,
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Problem::Missing(missing) => {
                let options: Vec<String> = missing.iter().map(|missing| missing.option()).collect();
                format!("say {}", options.join("; "))
            }
            Problem::NoColumn { .. } => {
                "write a heading as it stands in the sheet, or the letter of its column".to_owned()
            }
            Problem::Rows(_) => "mend these in the sheet, then run again; nothing was written".to_owned(),
            Problem::Nothing => "is this the right sheet?".to_owned(),
            Problem::NotATask { fault: TaskFault::Score(_), .. } => {
                format!("write a whole number from 0 to {BEST}, the best; a task may have no score: `Make tea`")
            }
            Problem::NotATask { .. } => {
                "a task is written as `Make tea: 5: Me, Cat`, with its score and who does it".to_owned()
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Missing(missing) => {
                let nouns: Vec<String> = missing.iter().map(|missing| missing.noun()).collect();
                write!(formatter, "the sheet does not say {}", nouns.join(", "))
            }
            Problem::NoColumn { field, named } => {
                write!(formatter, "there is no column `{named}` for the {}", field.word())
            }
            Problem::Rows(rows) => write!(formatter, "{}", rows.join("\n")),
            Problem::Nothing => formatter.write_str("no row has an amount and says what it is for"),
            Problem::NotATask { line, text, fault } => match fault {
                TaskFault::NoTitle => write!(formatter, "line {line} says nothing before its colon: `{text}`"),
                TaskFault::Score(score) => {
                    write!(formatter, "line {line}, `{text}`: {}", why_no_score(score))
                }
                TaskFault::TooLong => {
                    write!(formatter, "line {line} has more than a title, a score and who does it: `{text}`")
                }
            },
        }
    }
}

fn why_no_score(score: &str) -> String {
    let is_whole = !score.is_empty() && score.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole { format!("the score {score} is above {BEST}") } else { format!("`{score}` is no score") }
}

impl std::error::Error for Problem {}
