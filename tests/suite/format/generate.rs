//! Plans as nobody would lay them out: takes a tape of choices, gives a text that can be read without a complaint.
//!
//! A tape of zeros gives the plainest plan, so that a failing one shrinks to what matters.

/// Choices, taken one after the other; when they run out, the plainest.
pub struct Tape<'t> {
    choices: &'t [u8],
    at: usize,
}

impl<'t> Tape<'t> {
    pub fn new(choices: &'t [u8]) -> Tape<'t> {
        Tape { choices, at: 0 }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % end
    }

    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    /// Once in so many times.
    fn rarely(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    fn is_over(&self) -> bool {
        self.at >= self.choices.len()
    }
}

/// A plan, with line ends and marks of any system.
pub fn plan(choices: &[u8]) -> String {
    let mut tape = Tape::new(choices);
    let mark = tape.rarely(8);
    let windows = tape.rarely(4);
    let final_end = !tape.rarely(4);
    let mut text = String::new();
    while !tape.is_over() {
        fact_line(&mut tape, &mut text, 0);
    }
    if !final_end {
        text.truncate(text.trim_end_matches('\n').len());
    }
    let text = if windows { text.replace('\n', "\r\n") } else { text };
    if mark { format!("\u{feff}{text}") } else { text }
}

const NAMES: &[&str] =
    &["owner", "a", "nps", "cost_of_sales", "x9", "level", "store.decision", "month", "value", "in_time"];
const LONG: &str = "a_name_that_is_long_enough_to_fill_a_line_soon";

fn name(tape: &mut Tape) -> &'static str {
    if tape.rarely(6) { LONG } else { tape.one_of(&["owner", "a", "nps", "cost_of_sales", "x9", "level"]) }
}

fn indent(tape: &mut Tape, depth: usize) -> String {
    match tape.below(6) {
        0..=2 => "  ".repeat(depth),
        3 => "\t".repeat(depth),
        4 => " ".repeat(tape.below(9)),
        _ => String::new(),
    }
}

/// Blanks where at least one belongs.
fn space(tape: &mut Tape) -> &'static str {
    tape.one_of(&[" ", " ", " ", "  ", "\t", "     "])
}

/// Blanks where none is needed.
fn maybe(tape: &mut Tape) -> &'static str {
    tape.one_of(&["", "", " ", "  ", "\t"])
}

fn comment(tape: &mut Tape) -> &'static str {
    tape.one_of(&["#", "# why", "#: {", "## \"quoted", "# } ]", "#\té → \"\"\"", "# ends with:"])
}

/// One fact on a line of its own, or a comment, or blank lines.
fn fact_line(tape: &mut Tape, text: &mut String, depth: usize) {
    match tape.below(10) {
        0..=6 => {
            text.push_str(&indent(tape, depth));
            fact(tape, text, depth);
            line_end(tape, text);
        }
        7 => *text += &format!("{}{}{}\n", indent(tape, depth), comment(tape), maybe(tape)),
        _ => *text += &format!("{}\n", maybe(tape)).repeat(1 + tape.below(3)),
    }
}

fn line_end(tape: &mut Tape, text: &mut String) {
    if tape.rarely(4) {
        *text += &format!("{}{}", maybe(tape), comment(tape));
    }
    *text += maybe(tape);
    text.push('\n');
}

fn fact(tape: &mut Tape, text: &mut String, depth: usize) {
    match tape.below(8) {
        0..=2 => property(tape, text, Lines::Several),
        3 => entry(tape, text),
        4 => item(tape, text),
        5 => one_line(tape, text, 0),
        _ if depth < 5 => block(tape, text, depth),
        _ => property(tape, text, Lines::One),
    }
}

/// Whether a value may stand on several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Nowhere.
    One,
    /// Within its brackets and texts.
    Several,
    /// Anywhere: it stands within brackets itself.
    Inside,
}

fn property(tape: &mut Tape, text: &mut String, lines: Lines) {
    let key = if tape.rarely(8) { tape.one_of(&["2027-01", "FY2027-Q2", "from", "by", "month"]) } else { name(tape) };
    *text += &format!("{key}{}:{}", maybe(tape), maybe(tape));
    value(tape, text, lines, 0);
    modifiers(tape, text, lines);
}

fn entry(tape: &mut Tape, text: &mut String) {
    *text += &format!(
        "{}{}{}",
        name(tape),
        space(tape),
        tape.one_of(&["support", "store.decision", "2027-Q1", "EUR", "W0412"])
    );
    if tape.rarely(2) {
        *text += &format!("{}\"A title: {{ [\"", maybe(tape));
    }
    *text += &format!("{}:{}", maybe(tape), maybe(tape));
    value(tape, text, Lines::Several, 0);
    modifiers(tape, text, Lines::Several);
}

