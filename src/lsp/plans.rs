//! The plans of a session: which texts belong together, what they say now and what they last came to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{Files, PlanFiles};
use super::uri;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::editor::Snapshot;
use crate::editor::snapshot::{Evaluated, Figures, Good};
use crate::model::mention::Part;
use crate::quantity::Date;
use crate::source::{FileId, Sources, Span};

/// An open text.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The version the client gave it.
    pub version: i64,
    /// The text.
    pub text: Arc<str>,
}

/// What holds a plan together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// A folder, one of whose files declares the plan.
    Folder(PathBuf),
    /// A text by itself.
    Alone(String),
}

/// A file of a plan.
#[derive(Debug, Clone)]
struct Member {
    uri: String,
    shown: String,
    /// What the disk holds; what is open goes before it.
    text: Arc<str>,
}

/// A plan.
#[derive(Debug)]
pub(super) struct PlanState {
    members: Vec<Member>,
    file_findings: Diagnostics,
    /// How often it was edited.
    pub generation: u64,
    snapshot: Option<(u64, Arc<Snapshot>)>,
    evaluated: Option<(u64, Evaluated)>,
    /// What it last came to without an error, and of which edit that is.
    good: Option<(u64, Good)>,
    /// Findings of evaluation from before, moved with the text.
    later: Vec<Diagnostic>,
    /// Where the text was last edited.
    edited: Option<(FileId, u32)>,
    /// The findings to be told now, and whether they are of evaluation, too.
    findings: Option<(Told, Arc<[Diagnostic]>)>,
    /// What was told of each address.
    pub told: BTreeMap<String, ToldFile>,
    /// The edit whose findings were told, and whether all of them.
    pub told_at: Option<Told>,
}

/// An edit, and whether it is evaluated.
pub(super) type Told = (u64, bool);

/// What was told of a file, and of which text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToldFile {
    /// The version of the text, where it is open.
    pub version: Option<i64>,
    /// The text.
    pub text: Arc<str>,
    /// The findings.
    pub findings: Vec<Diagnostic>,
}

impl PlanState {
    /// A plan of files from the disk.
    pub(super) fn of(files: PlanFiles) -> PlanState {
        let member = |file: super::files::PlanFile| Member {
            uri: uri::uri(&file.path),
            shown: file.shown,
            text: file.text.into(),
        };
        PlanState {
            members: files.files.into_iter().map(member).collect(),
            file_findings: files.findings,
            generation: 1,
            snapshot: None,
            evaluated: None,
            good: None,
            later: Vec::new(),
            edited: None,
            findings: None,
            told: BTreeMap::new(),
            told_at: None,
        }
    }

    /// Takes over what was known of the plan before its files were listed anew.
    pub(super) fn remember(&mut self, before: PlanState) {
        self.generation = before.generation + 1;
        self.good = before.good;
        self.told = before.told;
    }

    /// Adds a text that the disk does not hold, in order of path.
    pub(super) fn add(&mut self, address: &str, shown: &str) {
        if self.file(address).is_none() {
            let place = self.members.partition_point(|member| member.shown.as_str() < shown);
            let member = Member { uri: address.to_owned(), shown: shown.to_owned(), text: "".into() };
            self.members.insert(place, member);
            self.touch();
        }
    }

    /// Says that a text changed.
    pub(super) fn touch(&mut self) {
        self.generation += 1;
    }

    /// Says where a text changed; nothing where all of it did.
    pub(super) fn edited_at(&mut self, place: Option<(FileId, u32)>) {
        self.edited = place;
    }

    /// The file of an address.
    pub(super) fn file(&self, address: &str) -> Option<FileId> {
        let same = |member: &Member| {
            member.uri == address || uri::path(&member.uri) == uri::path(address) && uri::path(address).is_some()
        };
        self.members.iter().position(same).map(FileId::new)
    }

    /// The address of a file.
    pub(super) fn uri(&self, file: FileId) -> &str {
        self.members.get(file.index()).map_or("", |member| &member.uri)
    }

    /// The text that stands at an address; empty where no file does any more.
    pub(super) fn text(&self, address: &str, open: &BTreeMap<String, Document>) -> Arc<str> {
        let member = || self.members.iter().find(|member| member.uri == address).map(|member| &member.text);
        open.get(address).map(|document| &document.text).or_else(member).cloned().unwrap_or_else(|| "".into())
    }

