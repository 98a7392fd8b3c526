; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(declaration body: (block) @class.inside) @class.around

(property value: (value) @entry.inside) @entry.around

(modifier value: (value) @parameter.inside) @parameter.around

(comment) @comment.around
