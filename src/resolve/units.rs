//! Units as written to units as meant: `USD/agent/year`, `%`, `pts/month`.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::declare::SymbolTable;
use super::errors;
use super::suggest::nearest;
use crate::diagnostic::Diagnostics;
use crate::model::facts::Phrase;
use crate::model::{AnyId, Arena, Kind, UnitId};
use crate::quantity::{Currency, Flavour, TimeUnit, Unit};
use crate::source::Span;
use crate::syntax::tree::{ExpressionKind, Statement, Tree};
use crate::syntax::words;

/// The units met so far; each stands once in the table.
pub(super) struct Units {
    table: Arena<Unit>,
    by_unit: FxHashMap<Unit, UnitId>,
    by_text: FxHashMap<SmolStr, Option<UnitId>>,
    counted: FxHashMap<SmolStr, u32>,
}

impl Units {
    /// The units a plan declares, by name and plural.
    pub(super) fn new(declared: &SymbolTable<'_>) -> Units {
        let mut counted = FxHashMap::default();
        for (index, entry) in declared.of_kind(Kind::Unit).iter().enumerate() {
            // A word of time stays one, whatever is declared.
            let name = entry.head.name.as_ref().filter(|name| words::meaning(&name.value).is_none());
            let Some(name) = name else { continue };
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let plural =
                plural_of(entry.tree, entry.statement).unwrap_or_else(|| smol_str::format_smolstr!("{}s", name.value));
            counted.entry(plural).or_insert(index);
            counted.insert(name.value.clone(), index);
        }
        let mut units =
            Units { table: Arena::default(), by_unit: FxHashMap::default(), by_text: FxHashMap::default(), counted };
        units.intern(Unit::number());
        units
    }

    /// The declared unit of a word, in the singular or the plural.
    pub(super) fn counted(&self, word: &str) -> Option<u32> {
        self.counted.get(word).copied()
    }

    /// The unit of a plain number.
    pub(super) fn number(&mut self) -> UnitId {
        self.intern(Unit::number())
    }

    /// The flavour of a unit.
    pub(super) fn flavour(&self, id: UnitId) -> Flavour {
        self.table.find(id).map_or(Flavour::Plain, |unit| unit.flavour)
    }

    /// The id of a unit.
    pub(super) fn intern(&mut self, unit: Unit) -> UnitId {
        if let Some(id) = self.by_unit.get(&unit) {
            return *id;
        }
        let id = self.table.push(unit.clone());
        self.by_unit.insert(unit, id);
        id
    }

    /// The unit of a text; an unknown one is reported.
    pub(super) fn get(
        &mut self,
        diagnostics: &mut Diagnostics,
        declared: &SymbolTable<'_>,
        text: &SmolStr,
        span: Span,
    ) -> Option<UnitId> {
        if let Some(Some(id)) = self.by_text.get(text) {
            return Some(*id);
        }
        let id = self.parse(diagnostics, declared, text, span).map(|unit| self.intern(unit));
        self.by_text.insert(text.clone(), id);
        id
    }

    /// Writes a unit with each of its words in the singular: `USD/agent/year` for `USD/agents/years`.
    pub(super) fn push_singular(&self, text: &mut Phrase, declared: &SymbolTable<'_>, unit: &str) {
        for (index, word) in unit.split('/').enumerate() {
            if index > 0 {
                text.push('/');
            }
            let counted = self.counted.get(word).map(|index| AnyId { kind: Kind::Unit, index: *index });
            let counted = counted.and_then(|id| Some((id, declared.entry(id)?)));
            match (counted, TimeUnit::parse(word)) {
                (Some((id, entry)), _) => text.push_name(&entry.head.path, &[id]),
                (None, Some(time)) => text.push_str(time.word()),
                (None, None) => text.push_str(word),
            }
        }
    }

    /// All units, by id.
    pub(super) fn into_table(self) -> Arena<Unit> {
        self.table
    }

    fn parse(&self, diagnostics: &mut Diagnostics, declared: &SymbolTable<'_>, text: &str, span: Span) -> Option<Unit> {
        let mut start = span.start;
        let mut result: Option<Unit> = None;
        for factor in text.split('/') {
            let end = start + u32::try_from(factor.len()).unwrap_or(0);
            let place = Span::new(span.file, start, end);
            start = end + 1;
            let Some(unit) = self.factor(factor) else {
                diagnostics.add(self.unknown(declared, factor, place, result.is_none()));
                return None;
            };
            result = match result {
                None => Some(unit),
                Some(above) => match per(&above, &unit) {
                    Some(unit) => Some(unit),
                    None => {
                        diagnostics.add(errors::unit_cannot_divide(factor, place));
                        return None;
                    }
                },
            };
        }
        result
    }

