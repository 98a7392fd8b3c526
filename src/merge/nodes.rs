//! A file as a tree of its statements: takes a text, gives each statement with the comments that go with it, so that
//! every byte of the text is in one of them.
//!
//! A comment right above a statement goes with it, and so does one behind it on its line. A comment with a blank line
//! below it, or below the last statement, stands by itself: it is a note.

use super::indent::shifted;
use super::lists::{Comments, Element, Lines, List};
use super::{meaning, naming};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::Kind;
use crate::source::{FileId, Span};
use crate::syntax::parse;
use crate::syntax::tree::{Condition, ExpressionId, ExpressionKind, Form, Statement, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// A statement, or a note.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// What tells it from its neighbours.
    pub key: String,
    /// What a person calls it.
    pub called: String,
    /// The word it begins with.
    pub keyword: String,
    /// The comments and blank lines right above it, whole lines.
    pub leading: &'a str,
    /// What the line it stands on begins with.
    pub indent: &'a str,
    /// It, as written; of a note, its whole lines.
    pub raw: &'a str,
    /// What follows it on its line.
    pub after: &'a str,
    /// What follows its head, as written.
    pub value: &'a str,
    /// What it says besides its name.
    pub inner: String,
    /// All it says, name and comments too.
    pub says: String,
    /// Whether its place among those like it means something.
    pub is_step: bool,
    pub content: Content<'a>,
}

/// What a node is made of.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// Comments.
    Note,
    /// What cannot be read in parts.
    Opaque,
    /// A value.
    Fact,
    /// A list of values.
    List(List<'a>),
    /// A declaration of a name and a title alone: its body is empty.
    Head(Block<'a>),
    /// Statements between braces.
    Block(Block<'a>),
}

/// A head and what stands between its braces.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The head without its title.
    pub head: &'a str,
    /// The title, with its quotes.
    pub title: &'a str,
    /// What follows the opening brace on its line.
    pub open: &'a str,
    pub body: Body<'a>,
}

/// Statements in order.
#[derive(Debug, Default)]
pub(super) struct Body<'a> {
    pub children: Vec<Node<'a>>,
    /// Whether each stands on lines of its own.
    pub is_lined: bool,
    /// The blank lines below the last one.
    pub tail: &'a str,
}

/// A text with its tree, parsed once.
pub(super) struct Parsed<'a> {
    pub text: &'a str,
    tree: Tree,
    /// Where its mistakes of syntax are.
    pub mistakes: Vec<Span>,
}

impl Parsed<'_> {
    pub(super) fn of(text: &str) -> Parsed<'_> {
        let mut diagnostics = Diagnostics::new();
        let tree = parse(&mut diagnostics, FileId::default(), text);
        let errors = diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error);
        let mistakes = errors.map(|finding| finding.primary.span).collect();
        Parsed { text, tree, mistakes }
    }

    /// What stands in it more than once, as statements at the top are told apart: the title has to tell which is which.
    pub(super) fn several(&self) -> FxHashSet<String> {
        let mut known: FxHashSet<String> = FxHashSet::default();
        let named = self.tree.statements.iter().filter(|statement| !statement.key.text.is_empty());
        let identities = named.map(|statement| naming::identity(&self.tree, statement));
        identities.filter(|identity| !known.insert(identity.clone())).collect()
    }

    /// How often each thing stands in it, by its name and those of what it is in.
    pub(super) fn times(&self) -> FxHashMap<String, usize> {
        let mut times = FxHashMap::default();
        count(&self.tree, &self.tree.statements, "", &mut times);
        times
    }
}

/// Reads a text; nothing where a mistake leaves open what belongs to what. Of `several`, the title tells which is which.
pub(super) fn read<'a>(parsed: &Parsed<'a>, several: &FxHashSet<String>) -> Option<Body<'a>> {
    let Parsed { text, tree, mistakes } = parsed;
    let is_within = |statement: &Statement, mistake: &Span| {
        statement.span.start <= mistake.start && mistake.end <= statement.span.end
    };
    let is_placed = |mistake: &Span| tree.statements.iter().any(|statement| is_within(statement, mistake));
    if tree.statements.iter().any(|statement| is_open(text, statement))
        || mistakes.len() > MOST_MISTAKES
        || !mistakes.iter().all(is_placed)
    {
        return None;
    }
    let reader = Reader { text, tree, mistakes, several };
    let body = reader.body(&tree.statements, 0, text.len(), Around::File)?;
    body.is_lined.then_some(body)
}

/// A text with more mistakes than this is hardly a plan.
const MOST_MISTAKES: usize = 64;

