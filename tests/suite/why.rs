//! `zbb why`: everything about one thing of a plan, with the formula and the source of each figure.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use zbb::compile::{Options, Parsed};
use zbb::model::Kind;
use zbb::model::facts::Topic;
use zbb::report::render;
use zbb::report::why::Why;
use zbb::resolve::{Bearer, look_up};
use zbb::source::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `zbb why` with its exit code and both of its outputs.
fn why(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    let output = command.arg("why").args(arguments).current_dir(root()).output().expect("zbb runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const SALTBUSH: &str = "examples/moments_of_truth";

fn form(name: &str, plan: &str) -> Value {
    let (code, output, error) = why(&[name, plan, "--format", "json"]);
    assert_eq!(code, Some(0), "{error}");
    serde_json::from_str(&output).expect("JSON")
}

/// The lines of a form with a key, as `what: value (how) place`.
fn lines(form: &Value, group: &str, key: &str) -> Vec<String> {
    let groups = form["groups"].as_array().expect("groups").iter();
    let lines =
        groups.filter(|found| found["key"] == group).flat_map(|found| found["lines"].as_array().expect("lines"));
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Object(figure) => figure["value"].as_str().unwrap_or_default().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let place = |at: &Value| {
        at.as_object()
            .map_or_else(String::new, |at| format!(" {}:{}", at["path"].as_str().unwrap_or_default(), at["line"]))
    };
    let shown = lines.filter(|line| line["key"] == key).map(|line| {
        format!("{}: {} ({}){}", text(&line["what"]), text(&line["value"]), text(&line["how"]), place(&line["at"]))
    });
    shown.collect()
}

#[test]
fn a_package_shows_its_form_with_where_each_figure_comes_from() {
    let document = form("quiet_night", SALTBUSH);
    let form = &document["package"]["quiet_night"];
    assert_eq!(lines(form, "money", "today"), ["today: not stated ()"]);
    // 118,000 and 240,000 are asked for; the rejected alternative is not.
    assert_eq!(lines(form, "money", "asked"), ["asked: 358000.00 (2 levels)"]);
    assert_eq!(lines(form, "money", "given"), ["given: 118000.00 (1 of 2 levels)"]);
    // 118,000 over August to November are four times 29,500.
    assert_eq!(
        lines(form, "level", "cost"),
        [
            "Fit-out and equipment: 118000.00 (118k AUD from 2026-08 to 2026-11 via room; 29,500.00 a month, 2026-08 .. \
             2026-11) packages/rooms.zbb:15",
            "Fit-out and equipment: 240000.00 (240k AUD in 2027-04 via room; 240,000.00, 2027-04) packages/rooms.zbb:25",
        ]
    );
    // +3 of the 24 pts from 24 to 48 are 1.25 of 10; 30% of that is 0.375; urgency 15% × 7 = 1.05; ease 10% × 6 = 0.6.
    let ratings = lines(form, "level", "rating");
    assert!(
        ratings.contains(
            &"Guests remember it: 0.375 (30% × 1.25: Net Promoter Score +3 pts of the 24 pts from 24 pts to 48 pts)"
                .to_owned()
        )
    );
    assert!(ratings.contains(&"Cannot wait a year: 1.05 (15% × 7: rated by people) packages/rooms.zbb:20".to_owned()));
    // What is stated and what comes of it stand together.
    let effects = lines(form, "level", "effect");
    assert!(
        effects[0].starts_with("Net Promoter Score: 2 .. +3 .. +4 pts") || effects[0].contains("+2 .. +3 .. +4 pts")
    );
    assert!(
        effects[0].contains("the package brings +1.7 pts in 2027-06 (effects diminish towards 72 pts;"),
        "{effects:?}"
    );
    // 340,000 less 96,000 and 118,000 are 126,000, and 240,000 are asked for: 114,000 more.
    assert_eq!(
        lines(form, "change", "change"),
        ["New heaters for the same rooms: the cap of category fit_out higher by 114,000.00 () funding.zbb:12"]
    );
    assert_eq!(lines(form, "level", "promised"), ["promised: -18% Faults guests report, +3 pts Net Promoter Score ()"]);
    assert_eq!(lines(form, "alternative", "rejected").len(), 1);
    assert_eq!(lines(form, "ranks", "rank").len(), 4);
    assert_eq!(lines(form, "milestones", "milestone").len(), 1);
}

#[test]
fn a_level_shows_what_was_left_and_the_least_that_would_fund_it() {
    let document = form("on_the_spot.duty_manager", SALTBUSH);
    let form = &document["level"]["on_the_spot.duty_manager"];
    // 680,000 less 2% and 617,622 of those ranked above.
    assert!(lines(form, "turn", "left")[1].starts_with("FY2027-Q2: 48778.00 ("));
    assert_eq!(
        lines(form, "change", "change"),
        [
            "Somebody awake who may decide more: 25,226.53 more in FY2027-Q2, but A rate for those who have been before no \
          longer () funding.zbb:5"
        ]
    );
    // Three from October to June: 3 × 9 ÷ 12.
    assert!(lines(form, "says", "cost")[0].contains("3 specialists in 9 months, 2026-10 .. 2027-06: 2.25 on average"));
}

#[test]
fn the_rise_shown_is_the_least_that_funds_the_level() {
    // `told_well.lookouts` is short by 19,222.00 in one quarter; what is kept back of a rise of r is 2% of it.
    let document = form("told_well.lookouts", SALTBUSH);
    let change = lines(&document["level"]["told_well.lookouts"], "change", "change");
    let rise: f64 = change[0]
        .split("more in")
        .next()
        .and_then(|text| text.split(": ").nth(1))
        .expect("a rise")
        .trim()
        .replace(',', "")
        .parse()
        .expect("a number");
    let folder = tempfile::tempdir().expect("a folder");
    for (more, is_funded) in [(rise, true), (rise - 0.01, false)] {
        let status = std::process::Command::new("cp")
            .args(["-r", SALTBUSH])
            .arg(folder.path().join("plan"))
            .current_dir(root())
            .status();
        assert!(status.is_ok_and(|status| status.success()));
        let path = folder.path().join("plan/funding.zbb");
        let text = std::fs::read_to_string(&path).expect("the funding");
        let budget = format!("budget FY2027-Q2: {:.2} AUD", 680_000.0 + more);
        std::fs::write(&path, text.replace("budget FY2027-Q2: 680k AUD", &budget)).expect("the funding");
        let output = Command::new(env!("CARGO_BIN_EXE_zbb"))
            .args(["plan", "--format", "json"])
            .arg(folder.path().join("plan"))
            .output()
            .expect("zbb runs");
        let plan: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let level = plan["ranking"]["levels"]
            .as_array()
            .expect("levels")
            .iter()
            .find(|level| level["level"] == "told_well.lookouts")
            .expect("the level");
        assert_eq!(level["status"] == "funded", is_funded, "{more} {level}");
        std::fs::remove_dir_all(folder.path().join("plan")).expect("the copy goes");
    }
}

#[test]
fn a_name_is_a_path_a_title_or_either_behind_its_keyword() {
    for name in [
        "quiet_night",
        "A room that keeps quiet",
        "package quiet_night",
        "package \"A room that keeps quiet\"",
        "a room that keeps QUIET",
    ] {
        let document = form(name, SALTBUSH);
        assert_eq!(document["package"]["quiet_night"]["title"], "A room that keeps quiet", "{name}");
    }
    // What several kinds bear is shown for each, in one order.
    let (_, output, _) = why(&["The first night", SALTBUSH]);
    let place = |heading: &str| output.find(heading).unwrap_or_else(|| panic!("{heading} in {output}"));
    assert!(place("── Touchpoint") < place("── Moment of truth"));
    let document = form("moment \"The first night\"", SALTBUSH);
    assert!(document["touchpoint"].is_null() && document["moment"].is_object());
    assert!(form("funding", SALTBUSH)["funding"][""]["groups"].is_array());
    assert!(form("exchange USD", "tests/cases/why/every_property.zbb")["exchange"]["USD"].is_object());
}

#[test]
fn what_nothing_bears_is_answered_with_what_is_near() {
    let (code, output, error) = why(&["quiet_nite", SALTBUSH]);
    assert_eq!((code, output.as_str()), (Some(2), ""));
    assert!(
        error.contains("nothing in the plan is called `quiet_nite`") && error.contains("did you mean `quiet_night`?")
    );
    let (code, _, error) = why(&["quiet_night", SALTBUSH, "--scenario", "leen"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("the plan has no scenario `leen`"), "{error}");
    let (code, _, error) = why(&["<script>\u{202e}", SALTBUSH]);
    assert_eq!(code, Some(2));
    assert!(!error.contains('\u{202e}'));
}

#[test]
fn a_plan_with_errors_shows_what_it_says_and_no_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(root().join("examples/hotline/plan.zbb")).expect("the plan");
    let path = folder.path().join("plan.zbb");
    std::fs::write(&path, text.replace("currency: EUR", "currency: EUX")).expect("a plan");
    let topics = Parsed::read(&Sources::single("plan.zbb", &text)).facts();
    let package = topics.iter().find(|topic| topic.kind == Kind::Package).expect("a package");
    let (code, output, error) = why(&[package.name(), folder.path().to_str().expect("a path")]);
    assert_eq!(code, Some(1));
    assert!(error.contains("error[") && output.contains("without figures: it has errors"), "{output}{error}");
    assert!(
        output.contains(
            package.text("justification").expect("a justification").split_whitespace().next().expect("a word")
        )
    );
}

#[test]
fn every_format_shows_the_same_form() {
    let (_, markdown, _) = why(&["quiet_night", SALTBUSH, "--format", "markdown"]);
    assert!(markdown.contains("### A room that keeps quiet — packages/rooms.zbb:3"), "{markdown}");
    assert!(markdown.contains("- **asked**: 358,000.00 AUD — 2 levels"), "{markdown}");
    let (_, page, _) = why(&["quiet_night", SALTBUSH, "--format", "html"]);
    assert!(page.contains("id=\"package.quiet_night\"") && page.contains("packages/rooms.zbb:15"));
    for width in ["40", "80", "140"] {
        let (_, output, _) = why(&["quiet_night", SALTBUSH, "--width", width]);
        let width: usize = width.parse().expect("a number");
        // Only a word, a title or a place that is longer than the room for it goes beyond.
        let longest = output.lines().map(|line| line.chars().count()).max().expect("lines");
        assert!(longest <= width.max(80), "{longest} at {width}:\n{output}");
    }
}

#[test]
fn a_scenario_shows_its_own_figures() {
    let (code, output, error) =
        why(&["fix_within_hour.day_team", SALTBUSH, "--scenario", "smoky_and_dear", "--format", "json"]);
    assert_eq!(code, Some(0), "{error}");
    let document: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(document["scenario"], "smoky_and_dear");
    // Three technicians at 96,000 instead of 92,000.
    let costs = lines(&document["level"]["fix_within_hour.day_team"], "says", "cost");
    assert!(costs[0].starts_with("Wages: 288000.00 ("), "{costs:?}");
}

/// What a plan says, with the plan's forms.
fn every_property() -> (Sources, Vec<Topic>) {
    let path = root().join("tests/cases/why/every_property.zbb");
    let sources = Sources::single("every_property.zbb", &std::fs::read_to_string(path).expect("the case"));
    let topics = Parsed::read(&sources).facts();
    (sources, topics)
}

#[test]
fn the_case_has_every_property_of_every_declaration() {
    let (_, topics) = every_property();
    let mut lacking = BTreeSet::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&Topic> = topics.iter().filter(|topic| topic.kind == *kind).collect();
        for property in kind.schema().properties {
            let is_said = of_kind
                .iter()
                .any(|topic| topic.facts.iter().chain(&topic.items).any(|fact| fact.property == property.key));
            let is_inner = matches!(property.spec.shape, zbb::model::schema::Shape::Children(inner) if topics.iter().any(|topic| topic.kind == inner));
            let is_head = property.spec.shape == zbb::model::schema::Shape::Head;
            // What goes without saying is no fact, though it is written.
            let is_default = [("rank", "explicit")].iter().any(|(key, _)| property.key == *key);
            if !(is_said || is_inner || is_head || is_default) {
                lacking.insert(format!("{}.{}", kind.keyword(), property.key));
            }
        }
    }
    assert!(
        lacking.is_empty(),
        "write these in tests/cases/why/every_property.zbb, each with a text or amount of its own: {lacking:?}"
    );
}

#[test]
fn nothing_that_is_declared_is_shown_nowhere() {
    let (sources, _) = every_property();
    let parsed = Parsed::read(&sources);
    let (compiled, topics) = parsed.compile_with_facts(Options::default());
    let evaluated = compiled.checked.as_ref().zip(compiled.evaluation.as_ref());
    assert!(evaluated.is_some(), "{:#?}", compiled.diagnostics.items());
    let known = Why::new(&sources, &topics, evaluated);
    let unique = Regex::new(r"[a-zT]?[0-9]+(\.[0-9]+)?").expect("a pattern");
    let mut lost = Vec::new();
    // A name may be shown by its title.
    let is_titled = |word: &str, plain: &str| {
        let named = topics.iter().filter(|topic| topic.name() == word).filter_map(|topic| topic.title.as_deref());
        named.into_iter().any(|title| plain.contains(title))
    };
    let bearers: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    for topic in &topics {
        let found = look_up(&bearers, &format!("{} {}", topic.kind.keyword(), topic.name()));
        let found = if found.is_empty() { look_up(&bearers, topic.kind.keyword()) } else { found };
        let shown = render::json(&known.document(&found)).replace("\\\"", "\"");
        // Grouped and in cents, amounts are shown in other signs.
        let plain = shown.replace(',', "");
        for fact in topic.facts.iter().chain(&topic.items) {
            let says = format!("{} {}", fact.key, fact.says());
            let words = unique.find_iter(&says).map(|found| found.as_str().to_owned());
            let missing: Vec<String> =
                words.filter(|word| !plain.contains(word.as_str()) && !is_titled(word, &plain)).collect();
            if !missing.is_empty() {
                lost.push(format!("{} {}: {missing:?}", topic.identity(), says));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn explain_points_to_why() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    let output =
        command.args(["explain", "quiet_night"]).current_dir(root().join(SALTBUSH)).output().expect("zbb runs");
    let error = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("`zbb why quiet_night` shows what the plan says of it"), "{error}");
}

/// A KPI whose way is left longer by its trend, with an effect that ends, one that still rises and one that hangs on another.
const HARBOUR: &str = r#"plan harbour { currency: EUR, calendar: 2027-04 .. 2028-03 }
role boss
department shore { owner: boss }
category wages { owner: boss }
kpi happy "Happy" { kind: csat, baseline: 71%, trend: -0.1pp/month, ceiling: 95%, unfunded: 68%, target: 80% by 2028-03, source: "s" }
kpi load "Load" { unit: number, formula: happy * 100, better: higher, source: "s" }
kpi calls "Calls" { unit: number, range: 0 .. 1000, baseline: 100, better: lower, combine: add, source: "s" }
kpi best "Best" { unit: number, range: 0 .. 1000, baseline: 100, better: higher, combine: max, source: "s" }
package dock "Dock" {
  department: shore
  owner: boss
  justification: "a"
  consequence: "b"
  level base "Base" {
    cost wages: 10 EUR in 2027-04
    effect happy: +4pp until 2028-02
    effect calls: -10
  }
  level more "More" {
    cost wages: 10 EUR in 2027-04
    effect happy: +1pp
    effect best: +5
    needs: [crane.only]
  }
}
package crane "Crane" {
  department: shore
  owner: boss
  justification: "c"
  consequence: "d"
  level only "Only" {
    cost wages: 10 EUR in 2027-04
    effect happy: +0.5pp
    effect calls: -20%
    effect best: +3
  }
}
package quay "Quay" {
  department: shore
  owner: boss
  justification: "e"
  consequence: "f"
  level slow "Slow" {
    cost wages: 10 EUR in 2027-04
    effect calls: -12 after 6 months over 12 months
  }
}
criterion joy { weight: 100%, measured_by: [happy] }
ranking board { dock.base, crane.only, dock.more, quay.slow }
funding { budget: 100 EUR, policy: skip }
"#;

#[test]
fn a_contribution_that_is_not_what_is_stated_says_the_true_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("plan.zbb"), HARBOUR).expect("a plan");
    let plan = folder.path().to_str().expect("a path");
    // 68% less 12 × 0.1pp are 66.8%, and 28.2pp are left of it to 95%. Without dock neither of its effects is there:
    // 28.2 × (1 - 0.5/27) × 1/27 = 1.025. Without crane `more` has not what it needs: 28.2 × (1 - (1 - 0.5/27) × 26/27) = 1.547.
    let way = "effects diminish towards 95%; of the way to 95% 28.2pp are left in 2028-03, 27pp at the start";
    let dock = format!("(Base +4pp, which ended with 2028-02; More +1pp; {way})");
    let crane = format!("(Only +0.5pp; Dock: More +1pp, which goes with it; {way})");
    // 90 less 6 that count of the 12, and a fifth less: 67.2. Of +5 and +3 the +5 counts, and without crane neither is there.
    let percent = "(effects in per cent multiply what the others leave)";
    let most = "of helpful effects only the largest counts";
    let expected = [
        ("dock", "Happy", format!("in 2028-03: 68.35% with it, 67.32% without it {dock}")),
        ("dock", "Calls", format!("in 2028-03: 67.2 with it, 75.2 without it {percent}")),
        ("dock", "Best", format!("in 2028-03: 105.0 with it, 103.0 without it ({most})")),
        ("dock", "Load", "in 2028-03: 68.3 with it, 67.3 without it (through what its formula reads)".to_owned()),
        ("crane", "Happy", format!("in 2028-03: 68.35% with it, 66.80% without it {crane}; with it would go More")),
        ("crane", "Calls", format!("in 2028-03: 67.2 with it, 84.0 without it {percent}; with it would go More")),
        (
            "crane",
            "Best",
            format!(
                "in 2028-03: 105.0 with it, 100.0 without it (Only +3; Dock: More +5, which goes with it; {most}); with it \
                 would go More"
            ),
        ),
        (
            "quay",
            "Calls",
            "in 2028-03: 67.2 with it, 72.0 without it (Slow -6, rising to -12; effects in per cent multiply what the others \
             leave)"
                .to_owned(),
        ),
    ];
    for (package, kpi, how) in expected {
        let document = form(package, plan);
        let brings = lines(&document["package"][package], "brings", "brings");
        let line = brings.iter().find(|line| line.starts_with(kpi)).expect("a line");
        assert!(line.ends_with(&format!("({how})")), "{how}\n{line}");
    }
    // Where the level states it, and at the KPI, the same is said.
    let document = form("dock.base", plan);
    let effects = lines(&document["level"]["dock.base"], "says", "effect");
    assert!(effects[0].contains(&format!("the package brings +1.03pp in 2028-03 {dock}")), "{effects:?}");
    let document = form("happy", plan);
    let moved = lines(&document["kpi"]["happy"], "moved_by", "brings");
    assert!(moved[0].contains(&format!("brings, as part of the plan {crane}")), "{moved:?}");
    // What comes out as it is stated needs no reason.
    let alone =
        HARBOUR.replace("dock.base, crane.only, dock.more, quay.slow", "dock.base, quay.slow, crane.only, dock.more");
    let alone = alone.replace("budget: 100 EUR", "budget: 10 EUR");
    std::fs::write(folder.path().join("plan.zbb"), alone).expect("a plan");
    let document = form("calls", plan);
    let moved = lines(&document["kpi"]["calls"], "moved_by", "brings");
    assert_eq!(moved, ["Dock: -10 (brings, as part of the plan)"]);
}

/// What is asked of a reader beside packages: scenarios on scenarios, a rate, expected income, who owns what.
const DESK: &str = r#"plan desk { currency: NOK, calendar: 2027-01 .. 2027-06 }
role lead "Lead" { person: "Ann" }
role other "Other"
department d "Desk" { owner: other }
category c "Cost" { owner: other }
category fees "Fees" { owner: lead, kind: income }
unit agent
driver wage { value: 3_217 NOK/agent/month, source: "s" }
exchange USD { rate: 10.5 NOK, source: "Bank", as_of: 2026-09-03 }
income moor "Mooring" {
  owner: lead
  category: fees
  2027-01 .. 2027-03: 1_000 NOK
  2027-06: 250_000 NOK
}
retire old "Old desk" { department: d, owner: lead, today: 12_000 NOK, because: "r" }
kpi wait "Waiting" { unit: hours, baseline: 10 hours, target: 5 hours by 2027-06, better: lower, source: "s" }
kpi load "Load" { unit: number, formula: 20000 * 10, source: "s" }
package a "Alpha" {
  department: d
  owner: lead
  justification: "a"
  consequence: "b"
  level one "One" {
    cost c "Work": 1 agent * wage
    cost c "Gear": 5_003 USD in 2027-02
    earns fees: 500 NOK in 2027-01
    effect wait: -3 .. -2 .. -1 hours
  }
}
criterion z { weight: 100%, measured_by: [wait] }
ranking board { a.one }
funding { budget: 200_000 NOK, policy: skip }
waive W0401: a until 2028-12-01 because "it is known"
scenario lean "Lean" {
  change funding.budget: * 0.5
  change wage: * 105%
}
scenario leaner "Leaner" {
  of: lean
  change funding.budget: -10k NOK
  change a.one.effect.wait: * 2
  set wait.baseline: 11 hours
}
scenario big { set funding.budget: 1M NOK }
"#;

#[test]
fn what_stands_beside_packages_shows_what_it_comes_to() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("plan.zbb"), DESK).expect("a plan");
    let plan = folder.path().to_str().expect("a path");
    let of = |kind: &str, name: &str, group: &str, key: &str| {
        let document = form(&format!("{kind} {name}"), plan);
        let shown = lines(&document[kind][name], group, key).into_iter();
        let without_place =
            |line: String| line.rsplit_once(" plan.zbb:").map_or(line.clone(), |(line, _)| line.to_owned());
        shown.map(without_place).collect::<Vec<String>>()
    };
    let months = |kind: &str, name: &str| {
        let document = form(&format!("{kind} {name}"), plan);
        let rows = document[kind][name]["months"].as_array().expect("months").clone();
        rows.iter().map(|row| row["income"].as_str().expect("an amount").to_owned()).collect::<Vec<String>>()
    };
    // A scenario: what stands before, as the scenario it starts from leaves it, and what a change makes of it.
    assert_eq!(of("scenario", "big", "says", "set"), ["set funding.budget: 1,000,000 NOK (before: 200,000 NOK)"]);
    assert_eq!(
        of("scenario", "lean", "says", "change"),
        [
            "change funding.budget: * 0.5 (before: 200,000 NOK; after: 100,000 NOK)",
            "change wage: * 105% (before: 3,217 NOK/agent/month; after: 3,377.85 NOK/agent/month)",
        ]
    );
    assert_eq!(
        of("scenario", "leaner", "says", "change"),
        [
            "change funding.budget: -10,000 NOK (before: 100,000 NOK; after: 90,000 NOK)",
            "change a.one.effect.wait: * 2 (before: -3 hours .. -2 hours .. -1 hour; after: -6 hours .. -4 hours .. -2 hours)",
        ]
    );
    assert_eq!(of("scenario", "leaner", "says", "set"), ["set wait.baseline: 11 hours (before: 10 hours)"]);
    // A rate: how old it is, and what is converted with it.
    assert_eq!(of("exchange", "USD", "says", "as_of"), ["as of: 2026-09-03 (4 months before the calendar begins)"]);
    assert_eq!(of("exchange", "USD", "uses", "named_by").len(), 1);
    assert!(of("exchange", "USD", "uses", "named_by")[0].contains("cost c \"Gear\": 5,003 USD in 2027-02"));
    // 1,000 over three months, each sum rounded: 333.33, 666.67, 1,000.00. A funded level earns 500 in the first.
    assert_eq!(of("income", "moor", "says", "total")[0].split(" (").next(), Some("in all: 251000.00"));
    assert_eq!(months("income", "moor"), ["333.33", "333.34", "333.33", "0.00", "0.00", "250000.00"]);
    assert_eq!(of("category", "fees", "income", "income"), ["Mooring: 251000.00 (expected income)"]);
    assert_eq!(of("category", "fees", "income", "earns"), ["One: 500.00 (earned by a funded level)"]);
    assert_eq!(of("category", "fees", "income", "total")[0].split(" (").next(), Some("in all: 251500.00"));
    assert_eq!(months("category", "fees"), ["833.33", "333.34", "333.33", "0.00", "0.00", "250000.00"]);
    // A role: what it owns, today → asked → given. 6 × 3,217 and 5,003 × 10.5.
    assert_eq!(of("role", "lead", "packages", "package"), ["Alpha: 71833.50 (today not stated, asked 71,833.50)"]);
    assert_eq!(of("role", "lead", "packages", "ends"), ["Old desk: 0.00 (today 12,000.00: it ends)"]);
    assert!(of("role", "other", "packages", "package").is_empty());
    // What has no value today has no change against today.
    assert!(of("kpi", "load", "way", "change").is_empty());
    assert_eq!(of("kpi", "load", "says", "formula"), ["formula: 20,000 * 10 ()"]);
    // A waiver names its package once, in one line.
    let waives: Vec<String> = of("package", "a", "named_by", "named_by");
    assert_eq!(waives.iter().filter(|line| line.starts_with("waive")).count(), 1, "{waives:?}");
}
