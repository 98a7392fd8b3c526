//! What is gone from a file may stand in another: takes the things of three versions, asks which side has moved what is gone,
//! gives what is left to decide about it. git merges file by file: of what one side moves to another file and the other side
//! removes or changes, one of the two would be lost without a word.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Part;
use super::nodes::{Node, whole};
use super::sides::Sides;
use super::things::{Thing, Things};
use super::{naming, words};
use crate::diagnostic::Diagnostics;
use crate::model::Kind;
use crate::source::FileId;
use crate::syntax::parse;
use crate::syntax::tree::{Form, Statement};

/// For each side, in which other file it has what is gone from this one: the paths by what [`declared`] calls each.
pub type Elsewhere = Sides<BTreeMap<String, String>>;

/// Finds in which other files each side has some declarations.
pub type Look<'l> = &'l dyn Fn(&BTreeSet<String>) -> Elsewhere;

/// What a text declares, each as it is told from its neighbours.
#[must_use]
pub fn declared(text: &str) -> BTreeSet<String> {
    let tree = parse(&mut Diagnostics::new(), FileId::default(), text);
    tree.statements
        .iter()
        .filter(|statement| is_declaration(statement))
        .map(|one| naming::identity(&tree, one))
        .collect()
}

/// Whether some of what is declared is the plan itself.
#[must_use]
pub fn plan_declared(declared: &BTreeSet<String>) -> bool {
    declared.iter().any(|identity| identity.split('\t').next() == Some(Kind::Plan.keyword()))
}

fn is_declaration(statement: &Statement) -> bool {
    statement.form == Form::Declaration && !statement.key.text.is_empty()
}

/// Has what one side moved to another file, and the other side removed or changed, decided by people.
pub(super) fn tell(things: &Things<'_, '_>, look: Look<'_>, parts: &mut Vec<Part>) {
    let gone: Vec<(&Node<'_>, Thing<'_, '_>)> =
        things.all.iter().filter_map(|thing| Some((contested_base(*thing)?, *thing))).collect();
    if gone.is_empty() {
        return;
    }
    let found = look(&gone.iter().map(|(base, _)| base.key.clone()).collect());
    for (base, thing) in gone {
        let path = |side: Option<&Node<'_>>, paths: &BTreeMap<String, String>| {
            paths.get(&base.key).filter(|_| side.is_none()).cloned()
        };
        let to = Sides { base: None, ours: path(thing.ours, &found.ours), theirs: path(thing.theirs, &found.theirs) };
        if to.ours == to.theirs {
            // Neither moved it, or both did, to one place.
            continue;
        }
        let name = words::full_name("", base);
        let said = words::moved(&name, thing, to.as_ref().map(Option::as_deref));
        if thing.ours.or(thing.theirs).is_none() {
            let lines = Sides { base: whole(base, ""), ..Sides::default() };
            parts.push(Part::Conflict { lines, words: vec![said] });
            continue;
        }
        let removal = words::removal(&name, thing);
        for part in parts.iter_mut() {
            if let Part::Conflict { words, .. } = part {
                words.iter_mut().filter(|word| **word == removal).for_each(|word| word.clone_from(&said));
            }
        }
    }
}

/// The declaration that is gone from both sides, or from one while the other says it otherwise.
fn contested_base<'n, 'a>(thing: Thing<'n, 'a>) -> Option<&'n Node<'a>> {
    let base = thing.base.filter(|base| !base.keyword.is_empty())?;
    let is_contested = match (thing.ours, thing.theirs) {
        (None, None) => true,
        (Some(kept), None) | (None, Some(kept)) => kept.key == base.key && kept.says != base.says,
        (Some(_), Some(_)) => false,
    };
    is_contested.then_some(base)
}
