//! Three bodies of statements into one: takes what each side has, gives its lines, and around what both sides changed
//! differently the lines of each.
//!
//! Each property is merged by itself, by what it says; its comments are merged apart from it. What only one side touched
//! stands as that side wrote it. A conflict holds whole lines: of a body on one line, all of it, in which what is not
//! contested is merged whichever side is taken.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Part;
use super::elsewhere::Look;
use super::indent::shifted;
use super::nodes::{Block, Body, Content, Node, comment, comments, whole};
use super::sequence::{Slot, sequence};
use super::sides::Sides;
use super::things::{Thing, Things};
use super::{conflict, elsewhere, lists, words};
use similar::{MergeRegion, MergeResolution, TextMerge};

/// A piece of text that is merged, or as each side has it.
#[derive(Debug, Clone)]
enum Piece {
    One(String),
    Three(Sides<String>),
}

/// Merges; nothing where it cannot be told which thing of one side is which of the other. What is gone from the file is
/// looked for in the others by `look`.
pub(super) fn merge(bodies: Sides<&Body<'_>>, look: Look<'_>) -> Option<Vec<Part>> {
    let things = Things::matched(bodies.map(Some))?;
    let mut parts = lined(&things, "", "")?;
    elsewhere::tell(&things, look, &mut parts);
    let tails = bodies.map(|body| body.tail);
    let tail = tails.agreed().unwrap_or(tails.ours);
    Some(parts.into_iter().chain([Part::Text(tail.to_owned())]).collect())
}

/// The lines of statements that each have lines of their own.
fn lined_body(bodies: Sides<Option<&Body<'_>>>, indent: &str, outer: &str) -> Option<Vec<Part>> {
    lined(&Things::matched(bodies)?, indent, outer)
}

fn lined(things: &Things<'_, '_>, indent: &str, outer: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let places = OnceCell::new();
    for slot in sequence(things) {
        match slot {
            Slot::One(key) => parts.extend(statement(things, key, indent, outer)?),
            Slot::Contested { keys, about } => {
                let side = |keys: &[usize], take: fn(Sides<String>) -> String| -> Option<String> {
                    let mut text = String::new();
                    for key in keys {
                        let thing = *things.all.get(*key)?;
                        let parts = match (thing.ours, thing.theirs) {
                            (Some(_), Some(_)) => statement(things, *key, indent, outer)?,
                            (only, None) | (None, only) => {
                                vec![Part::Text(only.map(|only| whole(only, indent)).unwrap_or_default())]
                            }
                        };
                        text.extend(parts.into_iter().map(|part| part.into_side(take)));
                    }
                    Some(text)
                };
                let base = keys.base.iter().filter_map(|key| things.all.get(*key)?.base);
                let both = Sides {
                    base: base.map(|node| whole(node, indent)).collect(),
                    ours: side(&keys.ours, |lines| lines.ours)?,
                    theirs: side(&keys.theirs, |lines| lines.theirs)?,
                };
                let places = places.get_or_init(|| step_places(things));
                let words = about.iter().filter_map(|(key, contest)| {
                    let thing = *things.all.get(*key)?;
                    let node = thing.ours.or(thing.theirs)?;
                    let place = |places: &BTreeMap<usize, usize>| places.get(key).copied();
                    Some(words::misplaced(outer, node, *contest, places.as_ref().map(place), thing))
                });
                let either: BTreeSet<usize> = keys.ours.iter().chain(&keys.theirs).copied().collect();
                let both_have = |thing: &Thing<'_, '_>| thing.ours.is_some() && thing.theirs.is_some();
                let common = either.iter().filter(|key| things.all.get(**key).is_some_and(both_have));
                let inner = common.filter_map(|key| statement(things, *key, indent, outer)).flatten();
                let inner = inner.flat_map(|part| match part {
                    Part::Conflict { words, .. } => words,
                    Part::Text(_) => Vec::new(),
                });
                let words: Vec<String> = words.chain(inner).collect();
                let words =
                    if words.is_empty() { vec![format!("{outer}: both sides move the same things")] } else { words };
                parts.push(Part::Conflict { lines: both, words });
            }
        }
    }
    Some(parts)
}

