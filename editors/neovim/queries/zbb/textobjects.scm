; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(declaration body: (block) @class.inner) @class.outer

(property value: (value) @assignment.rhs) @assignment.outer

(modifier value: (value) @parameter.inner) @parameter.outer

(comment) @comment.outer