fn count(tree: &Tree, statements: &[Statement], outer: &str, times: &mut FxHashMap<String, usize>) {
    for statement in statements.iter().filter(|statement| !statement.key.text.is_empty()) {
        let key = format!("{outer}\n{}", naming::identity_among(tree, statement));
        if let Some(body) = &statement.body {
            count(tree, &body.statements, &key, times);
        }
        *times.entry(key).or_default() += 1;
    }
}

/// Whether a mistake in a statement may have swallowed what stands below it.
fn is_open(text: &str, statement: &Statement) -> bool {
    let Some(body) = &statement.body else { return false };
    let is_brace = |span: Span, brace: &str| text.get(span.start as usize..span.end as usize) == Some(brace);
    let is_closed = is_brace(body.open, "{") && body.close.is_some_and(|close| is_brace(close, "}"));
    !is_closed || body.statements.iter().any(|inner| is_open(text, inner))
}

/// What statements stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    File,
    Braces { is_ranking: bool },
}

/// What stands between two statements.
struct Gap<'a> {
    /// The rest of the line of the first.
    after: &'a str,
    /// The lines between.
    lines: &'a str,
    /// What the line of the second begins with.
    indent: &'a str,
    is_broken_line: bool,
}

struct Reader<'a, 't> {
    text: &'a str,
    tree: &'t Tree,
    /// Where the mistakes of syntax are: what holds one is not read in parts.
    mistakes: &'t [Span],
    /// What some side has more than once.
    several: &'t FxHashSet<String>,
}

