//! Values in the one way they are kept as facts: names in full, lists of names in order, numbers without suffixes, units in
//! the singular, brackets only where they change something.

use std::fmt::Write;

use smol_str::SmolStr;

use super::declare::SymbolTable;
use super::expressions::VALUES;
use super::units::Units;
use crate::model::facts::{Phrase, Value, quoted};
use crate::model::functions::{Function, Parameter};
use crate::model::schema::ValueKind;
use crate::model::{AnyId, Kind};
use crate::quantity::{Number, TimeUnit};
use crate::syntax::tree::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Tree, UnaryOperator, Word};

/// What the names in the values of one declaration mean.
#[derive(Clone, Copy)]
pub(super) struct Canonical<'a, 't> {
    pub declared: &'a SymbolTable<'t>,
    pub units: &'a Units,
    pub tree: &'t Tree,
    pub around: &'a [SmolStr],
}

impl<'a> Canonical<'a, '_> {
    /// A value of a kind.
    pub(super) fn value(&self, kind: ValueKind, id: ExpressionId) -> Value {
        let is = |push: &dyn Fn(&mut Phrase)| {
            let mut phrase = Phrase::default();
            push(&mut phrase);
            Value::Formula(phrase)
        };
        match (kind, &self.tree.expression(id).kind) {
            (ValueKind::References(kinds) | ValueKind::ReferencesOrTexts(kinds), _) => self.names(id, kinds),
            (_, ExpressionKind::Missing) => Value::Nothing,
            (_, ExpressionKind::Text(words)) => Value::Text(words.to_string()),
            (ValueKind::Reference(kinds), _) => is(&|phrase| self.push_reference(phrase, id, kinds)),
            (ValueKind::Path, ExpressionKind::Path(path)) => is(&|phrase| phrase.push_name(path, &self.bearers(path))),
            (ValueKind::Currency | ValueKind::Unit, _) => is(&|phrase| self.push_unit_value(phrase, id)),
            (
                ValueKind::Text
                | ValueKind::Texts
                | ValueKind::Truth
                | ValueKind::Integer(..)
                | ValueKind::Choice(_)
                | ValueKind::Date
                | ValueKind::Month
                | ValueKind::Period
                | ValueKind::Months
                | ValueKind::Path
                | ValueKind::Any
                | ValueKind::Rating
                | ValueKind::Nothing
                | ValueKind::Expression(_),
                _,
            ) => is(&|phrase| self.push_formula(phrase, id, Binding::Loosest)),
        }
    }

    /// All that bear a name, of any kind.
    pub(super) fn bearers(&self, path: &str) -> Vec<AnyId> {
        Kind::ALL.iter().filter_map(|kind| self.declared.names.get(*kind, path)).collect()
    }

    /// Writes the full path of a name; as written where it is unknown.
    pub(super) fn push_path(&self, text: &mut Phrase, path: &str, kinds: &[Kind]) {
        let found = self.declared.names.find(kinds, path, self.around);
        match found.first().and_then(|id| Some((*id, self.declared.entry(*id)?))) {
            Some((id, entry)) => text.push_name(&entry.head.path, &[id]),
            None => text.push_str(path),
        }
    }

    fn push_reference(&self, text: &mut Phrase, id: ExpressionId, kinds: &[Kind]) {
        match &self.tree.expression(id).kind {
            ExpressionKind::Path(path) => self.push_path(text, path, kinds),
            _ => self.push_formula(text, id, Binding::Loosest),
        }
    }

    /// A list of names means the same in any order, and one name alone is a list of one.
    fn names(&self, id: ExpressionId, kinds: &[Kind]) -> Value {
        let ids = match &self.tree.expression(id).kind {
            ExpressionKind::List(elements) => elements.as_slice(),
            _ => &[id],
        };
        let name = |id: &ExpressionId| {
            let mut name = Phrase::default();
            self.push_reference(&mut name, *id, kinds);
            name
        };
        let mut names: Vec<Phrase> = ids.iter().map(name).collect();
        names.sort();
        names.dedup();
        Value::Names(names)
    }

    fn push_unit_value(&self, text: &mut Phrase, id: ExpressionId) {
        match &self.tree.expression(id).kind {
            ExpressionKind::Path(unit) | ExpressionKind::Unit(unit) => self.push_unit(text, unit),
            _ => self.push_formula(text, id, Binding::Loosest),
        }
    }

    fn push_unit(&self, text: &mut Phrase, unit: &str) {
        self.units.push_singular(text, self.declared, unit);
    }

    /// An expression, in brackets where what surrounds it binds tighter.
    fn push_formula(&self, text: &mut Phrase, id: ExpressionId, around: Binding) {
        let expression = self.tree.expression(id);
        let is_loose = binding(self.tree, expression) < around;
        if is_loose {
            text.push('(');
        }
        self.push_bare(text, expression);
        if is_loose {
            text.push(')');
        }
    }

    fn push_bare(&self, text: &mut Phrase, expression: &Expression) {
        // Writing to a `String` cannot fail.
        match &expression.kind {
            ExpressionKind::Number { value, unit } => self.push_number(text, *value, unit.as_deref()),
            ExpressionKind::Text(words) => text.push_str(&quoted(words)),
            ExpressionKind::Truth(truth) => text.push_str(if *truth { "yes" } else { "no" }),
            ExpressionKind::Period(period) => drop(write!(text, "{period}")),
            ExpressionKind::Path(path) => self.push_value_name(text, path),
            ExpressionKind::Unit(unit) => self.push_unit(text, unit),
            ExpressionKind::Call { function, arguments } => self.push_call(text, function, arguments),
            ExpressionKind::List(elements) => {
                text.push('[');
                self.push_listed(text, elements.iter().map(|id| (*id, None)));
                text.push(']');
            }
            ExpressionKind::Unary { operator, operand } => {
                text.push_str(sign(*operator));
                self.push_formula(text, *operand, binding(self.tree, expression));
            }
            ExpressionKind::Binary { operator, left, right, .. } => {
                // `a - b - c` needs no brackets on its left, and `a - (b - c)` needs them on its right.
                let own = binding(self.tree, expression);
                let operator = super::expressions::binary(*operator).text();
                self.push_joined(text, (*left, own), &format!(" {operator} "), (*right, own.tighter()));
            }
            ExpressionKind::At { operand, month } => {
                self.push_joined(text, (*operand, Binding::At), " at ", (*month, Binding::Tightest));
            }
            ExpressionKind::Range { low, high } => self.push_range(text, &[*low], *high),
            ExpressionKind::ThreePoint { low, likely, high } => self.push_range(text, &[*low, *likely], *high),
            ExpressionKind::Rating { value, of } => {
                self.push_joined(text, (*value, Binding::Sign), " of ", (*of, Binding::Sign));
            }
            ExpressionKind::Relative(factor) => {
                text.push_str("* ");
                self.push_formula(text, *factor, Binding::Multiply);
            }
            ExpressionKind::Group(inner) => self.push_bare(text, self.tree.expression(*inner)),
            ExpressionKind::Missing => {}
        }
    }

    fn push_joined(
        &self,
        text: &mut Phrase,
        left: (ExpressionId, Binding),
        between: &str,
        right: (ExpressionId, Binding),
    ) {
        self.push_formula(text, left.0, left.1);
        text.push_str(between);
        self.push_formula(text, right.0, right.1);
    }

    /// Values with commas between; those that are names are of the kinds given with them.
    fn push_listed(&self, text: &mut Phrase, elements: impl Iterator<Item = (ExpressionId, Option<&'static [Kind]>)>) {
        for (index, (id, kinds)) in elements.enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            match kinds {
                Some(kinds) => self.push_reference(text, id, kinds),
                None => self.push_formula(text, id, Binding::Loosest),
            }
        }
    }

    /// The unit of the last end stands once, for all.
    fn push_range(&self, text: &mut Phrase, firsts: &[ExpressionId], last: ExpressionId) {
        let unit = self.last_unit(last);
        for id in firsts {
            self.push_formula(text, *id, Binding::Loosest);
            if let Some(shorter) = unit.as_deref().and_then(|unit| text.as_str().strip_suffix(unit)) {
                let end = shorter.len();
                text.truncate(end);
            }
            text.push_str(" .. ");
        }
        self.push_formula(text, last, Binding::Loosest);
    }

    fn last_unit(&self, id: ExpressionId) -> Option<String> {
        match &self.tree.expression(id).kind {
            ExpressionKind::Number { unit: Some(unit), .. } => {
                let mut text = Phrase::from(gap(&unit.text));
                self.push_unit(&mut text, &unit.text);
                Some(text.to_string())
            }
            ExpressionKind::Unary { operand, .. } | ExpressionKind::Group(operand) => self.last_unit(*operand),
            _ => None,
        }
    }

    /// A length of time has its plural, as it is read aloud: `2 months`.
    fn push_number(&self, text: &mut Phrase, value: Number, unit: Option<&Word>) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{value}");
        let Some(unit) = unit else { return };
        text.push_str(gap(&unit.text));
        self.push_unit(text, &unit.text);
        if value != Number::ONE && TimeUnit::parse(&unit.text).is_some() {
            text.push('s');
        }
    }

    /// A KPI, a driver, a stage's flow.
    fn push_value_name(&self, text: &mut Phrase, path: &str) {
        match path.rsplit_once('.') {
            Some((stage, end @ ("entering" | "leaving"))) => {
                self.push_path(text, stage, &[Kind::Stage]);
                text.push('.');
                text.push_str(end);
            }
            Some(_) | None => self.push_path(text, path, VALUES),
        }
    }

    fn push_call(&self, text: &mut Phrase, function: &Word, arguments: &[ExpressionId]) {
        let parameters = Function::from_name(&function.text).map_or(&[][..], |function| function.schema().parameters);
        let kinds = |index: usize| match parameters.get(index).or(parameters.last()) {
            Some(Parameter::Name(kinds)) => Some(*kinds),
            Some(Parameter::Value | Parameter::Values | Parameter::Months | Parameter::Series) | None => None,
        };
        text.push_str(&function.text);
        text.push('(');
        self.push_listed(text, arguments.iter().enumerate().map(|(index, id)| (*id, kinds(index))));
        text.push(')');
    }
}

