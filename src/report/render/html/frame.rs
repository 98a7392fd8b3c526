//! What stands around every page: takes its title, its contents and its body, gives the whole page with its policy.

use std::sync::LazyLock;

use super::text::shown;
use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// The style as every page has it, and its digest: the policy lets no other style apply.
static STYLE: LazyLock<(String, String)> = LazyLock::new(|| with_digest(lean(include_str!("page.css"))));

/// What makes a page that is served follow every save, and its digest.
static LIVE: LazyLock<(String, String)> = LazyLock::new(|| with_digest(lean_script(include_str!("live.js"))));

/// What sorts, finds and opens on the pages of a site, and its digest: without it everything stands there as well.
static TOOLS: LazyLock<(String, String)> = LazyLock::new(|| with_digest(lean_script(include_str!("tools.js"))));

fn with_digest(text: String) -> (String, String) {
    let digest = format!("sha256-{}", BASE64.encode(&Sha256::digest(text.as_bytes())));
    (text, digest)
}

/// Whether a page offers more where scripts run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tools {
    /// It is a page of a site: its tables sort, and words are found in them.
    Offered,
    /// It holds no script.
    None,
}

/// What stands around a page.
pub(super) struct Frame<'page> {
    /// In the tab.
    pub(super) title: &'page str,
    /// Above everything.
    pub(super) heading: &'page str,
    /// Below it.
    pub(super) subtitle: &'page str,
    /// Addresses with their words.
    pub(super) contents: &'page [(String, String)],
    /// The address among them that this page is.
    pub(super) here: &'page str,
    /// Whether it offers more where scripts run.
    pub(super) tools: Tools,
    /// Whether it is served, and what keeps the plan from being shown as it is now.
    pub(super) live: Option<&'page Live>,
}

/// The page.
pub(super) fn frame(frame: &Frame<'_>, body: &Markup) -> String {
    let scripts: Vec<&(String, String)> =
        [(frame.tools == Tools::Offered).then_some(&*TOOLS), frame.live.is_some().then_some(&*LIVE)]
            .into_iter()
            .flatten()
            .collect();
    let policy = policy(&scripts, frame.live.is_some());
    let page = html! {
        (DOCTYPE) "\n"
        html lang="en" {
            head {
                meta charset="utf-8"; "\n"
                meta http-equiv="Content-Security-Policy" content=(policy); "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                meta name="color-scheme" content="light dark"; "\n"
                meta name="referrer" content="no-referrer"; "\n"
                meta name="generator" content="zbb"; "\n"
                @if let Some(live) = frame.live { meta name="zbb-number" content=(live.number); "\n" }
                title { (shown(frame.title)) } "\n"
                // Our own words: nothing of a plan is in them.
                style { (PreEscaped(STYLE.0.as_str())) } "\n"
            } "\n"
            body {
                @if let Some(live) = frame.live { (findings(live)) }
                header {
                    h1 { (shown(frame.heading)) } "\n"
                    @if !frame.subtitle.is_empty() { p { (shown(frame.subtitle)) } "\n" }
                    (contents(frame))
                } "\n"
                main { "\n" (body) } "\n"
                @for (script, _) in scripts { script { (PreEscaped(script)) } "\n" }
            } "\n"
        } "\n"
    };
    without_ends(&page.into_string())
}

/// The ends that HTML lets a page leave out, since what begins next says them: a tenth of a site, whose tables are long.
const LEFT_OUT: [&str; 5] = ["</td>", "</th>", "</tr>", "</thead>", "</tbody>"];

/// A page without them. No text holds one: `maud` escapes each `<`.
fn without_ends(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, tail)) = rest.split_once("</") {
        kept.push_str(before);
        let end = LEFT_OUT.iter().find_map(|end| tail.strip_prefix(end.trim_start_matches("</")));
        if end.is_none() {
            kept.push_str("</");
        }
        rest = end.unwrap_or(tail);
    }
    kept.push_str(rest);
    kept
}

/// What a page may do: its own style applies and its own scripts run; where it is served, one asks its own server what is new.
fn policy(scripts: &[&(String, String)], is_live: bool) -> String {
    let digests: Vec<String> = scripts.iter().map(|(_, digest)| format!("'{digest}'")).collect();
    let scripts = if digests.is_empty() { String::new() } else { format!(" script-src {};", digests.join(" ")) };
    let live = if is_live { " connect-src 'self';" } else { "" };
    format!("default-src 'none'; style-src '{}';{scripts}{live} base-uri 'none'; form-action 'none'", STYLE.1)
}

/// A script without what only its authors read. Each statement ends its line, so that lines may lose what they begin with.
fn lean_script(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<&str>>().join("\n")
}

/// A style without what only its authors read: a site has it on every page.
fn lean(style: &str) -> String {
    let lines = style.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("/*"));
    let mut lean = String::with_capacity(style.len());
    for line in lines {
        // The last of several declarations ends without its mark; no value of ours has a colon with a blank behind it.
        if line == "}" && lean.ends_with(';') {
            lean.pop();
        }
        lean.push_str(&line.replacen(": ", ":", 1).replace(" {", "{"));
        if !line.ends_with(['{', '}', ';', ',']) {
            lean.push(' ');
        }
    }
    lean
}

/// Links, where there are several.
fn contents(frame: &Frame<'_>) -> Markup {
    html! {
        @if frame.contents.len() > 1 {
            nav aria-label="Contents" {
                ul {
                    @for (address, words) in frame.contents {
                        li {
                            @if address == frame.here {
                                a href=(address) aria-current="page" { (shown(words)) }
                            } @else {
                                a href=(address) { (shown(words)) }
                            }
                        } "\n"
                    }
                }
            } "\n"
        }
    }
}

/// What is wrong with the plan as it is now.
fn findings(live: &Live) -> Markup {
    html! {
        @if !live.findings.is_empty() {
            aside class="findings" role="status" {
                p { strong { (shown(&live.told)) } }
                @for finding in &live.findings { pre { (live_text(finding)) } }
            } "\n"
        }
    }
}

/// A finding over several lines, each made safe.
fn live_text(text: &str) -> String {
    text.lines().map(|line| crate::diagnostic::text::visible(line).into_owned()).collect::<Vec<String>>().join("\n")
}

/// What a page says besides while it is served.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// The number of the change that it shows.
    pub number: u64,
    /// One line about the findings; empty where there are none.
    pub told: String,
    /// The findings as a terminal has them, without colour.
    pub findings: Vec<String>,
}
