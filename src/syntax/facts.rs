//! Tokens to facts: takes the tokens of a chunk in order, gives its facts, braces and comments, not yet nested.
//!
//! A fact that cannot be read whole is reported once and kept with holes, so that what it declares stays declared.

use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use super::errors::{self, Within};
use super::grammar::{self, Rule, Token};
use super::meant::{self, Reading};
use super::names::{self, Place as NamePlace};
use super::pieces::{Attached, Block, Chunk, Leading, Piece, Place, shift_expression, shift_statement};
use super::reread::reread;
use super::sure::leave_only_sure;
use super::tree::{Condition, Expression, Form, Modifier, ModifierWord, Path, Statement, Subject, Text, Word};
use super::values::{Owner, Values, read_text, trimmed};
use super::{literal, periods, prose, words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::quantity::Period;
use crate::source::{FileId, Span};

/// How many names stand before a colon; a period may follow them: `floor department support 2027-Q1:`.
const MOST_NAMES: usize = 2;

mod entries;
mod heads;
mod lists;
mod paths;
mod remarks;
mod unquoted;

/// Reads the tokens of `text`, a whole file or the stretch of it that they cover.
pub(super) fn read(file: FileId, text: &str, line_start: u32, tokens: &[Token]) -> Chunk {
    let mut chunk = read_at((file, text), line_start, tokens, Depth::Plan);
    if !chunk.diagnostics.items().is_empty() {
        leave_only_sure(text, &mut chunk.diagnostics, |line| mistakes_of(file, line));
    }
    chunk
}

/// How many mistakes a line has by itself.
fn mistakes_of(file: FileId, line: &str) -> usize {
    read_at((file, line), 0, &grammar::tokens(line, 0, line.len()), Depth::Plan).diagnostics.items().len()
}

/// Reads a line by itself, which is a guess.
fn read_alone(file: FileId, line: &str) -> Chunk {
    read_at((file, line), 0, &grammar::tokens(line, 0, line.len()), Depth::Guess)
}

fn read_at((file, text): (FileId, &str), line_start: u32, tokens: &[Token], depth: Depth) -> Chunk {
    let mut reader = Reader {
        chunk: Chunk {
            pieces: Vec::with_capacity(tokens.iter().filter(|token| makes_piece(token.rule)).count()),
            expressions: Vec::new(),
            comments: Vec::new(),
            diagnostics: Diagnostics::of_a_part(),
        },
        values: Values::new(text, file),
        text,
        file,
        draft: None,
        line: Line::new(line_start),
        list: LostList::No,
        left_open: LeftOpen::No,
        scanned: line_start,
        brackets: 0,
        passed_over: 0,
        depth,
    };
    for (at, token) in tokens.iter().enumerate() {
        reader.token(*token, tokens.get(at + 1).copied());
    }
    reader.finish_fact();
    reader.chunk.expressions = reader.values.into_expressions();
    reader.chunk
}

/// Whether a token makes a piece of a file: nearly all of them do, and no other, so that room for them is made once.
fn makes_piece(rule: Rule) -> bool {
    matches!(rule, Rule::key | Rule::open | Rule::close | Rule::unreadable)
}

struct Reader<'a> {
    chunk: Chunk,
    values: Values<'a>,
    text: &'a str,
    file: FileId,
    draft: Option<Draft>,
    line: Line,
    list: LostList,
    left_open: LeftOpen,
    scanned: u32,
    /// How many brackets are open.
    brackets: usize,
    /// Where a text without quotes ends: what stands before it is no token.
    passed_over: u32,
    depth: Depth,
}

/// Whether what is read is the plan, or what it was perhaps meant to be: about a guess nobody guesses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Plan,
    Guess,
}

/// Whether the lines being read are items of a list whose `[` is missing, as in `serves: a,` and more names below, or
/// which was broken off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LostList {
    No,
    Perhaps,
}

/// Whether a bracket of the fact that is being read was left open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LeftOpen {
    No,
    Yes,
}

/// The line that is being read.
struct Line {
    start: u32,
    before: Before,
    condition: Condition,
    /// How many blocks were opened on this line and are still open.
    open: usize,
}

/// What stands before a place on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Separator,
    Fact,
}

impl Line {
    fn new(start: u32) -> Line {
        Line { start, before: Before::Nothing, condition: Condition::Whole, open: 0 }
    }
}

/// The fact that is being read.
struct Draft {
    statement: Statement,
    place: Place,
    part: Part,
    modifiers: SmallVec<[Modifier; 4]>,
    /// How many findings there were before it.
    told: usize,
}

/// How far a fact has been read.
#[derive(Clone, Copy)]
enum Part {
    Head,
    Value,
    Modifier(ModifierWord, Span),
    /// A text without its quotes, to the end of its line.
    Text,
    /// A value that the grammar took for something else, behind its colon: it is read at the end of the fact.
    Again(Span),
}

