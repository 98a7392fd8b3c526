//! What sides disagree on, in words of the plan: takes a thing as each has it, gives a sentence.

use super::naming::shortened;
use super::nodes::{Content, Node, comment, comments};
use super::order::Contest;
use super::sides::Sides;
use crate::diagnostic::text::visible;

/// What a thing is called, with what it is in.
pub(super) fn full_name(outer: &str, node: &Node<'_>) -> String {
    if outer.is_empty() { node.called.clone() } else { format!("{outer}, {}", node.called) }
}

/// ``package `chatbot`, level `enhanced`, cost `software`: ours 40k USD, theirs 45k USD, base 38k USD``
pub(super) fn contradiction(name: &str, sides: Sides<Option<&Node<'_>>>) -> String {
    let said = |node: Option<&Node<'_>>| match node.map(text) {
        Some(words) if words.is_empty() => "nothing".to_owned(),
        Some(words) => words,
        None => "without it".to_owned(),
    };
    let (ours, theirs) = (said(sides.ours), said(sides.theirs));
    match sides.base {
        Some(_) => format!("{name}: ours {ours}, theirs {theirs}, base {}", said(sides.base)),
        None => format!("{name}: added in ours as {ours}, in theirs as {theirs}"),
    }
}

/// A value on one line.
fn text(node: &Node<'_>) -> String {
    let lines = node.value.strip_prefix("\"\"\"").and_then(|value| value.strip_suffix("\"\"\""));
    lines.map_or_else(|| shortened(node.value), |lines| format!("\"{}\"", shortened(lines)))
}

/// ``package `a`: the comments differ: ours # x, theirs # y``
pub(super) fn comments_differ(name: &str, sides: Sides<Option<&Node<'_>>>) -> String {
    let said = |node: Option<&Node<'_>>| {
        let text = node.map(|node| format!("{} {}", comments(node.leading), comment(node.after))).unwrap_or_default();
        match shortened(&text) {
            text if text.is_empty() => "none".to_owned(),
            text => text,
        }
    };
    format!("{name}: both sides comment it: ours {}, theirs {}", said(sides.ours), said(sides.theirs))
}

/// ``package `a`: the title is "A" in ours, "B" in theirs, none in the base``
pub(super) fn titles_differ(name: &str, titles: Sides<Option<&str>>) -> String {
    let shown = |title: Option<&str>| title.map(shortened).filter(|title| !title.is_empty());
    let Sides { base, ours, theirs } = titles.map(|title| shown(title).unwrap_or_else(|| "none".to_owned()));
    match titles.base {
        Some(_) => format!("{name}: the title is {ours} in ours, {theirs} in theirs, {base} in the base"),
        None => format!("{name}: added in ours with the title {ours}, in theirs with {theirs}"),
    }
}

/// What one side removed and the other changed.
pub(super) fn removal(name: &str, sides: Sides<Option<&Node<'_>>>) -> String {
    match sides.ours {
        None => format!("{name}: removed in ours, changed in theirs"),
        Some(_) => format!("{name}: changed in ours, removed in theirs"),
    }
}

/// ``package `a`: moved to `desk.zbb` in ours, removed in theirs`` (where each side has it now, if in another file)
pub(super) fn moved(name: &str, sides: Sides<Option<&Node<'_>>>, to: Sides<Option<&str>>) -> String {
    let became = |node: Option<&Node<'_>>, to: Option<&str>| match (node, to) {
        (_, Some(path)) => format!("moved to `{}`", visible(path)),
        (Some(_), None) => "changed".to_owned(),
        (None, None) => "removed".to_owned(),
    };
    let do_next = match (sides.ours.or(sides.theirs), to.ours.or(to.theirs)) {
        (None, Some(path)) if to.ours.is_none() || to.theirs.is_none() => {
            format!(": remove it from `{}` too, or keep it there", visible(path))
        }
        (Some(_), Some(path)) => format!(": say the change in `{}`, and nothing here", visible(path)),
        _ => ": keep it in one of them".to_owned(),
    };
    format!("{name}: {} in ours, {} in theirs{do_next}", became(sides.ours, to.ours), became(sides.theirs, to.theirs))
}

/// What at least one side calls otherwise.
pub(super) fn renaming(name: &str, sides: Sides<Option<&Node<'_>>>) -> String {
    let became = |node: Option<&Node<'_>>| match (node, sides.base) {
        (Some(node), Some(base)) if node.key == base.key => "changed".to_owned(),
        (Some(node), _) => format!("replaced by {}", node.called),
        (None, _) => "removed".to_owned(),
    };
    format!("{name}: {} in ours, {} in theirs", became(sides.ours), became(sides.theirs))
}

/// What both sides have under one new name, where more than one thing went.
pub(super) fn untold(name: &str) -> String {
    format!("{name}: both sides write it anew where more than one was removed: say which of them it is")
}

/// ``ranking `board`: `crm.minimum` stands 12th in ours and 3rd in theirs (base: 7th)``
pub(super) fn misplaced(
    outer: &str,
    node: &Node<'_>,
    contest: Contest,
    places: Sides<Option<usize>>,
    says: Sides<Option<&Node<'_>>>,
) -> String {
    let item = visible(&node.called);
    let place = |place: Option<usize>| place.map_or_else(|| "nowhere".to_owned(), |place| ordinal(place + 1));
    let Sides { base, ours, theirs } = places.map(place);
    let kept = |node: Option<&Node<'_>>, place: &str| match (node, says.base) {
        (Some(node), Some(base)) if node.says != base.says => {
            format!("says {}", said_of(node))
        }
        _ => format!("stands {place}"),
    };
    let what = match contest {
        Contest::MovedApart | Contest::Circle => {
            format!("{item} stands {ours} in ours and {theirs} in theirs (base: {base})")
        }
        Contest::AddedApart => format!("{item} is added {ours} in ours and {theirs} in theirs"),
        Contest::AddedBeside => {
            let side = if places.ours.is_some() { "ours" } else { "theirs" };
            format!("{item} is added in {side} where the other side adds something too: say which stands first")
        }
        Contest::OursRemoved => {
            format!("{item} is removed in ours and {} in theirs (base: {base})", kept(says.theirs, &theirs))
        }
        Contest::TheirsRemoved => {
            format!("{item} is removed in theirs and {} in ours (base: {base})", kept(says.ours, &ours))
        }
    };
    format!("{outer}: {what}")
}

fn said_of(node: &Node<'_>) -> String {
    let text = match &node.content {
        Content::Block(_) => "something else".to_owned(),
        Content::Note | Content::Opaque | Content::Fact | Content::List(_) | Content::Head(_) => {
            format!("{} {} {}", node.value, comments(node.leading), comment(node.after))
        }
    };
    match shortened(&text) {
        text if text.is_empty() => "nothing".to_owned(),
        text => format!("`{text}`"),
    }
}

/// `1st`, `2nd`, `3rd`, `12th`
fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn places_are_counted_as_people_do() {
        let counted = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 112].map(ordinal);
        assert_eq!(
            counted,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th", "112th"]
        );
    }
}
