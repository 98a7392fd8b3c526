//! The queries of the editors: one table of what each node means, written in the words of each editor.

/// An editor's words for what a node means.
#[derive(Clone, Copy)]
pub struct Dialect {
    /// Where its queries stand, below `editors`.
    pub folder: &'static str,
    /// Which of the words of a row are its own.
    word: fn(&Meaning) -> &'static str,
    /// Whether of two patterns for one node the later counts; else the earlier does.
    later_wins: bool,
    /// Its other queries.
    others: &'static [(&'static str, &'static str)],
}

/// What a node means, in the words of Neovim (and of other programs that follow it), of Helix and of Zed.
struct Meaning {
    /// The node; `@` stands for the word.
    pattern: &'static str,
    neovim: &'static str,
    helix: &'static str,
    zed: &'static str,
}

const fn row(pattern: &'static str, neovim: &'static str, helix: &'static str, zed: &'static str) -> Meaning {
    Meaning { pattern, neovim, helix, zed }
}

/// From the general to the particular.
const MEANINGS: &[Meaning] = &[
    row("(path) @", "variable", "variable", "variable"),
    row("(comment) @", "comment", "comment", "comment"),
    row("(string) @", "string", "string", "string"),
    row("(text_block) @", "string", "string", "string"),
    row("(escape_sequence) @", "string.escape", "constant.character.escape", "string.escape"),
    row("(number) @", "number", "constant.numeric", "number"),
    row("(period) @", "constant", "constant", "constant"),
    row("(unit) @", "type.builtin", "type.builtin", "type"),
    row("(unit_word) @", "type.builtin", "type.builtin", "type"),
    row("(truth) @", "boolean", "constant.builtin.boolean", "boolean"),
    row("(operator) @", "operator", "operator", "operator"),
    row("(modifier_word) @", "keyword.modifier", "keyword", "keyword"),
    row("(call function: (path) @)", "function.call", "function", "function"),
    row("((path) @ (#eq? @ \"previous\"))", "variable.builtin", "variable.builtin", "variable.special"),
    row("(property key: (path) @)", "property", "variable.other.member", "property"),
    row("(property key: (period) @)", "property", "variable.other.member", "property"),
    row("(declaration subject: (path) @)", "type", "type", "type"),
    row("(declaration key: (path) @)", "keyword", "keyword", "keyword"),
    row("(declaration title: (string) @)", "markup.heading", "markup.heading", "title"),
    row("[\"{\" \"}\" \"[\" \"]\" \"(\" \")\"] @", "punctuation.bracket", "punctuation.bracket", "punctuation.bracket"),
    row("[\",\" \":\"] @", "punctuation.delimiter", "punctuation.delimiter", "punctuation.delimiter"),
];

/// The editors, and `tree-sitter-zbb` itself, whose queries other programs read.
pub const DIALECTS: &[Dialect] = &[
    Dialect {
        folder: "tree-sitter-zbb/queries",
        word: |meaning| meaning.neovim,
        later_wins: true,
        others: &[("locals.scm", NEOVIM_LOCALS), ("tags.scm", TAGS), ("folds.scm", FOLDS)],
    },
    Dialect {
        folder: "neovim/queries/zbb",
        word: |meaning| meaning.neovim,
        later_wins: true,
        others: &[
            ("locals.scm", NEOVIM_LOCALS),
            ("folds.scm", FOLDS),
            ("indents.scm", NEOVIM_INDENTS),
            ("textobjects.scm", NEOVIM_TEXT_OBJECTS),
        ],
    },
    Dialect {
        folder: "helix/queries/zbb",
        word: |meaning| meaning.helix,
        later_wins: false,
        others: &[
            ("locals.scm", HELIX_LOCALS),
            ("indents.scm", HELIX_INDENTS),
            ("textobjects.scm", AROUND_TEXT_OBJECTS),
            ("tags.scm", TAGS),
        ],
    },
    Dialect {
        folder: "zed/languages/zbb",
        word: |meaning| meaning.zed,
        later_wins: true,
        others: &[
            ("brackets.scm", ZED_BRACKETS),
            ("indents.scm", ZED_INDENTS),
            ("outline.scm", ZED_OUTLINE),
            ("textobjects.scm", AROUND_TEXT_OBJECTS),
        ],
    },
];

const FOLDS: &str = "[(block) (list) (group) (text_block)] @fold\n";

const TAGS: &str = "\
(declaration key: (path) subject: (path) @name) @definition.class

(item name: (path) @name) @reference.class
";

const NEOVIM_LOCALS: &str = "\
(source_file) @local.scope

(declaration key: (path) subject: (path) @local.definition.type)

(value (path) @local.reference)

(item name: (path) @local.reference)
";

const HELIX_LOCALS: &str = "\
(source_file) @local.scope

(declaration key: (path) subject: (path) @local.definition.type)

(value (path) @local.reference)
";

const NEOVIM_INDENTS: &str = "\
[(block) (list) (group) (call)] @indent.begin

[\"}\" \"]\" \")\"] @indent.branch @indent.end

(text_block) @indent.auto
";

const HELIX_INDENTS: &str = "\
[(block) (list) (group) (call)] @indent

[\"}\" \"]\" \")\"] @outdent
";

const ZED_INDENTS: &str = "\
(block \"}\" @end) @indent

(list \"]\" @end) @indent

(group \")\" @end) @indent

(call \")\" @end) @indent
";

const ZED_BRACKETS: &str = "\
(\"{\" @open \"}\" @close)

(\"[\" @open \"]\" @close)

(\"(\" @open \")\" @close)
";

const ZED_OUTLINE: &str = "\
(declaration key: (path) @context subject: (path) @name body: (block)) @item

(declaration key: (path) @context title: (string) @name body: (block)) @item
";

const NEOVIM_TEXT_OBJECTS: &str = "\
(declaration body: (block) @class.inner) @class.outer

(property value: (value) @assignment.rhs) @assignment.outer

(modifier value: (value) @parameter.inner) @parameter.outer

(comment) @comment.outer
";

const AROUND_TEXT_OBJECTS: &str = "\
(declaration body: (block) @class.inside) @class.around

(property value: (value) @entry.inside) @entry.around

(modifier value: (value) @parameter.inside) @parameter.around

(comment) @comment.around
";

impl Dialect {
    /// The files with their queries.
    pub fn files(&self) -> Vec<(String, String)> {
        let file = |name: &str, text: &str| (format!("{}/{name}", self.folder), format!("{HEAD}{text}"));
        let others = self.others.iter().map(|(name, text)| file(name, text));
        std::iter::once(file("highlights.scm", &self.highlights())).chain(others).collect()
    }

    fn highlights(&self) -> String {
        let mut lines: Vec<String> =
            MEANINGS.iter().map(|row| row.pattern.replace('@', &format!("@{}", (self.word)(row)))).collect();
        if !self.later_wins {
            lines.reverse();
        }
        lines.join("\n") + "\n"
    }
}

/// Nobody edits what is written anew.
const HEAD: &str = "; Written by editors/tree-sitter-zbb/generate: change its table, not this file.\n\n";
