//! What levels do to KPIs, in forms: takes what the plan states and what the projection brings, gives the two side by side.

use super::view::{Figures, Why, name_of};
use super::words::{percent, plain};
use crate::check::{CheckedPlan, EffectTerms, Eligibility};
use crate::evaluate::{EffectNature, PackageEffect, RangeStanding, RatingSource, ValueForMoney, Way, WayEnd};
use crate::model::facts::Topic;
use crate::model::{Id, Kpi, Level, Package};
use crate::outcome::Promise;
use crate::quantity::Number;
use crate::report::document::{Cell, Figure, FormLine, Group, Sign};
use crate::report::kpis::View;
use crate::report::names::{display, month};
use crate::report::unit;
use crate::report::unit::{measure, measure_of_change};

impl<'run> Why<'run> {
    /// Each effect of a level as it is stated, and what its package brings to the KPI in the plan.
    pub(super) fn effect_lines(&self, group: &mut Group, topic: &Topic, figures: &Figures<'run>, level: Id<Level>) {
        let plan = figures.plan;
        let Some(terms) = plan.levels.get(level.index()) else { return };
        for effect in &terms.effects {
            let fact = topic.facts.iter().find(|fact| fact.span == effect.span);
            let stated = fact.map_or(Cell::Empty, |fact| self.value(&fact.value));
            let mut how: Vec<String> = fact.map(|fact| self.modifiers(fact)).into_iter().collect();
            how.extend(self.brings(figures, terms.package, level, effect));
            how.retain(|part| !part.is_empty());
            let about = self.topic(effect.kpi.into()).map(name_of);
            let line = FormLine::new("effect", display(plan, effect.kpi), stated).how(how.join("; "));
            group.push(line.at(self.place(effect.span)).about(about));
        }
    }

    /// What the package of a funded level brings to a KPI, and why that is not what is stated.
    fn brings(
        &self,
        figures: &Figures<'run>,
        package: Id<Package>,
        level: Id<Level>,
        effect: &EffectTerms,
    ) -> Option<String> {
        let account = figures.account.of(package)?;
        if !account.funded.contains(&level) {
            return None;
        }
        let contributions = &figures.evaluation.projection.contributions;
        let contribution = contributions.iter().find(|contribution| contribution.package == package)?;
        let reason = self.difference(figures, contribution, effect.kpi);
        let change = contribution.changes.iter().find(|change| change.kpi == effect.kpi);
        let Some(change) = change else { return Some(format!("brings nothing in the plan{reason}")) };
        Some(format!("the package brings {}{reason}", change_words(figures, change)?))
    }

    /// What a package brings to each KPI.
    pub(super) fn contribution_lines(&self, group: &mut Group, figures: &Figures<'run>, package: Id<Package>) {
        let contributions = &figures.evaluation.projection.contributions;
        let changes = contributions.iter().filter(|contribution| contribution.package == package);
        for (contribution, change) in changes.flat_map(|found| found.changes.iter().map(move |change| (found, change)))
        {
            let plan = figures.plan;
            let Some(view) = View::of(plan, figures.evaluation, change.kpi) else { continue };
            let brings = view.change_or_not_available(change.without, change.with);
            let shown = |value: Option<Number>| value.map_or("n/a".to_owned(), |value| view.figure(value).in_full());
            let without = match change.standing {
                RangeStanding::Within => shown(change.without),
                RangeStanding::Outside => "out of range".to_owned(),
            };
            let own = figures.account.of(package).map_or(&[][..], |account| &account.funded);
            let fall: Vec<&str> = contribution
                .falls
                .iter()
                .filter(|level| !own.contains(level))
                .map(|level| display(plan, *level))
                .collect();
            let fall = if fall.is_empty() { String::new() } else { format!("; with it would go {}", fall.join(", ")) };
            let how = format!(
                "in {}: {} with it, {without} without it{}{fall}",
                month(plan, change.month),
                shown(change.with),
                self.difference(figures, contribution, change.kpi)
            );
            let about = self.topic(change.kpi.into()).map(name_of);
            group.push(FormLine::new("brings", display(plan, change.kpi), brings).how(how).about(about));
        }
    }

