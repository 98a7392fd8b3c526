//! The tokens of a value: takes them one by one, feeds the expression they make, and reports what is wrong with each.

use smol_str::{SmolStr, format_smolstr};

use super::errors;
use super::expression::{Builder, Infix, Opening};
use super::grammar::{Rule, Token};
use super::names::{self, Place};
use super::tree::{BinaryOperator, Expression, ExpressionId, ExpressionKind, UnaryOperator, Word};
use super::{habits, inexact, literal, prose, text, words};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::quantity::{Currency, Number, Period};
use crate::source::{FileId, Span};

/// What a missing value belongs to.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// A property, by the place of its `:`.
    Colon(Span),
    /// A modifier, by its place.
    Modifier(Span),
}

/// The value that is being read.
pub(super) struct Values<'a> {
    text: &'a str,
    file: FileId,
    builder: Builder,
    owner: Owner,
    factor: Option<Span>,
    last_sign: Option<Span>,
    last_number: Option<Span>,
    /// Where a month that was read with its slash ends: its second number is no token.
    passed_over: u32,
    currency: Option<&'static str>,
    /// What is wrong with the last name.
    name: Diagnostics,
}

impl<'a> Values<'a> {
    pub(super) fn new(text: &'a str, file: FileId) -> Values<'a> {
        let nowhere = Span::new(file, 0, 0);
        Values {
            text,
            file,
            builder: Builder::new(nowhere),
            owner: Owner::Colon(nowhere),
            factor: None,
            last_sign: None,
            last_number: None,
            passed_over: 0,
            currency: None,
            name: Diagnostics::new(),
        }
    }

    /// Begins the value of `owner`.
    pub(super) fn begin(&mut self, owner: Owner) {
        let (Owner::Colon(span) | Owner::Modifier(span)) = owner;
        self.owner = owner;
        self.factor = None;
        self.last_sign = None;
        self.last_number = None;
        self.currency = None;
        self.builder.begin(span);
    }

    /// Ends the value.
    pub(super) fn finish(&mut self, diagnostics: &mut Diagnostics) -> ExpressionId {
        self.report_month(diagnostics);
        self.report_name(diagnostics);
        let value = self.builder.finish(diagnostics);
        match self.factor.take() {
            Some(factor) => self.builder.relative(factor, value),
            None => value,
        }
    }

    /// Takes expressions that were read elsewhere; gives by how much their ids move.
    pub(super) fn adopt(&mut self, mut expressions: Vec<Expression>, shift: fn(&mut Expression, usize)) -> usize {
        let by = self.builder.arena.len();
        expressions.iter_mut().for_each(|expression| shift(expression, by));
        self.builder.arena.append(&mut expressions);
        by
    }

    /// All expressions of the chunk, which waits for those of all others: no room for more is kept.
    pub(super) fn into_expressions(self) -> Vec<Expression> {
        let mut expressions = self.builder.arena;
        expressions.shrink_to_fit();
        expressions
    }

    /// The place of a value of this chunk.
    pub(super) fn span_of(&self, value: ExpressionId) -> Span {
        self.builder.span_of(value)
    }

    /// Whether a value is a list in which something is compared or divided: `[help > asking]`, `[help/asking]`.
    pub(super) fn holds_signs(&self, value: Option<ExpressionId>) -> bool {
        let expression = |id: &ExpressionId| self.builder.arena.get(id.index()).map(|found| &found.kind);
        let Some(ExpressionKind::List(items)) = value.as_ref().and_then(expression) else { return false };
        let parts = |kind: &ExpressionKind| matches!(kind, ExpressionKind::Binary { .. } | ExpressionKind::Unit(_));
        items.iter().filter_map(expression).any(parts)
    }

    /// Takes words where a name belongs.
    pub(super) fn take_name(&mut self, words: &str, span: Span) {
        self.builder.operand(ExpressionKind::Path(SmolStr::new(words)), span);
    }

    /// Takes a text that lacks its quotes, which is told.
    pub(super) fn take_text(&mut self, written: &str, span: Span) {
        self.builder.operand(ExpressionKind::Text(written.into()), span);
    }

    /// Whether a value is one plain number by another: `7 / 10`, `4 of 5`.
    pub(super) fn is_fraction(&self, value: Option<ExpressionId>) -> bool {
        let kind = |id: ExpressionId| self.builder.arena.get(id.index()).map(|found| &found.kind);
        let is_plain = |id: ExpressionId| matches!(kind(id), Some(ExpressionKind::Number { unit: None, .. }));
        match value.and_then(kind) {
            Some(ExpressionKind::Binary { operator: BinaryOperator::Divide, left, right, .. }) => {
                is_plain(*left) && is_plain(*right)
            }
            Some(ExpressionKind::Rating { .. }) => true,
            _ => false,
        }
    }

    /// Whether a value compares two: `1 USD == 0.92 EUR`.
    pub(super) fn is_comparison(&self, value: Option<ExpressionId>) -> bool {
        let kind = value.and_then(|id| self.builder.arena.get(id.index())).map(|found| &found.kind);
        matches!(kind, Some(ExpressionKind::Binary { operator: BinaryOperator::Equal, .. }))
    }

    /// The place of the value so far, if it is a text.
    pub(super) fn last_text(&self) -> Option<Span> {
        let last = self.builder.arena.last().filter(|_| self.last_sign.is_none())?;
        matches!(last.kind, ExpressionKind::Text(_)).then_some(last.span)
    }

    /// Whether the value so far is a period alone.
    pub(super) fn ends_in_period(&self) -> bool {
        let last = self.builder.arena.last().filter(|_| self.last_sign.is_none());
        self.builder.has_operand() && last.is_some_and(|last| matches!(last.kind, ExpressionKind::Period(_)))
    }

    /// Whether a value of this chunk is not there.
    pub(super) fn is_missing(&self, value: ExpressionId) -> bool {
        let expression = self.builder.arena.get(value.index());
        expression.is_none_or(|expression| matches!(expression.kind, ExpressionKind::Missing))
    }

    /// Whether a value has been read, and is complete so far.
    pub(super) fn is_complete(&self) -> bool {
        self.builder.has_operand()
    }

    /// Reads one token; gives a mistake with the shape of the value, of which a fact reports only the first.
    pub(super) fn token(
        &mut self,
        diagnostics: &mut Diagnostics,
        token: Token,
        next: Option<Token>,
    ) -> Option<Diagnostic> {
        let span = Span::new(self.file, token.start, token.end);
        let written = self.text.get(token.start as usize..token.end as usize).unwrap_or("");
        match token.rule {
            Rule::factor => self.factor(diagnostics, written, span),
            Rule::prefix => self.prefix(diagnostics, written, span),
            Rule::infix => self.infix(diagnostics, written, span),
            Rule::figure | Rule::outer_figure => self.figure(diagnostics, written, span),
            Rule::unit => return self.unit(diagnostics, written, span),
            Rule::foreign_rest => return self.foreign_rest(diagnostics, span, next),
            Rule::rating_of => self.builder.infix(diagnostics, Infix::Of, span),
            Rule::currency_sign => self.currency(diagnostics, written, span),
            Rule::path => self.path(diagnostics, written, span),
            Rule::per => self.builder.per(written, span),
            Rule::bare_unit => return self.bare_unit(written, span),
            Rule::call => self.builder.call(span),
            Rule::list_open => self.builder.open(Opening::List, span),
            Rule::group_open => self.builder.open(Opening::Group, span),
            Rule::separator => return self.separator(diagnostics, span, next),
            Rule::missing_separator => {
                self.builder.separate(diagnostics);
                return Some(errors::missing_separator(span));
            }
            Rule::bracket_close => return self.bracket_close(diagnostics, written, span),
            Rule::unclosed => return self.unclosed(diagnostics, span),
            Rule::missing_value => return self.missing(span, next),
            Rule::bad_operand | Rule::inner_bad => return Some(self.bad_operand(written, span)),
            Rule::inner_unexpected => return Some(self.inner_unexpected(written, span)),
            Rule::hole => self.builder.operand(ExpressionKind::Missing, span),
            Rule::plain_text | Rule::block_text | Rule::foreign_text | Rule::open_text => {
                let (value, span, mishap) = read_text(diagnostics, token.rule, written, span);
                self.builder.operand(ExpressionKind::Text(value), span);
                return mishap;
            }
            _ => {}
        }
        None
    }

    fn factor(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        if written != "*" {
            diagnostics.add(errors::foreign_sign(span, written, "*"));
        }
        self.factor = Some(span);
        self.last_sign = Some(span);
    }

    fn prefix(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        if span.start < self.passed_over {
            return;
        }
        let operator = match written {
            "+" => UnaryOperator::Plus,
            "not" => UnaryOperator::Not,
            "!" => {
                diagnostics.add(errors::foreign_sign(span, written, "not "));
                UnaryOperator::Not
            }
            "-" => UnaryOperator::Minus,
            _ => {
                diagnostics.add(errors::foreign_sign(span, written, "-"));
                UnaryOperator::Minus
            }
        };
        self.last_sign = Some(span);
        self.builder.prefix(diagnostics, operator, span);
    }

    fn infix(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        if span.start < self.passed_over || written == "/" && self.month_with_slash(diagnostics, span) {
            return;
        }
        if written == "–" && self.stands_between_numbers(span) {
            diagnostics.add(errors::span_of_figures(span, None));
            self.forget_number();
            return self.builder.infix(diagnostics, Infix::Binary(BinaryOperator::Subtract), span);
        }
        let (infix, right) = infix(written);
        if right != written {
            diagnostics.add(errors::foreign_sign(span, written, &self.spaced(right, span)));
        } else if written == "/" && self.spaced("/", span) != "/" {
            if let Some((number, time)) = self.nothing_counted(span) {
                let fault = errors::nothing_counted(span, &number, &time);
                self.last_sign = Some(span);
                self.builder.infix(diagnostics, infix, span);
                return diagnostics.add(fault);
            }
            let fix = self.spaced("/", span);
            let unit = self.unit_beside(span);
            let fault = errors::unspaced_slash(span, unit.as_deref());
            diagnostics.add(fault.fix("write the spaces", span, fix, Applicability::Safe));
        }
        self.last_sign = Some(span);
        self.builder.infix(diagnostics, infix, span);
    }

    /// `900/month`: how many of what is missing.
    fn nothing_counted(&self, slash: Span) -> Option<(String, String)> {
        let last = self.builder.arena.last().filter(|last| last.span.end == slash.start)?;
        let ExpressionKind::Number { unit: None, .. } = &last.kind else { return None };
        let rest = self.text.get(slash.end as usize..)?;
        let word = rest.get(..rest.find(|sign: char| !sign.is_ascii_lowercase()).unwrap_or(rest.len()))?;
        words::TIMES.contains(&word).then(|| (self.written(last.span).to_owned(), word.to_owned()))
    }

    /// Whether a sign touches a number on both sides: `40k–50k`.
    fn stands_between_numbers(&self, sign: Span) -> bool {
        let after = self.text.get(sign.end as usize..).unwrap_or("");
        after.starts_with(|next: char| next.is_ascii_digit())
            && self.last_number.is_some_and(|number| number.end == sign.start)
    }

    /// `20k EUR/agent` for `20k EUR /agent`, if what is divided has a unit and is divided by one word.
    fn unit_beside(&self, slash: Span) -> Option<String> {
        let last = self.builder.arena.last()?;
        let ExpressionKind::Number { unit: Some(_), .. } = &last.kind else { return None };
        let rest = self.text.get(slash.end as usize..)?.trim_start_matches([' ', '\t']);
        let end = rest.find(|sign: char| !(sign.is_ascii_lowercase() || sign == '_')).unwrap_or(rest.len());
        let word = rest.get(..end).filter(|word| !word.is_empty())?;
        Some(format!("{}/{word}", self.written(last.span)))
    }

    /// `40k +/- 5k EUR`: how far a figure may be off.
    fn spread(&mut self, plus: Span) -> Option<Diagnostic> {
        let rest = self.text.get(plus.start as usize..)?;
        let about = inexact::about(rest).filter(|about| about.words != "+")?;
        let place = first(plus, about.words.len());
        let figure = u32::try_from(rest.find(about.figure)?.saturating_add(about.figure.len())).ok()?;
        self.passed_over = plus.start.saturating_add(figure);
        self.last_number = None;
        Some(errors::spread_of_a_figure(place, about.words))
    }

    /// `2027/01` or `01/2027` after a word that a month follows.
    fn month_with_slash(&mut self, diagnostics: &mut Diagnostics, slash: Span) -> bool {
        let Some(number) = self.last_number.filter(|number| number.end == slash.start) else { return false };
        let rest = self.text.get(slash.end as usize..).unwrap_or("");
        let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let whole = Span { end: slash.end.saturating_add(u32::try_from(end).unwrap_or(0)), ..number };
        let Some(right) = self.month_of(whole) else { return false };
        diagnostics.add(errors::month_in_words(whole, self.written(whole), &right));
        if let Some(last) = self.builder.arena.last_mut() {
            last.kind = Period::parse(&right).map_or(ExpressionKind::Missing, ExpressionKind::Period);
            last.span = whole;
        }
        self.passed_over = whole.end;
        true
    }

    /// The month meant by `2027/01`, `01/2027`, `01.2027` where a month follows a word.
    fn month_of(&self, whole: Span) -> Option<String> {
        let Owner::Modifier(word) = self.owner else { return None };
        let is_of_time = matches!(self.written(word), "from" | "to" | "in" | "by" | "until" | "on");
        let (left, right) = self.written(whole).split_once(['/', '.']).filter(|_| is_of_time)?;
        let (year, month) = if left.len() == 4 { (left, right) } else { (right, left) };
        let month = format!("{year}-{month:0>2}");
        (year.len() == 4 && Period::parse(&month).is_ok()).then_some(month)
    }

    /// A sign with the spaces that it lacks where it stands.
    fn spaced(&self, sign: &str, span: Span) -> String {
        let symbol = !sign.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
        let bytes = self.text.as_bytes();
        let blank =
            |at: Option<usize>| symbol || at.and_then(|at| bytes.get(at)).is_none_or(|byte| byte.is_ascii_whitespace());
        let before = if blank((span.start as usize).checked_sub(1)) { "" } else { " " };
        let after = if blank(Some(span.end as usize)) { "" } else { " " };
        format!("{before}{sign}{after}")
    }

    fn figure(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        if span.start < self.passed_over {
            return;
        }
        if written.contains('-') {
            self.last_number = None;
            return self.period(diagnostics, written, span);
        }
        let mut kind = self.number(diagnostics, written, span);
        if let (Some(code), ExpressionKind::Number { unit, .. }) = (self.currency, &mut kind) {
            *unit = Some(Box::new(Word { text: SmolStr::new_static(code), span }));
        }
        self.last_number = Some(span);
        self.builder.operand(kind, span);
    }

    fn number(&self, diagnostics: &mut Diagnostics, written: &str, span: Span) -> ExpressionKind {
        if !written.contains(',') {
            return literal::number(diagnostics, written, span);
        }
        if self.currency.is_none() {
            diagnostics.add(errors::thousands_comma(span, written));
        }
        literal::number(diagnostics, &written.replace(',', ""), span)
    }

    /// `.234,56` of `1.234,56`: the number as it was meant, if that can be told.
    fn foreign_rest(&mut self, diagnostics: &mut Diagnostics, span: Span, next: Option<Token>) -> Option<Diagnostic> {
        let Some(number) = self.last_number else { return self.behind_no_number(span) };
        let whole = number.to(span);
        let written = self.text.get(whole.start as usize..whole.end as usize).unwrap_or("");
        let right = habits::number(written);
        let last = self.builder.arena.last_mut()?;
        let value = right.as_deref().and_then(|right| Number::parse(right).ok());
        let unit = match std::mem::replace(&mut last.kind, ExpressionKind::Missing) {
            ExpressionKind::Number { unit, .. } => unit,
            _ => None,
        };
        last.kind = value.map_or(ExpressionKind::Missing, |value| ExpressionKind::Number { value, unit });
        last.span = last.span.to(span);
        self.last_number = Some(whole);
        let told_with_its_currency =
            self.currency.is_some() || next.is_some_and(|next| next.rule == Rule::currency_sign);
        match right {
            Some(_) if told_with_its_currency => {}
            Some(right) => diagnostics.add(errors::foreign_number(whole, written, &right)),
            None => return Some(errors::unclear_number(whole, written)),
        }
        None
    }

    /// What belongs to a number, behind something that is none: a period, or what is told and passed over.
    fn behind_no_number(&mut self, span: Span) -> Option<Diagnostic> {
        let written = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        (span.start > self.passed_over).then(|| self.unexpected(written, span))
    }

    fn unit(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) -> Option<Diagnostic> {
        let Some(number) = self.last_number else { return self.behind_no_number(span) };
        if let Some(fault) = self.quarter_behind_year(written, number.to(span)) {
            return Some(fault);
        }
        let number_text = self.text.get(number.start as usize..number.end as usize).unwrap_or("");
        if let Some((letter, code)) = prose::thousands_of(written) {
            let (whole, right) = (number.to(span), format!("{}{letter} {code}", number_text.trim_end()));
            self.forget_number();
            return Some(errors::magnitude_apart(whole, self.written(whole), &right));
        }
        let last = self.builder.arena.last_mut()?;
        last.span = last.span.to(span);
        match (literal::unit(diagnostics, number, number_text, written, span), &mut last.kind) {
            (Ok(word), ExpressionKind::Number { unit, .. }) => {
                *unit = Some(Box::new(word));
                None
            }
            (Ok(_), _) => None,
            (Err(fault), kind) => {
                *kind = ExpressionKind::Missing;
                let behind = self.text.get(span.end as usize..).unwrap_or("").trim_start_matches([' ', '\t']);
                let is_alone = !behind.starts_with(|first: char| first.is_alphabetic() || "€$£¥".contains(first));
                let is_letter = written == "m" && is_alone;
                Some(if is_letter { errors::minutes_or_millions(number.to(span), number_text) } else { *fault })
            }
        }
    }

    /// A sign of a currency, before its amount or behind it.
    fn currency(&mut self, diagnostics: &mut Diagnostics, sign: &str, span: Span) {
        let (code, certain) = literal::currency_of_sign(sign);
        if self.builder.has_operand() {
            let number = self.last_number.unwrap_or(span);
            let amount = self.text.get(number.start as usize..number.end as usize).unwrap_or("");
            let amount = habits::number(amount).unwrap_or_else(|| amount.replace(',', "_"));
            let right = format!("{amount} {code}");
            diagnostics.add(errors::currency_first(number.to(span), sign, &right, certain));
            self.set_unit(code, span);
            return;
        }
        let amount = self.text.get(span.end as usize..).map_or("", amount);
        let whole = Span::new(self.file, span.start, span.end + u32::try_from(amount.len()).unwrap_or(0));
        let shown = self.text.get(whole.start as usize..whole.end as usize).unwrap_or("");
        let amount = habits::number(amount).unwrap_or_else(|| amount.trim().replace(',', "_"));
        let right = format!("{amount} {code}");
        diagnostics.add(errors::currency_first(whole, shown, &right, certain));
        self.currency = Some(code);
    }

    /// `USD 52k`: three capitals, and an amount that could not be read after them.
    fn currency_before(&mut self, span: Span) -> Option<Diagnostic> {
        let written = self.text.get(span.start as usize..)?;
        let last = self.builder.arena.last_mut()?;
        let ExpressionKind::Path(path) = &last.kind else { return None };
        let currency = Currency::parse(path)?;
        let amount = amount(written);
        let right = habits::number(amount).unwrap_or_else(|| amount.replace(',', "_"));
        let value = Number::parse(&right).ok()?;
        let whole = last.span.to(Span { end: span.start + u32::try_from(amount.len()).unwrap_or(0), ..span });
        let shown = format!("{path} {amount}");
        let right = format!("{right} {}", currency.code());
        let unit = Some(Box::new(Word { text: path.clone(), span: last.span }));
        last.kind = ExpressionKind::Number { value, unit };
        last.span = whole;
        Some(errors::currency_first(whole, &shown, &right, Applicability::Safe))
    }

    /// `April 2027`: the name of a month, and a year after it.
    fn month_in_words(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let last = self.builder.arena.last_mut()?;
        if !matches!(last.kind, ExpressionKind::Path(_)) {
            return None;
        }
        let word = self.text.get(last.span.start as usize..last.span.end as usize)?.trim_end();
        let (right, length) = prose::month_of_year(word, written)?;
        let whole = last.span.to(first(span, length));
        let fault = errors::month_in_words(whole, &format!("{word} {}", written.get(..length)?), &right);
        last.kind = Period::parse(&right).map_or(ExpressionKind::Missing, ExpressionKind::Period);
        last.span = whole;
        self.name = Diagnostics::new();
        Some(fault)
    }

    /// `5k EUR per month`: what an amount is counted per, in words.
    fn unit_in_words(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let number = self.last_number?;
        let last = self.builder.arena.last_mut()?;
        let ExpressionKind::Number { unit: Some(unit), .. } = &mut last.kind else { return None };
        let (per, length) = prose::per(written)?;
        let words = first(span, length);
        let amount = Span { end: unit.span.end, ..number };
        let amount = self.text.get(amount.start as usize..amount.end as usize)?.trim_end();
        let right = format!("{amount}{per}");
        unit.text = format_smolstr!("{}{per}", unit.text);
        last.span = last.span.to(words);
        Some(errors::unit_in_words(words, written.get(..length)?, number.to(words), &right))
    }

    /// `5k EUR per month`, if nothing else stands behind it.
    pub(super) fn per_in_words(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let (_, length) = prose::per(written).filter(|_| self.builder.innermost().is_none())?;
        if written.trim_end().len() > length {
            return None;
        }
        self.unit_in_words(written, trimmed(span, written))
    }

    fn set_unit(&mut self, code: &'static str, span: Span) {
        if let Some(last) = self.builder.arena.last_mut()
            && let ExpressionKind::Number { unit, .. } = &mut last.kind
        {
            *unit = Some(Box::new(Word { text: SmolStr::new_static(code), span }));
        }
    }

    fn period(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        let period = literal::period(diagnostics, written, span);
        self.builder.operand(period.map_or(ExpressionKind::Missing, ExpressionKind::Period), span);
    }

    fn path(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) {
        self.last_number = None;
        if names::is_fiscal(written) {
            return self.period(diagnostics, written, span);
        }
        let kind = match written {
            "yes" => ExpressionKind::Truth(true),
            "no" => ExpressionKind::Truth(false),
            "TBD" | "TBC" | "TBA" | "TODO" => {
                diagnostics.add(errors::undecided(span, written));
                ExpressionKind::Missing
            }
            _ => {
                self.report_name(diagnostics);
                ExpressionKind::Path(names::name(&mut self.name, written, span, Place::Named))
            }
        };
        self.builder.operand(kind, span);
    }

    /// Reports what is wrong with the last name, now that it is not the first word of a text without quotes.
    fn report_name(&mut self, diagnostics: &mut Diagnostics) {
        if !self.name.items().is_empty() {
            diagnostics.extend(std::mem::take(&mut self.name));
        }
    }

    /// `over Q2`: how long something takes is said, not when.
    fn report_length(&mut self, diagnostics: &mut Diagnostics, word: &str) {
        let Some(last) = self.builder.arena.last_mut() else { return };
        let place = last.span;
        let written = self.text.get(place.start as usize..place.end as usize).unwrap_or("").trim_end();
        let months = match written {
            "Q1" | "Q2" | "Q3" | "Q4" => 3,
            "H1" | "H2" => 6,
            _ if written.starts_with(char::is_uppercase) && prose::month_number(written).is_some() => 1,
            _ => return,
        };
        last.kind = ExpressionKind::Missing;
        self.name = Diagnostics::new();
        diagnostics.add(errors::part_of_year_for_length(place, written, word, months));
    }

    /// `April`, where a month stands after a modifier: which year is meant is not said.
    fn report_month(&mut self, diagnostics: &mut Diagnostics) {
        let Owner::Modifier(word) = self.owner else { return };
        let word = self.text.get(word.start as usize..word.end as usize).unwrap_or("").trim_end();
        if self.last_sign.is_none() && matches!(word, "over" | "after" | "every") {
            return self.report_length(diagnostics, word);
        }
        if self.last_sign.is_some() || !matches!(word, "from" | "to" | "in" | "by" | "until" | "on") {
            return;
        }
        let Some(last) = self.builder.arena.last_mut() else { return };
        let place = last.span;
        if matches!(last.kind, ExpressionKind::Number { unit: None, .. })
            && let Some(right) = self.month_of(place)
        {
            diagnostics.add(errors::month_in_words(place, self.written(place), &right));
            if let Some(last) = self.builder.arena.last_mut() {
                last.kind = Period::parse(&right).map_or(ExpressionKind::Missing, ExpressionKind::Period);
            }
            return;
        }
        let Some(last) = self.builder.arena.last_mut() else { return };
        let written = self.text.get(last.span.start as usize..last.span.end as usize).unwrap_or("").trim_end();
        if !matches!(last.kind, ExpressionKind::Path(_)) || !written.starts_with(char::is_uppercase) {
            return;
        }
        let example = match prose::month_number(written) {
            Some(month) => format!("2027-{month:02}"),
            None if prose::is_part_of_year(written) => format!("2027-{written}"),
            None => return,
        };
        self.name = Diagnostics::new();
        diagnostics.add(errors::period_without_year(last.span, written, &example));
        last.kind = ExpressionKind::Missing;
    }

    fn bare_unit(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let alone = self.last_sign.is_none() && self.builder.innermost().is_none();
        self.builder
            .operand(if alone { ExpressionKind::Unit(SmolStr::new(written)) } else { ExpressionKind::Missing }, span);
        (!alone).then(|| errors::bare_unit(span, written))
    }

    fn separator(&mut self, diagnostics: &mut Diagnostics, span: Span, next: Option<Token>) -> Option<Diagnostic> {
        let empty = !self.builder.has_operand();
        self.builder.separate(diagnostics);
        let doubled = next.is_some_and(|next| next.rule == Rule::separator);
        (doubled || empty).then(|| errors::missing_item(span))
    }

    fn bracket_close(&mut self, diagnostics: &mut Diagnostics, written: &str, span: Span) -> Option<Diagnostic> {
        let (opening, open) = self.builder.innermost()?;
        let opened = if *opening == Opening::List { "[" } else { "(" };
        let fits = (opened == "[") == (written == "]");
        self.builder.close(diagnostics, span);
        (!fits).then(|| errors::wrong_bracket(span, written, open, opened))
    }

    fn unclosed(&mut self, diagnostics: &mut Diagnostics, span: Span) -> Option<Diagnostic> {
        let (opening, open) = self.builder.innermost()?;
        let written = if *opening == Opening::List { "[" } else { "(" };
        self.builder.close(diagnostics, span);
        Some(errors::unclosed_bracket(open, written, span))
    }

    /// A value that is not there: before the next sign, behind the last one, or none at all.
    fn missing(&mut self, span: Span, next: Option<Token>) -> Option<Diagnostic> {
        let text = self.text;
        if let Some(equals) = next.filter(|next| self.last_sign.is_none() && is_equals(text, *next)) {
            // `=3 * 48k EUR`, as in a sheet: the value is what follows.
            let sign = Span::new(self.file, equals.start, equals.start.saturating_add(1));
            self.passed_over = self.passed_over.max(equals.end);
            return Some(errors::formula_of_sheets(sign));
        }
        self.builder.operand(ExpressionKind::Missing, span);
        let sign = |span: Span| text.get(span.start as usize..span.end as usize).unwrap_or("");
        if let (None, Some(Token { rule: Rule::infix, start, end })) = (self.last_sign, next) {
            let before = Span::new(self.file, start, end);
            if let Some(about) = inexact::about(self.text.get(start as usize..).unwrap_or("")) {
                return Some(errors::about_a_figure(before, about.words, about.figure));
            }
            return Some(errors::missing_operand(before, sign(before), "before"));
        }
        let missing = |last: Span| errors::missing_operand(last, sign(last), "behind");
        match (self.last_sign, self.owner) {
            (Some(last), _)
                if sign(last) == "*"
                    && last.end == span.start
                    && self.text.as_bytes().get(span.start as usize) == Some(&b'*') =>
            {
                Some(errors::power(last.to(Span { end: span.start.saturating_add(1), ..span }), "a", "2"))
            }
            (Some(last), _) if sign(last).trim_end() == "+" => self.spread(last).or_else(|| Some(missing(last))),
            (Some(last), _) => Some(missing(last)),
            (None, _) if next.is_some_and(|next| matches!(next.rule, Rule::unexpected | Rule::open)) => None,
            (None, Owner::Modifier(word)) => Some(errors::missing_modifier_value(word, sign(word))),
            (None, Owner::Colon(colon)) => Some(errors::missing_value(colon, key_before(self.text, colon))),
        }
    }

    /// What stands after a complete value: a currency's amount, a text without quotes, or anything else.
    pub(super) fn unexpected(&mut self, written: &str, span: Span) -> Diagnostic {
        let span = trimmed(span, written);
        let plainly = self.currency_before(span).or_else(|| self.month_in_words(written, span));
        let plainly = plainly.or_else(|| self.unit_in_words(written, span)).or_else(|| self.power(written, span));
        let plainly = plainly.or_else(|| self.group_with_unit(written)).or_else(|| self.is_funded(written));
        let plainly = plainly.or_else(|| self.about(written, span));
        let plainly =
            plainly.or_else(|| self.magnitude_apart(written, span)).or_else(|| self.other_words(written, span));
        if let Some(fault) = plainly.or_else(|| self.function_beside_name(written, span)) {
            return fault;
        }
        if let (true, Some(place)) = (self.begins_text(written), self.builder.arena.last().map(|last| last.span)) {
            self.take_for_text();
            let key = match self.owner {
                Owner::Colon(colon) => key_before(self.text, colon),
                Owner::Modifier(_) => "",
            };
            return errors::unquoted_text(span, written, place, (key, self.written(place)));
        }
        let could = "a sign such as `+`, one of the words `from to in by after over until on of via evidence because`, \
                     or the end of the line may stand here";
        // What was read of a value that goes on is not what was meant.
        self.forget_number();
        errors::unexpected(span, written, "the value", could)
    }

    /// `about 40k EUR`, `ca. 40k EUR`, `up 3pp`: a word before a figure.
    fn about(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let last = self.builder.arena.last().filter(|last| matches!(last.kind, ExpressionKind::Path(_)))?;
        let word = self.written(last.span);
        let figure = inexact::figure(written.strip_prefix('.').unwrap_or(written).trim_start())?;
        let whole = last.span.to(first(span, written.find(figure)?.saturating_add(figure.len())));
        let fault = match inexact::change(word) {
            Some(sign) => errors::change_in_words(whole, self.written(whole), &format!("{sign}{figure}")),
            None if inexact::is_about(word) => errors::about_a_figure(last.span, word, figure),
            None => return None,
        };
        self.take_for_text();
        Some(fault)
    }

    /// `40 k EUR`, `40 thousand EUR`: what should stand right behind the number is read as its unit.
    fn magnitude_apart(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let number = self.last_number?;
        let ExpressionKind::Number { unit: Some(word), .. } = &self.builder.arena.last()?.kind else { return None };
        let suffix = prose::magnitude(&word.text)?;
        let unit = written.split_whitespace().next()?;
        let digits = self.written(number);
        let digits = habits::number(digits).filter(|_| digits.contains(',')).unwrap_or_else(|| digits.to_owned());
        let right = format!("{digits}{suffix} {unit}");
        let whole = Span { end: span.start.saturating_add(u32::try_from(unit.len()).ok()?), ..number };
        let shown = self.written(whole).to_owned();
        self.forget_number();
        Some(errors::magnitude_apart(whole, &shown, &right))
    }

    /// `2 agent x 20k EUR/agent`, `starting 2027-03`, `between 2027-03 and 2027-06`: what other words and signs say here.
    fn other_words(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let mut words = written.split_whitespace();
        let word = words.next()?;
        let place = first(span, word.len());
        let rest: Vec<&str> = words.collect();
        let is_period = |text: &&str| Period::parse(text).is_ok();
        match (word, rest.as_slice()) {
            ("@", [period, ..]) if is_period(period) => {
                let whole = first(span, written.find(period)?.saturating_add(period.len()));
                Some(errors::time_in_words(whole, self.written(whole), &format!("in {period}")))
            }
            (period, _) if is_period(&period.trim_matches(['(', ')'])) && period.contains('-') => {
                Some(errors::time_in_words(place, word, &format!("in {}", period.trim_matches(['(', ')']))))
            }
            ("if" | "when" | "unless", [_, ..]) => {
                let Owner::Colon(colon) = self.owner else { return None };
                let before = self.text.get(colon.end as usize..span.start as usize)?.trim();
                Some(errors::condition_behind(span, word, before, &rest.join(" ")))
            }
            (sign, _) if sign.starts_with('?') && self.line_from(span).contains(" : ") => {
                self.forget_number();
                Some(errors::choice_in_formula(place))
            }
            ("x" | "X" | "@" | "times", [_, ..]) => {
                self.forget_number();
                Some(errors::sign_in_words(place, word, "*"))
            }
            ("during" | "throughout" | "for", [period, ..]) if is_period(period) => {
                let whole = first(span, word.len().saturating_add(1).saturating_add(period.len()));
                Some(errors::time_in_words(whole, self.written(whole), &format!("in {period}")))
            }
            ("for", [count, unit, ..]) if count.parse::<u32>().is_ok() && unit.starts_with("month") => {
                Some(errors::time_for_months(first(span, word.len()), count))
            }
            (sign, _) if sign.starts_with('±') => {
                self.forget_number();
                Some(errors::spread_of_a_figure(place, word))
            }
            (sign, _) if sign.starts_with('?') => {
                let figure = self.written(self.builder.arena.last()?.span).to_owned();
                self.forget_number();
                Some(errors::about_a_figure(place, sign, &figure))
            }
            (sign, _) if sign.starts_with("(") && written.trim_end().ends_with(')') => {
                let is_remark = |sign: char| !sign.is_ascii_digit();
                written.chars().all(is_remark).then(|| errors::remark(trimmed(span, written), written))
            }
            ("starting" | "beginning" | "since" | "effective", [.., month]) if is_period(month) => {
                Some(errors::time_in_words(span, written, &format!("from {month}")))
            }
            ("between", [from, "and", to, ..]) if is_period(from) && is_period(to) => {
                Some(errors::time_in_words(span, written, &format!("from {from} to {to}")))
            }
            _ => None,
        }
    }

    /// A number of which more was written than could be read: nothing later is to take it for what was meant.
    fn forget_number(&mut self) {
        if let Some(last) = self.builder.arena.last_mut()
            && matches!(last.kind, ExpressionKind::Number { .. })
        {
            last.kind = ExpressionKind::Missing;
        }
    }

    /// The rest of a line, as far as it is looked through.
    fn line_from(&self, place: Span) -> &str {
        let rest = self.text.get(place.start as usize..).unwrap_or("");
        let near = rest.char_indices().nth(200).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
        near.get(..near.find('\n').unwrap_or(near.len())).unwrap_or(near)
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("").trim_end()
    }

    /// `1.03 ^ 2`.
    fn power(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let exponent = written.strip_prefix('^')?.trim_start();
        let end = exponent.find(|sign: char| !(sign.is_ascii_alphanumeric() || "_.".contains(sign)));
        let exponent = exponent.get(..end.unwrap_or(exponent.len())).filter(|exponent| !exponent.is_empty())?;
        let base = self.written(self.builder.arena.last()?.span).to_owned();
        self.take_for_text();
        Some(errors::power(Span { end: span.start.saturating_add(1), ..span }, &base, exponent))
    }

    /// `(100) EUR`, as accountants write what goes out.
    fn group_with_unit(&mut self, written: &str) -> Option<Diagnostic> {
        let group = self.builder.arena.last().filter(|last| matches!(last.kind, ExpressionKind::Group(_)))?;
        let unit = written.split([' ', '\t']).next().filter(|unit| Currency::parse(unit).is_some())?;
        let amount = self.written(group.span).trim_matches(['(', ')', ' ']).to_owned();
        let span = group.span;
        self.take_for_text();
        Some(errors::amount_in_parentheses(span, &amount, unit))
    }

    /// `hotline.weekdays is funded`.
    fn is_funded(&mut self, written: &str) -> Option<Diagnostic> {
        let path = self.builder.arena.last().filter(|last| matches!(last.kind, ExpressionKind::Path(_)))?;
        let rest = written.strip_prefix("is ")?.trim();
        let (not, rest) = rest.strip_prefix("not ").map_or(("", rest), |rest| ("not ", rest.trim_start()));
        rest.starts_with("funded").then_some(())?;
        let (span, name) = (path.span, self.written(path.span).to_owned());
        self.take_for_text();
        Some(errors::is_funded(span, &name, not))
    }

    /// `max csat`, `csat round`, `previous csat`: a function beside what it is of, within a formula or condition.
    fn function_beside_name(&mut self, written: &str, span: Span) -> Option<Diagnostic> {
        let Owner::Colon(colon) = self.owner else { return None };
        let key = key_before(self.text, colon);
        if !(key == "formula" || key.starts_with("require")) {
            return None;
        }
        let last = self.builder.arena.last().filter(|last| matches!(last.kind, ExpressionKind::Path(_)))?;
        let (place, before) = (last.span, self.written(last.span).to_owned());
        if matches!(before.as_str(), "if" | "when" | "unless" | "where" | "ensure" | "assert" | "case") {
            self.take_for_text();
            return Some(errors::condition_in_words(place.to(trimmed(span, written)), &before, written.trim_end()));
        }
        let end = written.find(|sign: char| !(sign.is_alphanumeric() || "_.".contains(sign))).unwrap_or(written.len());
        let after = written.get(..end).filter(|after| !after.is_empty())?;
        let whole = place.to(first(span, after.len()));
        let fault = if before == "previous" {
            errors::previous_of(whole, after)
        } else if words::FUNCTIONS.contains(&before.as_str()) {
            errors::function_beside_name(whole, &before, after)
        } else if words::FUNCTIONS.contains(&after) {
            errors::function_beside_name(whole, after, &before)
        } else {
            return None;
        };
        self.take_for_text();
        Some(fault)
    }

    /// `2027 Q1`, `2027Q1`.
    fn quarter_behind_year(&mut self, written: &str, whole: Span) -> Option<Diagnostic> {
        let year = self.written(whole).strip_suffix(written)?.trim_end().to_owned();
        let right = format!("{year}-{written}");
        let is_quarter = prose::is_part_of_year(written) && year.len() == 4;
        let period = Period::parse(&right).ok().filter(|_| is_quarter)?;
        let shown = self.written(whole).to_owned();
        self.builder.arena.last_mut()?.kind = ExpressionKind::Period(period);
        Some(errors::month_in_words(whole, &shown, &right))
    }

    /// Whether the value so far is one plain word and another one follows, as in a text without quotes.
    pub(super) fn begins_text(&self, next: &str) -> bool {
        let last = self.builder.arena.last();
        self.last_sign.is_none()
            && last.is_some_and(|last| is_plain_word(&last.kind))
            && next.trim_start_matches(['\'', '’']).starts_with(char::is_alphabetic)
            && !next.contains('"')
    }

    /// The place of an earlier value of this chunk that is one plain word.
    pub(super) fn plain_word(&self, value: ExpressionId) -> Option<Span> {
        let expression = self.builder.arena.get(value.index())?;
        is_plain_word(&expression.kind).then_some(expression.span)
    }

    /// The place of an earlier value of this chunk that is a name.
    pub(super) fn plain_name(&self, value: ExpressionId) -> Option<Span> {
        let expression = self.builder.arena.get(value.index())?;
        matches!(expression.kind, ExpressionKind::Path(_)).then_some(expression.span)
    }

    /// Takes an earlier value for a text whose quotes are missing.
    pub(super) fn take_for_text_at(&mut self, value: ExpressionId) {
        if let Some(expression) = self.builder.arena.get_mut(value.index()) {
            expression.kind = ExpressionKind::Missing;
        }
        self.take_for_text();
    }

    /// Takes the last word for that of a text whose quotes are missing: nothing later is to take it for a name.
    fn take_for_text(&mut self) {
        self.name = Diagnostics::new();
        if let Some(last) = self.builder.arena.last_mut() {
            last.kind = ExpressionKind::Missing;
        }
    }

    fn bad_operand(&mut self, written: &str, span: Span) -> Diagnostic {
        self.builder.operand(ExpressionKind::Missing, span);
        if let Some(about) = inexact::about(self.text.get(span.start as usize..).unwrap_or("")) {
            return errors::about_a_figure(first(span, about.words.len()), about.words, about.figure);
        }
        if written.starts_with('?') {
            return errors::undecided(trimmed(span, written), written);
        }
        errors::unexpected(
            span,
            written,
            "the signs before it",
            "a value is a number, a text between `\"`, a name, or a list",
        )
    }

    fn inner_unexpected(&mut self, written: &str, span: Span) -> Diagnostic {
        if let Some(fault) = self.currency_before(span).or_else(|| self.power(written, span)) {
            return fault;
        }
        let fault = self.function_beside_name(written, span).or_else(|| self.group_with_unit(written));
        if let Some(fault) = fault {
            return fault;
        }
        self.forget_number();
        let close = match self.builder.innermost() {
            Some((Opening::List, _)) => "]",
            _ => ")",
        };
        let could = format!("a sign such as `+`, a `,` or the closing `{close}` may stand here");
        errors::unexpected(trimmed(span, written), written, "this value", &could)
    }
}

/// Whether a token is a single `=`, and something follows it.
fn is_equals(text: &str, token: Token) -> bool {
    let written = text.get(token.start as usize..token.end as usize).unwrap_or("");
    let rest = text.get(token.end as usize..).unwrap_or("");
    token.rule == Rule::infix && written.trim_end() == "=" && !rest.starts_with(['\n', '\r', '#', ',', '}'])
}

fn is_plain_word(kind: &ExpressionKind) -> bool {
    matches!(kind, ExpressionKind::Path(path) if path.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The key that a colon belongs to, for a message.
fn key_before(text: &str, colon: Span) -> &str {
    let before = text.get(..colon.start as usize).unwrap_or("");
    let start = before.rfind(['\n', '{', ',']).map_or(0, |end| end + 1);
    before.get(start..).unwrap_or("").trim()
}

/// The amount behind a currency: its digits and what parts them.
fn amount(rest: &str) -> &str {
    let length = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let figure = rest.get(length..).unwrap_or("");
    let part = |at: usize, sign: char| {
        let parts = matches!(sign, ' ' | ',')
            && figure.get(at + 1..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        parts || sign.is_ascii_digit() || "_.'’kMB".contains(sign)
    };
    let end = figure.char_indices().find(|(at, sign)| !part(*at, *sign)).map_or(figure.len(), |(at, _)| at);
    let figure = figure.get(..end).unwrap_or("").trim_end_matches(['.', ',']);
    rest.get(..length + figure.len()).unwrap_or("")
}

/// The beginning of a span, so many bytes long.
fn first(span: Span, length: usize) -> Span {
    Span { end: span.start.saturating_add(u32::try_from(length).unwrap_or(0)), ..span }
}

/// A span without the white space at its end.
pub(super) fn trimmed(span: Span, written: &str) -> Span {
    let length = u32::try_from(written.trim_end().len()).unwrap_or(0);
    Span::new(span.file, span.start, span.start + length)
}

/// A text, however it is quoted; with the mistake, if its quotes are wrong.
pub(super) fn read_text(
    diagnostics: &mut Diagnostics,
    rule: Rule,
    written: &str,
    span: Span,
) -> (Box<str>, Span, Option<Diagnostic>) {
    match rule {
        Rule::block_text => (text::block(written), span, None),
        Rule::open_text => {
            let span = trimmed(span, written);
            (text::plain(diagnostics, written.trim_end(), span), span, Some(errors::unclosed_text(span, written)))
        }
        Rule::foreign_text => {
            let quotes = ['\'', '‘', '’', '“', '”', '„', '«', '»', '"'];
            let content = written.trim_end().trim_matches(quotes);
            // Two apostrophes for one, as in other languages.
            let content = if written.starts_with('\'') { content.replace("''", "'") } else { content.to_owned() };
            let span = trimmed(span, written);
            diagnostics.add(errors::foreign_quotes(span, written, &content));
            (content.into(), span, None)
        }
        _ => (text::plain(diagnostics, written, span), span, None),
    }
}

/// What a sign means, and how it is written here.
fn infix(written: &str) -> (Infix, &'static str) {
    use BinaryOperator as B;
    match written {
        "+" => (Infix::Binary(B::Add), "+"),
        "-" | "−" | "–" => (Infix::Binary(B::Subtract), "-"),
        "*" | "×" => (Infix::Binary(B::Multiply), "*"),
        "/" | "÷" => (Infix::Binary(B::Divide), "/"),
        "<" => (Infix::Binary(B::Less), "<"),
        "<=" | "=<" | "≤" => (Infix::Binary(B::LessOrEqual), "<="),
        ">" => (Infix::Binary(B::Greater), ">"),
        ">=" | "=>" | "≥" => (Infix::Binary(B::GreaterOrEqual), ">="),
        "!=" | "<>" | "≠" => (Infix::Binary(B::NotEqual), "!="),
        "and" | "&&" => (Infix::Binary(B::And), "and"),
        "or" | "||" => (Infix::Binary(B::Or), "or"),
        "at" => (Infix::At, "at"),
        ".." | "…" => (Infix::Range, ".."),
        _ => (Infix::Binary(B::Equal), "=="),
    }
}
