//! Compiles the parser that stands in `src` of the grammar, for the tests.

fn main() {
    let source = std::path::Path::new("../src");
    println!("cargo:rerun-if-changed=../src/parser.c");
    if source.join("parser.c").is_file() {
        cc::Build::new().include(source).file(source.join("parser.c")).warnings(false).compile("tree-sitter-zbb");
    }
}
