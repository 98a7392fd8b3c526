//! What a plan says about findings themselves: `lint` regrades a code, `waive` accepts one finding about one name for a while.

use std::collections::BTreeMap;

use super::errors;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Plan;
use crate::model::plan::{LintLevel, WaiveLine};
use crate::quantity::Date;

/// The `lint` and `waive` lines of a plan, to be applied after each phase.
#[derive(Debug, Default)]
pub struct Lints {
    levels: BTreeMap<Code, LintLevel>,
    waivers: Vec<Waiver>,
    today: Option<Date>,
}

#[derive(Debug)]
struct Waiver {
    line: WaiveLine,
    code: Code,
    met: Met,
}

/// Whether a waiver met the finding it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Never,
    Once,
}

impl Lints {
    /// Reads them; lines about codes that do not exist or cannot be set aside are reported. Without a date no waiver ends.
    pub fn read(diagnostics: &mut Diagnostics, plan: &Plan, today: Option<Date>) -> Lints {
        let mut lints = Lints { today, ..Lints::default() };
        for lint in plan.plan_heads.values().flat_map(|head| &head.lint) {
            if let Some(code) = rule(diagnostics, &lint.code) {
                lints.levels.insert(code, lint.level);
            }
        }
        for line in plan.waives.values().filter_map(|waive| waive.waive.get()) {
            if let Some(code) = rule(diagnostics, &line.code) {
                lints.waivers.push(Waiver { line: line.clone(), code, met: Met::Never });
            }
        }
        lints
    }

    /// Regrades, silences and waives the findings so far. What was waived or silenced is gone.
    pub fn apply(&mut self, diagnostics: &mut Diagnostics) {
        for waiver in &mut self.waivers {
            let over = matches!((&waiver.line.until, self.today), (Some(until), Some(today)) if today > until.value);
            let (code, about) = (waiver.code, waiver.line.about.value.as_str());
            diagnostics.retain(|finding| {
                let meets = finding.code == code && finding.about.as_deref() == Some(about);
                if meets {
                    waiver.met = Met::Once;
                }
                !meets || over
            });
        }
        diagnostics.retain(|finding| self.regrade(finding));
    }

    fn regrade(&self, finding: &mut Diagnostic) -> bool {
        match self.levels.get(&finding.code) {
            Some(LintLevel::Off) => return false,
            Some(LintLevel::Error) => finding.severity = Severity::Error,
            Some(LintLevel::Warning) => finding.severity = Severity::Warning,
            None => {}
        }
        true
    }

    /// Reports waivers that met nothing and those whose time is over, once all phases have run.
    pub fn finish(mut self, diagnostics: &mut Diagnostics) {
        for waiver in std::mem::take(&mut self.waivers) {
            match (waiver.met, &waiver.line.until, self.today) {
                (Met::Never, _, _) => diagnostics.add(errors::waives_nothing(&waiver.line)),
                (Met::Once, Some(until), Some(today)) if today > until.value => {
                    diagnostics.add(errors::waiver_over(&waiver.line, until.span, today));
                }
                (Met::Once, _, _) => {}
            }
        }
        diagnostics.retain(|finding| self.regrade(finding));
    }
}

/// The code of a line, if it may be set aside: a plan with an unknown name cannot be evaluated, whatever it says.
fn rule(diagnostics: &mut Diagnostics, written: &crate::source::Spanned<smol_str::SmolStr>) -> Option<Code> {
    match Code::from_id(&written.value) {
        None => diagnostics.add(errors::unknown_code(written)),
        Some(code) if code.severity() == Severity::Warning || code.is_lowerable() => return Some(code),
        Some(code) => diagnostics.add(errors::cannot_regrade(written, code)),
    }
    None
}
