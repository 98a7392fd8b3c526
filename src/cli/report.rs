//! `zbb report [PATH] --out FOLDER`: the pages of a plan as a site that stands alone, or one file.

use super::arguments::{PlanFormat, ReportArguments, ReportFormat};
use super::clock;
use super::ending::{Ending, Trouble};
use super::find::shown;
use super::findings::tell_findings;
use super::output::{self, ColorChoice};
use super::plan::{known, tell};
use super::progress::Progress;
use super::rendered::rendered;
use super::site_folder::replace_site;
use super::sources::{Limits, load};
use super::write::{cannot_write, write_bytes_atomically};
use crate::compile::{Compiled, Options, Parsed};
use crate::diagnostic::text::counted;
use crate::evaluate::Depth;
use crate::model::facts::Topic;
use crate::quantity::Month;
use crate::report::site::{Extent, Site, Whole, site};
use crate::report::{self, Beside, render};
use crate::source::Sources;
use std::path::Path;

/// Writes the pages; what could not be evaluated leaves what is there as it is.
///
/// # Errors
/// When the path leads to no plan, a scenario is not there, or the folder or file cannot be written.
pub fn report(arguments: &ReportArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let format = format(arguments)?;
    let loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let progress = Progress::start(format!("reporting {}", counted(loaded.sources.files().len(), "file")));
    let parsed = Parsed::read(&loaded.sources);
    let scenario = arguments.scenario.as_deref().map(|name| known(&parsed, name)).transpose()?;
    let today = arguments.today.or_else(clock::today);
    let (compiled, topics) =
        parsed.compile_with_facts(Options { today, scenario, depth: Depth::Whole, ..Options::default() });
    drop(progress);
    let has_errors = tell(&compiled.diagnostics, &loaded.sources, color);
    let Written::Yes = write(arguments, format, &compiled, &topics, &loaded.sources, color)? else {
        return Ok(Ending::Failed);
    };
    Ok(if has_errors { Ending::Failed } else { Ending::Fine })
}

/// The pages of what was compiled; none of a plan that could not be evaluated.
pub(super) fn pages(
    compiled: &Compiled,
    topics: &[Topic],
    sources: &Sources,
    as_of: Option<Month>,
    extent: Extent,
) -> Option<Site> {
    let (plan, evaluation) = (compiled.checked.as_ref()?, compiled.evaluation.as_ref()?);
    Some(site(Whole { sources, topics, plan, evaluation, as_of }, extent))
}

enum Written {
    Yes,
    No,
}

fn write(
    arguments: &ReportArguments,
    format: Option<ReportFormat>,
    compiled: &Compiled,
    topics: &[Topic],
    sources: &Sources,
    color: ColorChoice,
) -> Result<Written, Trouble> {
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Written::No) };
    let extent = if format.is_none() { Extent::Files } else { Extent::OneFile };
    let whole = || site(Whole { sources, topics, plan, evaluation, as_of: arguments.as_of }, extent);
    let document =
        || report::plan_document_with(sources, plan, evaluation, Beside { as_of: arguments.as_of, track: None });
    let bytes = match format {
        None => {
            let files = render::site(&whole(), None);
            replace_site(&arguments.out, &files)?;
            let count = counted(files.len(), "page");
            output::note(&format!("{count} written to {}; open index.html\n", shown(&arguments.out)));
            return Ok(Written::Yes);
        }
        Some(ReportFormat::Html) => render::page(&whole()).into_bytes(),
        Some(ReportFormat::Markdown) => rendered(&document(), PlanFormat::Markdown, None, color).into_bytes(),
        Some(ReportFormat::Xlsx) => report::workbook::workbook(sources, plan, evaluation, &document())
            .map_err(|error| Trouble::new(error.to_string()).help("`zbb plan --format csv` keeps every digit"))?,
    };
    write_bytes_atomically(&arguments.out, &bytes).map_err(|error| cannot_write(&shown(&arguments.out), &error))?;
    Ok(Written::Yes)
}

/// The format of one file, by what was said, else by its ending; a folder has none.
fn format(arguments: &ReportArguments) -> Result<Option<ReportFormat>, Trouble> {
    if let Some(format) = arguments.format {
        return Ok(Some(format));
    }
    let Some(ending) = Path::new(&arguments.out).extension().and_then(|ending| ending.to_str()) else {
        return Ok(None);
    };
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => Ok(Some(ReportFormat::Html)),
        "md" | "markdown" => Ok(Some(ReportFormat::Markdown)),
        "xlsx" => Ok(Some(ReportFormat::Xlsx)),
        "json" | "csv" => Err(Trouble::new(format!("a report is no {ending} file"))
            .help(format!("`zbb plan --format {ending}` writes one to standard output"))),
        _ => Ok(None),
    }
}
