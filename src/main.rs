//! The `zbb` command.
fn main() {}
