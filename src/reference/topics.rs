//! What no single word of the language is about: takes a name, gives the page of how something is written or worked out.

/// A page, and the names by which it is asked for; the first stands in the index.
pub struct Topic {
    /// Its names.
    pub names: &'static [&'static str],
    /// What it tells, in a few words.
    pub about: &'static str,
    /// The page.
    pub page: &'static str,
}

/// Every topic.
pub const TOPICS: &[Topic] = &[
    Topic {
        names: &["literals", "literal", "numbers", "figures", "dates", "periods", "texts"],
        about: "how numbers, money, shares, days, months and texts are written",
        page: include_str!("topics/literals.md"),
    },
    Topic {
        names: &[
            "time",
            "words of time",
            "second",
            "seconds",
            "minute",
            "minutes",
            "hour",
            "hours",
            "day",
            "days",
            "week",
            "weeks",
            "month",
            "months",
            "quarter",
            "quarters",
            "year",
            "years",
        ],
        about: "what a day, week, month and year count as",
        page: include_str!("topics/time.md"),
    },
    Topic {
        names: &["spreading", "spread", "spreading of costs"],
        about: "how a cost falls into the months",
        page: include_str!("topics/spreading.md"),
    },
    Topic {
        names: &["climb", "ramp", "climb of an effect"],
        about: "how an effect arrives: `after` and `over`",
        page: include_str!("topics/climb.md"),
    },
    Topic {
        names: &["month i", "projection", "month i of a KPI"],
        about: "what a KPI is in each month",
        page: include_str!("topics/baseline.md"),
    },
    Topic {
        names: &[
            "track",
            "budgetary control",
            "actual",
            "budget to date",
            "came about",
            "decided",
            "expected",
            "explained",
            "nature",
            "not counted",
            "note on",
            "observed",
            "ordered",
            "planned",
            "promised to date",
            "rows",
            "run rate",
            "together",
            "unexplained",
            "variance then",
        ],
        about: "what the columns of `zbb track` say",
        page: include_str!("topics/track.md"),
    },
    Topic {
        names: &["sql", "warehouse", "plan_digest", "dbt"],
        about: "adding a ledger up in the warehouse where it lies",
        page: include_str!("topics/sql.md"),
    },
    Topic {
        names: &[
            "advise",
            "price of the ranking",
            "packages",
            "gain",
            "of the gain",
            "proof",
            "out",
            "levels out",
            "levels in",
            "targets missed besides",
            "requirements broken besides",
            "falls first at",
            "what follows, in the words of the plan",
            "frontier",
            "stability",
            "stands alike from",
            "stands alike to",
            "set stays from",
            "set stays to",
            "score from",
            "score to",
            "nearest change",
            "goal",
            "more than now",
            "against what is funded",
            "conflict",
            "what clashes",
            "by what is funded",
            "by the best set",
            "at points of the frontier",
            "risk of a plan",
            "P10",
            "P50",
            "P90",
            "chance",
            "with 95% confidence",
            "as planned",
            "hangs on",
            "squared rank correlation",
            "one estimate",
            "at its low end",
            "at its high end",
            "estimate",
            "sort",
            "comes with",
            "month",
            "n/a in draws",
            "draw",
            "draws",
        ],
        about: "what the columns of `zbb advise` say",
        page: include_str!("topics/advise.md"),
    },
    Topic {
        names: &["rating", "ratings"],
        about: "how the rating and the score of a level are worked out",
        page: include_str!("topics/rating.md"),
    },
    Topic {
        names: &["walk", "walk of the ranking"],
        about: "how the ranking is walked, and what is funded",
        page: include_str!("topics/walk.md"),
    },
    Topic {
        names: &["git", "plan file and git", "lock"],
        about: "the plan file, comparing and merging",
        page: include_str!("topics/git.md"),
    },
    Topic {
        names: &["exit codes", "exit code", "exit"],
        about: "what the exit codes of `zbb` mean",
        page: include_str!("topics/exit.md"),
    },
];

/// What people call things elsewhere, and what it is called here.
pub const ALIASES: &[(&str, &str)] = &[
    ("virement", "transfer"),
    ("reallocation", "transfer"),
    ("ring-fence", "floor"),
    ("ringfence", "floor"),
    ("outturn", "actuals"),
    ("increment", "level"),
    ("decision unit", "package"),
    ("fte", "unit"),
    ("headcount", "unit"),
];

/// The topic of a name, however it is cased.
pub fn topic(name: &str) -> Option<&'static Topic> {
    let sought = name.to_lowercase();
    TOPICS.iter().find(|topic| topic.names.iter().any(|name| name.to_lowercase() == sought))
}

/// The name that something of elsewhere has here.
pub fn alias(name: &str) -> Option<&'static str> {
    let sought = name.to_lowercase();
    ALIASES.iter().find(|(elsewhere, _)| *elsewhere == sought).map(|(_, here)| *here)
}
