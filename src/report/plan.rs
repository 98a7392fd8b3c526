//! The report of `zbb plan`: takes an evaluated plan, gives the document, from the headline down to what stands behind it.

use super::document::{Block, Cell, Document, Figure, KeyFigure, Readers, Section};
use super::head::{head, properties, subtitle, title};
use super::kpis::{Met, View};
use super::names::{display, month, path};
use super::number::part;
use super::remainder::Course;
use super::track::{course_sections, course_table};
use super::{
    ideas, journey, kpis, message, optimum, outlook, ranking_sheet, remainder, requirements, roadmap, scenario,
    spending, today, unspent,
};
use crate::check::CheckedPlan;
use crate::control::Track;
use crate::diagnostic::text::{counted, grouped};
use crate::evaluate::{Evaluation, FundingOutcome, Verdict};
use crate::model::funding::Policy;
use crate::outcome::{Account, account};
use crate::quantity::{Money, Month};
use crate::source::Sources;

/// The form of the document, with its version: a change that breaks its readers raises the number.
const SCHEMA: &str = "zbb-plan/1";

/// The report of an evaluated plan. The sources are those it was compiled from: conditions are shown as written.
#[must_use]
pub fn plan_document(sources: &Sources, plan: &CheckedPlan, evaluation: &Evaluation) -> Document {
    plan_document_for(Readers::Programs, sources, plan, evaluation, Beside::default())
}

/// What stands in the report of a plan besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The month from whose end the roadmap is looked back on; without one nothing is late.
    pub as_of: Option<Month>,
    /// The course of the year.
    pub track: Option<&'a Track>,
}

/// The same for some readers, with what stands besides.
#[must_use]
pub fn plan_document_for(
    readers: Readers,
    sources: &Sources,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    Beside { as_of, track }: Beside<'_>,
) -> Document {
    let account = account(plan, evaluation);
    let mut sections = vec![headline(plan, evaluation, &account), scenario::section(sources, plan)];
    sections.extend(track.into_iter().flat_map(|track| course_sections(plan, evaluation, track)));
    sections.extend([
        ranking_sheet::section(plan, evaluation, &account, readers),
        unspent::section(plan, evaluation),
        kpis::section(plan, evaluation),
        journey::section(plan, evaluation),
        spending::section(plan, evaluation),
        requirements::section(sources, plan, evaluation),
        today::section(plan, evaluation, &account),
        roadmap::section(plan, evaluation, as_of),
        ideas::section(plan, evaluation),
        outlook::section(plan, evaluation),
        remainder::section(plan, if track.is_some() { Course::Told } else { Course::NotTold }),
    ]);
    whole(sources, plan, evaluation, track, sections)
}

/// What a workbook takes of the report: the summary, the year's course and the KPIs. What else it shows it makes of the plan.
#[must_use]
pub fn workbook_document(
    sources: &Sources,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    track: Option<&Track>,
) -> Document {
    let mut sections = vec![headline(plan, evaluation, &account(plan, evaluation))];
    sections.extend(track.into_iter().flat_map(|track| course_sections(plan, evaluation, track)));
    sections.push(kpis::section(plan, evaluation));
    whole(sources, plan, evaluation, track, sections)
}