impl<'a> Reader<'a, '_> {
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The statements between two bytes; nothing where something else than comments stands between them.
    fn body(&self, statements: &[Statement], from: usize, to: usize, around: Around) -> Option<Body<'a>> {
        let mut body = Body { is_lined: true, ..Body::default() };
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        let mut at = from;
        for statement in statements {
            let gap = gap(self.slice(at, statement.span.start as usize), at == 0)?;
            body.is_lined &= gap.is_broken_line;
            let leading = behind(&mut body, &gap, &mut known);
            let raw = self.slice(statement.span.start as usize, statement.span.end as usize).trim_end();
            let indent = if gap.is_broken_line { gap.indent } else { self.line_indent(statement.span.start as usize) };
            let mut node = self.node(statement, raw, around);
            if self.several.contains(&node.key) {
                node.key = naming::identity_among(self.tree, statement);
            }
            (node.leading, node.indent) = (leading, indent);
            add(&mut body, node, &mut known);
            at = statement.span.start as usize + raw.len();
        }
        let gap = gap(self.slice(at, to), at == 0)?;
        body.is_lined &= gap.is_broken_line || around == Around::File;
        if around != Around::File && !gap.indent.is_empty() && gap.is_broken_line && !gap.indent.trim().is_empty() {
            return None;
        }
        let rest = behind(&mut body, &gap, &mut known);
        // Below the last statement, a comment has nothing to go with.
        let last = if around == Around::File { self.slice(to - rest.len() - gap.indent.len(), to) } else { rest };
        if last.contains('#') {
            add(&mut body, note(last), &mut known);
        } else {
            body.tail = last;
        }
        if !body.is_lined {
            // What follows a statement on a line of several is the comma.
            body.children.iter_mut().for_each(|node| node.after = "");
        }
        let is_ranking = around == Around::Braces { is_ranking: true };
        for node in &mut body.children {
            // In a ranking a comment by itself is about what stands below it.
            node.is_step |= is_ranking && matches!(node.content, Content::Note);
            finish(node);
        }
        Some(body)
    }

    fn line_start(&self, at: usize) -> usize {
        self.slice(0, at).rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_indent(&self, at: usize) -> &'a str {
        let start = self.line_start(at);
        let line = self.slice(start, at);
        self.slice(start, start + line.len() - line.trim_start().len())
    }

    fn node(&self, statement: &Statement, raw: &'a str, around: Around) -> Node<'a> {
        let start = statement.span.start as usize;
        let head_end = naming::head_end(statement) as usize;
        let value = self.slice(head_end, start + raw.len()).trim();
        let is_item = matches!(around, Around::Braces { is_ranking: true });
        let content = self.content(statement, raw);
        let inner = match &content {
            Content::Note | Content::Opaque => raw.to_owned(),
            Content::Fact | Content::List(_) => {
                let title = title(statement);
                let said = meaning::said(self.tree, statement);
                let comments = self.comments(start, start + raw.len()).map(|(_, comment)| comment);
                std::iter::once(format!("{title}: {said}").as_str()).chain(comments).collect::<Vec<&str>>().join("\n")
            }
            Content::Block(block) | Content::Head(block) => {
                let title = title(statement);
                format!("{title} {} {{{}}}", comment(block.open), said_by(&block.body))
            }
        };
        let is_unread = statement.key.text.is_empty();
        Node {
            key: if is_unread { format!("?{raw}") } else { naming::identity(self.tree, statement) },
            called: if is_unread { naming::shortened(raw) } else { naming::name(statement) },
            keyword: statement.key.text.to_string(),
            leading: "",
            indent: "",
            raw,
            after: "",
            value,
            inner,
            says: String::new(),
            is_step: naming::is_step(statement) && (statement.form != Form::Item || is_item),
            content,
        }
    }

    fn content(&self, statement: &Statement, raw: &'a str) -> Content<'a> {
        let start = statement.span.start as usize;
        let (from, to) = (statement.span.start, statement.span.end);
        let is_mistaken = self.mistakes.iter().any(|mistake| mistake.start <= to && from <= mistake.end);
        let is_whole = statement.condition == Condition::Whole && !is_mistaken;
        let Some(body) = statement.body.as_ref() else {
            return match (is_whole, statement.form) {
                (false, _) => Content::Opaque,
                (true, Form::Declaration) => Content::Head(self.head(statement, raw)),
                (true, Form::Property | Form::Item) => {
                    self.list(statement, start + raw.len()).map_or(Content::Fact, Content::List)
                }
            };
        };
        let Some(close) =
            body.close.filter(|_| is_whole && statement.colon.is_none() && statement.modifiers.is_empty())
        else {
            return Content::Opaque;
        };
        let is_ranking = statement.key.text == Kind::Ranking.keyword();
        let (from, to) = (body.open.end as usize, close.start as usize);
        let read = self.body(&body.statements, from, to, Around::Braces { is_ranking });
        let is_plain = |read: &Body<'_>| read.is_lined || !self.slice(from, to).contains('#');
        let read = read.filter(|read| is_plain(read) && self.slice(to, start + raw.len()) == "}");
        let Some(read) = read else { return Content::Opaque };
        let open = if read.is_lined { self.slice(from, to).lines().next().unwrap_or_default() } else { "" };
        let head = self.head(statement, self.slice(start, body.open.start as usize).trim_end());
        Content::Block(Block { open, body: read, ..head })
    }

    /// A head with an empty body.
    fn head(&self, statement: &Statement, head: &'a str) -> Block<'a> {
        let title =
            statement.title.as_ref().map_or("", |title| self.slice(title.span.start as usize, title.span.end as usize));
        Block { head: head.strip_suffix(title).unwrap_or(head).trim_end(), title, open: "", body: Body::default() }
    }

    /// A value that is a list, and nothing else.
    fn list(&self, statement: &Statement, end: usize) -> Option<List<'a>> {
        let value = self.tree.expression(statement.value.filter(|_| statement.modifiers.is_empty())?);
        let ExpressionKind::List(elements) = &value.kind else { return None };
        let (from, to) = (value.span.start as usize, value.span.end as usize);
        let mut list = List {
            before: self.slice(statement.span.start as usize, from),
            after: self.slice(to, end),
            lines: self.slice(from, to).contains('\n').then(|| self.list_lines(from, elements)),
            ..List::default()
        };
        let mut comments = self.comments(from, to).peekable();
        for id in elements {
            let span = self.tree.expression(*id).span;
            let (start, end) = (span.start as usize, span.end as usize);
            let above = std::iter::from_fn(|| comments.next_if(|(at, _)| *at < start).map(|(_, comment)| comment));
            let above = above.collect();
            let is_behind = |at: &usize| !self.slice(end, *at).contains('\n');
            let behind = comments.next_if(|(at, _)| is_behind(at) && self.is_last_of_its_line(end, *at));
            let behind = behind.map_or("", |(_, comment)| comment);
            let raw = self.slice(start, end);
            let comments = Comments { above, behind };
            list.elements.push(Element { says: meaning::value(self.tree, *id), raw, comments });
        }
        list.foot = comments.map(|(_, comment)| comment).collect();
        Some(list)
    }

    /// What the lines of a list begin with that opens at `from`.
    fn list_lines(&self, from: usize, elements: &[ExpressionId]) -> Lines {
        let of_bracket = self.line_indent(from).to_owned();
        let first = elements.first().map(|first| self.tree.expression(*first).span.start as usize);
        let own = first.filter(|first| self.slice(from, *first).contains('\n')).map(|first| self.line_indent(first));
        Lines { of_values: own.map_or_else(|| format!("{of_bracket}  "), str::to_owned), of_bracket }
    }

    /// Whether nothing but a comma stands between the end of a value and a comment.
    fn is_last_of_its_line(&self, end: usize, comment: usize) -> bool {
        self.slice(end, comment).trim_matches([' ', '\t', ',']).is_empty()
    }

    /// The comments between two bytes, and where they begin.
    fn comments(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        let first = self.tree.comments.partition_point(|comment| (comment.start as usize) < from);
        let comments = self.tree.comments.iter().skip(first).take_while(move |comment| (comment.start as usize) < to);
        comments.map(|span| (span.start as usize, self.slice(span.start as usize, span.end as usize).trim_end()))
    }
}

/// The title of a statement, where it is not what the statement is told by.
fn title(statement: &Statement) -> &str {
    let title = statement.title.as_ref().filter(|_| !naming::is_told_by_title(statement));
    title.map_or("", |title| &*title.value)
}

/// Splits what stands between two statements into lines; nothing where that is more than comments.
fn gap(text: &str, is_start: bool) -> Option<Gap<'_>> {
    let (after, rest) = match text.split_once('\n') {
        _ if is_start => ("", text),
        Some((after, rest)) => (after, rest),
        None => (text, ""),
    };
    let (lines, indent) = rest.split_at_checked(rest.rfind('\n').map_or(0, |end| end + 1))?;
    let is_trivia = |line: &str| matches!(comment(line).chars().next(), None | Some('#'));
    let is_trivial = is_trivia(after) && lines.lines().all(is_trivia) && is_trivia(indent);
    let is_broken_line = is_start || text.contains('\n');
    is_trivial.then_some(Gap { after, lines, indent, is_broken_line })
}

