// The extension: starts the server, and shows what it tells in the ways of the editor.

import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { Pages, explain, openSample, why } from './commands';
import { Previews } from './preview';
import { type Found, find } from './server';
import { type Status, planOf, shown } from './status';

let running: Running | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  running = new Running(context);
  context.subscriptions.push(running);
  await running.start();
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

/** The extension while it runs. */
class Running implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly statuses = new Map<string, Status>();
  private readonly pages = new Pages();
  private readonly previews: Previews;
  private readonly bar = vscode.window.createStatusBarItem('zbb.status', vscode.StatusBarAlignment.Left, 10);
  private readonly parts: vscode.Disposable[] = [];

  constructor(private readonly context: vscode.ExtensionContext) {
    this.previews = new Previews(
      context.extensionUri,
      () => this.client,
      (uri) => planOf(this.statuses.values(), uri)?.folder ?? uri,
    );
    this.bar.name = 'zbb';
    this.bar.command = 'zbb.preview';
    const command = (name: string, run: (...values: unknown[]) => unknown): vscode.Disposable =>
      vscode.commands.registerCommand(name, run);
    this.parts.push(
      this.bar,
      this.previews,
      vscode.workspace.registerTextDocumentContentProvider(Pages.scheme, this.pages),
      command('zbb.preview', () => this.preview()),
      command('zbb.restart', () => this.restart()),
      command('zbb.explain', (about) => explain(this.pages, this.client, about)),
      command('zbb.why', (uri, about) => why(this.pages, this.client, uri, about)),
      command('zbb.openSample', () => {
        const found = this.find();
        return openSample('program' in found ? found.program : undefined, () => tellMissing(found));
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidChangeConfiguration(async (change) => {
        if (change.affectsConfiguration('zbb.path') || change.affectsConfiguration('zbb.hints') || change.affectsConfiguration('zbb.lenses')) {
          await this.restart();
        }
        this.show();
      }),
    );
  }

  async start(): Promise<void> {
    const found = this.find();
    if (!('program' in found)) {
      tellMissing(found);
      return;
    }
    const server: ServerOptions = { command: found.program, args: ['lsp'], options: { cwd: homedir() } };
    const client = new LanguageClient('zbb', 'zbb', server, this.options());
    this.client = client;
    client.onNotification('zbb/status', (status: Status) => {
      this.statuses.set(status.folder, status);
      this.show();
    });
    client.onNotification('zbb/previewChanged', ({ uri }: { uri: string }) => this.previews.changed(uri));
    await client.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.statuses.clear();
    this.bar.hide();
    await client?.dispose();
  }

  dispose(): void {
    this.parts.forEach((part) => void part.dispose());
  }

  private async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private options(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration('zbb');
    return {
      documentSelector: [
        { language: 'zbb', scheme: 'file' },
        { language: 'zbb', scheme: 'untitled' },
      ],
      // The server asks to watch plans and their data by itself.
      initializationOptions: {
        zbb: ['status', 'preview'],
        commands: ['zbb.explain', 'zbb.why'],
        hints: settings.get('hints', true),
        lenses: settings.get('lenses', true),
      },
      markdown: { isTrusted: false, supportHtml: false },
      outputChannelName: 'zbb',
    };
  }

  private find(): Found {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const machine = { platform: process.platform, path: process.env['PATH'] ?? process.env['Path'] ?? '', program };
    return find(machine, {
      setting: vscode.workspace.getConfiguration('zbb').get('path', ''),
      extension: this.context.extensionPath,
      workspace: folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => real(uri.fsPath)),
    });
  }

  /** Shows the status of the plan that is being written. */
  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isWanted = vscode.workspace.getConfiguration('zbb').get('statusBar', true);
    const status = document?.languageId === 'zbb' ? planOf(this.statuses.values(), document.uri.toString()) : undefined;
    if (!isWanted || status === undefined) {
      this.bar.hide();
      return;
    }
    const { text, tooltip, isWarning } = shown(status);
    this.bar.text = text;
    this.bar.tooltip = new vscode.MarkdownString(tooltip);
    this.bar.backgroundColor = isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.bar.show();
  }

  private preview(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'zbb') {
      this.previews.open(document.uri);
    }
  }
}

/** The real path of a file that can be run. */
function program(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** One message, with the way to mend it. */
function tellMissing(found: Found): void {
  if (!('missing' in found)) {
    return;
  }
  const [settings, how] = ['Open the setting', 'How to install'];
  void vscode.window.showErrorMessage(`zbb: ${found.missing}.`, how, settings).then(async (choice) => {
    if (choice === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'zbb.path');
    } else if (choice === how) {
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'zbb.zbb#start', false);
    }
  });
}
