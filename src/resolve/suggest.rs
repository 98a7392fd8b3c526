//! The nearest name: what an unknown one was probably meant to be.
//!
//! Every unknown name is compared with every known one, so the work of a run is bounded: a plan with thousands of unknown
//! names gets its later messages without offers rather than late.

use std::borrow::Cow;
use std::cell::Cell;

use crate::model::Kind;
use crate::model::schema::{Choice, Presence, PropertySchema, Shape, ValueKind};
use crate::quantity::{Currency, Period};
use crate::syntax::tree::{ExpressionKind, Form, Statement, Tree};

/// How much work one run may spend on near names: a second at the most, for a plan in which every name is unknown.
const WORK: usize = 6_000_000;

/// In how long a body it is found out what an unknown property was meant to be by its value.
const LONGEST_BODY: usize = 100;

/// How many letters of the table of a distance are about as much work as one look at a candidate.
const LETTERS: usize = 8;

/// The work that is left for near names in one run.
#[derive(Debug)]
pub(super) struct Meter(Cell<usize>);

impl Default for Meter {
    fn default() -> Meter {
        Meter(Cell::new(WORK))
    }
}

impl Meter {
    /// The candidate nearest to `word`, as [`nearest`] says; none once there is no work left.
    pub(super) fn nearest<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let small = lowered(word);
        nearest(word, candidates.into_iter().take_while(|candidate| self.spend(look(&small, candidate))))
    }

    /// Whether so much work is left, which is then spent.
    pub(super) fn spend(&self, work: usize) -> bool {
        let left = self.0.get().checked_sub(work);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// The work of a look at a candidate, and of the distance where it comes to that.
fn look(word: &str, candidate: &str) -> usize {
    if is_far(word, candidate) { 1 } else { 1 + word.len().saturating_mul(candidate.len()) / LETTERS }
}

/// A word in small letters, as all names are written here: who writes `NPS` means `nps`.
fn lowered(word: &str) -> Cow<'_, str> {
    match word.chars().any(char::is_uppercase) {
        true => Cow::Owned(word.to_lowercase()),
        false => Cow::Borrowed(word),
    }
}

/// Whether two words differ so much in length or letters that their distance need not be worked out.
fn is_far(word: &str, candidate: &str) -> bool {
    let limit = most_edits(word);
    candidate.len().abs_diff(word.len()) > limit || too_different(letters_of(word), letters_of(candidate), limit)
}

