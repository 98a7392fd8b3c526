//! `zbb fmt [PATH]...`: plans in the one layout. Trouble with one file keeps no other from being formatted.

use super::arguments::FmtArguments;
use super::difference::{Around, difference, for_people};
use super::ending::{self, Ending, Trouble, deliver};
use super::findings::tell_findings;
use super::output::{self, ColorChoice, Stream};
use super::progress::Progress;
use crate::diagnostic::human::{Color, human};
use crate::diagnostic::text::{counted, grouped};
use crate::files::fault;
use crate::files::read::{self, Contents};
use crate::files::shown::shown;
use crate::files::sources::{Limits, Loaded, load};
use crate::files::write::rewrite;
use crate::source::{FileId, Sources};
use crate::syntax::format::{Distorted, Formatted, format};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Formats in place, or shows what would change. Data goes to standard output: the files that would change, or how.
///
/// # Errors
/// When the output is lost. Trouble with a file is told at once, and counts for the exit code.
pub(super) fn fmt(arguments: &FmtArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    if arguments.stdin {
        return fmt_stdin(arguments, color);
    }
    let (plans, mut ending) = load_all(&arguments.paths, color);
    let files = files(&plans);
    let results = format_all(&files);
    let mut changed = Vec::new();
    for (file, result) in files.iter().zip(results) {
        match result {
            Ok(formatted) => changed.extend(change(file, formatted)),
            Err(distorted) => ending = ending.max(own_mistake(file, distorted)),
        }
    }
    let done = if arguments.check || arguments.diff { show(&changed, arguments, color)? } else { write(&mut changed) };
    ending = ending.max(done);
    if !changed.is_empty() || ending == Ending::Fine {
        output::note(&summary(&changed, files.len(), arguments));
    }
    Ok(ending)
}

/// How many of the files that were changed are named.
const MOST_NAMED: usize = 20;

/// A file of a plan.
struct File<'a> {
    /// Its path from here, as shown.
    shown: String,
    path: Option<&'a Path>,
    text: &'a str,
}

/// A file whose layout is another.
struct Change<'a> {
    shown: &'a str,
    path: Option<&'a Path>,
    before: &'a str,
    after: String,
}

/// Reads what the paths lead to; tells what cannot be read.
fn load_all(paths: &[PathBuf], color: ColorChoice) -> (Vec<Loaded>, Ending) {
    let mut plans = Vec::new();
    let mut ending = Ending::Fine;
    for path in paths {
        match load(path, Limits::default()) {
            Ok(loaded) => plans.push(loaded),
            Err(error) => {
                ending::tell(&Trouble::from(error));
                ending = Ending::Unusable;
            }
        }
    }
    for loaded in plans.iter().filter(|loaded| loaded.diagnostics.has_errors()) {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        ending = Ending::Unusable;
    }
    (plans, ending)
}

/// The files that could be read, each once, however many paths lead to it.
fn files(plans: &[Loaded]) -> Vec<File<'_>> {
    let mut known = BTreeSet::new();
    let mut files = Vec::new();
    for loaded in plans {
        for (id, source) in loaded.sources.files() {
            let Some(path) = loaded.path_to_write(id) else { continue };
            let is_new =
                plans.len() == 1 || known.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()));
            if is_new {
                files.push(File { shown: loaded.sources.path_from_here(id), path: Some(path), text: source.text() });
            }
        }
    }
    files
}

fn format_all<'a>(files: &[File<'a>]) -> Vec<Result<Formatted<'a>, Distorted>> {
    let _progress = Progress::start(format!("formatting {}", counted(files.len(), "file")));
    files.par_iter().map(|file| format(file.text)).collect()
}

