//! The flow, top down: sources become trees, a plan, a checked plan, and what it comes to. Read this first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::check::rules::Lints;
use crate::check::{self, CheckedPlan};
use crate::control;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Depth, Evaluation, FundingChoice, evaluate_choice};
use crate::model::facts::Topic;
use crate::model::funding::UNNAMED;
use crate::model::mention::Mentions;
use crate::model::{Kind, Plan};
use crate::quantity::Date;
use crate::resolve::{Declarations, resolve, resolve_with_facts, resolve_with_mentions};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::tree::{Form, Statement, Subject, Tree};
use crate::syntax::{enclose, parse_all, parse_unknown};
use crate::trace::Links;

/// What a compilation depends on besides the sources.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The day on which waivers count; without one they do not end.
    pub today: Option<Date>,
    /// The scenario to take; the plan as written unless said.
    pub scenario: Option<&'a str>,
    /// How much is worked out.
    pub depth: Depth,
    /// How many millions of steps the search for the best set may take, where the policy asks for it.
    pub effort: Option<u64>,
}

/// How many scenarios are checked at once. Each holds a plan of its own: what a plan may weigh counts on it, and is the same
/// on every machine.
pub const SCENARIOS_AT_ONCE: usize = 4;

/// A plan's findings and, as far as it holds together, what it comes to.
#[derive(Debug)]
pub struct Compiled {
    /// The findings, in order.
    pub diagnostics: Diagnostics,
    /// The checked plan, unless it has errors.
    pub checked: Option<CheckedPlan>,
    /// What it comes to; a plan that misses a requirement still comes to something.
    pub evaluation: Option<Evaluation>,
}

/// Compiles a plan, as written or as a scenario sets it.
#[must_use]
pub fn compile(sources: &Sources, options: Options<'_>) -> Compiled {
    Parsed::read(sources).into_compiled(options)
}

/// A plan in the middle of being written: its names with their places and the findings of reading and checking, whether or
/// not it holds together, and nothing of what it comes to.
#[derive(Debug)]
pub struct Analysis {
    /// The findings so far; what is waived counts, and that a waiver waives nothing is not told yet.
    pub diagnostics: Diagnostics,
    /// What it says, as far as that can be read.
    pub plan: Plan,
    /// Where names stand.
    pub mentions: Mentions,
}

/// Sources that have been read once, to be compiled as written and in any scenario.
#[derive(Debug)]
pub struct Parsed {
    trees: Vec<Arc<Tree>>,
    diagnostics: Diagnostics,
}

impl Parsed {
    /// Reads sources.
    #[must_use]
    pub fn read(sources: &Sources) -> Parsed {
        let mut diagnostics = Diagnostics::new();
        let trees = parse_all(&mut diagnostics, sources);
        Parsed { trees, diagnostics }
    }

    /// Reads sources of which others were read already: a file that is the same in both is not read again, and what was found
    /// in it is found again.
    #[must_use]
    pub fn read_beside(sources: &Sources, other: (&Sources, &Parsed)) -> Parsed {
        let (other_sources, parsed) = other;
        let mut found: FxHashMap<FileId, Diagnostics> = FxHashMap::default();
        for finding in parsed.diagnostics.items() {
            found.entry(finding.primary.span.file).or_default().add(finding.clone());
        }
        let same = |file: FileId, source: &SourceFile| {
            let is_same = |other: &&SourceFile| other.path() == source.path() && other.text() == source.text();
            other_sources.get(file).filter(is_same)?;
            let tree = parsed.trees.get(file.index()).map(Arc::clone)?;
            Some((tree, found.get(&file).cloned().unwrap_or_default()))
        };
        let mut diagnostics = Diagnostics::new();
        let trees = parse_unknown(&mut diagnostics, sources, same);
        Parsed { trees, diagnostics }
    }

    /// Reads sources of which one file holds the lines of a scenario without a name; in the plan it has [`UNNAMED`].
    #[must_use]
    pub fn read_with_unnamed(sources: &Sources, file: FileId) -> Parsed {
        let Parsed { trees, diagnostics } = Parsed::read(sources);
        let enclosed = |tree: Arc<Tree>| match tree.file == file {
            true => Arc::new(enclose(Arc::unwrap_or_clone(tree), Kind::Scenario.keyword(), UNNAMED)),
            false => tree,
        };
        Parsed { trees: trees.into_iter().map(enclosed).collect(), diagnostics }
    }

    /// The names of the scenarios, in order of name.
    #[must_use]
    pub fn scenarios(&self) -> BTreeSet<&str> {
        let statements = self.trees.iter().flat_map(|tree| &tree.statements);
        let scenarios = statements
            .filter(|statement| statement.form == Form::Declaration && statement.key.text == Kind::Scenario.keyword());
        let names = scenarios.filter_map(|statement| match statement.subjects.first() {
            Some(Subject::Path(path)) => Some(path.text.as_str()),
            Some(Subject::Period(..)) | None => None,
        });
        names.collect()
    }

