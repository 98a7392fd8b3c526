//! Pages as people meet them: on a phone, where nothing is funded, as a map of a journey, as a difference.

use crate::cli::zbb;
use regex::Regex;
use std::fs;
use tempfile::TempDir;

/// A plan whose budget funds as much as it is asked to.
fn plan(budget: &str, target: &str) -> String {
    format!(
        r#"plan oslo "Oslo" {{ currency: NOK, calendar: 2027-01 .. 2027-06 }}
role r "Lead"
department d "Desk" {{ owner: r }}
category c "Cost" {{ owner: r }}
unit guest
kpi wait "Waiting time" {{ unit: hours, baseline: 10 hours, target: {target} by 2027-06, better: lower, source: "x" }}
journey way "The way" {{
  entering: 200 guest/month
  stage asking "Asking" {{
    converts: 25%
    touchpoint desk "Front desk" {{
      pain slow "Slow" {{ severity: 5, share: 35% }}
      moment call "The call" {{ kind: service_encounter, importance: 4, proactive: [a.one] }}
    }}
  }}
}}
package a "Alpha" {{
  department: d
  owner: r
  serves: [way.asking.desk]
  justification: "aa"
  consequence: "ca"
  level one "One" {{ cost c: 100k NOK in 2027-01, effect wait: -3 hours evidence history }}
  level two "Two" {{ cost c: 50k NOK in 2027-02, effect wait: -4 hours evidence history }}
}}
package b "Beta" {{
  department: d
  owner: r
  justification: "bb"
  consequence: "cb"
  today: 0 NOK
  level one "Only" {{ cost c: 99_999.99 NOK in 2027-03, effect wait: -1 hour evidence history }}
}}
criterion z "Z" {{ weight: 100%, measured_by: [wait] }}
ranking board "Board" {{ a.one, a.two, b.one }}
funding {{ budget: {budget}, policy: skip }}
require "Cheap": total(cost(a)) <= {budget}
"#
    )
}

fn folder(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.zbb"), text).expect("a plan");
    let path = folder.path().display().to_string();
    (folder, path)
}

fn page(arguments: &[&str]) -> String {
    zbb(&[arguments, &["--format", "html"]].concat()).output
}

#[test]
fn where_nothing_is_funded_no_unit_is_claimed_and_nought_follows_no_nought() {
    let (_folder, path) = folder(&plan("10 NOK", "5 hours"));
    let page = page(&["plan", &path]);
    assert!(page.contains("Nothing is funded"), "{page}");
    assert!(!page.contains("million NOK") && !page.contains("0 follows 0"), "{page}");
}

#[test]
fn a_journey_tells_what_goes_on_what_hurts_how_many_and_what_covers_a_moment() {
    let (_folder, path) = folder(&plan("250k NOK", "5 hours"));
    let page = page(&["plan", &path]);
    for words in [
        "200 → 50.0 guests (25%) in June 2027",
        "pain 5, 35%: Slow",
        "moment 4: The call (100k); covered by “Alpha: One”",
        // Without a channel, the money stands first.
        "<p class=\"soft\">150k NOK</p>",
        "1 of 1 moment of truth covered, with 100k",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_difference_leads_with_titles_and_says_units_and_amounts_as_people_do() {
    let ((_first, before), (_second, after)) =
        (folder(&plan("100k NOK", "5 hours")), folder(&plan("250_000.01 NOK", "3 hours")));
    let page = page(&["diff", &before, &after]);
    for words in ["“Alpha: Two” gains funding", "Waiting time", ">hours<", "KPIs in June 2027", "250,000.01 NOK"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in ["a.two", ">wait<", ">hour<", "250000.01 NOK", "KPIs in 2027-06"] {
        assert!(!page.contains(words), "{words}: {page}");
    }
    let ((_first, before), (_second, after)) =
        (folder(&plan("100_000 NOK", "5 hours")), folder(&plan("5 NOK", "5 hours")));
    let page = self::page(&["diff", &before, &after]);
    assert!(page.contains("(\u{2212}100%)") && !page.contains("(-100%)"), "{page}");
}

#[test]
fn on_a_phone_each_figure_of_a_wide_row_has_its_heading() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/moments_of_truth");
    let page = page(&["plan", example, "--track"]);
    assert!(
        page.contains("tabindex=\"0\" data-folds><table class=\"levels\"") && page.contains("data-label=\"score\"")
    );
    // What stands among figures is written as they are.
    let ascii = Regex::new(r#"<td class="number"[^>]*>(<[^>]*>)*-\d"#).expect("a pattern");
    assert!(!ascii.is_match(&page), "{:?}", ascii.find(&page));
    // No row asks for more than a wide screen has: what can be done without stands below it.
    let values = page.split("<table class=\"values").nth(1).and_then(|rest| rest.split("</table>").next());
    let values = values.expect("the KPIs");
    let headings = values.split("<tbody").next().map_or(0, |head| head.matches("<th ").count());
    assert!(headings <= 11, "{headings} {values}");
}
