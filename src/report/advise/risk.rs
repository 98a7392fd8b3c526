//! Risk: takes what draws say, shows how KPIs, cost and requirements spread, and what they hang on.

use super::super::document::{Block, Cell, Column, Figure, KeyFigure, Mark, Note, Room, Row, Section, Table};
use super::super::kpis::View;
use super::super::names::{display, month, path, path_cell};
use super::scale::{Scale, name};
use super::{fan, tornado};
use crate::check::CheckedPlan;
use crate::diagnostic::text::{counted, grouped};
use crate::evaluate::Evaluation;
use crate::model::{Id, Kpi};
use crate::quantity::Money;
use crate::risk::{Chance, EstimateSort, KpiRisk, Points, Risk, Spread, Together, number};

/// The key of the table of KPIs.
pub(super) const KEY: &str = "kpis";

/// The key of the table of draws.
pub(super) const RAW: &str = "draws";

/// The section.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, risk: &Risk) -> Section {
    let mut section = Section::new("risk", "How sure it is");
    if risk.estimates.is_empty() {
        section.push(Block::Notes(vec![Note::plain(
            "nothing is uncertain in what is funded: no effect, cost, saving, earning or driver has three points, and no grade of evidence a confidence below 100%",
        )]));
        return section;
    }
    section.push(Block::KeyFigures(money(plan, risk)));
    section.push(Block::Table(kpis(plan, evaluation, risk)));
    section.push(Block::Table(requires(plan, risk)));
    section.push(Block::Table(holds(plan, risk)));
    section.push(Block::Table(tornado::table(plan, evaluation, risk)));
    for fan in fan::charts(plan, evaluation, risk) {
        section.push(Block::Chart(fan));
    }
    section.push(Block::Table(correlations(risk)));
    section.push(Block::Table(estimates(risk)));
    section.push(Block::Table(by_month(plan, risk)));
    section.push(Block::Table(draws(risk)));
    section.push(Block::Notes(notes(plan, risk)));
    section
}

fn money(plan: &CheckedPlan, risk: &Risk) -> Vec<KeyFigure> {
    let amount = |value: f64| number(value).map(|value| Money::round(value, plan.currency));
    let shown =
        |value: f64| amount(value).map(|value| Figure::money(value, plan.currency).in_full()).unwrap_or_default();
    let spread = |spread: Spread| format!("{} .. {} in eight of ten draws", shown(spread.p10), shown(spread.p90));
    let cell = |value: f64| {
        Cell::or_not_available(amount(value).map(|money| Cell::Figure(Figure::money(money, plan.currency))))
    };
    let key_figure = |[p10, p50, p90]: [&'static str; 3], label, value: Option<Spread>| {
        let value = value?;
        let ends = [(p10, cell(value.p10)), (p90, cell(value.p90))];
        Some(KeyFigure::new(p50, label, cell(value.p50)).comment(spread(value)).said(ends))
    };
    let chance = |[key, low, high]: [&'static str; 3], label, chance: Option<Chance>, what: &str| {
        let chance = chance?;
        let ends = [(low, share(chance.low)), (high, share(chance.high))];
        Some(
            KeyFigure::new(key, label, share(chance.share)).comment(format!("{what}; {}", interval(chance))).said(ends),
        )
    };
    let money = &risk.money;
    let [eighty, ninety] = money.reserves;
    let reserve = plan.funding.is_some().then(|| {
        let comment = format!("would hold in 80% of the draws, {} in 90%", shown(ninety));
        let said = [("reserve_that_holds_in_90", cell(ninety))];
        KeyFigure::new("reserve_that_holds", "a reserve of", cell(eighty)).comment(comment).said(said)
    });
    let draws = KeyFigure::new("draws", "draws", Cell::Count(risk.draws)).comment(format!("seed {}", risk.seed));
    let draws = draws.said([("seed", Cell::text(risk.seed.to_string()))]);
    let key_figures = [
        Some(draws),
        key_figure(["cost_p10", "cost_p50", "cost_p90"], "cost", money.cost),
        key_figure(["net_p10", "net_p50", "net_p90"], "net cost", money.net),
        chance(
            ["reserve_touched", "reserve_touched_low", "reserve_touched_high"],
            "overrun",
            money.reserve_touched,
            "chance that it costs more than funding may spend",
        ),
        chance(
            ["beyond_budget", "beyond_budget_low", "beyond_budget_high"],
            "beyond budget",
            money.beyond_budget,
            "chance that it costs more than the budget",
        ),
        reserve,
    ];
    key_figures.into_iter().flatten().collect()
}

