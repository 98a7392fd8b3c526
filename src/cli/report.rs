//! `zbb report [PATH] --out FOLDER`: the pages of a plan as a site that stands alone, or one file.

use super::arguments::{PlanFormat, ReportArguments, ReportFormat};
use super::clock;
use super::course::{course, ending, has_course, no_course};
use super::ending::{Ending, Trouble};
use super::findings::tell;
use super::findings::tell_findings;
use super::output::{self, ColorChoice};
use super::progress::Progress;
use super::rendered::rendered;
use super::scenario::known;
use super::site_folder::replace_site;
use super::sql::place;
use crate::compile::{Compiled, Options, Parsed};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::counted;
use crate::evaluate::Depth;
use crate::files::out::{refuse_plans, write_out};
use crate::files::shown::shown;
use crate::files::sources::{Limits, load};
use crate::model::facts::Topic;
use crate::report::site::{Extent, Site, Whole, drawn_links, site};
use crate::report::{self, Beside, Readers, render};
use crate::source::Sources;
use crate::trace::Links;
use std::path::Path;

/// Writes the pages; what could not be evaluated leaves what is there as it is.
///
/// # Errors
/// When the path leads to no plan, a scenario is not there, or the folder or file cannot be written.
pub(super) fn report(arguments: &ReportArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let format = format(arguments)?;
    refuse_plans(&arguments.out)?;
    let loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let progress = Progress::start(format!("reporting {}", counted(loaded.sources.files().len(), "file")));
    let parsed = Parsed::read(&loaded.sources);
    let scenario = arguments.scenario.as_deref();
    scenario.map(|name| known(&parsed, name)).transpose()?;
    let today = arguments.today.or_else(clock::today);
    let options = Options { today, scenario, depth: Depth::Whole, ..Options::default() };
    let is_pages = matches!(format, None | Some(ReportFormat::Html));
    // Only pages show what every declaration says, and pictures: for all else the trees go before the plan is checked.
    let (compiled, topics, links) = if is_pages {
        let (compiled, topics) = parsed.compile_with_facts(options);
        let links = drawn_links(&parsed, &compiled);
        (compiled, topics, links)
    } else {
        (parsed.into_compiled(options), Vec::new(), None)
    };
    drop(progress);
    let has_errors = tell(&compiled.diagnostics, &loaded.sources, color);
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Ending::Failed) };
    let mut strays = Diagnostics::new();
    let track = if arguments.track {
        if !has_course(plan) {
            return Err(no_course());
        }
        let as_of = arguments.as_of.map(|month| place(plan, month)).transpose()?;
        let track = course(&mut strays, plan, evaluation, &arguments.path, as_of, today);
        tell_findings(strays.items(), &loaded.sources, color);
        if track.is_none() {
            return Ok(ending(&strays));
        }
        track
    } else {
        None
    };
    let whole = Whole {
        sources: &loaded.sources,
        topics: &topics,
        plan,
        evaluation,
        as_of: arguments.as_of,
        links: links.as_ref(),
        track: track.as_ref(),
    };
    write(arguments, format, whole, color)?;
    Ok(if has_errors { Ending::Failed } else { ending(&strays) })
}

/// The pages of what was compiled; none of a plan that could not be evaluated.
pub(super) fn pages(
    compiled: &Compiled,
    topics: &[Topic],
    sources: &Sources,
    links: Option<&Links>,
    beside: Beside<'_>,
    extent: Extent,
) -> Option<Site> {
    let (plan, evaluation) = (compiled.checked.as_ref()?, compiled.evaluation.as_ref()?);
    let Beside { as_of, track } = beside;
    Some(site(Whole { sources, topics, plan, evaluation, as_of, links, track }, extent))
}

fn write(
    arguments: &ReportArguments,
    format: Option<ReportFormat>,
    whole: Whole<'_>,
    color: ColorChoice,
) -> Result<(), Trouble> {
    let Whole { sources, plan, evaluation, as_of, track, .. } = whole;
    let extent = if format.is_none() { Extent::Files } else { Extent::OneFile };
    let document = || report::plan_document_for(Readers::People, sources, plan, evaluation, Beside { as_of, track });
    let bytes = match format {
        None => {
            let files = render::site(&site(whole, extent), None);
            replace_site(&arguments.out, &files)?;
            let count = counted(files.len(), "page");
            output::note(&format!("{count} written to {}; open index.html\n", shown(&arguments.out)));
            return Ok(());
        }
        Some(ReportFormat::Html) => render::page(&site(whole, extent)).into_bytes(),
        Some(ReportFormat::Markdown) => rendered(&document(), PlanFormat::Markdown, None, color).into_bytes(),
        Some(ReportFormat::Xlsx) => report::workbook::workbook(
            sources,
            plan,
            evaluation,
            &report::workbook_document(sources, plan, evaluation, track),
        )
        .map_err(|error| Trouble::new(error.to_string()).help("`zbb plan --format csv` keeps every digit"))?,
    };
    write_out(&arguments.out, &bytes)
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
