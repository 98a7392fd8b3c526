//! Actions of the job: what each offers, written into the plan, does what its title says.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zbb::compile::{Options, compile};
use zbb::diagnostic::{Diagnostic, Severity};
use zbb::evaluate::Depth;
use zbb::source::Sources;

use super::{Client, Memory, PLAN, hotline, line_of, told};
use crate::resolve::{examples, sources_below};

fn actions(client: &mut Client, uri: &str, line: usize, character: usize) -> Vec<Value> {
    let place = json!({ "line": line, "character": character });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": uri }, "range": { "start": place, "end": place },
            "context": { "only": ["refactor"] },
        }),
    );
    actions.as_array().unwrap().clone()
}

/// A text with the edits of an action, whose columns count bytes.
fn edited(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).chain([text.len()]).collect();
    let byte = |position: &Value| {
        let at = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
        starts[at("line")] + at("character")
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]), edit["newText"].as_str().unwrap()))
        .collect();
    edits.sort_unstable();
    edits
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (start, end, new)| format!("{}{new}{}", &text[..*start], &text[*end..]))
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

fn titled<'a>(actions: &'a [Value], begin: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with(begin));
    found.unwrap_or_else(|| panic!("{begin}: {:?}", titles(actions)))
}

/// The levels that are funded, by path; a plan fails that is wrong by itself, not one whose
/// requirements or transfers count on what is funded no longer.
fn funded(sources: &Sources) -> BTreeSet<String> {
    let compiled = compile(sources, Options { depth: Depth::Findings, ..Options::default() });
    let is_of_the_text =
        |finding: &Diagnostic| ["E01", "E02", "E03", "E04"].iter().any(|begin| finding.code.id().starts_with(begin));
    let is_broken = |finding: &&Diagnostic| finding.severity == Severity::Error && is_of_the_text(finding);
    let broken: Vec<&Diagnostic> = compiled.diagnostics.items().iter().filter(is_broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let (plan, funding) = (compiled.checked.unwrap(), compiled.evaluation.unwrap().funding.unwrap());
    funding.funded.iter().map(|level| plan.plan().head((*level).into()).path.to_string()).collect()
}

#[test]
fn a_level_is_funded_by_more_money() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let (line, column) = line_of(&text, "weekends \"");
    let found = actions(&mut client, PLAN, line, column);
    let raise = titled(&found, "raise the budget by 24,000.00 EUR: that funds `phone.weekends`");
    let text = edited(&text, &raise["edit"]["changes"][PLAN]);
    assert!(text.contains("budget: 180k EUR + 24_000 EUR"), "{text}");
    assert_eq!(funded(&Sources::single("plan.zbb", &text)).len(), 2);
}

#[test]
fn a_level_that_climbs_pushes_others_out() {
    let text = r#"plan x { currency: EUR, calendar: 2027-01 .. 2027-02 }
role a
department d { owner: a }
category c { owner: a }
kpi k { kind: csat, baseline: 70% }
objective o { owner: a, measures: [k] }
package p {
  department: d
  owner: a
  objective: o
  justification: "sixty of a hundred call again"
  consequence: "y"
  level one { cost c: 60 EUR in 2027-01, effect k: +1pp }
}
package q {
  department: d
  owner: a
  objective: o
  justification: "the lease ends in March"
  consequence: "y"
  level one { cost c: 50 EUR in 2027-01, effect k: +1pp }
}
package r {
  department: d
  owner: a
  objective: o
  justification: "thirty pages are out of date"
  consequence: "y"
  level one { cost c: 30 EUR in 2027-01, effect k: +1pp }
}
ranking board {
  by: a
  p.one because "first"
  r.one # the small one
  q.one
}
funding { budget: 100 EUR, policy: skip }
"#;
    let mut client = Client::with(text);
    client.settle();
    let (line, column) = line_of(text, "q.one");
    let found = actions(&mut client, PLAN, line, column);
    let climb = titled(&found, "move `q.one` up to rank 1 of 3: that funds it; p.one falls out");
    let changed = edited(text, &climb["edit"]["changes"][PLAN]);
    assert!(changed.contains("by: a\n  q.one\n  p.one because \"first\"\n  r.one # the small one\n}"), "{changed}");
    let now = funded(&Sources::single("plan.zbb", &changed));
    assert_eq!(now.iter().map(String::as_str).collect::<Vec<_>>(), ["q.one", "r.one"]);
    titled(&found, "raise the budget by 40.00 EUR: that funds `q.one`");
    assert!(actions(&mut client, PLAN, line - 1, column).iter().all(|action| {
        let title = action["title"].as_str().unwrap();
        !title.contains("that funds")
    }));
}

