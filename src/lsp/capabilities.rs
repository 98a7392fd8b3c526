//! What client and server can: takes what a client says of itself, keeps what matters, gives what the server offers.

use serde_json::{Value, json};

use super::params::{at, is, list};
use super::position::Encoding;
use crate::editor::tokens::{MODIFIERS, TYPES};

/// What a client can.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Client {
    /// What columns count.
    pub encoding: Encoding,
    /// Whether it fills in places of an insertion.
    pub snippets: bool,
    /// Whether edits may say of which version of a text they are.
    pub versioned_edits: bool,
    /// Whether it can be asked to watch files.
    pub watches: bool,
    /// Whether it can open a lens's or an action's command.
    pub commands: bool,
    /// Whether it wants `zbb/status`.
    pub status: bool,
    /// Whether it wants `zbb/previewChanged`.
    pub preview: bool,
    /// Whether figures stand in the text.
    pub hints: bool,
    /// Whether figures stand over it.
    pub lenses: bool,
    /// Whether it asks for the edit of an action once that is chosen.
    pub resolves: bool,
    /// Whether it shows actions that cannot be done, with the reason.
    pub disabled: bool,
}

impl Client {
    /// What `initialize` says of the client.
    pub(super) fn of(params: &Value) -> Client {
        let capabilities = at(params, "/capabilities");
        let options = at(params, "/initializationOptions");
        let encodings = list(at(capabilities, "/general/positionEncodings"));
        let utf8 = encodings.iter().any(|encoding| encoding == "utf-8");
        let named = |name: &str| list(at(options, "/zbb")).iter().any(|wanted| wanted == name);
        Client {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            snippets: is(at(capabilities, "/textDocument/completion/completionItem/snippetSupport")),
            versioned_edits: is(at(capabilities, "/workspace/workspaceEdit/documentChanges")),
            watches: is(at(capabilities, "/workspace/didChangeWatchedFiles/dynamicRegistration")),
            commands: list(at(options, "/commands")).iter().any(|command| command == "zbb.explain"),
            status: named("status"),
            preview: named("preview"),
            hints: at(options, "/hints").as_bool().unwrap_or(true),
            lenses: at(options, "/lenses").as_bool().unwrap_or(true),
            resolves: list(at(capabilities, "/textDocument/codeAction/resolveSupport/properties"))
                .iter()
                .any(|property| property == "edit"),
            disabled: is(at(capabilities, "/textDocument/codeAction/disabledSupport")),
        }
    }
}

/// What the server offers.
pub(super) fn offered(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "completionProvider": { "triggerCharacters": [".", ":", " ", "/"] },
            "signatureHelpProvider": { "triggerCharacters": ["(", ","] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "renameProvider": { "prepareProvider": true },
            "documentLinkProvider": {},
            "callHierarchyProvider": true,
            "inlayHintProvider": true,
            "codeLensProvider": {},
            "codeActionProvider": {
                "codeActionKinds": ["quickfix", "refactor.rewrite", "source.fixAll.zbb"],
                "resolveProvider": true,
            },
            // What the client does itself, it would otherwise declare twice.
            "executeCommandProvider": { "commands": if client.commands { &[][..] } else { &["zbb.explain", "zbb.why"] } },
            "semanticTokensProvider": {
                "legend": { "tokenTypes": TYPES, "tokenModifiers": MODIFIERS },
                "full": true,
                "range": true,
            },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
            "experimental": { "zbb": ["status", "preview", "locate", "why", "settled"] },
        },
        "serverInfo": { "name": "zbb", "version": env!("CARGO_PKG_VERSION") },
    })
}
