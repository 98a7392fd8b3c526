//! The headings of reports that no other page tells of: one table of what stands in each column.

use super::term::Term;

/// Every such heading.
pub(super) const HEADINGS: &[Term] = &[
    Term { names: &["KPI"], doc: "what is measured; `zbb why KPI` tells where its figures come from" },
    Term { names: &["title"], doc: "what people call it; other lines of a plan use its name" },
    Term { names: &["path"], doc: "the name by which other lines of the plan, and `zbb why`, know it" },
    Term { names: &["name"], doc: "the name by which other lines of the plan, and `zbb why`, know it" },
    Term { names: &["period"], doc: "the months that a budget, a line or an observed value is about" },
    Term { names: &["in"], doc: "the unit that the values of a line are in, where it is not part of each value" },
    Term { names: &["at"], doc: "the stage or touchpoint at which something is, or the month it is read in" },
    Term { names: &["before"], doc: "what it was, or was worth, in the older of two plans" },
    Term { names: &["became"], doc: "what it is in the newer of two plans" },
    Term {
        names: &[
            "cost before",
            "funded before",
            "net before",
            "score before",
            "met before",
            "filled before",
            "entering before",
            "leaving before",
            "unfunded before",
            "risk-adjusted before",
        ],
        doc: "the same figure in the older of two plans",
    },
    Term {
        names: &["bound"],
        doc: "a cap, the most that may go to something, or a floor, the least that is held for it",
    },
    Term { names: &["for"], doc: "what a bound is about: a department, category, journey, stage or objective" },
    Term { names: &["filled"], doc: "how much of a floor its funded levels cost" },
    Term {
        names: &["standing"],
        doc: "how a bound stands: whether a cap is reached, and whether a floor is filled or what holds it back",
    },
    Term { names: &["use", "used"], doc: "what is funded as a share of the bound or of the budget of the period" },
    Term {
        names: &["by month"],
        doc: "a value in each month of the calendar, drawn as bars: the lowest month has the lowest bar",
    },
    Term {
        names: &["in month"],
        doc: "the month whose value is shown: that of the target, else the last of the calendar",
    },
    Term {
        names: &["over unfunded"],
        doc: "how far the funded plan lies from the zero base in the month shown: what the money brings; `change` is against the baseline, which is today",
    },
    Term { names: &["unfunded by month"], doc: "the values of the zero base in each month" },
    Term { names: &["funded plan"], doc: "the values with the funded levels" },
    Term {
        names: &["with it", "without it"],
        doc: "the value of a KPI with a package in the funded plan, and without that package and what needs it",
    },
    Term { names: &["falls with it"], doc: "levels that cannot stand without the package, and fall if it goes" },
    Term { names: &["targets met"], doc: "how many KPIs that have a target meet it" },
    Term { names: &["requirements failing"], doc: "how many `require` lines do not hold" },
    Term { names: &["gap"], doc: "how far a value lies from the one it is compared with: a benchmark, or the target" },
    Term { names: &["they reach"], doc: "the value that others reach, as the benchmark's source says" },
    Term { names: &["who"], doc: "which of the others a benchmark's value is of: its leader, top quartile or median" },
    Term { names: &["as of"], doc: "the day or month a figure was read in" },
    Term { names: &["as written"], doc: "what the plan says there, word for word" },
    Term { names: &["#", "rank of a level"], doc: "the place of a level in the ranking, the first is 1" },
    Term {
        names: &["condition", "requirement"],
        doc: "a `require` of the plan, and whether the evaluated plan meets it",
    },
    Term {
        names: &["cause", "missing", "placed"],
        doc: "of a level, for programs: which rule decided, what money lacks, and whether the ranking or its score placed it",
    },
    Term {
        names: &["what", "figure", "says", "what it does to the plan as written"],
        doc: "what a line is about, which figure or property of it, and what that says in each of two plans or in a scenario",
    },
    Term { names: &["where"], doc: "the file and line at which something is written" },
    Term { names: &["part of"], doc: "the department, journey or objective that something belongs to" },
    Term { names: &["own"], doc: "marks the policy that the plan itself has, beside those it is compared with" },
    Term { names: &["difference"], doc: "which levels another policy would fund, and which it would not" },
    Term {
        names: &["likely", "low", "high", "mean", "deviation"],
        doc: "of a three-point estimate: its middle value and its ends as written, (low + 4 · likely + high) / 6, and the spread of that, √((mean − low)(high − mean) / 7)",
    },
    Term {
        names: &["moment of truth"],
        doc: "a moment in which customers decide what they think of you; it is covered where a funded level acts on it",
    },
    Term {
        names: &["spent there", "touchpoints served"],
        doc: "what the funded levels spend on the touchpoints of a stage, as each package's `serves` shares its cost; and on how many of \
              them that is something",
    },
    Term {
        names: &["moments covered", "spent on them"],
        doc: "on how many moments of truth of a stage a funded level acts, and what those levels spend on them: their part of what is \
              spent on the touchpoint, in equal parts over the moments there that they act on",
    },
    Term { names: &["at stake"], doc: "the money that depends on a moment of truth, as its owner says" },
    Term {
        names: &["spent on it"],
        doc: "what funded levels spend on a touchpoint or moment, each by the shares of its `serves`; over all touchpoints it sums to what these levels cost",
    },
    Term {
        names: &["served by"],
        doc: "packages that name a touchpoint in `serves`; that a pain is addressed is another thing, which only `relieves` says",
    },
    Term { names: &["felt by"], doc: "the share of those who reach a touchpoint that feel a pain or have a need" },
    Term { names: &["in all"], doc: "what passes a stage over the whole calendar" },
    Term { names: &["leaving"], doc: "what goes on from a stage in a month: what enters, times `converts`" },
    Term { names: &["funded cost", "money"], doc: "what funded levels cost within the calendar" },
    Term {
        names: &["of"],
        doc: "what a line is of: the level of a mandate, what a cap or floor is for, or the title of a requirement",
    },
    Term { names: &["depth"], doc: "how many steps a thing lies from the one that is traced" },
    Term { names: &["slack"], doc: "by how many days a milestone may slip before something that waits for it does" },
    Term { names: &["ideas"], doc: "how many ideas a workshop or theme brought" },
    Term { names: &["to be decided by"], doc: "the month by which an open idea is to be promoted, parked or rejected" },
    Term { names: &["met"], doc: "how much of a target, or how many of them, the funded plan meets" },
    Term {
        names: &["asked"],
        doc: "what packages ask for: of each the levels of the way that is funded, else of its own way; two ways to do one job are never counted together",
    },
    Term { names: &["given"], doc: "what the funded levels cost within the calendar" },
    Term { names: &["%"], doc: "by how much more or less is given than is spent today, as a share of that" },
    Term {
        names: &["package title", "level title", "department title", "owner title", "objective title"],
        doc: "what people call it, beside its name in the column before it",
    },
    Term { names: &["level of"], doc: "which of the package's own levels it is, of how many; else an alternative" },
    Term { names: &["own rank"], doc: "where the level stands in the ranking of its department" },
    Term {
        names: &["what follows"],
        doc: "where a level is not funded: its own `consequence`, the package's where no way of it is funded, else what the level promised, as stated; a promise is no projection",
    },
    Term {
        names: &["pays for", "most at once", "paid"],
        doc: "how many people or things a funded level pays for: by time while they are there, so many in a month, or so many in all",
    },
    Term { names: &["from zero"], doc: "what the plan gives a package, whatever is spent on it today" },
    Term { names: &["decided by"], doc: "the role that decided an order of levels" },
    Term { names: &["waiver"], doc: "a finding that is let stand for a while, by `waive`" },
];
