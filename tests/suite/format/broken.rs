//! Broken plans: what cannot be read stays, what is around it is laid out, and nothing is lost.

use proptest::prelude::*;
use zbb::syntax::format;

use super::generate::{self, Tape};
use super::{files_below, formatted};
use crate::syntax::limits::tempting;
use crate::syntax::mutation::{SAMPLE, mutations};

/// Cuts each example at places spread over it.
#[test]
fn a_plan_cut_anywhere_is_formatted_around_the_cut() {
    const SAMPLE: usize = 6;
    for (_, text) in files_below("examples") {
        let ends = (0..text.len()).filter(|end| text.is_char_boundary(*end));
        for end in ends.step_by((text.len() / SAMPLE).max(1) | 1) {
            formatted(&text[..end]);
        }
    }
}

/// Spoils a sample of the tokens of a plan one by one: the mistake keeps few lines from being laid out.
#[test]
fn a_mistake_keeps_few_lines_as_they_are() {
    let (_, text) = files_below("examples/aurora").remove(0);
    let indented: String = text.lines().map(|line| format!("{line} \n")).collect();
    let mut kept = Vec::new();
    for mutation in mutations(&indented, SAMPLE) {
        formatted(&mutation.text);
        kept.push(format(&mutation.text).expect("a layout").kept_lines);
    }
    kept.sort_unstable();
    let most = kept[kept.len() * 95 / 100];
    assert!(most <= 2, "nineteen mistakes of twenty keep up to {most} lines: {kept:?}");
}

/// Texts that tempt a reader to take too long or too deep are formatted as well.
#[test]
fn tempting_texts_are_formatted() {
    for (_, text) in tempting(2_000) {
        formatted(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn any_broken_plan_is_formatted_around_its_holes(
        choices in prop::collection::vec(any::<u8>(), 0..120),
        damage in prop::collection::vec(any::<u8>(), 1..12),
    ) {
        let text = spoiled(generate::plan(&choices), &mut Tape::new(&damage));
        formatted(&text);
    }
}

/// The text with something cut out of it or put into it, up to three times.
fn spoiled(mut text: String, tape: &mut Tape) -> String {
    const JUNK: &[&str] = &[
        "{", "}", "[", "]", "(", ")", ":", ",", "\"", "\"\"\"", "\"\"\"\n", "\n", "? what\n", "}\n", " {\n", "#", "//",
        "=", "×", "−", "é", "\r", "\u{1}", "\u{200b}", "a b c d", "[[[[", "1,000", "$5", "%", ";", "  ",
    ];
    for _ in 0..1 + tape.below(3) {
        let place = place(&text, tape);
        match tape.below(4) {
            0 => text.truncate(place),
            1 => {
                let end = text[place..].find([' ', '\n']).map_or(text.len(), |length| place + length + 1);
                text.replace_range(place..end, "");
            }
            _ => text.insert_str(place, JUNK[tape.below(JUNK.len())]),
        }
    }
    text
}

fn place(text: &str, tape: &mut Tape) -> usize {
    let near = (tape.below(256) * 256 + tape.below(256)) * text.len() / 65_536;
    (0..=near).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}
