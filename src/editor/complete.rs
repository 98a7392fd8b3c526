//! Completion: takes a plan and a place, gives what may be written there, the likeliest first.

use smol_str::SmolStr;

use super::fitting::{fitting, stands};
use super::periods::{months, periods};
use super::place::{Cursor, Wanted, place};
use super::snapshot::Snapshot;
use crate::model::functions::{COSTED, Function};
use crate::model::mention::{Mention, Part};
use crate::model::schema::{
    Choice, DeclarationSchema, Expected, HeadShape, Presence, PropertySchema, Shape, ValueKind,
};
use crate::model::{AnyId, Kind};
use crate::quantity::TimeUnit;
use crate::report::brief::Brief;
use crate::source::FileId;
use crate::syntax::tree::ExpressionKind;

/// What an offer is, for its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferKind {
    /// A word that declares.
    Keyword,
    /// The key of a property.
    Key,
    /// A declaration of this kind.
    Name(Kind),
    /// One of a few words.
    Choice,
    /// A word that may follow a value.
    Modifier,
    /// A unit or a currency.
    Unit,
    /// A function.
    Function,
    /// A value by itself: `yes`, `previous`.
    Value,
}

/// One thing that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is shown and compared with what is typed.
    pub label: String,
    /// What it is.
    pub kind: OfferKind,
    /// A few words beside it.
    pub detail: String,
    /// What it means.
    pub doc: String,
    /// What is written.
    pub text: String,
    /// The same with places to fill in, `${1:name}`, for editors that know them.
    pub snippet: Option<String>,
    /// Offers of a lower number come first.
    pub order: u8,
}

impl Offer {
    fn new(label: impl Into<String>, kind: OfferKind, detail: impl Into<String>, doc: impl Into<String>) -> Offer {
        let label = label.into();
        let (text, detail, doc) = (label.clone(), detail.into(), doc.into());
        Offer { label, kind, detail, doc, text, snippet: None, order: 5 }
    }

    fn writes(mut self, text: impl Into<String>) -> Offer {
        self.text = text.into();
        self
    }

    fn at(mut self, order: u8) -> Offer {
        self.order = order;
        self
    }
}

/// What may be written at a byte, and where the word that it replaces begins.
#[must_use]
pub fn complete(snapshot: &Snapshot, brief: Option<&Brief>, file: FileId, byte: usize) -> (usize, Vec<Offer>) {
    let place = place(snapshot.text(file), byte);
    let maker = Maker { snapshot, brief, place: &place };
    let mut offers = match &place.wanted {
        Wanted::Key(kind) => maker.keys(*kind),
        Wanted::Name(kinds) => maker.names(kinds),
        Wanted::Word(words) => words.iter().map(|word| Offer::new(*word, OfferKind::Choice, "", "")).collect(),
        Wanted::Value(kind, value) => maker.values(*kind, *value),
        Wanted::Unit(words) => maker.units().into_iter().chain(maker.modifiers(words)).collect(),
        Wanted::Modifier(words) => maker.modifiers(words),
        Wanted::Nothing => Vec::new(),
    };
    offers.sort_by(|left, right| (left.order, &left.label).cmp(&(right.order, &right.label)));
    (place.start, offers)
}

struct Maker<'a> {
    snapshot: &'a Snapshot,
    brief: Option<&'a Brief>,
    place: &'a Cursor,
}

