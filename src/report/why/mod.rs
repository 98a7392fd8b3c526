//! Why things are as they are: takes what a plan says and what it comes to, gives for each thing that was asked for a form
//! with every figure, the formula it comes from, and the line of the plan that says so.

mod amounts;
mod dated;
mod differs;
mod effects;
mod holders;
mod income;
mod journeys;
mod kpi;
mod level;
mod package;
mod rules;
mod said;
mod scenarios;
mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
pub use view::{FormExtent, Why, name_of, title_of};

use super::document::{Block, Cell, Document, Fold, Form, FormLine, Group, Heading, Section, SourceLine};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::facts::{Fact, Topic};
use crate::model::{AnyId, Id, Kind, Level};
use crate::outcome::account;
use crate::source::{Sources, Span};
use view::{Figures, Uses};

pub use amounts::quantity_words;
pub(super) use effects::promise_words;

/// The form of the document, with its version.
const SCHEMA: &str = "zbb-why/1";

impl<'run> Why<'run> {
    /// What is known of a plan.
    #[must_use]
    pub fn new(
        sources: &'run Sources,
        topics: &'run [Topic],
        evaluated: Option<(&'run CheckedPlan, &'run Evaluation)>,
    ) -> Why<'run> {
        let by_name = topics.iter().enumerate().map(|(place, topic)| ((topic.kind, topic.name()), place)).collect();
        let figures = evaluated.map(|(plan, evaluation)| Figures {
            plan,
            evaluation,
            account: account(plan, evaluation),
            rows: rows(evaluation),
            levels: levels_by_package(plan),
        });
        let ids = evaluated.map_or_else(BTreeMap::new, |(plan, _)| {
            let plan = plan.plan();
            plan.declared().map(|id| ((id.kind, plan.head(id).span), id)).collect()
        });
        let mut milestones: BTreeMap<&str, Vec<&Topic>> = BTreeMap::new();
        for topic in topics.iter().filter(|topic| topic.kind == Kind::Milestone) {
            milestones.entry(topic.outer.as_str()).or_default().push(topic);
        }
        Why {
            sources,
            topics,
            figures,
            by_name,
            ids,
            uses: OnceLock::new(),
            acting: OnceLock::new(),
            milestones,
            extent: FormExtent::Whole,
        }
    }

    /// Who names what.
    fn uses(&self) -> &Uses<'run> {
        self.uses.get_or_init(|| uses(self.topics))
    }

    /// The same with forms of packages of another extent.
    #[must_use]
    pub fn told(self, extent: FormExtent) -> Why<'run> {
        Why { extent, ..self }
    }

    /// The forms of some of the topics, by their places, each kind under its heading.
    #[must_use]
    pub fn document(&self, found: &[usize]) -> Document {
        let mut sections: Vec<Section> = Vec::new();
        for topic in found.iter().filter_map(|place| self.topics.get(*place)) {
            let key = topic.kind.keyword();
            let form = Block::Form(self.form(topic));
            match sections.iter_mut().find(|section| section.key == key) {
                Some(section) => section.blocks.push(form),
                None => {
                    let heading = Heading { words: words::kind(topic.kind).into(), fold: Fold::Open };
                    sections.push(Section { key, heading: Some(heading), blocks: vec![form] });
                }
            }
        }
        Document {
            schema: SCHEMA,
            title: self.title(),
            subtitle: self.subtitle(),
            properties: self.properties(),
            main_table: "",
            main_columns: Vec::new(),
            beside_records: Vec::new(),
            sections,
        }
    }

    /// All that is known of one thing.
    #[must_use]
    pub fn form(&self, topic: &Topic) -> Form {
        let mut form = self.empty_form(topic);
        if let (Some(figures), Some(id)) = (&self.figures, self.id(topic)) {
            self.figured(&mut form, topic, figures, id);
        } else {
            form.groups.push(self.said(topic, &[]));
        }
        let named_by = self.used_by(topic, &form);
        form.groups.extend(named_by);
        form.groups.retain(|group| !group.lines.is_empty());
        form.tables.retain(|table| !table.rows.is_empty());
        form
    }

    fn empty_form(&self, topic: &Topic) -> Form {
        Form {
            about: name_of(topic),
            title: title_of(topic).to_owned(),
            at: self.place(topic.span),
            groups: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Of all that is known of one thing, what comes of one line that says something about it.
    #[must_use]
    pub fn lines_said_by(&self, topic: &Topic, fact: &Fact) -> Vec<FormLine> {
        let (Some(figures), Some(id)) = (&self.figures, self.id(topic)) else { return Vec::new() };
        let mut form = self.empty_form(topic);
        self.figured(&mut form, topic, figures, id);
        let at = self.place(fact.span);
        let mut lines: Vec<FormLine> = form.groups.into_iter().flat_map(|group| group.lines).collect();
        lines.retain(|line| line.at.is_some() && line.at == at);
        // Where a declaration stands in one line, each of its figures does.
        if topic.facts.iter().filter(|other| self.place(other.span) == at).count() > 1 {
            lines.retain(|line| line.key == fact.property);
        }
        lines.dedup();
        lines
    }

    /// What is said and what it comes to, by kind.
    fn figured(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        match id.kind {
            Kind::Package => self.package(form, topic, figures, id),
            Kind::Level | Kind::Alternative => self.level_form(form, topic, figures, id),
            Kind::Kpi => self.kpi(form, topic, figures, id),
            Kind::Journey | Kind::Stage | Kind::Touchpoint | Kind::Pain | Kind::Need | Kind::Moment => {
                self.journey_part(form, topic, figures, id);
            }
            Kind::Department | Kind::Category | Kind::Channel | Kind::Objective | Kind::Role => {
                self.holder(form, topic, figures, id);
            }
            Kind::Criterion => self.criterion(form, topic, figures, id),
            Kind::Require => self.requirement(form, topic, figures, id),
            Kind::Ranking => self.ranking(form, topic, figures, id),
            Kind::Funding => self.funding(form, topic, figures),
            Kind::Driver => self.driver(form, topic, figures, id),
            Kind::Retire => self.retire(form, topic, figures, id),
            Kind::Scenario => self.scenario(form, topic),
            Kind::Income => self.income(form, topic, figures, id),
            Kind::Exchange | Kind::Benchmark => self.dated(form, topic, figures),
            Kind::Plan => self.plan(form, topic, figures),
            Kind::Waive
            | Kind::Unit
            | Kind::Persona
            | Kind::Practice
            | Kind::Observe
            | Kind::Workshop
            | Kind::Idea
            | Kind::Milestone
            | Kind::Actuals
            | Kind::Tolerance
            | Kind::Transfer
            | Kind::Control
            | Kind::Variance
            | Kind::Authority
            | Kind::Carry
            | Kind::Risk => form.groups.push(self.said(topic, &[])),
        }
    }

    fn id(&self, topic: &Topic) -> Option<AnyId> {
        self.ids.get(&(topic.kind, topic.span)).copied()
    }

    /// The topic of a declaration.
    fn topic(&self, id: AnyId) -> Option<&'run Topic> {
        let plan = self.figures.as_ref()?.plan.plan();
        // A level that an alternative is has no name of its own.
        let kind = match (id.kind, plan.parent(id)) {
            (Kind::Level, Some(parent))
                if parent.kind == Kind::Alternative && plan.head(parent).span == plan.head(id).span =>
            {
                Kind::Alternative
            }
            (kind, _) => kind,
        };
        let span = plan.head(id).span;
        let named = self.by_name.get(&(kind, plan.head(id).path.as_str())).and_then(|place| self.topics.get(*place));
        named.or_else(|| self.topics.iter().find(|topic| topic.kind == kind && topic.span == span))
    }

    /// Where a span begins.
    fn place(&self, span: Span) -> Option<SourceLine> {
        let file = self.sources.get(span.file)?;
        Some(SourceLine { file: file.path().to_owned(), line: file.position(span.start).line })
    }

    fn plan_topic(&self) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.kind == Kind::Plan)
    }

    fn title(&self) -> String {
        self.plan_topic().map_or_else(String::new, |topic| title_of(topic).to_owned())
    }

    fn subtitle(&self) -> String {
        let Some(figures) = &self.figures else {
            return "what the plan says, without figures: it has errors".to_owned();
        };
        super::head::subtitle(figures.plan) + &super::scenario::subtitle(figures.plan)
    }

    fn properties(&self) -> Vec<(&'static str, Cell)> {
        let Some(figures) = &self.figures else { return Vec::new() };
        let scenario = super::scenario::chosen_name(figures.plan);
        let mut properties = super::head::properties(figures.plan);
        properties.push(("scenario", Cell::or_empty(scenario.map(Cell::text))));
        properties
    }

    /// Everything that names it, but what the form shows already.
    fn used_by(&self, topic: &Topic, form: &Form) -> Option<Group> {
        let uses = self.uses().get(&(topic.kind, topic.name()))?;
        let shown: BTreeSet<&SourceLine> =
            form.groups.iter().flat_map(|group| &group.lines).filter_map(|line| line.at.as_ref()).collect();
        let mut group = Group::new("named_by", "Named by");
        for (place, fact) in uses {
            let at = self.place(fact.span);
            let is_shown = at.as_ref().is_some_and(|at| shown.contains(at));
            if let Some(by) = self.topics.get(*place).filter(|_| !is_shown) {
                group.push(self.use_line(by, fact));
            }
        }
        (!group.lines.is_empty()).then_some(group)
    }
}

