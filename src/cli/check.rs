//! `zbb check [PATH]`: every finding about a plan and its scenarios.

use super::arguments::{CheckArguments, Denied, FindingFormat};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::mend;
use super::output::{self, ColorChoice, Stream};
use super::part;
use super::progress::Progress;
use crate::compile::Parsed;
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostics, Severity, github, human, json, sarif, short};
use crate::files::sources::{Limits, Loaded, load};
use crate::quantity::Date;
use crate::source::Sources;
use std::path::Path;

/// Writes the findings to standard output; that there are none is said to people on standard error.
///
/// # Errors
/// When the path leads to no plan, a mended file cannot be written, or the output is lost.
pub(super) fn check(arguments: &CheckArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let mut loaded = load(&arguments.path, Limits::default())?;
    let today = arguments.today.or_else(clock::today);
    let path = arguments.path.as_path();
    let mut diagnostics = findings(&loaded, path, today);
    if arguments.fix {
        mend::mend(&mut loaded, &mut diagnostics, |loaded| findings(loaded, path, today))?;
    }
    deliver(&rendered(arguments.format, &diagnostics, &loaded.sources, color))?;
    if arguments.format == FindingFormat::Human && diagnostics.items().is_empty() {
        output::note(&format!("no findings in {}\n", counted(loaded.sources.files().len(), "file")));
    }
    Ok(ending(&loaded.diagnostics, &diagnostics, arguments.deny))
}

/// The findings about files and about what they say, in order. While a file cannot be read, what the others name may
/// stand there, so that only the shape of those is checked.
fn findings(loaded: &Loaded, path: &Path, today: Option<Date>) -> Diagnostics {
    let _progress = Progress::start(format!("checking {}", counted(loaded.sources.files().len(), "file")));
    let parsed = Parsed::read(&loaded.sources);
    if !loaded.diagnostics.has_errors() {
        let mut diagnostics = parsed.check(today);
        part::narrow(&mut diagnostics, &loaded.sources, path);
        return diagnostics;
    }
    let mut diagnostics = parsed.diagnostics().clone();
    diagnostics.retain(|finding| loaded.path_to_write(finding.primary.span.file).is_some());
    diagnostics.extend(loaded.diagnostics.clone());
    diagnostics.sort();
    diagnostics
}

fn rendered(format: FindingFormat, diagnostics: &Diagnostics, sources: &Sources, color: ColorChoice) -> String {
    let items = diagnostics.items();
    match format {
        FindingFormat::Human => human(items, sources, &output::style(color, Stream::Output)),
        FindingFormat::Short => short(items, sources),
        FindingFormat::Json => json(items, sources),
        FindingFormat::Sarif => sarif(items, sources),
        FindingFormat::Github => github(items, sources),
    }
}

fn ending(files: &Diagnostics, diagnostics: &Diagnostics, deny: Option<Denied>) -> Ending {
    let has_warnings = diagnostics.items().iter().any(|finding| finding.severity == Severity::Warning);
    match deny {
        _ if files.has_errors() => Ending::Unusable,
        _ if diagnostics.has_errors() => Ending::Failed,
        Some(Denied::Warnings) if has_warnings => Ending::Failed,
        Some(Denied::Warnings) | None => Ending::Fine,
    }
}
