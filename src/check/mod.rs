//! Types, units and the rules that make a budget zero-based: takes a resolved plan, gives a [`CheckedPlan`] if it holds together.
//!
//! The order matters: drivers need exchange rates; formulas need drivers, the units of KPIs and of what passes through
//! stages; levels need KPIs; rankings need levels; rules look at all of it.

mod aims;
mod around;
mod available;
mod bound_amount;
mod chains;
mod checked;
mod clashes;
mod compile;
mod context;
mod control;
mod correlations;
mod dates;
mod decimals;
mod dependencies;
mod drivers;
mod effects;
mod ends;
mod estimates;
mod exchanges;
mod expect;
mod figures;
mod floors;
mod functions;
mod funding;
mod graph;
mod journeys;
mod kpis;
mod levels;
mod misplaced;
mod observations;
mod order;
mod overcommitted;
mod packages;
mod paid;
mod present;
pub mod program;
mod rankings;
mod requires;
mod rivals;
pub mod rules;
mod run;
mod shape;
mod structure;
mod types;
mod units;
mod values;
mod words;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Severity};
use crate::model::plan::{Evidence, PlanHead};
use crate::model::{Arena, Department, Objective, Plan};
use crate::quantity::{Calendar, Currency, Number, Unit};
use crate::source::Span;

use context::{Checker, Position, Reading};
use rules::Lints;
use structure::Structure;
use units::Units;

pub use available::{Allotted, Available, allot, budgets, rise};
pub use checked::*;
pub use context::ObservedDrivers;
pub use control::{
    CarryTerms, ControlTerms, Counted, HolderTerms, IncomeLine, Limit, NoteTerms, ToleranceTerms, TransferTerms,
};
pub use drivers::drivers_in_order;
pub use overcommitted::overcommitted;
pub use rivals::Rivals;
pub use run::{Environment, Failure, Nothing};
pub use words::{amount, kpi_amount, money_words, unit_beside, unit_code};

/// Checks a plan; nothing where it has errors, its own or earlier ones, that the plan does not set aside.
pub fn check(diagnostics: &mut Diagnostics, plan: Plan, lints: &mut Lints) -> Option<CheckedPlan> {
    checked(diagnostics, plan, lints).ok()
}

/// Checks a plan for what is found alone, and gives it back as it was: what an editor asks at each stroke of a key.
pub fn check_only(diagnostics: &mut Diagnostics, plan: Plan, lints: &mut Lints) -> Plan {
    let units = plan.units.clone();
    let plan = checked(diagnostics, plan, lints).map_or_else(|plan| plan, CheckedPlan::into_plan);
    Plan { units, ..plan }
}

/// A checked plan, or the plan without its units where it has errors.
fn checked(diagnostics: &mut Diagnostics, mut plan: Plan, lints: &mut Lints) -> Result<CheckedPlan, Plan> {
    let structure = Structure::of(&plan);
    rules::check_plan(diagnostics, &plan, &structure, lints.today());
    let units = std::mem::take(&mut plan.units);
    let terms = Basics::of(diagnostics, &plan)
        .map(|basics| read(diagnostics, (&plan, &structure), units, basics, ObservedDrivers::new()));
    lints.apply(diagnostics);
    let terms = terms.filter(|_| !diagnostics.has_errors());
    let Some((built, units)) = terms.and_then(|(terms, units)| Some((terms.build()?, units))) else { return Err(plan) };
    plan.units = units;
    let checked = CheckedPlan { plan, ..built };
    rules::check_timing(diagnostics, &checked);
    lints.apply(diagnostics);
    Ok(checked)
}

