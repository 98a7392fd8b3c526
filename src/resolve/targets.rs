//! Targets in scenarios: takes what one sets, gives the target it stands in place of: `set nps.target: 50 pts by 2027-12`.

use super::declare::{Entry, SymbolTable};
use super::errors;
use crate::diagnostic::Diagnostic;
use crate::model::schema::{PropertySchema, Shape};
use crate::model::{AnyId, Kind};
use crate::quantity::Period;
use crate::source::Span;
use crate::syntax::tree::{ExpressionKind, ModifierWord, Path, Statement, Tree};
use smallvec::SmallVec;

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
    (!takes).then(|| errors::unknown_modifier(property.key, &property.spec, by, set))
}

/// `by 2027-06`
fn month_of(tree: &Tree, line: &Statement) -> Option<Period> {
    let by = line.modifiers.iter().find(|modifier| modifier.word == ModifierWord::By)?;
    match tree.expression(by.value).kind {
        ExpressionKind::Period(period) => Some(period),
        _ => None,
    }
}

/// What a path points at: a property of a declaration, and what its line is about.
pub(super) struct Target<'t> {
    /// The declaration.
    pub id: AnyId,
    /// The property's place in the schema.
    pub property: usize,
    /// What its line is about.
    pub subject: Option<&'t str>,
    /// The part of the path that names the declaration.
    pub owner: &'t str,
}

/// What a path can point at: a declaration of any kind, then a key, then a subject. The longest owner wins.
pub(super) fn targets<'t>(declared: &SymbolTable<'t>, path: &'t Path) -> SmallVec<[Target<'t>; 2]> {
    let text = path.text.as_str();
    let mut ends: Vec<usize> = text.match_indices('.').map(|(place, _)| place).collect();
    ends.push(text.len());
    let mut found = SmallVec::new();
    while let Some(end) = ends.pop() {
        let owner = text.get(..end).unwrap_or("");
        let rest = text.get(end..).unwrap_or("").trim_start_matches('.');
        for kind in Kind::ALL {
            let Some(id) = declared.names.get(*kind, owner) else { continue };
            let Some((property, subject)) = property(*kind, rest) else { continue };
            found.push(Target { id, property, subject, owner });
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The property a key and perhaps a subject point at in a kind; a driver alone means its value.
pub(super) fn property(kind: Kind, rest: &str) -> Option<(usize, Option<&str>)> {
    if rest.is_empty() {
        return (kind == Kind::Driver).then_some((WHOLE, None));
    }
    let mut properties = kind.schema().properties.iter().enumerate();
    if Period::parse_alone(rest).is_ok() {
        let (index, _) = properties.find(|(_, property)| property.spec.shape == Shape::Periods)?;
        return Some((index, Some(rest)));
    }
    let (key, subject) = match rest.split_once('.') {
        Some((key, subject)) => (key, Some(subject)),
        None => (rest, None),
    };
    let (index, property) = properties.find(|(_, property)| property.key == key)?;
    let takes = match property.spec.shape {
        Shape::Single => subject.is_none(),
        Shape::Repeated => true,
        Shape::Periods | Shape::Children(_) | Shape::Items | Shape::Head => false,
    };
    takes.then_some((index, subject))
}

/// The place of `value` among the properties of a driver, which stands for all months.
pub(super) const WHOLE: usize = 0;