impl Maker<'_> {
    fn keys(&self, kind: Option<Kind>) -> Vec<Offer> {
        let Some(kind) = kind else {
            let top = Kind::ALL.iter().filter(|kind| !kind.is_inner());
            return top.map(|kind| declaration(*kind)).collect();
        };
        let mut offers = Vec::new();
        for property in kind.schema().properties {
            let is_there = self.place.present.iter().any(|key| key == property.key);
            match property.spec.shape {
                Shape::Single if is_there => {}
                Shape::Single | Shape::Repeated => offers.push(key(property, is_there)),
                Shape::Children(child) => offers.push(declaration(child).at(3)),
                Shape::Items => {
                    if let crate::model::schema::SubjectKind::Name(kinds) = property.spec.subject {
                        offers.extend(self.items(kinds));
                    }
                }
                Shape::Periods | Shape::Head => {}
            }
        }
        offers
    }

    /// The names that an ordered list does not hold yet, first.
    fn items(&self, kinds: &[Kind]) -> Vec<Offer> {
        let names = self.names(kinds).into_iter();
        names.filter(|offer| !self.place.present.contains(&offer.label)).map(|offer| offer.at(0)).collect()
    }

    fn names(&self, kinds: &[Kind]) -> Vec<Offer> {
        self.declared(kinds).map(|id| self.name(id)).collect()
    }

    /// The declarations of these kinds that have a name.
    fn declared(&self, kinds: &[Kind]) -> impl Iterator<Item = AnyId> {
        let items = self.snapshot.mentions.items();
        let free = kinds.contains(&Kind::Channel) && !items.iter().any(|mention| declares(mention, Kind::Channel));
        // A plan that declares no channel names them freely: then its uses are all there is.
        let known = items
            .iter()
            .filter(move |mention| mention.part == Part::Declares || free && mention.id.kind == Kind::Channel);
        let mut ids: Vec<AnyId> = known.map(|mention| mention.id).filter(|id| kinds.contains(&id.kind)).collect();
        ids.sort();
        ids.dedup();
        ids.into_iter()
    }

    fn name(&self, id: AnyId) -> Offer {
        let head = self.snapshot.plan.head(id);
        let title = head.title.as_ref().map_or("", |title| &title.value);
        let offer = Offer::new(head.path.as_str(), OfferKind::Name(id.kind), title, self.figures(id, &head.path));
        let inner = self.inner(&head.path);
        match inner {
            Some(inner) => Offer { label: inner.to_owned(), text: inner.to_owned(), ..offer }.at(2),
            None => offer.at(3),
        }
    }

    /// The rest of a path that may stand bare, inside the declaration it begins with.
    fn inner<'p>(&self, path: &'p SmolStr) -> Option<&'p str> {
        let around = &self.place.around;
        (1..=around.len()).rev().find_map(|count| {
            let outer = around.get(..count)?.join(".");
            path.strip_prefix(outer.as_str())?.strip_prefix('.')
        })
    }

    fn figures(&self, id: AnyId, path: &str) -> String {
        let Some(brief) = self.brief else { return String::new() };
        match id.kind {
            Kind::Level | Kind::Alternative => brief.levels.get(path).map_or_else(String::new, |level| {
                format!("{} {} · {} {}", level.mark, level.status, level.cost, brief.currency)
            }),
            Kind::Kpi => brief.kpis.get(path).map_or_else(String::new, |kpi| {
                let from = kpi.baseline.as_deref().unwrap_or("n/a");
                format!("{from} → {} in {}", kpi.funded.as_deref().unwrap_or("n/a"), kpi.month)
            }),
            _ => String::new(),
        }
    }

    fn values(&self, kind: Option<Kind>, value: ValueKind) -> Vec<Offer> {
        match value {
            ValueKind::Reference(kinds) | ValueKind::References(kinds) | ValueKind::ReferencesOrTexts(kinds) => {
                self.names(kinds)
            }
            ValueKind::Choice(choices) => choices_of(choices),
            ValueKind::Truth => vec![value_word("yes"), value_word("no")],
            ValueKind::Currency => self.currencies(),
            ValueKind::Unit => {
                let number = Offer::new("number", OfferKind::Unit, "a plain number", "");
                std::iter::once(number).chain(self.units()).collect()
            }
            ValueKind::Expression(expected) => self.expressions(kind, expected),
            ValueKind::Any | ValueKind::Path => self.names(Kind::ALL),
            ValueKind::Month | ValueKind::Months => {
                months(self.snapshot).iter().map(|month| period_word(month.to_string(), 1)).collect()
            }
            ValueKind::Period => {
                periods(self.snapshot).into_iter().map(|(length, text)| period_word(text, 1 + length as u8)).collect()
            }
            ValueKind::Text
            | ValueKind::Texts
            | ValueKind::Integer(..)
            | ValueKind::Date
            | ValueKind::Rating
            | ValueKind::Nothing => Vec::new(),
        }
    }

    /// What formulas are made of. What costs and brings is worked out before the projection, so it reads drivers alone.
    fn expressions(&self, kind: Option<Kind>, expected: Expected) -> Vec<Offer> {
        let reads_kpis = match expected {
            Expected::Condition | Expected::KpiValue | Expected::Observed | Expected::Share => true,
            Expected::Money
            | Expected::MoneyOrRate
            | Expected::MoneyOrShare
            | Expected::Flow
            | Expected::Quantity
            | Expected::KpiTrend
            | Expected::KpiRange
            | Expected::KpiEffect
            | Expected::Months
            | Expected::Rating
            | Expected::Number => false,
        };
        let kinds: &[Kind] = if reads_kpis { &[Kind::Kpi, Kind::Driver] } else { &[Kind::Driver] };
        let mut offers = self.names(kinds);
        if reads_kpis {
            offers.extend(self.flows());
            offers.extend((kind == Some(Kind::Kpi)).then(|| value_word("previous")));
            offers.extend(self.names(COSTED).into_iter().map(|offer| offer.at(6)));
        }
        // What must hold is mostly told of by functions: funded, spend, total.
        let order = if matches!(expected, Expected::Condition) { 1 } else { 4 };
        let may_stand = |function: &&Function| stands(**function, kind, expected, reads_kpis);
        offers.extend(Function::ALL.iter().filter(may_stand).map(|function| {
            let schema = function.schema();
            let snippet = format!("{}($1)", schema.name);
            let offer = Offer::new(schema.name, OfferKind::Function, schema.signature, schema.doc);
            Offer { snippet: Some(snippet), ..offer.writes(format!("{}(", schema.name)) }.at(order)
        }));
        offers
    }

    fn flows(&self) -> Vec<Offer> {
        let stages = self.declared(&[Kind::Stage]).map(|id| self.snapshot.plan.head(id).path.clone());
        let both = |path: SmolStr| ["entering", "leaving"].map(|flow| format!("{path}.{flow}"));
        stages.flat_map(both).map(|flow| Offer::new(flow, OfferKind::Name(Kind::Stage), "a month", "")).collect()
    }

    fn currencies(&self) -> Vec<Offer> {
        let mut codes = self.own_currencies();
        let others = ["AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "INR", "JPY", "NOK", "PLN", "SEK", "USD"];
        codes.extend(
            others.iter().map(|code| (*code).to_owned()).filter(|code| !codes.contains(code)).collect::<Vec<_>>(),
        );
        codes.into_iter().map(|code| Offer::new(code, OfferKind::Unit, "currency", "")).collect()
    }

    /// The currency of the plan, then those it has rates for.
    fn own_currencies(&self) -> Vec<String> {
        let statements =
            || self.snapshot.trees().iter().flat_map(|tree| tree.statements.iter().map(move |line| (tree, line)));
        let mut codes = Vec::new();
        for (tree, plan) in statements().filter(|(_, line)| line.key.text == Kind::Plan.keyword()) {
            let lines = plan.body.iter().flat_map(|body| &body.statements);
            for line in lines.filter(|line| line.key.text == "currency") {
                if let Some(ExpressionKind::Path(code) | ExpressionKind::Unit(code)) =
                    line.value.map(|value| &tree.expression(value).kind)
                {
                    codes.push(code.to_string());
                }
            }
        }
        let exchanges = statements().filter(|(_, line)| line.key.text == Kind::Exchange.keyword());
        codes.extend(exchanges.filter_map(|(_, line)| match line.subjects.first()? {
            crate::syntax::tree::Subject::Path(path) => Some(path.text.to_string()),
            crate::syntax::tree::Subject::Period(..) => None,
        }));
        codes
    }

    fn units(&self) -> Vec<Offer> {
        let unit = |label: &str, detail: &str, order| Offer::new(label, OfferKind::Unit, detail, "").at(order);
        let declared = self.declared(&[Kind::Unit]).map(|id| self.name(id)).map(|offer| offer.at(1));
        let plurals = self.declared(&[Kind::Unit]).map(|id| {
            let path = &self.snapshot.plan.head(id).path;
            unit(&format!("{path}s"), "several", 2)
        });
        let own = self.own_currencies();
        let currencies = own.iter().map(|code| unit(code, "currency", 0));
        let points = [("pp", "points of a share"), ("pts", "points of a score"), ("%", "share")];
        let points = points.into_iter().map(|(label, detail)| unit(label, detail, 2));
        let times = TimeUnit::ALL
            .into_iter()
            .flat_map(|time| [unit(time.word(), "time", 3), unit(&format!("{time}s"), "time", 4)]);
        let all: Vec<Offer> = declared.chain(plurals).chain(currencies).chain(points).chain(times).collect();
        let fitting = self.fitting(&own);
        // What fits comes first, in its order.
        let place = |offer: &Offer| fitting.iter().position(|word| *word == offer.label);
        let behind = u8::try_from(fitting.len()).unwrap_or(u8::MAX);
        let ordered = |offer: Offer| {
            let order = place(&offer).and_then(|place| u8::try_from(place).ok());
            let order = order.unwrap_or_else(|| offer.order.saturating_add(behind));
            offer.at(order)
        };
        all.into_iter().map(ordered).collect()
    }

    /// The units of the KPI that a line is about; none where it is about none.
    fn fitting(&self, own: &[String]) -> Vec<String> {
        let Some((owner, property)) = self.place.property else { return Vec::new() };
        let ValueKind::Expression(expected) = property.spec.value else { return Vec::new() };
        let is_of_kpi =
            matches!(expected, Expected::KpiEffect | Expected::KpiValue | Expected::KpiTrend | Expected::KpiRange);
        let kpi = if owner == Kind::Kpi { self.place.around.last() } else { self.place.about.as_ref() };
        kpi.filter(|_| is_of_kpi).map_or_else(Vec::new, |kpi| fitting(self.snapshot, kpi, expected, own))
    }

    fn modifiers(&self, words: &[&str]) -> Vec<Offer> {
        let modifiers = self.place.property.map_or(&[][..], |(_, property)| property.spec.modifiers);
        let doc = |word: &str| modifiers.iter().find(|modifier| modifier.word == word).map_or("", |found| found.doc);
        let offers = words.iter().map(|word| Offer::new(*word, OfferKind::Modifier, "", doc(word)));
        offers.map(|offer| Offer { text: format!("{} ", offer.label), ..offer }).collect()
    }
}

