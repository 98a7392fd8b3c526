//! A beginner's mistakes, each in a plan that is right but for it: one finding, at its place, whose help can be written down;
//! and what is surely mended for them is right.

use std::fmt::Write as _;

use zbb::diagnostic::Applicability;
use zbb::source::Sources;

use super::cases::findings;

const PLAN: &str = r#"plan calm "Calm support" {
  currency: EUR
  calendar: 2027-01 .. 2027-12
}

role lead "Head of service"
department service "Service" { owner: lead }
category people "People" { owner: lead }
unit agent "Agent"
unit caller "Caller"

kpi csat "Satisfaction" { kind: csat, baseline: 71%, target: 78% by 2027-12, ceiling: 95%, source: "Survey, 2026-Q3" }
kpi nps "Promoters" { kind: nps, baseline: 31 pts, source: "Survey" }
kpi wait "Waiting time" { kind: first_response_time, baseline: 20 hours, source: "Log" }
driver wage "Wage" { value: 52k EUR/agent/year }

journey help "Getting help" {
  entering: 20k caller/month
  stage asking "Asking" {
    touchpoint call "Call" {
      reach: 80%
      satisfaction: 3.1 of 5
      moment "The call" { kind: service_encounter, importance: 4, reactive: [hotline.weekdays] }
    }
  }
}

package hotline "Hotline" {
  department: service
  owner: lead
  serves: [help.asking.call]
  justification: "Callers wait 20 hours (log, 2026)."
  consequence: "They keep waiting."
  level weekdays "Weekdays" {
    cost people: 2 agent * wage from 2027-02
    effect csat: +4pp after 2 months evidence history
  }
  level nights "Nights" {
    cost people: 40k EUR in 2027-06
    effect wait: -4 hours evidence judgement
  }
  alternative bot "Bot" { cost people: 30k EUR in 2027-03, rejected: "Callers hang up." }
}

ranking board "Board" {
  by: lead
  hotline.weekdays
  hotline.nights
}

funding {
  budget: 180k EUR
  policy: skip
}

require "good enough": csat at 2027-12 >= 74%
"#;