fn item(tape: &mut Tape, text: &mut String) {
    *text += tape.one_of(&["faster_help.minimum", "a.b.c", "crm.current"]);
    modifiers(tape, text, Lines::One);
}

fn modifiers(tape: &mut Tape, text: &mut String, lines: Lines) {
    for _ in 0..tape.below(6).saturating_sub(3) {
        *text += &format!(
            "{}{}{}",
            space(tape),
            tape.one_of(&["from", "to", "in", "by", "after", "over", "because", "via"]),
            space(tape)
        );
        value(tape, text, lines, 2);
    }
}

fn head(tape: &mut Tape, text: &mut String) {
    *text += tape.one_of(&["kpi", "level", "package", "funding", "stage"]);
    if !tape.rarely(4) {
        *text += &format!("{}{}", space(tape), name(tape));
    }
    match tape.below(4) {
        0 | 1 => *text += &format!("{}\"Title\"", maybe(tape)),
        2 => *text += &format!("{}\"Ein \\\"großer\\\" Titel — と\"", maybe(tape)),
        _ => {}
    }
    text.push_str(maybe(tape));
}

fn block(tape: &mut Tape, text: &mut String, depth: usize) {
    head(tape, text);
    text.push('{');
    if tape.rarely(6) {
        text.push_str(maybe(tape));
        property(tape, text, Lines::One);
    }
    line_end(tape, text);
    for _ in 0..tape.below(5) {
        fact_line(tape, text, depth + 1);
    }
    text.push_str(&indent(tape, depth));
    if tape.rarely(8) {
        property(tape, text, Lines::One);
    }
    text.push('}');
}

fn one_line(tape: &mut Tape, text: &mut String, depth: usize) {
    head(tape, text);
    *text += &format!("{{{}", maybe(tape));
    for index in 0..tape.below(5) {
        if index > 0 {
            *text += &format!("{},{}", maybe(tape), maybe(tape));
        }
        match tape.below(6) {
            0 if depth < 3 => one_line(tape, text, depth + 1),
            1 => item(tape, text),
            _ => property(tape, text, Lines::One),
        }
    }
    *text += &format!("{}}}", maybe(tape));
}

/// A value; below other values only such as may stand there.
fn value(tape: &mut Tape, text: &mut String, lines: Lines, depth: usize) {
    match tape.below(14) {
        0..=2 => figure(tape, text),
        3 => text.push_str(NAMES[tape.below(6)]),
        4 => text.push_str(tape.one_of(&["\"\"", "\"a \\\" b, # c\"", "\"} ] ):\""])),
        5 if depth == 0 => text.push_str(tape.one_of(&["yes", "no", "FY2027", "USD/contact", "%"])),
        5 => text.push_str(tape.one_of(&["yes", "2027-03-15", "2027-Q2"])),
        6 => range(tape, text),
        7 if lines != Lines::One && depth < 2 => block_text(tape, text),
        8 | 9 if depth < 3 => bracketed(tape, text, Brackets::List, lines, depth),
        10 if depth == 0 => *text += &format!("*{}1.03", maybe(tape)),
        _ => sum(tape, text, lines, depth),
    }
}

fn figure(tape: &mut Tape, text: &mut String) {
    let number = tape.one_of(&["3", "0.75", "48_000", "52k", "2.4M"]);
    text.push_str(number);
    let ends_in_digit = number.ends_with(|last: char| last.is_ascii_digit());
    match tape.below(8) {
        0 => {}
        1 => text.push('%'),
        2 => *text += &format!("{}pp", if ends_in_digit { maybe(tape) } else { " " }),
        3 if ends_in_digit => text.push_str("pp/month"),
        4 => *text += &format!("{}of{}5", space(tape), space(tape)),
        _ => {
            *text +=
                &format!("{}{}", space(tape), tape.one_of(&["USD", "agent", "months", "USD/agent/year", "pts/month"]))
        }
    }
}

fn range(tape: &mut Tape, text: &mut String) {
    match tape.below(4) {
        0 => *text += &format!("2027-01{}..{}2027-06", maybe(tape), maybe(tape)),
        1 => *text += &format!("+1{}..{}+2{}..{}+4 pts", maybe(tape), maybe(tape), maybe(tape), maybe(tape)),
        2 => *text += &format!("-{}100 pts{}..{}100 pts", maybe(tape), maybe(tape), maybe(tape)),
        _ => *text += &format!("-45{}..-40{}hours", maybe(tape), space(tape)),
    }
}

