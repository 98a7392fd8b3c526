// The page of a plan beside its text: one panel for each plan, made anew whenever the server has new figures.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient, Range } from 'vscode-languageclient/node';
import { frame } from './page';

interface Page {
  html: string;
  version: number;
  stale: boolean;
}

/** The panels of the plans that are looked at. */
export class Previews implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly client: () => LanguageClient | undefined,
    private readonly folderOf: (uri: string) => string,
  ) {}

  /** Shows the page of the plan that a text belongs to. */
  open(text: vscode.Uri): void {
    const uri = text.toString();
    const plan = this.folderOf(uri);
    const there = this.panels.get(plan);
    if (there !== undefined) {
      there.reveal(undefined, true);
      return;
    }
    const media = vscode.Uri.joinPath(this.extension, 'media');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('zbb.preview', 'Plan', column, {
      enableScripts: true,
      localResourceRoots: [media],
      retainContextWhenHidden: true,
    });
    this.panels.set(plan, panel);
    panel.onDidDispose(() => this.panels.delete(plan));
    panel.webview.onDidReceiveMessage(async (message: { type: string; about?: string }) => {
      if (message.type === 'ready') {
        await this.fill(panel, uri);
      } else if (message.type === 'locate' && message.about !== undefined) {
        await this.reveal(uri, message.about);
      }
    });
    const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'preview.js')).toString();
    panel.webview.html = frame(randomBytes(18).toString('base64url'), script, panel.webview.cspSource);
  }

  /** The server has new figures of a plan. */
  async changed(uri: string): Promise<void> {
    const panel = this.panels.get(this.folderOf(uri));
    if (panel !== undefined) {
      await this.fill(panel, uri);
    }
  }

  private async fill(panel: vscode.WebviewPanel, uri: string): Promise<void> {
    const page = await this.client()?.sendRequest<Page | null>('zbb/preview', { uri });
    if (page) {
      panel.title = /<title>([^<]*)<\/title>/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? 'Plan';
    }
    await panel.webview.postMessage({ type: 'page', html: page?.html, stale: page?.stale ?? true });
  }

  /** Goes to the line of a name; a word of the page that is no name leads nowhere. */
  private async reveal(uri: string, about: string): Promise<void> {
    const client = this.client();
    const place = await client?.sendRequest<{ uri: string; range: Range } | null>('zbb/locate', { uri, about });
    if (!client || !place) {
      return;
    }
    const selection = client.protocol2CodeConverter.asRange(place.range);
    const there = client.protocol2CodeConverter.asUri(place.uri);
    await vscode.window.showTextDocument(there, { viewColumn: vscode.ViewColumn.One, selection });
  }

  dispose(): void {
    this.panels.forEach((panel) => panel.dispose());
    this.panels.clear();
  }
}