    /// The addresses of all files, in order.
    pub(super) fn uris(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.uri.as_str())
    }

    /// Calls a file as the client does, which may write one path in several ways.
    pub(super) fn call(&mut self, file: FileId, address: &str) {
        if let Some(member) = self.members.get_mut(file.index()) {
            address.clone_into(&mut member.uri);
        }
    }

    /// The plan as it stands; it is read and checked if it was edited since.
    pub(super) fn now(&mut self, open: &BTreeMap<String, Document>, today: Option<Date>) -> Arc<Snapshot> {
        if let Some((generation, snapshot)) = &self.snapshot
            && *generation == self.generation
        {
            return Arc::clone(snapshot);
        }
        let mut sources = Sources::new();
        for member in &self.members {
            let text = open.get(&member.uri).map_or(&member.text, |document| &document.text);
            sources.add(member.shown.as_str(), Arc::clone(text));
        }
        let snapshot = Arc::new(match &self.snapshot {
            Some((_, before)) => Snapshot::after(before, sources, today),
            None => Snapshot::of(sources, today),
        });
        self.snapshot = Some((self.generation, Arc::clone(&snapshot)));
        snapshot
    }

    /// What it last came to, and whether that is of the text that stands there.
    pub(super) fn figures(&self) -> Option<(&Good, Figures)> {
        let (generation, good) = self.good.as_ref()?;
        let figures = if *generation == self.generation { Figures::OfNow } else { Figures::OfBefore };
        Some((good, figures))
    }

    /// Whether what it comes to is known for the text that stands there.
    pub(super) fn is_evaluated(&self) -> bool {
        self.evaluated.as_ref().is_some_and(|(generation, _)| *generation == self.generation)
    }

    /// Keeps what it comes to; of an edit before the last one, only the figures.
    pub(super) fn keep(&mut self, generation: u64, mut evaluated: Evaluated) {
        if let Some(good) = evaluated.good.take() {
            self.good = Some((generation, good));
        }
        if generation == self.generation {
            self.evaluated = Some((generation, evaluated));
        }
    }

    /// What is to be told now: of which edit, and whether it is evaluated.
    pub(super) fn to_tell(&self) -> Told {
        (self.generation, self.is_evaluated())
    }

    /// The findings to be told now: all of them once it is evaluated, else those of reading and checking with what
    /// evaluation found before.
    pub(super) fn findings(&mut self, snapshot: &Snapshot) -> Arc<[Diagnostic]> {
        let now = self.to_tell();
        if let Some((at, findings)) = &self.findings
            && *at == now
        {
            return Arc::clone(findings);
        }
        let findings: Arc<[Diagnostic]> = self.found(snapshot).into();
        self.findings = Some((now, Arc::clone(&findings)));
        findings
    }

    fn found(&mut self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        if self.file_findings.has_errors() {
            let mut findings = snapshot.diagnostics.clone();
            findings.retain(|finding| finding.code.is_of_reading());
            findings.extend(self.file_findings.clone());
            findings.sort();
            return findings.items().to_vec();
        }
        match &self.evaluated {
            Some((generation, evaluated)) if *generation == self.generation => {
                let now = InOrder::of(&snapshot.diagnostics);
                let is_later = |finding: &&Diagnostic| !now.hold(finding);
                self.later = evaluated.diagnostics.items().iter().filter(is_later).cloned().collect();
                evaluated.diagnostics.items().to_vec()
            }
            _ => {
                let mut findings = snapshot.diagnostics.items().to_vec();
                findings.retain(|finding| !self.waits(snapshot, finding));
                let now = InOrder::of(&snapshot.diagnostics);
                findings.extend(self.later.iter().filter(|later| !now.hold(later)).cloned());
                findings.sort_by_key(|finding| finding.primary.span);
                findings
            }
        }
    }

    /// Whether a finding is told when the author pauses: what a declaration lacks not while its body is being typed, and
    /// what a name means elsewhere not while it is.
    fn waits(&self, snapshot: &Snapshot, finding: &Diagnostic) -> bool {
        let Some((file, byte)) = self.edited else { return false };
        let span = finding.primary.span;
        if finding.code.is_of_lacking() {
            let Some((_, head)) = snapshot.named(span.file, span.start) else { return false };
            return span.file == file && head.span.end < byte && byte <= head.whole.end;
        }
        let named = || snapshot.mentions.at(file, byte).filter(|mention| mention.part == Part::Declares);
        finding.code.is_of_unknown_name()
            && named().is_some_and(|named| {
                named.span.file != span.file || named.span.end < span.start || span.end < named.span.start
            })
    }

    /// Drops what evaluation found before: nobody knows where that stands in a text that was replaced as a whole.
    pub(super) fn forget_later(&mut self) {
        self.later.clear();
    }

    /// Moves what evaluation found before with an edit: what stands on an edited line goes, what stands behind it moves.
    pub(super) fn shift(&mut self, file: FileId, lines: Span, by: i64) {
        let touches = |span: Span| span.file == file && span.start <= lines.end && lines.start <= span.end;
        self.later.retain(|finding| !touches(finding.primary.span));
        let moved = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or(0);
        let shift = |span: &mut Span| {
            if span.file == file && span.start >= lines.end {
                *span = Span::new(file, moved(span.start), moved(span.end));
            }
        };
        for finding in &mut self.later {
            shift(&mut finding.primary.span);
            finding.secondary.iter_mut().for_each(|label| shift(&mut label.span));
            finding.fixes.clear();
        }
    }
}

/// Findings in order of place, to look one up: a plan may have thousands.
struct InOrder<'f>(&'f [Diagnostic]);

impl<'f> InOrder<'f> {
    fn of(findings: &'f Diagnostics) -> InOrder<'f> {
        InOrder(findings.items())
    }

    fn hold(&self, finding: &Diagnostic) -> bool {
        let start = self.0.partition_point(|other| other.primary.span < finding.primary.span);
        let here = self.0.iter().skip(start).take_while(|other| other.primary.span == finding.primary.span);
        here.into_iter().any(|other| other == finding)
    }
}

/// What holds the plan of a text together: the nearest folder up, within the workspace, one of whose files declares a plan.
pub(super) fn root_of(
    files: &dyn Files,
    folders: &[PathBuf],
    open: &BTreeMap<String, Document>,
    address: &str,
) -> Root {
    let Some(path) = uri::path(address) else { return Root::Alone(address.to_owned()) };
    let within = |folder: &Path| folders.is_empty() || folders.iter().any(|workspace| folder.starts_with(workspace));
    let most = if folders.is_empty() { 3 } else { usize::MAX };
    let above = path.ancestors().skip(1).take_while(|folder| within(folder)).take(most);
    let in_open = |folder: &Path| {
        open.iter().any(|(address, document)| {
            let here = uri::path(address).is_some_and(|path| path.parent() == Some(folder));
            here && document.text.lines().any(|line| line.starts_with("plan "))
        })
    };
    let found = above.into_iter().find(|folder| in_open(folder) || files.declares_plan(folder));
    found.map_or_else(|| Root::Alone(address.to_owned()), |folder| Root::Folder(folder.to_path_buf()))
}
