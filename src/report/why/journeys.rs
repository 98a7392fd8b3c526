//! The forms of journeys and their parts: what passes, who serves or relieves it, what is spent there, what covers it.

use super::view::{Figures, Why, name_of};
use super::words::{amount, money, percent};
use crate::evaluate::StageFlow;
use crate::model::facts::Topic;
use crate::model::{AnyId, Id, Kind, Level, Moment, Package, Stage, Touchpoint};
use crate::quantity::{Money, Number};
use crate::report::document::{Cell, Column, Figure, Form, FormLine, Group, Mark, Room, Row, Sign, Table};
use crate::report::names::{display, month};
use crate::report::unit;

impl<'run> Why<'run> {
    /// The form of a journey, a stage, a touchpoint, a pain, a need or a moment of truth.
    pub(super) fn journey_part(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &[]));
        let stages = inside::<Stage>(figures, id, Kind::Stage);
        let touchpoints = match id.cast::<Touchpoint>() {
            Some(touchpoint) => vec![touchpoint],
            None => inside(figures, id, Kind::Touchpoint),
        };
        form.groups.push(self.served(figures, &touchpoints));
        if matches!(id.kind, Kind::Pain | Kind::Need) {
            form.groups.push(self.relieved(topic, figures, id));
        }
        let moments = match id.cast::<Moment>() {
            Some(moment) => vec![moment],
            None => inside(figures, id, Kind::Moment),
        };
        form.groups.push(self.covered(figures, &moments));
        form.groups.push(self.parts(topic));
        let stages = id.cast::<Stage>().map_or(stages, |stage| vec![stage]);
        form.tables.extend(flows(figures, &stages));
    }

    /// What is declared inside of it.
    fn parts(&self, topic: &Topic) -> Group {
        let mut group = Group::new("parts", "Holds");
        let inner = self.topics.iter().filter(|other| !topic.name().is_empty() && other.outer.as_str() == topic.name());
        for part in inner {
            let says: Vec<String> = part.facts.iter().map(|fact| format!("{}: {}", fact.key, fact.says())).collect();
            let line = FormLine::new("part", part.kind.keyword(), Cell::text(super::title_of(part)));
            group.push(line.how(says.join("; ")).at(self.place(part.span)).about(Some(name_of(part))));
        }
        group
    }

    fn served(&self, figures: &Figures<'run>, touchpoints: &[Id<Touchpoint>]) -> Group {
        let mut group = Group::new("served_by", "Served by");
        let plan = figures.plan;
        let mut all = Money::ZERO;
        for touchpoint in touchpoints {
            for (package, spent) in figures.evaluation.serving.of_touchpoint(*touchpoint) {
                all = all.add(spent).unwrap_or(all);
                let share = plan.packages.get(package.index()).and_then(|terms| {
                    terms.serves.iter().find(|(served, _)| served == touchpoint).map(|(_, share)| *share)
                });
                let share = share.map_or_else(String::new, |share| {
                    format!("{} of what it is given", percent(share.round_half_even(4)))
                });
                let how =
                    if touchpoints.len() > 1 { format!("{share}, at {}", display(plan, *touchpoint)) } else { share };
                let about = self.topic(package.into()).map(name_of);
                group
                    .push(FormLine::new("served_by", display(plan, package), money(plan, spent)).how(how).about(about));
            }
        }
        if group.lines.len() > 1 {
            group.push(FormLine::new("spend", "all", money(plan, all)));
        }
        let served = |package: &Id<Package>| {
            plan.packages
                .get(package.index())
                .is_some_and(|terms| terms.serves.iter().any(|(touchpoint, _)| touchpoints.contains(touchpoint)))
        };
        let is_funded =
            |package: &Id<Package>| figures.account.of(*package).is_some_and(|account| !account.funded.is_empty());
        for package in plan.plan().packages.ids().filter(served).filter(|package| !is_funded(package)) {
            let about = self.topic(package.into()).map(name_of);
            let line = FormLine::new(
                "would_serve",
                display(plan, package),
                Cell::text("would serve it: nothing of it is funded"),
            );
            group.push(line.about(about));
        }
        group
    }

    fn relieved(&self, topic: &Topic, figures: &Figures<'run>, id: AnyId) -> Group {
        let mut group = Group::new("relieved_by", "Relieved by");
        let plan = figures.plan;
        for (kind, name) in
            self.uses().get(&(topic.kind, topic.name())).into_iter().flatten().filter_map(|(place, fact)| {
                let by = self.topics.get(*place)?;
                (fact.property == "relieves").then_some((by.kind, by))
            })
        {
            let funded = self.id(name).is_some_and(|by| is_funded(figures, by));
            let standing = if funded {
                Cell::Status(Mark::Good, "funded".to_owned())
            } else {
                Cell::Status(Mark::Bad, "not funded".to_owned())
            };
            group.push(
                FormLine::new("relieved_by", super::title_of(name), standing)
                    .how(kind.keyword())
                    .about(Some(name_of(name))),
            );
        }
        if group.lines.is_empty() {
            group.push(FormLine::new("relieved_by", "nobody", Cell::text("nothing `relieves` it")));
        }
        let touchpoint = plan.plan().parent(id).and_then(AnyId::cast::<Touchpoint>);
        if let Some(touchpoint) = touchpoint {
            group.lines.extend(self.served(figures, &[touchpoint]).lines);
        }
        group
    }

    fn covered(&self, figures: &Figures<'run>, moments: &[Id<Moment>]) -> Group {
        let mut group = Group::new("covered_by", "Moments of truth");
        let plan = figures.plan;
        let covered = figures.evaluation.moments.iter().filter(|coverage| moments.contains(&coverage.moment));
        for coverage in covered {
            let (mark, word) = if coverage.is_covered() { (Mark::Good, "covered") } else { (Mark::Bad, "not covered") };
            let named = |word: &str, levels: &[Id<Level>]| {
                let names: Vec<&str> = levels.iter().map(|level| display(plan, *level)).collect();
                (!names.is_empty()).then(|| format!("{word} {}", names.join(", ")))
            };
            let mut how: Vec<String> = vec![
                named("beforehand", &coverage.proactive.funded),
                named("afterwards", &coverage.reactive.funded),
                named("not funded beforehand:", &coverage.proactive.unfunded),
                named("not funded afterwards:", &coverage.reactive.unfunded),
            ]
            .into_iter()
            .flatten()
            .collect();
            if coverage.is_covered() {
                how.push(format!("{} spent on it", amount(plan, coverage.spend)));
            }
            let stake = plan.figures.at_stakes.get(coverage.moment.index()).copied().flatten();
            how.extend(stake.map(|stake| format!("{} at stake", amount(plan, Money::round(stake, plan.currency)))));
            let line = FormLine::new("covered", display(plan, coverage.moment), Cell::Status(mark, word.to_owned()));
            let at = self.place(plan.plan().head(coverage.moment.into()).span);
            group.push(line.how(how.join("; ")).at(at));
        }
        group
    }
}

