//! Splitting lines whose words may be texts in quotes.

/// What stands before and behind the first `separator` that is not inside quotes.
pub(super) fn split_outside<'a>(line: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let mut quoted = false;
    let mut escaped = false;
    for (place, character) in line.char_indices() {
        if !quoted && line.get(place..).is_some_and(|rest| rest.starts_with(separator)) {
            return Some((line.get(..place)?, line.get(place + separator.len()..)?));
        }
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
    }
    None
}

/// The words of a line; what is in quotes is not split.
pub(super) fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line;
    while let Some((word, behind)) = split_outside(rest, " ") {
        words.push(word);
        rest = behind;
    }
    words.push(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::{split_outside, words};

    #[test]
    fn words_in_quotes_are_one() {
        assert_eq!(words(r#"require "a b: \" c" verdict"#), ["require", r#""a b: \" c""#, "verdict"]);
        assert_eq!(words(r#"moment help."call \\" cover"#), ["moment", r#"help."call \\""#, "cover"]);
    }

    #[test]
    fn quotes_hide_what_they_hold() {
        assert_eq!(split_outside(r#"cost "a: b": 3"#, ": "), Some((r#"cost "a: b""#, "3")));
        assert_eq!(split_outside(r#""a \": b": 3"#, ": "), Some((r#""a \": b""#, "3")));
        assert_eq!(split_outside(r#""a: b""#, ": "), None);
    }
}
