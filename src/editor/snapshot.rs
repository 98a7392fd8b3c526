//! A plan as it stands in an editor at one moment: its texts, what they say, and what the last plan without errors came to.

use crate::compile::{Analysis, Options, Parsed};
use crate::diagnostic::Diagnostics;
use crate::evaluate::Depth;
use crate::model::mention::{Mention, Mentions};
use crate::model::schema::Head;
use crate::model::{AnyId, Plan};
use crate::quantity::Date;
use crate::report::brief::{Brief, brief};
use crate::report::plan_document;
use crate::report::render::html;
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
    pub brief: Option<Brief>,
    /// Its page, where one is wanted.
    pub page: Option<String>,
}

/// Whether the page of a plan is made with its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// It is.
    Made,
    /// Nobody looks at it.
    LeftOut,
}

impl Snapshot {
    /// Reads and checks texts.
    #[must_use]
    pub fn of(sources: Sources, today: Option<Date>) -> Snapshot {
        let parsed = Parsed::read(&sources);
        let Analysis { diagnostics, plan, mentions } = parsed.analyse(today);
        Snapshot { sources, diagnostics, plan, mentions, parsed }
    }

    /// The file, read.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<&Tree> {
        self.parsed.trees().get(file.index())
    }

    /// The files, read.
    #[must_use]
    pub fn trees(&self) -> &[Tree] {
        self.parsed.trees()
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
pub fn evaluate(snapshot: &Snapshot, today: Option<Date>, pages: Pages) -> Evaluated {
    let (compiled, diagnostics) = snapshot.parsed.compile_and_check(today);
    let evaluated = compiled.checked.as_ref().zip(compiled.evaluation.as_ref());
    let brief = evaluated.map(|(plan, evaluation)| brief(plan, evaluation));
    let page = match pages {
        Pages::Made if brief.is_some() => page(snapshot, today),
        Pages::Made | Pages::LeftOut => None,
    };
    Evaluated { diagnostics, brief, page }
}

/// The whole report as a page.
fn page(snapshot: &Snapshot, today: Option<Date>) -> Option<String> {
    let options = Options { today, depth: Depth::Figures, ..Options::default() };
    let compiled = snapshot.parsed.compile(options);
    let document = plan_document(&snapshot.sources, compiled.checked.as_ref()?, compiled.evaluation.as_ref()?);
    Some(html(&document))
}
