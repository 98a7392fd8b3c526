//! The form of a KPI: its terms, its way to the target, benchmarks, who moves it by how much and when, month by month.

use super::view::{Figures, Why, name_of};
use super::words::percent;
use crate::check::ChangeTerms;
use crate::evaluate::{EffectNature, effect_by_month};
use crate::model::facts::Topic;
use crate::model::{AnyId, Id, Kind, Kpi, Level};
use crate::outcome::share_of_way;
use crate::quantity::Number;
use crate::report::document::{Cell, Column, Form, FormLine, Group, Room, Row, Table, Truth};
use crate::report::kpis::{Met, View};
use crate::report::names::{display, month, path};

impl<'run> Why<'run> {
    /// The form.
    pub(super) fn kpi(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &[]));
        let Some((id, view)) =
            id.cast::<Kpi>().and_then(|id| Some((id, View::of(figures.plan, figures.evaluation, id)?)))
        else {
            return;
        };
        form.groups.push(self.way(topic, figures, id, &view));
        form.groups.push(self.benchmarks(figures, id, &view));
        form.groups.push(self.moves(figures, id, &view));
        form.groups.push(self.measured(figures, id));
        form.tables.push(months(figures, id, &view));
    }

    /// Where it comes from, where it goes, and how far on its way that is.
    fn way(&self, topic: &Topic, figures: &Figures<'run>, id: Id<Kpi>, view: &View<'_>) -> Group {
        let projection = &figures.evaluation.projection;
        let in_month = month(figures.plan, view.month);
        let mut group = Group::new("way", format!("In {in_month}"));
        let value = |value: Option<Number>| Cell::or_not_available(value.map(|value| Cell::Figure(view.figure(value))));
        if let Some(baseline) = view.terms.baseline {
            let at = topic.fact("baseline").and_then(|fact| self.place(fact.span));
            let line = FormLine::new("baseline", "today", Cell::Figure(view.figure(baseline)));
            group.push(line.how("at the end of the month before the calendar").at(at));
        }
        let unfunded = projection.zero_base.kpi_at(id, view.month);
        group.push(FormLine::new("unfunded", "unfunded", value(unfunded)).how("with nothing funded"));
        group.push(FormLine::new("funded", "funded", value(view.funded)).how("with the funded levels"));
        // What has no value today has changed by nothing that could be said.
        let change = view.change(view.terms.baseline, view.funded);
        if change != Cell::Empty {
            group.push(FormLine::new("change", "change", change).how("against today"));
        }
        if let Some(risk_adjusted) = &projection.risk_adjusted {
            let line = FormLine::new("risk_adjusted", "risk-adjusted", value(risk_adjusted.kpi_at(id, view.month)));
            group.push(line.how("each effect counted as far as its evidence is believed"));
        }
        for marker in &view.terms.markers {
            let funded = projection.funded.kpi_at(id, marker.month);
            let met = funded.is_some_and(|value| view.terms.meets(marker.value, value));
            let how = format!(
                "marker on the way, in {}: {}",
                month(figures.plan, marker.month),
                if met { "reached" } else { "missed" }
            );
            let line = FormLine::new("marker", "marker", Cell::Figure(view.figure(marker.value))).how(how);
            group.push(line.at(self.place(marker.span)));
        }
        if let Some(target) = view.terms.target {
            let line = FormLine::new("target", "target", Cell::Figure(view.figure(target.value)));
            group.push(line.how(format!("by {}", month(figures.plan, target.month))).at(self.place(target.span)));
            let met = match view.met() {
                Some(Met::Yes) => Cell::Truth(Truth::Yes),
                Some(Met::No) => Cell::Truth(Truth::No),
                Some(Met::NotJudged) | None => Cell::NotAvailable,
            };
            let share = view.funded.and_then(|value| share_of_way(view.terms, value));
            let share =
                share.map(|share| format!("{} of the way from today to the target", percent(share.round_half_even(4))));
            group.push(FormLine::new("met", "reached", met).how(share.unwrap_or_default()));
        }
        group
    }

    fn benchmarks(&self, figures: &Figures<'run>, id: Id<Kpi>, view: &View<'_>) -> Group {
        let mut group = Group::new("benchmarks", "Benchmarks");
        let plan = figures.plan;
        for ((own, benchmark), terms) in plan.plan().benchmarks.iter().zip(&plan.benchmarks) {
            if benchmark.about.0.is_none_or(|about| about.value != id) {
                continue;
            }
            let whose = display(plan, own);
            let values = [("leader", terms.leader), ("top quartile", terms.top_quartile), ("median", terms.median)];
            for (who, value) in values.into_iter().filter_map(|(who, value)| Some((who, value?))) {
                let gap = match view.change_or_not_available(Some(value), view.funded) {
                    Cell::Figure(gap) => format!(", the plan {}", gap.in_full()),
                    _ => String::new(),
                };
                let line =
                    FormLine::new("benchmark", who, Cell::Figure(view.figure(value))).how(format!("{whose}{gap}"));
                group.push(line.at(self.place(benchmark.head.span)));
            }
        }
        group
    }

    /// Every level that states an effect on it, and what each package brings.
    fn moves(&self, figures: &Figures<'run>, id: Id<Kpi>, view: &View<'_>) -> Group {
        let mut group = Group::new("moved_by", "Moved by");
        let plan = figures.plan;
        for (index, terms) in plan.levels.iter().enumerate() {
            let level: Id<Level> = Id::new(index);
            for effect in terms.effects.iter().filter(|effect| effect.kpi == id) {
                let Some(topic) = self.topic(level.into()) else { continue };
                let fact = topic.facts.iter().find(|fact| fact.span == effect.span);
                let stated = fact.map_or_else(String::new, |fact| self.written(fact));
                let standing = match figures.row(level) {
                    Some(row) => crate::report::reason::status(row).1,
                    None => "not funded",
                };
                let line = FormLine::new("effect", display(plan, level), Cell::text(stated)).how(standing);
                group.push(line.at(self.place(effect.span)).about(Some(name_of(topic))));
            }
        }
        for contribution in &figures.evaluation.projection.contributions {
            for change in contribution.changes.iter().filter(|change| change.kpi == id) {
                let brings = view.change_or_not_available(change.without, change.with);
                let line = FormLine::new("brings", display(plan, contribution.package), brings);
                let about = self.topic(contribution.package.into()).map(name_of);
                let reason = self.difference(figures, contribution, id);
                group.push(line.how(format!("brings, as part of the plan{reason}")).about(about));
            }
        }
        group
    }

    /// The criteria that are computed from it.
    fn measured(&self, figures: &Figures<'run>, id: Id<Kpi>) -> Group {
        let mut group = Group::new("measures", "Counts in");
        let plan = figures.plan;
        for (criterion, terms) in plan.plan().criteria.ids().zip(&plan.criteria) {
            for (_, share) in terms.measured_by.iter().filter(|(kpi, _)| *kpi == id) {
                let how = format!("{} of the criterion, whose weight is {}", percent(*share), percent(terms.weight));
                let about = self.topic(criterion.into()).map(name_of);
                group.push(
                    FormLine::new("criterion", "criterion", Cell::text(display(plan, criterion))).how(how).about(about),
                );
            }
        }
        for (objective, held) in plan.plan().objectives.iter() {
            let measures = held.measures.get().is_some_and(|list| list.0.iter().any(|kpi| kpi.value == id));
            if measures {
                let about = self.topic(AnyId::from(objective)).map(name_of);
                group.push(FormLine::new("objective", "objective", Cell::text(display(plan, objective))).about(about));
            }
        }
        for (place, require) in plan.requires.iter().enumerate() {
            let reads = require.operands.iter().map(|(_, program)| program).chain([&require.condition]);
            let names =
                |program: &crate::check::program::Program| program.steps().iter().any(|(step, _)| reads_kpi(step, id));
            if reads.into_iter().any(names) {
                let holds = figures.evaluation.requires.get(place).is_some_and(|outcome| !outcome.verdict.is_broken());
                let line = FormLine::new("requirement", "requirement", Cell::text(display(plan, require.id)));
                let about = self.topics.iter().find(|topic| {
                    topic.kind == Kind::Require && topic.span == plan.plan().head(require.id.into()).span
                });
                group.push(line.how(if holds { "holds" } else { "does not hold" }).about(about.map(name_of)));
            }
        }
        group
    }
}

