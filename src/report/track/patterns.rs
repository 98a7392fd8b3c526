//! Patterns in what was observed, in a report: trends, what goes together, and promises kept. Nothing here says why.

use crate::check::CheckedPlan;
use crate::control::{Due, Link, Subject, Track, Trend, observed_name};
use crate::diagnostic::text::counted;
use crate::evaluate::Evaluation;
use crate::model::observation::{FlowEnd, Observed};
use crate::quantity::{Number, Unit};
use crate::report::document::{Block, Cell, Column, Figure, Mark, Measure, Note, Room, Row, Section, Sign, Table};
use crate::report::kpis::View;
use crate::report::names::path_cell;
use crate::report::unit::{self, digits, measure, measure_of_change};
use crate::statistics::{LEAST_FOR_A_SLOPE, LEAST_PAIRS};

/// Trends.
pub(super) fn trends(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("trends", "Trends");
    let columns = vec![
        Column::text("of", "observed", Room::Cut(20)),
        Column::number("count", "n", Room::Kept),
        Column::text("first", "since", Room::Optional(1)),
        Column::mixed("slope", "a month", Room::Kept),
        Column::mixed("low", "from", Room::Optional(2)),
        Column::mixed("high", "to", Room::Optional(2)),
        Column::text("changed", "level changed", Room::Optional(3)),
        Column::mixed("before", "before", Room::Optional(3)),
        Column::mixed("after", "since then", Room::Optional(3)),
        Column::number("p", "p", Room::Optional(1)),
    ];
    let mut table = Table::new("slopes", columns);
    let trends = &track.seen.trends;
    let few = trends.iter().filter(|trend| trend.slope.is_none());
    let few: Vec<String> = few.map(|trend| format!("{} ({})", observed_name(plan, trend.of), trend.count)).collect();
    table.rows =
        trends.iter().filter(|trend| trend.slope.is_some()).map(|trend| Row::Cells(trend_row(plan, trend))).collect();
    let has_slopes = !table.rows.is_empty();
    section.push(Block::Table(table.without_empty_columns()));
    let mut notes = Vec::new();
    if has_slopes {
        notes.push(Note::plain(
            "a month: the median of the slopes of all pairs of months (Theil–Sen), from … to its interval of 95%, which is \
             too narrow if months depend on each other",
        ));
    }
    if !few.is_empty() {
        notes.push(Note::plain(format!("too few for a slope, which takes {LEAST_FOR_A_SLOPE}: {}", few.join(", "))));
    }
    section.push(Block::Notes(notes));
    section
}

fn trend_row(plan: &CheckedPlan, trend: &Trend) -> Vec<Cell> {
    let slope = trend.slope.as_ref();
    let change = |value: Number| Cell::Figure(change(plan, trend.of, value));
    let broke = trend.broke.as_ref();
    // Both levels get the decimals that either needs.
    let finest = broke
        .iter()
        .flat_map(|broke| [broke.before, broke.after])
        .map(|level| value_of(plan, trend.of, level).digits)
        .max();
    let value = |value: Number| Cell::Figure(Figure { digits: finest.unwrap_or(0), ..value_of(plan, trend.of, value) });
    vec![
        Cell::path(observed_name(plan, trend.of)),
        Cell::Count(trend.count),
        Cell::Months(trend.months.0, trend.months.0),
        Cell::or_empty(slope.map(|slope| change(slope.slope))),
        Cell::or_empty(slope.map(|slope| change(slope.low))),
        Cell::or_empty(slope.map(|slope| change(slope.high))),
        Cell::or_empty(broke.map(|broke| Cell::Months(broke.month, broke.month))),
        Cell::or_empty(broke.map(|broke| value(broke.before))),
        Cell::or_empty(broke.map(|broke| value(broke.after))),
        Cell::or_empty(broke.map(|broke| Cell::Figure(Figure::plain(broke.p, 4)))),
    ]
}

/// A value of what is observed, in the unit that is shown.
fn value_of(plan: &CheckedPlan, of: Observed, value: Number) -> Figure {
    let (value, unit) = shown(plan, of, value);
    match unit {
        Some(unit) => unit::figure(plan.plan(), unit, value),
        None => Figure::plain(value, digits(&Measure::Plain, &[value])),
    }
}

/// A change of it, with one decimal more than a value would have.
fn change(plan: &CheckedPlan, of: Observed, value: Number) -> Figure {
    let (value, unit) = shown(plan, of, value);
    let measure = unit.map_or(Measure::Plain, |unit| measure_of_change(measure(plan.plan(), unit)));
    let digits = digits(&measure, &[value]).max(2);
    Figure { value, measure, digits, sign: Sign::Both, mark: None }
}

fn shown(plan: &CheckedPlan, of: Observed, value: Number) -> (Number, Option<&Unit>) {
    match of {
        Observed::Kpi(kpi) => match plan.kpis.get(kpi.index()) {
            Some(terms) => (terms.shown.of(value), Some(&terms.shown.unit)),
            None => (value, None),
        },
        Observed::Driver(driver) => (value, plan.drivers.get(driver.index()).map(|terms| &terms.unit)),
        Observed::Flow(stage, end) => {
            let unit = plan.stages.get(stage.index()).map(|terms| match end {
                FlowEnd::Entering => &terms.entering_unit,
                FlowEnd::Leaving => &terms.leaving_unit,
            });
            (value, unit)
        }
        Observed::Touchpoint(_) => (value, None),
    }
}

