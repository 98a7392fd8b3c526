//! What stops a command: what is wrong, and what to do about it.

/// What stopped a command: a path that leads to no plan, a name that means nothing, a full disk. The exit code is 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Trouble {
    /// What is wrong.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Trouble {
        Trouble { message: message.into(), help: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Trouble {
        Trouble { help: Some(help.into()), ..self }
    }
}
