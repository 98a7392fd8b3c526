//! The words of the language by their part in it, for the grammars of editors: takes the schema, gives sorted lists.

use std::collections::BTreeSet;

use serde::Serialize;

use super::entry;
use crate::model::Kind;
use crate::model::functions::Function;
use crate::model::kpi_kinds::KpiKind;
use crate::model::schema::Shape;
use crate::syntax::tree::ModifierWord;
use crate::syntax::words::{CONSTANTS, FLOWS, OPERATORS, POINTS, TIMES};

/// Every word that means something by itself, each list in order. A word may stand in several.
#[derive(Debug, Serialize)]
pub struct Words {
    /// What declarations begin with: `package`.
    pub keywords: BTreeSet<&'static str>,
    /// What properties and entries begin with: `owner`, `cost`.
    pub keys: BTreeSet<&'static str>,
    /// What follows a value: `from`, `because`.
    pub modifiers: BTreeSet<&'static str>,
    /// What joins values: `and`, `at`.
    pub operators: BTreeSet<&'static str>,
    /// What a property may be, where it takes one of a few words: `skip`, `expense`.
    pub choices: BTreeSet<&'static str>,
    /// The kinds of KPI: `nps`.
    pub kinds: BTreeSet<&'static str>,
    /// The functions of formulas: `clamp`.
    pub functions: BTreeSet<&'static str>,
    /// The units that no plan declares, in the singular and in the plural: `pts`, `months`.
    pub units: BTreeSet<&'static str>,
    /// What stands for a value: `yes`, `previous`, `leaving`.
    pub constants: BTreeSet<&'static str>,
}

/// The words of the language.
#[must_use]
pub fn words() -> Words {
    let is_line = |shape: Shape| matches!(shape, Shape::Single | Shape::Repeated);
    let lines = || entry::properties().filter(move |(_, property)| is_line(property.spec.shape));
    let keywords: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.keyword()).collect();
    let modifiers: BTreeSet<&str> = ModifierWord::ALL.iter().map(|word| word.text()).collect();
    let kinds: BTreeSet<&str> = KpiKind::ALL.iter().map(|kind| kind.word()).collect();
    let taken = lines().flat_map(|(_, property)| entry::words(property));
    let joined = |lists: &[&'static [&'static str]]| lists.iter().flat_map(|list| list.iter().copied()).collect();
    Words {
        keys: lines().map(|(_, property)| property.key).filter(|key| !keywords.contains(key)).collect(),
        choices: taken.filter(|word| !modifiers.contains(word) && !kinds.contains(word)).collect(),
        functions: Function::ALL.iter().map(|function| function.schema().name).collect(),
        operators: joined(&[OPERATORS]),
        units: joined(&[POINTS, TIMES]),
        constants: joined(&[CONSTANTS, FLOWS]),
        keywords,
        modifiers,
        kinds,
    }
}
