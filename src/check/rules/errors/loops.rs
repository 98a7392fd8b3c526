//! The message about loops.

use crate::check::structure::{Family, Link};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AnyId, Plan};

/// How many members of a loop are told before the rest is counted.
const WHOLE: usize = 12;

/// A loop: each member with the link that leads to the next, the last back to the first.
pub(crate) fn in_a_loop(plan: &Plan, family: Family, links: &[(AnyId, Link)]) -> Diagnostic {
    let (Some((first, _)), Some((last, closing))) = (links.first(), links.last()) else {
        return Diagnostic::new(Code::Loop, Default::default(), "a loop");
    };
    let path = |id: AnyId| plan.head(id).path.as_str();
    let message = if links.len() == 1 {
        format!("{} `{}` {} itself", first.kind.keyword(), path(*first), family.one)
    } else {
        let chain = chain(plan, links, path(*first));
        format!("{} {} one another in a loop: {chain}", first.kind.plural(), family.many)
    };
    let label = format!("`{}` {} `{}`", path(*last), closing.verb, path(closing.to));
    let diagnostic = Diagnostic::new(Code::Loop, closing.span, message).label(label);
    let others = links.iter().take(links.len() - 1).take(WHOLE);
    others
        .fold(diagnostic, |diagnostic, (from, link)| {
            diagnostic.also(link.span, format!("`{}` {} `{}`", path(*from), link.verb, path(link.to)))
        })
        .help(if links.len() == 1 { "remove it here" } else { "remove one of these" })
}

fn chain(plan: &Plan, links: &[(AnyId, Link)], first: &str) -> String {
    let names = links.iter().take(WHOLE).map(|(id, _)| format!("`{}`", plan.head(*id).path));
    let mut chain: Vec<String> = names.collect();
    let more = links.len().saturating_sub(WHOLE);
    if more > 0 {
        chain.push(format!("{more} more"));
    }
    chain.push(format!("`{first}`"));
    chain.join(" → ")
}