fn period_word(text: String, order: u8) -> Offer {
    Offer::new(text, OfferKind::Value, "", "").at(order)
}

fn declares(mention: &Mention, kind: Kind) -> bool {
    mention.part == Part::Declares && mention.id.kind == kind
}

fn value_word(word: &str) -> Offer {
    Offer::new(word, OfferKind::Value, "", "").at(1)
}

fn choices_of(choices: &[Choice]) -> Vec<Offer> {
    choices.iter().map(|choice| Offer::new(choice.word, OfferKind::Choice, "", choice.doc.trim())).collect()
}

fn key(property: &PropertySchema, is_there: bool) -> Offer {
    let subject = property.spec.subject != crate::model::schema::SubjectKind::None;
    let text = if subject { format!("{} ", property.key) } else { format!("{}: ", property.key) };
    let (detail, order) = match property.spec.presence {
        Presence::Required if !is_there => ("must be there", 0),
        Presence::Required | Presence::Optional | Presence::Unsaid(_) => ("", 4),
    };
    Offer::new(property.key, OfferKind::Key, detail, property.doc.trim()).writes(text).at(order)
}

/// A keyword, with all that its declaration must hold to be filled in.
fn declaration(kind: Kind) -> Offer {
    let schema = kind.schema();
    let offer = Offer::new(schema.keyword, OfferKind::Keyword, "", schema.doc.trim());
    let snippet = Some(skeleton(schema));
    Offer { snippet, ..offer.writes(format!("{} ", schema.keyword)) }
}

