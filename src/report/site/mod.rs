//! The pages of a plan: takes what it says and comes to, gives them as data: the first screen, the ranking, a form for each
//! package, journeys, KPIs, the money, and what is asked to be decided.

mod decisions;
mod kpis;
mod money;
mod page;
mod readers;
mod reasons;
mod refused;
mod targets;
mod year;

use super::document::{Block, Form, Note, Readers, Room, Section, Table};
use super::pictures::{Drawn, Subject, journeys, picture};
use super::why::{FormExtent, Why, name_of};
use super::{
    head, ideas, journey, kpis as values, message, outlook, ranking_sheet, requirements, roadmap, scenario, spending,
    today, unspent,
};
use crate::check::CheckedPlan;
use crate::compile::{Compiled, Parsed};
use crate::control::Track;
use crate::diagnostic::text::counted;
use crate::evaluate::Evaluation;
use crate::model::Kind;
use crate::model::facts::Topic;
use crate::outcome::{Account, account};
use crate::quantity::Month;
use crate::source::Sources;
use crate::trace::Links;
pub use page::Page;
use std::collections::BTreeMap;

/// Several pages that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The plan's title.
    pub title: String,
    /// Its months, unit and owner.
    pub subtitle: String,
    /// The pages, the first screen first.
    pub pages: Vec<Page>,
}

/// So many forms go on a page.
const FORMS: usize = 100;
/// Of more packages than these, only packages have forms, and without their months: `zbb why` shows everything else.
const MOST: usize = 1_000;
/// Of more boxes than these nobody sees anything: `zbb graph` draws them all.
pub const DRAWN: usize = 150;
/// Of more packages than these, one page has no forms.
const ON_ONE_PAGE: usize = 200;

/// What the pages of a plan are made of.
#[derive(Clone, Copy)]
pub struct Whole<'run> {
    /// The files of the plan: conditions are shown as written.
    pub sources: &'run Sources,
    /// What the plan says.
    pub topics: &'run [Topic],
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// What it comes to.
    pub evaluation: &'run Evaluation,
    /// The month that the roadmap is looked back from; without one nothing is late.
    pub as_of: Option<Month>,
    /// What hangs on what: pictures show it.
    pub links: Option<&'run Links>,
    /// The course of the year, where that was asked for.
    pub track: Option<&'run Track>,
}

/// What hangs on what, for pictures; of a plan that is too large to be drawn nobody needs it.
#[must_use]
pub fn drawn_links(parsed: &Parsed, compiled: &Compiled) -> Option<Links> {
    let packages = compiled.checked.as_ref()?.plan().packages.len();
    (packages <= DRAWN).then(|| parsed.links())
}

/// How many files the pages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One for each page.
    Files,
    /// One for all.
    OneFile,
}

/// The pages of an evaluated plan.
#[must_use]
pub fn site(whole: Whole<'_>, extent: Extent) -> Site {
    let packages = whole.plan.plan().packages.len();
    let is_whole = packages <= MOST;
    let extent_of_forms = if is_whole { FormExtent::Whole } else { FormExtent::Brief };
    let why = Why::new(whole.sources, whole.topics, Some((whole.plan, whole.evaluation))).told(extent_of_forms);
    let forms = Forms { why, topics: whole.topics, is_whole };
    let has_forms = extent == Extent::Files || packages <= ON_ONE_PAGE;
    let account = account(whole.plan, whole.evaluation);
    let mut pages = vec![index(whole, &account)];
    pages.extend(whole.track.map(|track| year::page(whole.plan, whole.evaluation, track)));
    pages.push(ranking(whole, &account));
    if has_forms {
        pages.extend(forms.packages());
    }
    let forms = has_forms.then_some(&forms);
    pages.extend([
        journeys_page(whole, forms),
        kpis_page(whole, forms),
        money_page(whole, &account, forms),
        decisions_page(whole, forms),
    ]);
    pages.retain(|page| !page.is_empty());
    Site { title: head::title(whole.plan).to_owned(), subtitle: head::subtitle_in_words(whole.plan), pages }
}

impl Site {
    /// One page with nothing on it: what is shown of a plan that never held together.
    #[must_use]
    pub fn empty() -> Site {
        Site { title: "zbb".to_owned(), subtitle: String::new(), pages: vec![Page::new("index", "Overview")] }
    }
}