    /// How many levels are declared, before anybody has looked at what they say.
    #[must_use]
    pub fn levels(&self) -> usize {
        let below = |kind: Kind| move |statement: &&Statement| statement.key.text == kind.keyword();
        let packages = self.trees.iter().flat_map(|tree| &tree.statements).filter(below(Kind::Package));
        let lines = || packages.clone().flat_map(Statement::lines);
        let others = lines().filter(below(Kind::Alternative)).flat_map(Statement::lines);
        lines().chain(others).filter(below(Kind::Level)).count()
    }

    /// Compiles the plan in one way, and keeps the trees for the next.
    #[must_use]
    pub fn compile(&self, options: Options<'_>) -> Compiled {
        let mut diagnostics = self.diagnostics.clone();
        let plan = resolve(&mut diagnostics, &self.trees, options.scenario);
        compiled(diagnostics, plan, options)
    }

    /// Compiles the plan for the last time: the trees, a third of all memory, go before the plan is checked.
    #[must_use]
    pub fn into_compiled(self, options: Options<'_>) -> Compiled {
        let Parsed { trees, mut diagnostics } = self;
        let plan = resolve(&mut diagnostics, &trees, options.scenario);
        drop(trees);
        compiled(diagnostics, plan, options)
    }

    /// Every finding about the plan as written and in all of its scenarios, in order.
    #[must_use]
    pub fn check(self, today: Option<Date>) -> Diagnostics {
        let options = Options { today, depth: Depth::Findings, ..Options::default() };
        if self.scenarios().is_empty() {
            return self.into_compiled(options).diagnostics;
        }
        let declarations = Declarations::of(&self.trees);
        // What the plan as written comes to goes before its scenarios are compiled.
        let base = self.as_written(&declarations, options).diagnostics;
        self.with_scenarios(&declarations, base, options)
    }

    /// Names, checks and nothing more: what an author needs at each stroke of a key.
    #[must_use]
    pub fn analyse(&self, today: Option<Date>) -> Analysis {
        let mut diagnostics = self.diagnostics.clone();
        let (plan, mentions) = resolve_with_mentions(&mut diagnostics, &self.trees);
        if plan.plan_heads.len() > 1 {
            return Analysis { diagnostics: mixed(diagnostics, &plan).diagnostics, plan, mentions };
        }
        let mut lints = Lints::read(&mut diagnostics, &plan, today);
        let plan = check::check_only(&mut diagnostics, plan, &mut lints);
        lints.apply(&mut diagnostics);
        diagnostics.sort();
        Analysis { diagnostics, plan, mentions }
    }

    /// The plan as written with what it comes to, and every finding about it and all of its scenarios, in order. What is
    /// declared is found once for all of them.
    #[must_use]
    pub fn compile_and_check(&self, today: Option<Date>) -> (Compiled, Diagnostics) {
        let declarations = Declarations::of(&self.trees);
        let options = Options { today, depth: Depth::Findings, ..Options::default() };
        let base = self.as_written(&declarations, options);
        let all = self.with_scenarios(&declarations, base.diagnostics.clone(), options);
        (base, all)
    }

    fn as_written(&self, declarations: &Declarations<'_>, options: Options<'_>) -> Compiled {
        let mut diagnostics = self.diagnostics.clone();
        let plan = declarations.plan(&mut diagnostics, None);
        compiled(diagnostics, plan, options)
    }

    /// The findings of the plan as written, with what its scenarios add.
    fn with_scenarios(&self, declarations: &Declarations<'_>, base: Diagnostics, options: Options<'_>) -> Diagnostics {
        let known: BTreeSet<Key<'_>> = base.items().iter().map(key).collect();
        // Of each scenario only what it adds is kept: most of what is found is found in all of them.
        let added = |name: &str| {
            let mut diagnostics = self.diagnostics.clone();
            let plan = declarations.plan_without_scenarios(&mut diagnostics, name);
            let mut findings = compiled(diagnostics, plan, options).diagnostics;
            findings.retain(|finding| finding.code == Code::WaivesNothing || !known.contains(&key(finding)));
            findings
        };
        let scenarios: Vec<&str> = self.scenarios().into_iter().collect();
        let some = |names: &[&str]| names.par_iter().map(|name| added(name)).collect::<Vec<Diagnostics>>();
        let others: Vec<Diagnostics> = scenarios.chunks(SCENARIOS_AT_ONCE).flat_map(some).collect();
        let others: Vec<(&str, &Diagnostics)> = scenarios.into_iter().zip(&others).collect();
        joined(base, &others)
    }

    /// The files, as read.
    #[must_use]
    pub fn trees(&self) -> &[Arc<Tree>] {
        &self.trees
    }

    /// Compiles the plan as written, and gives what it says, as far as that can be read, with where its names stand.
    #[must_use]
    pub fn compile_with_mentions(&self, options: Options<'_>) -> (Compiled, Plan, Mentions) {
        let mut diagnostics = self.diagnostics.clone();
        let (plan, mentions) = resolve_with_mentions(&mut diagnostics, &self.trees);
        (compiled(diagnostics, plan.clone(), Options { scenario: None, ..options }), plan, mentions)
    }

