//! The one schema: what each declaration holds, written once as a typed struct by `declaration!`.
//!
//! From a struct's field types come its [`DeclarationSchema`] (for messages, completion, `zbb explain` and the reference)
//! and its `read`, which asks a [`Reader`] for each field. The reader, on a higher floor, knows the syntax tree; this
//! floor knows only what is asked for. A property is a [`FromFact`]: a value of some [`ValueKind`], with modifiers, perhaps
//! about a subject. How often it may stand is the [`Field`] around it: `Option`, [`Needed`], `Vec`, …

use smol_str::SmolStr;

use super::arena::Id;
use super::expression::{ExpressionId, UnitId};
use super::{AnyId, Declared, Kind};
use crate::quantity::{Currency, Date, Month, Period};
use crate::source::{Span, Spanned};

/// What a declaration may hold.
#[derive(Debug)]
pub struct DeclarationSchema {
    /// The word it begins with.
    pub keyword: &'static str,
    /// What it is for, in a sentence or a few.
    pub doc: &'static str,
    /// What stands between the keyword and the brace.
    pub head: HeadShape,
    /// What stands between the braces.
    pub properties: &'static [PropertySchema],
    /// A small example.
    pub example: &'static str,
}

impl DeclarationSchema {
    /// The property of a key.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&'static PropertySchema> {
        self.properties.iter().find(|property| property.key == key)
    }
}

/// What stands between a keyword and its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadShape {
    /// A name, perhaps a title, perhaps a body.
    Named,
    /// Perhaps a name, perhaps a title: `moment "The first cry for help" {`.
    MaybeNamed,
    /// A title and no name: `transfer "why" {`.
    Titled,
    /// Neither: `funding {`.
    Bare,
    /// The name of what it is about: `benchmark nps "Outdoor retail" {`.
    About(&'static [Kind]),
    /// A kind and a name: `tolerance category salaries {`.
    AboutKindAndName(&'static [Kind]),
    /// A name, and its kind before it where several kinds bear it: `observe nps {`, `observe driver volume {`. Of a stage a
    /// flow follows: `observe store.decision.leaving {`.
    AboutMaybeKind(&'static [Kind]),
    /// A currency: `exchange EUR {`.
    AboutCurrency,
    /// One line, no body: `require "what": condition`.
    TitledLine,
    /// One line about a code: `waive W0404: name until 2027-06-30 because "why"`.
    CodeLine,
}

/// One property of a declaration.
#[derive(Debug)]
pub struct PropertySchema {
    /// The key.
    pub key: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// How it is written.
    pub spec: FieldSpec,
}

/// How a property is written.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// The shape of its lines.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it is about.
    pub subject: SubjectKind,
    /// Whether a title may stand before the colon.
    pub title: TitleUse,
    /// What stands after the colon.
    pub value: ValueKind,
    /// What may follow the value.
    pub modifiers: &'static [ModifierSchema],
}

/// The shapes a field's lines may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line `key: value`.
    Single,
    /// Any number of lines `key subject: value`.
    Repeated,
    /// Lines whose key is a period: `2027-01: 33 pts`.
    Periods,
    /// Declarations of another kind.
    Children(Kind),
    /// Bare references, in order.
    Items,
    /// Not in the body: the declaration's head says it.
    Head,
}

/// Whether something must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must be there.
    Required,
    /// It may be left out.
    Optional,
    /// It may be left out, and then this goes without saying: a plan that says it means the same as one that does not.
    Unsaid(&'static str),
}

impl Presence {
    /// What goes without saying.
    #[must_use]
    pub fn unsaid(self) -> Option<&'static str> {
        match self {
            Presence::Unsaid(value) => Some(value),
            Presence::Required | Presence::Optional => None,
        }
    }
}

/// Whether a title may stand before the colon, to say what a line is for and to tell it from its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleUse {
    /// It may.
    Accepted,
    /// It must.
    Required,
    /// It says nothing there.
    Refused,
}

