; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(declaration key: (path) subject: (path) @name) @definition.class

(item name: (path) @name) @reference.class
