//! The head of a declaration: takes what it says, tells what is wrong with its kind, its name or its place.

use super::super::suggest::{is_plan, near_kind};
use super::phrases::{a_kind, offer, one_of_kinds};
use super::values::is_name;
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit};
use crate::model::Kind;
use crate::model::facts::quoted;
use crate::model::schema::{Head, HeadShape, Shape};
use crate::source::{FileId, Span};
use crate::syntax::tree::{ExpressionKind, Form, Modifier, ModifierWord, Statement, Subject, Tree};

/// `pakage crm {`
pub(crate) fn unknown_declaration(statement: &Statement) -> Diagnostic {
    let key = &statement.key;
    if statement.form == Form::Item && key.text.contains('.') {
        return Diagnostic::new(Code::UnknownDeclaration, key.span, format!("`{}` says nothing by itself", key.text))
            .label("a bare name, outside of every declaration")
            .help("bare names of levels stand in a `ranking`; look for a brace that closes too early");
    }
    let diagnostic =
        Diagnostic::new(Code::UnknownDeclaration, key.span, format!("nothing is declared by `{}`", key.text));
    if is_plan(statement) {
        return offer(diagnostic, key.span, Kind::Plan.keyword());
    }
    if let Some(near) = near_kind(&key.text) {
        return offer(diagnostic, key.span, near.keyword());
    }
    let holders = holders_of(&key.text);
    match (key.text.as_str(), &statement.colon) {
        ("import" | "include" | "use" | "require_once", _) => {
            return diagnostic
                .label("nothing is brought in by name")
                .help("every `*.zbb` file of the plan's folder is read: take this line out");
        }
        ("let" | "const" | "var" | "define" | "set", _) => {
            let name = statement.subjects.first().map_or("name", |subject| match subject {
                Subject::Path(path) => path.text.as_str(),
                Subject::Period(..) => "name",
            });
            return diagnostic
                .label("a figure with a name is a driver")
                .help(format!("write `driver {name} {{ value: … }}`"));
        }
        (name, Some(_)) if holders.is_empty() && statement.value.is_some() => {
            return diagnostic
                .label("a property, outside of every declaration")
                .help(format!("a figure with a name is a driver: `driver {name} {{ value: … }}`"));
        }
        _ => {}
    }
    if holders.is_empty() {
        return diagnostic
            .label("a declaration begins here")
            .help("see `zbb explain declarations` for what a plan can hold");
    }
    diagnostic.label("this is a property").help(format!("`{}` stands inside {}", key.text, one_of_kinds(&holders)))
}

/// The kinds that have a property of this key.
pub(super) fn holders_of(key: &str) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.schema().property(key).is_some()).collect()
}

/// `level minimum {` outside of any package.
pub(crate) fn inner_at_top(statement: &Statement, kind: Kind) -> Diagnostic {
    let holders: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|holder| holder.schema().properties.iter().any(|property| property.spec.shape == Shape::Children(kind)))
        .collect();
    let message = format!("`{}` does not stand by itself", kind.keyword());
    Diagnostic::new(Code::MisplacedDeclaration, statement.key.span, message)
        .label("outside of every other declaration")
        .help(format!("move it inside {}", one_of_kinds(&holders)))
}