fn share(share: f64) -> Cell {
    Cell::or_not_available(number(share).map(|share| Cell::Figure(Figure::share(share, 1))))
}

/// `between 81.2% and 82.9%`
fn interval(chance: Chance) -> String {
    // What nearly never or nearly always comes is told so that its ends differ.
    let digits = if chance.high < 0.001 || chance.low > 0.999 { 2 } else { 1 };
    let written = |end: f64| number(end).map(|end| Figure::share(end, digits).in_full()).unwrap_or_default();
    let [low, high] = [chance.low, chance.high].map(written);
    format!("between {low} and {high}")
}

fn kpis(plan: &CheckedPlan, evaluation: &Evaluation, risk: &Risk) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(16)),
        Column::text("month", "in month", Room::Optional(3)),
        Column::mixed("likely", "as planned", Room::Optional(4)),
        Column::mixed("p10", "P10", Room::Kept),
        Column::mixed("p50", "P50", Room::Kept),
        Column::mixed("p90", "P90", Room::Kept),
        Column::mixed("target", "target", Room::Kept),
        Column::number("chance", "chance", Room::Kept),
        Column::text("interval", "with 95% confidence", Room::Optional(2)),
        Column::text("remark", "", Room::Optional(1)),
    ];
    let mut table = Table::new(KEY, columns);
    table.rows = risk.kpis.iter().filter_map(|kpi| Some(Row::Cells(kpi_cells(plan, evaluation, kpi)?))).collect();
    table
}

fn kpi_cells(plan: &CheckedPlan, evaluation: &Evaluation, kpi: &KpiRisk) -> Option<Vec<Cell>> {
    let view = View::of(plan, evaluation, kpi.kpi)?;
    let spread = kpi.by_month.get(kpi.month).copied().flatten();
    let values: Vec<f64> = spread.map_or(Vec::new(), |spread| vec![spread.p10, spread.p50, spread.p90]);
    let scale = Scale::new(plan, kpi.kpi, &values);
    let of = |value: fn(Spread) -> f64| Cell::or_not_available(spread.map(|spread| scale.cell(value(spread))));
    let missing = spread.map_or(0, |spread| spread.not_available);
    let mut remarks = Vec::new();
    if missing > 0 {
        remarks.push(format!("n/a in {}", counted(missing, "draw")));
    }
    if kpi.out_of_range > 0 {
        remarks.push(format!("out of range in {}", counted(kpi.out_of_range, "draw")));
    }
    Some(vec![
        path_cell(plan, kpi.kpi),
        Cell::text(month(plan, kpi.month)),
        Cell::or_not_available(view.funded.map(|value| Cell::Figure(view.figure(value)))),
        of(|spread| spread.p10),
        of(|spread| spread.p50),
        of(|spread| spread.p90),
        Cell::or_empty(view.terms.target.map(|target| Cell::Figure(view.figure(target.value)))),
        Cell::or_empty(kpi.target.map(|chance| share(chance.share))),
        Cell::or_empty(kpi.target.map(|chance| Cell::text(interval(chance)))),
        Cell::text(remarks.join(", ")),
    ])
}

fn requires(plan: &CheckedPlan, risk: &Risk) -> Table {
    let columns = vec![
        Column::text("requirement", "requirement", Room::Cut(24)),
        Column::number("chance", "chance", Room::Kept),
        Column::text("interval", "with 95% confidence", Room::Kept),
    ];
    let mut table = Table::new("requirements", columns).captioned("How often each requirement holds");
    let cells = |(id, chance): &(_, Option<Chance>)| {
        Row::Cells(vec![
            Cell::text(display(plan, *id)),
            Cell::or_not_available(chance.map(|chance| share(chance.share))),
            Cell::or_empty(chance.map(|chance| Cell::text(interval(chance)))),
        ])
    };
    table.rows = risk.requires.iter().map(cells).collect();
    table
}