impl Reader<'_> {
    fn token(&mut self, token: Token, next: Option<Token>) {
        self.advance(token.start);
        if token.rule == Rule::block_text {
            self.scanned = self.scanned.max(token.end);
        }
        let span = self.span(token);
        if token.start < self.passed_over && token.rule != Rule::EOI {
            return;
        }
        match token.rule {
            Rule::comment => self.comment(span),
            Rule::foreign_comment => {
                self.chunk.diagnostics.add(errors::foreign_comment(Span { end: span.start + 2, ..span }));
                self.comment(span);
            }
            Rule::key => self.key(span),
            Rule::open => self.open(span),
            Rule::close => self.close(span),
            Rule::comma => self.comma(span),
            Rule::semicolon => self.semicolon(span),
            Rule::unreadable => self.unreadable(span),
            Rule::chunk | Rule::EOI => {}
            _ => {
                self.token_of_fact(token, span, next);
                self.line.before = Before::Fact;
            }
        }
    }

    fn token_of_fact(&mut self, token: Token, span: Span, next: Option<Token>) {
        let (token, span) = self.whole_text(token, span);
        let in_head = self.draft.as_ref().is_some_and(|draft| matches!(draft.part, Part::Head));
        match token.rule {
            Rule::name => self.subject(span),
            Rule::head_period => self.subject_period(span),
            Rule::plain_text | Rule::block_text | Rule::open_text | Rule::foreign_text if in_head => {
                self.title(token.rule, span)
            }
            Rule::colon | Rule::equals | Rule::missing_colon => self.colon(token.rule, span),
            Rule::extra_colon if self.path_of_colons(span) => {}
            Rule::extra_colon => self.mishap(errors::extra_colon(span)),
            Rule::modifier => self.modifier(span),
            Rule::unreadable_head => self.unreadable_head(span),
            Rule::unexpected if self.quotes_within_text(span) => {}
            Rule::unexpected => self.unexpected(span),
            // Behind a sign that is told, a block stands where the value would.
            Rule::missing_value if in_head && self.text.as_bytes().get(token.start as usize) == Some(&b'{') => {}
            Rule::hole | Rule::missing_value if self.draft.is_none() || in_head => self.damage(),
            Rule::infix if self.is_at_for_by(span) => self.at_for_by(span),
            Rule::infix if self.is_remark_behind_period(span) => {}
            _ => {
                match token.rule {
                    Rule::list_open | Rule::group_open | Rule::call => self.brackets += 1,
                    Rule::bracket_close => self.brackets = self.brackets.saturating_sub(1),
                    Rule::unclosed => {
                        self.left_open = LeftOpen::Yes;
                        self.brackets = self.brackets.saturating_sub(1);
                    }
                    _ => {}
                }
                if let Some(mishap) = self.values.token(&mut self.chunk.diagnostics, token, next) {
                    self.mishap(mishap);
                }
                self.damage_at_hole(token.rule);
            }
        }
        self.extend(span);
    }

    fn span(&self, token: Token) -> Span {
        Span::new(self.file, token.start, token.end)
    }

    fn written(&self, span: Span) -> &str {
        written(self.text, span)
    }

    /// Moves on to a place, over any line ends before it.
    fn advance(&mut self, to: u32) {
        // Within brackets, and within a text, lines run on.
        let from = if self.brackets > 0 { to } else { self.scanned };
        let between = self.text.as_bytes().get(from as usize..to as usize).unwrap_or(&[]);
        if let Some(end) = between.iter().rposition(|byte| *byte == b'\n') {
            self.line = Line::new(self.scanned + u32::try_from(end).unwrap_or(0) + 1);
        }
        self.scanned = self.scanned.max(to);
    }

    fn place(&self, span: Span) -> Place {
        let leading = if self.line.before == Before::Nothing { Leading::First } else { Leading::Later };
        Place {
            line: self.line.start,
            column: span.start.saturating_sub(self.line.start),
            leading,
            condition: self.line.condition,
        }
    }

    /// Reports a mistake with the shape of a line, unless the line or the fact has one already.
    fn mishap(&mut self, diagnostic: Diagnostic) {
        let fact = self.draft.as_ref().map_or(Condition::Whole, |draft| draft.statement.condition);
        if fact == Condition::Whole && self.line.condition == Condition::Whole {
            self.chunk.diagnostics.add(diagnostic);
        }
        self.damage();
    }

    fn damage(&mut self) {
        self.line.condition = Condition::Damaged;
        if let Some(draft) = &mut self.draft {
            draft.statement.condition = Condition::Damaged;
        }
    }

    fn damage_at_hole(&mut self, rule: Rule) {
        if rule == Rule::hole {
            self.damage();
        }
    }

    fn extend(&mut self, span: Span) {
        if let Some(draft) = &mut self.draft {
            draft.statement.span.end = draft.statement.span.end.max(span.end);
        }
    }

    fn comment(&mut self, span: Span) {
        let written = self.written(span);
        self.chunk.comments.push(trimmed(span, written));
    }

    fn key(&mut self, span: Span) {
        self.finish_fact();
        if span.start < self.passed_over {
            return;
        }
        self.check_separated(span);
        let told = self.chunk.diagnostics.items().len();
        let place = self.place(span);
        let (span, foreign) = match self.foreign_period(span, span.start) {
            Some((whole, right)) => (whole, Some(right)),
            None => (span, None),
        };
        let written = foreign.as_deref().unwrap_or_else(|| written(self.text, span));
        let mut subjects = SmallVec::new();
        let text = if written.starts_with(|first: char| first.is_ascii_digit()) || names::is_fiscal(written) {
            let period = literal::period_of_head(&mut self.chunk.diagnostics, written, span);
            subjects.extend(period.map(|period| Subject::Period(period, span)));
            period.map_or_else(|| SmolStr::new(written), |period| format_smolstr!("{period}"))
        } else {
            names::name(&mut self.chunk.diagnostics, written, span, NamePlace::Declared)
        };
        let statement = Statement {
            span,
            form: Form::Item,
            condition: Condition::Whole,
            key: Word { text, span },
            subjects,
            title: None,
            colon: None,
            value: None,
            modifiers: Box::default(),
            body: None,
        };
        self.draft = Some(Draft { statement, place, part: Part::Head, modifiers: SmallVec::new(), told });
        self.line.before = Before::Fact;
        if foreign.is_some_and(|right| right.contains("..")) && written_ends_head(self.text, self.passed_over) {
            // What stands between the two months was taken for its value.
            return self.value_behind(self.passed_over);
        }
        if let Some((whole, right)) = self.foreign_period(span, self.passed_over.max(span.end))
            && let Ok(period) = Period::parse_alone(&right)
        {
            self.add_subject(Subject::Period(period, whole));
        }
    }

    /// `budget Q1 2027:`, `2027-03 to 2027-05:` as a key: what stands from a place to the colon is a period, written as
    /// elsewhere. It is reported, and passed over.
    fn foreign_period(&mut self, key: Span, from: u32) -> Option<(Span, String)> {
        let rest = self.text.get(from as usize..)?;
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = rest.get(gap..)?;
        // Nearly all heads go on with a name, a title, a brace or a colon.
        if !rest.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_uppercase()) {
            return None;
        }
        let head = rest.get(..rest.find([':', '\n', '"', '{', '}', '#', ','])?)?;
        if rest.as_bytes().get(head.len()) != Some(&b':') {
            return None;
        }
        let start = from.saturating_add(u32::try_from(gap).ok()?);
        let right = periods::meant(head)?;
        let end = start.saturating_add(u32::try_from(head.trim_end().len()).ok()?);
        let whole = Span { start, end, ..key };
        self.chunk.diagnostics.add(errors::period_of_elsewhere(whole, self.written(whole), &right));
        if head.split_whitespace().any(|word| ModifierWord::from_text(word).is_some()) {
            // The grammar has taken what stands behind that word for its value.
            self.damage();
        }
        self.passed_over = self.passed_over.max(start.saturating_add(u32::try_from(head.len()).ok()?));
        Some((whole, right))
    }

    /// Facts on one line are separated by commas within `{ }`, and stand on lines of their own elsewhere.
    fn check_separated(&mut self, span: Span) {
        if self.line.before != Before::Fact {
            return;
        }
        let within = if self.line.open > 0 { Within::OneLineBody } else { Within::Lines };
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let gap = before.len() - before.trim_end_matches([' ', '\t']).len();
        let between = Span::new(self.file, span.start - u32::try_from(gap).unwrap_or(0), span.start);
        let fault = self
            .list_without_brackets(span)
            .unwrap_or_else(|| errors::several_facts(span, written(self.text, span), between, within));
        let whole = self.line.condition == Condition::Whole;
        if self.line.open > 0 && whole {
            // What is told is all that is wrong: the braces of the line still count.
            self.chunk.diagnostics.add(fault);
        } else {
            self.mishap(fault);
        }
    }

    /// `objective: trust, growth`: names behind the comma after a name.
    fn list_without_brackets(&self, span: Span) -> Option<Diagnostic> {
        let Some(Piece::Fact(above, ..)) = self.chunk.pieces.last() else { return None };
        let value = self.values.plain_name(above.value.filter(|_| above.modifiers.is_empty())?)?;
        let line = self.text.get(value.start as usize..)?;
        let line = line.get(..line.find(['\n', '#', '}']).unwrap_or(line.len()))?.trim_end();
        let is_name = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
        };
        let names: Vec<&str> = line.split(',').map(str::trim).collect();
        if self.line.open > 0 || !names.iter().all(|name| is_name(name)) {
            return None;
        }
        let end = Span { end: value.start.saturating_add(u32::try_from(line.len()).ok()?), ..value };
        Some(errors::list_without_brackets(span, self.written(span), value, &names.join(", "), end))
    }

    fn subject(&mut self, span: Span) {
        let written = written(self.text, span);
        if names::is_fiscal(written) {
            return self.subject_period(span);
        }
        // A hyphen that follows is told with the whole name.
        let is_part = self.text.as_bytes().get(span.end as usize) == Some(&b'-');
        let mut partly = Diagnostics::new();
        let diagnostics = if is_part { &mut partly } else { &mut self.chunk.diagnostics };
        // `funding.budget.2027-03 .. 2027-11` is one path.
        let joined = written.contains("..").then(|| written.replace([' ', '\t'], ""));
        let text = names::name(diagnostics, joined.as_deref().unwrap_or(written), span, NamePlace::Named);
        self.add_subject(Subject::Path(Path { text, span }));
    }

    fn subject_period(&mut self, span: Span) {
        if self.is_name_like_period(span) {
            return;
        }
        match literal::period_of_head(&mut self.chunk.diagnostics, written(self.text, span), span) {
            Some(period) => self.add_subject(Subject::Period(period, span)),
            None => self.damage(),
        }
    }

    fn add_subject(&mut self, subject: Subject) {
        let Some(draft) = &mut self.draft else { return };
        let count = draft.statement.subjects.len();
        if count < MOST_NAMES || count == MOST_NAMES && matches!(subject, Subject::Period(..)) {
            draft.statement.subjects.push(subject);
            return;
        }
        if self.comparison_for_colon(subject.span()) {
            return;
        }
        let Some(draft) = &self.draft else { return };
        let (key, first) =
            (draft.statement.key.span, draft.statement.subjects.first().map_or(subject.span(), Subject::span));
        let fault = match (self.written(key), &subject) {
            ("require", _) => self.condition_in_head(first),
            ("cap", Subject::Period(_, span)) => errors::cap_of_period(*span, self.written(*span)),
            (_, Subject::Path(path)) if prose::is_part_of_year(&path.text) => {
                errors::period_without_year(path.span, &path.text, &format!("2027-{}", path.text))
            }
            (key, _) => errors::too_many_subjects(subject.span(), self.written(subject.span()), key),
        };
        self.mishap(fault);
    }

    fn title(&mut self, rule: Rule, span: Span) {
        let written = written(self.text, span);
        let (value, span, mishap) = read_text(&mut self.chunk.diagnostics, rule, written, span);
        if let Some(mishap) = mishap {
            self.mishap(mishap);
        }
        let Some(draft) = &mut self.draft else { return };
        match &draft.statement.title {
            Some(first) => {
                let fault = errors::second_title(span, first.span);
                self.mishap(fault);
            }
            None => draft.statement.title = Some(Box::new(Text { value, span })),
        }
    }

    fn colon(&mut self, rule: Rule, span: Span) {
        if rule == Rule::missing_colon && self.figure_in_head(span) {
            return;
        }
        if self.sign_before_block(span) || rule != Rule::missing_colon && self.value_of_driver(span) {
            return;
        }
        self.join_key_of_two_words();
        self.drop_filler();
        let Some(draft) = &mut self.draft else { return };
        let key_span = draft.statement.key.span;
        let head = written(self.text, Span { end: span.start, ..key_span }).trim_end();
        let mut place = span;
        let fault = match rule {
            // What such a line is to be is told of the whole of it.
            Rule::equals if is_told_of_the_line(&draft.statement.key.text, draft.place.column) => None,
            Rule::equals => {
                let line = self.text.get(span.end as usize..).unwrap_or("").lines().next().unwrap_or("").trim();
                let has_title = !draft.statement.subjects.is_empty() && line.starts_with('"');
                let gap = Span { start: key_span.start.saturating_add(u32::try_from(head.len()).unwrap_or(0)), ..span };
                let gap = Span { end: gap.end.saturating_add(1), ..gap };
                Some(if has_title && self.text.as_bytes().get(span.end as usize) == Some(&b' ') {
                    errors::equals_for_title(span, gap, head, title_of(line))
                } else {
                    errors::equals_for_colon(span, head)
                })
            }
            Rule::colon if span.end - span.start > 1 => Some(errors::equals_for_colon(span, head)),
            Rule::missing_colon => {
                place = draft.statement.span.after();
                Some(errors::missing_colon(place, head))
            }
            _ => None,
        };
        draft.statement.colon = Some(place);
        draft.part = Part::Value;
        self.values.begin(Owner::Colon(place));
        match fault {
            Some(fault) => self.mishap(fault),
            None => {
                self.text_without_quotes(place);
                self.words_for_name(place);
            }
        }
    }

    fn modifier(&mut self, span: Span) {
        if self.names_a_declaration(span) {
            return;
        }
        self.finish_value();
        let Some(word) = ModifierWord::from_text(written(self.text, span)) else { return };
        if let Some(draft) = &mut self.draft {
            draft.part = Part::Modifier(word, span);
            self.values.begin(Owner::Modifier(span));
        }
    }

    /// `role month "X"`: a word that follows values, where a declaration gives its name. Behind an item of a ranking
    /// only `because` says something.
    fn names_a_declaration(&mut self, span: Span) -> bool {
        let word = written(self.text, span);
        let Some(draft) = &mut self.draft else { return false };
        let statement = &mut draft.statement;
        let is_name = matches!(draft.part, Part::Head)
            && statement.subjects.is_empty()
            && statement.title.is_none()
            && word != "because"
            && !statement.key.text.contains('.');
        let Some(meaning) = words::meaning(word).filter(|_| is_name) else { return false };
        let rest = self.text.get(span.end as usize..).unwrap_or("").trim_start_matches([' ', '\t']);
        if !(rest.is_empty() || rest.starts_with(['"', '\n', '\r', '#', '}'])) {
            return false;
        }
        let fault = errors::reserved_name(span, word, &statement.key.text, meaning);
        statement.subjects.push(Subject::Path(Path { text: SmolStr::new(word), span }));
        self.mishap(fault);
        true
    }

    /// Ends the value that is being read, and gives it to the fact.
    fn finish_value(&mut self) {
        let Some(draft) = &mut self.draft else { return };
        match draft.part {
            Part::Head | Part::Text | Part::Again(_) => {}
            Part::Value => draft.statement.value = Some(self.values.finish(&mut self.chunk.diagnostics)),
            Part::Modifier(word, span) => {
                let value = self.values.finish(&mut self.chunk.diagnostics);
                draft.modifiers.push(Modifier { word, span, value });
            }
        }
    }

    fn unreadable_head(&mut self, span: Span) {
        let span = trimmed(span, self.written(span));
        if let Some(fault) = self.order_in_head(span) {
            return self.mishap(fault);
        }
        if self.parts_path(span) {
            return;
        }
        if self.comparison_for_colon(span) {
            return;
        }
        let Some(draft) = &self.draft else { return };
        let key = self.written(draft.statement.key.span);
        let rest = self.written(span);
        if rest.starts_with(['<', '>', '!', '=']) || rest.starts_with("at ") {
            let first = draft.statement.subjects.first().map_or(span, Subject::span);
            let fault = self.condition_in_head(first);
            return self.mishap(fault);
        }
        let fault = match draft.statement.subjects.last().map_or(draft.statement.key.span, Subject::span) {
            name if rest.starts_with('-') && name.end == span.start => {
                let length = rest.find([' ', '\t', '"']).unwrap_or(rest.len());
                let name = Span { end: span.start + u32::try_from(length).unwrap_or(0), ..name };
                let meant = names::without_hyphens(self.written(name));
                let fault = errors::hyphen_in_name(name, self.written(name), &meant);
                self.rename(meant, name);
                fault
            }
            _ => errors::unreadable_head(span, rest, key),
        };
        self.mishap(fault);
    }

    /// `require nps at 2027-12 >= 3 pts`: what compares, from the first word of a head to the end of the line.
    fn condition_in_head(&mut self, first: Span) -> Diagnostic {
        let line = self.text.get(first.start as usize..).unwrap_or("");
        let end = line.find(['\n', '#', '{', '}', ',']).unwrap_or(line.len());
        let condition = line.get(..end).unwrap_or("").trim().to_owned();
        let end = first.start.saturating_add(u32::try_from(end).unwrap_or(0));
        self.passed_over = self.passed_over.max(end);
        let place = Span { end, ..first };
        errors::condition_in_head(trimmed(place, self.written(place)), &condition)
    }

    /// Gives the last name of a head its right form, so that nobody else stumbles over it.
    fn rename(&mut self, text: SmolStr, span: Span) {
        let last = self.draft.as_mut().and_then(|draft| draft.statement.subjects.last_mut());
        if let Some(Subject::Path(path)) = last {
            *path = Path { text, span };
        }
    }

    fn unexpected(&mut self, span: Span) {
        let written = written(self.text, span);
        if let Some(fault) = self.values.per_in_words(written, span).filter(|_| self.is_value_of_line()) {
            // The value is as good as if it were written right.
            if !self.is_sum() {
                self.chunk.diagnostics.add(fault);
            }
            return;
        }
        let in_head = self.draft.as_ref().is_none_or(|draft| matches!(draft.part, Part::Head));
        if self.filler_in_head(span) {
            return;
        }
        let plainly = self.before_colon(span).or_else(|| self.comma_missing(span));
        let plainly = plainly.or_else(|| self.colon_before_name(span));
        if let Some(fault) = plainly.or_else(|| self.unquoted(span)) {
            return self.mishap(fault);
        }
        let fault = if !in_head && self.values.is_complete() {
            self.values.unexpected(written, span)
        } else {
            let could = "a value is a number, a text between `\"`, a name, a month, or a list between `[` and `]`";
            errors::unexpected(trimmed(span, written), written, "this", could)
        };
        self.mishap(fault);
    }

    /// `cost people via phone: 3k EUR` and `role head of sales "Title"`: words that follow values, in a head.
    fn before_colon(&self, span: Span) -> Option<Diagnostic> {
        let draft = self.draft.as_ref().filter(|draft| draft.statement.colon.is_none())?;
        let Part::Modifier(_, last) = draft.part else { return None };
        let word = draft.modifiers.first().map_or(last, |modifier| modifier.span);
        let (key, rest) = (draft.statement.key.span, self.written(span).trim_end());
        let head = self.written(Span { end: word.start, ..key }).trim_end();
        let modifiers = self.written(Span { end: span.start, ..word }).trim_end();
        if let Some(value) = rest.strip_prefix(':') {
            if self.written(key) == "cap" {
                return Some(errors::cap_of_period(word, modifiers));
            }
            let right = format!("{head}: {} {modifiers}", value.trim());
            return Some(errors::modifier_before_colon(word, self.written(word), &right));
        }
        let first = draft.statement.subjects.first()?.span();
        let name = Span {
            end: first.start + u32::try_from(self.written(Span { end: span.start, ..first }).trim_end().len()).ok()?,
            ..first
        };
        let meant = self.written(name).split_whitespace().collect::<Vec<_>>().join("_").to_lowercase();
        rest.starts_with('"').then(|| errors::name_of_several_words(name, self.written(name), &meant))
    }

    /// `role: lead "Head of service"`: a declaration with a colon behind its keyword.
    fn colon_before_name(&self, span: Span) -> Option<Diagnostic> {
        let draft = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Value))?;
        let (key, colon) = (draft.statement.key.span, draft.statement.colon?);
        let name = self.written(Span { start: colon.end, end: span.start, ..span }).trim();
        let title = self.written(span).trim_end();
        let is_head = names::is_name(name) && draft.statement.subjects.is_empty() && title.len() > 1;
        (is_head && title.starts_with('"') && title.ends_with('"')).then(|| {
            let right = format!("{} {name} {title}", self.written(key));
            errors::colon_before_name(trimmed(span, self.written(span)), title, colon, &right)
        })
    }

    /// `{ converts: 70% touchpoint ad "Advert" }`: a declaration behind a value, on the line of its body.
    fn comma_missing(&self, span: Span) -> Option<Diagnostic> {
        let draft = self.draft.as_ref().filter(|draft| draft.statement.colon.is_some() && self.line.open > 0)?;
        let written = self.written(span);
        let (head, title) = written.split_once('"')?;
        let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let names: Vec<&str> = head.split_whitespace().collect();
        if !(self.values.is_complete()
            && names.len() == 2
            && names.iter().all(|word| is_word(word))
            && title.contains('"'))
        {
            return None;
        }
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let gap = u32::try_from(before.len() - before.trim_end_matches([' ', '\t']).len()).ok()?;
        let between = Span { start: span.start - gap, end: span.start, ..draft.statement.key.span };
        let first = Span { end: span.start + u32::try_from(names.first()?.len()).ok()?, ..span };
        Some(errors::several_facts(first, self.written(first), between, Within::OneLineBody))
    }

    /// `justification: One in three leaves, and (2026, n = 400) more: soon`: a text without quotes, to the end of its line.
    fn unquoted(&mut self, span: Span) -> Option<Diagnostic> {
        let draft = self.draft.as_mut()?;
        if self.line.open > 0 || !self.values.is_complete() {
            return None;
        }
        let rest = self.text.get(span.start as usize..)?;
        let rest = rest.get(..rest.find(['\n', '#']).unwrap_or(rest.len()))?.trim_end();
        if rest.contains(['{', '}', '"']) || !self.values.begins_text(rest) {
            return None;
        }
        let span = Span { end: span.start.saturating_add(u32::try_from(rest.len()).unwrap_or(0)), ..span };
        // A word such as `in` does not end it: what it begins is no modifier.
        let word = draft.statement.value.and_then(|value| Some((value, self.values.plain_word(value)?)));
        let fault = match (draft.part, word) {
            (Part::Modifier(..), Some((value, first))) => {
                self.values.take_for_text_at(value);
                draft.modifiers.clear();
                draft.part = Part::Text;
                let in_name = |fault: &Diagnostic| fault.code == Code::UnusualName && fault.primary.span == first;
                self.chunk.diagnostics.retain(|fault| !in_name(fault));
                let after = written(self.text, Span { start: first.end, ..span });
                let gap = u32::try_from(after.len() - after.trim_start().len()).unwrap_or(0);
                let (key, word) = (draft.statement.key.text.as_str(), written(self.text, first));
                let rest = Span { start: first.end.saturating_add(gap), ..span };
                errors::unquoted_text(rest, after.trim_start(), first, (key, word))
            }
            (Part::Head | Part::Text | Part::Again(_), _) | (Part::Modifier(..), None) => return None,
            (Part::Value, _) => self.values.unexpected(rest, span),
        };
        self.passed_over = span.end;
        self.extend(span);
        Some(fault)
    }

    fn open(&mut self, span: Span) {
        let fresh = self.line.before == Before::Nothing;
        let place = self.place(span);
        let attached = match (&self.draft, fresh) {
            (Some(Draft { part: Part::Head, .. }), true) => Attached::Below,
            (Some(_), false) => Attached::Here,
            (Some(_) | None, _) => Attached::Nowhere,
        };
        let (colon, key) = match &self.draft {
            Some(draft) => (draft.statement.colon, draft.statement.key.span),
            None => (None, span),
        };
        if let (Attached::Here, Some(colon)) = (attached, colon) {
            let fault = errors::block_after_value(span, colon, self.written(key));
            self.mishap(fault);
        }
        self.finish_fact();
        if let (Attached::Here, Some(Piece::Fact(_, _, block))) = (attached, self.chunk.pieces.last_mut()) {
            *block = Block::Opens;
        }
        self.chunk.pieces.push(Piece::Open(span, place, attached));
        self.line.before = Before::Separator;
        self.line.open += 1;
    }

    fn close(&mut self, span: Span) {
        self.finish_fact();
        if self.line.condition == Condition::Damaged && self.line.open == 0 && self.line.before != Before::Nothing {
            return;
        }
        let place = self.place(span);
        self.chunk.pieces.push(Piece::Close(span, place));
        self.line.before = Before::Fact;
        self.line.open = self.line.open.saturating_sub(1);
    }

    fn comma(&mut self, span: Span) {
        if self.comma_in_head(span) || self.periods_in_head(span) {
            return;
        }
        let property = self.draft.as_ref().is_some_and(|draft| draft.statement.colon.is_some());
        if self.list == LostList::Perhaps && !property {
            self.damage();
        }
        if property && meant::goes_on(self.text.get(span.end as usize..).unwrap_or("")) {
            self.mishap(errors::stray_comma(span));
        }
        self.finish_fact();
        if span.start < self.passed_over {
            return;
        }
        // The rest of the line is not looked for: of a long line each comma would look through all of it.
        let rest = self.text.get(span.end as usize..).unwrap_or("").trim_start_matches([' ', '\t', '\r']);
        let last = rest.is_empty() || rest.starts_with(['\n', '#']);
        let separates = self.line.before == Before::Fact && self.line.open > 0 && !last;
        let between_lines = self.line.before == Before::Fact && !last;
        if separates || between_lines && self.line.open == 0 {
            self.line.before = if separates { Before::Separator } else { Before::Fact };
        } else {
            self.mishap(errors::stray_comma(span));
            self.list =
                if last && (property || self.list == LostList::Perhaps) { LostList::Perhaps } else { LostList::No };
        }
    }

    fn semicolon(&mut self, span: Span) {
        self.finish_fact();
        if self.line.before == Before::Nothing || self.begins_remark(span) {
            // `; a remark`, as ledgers write it.
            let rest = self.text.get(span.start as usize..).unwrap_or("");
            let length = rest.find('\n').unwrap_or(rest.len());
            self.passed_over = self.passed_over.max(span.start.saturating_add(u32::try_from(length).unwrap_or(0)));
            return self.chunk.diagnostics.add(errors::comment_of_ledgers(span));
        }
        self.mishap(errors::semicolon(span));
    }

    fn unreadable(&mut self, span: Span) {
        self.finish_fact();
        let span = trimmed(span, self.written(span));
        if self.list == LostList::Perhaps && self.written(span).starts_with(['"', ']']) {
            self.damage();
        }
        if !self.written(span).starts_with('"') {
            self.list = LostList::No;
        }
        let fault = match self.second_value(span) {
            Some(fault) => fault,
            None => errors::unreadable_line(span, self.written(span)),
        };
        self.mishap(fault);
        self.chunk.pieces.push(Piece::Unreadable);
        self.line.before = Before::Fact;
    }

    fn finish_fact(&mut self) {
        self.brackets = 0;
        self.finish_value();
        let Some(Draft { mut statement, place, modifiers, told, part }) = self.draft.take() else { return };
        if let Some(value) = statement.value {
            statement.span.end = statement.span.end.max(self.values.span_of(value).end);
        }
        if let Part::Again(colon) = part {
            self.read_value_again(&mut statement, colon);
        } else {
            statement.modifiers = modifiers.into_iter().collect();
        }
        statement.form = form(&statement);
        self.reread(&mut statement, place, told);
        if statement.form != Form::Item {
            let empty = statement.value.is_some_and(|value| self.values.is_missing(value));
            let lost = empty || self.left_open == LeftOpen::Yes;
            self.list = if lost { LostList::Perhaps } else { LostList::No };
        }
        self.left_open = LeftOpen::No;
        // `unit minute` within a KPI lacks its colon, which is told there.
        let lacks_colon = statement.key.text == "unit" && place.column > 0 && statement.title.is_none();
        if statement.form == Form::Declaration && !lacks_colon {
            check_declared(&mut self.chunk.diagnostics, &mut statement);
        }
        self.chunk.pieces.push(Piece::Fact(statement, place, Block::None));
    }

    /// Takes the value of a line that was read by itself.
    fn adopt(&mut self, statement: &mut Statement, read: Statement, expressions: Vec<Expression>) {
        let by = self.values.adopt(expressions, shift_expression);
        statement.value = read.value;
        statement.modifiers = read.modifiers;
        shift_statement(statement, by);
        statement.condition = read.condition;
    }

    /// Reads a value that is written as elsewhere as it was meant: what is told of it is that, and nothing else.
    fn reread(&mut self, statement: &mut Statement, place: Place, told: usize) {
        let Some(colon) = statement.colon.filter(|_| self.depth == Depth::Plan) else { return };
        let is_broken = statement.condition == Condition::Damaged || self.chunk.diagnostics.items().len() > told;
        let reading = match (is_broken, statement.key.text.as_str()) {
            (true, _) => Reading::Broken,
            (false, "calendar" | "currency" | "require" | "range") => Reading::Whole,
            (false, _) if self.values.holds_signs(statement.value) => Reading::Whole,
            (false, key) if meant::has_scale(key) && self.values.is_fraction(statement.value) => Reading::Whole,
            (false, _) if self.is_up_to(statement) => Reading::Broken,
            (false, "rate") if self.values.is_comparison(statement.value) => Reading::Whole,
            (false, _) if statement.modifiers.iter().any(|modifier| modifier.word == ModifierWord::Of) => {
                Reading::Broken
            }
            (false, _) => return,
        };
        let line = |line: &str| read_alone(self.file, line);
        let key = self.key_of_value(statement);
        let Some(reread) = reread((&key, reading), self.text, colon, line) else { return };
        let mut number = 0;
        let value = colon.start..reread.end;
        self.chunk.diagnostics.retain(|finding| {
            number += 1;
            number <= told || !value.contains(&finding.primary.span.start)
        });
        reread.findings.into_iter().for_each(|finding| self.chunk.diagnostics.add(finding));
        self.adopt(statement, reread.statement, reread.expressions);
        statement.span.end = statement.span.end.max(reread.end);
        self.passed_over = self.passed_over.max(reread.end);
        if self.line.start == place.line {
            self.line.condition = place.condition;
        }
    }
}

