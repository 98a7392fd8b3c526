//! `zbb serve [PATH]`: the pages of a plan from memory, for the browser of this machine, and again after every save.

mod listener;
mod state;
mod watch;

use super::arguments::ServeArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::output::ColorChoice;
use crate::compile::Parsed;
use crate::files::sources::{Limits, load};
use state::State;
use std::sync::Arc;
use watch::{Looking, look};

/// Serves until it is ended.
///
/// # Errors
/// When the path leads to no plan, a scenario is not there, or no port is free.
pub(super) fn serve(arguments: &ServeArguments, _: ColorChoice) -> Result<Ending, Trouble> {
    let looking = Looking {
        path: arguments.path.clone(),
        scenario: arguments.scenario.clone(),
        as_of: arguments.as_of,
        track: arguments.track,
        today: arguments.today.or_else(clock::today),
    };
    // What is wrong with the path or the scenario is told at once; what is wrong with the plan stands on the page.
    let loaded = load(&arguments.path, Limits::default())?;
    if let Some(name) = &arguments.scenario {
        super::scenario::known(&Parsed::read(&loaded.sources), name)?;
    }
    let state = Arc::new(State::new());
    let listening = listener::bind(arguments.port)?;
    deliver(&format!("http://127.0.0.1:{}/\n", listening.port()))?;
    let watched = Arc::clone(&state);
    std::thread::Builder::new()
        .stack_size(8 << 20)
        .spawn(move || look(&looking, &watched))
        .map_err(|error| Trouble::new(format!("no thread for it: {error}")))?;
    listener::run(listening, &state)?;
    Ok(Ending::Fine)
}
