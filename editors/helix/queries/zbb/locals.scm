; Written by editors/tree-sitter-zbb/generate: change its table, not this file.

(source_file) @local.scope

(declaration key: (path) subject: (path) @local.definition.type)

(value (path) @local.reference)
