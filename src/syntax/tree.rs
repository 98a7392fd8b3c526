//! The syntax tree: what was written, with its places, whether or not it means anything.
//!
//! Statements nest at most 64 deep (the pre-scan refuses more) and an expression has at most 1,000 operators, so walking
//! either recursively is safe.

use std::num::NonZeroU32;

use smol_str::SmolStr;

use crate::quantity::{Number, Period};
use crate::source::{FileId, Span};

// There are as many statements as lines and more expressions than lines: the trees are most of what a plan weighs.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Statement>() <= 152 && size_of::<Expression>() <= 48);

/// One file, read.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The file.
    pub file: FileId,
    /// The statements at the top level, in order.
    pub statements: Vec<Statement>,
    /// All expressions of the file; [`ExpressionId`] points here. Operands come before what uses them.
    pub expressions: Vec<Expression>,
    /// All comments, from `#` to the end of the line, in order.
    pub comments: Vec<Span>,
}

impl Tree {
    /// The expression of an id of this tree.
    #[must_use]
    pub fn expression(&self, id: ExpressionId) -> &Expression {
        self.expressions.get(id.index()).expect("an expression id is made by its own tree")
    }
}

/// A word: a key, a keyword, a function's name, a unit (`USD/agent/year`, `%`, `pp`, `pts`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// As written.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

/// A dotted name, `store.decision`; also one bare word. No spaces around the dots.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// As written, with its dots.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
}

impl Path {
    /// The names between the dots, each with its place.
    pub fn segments(&self) -> impl Iterator<Item = Word> + '_ {
        let mut start = self.span.start;
        self.text.split('.').map(move |segment| {
            let end = start + u32::try_from(segment.len()).unwrap_or(0);
            let word = Word { text: SmolStr::new(segment), span: Span::new(self.span.file, start, end) };
            start = end + 1;
            word
        })
    }
}

/// Text between quotes, with its escapes resolved and the common indent of `"""` removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    /// What it says.
    pub value: Box<str>,
    /// Where, quotes included.
    pub span: Span,
}

/// One fact: a declaration, a property, an entry or an item. There are many, so what few of them have is kept elsewhere.
#[derive(Debug, Clone)]
pub struct Statement {
    /// All of it, body included.
    pub span: Span,
    /// Which of the shapes it has.
    pub form: Form,
    /// Whether all of it could be read.
    pub condition: Condition,
    /// The keyword or key; for an item, the reference itself as written (its dots included).
    pub key: Word,
    /// What stands between the key and the title or colon: at most two in a right plan.
    pub subjects: smallvec::SmallVec<[Subject; 1]>,
    /// The title.
    pub title: Option<Box<Text>>,
    /// The place of the `:`.
    pub colon: Option<Span>,
    /// What stands after the `:`.
    pub value: Option<ExpressionId>,
    /// What stands after the value (or after an item's reference).
    pub modifiers: Box<[Modifier]>,
    /// What stands between the braces.
    pub body: Option<Box<Body>>,
}

impl Statement {
    /// The lines of its body.
    pub fn lines(&self) -> impl Iterator<Item = &Statement> {
        self.body.iter().flat_map(|body| &body.statements)
    }
}

/// The shapes of a statement, as far as syntax can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `keyword name "Title" { ... }`: no colon, and a subject, a title or a body.
    Declaration,
    /// `key subject "Title": value word value`: with a colon.
    Property,
    /// `reference word value`: one bare path, with or without modifiers.
    Item,
}

/// Whether a statement could be read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Every word of it, and every line of its body.
    Whole,
    /// A part of it, or a line of its body, could not be read; that is reported, so what it seems to lack is not to be
    /// reported again. Where the key itself could not be read, its text is empty.
    Damaged,
}

/// What a head says between its key and its title or colon.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `support`, `store.decision`; also codes such as `EUR` or `W0412`.
    Path(Path),
    /// `2027-Q1`.
    Period(Period, Span),
}

impl Subject {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Subject::Path(path) => path.span,
            Subject::Period(_, span) => *span,
        }
    }
}

/// A word after a value, and its own value: `from 2027-02`.
#[derive(Debug, Clone)]
pub struct Modifier {
    /// Which.
    pub word: ModifierWord,
    /// Where the word stands.
    pub span: Span,
    /// Its value; a [`ExpressionKind::Missing`] where none was written.
    pub value: ExpressionId,
}

