//! `zbb graph WHAT [PATH]`: a picture of a plan, as text that other programs draw or as a drawing.

use super::arguments::{GraphArguments, GraphFormat, GraphSubject};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::output::ColorChoice;
use super::part;
use super::progress::Progress;
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::counted;
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::report::{Drawn, Subject, picture, render};
use crate::trace::Links;

/// Writes the picture to standard output; nothing of a plan that cannot be evaluated.
///
/// # Errors
/// When the path leads to no plan, the plan has nothing of that sort, or the output is lost.
pub(super) fn graph(arguments: &GraphArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let progress = Progress::start(format!("drawing {}", counted(loaded.sources.files().len(), "file")));
    let today = arguments.today.or_else(clock::today);
    let options = Options { today, depth: Depth::Findings, ..Options::default() };
    let (compiled, plan, mentions) = Parsed::read(&loaded.sources).compile_with_mentions(options);
    let links = Links::of(&plan, &mentions);
    drop(progress);
    let mut found = compiled.diagnostics;
    part::narrow(&mut found, &loaded.sources, &arguments.path);
    let has_errors = tell_errors(&found, &loaded.sources, color);
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Ending::Failed) };
    let drawn = Drawn { plan, evaluation, links: &links, as_of: arguments.as_of };
    let Some(picture) = picture(drawn, subject(arguments.subject)) else {
        return Err(nothing(arguments.subject));
    };
    deliver(&match arguments.format {
        GraphFormat::Mermaid => render::mermaid(&picture),
        GraphFormat::Dot => render::dot(&picture),
        GraphFormat::Svg => render::svg(&picture),
    })?;
    Ok(if has_errors { Ending::Failed } else { Ending::Fine })
}

fn subject(subject: GraphSubject) -> Subject {
    match subject {
        GraphSubject::Journey => Subject::Journey,
        GraphSubject::Ideas => Subject::Ideas,
        GraphSubject::Roadmap => Subject::Roadmap,
        GraphSubject::Kpis => Subject::Kpis,
        GraphSubject::Packages => Subject::Packages,
        GraphSubject::Departments => Subject::Departments,
    }
}

/// Why there is no picture, and what would be on it.
fn nothing(subject: GraphSubject) -> Trouble {
    let (what, keyword) = match subject {
        GraphSubject::Journey => ("no journey with a stage", "journey"),
        GraphSubject::Ideas => ("no idea", "idea"),
        GraphSubject::Roadmap => ("no milestone", "milestone"),
        GraphSubject::Kpis => ("no KPI", "kpi"),
        GraphSubject::Packages => ("no package", "package"),
        GraphSubject::Departments => ("no department", "department"),
    };
    Trouble::new(format!("the plan has {what} to draw"))
        .help(format!("`zbb explain {keyword}` says how one is written"))
}
