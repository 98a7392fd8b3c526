; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(block "}" @end) @indent

(list "]" @end) @indent

(group ")" @end) @indent

(call ")" @end) @indent
