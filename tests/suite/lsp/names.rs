//! Names of a plan in an editor: what can be renamed to what, and what is said where it cannot.

use serde_json::{Value, json};

use super::{Client, Memory, PLAN, line_of};

/// A plan whose names may clash: two departments, a way with two levels and an alternative, a KPI and a driver.
const CLASHES: &str = r#"plan shop { currency: EUR, calendar: 2027-01 .. 2027-12 }
role lead
department sea { owner: lead }
department shore { owner: lead }
category pay { owner: lead }
unit agent
driver volume { value: 2 agent }
kpi nps { kind: nps, baseline: 1 pts, source: "x" }
kpi load { unit: agent, formula: volume * 1, source: "x" }
journey web { entering: 5 agent/month, stage see { touchpoint desk } }
package help {
  department: sea
  owner: lead
  level base { cost pay: 2 EUR, effect nps: +1 pts }
  level more { cost pay: volume * 1 EUR/agent, effect nps: +1 pts }
  alternative none { cost pay: 1 EUR, rejected: "no" }
}
exchange USD { rate: 0.9 EUR, source: "x", as_of: 2026-12 }
ranking board { help.base, help.more }
"#;

fn rename(client: &mut Client, part: &str, name: &str, new: &str) -> Value {
    let (line, column) = line_of(CLASHES, part);
    let column = column + part.find(name).expect("the name");
    let position = json!({ "line": line, "character": column });
    client.send("textDocument/rename", json!({ "textDocument": { "uri": PLAN }, "position": position, "newName": new }))
}

fn refusal(answer: &Value) -> &str {
    assert_eq!(answer["error"]["code"], -32_803, "{answer}");
    answer["error"]["message"].as_str().expect("words")
}

#[test]
fn a_name_that_is_none_or_is_taken_is_refused() {
    let mut client = Client::with(CLASHES);
    let asked = [
        ("level base", "base", ""),
        ("level base", "base", "x y"),
        ("level base", "base", "From"),
        ("level base", "base", "Ärger"),
        ("level base", "base", "2x"),
        ("level base", "base", "a.b"),
        ("level base", "base", "from"),
        ("level base", "base", "months"),
        ("level base", "base", "more"),
        ("level base", "base", "none"),
        ("department sea", "sea", "shore"),
        ("help.more }", "more", "base"),
        ("kpi nps", "nps", "load"),
        ("kpi nps", "nps", "volume"),
        ("driver volume", "volume", "load"),
        ("unit agent", "agent", "year"),
    ];
    let told: Vec<String> = asked
        .iter()
        .map(|(part, name, new)| {
            let answer = rename(&mut client, part, name, new);
            format!("{name} → {new}: {}", refusal(&answer))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_name_that_is_free_is_taken_everywhere() {
    let mut client = Client::with(CLASHES);
    for (part, name, new, edits) in [
        ("level base", "base", "first", 2),
        ("department sea", "sea", "ocean", 2),
        // Of another kind, where no expression could mean either.
        ("department sea", "sea", "nps", 2),
        ("unit agent", "agent", "clerk", 5),
        ("level base", "base", "base", 2),
    ] {
        let answer = rename(&mut client, part, name, new);
        let changes = answer["result"]["changes"][PLAN].as_array().map(Vec::len);
        assert_eq!(changes, Some(edits), "{name} → {new}: {answer}");
    }
}

/// Of a plan with errors only what is new stands in the way.
#[test]
fn a_broken_plan_can_be_renamed_in() {
    let mut client = Client::with(&CLASHES.replace("effect nps: +1 pts }", "effect nsp: +1 pts }"));
    let answer = rename(&mut client, "level base", "base", "first");
    assert_eq!(answer["result"]["changes"][PLAN].as_array().map(Vec::len), Some(2), "{answer}");
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let mut client = Client::with(CLASHES);
    let mut told = Vec::new();
    for part in ["currency: EUR", "exchange USD", "0.9 EUR", "level base", "agent, formula"] {
        let (line, column) = line_of(CLASHES, part);
        let column = column
            + if part.starts_with("exchange") || part.starts_with("level") { part.find(' ').unwrap() + 1 } else { 0 };
        let position = json!({ "line": line, "character": column });
        let answer =
            client.send("textDocument/prepareRename", json!({ "textDocument": { "uri": PLAN }, "position": position }));
        let said = match answer.get("error") {
            Some(_) => refusal(&answer).to_owned(),
            None => answer["result"]["placeholder"].to_string(),
        };
        told.push(format!("{part}: {said}"));
    }
    insta::assert_snapshot!(told.join("\n"));
}

/// Over several files: the refusal names the one that another name stands in.
#[test]
fn a_name_is_taken_by_another_file() {
    let disk = Memory::default();
    let path = std::path::PathBuf::from("/plans/more.zbb");
    disk.0.lock().unwrap().insert(path, "department deep { owner: lead }\n".to_owned());
    disk.0.lock().unwrap().insert("/plans/plan.zbb".into(), CLASHES.to_owned());
    let mut client = Client::new(&disk, json!({}), true);
    client.open(PLAN, CLASHES);
    let answer = rename(&mut client, "department sea", "sea", "deep");
    assert_eq!(refusal(&answer), "there is a department called `deep` already, in more.zbb:1");
}