/// Whether a level is funded, or any of a package or alternative.
fn is_funded(figures: &Figures<'_>, id: AnyId) -> bool {
    let funded = figures.evaluation.funding.iter().flat_map(|funding| &funding.funded);
    let plan = figures.plan;
    funded.into_iter().any(|level| {
        let package = plan.levels.get(level.index()).map(|terms| AnyId::from(terms.package));
        AnyId::from(*level) == id || package == Some(id) || plan.plan().parent((*level).into()) == Some(id)
    })
}

/// What of a kind is declared somewhere inside of something, in order.
fn inside<T: crate::model::Declared>(figures: &Figures<'_>, id: AnyId, kind: Kind) -> Vec<Id<T>> {
    let plan = figures.plan.plan();
    let ids = T::arena(plan).ids().filter(|own| {
        debug_assert_eq!(AnyId::from(*own).kind, kind);
        std::iter::successors(plan.parent((*own).into()), |outer| plan.parent(*outer)).any(|outer| outer == id)
    });
    ids.collect()
}

/// What enters and leaves each stage, month by month.
fn flows(figures: &Figures<'_>, stages: &[Id<Stage>]) -> Option<Table> {
    let plan = figures.plan;
    let flows: Vec<(Id<Stage>, &StageFlow)> = stages
        .iter()
        .filter_map(|stage| Some((*stage, figures.evaluation.projection.funded.stages.get(stage.index())?)))
        .filter(|(_, flow)| flow.entering.iter().any(Option::is_some))
        .collect();
    let mut columns = vec![Column::text("month", "month", Room::Kept)];
    for (place, (stage, _)) in flows.iter().enumerate() {
        let rank = u8::try_from(flows.len() - place).unwrap_or(u8::MAX);
        let title = display(plan, *stage);
        columns.push(Column::mixed(format!("enters_{}", place + 1), format!("enter {title}"), Room::Optional(rank)));
        columns.push(Column::mixed(format!("leaves_{}", place + 1), format!("leave {title}"), Room::Optional(rank)));
    }
    let mut table = Table::new("flow", columns).captioned("What passes, by month");
    if flows.is_empty() {
        return None;
    }
    let value = |value: Option<Number>, unit: &crate::quantity::Unit| {
        Cell::or_not_available(value.map(|value| {
            let measure = unit::measure(plan.plan(), unit);
            Cell::Figure(Figure { value, measure, digits: 1, sign: Sign::Minus, mark: None })
        }))
    };
    for index in 0..plan.calendar.len() {
        let mut cells = vec![Cell::text(month(plan, index))];
        for (stage, flow) in &flows {
            let Some(terms) = plan.stages.get(stage.index()) else { continue };
            cells.push(value(flow.entering.get(index).copied().flatten(), &terms.entering_unit));
            cells.push(value(flow.leaving.get(index).copied().flatten(), &terms.leaving_unit));
        }
        table.rows.push(Row::Cells(cells));
    }
    Some(table)
}