/// On every level of every example that is not funded: what is said to fund it does, and what is said to fall out does.
#[test]
fn what_is_said_to_fund_a_level_does() {
    let mut tried = 0;
    for folder in examples() {
        let sources = sources_below(&folder);
        let disk = Memory::default();
        for (_, file) in sources.files() {
            disk.0.lock().unwrap().insert(std::path::Path::new("/plans").join(file.path()), file.text().to_owned());
        }
        let mut client = Client::new(&disk, json!({}), true);
        let (_, first) = sources.files().next().unwrap();
        client.open(&format!("file:///plans/{}", first.path()), first.text());
        client.settle();
        let before = funded(&sources);
        let compiled = compile(&sources, Options::default());
        let plan = compiled.checked.unwrap();
        for row in compiled.evaluation.unwrap().funding.unwrap().sheet.rows {
            let head = plan.plan().head(row.level.into());
            if before.contains(head.path.as_str()) {
                continue;
            }
            let file = sources.get(head.span.file).unwrap();
            let uri = format!("file:///plans/{}", file.path());
            let line = file.line_index(head.span.start);
            let column = head.span.start as usize - file.line_range(line).start;
            client.open(&uri, file.text());
            client.settle();
            for action in actions(&mut client, &uri, line, column) {
                let title = action["title"].as_str().unwrap();
                let Some((_, effect)) = title.split_once(": that funds ") else { continue };
                tried += 1;
                let mut changed = Sources::new();
                for (_, file) in sources.files() {
                    let edits = &action["edit"]["changes"][format!("file:///plans/{}", file.path())];
                    let text = if edits.is_null() { file.text().to_owned() } else { edited(file.text(), edits) };
                    // A reason that the author is asked for is written.
                    changed.add(file.path(), text.replace("because \"\"", "because \"of the test\""));
                }
                let now = funded(&changed);
                assert!(now.contains(head.path.as_str()), "{}: {title}", folder.display());
                let lost: Vec<&String> = before.difference(&now).collect();
                assert_eq!(effect.contains(" out"), !lost.is_empty(), "{}: {title}: {lost:?}", folder.display());
                let named = lost.iter().take(6).all(|lost| lost.len() < 2 || effect.contains(lost.as_str()));
                assert!(named || lost.len() > 6, "{title}: {lost:?}");
            }
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn what_is_missing_is_written_where_it_belongs() {
    let text = "kpi calm {\r\n  kind: csat\r\n  baseline: 70% # measured\r\n}\r\npackage p \"P\" {\r\n  owner: a\r\n  level one {\r\n    effect calm: +3pp after 1 month\r\n  }\r\n  level two { effect calm: -2 .. -1 .. 0pp evidence history }\r\n}\r\nunit x\r\n";
    let mut client = Client::with(text);
    let mut write = |part: &str, begin: &str| {
        let (line, column) = line_of(text, part);
        let found = actions(&mut client, PLAN, line, column);
        let action = titled(&found, begin).clone();
        edited(text, &action["edit"]["changes"][PLAN])
    };
    assert!(write("kind", "write the `source` of `calm`").contains("# measured\r\n  source: \"\"\r\n}"));
    assert!(
        write("p \"P\"", "write the `consequence` of `p`").contains("owner: a\r\n  consequence: \"\"\r\n  level one")
    );
    assert!(
        write("two {", "write the `consequence` of `two`")
            .contains("two { effect calm: -2 .. -1 .. 0pp evidence history, consequence: \"\" }")
    );
    let effect = write("effect calm: +3pp", "write what the effect on `calm` rests on");
    assert!(effect.contains("+3pp after 1 month evidence judgement\r\n"), "{effect}");
    let split = write("effect calm: +3pp", "split the effect on `calm`");
    assert!(split.contains("effect calm: +3 .. +3 .. +3pp after"), "{split}");
    let (line, column) = line_of(text, "two { effect");
    let found = actions(&mut client, PLAN, line, column + 10);
    assert!(!titles(&found).iter().any(|title| title.contains("rests on") || title.contains("split")), "{found:?}");
    let (line, column) = line_of(text, "unit x");
    assert_eq!(titles(&actions(&mut client, PLAN, line, column)), [""; 0]);
}

#[test]
fn three_points_alike_come_to_the_same() {
    let text = hotline();
    let before = funded(&Sources::single("plan.zbb", &text));
    let mut client = Client::with(&text);
    client.settle();
    let (line, _) = text.lines().enumerate().find(|(_, line)| line.trim().starts_with("effect csat")).unwrap();
    let found = actions(&mut client, PLAN, line, 6);
    if let Some(split) = found.iter().find(|action| action["title"].as_str().unwrap().starts_with("split")) {
        let changed = edited(&text, &split["edit"]["changes"][PLAN]);
        assert_eq!(funded(&Sources::single("plan.zbb", &changed)), before);
    }
}

#[test]
fn an_edit_comes_when_its_action_is_chosen() {
    let text = hotline();
    let mut client = Client::capable(
        json!({
            "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
        }),
        &text,
    );
    client.settle();
    let (line, column) = line_of(&text, "weekends \"");
    let found = actions(&mut client, PLAN, line, column);
    let chosen = titled(&found, "raise the budget").clone();
    assert!(chosen.get("edit").is_none());
    let resolved = client.ask("codeAction/resolve", chosen.clone());
    assert_eq!(resolved["edit"]["documentChanges"][0]["textDocument"], json!({ "uri": PLAN, "version": 1 }));
    // Of a text that has changed since, nothing is written that no longer holds.
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": [{ "text": "role a\n" }] }),
    );
    client.settle();
    assert!(client.ask("codeAction/resolve", chosen).get("edit").is_none());
    assert_eq!(told(&client).len(), 1);
}

#[test]
fn why_is_everything_about_a_name() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let why = client.ask("zbb/why", json!({ "uri": PLAN, "about": "phone.weekdays" }));
    let markdown = why["markdown"].as_str().unwrap();
    assert!(markdown.contains("132,000.00") && markdown.contains("plan.zbb:"), "{markdown}");
    let (line, column) = line_of(&text, "weekdays \"");
    let place = json!({ "line": line, "character": column });
    assert_eq!(client.ask("zbb/why", json!({ "uri": PLAN, "position": place })), why);
    assert_eq!(client.ask("zbb/why", json!({ "uri": PLAN, "about": "nobody" })), Value::Null);
}

/// A client that shows what cannot be done, with all files of a plan on the disk and one of them open.
fn showing(sources: &Sources, path: &str, capabilities: Value) -> (Client, String) {
    let disk = Memory::default();
    for (_, file) in sources.files() {
        disk.0.lock().unwrap().insert(std::path::Path::new("/plans").join(file.path()), file.text().to_owned());
    }
    let (mut client, _) = Client::begun(&disk, json!({}), capabilities);
    let uri = format!("file:///plans/{path}");
    let (_, file) = sources.files().find(|(_, file)| file.path() == path).unwrap();
    client.open(&uri, file.text());
    (client, uri)
}

fn errors(sources: &Sources) -> Vec<&'static str> {
    let found = zbb::compile::Parsed::read(sources).analyse(None).diagnostics;
    found
        .items()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.code.id())
        .collect()
}

