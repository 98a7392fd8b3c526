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

#[cfg(test)]
mod tests {
    use super::split_outside;

    #[test]
    fn quotes_hide_what_they_hold() {
        assert_eq!(split_outside(r#"cost "a: b": 3"#, ": "), Some((r#"cost "a: b""#, "3")));
        assert_eq!(split_outside(r#""a \": b": 3"#, ": "), Some((r#""a \": b""#, "3")));
        assert_eq!(split_outside(r#""a: b""#, ": "), None);
    }
}