pub(super) fn reads_kpi(step: &crate::check::program::Step, id: Id<Kpi>) -> bool {
    use crate::check::program::Step;
    match step {
        Step::Kpi(kpi) | Step::KpiLag(kpi, _) | Step::KpiAt(kpi, _) => *kpi == id,
        _ => false,
    }
}

/// Unfunded, what each funded level states, all of that together, and the value; observed and targets where there are some.
fn months(figures: &Figures<'_>, id: Id<Kpi>, view: &View<'_>) -> Table {
    let plan = figures.plan;
    let projection = &figures.evaluation.projection;
    let observed: Vec<(crate::quantity::Month, Number)> = plan
        .plan()
        .observes
        .values()
        .zip(&plan.figures.observations)
        .filter(|(observe, _)| observe.about.kpi() == Some(id))
        .flat_map(|(_, values)| values.iter().copied())
        .collect();
    let funded = figures.evaluation.funding.iter().flat_map(|funding| &funding.funded);
    let moved: Vec<(Id<Level>, EffectNature, Vec<Number>)> = funded
        .filter_map(|level| Some((*level, plan.levels.get(level.index())?)))
        .flat_map(|(level, terms)| terms.effects.iter().map(move |effect| (level, effect)))
        .filter(|(_, effect)| effect.kpi == id)
        .map(|(level, effect)| {
            let nature = match effect.change {
                ChangeTerms::Absolute(_) => EffectNature::Absolute,
                ChangeTerms::Relative(_) => EffectNature::Relative,
            };
            (level, nature, effect_by_month(plan, level, effect))
        })
        .collect();
    let mut columns =
        vec![Column::text("month", "month", Room::Kept), Column::mixed("unfunded", "unfunded", Room::Kept)];
    columns.extend(moved.iter().enumerate().map(|(place, (level, _, _))| {
        let rank = u8::try_from(moved.len() - place).unwrap_or(u8::MAX).saturating_add(2);
        Column::mixed(format!("{}_{}", path(plan, *level), place + 1), path(plan, *level), Room::Optional(rank))
    }));
    columns.extend([
        Column::mixed("together", "together", Room::Kept),
        Column::mixed("funded", "value", Room::Kept),
        Column::mixed("observed", "observed", Room::Optional(2)),
        Column::mixed("target", "target", Room::Optional(1)),
    ]);
    let mut table = Table::new("months", columns)
        .captioned("By month: what it would be unfunded, what levels state, and what comes of it");
    let value = |value: Option<Number>| Cell::or_not_available(value.map(|value| Cell::Figure(view.figure(value))));
    for index in 0..plan.calendar.len() {
        let (base, with) = (projection.zero_base.kpi_at(id, index), projection.funded.kpi_at(id, index));
        let mut cells = vec![Cell::text(month(plan, index)), value(base)];
        cells.extend(moved.iter().map(|(_, nature, months)| match months.get(index) {
            Some(part) if !part.is_zero() => Cell::text(super::effects::stated_figure(plan, id, *nature, *part)),
            _ => Cell::Empty,
        }));
        cells.push(view.change_or_not_available(base, with));
        cells.push(value(with));
        let seen = observed.iter().find(|(seen, _)| plan.calendar.index(*seen) == Some(index));
        cells.push(Cell::or_empty(seen.map(|(_, seen)| Cell::Figure(view.figure(*seen)))));
        let targets = view.terms.target.iter().chain(&view.terms.markers);
        let target = targets.into_iter().find(|target| target.month == index);
        cells.push(Cell::or_empty(target.map(|target| Cell::Figure(view.figure(target.value)))));
        table.rows.push(Row::Cells(cells));
    }
    table.without_empty_columns()
}
