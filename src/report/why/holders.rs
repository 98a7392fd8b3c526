//! The forms of departments, categories, channels, roles and objectives: what hangs on each, what that costs today, asks for
//! and gets, and the caps and floors it is held to.

use std::collections::BTreeSet;

use super::view::{Figures, Why, name_of};
use super::words::{amount, money, percent};
use crate::model::facts::Topic;
use crate::model::{AnyId, Category, Channel, Department, Id, Kind, Level, Objective, Package, Role};
use crate::outcome::PackageAccount;
use crate::quantity::Money;
use crate::report::document::{Cell, Form, FormLine, Group};
use crate::report::names::display;
use crate::report::number::part;

impl<'run> Why<'run> {
    /// The form.
    pub(super) fn holder(&self, form: &mut Form, topic: &Topic, figures: &Figures<'run>, id: AnyId) {
        form.groups.push(self.said(topic, &[]));
        match id.kind {
            Kind::Department | Kind::Objective | Kind::Role => form.groups.push(self.packages_of(figures, id)),
            Kind::Category | Kind::Channel => form.groups.push(self.lines_of(figures, id)),
            _ => {}
        }
        self.income_of_category(form, figures, id);
        form.groups.push(self.bounds(figures, id));
        if id.kind == Kind::Objective {
            form.groups.push(self.objective_kpis(figures, id));
        }
    }

    /// The packages of a department or an objective with what is part of it, or of who owns them.
    fn packages_of(&self, figures: &Figures<'run>, id: AnyId) -> Group {
        let mut group = Group::new("packages", "Today → asked → given");
        let plan = figures.plan;
        let role = id.cast::<Role>();
        let owned = |owner: Option<Id<Role>>| role.is_some() && owner == role;
        let belongs = |package: Id<Package>| {
            if role.is_some() {
                let package = plan.plan().packages.find(package).and_then(|package| package.owner.get());
                return owned(package.map(|owner| owner.value));
            }
            plan.packages.get(package.index()).is_some_and(|terms| {
                match (id.cast::<Department>(), id.cast::<Objective>()) {
                    (Some(department), _) => plan.department_chains.of(terms.department).any(|own| own == department),
                    (_, Some(objective)) => terms
                        .objectives
                        .iter()
                        .any(|own| plan.objective_chains.of(*own).any(|above| above == objective)),
                    (None, None) => false,
                }
            })
        };
        let accounts: Vec<&PackageAccount> =
            figures.account.packages.iter().filter(|account| belongs(account.package)).collect();
        for account in &accounts {
            let about = self.topic(account.package.into()).map(name_of);
            group.push(account_line(figures, display(plan, account.package), account).about(about));
        }
        let department = id.cast::<Department>();
        for (retire, today) in &figures.account.ends {
            let held = plan.plan().retires.find(*retire).and_then(|retire| retire.department.get());
            let is_inside = held
                .zip(department)
                .is_some_and(|(held, own)| plan.department_chains.of(held.value).any(|above| above == own));
            let owner = plan.plan().retires.find(*retire).and_then(|retire| retire.owner.get());
            let is_own = is_inside || owned(owner.map(|owner| owner.value));
            if is_own {
                let about = self.topic((*retire).into()).map(name_of);
                let line = FormLine::new("ends", display(plan, *retire), money(plan, Money::ZERO));
                group.push(line.how(format!("today {}: it ends", amount(plan, *today))).about(about));
            }
        }
        if accounts.len() > 1 {
            let sum = |part: fn(&PackageAccount) -> Money| {
                Money::sum(accounts.iter().map(|account| part(account))).unwrap_or_default()
            };
            let (asks, given) = (sum(|account| account.asks), sum(|account| account.given));
            let how = format!("asked {}, {} of it", amount(plan, asks), share(given, asks));
            group.push(FormLine::new("given", "all", money(plan, given)).how(how));
        }
        group
    }

