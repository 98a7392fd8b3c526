//! A page: takes the funded levels in rank order, gives the packages of which a report shows by itself what they bring.

use std::collections::BTreeSet;

use crate::check::CheckedPlan;
use crate::model::{Id, Level, Package};

/// Some packages, or all of them.
#[derive(Debug)]
pub(super) struct Page(Option<BTreeSet<Id<Package>>>);

impl Page {
    /// The funded packages that rank highest, where not all are asked for; others follow in order of name.
    pub(super) fn of(plan: &CheckedPlan, funded: &[Id<Level>], depth: Depth) -> Page {
        match depth {
            Depth::Page if plan.packages.len() > PAGE => {}
            Depth::Page | Depth::Findings | Depth::Figures | Depth::Whole => return Page(None),
        }
        let mut page = BTreeSet::new();
        let of_level = |level: &Id<Level>| plan.levels.get(level.index()).map(|terms| terms.package);
        let mut ranked = funded.iter().filter_map(of_level);
        while page.len() < PAGE
            && let Some(package) = ranked.next()
        {
            page.insert(package);
        }
        if page.len() < PAGE {
            let mut named: Vec<Id<Package>> = (0..plan.packages.len()).map(Id::new).collect();
            named.sort_by_key(|package| &plan.plan().packages[*package].head.path);
            let others = named.into_iter().filter(|package| !page.contains(package)).collect::<Vec<_>>();
            page.extend(others.into_iter().take(PAGE.saturating_sub(page.len())));
        }
        Page(Some(page))
    }

    /// Whether a package is on it.
    pub(super) fn holds(&self, package: Id<Package>) -> bool {
        self.0.as_ref().is_none_or(|page| page.contains(&package))
    }
}

/// How much is worked out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// What findings need: all but what each package brings by itself, which takes a projection for each.
    Findings,
    /// All that an editor shows as somebody writes: everything but the best set beside another policy.
    Figures,
    /// What a report shows unless asked for more: everything, but what packages bring and how far their effects spread
    /// only for the [`PAGE`] packages that rank highest.
    Page,
    /// Everything.
    #[default]
    Whole,
}

/// How many packages a report shows by itself what they bring of.
pub const PAGE: usize = 200;