    /// How a level is rated, and how the score comes of that.
    pub(super) fn score_lines(&self, group: &mut Group, topic: &Topic, figures: &Figures<'run>, level: Id<Level>) {
        let plan = figures.plan;
        let Some(score) = figures.evaluation.scores.get(level.index()) else { return };
        let competes = plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Competes);
        if score.ratings.is_empty() || !competes {
            return;
        }
        let value = match score.value {
            ValueForMoney::Free => "it costs nothing after what it brings back".to_owned(),
            ValueForMoney::PerThousand(value) => format!("{} for each 1,000 of net cost", plain(value, 5)),
        };
        group.push(FormLine::new("score", "score", Cell::Figure(Figure::plain(score.score, 2))).how(value));
        for rating in &score.ratings {
            let weight = plan.criteria.get(rating.criterion.index()).map(|terms| terms.weight).unwrap_or_default();
            let product = weight.multiply(rating.value).unwrap_or_default();
            let name = self.topic(rating.criterion.into()).map(name_of);
            let path = name.as_ref().map_or("", |name| name.path.as_str());
            let fact = topic.of("rates").find(|fact| fact.about() == Some(path));
            let source = match &rating.source {
                RatingSource::People => fact.map_or_else(
                    || "rated by people".to_owned(),
                    |fact| match self.modifiers(fact) {
                        because if because.is_empty() => "rated by people".to_owned(),
                        because => format!("rated by people, {because}"),
                    },
                ),
                RatingSource::Missing => "nobody rated it: counts 0".to_owned(),
                RatingSource::Computed(moves) if moves.is_empty() => "it moves none of its KPIs".to_owned(),
                RatingSource::Computed(moves) => {
                    let moves = moves.iter().map(|moved| {
                        let share = if moved.weight == Number::ONE {
                            String::new()
                        } else {
                            format!("{} of ", percent(moved.weight))
                        };
                        format!("{share}{}", move_words(plan, moved.kpi, moved.effect, moved.way))
                    });
                    moves.collect::<Vec<String>>().join(", ")
                }
            };
            let how = format!("{} × {}: {source}", percent(weight), plain(rating.value, 4));
            let line =
                FormLine::new("rating", display(plan, rating.criterion), super::words::number(product, 4)).how(how);
            group.push(line.at(fact.and_then(|fact| self.place(fact.span))).about(name));
        }
    }

    /// What a level promised: `+3 pts Net Promoter Score, −18% Faults guests report`.
    pub(super) fn promised(&self, figures: &Figures<'run>, promises: &[Promise]) -> String {
        promises.iter().map(|promise| promise_words(figures.plan, promise)).collect::<Vec<String>>().join(", ")
    }
}

/// `Net Promoter Score +3 pts of the 24 pts from 24 to 48`
fn move_words(plan: &CheckedPlan, kpi: Id<Kpi>, effect: Number, way: Way) -> String {
    let end = match way.end {
        WayEnd::Target => "",
        WayEnd::Ceiling => ", its ceiling",
        WayEnd::Range => ", the end of its range",
    };
    let size = way.to.subtract(way.from).unwrap_or_default();
    let (by, of) = (change_figure(plan, kpi, effect), change_figure(plan, kpi, size));
    let at = |value| value_figure(plan, kpi, value);
    format!(
        "{} {by} of the {} from {} to {}{end}",
        display(plan, kpi),
        of.trim_start_matches('+'),
        at(way.from),
        at(way.to)
    )
}

/// A change of a KPI in the unit it is shown in, with its sign.
pub(super) fn change_figure(plan: &CheckedPlan, kpi: Id<Kpi>, value: Number) -> String {
    let Some(terms) = plan.kpis.get(kpi.index()) else { return value.to_string() };
    let measure = measure_of_change(measure(plan.plan(), &terms.shown.unit));
    let value = terms.shown.of(value);
    Figure { value, measure, digits: 4, sign: Sign::Both, mark: None }.trimmed().in_full()
}

pub(super) fn value_figure(plan: &CheckedPlan, kpi: Id<Kpi>, value: Number) -> String {
    let Some(terms) = plan.kpis.get(kpi.index()) else { return value.to_string() };
    let figure = unit::figure(plan.plan(), &terms.shown.unit, terms.shown.of(value));
    Figure { digits: 4, ..figure }.trimmed().in_full()
}

/// `+1.6 pts in 2027-06`
fn change_words(figures: &Figures<'_>, change: &PackageEffect) -> Option<String> {
    let view = View::of(figures.plan, figures.evaluation, change.kpi)?;
    let brings = match view.change_or_not_available(change.without, change.with) {
        Cell::Figure(figure) => figure.in_full(),
        _ => "n/a".to_owned(),
    };
    Some(format!("{brings} in {}", month(figures.plan, change.month)))
}

/// `+3 pts Net Promoter Score`
pub(in crate::report) fn promise_words(plan: &CheckedPlan, promise: &Promise) -> String {
    format!("{} {}", stated_figure(plan, promise.kpi, promise.nature, promise.size), display(plan, promise.kpi))
}

/// `+3 pts`, `-18%`
pub(super) fn stated_figure(plan: &CheckedPlan, kpi: Id<Kpi>, nature: EffectNature, size: Number) -> String {
    match nature {
        EffectNature::Absolute => change_figure(plan, kpi, size),
        EffectNature::Relative => Figure { sign: Sign::Both, ..Figure::share(size, 2) }.trimmed().in_full(),
    }
}