/// What is right, what a beginner writes, the code of what is told, and how its help begins.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\ndriver calls = 3 caller",
        "E0123",
        "write `driver calls { value: 3 caller }`",
    ),
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\ndriver calls: 3 caller",
        "E0123",
        "write `driver calls { value: 3 caller }`",
    ),
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\nscenario low \"Low\" { set funding.budget = 120k EUR }",
        "E0123",
        "write `set funding.budget: …`",
    ),
    ("target: 78% by", "target: from 71% to 78% by", "E0127", "write `78%`"),
    ("in 2027-06", "in 2Q27", "E0113", "write `2027-Q2`"),
    ("cost people: 40k EUR in 2027-06", "cost people 2027-06: 40k EUR", "E0211", "write `in 2027-06` behind the value"),
    ("baseline: 20 hours", "baseline: 20 hours, range: < 60 hours", "E0111", "write `0 hours .. 60 hours`"),
    ("kpi nps", "kpi best { unit: %, formula: max(csat; csat), source: \"Log\" }\nkpi nps", "E0124", "write `,`"),
    // Heads of entries in plain words.
    ("effect csat: +4pp", "effect on csat: +4pp", "E0106", "write `effect csat: …`"),
    ("cost people: 40k EUR", "cost for people: 40k EUR", "E0106", "write `cost people: …`"),
    ("cost people: 40k EUR", "cost of people: 40k EUR", "E0106", "write `cost people: …`"),
    ("policy: skip", "policy: skip\n  cap department service <= 90%", "E0123", "write `cap department service: 90%`"),
    ("policy: skip", "policy: skip\n  cap department service max 90%", "E0123", "write `cap department service: 90%`"),
    (
        "policy: skip",
        "policy: skip\n  floor category people at least 5k EUR",
        "E0123",
        "write `floor category people: 5k EUR`",
    ),
    (
        "policy: skip",
        "policy: skip\n  floor category people >= 5k EUR",
        "E0123",
        "write `floor category people: 5k EUR`",
    ),
    ("policy: skip", "policy: skip\n  cap department.service: 90%", "E0211", "write `cap department service: …`"),
    // Several where one belongs.
    (
        "{ value: 52k EUR/agent/year }",
        "{\n  2027-01, 2027-02, 2027-03: 52k EUR/agent/year\n  2027-04 .. 2027-12: 54k EUR/agent/year\n}",
        "E0124",
        "write `2027-01 .. 2027-03: …`",
    ),
    (
        "{ value: 52k EUR/agent/year }",
        "{\n  Jan 2027 .. Jun 2027: 52k EUR/agent/year\n  2027-07 .. 2027-12: 54k EUR/agent/year\n}",
        "E0113",
        "write `2027-01 .. 2027-06`",
    ),
    (
        "{ value: 52k EUR/agent/year }",
        "{\n  2027-01 .. 06: 52k EUR/agent/year\n  2027-07 .. 2027-12: 54k EUR/agent/year\n}",
        "E0113",
        "write `2027-01 .. 2027-06`",
    ),
    (
        "  hotline.weekdays\n  hotline.nights\n",
        "  hotline.weekdays hotline.nights\n",
        "E0209",
        "write each on a line of its own",
    ),
    ("package hotline \"Hotline\"", "package \"hotline\"", "E0203", "write `package hotline`"),
    (
        "package hotline \"Hotline\" {",
        "package hotline \"Hotline\" [",
        "E0108",
        "write `package hotline \"Hotline\" {`",
    ),
    // Amounts, shares and scales as elsewhere.
    (
        "budget: 180k EUR",
        "budget: EUR 180.000",
        "E0112",
        "write `180_000 EUR` if the point parts thousands, or `180.00 EUR`",
    ),
    (
        "budget: 180k EUR",
        "budget: 180.000€",
        "E0112",
        "write `180_000 EUR` if the point parts thousands, or `180.00 EUR`",
    ),
    ("budget: 180k EUR", "budget: 180.000,- EUR", "E0112", "write `180_000`"),
    ("budget: 180k EUR", "budget: EUR 180.000,-", "E0116", "write `180_000 EUR`"),
    ("budget: 180k EUR", "budget: max 180k EUR", "E0127", "write `180k`"),
    ("budget: 180k EUR", "budget: up to 180k EUR", "E0127", "write `180k`"),
    (
        "budget: 180k EUR",
        "budget: 180.000",
        "E0302",
        "write `180_000 EUR` if the point parts thousands, or `180.00 EUR`",
    ),
    ("budget: 180k EUR", "budget: 0,18 Mio EUR", "E0111", "write `0.18M EUR`"),
    ("budget: 180k EUR", "budget: 180k Euro", "E0222", "write `EUR`"),
    ("52k EUR/agent/year", "52k €/agent/year", "E0116", "write `52k EUR/agent/year`"),
    ("52k EUR/agent/year", "€52k/agent/Jahr", "E0116", "write `52k EUR/agent/year`"),
    ("52k EUR/agent/year", "52k EUR/agent/an", "E0222", "write `year`"),
    ("40k EUR in 2027-06", "4k €/mes from 2027-06", "E0116", "write `4k EUR/month`"),
    ("40k EUR in 2027-06", "40k EUR in S1 2027", "E0113", "write `2027-H1`"),
    ("after 2 months", "after 2 Monate", "E0222", "write `months`"),
    ("importance: 4", "importance: 4/5", "E0127", "write `4`"),
    ("importance: 4", "importance: 4 of 5", "E0127", "write `4`"),
    ("importance: 4", "importance: 9/10", "E0127", "write `4` or `5`"),
    ("reach: 80%", "reach: 4/5", "E0127", "write `80%`"),
    ("reach: 80%", "reach: 4 out of 5", "E0127", "write `80%`"),
    // Texts without their quotes.
    ("source: \"Log\"", "source: https://example.com/log", "E0106", "put it between double quotes"),
    ("source: \"Log\"", "source: Log, 2026-Q3", "E0106", "put it between double quotes"),
    ("source: \"Log\"", "source: Log 2026", "E0106", "put it between double quotes"),
    ("source: \"Log\"", "source: C:\\data\\log.csv", "E0106", "put it between double quotes"),
    ("\"They keep waiting.\"", "They keep waiting: 50% of them, and longer", "E0106", "put it between double quotes"),
    ("\"They keep waiting.\"", "50% of them keep waiting", "E0106", "put it between double quotes"),
    (
        "\"They keep waiting.\"",
        "```\n    They keep waiting.\n    ```",
        "E0118",
        "write a text of one line between `\"`",
    ),
    ("\"They keep waiting.\"", "'''They keep waiting.'''", "E0118", "write a text of one line between `\"`"),
    (
        "unit agent \"Agent\"",
        "unit agent \"Agent\"\nexchange USD { rate: 1 USD = 0.92 EUR, source: \"Bank\", as_of: 2026-10-30 }",
        "E0106",
        "write `0.92 EUR`",
    ),
    (
        "unit agent \"Agent\"",
        "unit agent \"Agent\"\nexchange USD { rate: 0.92 EUR per USD, source: \"Bank\", as_of: 2026-10-30 }",
        "E0106",
        "write `0.92 EUR`",
    ),
    ("target: 78% by", "target: at least 78% by", "E0127", "write `78%`"),
    ("target: 78% by", "target: >= 78% by", "E0127", "write `78%`"),
    ("target: 78% by 2027-12", "target: 78% until 2027-12", "E0215", "write `by`"),
    ("target: 78% by 2027-12", "target: 78%", "E0216", "write `target: … by 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: Jan 2027 .. Dec 2027", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 2027-01 to 2027-12", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 2027-01 - 2027-12", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: January 2027 to December 2027", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 2027-01-01 .. 2027-12-31", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 01/2027 .. 12/2027", "E0113", "write `2027-01 .. 2027-12`"),
    ("52k EUR/agent/year", "52k EUR per agent per year", "E0106", "write `52k EUR/agent/year`"),
    ("52k EUR/agent/year", "52k EUR / agent / year", "E0224", "write `EUR/agent/year`"),
    ("52k EUR/agent/year", "５２k EUR/agent/year", "E0127", "write `52k`"),
    ("52k EUR/agent/year", "５２，０００ EUR/agent/year", "E0127", "write `52_000`"),
    ("value: 52k", "value： 52k", "E0127", "write `:`"),
    ("baseline: 71%", "baseline: ７１％", "E0127", "write `71%`"),
    ("by 2027-12", "by end of 2027", "E0113", "write `2027-12`"),
    ("by 2027-12", "by the end of December 2027", "E0113", "write `2027-12`"),
    ("by 2027-12", "by end of Q4 2027", "E0113", "write `2027-12`"),
    ("effect wait: -4 hours", "effect wait: -4 hrs", "E0222", "write `hours`"),
    (
        "cost people: 40k EUR in",
        "people: 40k EUR in",
        "E0209",
        "write `cost people: …`, with one of the plan's categories",
    ),
    (
        "    cost people: 40k EUR in 2027-06\n",
        "    costs:\n      - name: people\n        amount: 40k EUR\n      - name: tools\n        amount: 3k EUR\n",
        "E0107",
        "write a line for each of them, such as `cost people: 40k EUR`",
    ),
    (
        "csat at 2027-12 >= 74%",
        "csat at end >= 74%",
        "E0113",
        "write the month, such as `at 2027-12` for the last of 2027",
    ),
    (
        "csat at 2027-12 >= 74%",
        "csat at the end >= 74%",
        "E0113",
        "write the month, such as `at 2027-12` for the last of 2027",
    ),
    ("csat at 2027-12 >= 74%", "csat >= 74% at 2027-12", "E0106", "write `csat at 2027-12 >= 74%`"),
    ("csat at 2027-12 >= 74%", "csat at 2027-12 at least 74%", "E0127", "write `>=`"),
    ("csat at 2027-12 >= 74%", "csat at 2027-12 is above 74%", "E0127", "write `>`"),
    ("csat at 2027-12 >= 74%", "csat at 2027-12 => 74%", "E0127", "write `>=`"),
    ("csat at 2027-12 >= 74%", "csat at 2027-12 ≥ 74%", "E0127", "write `>=`"),
    ("csat at 2027-12 >= 74%", "csat at 2027-12 = 75%", "E0127", "write `==`"),
    ("currency: EUR", "currency: Euro", "E0221", "write `EUR`"),
    ("currency: EUR", "currency: €", "E0221", "write `EUR`"),
    ("currency: EUR", "currency: \"EUR\"", "E0221", "write `EUR`"),
    ("currency: EUR", "currency: eur", "E0221", "write `EUR`"),
    ("rejected: \"Callers hang up.\"", "rejected: yes", "E0219", "write a text in quotes"),
    ("after 2 months", "after 2", "E0302", "write the unit: `2 months`"),
    ("after 2 months", "after two months", "E0111", "write `2 months`"),
    (
        "policy: skip",
        "policy: skip\n  cap department service in 2027-Q1: 40k EUR",
        "E0107",
        "write the cap without a period; what a period has in all, its budget says: `budget 2027-Q1: …`",
    ),
    ("policy: skip", "policy: skip\n  cap service: 40k EUR", "E0211", "write `cap department service: …`"),
    ("policy: skip", "policy: skip\n  cap department service: 400k", "E0302", "write the currency: `400000 EUR`"),
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\nwaive W0402: hotline { until: 2027-06-30, because: \"later\" }",
        "E0108",
        "write what it holds behind the name: `waive W0404: hotline until 2027-06-30 because \"why\"`",
    ),
    ("+4pp after", "+4 after", "E0302", "write the unit: `+4pp`"),
    ("+4pp after", "+4% after", "E0307", "write `+4pp` for points, or `* 1.04` for a factor"),
    ("+4pp after", "4pp after", "E0306", "write `+` or `-` before it"),
    ("+4pp after", "4% after", "E0306", "write `+` or `-` before it"),
    ("baseline: 71%", "baseline: 171%", "E0472", "correct the value, or widen `range`"),
    ("in 2027-06", "in 01/06/2027", "E0113", "write `2027-06` or `2027-01`"),
    ("in 2027-06", "in 06/2027", "E0113", "write `2027-06`"),
    ("in 2027-06", "in 1.6.2027", "E0113", "write `2027-06`"),
    ("in 2027-06", "in 06.2027", "E0113", "write `2027-06`"),
    ("in 2027-06", "in June 2027", "E0113", "write `2027-06`"),
    ("in 2027-06", "in Jun", "E0113", "write the year and the number of the month, such as `2027-06`"),
    ("in 2027-06", "in Q2 2027", "E0113", "write `2027-Q2`"),
    ("in 2027-06", "in Q2", "E0113", "write the year before it, such as `2027-Q2`"),
    ("in 2027-06", "in H1 2027", "E0113", "write `2027-H1`"),
    ("in 2027-06", "in FY27", "E0113", "write `FY2027`"),
    ("in 2027-06", "in 2027-06-15", "E0351", "write `in 2027-06`: the whole month bears it"),
    ("40k EUR in", "40 000 EUR in", "E0112", "write `40_000`"),
    ("40k EUR in", "40 000 EUR in", "E0112", "write `40_000`"),
    ("40k EUR in", "40’000 EUR in", "E0112", "write `40_000`"),
    ("40k EUR in", "40.000 EUR in", "W0412", "write `40_000 EUR` if the point parts thousands, or `40.00 EUR`"),
    ("40k EUR in", "40,000 EUR in", "E0112", "part the digits by `_`: `40_000`"),
    ("40k EUR in", "40,000.00 EUR in", "E0112", "part the digits by `_`: `40_000.00`"),
    ("40k EUR in", "€40k in", "E0116", "write `40k EUR`"),
    ("40k EUR in", "40k€ in", "E0116", "write `40k EUR`"),
    ("40k EUR in", "40K EUR in", "E0111", "write `40k`"),
    ("40k EUR in", "40 k EUR in", "E0111", "write `40k EUR`"),
    ("40k EUR in", "40 thousand EUR in", "E0111", "write `40k EUR`"),
    ("40k EUR in", "40m EUR in", "E0111", "write `40M`"),
    ("40k EUR in", "40kEUR in", "E0111", "write `40k EUR`"),
    ("40k EUR in", "TEUR 40 in", "E0111", "write `40k EUR`"),
    ("currency: EUR\n", "currency = EUR\n", "E0123", "write `currency: …`"),
    ("owner: lead\n  serves", "owner = lead\n  serves", "E0123", "write `owner: …`"),
    ("plan calm", "// our plan\nplan calm", "E0126", "write `#`"),
    ("plan calm", "/* our plan */\nplan calm", "E0126", "a comment begins with `#`, on each of its lines"),
    ("role lead \"Head of service\"", "role lead “Head of service”", "E0118", "write straight double quotes"),
    ("role lead \"Head of service\"", "role lead 'Head of service'", "E0118", "write straight double quotes"),
    ("role lead \"Head of service\"", "role lead „Head of service“", "E0118", "write straight double quotes"),
    ("role lead \"Head of service\"", "role lead «Head of service»", "E0118", "write straight double quotes"),
    ("role lead \"Head of service\"", "role lead: \"Head of service\"", "E0204", "write `role name \"Title\" { … }`"),
    (
        "role lead \"Head of service\"",
        "role: lead \"Head of service\"",
        "E0106",
        "write `role lead \"Head of service\"`",
    ),
    (
        "role lead \"Head of service\"",
        "role lead = \"Head of service\"",
        "E0123",
        "write `role lead \"Head of service\"`",
    ),
    (
        "role lead \"Head of service\"",
        "role \"Head of service\"",
        "E0203",
        "write `role head_of_service`, in lowercase letters, digits and `_`; other lines use that name",
    ),
    ("role lead \"Head of service\"", "role Lead \"Head of service\"", "E0119", "write `lead`"),
    (
        "role lead \"Head of service\"",
        "role lead \"Head of service",
        "E0103",
        "write `\"` where the text ends; a text of several lines stands between `\"\"\"` and `\"\"\"`",
    ),
    ("role lead \"Head of service\"", "Role lead \"Head of service\"", "E0119", "write `role`"),
    ("role lead \"Head of service\"", "roles lead \"Head of service\"", "E0201", "write `role`"),
    ("  department: service\n", "- department: service\n", "E0107", "write the line without `-`"),
    ("  department: service\n", "  * department: service\n", "E0107", "write the line without `*`"),
    ("  hotline.weekdays\n", "  - hotline.weekdays\n", "E0107", "write the line without `-`"),
    ("  hotline.weekdays\n", "  1. hotline.weekdays\n", "E0107", "write the line without `1.`"),
    (
        "  hotline.weekdays\n",
        "  1 hotline.weekdays\n",
        "E0107",
        "the order of the lines is the rank: write the name alone, without a number",
    ),
    (
        "  hotline.weekdays\n",
        "  hotline.weekdays,\n",
        "E0124",
        "remove the comma: only facts within `{ }` on one line are separated by commas",
    ),
    (
        "  hotline.weekdays\n  hotline.nights\n",
        "  levels: [hotline.weekdays, hotline.nights]\n",
        "E0209",
        "write each level on a line of its own, in rank order, with no key before it",
    ),
    (
        "role lead \"Head of service\"",
        "role lead:\n  person: \"Ann\"",
        "E0108",
        "write `role lead {`, and `}` on a line of its own where the block ends",
    ),
    ("package hotline \"Hotline\" {", "package hotline \"Hotline\":", "E0108", "write `package hotline \"Hotline\" {`"),
    ("cost people: 40k EUR in 2027-06", "costs people: 40k EUR in 2027-06", "E0209", "write `cost`"),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 40k EUR; in 2027-06",
        "E0124",
        "remove the semicolon; start each fact on a line of its own",
    ),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 40k EUR in 2027-06;",
        "E0124",
        "remove the semicolon; start each fact on a line of its own",
    ),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR once in 2027-06", "E0106", "write `in`"),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR monthly from 2027-06", "E0106", "write `40k EUR/month`"),
    ("cost people: 40k EUR in 2027-06", "cost people: 4k EUR/month starting 2027-06", "E0106", "write `from 2027-06`"),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 4k EUR per month from 2027-06 until 2027-09",
        "E0106",
        "write `4k EUR/month`",
    ),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 4k EUR/month for 3 months from 2027-06",
        "E0106",
        "write `from 2027-06 to 2027-08`",
    ),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 4k EUR/month from 2027-06 for 3 months",
        "E0106",
        "write `from 2027-06 to 2027-08`",
    ),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k in 2027-06", "E0302", "write the currency: `40000 EUR`"),
    (
        "cost people: 40k EUR in 2027-06",
        "cost people: 40k EUR + 19% in 2027-06",
        "E0301",
        "for a share of it, multiply by what is left of the whole: `* 119%`",
    ),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR x 2 in 2027-06", "E0127", "write `*`"),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR × 2 in 2027-06", "E0127", "write `*`"),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR im 2027-06", "E0106", "write `in`"),
    ("cost people: 40k EUR in 2027-06", "cost people: 40k EUR ab 2027-06", "E0106", "write `from`"),
    (
        "category people \"People\" { owner: lead }",
        "kategorie people \"People\" { owner: lead }",
        "E0201",
        "write `category`",
    ),
    (
        "department service \"Service\" { owner: lead }",
        "abteilung service \"Service\" { owner: lead }",
        "E0201",
        "write `department`",
    ),
    ("budget: 180k EUR", "budget: 180k", "E0302", "write the currency: `180000 EUR`"),
    ("budget: 180k EUR", "budget: 180_000", "E0302", "write the currency: `180000 EUR`"),
    ("reach: 80%", "reach: 80 %", "E0115", "write the `%` right after the number, as in `10%`"),
    ("satisfaction: 3.1 of 5", "satisfaction: 3.1/5", "E0127", "write `3.1 of 5`"),
    ("satisfaction: 3.1 of 5", "satisfaction: 3,1 of 5", "E0127", "write `3.1 of 5`"),
    ("kind: service_encounter", "kind: service encounter", "E0106", "write `service_encounter`"),
    ("kind: csat", "kind: CSAT", "E0220", "write `csat`"),
    ("owner: lead\n  serves", "owner: \"Head of service\"\n  serves", "E0219", "write its name: `lead`"),
    ("owner: lead\n  serves", "owner: Lead\n  serves", "E0217", "write `lead`"),
    ("serves: [help.asking.call]", "serves: [call]", "E0217", "write `help.asking.call`"),
    ("evidence history", "evidence: history", "E0106", "write `evidence`"),
    ("evidence history", "evidence \"history\"", "E0219", "write `history`, without quotes"),
    ("evidence history", "based on history", "E0106", "write `evidence history`"),
    ("-4 hours", "-4h", "E0115", "write `-4 hours`"),
    ("-4 hours", "20% less", "E0106", "write `-20%`"),
    ("-4 hours", "minus 4 hours", "E0106", "write `-4 hours`"),
    ("-4 hours", "−4 hours", "E0127", "write `-`"),
    ("by: lead", "by: lead\n  on: 04.11.2026", "E0113", "write `2026-11-04`"),
    ("by: lead", "by: lead\n  on: 11/04/2026", "E0113", "write `2026-04-11` or `2026-11-04`"),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require csat at 2027-12 >= 74%",
        "E0107",
        "write `require \"what must hold\": csat at 2027-12 >= 74%`, and `at 2027-12` or the like behind a KPI",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require: csat at 2027-12 >= 74%",
        "E0203",
        "write `require \"what it is\"`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat >= 74%",
        "E0311",
        "write `at 2027-12`, or `min(…)`, `max(…)`, `mean(…)` or `total(…)` around it",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at Dec 2027 >= 74%",
        "E0113",
        "write `2027-12`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 >= 74",
        "E0304",
        "write `74%`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 > 74% && wait at 2027-12 < 20 hours",
        "E0127",
        "write `and`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 between 74% and 80%",
        "E0127",
        "write `>= 74% and csat at 2027-12 <= 80%`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 >= 74% by 2027-12",
        "E0215",
        "nothing follows the value of `require`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 no less than 74%",
        "E0127",
        "write `>=`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 greater than 74%",
        "E0127",
        "write `>`",
    ),
    (
        "require \"good enough\": csat at 2027-12 >= 74%",
        "require \"good enough\": csat at 2027-12 under 74%",
        "E0127",
        "write `<`",
    ),
    ("calendar: 2027-01 .. 2027-12", "calendar: from 2027-01 to 2027-12", "E0113", "write `2027-01 .. 2027-12`"),
    ("unit caller \"Caller\"", "unit caller \"Caller\"\nwaive W0402 hotline", "E0204", "write it like `waive W0404:"),
    ("52k EUR/agent/year", "EUR 52k/agent/year", "E0111", "write `52k EUR/agent/year`"),
    ("in 2027-06", "on 1st June 2027", "E0113", "write `in 2027-06`"),
    ("in 2027-06", "in FY2026/27", "E0113", "write `FY2027`"),
    ("in 2027-06", "in 2027W23", "E0113", "write the month that it falls in"),
    ("in 2027-06", "in Juni 2027", "E0113", "write `2027-06`"),
    ("in 2027-06", "en 2027-06", "E0106", "write `in`"),
    ("plan calm", "; our plan\nplan calm", "E0126", "write `#`"),
    ("40k EUR in", "40 TEUR in", "E0111", "write `40k EUR`"),
    ("40k EUR in", "40k EUR, in", "E0124", "remove the comma"),
    ("evidence history", "(evidence: history)", "E0106", "write `evidence history`"),
    ("-4 hours", "from 20 hours to 16 hours", "E0106", "write `-4 hours`"),
    ("csat at 2027-12 >= 74%", "csat in 2027-12 >= 74%", "E0127", "write `at`"),
    ("csat at 2027-12 >= 74%", "csat is at least 74% at 2027-12", "E0106", "write `csat at 2027-12 >= 74%`"),
    (
        "  hotline.weekdays\n  hotline.nights\n",
        "  hotline weekdays\n  hotline.nights\n",
        "E0209",
        "write `hotline.weekdays`",
    ),
    ("serves: [help.asking.call]", "serves:\n    - help.asking.call", "E0105", "write `serves: [help.asking.call]`"),
    (
        "department service \"Service\" { owner: lead }",
        "département service \"Service\" { owner: lead }",
        "E0201",
        "write `department`",
    ),
    ("cost people: 40k EUR in 2027-06", "coût people: 40k EUR in 2027-06", "E0209", "write `cost`"),
    ("policy: skip", "policy: überspringen", "E0220", "write `stop`"),
    ("currency: EUR", "currency: Dollar", "E0221", "write `USD` if that is the one"),
    ("plan calm \"Calm", "plan calm-2027 \"Calm", "E0119", "write `calm_2027`"),
    ("plan calm \"Calm", "plan calm 2027 \"Calm", "E0107", "write `plan calm {`"),
    ("level weekdays \"Weekdays\"", "level 1 \"Weekdays\"", "E0119", "write `weekdays`"),
    ("alternative bot \"Bot\"", "alternative 2nd_bot \"Bot\"", "E0119", "write `alternative_2nd_bot`"),
    (
        "unit agent \"Agent\"",
        "category 2027_rent \"Rent\" { owner: lead }\nunit agent \"Agent\"",
        "E0119",
        "write `rent_2027`",
    ),
    ("2 agent * wage", "=2 agent * wage", "E0127", "write the value without `=`"),
    ("40k EUR in 2027-06", "=40000*1 EUR in 2027-06", "E0127", "write the value without `=`"),
    ("in 2027-06", "in 2027-06 /* setup */", "E0126", "a comment begins with `#`"),
    ("in 2027-06", "in 2027-06 ; setup", "E0126", "write `#`"),
    ("in 2027-06", "in 2027-06 -- setup", "E0126", "write `#`"),
    ("plan calm", "-- our plan\nplan calm", "E0126", "write `#`"),
    ("plan calm", "/* our\n plan */\nplan calm", "E0126", "a comment begins with `#`"),
    (
        "unit agent \"Agent\"",
        "let volume = 900 caller/month\nunit agent \"Agent\"",
        "E0201",
        "write `driver volume { value: … }`",
    ),
    ("\"They keep waiting.\"", "'They don''t wait'", "E0118", "write straight double quotes"),
    ("\"They keep waiting.\"", "'They don't wait, and hang up.'", "E0118", "write straight double quotes"),
    ("\"They keep waiting.\"", "“They don’t wait.”", "E0118", "write straight double quotes"),
    ("-4 hours", "-5m", "E0115", "write `-5 minutes`"),
    ("after 2 months", "after 2m", "E0115", "write `2 months`"),
    ("-4 hours", "-30s", "E0115", "write `-30 seconds`"),
    ("+4pp after", "+0.04 after", "E0302", "write `+4pp`, or `+0.04pp` if it is that little"),
    ("+4pp after", "+4 points after", "E0222", "write `pp`"),
    ("after 2 months", "after 4 weeks", "E0317", "write whole months, quarters or years: `1 month`"),
    ("after 2 months", "after 30 days", "E0317", "write whole months, quarters or years: `1 month`"),
    ("after 2 months", "after 90 days", "E0317", "write whole months, quarters or years: `3 months`"),
    ("after 2 months", "after 2027-03", "E0314", "write how many months, such as `2 months`"),
    ("after 2 months", "after 2 months over Q2", "E0113", "write `over 3 months`"),
    ("after 2 months", "over H1", "E0113", "write `over 6 months`"),
    ("kind: csat,", "kind: csat, range: 0-100%,", "E0111", "write `0% .. 100%`"),
    ("kind: csat,", "kind: csat, range: 0% to 100%,", "E0111", "write `0% .. 100%`"),
    ("kind: csat,", "kind: csat, range: 0% - 100%,", "E0111", "write `0% .. 100%`"),
    ("  hotline.weekdays\n", "  level hotline.weekdays\n", "E0209", "write `hotline.weekdays`"),
    (
        "  hotline.weekdays\n  hotline.nights\n",
        "  hotline.weekdays > hotline.nights\n",
        "E0107",
        "write each level on a line of its own",
    ),
    ("  hotline.weekdays\n", "  hotline/weekdays\n", "E0119", "write `hotline.weekdays`"),
    ("  hotline.weekdays\n", "  hotline::weekdays\n", "E0119", "write `hotline.weekdays`"),
    ("serves: [help.asking.call]", "serves: [help > asking > call]", "E0119", "write `help.asking.call`"),
    ("serves: [help.asking.call]", "serves: [help/asking/call]", "E0119", "write `help.asking.call`"),
    (
        "csat at 2027-12 >= 74%",
        "if funded(hotline.weekdays) then csat at 2027-12 >= 74%",
        "E0106",
        "write `not funded(hotline.weekdays) or csat at 2027-12 >= 74%`",
    ),
    (
        "owner: lead\n  serves",
        "owner: Anna Schmidt\n  serves",
        "E0217",
        "declare it: `role anna_schmidt \"Anna Schmidt\"`",
    ),
    ("currency: EUR\n", "\"currency\": \"EUR\"\n", "E0107", "write `currency: EUR`"),
    (
        "{ value: 52k EUR/agent/year }",
        "{ 52k EUR/agent/year }",
        "E0107",
        "write the key before it, such as `value: 52k EUR/agent/year`",
    ),
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\nscenario low \"Low\" { set hotline.nights.cost.people: 20k EUR in 2027-04 }",
        "E0215",
        "write the value alone",
    ),
    ("unit caller \"Caller\"", "unit caller \"Caller\"\nunit month \"Month\"", "E0120", "choose another name"),
    ("entering: 20k caller/month", "entering: 20k caller per month", "E0106", "write `20k caller/month`"),
    ("stage asking \"Asking\"", "step asking \"Asking\"", "E0209", "write `stage`"),
    ("stage asking \"Asking\"", "moment_in_time asking \"Asking\"", "E0209", "it takes"),
    ("kpi nps \"Promoters\" {", "kpi nps, \"Promoters\" {", "E0124", "remove the comma"),
    (
        "kpi nps \"Promoters\" { kind: nps, baseline: 31 pts, source: \"Survey\" }",
        "kpi nps \"Promoters\" ( kind: nps, baseline: 31 pts, source: \"Survey\" )",
        "E0108",
        "write `kpi nps \"Promoters\" {`",
    ),
    (
        "kpi nps \"Promoters\" { kind: nps, baseline: 31 pts, source: \"Survey\" }",
        "kpi nps (\n  kind: nps\n  baseline: 31 pts\n  source: \"Survey\"\n)",
        "E0108",
        "write `kpi nps {`",
    ),
    (
        "justification: \"Callers wait 20 hours (log, 2026).\"",
        "justification: |\n    Callers wait 20 hours (log, 2026).\n    They hang up.",
        "E0118",
        "write `\"\"\"` here",
    ),
    (
        "justification: \"Callers wait 20 hours (log, 2026).\"",
        "justification: \"Callers wait\n    20 hours (log, 2026).\"",
        "E0103",
        "write it on one line",
    ),
    ("source: \"Log\"", "source: Log", "E0219", "put it in quotes"),
    ("78% by 2027-12", "78% at 2027-12", "E0215", "write `by`"),
    ("currency: EUR\n", "currency: EUR\n  fiscal_year_starts: April\n", "E0219", "write `4`"),
    ("budget: 180k EUR", "budget: 45k EUR per quarter", "E0303", "write what it comes to in all: `180000 EUR`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 12 months from 2027-01", "E0113", "write `2027-01 .. 2027-12`"),
    ("calendar: 2027-01 .. 2027-12", "calendar: 2027-01 for 1 year", "E0113", "write `2027-01 .. 2027-12`"),
    ("40k EUR in", "50% of 80k EUR in", "E0127", "write `*`"),
    ("cost people: 40k EUR in 2027-06", "cost people, tools: 40k EUR in 2027-06", "E0124", "write a line for each"),
    ("  department: service\n", "  dept: service\n", "E0209", "write `department`"),
    (
        "require \"good",
        "criterion happy \"Happy\" { weight: 100%, measured by: [csat] }\nrequire \"good",
        "E0119",
        "write `measured_by`",
    ),
    (
        "unit caller \"Caller\"",
        "unit caller \"Caller\"\nobserve nps { 2027-01: 31 pts, 2027-01: 32 pts }",
        "E0214",
        "keep one of them",
    ),
    ("plan calm \"Calm support\"", "project calm \"Calm support\"", "E0201", "write `plan`"),
    ("kind: csat", "kind: satisfaction", "E0220", "write `csat`"),
    ("kind: csat", "kind: percent", "E0220", "write `unit: %` in place of `kind`"),
    ("kind: nps", "kind: promoters", "E0220", "write `nps`"),
    ("kind: first_response_time", "kind: response_time", "E0220", "write `first_response_time`"),
    ("+4pp after", "+400pp after", "W0480", "write a change that there is room for"),
    (
        "require \"good",
        "tolerance category people { warn: -9%, fail: 3% }\nrequire \"good",
        "E0321",
        "write an amount from zero up",
    ),
    (
        "require \"good",
        "tolerance category people { warn: 9%, fail: 3% }\nrequire \"good",
        "W0481",
        "let `fail` be the larger",
    ),
    (
        "require \"good",
        "authority lead { within_department: -5 EUR }\nrequire \"good",
        "E0321",
        "write an amount from zero up",
    ),
    (
        "require \"good",
        "retire fax \"Fax\" { department: service, owner: lead, today: -5 EUR, because: \"Unused\" }\nrequire \"good",
        "E0321",
        "write an amount from zero up",
    ),
    (
        "require \"good",
        "benchmark csat { leader: 140%, source: \"Panel\", as_of: 2026-09 }\nrequire \"good",
        "E0472",
        "correct the value, or widen `range`",
    ),
    (
        "require \"good",
        "benchmark csat { leader: 60%, median: 80%, source: \"Panel\", as_of: 2026-09 }\nrequire \"good",
        "W0482",
        "exchange the two",
    ),
    (
        "require \"good",
        "benchmark csat { leader: 90%, source: \"Panel\", as_of: 2029-01 }\nrequire \"good",
        "W0483",
        "correct the date",
    ),
    ("require \"good", "observe csat { 2028-02: 71% }\nrequire \"good", "W0483", "correct the date"),
    ("policy: skip", "policy: skip\n  minimum_score: 11", "E0321", "write a score from `0` to `10`"),
    ("evidence history", "evidence history because \"\"", "E0404", "say why in a sentence, or remove the line"),
    (
        "require \"good",
        "workshop kickoff \"Kick-off\" { on: 2026-09-14, decide_by: 2026-08-01 }\nrequire \"good",
        "E0332",
        "let `decide_by` come after `on`",
    ),
    (
        "require \"good",
        "persona young \"Young\" { share: 70% }\npersona old \"Old\" { share: 60% }\nrequire \"good",
        "W0484",
        "let the shares of all personas come to 100% at the most",
    ),
    ("in 2027-06", "in 2027-06 – setup", "E0106", "write remarks behind `#`"),
    ("in 2027-06", "in 2027-06 <!-- setup -->", "E0126", "a comment begins with `#`"),
    (
        "\"They keep waiting.\"",
        "\"They say \"never again\" (2026).\"",
        "E0117",
        "write `\\\"` for each quote within a text",
    ),
    ("\"They keep waiting.\"", "`They keep waiting.`", "E0118", "write straight double quotes"),
    ("unit agent \"Agent\"", "role 24h\nunit agent \"Agent\"", "E0119", "write `role_24h`"),
    (
        "unit agent \"Agent\"",
        "category 2027-rent \"Rent\" { owner: lead }\nunit agent \"Agent\"",
        "E0119",
        "write `rent_2027`",
    ),
    ("baseline: 20 hours", "baseline: 30m", "E0111", "write `30 minutes`, or `30M` and its unit"),
    (
        "unit agent \"Agent\"",
        "volume = 900 caller/month\nunit agent \"Agent\"",
        "E0201",
        "a figure with a name is a driver: `driver volume { value: … }`",
    ),
    ("level nights \"Nights\" {", "level nights, weekends \"Nights\" {", "E0124", "declare each by itself"),
    ("level nights \"Nights\" {", "level nights \"Nights\": {", "E0108", "write `level nights \"Nights\" {`"),
    ("level nights \"Nights\" {", "level nights \"Nights\" = {", "E0108", "write `level nights \"Nights\" {`"),
    ("kpi nps \"Promoters\" {", "kpi nps = \"Promoters\" {", "E0123", "write `kpi nps \"Promoters\"`"),
    ("kind: csat,", "kind: csat, range: 0 .. 100,", "E0303", "write"),
    ("target: 78% by 2027-12, ceiling", "goal: 78% by 2027-12, ceiling", "E0209", "write `target`"),
    ("  justification: \"Callers", "  rationale: \"Callers", "E0209", "write `justification`"),
    ("source: \"Log\"", "src: \"Log\"", "E0209", "write `source`"),
    ("entering: 20k caller/month", "entering: -20k caller/month", "E0321", "write an amount from zero up"),
    ("importance: 4", "importance: 4, at_stake: -5 EUR", "E0321", "write an amount from zero up"),
    (
        "require \"good",
        "tolerance category people { fail: 9%, at_least: -5 EUR }\nrequire \"good",
        "E0321",
        "write an amount from zero up",
    ),
    (
        "unit agent \"Agent\"",
        "exchange USD { rate: 0.9 EUR, source: \"Bank\", as_of: 2062-10-30 }\nunit agent \"Agent\"",
        "W0483",
        "correct the date",
    ),
    ("  hotline.weekdays\n", "  hotline.weekdays = 1\n", "E0209", "the order of the lines is the rank"),
    ("+4pp after", "+4 %-points after", "E0115", "write `+4pp`"),
    ("serves: [help.asking.call]", "serves: help > asking > call", "E0119", "write `help.asking.call`"),
    ("currency: EUR\n", "currency: EUR\n  fiscal_year_starts: \"April\"\n", "E0219", "write `4`"),
    ("currency: EUR\n", "currency: EUR\n  fiscal_year_starts: 2027-04\n", "E0219", "write `4`"),
    ("entering: 20k caller/month", "entering: 20k/month", "E0114", "write what it counts, such as `20k contact/month`"),
];

