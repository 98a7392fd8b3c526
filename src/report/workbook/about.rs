//! The sheet `About`: which plan this is, who ranked it and when, and how to read the rest.

use super::cells::{headings, set_up, text};
use super::view::{View, WorkbookError};
use crate::report::names::display;
use crate::source::Sources;
use rust_xlsxwriter::Workbook;
use sha2::{Digest, Sha256};

const HOW_TO_READ: [&str; 6] = [
    "Blue may be changed: the months on “Cost by month”, budgets and reserves and the line on “Summary”, “Yours” on “Ranking”.",
    "The sheet adds up what you choose. It does not decide anew: status and reason are those zbb found, and stay.",
    "“Counts” is your 1 or 0, else the line, else what zbb gives; “Given” is the cost of what counts.",
    "“Check” says where a level counts without what it cannot do without, or beside what it rules out.",
    "“Asked” on “Today” is the way that is funded, else the package’s own; two ways to do one job are never added up.",
    "Amounts are gross and booked to the minor unit; caps, floors and minimum scores are zbb’s, and not checked here.",
];

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let (plan, styles) = (view.plan, &view.styles);
    let sheet = workbook.add_worksheet().set_name("About")?;
    set_up(sheet, &[22, 110], (0, 0))?;
    text(sheet, (0, 0), "About", &styles.title)?;
    let head = plan.plan().plan_heads.values().next();
    let ranking = plan.funding.as_ref().and_then(|terms| terms.ranking).map(|id| (id, &plan.plan().rankings[id]));
    let by = ranking.and_then(|(_, ranking)| ranking.by.as_ref()).map(|by| display(plan, by.value).to_owned());
    let on = ranking.and_then(|(_, ranking)| ranking.on.as_ref()).map(|on| on.value.to_string());
    let rows = [
        ("Plan", head.map_or_else(String::new, |head| head.head.path.to_string())),
        ("Title", view.document.title.clone()),
        ("Months", format!("{} .. {}", plan.calendar.first(), plan.calendar.last())),
        ("Currency", plan.currency.code().to_owned()),
        ("Ranking", ranking.map_or_else(String::new, |(id, _)| display(plan, id).to_owned())),
        ("Ranked by", by.unwrap_or_default()),
        ("Ranked on", on.unwrap_or_default()),
        ("Digest of the plan", digest(view.sources)),
        ("Made by", format!("zbb {}", env!("CARGO_PKG_VERSION"))),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let mut row = 2;
    for (label, value) in rows {
        text(sheet, (row, 0), label, &styles.text)?;
        text(sheet, (row, 1), &value, &styles.text)?;
        row += 1;
    }
    headings(sheet, row + 1, &["How to read this"], &styles.heading)?;
    for (at, sentence) in (row + 2..).zip(HOW_TO_READ) {
        text(sheet, (at, 1), sentence, &styles.wrapped)?;
    }
    Ok(())
}

/// The SHA-256 of the plan's files, each with its path, in order of path.
fn digest(sources: &Sources) -> String {
    let mut digest = Sha256::new();
    for (_, file) in sources.files() {
        for part in [file.path(), file.text()] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
