// What the extension declares is there, and says the same as the language.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { extension, json, plans, repository, zbb } from './load.mjs';

const manifest = json('package.json');
const { contributes } = manifest;

test('every file that is named is there', () => {
  const named = [
    manifest.icon,
    ...contributes.languages.flatMap((language) => [language.configuration, language.icon.light, language.icon.dark]),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.snippets.map((snippets) => snippets.path),
    ...contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps.map((step) => step.media.markdown)),
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ];
  named.forEach((path) => assert.ok(existsSync(join(extension, path)), path));
});

test('every command is registered, and every registered one is declared', () => {
  const source = readFileSync(join(extension, 'src/extension.ts'), 'utf8');
  const registered = [...source.matchAll(/command\('(zbb\.[a-zA-Z]+)'/g)].map((match) => match[1]);
  assert.deepEqual(registered.sort(), contributes.commands.map(({ command }) => command).sort());
});

test('every setting is read, and none else', () => {
  const source = readFileSync(join(extension, 'src/extension.ts'), 'utf8');
  const read = [...source.matchAll(/\.get\('([a-zA-Z]+)'/g)].map((match) => `zbb.${match[1]}`);
  const declared = Object.keys(contributes.configuration.properties).filter((name) => name !== 'zbb.trace.server');
  assert.deepEqual([...new Set(read)].sort(), declared.sort());
});

test('a folder cannot choose the program', () => {
  assert.equal(contributes.configuration.properties['zbb.path'].scope, 'machine');
  assert.deepEqual(manifest.activationEvents, ['onLanguage:zbb']);
  assert.equal(contributes.taskDefinitions, undefined);
});

test('the version is that of zbb', () => {
  const version = /^version = "(.*)"/m.exec(readFileSync(join(repository, 'Cargo.toml'), 'utf8'))[1];
  assert.equal(manifest.version, version);
});

test('the language configuration reads plans', () => {
  const language = json('language-configuration.json');
  const word = new RegExp(language.wordPattern, 'g');
  assert.deepEqual('cost pay: 48k EUR + 3.5% of_all'.match(word), ['cost', 'pay', '48k', 'EUR', '3.5%', 'of_all']);
  const [increase, decrease] = ['increaseIndentPattern', 'decreaseIndentPattern'].map((key) => new RegExp(language.indentationRules[key]));
  for (const line of ['plan x {', '  needs: [', 'level a { # why']) assert.ok(increase.test(line), line);
  for (const line of ['}', '  ]', '  ) # end']) assert.ok(decrease.test(line), line);
  assert.ok(!increase.test('level a { cost b: 1 EUR }'));
  // Indents by these rules alone leave every example as it is.
  for (const plan of plans('examples').filter((path) => !/city_lists|philadelphia/.test(path))) {
    let depth = 0;
    let isText = false;
    readFileSync(plan, 'utf8').split('\n').forEach((line, number) => {
      const quotes = line.match(/"""/g)?.length ?? 0;
      if (isText || line.trim() === '') {
        isText = quotes % 2 === 1 ? !isText : isText;
        return;
      }
      if (decrease.test(line)) depth -= 1;
      const indent = line.length - line.trimStart().length;
      if (!line.trimStart().startsWith('#')) assert.equal(indent, depth * 2, `${plan}:${number + 1}`);
      if (increase.test(line)) depth += 1;
      isText = quotes % 2 === 1;
    });
  }
});

test('the problem matcher reads what `zbb check --format short` writes', { skip: zbb() ? false : 'zbb is not built' }, () => {
  const [{ pattern }] = contributes.problemMatchers;
  const { stdout } = spawnSync(zbb(), ['check', '--format', 'short', 'tests/cases/messages/E0106-funded-in-words.zbb'], { cwd: repository, encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  assert.ok(lines.length > 0 && lines[0] !== '');
  for (const line of lines) {
    const match = new RegExp(pattern.regexp).exec(line);
    assert.ok(match, line);
    assert.match(match[pattern.file], /E0106-funded-in-words\.zbb$/);
    assert.match(match[pattern.code], /^[EW]\d{4}$/);
    assert.ok(match[pattern.message].length > 10);
  }
});

test('the snippets make plans that are right', { skip: zbb() ? false : 'zbb is not built' }, () => {
  const snippets = json('snippets/zbb.json');
  const written = (name, values = {}) => {
    const given = new Map(Object.entries(values));
    const body = snippets[name].body.join('\n');
    for (const match of body.matchAll(/\$\{(\d+):([^}]*)\}/g)) {
      if (!given.has(match[1])) given.set(match[1], match[2]);
    }
    return body
      .replace(/\$\{(\d+)\|([^|]*)\|\}/g, (_, place, choices) => given.get(place) ?? choices.split(',')[0])
      .replace(/\$\{(\d+):[^}]*\}/g, (_, place) => given.get(place))
      .replace(/\$0/, '');
  };
  const text = [
    written('Plan'),
    'role role "Role"\ndepartment department "Department" { owner: role }\ncategory category "Category" { owner: role }\n',
    'objective objective "Objective" { owner: role, measures: [kpi] }\n',
    written('KPI', { 1: 'kpi' }),
    written('Journey'),
    written('Package', { 1: 'package_one' }),
    written('Ranking', { 4: 'package_one.least\n  package_one.more' }),
    written('Scenario'),
    written('Requirement', { 2: 'package_one.least' }),
  ].join('\n');
  const folder = mkdtempSync(join(tmpdir(), 'zbb-snippets-'));
  try {
    const file = join(folder, 'plan.zbb');
    writeFileSync(file, text);
    const checked = spawnSync(zbb(), ['check', '--format', 'short', file], { encoding: 'utf8' });
    const errors = checked.stdout.split('\n').filter((line) => line.includes(' error['));
    assert.deepEqual(errors, [], text);
    assert.equal(execFileSync(zbb(), ['fmt', '--check', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }), '');
    for (const name of ['Level', 'Alternative']) {
      const lines = written(name).trim().split('\n').map((line) => `  ${line}`).join('\n');
      assert.ok(lines.startsWith(`  ${snippets[name].prefix} `), lines);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every declaration that a snippet begins with is a word of the language', () => {
  const { keywords } = JSON.parse(readFileSync(join(repository, 'editors/words.json'), 'utf8'));
  for (const { prefix, body } of Object.values(json('snippets/zbb.json'))) {
    assert.ok(keywords.includes(prefix), prefix);
    assert.ok(body[0].startsWith(`${prefix} `), prefix);
  }
});