/// The same plan with drivers as they were in some months of the calendar, and all that is worked out from them; nothing
/// where that cannot be. What is told of the plan is told where it is checked as written.
#[must_use]
pub fn check_as_observed(checked: &CheckedPlan, observed: ObservedDrivers) -> Option<CheckedPlan> {
    let mut unheard = Diagnostics::new();
    let mut plan = checked.plan().clone();
    let units = std::mem::take(&mut plan.units);
    let basics = Basics::of(&mut unheard, &plan)?;
    let (terms, units) = read(&mut unheard, (&plan, &Structure::of(&plan)), units, basics, observed);
    plan.units = units;
    Some(CheckedPlan { plan, ..terms.build()? })
}

/// What nothing can be read without.
struct Basics {
    currency: Currency,
    calendar: Calendar,
    fiscal_start: u8,
}

impl Basics {
    /// None where the plan's own declaration is missing or broken, which is then reported.
    fn of(diagnostics: &mut Diagnostics, plan: &Plan) -> Option<Basics> {
        let head: &PlanHead = plan.plan_heads.values().next()?;
        let months = head.calendar.get()?;
        let calendar = Calendar::new(months.first, months.last);
        if calendar.is_none() {
            diagnostics.add(shape::calendar_too_long(months.first, months.last, months.span));
        }
        Some(Basics {
            currency: head.currency.get()?.value,
            calendar: calendar?,
            fiscal_start: head.fiscal_year_starts.map_or(1, |month| month.0),
        })
    }
}

/// The parts of a checked plan; a broken part is missing.
struct Terms {
    basics: Basics,
    drivers: Vec<Option<DriverTerms>>,
    kpis: Vec<Option<KpiTerms>>,
    benchmarks: Vec<BenchmarkTerms>,
    stages: Vec<Option<StageTerms>>,
    journeys: Vec<Option<JourneyTerms>>,
    order: Vec<Computed>,
    packages: Vec<Option<PackageTerms>>,
    levels: Vec<Option<LevelTerms>>,
    criteria: Vec<Option<CriterionTerms>>,
    funding: Option<FundingTerms>,
    requires: Vec<RequireTerms>,
    confidence: BTreeMap<Evidence, Number>,
    correlations: Vec<CorrelationTerms>,
    draws: Option<u64>,
    seed: Option<u64>,
    department_chains: Chains<Department>,
    objective_chains: Chains<Objective>,
    figures: FigureTerms,
    control: ControlTerms,
}

fn read(
    diagnostics: &mut Diagnostics,
    (plan, structure): (&Plan, &Structure),
    units: Arena<Unit>,
    basics: Basics,
    observed: ObservedDrivers,
) -> (Terms, Arena<Unit>) {
    let mut checker = Checker {
        plan,
        broken: broken_places(diagnostics),
        diagnostics,
        units: Units::new(units, basics.currency),
        currency: basics.currency,
        calendar: basics.calendar,
        fiscal_start: basics.fiscal_start,
        rates: BTreeMap::new(),
        drivers: Vec::new(),
        observed,
        kpi_units: Vec::new(),
        baselines: Vec::new(),
        flows: Vec::new(),
        structure,
        steps: Vec::new(),
        operands: Vec::new(),
        divided: Vec::new(),
        place: Position::Constant,
        reading: Reading::Each,
    };
    let terms = read_terms(&mut checker, basics);
    (terms, checker.units.into_arena())
}