fn holds(plan: &CheckedPlan, risk: &Risk) -> Table {
    let columns = vec![
        Column::text("figure", "figure", Room::Cut(16)).once(),
        Column::text("estimate", "hangs on", Room::Cut(24)),
        Column::number("share", "squared rank correlation", Room::Kept),
    ];
    let mut table = Table::new("drivers", columns).captioned("What the spread comes from");
    let is_told = |kpi: Option<Id<Kpi>>| {
        kpi.is_none_or(|kpi| plan.kpis.get(kpi.index()).is_some_and(|terms| terms.target.is_some()))
    };
    let told = risk.drivers.iter().filter(|hold| is_told(hold.kpi));
    table.rows = told
        .map(|hold| {
            let figure = hold.kpi.map_or(Cell::text("cost"), |kpi| path_cell(plan, kpi));
            Row::Cells(vec![figure, name(risk, hold.estimate), share(hold.share)])
        })
        .collect();
    table
}

/// What moves together.
fn correlations(risk: &Risk) -> Table {
    let columns = vec![
        Column::text("estimate", "one estimate", Room::Cut(24)),
        Column::text("with", "moves with", Room::Cut(24)),
        Column::number("stated", "rank correlation", Room::Kept),
        Column::number("drawn", "in the draws", Room::Optional(1)),
    ];
    let mut table = Table::new("correlations", columns).captioned("What is drawn together");
    let row = |together: &Together| {
        let [one, other] = together.estimates.map(|estimate| name(risk, estimate));
        Row::Cells(vec![one, other, share(together.stated), share(together.drawn)])
    };
    table.rows = risk.together.iter().map(row).collect();
    table
}

/// What was drawn, for machines.
fn estimates(risk: &Risk) -> Table {
    let columns = vec![
        Column::text("estimate", "estimate", Room::Data),
        Column::text("sort", "sort", Room::Data),
        Column::number("low", "low", Room::Data),
        Column::number("likely", "likely", Room::Data),
        Column::number("high", "high", Room::Data),
        Column::number("comes", "comes with", Room::Data),
    ];
    let mut table = Table::new("estimates", columns);
    let plain = |value: f64| Cell::or_not_available(number(value).map(|value| Cell::Figure(Figure::plain(value, 6))));
    table.rows = risk
        .estimates
        .iter()
        .map(|estimate| {
            let sort = match estimate.sort {
                EstimateSort::Effect => "effect",
                EstimateSort::Money => "money",
                EstimateSort::Driver => "driver",
                EstimateSort::Evidence => "evidence",
            };
            let [low, likely, high, comes] = match estimate.points {
                Points::Three(low, likely, high) => [plain(low), plain(likely), plain(high), Cell::Empty],
                Points::Chance(chance) => [Cell::Empty, Cell::Empty, Cell::Empty, share(chance)],
            };
            Row::Cells(vec![Cell::path(estimate.path.clone()), Cell::text(sort), low, likely, high, comes])
        })
        .collect();
    table
}

/// P10, P50 and P90 of each month, for machines and for the fan chart.
fn by_month(plan: &CheckedPlan, risk: &Risk) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Data),
        Column::text("month", "month", Room::Data),
        Column::mixed("p10", "P10", Room::Data),
        Column::mixed("p50", "P50", Room::Data),
        Column::mixed("p90", "P90", Room::Data),
        Column::mixed("mean", "mean", Room::Data),
        Column::number("not_available", "n/a in draws", Room::Data),
    ];
    let mut table = Table::new("by_month", columns);
    for kpi in &risk.kpis {
        for (place, spread) in kpi.by_month.iter().enumerate() {
            let values = spread.map_or(Vec::new(), |spread| vec![spread.p10, spread.p50, spread.p90, spread.mean]);
            let scale = Scale::new(plan, kpi.kpi, &values);
            let cell =
                |value: fn(Spread) -> f64| Cell::or_not_available(spread.map(|spread| scale.cell(value(spread))));
            table.rows.push(Row::Cells(vec![
                path_cell(plan, kpi.kpi),
                Cell::text(month(plan, place)),
                cell(|spread| spread.p10),
                cell(|spread| spread.p50),
                cell(|spread| spread.p90),
                cell(|spread| spread.mean),
                Cell::Count(spread.map_or(risk.draws, |spread| spread.not_available)),
            ]));
        }
    }
    table
}

