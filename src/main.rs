//! The `zbb` command: see [`zbb::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    zbb::cli::run()
}
