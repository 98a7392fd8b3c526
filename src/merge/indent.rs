//! Indents: takes lines and what they begin with, gives them with another beginning.

/// Lines with another indent.
pub(super) fn shifted(text: &str, from: &str, to: &str, is_first_shifted: bool) -> String {
    if from == to {
        return text.to_owned();
    }
    let mut is_shifted = is_first_shifted;
    let mut all = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(from).filter(|_| is_shifted && !line.trim().is_empty()) {
            Some(rest) => all.extend([to, rest]),
            None => all.push_str(line),
        }
        is_shifted = true;
    }
    all
}
