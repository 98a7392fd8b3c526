; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

[(block) (list) (group) (text_block)] @fold
