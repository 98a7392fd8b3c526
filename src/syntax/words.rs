//! The words that mean something everywhere, and so can name nothing.

use super::tree::ModifierWord;

/// The words that join values.
pub const OPERATORS: &[&str] = &["and", "at", "not", "or"];

/// The words that are values.
pub const CONSTANTS: &[&str] = &["no", "previous", "yes"];

/// The units of scores and of differences between shares.
pub const POINTS: &[&str] = &["pp", "pts"];

/// The words of time, singular and plural.
pub const TIMES: &[&str] = &[
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "quarter", "quarters", "year", "years",
];

/// What a stage has without declaring it.
pub const FLOWS: &[&str] = &["entering", "leaving"];

/// The functions that people write before or behind what they are of, as in `max csat`; the kinds of KPI, which are
/// functions too, are names there.
pub const FUNCTIONS: &[&str] = &[
    "abs", "clamp", "cost", "exp", "funded", "hill", "lag", "ln", "max", "mean", "min", "pow", "round", "score",
    "spend", "sqrt", "sum", "total",
];

/// The words of time of other languages, and how they are written here.
const TIMES_ELSEWHERE: &[(&[&str], &str)] = &[
    (&["sekunde", "seconde", "segundo", "secondo"], "second"),
    (&["sekunden", "secondes", "segundos", "secondi", "seconden"], "seconds"),
    (&["minuut", "minuto"], "minute"),
    (&["minuten", "minutos", "minuti"], "minutes"),
    (&["stunde", "std", "heure", "hora", "ora", "uur"], "hour"),
    (&["stunden", "heures", "horas", "ore", "uren"], "hours"),
    (&["tag", "jour", "día", "dia", "giorno", "dag"], "day"),
    (&["tage", "tagen", "jours", "días", "dias", "giorni", "dagen"], "days"),
    (&["woche", "semaine", "semana", "settimana"], "week"),
    (&["wochen", "semaines", "semanas", "settimane", "weken"], "weeks"),
    (&["monat", "mtl", "monatlich", "mes", "mese", "mês", "maand"], "month"),
    (&["monate", "monaten", "meses", "mesi", "maanden"], "months"),
    (&["quartal", "trimestre", "kwartaal"], "quarter"),
    (&["quartale", "quartalen", "trimestres", "trimestri", "kwartalen"], "quarters"),
    (&["jahr", "jährlich", "an", "année", "annee", "año", "ano", "anno", "jaar"], "year"),
    (&["jahre", "jahren", "ans", "années", "annees", "años", "anos", "anni", "jaren"], "years"),
];

/// `month` for `Monat` and `mes`, `months` for `Monate`; `mois` is one or several.
pub(crate) fn time_of_elsewhere(word: &str, is_several: bool) -> Option<&'static str> {
    let word = word.to_lowercase();
    if word == "mois" {
        return Some(if is_several { "months" } else { "month" });
    }
    TIMES_ELSEWHERE.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, right)| *right)
}

/// What a reserved word says everywhere, as the end of a sentence about it; nothing declared may bear it as its name.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    match word {
        _ if TIMES.contains(&word) => Some("is a length of time, as in `3 months`"),
        _ if ModifierWord::from_text(word).is_some() => Some("follows a value, as in `40k USD in 2027-03`"),
        _ if FLOWS.contains(&word) => Some("is what passes a stage, as in `store.decision.leaving`"),
        _ if [OPERATORS, CONSTANTS, POINTS].iter().any(|words| words.contains(&word)) => {
            Some("is a sign or a value in formulas")
        }
        _ => None,
    }
}

/// Every reserved word, in a fixed order: for completion, the manual and the editor grammars.
pub fn reserved() -> impl Iterator<Item = &'static str> {
    let modifiers = ModifierWord::ALL.iter().map(|word| word.text());
    modifiers.chain([OPERATORS, CONSTANTS, POINTS, TIMES, FLOWS].into_iter().flatten().copied())
}
