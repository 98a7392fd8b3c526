// The pages of a plan beside its text: one panel for each plan, made anew whenever the server has new figures.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient, Range } from 'vscode-languageclient/node';
import { frame } from './page';

interface Page {
  html: string;
  version: number;
  stale: boolean;
  page: string;
}

interface Message {
  type: string;
  about?: string;
  page?: string;
  anchor?: string;
}

/** A panel, and the page of the plan that it shows. */
interface Shown {
  panel: vscode.WebviewPanel;
  page: string | undefined;
}

/** The panels of the plans that are looked at. */
export class Previews implements vscode.Disposable {
  private readonly panels = new Map<string, Shown>();

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
      there.panel.reveal(undefined, true);
      return;
    }
    const media = vscode.Uri.joinPath(this.extension, 'media');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('zbb.preview', 'Plan', column, {
      enableScripts: true,
      localResourceRoots: [media],
      retainContextWhenHidden: true,
    });
    const shown: Shown = { panel, page: undefined };
    this.panels.set(plan, shown);
    panel.onDidDispose(() => this.panels.delete(plan));
    panel.webview.onDidReceiveMessage(async (message: Message) => {
      if (message.type === 'ready') {
        await this.fill(shown, uri);
      } else if (message.type === 'open' && message.page !== undefined) {
        shown.page = message.page;
        await this.fill(shown, uri, message.anchor ?? '');
      } else if (message.type === 'locate' && message.about !== undefined) {
        await this.reveal(uri, message.about);
      }
    });
    const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'preview.js')).toString();
    panel.webview.html = frame(randomBytes(18).toString('base64url'), script, panel.webview.cspSource);
  }

  /** The server has new figures of a plan. */
  async changed(uri: string): Promise<void> {
    const shown = this.panels.get(this.folderOf(uri));
    if (shown !== undefined) {
      await this.fill(shown, uri);
    }
  }

  private async fill(shown: Shown, uri: string, anchor?: string): Promise<void> {
    const { panel } = shown;
    const page = await this.page(shown, uri);
    if (page) {
      shown.page = page.page;
      panel.title = /<title>([^<]*)<\/title>/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? 'Plan';
    }
    await panel.webview.postMessage({ type: 'page', html: page?.html, stale: page?.stale ?? true, anchor });
  }

  /** The page that is shown; one that the plan no longer has gives way to the first. */
  private async page(shown: Shown, uri: string): Promise<Page | null | undefined> {
    const ask = (page: string | undefined) => this.client()?.sendRequest<Page | null>('zbb/preview', { uri, page });
    try {
      return await ask(shown.page);
    } catch (error) {
      if (shown.page === undefined) {
        throw error;
      }
      shown.page = undefined;
      return await ask(undefined);
    }
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
    this.panels.forEach(({ panel }) => panel.dispose());
    this.panels.clear();
  }
}
