// The bundle in an editor that is made of nothing: it starts, registers what the manifest declares, and where there is no
// server says so once. The program of an opened folder is not asked.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { extension, json } from './load.mjs';

/** Anything: a class, a function, an object, whatever is asked of it. */
function anything() {
  class Anything {}
  return new Proxy(Anything, {
    get: (target, key) => {
      if (key === 'prototype') return target.prototype;
      if (key === Symbol.toPrimitive) return () => '';
      if (key === 'then') return undefined;
      return anything();
    },
    apply: () => anything(),
    construct: (target, values, made) => Reflect.construct(target, [], made === undefined ? target : made),
  });
}

function editor(registered, told, folder) {
  // The bundle copies what has a name: what the extension itself uses is named here.
  const named = {
    EventEmitter: anything(),
    StatusBarAlignment: { Left: 1 },
    ViewColumn: { Beside: -2 },
    Uri: anything(),
    commands: { registerCommand: (name) => (registered.push(name), { dispose() {} }), executeCommand: async () => undefined },
    window: {
      activeTextEditor: undefined,
      createStatusBarItem: () => ({ hide() {}, show() {}, dispose() {} }),
      onDidChangeActiveTextEditor: () => ({ dispose() {} }),
      showErrorMessage: async (words) => void told.push(words),
    },
    workspace: {
      workspaceFolders: [{ uri: { scheme: 'file', fsPath: folder } }],
      getConfiguration: () => ({ get: (_, standard) => standard }),
      onDidChangeConfiguration: () => ({ dispose() {} }),
      registerTextDocumentContentProvider: () => ({ dispose() {} }),
    },
  };
  const other = anything();
  return new Proxy(named, { get: (target, key) => target[key] ?? other[key] });
}

test('it starts, and runs nothing of the folder that is open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zbb-extension-'));
  const path = process.env.PATH;
  try {
    const ran = join(folder, 'ran');
    writeFileSync(join(folder, 'zbb'), `#!/bin/sh\ntouch "${ran}"\n`);
    chmodSync(join(folder, 'zbb'), 0o755);
    process.env.PATH = `.:${folder}`;
    const outfile = join(folder, 'extension.cjs');
    await build({ entryPoints: [join(extension, 'src/extension.ts')], outfile, bundle: true, external: ['vscode'], format: 'cjs', platform: 'node' });
    const registered = [];
    const told = [];
    const load = Module._load;
    Module._load = (request, ...rest) => (request === 'vscode' ? editor(registered, told, folder) : load(request, ...rest));
    try {
      const { activate, deactivate } = createRequire(import.meta.url)(outfile);
      const subscriptions = [];
      await activate({ subscriptions, extensionUri: {}, extensionPath: join(folder, 'none') });
      await deactivate();
      subscriptions.forEach((part) => part.dispose());
    } finally {
      Module._load = load;
    }
    assert.deepEqual(registered.sort(), json('package.json').contributes.commands.map(({ command }) => command).sort());
    assert.deepEqual(told, ['zbb: the program zbb is not on the path.']);
    assert.ok(!existsSync(ran));
  } finally {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  }
});