/// What is to be changed, if anything; tells of the lines that stay as they are.
fn change<'a>(file: &'a File<'a>, formatted: Formatted<'_>) -> Option<Change<'a>> {
    if formatted.kept_lines > 0 {
        let stay = if formatted.kept_lines == 1 { "stays as it is" } else { "stay as they are" };
        let lines = counted(formatted.kept_lines, "line");
        output::note(&format!("{lines} of `{}` {stay}, because of mistakes: see `zbb check`\n", file.shown));
    }
    (formatted.text != file.text).then(|| Change {
        shown: &file.shown,
        path: file.path,
        before: file.text,
        after: formatted.text.into_owned(),
    })
}

fn own_mistake(file: &File, distorted: Distorted) -> Ending {
    let message = format!(
        "zbb made a mistake of its own: its layout of `{}` would say something else at line {}",
        file.shown, distorted.line
    );
    ending::tell(&Trouble::new(message).help("the file is as it was; please report this with the line, if you can"));
    Ending::OwnMistake
}

/// Writes the files that change; those that cannot be written are told and left out.
fn write(changed: &mut Vec<Change>) -> Ending {
    let mut ending = Ending::Fine;
    changed.retain(|change| {
        let Some(path) = change.path else { return false };
        let written = rewrite(path, change.shown, change.before, &change.after);
        if let Err(trouble) = &written {
            ending::tell(trouble);
            ending = Ending::Unusable;
        }
        written.is_ok()
    });
    ending
}

fn show(changed: &[Change], arguments: &FmtArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let text: String = if arguments.diff {
        let differences: String = changed
            .iter()
            .map(|change| difference(change.shown, change.before, &change.after, Around::Three))
            .collect();
        match output::color(color, Stream::Output) {
            Color::Plain if !io::stdout().is_terminal() => differences,
            color => for_people(&differences, color),
        }
    } else {
        changed.iter().map(|change| format!("{}\n", change.shown)).collect()
    };
    deliver(&text)?;
    let only_ends = changed.iter().filter(|change| change.before.replace("\r\n", "\n") == change.after);
    if let Some(first) = only_ends.clone().next() {
        let count = only_ends.count();
        let which = if count == 1 { format!("`{}`", first.shown) } else { counted(count, "file") };
        output::note(&format!(
            "only the line ends of {which} differ, as on Windows; `*.zbb text eol=lf` in `.gitattributes` keeps them as \
             they are written\n"
        ));
    }
    Ok(if changed.is_empty() { Ending::Fine } else { Ending::Failed })
}

fn summary(changed: &[Change], files: usize, arguments: &FmtArguments) -> String {
    let all = counted(files, "file");
    if changed.is_empty() {
        return format!("nothing to format in {all}\n");
    }
    if arguments.check || arguments.diff {
        return format!("{} of {all} would change\n", grouped(changed.len()));
    }
    let mut names: Vec<String> = changed.iter().take(MOST_NAMED).map(|change| format!("`{}`", change.shown)).collect();
    if changed.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    format!("formatted {} of {all}: {}\n", grouped(changed.len()), names.join(", "))
}

/// Formats one text that comes from a program such as an editor: nothing but text goes to standard output.
fn fmt_stdin(arguments: &FmtArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let name = arguments.stdin_path.as_deref().map_or_else(|| "standard input".to_owned(), shown);
    let Contents { text, fault } = read::read_stream(io::stdin().lock(), Limits::default().file_bytes);
    if let Some(fault) = fault {
        let finding = fault::diagnostic(FileId::default(), &name, &fault);
        output::note(&human(&[finding], &Sources::single(&name, &text), &output::style(color, Stream::Notes)));
        return Ok(Ending::Unusable);
    }
    let file = File { shown: name, path: None, text: &text };
    let formatted = match format(&text) {
        Ok(formatted) => formatted,
        Err(distorted) => return Ok(own_mistake(&file, distorted)),
    };
    let changed: Vec<Change> = change(&file, formatted).into_iter().collect();
    if arguments.check || arguments.diff {
        return show(&changed, arguments, color);
    }
    deliver(changed.first().map_or(text.as_str(), |change| change.after.as_str()))?;
    Ok(Ending::Fine)
}