/// Where each step stands among the steps of a side.
fn step_places(things: &Things<'_, '_>) -> Sides<BTreeMap<usize, usize>> {
    let is_step = |key: &&usize| {
        let thing = things.all.get(**key).copied().unwrap_or_default();
        [thing.base, thing.ours, thing.theirs].into_iter().flatten().any(|node| node.is_step)
    };
    things
        .orders
        .as_ref()
        .map(|order| order.iter().filter(is_step).enumerate().map(|(place, key)| (*key, place)).collect())
}

/// The lines of one of the things; whole as each side has it where nobody can tell whether it is one.
fn statement(things: &Things<'_, '_>, key: usize, indent: &str, outer: &str) -> Option<Vec<Part>> {
    let thing = *things.all.get(key)?;
    match (thing.ours, thing.theirs) {
        (Some(ours), Some(theirs)) if things.untold.contains(&key) && ours.says != theirs.says => {
            Some(vec![contested(thing, indent, words::untold(&words::full_name(outer, ours)))])
        }
        _ => lines(thing, indent, outer),
    }
}

/// The lines of one statement.
fn lines(thing: Thing<'_, '_>, indent: &str, outer: &str) -> Option<Vec<Part>> {
    let Some(any) = thing.base.or(thing.ours).or(thing.theirs) else { return Some(Vec::new()) };
    let name = words::full_name(outer, any);
    let (ours, theirs) = match (thing.ours, thing.theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (Some(only), None) | (None, Some(only)) => return Some(one_sided(thing, only, indent, &name)),
        (None, None) => return Some(Vec::new()),
    };
    if let Some(node) = untouched(thing.base, ours, theirs) {
        return Some(vec![Part::Text(whole(node, indent))]);
    }
    if ours.key != theirs.key {
        return Some(vec![contested(thing, indent, words::renaming(&name, thing))]);
    }
    // Both may have given it one new name.
    let name = words::full_name(outer, ours);
    if matches!((&ours.content, &theirs.content), (Content::Note, _) | (_, Content::Note)) {
        return Some(vec![Part::Text(whole(ours, indent))]);
    }
    match blocks(thing) {
        Some(blocks) => block(thing, blocks, indent, &name),
        None => Some(vec![fact(thing, indent, &name)]),
    }
}

/// The bodies of a declaration of which some side has one; where a side has none, it is empty.
fn blocks<'n, 'a>(thing: Thing<'n, 'a>) -> Option<Sides<Option<&'n Block<'a>>>> {
    let nodes = [thing.base, thing.ours, thing.theirs];
    let block_of = |node: &'n Node<'a>| match &node.content {
        Content::Block(block) | Content::Head(block) => Some(block),
        Content::Note | Content::Opaque | Content::Fact | Content::List(_) => None,
    };
    let are_all = nodes.into_iter().flatten().all(|node| block_of(node).is_some());
    let has_one = nodes.into_iter().flatten().any(|node| matches!(node.content, Content::Block(_)));
    (are_all && has_one).then(|| thing.map(|node| node.and_then(block_of)))
}

fn one_sided(thing: Thing<'_, '_>, only: &Node<'_>, indent: &str, name: &str) -> Vec<Part> {
    match thing.base {
        None => vec![Part::Text(whole(only, indent))],
        Some(base) if base.says == only.says => Vec::new(),
        Some(base) if base.key != only.key => vec![contested(thing, indent, words::renaming(name, thing))],
        Some(_) => vec![contested(thing, indent, words::removal(name, thing))],
    }
}

/// The statement of which the other side changed nothing; where one side only wrote it otherwise, that of the other.
fn untouched<'n, 'a>(base: Option<&'n Node<'a>>, ours: &'n Node<'a>, theirs: &'n Node<'a>) -> Option<&'n Node<'a>> {
    let is_same = |left: &Node<'_>, right: &Node<'_>| {
        left.raw == right.raw && left.leading == right.leading && left.after == right.after && left.key == right.key
    };
    match base {
        _ if is_same(ours, theirs) => Some(ours),
        Some(base) if is_same(base, theirs) => Some(ours),
        Some(base) if is_same(base, ours) => Some(theirs),
        Some(base) if base.says == theirs.says => Some(ours),
        Some(base) if base.says == ours.says => Some(theirs),
        _ if ours.says == theirs.says => Some(ours),
        _ => None,
    }
}

