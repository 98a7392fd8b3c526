//! Tells Zed how the server of zbb is started: the program that the settings name, else the one on the path that Zed
//! itself searches, outside the folder that is open.

use zed_extension_api::{
    Command, LanguageServerId, Result, Worktree, register_extension, serde_json::Value, settings::LspSettings,
};

struct Zbb;

impl zed_extension_api::Extension for Zbb {
    fn new() -> Zbb {
        Zbb
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?;
        let binary = settings.binary;
        let named = binary.as_ref().and_then(|binary| binary.path.clone());
        let program = named.or_else(|| outside(worktree, worktree.which("zbb")?));
        let program = program.ok_or("`zbb` is not on the path: install it, or name it in `lsp.zbb.binary.path`")?;
        let arguments = binary.and_then(|binary| binary.arguments).unwrap_or_else(|| vec!["lsp".to_owned()]);
        Ok(Command { command: program, args: arguments, env: Vec::new() })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }
}

/// A program that does not stand in the folder that is open: what somebody sent is not run.
fn outside(worktree: &Worktree, program: String) -> Option<String> {
    let root = worktree.root_path();
    let inside = program.strip_prefix(&root).is_some_and(|rest| rest.starts_with(['/', '\\']));
    (!inside).then_some(program)
}

register_extension!(Zbb);
