//! `zbb import FILE --into FOLDER`: makes a plan of a spreadsheet or of Mermaid's `journey` text, and says what is left.

use super::arguments::{Decimal, ImportArguments};
use super::ending::{Ending, Trouble};
use super::into;
use super::output;
use super::typed::{calendar, currency, scale};
use crate::diagnostic::text::{visible, visible_lines};
use crate::files::fault::reason;
use crate::files::shown::{shown, word_of_shell};
use crate::files::write::{cannot_write, write_atomically};
use crate::import::{self, Imported, Missing, Problem, Said};
use crate::sheet::{self, Content, DecimalMark, Separated, Table};
use std::fs;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

/// The largest file that is opened: what a workbook may inflate to.
const MOST_BYTES: u64 = 64 << 20;

/// Reads the file, asks for what it does not say where there is somebody to ask, and writes `plan.zbb`.
///
/// # Errors
/// When the file cannot be read or brought in, or the folder holds something already.
pub(super) fn import(arguments: &ImportArguments) -> Result<Ending, Trouble> {
    let into = &arguments.into;
    into::refuse_full(into)?;
    let bytes = read(&arguments.file)?;
    let mut said = said(arguments)?;
    let journey = (sheet::content_of(&bytes) == Content::Text).then(|| sheet::decode(&bytes, None).ok()).flatten();
    let imported = match journey.filter(|(text, _)| import::is_journey(text)) {
        Some((text, _)) => {
            import::import_journey(&text, &said).map_err(|problem| trouble(&arguments.file, &problem))?
        }
        None => of_table(&table(&bytes, arguments)?, &mut said, &arguments.file)?,
    };
    let file = into.join("plan.zbb");
    fs::create_dir_all(into)
        .and_then(|()| write_atomically(&file, &imported.text))
        .map_err(|error| cannot_write(&shown(&file), &error))?;
    output::note(&visible_lines(&told(&imported, into, &shown(&file))));
    Ok(Ending::Fine)
}

fn read(file: &Path) -> Result<Vec<u8>, Trouble> {
    let cannot = |why: String| Trouble::new(format!("`{}` cannot be read: {why}", shown(file)));
    let data = fs::metadata(file).map_err(|error| cannot(reason(&error)))?;
    if !data.is_file() {
        return Err(cannot("it is no file".to_owned()));
    }
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).map_err(|error| cannot(reason(&error)))?;
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| cannot(reason(&error)))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(cannot("it is larger than 64 MB".to_owned()));
    }
    Ok(bytes)
}

fn table(bytes: &[u8], arguments: &ImportArguments) -> Result<Table, Trouble> {
    sheet::read_table(bytes, Separated::default(), arguments.sheet.as_deref()).map_err(|error| {
        let help = match &error {
            sheet::SheetError::WhichSheet(_) => format!("say which with `--sheet`: {}", error.help()),
            other => other.help(),
        };
        Trouble::new(format!("`{}`: {error}", shown(&arguments.file))).help(help)
    })
}

/// What the command line says.
fn said(arguments: &ImportArguments) -> Result<Said, Trouble> {
    let stem = arguments.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let title = arguments.title.clone().or(stem).unwrap_or_else(|| "plan".to_owned());
    let mut said = Said { title, ..Said::default() };
    for column in &arguments.column {
        let (field, heading) = column.clone();
        said.columns.insert(field, heading);
    }
    said.currency = arguments.currency;
    said.calendar = arguments.calendar;
    said.scale = arguments.scale;
    said.decimal = arguments.decimal.map(|decimal| match decimal {
        Decimal::Comma => DecimalMark::Comma,
        Decimal::Point => DecimalMark::Point,
    });
    Ok(said)
}

/// Brings a table in. What is missing is asked for, one by one, where there is somebody to ask.
fn of_table(table: &Table, said: &mut Said, file: &Path) -> Result<Imported, Trouble> {
    let mut is_shown = false;
    loop {
        let columns = import::columns(table, said).map_err(|problem| trouble(file, &problem))?;
        let result = import::import_table(table, &columns, said);
        if !is_shown {
            output::note(&visible_lines(&format!("{}, {}:\n{}", shown(file), table.read_as, columns.shown())));
            is_shown = true;
        }
        match result {
            Ok(imported) => return Ok(imported),
            Err(Problem::Missing(missing)) if can_ask() => {
                for missing in missing {
                    ask(missing, said)?;
                }
            }
            Err(problem) => return Err(trouble(file, &problem)),
        }
    }
}

fn trouble(file: &Path, problem: &Problem) -> Trouble {
    let message = match problem {
        Problem::Rows(rows) => format!("`{}` cannot be brought in as it is:\n  {}", shown(file), rows.join("\n  ")),
        other => format!("`{}`: {other}", shown(file)),
    };
    Trouble::new(message).help(problem.help())
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks until the answer can be used; an end of input ends the command.
fn ask(missing: Missing, said: &mut Said) -> Result<(), Trouble> {
    let example = match missing {
        Missing::Column(_) => "heading or letter",
        Missing::Currency(_) => "such as EUR",
        Missing::Calendar => "such as 2027, or 2027-04..2028-03",
        Missing::Scale => "1000 if so, 1 if not",
        Missing::Decimal => "comma or point",
    };
    loop {
        output::note(&format!("{}? ({example}) ", missing.noun()));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer).unwrap_or(0);
        if read == 0 {
            return Err(Trouble::new("nothing was written").help(format!("say {}", missing.option())));
        }
        match take(missing, answer.trim(), said) {
            Ok(()) => return Ok(()),
            Err(why) => output::note(&format!("  {why}\n")),
        }
    }
}

fn take(missing: Missing, answer: &str, said: &mut Said) -> Result<(), String> {
    match missing {
        Missing::Column(_) if answer.is_empty() => {
            return Err("write a heading, or the letter of its column".to_owned());
        }
        Missing::Column(field) => {
            said.columns.insert(field, answer.to_owned());
        }
        Missing::Currency(_) => said.currency = Some(currency(answer)?),
        Missing::Calendar => said.calendar = Some(calendar(answer)?),
        Missing::Scale => said.scale = Some(scale(answer)?),
        Missing::Decimal => {
            said.decimal = Some(match answer {
                "comma" | "," => DecimalMark::Comma,
                "point" | "." => DecimalMark::Point,
                _ => return Err("write comma or point".to_owned()),
            });
        }
    }
    Ok(())
}

fn told(imported: &Imported, into: &Path, file: &str) -> String {
    let mut text = String::new();
    if !imported.remarks.is_empty() {
        text.push_str("not brought over, or not as it stands:\n");
        imported.remarks.iter().for_each(|remark| text.push_str(&format!("  {}\n", visible(remark))));
    }
    text.push_str(&format!("wrote `{file}`: {}\n", imported.summary));
    if !imported.to_write.is_empty() {
        text.push_str(&format!("to write: {}; `zbb check {}` lists them\n", imported.to_write, word_of_shell(into)));
    }
    text
}
