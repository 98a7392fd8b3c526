//! What cannot hold, whatever is funded: takes the budget of each period, reports a reserve beyond it, floors beyond what
//! the reserve leaves of it, and floors beyond a cap on them or around them.

use std::collections::{BTreeMap, BTreeSet};

use super::around::{Trees, depths};
use super::available::{Allotted, allot, budgets};
use super::checked::{BudgetPeriod, CheckedPlan, FundingTerms};
use super::context::Checker;
use super::words::money_words;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AnyId, Kind, Plan};
use crate::quantity::{ArithmeticError, Currency, Money};
use crate::source::Span;

/// How many floors a finding points at.
const POINTED_AT: usize = 4;

/// The findings of a plan under its own budget. Sums that are too large are told when money is given.
pub(super) fn check(checker: &mut Checker, terms: Option<&FundingTerms>, trees: Trees<'_>) {
    let Some(terms) = terms else { return };
    let Ok(budgets) = budgets(terms, None, checker.currency) else { return };
    let case = Case { plan: checker.plan, currency: checker.currency, terms, trees };
    case.findings(&budgets).unwrap_or_default().into_iter().for_each(|finding| checker.report(finding));
}

/// The findings of a plan under another budget.
pub fn overcommitted(
    plan: &CheckedPlan,
    terms: &FundingTerms,
    budgets: &[Money],
) -> Result<Vec<Diagnostic>, ArithmeticError> {
    let trees = Trees { departments: &plan.department_chains, objectives: &plan.objective_chains };
    Case { plan: &plan.plan, currency: plan.currency, terms, trees }.findings(budgets)
}

/// What the findings read.
struct Case<'a> {
    plan: &'a Plan,
    currency: Currency,
    terms: &'a FundingTerms,
    trees: Trees<'a>,
}

