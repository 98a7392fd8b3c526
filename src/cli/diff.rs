//! `zbb diff A B`: what changed in meaning between two plans, and what that does to the money and the KPIs.

use super::arguments::{DiffArguments, DiffFormat};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::output::{self, ColorChoice};
use super::progress::Progress;
use super::sides::{Asked, Recorded, Side, Since, recorded, sides, tell_broken};
use super::unnamed::UnnamedScenario;
use crate::diff::{Changes, Record, compare, compare_figures};
use crate::quantity::Date;
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
    let (was, now) = rayon::join(
        || recorded(&before, &UnnamedScenario::default(), arguments.today),
        || recorded(&after, &arguments.unnamed, arguments.today),
    );
    let today = arguments.today.or_else(clock::today);
    let compared = both((&before, was?), (&after, now?), today, color);
    drop(progress);
    let Some((was, now, changes)) = compared else { return Ok(Ending::Unusable) };
    let names = Names { before: before.name, after: after.name + &arguments.unnamed.told() };
    let document = diff_document(&names, &was, &now, &changes);
    deliver(&rendered(&document, arguments, color))?;
    let is_refused = changes.has_errors() || arguments.exit_code && !changes.is_empty();
    Ok(if is_refused { Ending::Failed } else { Ending::Fine })
}

/// Both plans and what changed, if both can be compared; else what keeps them from it is told. Of a plan that is compared
/// with a plan file only those figures count that the file keeps.
fn both(
    (before, was): (&Side, Recorded),
    (after, now): (&Side, Recorded),
    today: Option<Date>,
    color: ColorChoice,
) -> Option<(Record, Record, Changes)> {
    let is_broken = [(before, &was), (after, &now)].map(|(side, recorded)| match recorded {
        Recorded::Broken(sources, findings) => {
            tell_broken(side, sources, findings, color);
            true
        }
        Recorded::Record(_) | Recorded::Figures(_) => false,
    });
    if is_broken.contains(&true) {
        return None;
    }
    match (was, now) {
        (Recorded::Record(was), Recorded::Record(now)) => {
            let changes = compare(&was, &now, today);
            Some((*was, *now, changes))
        }
        (was, now) => Some(compare_figures(&was.outcome()?, &now.outcome()?)),
    }
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
    let unnamed = arguments.unnamed.as_options();
    let plan = match arguments.plan.as_path() {
        here if here == Path::new(".") => String::new(),
        plan => format!(" --plan {}", plan.to_string_lossy()),
    };
    format!("zbb diff{merge_base}{plan} {}{unnamed}", words.join(" "))
}