/// Each draw, where that was asked for.
fn draws(risk: &Risk) -> Table {
    let mut columns = vec![Column::number("draw", "draw", Room::Data)];
    columns.extend(risk.raw.iter().map(|raw| Column::number(raw.name.clone(), raw.name.clone(), Room::Data)));
    let mut table = Table::new(RAW, columns);
    if risk.raw.is_empty() {
        return table;
    }
    let cell = |value: Option<&f64>| {
        let value = value.copied().and_then(number);
        Cell::or_not_available(value.map(|value| Cell::Figure(Figure::plain(value, 9))))
    };
    table.rows = (0..risk.draws)
        .map(|draw| {
            let figures = risk.raw.iter().map(|raw| cell(raw.values.get(draw)));
            Row::Cells(std::iter::once(Cell::Count(draw + 1)).chain(figures).collect())
        })
        .collect();
    table
}

fn notes(plan: &CheckedPlan, risk: &Risk) -> Vec<Note> {
    let three = risk.estimates.iter().filter(|estimate| matches!(estimate.points, Points::Three(..))).count();
    let graded = risk.estimates.len() - three;
    let mut drawn = vec![counted(three, "three-point estimate")];
    if graded > 0 {
        let on_levels = if graded == 1 { "grade of evidence on a level" } else { "grades of evidence on levels" };
        drawn.push(format!("{} {on_levels} whose effects come wholly or not at all", grouped(graded)));
    }
    let mut notes = vec![Note::plain(format!(
        "{} draws of {}; what is funded is decided at the likely values, and the same in each draw",
        grouped(risk.draws),
        drawn.join(", and "),
    ))];
    let is_money = |sort: EstimateSort| matches!(sort, EstimateSort::Money | EstimateSort::Driver);
    if risk.estimates.iter().any(|estimate| is_money(estimate.sort)) {
        notes.push(Note::plain("costs with three points are funded at their likely value"));
    }
    if risk.estimates.iter().any(|estimate| estimate.sort == EstimateSort::Evidence) {
        let grades: Vec<String> = plan
            .confidence
            .iter()
            .map(|(grade, share)| format!("{} {}", grade.word(), Figure::share(*share, 0).in_full()))
            .collect();
        notes.push(Note::plain(format!(
            "the effects of a grade on a level come with the plan's confidence in it: {}",
            grades.join(", ")
        )));
    }
    let missed = risk.kpis.iter().filter(|kpi| kpi.target.is_some_and(|chance| chance.share < 0.5));
    let missed: Vec<&str> = missed.map(|kpi| path(plan, kpi.kpi)).collect();
    if !missed.is_empty() {
        notes.push(Note::marked(
            Mark::Bad,
            format!(
                "more often missed than met: the {} of {}",
                if missed.len() == 1 { "target" } else { "targets" },
                super::super::names::list(&missed)
            ),
        ));
    }
    if risk.idle > 0 {
        notes.push(Note::plain(format!(
            "{} of `risk` {} of a figure that is not funded, and not drawn",
            counted(risk.idle, "correlation"),
            if risk.idle == 1 { "is" } else { "are" },
        )));
    }
    let but = if risk.together.is_empty() { "" } else { " but for what `risk` in the plan correlates" };
    notes.push(Note::plain(format!(
        "a percentile is the value of one draw; estimates are drawn independently of each other{but}"
    )));
    notes
}
