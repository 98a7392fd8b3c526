//! What a plan says about findings themselves: `lint` regrades a code, `waive` accepts one finding about one name for a while.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::errors;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Plan;
use crate::model::plan::{LintLevel, WaiveLine};
use crate::quantity::Date;
use crate::source::Spanned;

/// The `lint` and `waive` lines of a plan, to be applied after each phase.
#[derive(Debug, Default)]
pub struct Lints {
    levels: BTreeMap<Code, LintLevel>,
    waivers: BTreeMap<Code, BTreeMap<SmolStr, Vec<Waiver>>>,
    today: Option<Date>,
    known: Known,
}

/// Whether the plan's own declaration, which holds the `lint` lines, could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Known {
    #[default]
    Yes,
    No,
}

#[derive(Debug)]
struct Waiver {
    line: WaiveLine,
    met: Option<Severity>,
}

impl Waiver {
    /// The last day, if that is past.
    fn over(&self, today: Option<Date>) -> Option<(Spanned<Date>, Date)> {
        let (until, today) = (self.line.until?, today?);
        (today > until.value).then_some((until, today))
    }
}

impl Lints {
    /// Reads them; lines about codes that do not exist or cannot be set aside are reported. Without a date no waiver ends.
    pub fn read(diagnostics: &mut Diagnostics, plan: &Plan, today: Option<Date>) -> Lints {
        let known = if plan.plan_heads.values().next().is_some() { Known::Yes } else { Known::No };
        let mut lints = Lints { today, known, ..Lints::default() };
        for lint in plan.plan_heads.values().flat_map(|head| &head.lint) {
            let Some(code) = code_of(diagnostics, &lint.code) else { continue };
            // An error that is to be an error stays one.
            let is_kept = lint.level == LintLevel::Error;
            if is_kept || can_be_set_aside(diagnostics, &lint.code, code) {
                lints.levels.insert(code, lint.level);
            }
        }
        for line in plan.waives.values().filter_map(|waive| waive.waive.get()) {
            let Some(code) = code_of(diagnostics, &line.code) else { continue };
            if can_be_set_aside(diagnostics, &line.code, code) {
                let waivers = lints.waivers.entry(code).or_default().entry(line.about.value.clone()).or_default();
                waivers.push(Waiver { line: line.clone(), met: None });
            }
        }
        lints
    }

    /// The day on which what ends with a day counts, if one is known.
    #[must_use]
    pub fn today(&self) -> Option<Date> {
        self.today
    }

    /// Regrades, silences and waives the findings so far. What was waived or silenced is gone.
    pub fn apply(&mut self, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|finding| {
            let is_shown = self.regrade(finding);
            !self.is_waived(finding) && is_shown
        });
    }

    /// What a plan whose own declaration is broken would rather not be warned of is not known.
    fn regrade(&self, finding: &mut Diagnostic) -> bool {
        if self.known == Known::No && finding.code.severity() == Severity::Warning {
            return false;
        }
        match self.levels.get(&finding.code) {
            Some(LintLevel::Off) => return false,
            Some(LintLevel::Error) => finding.severity = Severity::Error,
            Some(LintLevel::Warning) => finding.severity = Severity::Warning,
            None => {}
        }
        true
    }

    /// Whether a waiver holds for it; each that is about it has then met its finding.
    fn is_waived(&mut self, finding: &Diagnostic) -> bool {
        let waivers = finding.about.as_deref().and_then(|about| self.waivers.get_mut(&finding.code)?.get_mut(about));
        let mut waived = false;
        for waiver in waivers.into_iter().flatten() {
            waiver.met = Some(finding.severity);
            waived |= waiver.over(self.today).is_none();
        }
        waived
    }

    /// Reports waivers that met nothing and those whose time is over, once all phases have run. Where an error stopped
    /// the later ones, what they would have found is not known, and no waiver is said to meet nothing; nor is one of what
    /// only a comparison with an earlier version finds.
    pub fn finish(mut self, diagnostics: &mut Diagnostics) {
        let is_complete = !diagnostics.has_errors();
        let waivers = std::mem::take(&mut self.waivers);
        for waiver in waivers.into_values().flat_map(BTreeMap::into_values).flatten() {
            match (waiver.met, waiver.over(self.today)) {
                (None, _) if is_complete && !is_about_history(&waiver) => {
                    diagnostics.add(errors::waives_nothing(&waiver.line))
                }
                (Some(severity), Some((until, today))) => {
                    diagnostics.add(errors::waiver_over(&waiver.line, until.span, today, severity));
                }
                (None | Some(_), _) => {}
            }
        }
        diagnostics.retain(|finding| self.regrade(finding));
    }
}

fn is_about_history(waiver: &Waiver) -> bool {
    Code::from_id(&waiver.line.code.value).is_some_and(|code| code.is_about_history() || code.is_about_ledgers())
}

/// The code that a line names.
fn code_of(diagnostics: &mut Diagnostics, written: &Spanned<SmolStr>) -> Option<Code> {
    let code = Code::from_id(&written.value);
    if code.is_none() {
        diagnostics.add(errors::unknown_code(written));
    }
    code
}

/// Whether a finding may be set aside: a plan with an unknown name cannot be evaluated, whatever it says.
fn can_be_set_aside(diagnostics: &mut Diagnostics, written: &Spanned<SmolStr>, code: Code) -> bool {
    let can = code.severity() == Severity::Warning || code.is_lowerable();
    if !can {
        diagnostics.add(errors::cannot_regrade(written, code));
    }
    can
}
