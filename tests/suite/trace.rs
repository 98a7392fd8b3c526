//! Threads: what hangs on what, worked out by hand on small plans, and what must hold on every example.

use std::collections::BTreeSet;

use zbb::compile::{Compiled, Options, Parsed};
use zbb::model::{AnyId, Plan};
use zbb::resolve::{Bearer, bearers, look_up};
use zbb::source::Sources;
use zbb::trace::{Links, Step, Walk, Weights, orphans, walk};

use crate::cli::zbb;
use crate::resolve::{examples, sources_below};

/// Every sort of thread in as few lines as a plan can have.
const PLAN: &str = r#"plan p { currency: USD, calendar: 2027-01 .. 2027-12 }
role boss
role idle
role guest
department d { owner: boss }
category c { owner: boss }
workshop w { participants: [boss, guest] }
idea root { from: w, status: promoted to help }
idea twig { part_of: root, addresses: [way.asking.phone.slow], status: open }
objective goal { owner: boss, measures: [csat] }
kpi csat { kind: csat, baseline: 70%, target: 80% by 2027-12, source: "s" }
kpi idle_kpi { kind: csat, baseline: 70%, source: "s" }
kpi unmeasured { kind: csat, baseline: 70%, source: "s" }
journey way {
  stage asking {
    touchpoint phone {
      pain slow { severity: 5 }
      moment call { kind: service_encounter, importance: 5, proactive: [help.a, help.b] }
      moment lost { kind: recovery, importance: 5, proactive: [help.b] }
    }
    touchpoint letter { pain ink { severity: 4 } }
  }
}
package help {
  department: d
  owner: boss
  objective: goal
  serves: [way.asking.phone]
  justification: "one"
  consequence: "x"
  level a { cost c: 600 USD in 2027-01, effect csat: +2pp evidence history }
  level b { cost c: 900 USD in 2027-01, effect csat: +2pp evidence history, excludes: [aside.only] }
}
package aside {
  department: d
  owner: boss
  justification: "two"
  consequence: "y"
  level only { cost c: 100 USD in 2027-01, effect unmeasured: +1pp evidence history }
}
criterion k { weight: 100%, measured_by: [csat] }
ranking r { help.a, aside.only, help.b }
funding { budget: 1_000 USD, policy: skip }
require "it rises": csat at 2027-12 >= 72%
"#;

struct Case {
    compiled: Compiled,
    plan: Plan,
    links: Links,
}

fn case(sources: &Sources) -> Case {
    let (compiled, plan, mentions) = Parsed::read(sources).compile_with_mentions(Options::default());
    let links = Links::of(&plan, &mentions);
    Case { compiled, plan, links }
}

fn small() -> Case {
    case(&Sources::single("p.zbb", PLAN))
}

impl Case {
    fn id(&self, name: &str) -> AnyId {
        let (ids, bearers) = bearers(&self.plan);
        ids[look_up(&bearers, name)[0]]
    }

    /// Each step as `depth path money`.
    fn steps(&self, name: &str, way: Walk) -> Vec<String> {
        let (plan, evaluation) =
            (self.compiled.checked.as_ref().expect("sound"), self.compiled.evaluation.as_ref().expect("sound"));
        let weights = Weights::of(plan, evaluation);
        let said = |step: &Step| {
            let money = weights.on(&step.link).map_or(String::new(), |money| format!(" {}", money.number()));
            format!("{} {}{money}", step.depth, self.plan.head(step.id).path)
        };
        walk(&self.links, self.id(name), way).iter().map(said).collect()
    }
}

#[test]
fn an_idea_leads_to_the_objective_with_the_money_on_each_link() {
    // Of 1,000 USD help.a takes 600 and aside.only 100; help.b would cost 900. The touchpoint gets all of help's 600, the
    // moment what help.a spends there.
    let down = small().steps("root", Walk::Down);
    for expected in [
        "1 help 600",
        "2 help.a 600",
        "3 way.asking.phone.call 600",
        "4 way.asking.phone 600",
        "5 way.asking 600",
        "6 way 600",
        "3 csat 600",
        "4 goal 600",
        "4 k 600",
        "4 require \"it rises\"",
        "2 help.b 900",
        "1 twig",
        "2 way.asking.phone.slow",
    ] {
        assert!(down.iter().any(|step| step == expected), "{expected}: {down:#?}");
    }
}

#[test]
fn an_objective_leads_back_to_the_workshop() {
    let up = small().steps("objective goal", Walk::Up);
    let places: Vec<usize> = ["csat", "help.a", "help ", "root", "w"]
        .iter()
        .map(|name| up.iter().position(|step| step.split(' ').nth(1) == Some(name.trim())).expect("on the way"))
        .collect();
    assert!(places.is_sorted(), "{up:#?}");
}

#[test]
fn what_is_ruled_out_hangs_on_nothing() {
    let case = small();
    let up = case.steps("help.b", Walk::Up);
    assert!(!up.iter().any(|step| step.contains("aside")), "{up:#?}");
    assert!(!case.steps("aside.only", Walk::Down).iter().any(|step| step.contains("help")));
}