/// The candidate nearest to `word`, if any is near enough to offer; the first in order of name among equally near ones.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let small = lowered(word);
    let limit = most_edits(&small);
    let (letters, small_letters) = (letters_of(word), letters_of(&small));
    let near = candidates.into_iter().filter_map(|candidate| {
        // Headings of a table have capitals of their own.
        let is_small = !candidate.bytes().any(|byte| byte.is_ascii_uppercase());
        let (written, letters): (&str, u64) = if is_small { (&small, small_letters) } else { (word, letters) };
        let is_far = candidate.len().abs_diff(written.len()) > limit;
        if is_far || too_different(letters, letters_of(candidate), limit) {
            return None;
        }
        let distance = strsim::damerau_levenshtein(written, candidate);
        (distance <= limit && candidate != word).then_some((distance, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

/// The property of a kind whose key an unknown one was probably meant to be.
pub(super) fn near_property(kind: Kind, key: &str) -> Option<&'static PropertySchema> {
    let schema = kind.schema();
    let words = [SAME_WORDS, SAME_KINDS].into_iter().flatten().filter(|(other, _)| *other == key);
    let same = words.filter_map(|(_, own)| schema.property(own)).find(|property| stands_in_body(property));
    if same.is_some() {
        return same;
    }
    let keys = schema.properties.iter().filter(|property| stands_in_body(property)).map(|property| property.key);
    schema.property(nearest(key, keys)?)
}

/// The property that a line with an unknown key was probably meant to be: the one of a near key, or the one that must be
/// there, is not, and takes just what the line says.
pub(super) fn property_meant(
    kind: Kind,
    (tree, lines): (&Tree, &[Statement]),
    line: &Statement,
) -> Option<&'static PropertySchema> {
    near_property(kind, &line.key.text).or_else(|| {
        // Nobody writes a longer body by hand.
        let is_property = line.form == Form::Property && line.subjects.is_empty() && lines.len() <= LONGEST_BODY;
        let value = &tree.expression(line.value.filter(|_| is_property)?).kind;
        let mut lacking = kind.schema().properties.iter().filter(|property| {
            property.spec.presence == Presence::Required
                && says(property.spec.value, value)
                && !lines.iter().any(|line| line.key.text == property.key)
        });
        lacking.next().filter(|_| lacking.next().is_none())
    })
}

/// Whether a value can hardly be anything but that of a property: one of its words, a day, a range of months.
fn says(wanted: ValueKind, value: &ExpressionKind) -> bool {
    match (wanted, value) {
        (ValueKind::Choice(choices), ExpressionKind::Path(word)) => choices.iter().any(|choice| choice.word == word),
        (ValueKind::Date, ExpressionKind::Period(Period::Date(_)))
        | (ValueKind::Months, ExpressionKind::Range { .. }) => true,
        (ValueKind::Currency, ExpressionKind::Path(code)) => Currency::parse(code).is_some(),
        _ => false,
    }
}

/// Words that other tools have for properties, and the ones they have here.
const SAME_WORDS: &[(&str, &str)] = &[
    ("amount", "value"),
    ("comment", "note"),
    ("src", "source"),
    ("reference", "source"),
    ("dept", "department"),
    ("team", "department"),
    ("manager", "owner"),
    ("accountable", "owner"),
    ("cat", "category"),
    ("steps", "stage"),
    ("step", "stage"),
    ("phase", "stage"),
    ("depends_on", "needs"),
    ("depends", "needs"),
    ("rationale", "justification"),
    ("deadline", "ends"),
    ("begin", "starts"),
    ("begins", "starts"),
    ("metric", "measures"),
    ("metrics", "measures"),
    ("kpi", "measures"),
    ("kpi", "measured_by"),
    ("kpis", "measures"),
    ("kpis", "measured_by"),
    ("measured", "measured_by"),
    ("measure", "measured_by"),
    ("metric", "measured_by"),
    ("metrics", "measured_by"),
    ("date", "as_of"),
    ("date", "on"),
    ("day", "on"),
    ("due", "on"),
    ("when", "on"),
    ("deadline", "on"),
    ("mode", "policy"),
    ("method", "policy"),
    ("strategy", "policy"),
    ("rule", "policy"),
    ("value", "rate"),
    ("current", "baseline"),
    ("actual", "baseline"),
    ("today", "baseline"),
    ("value", "baseline"),
    ("owner", "by"),
    ("visitors", "entering"),
    ("volume", "entering"),
    ("traffic", "entering"),
    ("betrag", "value"),
    ("montant", "value"),
    ("importe", "value"),
    ("valor", "value"),
    ("valeur", "value"),
    ("wert", "value"),
    ("saving", "saves"),
    ("savings", "saves"),
    ("save", "saves"),
    ("einsparung", "saves"),
    ("ersparnis", "saves"),
    ("économie", "saves"),
    ("economie", "saves"),
    ("ahorro", "saves"),
    ("risparmio", "saves"),
    ("revenue", "earns"),
    ("revenues", "earns"),
    ("income", "earns"),
    ("earning", "earns"),
    ("earnings", "earns"),
    ("sales", "earns"),
    ("turnover", "earns"),
    ("umsatz", "earns"),
    ("erlös", "earns"),
    ("einnahmen", "earns"),
    ("recettes", "earns"),
    ("ingresos", "earns"),
    ("spend", "cost"),
    ("spending", "cost"),
    ("expenses", "cost"),
    ("expenditure", "cost"),
    ("ausgaben", "cost"),
    ("dépense", "cost"),
    ("gasto", "cost"),
    ("description", "note"),
    ("end", "ends"),
    ("goal", "target"),
    ("goal", "objective"),
    ("goals", "objective"),
    ("lead", "owner"),
    ("parent", "part_of"),
    ("reason", "justification"),
    ("requires", "needs"),
    ("responsible", "owner"),
    ("start", "starts"),
    ("total", "budget"),
    ("type", "kind"),
    ("why", "justification"),
    ("alternativa", "alternative"),
    ("begründung", "justification"),
    ("benefit", "effect"),
    ("bezeichnung", "note"),
    ("calendario", "calendar"),
    ("calendrier", "calendar"),
    ("cible", "target"),
    ("coste", "cost"),
    ("costo", "cost"),
    ("coût", "cost"),
    ("cout", "cost"),
    ("desc", "note"),
    ("devise", "currency"),
    ("efecto", "effect"),
    ("effekt", "effect"),
    ("effet", "effect"),
    ("eigentümer", "owner"),
    ("expense", "cost"),
    ("impact", "effect"),
    ("kalender", "calendar"),
    ("kosten", "cost"),
    ("moneda", "currency"),
    ("niveau", "level"),
    ("nivel", "level"),
    ("presupuesto", "budget"),
    ("proprietario", "owner"),
    ("propriétaire", "owner"),
    ("quelle", "source"),
    ("responsable", "owner"),
    ("stufe", "level"),
    ("task", "level"),
    ("verantwortlich", "owner"),
    ("währung", "currency"),
    ("wirkung", "effect"),
    ("ziel", "target"),
    ("zielwert", "target"),
];

/// Words of other tools and languages for declarations, and the ones they have here.
const SAME_KINDS: &[(&str, &str)] = &[
    ("abteilung", "department"),
    ("account", "category"),
    ("alternativa", "alternative"),
    ("canal", "channel"),
    ("catégorie", "category"),
    ("categoría", "category"),
    ("cost_center", "department"),
    ("departamento", "department"),
    ("département", "department"),
    ("dept", "department"),
    ("einheit", "unit"),
    ("escenario", "scenario"),
    ("goal", "objective"),
    ("indicator", "kpi"),
    ("initiative", "package"),
    ("kanal", "channel"),
    ("kategorie", "category"),
    ("kennzahl", "kpi"),
    ("metric", "kpi"),
    ("objectif", "objective"),
    ("objetivo", "objective"),
    ("paket", "package"),
    ("paquet", "package"),
    ("paquete", "package"),
    ("person", "role"),
    ("project", "package"),
    ("projekt", "package"),
    ("rangliste", "ranking"),
    ("resource", "role"),
    ("rolle", "role"),
    ("rôle", "role"),
    ("scénario", "scenario"),
    ("szenario", "scenario"),
    ("unidad", "unit"),
    ("unité", "unit"),
    ("ziel", "objective"),
];

/// Words that people have for the choices of a property, and the ones of the language, the likeliest first.
const SAME_CHOICES: &[(&str, &[&str])] = &[
    ("satisfaction", &["csat"]),
    ("customer_satisfaction", &["csat"]),
    ("satisfied", &["csat"]),
    ("promoter", &["nps"]),
    ("promoters", &["nps"]),
    ("net_promoter", &["nps"]),
    ("net_promoter_score", &["nps"]),
    ("advocacy", &["nps"]),
    ("recommendation", &["nps"]),
    ("loyalty", &["retention", "repeat_purchase", "nps"]),
    ("effort", &["ces"]),
    ("customer_effort", &["ces"]),
    ("ease", &["ces"]),
    ("attrition", &["churn"]),
    ("cancellation", &["churn"]),
    ("renewal", &["retention"]),
    ("repurchase", &["repeat_purchase"]),
    ("referral", &["referral_rate", "referral_revenue"]),
    ("referrals", &["referral_rate", "referral_revenue"]),
    ("conversion_rate", &["conversion"]),
    ("ltv", &["lifetime_value"]),
    ("clv", &["lifetime_value"]),
    ("cltv", &["lifetime_value"]),
    ("customer_lifetime_value", &["lifetime_value"]),
    ("fcr", &["first_contact_resolution"]),
    ("first_call_resolution", &["first_contact_resolution"]),
    ("resolution", &["first_contact_resolution"]),
    ("frt", &["first_response_time"]),
    ("response_time", &["first_response_time"]),
    ("first_reply", &["first_response_time"]),
    ("wait", &["first_response_time"]),
    ("waiting_time", &["first_response_time"]),
    ("wait_time", &["first_response_time"]),
    ("aht", &["handle_time"]),
    ("handling_time", &["handle_time"]),
    ("average_handle_time", &["handle_time"]),
    ("duration", &["handle_time", "first_response_time"]),
    ("contact_cost", &["cost_per_contact"]),
    ("cpc", &["cost_per_contact"]),
    ("self_service", &["deflection"]),
    ("deflection_rate", &["deflection"]),
    ("mood", &["sentiment"]),
    ("active_users", &["engagement"]),
    ("activity", &["engagement"]),
    ("opex", &["expense"]),
    ("operating", &["expense"]),
    ("capex", &["capital"]),
    ("investment", &["capital"]),
    ("revenue", &["income"]),
    ("up", &["higher"]),
    ("down", &["lower"]),
    ("more", &["higher"]),
    ("less", &["lower"]),
    ("high", &["higher"]),
    ("low", &["lower"]),
    ("max", &["higher"]),
    ("min", &["lower"]),
    ("increase", &["higher"]),
    ("decrease", &["lower"]),
    ("best", &["optimal"]),
    ("optimum", &["optimal"]),
    ("optimize", &["optimal"]),
    ("manual", &["explicit"]),
    ("automatic", &["score"]),
    ("auto", &["score"]),
    ("estimate", &["judgement"]),
    ("guess", &["judgement"]),
    ("opinion", &["judgement"]),
    ("expert", &["judgement"]),
    ("test", &["experiment"]),
    ("ab_test", &["experiment"]),
    ("pilot", &["experiment"]),
    ("historical", &["history"]),
    ("past", &["history"]),
    ("data", &["history"]),
    ("industry", &["benchmark"]),
    ("study", &["benchmark"]),
];

/// The words of a property that one of elsewhere may mean; none where it has none of them.
pub(super) fn same_choices(word: &str, choices: &'static [Choice]) -> Vec<&'static str> {
    let word = word.to_lowercase();
    let same = SAME_CHOICES.iter().find(|(other, _)| *other == word).map_or(&[][..], |(_, own)| own);
    same.iter().filter_map(|own| choices.iter().map(|choice| choice.word).find(|choice| choice == own)).collect()
}

/// Whether a property is written with its key in the body of its declaration.
pub(super) fn stands_in_body(property: &PropertySchema) -> bool {
    !matches!(property.spec.shape, Shape::Head | Shape::Periods | Shape::Items)
}

/// Whether what holds a currency or a calendar is meant to be the plan, whatever its first word: `project aurora "A" { … }`.
pub(super) fn is_plan(statement: &Statement) -> bool {
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    statement.form == Form::Declaration
        && Kind::from_keyword(&statement.key.text).is_none()
        && lines.into_iter().any(|line| matches!(line.key.text.as_str(), "calendar" | "currency"))
}

/// The kind whose keyword an unknown one was probably meant to be, of those that stand outside of others.
pub(super) fn near_kind(keyword: &str) -> Option<Kind> {
    if let Some((_, own)) = SAME_KINDS.iter().find(|(other, _)| *other == keyword) {
        return Kind::from_keyword(own);
    }
    let outer = Kind::ALL.iter().filter(|kind| !kind.is_inner()).map(|kind| kind.keyword());
    Kind::from_keyword(nearest(keyword, outer)?)
}

/// A third of the letters may differ, at least one and at most three.
fn most_edits(word: &str) -> usize {
    (word.chars().count() / 3).clamp(1, 3)
}

/// The letters that occur, one bit each: a cheap bound on the distance of two words.
fn letters_of(word: &str) -> u64 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

/// Each edit changes at most two of the bits.
fn too_different(left: u64, right: u64, limit: usize) -> bool {
    (left ^ right).count_ones() as usize > 2 * limit
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn offers_the_near_and_only_the_near() {
        assert_eq!(nearest("custmer", ["customer", "visitor"]), Some("customer"));
        assert_eq!(nearest("retnetion", ["retention", "churn"]), Some("retention"));
        assert_eq!(nearest("banana", ["customer", "visitor"]), None);
        assert_eq!(nearest("NPS", ["csat", "nps"]), Some("nps"));
        assert_eq!(nearest("Amout", ["Amount", "Day"]), Some("Amount"));
    }

    #[test]
    fn ties_go_to_the_first_by_name() {
        assert_eq!(nearest("cat", ["cut", "bat", "cot"]), Some("bat"));
    }
}
