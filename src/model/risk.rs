//! What is uncertain together: figures in three points that rise and fall with one another.

use smol_str::SmolStr;

use super::AnyId;
use super::schema::{
    Count, Formula, FromFact, HeadShape, Reader, SubjectKind, Text, Value, ValueKind, declaration, to,
};
use crate::source::{Span, Spanned};

declaration! {
    /// Which figures in three points move together; `zbb advise` draws them so. Where nothing is said, each is drawn by itself.
    #[example("risk {\n  correlates wage faster_help.current.effect.nps: 30%\n}")]
    "risk" Risk HeadShape::Bare =>
    /// How far two figures in three points rise and fall together, as a rank correlation: `100%` would be always, `0%` not at all, `-100%` that one falls whenever the other rises. Each is named as a scenario sets it: `wage`, `faster_help.minimum.effect.nps`.
    correlates: Vec<Correlation>,
    /// How often `zbb advise` draws, 10,000 times unless said; `--draws` goes before it.
    draws: Option<Spanned<Count<100, 1_000_000>>>,
    /// What the random numbers begin with, 1 unless said; `--seed` goes before it. The same seed gives the same figures on every machine.
    seed: Option<Spanned<Count<0, { u32::MAX }>>>,
    /// Anything worth keeping.
    note: Option<Text>,
}

/// `correlates wage faster_help.current.effect.nps: 30%`
#[derive(Debug, Clone)]
pub struct Correlation {
    /// The whole line.
    pub span: Span,
    /// The two figures.
    pub figures: [FigureName; 2],
    /// How far they move together.
    pub by: Formula<to::Share>,
}

/// A line of a declaration that holds a figure, by the path that sets it.
#[derive(Debug, Clone)]
pub struct FigureName {
    /// The path as written.
    pub path: Spanned<SmolStr>,
    /// The declaration.
    pub id: AnyId,
    /// The key of its line.
    pub key: &'static str,
    /// What the line is about.
    pub subject: Option<SmolStr>,
}

impl FromFact for Correlation {
    const SUBJECT: SubjectKind = SubjectKind::TwoFigures;
    const VALUE: ValueKind = <Formula<to::Share> as Value>::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Correlation> {
        let figures = reader.subject_figures(fact)?;
        let value = reader.value(fact)?;
        Some(Correlation { span: reader.fact_span(fact), figures, by: Formula::read(reader, value)? })
    }
}