#[test]
fn orphans_are_what_no_thread_holds() {
    let case = small();
    let (plan, evaluation) = (case.compiled.checked.as_ref().unwrap(), case.compiled.evaluation.as_ref().unwrap());
    let orphans = orphans(plan, evaluation, &case.links);
    let paths = |ids: Vec<AnyId>| ids.into_iter().map(|id| case.plan.head(id).path.to_string()).collect::<Vec<_>>();
    assert_eq!(paths(orphans.moments.iter().map(|id| (*id).into()).collect()), ["way.asking.phone.lost"]);
    assert_eq!(paths(orphans.pains.iter().map(|id| (*id).into()).collect()), ["way.asking.letter.ink"]);
    assert_eq!(paths(orphans.without_journey.iter().map(|(id, _)| (*id).into()).collect()), ["aside"]);
    assert_eq!(paths(orphans.without_objective.iter().map(|(id, _)| (*id).into()).collect()), ["aside"]);
    assert_eq!(paths(orphans.kpis.iter().map(|id| (*id).into()).collect()), ["idle_kpi"]);
    assert_eq!(paths(orphans.roles.iter().map(|id| (*id).into()).collect()), ["guest", "idle"]);
}

#[test]
fn on_every_example_each_thing_is_followed_once_and_both_ways_agree() {
    for folder in examples() {
        let case = case(&sources_below(&folder));
        for id in case.plan.ids() {
            let id = case.links.same(id);
            let mut followed = BTreeSet::new();
            for step in walk(&case.links, id, Walk::Down) {
                assert!(step.is_repeated || followed.insert((step.id, step.link)), "{folder:?} {id:?}");
                assert!(
                    case.links.up(step.id).contains(&step.link) || case.links.frames_up(step.id).contains(&step.link)
                );
            }
        }
        let evaluation = case.compiled.evaluation.as_ref().expect("an example can be evaluated");
        for covered in &evaluation.moments {
            let sum = zbb::quantity::Money::sum(covered.parts.iter().map(|(_, part)| *part)).unwrap();
            assert_eq!(sum, covered.spend, "{folder:?}");
        }
    }
}

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn aurora_is_traced_from_its_score_in_every_format() {
    let aurora = example("aurora");
    for (format, extension) in [("terminal", "txt"), ("markdown", "md"), ("json", "json")] {
        let run = zbb(&["trace", "nps", &aurora, "--format", format, "--width", "100"]);
        assert_eq!((run.code, run.notes.as_str()), (Some(0), ""));
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("aurora_nps.{extension}"), run.output);
        });
    }
    let page = zbb(&["trace", "nps", &aurora, "--format", "html"]).output;
    assert!(page.contains("faster_help.minimum") && page.contains("135,333.33"));
}

#[test]
fn names_are_found_by_path_title_kind_and_end() {
    let aurora = example("aurora");
    let found = |name: &str| zbb(&["trace", name, &aurora, "--format", "json"]).output;
    let by_path = found("store.post_purchase.first_reply");
    assert!(by_path.contains("\"path\": \"store.post_purchase.first_reply\""));
    for name in ["first_reply", "First support reply", "touchpoint first_reply", " touchpoint First support reply "] {
        assert_eq!(found(name), by_path, "{name}");
    }
    let run = zbb(&["trace", "frist_reply", &aurora]);
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    assert_eq!(
        run.notes,
        "error: nothing in the plan is called `frist_reply`\n  help: did you mean `store.post_purchase.first_reply`?\n"
    );
}

#[test]
fn one_word_that_leads_to_a_plan_is_the_plan() {
    let run = zbb(&["trace", &example("aurora")]);
    assert_eq!(run.code, Some(0));
    assert!(run.output.contains("KPIs nobody moves") && run.output.contains("kpi checkout"), "{}", run.output);
    let quiet = zbb(&["trace", &example("benchmarking")]);
    assert!(quiet.output.contains("every moment, severe pain, spend, KPI and role hangs on something"));
}

#[test]
fn a_plan_with_errors_is_traced_without_figures() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.zbb"), PLAN.replace("policy: skip", "policy: skipp")).unwrap();
    let path = folder.path().display().to_string();
    let run = zbb(&["trace", "root", &path]);
    assert_eq!(run.code, Some(1));
    assert!(run.notes.contains("E0220") && run.output.contains("objective goal"), "{}", run.output);
    assert!(!run.output.contains("600.00") && !run.output.contains("funded"), "{}", run.output);
    let orphans = zbb(&["trace", &path]);
    assert_eq!((orphans.code, orphans.output.as_str()), (Some(1), ""));
}

/// What is asked for by `zbb trace` is found as `zbb why` finds it.
#[test]
fn a_name_means_the_same_to_every_command() {
    let folder = examples().into_iter().find(|folder| folder.ends_with("moments_of_truth")).expect("an example");
    let sources = sources_below(&folder);
    let parsed = Parsed::read(&sources);
    let (_, plan, _) = parsed.compile_with_mentions(Options::default());
    let topics = parsed.facts();
    let (ids, declared) = bearers(&plan);
    let written: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    for name in [
        "quiet_night",
        "QUIET_NIGHT",
        "a room that keeps quiet",
        "“A room that keeps quiet”",
        "package quiet_night",
        "kpi nps",
        "first_answer.desk",
        "desk",
        "funding",
        "minimum",
        "nobody",
    ] {
        let traced: Vec<String> =
            look_up(&declared, name).iter().map(|place| plan.head(ids[*place]).path.to_string()).collect();
        let told: Vec<&str> = look_up(&written, name).iter().map(|place| topics[*place].name()).collect();
        assert_eq!(traced.is_empty(), told.is_empty(), "{name}: {traced:?}, {told:?}");
        if name != "funding" {
            assert_eq!(traced, told, "{name}");
        }
    }
}
