// The TextMate grammar as editors and pages read it: on every example and every right case nothing is invalid, no word is
// bare, and the words that declare are keywords. The tree-sitter grammar is held to the same plans by `cargo test` in
// editors/tree-sitter-zbb/generate, zbb's own by its suite.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHighlighter } from 'shiki';
import { json, plans, repository } from './load.mjs';

const grammar = { ...json('syntaxes/zbb.tmLanguage.json'), name: 'zbb' };
const highlighter = await createHighlighter({ langs: [grammar], themes: ['github-light', 'github-dark'] });
const words = JSON.parse(readFileSync(join(repository, 'editors/words.json'), 'utf8'));

/** The pieces of a text with their scopes, the outermost left out. */
function pieces(text) {
  const lines = highlighter.codeToTokensBase(text, { lang: 'zbb', theme: 'github-light', includeExplanation: 'scopeName' });
  return lines.flatMap((line, number) =>
    line.flatMap((token) =>
      token.explanation.map(({ content, scopes }) => ({
        content,
        line: number + 1,
        scopes: scopes.map(({ scopeName }) => scopeName).filter((name) => name !== 'source.zbb'),
      })),
    ),
  );
}

test('every right plan: nothing invalid, no word without a scope', () => {
  const all = [...plans('examples'), ...plans('tests/cases/syntax/valid')];
  assert.ok(all.length > 60, `${all.length} plans`);
  for (const plan of all) {
    for (const { content, line, scopes } of pieces(readFileSync(plan, 'utf8').replaceAll('\r\n', '\n'))) {
      assert.ok(!scopes.some((scope) => scope.startsWith('invalid')), `${plan}:${line}: ${content}`);
      if (/[\p{L}\p{N}"#{}[\]()<>=*/+-]/u.test(content)) {
        assert.ok(scopes.length > 0, `${plan}:${line}: “${content}” is bare`);
      }
    }
  }
});

test('each word of the language has the scope of its kind', () => {
  const scope = (text, word) => pieces(text).find(({ content }) => content.trim() === word)?.scopes.at(-1);
  for (const word of words.keywords) {
    assert.equal(scope(`${word} a {\n}\n`, word), 'keyword.control.declaration.zbb', word);
  }
  for (const word of words.keys) {
    assert.equal(scope(`package a {\n  ${word}: 1\n}\n`, word), 'support.type.property-name.zbb', word);
  }
  for (const word of words.modifiers) {
    assert.equal(scope(`package a {\n  cost b: 1 EUR ${word} x\n}\n`, word), 'keyword.other.modifier.zbb', word);
  }
  for (const word of words.functions) {
    assert.equal(scope(`kpi a {\n  formula: ${word}(b)\n}\n`, word), 'support.function.zbb', word);
  }
});

test('titles with apostrophes, long texts and comments end where they end', () => {
  const found = pieces('role a "It\'s # no comment" # one\nrole b\n');
  assert.deepEqual(found.filter(({ scopes }) => scopes.includes('comment.line.number-sign.zbb')).map(({ content }) => content), ['# one']);
  assert.ok(found.some(({ content, scopes }) => content.trim() === 'role' && scopes[0].startsWith('keyword') && content));
  const long = pieces('package a {\n  justification: """\n    x: { "y" # z\n    """\n  owner: b\n}\n');
  assert.ok(long.some(({ content, scopes }) => content.trim() === 'owner' && scopes[0] === 'support.type.property-name.zbb'));
});

test('what matters is coloured in light and dark', () => {
  const text = readFileSync(join(repository, 'examples/hotline/plan.zbb'), 'utf8');
  for (const theme of ['github-light', 'github-dark']) {
    const { tokens, fg } = highlighter.codeToTokens(text, { lang: 'zbb', theme });
    const colour = (word) => tokens.flat().find(({ content }) => content.trim() === word)?.color;
    for (const word of ['package', 'department', 'agent']) {
      assert.ok(colour(word) && colour(word).toLowerCase() !== fg.toLowerCase(), `${word} in ${theme}`);
    }
  }
});
