; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(path) @variable
(comment) @comment
(string) @string
(text_block) @string
(escape_sequence) @string.escape
(number) @number
(period) @constant
(unit) @type
(unit_word) @type
(truth) @boolean
(operator) @operator
(modifier_word) @keyword
(call function: (path) @function)
((path) @variable.special (#eq? @variable.special "previous"))
(property key: (path) @property)
(property key: (period) @property)
(declaration subject: (path) @type)
(declaration key: (path) @keyword)
(declaration title: (string) @title)
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
["," ":"] @punctuation.delimiter