/// No line is looked through further than this where many of them may share one line of the file.
const NEAR: usize = 300;

impl Reader<'_> {
    /// The rest of a line from a place, without its comment, as far as it is looked through.
    fn near(&self, from: u32) -> &str {
        let rest = self.text.get(from as usize..).unwrap_or("");
        let near = rest.char_indices().nth(NEAR).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
        near.get(..near.find(['\n', '#']).unwrap_or(near.len())).unwrap_or("").trim_end()
    }

    /// `up to 250k EUR`: a word that is no name, and what seems to follow it.
    fn is_up_to(&self, statement: &Statement) -> bool {
        let is_to = statement.modifiers.first().is_some_and(|modifier| modifier.word == ModifierWord::To);
        let word = statement.value.filter(|_| is_to).and_then(|value| self.values.plain_word(value));
        word.is_some_and(|word| self.written(word).trim_end() == "up")
    }

    /// What a value belongs to: its key, and the currency around a rate.
    fn key_of_value(&self, statement: &Statement) -> SmolStr {
        const NEAREST: usize = 8;
        if statement.key.text != "rate" {
            return statement.key.text.clone();
        }
        let exchange = self.chunk.pieces.iter().rev().take(NEAREST).find_map(|piece| match piece {
            Piece::Fact(head, _, Block::Opens) if head.key.text == "exchange" => head.subjects.first(),
            Piece::Fact(..) | Piece::Open(..) | Piece::Close(..) | Piece::Unreadable => None,
        });
        match exchange {
            Some(Subject::Path(own)) => format_smolstr!("rate {}", own.text),
            Some(Subject::Period(..)) | None => statement.key.text.clone(),
        }
    }
}