/// What stands between a key and its colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// Nothing.
    None,
    /// A name of one of these kinds.
    Name(&'static [Kind]),
    /// A name of one of these kinds, or nothing.
    MaybeName(&'static [Kind]),
    /// A kind and a name: `cap department support:`.
    KindAndName(&'static [Kind]),
    /// A kind and a name, and a period or nothing: `floor department support 2027-Q1:`.
    KindNameMaybePeriod(&'static [Kind]),
    /// A period, or nothing: `budget 2027-Q1:`.
    MaybePeriod,
    /// The code of a finding: `lint W0404:`.
    Code,
    /// One of these words.
    Word(&'static [Choice]),
    /// Any path: `set wage:`.
    Path,
    /// The paths of two figures, as a scenario sets them: `correlates wage rent:`.
    TwoFigures,
    /// A kind and a text: `map category "640210":`.
    KindAndText(&'static [Kind]),
}

/// A word that a property accepts, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// As written.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A word that may follow a value.
#[derive(Debug, Clone, Copy)]
pub struct ModifierSchema {
    /// The word.
    pub word: &'static str,
    /// What follows it.
    pub value: ValueKind,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it says.
    pub doc: &'static str,
}

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// `"..."`
    Text,
    /// A text or a list of texts.
    Texts,
    /// `yes` or `no`.
    Truth,
    /// A whole number from the first to the second.
    Integer(u32, u32),
    /// One of a few words.
    Choice(&'static [Choice]),
    /// The name of one of these kinds.
    Reference(&'static [Kind]),
    /// A list of names of these kinds.
    References(&'static [Kind]),
    /// A list of names of these kinds, or of texts.
    ReferencesOrTexts(&'static [Kind]),
    /// A currency's code.
    Currency,
    /// A unit: `agent`, `%`, `pts`, `number`, `USD/contact`.
    Unit,
    /// A day.
    Date,
    /// A month.
    Month,
    /// A month, a quarter or a year.
    Period,
    /// A range of months.
    Months,
    /// A path to anything.
    Path,
    /// Whatever the thing it sets takes.
    Any,
    /// `2.6 of 5`.
    Rating,
    /// An expression that gives this.
    Expression(Expected),
    /// Nothing, and no colon: the line says all with its head and its modifiers.
    Nothing,
}

/// What an expression must come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// Money.
    Money,
    /// Money, or money per time.
    MoneyOrRate,
    /// A share, `%`.
    Share,
    /// Money, or a share of the budget.
    MoneyOrShare,
    /// A quantity per time.
    Flow,
    /// Any quantity.
    Quantity,
    /// A value in the unit of its KPI.
    KpiValue,
    /// A value in the unit of what is observed, or a rating.
    Observed,
    /// A change of its KPI per time.
    KpiTrend,
    /// A range in the unit of its KPI.
    KpiRange,
    /// An effect on its KPI.
    KpiEffect,
    /// A length of time in whole months.
    Months,
    /// A rating from 0 to 10.
    Rating,
    /// A plain number.
    Number,
    /// A condition.
    Condition,
}

/// What a declaration's head says, and where.
#[derive(Debug, Clone)]
pub struct Head {
    /// The name, unless it goes without.
    pub name: Option<Spanned<SmolStr>>,
    /// The title, unless it goes without.
    pub title: Option<Text>,
    /// The full path, `store.decision`; a title in quotes or the keyword stands in where there is no name.
    pub path: SmolStr,
    /// The place to point at: the name, else the title, else the keyword.
    pub span: Span,
    /// The whole declaration.
    pub whole: Span,
}

impl Head {
    /// The title, else the name, for people.
    #[must_use]
    pub fn display(&self) -> &str {
        self.title.as_ref().map_or(self.path.as_str(), |title| &title.value)
    }
}

/// Text of a plan with its place.
pub type Text = Spanned<Box<str>>;

/// What `read` asks of the floor above: the facts of one declaration, one field at a time.
pub trait Reader {
    /// One line, `key subject "Title": value word value`.
    type Fact: Copy;
    /// One value.
    type Value: Copy;

    /// The lines of the field at `index`; more than one of a [`Shape::Single`] field, or none of a required one, is
    /// reported.
    fn facts(&mut self, index: usize) -> Vec<Self::Fact>;
    /// The name the declaration itself is about.
    fn head_subject(&mut self, kinds: &'static [Kind]) -> Option<Spanned<AnyId>>;
    /// The flow of a stage the declaration itself is about.
    fn head_flow(&self) -> Option<super::observation::FlowEnd>;
    /// The currency the declaration itself is about.
    fn head_currency(&mut self) -> Option<Spanned<Currency>>;
    /// The children of a kind, in order.
    fn children(&mut self, kind: Kind) -> Vec<u32>;
    /// The place of a whole line.
    fn fact_span(&self, fact: Self::Fact) -> Span;
    /// The title on a line.
    fn title(&self, fact: Self::Fact) -> Option<Text>;
    /// The value of a line.
    fn value(&mut self, fact: Self::Fact) -> Option<Self::Value>;
    /// The value of a modifier of a line.
    fn modifier(&mut self, fact: Self::Fact, word: &'static str) -> Option<Self::Value>;
    /// The name a line is about (or, for an item, the item itself).
    fn subject(&mut self, fact: Self::Fact, kinds: &'static [Kind]) -> Option<Spanned<AnyId>>;
    /// The kind and text a line is about: `map category "640210": …`.
    fn subject_text(&mut self, fact: Self::Fact, kinds: &'static [Kind]) -> Option<(Kind, Text)>;
    /// Whether the line has any subject.
    fn has_subject(&self, fact: Self::Fact) -> bool;
    /// Whether a period stands last of what the line is about.
    fn has_period(&self, fact: Self::Fact) -> bool;
    /// The period a line is about.
    fn subject_period(&mut self, fact: Self::Fact) -> Option<Spanned<Period>>;
    /// The word a line is about.
    fn subject_choice(&mut self, fact: Self::Fact, choices: &'static [Choice]) -> Option<Spanned<usize>>;
    /// The path or code a line is about, unresolved.
    fn subject_path(&mut self, fact: Self::Fact) -> Option<Spanned<SmolStr>>;
    /// The two figures a line is about.
    fn subject_figures(&mut self, fact: Self::Fact) -> Option<[super::risk::FigureName; 2]>;

    /// The place of a value.
    fn value_span(&self, value: Self::Value) -> Span;
    /// A text.
    fn text(&mut self, value: Self::Value) -> Option<Text>;
    /// A text or a list of texts.
    fn texts(&mut self, value: Self::Value) -> Vec<Text>;
    /// Yes or no.
    fn truth(&mut self, value: Self::Value) -> Option<bool>;
    /// A whole number in a range.
    fn integer(&mut self, value: Self::Value, low: u32, high: u32) -> Option<u32>;
    /// One of a few words, by index.
    fn choice(&mut self, value: Self::Value, choices: &'static [Choice]) -> Option<usize>;
    /// A name of one of these kinds.
    fn reference(&mut self, value: Self::Value, kinds: &'static [Kind]) -> Option<AnyId>;
    /// The elements of a list; one value alone is a list of one.
    fn elements(&mut self, value: Self::Value) -> Vec<Self::Value>;
    /// Whether the value is a text.
    fn is_text(&self, value: Self::Value) -> bool;
    /// Whether the value is a rating, as `2.6 of 5`.
    fn is_rating(&self, value: Self::Value) -> bool;
    /// A currency.
    fn currency(&mut self, value: Self::Value) -> Option<Currency>;
    /// A unit.
    fn unit(&mut self, value: Self::Value) -> Option<UnitId>;
    /// A day.
    fn date(&mut self, value: Self::Value) -> Option<Date>;
    /// A period.
    fn period(&mut self, value: Self::Value) -> Option<Period>;
    /// A month.
    fn month(&mut self, value: Self::Value) -> Option<Month>;
    /// A range of months.
    fn months(&mut self, value: Self::Value) -> Option<(Month, Month)>;
    /// A path, unresolved.
    fn path(&mut self, value: Self::Value) -> Option<SmolStr>;
    /// `2.6 of 5`, as a share of the way.
    fn rating(&mut self, value: Self::Value) -> Option<(crate::quantity::Number, crate::quantity::Number)>;
    /// An expression with its names resolved.
    fn expression(&mut self, value: Self::Value) -> ExpressionId;
}

/// A declaration that can be read from a plan.
pub trait Declaration: Declared {
    /// What it holds.
    const SCHEMA: DeclarationSchema;

    /// Reads it, field by field.
    fn read<R: Reader>(head: Head, parent: Option<AnyId>, reader: &mut R) -> Self;
}

/// A member of a declaration's struct: one or more facts of one key.
pub trait Field: Sized {
    /// How it is written.
    const SPEC: FieldSpec;

    /// Reads it; it is the `index`th of its declaration.
    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self;
}

/// What one line says: a value with its modifiers, perhaps about a subject.
pub trait FromFact: Sized {
    /// What it is about.
    const SUBJECT: SubjectKind = SubjectKind::None;
    /// Whether it takes a title.
    const TITLE: TitleUse = TitleUse::Refused;
    /// What stands after the colon.
    const VALUE: ValueKind;
    /// What may follow the value.
    const MODIFIERS: &'static [ModifierSchema] = &[];

    /// Reads one line; nothing where it cannot be understood, which is then reported.
    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<Self>;
}

/// A value that stands alone after a colon or a modifier.
pub trait Value: Sized {
    /// What it may be.
    const KIND: ValueKind;

    /// Reads it.
    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self>;
}

/// What few declarations have: where it is missing, it takes no room.
impl<V: Value> Value for Box<V> {
    const KIND: ValueKind = V::KIND;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        V::read(reader, value).map(Box::new)
    }
}

impl<V: Value> FromFact for V {
    const VALUE: ValueKind = V::KIND;

    fn read_fact<R: Reader>(reader: &mut R, fact: R::Fact) -> Option<V> {
        let value = reader.value(fact)?;
        V::read(reader, value)
    }
}

/// A modifier's value, where it stands.
pub fn modifier<V: Value, R: Reader>(reader: &mut R, fact: R::Fact, word: &'static str) -> Option<V> {
    let value = reader.modifier(fact, word)?;
    V::read(reader, value)
}

/// A required property. Empty where it is missing or broken, which is then reported: a plan that passes `check` has it.
#[derive(Debug, Clone)]
pub struct Needed<F>(pub Option<F>);

impl<F> Needed<F> {
    /// The value, if it could be read.
    pub fn get(&self) -> Option<&F> {
        self.0.as_ref()
    }
}

const fn spec<F: FromFact>(shape: Shape, presence: Presence) -> FieldSpec {
    FieldSpec { shape, presence, subject: F::SUBJECT, title: F::TITLE, value: F::VALUE, modifiers: F::MODIFIERS }
}

impl<F: FromFact> Field for Option<F> {
    const SPEC: FieldSpec = spec::<F>(Shape::Single, Presence::Optional);

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        let fact = reader.facts(index).first().copied()?;
        F::read_fact(reader, fact)
    }
}

impl<F: FromFact> Field for Needed<F> {
    const SPEC: FieldSpec = spec::<F>(Shape::Single, Presence::Required);

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        let fact = reader.facts(index).first().copied();
        Needed(fact.and_then(|fact| F::read_fact(reader, fact)))
    }
}

impl<F: FromFact> Field for Vec<F> {
    const SPEC: FieldSpec = spec::<F>(Shape::Repeated, Presence::Optional);

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        let facts = reader.facts(index);
        // Mostly there is one or none: no room for more is kept, of tens of thousands of declarations that adds up.
        let mut read = Vec::with_capacity(facts.len());
        read.extend(facts.into_iter().filter_map(|fact| F::read_fact(reader, fact)));
        read
    }
}

/// One or more lines, at least one of which must stand.
#[derive(Debug, Clone)]
pub struct OneOrMore<F>(pub Vec<F>);

impl<F: FromFact> Field for OneOrMore<F> {
    const SPEC: FieldSpec = spec::<F>(Shape::Repeated, Presence::Required);

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        OneOrMore(Vec::<F>::read_field(reader, index))
    }
}

/// Lines whose key is a period: `2027-01: 33 pts`.
#[derive(Debug, Clone)]
pub struct Lines<V>(pub Vec<(Spanned<Period>, V)>);

impl<V: Value> Field for Lines<V> {
    const SPEC: FieldSpec = FieldSpec {
        shape: Shape::Periods,
        presence: Presence::Optional,
        subject: SubjectKind::None,
        title: TitleUse::Refused,
        value: V::KIND,
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        let facts = reader.facts(index);
        let lines = facts.into_iter().filter_map(|fact| {
            let period = reader.subject_period(fact)?;
            let value = reader.value(fact)?;
            Some((period, V::read(reader, value)?))
        });
        Lines(lines.collect())
    }
}

/// Declarations of another kind inside this one, in the order written.
#[derive(Debug, Clone)]
pub struct Children<T>(pub Vec<Id<T>>);

impl<T: Declared> Field for Children<T> {
    const SPEC: FieldSpec = FieldSpec {
        shape: Shape::Children(T::KIND),
        presence: Presence::Optional,
        subject: SubjectKind::None,
        title: TitleUse::Refused,
        value: ValueKind::Text,
        modifiers: &[],
    };

    fn read_field<R: Reader>(reader: &mut R, _index: usize) -> Self {
        Children(reader.children(T::KIND).into_iter().map(|index| Id::new(index as usize)).collect())
    }
}

/// Bare references in order, each with modifiers: the items of a ranking.
#[derive(Debug, Clone)]
pub struct Items<F>(pub Vec<F>);

impl<F: FromFact> Field for Items<F> {
    const SPEC: FieldSpec = spec::<F>(Shape::Items, Presence::Optional);

    fn read_field<R: Reader>(reader: &mut R, index: usize) -> Self {
        Items(Vec::<F>::read_field(reader, index))
    }
}

impl<T: Declared> Value for Spanned<Id<T>> {
    const KIND: ValueKind = ValueKind::Reference(&[T::KIND]);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let id = reader.reference(value, &[T::KIND])?;
        Some(Spanned::new(Id::new(id.index as usize), reader.value_span(value)))
    }
}

/// A list of names of one kind.
#[derive(Debug, Clone)]
pub struct List<T>(pub Vec<Spanned<Id<T>>>);

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List(Vec::new())
    }
}

impl<T: Declared> Value for List<T> {
    const KIND: ValueKind = ValueKind::References(&[T::KIND]);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let elements = reader.elements(value);
        Some(List(elements.into_iter().filter_map(|element| Spanned::<Id<T>>::read(reader, element)).collect()))
    }
}

/// Kinds that may stand for one another in some place.
pub trait Kinds {
    /// The kinds.
    const KINDS: &'static [Kind];
}

/// A name of one of several kinds.
#[derive(Debug, Clone, Copy)]
pub struct AnyOf<K> {
    /// What it names.
    pub id: AnyId,
    /// Where.
    pub span: Span,
    kinds: std::marker::PhantomData<K>,
}

impl<K: Kinds> Value for AnyOf<K> {
    const KIND: ValueKind = ValueKind::Reference(K::KINDS);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let id = reader.reference(value, K::KINDS)?;
        Some(AnyOf { id, span: reader.value_span(value), kinds: std::marker::PhantomData })
    }
}

impl<K: Kinds> AnyOf<K> {
    /// `id`, named at `span`.
    #[must_use]
    pub fn new(named: Spanned<AnyId>) -> AnyOf<K> {
        AnyOf { id: named.value, span: named.span, kinds: std::marker::PhantomData }
    }
}

/// A list of names of several kinds.
#[derive(Debug, Clone)]
pub struct ListOf<K>(pub Vec<AnyOf<K>>);

impl<K> Default for ListOf<K> {
    fn default() -> ListOf<K> {
        ListOf(Vec::new())
    }
}

impl<K: Kinds> Value for ListOf<K> {
    const KIND: ValueKind = ValueKind::References(K::KINDS);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let elements = reader.elements(value);
        Some(ListOf(elements.into_iter().filter_map(|element| AnyOf::read(reader, element)).collect()))
    }
}

impl Value for Text {
    const KIND: ValueKind = ValueKind::Text;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        reader.text(value)
    }
}

/// One text or several.
#[derive(Debug, Clone)]
pub struct Texts(pub Vec<Text>);

impl Value for Texts {
    const KIND: ValueKind = ValueKind::Texts;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Texts(reader.texts(value)))
    }
}

