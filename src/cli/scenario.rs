//! A scenario that is named on the command line: takes its name, gives it, or what was meant.

use super::ending::Trouble;
use crate::compile::Parsed;
use crate::diagnostic::text::visible;
use crate::resolve::nearest;

/// A scenario's name, if the plan has it.
pub(super) fn known<'a>(parsed: &'a Parsed, name: &'a str) -> Result<&'a str, Trouble> {
    let scenarios = parsed.scenarios();
    if scenarios.contains(name) {
        return Ok(name);
    }
    let trouble = Trouble::new(format!("the plan has no scenario `{}`", visible(name)));
    Err(match nearest(name, scenarios.iter().copied()) {
        Some(near) => trouble.help(format!("did you mean `{near}`?")),
        None if scenarios.is_empty() => trouble.help("it has none at all; see `zbb explain scenario`"),
        None => {
            let names: Vec<String> = scenarios.iter().map(|name| format!("`{name}`")).collect();
            trouble.help(format!("it has {}", names.join(", ")))
        }
    })
}
