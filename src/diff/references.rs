//! Which kinds of name a fact can hold, as the schema says: only those change in it when a declaration is renamed.

use crate::model::Kind;
use crate::model::functions::{Function, Parameter};
use crate::model::schema::{PropertySchema, Shape, SubjectKind, ValueKind};

/// What a formula can name besides the arguments of its functions.
const VALUES: &[Kind] = &[Kind::Kpi, Kind::Driver, Kind::Stage];

/// The kinds that a fact of a declaration of `kind` under `key` can name, in its key, its value and its modifiers.
pub(super) fn references(kind: Kind, key: &str) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if let Some(property) = property(kind, key) {
        kinds.extend(of_subject(property.spec.subject));
        kinds.extend(of_value(property.spec.value));
        property.spec.modifiers.iter().for_each(|modifier| kinds.extend(of_value(modifier.value)));
    }
    kinds.sort();
    kinds.dedup();
    kinds
}

/// The property a key is of: by its word; a period, an item and the one line that a declaration is have none.
fn property(kind: Kind, key: &str) -> Option<&'static PropertySchema> {
    let word = key.split(' ').next().unwrap_or(key);
    let properties = kind.schema().properties;
    let named = properties.iter().find(|property| property.key == word);
    let unnamed = || properties.iter().find(|property| matches!(property.spec.shape, Shape::Periods | Shape::Items));
    named.or_else(unnamed).or_else(|| properties.first().filter(|_| key.is_empty()))
}

fn of_subject(subject: SubjectKind) -> &'static [Kind] {
    match subject {
        SubjectKind::Name(kinds)
        | SubjectKind::MaybeName(kinds)
        | SubjectKind::KindAndName(kinds)
        | SubjectKind::KindAndText(kinds) => kinds,
        SubjectKind::Path => Kind::ALL,
        SubjectKind::None | SubjectKind::MaybePeriod | SubjectKind::Code | SubjectKind::Word(_) => &[],
    }
}

fn of_value(value: ValueKind) -> Vec<Kind> {
    match value {
        ValueKind::Reference(kinds) | ValueKind::References(kinds) | ValueKind::ReferencesOrTexts(kinds) => {
            kinds.to_vec()
        }
        ValueKind::Expression(_) => VALUES.iter().copied().chain(arguments()).collect(),
        ValueKind::Path | ValueKind::Any => Kind::ALL.to_vec(),
        ValueKind::Unit => vec![Kind::Unit],
        ValueKind::Text
        | ValueKind::Texts
        | ValueKind::Truth
        | ValueKind::Integer(..)
        | ValueKind::Choice(_)
        | ValueKind::Currency
        | ValueKind::Date
        | ValueKind::Month
        | ValueKind::Period
        | ValueKind::Months
        | ValueKind::Rating => Vec::new(),
    }
}

/// What the arguments of functions can name, and the units that figures stand in.
fn arguments() -> impl Iterator<Item = Kind> {
    let parameters = Function::ALL.iter().flat_map(|function| function.schema().parameters);
    let kinds = parameters.filter_map(|parameter| match parameter {
        Parameter::Name(kinds) => Some(*kinds),
        Parameter::Value | Parameter::Values | Parameter::Months | Parameter::Series => None,
    });
    kinds.flatten().copied().chain([Kind::Unit])
}
