; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(declaration key: (path) @context subject: (path) @name body: (block)) @item

(declaration key: (path) @context title: (string) @name body: (block)) @item
