//! Pages as a browser reads them: they stand alone, nothing of a plan is markup, and every element is closed.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::documents::{document, text};
use super::markdown::{shown, table_of};
use super::render::changed;
use super::report::{self, EXAMPLES, report_of};
use zbb::report::document::Section;
use zbb::report::render::html;

/// Every element that a page may hold; none of them runs or loads anything.
const ELEMENTS: &str = "!DOCTYPE html head meta title style body header nav main section h1 h2 h3 h4 h5 p ul ol li a dl div dt dd \
    table caption thead tbody tr th td span code ins del svg polyline circle rect path details summary article figure \
    figcaption data small text polygon line script";
/// Every attribute that it may have.
const ATTRIBUTES: &str = "html lang charset http-equiv content name id href class role aria-label aria-hidden tabindex scope \
    colspan viewBox points cx cy r x y width height d preserveAspectRatio value aria-current rel \
    x1 x2 y1 y2 rx data-sort data-folds data-label";
/// The elements that hold nothing and are not closed.
const OPEN: [&str; 2] = ["!DOCTYPE", "meta"];

/// The parts of a table that end with what cannot stand inside of them, and what that is: HTML leaves their ends out.
const ENDED_BY: [(&str, &[&str]); 5] = [
    ("td", &["td", "th", "tr", "thead", "tbody"]),
    ("th", &["td", "th", "tr", "thead", "tbody"]),
    ("tr", &["tr", "thead", "tbody"]),
    ("thead", &["thead", "tbody"]),
    ("tbody", &["thead", "tbody"]),
];

/// Ends the parts of a table that go no further than to here.
fn end_parts(open: &mut Vec<&str>, is_ended: impl Fn(&[&str]) -> bool) {
    let ended_by = |part: &str| ENDED_BY.iter().find(|(name, _)| *name == part).map(|(_, others)| *others);
    while open.last().and_then(|part| ended_by(part)).is_some_and(&is_ended) {
        open.pop();
    }
}

/// A part of a page.
#[derive(Debug)]
enum Token<'page> {
    Start { name: &'page str, attributes: Vec<(&'page str, &'page str)>, is_closed: bool },
    End(&'page str),
    Text(&'page str),
}

/// The parts of a page; the style is one text.
fn tokens(page: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = page;
    while let Some((text, tail)) = rest.split_once('<') {
        tokens.push(Token::Text(text));
        let (inside, after) = tag(tail);
        tokens.push(token(inside));
        rest = after;
        // Only without attributes: what is in them is ours, and the policy knows it.
        if matches!(inside, "style" | "script") {
            let end = rest.find(&format!("</{inside}>")).expect("an end of it");
            tokens.push(Token::Text(&rest[..end]));
            rest = &rest[end..];
        }
    }
    tokens.push(Token::Text(rest));
    tokens
}

/// What is inside of a tag, and what comes after it; a `>` between quotes is part of the attribute.
fn tag(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    let end = text.char_indices().find(|(_, character)| {
        is_quoted ^= *character == '"';
        *character == '>' && !is_quoted
    });
    let (end, _) = end.expect("an end of the tag");
    (&text[..end], &text[end + 1..])
}

fn token(inside: &str) -> Token<'_> {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::End(name);
    }
    let is_closed = inside.ends_with('/');
    let inside = inside.trim_end_matches('/');
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((key, tail)) = rest.split_once("=\"") {
        let (value, tail) = tail.split_once('"').expect("an end of the attribute");
        attributes.push((key.trim(), value));
        rest = tail;
    }
    attributes.extend(rest.split_whitespace().map(|key| (key, "")));
    Token::Start { name, attributes, is_closed }
}

/// Whether a page holds only what a page may hold, every element closed in its turn, every link to a place on it.
fn check(page: &str) -> Result<(), TestCaseError> {
    check_among(page, &BTreeSet::new())
}

