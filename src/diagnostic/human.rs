//! Findings for people at a terminal: takes findings, gives the lines they are about with labels drawn under them,
//! what to write instead, and a closing line that counts. miette draws one struct of ours; everything it would get
//! wrong (places, long lines, hostile characters, colour) is settled before.

use super::excerpt::{Excerpt, OTHER_PLACES};
use super::place::Locator;
use super::short::severity_word;
use super::suggestion::{self, Change};
use super::text::{counted, grouped, visible, wrapped};
use super::window::Room;
use super::{Applicability, Diagnostic, Fix, Severity, fix};
use crate::source::{FileId, Sources};
use anstyle::AnsiColor;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use std::collections::BTreeSet;
use std::fmt;

/// More findings than this are counted, not shown.
const SHOWN: usize = 100;

/// How findings look on this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub color: Color,
    /// What to draw with.
    pub characters: Characters,
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// No escape sequences at all.
    Plain,
    /// The terminal's own sixteen colours.
    Ansi,
}

/// What to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    /// `|`, `-` and `^`.
    Ascii,
    /// Box drawing.
    Unicode,
}

/// Every finding drawn on its lines, then a line that counts them; nothing when there are none.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, style: &Style) -> String {
    let mut page = Page { text: String::new(), locator: Locator::new(sources), sources, style };
    let shown = gravest(diagnostics);
    // Writing to a `String` cannot fail.
    let _ = shown.iter().try_for_each(|diagnostic| page.finding(diagnostic));
    let _ = page.closing(diagnostics, &shown);
    page.text
}

/// The closing line: `3 errors and 1 warning in 2 files; 2 can be mended with `zbb check --fix``.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let files: BTreeSet<FileId> = diagnostics.iter().map(|diagnostic| diagnostic.primary.span.file).collect();
    let findings = match (errors, warnings) {
        (_, 0) => counted(errors, "error"),
        (0, _) => counted(warnings, "warning"),
        _ => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    let mendable = match fix::mendable(diagnostics) {
        0 => String::new(),
        count => format!("; {} can be mended with `zbb check --fix`", grouped(count)),
    };
    format!("{findings} in {}{mendable}", counted(files.len(), "file"))
}

/// The findings that are shown, in their order: all of them, or as many, errors before warnings.
fn gravest(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let of = |severity| diagnostics.iter().enumerate().filter(move |(_, diagnostic)| diagnostic.severity == severity);
    let mut chosen: Vec<_> = of(Severity::Error).chain(of(Severity::Warning)).take(SHOWN).collect();
    chosen.sort_by_key(|(index, _)| *index);
    chosen.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

struct Page<'a> {
    text: String,
    locator: Locator<'a>,
    sources: &'a Sources,
    style: &'a Style,
}

impl Page<'_> {
    fn finding(&mut self, diagnostic: &Diagnostic) -> fmt::Result {
        let head = format!("{}[{}]:", severity_word(diagnostic.severity), diagnostic.code.id());
        let room = self.room(8);
        let drawing = Drawing {
            excerpt: Excerpt::new(&mut self.locator, diagnostic, self.sources, room),
            message: wrapped(&visible(&diagnostic.message), self.style.width.saturating_sub(4), head.len() - 2),
            severity: diagnostic.severity,
        };
        let mut drawn = String::new();
        self.artist(head).render_report(&mut drawn, &drawing)?;
        // miette indents the head by two columns; at the margin it is found faster.
        self.text.push_str(drawn.strip_prefix("  ").unwrap_or(&drawn));
        self.more_places(diagnostic);
        let help = diagnostic.help.as_deref();
        let fixes: Vec<&Fix> = diagnostic.fixes.iter().filter(|fix| !suggestion::is_told(fix, help)).collect();
        if let Some(help) = help.filter(|help| fixes.iter().all(|fix| fix.title != *help)) {
            self.remark("help", help);
        }
        fixes.into_iter().for_each(|fix| self.fix(fix));
        self.text.push('\n');
        Ok(())
    }

    fn more_places(&mut self, diagnostic: &Diagnostic) {
        if let Some(count @ 1..) = diagnostic.secondary.len().checked_sub(OTHER_PLACES) {
            self.remark("note", &format!("and {} like it", counted(count, "more place")));
        }
    }

    fn fix(&mut self, fix: &Fix) {
        match fix.applicability {
            Applicability::Safe => self.remark("fix", &fix.title),
            Applicability::Suggestion => self.remark("try", &fix.title),
        }
        for (change, line) in suggestion::changed_lines(fix, self.sources, self.room(12)) {
            let (sign, color) = match change {
                Change::Taken => ("-", AnsiColor::Red),
                Change::Written => ("+", AnsiColor::Green),
            };
            let line = self.painted(color, &format!("{sign} {line}"));
            self.text.push_str(&format!("        {}\n", line.trim_end()));
        }
    }

    fn remark(&mut self, word: &str, text: &str) {
        let text = wrapped(&visible(text), self.style.width.saturating_sub(8), 0).replace('\n', "\n        ");
        let head = self.painted(AnsiColor::Cyan, &format!("{word:>6}:"));
        self.text.push_str(&format!("{head} {text}\n"));
    }

    fn closing(&mut self, diagnostics: &[Diagnostic], shown: &[&Diagnostic]) -> fmt::Result {
        use fmt::Write;
        if diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(self.text, "{}", summary(diagnostics))?;
        if shown.len() < diagnostics.len() {
            let hidden = grouped(diagnostics.len() - shown.len());
            writeln!(self.text, "{hidden} more are not shown here; `--format short` prints them all")?;
        }
        let codes: BTreeSet<&str> = shown.iter().map(|diagnostic| diagnostic.code.id()).collect();
        let others = codes.iter().skip(1).take(4).copied().collect::<Vec<_>>().join(", ");
        let others = if others.is_empty() { others } else { format!(" (also {others})") };
        writeln!(self.text, "`zbb explain {}` says more{others}", codes.first().copied().unwrap_or_default())
    }

    fn painted(&self, color: AnsiColor, text: &str) -> String {
        match self.style.color {
            Color::Plain => text.to_owned(),
            Color::Ansi => format!("{0}{text}{0:#}", color.on_default()),
        }
    }

    fn room(&self, taken: usize) -> Room {
        let ellipsis = match self.style.characters {
            Characters::Ascii => "...",
            Characters::Unicode => "…",
        };
        Room { columns: self.style.width.max(40).saturating_sub(taken), ellipsis }
    }

    /// miette, told everything it would else guess from the environment.
    fn artist(&self, head: String) -> GraphicalReportHandler {
        let characters = match self.style.characters {
            Characters::Ascii => ThemeCharacters::ascii(),
            Characters::Unicode => ThemeCharacters::unicode(),
        };
        let styles = match self.style.color {
            Color::Plain => ThemeStyles::none(),
            Color::Ansi => ThemeStyles::ansi(),
        };
        let characters = ThemeCharacters { error: head.clone(), warning: head, ..characters };
        GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_context_lines(1)
            .with_wrap_lines(false)
            .with_urls(false)
            .without_cause_chain()
            .without_syntax_highlighting()
    }
}

/// What miette draws: a message and an excerpt with labels.
#[derive(Debug)]
struct Drawing {
    excerpt: Excerpt,
    message: String,
    severity: Severity,
}

impl fmt::Display for Drawing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }
}