/// `yes` or `no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// `yes`
    Yes,
    /// `no`
    No,
}

impl Value for Truth {
    const KIND: ValueKind = ValueKind::Truth;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        reader.truth(value).map(|truth| if truth { Truth::Yes } else { Truth::No })
    }
}

/// A whole number from `LOW` to `HIGH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer<const LOW: u8, const HIGH: u8>(pub u8);

impl<const LOW: u8, const HIGH: u8> Value for Integer<LOW, HIGH> {
    const KIND: ValueKind = ValueKind::Integer(LOW as u32, HIGH as u32);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let whole = reader.integer(value, LOW.into(), HIGH.into())?;
        u8::try_from(whole).ok().map(Integer)
    }
}

/// A count from `LOW` to `HIGH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<const LOW: u32, const HIGH: u32>(pub u32);

impl<const LOW: u32, const HIGH: u32> Value for Spanned<Count<LOW, HIGH>> {
    const KIND: ValueKind = ValueKind::Integer(LOW, HIGH);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(Count(reader.integer(value, LOW, HIGH)?), reader.value_span(value)))
    }
}

impl Value for Spanned<Currency> {
    const KIND: ValueKind = ValueKind::Currency;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(reader.currency(value)?, reader.value_span(value)))
    }
}

impl Value for Spanned<UnitId> {
    const KIND: ValueKind = ValueKind::Unit;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(reader.unit(value)?, reader.value_span(value)))
    }
}