/// The same of a page of several: a link may lead to a place on another.
pub fn check_among(page: &str, elsewhere: &BTreeSet<String>) -> Result<(), TestCaseError> {
    let (elements, attributes_known): (BTreeSet<&str>, BTreeSet<&str>) =
        (ELEMENTS.split_whitespace().collect(), ATTRIBUTES.split_whitespace().collect());
    let mut open = Vec::new();
    let (mut places, mut links) = (BTreeSet::new(), BTreeSet::new());
    for token in tokens(page) {
        match token {
            Token::Start { name: "script", attributes, .. } => {
                prop_assert!(attributes.is_empty(), "{attributes:?} in\n{page}");
                open.push("script");
            }
            Token::Start { name, attributes, is_closed } => {
                prop_assert!(elements.contains(name), "<{name}> in\n{page}");
                for (key, value) in attributes {
                    prop_assert!(attributes_known.contains(key), "{name} {key}={value:?} in\n{page}");
                    match key {
                        "id" => _ = places.insert(value),
                        "href" if elsewhere.contains(value) => {}
                        "href" => _ = links.insert(value.strip_prefix('#').expect("a link on the page")),
                        _ => {}
                    }
                }
                end_parts(&mut open, |others| others.contains(&name));
                if !is_closed && !OPEN.contains(&name) {
                    open.push(name);
                }
            }
            Token::End(name) => {
                // Only a table ends what of it is open.
                if name == "table" {
                    end_parts(&mut open, |_| true);
                }
                prop_assert_eq!(open.pop(), Some(name), "{}", page);
            }
            Token::Text(_) => {}
        }
    }
    prop_assert!(open.is_empty(), "{open:?} in\n{page}");
    prop_assert!(links.is_subset(&places), "{links:?} {places:?}");
    Ok(())
}

/// The anchors of a page.
pub fn anchors(page: &str) -> Vec<&str> {
    page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The texts of the cells of a table.
fn cells(page: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let mut is_inside = false;
    for token in tokens(page) {
        match token {
            Token::Start { name: "td" | "th", attributes, .. } if !attributes.contains(&("scope", "col")) => {
                is_inside = true;
                cells.push(String::new());
            }
            Token::Start { name: "tr" | "td" | "th" | "tbody", .. } | Token::End("table") => is_inside = false,
            Token::Text(text) if is_inside => cells.last_mut().expect("a cell").push_str(&read(text)),
            Token::Start { .. } | Token::End(_) | Token::Text(_) => {}
        }
    }
    cells
}

/// A text as a browser reads it.
fn read(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_plan_is_markup(document in document()) {
        check(&html(&document))?;
    }

    #[test]
    fn every_text_is_shown_as_it_is(texts in prop::collection::vec(text(), 12)) {
        let page = html(&table_of(&texts, Section::new("texts", "texts")));
        let cells = cells(&page).into_iter().map(|cell| cell.trim_matches([' ', '\n']).to_owned());
        prop_assert_eq!(cells.collect::<Vec<String>>(), texts.iter().map(|text| shown(text)).collect::<Vec<String>>());
    }
}

#[test]
fn examples_are_pages() {
    for name in EXAMPLES {
        let page = html(&report_of(name));
        check(&page).expect(name);
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
    }
}

/// The policy lets one style apply, and it must be the one of the page.
#[test]
fn the_policy_knows_the_style() {
    let page = html(&report_of("aurora"));
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("a style");
    let digest = format!("style-src 'sha256-{}'", BASE64.encode(&Sha256::digest(style.as_bytes())));
    assert!(page.contains(&digest), "the policy should say {digest}");
    assert!(page.contains("content=\"default-src 'none'; "), "everything else is refused");
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('<'), "the style loads nothing");
}

#[test]
fn a_page_of_hostile_texts() {
    insta::with_settings!({ filters => [(r"(?s)<style>.*</style>", "<style></style>"), (r"sha256-[^']*", "sha256-…")] }, {
        insta::assert_snapshot!(html(&report::document()));
    });
}

#[test]
fn two_versions_on_a_page() {
    let page = html(&changed());
    insta::assert_snapshot!(page.split("<main>").nth(1).expect("what is on the page"));
}

/// A colour that is written `#2f5d8c`, as how much light it gives.
#[expect(clippy::float_arithmetic, reason = "the measure of contrast is defined so")]
fn light(color: &str) -> f64 {
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("two digits")) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/// The contrast of two colours as WCAG 2 measures it.
#[expect(clippy::float_arithmetic, reason = "the measure of contrast is defined so")]
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_stands_out_from_its_ground() {
    let style = include_str!("../../src/report/render/html/page.css");
    let schemes: Vec<&str> = style.split(":root {").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    assert_eq!(schemes.len(), 3, "light, dark and printed");
    for scheme in schemes {
        let color = |name: &str| {
            let rest = scheme.split(&format!("--{name}: ")).nth(1).expect(name);
            rest.split(';').next().expect("an end").to_owned()
        };
        let on_ground = ["ink", "soft", "accent", "good", "neutral", "bad"];
        let pairs = on_ground.iter().flat_map(|text| [(*text, "page"), (*text, "panel")]);
        for (text, ground) in pairs.chain([("accent", "faint"), ("good", "good-faint"), ("bad", "bad-faint")]) {
            assert!(contrast(&color(text), &color(ground)) >= 4.5, "{text} on {ground} in {scheme}");
        }
    }
}
