//! `zbb plan [PATH]`: what is funded, in which order and why, and where the KPIs go.

use super::arguments::{PlanArguments, PlanFormat};
use super::clock;
use super::course::{course, ending, has_course, no_course};
use super::ending::{Ending, Trouble, deliver};
use super::findings::tell;
use super::findings::tell_findings;
use super::keep;
use super::output::ColorChoice;
use super::part;
use super::progress::Progress;
use super::rendered::rendered;
use super::report::pages;
use super::scenario::known;
use super::sql::place;
use super::unnamed;
use crate::compile::{Compiled, Options, Parsed, joined};
use crate::control::Track;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::counted;
use crate::evaluate::Depth;
use crate::files::out::write_out;
use crate::files::sources::{Limits, Loaded, load};
use crate::model::facts::Topic;
use crate::model::funding::UNNAMED;
use crate::outcome::{Outcome, outcome};
use crate::report::site::{Extent, drawn_links};
use crate::report::{self, Beside, Document, Readers, ScenarioResult, render, show};
use crate::source::{FileId, Sources};
use crate::trace::Links;
use indexmap::IndexSet;
use std::io::IsTerminal;

/// Writes the plan to standard output; errors go to standard error, and a plan that has some is shown only as far as it
/// could be evaluated.
///
/// # Errors
/// When the path leads to no plan, a scenario is not there, or the output is lost.
pub(super) fn plan(arguments: &PlanArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let _turn = arguments.write.then(|| keep::take_turn(&arguments.path));
    let mut loaded = load(&arguments.path, limits(arguments.format))?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let (parsed, unnamed) = read(&mut loaded, arguments)?;
    let variants = compiled(unnamed::file_count(&loaded.sources, unnamed), parsed, arguments)?;
    let mut found = findings(&variants);
    part::narrow(&mut found, &loaded.sources, &arguments.path);
    let has_errors = tell(&found, &loaded.sources, color);
    if unnamed::is_to_blame(unnamed, &found) {
        return Ok(Ending::Unusable);
    }
    if arguments.locked {
        return match kept(&variants) {
            Some(outcome) => keep::verify(arguments, color, &outcome),
            None => Ok(Ending::Failed),
        };
    }
    if let Some(part) =
        arguments.show.iter().find(|part| show::OF_THE_COURSE.contains(&part.as_str())).filter(|_| !arguments.track)
    {
        let trouble = Trouble::new(format!("`--show {part}` shows the year's course"));
        return Err(trouble.help("add `--track`, which reads it"));
    }
    let mut strays = Diagnostics::new();
    let course = match variants.as_slice() {
        [only] if arguments.track => course_of(&mut strays, only, arguments)?,
        _ => None,
    };
    tell_findings(strays.items(), &loaded.sources, color);
    if arguments.track && course.is_none() {
        return Ok(if evaluated_all(&variants) { ending(&strays) } else { Ending::Failed });
    }
    let beside = Beside { as_of: arguments.as_of, track: course.as_ref() };
    let bytes = match whole_page(&variants, &loaded.sources, beside, arguments) {
        Some(page) => page.into_bytes(),
        None => match document(&variants, &loaded.sources, beside, arguments.format) {
            Some(document) => in_format(&asked_for(document, arguments), &variants, &loaded.sources, arguments, color)?,
            None => return Ok(Ending::Failed),
        },
    };
    give(&bytes, arguments)?;
    if arguments.write {
        match kept(&variants).filter(|_| !has_errors) {
            Some(outcome) => keep::write(&arguments.path, &outcome)?,
            None => keep::tell_unwritten(),
        }
    }
    Ok(if has_errors { Ending::Failed } else { ending(&strays) })
}

/// The year's course, as far as the plan could be evaluated.
fn course_of(found: &mut Diagnostics, variant: &Variant, arguments: &PlanArguments) -> Result<Option<Track>, Trouble> {
    let Some(ScenarioResult { plan, evaluation, .. }) = evaluated(variant) else { return Ok(None) };
    if !has_course(plan) {
        return Err(no_course());
    }
    let as_of = arguments.as_of.map(|month| place(plan, month)).transpose()?;
    let today = arguments.today.or_else(clock::today);
    Ok(course(found, plan, evaluation, &arguments.path, as_of, today))
}

fn evaluated_all(variants: &[Variant]) -> bool {
    variants.iter().all(|variant| evaluated(variant).is_some())
}