/// The document of these sections.
fn whole(
    sources: &Sources,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    track: Option<&Track>,
    sections: Vec<Section>,
) -> Document {
    // Who asks for the year's course in a format with room for one table gets that of the course.
    let (main_table, main_columns) = track
        .and_then(|_| course_table(plan))
        .unwrap_or_else(|| (ranking_sheet::KEY, ranking_sheet::columns(plan, evaluation.funding.as_ref())));
    Document {
        schema: SCHEMA,
        title: title(plan).to_owned(),
        subtitle: subtitle(plan) + &scenario::subtitle(plan),
        properties: properties(plan),
        main_table,
        main_columns,
        beside_records: scenario::beside_records(sources, plan),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

fn headline(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Section {
    let mut key_figures = Vec::new();
    if let Some(funding) = &evaluation.funding {
        key_figures.extend(funding_figures(plan, account, funding));
    }
    key_figures.extend(target_figure(plan, evaluation));
    key_figures.extend(requirement_figure(plan, evaluation));
    if let Some(owner) = head(plan).and_then(|head| head.owner.as_ref()) {
        key_figures.push(KeyFigure::new("owner", "owner", Cell::text(display(plan, owner.value))));
    }
    Section {
        key: "summary",
        heading: None,
        blocks: vec![Block::Message(message::message(plan, evaluation, account)), Block::KeyFigures(key_figures)],
    }
}

fn funding_figures(plan: &CheckedPlan, account: &Account, funding: &FundingOutcome) -> Vec<KeyFigure> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let (total, gain) = (&funding.total, &funding.gain);
    let others = match account.others() {
        0 => String::new(),
        others => format!(", {}", counted(others, "other way")),
    };
    let levels = format!("{} of {} levels{others}", grouped(funding.funded.len()), grouped(account.asked()));
    let mut key_figures = vec![
        KeyFigure::new("budget", "budget", amount(total.budget)).comment(policy(funding)),
        KeyFigure::new("funded", "funded", amount(total.spent)).comment(levels),
    ];
    key_figures.extend(optimum::key_figure(funding));
    if !total.reserve.is_zero() {
        key_figures.push(
            KeyFigure::new("reserve", "reserve", amount(total.reserve)).comment(of_budget(total.reserve, total.budget)),
        );
    }
    key_figures
        .push(KeyFigure::new("unspent", "unspent", amount(total.left)).comment(of_budget(total.left, total.budget)));
    if !gain.saved.is_zero() {
        key_figures.push(KeyFigure::new("saved", "saves", amount(gain.saved)));
    }
    if !gain.earned.is_zero() {
        key_figures.push(KeyFigure::new("earned", "earns", amount(gain.earned)));
    }
    if gain.net != total.spent {
        key_figures
            .push(KeyFigure::new("net_cost", "net cost", amount(gain.net)).comment("cost less savings and earnings"));
    }
    key_figures
}

fn policy(funding: &FundingOutcome) -> String {
    let choice = Policy::CHOICES.iter().find(|choice| choice.word == funding.policy.word());
    format!("policy {}: {}", funding.policy.word(), choice.map_or("", |choice| choice.doc))
}

fn of_budget(amount: Money, budget: Money) -> String {
    let share = part(amount, budget).filter(|share| !share.is_zero());
    share.map(|share| format!("{} of the budget", Figure::share(share, 1).in_full())).unwrap_or_default()
}

/// How many targets are met, and which are not.
fn target_figure(plan: &CheckedPlan, evaluation: &Evaluation) -> Option<KeyFigure> {
    let views = plan.plan().kpis.ids().filter_map(|id| Some((id, View::of(plan, evaluation, id)?)));
    let mut missed = Vec::new();
    let (mut count, mut not_judged) = (0, 0);
    for (id, view) in views {
        let (Some(met), Some(target)) = (view.met(), view.terms.target) else { continue };
        count += 1;
        not_judged += usize::from(met == Met::NotJudged);
        if let (Met::No, Some(reached)) = (met, view.funded) {
            let reached = view.figure(reached).in_full();
            let target = view.figure(target.value).in_full();
            missed.push(format!("{} {reached}, not {target}, in {}", path(plan, id), month(plan, view.month)));
        }
    }
    let met = count - missed.len() - not_judged;
    let not_available = not_available(not_judged);
    let words = format!("{} of {} met{not_available}", grouped(met), grouped(count));
    let key_figure = KeyFigure::new("targets", "targets", Cell::text(words));
    (count > 0).then(|| key_figure.comment(first_few(&missed)))
}

/// How many entries a comment lists before it says how many more there are.
const LISTED: usize = 3;

fn first_few(texts: &[String]) -> String {
    let more = texts.len().saturating_sub(LISTED);
    let shown = texts.get(..texts.len() - more).unwrap_or_default().join("; ");
    if more > 0 { format!("{shown}; and {more} more") } else { shown }
}

/// ", 2 n/a"
fn not_available(count: usize) -> String {
    if count == 0 { String::new() } else { format!(", {} n/a", grouped(count)) }
}

fn requirement_figure(plan: &CheckedPlan, evaluation: &Evaluation) -> Option<KeyFigure> {
    let all = evaluation.requires.len();
    let not_judged = evaluation.requires.iter().filter(|outcome| outcome.verdict == Verdict::NothingSpent).count();
    let broken = evaluation.requires.iter().filter(|outcome| outcome.verdict.is_broken());
    let broken: Vec<String> = broken.map(|outcome| format!("not \"{}\"", display(plan, outcome.id))).collect();
    let held = all - broken.len() - not_judged;
    let words = format!("{} of {} hold{}", grouped(held), grouped(all), not_available(not_judged));
    let key_figure = KeyFigure::new("requirements", "requirements", Cell::text(words));
    (all > 0).then(|| key_figure.comment(first_few(&broken)))
}
