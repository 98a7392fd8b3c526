//! Comparisons in plain words: takes words such as `at least`, gives the sign that they mean.

use super::line::{Change, Found, Habit, Line, applied, found, is_figure};

/// What words mean, the longest first where one begins with another.
const SIGNS: &[(&[&str], &str)] = &[
    (&["greater", "than", "or", "equal", "to"], ">="),
    (&["less", "than", "or", "equal", "to"], "<="),
    (&["no", "less", "than"], ">="),
    (&["not", "less", "than"], ">="),
    (&["no", "lower", "than"], ">="),
    (&["not", "below"], ">="),
    (&["no", "more", "than"], "<="),
    (&["not", "more", "than"], "<="),
    (&["no", "higher", "than"], "<="),
    (&["not", "above"], "<="),
    (&["at", "least"], ">="),
    (&["at", "a", "minimum"], ">="),
    (&["at", "most"], "<="),
    (&["at", "a", "maximum"], "<="),
    (&["more", "than"], ">"),
    (&["greater", "than"], ">"),
    (&["higher", "than"], ">"),
    (&["larger", "than"], ">"),
    (&["less", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["lower", "than"], "<"),
    (&["smaller", "than"], "<"),
    (&["equal", "to"], "=="),
    (&["up", "to"], "<="),
    (&["minimum"], ">="),
    (&["maximum"], "<="),
    (&["min"], ">="),
    (&["min."], ">="),
    (&["max"], "<="),
    (&["max."], "<="),
    (&["bis", "zu"], "<="),
    (&["jusqu'à"], "<="),
    (&["hasta"], "<="),
    (&["above"], ">"),
    (&["over"], ">"),
    (&["exceeds"], ">"),
    (&["below"], "<"),
    (&["under"], "<"),
    (&["equals"], "=="),
    (&["mindestens"], ">="),
    (&["höchstens"], "<="),
    (&["über"], ">"),
    (&["unter"], "<"),
    (&["au", "moins"], ">="),
    (&["au", "plus"], "<="),
    (&["al", "menos"], ">="),
    (&["como", "máximo"], "<="),
    (&[">="], ">="),
    (&["≥"], ">="),
    (&[">"], ">"),
    (&["<="], "<="),
    (&["≤"], "<="),
    (&["<"], "<"),
];

/// What stands before them and says nothing.
const FILLERS: &[&str] = &["is", "are", "be", "must", "should", "shall", "stays", "remains", "ist", "est", "es"];

fn comparison(line: &Line<'_>, place: usize) -> Option<(usize, &'static str)> {
    let fillers = (place..).take_while(|place| FILLERS.contains(&line.word(*place))).count();
    let start = place + fillers;
    let matches = |words: &[&str]| words.iter().enumerate().all(|(at, word)| line.word(start + at) == *word);
    let (words, sign) = SIGNS.iter().find(|(words, _)| matches(words))?;
    let count = fillers + words.len();
    is_figure(line.word(place + count)).then_some((count, *sign))
}

/// How long the words or the sign of a comparison are that a text begins with, and the sign that they mean.
pub(in crate::syntax) fn bound_words(text: &str) -> Option<(usize, &'static str)> {
    if let Some(sign) = ["<=", ">=", "=<", "=>", "≤", "≥", "<", ">"].iter().find(|sign| text.starts_with(**sign)) {
        let is_most = sign.contains(['<', '≤']);
        return Some((sign.len(), if is_most { "<=" } else { ">=" }));
    }
    // A figure stands right behind the words.
    let near = text.char_indices().nth(60).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let line = Line::new("cap", near);
    let (words, sign) = comparison(&line, 0)?;
    Some((line.place(0, words).end, sign))
}

pub(super) fn rule(line: &Line<'_>, place: usize) -> Option<Found> {
    if line.key == "target" && place == 0 {
        // `from 71% to 78%`: where it starts, the baseline says.
        let to = (1..=3).find(|at| line.word(*at) == "to").filter(|_| line.word(0) == "from");
        if let Some(to) = to {
            let value = line.word(to + 1);
            return found(to + 2, value, Habit::BoundOfTarget).filter(|_| is_figure(value));
        }
        let (words, _) = comparison(line, place)?;
        let value = line.word(words);
        return found(words + 1, value, Habit::BoundOfTarget);
    }
    if let Some(bound) = bound(line, place) {
        return Some(bound);
    }
    if line.key != "require" {
        return None;
    }
    if let Some(truth) = truth(line, place) {
        return Some(truth);
    }
    if let Some(at_end) = at_end(line, place) {
        return Some(at_end);
    }
    if line.word(place) == "in" && place > 0 && line.word(place + 1).len() == 7 {
        return found(1, "at", Habit::Comparison).filter(|_| line.word(place + 1).starts_with("20"));
    }
    if let Some(between) = between(line, place) {
        return Some(between);
    }
    let (words, sign) = comparison(line, place)?;
    let is_words = line.word(place).starts_with(char::is_alphabetic);
    found(words, sign, Habit::Comparison).filter(|_| is_words)
}

/// `budget: max 250k EUR`, `floor …: at least 5k EUR`: words that say what the property says already.
fn bound(line: &Line<'_>, place: usize) -> Option<Found> {
    let own = match line.key {
        "budget" | "cap" | "within" => "<",
        "floor" | "reserve" | "minimum_score" => ">",
        _ => return None,
    };
    let (words, sign) = comparison(line, place).filter(|_| place == 0)?;
    found(words + 1, line.word(words), Habit::Bound).filter(|_| sign.starts_with(own))
}

/// `funded(crm.minimum) == yes`: what holds or does not is a condition by itself.
fn truth(line: &Line<'_>, place: usize) -> Option<Found> {
    let [function, open, name, close, sign, truth] = [0, 1, 2, 3, 4, 5].map(|at| line.word(place + at));
    let is_funded = (function, open, close) == ("funded", "(", ")");
    let truth = match truth {
        "yes" | "true" | "TRUE" | "True" => true,
        "no" | "false" | "FALSE" | "False" => false,
        _ => return None,
    };
    let holds = match sign {
        "==" | "=" | "is" => truth,
        "!=" | "<>" => !truth,
        _ => return None,
    };
    let not = if holds { "" } else { "not " };
    found(6, format!("{not}funded({name})"), Habit::Truth).filter(|_| is_funded)
}

/// What compares `funded( )` with a truth, in a condition that can be read.
pub(super) fn truth_in(line: &Line<'_>) -> Option<Change> {
    let (place, found) = (0..line.words.len()).find_map(|place| Some((place, truth(line, place)?)))?;
    Some(Change { place: line.place(place, found.words), right: found.right, habit: found.habit })
}

/// `between 74% and 80%`.
fn between(line: &Line<'_>, place: usize) -> Option<Found> {
    let fillers = (place..).take_while(|place| FILLERS.contains(&line.word(*place))).count();
    let start = place + fillers;
    let (low, high) = (line.word(start + 1), line.word(start + 3));
    if line.word(start) != "between" || line.word(start + 2) != "and" || !is_figure(low) || !is_figure(high) {
        return None;
    }
    let subject = line.value.get(..line.place(place, 0).start)?.trim();
    let is_plain = !subject.contains([' ', '(']) || subject.contains(" at ") && !subject.contains(" and ");
    found(fillers + 4, format!(">= {low} and {subject} <= {high}"), Habit::Comparison).filter(|_| is_plain)
}

/// `csat at end`, `csat at the end of 2027`.
fn at_end(line: &Line<'_>, place: usize) -> Option<Found> {
    if line.word(place) != "at" {
        return None;
    }
    let mut next = place + 1;
    next += usize::from(line.word(next) == "the");
    next += usize::from(matches!(line.word(next), "year" | "year-end" | "calendar"));
    let is_end = matches!(line.word(next), "end" | "last" | "close");
    let is_year_end = line.before(next) == "year-end";
    if !is_end && !is_year_end {
        return None;
    }
    next += usize::from(is_end);
    let year = line.word(next + 1);
    if line.word(next) == "of" && year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) {
        return found(next + 2 - place, format!("at {year}-12"), Habit::Period);
    }
    next += if line.word(next) == "of" { 1 + usize::from(line.word(next + 1) == "the") } else { 0 };
    next += usize::from(matches!(line.word(next), "year" | "calendar" | "plan" | "month"));
    found(next - place, "", Habit::NoMonth)
}

