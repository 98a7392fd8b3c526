//! What changed between two plans: the plan of `tests/cases/diff/base.zbb`, and as each case edits it.
//!
//! A case is blocks of lines to take out (`-`) and to put in their place (`+`); its name tells the fact. `quiet-…` changes
//! nothing in meaning.

use std::fs;
use std::path::Path;

use zbb::compile::{Options, Parsed};
use zbb::diagnostic::human::{Characters, Color, Style};
use zbb::diagnostic::{Code, Severity};
use zbb::diff::{self, Changes, Record, record};
use zbb::outcome::Outcome;
use zbb::planfile;
use zbb::quantity::Date;
use zbb::report::{Names, diff_document, history_findings, render};
use zbb::source::{FileId, Sources, Span};

use crate::cases::report;

const UNICODE: Style = Style { width: 100, color: Color::Plain, characters: Characters::Unicode };

/// What a plan says and comes to; it has no errors but of what it requires.
pub fn recorded(sources: &Sources) -> Record {
    let parsed = Parsed::read(sources);
    let (compiled, facts) = parsed.compile_with_facts(Options::default());
    let told = || report(sources, &compiled.diagnostics);
    let checked = compiled.checked.as_ref().unwrap_or_else(|| panic!("the plan is not checked:\n{}", told()));
    let evaluation = compiled.evaluation.as_ref().unwrap_or_else(|| panic!("the plan is not evaluated:\n{}", told()));
    record(facts, checked, evaluation)
}

fn base() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/diff/base.zbb");
    fs::read_to_string(path).expect("the base can be read")
}

/// The base as a case edits it: each block of `-` lines gives way to the `+` lines behind it.
fn edited(base: &str, case: &str) -> String {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut adding = true;
    for line in case.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (sign, rest) = line.split_at(1);
        if sign == "-" && adding {
            blocks.push((String::new(), String::new()));
        }
        adding = sign == "+";
        let (out, into) = blocks.last_mut().expect("a case begins with what it takes out");
        let side = if adding { into } else { out };
        side.push_str(rest.strip_prefix(' ').unwrap_or(rest));
        side.push('\n');
    }
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    for (out, into) in blocks {
        let found: Vec<usize> = base.match_indices(&out).map(|(place, _)| place).collect();
        assert_eq!(found.len(), 1, "these lines stand once in the plan:\n{out}");
        places.push((found[0], out.len(), into));
    }
    places.sort();
    let mut text = base.to_owned();
    for (place, length, into) in places.into_iter().rev() {
        text.replace_range(place..place + length, &into);
    }
    text
}

fn compare(before: &Record, after: &Record) -> Changes {
    diff::compare(before, after, None)
}

fn changes(before: &Record, after: &Record) -> Changes {
    assert!(compare(before, before).is_empty() && compare(after, after).is_empty(), "nothing changes by itself");
    compare(before, after)
}

fn planned(text: &str) -> Record {
    recorded(&Sources::single("plan.zbb", text))
}

/// What has gone through a plan file.
fn kept(record: &Record) -> Outcome {
    planfile::parse(FileId::default(), &planfile::write(&record.outcome)).expect("a plan file can be read back")
}

fn shown(before: &Record, after: &Record, changes: &Changes) -> String {
    let names = Names { before: "before".to_owned(), after: "after".to_owned() };
    render::terminal(&diff_document(&names, before, after, changes), &UNICODE)
}

#[test]
fn every_case_is_told_as_it_is() {
    let _alone = crate::cases::one_glob_at_a_time();
    let before = planned(&base());
    insta::with_settings!({
        snapshot_path => "snapshots/diff", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::glob!("../cases/diff", "*.edit", |path| {
            let case = fs::read_to_string(path).expect("a case can be read");
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name");
            let after = planned(&edited(&base(), &case));
            let changes = changes(&before, &after);
            assert_eq!(changes.is_empty(), name.starts_with("quiet-"), "{name}: {changes:#?}");
            let figures = diff::compare_figures(&kept(&before), &kept(&after));
            assert_eq!(figures, diff::compare_figures(&before.outcome, &after.outcome), "{name}: rounded alike");
            let is_same = planfile::write(&before.outcome) == planfile::write(&after.outcome);
            assert_eq!(figures.2.is_empty(), is_same, "{name}: a plan file differs exactly where its lines do");
            insta::assert_snapshot!("diff", shown(&before, &after, &changes));
        });
    });
}