fn contested(thing: Thing<'_, '_>, indent: &str, words: String) -> Part {
    let lines = thing.map(|node| node.map(|node| whole(node, indent)).unwrap_or_default());
    Part::Conflict { lines, words: vec![words] }
}

/// A statement with a value.
fn fact(thing: Thing<'_, '_>, indent: &str, name: &str) -> Part {
    let (leading, after) = (leading(thing, indent), after(thing));
    let content = value(thing, indent);
    let mut said = Vec::new();
    if is_contested(&content) {
        said.push(words::contradiction(name, thing));
    }
    if is_contested(&leading) || is_contested(&after) {
        said.push(words::comments_differ(name, thing));
    }
    let line = line(&[leading, Piece::One(indent.to_owned()), content, after, Piece::One("\n".to_owned())], said);
    without_base(thing, line)
}

/// What a value comes to.
fn value(thing: Thing<'_, '_>, indent: &str) -> Piece {
    let raw = thing.map(|node| node.map(|node| shifted(node.raw, node.indent, indent, false)).unwrap_or_default());
    let inner = thing.map(|node| node.map(|node| node.inner.as_str()));
    chosen(inner, raw.clone(), || list(thing, indent).or_else(|| paragraphs(thing, &raw)))
}

/// A text over several lines, where the sides changed lines that do not touch.
fn paragraphs(thing: Thing<'_, '_>, raw: &Sides<String>) -> Option<String> {
    let is_text = |node: Option<&Node<'_>>| node.is_some_and(|node| node.value.starts_with("\"\"\"\n"));
    let Sides { base: true, ours: true, theirs: true } = thing.map(is_text) else { return None };
    let merge = TextMerge::from_lines(raw.base.as_str(), raw.ours.as_str(), raw.theirs.as_str());
    let lines = raw.as_ref().map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let region = |region: &MergeRegion| match region.resolution() {
        MergeResolution::Conflict => None,
        MergeResolution::Theirs => lines.theirs.get(region.theirs_range()).map(|lines| lines.concat()),
        _ => lines.ours.get(region.ours_range()).map(|lines| lines.concat()),
    };
    merge.regions().iter().map(region).collect()
}

