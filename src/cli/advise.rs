//! `zbb advise [PATH]`: what stands beside a plan's decision: the best set and the price of the ranking, and what less money
//! would fund.

use super::arguments::{AdviseArguments, AdviseTopic, TableFormat};
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::tell;
use super::findings::tell_findings;
use super::output::ColorChoice;
use super::part;
use super::progress::Progress;
use super::rendered::rendered;
use super::scenario::known;
use super::unnamed;
use crate::advise::{MOST_LEVELS, Questions, advise};
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::grouped;
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::model::funding::UNNAMED;
use crate::quantity::Number;
use crate::report::advise_document;
use crate::risk::{DRAWS, Drawing, SEED, TooMany};

/// Writes the advice to standard output; errors of the plan go to standard error, and a plan that has some that keep it from
/// being evaluated gets none.
///
/// # Errors
/// When the path leads to no plan, the scenario is not there, or the output is lost.
pub(super) fn run(arguments: &AdviseArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    if arguments.raw && (arguments.format != TableFormat::Csv || !arguments.only.contains(&AdviseTopic::Risk)) {
        let trouble = Trouble::new("`--raw` writes each draw as CSV");
        return Err(trouble.help("write `--only risk --format csv --raw`"));
    }
    let mut loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let asked = arguments.scenario.as_deref();
    let named = asked.map(|name| known(&Parsed::read(&loaded.sources), name).map(str::to_owned)).transpose()?;
    let (parsed, file) = arguments.unnamed.read(&mut loaded, named.as_deref());
    let scenario = if file.is_some() { Some(UNNAMED) } else { named.as_deref() };
    let levels = parsed.levels();
    if levels > MOST_LEVELS {
        return Err(too_many_levels(levels));
    }
    let today = arguments.today.or_else(clock::today);
    let mut compiled = parsed.compile(Options { today, scenario, depth: Depth::Findings, effort: arguments.effort });
    part::narrow(&mut compiled.diagnostics, &loaded.sources, &arguments.path);
    let has_errors = tell(&compiled.diagnostics, &loaded.sources, color);
    if unnamed::is_to_blame(file, &compiled.diagnostics) {
        return Ok(Ending::Unusable);
    }
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Ending::Failed) };
    let asks = |topic: AdviseTopic| arguments.only.is_empty() || arguments.only.contains(&topic);
    let cuts: &[Number] = if asks(AdviseTopic::Cuts) { &arguments.cuts } else { &[] };
    let questions = Questions {
        optimum: asks(AdviseTopic::Optimum),
        frontier: asks(AdviseTopic::Frontier),
        cuts,
        stability: asks(AdviseTopic::Stability),
        all: arguments.all,
        goal: asks(AdviseTopic::Goal),
        conflict: asks(AdviseTopic::Conflict),
        risk: asks(AdviseTopic::Risk).then_some(Drawing {
            draws: arguments.draws.or(plan.draws).unwrap_or(DRAWS),
            seed: arguments.seed.or(plan.seed).unwrap_or(SEED),
            is_raw: arguments.raw,
        }),
        effort: arguments.effort,
    };
    let progress = Progress::start("looking for better sets".to_owned());
    let advice = advise(plan, evaluation, questions);
    drop(progress);
    if let Some(Err(too_many)) = &advice.risk {
        return Err(trouble(*too_many));
    }
    let document = advise_document(&loaded.sources, plan, evaluation, (questions, &advice));
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(if has_errors { Ending::Failed } else { Ending::Fine })
}

fn too_many_levels(levels: usize) -> Trouble {
    let most = grouped(MOST_LEVELS);
    let help = format!("advice is for plans of at most {most}; `zbb plan` shows what each policy funds of them");
    Trouble::new(format!("{} levels are too many for advice", grouped(levels))).help(help)
}

fn trouble(too_many: TooMany) -> Trouble {
    let TooMany { kpis, months, estimates, most } = too_many;
    let figures = format!(
        "{} KPIs in {months} months and {} estimates are too many for so many draws",
        grouped(kpis),
        grouped(estimates)
    );
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    Trouble::new(figures).help(format!("at most {} draws: `--draws {most}`", grouped(most)))
}