#[test]
fn every_case_is_a_change_the_other_way_round() {
    let before = planned(&base());
    for path in cases() {
        let case = fs::read_to_string(&path).expect("a case can be read");
        let after = planned(&edited(&base(), &case));
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        assert_eq!(there.is_empty(), back.is_empty(), "{}", path.display());
        assert_eq!(there.funding.before, back.funding.after, "{}", path.display());
        assert_eq!(there.topics.len(), back.topics.len(), "{}", path.display());
    }
}

fn cases() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/diff");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let cases: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "edit")).collect();
    assert!(cases.len() > 20, "{} cases", cases.len());
    cases
}

/// The terms of an account and the figures they explain: what was short, and by how much, is what pushed, less what eased.
#[test]
fn an_account_names_what_pushed_a_level_out() {
    let before = planned(&base());
    let dearer = base().replace("cost software: 30k EUR in 2027-02", "cost software: 70k EUR in 2027-02");
    let after = planned(&dearer.replace("  cap department it: 85k EUR\n", ""));
    let text = shown(&before, &after, &compare(&before, &after));
    assert!(text.contains("records.shared loses funding: booking.minimum, above it, costs 40,000.00 more"), "{text}");
}

/// One case in the other formats: as a comment and for programs.
#[test]
fn a_difference_is_a_comment_and_data() {
    let before = planned(&base());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/diff/a-moment-is-no-longer-covered.edit");
    let after = planned(&edited(&base(), &fs::read_to_string(path).expect("a case can be read")));
    let names = Names { before: "main".to_owned(), after: "HEAD".to_owned() };
    let document = diff_document(&names, &before, &after, &compare(&before, &after));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("comment", render::markdown_comment(&document, 60 * 1024, "zbb diff main...HEAD"));
        insta::assert_snapshot!("data", render::json(&document));
    });
}

/// A comment holds what fits, says what it leaves out, and how to see all.
#[test]
fn a_large_difference_is_cut_to_a_comment() {
    let before = planned(&base());
    let levels: String = (0..2_000)
        .map(|number| format!("  level l{number} \"Level {number}\" {{\n    mandate: \"Act {number}\"\n    cost software: 1 EUR in 2027-02\n  }}\n"))
        .collect();
    let ranked: String = (0..2_000).map(|number| format!("  booking.l{number}\n")).collect();
    let text = base()
        .replace("  alternative agency", &format!("{levels}  alternative agency"))
        .replace("  booking.enhanced\n}", &format!("  booking.enhanced\n{ranked}}}"));
    let after = planned(&text);
    let names = Names { before: "main".to_owned(), after: "HEAD".to_owned() };
    let document = diff_document(&names, &before, &after, &compare(&before, &after));
    let comment = render::markdown_comment(&document, 60 * 1024, "zbb diff main...HEAD");
    assert!(comment.len() <= 60 * 1024 && comment.len() > 40 * 1024, "{}", comment.len());
    assert!(
        comment.contains("**budget**") && comment.trim_end().ends_with("`zbb diff main...HEAD` shows everything."),
        "{}",
        &comment[comment.len() - 400..]
    );
}