impl Value for Spanned<Date> {
    const KIND: ValueKind = ValueKind::Date;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(reader.date(value)?, reader.value_span(value)))
    }
}

impl Value for Spanned<Period> {
    const KIND: ValueKind = ValueKind::Period;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(reader.period(value)?, reader.value_span(value)))
    }
}

impl Value for Spanned<Month> {
    const KIND: ValueKind = ValueKind::Month;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        Some(Spanned::new(reader.month(value)?, reader.value_span(value)))
    }
}

/// A range of months, both ends in it.
#[derive(Debug, Clone, Copy)]
pub struct Months {
    /// The first.
    pub first: Month,
    /// The last.
    pub last: Month,
    /// Where.
    pub span: Span,
}

impl Value for Months {
    const KIND: ValueKind = ValueKind::Months;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let (first, last) = reader.months(value)?;
        Some(Months { first, last, span: reader.value_span(value) })
    }
}

/// `2.6 of 5`.
#[derive(Debug, Clone, Copy)]
pub struct Rating {
    /// What was given.
    pub value: crate::quantity::Number,
    /// Out of how much.
    pub of: crate::quantity::Number,
    /// Where.
    pub span: Span,
}

impl Value for Rating {
    const KIND: ValueKind = ValueKind::Rating;

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let (given, of) = reader.rating(value)?;
        Some(Rating { value: given, of, span: reader.value_span(value) })
    }
}