/// The statements between two braces.
#[derive(Debug, Clone)]
pub struct Body {
    /// The opening brace.
    pub open: Span,
    /// The closing brace, unless it is missing.
    pub close: Option<Span>,
    /// What stands between them.
    pub statements: Vec<Statement>,
}

macro_rules! modifier_words {
    ($( $variant:ident $text:literal, )*) => {
        /// The words that may follow a value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ModifierWord { $( #[doc = $text] $variant, )* }

        impl ModifierWord {
            /// Every modifier.
            pub const ALL: &'static [ModifierWord] = &[ $( ModifierWord::$variant, )* ];

            /// As written.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $( ModifierWord::$variant => $text, )* }
            }

            /// The modifier written as `text`.
            #[must_use]
            pub fn from_text(text: &str) -> Option<ModifierWord> {
                match text { $( $text => Some(ModifierWord::$variant), )* _ => None }
            }
        }
    };
}

modifier_words! {
    From "from", To "to", In "in", By "by", After "after", Over "over", Until "until", On "on", Of "of", Via "via",
    Every "every", Evidence "evidence", Because "because", Month "month", Value "value",
}

/// An expression of a [`Tree`], by its place; kept one higher, so that a value that may be missing is no larger than one that is
/// there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExpressionId(NonZeroU32);

impl ExpressionId {
    /// The id of the expression at a place.
    #[must_use]
    pub fn new(index: usize) -> ExpressionId {
        ExpressionId(NonZeroU32::MIN.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The place of the expression in its tree.
    #[must_use]
    pub fn index(self) -> usize {
        (self.0.get() - 1) as usize
    }
}

/// A value as written.
#[derive(Debug, Clone)]
pub struct Expression {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The kinds of value.
#[derive(Debug, Clone)]
pub enum ExpressionKind {
    /// `52k USD/agent/year`, `42%`, `3pp`, `45 pts`, `0.75`; never negative by itself.
    Number {
        /// The number, suffix applied.
        value: Number,
        /// The unit as written.
        unit: Option<Box<Word>>,
    },
    /// `"..."` or `"""..."""`.
    Text(Box<str>),
    /// `yes`, `no`.
    Truth(bool),
    /// `2027-03-15`, `2027-03`, `2027-Q2`, `FY2027`, `FY2027-Q2`. A bare year is a [`ExpressionKind::Number`].
    Period(Period),
    /// `faster_help.minimum`, `USD`, `previous`, `high`: one word or several with dots, of any case.
    Path(SmolStr),
    /// A unit without a number: `USD/contact`, `%`. In a formula this is a division that lacks its spaces.
    Unit(SmolStr),
    /// `min(a, b)`.
    Call {
        /// The function's name.
        function: Box<Word>,
        /// Its arguments.
        arguments: Vec<ExpressionId>,
    },
    /// `[a, b]`.
    List(Vec<ExpressionId>),
    /// `-a`, `+a`, `not a`.
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// On what.
        operand: ExpressionId,
    },
    /// `a + b`, `a and b`, `a >= b`.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// Where the operator stands.
        operator_span: Span,
        /// On its left.
        left: ExpressionId,
        /// On its right.
        right: ExpressionId,
    },
    /// `nps at 2027-12`.
    At {
        /// What is read.
        operand: ExpressionId,
        /// In which month.
        month: ExpressionId,
    },
    /// `2027-01 .. 2027-06`, `-100 pts .. 100 pts`.
    Range {
        /// The first end.
        low: ExpressionId,
        /// The last end.
        high: ExpressionId,
    },
    /// `+1 .. +2 .. +4 pts`.
    ThreePoint {
        /// The low end.
        low: ExpressionId,
        /// The likely value.
        likely: ExpressionId,
        /// The high end.
        high: ExpressionId,
    },
    /// `2.6 of 5`.
    Rating {
        /// What was given.
        value: ExpressionId,
        /// Out of how much.
        of: ExpressionId,
    },
    /// `* 1.03`: a factor on what is there.
    Relative(ExpressionId),
    /// `( a )`.
    Group(ExpressionId),
    /// Nothing, or nothing readable; already reported.
    Missing,
}

/// The signs before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `not`
    Not,
}

/// The signs between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}
