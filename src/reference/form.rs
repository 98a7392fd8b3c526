//! How things are written: takes the schema, gives the form of a line that a reader can copy and fill in.

use crate::diagnostic::text::grouped;
use crate::model::Kind;
use crate::model::schema::{
    Choice, Expected, HeadShape, ModifierSchema, Presence, PropertySchema, Shape, SubjectKind, ValueKind,
};

/// `package name "Title" { … }`
pub(super) fn head(kind: Kind) -> String {
    let schema = kind.schema();
    let keyword = schema.keyword;
    let only = schema.properties.first();
    match schema.head {
        HeadShape::Named => format!("{keyword} name \"Title\" {{ … }}"),
        HeadShape::MaybeNamed => format!("{keyword} [name] [\"Title\"] {{ … }}"),
        HeadShape::Titled => format!("{keyword} \"Title\" {{ … }}"),
        HeadShape::Bare => format!("{keyword} {{ … }}"),
        HeadShape::About(kinds) | HeadShape::AboutMaybeKind(kinds) => {
            format!("{keyword} {} [\"Title\"] {{ … }}", name_of(kinds))
        }
        HeadShape::AboutKindAndName(kinds) => format!("{keyword} {} <name> {{ … }}", keywords(kinds)),
        HeadShape::AboutCurrency => format!("{keyword} <currency> {{ … }}"),
        HeadShape::TitledLine => format!("{keyword} \"Title\": {}", only.map_or_else(String::new, after_colon)),
        HeadShape::CodeLine => format!("{keyword} <code>: {}", only.map_or_else(String::new, after_colon)),
    }
}

/// `cost <category>: <money, or money per time> [from <period>]`. A list in equal parts has a second form, with a
/// share of each.
pub(super) fn line(property: &PropertySchema) -> String {
    let key = property.key;
    if let (SubjectKind::MaybeName(kinds), ValueKind::References(_)) = (property.spec.subject, property.spec.value) {
        return format!("{key}: {}` or `{key} {}: <share>", after_colon(property), name_of(kinds));
    }
    match property.spec.shape {
        Shape::Single | Shape::Repeated if property.spec.value == ValueKind::Nothing => {
            format!("{key}{} \"word\"{}", subject(property.spec.subject), modifiers(property.spec.modifiers))
        }
        Shape::Single | Shape::Repeated => {
            format!("{key}{}: {}", subject(property.spec.subject), after_colon(property))
        }
        Shape::Periods => format!("<period>: {}", after_colon(property)),
        Shape::Children(kind) => head(kind),
        Shape::Items => {
            format!("{}{}", subject(property.spec.subject).trim_start(), modifiers(property.spec.modifiers))
        }
        Shape::Head => format!("…{} {{", subject(property.spec.subject)),
    }
}

/// What a value may be: `<role>`, `stop | skip`, `2027-03`.
pub(super) fn value(value: ValueKind) -> String {
    match value {
        ValueKind::Text => "\"text\"".to_owned(),
        ValueKind::Texts => "\"text\" or [\"text\", …]".to_owned(),
        ValueKind::Truth => "yes | no".to_owned(),
        ValueKind::Integer(low, high) => {
            format!("<whole number, {} to {}>", grouped(low as usize), grouped(high as usize))
        }
        ValueKind::Choice(choices) => words(choices),
        ValueKind::Reference(kinds) => name_of(kinds),
        ValueKind::References(kinds) => format!("[{}, …]", name_of(kinds)),
        ValueKind::ReferencesOrTexts(kinds) => format!("[{} or \"text\", …]", name_of(kinds)),
        ValueKind::Currency => "<currency>".to_owned(),
        ValueKind::Unit => "<unit>".to_owned(),
        ValueKind::Date => "<day>".to_owned(),
        ValueKind::Month => "<month>".to_owned(),
        ValueKind::Period => "<period>".to_owned(),
        ValueKind::Months => "<month> .. <month>".to_owned(),
        ValueKind::Path => "<name>".to_owned(),
        ValueKind::Any => "<value>".to_owned(),
        ValueKind::Rating => "<number> of <number>".to_owned(),
        ValueKind::Expression(expected) => format!("<{}>", comes_to(expected)),
        ValueKind::Nothing => String::new(),
    }
}

