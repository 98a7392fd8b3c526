// The client that VS Code speaks with, against the server: attach, findings, hover, names, completion, layout, hints, what
// is zbb's own, and the end.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';
import { repository, zbb } from './load.mjs';

const {
  CallHierarchyPrepareRequest, CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, CompletionRequest, DefinitionRequest,
  DidChangeTextDocumentNotification, DidOpenTextDocumentNotification, DocumentFormattingRequest, DocumentSymbolRequest,
  ExitNotification, FoldingRangeRequest, HoverRequest, InitializeRequest, InitializedNotification, InlayHintRequest,
  PublishDiagnosticsNotification, ReferencesRequest, RenameRequest, SemanticTokensRequest, ShutdownRequest,
  StreamMessageReader, StreamMessageWriter, createProtocolConnection,
} = protocol;

/** A client with one plan open. */
class Client {
  findings = new Map();
  notes = [];

  static async start(example) {
    const client = new Client();
    client.folder = mkdtempSync(join(tmpdir(), 'zbb client ü-'));
    cpSync(join(repository, 'examples', example), client.folder, { recursive: true });
    client.process = spawn(zbb(), ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    client.ended = new Promise((resolve) => client.process.on('exit', resolve));
    const { stdout, stdin } = client.process;
    const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    client.connection = connection;
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => client.findings.set(uri, diagnostics));
    connection.onNotification('zbb/status', (status) => client.notes.push(status));
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(client.folder).toString(), name: 'plans' }],
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true },
          publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true },
        },
        experimental: {},
      },
      initializationOptions: { zbb: ['status', 'preview'], commands: ['zbb.explain', 'zbb.why'] },
    });
    client.offered = capabilities;
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async open(name) {
    this.path = join(this.folder, name);
    // As VS Code writes it: `file:///tmp/zbb%20client%20%C3%BC…`
    this.uri = pathToFileURL(this.path).toString();
    this.text = readFileSync(this.path, 'utf8');
    this.version = 1;
    const textDocument = { uri: this.uri, languageId: 'zbb', version: 1, text: this.text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await this.settled();
  }

  settled() {
    return this.connection.sendRequest('zbb/settled', {});
  }

  at(part, offset = 0) {
    const byte = this.text.indexOf(part);
    assert.ok(byte >= 0, part);
    const before = this.text.slice(0, byte + offset);
    return { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  }

  ask(type, part, offset, more = {}) {
    return this.connection.sendRequest(type, { textDocument: { uri: this.uri }, position: this.at(part, offset), ...more });
  }

  all(type, more = {}) {
    return this.connection.sendRequest(type, { textDocument: { uri: this.uri }, ...more });
  }

  async change(from, to) {
    const start = this.at(from);
    const end = this.at(from, from.length);
    this.text = this.text.replace(from, () => to);
    this.version += 1;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ range: { start, end }, text: to }],
    });
  }

  async stop() {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.ended;
    this.connection.dispose();
    rmSync(this.folder, { recursive: true });
    return code;
  }
}

const skip = zbb() ? false : 'zbb is not built: cargo build, or set ZBB';

