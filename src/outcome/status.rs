//! Whether a level is funded and the kind of reason, by name, and as a plan file has it.

use super::figure::Value;
use crate::quantity::Currency;

/// Whether a level is funded and the kind of reason. Running figures such as what was left are not part of it: they can be
/// worked out, and would change with every level above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LevelStatus {
    /// Funded by its rank.
    Funded,
    /// Funded as an authority requires it.
    Mandated,
    /// Funded as a mandated level cannot do without it.
    MandatedVia(String),
    /// Funded as it is in the best set.
    Best,
    /// Funded from what the floors left.
    Pooled,
    /// Below the line that another level draws.
    BelowLine,
    /// The money does not reach; the period, where there are several.
    Short(Option<String>),
    /// The money is held back for the floors of others.
    HeldBack,
    /// What it adds to, or needs, is not funded.
    Blocked(String),
    /// A funded level rules it out.
    Excluded(String),
    /// A cap is in its way: `department support`.
    Capped(String),
    /// Its score is below the least that is funded.
    BelowMinimumScore,
    /// The best set goes without it.
    NotBest,
    /// No allowed set holds it.
    NoSet,
    /// The plan has no `funding`.
    NoFunding,
}

impl LevelStatus {
    /// Whether the level is funded.
    #[must_use]
    pub fn is_funded(&self) -> bool {
        match self {
            LevelStatus::Funded
            | LevelStatus::Mandated
            | LevelStatus::MandatedVia(_)
            | LevelStatus::Best
            | LevelStatus::Pooled => true,
            LevelStatus::BelowLine
            | LevelStatus::Short(_)
            | LevelStatus::HeldBack
            | LevelStatus::Blocked(_)
            | LevelStatus::Excluded(_)
            | LevelStatus::Capped(_)
            | LevelStatus::BelowMinimumScore
            | LevelStatus::NotBest
            | LevelStatus::NoSet
            | LevelStatus::NoFunding => false,
        }
    }

    fn text(&self) -> String {
        match self {
            LevelStatus::Funded => "funded".to_owned(),
            LevelStatus::Mandated => "funded by mandate".to_owned(),
            LevelStatus::MandatedVia(level) => format!("funded by mandate via {level}"),
            LevelStatus::Best => "funded in the best set".to_owned(),
            LevelStatus::Pooled => "funded from the pool".to_owned(),
            LevelStatus::BelowLine => "below the line".to_owned(),
            LevelStatus::Short(None) => "short".to_owned(),
            LevelStatus::Short(Some(period)) => format!("short in {period}"),
            LevelStatus::HeldBack => "held back for floors".to_owned(),
            LevelStatus::Blocked(by) => format!("blocked by {by}"),
            LevelStatus::Excluded(by) => format!("excluded by {by}"),
            LevelStatus::Capped(cap) => format!("capped by {cap}"),
            LevelStatus::BelowMinimumScore => "below the minimum score".to_owned(),
            LevelStatus::NotBest => "not in the best set".to_owned(),
            LevelStatus::NoSet => "in no allowed set".to_owned(),
            LevelStatus::NoFunding => "not funded".to_owned(),
        }
    }

    fn of(text: &str) -> Option<LevelStatus> {
        let plain = [
            LevelStatus::Funded,
            LevelStatus::Mandated,
            LevelStatus::Best,
            LevelStatus::Pooled,
            LevelStatus::BelowLine,
            LevelStatus::Short(None),
            LevelStatus::HeldBack,
            LevelStatus::BelowMinimumScore,
            LevelStatus::NotBest,
            LevelStatus::NoSet,
            LevelStatus::NoFunding,
        ];
        let named: [fn(String) -> LevelStatus; 5] = [
            LevelStatus::MandatedVia,
            |period| LevelStatus::Short(Some(period)),
            LevelStatus::Blocked,
            LevelStatus::Excluded,
            LevelStatus::Capped,
        ];
        let is_so = |status: &LevelStatus| status.text() == text;
        plain.into_iter().find(is_so).or_else(|| {
            // What stands before a name is what the text of an empty name says.
            let with_name = |status: &fn(String) -> LevelStatus| {
                let name = text.strip_prefix(&status(String::new()).text())?;
                (!name.is_empty()).then(|| status(name.to_owned()))
            };
            named.iter().find_map(with_name)
        })
    }
}

impl Value for LevelStatus {
    fn unknown() -> LevelStatus {
        LevelStatus::NoFunding
    }

    fn lines(&self, _: Currency) -> Vec<(String, String)> {
        vec![(String::new(), self.text())]
    }

    fn read(&mut self, key: &str, text: &str, _: Currency) -> Option<()> {
        *self = LevelStatus::of(text).filter(|_| key.is_empty())?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::LevelStatus;

    #[test]
    fn a_status_is_read_as_it_is_written() {
        let named = |name: &str| name.to_owned();
        for status in [
            LevelStatus::Funded,
            LevelStatus::Mandated,
            LevelStatus::MandatedVia(named("a.b")),
            LevelStatus::Best,
            LevelStatus::Pooled,
            LevelStatus::BelowLine,
            LevelStatus::Short(None),
            LevelStatus::Short(Some(named("2027-01 .. 2027-03"))),
            LevelStatus::HeldBack,
            LevelStatus::Blocked(named("a.b")),
            LevelStatus::Excluded(named("a.b")),
            LevelStatus::Capped(named("department support")),
            LevelStatus::BelowMinimumScore,
            LevelStatus::NotBest,
            LevelStatus::NoSet,
            LevelStatus::NoFunding,
        ] {
            assert_eq!(LevelStatus::of(&status.text()), Some(status));
        }
        for text in ["", "fundedd", "blocked by", "blocked by ", "short in "] {
            assert_eq!(LevelStatus::of(text), None, "{text}");
        }
    }
}
