//! The messages about `lint` and `waive`.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::plan::WaiveLine;
use crate::quantity::Date;
use crate::source::{Span, Spanned};

/// `lint X9999: off`
pub(crate) fn unknown_code(code: &Spanned<SmolStr>) -> Diagnostic {
    Diagnostic::new(Code::UnknownCode, code.span, format!("there is no finding `{}`", code.value))
        .label("not a code")
        .help("write the code as a finding shows it, such as `W0404`")
}

/// `lint E0217: off`
pub(crate) fn cannot_regrade(written: &Spanned<SmolStr>, code: Code) -> Diagnostic {
    Diagnostic::new(Code::CannotRegrade, written.span, format!("`{}` cannot be set aside: {}", code.id(), code.title()))
        .label("the plan cannot be evaluated with it")
        .help("remove this line and mend what is found; warnings and the rules of good budgeting can be set aside")
}

/// A waiver of something that is not found.
pub(crate) fn waives_nothing(waiver: &WaiveLine) -> Diagnostic {
    let (code, about) = (&waiver.code.value, &waiver.about.value);
    Diagnostic::new(Code::WaivesNothing, waiver.about.span, format!("there is no `{code}` about `{about}` to waive"))
        .label("nothing is found here")
        .help("remove the line if the finding is gone, else correct the code or the name")
        .about(about.as_str())
}

/// A waiver whose time is over; what it waived is found again.
pub(crate) fn waiver_over(waiver: &WaiveLine, until: Span, today: Date, severity: Severity) -> Diagnostic {
    let (code, about) = (&waiver.code.value, &waiver.about.value);
    let back = match severity {
        Severity::Error => "the error is back",
        Severity::Warning => "the warning is back",
    };
    Diagnostic::new(Code::WaiverOver, until, format!("the waiver of `{code}` for `{about}` is over, {back}"))
        .label(format!("the last day; today is {today}"))
        .help("mend what it is about, or decide anew until when it is accepted")
        .about(about.as_str())
}