test('a plan is served', { skip, timeout: 60_000 }, async (context) => {
  const client = await Client.start('hotline');
  await client.open('plan.zbb');

  await context.test('no findings, and the status says what is given', () => {
    assert.deepEqual(client.findings.get(client.uri), []);
    const status = client.notes.at(-1);
    assert.equal(status.folder, pathToFileURL(client.folder).toString());
    assert.deepEqual(status.levels, [1, 2]);
    assert.equal(status.text, '132k of 180k EUR · 48k left · 1 target missed');
    assert.equal(status.stale, false);
  });

  await context.test('hover, definition, references, symbols, folding, tokens, calls', async () => {
    const hover = await client.ask(HoverRequest.type, 'weekdays "');
    assert.match(hover.contents.value, /✓ funded · rank 1 · costs 132,000\.00 EUR/);
    const definition = await client.ask(DefinitionRequest.type, 'effect csat', 8);
    assert.deepEqual(definition.range.start, client.at('csat "'));
    const references = await client.ask(ReferencesRequest.type, 'csat "', 0, { context: { includeDeclaration: true } });
    assert.ok(references.length >= 3);
    const symbols = await client.all(DocumentSymbolRequest.type);
    assert.ok(symbols.some(({ name }) => name === 'phone'));
    assert.ok((await client.all(FoldingRangeRequest.type)).length > 3);
    const tokens = await client.all(SemanticTokensRequest.type);
    assert.equal(tokens.data.length % 5, 0);
    assert.ok(tokens.data.length > 200);
    const [item] = await client.ask(CallHierarchyPrepareRequest.type, 'csat "');
    assert.equal(item.name, 'csat');
  });

  await context.test('completion by place, and the layout stands', async () => {
    const owners = await client.ask(CompletionRequest.type, 'owner: lead', 8);
    assert.ok(owners.items.some(({ label }) => label === 'lead'));
    assert.deepEqual(await client.all(DocumentFormattingRequest.type, { options: { tabSize: 2, insertSpaces: true } }), []);
  });

  await context.test('hints and lenses', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
    const hints = await client.all(InlayHintRequest.type, { range });
    assert.ok(hints.some(({ label }) => label.startsWith('✗ short by 24,000')));
    const lenses = await client.all(CodeLensRequest.type);
    assert.ok(lenses.every(({ command }) => command.command === 'zbb.why'));
  });

  await context.test('what it would take to fund a level, and a click on it', async () => {
    const place = client.at('weekends "');
    const actions = await client.all(CodeActionRequest.type, { range: { start: place, end: place }, context: { diagnostics: [] } });
    const raise = actions.find(({ title }) => title.startsWith('raise the budget by 24,000.00 EUR'));
    assert.ok(raise, actions.map(({ title }) => title).join('\n'));
    const { edit } = raise.edit ? raise : await client.connection.sendRequest(CodeActionResolveRequest.type, raise);
    const [change] = edit.documentChanges;
    assert.equal(change.textDocument.version, client.version);
    assert.match(change.edits[0].newText, /24_000 EUR/);
  });

  await context.test('the page, places and reasons', async () => {
    const page = await client.connection.sendRequest('zbb/preview', { uri: client.uri });
    assert.match(page.html, /^<!doctype html>/i);
    assert.equal(page.stale, false);
    assert.match(page.html, /data-about="/);
    assert.ok(page.pages.some(({ page }) => page === 'money'));
    const money = await client.connection.sendRequest('zbb/preview', { uri: client.uri, page: 'money' });
    assert.notEqual(money.html, page.html);
    await assert.rejects(client.connection.sendRequest('zbb/preview', { uri: client.uri, page: 'nope' }), /index, ranking/);
    for (const about of ['level phone.weekdays', 'weekdays']) {
      assert.deepEqual(
        (await client.connection.sendRequest('zbb/locate', { uri: client.uri, about })).range.start, client.at('weekdays "'), about,
      );
    }
    const place = await client.connection.sendRequest('zbb/locate', { uri: client.uri, about: 'phone.weekdays' });
    assert.deepEqual(place.range.start, client.at('weekdays "'));
    assert.equal(await client.connection.sendRequest('zbb/locate', { uri: client.uri, about: 'no.such' }), null);
    const named = await client.connection.sendRequest('zbb/why', { uri: client.uri, about: 'phone.weekdays' });
    assert.match(named.markdown, /132,000\.00/);
    assert.match(named.markdown, /plan\.zbb:/);
    const there = await client.connection.sendRequest('zbb/why', { uri: client.uri, position: client.at('weekdays "') });
    assert.deepEqual(there, named);
  });

  await context.test('a half-typed line leaves the figures of before, and says so', async () => {
    await client.change('3 agent', '3 ag');
    await client.settled();
    assert.deepEqual(client.findings.get(client.uri).map(({ code }) => code), ['E0222']);
    const status = client.notes.at(-1);
    assert.equal(status.text, '1 error · figures of the last good plan');
    assert.equal(status.stale, true);
    await client.change('3 ag', '3 agent');
    await client.settled();
    assert.deepEqual(client.findings.get(client.uri), []);
  });

  await context.test('a name is changed wherever it stands', async () => {
    const edit = await client.ask(RenameRequest.type, 'csat "', 1, { newName: 'joy' });
    const [change] = edit.documentChanges;
    assert.equal(change.textDocument.uri, client.uri);
    assert.ok(change.edits.length >= 3);
  });

  assert.equal(client.offered.positionEncoding, 'utf-16');
  assert.equal(await client.stop(), 0);
});

test('the server ends with its client', { skip, timeout: 30_000 }, async () => {
  const client = await Client.start('hotline');
  client.process.stdin.end();
  assert.equal(await client.ended, 1);
  client.connection.dispose();
  rmSync(client.folder, { recursive: true });
});
