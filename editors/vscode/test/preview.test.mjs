// The panel as a browser shows it: the page of a real plan in its frame, the colours of the editor, clicks on names, and
// the reader's place when the page comes anew. In Chromium, where that is at hand.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';
import { extension, load, repository, zbb } from './load.mjs';

const { StreamMessageReader, StreamMessageWriter, createProtocolConnection } = protocol;
const { frame } = await load('page');

test('the frame runs one script and loads nothing', () => {
  const html = frame('NONCE', 'vscode-resource:/preview.js', 'vscode-resource:');
  assert.match(html, /default-src 'none'; script-src 'nonce-NONCE';/);
  assert.equal(html.match(/<script/g).length, 1);
  assert.ok(!/unsafe|https?:|\son[a-z]+=/.test(html));
});

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);
const skip = !zbb() ? 'zbb is not built' : chromium ? false : 'NOT TRIED: Chromium is not on the path';

test('the page stands in the frame', { skip, timeout: 60_000 }, async () => {
  const page = await previewed('ranking');
  const folder = mkdtempSync(join(tmpdir(), 'zbb-preview-'));
  try {
    const hostile = page.replace('</main>', '<script>window.ran = true</script><img src=x onerror="window.ran = true"></main>');
    const html = frame('abc', 'preview.js', "'self'")
      .replace('<script nonce="abc" src="preview.js">', `<script nonce="abc">${harness(hostile)}</script><script nonce="abc">${readFileSync(join(extension, 'media/preview.js'), 'utf8')}`)
      .replace('</body>', `<script nonce="abc">${checks()}</script></body>`)
      .replace('<body>', '<body class="vscode-dark">');
    const file = join(folder, 'frame.html');
    writeFileSync(file, html);
    const out = execFileSync(
      chromium,
      ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', `--user-data-dir=${join(folder, 'profile')}`, '--virtual-time-budget=3000', '--window-size=700,500', '--dump-dom', `file://${file}`],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const found = JSON.parse(/<pre id="found">([^<]*)<\/pre>/.exec(out)[1].replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
    assert.equal(found.ran, false, 'nothing of a page is run');
    assert.ok(found.headings > 2);
    assert.match(found.background, /^rgb\((\d|[1-5]\d), /, 'dark as the editor is');
    assert.equal(found.scheme, 'dark', 'its fields and bars too');
    assert.deepEqual(found.first, { type: 'ready' });
    assert.deepEqual(found.clicked, { type: 'locate', about: found.name }, 'a title leads to its line');
    assert.deepEqual(found.turned, { type: 'open', page: 'money', anchor: '' }, 'and a link above to its page');
    assert.equal(found.controlled.type, 'open');
    assert.match(found.controlled.anchor, /^(package|level)\./, 'with Ctrl a title leads to its form');
    assert.ok(found.before > 0);
    assert.equal(found.after, found.before, 'the reader keeps the place');
    assert.deepEqual([found.staleAtFirst, found.staleLater], [true, false], 'the banner is hidden, then shown');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A page of the example as the server gives it. */
async function previewed(page) {
  const uri = pathToFileURL(join(repository, 'examples/hotline/plan.zbb')).toString();
  const server = spawn(zbb(), ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  await connection.sendRequest('initialize', { capabilities: {}, initializationOptions: { zbb: ['preview'] } });
  await connection.sendNotification('initialized', {});
  const text = readFileSync(join(repository, 'examples/hotline/plan.zbb'), 'utf8');
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'zbb', version: 1, text } });
  await connection.sendRequest('zbb/settled', {});
  const { html } = await connection.sendRequest('zbb/preview', { uri, page });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
  return html;
}

/** What stands for the editor. */
function harness(page) {
  return `
    const told = [];
    window.ran = false;
    window.acquireVsCodeApi = () => ({ postMessage: (message) => told.push(message) });
    const roots = [];
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) { const root = attach.call(this, how); roots.push(root); return root; };
    const page = ${JSON.stringify(page).replaceAll('</', '<\\/')};
  `;
}

function checks() {
  return `
    const send = (stale) => window.dispatchEvent(new MessageEvent('message', { data: { type: 'page', html: page, stale } }));
    send(false);
    const [root] = roots;
    const stale = document.getElementById('stale');
    const staleAtFirst = stale.hidden;
    const named = root.querySelector('main a[data-about][href]');
    named.click();
    root.querySelector('a[href="money.html"]').click();
    named.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }));
    window.scrollTo(0, 400);
    const before = window.scrollY;
    send(true);
    setTimeout(() => {
      const pre = document.createElement('pre');
      pre.id = 'found';
      pre.textContent = JSON.stringify({
        ran: window.ran,
        headings: root.querySelectorAll('h2').length,
        background: getComputedStyle(root.querySelector('body')).backgroundColor,
        scheme: getComputedStyle(root.host).colorScheme,
        first: told[0], clicked: told[1], turned: told[2], controlled: told[3], name: named.dataset.about,
        before, after: window.scrollY, staleAtFirst, staleLater: stale.hidden,
      });
      document.body.append(pre);
    }, 500);
  `;
}