/// The first screen.
fn index(whole: Whole<'_>, account: &Account) -> Page {
    let (plan, evaluation) = (whole.plan, whole.evaluation);
    let mut page = Page::new("index", "Overview");
    let message = Block::Message(message::message(plan, evaluation, account));
    page.head.push(Section { key: "summary", heading: None, blocks: vec![message] });
    page.head.push(scenario::section(whole.sources, plan));
    page.left.extend(whole.track.map(|track| year::first(plan, track)));
    page.left.push(money::by_period(plan, evaluation));
    page.left.push(money::from_zero(plan, account));
    page.right.push(targets::section(plan, evaluation));
    page.right.push(broken(whole));
    page.right.extend(refused::sections(plan, evaluation, account));
    for stack in [&mut page.head, &mut page.left, &mut page.right] {
        stack.retain(|section| !section.blocks.is_empty());
    }
    page
}

/// A section under other words, where the page has its own already.
fn named(mut section: Section, words: &'static str) -> Section {
    if let Some(heading) = &mut section.heading {
        heading.words = words.into();
    }
    section
}

/// The requirements that do not hold.
fn broken(whole: Whole<'_>) -> Section {
    let all = requirements::section(whole.sources, whole.plan, whole.evaluation);
    let mut section = named(all, "Requirements that do not hold");
    section.key = "broken";
    let verdicts: Vec<bool> = whole.evaluation.requires.iter().map(|outcome| outcome.verdict.is_broken()).collect();
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            let mut is_broken = verdicts.iter();
            table.rows.retain(|_| is_broken.next().copied().unwrap_or(false));
        }
    }
    section.blocks.retain(|block| matches!(block, Block::Table(table) if !table.rows.is_empty()));
    section
}

fn ranking(whole: Whole<'_>, account: &Account) -> Page {
    let mut page = Page::new("ranking", "Ranking");
    page.push(ranking_sheet::section(whole.plan, whole.evaluation, account, Readers::People));
    page.push(drawn(whole, Subject::Packages, "What needs what, and what rules out what"));
    page
}

/// A picture under its heading; nothing where there is nothing to draw, or too much to see.
fn drawn(whole: Whole<'_>, subject: Subject, heading: &'static str) -> Section {
    let key = match subject {
        Subject::Journey => "journey_drawn",
        Subject::Ideas => "ideas_drawn",
        Subject::Roadmap => "roadmap_drawn",
        Subject::Kpis => "kpis_drawn",
        Subject::Packages => "packages_drawn",
        Subject::Departments => "departments_drawn",
    };
    let mut section = Section::new(key, heading);
    let Some(links) = whole.links else { return section };
    let drawn = Drawn { plan: whole.plan, evaluation: whole.evaluation, links, as_of: whole.as_of };
    // Lists of so many are too long to be boxes: what is drawn is not made first and then thrown away.
    if whole.plan.plan().packages.len() <= DRAWN
        && let Some(picture) = picture(drawn, subject).filter(|picture| picture.size() <= DRAWN)
    {
        section.push(Block::Picture(picture));
    }
    section
}

fn journeys_page(whole: Whole<'_>, forms: Option<&Forms<'_>>) -> Page {
    let mut page = Page::new("journey", "Journey");
    let mut maps = Section { key: "maps", heading: None, blocks: Vec::new() };
    journeys(whole.plan, whole.evaluation).into_iter().for_each(|journey| maps.push(Block::Journey(journey)));
    page.push(maps);
    page.push(journey::section(whole.plan, whole.evaluation));
    page.rest.extend(forms.and_then(|forms| forms.others("journey")));
    page
}

fn kpis_page(whole: Whole<'_>, forms: Option<&Forms<'_>>) -> Page {
    let (plan, evaluation) = (whole.plan, whole.evaluation);
    let mut page = Page::new("kpis", "KPIs");
    page.push(named(values::section(plan, evaluation), "Where they go"));
    page.push(drawn(whole, Subject::Kpis, "What they are made of, and what they measure"));
    page.push(kpis::charts(plan, evaluation));
    page.push(requirements::section(whole.sources, plan, evaluation));
    page.push(outlook::section(plan, evaluation));
    page.rest.extend(forms.and_then(|forms| forms.others("kpis")));
    page
}

fn money_page(whole: Whole<'_>, account: &Account, forms: Option<&Forms<'_>>) -> Page {
    let (plan, evaluation) = (whole.plan, whole.evaluation);
    let mut page = Page::new("money", "Money");
    page.push(named(unspent::section(plan, evaluation), "What is given, held and left"));
    page.push(today::section(plan, evaluation, account));
    page.push(spending::section(plan, evaluation));
    page.rest.extend(forms.and_then(|forms| forms.others("money")));
    page
}

