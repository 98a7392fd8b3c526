//! The word lists of the editors that colour by patterns: TextMate (VS Code, GitHub, Shiki), Vim, Emacs.

use serde_json::{Value, json};

/// The lists of `words.json`.
pub struct Words(Value);

impl Words {
    /// Reads the lists.
    pub fn read(text: &str) -> serde_json::Result<Words> {
        serde_json::from_str(text).map(Words)
    }

    /// The words of a list, in order.
    fn list(&self, name: &str) -> Vec<&str> {
        self.0[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The words of a list as alternatives of a pattern, the longest first.
    fn alternatives(&self, name: &str) -> String {
        let mut words = self.list(name);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.join("|")
    }

    /// The grammar for editors that read TextMate's.
    ///
    /// Titles stand before items, since an apostrophe in one must not begin anything; keys have the scope that GitHub's
    /// light theme gives a colour.
    pub fn textmate(&self) -> String {
        let [keywords, modifiers, operators] = ["keywords", "modifiers", "operators"].map(|list| self.alternatives(list));
        let [kinds, choices, functions] = ["kinds", "choices", "functions"].map(|list| self.alternatives(list));
        let [units, constants] = ["units", "constants"].map(|list| self.alternatives(list));
        let period = r"(?:FY\d{4}|\d{4}-[A-Za-z0-9]+)(?:-[A-Za-z0-9]+)*";
        let name = r"[\p{L}_][\p{L}\p{N}\p{M}_]*";
        let path = format!(r"{name}(?:\.(?:{period}|{name}))*");
        let start = r"(?:^|(?<=[{},]))\s*";
        let grammar = json!({
            "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
            "name": "zbb",
            "scopeName": "source.zbb",
            "fileTypes": ["zbb"],
            "comment": "Written by editors/tree-sitter-zbb/generate: change it there, not here.",
            "patterns": [{ "include": "#fact" }],
            "repository": {
                "fact": { "patterns": [
                    { "include": "#comment" },
                    { "include": "#declaration" },
                    { "include": "#property" },
                    { "include": "#value" },
                    { "name": "punctuation.section.block.zbb", "match": r"[{}]" },
                ] },
                "comment": { "name": "comment.line.number-sign.zbb", "match": "#.*$" },
                "declaration": {
                    "comment": "A keyword, then a name, a title or a brace; a colon makes it the key of a property.",
                    "match": format!(r#"{start}({keywords})\b(?=\s*(?:\{{|"|{name}|$))(?![^"\n#{{}},]*(?:"[^"\n]*"[^"\n#{{}},]*)?:)(?:\s+({path}))?(?:\s+({path}))?"#),
                    "captures": {
                        "1": { "name": "keyword.control.declaration.zbb" },
                        "2": { "name": "entity.name.type.zbb" },
                        "3": { "name": "entity.name.type.zbb" },
                    },
                },
                "property": {
                    "match": format!(r#"{start}({period}|{path})(?=[^:"\n#{{}},]*(?:"(?:[^"\\\n]|\\.)*")?\s*:)(?:\s+({period}|{path}))?(?:\s+({period}|{path}))?"#),
                    "captures": {
                        "1": { "name": "support.type.property-name.zbb" },
                        "2": { "name": "entity.name.tag.zbb" },
                        "3": { "name": "entity.name.tag.zbb" },
                    },
                },
                "value": { "patterns": [
                    { "include": "#text" },
                    { "include": "#figure" },
                    { "name": "keyword.other.modifier.zbb", "match": format!(r"\b(?:{modifiers})\b(?![.(:])") },
                    { "name": "keyword.operator.word.zbb", "match": format!(r"\b(?:{operators})\b(?![.(])") },
                    { "name": "constant.language.zbb", "match": format!(r"(?<![.\w])(?:{constants})\b(?![.(])") },
                    { "name": "support.function.zbb", "match": format!(r"(?<![.\w])(?:{functions})(?=\()") },
                    { "name": "support.constant.kind.zbb", "match": format!(r"(?<=[:])\s*(?:{kinds}|{choices})(?=\s*(?:$|[#,}}]|because\b|to\b))") },
                    { "name": "variable.other.zbb", "match": path },
                    { "name": "keyword.operator.zbb", "match": r"\.\.|[<>=!]=|[-+*/<>]" },
                    { "name": "punctuation.separator.zbb", "match": r"[,:]" },
                    { "name": "punctuation.section.brackets.zbb", "match": r"[\[\]()]" },
                ] },
                "figure": { "patterns": [
                    { "name": "constant.other.period.zbb", "match": format!(r"\b{period}\b") },
                    {
                        "match": format!(r"(?<![\w.])(\d[\d_]*(?:\.\d+)?(?:[kMB](?![\p{{L}}\p{{N}}_]))?)(?:\s*(%(?:/{name})*|(?:(?:{units})\b|(?!(?:{modifiers}|{operators})\b){name})(?:/{name})*))?"),
                        "captures": {
                            "1": { "name": "constant.numeric.zbb" },
                            "2": { "name": "storage.type.unit.zbb" },
                        },
                    },
                    { "name": "storage.type.unit.zbb", "match": "%" },
                ] },
                "text": { "patterns": [
                    {
                        "name": "string.quoted.triple.zbb",
                        "begin": r#""""\s*$"#,
                        "end": r#"^\s*"""|""""#,
                    },
                    {
                        "name": "string.quoted.double.zbb",
                        "begin": "\"",
                        "end": "\"|$",
                        "patterns": [{ "name": "constant.character.escape.zbb", "match": r"\\(?:u\{[0-9A-Fa-f]+\}|.)" }],
                    },
                ] },
            },
        });
        serde_json::to_string_pretty(&grammar).unwrap_or_default() + "\n"
    }

    /// Vim's words; the rest of its syntax file stands beside them.
    pub fn vim(&self) -> String {
        let mut text = "\" Written by editors/tree-sitter-zbb/generate from editors/words.json.\n".to_owned();
        for (group, list) in [
            ("zbbModifier", "modifiers"),
            ("zbbOperatorWord", "operators"),
            ("zbbConstant", "constants"),
            ("zbbKind", "kinds"),
            ("zbbChoice", "choices"),
            ("zbbUnit", "units"),
        ] {
            text.push_str(&format!("syntax keyword {group} contained {}\n", self.list(list).join(" ")));
        }
        let (keywords, functions) = (self.list("keywords").join(r"\|"), self.list("functions").join(r"\|"));
        text.push_str(&format!(
            "syntax match zbbKeyword /\\%(^\\|[{{}},]\\)\\@1<=\\s*\\%({keywords}\\)\\>\\ze\\%(\\s*[{{\"]\\|\\s\\+\\h\\|$\\)/ nextgroup=zbbName skipwhite\n"
        ));
        text.push_str(&format!("syntax match zbbFunction /\\<\\%({functions}\\)\\ze(/ contained\n"));
        text
    }

    /// Emacs's words.
    pub fn emacs(&self) -> String {
        let mut text = ";;; zbb-words.el --- The words of zbb  -*- lexical-binding: t; -*-\n\n\
                        ;; Written by editors/tree-sitter-zbb/generate from editors/words.json.\n\n;;; Code:\n"
            .to_owned();
        for list in ["keywords", "modifiers", "operators", "choices", "kinds", "functions", "units", "constants"] {
            let words: Vec<String> = self.list(list).iter().map(|word| format!("\"{word}\"")).collect();
            text.push_str(&format!(
                "\n(defconst zbb-{list}\n  '({})\n  \"The {list} of the language.\")\n",
                words.join(" ")
            ));
        }
        text + "\n(provide 'zbb-words)\n;;; zbb-words.el ends here\n"
    }
}
