//! Names from titles: takes `Größere Räume (2)`, gives `groessere_raeume_2`, and never the same name twice.

use crate::syntax::words::reserved;
use std::collections::BTreeSet;

/// How long a name becomes at most; it ends at a word.
const LONGEST: usize = 40;

/// The names of one kind that are taken.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A new name from a title; from the word of its kind where the title has no letter that could stand in one.
    pub(super) fn make(&mut self, title: &str, kind: &str) -> String {
        let plain = cut(&plain_name(title));
        let starts_well = plain.starts_with(|first: char| first.is_ascii_lowercase());
        let base = match (plain.is_empty(), starts_well) {
            (true, _) => kind.to_owned(),
            (false, true) => plain,
            (false, false) => cut(&format!("{kind}_{plain}")),
        };
        let is_free = |name: &str| !self.0.contains(name) && !reserved().any(|word| word == name);
        let numbered = |number: usize| if number == 1 { base.clone() } else { format!("{base}_{number}") };
        // There are fewer names than this sequence has.
        let name = (1..).map(numbered).find(|name| is_free(name)).unwrap_or(base.clone());
        self.0.insert(name.clone());
        name
    }
}

/// Lower case, letters to ASCII, `_` between words.
fn plain_name(title: &str) -> String {
    let mut name = String::new();
    for letter in title.chars() {
        let ascii = match letter {
            letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase().to_string()),
            // An apostrophe joins: `Year's end` is `years_end`.
            '\'' | '’' => Some(String::new()),
            letter => transliterated(letter).map(str::to_owned),
        };
        match ascii {
            Some(letters) => name.push_str(&letters),
            None if !name.is_empty() && !name.ends_with('_') => name.push('_'),
            None => {}
        }
    }
    name.trim_end_matches('_').to_owned()
}

fn cut(name: &str) -> String {
    let Some(start) = name.get(..LONGEST) else { return name.to_owned() };
    let whole_words = start.rfind('_').filter(|at| *at > LONGEST / 2).and_then(|at| start.get(..at));
    whole_words.unwrap_or(start).trim_end_matches('_').to_owned()
}

/// What stands for a letter that is not ASCII, as passports and file names have it.
fn transliterated(letter: char) -> Option<&'static str> {
    const PLAIN: [(&str, &str); 26] = [
        ("àáâãāăąåǎ", "a"),
        ("çćĉċč", "c"),
        ("ďđð", "d"),
        ("èéêëēĕėęě", "e"),
        ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņň", "n"),
        ("òóôõōŏőø", "o"),
        ("ŕŗř", "r"),
        ("śŝşšș", "s"),
        ("ţťŧț", "t"),
        ("ùúûũūŭůűų", "u"),
        ("ŵ", "w"),
        ("ýÿŷ", "y"),
        ("źżž", "z"),
        ("äæ", "ae"),
        ("öœ", "oe"),
        ("ü", "ue"),
        ("ßẞ", "ss"),
        ("þ", "th"),
        ("μµ", "u"),
        ("&", "and"),
    ];
    const CYRILLIC: [(char, &str); 33] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "i"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "shch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let lower = letter.to_lowercase().next()?;
    let latin = PLAIN.iter().find(|(letters, _)| letters.contains(lower)).map(|(_, plain)| *plain);
    latin.or_else(|| CYRILLIC.iter().find(|(cyrillic, _)| *cyrillic == lower).map(|(_, plain)| *plain))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_made_of_titles() {
        let mut names = Names::default();
        let made = |title: &str| (title.to_owned(), Names::default().make(title, "package"));
        let expected = [
            ("Answer within the hour", "answer_within_the_hour"),
            ("Größere Räume (2)", "groessere_raeume_2"),
            ("R&D: Łódź", "randd_lodz"),
            ("24/7 support", "package_24_7_support"),
            ("Year’s end", "years_end"),
            ("每月", "package"),
            ("Обучение", "obuchenie"),
            ("  month ", "month_2"),
            ("Every", "every_2"),
            ("A rather long title that nobody would like to type twice", "a_rather_long_title_that_nobody_would"),
        ];
        for (title, name) in expected {
            assert_eq!(made(title), (title.to_owned(), name.to_owned()));
        }
        assert_eq!(
            ["Training", "training!", "TRAINING"].map(|title| names.make(title, "package")),
            ["training", "training_2", "training_3"]
        );
    }
}