    /// Every cost line of a category or channel that is asked for.
    fn lines_of(&self, figures: &Figures<'run>, id: AnyId) -> Group {
        let mut group = Group::new("lines", "Asked → given");
        let plan = figures.plan;
        let (category, channel) = (id.cast::<Category>(), id.cast::<Channel>());
        let funded: BTreeSet<Id<Level>> =
            figures.account.packages.iter().flat_map(|account| account.funded.iter().copied()).collect();
        let (mut asked, mut given) = (Money::ZERO, Money::ZERO);
        for level in figures.account.packages.iter().flat_map(|account| &account.asked) {
            let lines = figures.evaluation.money.get(level.index()).map_or(&[][..], |money| &money.costs);
            let is_own = |line: &&crate::evaluate::MoneyLine| {
                category.is_some() && line.category == category || channel.is_some() && line.channel == channel
            };
            for line in lines.iter().filter(is_own) {
                asked = asked.add(line.total).unwrap_or(asked);
                let is_funded = funded.contains(level);
                if is_funded {
                    given = given.add(line.total).unwrap_or(given);
                }
                let topic = self.topic((*level).into());
                let fact = topic.and_then(|topic| topic.facts.iter().find(|fact| fact.span == line.span));
                let says = fact.map_or_else(String::new, |fact| self.formula(fact));
                let how = format!("{}; {says}", if is_funded { "given" } else { "asked, not funded" });
                let row = FormLine::new("cost", display(plan, *level), money(plan, line.total)).how(how);
                group.push(row.at(self.place(line.span)).about(topic.map(name_of)));
            }
        }
        if !group.lines.is_empty() {
            let how = format!("given of {} asked, {}", amount(plan, asked), share(given, asked));
            group.push(FormLine::new("given", "all", money(plan, given)).how(how));
        }
        group
    }

    fn bounds(&self, figures: &Figures<'run>, id: AnyId) -> Group {
        let mut group = Group::new("bounds", "Caps and floors");
        let Some(funding) = &figures.evaluation.funding else { return group };
        let both = [("cap", &funding.caps), ("floor", &funding.floors)];
        for (word, bound) in both.into_iter().flat_map(|(word, bounds)| bounds.iter().map(move |bound| (word, bound))) {
            if bound.about == id {
                let used =
                    format!("{} of it used, {}", amount(figures.plan, bound.used), share(bound.used, bound.amount));
                let line = FormLine::new(word, word, money(figures.plan, bound.amount)).how(used);
                group.push(line.at(self.place(bound.span)));
            }
        }
        group
    }

    fn objective_kpis(&self, figures: &Figures<'run>, id: AnyId) -> Group {
        let mut group = Group::new("measures", "Measured by");
        let held = id.cast::<Objective>().and_then(|id| figures.plan.plan().objectives.find(id));
        for kpi in held.and_then(|held| held.measures.get()).into_iter().flat_map(|list| &list.0) {
            let Some(view) = crate::report::kpis::View::of(figures.plan, figures.evaluation, kpi.value) else {
                continue;
            };
            let value = Cell::or_not_available(view.funded.map(|value| Cell::Figure(view.figure(value))));
            let target = view
                .terms
                .target
                .map_or_else(String::new, |target| format!("target {}", view.figure(target.value).in_full()));
            let about = self.topic(kpi.value.into()).map(name_of);
            group.push(FormLine::new("kpi", display(figures.plan, kpi.value), value).how(target).about(about));
        }
        group
    }
}

fn account_line(figures: &Figures<'_>, title: &str, account: &PackageAccount) -> FormLine {
    let plan = figures.plan;
    let today = account.present.amount().map_or("not stated".to_owned(), |today| amount(plan, today));
    let how = format!("today {today}, asked {}", amount(plan, account.asks));
    FormLine::new("package", title, money(plan, account.given)).how(how)
}

fn share(of: Money, whole: Money) -> String {
    part(of, whole).map_or_else(|| "n/a".to_owned(), |share| percent(share.round_half_even(3)))
}
