// The commands: pages of Markdown for a word, a code or a name, and the sample plan.

import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** Shows Markdown as a page that no file holds. */
export class Pages implements vscode.TextDocumentContentProvider {
  static readonly scheme = 'zbb-page';
  private readonly texts = new Map<string, string>();
  private readonly news = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.news.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  async show(name: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: Pages.scheme, path: `/${name}.md` });
    this.texts.set(uri.path, markdown);
    this.news.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }
}

/** The page of a word or a code; without one, that of the word at the cursor, else one is asked for. */
export async function explain(pages: Pages, client: LanguageClient | undefined, about?: unknown): Promise<void> {
  const topic = typeof about === 'string' ? about : (wordAtCursor() ?? (await askForTopic()));
  if (topic === undefined || client === undefined) {
    return;
  }
  const answer = await client.sendRequest<{ markdown: string } | null>('workspace/executeCommand', {
    command: 'zbb.explain',
    arguments: [topic],
  });
  if (!answer || answer.markdown === '') {
    void vscode.window.showInformationMessage(`zbb has no page about “${topic}”.`);
    return;
  }
  await pages.show(topic, answer.markdown);
}

function wordAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'zbb') {
    return undefined;
  }
  const range = editor.document.getWordRangeAtPosition(editor.selection.active);
  return range && editor.document.getText(range);
}

function askForTopic(): Thenable<string | undefined> {
  return vscode.window.showInputBox({ prompt: 'A word of the language or a code', placeHolder: 'package.today, E0222' });
}

/** Everything about a name: the one that a lens is over, else the one at the cursor. */
export async function why(pages: Pages, client: LanguageClient | undefined, uri?: unknown, about?: unknown): Promise<void> {
  if (client === undefined) {
    return;
  }
  const editor = vscode.window.activeTextEditor;
  const asked =
    typeof uri === 'string' && typeof about === 'string'
      ? { uri, about }
      : editor && {
          uri: client.code2ProtocolConverter.asUri(editor.document.uri),
          position: client.code2ProtocolConverter.asPosition(editor.selection.active),
        };
  if (!asked) {
    return;
  }
  const answer = await client.sendRequest<{ about: string; markdown: string } | null>('zbb/why', asked);
  if (answer) {
    await pages.show(`why ${answer.about}`, answer.markdown);
  } else {
    void vscode.window.showInformationMessage('Put the cursor on a name of the plan, and ask again.');
  }
}

/** Writes the sample into a folder that is chosen, and opens it there. */
export async function openSample(program: string | undefined, tellMissing: () => void): Promise<void> {
  if (program === undefined) {
    tellMissing();
    return;
  }
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Write the sample here',
    title: 'An empty folder for the sample plan',
  });
  const folder = chosen?.[0];
  if (folder === undefined) {
    return;
  }
  try {
    await promisify(execFile)(program, ['init', '--', folder.fsPath], { cwd: homedir() });
  } catch (error) {
    const words = (error as { stderr?: string }).stderr?.trim() || String(error);
    void vscode.window.showErrorMessage(`The sample could not be written: ${words}`);
    return;
  }
  const file = vscode.Uri.joinPath(folder, 'plan.zbb');
  await vscode.window.showTextDocument(file);
}
