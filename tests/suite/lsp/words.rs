//! What is offered while a line is typed: periods where one is wanted, units that fit first, functions that may stand there.

use serde_json::{Value, json};

use super::{Client, PLAN, line_of};

/// A plan with KPIs of several units; the line of `marked` stands in a level.
fn plan(line: &str) -> String {
    format!(
        r#"plan pier {{ currency: EUR, calendar: 2027-04 .. 2028-03, fiscal_year_starts: 4 }}
role lead
department sea {{ owner: lead }}
category wages {{ owner: lead }}
unit berth
unit skipper
driver fee {{ value: 3 EUR/berth }}
kpi happy {{ kind: csat, baseline: 70%, source: "x" }}
kpi calm {{ kind: nps, baseline: 7 pts, source: "x" }}
kpi full {{ unit: berth, baseline: 7 berth, source: "x" }}
exchange USD {{ rate: 0.9 EUR, source: "USD rates", as_of: 2026-12 }} # not in USD
package dock {{
  department: sea
  owner: lead
  level base {{
    cost wages: 2 USD * 1 in 2027-05
    {line}
  }}
}}
"#
    )
}

/// What is offered at the mark of a line, in order, and the first column that it replaces, counted from the mark.
fn offered(line: &str) -> (Vec<String>, u64) {
    let text = plan(line);
    let (row, column) = line_of(&text, "|");
    let mut client = Client::with(&text.replace('|', ""));
    let position = json!({ "line": row, "character": column });
    let answer =
        client.ask("textDocument/completion", json!({ "textDocument": { "uri": PLAN }, "position": position }));
    let items = answer["items"].as_array().or(answer.as_array()).expect("items").clone();
    let mut sorted: Vec<(&str, &str, u64)> = items
        .iter()
        .map(|item| {
            let start = &item["textEdit"]["range"]["start"]["character"];
            let word = |key: &str| item[key].as_str();
            let label = word("label").expect("a label");
            (word("sortText").unwrap_or(label), label, start.as_u64().map_or(0, |start| column as u64 - start))
        })
        .collect();
    sorted.sort_unstable();
    let typed = sorted.first().map_or(0, |(_, _, typed)| *typed);
    (sorted.into_iter().map(|(_, label, _)| label.to_owned()).collect(), typed)
}

#[test]
fn periods_are_offered_where_one_is_wanted() {
    for (line, typed) in [
        ("cost wages: 90 EUR from 2027-|", 5),
        ("cost wages: 90 EUR from |", 0),
        ("cost wages: 90 EUR in 2027-0|", 6),
        ("cost wages: 90 EUR from 2027-05 to |", 0),
        ("cost wages: 90 EUR in FY|", 2),
    ] {
        let (words, replaced) = offered(line);
        assert_eq!(words.get(..2), Some(&["2027-04".to_owned(), "2027-05".to_owned()][..]), "{line}: {words:?}");
        for period in ["2028-03", "2027-Q2", "2027-H2", "FY2028"] {
            assert!(words.iter().any(|word| word == period), "{line}: {period} in {words:?}");
        }
        // Not whole within the calendar.
        assert!(!words.iter().any(|word| word == "2027-Q1" || word == "FY2027" || word == "2028-H1"), "{words:?}");
        assert_eq!(replaced, typed, "{line}");
    }
    let (words, _) = offered("effect happy: +1pp until 2027-|");
    assert!(words.contains(&"2027-12".to_owned()), "{words:?}");
    let (words, _) = offered("cost wages: 90 EUR in 2027-05 |");
    assert!(words.contains(&"via".to_owned()) && !words.contains(&"2027-05".to_owned()), "{words:?}");
}

#[test]
fn half_a_month_is_one_finding() {
    let mut client = Client::with(&plan("cost wages \"x\": 90 EUR from 2027-"));
    client.settle();
    let found: Vec<&Value> =
        client.told[PLAN].as_array().unwrap().iter().filter(|found| found["severity"] == 1).collect();
    let told: Vec<&str> = found.iter().filter_map(|finding| finding["message"].as_str()).collect();
    let of_line: Vec<&&str> = told.iter().filter(|message| message.contains('-')).collect();
    assert!(of_line.len() == 1 && of_line[0].starts_with("there is no value behind `-`"), "{told:?}");
}

#[test]
fn units_that_fit_are_offered_first() {
    for (line, first) in [
        ("effect happy: +1|", &["pp", "%"][..]),
        ("effect happy: +1 |", &["pp", "%"]),
        ("effect calm: +1 |", &["pts"]),
        ("effect full: +1 |", &["berth", "berths"]),
        ("cost wages: 1 |", &["EUR", "USD"]),
    ] {
        let (words, _) = offered(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(words.get(..first.len()), Some(first), "{line}: {words:?}");
        assert!(words.contains(&"skipper"), "{line}: {words:?}");
    }
}

#[test]
fn functions_are_offered_where_they_may_stand() {
    let (words, _) = offered("cost wages: |");
    let has = |word: &str| words.iter().any(|offered| offered == word);
    assert!(has("min") && has("round") && has("fee"), "{words:?}");
    for never in ["funded", "csat", "nps", "lag", "cost", "spend", "score", "total"] {
        assert!(!has(never), "{never}: {words:?}");
    }
}

/// Texts and comments hold words, not currencies.
#[test]
fn a_currency_is_found_wherever_it_stands() {
    let text = plan("cost wages \"y\": 2kUSD in 2027-06");
    let mut client = Client::with(&text);
    let mut at = |part: &str, behind: usize| {
        let (line, column) = line_of(&text, part);
        let position = json!({ "line": line, "character": column + behind });
        let params = json!({
            "textDocument": { "uri": PLAN }, "position": position, "context": { "includeDeclaration": true },
        });
        let references = client.ask("textDocument/references", params.clone());
        let definition = client.ask("textDocument/definition", params.clone());
        let highlights = client.ask("textDocument/documentHighlight", params);
        (references.as_array().map_or(0, Vec::len), definition, highlights.as_array().map_or(0, Vec::len))
    };
    let (rate, column) = line_of(&text, "USD {");
    for (part, behind) in [("exchange USD", 10), ("2 USD * 1", 3), ("2kUSD", 3)] {
        let (references, definition, highlights) = at(part, behind);
        assert_eq!((references, highlights), (3, 3), "{part}");
        assert_eq!(definition["range"]["start"], json!({ "line": rate, "character": column }), "{part}");
    }
    let (references, definition, _) = at("0.9 EUR", 5);
    assert_eq!(references, text.matches("EUR").count(), "the plan's own");
    assert_eq!(definition["range"]["start"]["line"], 0);
    assert_eq!(at("not in USD", 8).0, 0);
    assert_eq!(at("\"USD rates\"", 2).0, 0);
}