/// The plan as written, or a scenario of it.
struct Variant {
    name: Option<String>,
    compiled: Compiled,
    /// What it says, where the format shows it.
    topics: Vec<Topic>,
    /// What hangs on what, where the format draws it.
    links: Option<Links>,
}

/// Reads the plan, with what the command line sets; that stands on one scenario or on the plan as written.
fn read(loaded: &mut Loaded, arguments: &PlanArguments) -> Result<(Parsed, Option<FileId>), Trouble> {
    let of = match arguments.scenario.as_slice() {
        [] => None,
        [_] if arguments.unnamed.is_empty() => None,
        [name] => Some(known(&Parsed::read(&loaded.sources), name)?.to_owned()),
        _ if arguments.unnamed.is_empty() => None,
        _ => {
            let trouble = Trouble::new("`--set` and `--change` go with one scenario");
            return Err(trouble.help("name one in `--scenario`, or write what is set in scenarios of their own"));
        }
    };
    Ok(arguments.unnamed.read(loaded, of.as_deref()))
}

/// What was asked for: the plan as written, one scenario, or several beside the plan as written. What was read goes as soon
/// as nothing needs it.
fn compiled(files: usize, parsed: Parsed, arguments: &PlanArguments) -> Result<Vec<Variant>, Trouble> {
    let _progress = Progress::start(format!("planning {}", counted(files, "file")));
    let today = arguments.today.or_else(clock::today);
    // What each package brings by itself takes a projection for each: only a whole report of one plan shows it.
    let is_shown = !arguments.locked && arguments.format != PlanFormat::Csv && arguments.scenario.len() < 2;
    let depth = match (is_shown, arguments.all) {
        (false, _) => Depth::Findings,
        (true, false) => Depth::Page,
        (true, true) => Depth::Whole,
    };
    let as_written = Options { today, scenario: None, depth, effort: arguments.effort };
    let names = variant_names(&parsed, arguments)?;
    let is_page = is_page(arguments) && names.len() == 1;
    let variant = |name: Option<String>| {
        let options = Options { scenario: name.as_deref(), ..as_written };
        let (compiled, topics) = match is_page {
            true => parsed.compile_with_facts(options),
            false => (parsed.compile(options), Vec::new()),
        };
        let links = is_page.then(|| drawn_links(&parsed, &compiled)).flatten();
        Variant { name, compiled, topics, links }
    };
    match <[_; 1]>::try_from(names) {
        Ok([name]) if !is_page => {
            let compiled = parsed.into_compiled(Options { scenario: name.as_deref(), ..as_written });
            Ok(vec![Variant { name, compiled, topics: Vec::new(), links: None }])
        }
        Ok([name]) => Ok(vec![variant(name)]),
        Err(names) => Ok(names.into_iter().map(variant).collect()),
    }
}

/// The scenarios that were asked for, none for the plan as written.
fn variant_names(parsed: &Parsed, arguments: &PlanArguments) -> Result<Vec<Option<String>>, Trouble> {
    if !arguments.unnamed.is_empty() {
        return Ok(vec![Some(UNNAMED.to_owned())]);
    }
    let asked: IndexSet<&String> = arguments.scenario.iter().collect();
    let scenarios = asked.into_iter().map(|name| Ok(Some(known(parsed, name)?.to_owned())));
    let scenarios = scenarios.collect::<Result<Vec<Option<String>>, Trouble>>()?;
    Ok(match scenarios.len() {
        1 => scenarios,
        // Several stand beside the plan as written.
        _ => std::iter::once(None).chain(scenarios).collect(),
    })
}

/// What the plan as written comes to, if it could be evaluated.
fn kept(variants: &[Variant]) -> Option<Outcome> {
    let compiled = &variants.first()?.compiled;
    Some(outcome(compiled.checked.as_ref()?, compiled.evaluation.as_ref()?))
}

/// The findings of all variants; those of a scenario beside the plan as written say so.
fn findings(variants: &[Variant]) -> Diagnostics {
    let Some((first, others)) = variants.split_first() else { return Diagnostics::new() };
    let others: Vec<(&str, &Diagnostics)> =
        others.iter().filter_map(|variant| Some((variant.name.as_deref()?, &variant.compiled.diagnostics))).collect();
    joined(first.compiled.diagnostics.clone(), &others)
}