/// What an expression must come to, with an example of it.
pub(super) fn example(value: ValueKind) -> Option<&'static str> {
    match value {
        ValueKind::Currency => Some("USD"),
        ValueKind::Unit => Some("agent, %, pts, number, USD/contact"),
        ValueKind::Date => Some("2027-03-15"),
        ValueKind::Month => Some("2027-03"),
        ValueKind::Period => Some("2027-03, 2027-Q2, FY2027"),
        ValueKind::Months => Some("2027-01 .. 2027-12"),
        ValueKind::Rating => Some("2.6 of 5"),
        ValueKind::Expression(expected) => Some(figure(expected)),
        ValueKind::Text
        | ValueKind::Texts
        | ValueKind::Truth
        | ValueKind::Integer(..)
        | ValueKind::Choice(_)
        | ValueKind::Reference(_)
        | ValueKind::References(_)
        | ValueKind::ReferencesOrTexts(_)
        | ValueKind::Path
        | ValueKind::Any
        | ValueKind::Nothing => None,
    }
}

fn after_colon(property: &PropertySchema) -> String {
    format!("{}{}", value(property.spec.value), modifiers(property.spec.modifiers))
}

fn modifiers(modifiers: &[ModifierSchema]) -> String {
    modifiers.iter().map(|modifier| format!(" {}", modifier_form(modifier))).collect()
}

/// `[from <period>]`; without brackets where it must be there.
pub(super) fn modifier_form(modifier: &ModifierSchema) -> String {
    let form = format!("{} {}", modifier.word, value(modifier.value));
    match modifier.presence {
        Presence::Required => form,
        Presence::Optional | Presence::Unsaid(_) => format!("[{form}]"),
    }
}

fn subject(subject: SubjectKind) -> String {
    match subject {
        SubjectKind::None => String::new(),
        SubjectKind::Name(kinds) => format!(" {}", name_of(kinds)),
        SubjectKind::MaybeName(kinds) => format!(" [{}]", name_of(kinds)),
        SubjectKind::KindAndName(kinds) => format!(" {} <name>", keywords(kinds)),
        SubjectKind::KindNameMaybePeriod(kinds) => format!(" {} <name> [<period>]", keywords(kinds)),
        SubjectKind::KindAndText(kinds) => format!(" {} \"word\"", keywords(kinds)),
        SubjectKind::MaybePeriod => " [<period>]".to_owned(),
        SubjectKind::Code => " <code>".to_owned(),
        SubjectKind::Word(choices) => format!(" {}", words(choices)),
        SubjectKind::Path => " <path>".to_owned(),
        SubjectKind::TwoFigures => " <path> <path>".to_owned(),
    }
}

fn name_of(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.keyword()).collect();
    format!("<{}>", words.join(" or "))
}

fn keywords(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.keyword()).collect();
    words.join(" | ")
}

fn words(choices: &[Choice]) -> String {
    let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
    words.join(" | ")
}

fn comes_to(expected: Expected) -> &'static str {
    match expected {
        Expected::Money => "money",
        Expected::MoneyOrRate => "money, or money per time",
        Expected::Share => "share",
        Expected::MoneyOrShare => "money, or a share of the budget",
        Expected::Flow => "quantity per time",
        Expected::Quantity => "quantity",
        Expected::KpiValue => "value of the KPI",
        Expected::Observed => "value in the unit of what is observed, or a rating",
        Expected::KpiTrend => "change per time",
        Expected::KpiRange => "lowest .. highest",
        Expected::KpiEffect => "change",
        Expected::Months => "months",
        Expected::Rating => "0 to 10",
        Expected::Number => "number",
        Expected::Condition => "condition",
    }
}

fn figure(expected: Expected) -> &'static str {
    match expected {
        Expected::Money => "160k USD",
        Expected::MoneyOrRate => "40k USD, 2 agent * 52k USD/agent/year",
        Expected::Share => "60%",
        Expected::MoneyOrShare => "300k USD, 10%",
        Expected::Flow => "120k visitor/month",
        Expected::Quantity => "12 agent, 52k USD/agent/year",
        Expected::KpiValue => "31 pts, 96.5%, 31 hours",
        Expected::Observed => "33 pts, nps(540, 290, 170), 2.8 of 5",
        Expected::KpiTrend => "-0.1 pts/month",
        Expected::KpiRange => "0% .. 100%",
        Expected::KpiEffect => "+2 pts, +0.2pp, -25%, +1 .. +2 .. +4 pts",
        Expected::Months => "2 months",
        Expected::Rating => "4",
        Expected::Number => "2.5",
        Expected::Condition => "nps at 2027-12 >= 31 pts",
    }
}
