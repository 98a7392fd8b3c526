; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(path) @variable
(comment) @comment
(string) @string
(text_block) @string
(escape_sequence) @string.escape
(number) @number
(period) @constant
(unit) @type.builtin
(unit_word) @type.builtin
(truth) @boolean
(operator) @operator
(modifier_word) @keyword.modifier
(call function: (path) @function.call)
((path) @variable.builtin (#eq? @variable.builtin "previous"))
(property key: (path) @property)
(property key: (period) @property)
(declaration subject: (path) @type)
(declaration key: (path) @keyword)
(declaration title: (string) @markup.heading)
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
["," ":"] @punctuation.delimiter