fn rows(evaluation: &Evaluation) -> BTreeMap<usize, usize> {
    let rows = evaluation.funding.iter().flat_map(|funding| &funding.sheet.rows);
    rows.enumerate().map(|(place, row)| (row.level.index(), place)).collect()
}

fn levels_by_package(plan: &CheckedPlan) -> Vec<Vec<Id<Level>>> {
    let mut by_package = vec![Vec::new(); plan.packages.len()];
    for (index, terms) in plan.levels.iter().enumerate() {
        if let Some(levels) = by_package.get_mut(terms.package.index()) {
            levels.push(Id::new(index));
        }
    }
    by_package
}

/// Who names what.
fn uses(topics: &[Topic]) -> Uses<'_> {
    let mut uses = Uses::new();
    for (place, topic) in topics.iter().enumerate() {
        for fact in topic.facts.iter().chain(&topic.items) {
            let mut named = said::named(fact);
            named.sort_unstable();
            named.dedup();
            for name in named {
                let of = uses.entry(name).or_default();
                // What stands in one line is one line, however often it names something: `waive W0401: crane until …`.
                if !of.iter().rev().take_while(|(other, _)| *other == place).any(|(_, other)| other.span == fact.span) {
                    of.push((place, fact));
                }
            }
        }
        // What is about something by its head: `benchmark nps`.
        for (id, name) in topic.name.names() {
            let Some(fact) = topic.facts.first().filter(|_| topic.outer.as_str() != name) else { continue };
            let of = uses.entry((id.kind, name)).or_default();
            if of.last().is_none_or(|(other, _)| *other != place) {
                of.push((place, fact));
            }
        }
    }
    uses
}
