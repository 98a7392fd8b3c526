//! Help inside a call: takes a text and a byte, gives the function around it and which of its arguments is being written.

use crate::model::functions::{Function, FunctionSchema};

/// The function whose argument is being written, and the argument's place, from nought.
#[must_use]
pub fn signature(text: &str, byte: usize) -> Option<(&'static FunctionSchema, usize)> {
    let line_start = text.get(..byte)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..byte)?;
    let mut depth = 0_usize;
    let mut argument = 0;
    for (at, character) in before.char_indices().rev() {
        match character {
            ')' | ']' => depth += 1,
            '[' | '(' if depth > 0 => depth -= 1,
            ',' if depth == 0 => argument += 1,
            '(' => {
                let name = before.get(..at)?;
                let start = name.rfind(|character: char| !(character.is_alphanumeric() || character == '_'));
                let name = name.get(start.map_or(0, |at| at + 1)..)?;
                return Function::from_name(name).map(|function| (function.schema(), argument));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_argument_is_counted() {
        let at = |text: &str| signature(text, text.len()).map(|(function, place)| (function.name, place));
        assert_eq!(at("formula: clamp(a, max(b, c), "), Some(("clamp", 2)));
        assert_eq!(at("formula: clamp(a, max(b"), Some(("max", 0)));
        assert_eq!(at("formula: (a + "), None);
    }
}