/// Both lists, with what either side added and without what either removed.
fn list(thing: Thing<'_, '_>, indent: &str) -> Option<String> {
    let Sides { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = thing.map(written) else { return None };
    lists::merge(Sides { base, ours, theirs }, indent)
}

fn written<'n, 'a>(node: Option<&'n Node<'a>>) -> Option<lists::Written<'n, 'a>> {
    let node = node?;
    match &node.content {
        Content::List(list) => Some((list, node.indent)),
        Content::Note | Content::Opaque | Content::Fact | Content::Head(_) | Content::Block(_) => None,
    }
}

/// The text of the side that says something else than the base; of one meaning, the text of the side that wrote it anew.
fn chosen(says: Sides<Option<&str>>, raw: Sides<String>, both: impl Fn() -> Option<String>) -> Piece {
    let Sides { base, ours, theirs } = says;
    let is_laid_out_by_theirs = raw.ours == raw.base;
    if ours == theirs {
        return Piece::One(if base == ours && is_laid_out_by_theirs { raw.theirs } else { raw.ours });
    }
    if base == theirs {
        return Piece::One(raw.ours);
    }
    if base == ours {
        return Piece::One(raw.theirs);
    }
    both().map_or_else(|| Piece::Three(raw), Piece::One)
}

/// The comments above a statement. What both sides wrote where there was none stands there after each other.
fn leading(thing: Thing<'_, '_>, indent: &str) -> Piece {
    let raw = thing.map(|node| node.map(|node| shifted(node.leading, node.indent, indent, true)).unwrap_or_default());
    let says = raw.as_ref().map(|lines| comments(lines));
    let both = || {
        let is_one = says.base.is_empty() && !says.ours.is_empty() && !says.theirs.is_empty();
        is_one.then(|| format!("{}{}", raw.ours, raw.theirs.trim_start_matches('\n')))
    };
    chosen(says.as_ref().map(|says| Some(says.as_str())), raw.clone(), both)
}

/// The comment behind a statement.
fn after(thing: Thing<'_, '_>) -> Piece {
    let raw = thing.map(|node| node.map_or("", |node| node.after));
    chosen(raw.map(|after| Some(comment(after))), raw.map(str::to_owned), || None)
}

/// The lines of a declaration with a body.
fn block(thing: Thing<'_, '_>, blocks: Sides<Option<&Block<'_>>>, indent: &str, name: &str) -> Option<Vec<Part>> {
    let (Some(ours), Some(theirs)) = (blocks.ours, blocks.theirs) else { return None };
    let layout = layout(blocks.base, ours, theirs);
    let bodies = blocks.map(|block| block.map(|block| &block.body));
    let title = title(blocks);
    let (leading, after) = (leading(thing, indent), after(thing));
    let is_after_contested = is_contested(&after);
    let of_comments = (is_contested(&leading) || is_after_contested).then(|| words::comments_differ(name, thing));
    let of_title =
        is_contested(&title).then(|| words::titles_differ(name, blocks.map(|block| block.map(|block| block.title))));
    let Some(child_indent) = child_indent(thing, layout, indent) else {
        let (body, inner) = one_line(bodies, name)?;
        let said = of_title.into_iter().chain(of_comments).chain(inner).collect();
        let head = Piece::One(format!("{indent}{}", ours.head));
        let is_bare = |node: Option<&Node<'_>>| node.is_some_and(|node| matches!(node.content, Content::Head(_)));
        let may_be_bare = is_bare(thing.ours) || is_bare(thing.theirs);
        let braces = |body: String| if may_be_bare && body.is_empty() { body } else { format!(" {{{body}}}") };
        let body = match body {
            Piece::One(body) => Piece::One(braces(body)),
            Piece::Three(bodies) => Piece::Three(bodies.map(braces)),
        };
        let line = line(&[leading, head, title, body, after, Piece::One("\n".to_owned())], said);
        return Some(vec![without_base(thing, line)]);
    };
    let opens = blocks.map(|block| block.map_or("", |block| block.open));
    let open = chosen(opens.map(|open| Some(comment(open))), opens.map(str::to_owned), || None);
    let of_open = is_contested(&open).then(|| format!("{name}: both sides comment its first line"));
    let is_torn = of_title.is_some() || of_open.is_some() || is_after_contested;
    let said: Vec<String> = of_title.into_iter().chain(of_open).chain(of_comments).collect();
    let head = Piece::One(format!("{indent}{}", ours.head));
    let [brace, end] = [" {", "\n"].map(|text| Piece::One(text.to_owned()));
    let tail = if layout.body.is_lined { layout.body.tail } else { "" };
    let close = Piece::One(format!("{tail}{indent}}}"));
    // What is contested above the head stands by itself; elsewhere it would tear the declaration apart.
    let mut parts = vec![line(&[leading], said.clone())];
    parts.push(line(&[head, title, brace, open, end.clone()], Vec::new()));
    parts.extend(lined_body(bodies, &child_indent, name)?);
    parts.push(line(&[close, after, end], Vec::new()));
    Some(if is_torn { vec![without_base(thing, joined(parts, said))] } else { parts })
}

fn is_contested(piece: &Piece) -> bool {
    matches!(piece, Piece::Three(_))
}

/// All parts as one that is left to decide: a hunk holds no half of a declaration.
fn joined(parts: Vec<Part>, said: Vec<String>) -> Part {
    let side = |get: fn(Sides<String>) -> String| conflict::taken(&parts, get);
    let lines =
        Sides { base: side(|lines| lines.base), ours: side(|lines| lines.ours), theirs: side(|lines| lines.theirs) };
    let inner = parts.into_iter().flat_map(|part| match part {
        Part::Conflict { words, .. } => words,
        Part::Text(_) => Vec::new(),
    });
    let inner: Vec<String> = inner.filter(|word| !said.contains(word)).collect();
    let words = said.into_iter().chain(inner).collect();
    Part::Conflict { lines, words }
}

/// What both sides added has no lines in the base.
fn without_base(thing: Thing<'_, '_>, part: Part) -> Part {
    match part {
        Part::Conflict { lines, words } if thing.base.is_none() => {
            Part::Conflict { lines: Sides { base: String::new(), ..lines }, words }
        }
        Part::Conflict { .. } | Part::Text(_) => part,
    }
}

/// The body whose layout the merged one has: that of the side that changed it.
fn layout<'n, 'a>(base: Option<&'n Block<'a>>, ours: &'n Block<'a>, theirs: &'n Block<'a>) -> &'n Block<'a> {
    match base {
        Some(base) if base.body.is_lined == ours.body.is_lined => theirs,
        _ => ours,
    }
}

fn title(blocks: Sides<Option<&Block<'_>>>) -> Piece {
    let raw = blocks.map(|block| block.map_or("", |block| block.title));
    match chosen(raw.map(Some), raw.map(str::to_owned), || None) {
        Piece::One(title) if title.is_empty() => Piece::One(String::new()),
        Piece::One(title) => Piece::One(format!(" {title}")),
        Piece::Three(titles) => {
            Piece::Three(titles.map(|title| if title.is_empty() { title } else { format!(" {title}") }))
        }
    }
}

/// What the lines of the merged body begin with; nothing where it stands on one line.
fn child_indent(thing: Thing<'_, '_>, layout: &Block<'_>, indent: &str) -> Option<String> {
    let blocks = [thing.ours, thing.theirs].into_iter().flatten().filter_map(|node| match &node.content {
        Content::Block(block) => Some((node, block)),
        Content::Note | Content::Opaque | Content::Fact | Content::List(_) | Content::Head(_) => None,
    });
    let is_simple = |node: &Node<'_>| {
        let has_comments = node.leading.contains('#') || node.after.contains('#');
        !has_comments && !node.raw.contains('\n') && !matches!(node.content, Content::Note)
    };
    let are_all_simple = blocks.clone().flat_map(|(_, block)| &block.body.children).all(is_simple);
    if !layout.body.is_lined && are_all_simple {
        return None;
    }
    let own = blocks.filter(|(_, block)| block.body.is_lined).find_map(|(node, block)| {
        let child = block.body.children.iter().find(|child| !child.indent.is_empty())?;
        child.indent.strip_prefix(node.indent).map(str::to_owned)
    });
    Some(format!("{indent}{}", own.unwrap_or_else(|| "  ".to_owned())))
}

