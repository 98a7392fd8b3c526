//! `zbb diff A B`: what changed in meaning between two plans, and what that does to the money and the KPIs.

use super::arguments::{DiffArguments, DiffFormat};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::output::{self, ColorChoice};
use super::progress::Progress;
use super::sides::{Asked, Recorded, Side, Since, recorded, sides, tell_broken};
use crate::diff::compare;
use crate::record::Record;
use crate::report::{Document, Names, diff_document, render};
use std::path::Path;

/// The bytes of a comment: those of GitHub's limit that leave room for what surrounds it.
const COMMENT: usize = 60 * 1024;

/// Writes the difference to standard output; nothing is written of two plans that cannot be compared.
///
/// # Errors
/// When a word is neither a path nor a revision, a file cannot be read, or the output is lost.
pub fn diff(arguments: &DiffArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let asked = Asked {
        before: &arguments.before,
        after: arguments.after.as_deref(),
        plan: &arguments.plan,
        since: if arguments.merge_base { Since::MergeBase } else { Since::Named },
    };
    let (before, after) = sides(asked)?;
    let progress = Progress::start(format!("comparing {} with {}", before.name, after.name));
    let (was, now) = rayon::join(|| recorded(&before, arguments.today), || recorded(&after, arguments.today));
    let records = both(&before, was?, &after, now?, color);
    drop(progress);
    let Some((was, now)) = records else { return Ok(Ending::Unusable) };
    let changes = compare(&was, &now, arguments.today.or_else(clock::today));
    let names = Names { before: before.name, after: after.name };
    let document = diff_document(&names, &was, &now, &changes);
    deliver(&rendered(&document, arguments, color))?;
    let is_refused = changes.has_errors() || arguments.exit_code && !changes.is_empty();
    Ok(if is_refused { Ending::Failed } else { Ending::Fine })
}

/// Both records, if both plans have one; else what keeps them from it is told.
fn both(before: &Side, was: Recorded, after: &Side, now: Recorded, color: ColorChoice) -> Option<(Record, Record)> {
    let record = |side: &Side, recorded: Recorded| match recorded {
        Recorded::Record(record) => Some(*record),
        Recorded::Broken(sources, findings) => {
            tell_broken(side, &sources, &findings, color);
            None
        }
    };
    let (was, now) = (record(before, was), record(after, now));
    was.zip(now)
}

fn rendered(document: &Document, arguments: &DiffArguments, color: ColorChoice) -> String {
    match arguments.format {
        DiffFormat::Terminal => render::terminal(document, &output::style_of_data(color, arguments.width)),
        DiffFormat::Markdown => render::markdown_comment(document, COMMENT, &command(arguments)),
        DiffFormat::Json => render::json(document),
        DiffFormat::Html => render::html(document),
    }
}

/// What shows everything where a comment leaves something out.
fn command(arguments: &DiffArguments) -> String {
    let words = [Some(&arguments.before), arguments.after.as_ref()].into_iter().flatten();
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let merge_base = if arguments.merge_base { " --merge-base" } else { "" };
    let plan = match arguments.plan.as_path() {
        here if here == Path::new(".") => String::new(),
        plan => format!(" --plan {}", plan.to_string_lossy()),
    };
    format!("zbb diff{merge_base}{plan} {}", words.join(" "))
}
