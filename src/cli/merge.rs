//! `zbb merge BASE OURS THEIRS [PATH]`: three versions of a plan file into one, as git asks of a merge driver: the result
//! is written to OURS, and the exit code is 0 when all is merged, 1 when markers are left in it, above 128 on trouble.

use super::arguments::MergeArguments;
use super::elsewhere::elsewhere;
use super::ending::{self, Ending, Trouble};
use super::output;
use crate::diagnostic::text::visible;
use crate::files::fault::Fault;
use crate::files::read::{Contents, read};
use crate::files::shown::shown;
use crate::files::sources::{Limits, write_atomically};
use crate::files::write::cannot_write;
use crate::merge::{self, Merged, Sides};
use crate::planfile;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

/// Merges, and tells what is left to decide. A mistake of zbb's own leaves OURS as it was, and is no mere conflict to git.
#[must_use]
pub(super) fn merge(arguments: &MergeArguments) -> Ending {
    match panic::catch_unwind(AssertUnwindSafe(|| merged(arguments))) {
        Ok(Ok(ending)) => ending,
        Ok(Err(trouble)) => {
            ending::tell(&trouble);
            Ending::NotMerged
        }
        Err(_) => Ending::NotMerged,
    }
}

fn merged(arguments: &MergeArguments) -> Result<Ending, Trouble> {
    let texts = Sides { base: text(&arguments.base)?, ours: text(&arguments.ours)?, theirs: text(&arguments.theirs)? };
    let name = arguments.path.as_ref().map_or_else(|| shown(&arguments.ours), |path| visible(path).into_owned());
    let Sides { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = &texts else {
        tell(&name, &["it is no UTF-8 text in all three versions: ours is kept as it is".to_owned()]);
        return Ok(Ending::Failed);
    };
    let texts = Sides { base: base.as_str(), ours, theirs };
    let marker_size = usize::from(arguments.marker_size);
    let Merged { text, conflicts } = either(&name, texts, marker_size, arguments.path.as_deref());
    if text != *ours {
        write_atomically(&arguments.ours, &text).map_err(|error| cannot_write(&shown(&arguments.ours), &error))?;
    }
    if conflicts.is_empty() {
        return Ok(Ending::Fine);
    }
    tell(&name, &conflicts);
    Ok(Ending::Failed)
}

/// A plan file is merged by its own rules and leaves nothing to decide. Only the plan says what two changes come to, so
/// whoever merges is told to ask.
fn either(name: &str, texts: Sides<&str>, marker_size: usize, path: Option<&str>) -> Merged {
    let is_plan_file = planfile::is_plan_file(texts.ours) || planfile::is_plan_file(texts.theirs);
    if !is_plan_file {
        let look = |wanted: &BTreeSet<String>| path.map(|path| elsewhere(path, texts, wanted)).unwrap_or_default();
        return merge::merge_among(texts, marker_size, &look);
    }
    output::note(&format!("`{name}` is worked out from the plan: write it again by `zbb plan --write`\n"));
    Merged { text: planfile::merge(texts), conflicts: Vec::new() }
}

/// The text of a version; nothing where it is none.
fn text(path: &Path) -> Result<Option<String>, Trouble> {
    match read(path, Limits::default().file_bytes) {
        Contents { text, fault: None } => Ok(Some(text)),
        Contents { fault: Some(Fault::NotUtf8 { .. } | Fault::Utf16 | Fault::Binary), .. } => Ok(None),
        Contents { fault: Some(fault), .. } => Err(crate::files::fault::trouble(path, &fault)),
    }
}

fn tell(name: &str, conflicts: &[String]) {
    let lines: String = conflicts.iter().map(|conflict| format!("  {conflict}\n")).collect();
    output::note(&format!("conflict in `{name}`:\n{lines}"));
}