/// The changes of a condition, one for all of it where its month stands behind it, too.
pub(super) fn with_month_first(value: &str, changes: Vec<Change>) -> Vec<Change> {
    let right = applied(value, &changes);
    match of_condition(&Line::new("require", &right)).filter(|change| change.habit == Habit::MonthBehindCondition) {
        Some(change) if !changes.is_empty() => vec![Change { place: 0..value.trim_end().len(), ..change }],
        _ => changes,
    }
}

/// What is wrong with a condition that can be read: a month behind it, or the end of the calendar in words.
pub(super) fn of_condition(line: &Line<'_>) -> Option<Change> {
    let has = |word: &str| line.words.iter().any(|(_, other)| *other == word);
    if line.key != "require" || !has("at") && !has("in") {
        return None;
    }
    if let [_, (start, "in"), (_, month), (_, sign), ..] = line.words.as_slice()
        && month.len() == 7
        && sign.starts_with(['<', '>', '=', '!'])
    {
        return Some(Change { place: *start..start + 2, right: "at".to_owned(), habit: Habit::Comparison });
    }
    let end = (0..line.words.len()).find_map(|place| Some((place, at_end(line, place)?)));
    if let Some((place, end)) = end {
        return Some(Change { place: line.place(place, end.words), right: end.right, habit: end.habit });
    }
    let [(start, name), (_, sign), (_, figure), .., (at, word), (last, month)] = line.words.as_slice() else {
        return None;
    };
    let is_condition = matches!(*sign, ">=" | "<=" | ">" | "<" | "==" | "!=") && is_figure(figure) && *word == "at";
    let is_plain = is_condition && line.words.len() <= 6 && !name.contains(['(', ')']);
    let compared = line.value.get(start + name.len()..*at)?.trim();
    is_plain.then(|| Change {
        place: *start..last + month.len(),
        right: format!("{name} at {month} {compared}"),
        habit: Habit::MonthBehindCondition,
    })
}
