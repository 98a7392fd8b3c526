//! Lists, whose order means nothing: takes a list as each of three sides wrote it, gives one with what either side added and
//! without what either removed, each value with its comments.

use std::collections::BTreeMap;

use super::indent::shifted;
use super::sides::Sides;

/// A list of values, as written.
#[derive(Debug, Clone, Default)]
pub(super) struct List<'a> {
    /// What stands before its bracket.
    pub before: &'a str,
    pub elements: Vec<Element<'a>>,
    /// The comments below the last value.
    pub foot: Vec<&'a str>,
    /// What stands behind its bracket.
    pub after: &'a str,
    /// How its lines begin; nothing where it stands on one line.
    pub lines: Option<Lines>,
}

/// What the lines of a list begin with.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub of_values: String,
    pub of_bracket: String,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    pub says: String,
    pub raw: &'a str,
    pub comments: Comments<'a>,
}

/// The comments of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Comments<'a> {
    /// Those on the lines above it.
    pub above: Vec<&'a str>,
    /// The one behind it on its line.
    pub behind: &'a str,
}

impl Comments<'_> {
    fn is_empty(&self) -> bool {
        self.above.is_empty() && self.behind.is_empty()
    }
}

impl<'a> List<'a> {
    /// The values by what they say; nothing where two say the same.
    fn by_words(&self) -> Option<BTreeMap<&str, &Element<'a>>> {
        let all: BTreeMap<&str, &Element<'a>> =
            self.elements.iter().map(|element| (element.says.as_str(), element)).collect();
        (all.len() == self.elements.len()).then_some(all)
    }

    fn has_comments(&self) -> bool {
        !self.foot.is_empty() || self.elements.iter().any(|element| !element.comments.is_empty())
    }

    fn written(&self) -> String {
        let Some(Lines { of_values, of_bracket }) = &self.lines else {
            let values: Vec<&str> = self.elements.iter().map(|element| element.raw).collect();
            return format!("{}[{}]{}", self.before, values.join(", "), self.after);
        };
        let mut text = format!("{}[\n", self.before);
        for Element { raw, comments, .. } in &self.elements {
            text.extend(comments.above.iter().map(|comment| format!("{of_values}{comment}\n")));
            let gap = if comments.behind.is_empty() { "" } else { " " };
            text.push_str(&format!("{of_values}{raw},{gap}{}\n", comments.behind));
        }
        text.extend(self.foot.iter().map(|comment| format!("{of_values}{comment}\n")));
        text.push_str(&format!("{of_bracket}]{}", self.after));
        text
    }
}

/// A list of a side, and what its statement's first line begins with.
pub(super) type Written<'n, 'a> = (&'n List<'a>, &'a str);

/// The merged list, for a statement whose line begins with `indent`; nothing where both sides put something else in the
/// place of a value, or say something else about one.
pub(super) fn merge(lists: Sides<Written<'_, '_>>, indent: &str) -> Option<String> {
    let Sides { base, ours, theirs } = lists.map(|(list, _)| list);
    let is_laid_out_by_theirs =
        base.lines.is_some() == ours.lines.is_some() && base.lines.is_some() != theirs.lines.is_some();
    let (model, from) = if is_laid_out_by_theirs { lists.theirs } else { lists.ours };
    let elements = elements(Sides { base, ours, theirs })?;
    let foot = Sides { base: &base.foot, ours: &ours.foot, theirs: &theirs.foot }.agreed()?.clone();
    let merged = List { elements, foot, ..model.clone() };
    if merged.lines.is_none() && merged.has_comments() {
        return None;
    }
    Some(shifted(&merged.written(), from, indent, false))
}

/// The values of ours and then those that theirs added, without those that either removed.
fn elements<'a>(lists: Sides<&List<'a>>) -> Option<Vec<Element<'a>>> {
    let (base, ours, theirs) = (lists.base.by_words()?, lists.ours.by_words()?, lists.theirs.by_words()?);
    let added = |side: &BTreeMap<&str, &Element<'a>>| -> Vec<String> {
        side.keys().filter(|says| !base.contains_key(*says)).map(|says| (*says).to_owned()).collect()
    };
    let is_removed_twice = base.keys().any(|says| !ours.contains_key(says) && !theirs.contains_key(says));
    if is_removed_twice && added(&ours) != added(&theirs) {
        // Both put something else in its place.
        return None;
    }
    let mut all = Vec::new();
    let both = lists.ours.elements.iter().chain(&lists.theirs.elements);
    for element in both {
        let says = element.says.as_str();
        let (was, we, they) = (base.get(says), ours.get(says), theirs.get(says));
        let comments = |element: &&Element<'a>| element.comments.clone();
        match (was, we, they) {
            // Said in ours already.
            (_, Some(_), Some(they)) if std::ptr::eq(element, *they) => {}
            (_, Some(we), Some(they)) => {
                let was = was.map(comments).unwrap_or_default();
                let comments = Sides { base: was, ours: comments(we), theirs: comments(they) }.agreed()?;
                all.push(Element { comments, ..element.clone() });
            }
            (None, _, _) => all.push(element.clone()),
            // One side removed it; what the other said about it would be lost.
            (Some(was), _, _) if was.comments != element.comments => return None,
            (Some(_), _, _) => {}
        }
    }
    Some(all)
}