/// An expression that comes to what `E` says.
#[derive(Debug, Clone, Copy)]
pub struct Formula<E> {
    /// The expression.
    pub id: ExpressionId,
    /// Where.
    pub span: Span,
    expected: std::marker::PhantomData<E>,
}

/// What a [`Formula`] comes to.
pub trait Comes {
    /// The expectation.
    const TO: Expected;
}

impl<E: Comes> Value for Formula<E> {
    const KIND: ValueKind = ValueKind::Expression(E::TO);

    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
        let span = reader.value_span(value);
        Some(Formula { id: reader.expression(value), span, expected: std::marker::PhantomData })
    }
}

macro_rules! expectations {
    ($( $name:ident, )*) => {
        /// What formulas come to, one marker each.
        pub mod to {
            use super::{Comes, Expected};
            $(
                #[doc = concat!("See [`Expected::", stringify!($name), "`].")]
                #[derive(Debug, Clone, Copy)]
                pub enum $name {}
                impl Comes for $name {
                    const TO: Expected = Expected::$name;
                }
            )*
        }
    };
}

expectations! {
    Money, MoneyOrRate, Share, MoneyOrShare, Flow, Quantity, KpiValue, KpiTrend, KpiRange, KpiEffect, Months, Rating,
    Number, Condition,
}

