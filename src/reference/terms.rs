//! The words of reports, comparisons and the plan file: one table of what each means, from which come its page and the list.

use super::headings::HEADINGS;
use super::term::Term;

/// Every word, those of the ranking sheet first.
pub(super) const TERMS: &[Term] = &[
    Term {
        names: &["ranking sheet"],
        doc: "every level in rank order with what it costs, what it scores, whether it is funded, and the one reason why; \
              `zbb plan` prints it, `zbb plan --format csv` gives it to spreadsheets",
    },
    Term {
        names: &["funded"],
        doc: "the status of a level that the budget pays for: when its turn came, the money held after the reserve, and \
              nothing else kept it out",
    },
    Term {
        names: &["mandate"],
        doc: "the status of a level that an authority requires, or that such a level cannot do without: it is funded before \
              all others",
    },
    Term {
        names: &["pool"],
        doc: "the status of a level that is paid from what floors held back and their levels did not use",
    },
    Term {
        names: &["short"],
        doc: "the status of a level that costs more than was left when its turn came; the reason says by how much, and in \
              which period",
    },
    Term {
        names: &["held back"],
        doc: "the status of a level for which there is money, which a `floor` keeps for others; the reason says how much, \
              and for whom",
    },
    Term {
        names: &["capped"],
        doc: "the status of a level that would pass a `cap`; the reason says what is left under it",
    },
    Term {
        names: &["blocked"],
        doc: "the status of a level that builds on something unfunded: the level before it, or what it `needs`",
    },
    Term {
        names: &["excluded"],
        doc: "the status of a level that cannot stand beside a funded one: that one `excludes` it, or is another way to do \
              the same",
    },
    Term {
        names: &["below line", "below the line"],
        doc: "the status of a level that stands below the funding line: under the policy `stop` nothing there is funded",
    },
    Term {
        names: &["funding line", "the line"],
        doc: "where the policy `stop` ends: the first level that the money does not reach draws it; in the sheet it is a \
              rule between two levels",
    },
    Term {
        names: &["low score", "below minimum score"],
        doc: "the status of a level that scores less than the `minimum_score` of the `funding`",
    },
    Term {
        names: &["not best", "not in the best set"],
        doc: "the status of a level that the best set goes without, under the policy `optimal`; the reason says how much less \
              the best set with it scores, and for what it would be exchanged",
    },
    Term {
        names: &["no set", "in no allowed set"],
        doc: "the status of a level that no set of levels can hold beside what is required, under the policy `optimal`",
    },
    Term {
        names: &["best set", "optimum", "allowed set"],
        doc: "the set of levels with the highest sum of scores among all that are allowed: predecessors and needs are in it, \
              nothing in it excludes another, all mandates are, and the money of each period, caps and floors hold; of those \
              with the same score the one that costs least, then the one with the highest-ranked level in which they \
              differ. It is proved, or a bound says how much more any set could score",
    },
    Term {
        names: &["cost", "gross", "gross cost"],
        doc: "what a level costs within the calendar, before savings and earnings; a level fits the budget by this",
    },
    Term {
        names: &["full year", "full_year_cost", "full-year cost"],
        doc: "what a level costs in twelve months, where it starts late and the calendar holds less of it",
    },
    Term {
        names: &["net", "net cost", "net_cost"],
        doc: "what a level costs less what it saves and earns; it decides value for money and never enlarges the budget",
    },
    Term {
        names: &["cumulative", "cumulative cost", "cumulative_cost"],
        doc: "the cost of a funded level and of all funded ones above it",
    },
    Term {
        names: &["score"],
        doc: "the ratings of a level on the criteria, from -10 to 10, times the weights of these, summed",
    },
    Term {
        names: &["per 1,000", "value for money", "value_per_thousand"],
        doc: "the score of a level per 1,000 of its net cost; one that costs nothing on balance stands above all, by its score",
    },
    Term { names: &["reason"], doc: "why a level is funded or not, with its figures" },
    Term { names: &["reserve"], doc: "what is kept back of every budget period and given to no level" },
    Term {
        names: &["unspent"],
        doc: "what is left of the budget after the reserve and all that is funded; the report says why it stays",
    },
    Term {
        names: &["next level"],
        doc: "the highest-ranked level that money alone keeps out, and the least rise of the budget that funds it",
    },
    Term {
        names: &["zero base", "unfunded", "zero_base"],
        doc: "where KPIs go when nothing is funded: today's baseline, or `unfunded`, with its trend",
    },
    Term {
        names: &["risk-adjusted", "risk adjusted", "risk_adjusted"],
        doc: "the value of a KPI when each effect is believed only as far as the `confidence` of its evidence says",
    },
    Term {
        names: &["contribution", "brings"],
        doc: "what a package brings to a KPI: the funded plan beside the same plan without its levels and what needs them",
    },
    Term {
        names: &["plan file", "plan.lock"],
        doc: "what a plan comes to, kept beside it in `plan.lock` by `zbb plan --write`, so that a review shows what \
              an edit does; `zbb plan --locked` fails where it is stale",
    },
    Term {
        names: &["diff", "comparison"],
        doc: "what changed in meaning between two plans, and what that does to funding and KPIs: `zbb diff A B`; layout and \
              order of files are no change",
    },
    Term {
        names: &["finding"],
        doc: "an error or a warning, with a code that `zbb explain` has a page about; `lint` regrades one, `waive` accepts one \
              for a while",
    },
];

/// Every word: those with a meaning of their own, then what is only a heading.
pub(super) fn all() -> impl Iterator<Item = &'static Term> {
    TERMS.iter().chain(HEADINGS)
}

/// The term of a name, however it is spaced and cased.
pub(super) fn term(name: &str) -> Option<&'static Term> {
    let sought = plain(name);
    all().find(|term| term.names.iter().any(|name| plain(name) == sought))
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['_', '-'], " ")
}

/// The page of a term.
pub(super) fn page(term: &Term) -> String {
    let (title, others) = term.names.split_first().unwrap_or((&"", &[]));
    let mut page = format!("# {title}\n\nA word of reports: {}.\n", term.doc);
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
        page.push_str(&format!("\nAlso: {}.\n", others.join(", ")));
    }
    page
}
