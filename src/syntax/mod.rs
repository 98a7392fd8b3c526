//! Text to tree: takes one file's text, gives what was written in it, whole or broken.

pub mod tree;