#[test]
fn the_plan_is_right() {
    assert_eq!(findings(&Sources::single("plan.zbb", PLAN)).items(), []);
}

#[test]
fn a_mistake_is_one_finding_that_says_what_to_write() {
    let mut wrong = String::new();
    for (right, mistake, code, help) in MISTAKES {
        let text = PLAN.replacen(right, mistake, 1);
        assert_ne!(text, PLAN, "{right} stands in the plan");
        let found = findings(&Sources::single("plan.zbb", &text));
        let told: Vec<String> = found
            .items()
            .iter()
            .map(|finding| {
                format!("{} {} | {}", finding.code.id(), finding.message, finding.help.as_deref().unwrap_or(""))
            })
            .collect();
        let place = PLAN.find(right).unwrap_or(0);
        let is_near = |start: u32| (place.saturating_sub(40)..=place + mistake.len()).contains(&(start as usize));
        let fits = match found.items() {
            [only] => {
                only.code.id() == *code
                    && only.help.as_deref().unwrap_or("").starts_with(help)
                    && is_near(only.primary.span.start)
            }
            _ => false,
        };
        if !fits {
            writeln!(wrong, "{mistake}\n    wanted {code} {help}\n    {}", told.join("\n    ")).expect("a text");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_surely_mended_is_right() {
    let mut mended = 0;
    for (right, mistake, ..) in MISTAKES {
        let mut text = PLAN.replacen(right, mistake, 1);
        let found = findings(&Sources::single("plan.zbb", &text));
        let Some(fix) = found.items().first().and_then(|finding| finding.fixes.first()) else { continue };
        if fix.applicability != Applicability::Safe {
            continue;
        }
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
        }
        let after = findings(&Sources::single("plan.zbb", &text));
        assert_eq!(after.items(), [], "{mistake} is mended to\n{text}");
        mended += 1;
    }
    assert!(mended > 40, "{mended} are mended");
}