fn skeleton(schema: &DeclarationSchema) -> String {
    let mut stop = 0_usize;
    let mut fill = |hint: &str| {
        stop += 1;
        format!("${{{stop}:{hint}}}")
    };
    let head = match schema.head {
        HeadShape::Named | HeadShape::MaybeNamed => format!("{} \"{}\"", fill("name"), fill("Title")),
        HeadShape::Titled => format!("\"{}\"", fill("Title")),
        HeadShape::About(_) | HeadShape::AboutMaybeKind(_) => fill("name"),
        HeadShape::AboutKindAndName(_) => format!("{} {}", fill("kind"), fill("name")),
        HeadShape::AboutCurrency => fill("EUR"),
        HeadShape::Bare => String::new(),
        HeadShape::TitledLine => return format!("{} \"{}\": ${{2:condition}}", schema.keyword, fill("What")),
        HeadShape::CodeLine => {
            return format!(
                "{} {}: {} until {} because \"{}\"",
                schema.keyword,
                fill("W0401"),
                fill("name"),
                fill("day"),
                fill("why")
            );
        }
    };
    let required = schema.properties.iter().filter(|property| {
        property.spec.presence == Presence::Required && matches!(property.spec.shape, Shape::Single | Shape::Repeated)
    });
    let lines: Vec<String> = required.map(|property| format!("  {}: {}\n", property.key, fill(property.key))).collect();
    let gap = if head.is_empty() { "" } else { " " };
    match lines.is_empty() {
        true => format!("{}{gap}{head}", schema.keyword),
        false => format!("{}{gap}{head} {{\n{}}}", schema.keyword, lines.concat()),
    }
}
