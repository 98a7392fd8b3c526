//! A plan as it stands in an editor at one moment: its texts, what they say, and what the last plan without errors came to.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::check::CheckedPlan;
use crate::compile::{Analysis, Options, Parsed};
use crate::diagnostic::Diagnostics;
use crate::evaluate::{Depth, Evaluation};
use crate::model::facts::Topic;
use crate::model::mention::{Mention, Mentions};
use crate::model::schema::Head;
use crate::model::{AnyId, Plan};
use crate::quantity::Date;
use crate::report::brief::{Brief, brief};
use crate::report::render::markdown;
use crate::report::site::{Extent, Site, Whole, drawn_links, site};
use crate::report::why::Why;
use crate::resolve::{Bearer, look_up};
use crate::source::{FileId, Sources};
use crate::syntax::tree::Tree;

/// A plan at one moment. It does not change: an edit makes another.
#[derive(Debug)]
pub struct Snapshot {
    /// The texts.
    pub sources: Sources,
    /// The findings of reading and checking.
    pub diagnostics: Diagnostics,
    /// What the plan says, as far as it can be read.
    pub plan: Plan,
    /// Where names stand.
    pub mentions: Mentions,
    parsed: Parsed,
}

/// What a plan comes to, and every finding about it.
#[derive(Debug)]
pub struct Evaluated {
    /// The findings, those of its scenarios included.
    pub diagnostics: Diagnostics,
    /// What it comes to; nothing while it has errors.
    pub good: Option<Good>,
}

/// What a plan without errors comes to.
#[derive(Debug)]
pub struct Good {
    /// The plan as it stood.
    pub snapshot: Arc<Snapshot>,
    /// Its terms.
    pub plan: CheckedPlan,
    /// What they come to.
    pub evaluation: Evaluation,
    /// What the plan says, each thing in one way.
    pub topics: Vec<Topic>,
    /// The same in short.
    pub brief: Brief,
    /// The day on which waivers were counted.
    today: Option<Date>,
    /// Its pages, once somebody looked at one.
    site: OnceLock<Option<Site>>,
}

impl Good {
    /// Its pages, as `zbb report` and `zbb serve` have them.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.site.get_or_init(|| site_of(&self.snapshot, &self.topics, self.today)).as_ref()
    }
}

/// Whether the figures are of the text that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// They are.
    OfNow,
    /// They are of the last plan without errors.
    OfBefore,
}

/// Whether the pages of a plan are made with its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// They are.
    Made,
    /// Nobody has asked to be told of them.
    LeftOut,
}

impl Snapshot {
    /// Reads and checks texts.
    #[must_use]
    pub fn of(sources: Sources, today: Option<Date>) -> Snapshot {
        Snapshot::checked(Parsed::read(&sources), sources, today)
    }

    /// Reads what has changed since another moment, and checks all of it.
    #[must_use]
    pub fn after(before: &Snapshot, sources: Sources, today: Option<Date>) -> Snapshot {
        Snapshot::checked(Parsed::read_beside(&sources, (&before.sources, &before.parsed)), sources, today)
    }

    fn checked(parsed: Parsed, sources: Sources, today: Option<Date>) -> Snapshot {
        let Analysis { diagnostics, plan, mentions } = parsed.analyse(today);
        Snapshot { sources, diagnostics, plan, mentions, parsed }
    }

    /// The file, read.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<&Tree> {
        self.parsed.trees().get(file.index()).map(Arc::as_ref)
    }

    /// The files, read.
    #[must_use]
    pub fn trees(&self) -> &[Arc<Tree>] {
        self.parsed.trees()
    }

    /// What the plan says, each thing in one way, with its place.
    #[must_use]
    pub fn topics(&self) -> Vec<Topic> {
        self.parsed.facts()
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.sources.get(file).map_or("", |file| file.text())
    }

    /// What is named at a byte, and its head.
    #[must_use]
    pub fn named(&self, file: FileId, byte: u32) -> Option<(Mention, &Head)> {
        let mention = self.mentions.at(file, byte)?;
        Some((mention, self.head(mention.id)?))
    }

    /// The head of a declaration; ids of a snapshot are those of its plan.
    #[must_use]
    pub fn head(&self, id: AnyId) -> Option<&Head> {
        Some(self.plan.head(id))
    }
}

/// Works out what a plan comes to and every finding about it.
#[must_use]
pub fn evaluate(snapshot: &Arc<Snapshot>, today: Option<Date>, pages: Pages) -> Evaluated {
    let (compiled, diagnostics) = snapshot.parsed.compile_and_check(today);
    let good = compiled.checked.zip(compiled.evaluation).map(|(plan, evaluation)| {
        let brief = brief(&plan, &evaluation);
        let topics = snapshot.parsed.facts();
        let site = OnceLock::new();
        Good { snapshot: Arc::clone(snapshot), plan, evaluation, topics, brief, today, site }
    });
    if let (Some(good), Pages::Made) = (&good, pages) {
        let _ = good.site();
    }
    Evaluated { diagnostics, good }
}

/// Everything about a name, in Markdown: its form, with figures where there are any. Nothing where nothing is called so.
#[must_use]
pub fn why(snapshot: &Snapshot, good: Option<&Good>, name: &str) -> Option<String> {
    let shown = good.map_or(snapshot, |good| &good.snapshot);
    let topics = good.map_or_else(|| Cow::Owned(shown.parsed.facts()), |good| Cow::Borrowed(good.topics.as_slice()));
    let bearers: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    let found = look_up(&bearers, name);
    let evaluated = good.map(|good| (&good.plan, &good.evaluation));
    (!found.is_empty()).then(|| markdown(&Why::new(&shown.sources, &topics, evaluated).document(&found)))
}

/// The pages of a plan. They show more than findings need, so that it is worked out anew.
fn site_of(snapshot: &Snapshot, topics: &[Topic], today: Option<Date>) -> Option<Site> {
    let options = Options { today, depth: Depth::Whole, ..Options::default() };
    let compiled = snapshot.parsed.compile(options);
    let links = drawn_links(&snapshot.parsed, &compiled);
    let (plan, evaluation) = (compiled.checked.as_ref()?, compiled.evaluation.as_ref()?);
    let sources = &snapshot.sources;
    let whole = Whole { sources, topics, plan, evaluation, as_of: None, links: links.as_ref(), track: None };
    Some(site(whole, Extent::Files))
}