/// What goes together.
pub(super) fn links(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("links", "What goes together");
    let links = &track.seen.links;
    let columns = vec![
        Column::text("first", "first", Room::Cut(24)),
        Column::text("then", "then", Room::Cut(16)),
        Column::text("lag", "later by", Room::Kept),
        Column::mixed("correlation", "ρ", Room::Kept),
        Column::number("pairs", "n", Room::Kept),
        Column::mixed("p", "p", Room::Optional(1)),
        Column::mixed("q", "by chance", Room::Kept),
    ];
    let mut table = Table::new("correlations", columns)
        .captioned("Rank correlations of changes from month to month; which one moves the other they do not tell");
    table.rows = links.found.iter().map(|link| Row::Cells(link_row(plan, link))).collect();
    section.push(Block::Table(table));
    let mut notes = Vec::new();
    if links.pairs > 0 {
        notes.push(Note::plain(format!(
            "{} of {} tested, at lags of up to 6 months; {}",
            counted(links.tests, "correlation"),
            counted(links.pairs, "pair"),
            if links.found.is_empty() {
                "none stands out from chance".to_owned()
            } else {
                "of those shown, one in ten may be chance (Benjamini–Hochberg)".to_owned()
            }
        )));
    }
    if links.too_few > 0 {
        notes.push(Note::plain(format!(
            "too few: {} have fewer than {LEAST_PAIRS} changes in common at every lag",
            counted(links.too_few, "pair")
        )));
    }
    section.push(Block::Notes(notes));
    section
}

fn link_row(plan: &CheckedPlan, link: &Link) -> Vec<Cell> {
    let subject = |subject: Subject| match subject {
        Subject::Kpi(kpi) => path_cell(plan, kpi),
        Subject::Spend(package) => Cell::text(format!("spent on {}", crate::report::names::path(plan, package))),
    };
    let lag = match usize::try_from(link.lag) {
        Ok(0) | Err(_) => "same month".to_owned(),
        Ok(lag) => counted(lag, "month"),
    };
    vec![
        subject(link.first),
        subject(link.then),
        Cell::text(lag),
        Cell::Figure(Figure { sign: Sign::Both, ..Figure::plain(link.correlation, 2) }),
        Cell::Count(link.pairs),
        Cell::Figure(Figure::plain(link.p, 4)),
        Cell::Figure(Figure::share(link.q, 1)),
    ]
}

/// What of promises was kept.
pub(super) fn promises(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Section {
    let mut section = Section::new("promises", "Promises kept");
    let promises = &track.seen.promises;
    if promises.kpis.iter().all(|kept| kept.observed.is_none()) {
        return section;
    }
    section.push(Block::Table(by_kpi(plan, evaluation, track)));
    section.push(Block::Table(by_package(plan, evaluation, track)));
    section.push(Block::Table(by_grade(track)));
    section
}

fn due(due: Due) -> Cell {
    match due {
        Due::Kept(share) => {
            let mark = if share.is_negative() { Some(Mark::Bad) } else { None };
            Cell::Figure(Figure { mark, ..Figure::share(share, 0) })
        }
        Due::NotDue => Cell::text("not due"),
        Due::NotObserved => Cell::text("not observed"),
    }
}

fn by_kpi(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::mixed("unfunded", "unfunded", Room::Kept),
        Column::mixed("funded", "planned", Room::Kept),
        Column::mixed("observed", "observed", Room::Kept),
        Column::mixed("promise", "promised", Room::Kept),
        Column::mixed("kept", "kept", Room::Kept),
    ];
    let mut table = Table::new("by_kpi", columns).captioned("By KPI, in the closed month");
    for kept in &track.seen.promises.kpis {
        let Some(view) = View::of(plan, evaluation, kept.kpi) else { continue };
        let figure = |value| Cell::Figure(view.figure(value));
        table.rows.push(Row::Cells(vec![
            path_cell(plan, kept.kpi),
            figure(kept.unfunded),
            figure(kept.funded),
            Cell::or_empty(kept.observed.map(figure)),
            view.change(Some(kept.unfunded), Some(kept.funded)),
            due(kept.due),
        ]));
    }
    table
}

fn by_package(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("package", "package", Room::Cut(18)).once(),
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::mixed("promise", "its promise", Room::Kept),
        Column::mixed("kept", "kept of the KPI's", Room::Kept),
    ];
    let mut table = Table::new("by_package", columns)
        .captioned("By package: what it is to bring by now, and what of the KPI's whole promise was kept");
    for kept in &track.seen.promises.packages {
        for (kpi, brings, share) in &kept.kpis {
            let Some(view) = View::of(plan, evaluation, *kpi) else { continue };
            table.rows.push(Row::Cells(vec![
                path_cell(plan, kept.package),
                path_cell(plan, *kpi),
                view.change(Some(Number::ZERO), Some(*brings)),
                due(*share),
            ]));
        }
    }
    table
}

fn by_grade(track: &Track) -> Table {
    let columns = vec![
        Column::text("grade", "evidence", Room::Kept),
        Column::mixed("kept", "kept", Room::Kept),
        Column::number("kpis", "KPIs", Room::Kept),
        Column::mixed("confidence", "confidence it would give", Room::Kept),
    ];
    let mut table =
        Table::new("by_grade", columns).captioned("By evidence: what the next cycle may believe of each grade");
    for kept in &track.seen.promises.grades {
        table.rows.push(Row::Cells(vec![
            Cell::text(kept.grade.map_or("no grade", |grade| grade.word())),
            Cell::Figure(Figure::share(kept.kept, 0)),
            Cell::Count(kept.kpis),
            Cell::Figure(Figure::share(kept.confidence(), 0)),
        ]));
    }
    table
}
