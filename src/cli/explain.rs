//! `zbb explain NAME…`: the pages of codes, declarations, properties, kinds of KPI, functions, and words of plans and reports.

use super::arguments::ExplainArguments;
use super::ending::{Ending, Trouble, deliver};
use super::output::{self, ColorChoice, Stream};
use super::page;
use crate::compile::Parsed;
use crate::diagnostic::human::Color;
use crate::diagnostic::text::visible;
use crate::files::sources::{Limits, load};
use crate::resolve::{Bearer, look_up};
use crate::{reference, resolve};
use std::path::Path;

/// Writes the pages to standard output: styled for a terminal, and as the Markdown they are for everything else.
///
/// # Errors
/// When a name means nothing, or the output is lost.
pub(super) fn explain(arguments: &ExplainArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    if arguments.all {
        deliver(&reference::whole())?;
        return Ok(Ending::Fine);
    }
    let mut text = Vec::new();
    if arguments.names.is_empty() {
        text.push(reference::index());
    }
    // `zbb explain held back` needs no quotes.
    let whole = arguments.names.join(" ");
    let names =
        if whole.is_empty() || reference::pages(&whole).is_empty() { arguments.names.as_slice() } else { &[whole] };
    for name in names {
        let pages = reference::pages(name);
        if pages.is_empty() {
            return Err(of_plan(name).unwrap_or_else(|| unknown(name)));
        }
        text.extend(pages);
    }
    let style = output::style(color, Stream::Output);
    let text = text.join("\n");
    deliver(&match style.color {
        Color::Ansi => page::terminal(&text, style.width),
        Color::Plain => text,
    })?;
    Ok(Ending::Fine)
}

/// What is told of a name that the plan here declares.
fn of_plan(name: &str) -> Option<Trouble> {
    let loaded = load(Path::new("."), Limits::default()).ok()?;
    let topics = Parsed::read(&loaded.sources).facts();
    let bearers: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    let is_borne = !look_up(&bearers, name).is_empty();
    let shown = visible(name);
    is_borne.then(|| {
        Trouble::new(format!("`{shown}` is a name of the plan, and no word of the language")).help(format!(
            "`zbb why {}` shows what the plan says of it",
            if shown.contains(' ') { format!("\"{shown}\"") } else { shown.into_owned() }
        ))
    })
}

fn unknown(name: &str) -> Trouble {
    let names = reference::names();
    let word = name.to_lowercase();
    let near = names.iter().find(|known| known.to_lowercase() == word).map(String::as_str);
    let lowered = || resolve::nearest(&word, names.iter().map(String::as_str));
    let near =
        near.or_else(lowered).or_else(|| resolve::nearest(&name.to_uppercase(), names.iter().map(String::as_str)));
    let trouble = Trouble::new(format!("there is no page about `{}`", visible(name)));
    match near {
        Some(near) => trouble.help(format!("did you mean `{near}`?")),
        None => trouble.help("`zbb explain` lists what there is"),
    }
}
