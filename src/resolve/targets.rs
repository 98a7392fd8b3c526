//! Targets in scenarios: takes what one sets, gives the target it stands in place of: `set nps.target: 50 pts by 2027-12`.

use super::declare::Entry;
use super::errors;
use crate::diagnostic::Diagnostic;
use crate::model::schema::PropertySchema;
use crate::quantity::Period;
use crate::source::Span;
use crate::syntax::tree::{ExpressionKind, ModifierWord, Path, Statement, Tree};

/// The target of the same month; the only one, whatever its month; a new one where there is none.
pub(super) fn line_to_set<'t>(
    (entry, targets): (&Entry<'_>, &[&'t Statement]),
    (tree, set): (&Tree, &Statement),
    path: &Path,
) -> Result<Option<&'t Statement>, Box<Diagnostic>> {
    if let [] | [_] = targets {
        return Ok(targets.first().copied());
    }
    let wanted = month_of(tree, set);
    let mut months: Vec<(Period, Span)> = Vec::new();
    for target in targets.iter().copied() {
        let Some(month) = month_of(entry.tree, target) else { continue };
        if Some(month) == wanted {
            return Ok(Some(target));
        }
        months.push((month, target.span));
    }
    Err(Box::new(errors::no_target_to_set(path, &entry.head, wanted, &months)))
}

/// `set wage: 56k USD/agent/year by 2027-12`: only a target is set for a month.
pub(super) fn month_of_no_target(property: &PropertySchema, set: &Statement) -> Option<Diagnostic> {
    let by = set.modifiers.iter().find(|modifier| modifier.word == ModifierWord::By)?;
    let takes = property.spec.modifiers.iter().any(|modifier| modifier.word == "by");
    (!takes).then(|| errors::unknown_modifier(property.key, &property.spec, by))
}

/// `by 2027-06`
fn month_of(tree: &Tree, line: &Statement) -> Option<Period> {
    let by = line.modifiers.iter().find(|modifier| modifier.word == ModifierWord::By)?;
    match tree.expression(by.value).kind {
        ExpressionKind::Period(period) => Some(period),
        _ => None,
    }
}