/// The report; none while a variant could not be evaluated.
fn document(variants: &[Variant], sources: &Sources, beside: Beside<'_>, format: PlanFormat) -> Option<Document> {
    let evaluated: Option<Vec<ScenarioResult<'_>>> = variants.iter().map(evaluated).collect();
    match evaluated?.as_slice() {
        [only] if format == PlanFormat::Xlsx => {
            Some(report::workbook_document(sources, only.plan, only.evaluation, beside.track))
        }
        [only] => Some(report::plan_document_for(readers(format), sources, only.plan, only.evaluation, beside)),
        several => Some(report::scenarios_document(several)),
    }
}

fn evaluated(variant: &Variant) -> Option<ScenarioResult<'_>> {
    let name = variant.name.as_deref().unwrap_or("as written");
    let (plan, evaluation) = (variant.compiled.checked.as_ref()?, variant.compiled.evaluation.as_ref()?);
    Some(ScenarioResult { name, plan, evaluation })
}

/// The document in the format that was asked for.
fn in_format(
    document: &Document,
    variants: &[Variant],
    sources: &Sources,
    arguments: &PlanArguments,
    color: ColorChoice,
) -> Result<Vec<u8>, Trouble> {
    match arguments.format {
        PlanFormat::Xlsx => workbook(document, variants, sources),
        format => Ok(rendered(document, format, arguments.width, color).into_bytes()),
    }
}

/// Writes to where it was asked for.
fn give(bytes: &[u8], arguments: &PlanArguments) -> Result<(), Trouble> {
    match &arguments.out {
        None => deliver(&String::from_utf8_lossy(bytes)),
        Some(file) => write_out(file, bytes),
    }
}

/// One page with all there is to show of one plan; nothing where some parts or several scenarios were asked for, which a
/// document shows.
fn whole_page(
    variants: &[Variant],
    sources: &Sources,
    beside: Beside<'_>,
    arguments: &PlanArguments,
) -> Option<String> {
    let [only] = variants else { return None };
    if !is_page(arguments) {
        return None;
    }
    let site = pages(&only.compiled, &only.topics, sources, only.links.as_ref(), beside, Extent::OneFile)?;
    Some(render::page(&site))
}

/// Whether a page with all there is to show of a plan is asked for.
fn is_page(arguments: &PlanArguments) -> bool {
    arguments.format == PlanFormat::Html && arguments.show.is_empty()
}

/// How large a plan may be to be shown in a format. By `cargo bench --bench memory` and the commands, on plans of 5 to 15 MB.
fn limits(format: PlanFormat) -> Limits {
    let shown = match format {
        PlanFormat::Terminal | PlanFormat::Markdown | PlanFormat::Xlsx => 1_800,
        PlanFormat::Csv => 3_000,
        PlanFormat::Json => 4_500,
        PlanFormat::Html => 8_000,
    };
    Limits { shown, ..Limits::default() }
}

/// Who reads a format.
fn readers(format: PlanFormat) -> Readers {
    match format {
        PlanFormat::Terminal | PlanFormat::Markdown | PlanFormat::Html => Readers::People,
        PlanFormat::Json | PlanFormat::Csv | PlanFormat::Xlsx => Readers::Programs,
    }
}

/// The workbook of one plan; a comparison of scenarios has none.
fn workbook(document: &Document, variants: &[Variant], sources: &Sources) -> Result<Vec<u8>, Trouble> {
    let [only] = variants else {
        let trouble = Trouble::new("a workbook shows one plan, and several scenarios were asked for");
        return Err(trouble.help("name one scenario, or none"));
    };
    let Some(only) = evaluated(only) else { return Ok(Vec::new()) };
    report::workbook::workbook(sources, only.plan, only.evaluation, document)
        .map_err(|error| Trouble::new(error.to_string()).help("`--format csv` keeps every digit"))
}

/// The parts that were asked for. Somebody at a terminal sees the first ones unless they ask; a file, a pager or a program
/// gets everything.
fn asked_for(document: Document, arguments: &PlanArguments) -> Document {
    let parts: Vec<&str> = arguments.show.iter().map(String::as_str).collect();
    let is_seen = arguments.out.is_none() && std::io::stdout().is_terminal();
    let is_first = !arguments.all && arguments.scenario.len() < 2 && is_seen;
    match (parts.as_slice(), arguments.format) {
        ([], PlanFormat::Terminal) if is_first => show::first(document),
        ([], _) => document,
        (parts, _) => show::only(document, parts),
    }
}
