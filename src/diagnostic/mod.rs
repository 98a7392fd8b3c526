//! What is wrong with a plan: codes, diagnostics with spans and fixes, and the collection that phases add to.

pub mod codes;
mod excerpt;
pub mod fix;
pub mod github;
pub mod human;
pub mod json;
pub mod place;
mod repeats;
pub mod sarif;
pub mod short;
mod suggestion;
pub mod text;
mod window;

pub use codes::Code;
pub use github::github;
pub use human::human;
pub use json::json;
pub use sarif::sarif;
pub use short::short;

use crate::source::Span;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The plan cannot be evaluated, or would mislead.
    Error,
    /// The plan can be evaluated; a careful planner would look at this.
    Warning,
}

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

/// The findings of a run. Phases add to it; it is put in order once, at the end.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds all findings of another run.
    pub fn extend(&mut self, others: Diagnostics) {
        self.items.extend(others.items);
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// The findings as they stand.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// Lets a rule rewrite the list: waivers and `lint` entries drop or regrade findings.
    pub fn retain(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.items.retain_mut(keep);
    }

    /// Puts the findings in order of place, then code, drops exact repetitions, and joins findings about one unknown
    /// name or unit.
    pub fn sort(&mut self) {
        self.items.sort_by(|left, right| {
            (left.primary.span, left.code, &left.message).cmp(&(right.primary.span, right.code, &right.message))
        });
        self.items.dedup();
        repeats::join(&mut self.items);
    }

    /// The number of errors and of warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.items.iter().filter(|item| item.severity == Severity::Error).count();
        (errors, self.items.len() - errors)
    }
}