/// `package { department: … }`
pub(crate) fn missing_name(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    if let Some(modifier) = statement.modifiers.first() {
        let word = modifier.word.text();
        return Diagnostic::new(Code::ReservedName, modifier.span, format!("`{word}` cannot be a name"))
            .label("this word follows a value, as in `40k USD in 2027-03`")
            .help(format!("choose another name, such as `{word}_{keyword}` or a longer one"));
    }
    let name = statement.title.as_ref().and_then(|title| name_from(&title.value));
    let example = name.as_deref().unwrap_or("some_name");
    let diagnostic = Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` has no name"))
        .label(format!("a name is expected after `{keyword}`"))
        .help(format!("write `{keyword} {example}`, in lowercase letters, digits and `_`; other lines use that name"));
    match &name {
        Some(name) => {
            diagnostic.fix("add a name", statement.key.span.after(), format!(" {name}"), Applicability::Suggestion)
        }
        None => diagnostic,
    }
}

/// `finance_partner` for `Finance partner`, if the title gives a name.
fn name_from(title: &str) -> Option<String> {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(3).map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    is_name(&name).then_some(name)
}

/// `scenario child of lean {`: what such a word says belongs inside the braces.
pub(crate) fn word_in_head(tree: &Tree, kind: Kind, statement: &Statement, modifier: &Modifier) -> Diagnostic {
    let (keyword, word) = (kind.keyword(), modifier.word.text());
    let message = format!("`{word}` cannot stand before the braces of {}", a_kind(&[kind]));
    let diagnostic = Diagnostic::new(Code::UnknownModifier, modifier.span, message).label("nothing reads it here");
    let property = |key: &str| kind.schema().property(key);
    if let Some(key) = property_of(kind, modifier.word) {
        let Some(value) = short_value(tree, modifier) else {
            return diagnostic.help(format!("write `{key}: …` inside the braces"));
        };
        let diagnostic = diagnostic.help(format!("write `{key}: {value}` inside the braces"));
        let says_it_already = statement.lines().any(|line| line.key.text == key);
        if says_it_already || statement.modifiers.len() > 1 {
            return diagnostic;
        }
        let edits = into_body(kind, statement, modifier, &format!("{key}: {value}"));
        return diagnostic.fix_all("move it inside the braces", edits, Applicability::Suggestion);
    }
    if kind == Kind::Plan {
        return diagnostic.help("the months of the plan are its `calendar: 2027-01 .. 2027-12`, inside the braces");
    }
    let takers = kind
        .schema()
        .properties
        .iter()
        .filter(|property| property.spec.modifiers.iter().any(|schema| schema.word == word));
    let takers: Vec<String> = takers.map(|property| format!("`{}`", property.key)).collect();
    let inner = |child: &Kind| Some((child.keyword(), property_of(*child, modifier.word)?));
    match takers.as_slice() {
        [] if kind == Kind::Exchange => {
            diagnostic.help("the other currency stands in its `rate`, as in `rate: 0.92 EUR`")
        }
        [] if let Some((child, key)) = children(kind).iter().find_map(inner) => {
            diagnostic.help(format!("write `{key}: …` inside the braces of its `{child}`"))
        }
        [] if property("note").is_some() => diagnostic.help("write it inside the braces, as `note: \"…\"`"),
        [] => diagnostic.help(format!("see `zbb explain {keyword}` for what stands inside its braces")),
        takers => diagnostic.help(format!("inside the braces `{word}` follows the value of {}", takers.join(" or "))),
    }
}

/// The property of a kind that says what a word says elsewhere.
fn property_of(kind: Kind, word: ModifierWord) -> Option<&'static str> {
    let others: &[&str] = match word {
        ModifierWord::Of => &["part_of"],
        ModifierWord::From => &["starts"],
        ModifierWord::To | ModifierWord::Until => &["to", "ends", "until"],
        ModifierWord::On | ModifierWord::In | ModifierWord::By => &["on"],
        ModifierWord::Because => &["justification"],
        ModifierWord::Over
        | ModifierWord::After
        | ModifierWord::Via
        | ModifierWord::Every
        | ModifierWord::Evidence
        | ModifierWord::Month
        | ModifierWord::Value => &[],
    };
    let mut keys = std::iter::once(word.text()).chain(others.iter().copied());
    keys.find_map(|key| kind.schema().property(key)).map(|property| property.key)
}

/// The kinds that stand inside the braces of a kind.
fn children(kind: Kind) -> Vec<Kind> {
    let shapes = kind.schema().properties.iter().map(|property| property.spec.shape);
    shapes.filter_map(|shape| if let Shape::Children(child) = shape { Some(child) } else { None }).collect()
}

/// A value that is written in one word, or in quotes.
fn short_value(tree: &Tree, modifier: &Modifier) -> Option<String> {
    match &tree.expression(modifier.value).kind {
        ExpressionKind::Path(path) => Some(path.to_string()),
        ExpressionKind::Period(period) => Some(period.to_string()),
        ExpressionKind::Text(text) => Some(quoted(text)),
        _ => None,
    }
}

/// Takes a word of the head out, and writes a line into the body.
fn into_body(kind: Kind, statement: &Statement, modifier: &Modifier, line: &str) -> Vec<Edit> {
    let edit = |span: Span, replacement: String| Edit { span, replacement };
    let Some(body) = &statement.body else { return vec![edit(modifier.span, format!("{{ {line} }}"))] };
    let indent = if kind.is_inner() { "    " } else { "  " };
    // Together with what parts it from the brace.
    let head = Span { end: body.open.start, ..modifier.span };
    let line = match body.statements.first() {
        Some(first) => edit(Span { end: first.span.start, ..first.span }, format!("{line}\n{indent}")),
        None => edit(body.open.after(), format!(" {line} ")),
    };
    vec![edit(head, String::new()), line]
}

/// `require: nps at 2027-12 >= 31 pts`
pub(crate) fn missing_title(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` has no title"))
        .label("a title in quotes is expected here")
        .help(format!("write `{keyword} \"what it is\"`"))
}

