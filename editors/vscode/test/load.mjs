// Loads a module of the extension that does not name the editor, and finds what else the tests read.
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const extension = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const repository = resolve(extension, '../..');

export async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [join(extension, 'src', `${name}.ts`)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

export const json = (path) => JSON.parse(readFileSync(join(extension, path), 'utf8'));

/** The plan files below a folder of the repository. */
export function plans(folder) {
  const found = [];
  const waiting = [join(repository, folder)];
  while (waiting.length > 0) {
    const at = waiting.pop();
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) waiting.push(path);
      else if (name.endsWith('.zbb')) found.push(path);
    }
  }
  return found.sort();
}

/** The program that serves; nothing where it was not built. */
export function zbb() {
  const path = resolve(repository, process.env.ZBB ?? 'target/debug/zbb');
  return existsSync(path) ? path : undefined;
}
