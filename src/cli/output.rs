//! The one place that writes to the terminal: takes finished text, gives an error the caller turns into an exit code.
//! `println!` would panic on a closed pipe or a full disk.

use crate::diagnostic::human::{Characters, Color, Style};
use std::fmt;
use std::io::{self, IsTerminal, Write};

/// Why text did not reach its reader.
#[derive(Debug)]
pub enum Unwritten {
    /// The reader has gone, as in `zbb plan | head`: end quietly, as if all had been read.
    Closed,
    /// The text is lost (a full disk): exit with 2 and say so.
    Lost(io::Error),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unwritten::Closed => formatter.write_str("the reader of the output has gone"),
            Unwritten::Lost(error) => write!(formatter, "the output cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Unwritten {}

/// Whether to colour, as `--color` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Data.
    Output,
    /// Everything else.
    Notes,
}

/// Writes data to standard output.
///
/// # Errors
/// When the reader has gone or the text is lost.
pub fn print(text: &str) -> Result<(), Unwritten> {
    write_to(&mut anstream::AutoStream::always_ansi(io::stdout().lock()), text.as_bytes())
}

/// Writes everything else to standard error; when even that fails there is nobody left to tell.
pub fn note(text: &str) {
    let _ = write_to(&mut anstream::AutoStream::always_ansi(io::stderr().lock()), text.as_bytes());
}

/// Writes all bytes to a stream.
///
/// # Errors
/// When the reader has gone or the text is lost.
pub fn write_to(stream: &mut dyn Write, bytes: &[u8]) -> Result<(), Unwritten> {
    stream.write_all(bytes).and_then(|()| stream.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Unwritten::Closed,
        _ => Unwritten::Lost(error),
    })
}

/// How findings look on a stream: as wide as the terminal, within what reads well.
#[must_use]
pub fn style(choice: ColorChoice, stream: Stream) -> Style {
    let size = match stream {
        Stream::Output => terminal_size::terminal_size_of(io::stdout()),
        Stream::Notes => terminal_size::terminal_size_of(io::stderr()),
    };
    let width = size.map_or(100, |(width, _)| usize::from(width.0).clamp(80, 140));
    Style { width, color: color(choice, stream), characters: Characters::Unicode }
}

/// How data looks on standard output; `columns`, where somebody asked for so many.
#[must_use]
pub fn style_of_data(choice: ColorChoice, columns: Option<u16>) -> Style {
    let style = style(choice, Stream::Output);
    Style { width: columns.map_or(style.width, usize::from), ..style }
}

/// Whether to colour a stream.
#[must_use]
pub fn color(choice: ColorChoice, stream: Stream) -> Color {
    let is_terminal = match stream {
        Stream::Output => io::stdout().is_terminal(),
        Stream::Notes => io::stderr().is_terminal(),
    };
    let is_refused = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    match choice {
        ColorChoice::Always => Color::Ansi,
        ColorChoice::Auto if is_terminal && !is_dumb && !is_refused("NO_COLOR") => Color::Ansi,
        ColorChoice::Auto | ColorChoice::Never => Color::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::{Unwritten, write_to};
    use std::io::{self, Write};

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_loss() {
        let closed = write_to(&mut Failing(io::ErrorKind::BrokenPipe), b"x");
        assert!(matches!(closed, Err(Unwritten::Closed)));
        let lost = write_to(&mut Failing(io::ErrorKind::StorageFull), b"x");
        assert!(matches!(lost, Err(Unwritten::Lost(_))));
    }
}