/// What stands between braces on one line, and what is contested in it.
fn one_line(bodies: Sides<Option<&Body<'_>>>, outer: &str) -> Option<(Piece, Vec<String>)> {
    let parts = lined_body(bodies, "", outer)?;
    let mut said = Vec::new();
    for part in &parts {
        if let Part::Conflict { words, .. } = part {
            said.extend(words.iter().cloned());
        }
    }
    let side = |get: fn(Sides<String>) -> String| -> String {
        let text: String = parts.iter().map(|part| part.clone().into_side(get)).collect();
        let lines: Vec<&str> =
            text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() { String::new() } else { format!(" {} ", lines.join(", ")) }
    };
    let sides =
        Sides { base: side(|lines| lines.base), ours: side(|lines| lines.ours), theirs: side(|lines| lines.theirs) };
    Some((if said.is_empty() { Piece::One(sides.ours) } else { Piece::Three(sides) }, said))
}

/// Whole lines of pieces: merged, or if one piece is not, as each side has them.
fn line(pieces: &[Piece], words: Vec<String>) -> Part {
    let side = |get: fn(&Sides<String>) -> &String| -> String {
        let text = |piece: &Piece| match piece {
            Piece::One(text) => text.clone(),
            Piece::Three(sides) => get(sides).clone(),
        };
        pieces.iter().map(text).collect()
    };
    if pieces.iter().all(|piece| matches!(piece, Piece::One(_))) {
        return Part::Text(side(|sides| &sides.ours));
    }
    let lines =
        Sides { base: side(|sides| &sides.base), ours: side(|sides| &sides.ours), theirs: side(|sides| &sides.theirs) };
    Part::Conflict { lines, words }
}
