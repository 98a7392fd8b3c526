//! The command line: what a person types becomes files, findings and an exit code.
//!
//! Data goes to standard output, everything else to standard error. The findings of `zbb check` are its data; those that
//! keep `zbb plan` from its data are not.

mod advise;
mod arguments;
mod check;
mod clock;
mod completions;
mod course;
mod debug;
mod diff;
mod difference;
mod elsewhere;
mod ending;
mod explain;
mod findings;
mod fmt;
mod git_setup;
mod graph;
mod import;
mod init;
mod into;
mod keep;
mod ledgers;
mod lsp;
mod mend;
mod merge;
mod moved;
pub mod output;
mod page;
mod part;
mod plan;
mod progress;
mod recorded;
mod rendered;
mod renew;
mod report;
mod scenario;
mod serve;
mod sides;
mod site_folder;
mod sql;
mod textconv;
mod trace;
mod track;
mod typed;
mod unnamed;
mod why;

pub use arguments::{Arguments, Command};
pub use ending::{Ending, Trouble};

use crate::diagnostic::text::{visible, visible_lines};
use clap::Parser;
use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

/// Runs the command that was typed and gives its exit code. No panic reaches people: a mistake of zbb's own ends in a
/// short apology and the exit code 101.
#[must_use]
pub fn run() -> ExitCode {
    panic::set_hook(Box::new(apologise));
    panic::catch_unwind(|| in_pool(dispatch)).unwrap_or(Ending::OwnMistake.into())
}

/// The stack of each thread: as large as that of a main thread.
const STACK: usize = 8 << 20;

/// Runs on one of the threads that also read in parallel. Memory that a thread frees is soonest used again by the same
/// thread: what reading leaves then serves all that follows.
fn in_pool<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    // Where the pool is there already, it is as good.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    rayon::scope(|_| run())
}

fn dispatch() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    match execute(&arguments) {
        Ok(ending) => ending.into(),
        Err(trouble) => {
            ending::tell(&trouble);
            Ending::Unusable.into()
        }
    }
}

fn execute(arguments: &Arguments) -> Result<Ending, Trouble> {
    let color = arguments.color;
    match &arguments.command {
        Command::Check(arguments) => check::check(arguments, color),
        Command::Plan(arguments) => plan::plan(arguments, color),
        Command::Report(arguments) => report::report(arguments, color),
        Command::Serve(arguments) => serve::serve(arguments, color),
        Command::Why(arguments) => why::why(arguments, color),
        Command::Track(arguments) => track::track(arguments, color),
        Command::Sql(arguments) => sql::sql(arguments, color),
        Command::Advise(arguments) => advise::run(arguments, color),
        Command::Diff(arguments) => diff::diff(arguments, color),
        Command::Trace(arguments) => trace::trace(arguments, color),
        Command::Graph(arguments) => graph::graph(arguments, color),
        Command::Renew(arguments) => renew::renew(arguments, color),
        Command::Fmt(arguments) => fmt::fmt(arguments, color),
        Command::Explain(arguments) => explain::explain(arguments, color),
        Command::Init(arguments) => init::init(arguments),
        Command::Import(arguments) => import::import(arguments),
        Command::Merge(arguments) => Ok(merge::merge(arguments)),
        Command::GitSetup(arguments) => git_setup::git_setup(arguments),
        Command::Textconv(arguments) => textconv::textconv(arguments),
        Command::Lsp => lsp::lsp(),
        Command::Debug(command) => debug::debug(command),
        Command::Completions(arguments) => completions::completions(arguments),
    }
}

/// What clap says: `--help` and `--version` are data, the rest is trouble.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if error.use_stderr() {
        output::note(&visible_lines(&text));
        return Ending::Unusable.into();
    }
    match ending::deliver(&text) {
        Ok(()) => Ending::Fine.into(),
        Err(trouble) => {
            ending::tell(&trouble);
            Ending::Unusable.into()
        }
    }
}

fn apologise(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
    let what = info.payload_as_str().unwrap_or("unknown");
    output::note(&format!(
        "error: zbb made a mistake of its own{place}: {}\n  help: your files are as they were; please report this \
         line, `zbb --version` and, if you can, the plan\n",
        visible(what)
    ));
}