impl Case<'_> {
    fn findings(&self, budgets: &[Money]) -> Result<Vec<Diagnostic>, ArithmeticError> {
        let allotted = allot(self.terms, budgets, self.currency)?;
        if let Some(finding) = self.reserve(budgets, &allotted)? {
            return Ok(vec![finding]);
        }
        if self.terms.floors.is_empty() {
            return Ok(Vec::new());
        }
        let held = self.held(&allotted.available.floors)?;
        let mut findings = self.floors_beyond_periods(&held, &allotted.available.periods)?;
        findings.extend(self.floors_beyond_caps(&held, &allotted.available.caps)?);
        Ok(findings)
    }

    fn reserve(&self, budgets: &[Money], allotted: &Allotted) -> Result<Option<Diagnostic>, ArithmeticError> {
        let budget = Money::sum(budgets.iter().copied())?;
        let written = self.plan.fundings.values().next().and_then(|funding| funding.reserve.as_ref());
        if Money::sum(allotted.reserves.iter().copied())? <= budget {
            return Ok(None);
        }
        let span = written.map_or(self.terms.span, |reserve| reserve.span);
        let finding = Diagnostic::new(Code::ReserveBeyondBudget, span, "the reserve is more than the budget")
            .label(format!("the budget is {}", self.money(budget)))
            .help("keep back a part of the budget, such as `10%`, or raise the budget");
        Ok(Some(finding))
    }

    /// What each floor holds in each period while nothing is funded: floor after floor, the least of its own amounts and no
    /// less than what those inside it hold together.
    fn held(&self, amounts: &[Money]) -> Result<Vec<Money>, ArithmeticError> {
        let periods = self.terms.periods.len();
        let mut held = amounts.to_vec();
        let mut inside = vec![Money::ZERO; amounts.len()];
        let mut order: Vec<usize> = (0..self.terms.floors.len()).collect();
        order.sort_by_key(|floor| std::cmp::Reverse(self.terms.floors.get(*floor).map(|floor| floor.depth)));
        for floor in order {
            let around = self.terms.floors.get(floor).and_then(|floor| floor.inside);
            for period in 0..periods {
                let place = floor * periods + period;
                let within = inside.get(place).copied().unwrap_or_default();
                let Some(holds) = held.get_mut(place) else { continue };
                *holds = holds.maximum(within);
                let holds = *holds;
                if let Some(sum) = around.and_then(|around| inside.get_mut(around * periods + period)) {
                    *sum = sum.add(holds)?;
                }
            }
        }
        Ok(held)
    }

    /// Floors of one kind, those inside others not counted again, beyond what a period holds after the reserve: of each
    /// kind the first such period.
    fn floors_beyond_periods(&self, held: &[Money], holds: &[Money]) -> Result<Vec<Diagnostic>, ArithmeticError> {
        let mut of_kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (index, floor) in self.terms.floors.iter().enumerate().filter(|(_, floor)| floor.inside.is_none()) {
            of_kinds.entry(floor.about.kind).or_default().push(index);
        }
        let mut findings = Vec::new();
        for floors in of_kinds.values() {
            for (index, (period, there)) in self.terms.periods.iter().zip(holds).enumerate() {
                let of = |floor: usize| held.get(floor * holds.len() + index).copied().unwrap_or_default();
                let sum = Money::sum(floors.iter().map(|floor| of(*floor)))?;
                if sum > *there {
                    let which = floors.iter().filter(|floor| of(**floor).is_positive());
                    let which = which.filter_map(|floor| Some((self.span_in(*floor, index)?, of(*floor)))).collect();
                    findings.push(self.beyond_period(which, sum, period, *there)?);
                    break;
                }
            }
        }
        Ok(findings)
    }

    fn beyond_period(
        &self,
        floors: Vec<(Span, Money)>,
        sum: Money,
        period: &BudgetPeriod,
        there: Money,
    ) -> Result<Diagnostic, ArithmeticError> {
        let of = if self.terms.periods.len() > 1 { format!(" of `{}`", period.name) } else { String::new() };
        let after = if self.terms.reserve.is_some() { " after its reserve" } else { "" };
        let over = self.money(sum.subtract(there)?);
        let message = match floors.as_slice() {
            [_] => format!("the floor holds {over} more than the budget{of} has{after}"),
            _ => format!("floors hold {}, {over} more than the budget{of} has{after}", self.money(sum)),
        };
        Ok(self
            .pointing(Code::FloorsBeyondBudget, message, &floors)
            .also(period.span, format!("leaves {} to hold", self.money(there)))
            .help("hold less, or raise the budget"))
    }

    /// Floors on, or inside of, what a cap is about, in all periods together, beyond that cap.
    fn floors_beyond_caps(&self, held: &[Money], caps: &[Money]) -> Result<Vec<Diagnostic>, ArithmeticError> {
        if caps.is_empty() {
            return Ok(Vec::new());
        }
        let inside = self.held_inside(held)?;
        let mut findings = Vec::new();
        for (cap, most) in self.terms.caps.iter().zip(caps) {
            let Some(inside) = inside.get(&cap.about).filter(|inside| inside.sum > *most) else { continue };
            let about = &self.plan.head(cap.about).path;
            let over = self.money(inside.sum.subtract(*most)?);
            let message = match inside.floors.as_slice() {
                [_] => format!("the floor holds {over} more than `{about}` may cost"),
                _ => format!("floors hold {}, {over} more than `{about}` may cost", self.money(inside.sum)),
            };
            let finding = self
                .pointing(Code::FloorBeyondCap, message, &inside.floors)
                .also(cap.span, format!("allows {}", self.money(*most)))
                .help("hold less, or raise the cap");
            findings.push(finding);
        }
        Ok(findings)
    }

    /// What floors hold on or inside of each name that has a floor or a cap, in all periods together.
    fn held_inside(&self, held: &[Money]) -> Result<BTreeMap<AnyId, Inside>, ArithmeticError> {
        let periods = self.terms.periods.len();
        let floors: BTreeMap<AnyId, usize> =
            self.terms.floors.iter().enumerate().map(|(index, floor)| (floor.about, index)).collect();
        let names: BTreeSet<AnyId> =
            floors.keys().copied().chain(self.terms.caps.iter().map(|cap| cap.about)).collect();
        let nearest = self.trees.nearest(&names);
        let places: BTreeMap<AnyId, usize> = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
        let around = |name: &AnyId| nearest.get(name).and_then(|around| places.get(around)).copied();
        let depths = depths(&names.iter().map(around).collect::<Vec<_>>());
        let mut order: Vec<(AnyId, usize)> = names.iter().copied().zip(depths).collect();
        order.sort_by_key(|(_, depth)| std::cmp::Reverse(*depth));
        let mut inside: BTreeMap<AnyId, Inside> = BTreeMap::new();
        for (name, _) in order {
            if let Some(floor) = floors.get(&name) {
                let start = floor * periods;
                let sum = Money::sum(held.get(start..start + periods).unwrap_or(&[]).iter().copied())?;
                let span = self.terms.floors.get(*floor).map_or_else(Span::default, |floor| floor.span);
                inside.insert(name, Inside { sum, floors: vec![(span, sum)] });
            }
            let (Some(own), Some(above)) = (inside.get(&name).cloned(), nearest.get(&name)) else { continue };
            let sum = inside.entry(*above).or_default();
            sum.sum = sum.sum.add(own.sum)?;
            // More than are pointed at need no names.
            sum.floors.extend(own.floors.into_iter().take(POINTED_AT.saturating_sub(sum.floors.len())));
        }
        Ok(inside)
    }

    /// A finding at the first of some floors that labels the first few of them.
    fn pointing(&self, code: Code, message: String, floors: &[(Span, Money)]) -> Diagnostic {
        let label = |amount: Money| format!("holds {}", self.money(amount));
        let mut floors = floors.iter().take(POINTED_AT);
        let Some((first, amount)) = floors.next() else { return Diagnostic::new(code, self.terms.span, message) };
        let finding = Diagnostic::new(code, *first, message).label(label(*amount));
        floors.fold(finding, |finding, (span, amount)| finding.also(*span, label(*amount)))
    }

    /// The line that says what a floor holds in a period.
    fn span_in(&self, floor: usize, period: usize) -> Option<Span> {
        let floor = self.terms.floors.get(floor)?;
        Some(floor.span_in(period).unwrap_or(floor.span))
    }

    fn money(&self, amount: Money) -> String {
        money_words(amount, self.currency)
    }
}

/// What floors hold on or inside of a name, and the outermost of them, as far as they are pointed at.
#[derive(Debug, Clone, Default)]
struct Inside {
    sum: Money,
    floors: Vec<(Span, Money)>,
}
