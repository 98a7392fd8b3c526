; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

["," ":"] @punctuation.delimiter
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
(declaration title: (string) @markup.heading)
(declaration key: (path) @keyword)
(declaration subject: (path) @type)
(property key: (period) @variable.other.member)
(property key: (path) @variable.other.member)
((path) @variable.builtin (#eq? @variable.builtin "previous"))
(call function: (path) @function)
(modifier_word) @keyword
(operator) @operator
(truth) @constant.builtin.boolean
(unit_word) @type.builtin
(unit) @type.builtin
(period) @constant
(number) @constant.numeric
(escape_sequence) @constant.character.escape
(text_block) @string
(string) @string
(comment) @comment
(path) @variable