/// The key of a field, which in Rust may need a mark where the key is a word of Rust's own: `in`.
#[must_use]
pub const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares a struct with its schema and its reading, in one place.
macro_rules! declaration {
    (
        $( #[doc = $doc:literal] )+
        $( #[example($example:literal)] )?
        $keyword:literal $name:ident $head:expr =>
        $( $( #[doc = $field_doc:literal] )+ $field:ident : $type:ty $( = $unsaid:literal )?, )*
    ) => {
        $( #[doc = $doc] )+
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Its name, title and place.
            pub head: $crate::model::schema::Head,
            /// The declaration around it.
            pub parent: Option<$crate::model::AnyId>,
            $( $( #[doc = $field_doc] )+ pub $field: $type, )*
        }

        impl $crate::model::schema::Declaration for $name {
            const SCHEMA: $crate::model::schema::DeclarationSchema = $crate::model::schema::DeclarationSchema {
                keyword: $keyword,
                doc: concat!($( $doc, )+),
                head: $head,
                properties: &[ $( $crate::model::schema::PropertySchema {
                    key: $crate::model::schema::key(stringify!($field)),
                    doc: concat!($( $field_doc, )+),
                    spec: $crate::model::schema::FieldSpec {
                        $( presence: $crate::model::schema::Presence::Unsaid($unsaid), )?
                        ..<$type as $crate::model::schema::Field>::SPEC
                    },
                }, )* ],
                example: concat!("", $( $example )?),
            };

            #[allow(unused_assignments, unused_mut, unused_variables, reason = "a declaration may hold no properties")]
            fn read<R: $crate::model::schema::Reader>(
                head: $crate::model::schema::Head,
                parent: Option<$crate::model::AnyId>,
                reader: &mut R,
            ) -> Self {
                let mut index = 0;
                $(
                    let $field = <$type as $crate::model::schema::Field>::read_field(reader, index);
                    index += 1;
                )*
                $name { head, parent, $( $field, )* }
            }
        }
    };
}

/// Declares an enum of words that a property accepts.
macro_rules! choices {
    ( $( #[doc = $doc:literal] )+ $name:ident { $( $variant:ident $word:literal $word_doc:literal, )* } ) => {
        $( #[doc = $doc] )+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( #[doc = $word_doc] $variant, )* }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )* ];
            /// The words as written, with what they mean.
            pub const CHOICES: &'static [$crate::model::schema::Choice] =
                &[ $( $crate::model::schema::Choice { word: $word, doc: $word_doc }, )* ];

            /// As written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( $name::$variant => $word, )* }
            }
        }

        impl $crate::model::schema::Value for $name {
            const KIND: $crate::model::schema::ValueKind = $crate::model::schema::ValueKind::Choice($name::CHOICES);

            fn read<R: $crate::model::schema::Reader>(reader: &mut R, value: R::Value) -> Option<Self> {
                let index = reader.choice(value, $name::CHOICES)?;
                $name::ALL.get(index).copied()
            }
        }
    };
}

/// Declares which kinds may stand in some place.
macro_rules! kinds {
    ( $( $( #[doc = $doc:literal] )+ $name:ident = $( $kind:ident )|+; )* ) => {
        $(
            $( #[doc = $doc] )+
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}
            impl $crate::model::schema::Kinds for $name {
                const KINDS: &'static [$crate::model::Kind] = &[ $( $crate::model::Kind::$kind, )+ ];
            }
        )*
    };
}

pub(crate) use {choices, declaration, kinds};
