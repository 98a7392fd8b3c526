//! A document as one HTML page: takes it whole, gives a page that stands alone. It holds no script, asks no server for
//! anything, and its policy would stop whatever tried; texts of a plan are escaped, in elements and attributes alike.

mod cell;
mod chart;
mod form;
mod table;
mod text;

use cell::{sentence, told, value};
use form::form_of;
use table::table_of;
use text::escaped;

use crate::report::document::{Block, Document, Fact, Fold, Heading, Note, Section};

const STYLE: &str = include_str!("page.css");

/// The digest of the style: the policy lets no other style apply. A test says the digest when the style has changed.
const STYLE_DIGEST: &str = "sha256-ZWEZUFB1W5rwSdKAOmJnnEpnrCqLEJml+PKMOZ3xdzU=";

/// The document as an HTML page.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut page = head(&document.title);
    page.push_str("<body>\n<header>\n");
    page.push_str(&format!("<h1>{}</h1>\n", escaped(&document.title)));
    if !document.subtitle.is_empty() {
        page.push_str(&format!("<p>{}</p>\n", escaped(&document.subtitle)));
    }
    page.push_str(&contents(&document.sections));
    page.push_str("</header>\n<main>\n");
    document.sections.iter().for_each(|section| page.push_str(&section_of(section)));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Everything before the body.
fn head(title: &str) -> String {
    let policy = format!("default-src 'none'; style-src '{STYLE_DIGEST}'; base-uri 'none'; form-action 'none'");
    let lines = [
        "<!doctype html>".to_owned(),
        "<html lang=\"en\">".to_owned(),
        "<head>".to_owned(),
        "<meta charset=\"utf-8\">".to_owned(),
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"),
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">".to_owned(),
        "<meta name=\"color-scheme\" content=\"light dark\">".to_owned(),
        "<meta name=\"referrer\" content=\"no-referrer\">".to_owned(),
        "<meta name=\"generator\" content=\"zbb\">".to_owned(),
        format!("<title>{}</title>", escaped(title)),
        format!("<style>{STYLE}</style>"),
        "</head>".to_owned(),
    ];
    lines.join("\n") + "\n"
}

/// Links to the sections that have a heading, where there are several.
fn contents(sections: &[Section]) -> String {
    let link = |section: &Section| {
        let words = escaped(&section.heading.as_ref()?.words);
        Some(format!("<li><a href=\"#{}\">{words}</a></li>\n", escaped(section.key)))
    };
    let links: Vec<String> = sections.iter().filter_map(link).collect();
    if links.len() < 2 {
        return String::new();
    }
    format!("<nav aria-label=\"Sections\">\n<ul>\n{}</ul>\n</nav>\n", links.concat())
}

fn section_of(section: &Section) -> String {
    let blocks: String = section.blocks.iter().map(|block| block_of(section, block)).collect();
    match &section.heading {
        None => format!("<section class=\"headline\">\n{blocks}</section>\n"),
        Some(Heading { words, fold: Fold::Open }) => {
            format!("<section>\n{}\n{blocks}</section>\n", heading(section.key, words))
        }
        Some(Heading { words, fold: Fold::Folded }) => {
            // No link here: whoever touches the heading wants to see what is below.
            let heading = format!("<h2 id=\"{}\">{}</h2>", escaped(section.key), escaped(words));
            format!("<section>\n<details>\n<summary>{heading}</summary>\n{blocks}</details>\n</section>\n")
        }
    }
}

/// A heading that is a link to itself, so that people can send its address; its key is that of no other section.
fn heading(key: &str, words: &str) -> String {
    let anchor = escaped(key);
    format!("<h2 id=\"{anchor}\"><a href=\"#{anchor}\">{}</a></h2>", escaped(words))
}

fn block_of(section: &Section, block: &Block) -> String {
    match block {
        Block::Facts(facts) => format!("<dl>\n{}</dl>\n", facts.iter().map(fact).collect::<String>()),
        Block::Notes(notes) => format!("<ul>\n{}</ul>\n", notes.iter().map(note).collect::<String>()),
        Block::Table(table) if table.is_data() => String::new(),
        Block::Table(table) => table_of(section, table),
        Block::Form(form) => form_of(section, form),
        Block::Message(sentences) => {
            let sentences = sentences.iter().map(|note| sentence(&note.sentence)).collect::<Vec<String>>();
            format!("<p class=\"message\">{}</p>\n", sentences.join(" "))
        }
    }
}

fn fact(fact: &Fact) -> String {
    let comment = match escaped(&fact.comment) {
        comment if comment.is_empty() => comment,
        comment => format!("<dd class=\"comment\">{comment}</dd>"),
    };
    format!("<div><dt>{}</dt><dd>{}</dd>{comment}</div>\n", escaped(fact.label), value(&fact.value))
}

fn note(note: &Note) -> String {
    let words = sentence(&note.sentence);
    match note.mark {
        Some(mark) => format!("<li>{} {words}</li>\n", told(mark)),
        None => format!("<li>{words}</li>\n"),
    }
}
