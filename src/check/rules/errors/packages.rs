//! The messages about packages and alternatives.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::schema::Head;
use crate::source::Span;

/// A package without any level.
pub(crate) fn no_level(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoLevel, head.span, format!("package `{}` has no level", head.path))
        .label("nothing here can be funded")
        .help("add `level minimum { … }` with its costs and effects; a package may have one level or several")
        .about(head.path.as_str())
}

/// A text that is there and empty.
pub(crate) fn says_nothing(key: &str, span: Span, head: &Head) -> Diagnostic {
    let (wanted, help) = match key {
        "mandate" => ("who requires it?", "name the authority and where it says so, or remove the line"),
        "rejected" => ("why?", "say why it was rejected, or remove the line and let it compete"),
        "because" => ("why?", "say why in a sentence, or remove the line"),
        "consequence" => ("what happens then?", "say what happens when this is not funded, with figures"),
        _ => ("why does it deserve money?", "say what speaks for it in a sentence or two, with figures"),
    };
    Diagnostic::new(Code::EmptyReason, span, format!("the `{key}` of `{}` is empty", head.path))
        .label(wanted)
        .help(help)
        .about(head.path.as_str())
}

/// Two packages with one text.
pub(crate) fn copied_justification(span: Span, earlier: Span, head: &Head, other: &Head) -> Diagnostic {
    let message = format!("`{}` is justified in the words of `{}`", head.path, other.path);
    Diagnostic::new(Code::CopiedJustification, span, message)
        .label("the same text")
        .also(earlier, format!("written for `{}` before", other.path))
        .help("say what speaks for this package by itself, with its own figures")
        .about(head.path.as_str())
}

/// A package with no alternative.
pub(crate) fn no_alternative(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoAlternative, head.span, format!("package `{}` considers no alternative", head.path))
        .label("is there no other way to do this job?")
        .help("add `alternative name { … }` with its `cost`, and `rejected: \"why\"` unless it is to compete")
        .about(head.path.as_str())
}

/// A package that serves no touchpoint.
pub(crate) fn serves_nothing(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::ServesNothing, head.span, format!("package `{}` serves no touchpoint", head.path))
        .label("where does a customer notice it?")
        .help("add `serves: [journey.stage.touchpoint]`")
        .about(head.path.as_str())
}

/// A rejected alternative nobody priced.
pub(crate) fn rejected_without_cost(head: &Head, rejected: Span) -> Diagnostic {
    let message = format!("alternative `{}` was rejected without a cost", head.path);
    Diagnostic::new(Code::RejectedWithoutCost, head.span, message)
        .label("what would it have cost?")
        .also(rejected, "rejected here")
        .help("add `cost category: money`: a way that was not priced was not considered")
        .about(head.path.as_str())
}

/// `instead_of` a level of another package.
pub(crate) fn instead_of_other(span: Span, head: &Head, level: &Head) -> Diagnostic {
    let message = format!("alternative `{}` cannot stand instead of `{}`", head.path, level.path);
    Diagnostic::new(Code::InsteadOfOther, span, message)
        .label("not one of its package's own levels")
        .also(level.span, format!("`{}` is declared here", level.path))
        .help("name one of the package's own levels, or remove `instead_of` where it replaces the whole package")
}
