//! The pages of a plan in an editor: those of the site, with the way from each name on them to where it is written.

use std::path::Path;

use regex::Regex;
use serde_json::{Value, json};
use zbb::compile::{Options, Parsed};
use zbb::evaluate::Depth;
use zbb::report::render::{PageFile, site as files_of};
use zbb::report::site::{Extent, Whole, drawn_links, site};
use zbb::source::Sources;

use super::{Client, Memory, PLAN, hotline, line_of};
use crate::resolve::{examples, sources_below};

/// A client with a plan open that wants its pages, and the text that is open.
fn client_of(sources: &Sources) -> (Client, String) {
    let disk = Memory::default();
    for (_, file) in sources.files() {
        disk.0.lock().unwrap().insert(Path::new("/plans").join(file.path()), file.text().to_owned());
    }
    let mut client = Client::new(&disk, json!({ "zbb": ["preview"] }), true);
    let (_, first) = sources.files().next().expect("a file");
    let uri = format!("file:///plans/{}", first.path());
    client.open(&uri, first.text());
    client.settle();
    (client, uri)
}

/// The files that `zbb report` writes.
fn written(sources: &Sources) -> Vec<PageFile> {
    let parsed = Parsed::read(sources);
    let (compiled, topics) = parsed.compile_with_facts(Options { depth: Depth::Whole, ..Options::default() });
    let links = drawn_links(&parsed, &compiled);
    let (plan, evaluation) = (compiled.checked.expect("a plan"), compiled.evaluation.expect("figures"));
    let whole = Whole {
        sources,
        topics: &topics,
        plan: &plan,
        evaluation: &evaluation,
        as_of: None,
        links: links.as_ref(),
        track: None,
    };
    files_of(&site(whole, Extent::Files), None)
}

fn plain(attribute: &str) -> String {
    attribute.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn every_page_is_that_of_the_site_and_leads_to_the_plan() {
    let unlinked = Regex::new(r#"<span data-about="[^"]*">([^<]*)</span>"#).unwrap();
    let about = Regex::new(r#" data-about="([^"]*)""#).unwrap();
    for folder in examples().into_iter().filter(|folder| !folder.ends_with("city_lists")) {
        let sources = sources_below(&folder);
        let (mut client, uri) = client_of(&sources);
        let mut names = std::collections::BTreeSet::new();
        for file in written(&sources) {
            let page = file.name.trim_end_matches(".html");
            let preview = client.ask("zbb/preview", json!({ "uri": uri, "page": page }));
            let html = preview["html"].as_str().unwrap_or_else(|| panic!("{page}: {preview}"));
            let without = about.replace_all(&unlinked.replace_all(html, "$1"), "").into_owned();
            assert!(without == file.text, "{}: {page} is not the page of the site", folder.display());
            let here: Vec<String> = about.captures_iter(html).map(|found| plain(&found[1])).collect();
            assert!(!here.is_empty() || page == "decisions", "{}: {page} names nothing", folder.display());
            names.extend(here);
        }
        assert!(names.len() > 20, "{}: {names:?}", folder.display());
        // Each takes what the plan says anew: one in seven is looked up, of every kind.
        for name in names.into_iter().step_by(7) {
            let place = client.ask("zbb/locate", json!({ "uri": uri, "about": name }));
            assert!(place["uri"].is_string(), "{}: `{name}` leads nowhere", folder.display());
            let path = place["uri"].as_str().unwrap().trim_start_matches("file:///plans/");
            let (_, file) = sources.files().find(|(_, file)| file.path() == path).expect("a file");
            let line = usize::try_from(place["range"]["start"]["line"].as_u64().unwrap()).unwrap();
            match name.rsplit_once(':') {
                Some((path, number)) if number.parse::<usize>().is_ok() && file.path() == path => {
                    assert_eq!(number.parse::<usize>().unwrap(), line + 1, "{name}");
                }
                _ => {
                    let word = name.split('"').next().unwrap().trim_end().rsplit([' ', '.']).next().unwrap();
                    let text = &file.text()[file.line_range(line)];
                    assert!(text.contains(word), "{}: `{name}` leads to `{text}`", folder.display());
                }
            }
        }
    }
}

#[test]
fn a_page_is_asked_for_by_its_name() {
    let sources = Sources::single("plan.zbb", &hotline());
    let (mut client, uri) = client_of(&sources);
    let first = client.ask("zbb/preview", json!({ "uri": uri }));
    assert_eq!((first["page"].as_str(), first["stale"].as_bool()), (Some("index"), Some(false)));
    let overview = client.ask("zbb/preview", json!({ "uri": uri, "page": "overview" }));
    assert_eq!(first["html"], overview["html"]);
    let pages: Vec<&str> =
        first["pages"].as_array().unwrap().iter().map(|page| page["page"].as_str().unwrap()).collect();
    assert_eq!(pages, ["index", "ranking", "packages", "journey", "kpis", "money", "decisions"]);
    let unknown = client.send("zbb/preview", json!({ "uri": uri, "page": "nope" }));
    assert_eq!(unknown["error"]["code"], -32_803);
    assert_eq!(
        unknown["error"]["message"],
        "there is no page `nope`: the plan has index, ranking, packages, journey, kpis, money, decisions"
    );
}

/// Whoever asks for a page without having said so at first has it, too; one without figures has none.
#[test]
fn a_page_comes_with_the_first_figures() {
    let mut client = Client::with(&hotline());
    assert_eq!(client.ask("zbb/preview", json!({ "uri": PLAN })), Value::Null);
    client.settle();
    assert!(client.ask("zbb/preview", json!({ "uri": PLAN }))["html"].is_string());
    let (line, _) = line_of(&hotline(), "plan ");
    let start = json!({ "line": line, "character": 0 });
    let change = json!({ "range": { "start": start, "end": start }, "text": "packge x {}\n" });
    client.tell("textDocument/didChange", json!({ "textDocument": { "uri": PLAN }, "contentChanges": [change] }));
    client.settle();
    let stale = client.ask("zbb/preview", json!({ "uri": PLAN }));
    assert_eq!((stale["html"].is_string(), stale["stale"].as_bool()), (true, Some(true)));
}

/// A name leads to its place in every way that its reasons can be asked for.
#[test]
fn places_and_reasons_take_the_same_names() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let title = text.split_once("package phone \"").expect("the package").1.split('"').next().unwrap().to_owned();
    let start = |part: &str, behind: &str| {
        let (line, column) = line_of(&text, part);
        json!({ "line": line, "character": column + behind.len() })
    };
    for (about, place) in [
        ("package phone", start("package phone", "package ")),
        ("phone.weekdays", start("level weekdays", "level ")),
        ("level phone.weekdays", start("level weekdays", "level ")),
        ("weekdays", start("level weekdays", "level ")),
        ("kpi csat", start("kpi csat", "kpi ")),
        ("csat", start("kpi csat", "kpi ")),
        (&title, start("package phone", "package ")),
    ] {
        let found = client.ask("zbb/locate", json!({ "uri": PLAN, "about": about }));
        assert_eq!(found["range"]["start"], place, "{about}: {found}");
        assert!(client.ask("zbb/why", json!({ "uri": PLAN, "about": about }))["markdown"].is_string(), "{about}");
    }
    assert_eq!(client.ask("zbb/locate", json!({ "uri": PLAN, "about": "plan.zbb:3" }))["range"]["start"]["line"], 2);
    for nowhere in ["no.such", "", "plan.zbb:99999x", "nope.zbb:3"] {
        assert_eq!(client.ask("zbb/locate", json!({ "uri": PLAN, "about": nowhere })), Value::Null, "{nowhere}");
    }
}
