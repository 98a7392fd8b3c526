//! The places of names: whoever renames by them gives a plan that means the same.

use std::collections::BTreeMap;
use std::path::Path;

use zbb::compile::{Options, compile};
use zbb::diagnostic::{Diagnostics, Edit};
use zbb::editor::rename::rename;
use zbb::evaluate::Depth;
use zbb::model::mention::{Mentions, Part};
use zbb::model::{AnyId, Plan};
use zbb::source::{FileId, Sources};
use zbb::{resolve, syntax};

use crate::order::without_places;
use crate::resolve::{examples, sources_below};

fn resolved(sources: &Sources) -> (Plan, Mentions) {
    let mut unheard = Diagnostics::new();
    let trees = syntax::parse_all(&mut unheard, sources);
    resolve::resolve_with_mentions(&mut unheard, &trees)
}

/// What every name and its new one are: the new one keeps the place of the old among all others.
fn renames(plan: &Plan, mentions: &Mentions) -> Vec<(AnyId, String, String)> {
    let declared = mentions.items().iter().filter(|mention| mention.part == Part::Declares);
    let names = declared.filter_map(|mention| Some((mention.id, plan.head(mention.id).name.as_ref()?)));
    names.map(|(id, name)| (id, name.value.to_string(), format!("{}0", name.value))).collect()
}

fn edited(sources: &Sources, mut edits: Vec<Edit>) -> Sources {
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut texts: Vec<(FileId, String)> = sources.files().map(|(id, file)| (id, file.text().to_owned())).collect();
    for edit in edits.iter().rev() {
        let (_, text) = &mut texts[edit.span.file.index()];
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
    }
    let mut changed = Sources::new();
    for (id, text) in texts {
        changed.add(sources.get(id).unwrap().path(), text);
    }
    changed
}

/// What a plan comes to, in every scenario, and its findings without names and places.
fn outcome(sources: &Sources) -> (Vec<&'static str>, String) {
    let parsed = zbb::compile::Parsed::read(sources);
    let scenarios: Vec<Option<String>> =
        std::iter::once(None).chain(parsed.scenarios().into_iter().map(|name| Some(name.to_owned()))).collect();
    let mut codes = Vec::new();
    let mut figures = String::new();
    for scenario in &scenarios {
        let options = Options { scenario: scenario.as_deref(), depth: Depth::Whole, ..Options::default() };
        let compiled = compile(sources, options);
        codes.extend(compiled.diagnostics.items().iter().map(|finding| finding.code.id()));
        let evaluation = compiled.evaluation.expect("an example can be evaluated");
        figures.push_str(&without_places(&format!("{evaluation:?}")));
    }
    (codes, figures)
}

#[test]
fn a_plan_with_other_names_comes_to_the_same() {
    for folder in examples() {
        let sources = sources_below(&folder);
        let (plan, mentions) = resolved(&sources);
        let renames = renames(&plan, &mentions);
        let edits = renames.iter().flat_map(|(id, old, new)| rename(&sources, &mentions, *id, old, new));
        let changed = edited(&sources, edits.collect());
        assert!(outcome(&changed) == outcome(&sources), "{}", folder.display());
    }
}

#[test]
fn each_name_alone_can_be_changed() {
    for (folder, step) in [("hotline", 1), ("aurora", 3), ("moments_of_truth", 41), ("advocacy_plan", 47)] {
        let sources = sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder));
        let (plan, mentions) = resolved(&sources);
        let before = outcome(&sources);
        for (id, old, new) in renames(&plan, &mentions).into_iter().step_by(step) {
            let changed = edited(&sources, rename(&sources, &mentions, id, &old, &new));
            assert!(outcome(&changed) == before, "{folder}: {} {old}", id.kind.keyword());
        }
    }
}

/// Every word of a plan that bears a name, marked: what a newcomer to this code can read.
#[test]
fn every_place_of_a_name_is_known() {
    let text = r#"plan shop { currency: EUR, calendar: 2027-01 .. 2027-02 }
role lead
department care { owner: lead }
category pay { owner: lead }
unit agent
unit guest
driver wage { value: 2k EUR/agent/month }
kpi calm { unit: agent/guest, baseline: 1 agent/guest }
kpi flow { unit: guest, formula: web.see.leaving * 2 }
benchmark calm { leader: 2 agents/guest, source: "x", as_of: 2026-12 }
journey web { entering: 5 guest/month, stage see { touchpoint desk } }
package help {
  department: care
  serves: [web.see.desk]
  level one { cost pay: 2 agents * wage, mandate: "law" }
  alternative none { cost pay: 1 EUR, rejected: "no" }
}
scenario lean {
  set wage: 1k EUR/agent/month
  set help.one.cost.pay: 1 agent * wage
}
waive W0402: help.one until 2027-12-31 because "x"
funding { budget: 9k EUR, policy: skip, cap department care: 8k EUR }
owner: nobody
"#;
    let sources = Sources::single("plan.zbb", text);
    let (plan, mentions) = resolved(&sources);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mention in mentions.items() {
        let head = plan.head(mention.id);
        let line = sources.get(mention.span.file).unwrap().line_index(mention.span.start) + 1;
        let part = if mention.part == Part::Declares { "=" } else { "" };
        let name = format!("{} {}", mention.id.kind.keyword(), head.path);
        found.entry(name).or_default().push(format!("{part}{line}:{}", sources.slice(mention.span)));
    }
    insta::assert_debug_snapshot!(found);
}