/// Operands with signs between.
fn sum(tape: &mut Tape, text: &mut String, lines: Lines, depth: usize) {
    operand(tape, text, lines, depth);
    for _ in 0..tape.below(4) {
        let sign = tape.one_of(&["+", "-", "*", "/", "and", "or"]);
        // A dash right behind a figure may mean from the one to the other, and is asked about.
        let is_bracketed = text.ends_with(')');
        match (sign, lines) {
            ("+" | "*", _) => *text += &format!("{}{sign}{}", maybe(tape), maybe(tape)),
            ("-", _) if is_bracketed => *text += &format!("{}{sign}{}", maybe(tape), maybe(tape)),
            (_, Lines::One | Lines::Several) => *text += &format!("{}{sign}{}", space(tape), space(tape)),
            (_, Lines::Inside) => *text += &format!("{} {sign} ", gap(tape)),
        }
        operand(tape, text, lines, depth);
    }
}

fn operand(tape: &mut Tape, text: &mut String, lines: Lines, depth: usize) {
    match tape.below(9) {
        0 | 1 => figure(tape, text),
        2 | 3 => text.push_str(tape.one_of(&["wage", "nps", "store.decision.leaving", "previous", LONG])),
        4 => *text += &format!("-{}3 USD", maybe(tape)),
        5 => *text += &format!("nps{}at{}2027-12", space(tape), space(tape)),
        6 if depth < 4 => bracketed(tape, text, Brackets::Group, lines, depth),
        7 if depth < 4 => {
            text.push_str(tape.one_of(&["min", "funded", "lag"]));
            bracketed(tape, text, Brackets::Call, lines, depth);
        }
        _ => text.push_str("not  nps"),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    List,
    Call,
    Group,
}

fn bracketed(tape: &mut Tape, text: &mut String, brackets: Brackets, lines: Lines, depth: usize) {
    let (open, close) = if brackets == Brackets::List { ("[", "]") } else { ("(", ")") };
    let count = match brackets {
        Brackets::Group => 1,
        Brackets::Call => 1 + tape.below(3),
        Brackets::List => tape.below(8),
    };
    let break_at = |tape: &mut Tape| if lines == Lines::One { maybe(tape) } else { gap(tape) };
    let lines = if lines == Lines::One { Lines::One } else { Lines::Inside };
    *text += &format!("{open}{}", break_at(tape));
    let inner = text.len();
    for index in 0..count {
        if index > 0 {
            *text += &format!("{},{}", break_at(tape), break_at(tape));
        }
        match brackets {
            Brackets::List => value(tape, text, lines, depth + 1),
            Brackets::Call | Brackets::Group => sum(tape, text, lines, depth + 1),
        }
    }
    if brackets == Brackets::List && may_be_paths(&text[inner..]) {
        text.push_str(", 3");
    }
    if count > 0 && brackets != Brackets::Group && tape.rarely(4) {
        *text += &format!("{},", break_at(tape));
    }
    *text += &format!("{}{close}", break_at(tape));
}

/// Whether a list of names divided by names, which is asked about: the parts of a name are joined by dots.
fn may_be_paths(inner: &str) -> bool {
    inner.contains('/') && !inner.contains(|sign: char| !(sign.is_ascii_alphabetic() || "_./, \t\n".contains(sign)))
}

/// What may stand between the items of brackets: blanks, line ends, comments.
fn gap(tape: &mut Tape) -> &'static str {
    tape.one_of(&[
        "",
        "",
        "",
        " ",
        "\n",
        "\n    ",
        " # why\n  ",
        "\n\n\n",
        "\n  # own line: {\n",
        "\t\n # one\n # two\n",
    ])
}

fn block_text(tape: &mut Tape, text: &mut String) {
    *text += &format!("\"\"\"{}\n", maybe(tape));
    let margin = tape.one_of(&["    ", "", "\t", "  "]);
    for _ in 0..tape.below(4) {
        match tape.below(4) {
            0 | 1 => *text += &format!("{margin}words: {{ and \"quotes\" # no comment{}\n", maybe(tape)),
            2 => *text += &format!("{margin}{}deeper ]\n", tape.one_of(&["  ", "\t", " \t"])),
            _ => *text += &format!("{}\n", maybe(tape)),
        }
    }
    *text += &format!("{}\"\"\"", maybe(tape));
}
