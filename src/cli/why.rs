//! `zbb why NAME [PATH]`: everything about one thing of a plan, with the formula and the source of each figure.

use super::arguments::WhyArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::output::ColorChoice;
use super::rendered::rendered;
use super::scenario::known;
use super::unnamed;
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::visible;
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::model::funding::UNNAMED;
use crate::report::why::Why;
use crate::resolve::{Bearer, look_up, nearest_name};

/// Writes the forms of all that bears the name. Of a plan with errors, what it says is shown, without figures.
///
/// # Errors
/// When the path leads to no plan, nothing bears the name, a scenario is not there, or the output is lost.
pub(super) fn why(arguments: &WhyArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let mut loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let asked = arguments.scenario.as_deref();
    let named = asked.map(|name| known(&Parsed::read(&loaded.sources), name).map(str::to_owned)).transpose()?;
    let (parsed, file) = arguments.unnamed.read(&mut loaded, named.as_deref());
    let scenario = if file.is_some() { Some(UNNAMED) } else { named.as_deref() };
    let today = arguments.today.or_else(clock::today);
    let options = Options { today, scenario, depth: Depth::Whole, ..Options::default() };
    let (compiled, topics) = parsed.compile_with_facts(options);
    let bearers: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    let found = look_up(&bearers, &arguments.name);
    if found.is_empty() {
        return Err(unknown(&bearers, &arguments.name));
    }
    let has_errors = tell_errors(&compiled.diagnostics, &loaded.sources, color);
    if unnamed::is_to_blame(file, &compiled.diagnostics) {
        return Ok(Ending::Unusable);
    }
    let evaluated = compiled.checked.as_ref().zip(compiled.evaluation.as_ref());
    let document = Why::new(&loaded.sources, &topics, evaluated).document(&found);
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(if has_errors { Ending::Failed } else { Ending::Fine })
}

fn unknown(bearers: &[Bearer<'_>], name: &str) -> Trouble {
    let trouble = Trouble::new(format!("nothing in the plan is called `{}`", visible(name)));
    match nearest_name(bearers, name) {
        Some(near) => trouble.help(format!("did you mean `{}`?", visible(near))),
        None => trouble.help("write a path such as `package.level`, or a title in quotes; `zbb explain` is about the words of the language"),
    }
}