    /// Compiles the plan in one way, and gives what it says as written, each thing in one way; what is broken is passed over.
    #[must_use]
    pub fn compile_with_facts(&self, options: Options<'_>) -> (Compiled, Vec<Topic>) {
        let mut diagnostics = self.diagnostics.clone();
        let (plan, facts) = resolve_with_facts(&mut diagnostics, &self.trees, options.scenario);
        (compiled(diagnostics, plan, options), facts)
    }

    /// What hangs on what in the plan as written.
    #[must_use]
    pub fn links(&self) -> Links {
        let (plan, mentions) = resolve_with_mentions(&mut Diagnostics::new(), &self.trees);
        Links::of(&plan, &mentions)
    }

    /// What the plan says as written, each thing in one way; what is broken is passed over.
    #[must_use]
    pub fn facts(&self) -> Vec<Topic> {
        resolve_with_facts(&mut Diagnostics::new(), &self.trees, None).1
    }

    /// The findings of reading alone.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }
}

/// Each phase runs on what the one before could make of the plan, so that one run reports every independent mistake; only
/// a plan without errors is evaluated.
fn compiled(mut diagnostics: Diagnostics, plan: Plan, options: Options<'_>) -> Compiled {
    if plan.plan_heads.len() > 1 {
        return mixed(diagnostics, &plan);
    }
    let mut lints = Lints::read(&mut diagnostics, &plan, options.today);
    let checked = check::check(&mut diagnostics, plan, &mut lints);
    let choice = FundingChoice { effort: options.effort, ..FundingChoice::default() };
    let evaluation =
        checked.as_ref().and_then(|checked| evaluate_choice(&mut diagnostics, checked, choice, options.depth));
    if let (Some(checked), Some(evaluation)) = (&checked, &evaluation) {
        control::check_transfers(&mut diagnostics, checked, evaluation);
    }
    lints.apply(&mut diagnostics);
    lints.finish(&mut diagnostics);
    diagnostics.sort();
    Compiled { diagnostics, checked, evaluation }
}

/// Grades and waives findings that are found after a plan was compiled, as it says.
pub fn grade(found: &mut Diagnostics, plan: &CheckedPlan, today: Option<Date>) {
    // What is wrong with the lines that say so is told when the plan is checked.
    let mut lints = Lints::read(&mut Diagnostics::new(), plan.plan(), today);
    lints.apply(found);
}

/// What is told of several plans in one folder. Nobody knows which of them a line belongs to, so whatever else seems wrong
/// with names and figures may come of that alone.
fn mixed(mut diagnostics: Diagnostics, plan: &Plan) -> Compiled {
    let is_head = |span: Span| plan.plan_heads.values().any(|head| head.head.whole.before() == span.before());
    diagnostics.retain(|finding| {
        finding.code.is_of_reading() || finding.code == Code::OnlyOne && is_head(finding.primary.span)
    });
    diagnostics.sort();
    Compiled { diagnostics, checked: None, evaluation: None }
}

/// The findings of the plan as written, and those that only scenarios have, each once with the scenarios it is found in.
/// A waiver waives nothing only if it waives nothing anywhere.
#[must_use]
pub fn joined(base: Diagnostics, others: &[(&str, &Diagnostics)]) -> Diagnostics {
    if others.is_empty() {
        return base;
    }
    let known: BTreeSet<Key<'_>> = base.items().iter().map(key).collect();
    let mut found: BTreeMap<Key<'_>, (&Diagnostic, Vec<&str>)> = BTreeMap::new();
    for (scenario, findings) in others {
        let only_here = |finding: &&Diagnostic| !known.contains(&key(finding)) && finding.code != Code::WaivesNothing;
        for finding in findings.items().iter().filter(only_here) {
            found.entry(key(finding)).or_insert_with(|| (finding, Vec::new())).1.push(scenario);
        }
    }
    let mut unused: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for (_, findings) in others {
        let unused_here = findings.items().iter().filter(|finding| finding.code == Code::WaivesNothing);
        for waiver in unused_here.map(key).collect::<BTreeSet<_>>() {
            *unused.entry(waiver).or_default() += 1;
        }
    }
    let scenario_findings: Vec<Diagnostic> =
        found.values().map(|(finding, scenarios)| in_scenarios(finding, scenarios)).collect();
    let mut all = base;
    all.retain(|finding| finding.code != Code::WaivesNothing || unused.get(&key(finding)) == Some(&others.len()));
    scenario_findings.into_iter().for_each(|finding| all.add(finding));
    all.sort();
    all
}

/// What makes two findings the same.
type Key<'a> = (Span, Code, &'a str);

fn key(finding: &Diagnostic) -> Key<'_> {
    (finding.primary.span, finding.code, &finding.message)
}

/// ``in scenario `lean`: …``
fn in_scenarios(finding: &Diagnostic, scenarios: &[&str]) -> Diagnostic {
    let names: Vec<String> = scenarios.iter().map(|name| format!("`{name}`")).collect();
    let word = if names.len() == 1 { "scenario" } else { "scenarios" };
    let message = format!("in {word} {}: {}", names.join(", "), finding.message);
    Diagnostic { message, ..finding.clone() }
}
