//! `zbb diff A B`: what changed in meaning between two plans, and what that does to the money and the KPIs. What history says
//! against the change are findings of the later plan, on standard error.

use super::arguments::{DiffArguments, DiffFormat, DocumentFormat};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::tell_findings;
use super::moved::{moved, title_of};
use super::output::ColorChoice;
use super::progress::Progress;
use super::recorded::{Broken, Read, Recorded, both_recorded, read, recorded, tell_broken, tell_repaired};
use super::rendered::rendered;
use super::sides::{Asked, Side, Since, sides};
use super::unnamed::UnnamedScenario;
use crate::diff::{Changes, Record, appears, compare, compare_figures, disappears, repaired};
use crate::files::sources::Loaded;
use crate::outcome::Outcome;
use crate::quantity::Date;
use crate::report::{Document, Names, diff_document, diff_page, history_findings, render, same_document, titled};
use crate::source::Sources;
use std::path::Path;

/// The bytes of a comment: those of GitHub's limit that leave room for what surrounds it.
const COMMENT: usize = 58 * 1024;

/// Writes the difference to standard output; nothing is written of two plans that cannot be compared.
///
/// # Errors
/// When a word is neither a path nor a revision, a file cannot be read, or the output is lost.
pub(super) fn diff(arguments: &DiffArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let asked = Asked {
        before: &arguments.before,
        after: arguments.after.as_deref(),
        plan: &arguments.plan,
        since: if arguments.merge_base { Since::MergeBase } else { Since::Named },
    };
    let (before, after) = sides(asked)?;
    let progress = Progress::start(format!("comparing {} with {}", before.name, after.name));
    let (was, now) = rayon::join(|| read(&before), || read(&after));
    let (was, now) = (was?, now?);
    if let (Read::Plan(was), Read::Plan(now)) = (&was, &now)
        && arguments.unnamed.is_empty()
        && is_same(was, now)
    {
        let title = title_of(&now.sources).unwrap_or_default();
        let names = Names { before: before.name, after: after.name };
        let document = same_document(&names, &title);
        let is_page = arguments.format == DiffFormat::Html;
        deliver(&written(if is_page { titled(document) } else { document }, arguments, color))?;
        return Ok(Ending::Fine);
    }
    let comparing = Comparing { today: arguments.today, unnamed: &arguments.unnamed, color };
    let compared = comparing.both(before, was, after, now)?;
    drop(progress);
    let Some(Compared { names, before, after, changes, files }) = compared else { return Ok(Ending::Unusable) };
    let document = match arguments.format {
        DiffFormat::Html => diff_page(&names, &before, &after, &changes),
        DiffFormat::Terminal | DiffFormat::Markdown | DiffFormat::Json => {
            diff_document(&names, &before, &after, &changes)
        }
    };
    deliver(&written(document, arguments, color))?;
    tell_findings(&history_findings(&after, &changes), &files, color);
    let is_refused = changes.has_errors() || arguments.exit_code && !changes.is_empty();
    Ok(if is_refused { Ending::Failed } else { Ending::Fine })
}

/// Whether two plans are the same files, byte for byte. Nothing need be worked out of them then.
fn is_same(was: &Loaded, now: &Loaded) -> bool {
    let (before, after) = (was.sources.files(), now.sources.files());
    let is_readable = !was.diagnostics.has_errors() && !now.diagnostics.has_errors();
    is_readable
        && before.len() == after.len()
        && before.zip(after).all(|((_, was), (_, now))| was.path() == now.path() && was.text() == now.text())
}

/// What is known of two sides beside themselves.
#[derive(Clone, Copy)]
struct Comparing<'a> {
    today: Option<Date>,
    /// What is set in the later plan.
    unnamed: &'a UnnamedScenario,
    color: ColorChoice,
}

/// Two plans, and what changed between them.
struct Compared {
    names: Names,
    before: Record,
    after: Record,
    changes: Changes,
    /// The files of the later plan, for what history says about it; none of a plan file.
    files: Sources,
}