/// Whether a colon stands at a place.
fn written_ends_head(text: &str, at: u32) -> bool {
    text.as_bytes().get(at as usize) == Some(&b':')
}

fn written(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or("")
}

/// The text in quotes that a line begins with, without what stands behind it.
fn title_of(line: &str) -> &str {
    let end = line.get(1..).and_then(|rest| rest.find('"')).map_or(line.len(), |end| end + 2);
    line.get(..end).unwrap_or(line)
}

/// `let volume = 900`, as programs name a figure, and `hotline.weekdays = 1`: no property, whatever its sign.
/// Within a block `set` is the line of a scenario.
fn is_told_of_the_line(key: &str, column: u32) -> bool {
    matches!(key, "let" | "const" | "var" | "define") || key == "set" && column == 0 || key.contains('.')
}

fn form(statement: &Statement) -> Form {
    if statement.colon.is_some() {
        Form::Property
    } else if statement.subjects.is_empty() && statement.title.is_none() {
        Form::Item
    } else {
        Form::Declaration
    }
}

/// The name that a declaration gives: not a reserved word, and not in capitals, unless it is a currency.
fn check_declared(diagnostics: &mut Diagnostics, statement: &mut Statement) {
    let Some(Subject::Path(path)) = statement.subjects.first_mut() else { return };
    if let Some(meaning) = words::meaning(&path.text) {
        diagnostics.add(errors::reserved_name(path.span, &path.text, &statement.key.text, meaning));
    }
    let capital = path.text.starts_with(|first: char| first.is_ascii_uppercase());
    // A currency, and the code of a finding.
    let is_code = matches!(statement.key.text.as_str(), "exchange" | "waive" | "lint");
    if capital && !is_code {
        let meant = path.text.to_ascii_lowercase();
        diagnostics.add(errors::unusual_name(path.span, &path.text, &meant));
        path.text = SmolStr::new(meant);
    }
}
