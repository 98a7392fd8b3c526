//! A finding: its code, its place, what is said about it and the edits that mend it.

use super::{Code, Severity};
use crate::source::Span;

/// Whether an edit may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// The edit surely means what was meant: `zbb check --fix` applies it.
    Safe,
    /// The edit is one of several plausible ones: shown, applied only by hand.
    Suggestion,
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What is written there.
    pub replacement: String,
}

/// A way to mend a finding: what it does, and the edits that do it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What the fix does, in the imperative: "write the currency".
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
}

/// A place a finding points at, and what to see there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there; lowercase, no full stop; may be empty on the primary label.
    pub text: String,
}

/// One finding. Message, label and help each read alone in one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How grave it is here (a plan can raise or lower a code).
    pub severity: Severity,
    /// What is wrong; lowercase, no full stop, names in backticks.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that matter: the other side of a clash, the first definition.
    pub secondary: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
    /// The path of the thing it is about (`faster_help.minimum`), which `waive` names.
    pub about: Option<String>,
}

impl Diagnostic {
    /// A finding of `code` at `span`, with the code's own severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: None,
            fixes: Vec::new(),
            about: None,
        }
    }

    /// Says what to see at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says what to write.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Offers one replacement as a fix.
    #[must_use]
    pub fn fix(
        self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Diagnostic {
        self.fix_all(title, vec![Edit { span, replacement: replacement.into() }], applicability)
    }

    /// Offers several replacements as one fix.
    #[must_use]
    pub fn fix_all(mut self, title: impl Into<String>, edits: Vec<Edit>, applicability: Applicability) -> Diagnostic {
        self.fixes.push(Fix { title: title.into(), edits, applicability });
        self
    }

    /// Names the thing it is about, for `waive`.
    #[must_use]
    pub fn about(mut self, path: impl Into<String>) -> Diagnostic {
        self.about = Some(path.into());
        self
    }
}