/// `benchmark { leader: 62 pts }`
pub(crate) fn missing_about(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    let form = match kind.schema().head {
        HeadShape::AboutCurrency => "`exchange EUR { … }`".to_owned(),
        HeadShape::CodeLine => "`waive W0404: name until 2027-06-30 because \"why\"`".to_owned(),
        HeadShape::AboutKindAndName(kinds) => {
            let word = kinds.first().map_or("category", |kind| kind.keyword());
            format!("`{keyword} {word} name {{ … }}`")
        }
        _ => format!("`{keyword} nps {{ … }}`"),
    };
    Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` does not say what it is about"))
        .label("what it is about is expected here")
        .help(format!("write {form}"))
}

/// `role finance partner`
pub(crate) fn one_name_only(kind: Kind, first: &Subject, second: &Subject) -> Diagnostic {
    let keyword = kind.keyword();
    let diagnostic = Diagnostic::new(Code::WrongHead, second.span(), format!("a `{keyword}` has one name"));
    let diagnostic = diagnostic.label("a second name");
    let (Subject::Path(first), Subject::Path(last)) = (first, second) else {
        return diagnostic.help("keep one of them");
    };
    let joined = format!("{}_{}", first.text, last.text);
    diagnostic
        .help(format!("join them, `{keyword} {joined}`, or put what people should read into a title in quotes"))
        .fix(format!("write `{joined}`"), first.span.to(last.span), joined, Applicability::Suggestion)
}

/// `stage store.decision {`
pub(crate) fn not_a_name(kind: Kind, subject: &Subject) -> Diagnostic {
    let keyword = kind.keyword();
    let (message, help) = match subject {
        Subject::Path(path) => {
            let last = path.segments().last().map_or_else(String::new, |word| word.text.to_string());
            (
                format!("`{}` cannot be declared: a declaration gives one name without dots", path.text),
                format!("write `{keyword} {last}`; from outside it is named by its full path"),
            )
        }
        Subject::Period(..) => {
            (format!("a {keyword} cannot be named by a period"), "a name begins with a lowercase letter".to_owned())
        }
    };
    Diagnostic::new(Code::WrongHead, subject.span(), message).label("a short name is expected here").help(help)
}

/// `funding main {`
pub(crate) fn takes_no_name(kind: Kind, subject: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongHead, subject.span(), format!("a `{}` takes no name", kind.keyword()))
        .label("remove this")
        .help(format!("write `{}` alone", kind.keyword()))
        .fix("remove the name", subject.span(), "", Applicability::Suggestion)
}

/// `role finance: "Finance partner"`
pub(crate) fn colon_in_head(kind: Kind, statement: &Statement) -> Diagnostic {
    let span = statement.colon.unwrap_or(statement.key.span);
    let keyword = kind.keyword();
    let diagnostic =
        Diagnostic::new(Code::WrongHead, span, format!("a `{keyword}` is a declaration, it takes no colon"))
            .label("remove this")
            .help(format!("write `{keyword} name \"Title\" {{ … }}`"));
    match statement.subjects.first() {
        Some(_) => diagnostic.fix("remove the colon", span, "", Applicability::Suggestion),
        None => diagnostic,
    }
}

/// `require "something"` without a condition.
pub(crate) fn line_needs_colon(kind: Kind, statement: &Statement) -> Diagnostic {
    let form = kind.schema().example.lines().next().unwrap_or("");
    Diagnostic::new(Code::WrongHead, statement.key.span, format!("a `{}` is one line with a colon", kind.keyword()))
        .label("a colon and what it says are missing on this line")
        .help(format!("write it like `{form}`"))
}

/// Two packages `crm`.
pub(crate) fn declared_twice(kind: Kind, head: &Head, earlier: Span) -> Diagnostic {
    let name = head.name.as_ref().map_or(head.path.as_str(), |name| name.value.as_str());
    let named = matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed);
    let owner = head.path.strip_suffix(name).and_then(|owner| owner.strip_suffix('.')).filter(|_| named);
    let message = match owner {
        Some(owner) => format!("`{owner}` has two {} called `{name}`", kind.plural()),
        None if named => format!("there are two {} called `{name}`", kind.plural()),
        None => format!("there are two {} for `{}`", kind.plural(), name.replace('.', " ")),
    };
    Diagnostic::new(Code::NameTwice, head.span, message)
        .label("the second one")
        .also(earlier, "the first one")
        .help(if named { "rename one of them, or remove it if it is a copy" } else { "keep one of them" })
}

/// No `plan` in any file.
pub(crate) fn no_plan(file: FileId) -> Diagnostic {
    Diagnostic::new(Code::NoPlan, Span::new(file, 0, 0), "there is no `plan` declaration")
        .label("none in this file, nor in any other of the plan")
        .help("add one: `plan name \"Title\" { currency: USD, calendar: 2027-01 .. 2027-12 }`")
}

/// A second `plan`, `funding` or `actuals`.
pub(crate) fn only_one(kind: Kind, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::OnlyOne, second, format!("a plan has one `{}` declaration", kind.keyword()))
        .label("another one")
        .also(first, "the first one")
        .help("all `*.zbb` files of a folder are one plan: bring the two together, or move one to a folder of its own")
}

/// An alternative with levels and with costs of its own.
pub(crate) fn alternative_with_both(head: &Head, line: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AlternativeWithBoth,
        line,
        format!("alternative `{}` has levels, so this line belongs to one of them", head.path),
    )
    .label("outside of its levels")
    .also(head.span, "the alternative")
    .help("move the line into a level, or remove the levels")
}