fn read_terms(checker: &mut Checker, basics: Basics) -> Terms {
    exchanges::read_rates(checker);
    drivers::compute_drivers(checker);
    kpis::find_units(checker);
    let journeys = journeys::read_journeys(checker);
    let kpis = kpis::read_kpis(checker);
    let stages = journeys::read_stages(checker);
    let order = order::order(checker, &kpis, &stages, &journeys);
    let department_chains = checker.structure.above_departments.clone();
    let objective_chains = checker.structure.above_objectives.clone();
    let trees = around::Trees { departments: &department_chains, objectives: &objective_chains };
    let packages = packages::read_packages(checker);
    let criteria = packages::read_criteria(checker);
    let mut levels = levels::read_levels(checker);
    dependencies::connect(checker, &mut levels);
    let funding_order = rankings::funding_order(checker, &levels);
    let funding = funding::read_funding(checker, funding_order.ranking, funding_order.levels, trees);
    overcommitted::check(checker, funding.as_ref(), trees);
    let requires = requires::read_requires(checker);
    let formulas = kpis.iter().flatten().filter_map(|kpi| kpi.formula.as_ref());
    let flows = journeys.iter().flatten().filter_map(|journey| journey.entering.as_ref());
    let conditions = requires.iter().map(|require| &require.condition);
    kpis::check_earlier_reads(checker, formulas.chain(flows).chain(conditions));
    let confidence = confidence(checker);
    let correlations = correlations::read_correlations(checker, &levels);
    let risk = checker.plan.risks.values().next();
    let draws = risk.and_then(|risk| risk.draws).map(|draws| draws.value.0.into());
    let seed = risk.and_then(|risk| risk.seed).map(|seed| seed.value.0.into());
    packages::check_weights(checker, &criteria);
    values::check_values(checker, &kpis);
    ends::check_ends(checker, &kpis, &levels);
    aims::check_aims(checker, &kpis, &levels);
    aims::check_measures(checker, &kpis, &criteria);
    let benchmarks = values::read_benchmarks(checker, &kpis);
    let figures = figures::read_figures(checker);
    observations::check_ranges(checker, &kpis, &figures.observations);
    let control = control::read_control(checker, &figures.retired);
    let drivers = std::mem::take(&mut checker.drivers);
    let drivers = drivers
        .into_iter()
        .map(|driver| {
            driver.map(|driver| DriverTerms {
                unit: checker.units.get(driver.unit).clone(),
                values: driver.values,
                gaps: driver.gaps,
                ends: driver.ends,
                lines: driver.lines,
            })
        })
        .collect();
    Terms {
        basics,
        drivers,
        kpis,
        benchmarks,
        stages,
        journeys,
        order,
        packages,
        levels,
        criteria,
        funding,
        requires,
        confidence,
        correlations,
        draws,
        seed,
        department_chains,
        objective_chains,
        figures,
        control,
    }
}

impl Terms {
    /// All of a checked plan but the plan.
    fn build(self) -> Option<CheckedPlan> {
        Some(CheckedPlan {
            currency: self.basics.currency,
            calendar: self.basics.calendar,
            fiscal_start: self.basics.fiscal_start,
            drivers: whole(self.drivers)?,
            kpis: whole(self.kpis)?,
            benchmarks: self.benchmarks,
            stages: whole(self.stages)?,
            journeys: whole(self.journeys)?,
            order: self.order,
            packages: whole(self.packages)?,
            levels: whole(self.levels)?,
            criteria: whole(self.criteria)?,
            funding: self.funding,
            requires: self.requires,
            confidence: self.confidence,
            correlations: self.correlations,
            draws: self.draws,
            seed: self.seed,
            department_chains: self.department_chains,
            objective_chains: self.objective_chains,
            figures: self.figures,
            control: self.control,
            plan: Plan::default(),
        })
    }
}

fn whole<T>(parts: Vec<Option<T>>) -> Option<Vec<T>> {
    parts.into_iter().collect()
}

fn confidence(checker: &mut Checker) -> BTreeMap<Evidence, Number> {
    let heads = checker.plan.plan_heads.values().next();
    let entries = heads.into_iter().flat_map(|head| &head.confidence);
    entries.filter_map(|entry| Some((entry.grade.value, checker.fixed_share(entry.share.id)?))).collect()
}

/// Where earlier phases found errors: what is missing there is not missing by itself.
fn broken_places(diagnostics: &Diagnostics) -> Vec<Span> {
    let errors = diagnostics.items().iter().filter(|item| item.severity == Severity::Error);
    let mut places: Vec<Span> = errors.map(|item| item.primary.span).collect();
    places.sort_unstable();
    places
}
