//! What fits into a formula: takes a plan and the KPI a line is about, gives the words of its units, the likeliest first; and
//! tells which functions may stand there.

use super::snapshot::Snapshot;
use crate::model::functions::Function;
use crate::model::kpi_kinds::KindUnit;
use crate::model::schema::Expected;
use crate::model::{Kind, Kpi};
use crate::quantity::{Base, Flavour, Unit};

/// The words of the units that a value of a KPI is written in; of a change of it, of such.
pub(super) fn fitting(snapshot: &Snapshot, kpi: &str, expected: Expected, own: &[String]) -> Vec<String> {
    let Some(kpi) = snapshot.plan.kpis.values().find(|known| known.head.path == kpi) else { return Vec::new() };
    let is_change = matches!(expected, Expected::KpiEffect | Expected::KpiTrend);
    match (kind_unit(kpi), kpi.unit.and_then(|unit| snapshot.plan.units.find(unit.value))) {
        (Some(KindUnit::Share), _) => share(is_change),
        (Some(KindUnit::Score), _) => vec!["pts".to_owned()],
        (Some(KindUnit::Time(time)), _) => vec![format!("{}s", time.word()), time.word().to_owned()],
        (Some(KindUnit::Money), _) => own.to_vec(),
        (None, Some(unit)) => of_unit(snapshot, unit, is_change, own),
        (None, None) => Vec::new(),
    }
}

fn kind_unit(kpi: &Kpi) -> Option<KindUnit> {
    kpi.kind.map(|kind| kind.schema().unit)
}

fn share(is_change: bool) -> Vec<String> {
    let words: &[&str] = if is_change { &["pp", "%"] } else { &["%"] };
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn of_unit(snapshot: &Snapshot, unit: &Unit, is_change: bool, own: &[String]) -> Vec<String> {
    match unit.flavour {
        Flavour::Share | Flavour::Points => share(is_change),
        Flavour::Score => vec!["pts".to_owned()],
        Flavour::Plain => {
            let above = unit.dimension.factors().iter().filter(|(_, power)| *power > 0);
            let words = above.flat_map(|(base, _)| match base {
                Base::Currency(currency) => vec![currency.code().to_owned()],
                // The word of time that the unit is in is not kept: the plan's other words of it come in their order.
                Base::Time => Vec::new(),
                Base::Counted(index) => counted(snapshot, *index),
            });
            let words: Vec<String> = words.collect();
            if words.iter().any(|word| own.contains(word)) { own.to_vec() } else { words }
        }
    }
}

/// A declared unit, in the singular and the plural.
fn counted(snapshot: &Snapshot, index: u32) -> Vec<String> {
    let unit = snapshot.plan.ids().find(|id| id.kind == Kind::Unit && id.index == index);
    let path = unit.map(|id| snapshot.plan.head(id).path.to_string());
    path.map_or_else(Vec::new, |path| vec![path.clone(), format!("{path}s")])
}

/// Whether a function may stand in a formula: some know only what an evaluated plan does, some read series, and what makes
/// a KPI of counts is of use only where a KPI is made.
pub(super) fn stands(function: Function, kind: Option<Kind>, expected: Expected, reads_kpis: bool) -> bool {
    let is_condition = matches!(expected, Expected::Condition);
    match function {
        Function::Funded | Function::Spend | Function::Score | Function::Total => is_condition,
        Function::Cost => is_condition || kind == Some(Kind::Kpi) && reads_kpis,
        Function::Lag | Function::Nps | Function::Csat | Function::Fcr | Function::Clv => reads_kpis,
        Function::Min
        | Function::Max
        | Function::Abs
        | Function::Round
        | Function::Clamp
        | Function::Sum
        | Function::Mean
        | Function::Hill
        | Function::Exp
        | Function::Ln
        | Function::Sqrt
        | Function::Pow => true,
    }
}
