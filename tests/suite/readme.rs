//! The README's commands give what it shows, and its plan is the example's.

use std::fs;
use std::path::Path;

#[test]
fn the_commands_of_the_readme_give_what_it_shows() {
    trycmd::TestCases::new().case("README.md");
}

#[test]
fn the_plan_of_the_readme_is_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file");
    let block = format!("```zbb\n{}```\n", read("examples/hotline/plan.zbb"));
    assert!(read("README.md").contains(&block));
}