/// `%` and `pp` stand right behind their number.
fn gap(unit: &str) -> &'static str {
    match unit.split('/').next() {
        Some("%" | "pp") => "",
        Some(_) | None => " ",
    }
}

/// How tight an expression holds together, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Loosest,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Sign,
    At,
    Tightest,
}

impl Binding {
    fn tighter(self) -> Binding {
        match self {
            Binding::Loosest => Binding::Or,
            Binding::Or => Binding::And,
            Binding::And => Binding::Not,
            Binding::Not => Binding::Compare,
            Binding::Compare => Binding::Add,
            Binding::Add => Binding::Multiply,
            Binding::Multiply => Binding::Sign,
            Binding::Sign => Binding::At,
            Binding::At | Binding::Tightest => Binding::Tightest,
        }
    }
}

fn binding(tree: &Tree, expression: &Expression) -> Binding {
    match &expression.kind {
        ExpressionKind::Binary { operator, .. } => operator_binding(*operator),
        ExpressionKind::Unary { operator: UnaryOperator::Not, .. } => Binding::Not,
        ExpressionKind::Unary { .. } => Binding::Sign,
        ExpressionKind::At { .. } => Binding::At,
        ExpressionKind::Range { .. }
        | ExpressionKind::ThreePoint { .. }
        | ExpressionKind::Rating { .. }
        | ExpressionKind::Relative(_) => Binding::Loosest,
        ExpressionKind::Group(inner) => binding(tree, tree.expression(*inner)),
        ExpressionKind::Number { .. }
        | ExpressionKind::Text(_)
        | ExpressionKind::Truth(_)
        | ExpressionKind::Period(_)
        | ExpressionKind::Path(_)
        | ExpressionKind::Unit(_)
        | ExpressionKind::Call { .. }
        | ExpressionKind::List(_)
        | ExpressionKind::Missing => Binding::Tightest,
    }
}

fn operator_binding(operator: BinaryOperator) -> Binding {
    match operator {
        BinaryOperator::Or => Binding::Or,
        BinaryOperator::And => Binding::And,
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
        | BinaryOperator::Equal
        | BinaryOperator::NotEqual => Binding::Compare,
        BinaryOperator::Add | BinaryOperator::Subtract => Binding::Add,
        BinaryOperator::Multiply | BinaryOperator::Divide => Binding::Multiply,
    }
}

fn sign(operator: UnaryOperator) -> &'static str {
    match operator {
        UnaryOperator::Minus => "-",
        UnaryOperator::Plus => "+",
        UnaryOperator::Not => "not ",
    }
}
