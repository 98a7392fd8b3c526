// The frame around the page of a plan: it may run one script, the extension's own, and load nothing.

/** The document of the panel; `script` and `source` are addresses that the editor gave. */
export function frame(nonce: string, script: string, source: string): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}' ${source}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">
body { padding: 0; margin: 0; }
#stale { position: fixed; bottom: 0; left: 0; right: 0; z-index: 1; margin: 0; padding: 0.4rem 1rem; background: var(--vscode-editorWarning-foreground); color: var(--vscode-editor-background); font: var(--vscode-font-size) var(--vscode-font-family); }
#empty { padding: 1rem; font: var(--vscode-font-size) var(--vscode-font-family); }
</style>
<title>Plan</title>
</head>
<body>
<p id="stale" role="status" hidden>The plan has errors or is being worked out: these are the figures of before.</p>
<p id="empty">No page yet: it comes with the first plan without errors.</p>
<div id="page"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