/// Every move that is offered leaves a plan without errors, every other says why it is not, and both kinds are there.
#[test]
fn a_move_that_would_be_an_error_says_why() {
    for folder in examples()
        .into_iter()
        .filter(|folder| ["moments_of_truth", "benchmarking", "aurora"].iter().any(|name| folder.ends_with(name)))
    {
        let sources = sources_below(&folder);
        let can_show = json!({
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": { "codeAction": { "disabledSupport": true } },
        });
        let (mut offered, mut refused) = (0, 0);
        for (id, file) in sources.files().filter(|(_, file)| file.text().contains("\nranking ")) {
            let (mut client, uri) = showing(&sources, file.path(), can_show.clone());
            let (mut plain, _) =
                showing(&sources, file.path(), json!({ "general": { "positionEncodings": ["utf-8"] } }));
            let start = file.text().find("\nranking ").unwrap();
            let first = file.line_index(u32::try_from(start).unwrap());
            for line in first..file.line_count() {
                let text = &file.text()[file.line_range(line)];
                let column = text.len() - text.trim_start().len();
                let all = actions(&mut client, &uri, line, column + 1);
                let is_move = |action: &&Value| {
                    let title = action["title"].as_str().unwrap();
                    title.contains(" up, past ") || title.contains(" down, past ")
                };
                let moves: Vec<&Value> = all.iter().filter(is_move).collect();
                let shown = actions(&mut plain, &uri, line, column + 1);
                for done in moves {
                    let title = done["title"].as_str().unwrap();
                    let is_shown = titles(&shown).contains(&title);
                    if let Some(reason) = done["disabled"]["reason"].as_str() {
                        refused += 1;
                        assert!(!reason.is_empty() && done.get("edit").is_none() && !is_shown, "{title}: {done}");
                    } else {
                        offered += 1;
                        let changed = edited(file.text(), &done["edit"]["changes"][&uri]);
                        let mut moved = sources.clone();
                        moved.replace(id, changed);
                        assert!(
                            is_shown && errors(&moved).is_empty(),
                            "{}: {title}: {:?}",
                            folder.display(),
                            errors(&moved)
                        );
                    }
                }
            }
        }
        assert!(refused > 0, "{}", folder.display());
        // All levels of this one are of one package.
        assert!(offered > 0 || folder.ends_with("aurora"), "{}", folder.display());
    }
}

#[test]
fn a_level_is_not_moved_above_the_one_it_builds_on() {
    let text = hotline();
    let capabilities = json!({ "textDocument": { "codeAction": { "disabledSupport": true } } });
    let mut client = Client::capable(capabilities, &text);
    let (line, column) = line_of(&text, "phone.weekdays, phone.weekends");
    let offered = actions(&mut client, PLAN, line, column + 2);
    let down = titled(&offered, "move `phone.weekdays` down");
    let reason = down["disabled"]["reason"].as_str().expect("a reason");
    assert!(reason.contains("phone.weekends") && reason.contains("phone.weekdays"), "{reason}");
}