    fn factor(&self, word: &str) -> Option<Unit> {
        match word {
            "%" => return Some(Unit::share()),
            "pp" => return Some(Unit::points()),
            "pts" => return Some(Unit::score()),
            _ => {}
        }
        if let Some(index) = self.counted.get(word) {
            return Some(Unit::counted(*index));
        }
        TimeUnit::parse(word).map(Unit::time).or_else(|| Currency::parse(word).map(Unit::money))
    }

    fn unknown(
        &self,
        declared: &SymbolTable<'_>,
        word: &str,
        span: Span,
        is_counted: bool,
    ) -> crate::diagnostic::Diagnostic {
        if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let near = [word.to_ascii_lowercase()].into_iter().find(|name| self.counted.contains_key(name.as_str()));
            return errors::unknown_unit(word, span, near.as_deref());
        }
        let small = word.to_lowercase();
        let right = abbreviated(word)
            .or_else(|| words::time_of_elsewhere(word, is_counted))
            .or_else(|| abbreviated(&small).filter(|right| Currency::parse(right).is_some()));
        if let Some(right) = right {
            return errors::unknown_unit(word, span, Some(right));
        }
        let plain = singular(word);
        let unit = self.counted.get(plain).and_then(|index| declared.of_kind(Kind::Unit).get(*index as usize));
        if let Some(unit) = unit
            && let Some(plural) = plural_of(unit.tree, unit.statement)
        {
            return errors::other_plural(word, span, &unit.head.path, &plural);
        }
        let word = plain;
        const WORDS: [&str; 10] = ["second", "minute", "hour", "day", "week", "month", "quarter", "year", "pts", "pp"];
        let mut names: Vec<&str> = declared.of_kind(Kind::Unit).iter().map(|entry| entry.head.path.as_str()).collect();
        names.extend(self.counted.keys().map(SmolStr::as_str));
        names.extend(WORDS);
        let upper = word.to_ascii_uppercase();
        let currency = (word.len() == 3 && Currency::parse(&upper).is_some()).then_some(upper.as_str());
        errors::unknown_unit(word, span, currency.or_else(|| nearest(word, names)))
    }
}

/// The unit meant by a short form or a word of elsewhere.
fn abbreviated(word: &str) -> Option<&'static str> {
    Some(match word {
        "s" | "sec" => "second",
        "secs" => "seconds",
        "min" => "minute",
        "mins" => "minutes",
        "h" | "hr" => "hour",
        "hrs" => "hours",
        "d" => "day",
        "w" | "wk" => "week",
        "wks" => "weeks",
        "mo" | "mth" | "mon" => "month",
        "mos" | "mths" => "months",
        "q" | "qtr" => "quarter",
        "qtrs" => "quarters",
        "y" | "yr" | "pa" | "annum" => "year",
        "yrs" => "years",
        "percent" | "pct" | "percentage" => "%",
        "point" | "points" | "pt" => "pts",
        "ppt" | "ppts" | "pps" => "pp",
        "euro" | "euros" => "EUR",
        "dollar" | "dollars" => "USD",
        "yen" => "JPY",
        _ => return None,
    })
}

/// What is probably meant by a plural: both forms of a missing unit are one mistake.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(start) if start.len() >= 3 && !start.ends_with(['s', 'u', 'i']) => start,
        _ => word,
    }
}

/// A unit over another: `pts/month` keeps its flavour, `USD/agent` is a quotient of dimensions.
fn per(above: &Unit, below: &Unit) -> Option<Unit> {
    if below.flavour != Flavour::Plain {
        return None;
    }
    let plain = Unit { flavour: Flavour::Plain, ..above.clone() };
    Some(Unit { flavour: above.flavour, ..plain.divide(below).ok()? })
}

fn plural_of(tree: &Tree, statement: &Statement) -> Option<SmolStr> {
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    let line = lines.into_iter().find(|line| line.key.text == "plural")?;
    match &tree.expression(line.value?).kind {
        ExpressionKind::Path(text) => Some(text.clone()),
        ExpressionKind::Text(text) => Some(SmolStr::new(text)),
        _ => None,
    }
}