/// What history says can be raised, silenced and waived by the later plan, as other findings can.
#[test]
fn what_history_says_can_be_regraded_and_waived() {
    let before = planned(&base());
    let dearer = base().replace("cost software: 20k EUR in 2027-05", "cost software: 21k EUR in 2027-05");
    let told = |lines: &str, today: Option<Date>| {
        let after = planned(&format!("{dearer}{lines}\n"));
        let changes = diff::compare(&before, &after, today);
        changes.history.iter().map(|finding| finding.severity).collect::<Vec<Severity>>()
    };
    assert_eq!(told("", None), vec![Severity::Warning]);
    let waiver = "waive W0601: booking until 2027-01-31 because \"A second quote is on its way\"";
    assert_eq!(told(waiver, Date::new(2027, 1, 31)), Vec::new());
    assert_eq!(told(waiver, Date::new(2027, 2, 1)), vec![Severity::Warning]);
    assert_eq!(told(&waiver.replace("booking", "records"), None), vec![Severity::Warning]);
    let graded = |level: &str| {
        let text = dearer.replacen("  owner: director\n", &format!("  owner: director\n  lint W0601: {level}\n"), 1);
        diff::compare(&before, &planned(&text), None).history.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!((graded("off"), graded("error")), (Vec::new(), vec![Severity::Error]));
}

#[test]
fn what_history_says_is_a_finding_where_the_later_plan_says_it() {
    let places = |before: &str, text: &str| {
        let after = planned(text);
        let found = history_findings(&after, &diff::compare(&planned(before), &after, None));
        let [finding] = found.as_slice() else { panic!("one finding: {found:?}") };
        let at = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let beside: Vec<String> = finding.secondary.iter().map(|label| at(label.span)).collect();
        (finding.code, finding.about.clone(), finding.message.clone(), at(finding.primary.span), beside)
    };
    let dearer = base().replace("cost software: 20k EUR in 2027-05", "cost software: 21k EUR in 2027-05");
    let (code, about, message, at, beside) = places(&base(), &dearer);
    assert_eq!((code, about.as_deref()), (Code::CostMoved, Some("booking")));
    assert_eq!(
        message,
        "package `booking` costs 51,000.00 instead of 50,000.00, and its justification reads as before"
    );
    assert!(at.starts_with("justification: \""), "{at}");
    assert_eq!(beside, ["cost software: 21k EUR in 2027-05"]);
    // A line that only goes has no place in the later plan: the level has.
    let two_lines = base()
        .replace("cost software: 20k EUR in 2027-05", "cost software: 20k EUR in 2027-05\n    cost salaries: 1k EUR");
    let (_, _, _, _, beside) = places(&two_lines, &base());
    assert_eq!(beside, ["enhanced"]);
}

/// The places in a plan, outside of comments, where `is_start` holds and `is_part` goes on; texts are passed over or, for
/// quotes, taken whole.
fn stretches(text: &str, what: Stretch) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let start = place;
        match bytes[place] {
            b'#' => place += text[place..].find('\n').unwrap_or(text.len() - place),
            b'"' => {
                place += 1 + text[place + 1..].find('"').expect("a text ends") + 1;
                if what == Stretch::Text {
                    found.push(start + 1..place - 1);
                }
            }
            digit if digit.is_ascii_digit() => {
                place +=
                    text[place..].find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len() - place);
                if what == Stretch::Figure {
                    found.push(start..place);
                }
            }
            _ => place += text[place..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stretch {
    Figure,
    Text,
}

/// A record, if the plan holds together.
fn record_of(text: &str) -> Option<Record> {
    let parsed = Parsed::read(&Sources::single("plan.zbb", text));
    let (compiled, facts) = parsed.compile_with_facts(Options::default());
    Some(record(facts, compiled.checked.as_ref()?, compiled.evaluation.as_ref()?))
}

/// Whatever figure or text of a plan changes, it is told; what only looks otherwise is not.
#[test]
fn no_figure_and_no_text_changes_unseen() {
    let (text, before) = (base(), planned(&base()));
    let mut changed = 0;
    for (what, ending) in [(Stretch::Figure, "5"), (Stretch::Figure, "1"), (Stretch::Text, " indeed")] {
        for place in stretches(&text, what) {
            let mut edited = text.clone();
            edited.insert_str(place.end, ending);
            let Some(after) = record_of(&edited) else { continue };
            assert!(
                !compare(&before, &after).is_empty(),
                "unseen: `{}{ending}` at {}",
                &text[place.clone()],
                place.start
            );
            changed += 1;
        }
    }
    assert!(changed > 100, "only {changed} changes");
    let spoiled: String = text.lines().map(|line| format!("\t{}   # {}\r\n\r\n", line.trim(), line.len())).collect();
    assert!(compare(&before, &planned(&spoiled)).is_empty(), "layout and comments are no change");
}

/// A promise is known again under the new name of its KPI.
#[test]
fn a_renamed_kpi_is_held_to_what_was_promised() {
    let renamed = base().replace("csat", "content").replace("kind: content", "kind: csat");
    let after = planned(&format!("{renamed}\nobserve content {{ 2027-10: 70% }}\n"));
    let changes = compare(&planned(&base()), &after);
    let promised: Vec<&str> = changes
        .history
        .iter()
        .filter_map(|finding| match &finding.what {
            diff::Second::PromisedAgain { kpi, .. } => Some(kpi.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(promised, vec!["content"; 2], "{:?}", changes.history);
}

/// Whether history tells of promises where a KPI was observed to be so much; 32 minutes were promised of 40 with nothing funded.
fn breaks_promises(observed: &str) -> bool {
    let after = planned(&format!("{}\nobserve waiting {{ 2027-02: {observed} }}\n", base()));
    let changes = compare(&planned(&base()), &after);
    changes.history.iter().any(|finding| matches!(finding.what, diff::Second::PromisedAgain { .. }))
}

/// A promise that is kept by half is kept; what was observed counts in the KPI's unit.
#[test]
fn less_than_half_of_a_promise_is_too_little() {
    assert_eq!(["36 minutes", "35.9 minutes", "36.1 minutes"].map(breaks_promises), [false, false, true]);
    assert_eq!(["2160 seconds", "0.6 hours", "2166 seconds"].map(breaks_promises), [false, false, true]);
}

/// A cap on `visit` takes nothing of what serves `visitors`: that it is dearer leaves no less room.
#[test]
fn a_cap_counts_what_is_below_its_name_and_not_what_begins_like_it() {
    let beside = "journey visitors \"Those who come along\" { stage waiting { touchpoint bench \"Bench\" } }\n";
    let text = base()
        .replace("journey visit \"A visit\"", &format!("{beside}\njourney visit \"A visit\""))
        .replace("cap department it: 85k EUR", "cap journey visit: 160k EUR")
        .replacen("serves: [visit.arriving.reception]", "serves: [visitors.waiting.bench]", 1);
    let lower = text.replace("cap journey visit: 160k EUR", "cap journey visit: 60k EUR");
    let dearer = lower.replace("value: 60k EUR/nurse/year", "value: 66k EUR/nurse/year");
    let (before, after) = (planned(&text), planned(&dearer));
    let told = shown(&before, &after, &changes(&before, &after));
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = "the cap of journey visit leaves no room for it: it is 100,000.00 lower 2 levels cost";
    assert!(words.contains(&format!("records.shared loses funding: {reason}")), "{told}");
}

/// A level that moved, but stood above already, makes money scarcer by what it costs more, not by its move.
#[test]
fn a_mover_that_stood_above_already_is_told_by_what_it_costs() {
    let swapped = base()
        .replace("  booking.minimum\n  records.shared\n", "  records.shared\n  booking.minimum\n")
        .replace("  cap department it: 85k EUR\n", "")
        .replace("cost software: 40k EUR in 2027-04", "cost software: 60k EUR in 2027-04")
        .replace("needs: [booking]\n", "\n");
    let before = base().replace("  cap department it: 85k EUR\n", "").replace("needs: [booking]\n", "\n");
    let (before, after) = (planned(&before), planned(&swapped));
    let told = shown(&before, &after, &changes(&before, &after));
    assert!(told.contains("records.shared, above it, costs 20,000.00 more"), "{told}");
    assert!(!told.contains("moved above"), "{told}");
}

/// A declaration under another name that says half of the same is renamed; one that says less is another.
#[test]
fn half_of_what_it_says_makes_a_rename() {
    let said = |name: &str, lines: [&str; 4]| {
        let [value, source, owner, note] = lines;
        planned(&format!(
            "{}\ndriver {name} {{\n  value: {value}\n  source: \"{source}\"\n  owner: {owner}\n  note: \"{note}\"\n}}\n",
            base()
        ))
    };
    let before = said("rent", ["9k EUR", "Lease", "director", "Until 2029"]);
    let renamed = |lines| {
        let change = compare(&before, &said("lease", lines)).topics;
        change.iter().any(|change| change.nature == diff::Nature::Renamed("rent".to_owned()))
    };
    assert!(renamed(["10k EUR", "Landlord", "director", "Until 2029"]));
    assert!(!renamed(["10k EUR", "Landlord", "it_lead", "Until 2029"]));
}
/// Names are names only outside of texts, whatever stands in them.
#[test]
fn a_quotation_mark_inside_a_reason_is_no_end_of_it() {
    let text = base().replace(
        "effect waiting: -3 minutes after 1 month evidence judgement",
        r#"effect waiting: -3 minutes after 1 month evidence judgement because "the \"waiting\" study, of waiting""#,
    );
    let renamed = text
        .replace("kpi waiting ", "kpi queue_time ")
        .replace("effect waiting:", "effect queue_time:")
        .replace("[csat, waiting]", "[csat, queue_time]")
        .replace("\": waiting at", "\": queue_time at");
    let changes = changes(&planned(&text), &planned(&renamed));
    let told: Vec<String> =
        changes.topics.iter().map(|change| format!("{} {:?}", change.name, change.nature)).collect();
    assert_eq!(told, vec!["queue_time Renamed(\"waiting\")"], "{changes:#?}");
}

/// A plan that says no more than a plan must.
const BARE: &str = "plan bare \"Bare\" {\n  currency: EUR\n  calendar: 2027-01 .. 2027-12\n}\n\nfunding {\n  budget: 0 EUR\n  policy: stop\n}\n";

/// The kinds that no example needs.
const ELSEWHERE: &str = "actuals {\n  from: \"ledger/*.csv\"\n  date: \"Day\"\n  amount: \"Amount\"\n}\n\nwaive W0406: csat until 2027-06-30 because \"later\"\n\ndriver rent { value: 4k .. 5k .. 8k EUR }\ndriver power { value: 1k .. 2k .. 4k EUR }\nrisk { correlates rent power: 60% }\n";

/// Each kind of declaration is told in a comparison, under the heading of its family.
#[test]
fn no_kind_of_declaration_comes_unseen() {
    let before = planned(BARE);
    let mut plans: Vec<Record> =
        crate::resolve::examples().iter().map(|path| recorded(&crate::resolve::sources_below(path))).collect();
    plans.push(planned(&format!("{}\n{ELSEWHERE}", base())));
    let mut seen = std::collections::BTreeSet::new();
    for after in &plans {
        let names = Names { before: "before".to_owned(), after: "after".to_owned() };
        let told = render::json(&diff_document(&names, &before, after, &compare(&before, after)));
        for topic in after.topics.iter().filter(|topic| topic.kind != zbb::model::Kind::Plan) {
            let identity = format!("{} {}", topic.kind.keyword(), topic.name()).trim_end().to_owned();
            let quoted = serde_json::to_string(&identity).expect("a text");
            assert!(told.contains(&quoted), "untold: {identity}");
            seen.insert(topic.kind);
        }
    }
    let unseen: Vec<_> =
        zbb::model::Kind::ALL.iter().filter(|kind| !seen.contains(kind) && **kind != zbb::model::Kind::Plan).collect();
    assert!(unseen.is_empty(), "no example holds {unseen:?}");
}

/// What stands in the headline of the base as it is edited.
fn headline(edits: &[(&str, &str)]) -> String {
    let text = edits.iter().fold(base(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    headline_of(&base(), &text)
}

/// What stands in the headline of two plans, in one line.
fn headline_of(before: &str, after: &str) -> String {
    let (before, after) = (planned(before), planned(after));
    let shown = shown(&before, &after, &compare(&before, &after));
    shown.split("── ").next().unwrap_or_default().split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn assert_tells(edits: &[(&str, &str)], line: &str) {
    let told = headline(edits);
    assert!(told.contains(line), "{line}\n{told}");
}

#[test]
fn rules_that_give_way_stand_in_the_headline() {
    let require = "require \"Nobody waits longer\": waiting at 2027-12 <= 40 minutes";
    assert_tells(&[(require, "")], "✗ requirement “Nobody waits longer” is dropped: waiting at 2027-12 <= 40 minutes");
    assert_tells(
        &[(require, "require \"Nobody waits longer\": waiting at 2027-12 <= 45 minutes")],
        "✗ requirement “Nobody waits longer” asks for less: waiting at 2027-12 <= 45 minutes, was waiting at 2027-12 <= 40 minutes",
    );
    assert_tells(
        &[("target: 78% by 2027-12", "target: 71% by 2027-12")],
        "✗ the target of csat gives way: 71% by 2027-12, was 78% by 2027-12, and is met now",
    );
    assert_tells(
        &[("target: 30 minutes by 2027-12", "target: 31 minutes by 2027-12")],
        "✗ the target of waiting gives way: 31 minutes by 2027-12, was 30 minutes by 2027-12",
    );
    assert_tells(&[(", target: 78% by 2027-12", "")], "✗ the target of csat is dropped: 78% by 2027-12");
    assert_tells(
        &[("effect waiting: -8 minutes", "effect waiting: -9 minutes")],
        "✗ reception.second_desk promises more of waiting for no new reason: -9 minutes, was -8 minutes",
    );
    assert_tells(
        &[("baseline: 40 minutes", "baseline: 38 minutes")],
        "✗ the baseline of waiting moves while its source stands: 38 minutes, was 40 minutes",
    );
    assert_tells(
        &[("cap department it: 85k EUR", "cap department it: 90k EUR")],
        "✗ the cap of department it is raised: 90,000.00, was 85,000.00",
    );
    assert_tells(&[("  cap department it: 85k EUR\n", "")], "✗ the cap of department it is dropped: 85,000.00");
    assert_tells(
        &[(
            "level enhanced \"Book a date\" {",
            "level enhanced \"Book a date\" {\n    mandate: \"The regulator, 2026\"",
        )],
        "✗ booking.enhanced, at rank 5, goes first by a new mandate: The regulator, 2026",
    );
}

/// A floor gives way where it is lowered, and where its levels no longer fill it.
#[test]
fn floors_that_give_way_stand_in_the_headline() {
    let floored = base().replace("cap department it: 85k EUR", "floor department it: 60k EUR");
    let told = |text: &str| headline_of(&floored, text);
    let lower = told(&floored.replace("floor department it: 60k EUR", "floor department it: 50k EUR"));
    assert!(lower.contains("✗ the floor of department it is lowered: 50,000.00, was 60,000.00"), "{lower}");
    let cheaper = told(&floored.replace("cost software: 40k EUR", "cost software: 4k EUR"));
    assert!(cheaper.contains("✗ the floor of department it is no longer filled: 54,000.00 of 60,000.00"), "{cheaper}");
    let higher = told(&floored.replace("floor department it: 60k EUR", "floor department it: 65k EUR"));
    assert!(!higher.contains("floor"), "{higher}");
}

/// What asks for more, or says why, is no rule that gives way.
#[test]
fn rules_that_hold_are_not_told() {
    let quiet = |edits: &[(&str, &str)]| {
        let told = headline(edits);
        assert!(
            !told.contains("asks for less") && !told.contains("gives way") && !told.contains("promises more"),
            "{told}"
        );
        assert!(!told.contains("moves while") && !told.contains("is raised") && !told.contains("is lowered"), "{told}");
    };
    quiet(&[("waiting at 2027-12 <= 40 minutes", "waiting at 2027-12 <= 39 minutes")]);
    quiet(&[("target: 78% by 2027-12", "target: 79% by 2027-12")]);
    quiet(&[("effect waiting: -8 minutes", "effect waiting: -7 minutes")]);
    quiet(&[(
        "-8 minutes after 1 month evidence history",
        "-9 minutes after 1 month evidence history because \"Trial, n = 9\"",
    )]);
    quiet(&[("-8 minutes", "-9 minutes"), ("forty patients share one desk", "fifty patients share one desk")]);
    quiet(&[("baseline: 40 minutes", "baseline: 38 minutes"), ("Queue log, 2026-09", "Queue log, 2026-10")]);
    quiet(&[("cap department it: 85k EUR", "cap department it: 80k EUR")]);
}

#[test]
fn targets_that_are_won_and_lost_are_named() {
    assert_tells(
        &[("target: 78% by 2027-12", "target: 71% by 2027-12")],
        "✓ csat meets its target now: 74.8%, target 71% by 2027-12",
    );
}

#[test]
fn what_fails_is_named_and_money_has_its_share() {
    assert_tells(&[("budget: 160k EUR", "budget: 30k EUR"), ("<= 40 minutes", "<= 20 minutes")], "1 requirement fails");
    assert_tells(&[("<= 40 minutes", "<= 20 minutes")], "✗ 1 requirement fails; “Nobody waits longer”; 0 before");
    assert_tells(&[("budget: 160k EUR", "budget: 144k EUR")], "144,000.00 EUR 16,000.00 less (-10%)");
}

/// One wage moves every level that is paid by it: that is the cause, and it is said once.
#[test]
fn one_cause_is_said_once() {
    let before = planned(&base());
    let after = planned(&base().replace("value: 60k EUR/nurse/year", "value: 110k EUR/nurse/year"));
    let text = shown(&before, &after, &compare(&before, &after));
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(words.contains("driver wage is 110,000 EUR/nurse/year, was 60,000 EUR/nurse/year"), "{text}");
    let funding = words.split("Levels that changed").next().unwrap_or_default();
    assert_eq!(funding.matches("driver wage").count(), 1, "{text}");
}

/// A driver that moves what levels cost is named where none of them gains or loses its funding, too.
#[test]
fn a_dearer_driver_is_named_though_no_level_falls() {
    let before = planned(&base());
    let after = planned(&base().replace("value: 60k EUR/nurse/year", "value: 61k EUR/nurse/year"));
    let text = shown(&before, &after, &compare(&before, &after));
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let note = "2 levels cost 1,416.67 more: driver wage is 61,000 EUR/nurse/year, was 60,000 EUR/nurse/year: \
                reception.second_desk and reception.third_desk";
    assert!(words.contains(note), "{text}");
}

/// Where nobody says which way a KPI improves, no change of it is good or bad news.
#[test]
fn a_kpi_without_direction_has_no_mark() {
    let plain = base().replace("  better: lower\n", "").replace("  target: 30 minutes by 2027-12\n", "");
    let (before, after) = (planned(&plain), planned(&plain.replace("effect waiting: -8", "effect waiting: -7")));
    let changes = compare(&before, &after);
    assert_eq!(changes.kpis.iter().find(|kpi| kpi.name == "waiting").map(|kpi| kpi.better), Some(None));
}

/// The same plan for the months of another year: its dates moved with it, and what of it did not is told.
#[test]
fn the_plan_of_next_year_reads_as_that() {
    let before = planned(&base());
    let next = base().replace("2027-", "2028-");
    let after = planned(&next.replace("target: 78% by", "target: 79% by"));
    let changes = compare(&before, &after);
    let moved = changes.moved.clone().expect("it moved");
    assert_eq!((moved.years, moved.from.as_str(), moved.to.as_str()), (1, "2027-01 .. 2027-12", "2028-01 .. 2028-12"));
    let stayed: Vec<String> = moved.stayed.iter().map(|(what, key, says)| format!("{what} {key} {says}")).collect();
    assert_eq!(stayed, ["benchmark csat \"Clinics of the region\" as_of 2026-06"]);
    // Nothing but the target, and that is the only fact that is told.
    assert_eq!(changes.topics.iter().map(|topic| topic.facts.len()).collect::<Vec<usize>>(), [1], "{changes:#?}");
    let text = shown(&before, &after, &changes);
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(words.contains("the plan moves from 2027-01 .. 2027-12 to 2028-01 .. 2028-12: "), "{text}");
    assert!(words.contains("not moved: benchmark csat \"Clinics of the region\" as_of (2026-06)"), "{text}");
    let moved = compare(&before, &planned(&next));
    assert!(!moved.is_empty(), "a plan for another year is another plan");
    assert!(moved.funding.levels.is_empty() && moved.kpis.is_empty() && moved.topics.is_empty(), "{moved:#?}");
}

/// A plan file keeps no titles: a package of which nothing but its name changed is followed by its levels.
#[test]
fn figures_follow_the_one_package_that_may_be_it() {
    let before = planned(&base());
    let renamed = base().replace("package booking ", "package calendar ").replace("booking.", "calendar.");
    let after = planned(
        &renamed.replace("needs: [booking]", "needs: [calendar]").replace("30k EUR in 2027-02", "31k EUR in 2027-02"),
    );
    let (was, now, changes) = diff::compare_figures(&kept(&before), &kept(&after));
    let changed: Vec<&str> = changes.funding.levels.iter().map(|level| level.path.as_str()).collect();
    assert_eq!(changed, ["calendar.minimum"]);
    let text = shown(&was, &now, &changes);
    assert!(text.contains("30,000.00  31,000.00"), "{text}");
}

/// Two packages of a department, and money that moves between them.
const MOVING: &str = r#"plan p { currency: USD, calendar: 2027-01 .. 2027-12 }
role boss
department d { owner: boss }
category c { owner: boss }
kpi csat { kind: csat, baseline: 70%, source: "Survey" }
package help {
  department: d
  owner: boss
  justification: "x"
  consequence: "y"
  level a { cost c: 100 USD/month, effect csat: +2pp evidence history }
}
package tools {
  department: d
  owner: boss
  justification: "z"
  consequence: "v"
  level a { cost c: 50 USD/month, effect csat: +1pp evidence history }
}
ranking r { help.a, tools.a }
funding { budget: 2_000 USD, policy: skip }
"#;

/// A transfer moves budget and funds nothing anew: what it does to both packages is told.
#[test]
fn a_transfer_is_told_with_what_it_does() {
    let moves = |amount: &str| {
        format!(
            "{MOVING}transfer \"Peak\" {{ amount: {amount}, from: help, to: tools, on: 2027-07-01, because: \"more\", by: boss }}\n"
        )
    };
    let (none, some, more) = (planned(MOVING), planned(&moves("300 USD")), planned(&moves("400 USD")));
    let changed = changes(&none, &some);
    let by_hand: Vec<(String, String, String)> = changed
        .transferred
        .iter()
        .map(|change| {
            let after = change.after.expect("it is moved");
            (change.name.clone(), after.decided.number().to_string(), after.current.number().to_string())
        })
        .collect();
    let row = |name: &str, decided: &str, current: &str| (name.to_owned(), decided.to_owned(), current.to_owned());
    assert_eq!(by_hand, [row("help", "1200", "900"), row("tools", "600", "900")]);
    assert!(!changed.funding.is_change() && changed.kpis.is_empty());
    let text = shown(&some, &more, &changes(&some, &more));
    assert!(text.contains("Transfers between packages") && text.contains("Peak"), "{text}");
    let help = text.lines().find(|line| line.trim_start().starts_with("help ")).unwrap_or_else(|| panic!("{text}"));
    for amount in ["1,200.00", "300.00", "400.00", "900.00", "800.00"] {
        assert!(help.contains(amount), "{help}");
    }
}

/// Of two sides, a file that is the same in both is read once; that is as if each were read by itself, whatever is found in it.
#[test]
fn what_is_read_once_is_read_as_ever() {
    let sources = |files: &[(&str, &str)]| {
        let mut sources = Sources::new();
        for (path, text) in files {
            sources.add(*path, *text);
        }
        sources
    };
    let (base, broken) = (base(), "role lead_ {{\nrole helper \"A\"\nrole 3\n");
    let was = sources(&[("a.zbb", &base), ("b.zbb", broken), ("c.zbb", "role third\n")]);
    let parsed_was = Parsed::read(&was);
    for files in [
        [("a.zbb", base.as_str()), ("b.zbb", broken), ("c.zbb", "role third \"Third\"\n")].as_slice(),
        // Another file at the place of one that was read; one that is new, so that all others are at other places.
        &[("a.zbb", &base), ("c.zbb", broken), ("d.zbb", "role third\n")],
        &[("_.zbb", "role first\n"), ("a.zbb", &base), ("b.zbb", broken), ("c.zbb", "role third\n")],
        &[("a.zbb", &base.replace("160k EUR", "150k EUR")), ("b.zbb", "role helper\n")],
    ] {
        let now = sources(files);
        let (beside, alone) = (Parsed::read_beside(&now, (&was, &parsed_was)), Parsed::read(&now));
        assert_eq!(format!("{:?}", beside.trees()), format!("{:?}", alone.trees()));
        assert_eq!(format!("{:?}", beside.diagnostics()), format!("{:?}", alone.diagnostics()));
        assert_eq!(beside.facts(), alone.facts());
    }
}

/// The page of a difference says first that it is one: from what to what, whose, the cause, and how far the money moved.
#[test]
fn the_page_of_a_difference_says_that_it_is_one() {
    let plan = |budget: &str, wage: &str| {
        format!(
            "plan p \"Evening care\" {{ currency: EUR, calendar: 2027-01 .. 2027-12, owner: boss }}\nrole boss \"The matron\"\n\
             department d {{ owner: boss }}\ncategory c {{ owner: boss }}\ndriver wage {{ value: {wage} EUR, source: \"Contract\", owner: boss }}\n\
             kpi k {{ unit: number, baseline: 1, target: 9 by 2027-12, source: \"x\" }}\n\
             package a {{\n  department: d\n  owner: boss\n  justification: \"Why.\"\n  consequence: \"Else.\"\n  \
             level x \"One nurse\" {{\n    cost c: wage in 2027-01\n    effect k: +1\n  }}\n  \
             level y \"Two nurses\" {{\n    cost c: 30 EUR in 2027-01\n    effect k: +1\n  }}\n}}\n\
             ranking g {{ a.x, a.y }}\nfunding {{ budget: {budget} EUR, policy: stop }}\n"
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let (one, other) = (file("one.zbb", &plan("100", "60")), file("other.zbb", &plan("100", "80")));
    let page = crate::cli::zbb(&["diff", &one, &other, "--format", "html"]).output;
    assert!(page.contains("<title>Evening care: what changes</title>"), "{page}");
    let body = page.split("<main>").nth(1).expect("a body");
    let at = |words: &str| body.find(words).unwrap_or_else(|| panic!("{words} in\n{body}"));
    let order = [
        "A difference, from ",
        "which The matron answers for.",
        "“a: Two nurses” loses funding: driver wage is 80 EUR, was 60 EUR.",
        "What is funded goes from 90 to 80 EUR (−11%).",
        "<table class=\"before_after\"",
        "Levels that changed",
    ];
    let places: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(body.contains("<rect class=\"previous\"") && body.contains("<rect class=\"plan\""), "{body}");
    // Data and other forms know nothing of bars.
    let json = crate::cli::zbb(&["diff", &one, &other, "--format", "json"]).output;
    assert!(!json.contains("drawn") && json.contains("\"cost\""), "{json}");
    let same = crate::cli::zbb(&["diff", &one, &one, "--format", "html"]).output;
    assert!(same.contains("<title>Evening care: what changes</title>"), "{same}");
}
