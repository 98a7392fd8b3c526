; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

("{" @open "}" @close)

("[" @open "]" @close)

("(" @open ")" @close)