impl Comparing<'_> {
    /// What changed between two sides that were read; nothing where what keeps them from being compared was told.
    fn both(self, before: Side, was: Read, after: Side, now: Read) -> Result<Option<Compared>, Trouble> {
        match (was, now) {
            (Read::Nothing(trouble), Read::Nothing(_)) => Err(trouble),
            (_, Read::Figures(_) | Read::NoFigures(_)) if !self.unnamed.is_empty() => Err(nothing_to_set_in(&after)),
            (Read::Nothing(_), Read::Plan(now)) => match moved(&before, &after, &now)? {
                Some(before) => {
                    let was = read(&before)?;
                    self.both(before, was, after, Read::Plan(now))
                }
                None => Ok(self.one(before, after, now, One::Appears)),
            },
            (Read::Plan(was), Read::Nothing(_)) => match moved(&after, &before, &was)? {
                Some(after) => {
                    let now = read(&after)?;
                    self.both(before, Read::Plan(was), after, now)
                }
                None => Ok(self.one(before, after, was, One::Disappears)),
            },
            (Read::Nothing(trouble), _) | (_, Read::Nothing(trouble)) => Err(trouble),
            (Read::Plan(was), Read::Plan(now)) => Ok(self.plans((before, was), (after, now))),
            (was, now) => Ok(self.figures((before, was), (after, now))),
        }
    }

    /// A plan that only one side has.
    fn one(self, before: Side, after: Side, plan: Loaded, one: One) -> Option<Compared> {
        let (was, now, changes) = match one {
            One::Appears => {
                let (record, _) = self.record(&after, self.later(&after, plan))?;
                let (nothing, changes) = appears(&record);
                (nothing, record, changes)
            }
            One::Disappears => {
                let (record, _) = self.record(&before, self.earlier(&before, plan))?;
                let (nothing, changes) = disappears(&record);
                (record, nothing, changes)
            }
        };
        let (names, files) = (self.names(before, after), Sources::default());
        Some(Compared { names, before: was, after: now, changes, files })
    }

    fn plans(self, (before, was): (Side, Loaded), (after, now): (Side, Loaded)) -> Option<Compared> {
        let (was, now) = both_recorded((&before, was), (&after, now), self.unnamed, self.today);
        let (was, now, changes, files) = match (was, now) {
            (Recorded::Record(was, _), Recorded::Record(now, files)) => {
                let changes = compare(&was, &now, self.today.or_else(clock::today));
                (*was, *now, changes, files)
            }
            (Recorded::Broken(was), Recorded::Record(now, files)) => {
                tell_repaired(&before);
                let (was, changes) = repaired(was.topics, &now);
                (was, *now, changes, files)
            }
            (was, now) => {
                self.record(&before, was);
                self.record(&after, now);
                return None;
            }
        };
        Some(Compared { names: self.names(before, after), before: was, after: now, changes, files })
    }

    /// Of a plan that is compared with a plan file only those figures count that the file keeps.
    fn figures(self, (before, was): (Side, Read), (after, now): (Side, Read)) -> Option<Compared> {
        let (was, now) = (self.outcome(&before, was, Self::earlier), self.outcome(&after, now, Self::later));
        let (was, now, changes) = compare_figures(&was?, &now?);
        let (names, files) = (self.names(before, after), Sources::default());
        Some(Compared { names, before: was, after: now, changes, files })
    }

    fn outcome(self, side: &Side, read: Read, work_out: fn(Self, &Side, Loaded) -> Recorded) -> Option<Outcome> {
        match read {
            Read::Figures(outcome) => Some(*outcome),
            Read::Plan(loaded) => Some(self.record(side, work_out(self, side, loaded))?.0.outcome),
            Read::NoFigures(broken) => self.tell(side, &broken),
            Read::Nothing(_) => None,
        }
    }

    fn earlier(self, side: &Side, plan: Loaded) -> Recorded {
        recorded(side, plan, &UnnamedScenario::default(), self.today)
    }

    fn later(self, side: &Side, plan: Loaded) -> Recorded {
        recorded(side, plan, self.unnamed, self.today)
    }

    fn names(self, before: Side, after: Side) -> Names {
        Names { before: before.name, after: after.name + &self.unnamed.told() }
    }

    /// What a plan says and comes to, and its files; of a broken one it is told what keeps it from that.
    fn record(self, side: &Side, recorded: Recorded) -> Option<(Record, Sources)> {
        match recorded {
            Recorded::Record(record, files) => Some((*record, files)),
            Recorded::Broken(broken) => self.tell(side, &broken),
        }
    }

    fn tell<T>(self, side: &Side, broken: &Broken) -> Option<T> {
        tell_broken(side, broken, self.color);
        None
    }
}

fn nothing_to_set_in(side: &Side) -> Trouble {
    let message = format!("`{}` is a plan file: it keeps figures, and nothing can be set in it", side.name);
    Trouble::new(message).help("name the plan itself, or a revision of it")
}

/// Which side alone has a plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum One {
    Appears,
    Disappears,
}

fn written(document: Document, arguments: &DiffArguments, color: ColorChoice) -> String {
    let format = match arguments.format {
        DiffFormat::Markdown => return render::markdown_comment(&document, COMMENT, &command(arguments)),
        DiffFormat::Terminal => DocumentFormat::Terminal,
        DiffFormat::Json => DocumentFormat::Json,
        DiffFormat::Html => DocumentFormat::Html,
    };
    rendered(&document, format, arguments.width, color)
}

/// What shows everything where a comment leaves something out.
fn command(arguments: &DiffArguments) -> String {
    let words = [Some(&arguments.before), arguments.after.as_ref()].into_iter().flatten();
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let merge_base = if arguments.merge_base { " --merge-base" } else { "" };
    let unnamed = arguments.unnamed.as_options();
    let plan = match arguments.plan.as_path() {
        here if here == Path::new(".") => String::new(),
        plan => format!(" --plan {}", plan.to_string_lossy()),
    };
    format!("zbb diff{merge_base}{plan} {}{unnamed}", words.join(" "))
}