fn decisions_page(whole: Whole<'_>, forms: Option<&Forms<'_>>) -> Page {
    let (plan, evaluation) = (whole.plan, whole.evaluation);
    let mut page = Page::new("decisions", "Decisions");
    decisions::sections(plan, evaluation).into_iter().for_each(|section| page.push(section));
    page.push(drawn(whole, Subject::Roadmap, "The roadmap, drawn"));
    page.push(roadmap::section(plan, evaluation, whole.as_of));
    page.push(drawn(whole, Subject::Ideas, "Ideas, drawn"));
    page.push(ideas::section(plan, evaluation));
    page.rest.extend(forms.and_then(|forms| forms.others("decisions")));
    page
}

/// The forms of what the plan says.
struct Forms<'run> {
    why: Why<'run>,
    topics: &'run [Topic],
    is_whole: bool,
}

impl Forms<'_> {
    /// Pages of packages, in the order of the plan's.
    fn packages(&self) -> Vec<Page> {
        let topics: Vec<&Topic> = self.topics.iter().filter(|topic| topic.kind == Kind::Package).collect();
        let mut alternatives: BTreeMap<&str, Vec<&Topic>> = BTreeMap::new();
        for topic in self.topics.iter().filter(|topic| topic.kind == Kind::Alternative) {
            alternatives.entry(topic.outer.as_str()).or_default().push(topic);
        }
        let pages = topics.chunks(FORMS).enumerate().map(|(place, topics)| {
            let mut section = Section { key: "forms", heading: None, blocks: Vec::new() };
            if topics.len() > 1 {
                section.push(Block::Notes(vec![Note::plain(format!(
                    "{} on this page",
                    counted(topics.len(), "package")
                ))]));
            }
            for topic in topics {
                let form = self.why.form(topic);
                // An alternative with levels of its own is more than these.
                let others = alternatives.get(topic.name()).into_iter().flatten();
                let others: Vec<Form> =
                    others.filter(|other| !is_told(&form, other)).map(|other| self.why.form(other)).collect();
                section.push(Block::Form(form));
                others.into_iter().for_each(|other| section.push(Block::Form(other)));
            }
            Page { number: place + 1, rest: vec![section], ..Page::new("packages", "Packages") }
        });
        pages.collect()
    }

    /// Everything else that the plan says and that belongs on a page.
    fn others(&self, page: &str) -> Option<Section> {
        if !self.is_whole {
            return None;
        }
        let mut section = Section::folded("details", "Line by line: what the plan says, and what it comes to");
        for topic in self.topics.iter().filter(|topic| page_of(topic.kind) == Some(page)) {
            let mut form = self.why.form(topic);
            form.tables.iter_mut().filter(|_| topic.kind == Kind::Kpi).for_each(course_alone);
            section.push(Block::Form(form));
        }
        (!section.blocks.is_empty()).then_some(section)
    }
}

/// Whether a form has all about something.
fn is_told(form: &Form, topic: &Topic) -> bool {
    let name = name_of(topic);
    form.groups.iter().any(|group| group.about.as_ref() == Some(&name))
}

/// Of a KPI's months, what its chart draws; what each level states, month by month, `zbb why` shows.
fn course_alone(table: &mut Table) {
    const DRAWN: [&str; 5] = ["month", "unfunded", "funded", "observed", "target"];
    for column in table.columns.iter_mut().filter(|column| !DRAWN.contains(&&*column.key)) {
        column.room = Room::Data;
    }
}

/// The page that has the form of a kind; levels and alternatives stand in the form of their package.
fn page_of(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Package | Kind::Level | Kind::Alternative => return None,
        Kind::Journey
        | Kind::Stage
        | Kind::Touchpoint
        | Kind::Pain
        | Kind::Need
        | Kind::Moment
        | Kind::Persona
        | Kind::Channel => "journey",
        Kind::Kpi
        | Kind::Benchmark
        | Kind::Practice
        | Kind::Observe
        | Kind::Criterion
        | Kind::Objective
        | Kind::Require
        | Kind::Driver => "kpis",
        Kind::Plan
        | Kind::Department
        | Kind::Category
        | Kind::Unit
        | Kind::Exchange
        | Kind::Income
        | Kind::Retire
        | Kind::Funding
        | Kind::Risk
        | Kind::Actuals
        | Kind::Tolerance
        | Kind::Transfer
        | Kind::Control
        | Kind::Variance
        | Kind::Carry => "money",
        Kind::Ranking
        | Kind::Scenario
        | Kind::Waive
        | Kind::Role
        | Kind::Authority
        | Kind::Workshop
        | Kind::Idea
        | Kind::Milestone => "decisions",
    })
}
