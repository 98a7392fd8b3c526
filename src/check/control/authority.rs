//! Authority: takes the transfers and what each role may move, reports what goes beyond. The limit holds for one transfer
//! and for all that a role moves between the same two packages in a fiscal year.

use super::amounts::money_from_zero;
use std::collections::BTreeMap;

use super::messages;
use super::terms::{Reach, TransferTerms};
use crate::check::context::Checker;
use crate::model::{Authority, Department, Id, Package, Role};
use crate::quantity::Money;

/// Checks every transfer; without any authority nothing is checked.
pub(super) fn check(checker: &mut Checker, transfers: &[TransferTerms]) {
    let plan = checker.plan;
    if plan.authorities.is_empty() {
        return;
    }
    let mut roles: BTreeMap<Id<Role>, Limits> = BTreeMap::new();
    for (id, authority) in plan.authorities.iter() {
        let within = money_from_zero(checker, authority.within_department.as_ref());
        let across = money_from_zero(checker, authority.across_departments.as_ref());
        if let Some(role) = authority.about.0 {
            roles.insert(role.value, Limits { id, within, across });
        }
    }
    let mut moved: BTreeMap<(Id<Role>, [Id<Package>; 2], i32), Money> = BTreeMap::new();
    for transfer in transfers {
        let Some(limits) = roles.get(&transfer.by) else {
            checker.report(messages::no_authority(plan, transfer));
            continue;
        };
        let mut between = [transfer.giver.package, transfer.receiver.package];
        let reach = reach(checker, transfer.by, between);
        let Some(limit) = limits.of(reach) else { continue };
        between.sort();
        let year = fiscal_year(checker, transfer);
        let sum = moved.entry((transfer.by, between, year)).or_default();
        *sum = sum.add(transfer.amount).unwrap_or(*sum);
        if *sum > limit {
            let authority = &plan.authorities[limits.id];
            checker.report(messages::beyond_authority(
                plan,
                transfer,
                authority,
                messages::Beyond { limit, sum: *sum, reach, currency: checker.currency },
            ));
        }
    }
}

/// What a role may move; nothing said is no limit.
struct Limits {
    id: Id<Authority>,
    within: Option<Money>,
    across: Option<Money>,
}

impl Limits {
    fn of(&self, reach: Reach) -> Option<Money> {
        match reach {
            Reach::Within => self.within,
            Reach::Across => self.across,
        }
    }
}

fn reach(checker: &Checker, role: Id<Role>, between: [Id<Package>; 2]) -> Reach {
    let departments = &checker.plan.departments;
    let department = |package: Id<Package>| checker.plan.packages[package].department.get().map(|named| named.value);
    let [Some(one), Some(other)] = between.map(department) else { return Reach::Within };
    let owns =
        |department: Id<Department>| departments[department].owner.get().is_some_and(|owner| owner.value == role);
    let above_other = chain(checker, other);
    let owns_both = chain(checker, one).into_iter().any(|above| owns(above) && above_other.contains(&above));
    if one == other || owns_both { Reach::Within } else { Reach::Across }
}

/// A department and all above it; a ring, reported elsewhere, ends where it begins again.
fn chain(checker: &Checker, department: Id<Department>) -> Vec<Id<Department>> {
    let mut chain = vec![department];
    while let Some(above) = chain.last().and_then(|inner| checker.plan.departments[*inner].part_of) {
        if chain.contains(&above.value) {
            break;
        }
        chain.push(above.value);
    }
    chain
}

/// The fiscal year of a transfer, named by the calendar year it ends in.
fn fiscal_year(checker: &Checker, transfer: &TransferTerms) -> i32 {
    let month = transfer.on.month();
    let start = checker.fiscal_start;
    if start > 1 && month.month() >= start { month.year().saturating_add(1) } else { month.year() }
}