/// The comment of a line.
pub(super) fn comment(line: &str) -> &str {
    line.trim_matches([' ', '\t', ',', '\r'])
}

/// Adds the notes of a gap, and gives the lines that go with what follows it.
fn behind<'a>(body: &mut Body<'a>, gap: &Gap<'a>, known: &mut FxHashMap<String, usize>) -> &'a str {
    if let Some(last) = body.children.last_mut().filter(|last| !matches!(last.content, Content::Note)) {
        last.after = gap.after;
    }
    let (mut from, mut at) = (0, 0);
    for line in gap.lines.split_inclusive('\n') {
        at += line.len();
        let pending = gap.lines.get(from..at).unwrap_or_default();
        if line.trim().is_empty() && pending.contains('#') {
            add(body, note(pending), known);
            from = at;
        }
    }
    gap.lines.get(from..).unwrap_or_default()
}

fn note(lines: &str) -> Node<'_> {
    let says = comments(lines);
    Node {
        key: format!("#{says}"),
        called: "a comment".to_owned(),
        keyword: String::new(),
        leading: "",
        indent: lines
            .lines()
            .find(|line| line.contains('#'))
            .and_then(|line| line.split('#').next())
            .unwrap_or_default(),
        raw: lines,
        after: "",
        value: "",
        inner: says,
        says: String::new(),
        is_step: false,
        content: Content::Note,
    }
}

/// A second thing of one name is another thing; which of them is meant, nobody can say.
fn add<'a>(body: &mut Body<'a>, mut node: Node<'a>, known: &mut FxHashMap<String, usize>) {
    let times = known.entry(node.key.clone()).or_default();
    *times += 1;
    if *times > 1 {
        node.key = format!("{}{AGAIN}{times}", node.key);
    }
    body.children.push(node);
}

/// Marks a key that occurs more than once.
const AGAIN: char = '\u{1}';

/// What all things of one key share.
pub(super) fn first_of(key: &str) -> &str {
    key.split(AGAIN).next().unwrap_or(key)
}

/// The comments of some lines, without blank lines and indents.
pub(super) fn comments(lines: &str) -> String {
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn finish(node: &mut Node<'_>) {
    node.says = format!("{}\n{} {} {}", comments(node.leading), node.key, node.inner, comment(node.after));
}

/// What all statements of a body say, those whose order means nothing in one order.
fn said_by(body: &Body<'_>) -> String {
    let says = |node: &Node<'_>| node.says.clone();
    let mut said: Vec<String> = body.children.iter().filter(|node| !node.is_step).map(says).collect();
    said.sort();
    said.extend(body.children.iter().filter(|node| node.is_step).map(says));
    said.join("\n")
}

/// A statement as it stands, on lines that begin with an indent.
pub(super) fn whole(node: &Node<'_>, indent: &str) -> String {
    let body = match node.content {
        Content::Note => return shifted(node.raw, node.indent, indent, true),
        Content::Opaque | Content::Fact | Content::List(_) | Content::Head(_) | Content::Block(_) => {
            shifted(node.raw, node.indent, indent, false)
        }
    };
    format!("{}{indent}{body}{}\n", shifted(node.leading, node.indent, indent, true), node.after)
}
