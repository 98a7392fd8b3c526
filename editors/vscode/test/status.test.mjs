// What the status bar says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { planOf, shown } = await load('status');

const status = (more = {}) => ({
  uri: 'file:///plans/a/plan.zbb',
  folder: 'file:///plans/a',
  title: 'A *plan*',
  currency: 'AUD',
  budget: '2,350,000.00',
  funded: '2,090,000.00',
  left: '260,000.00',
  levels: [14, 22],
  targets: [1, 6],
  errors: 0,
  warnings: 1,
  stale: false,
  text: '2.09M of 2.35M AUD · 260k left · 5 targets missed',
  ...more,
});

test('the figure that matters, and the rest behind it', () => {
  const { text, tooltip, isWarning } = shown(status());
  assert.equal(text, '2.09M of 2.35M AUD · 260k left · 5 targets missed');
  assert.match(tooltip, /\*\*A \\\*plan\\\*\*\*/);
  assert.match(tooltip, /14 of 22 levels funded/);
  assert.match(tooltip, /1 of 6 targets met/);
  assert.match(tooltip, /0 errors, 1 warning$/);
  assert.equal(isWarning, false);
});

test('figures of before say so', () => {
  const { text, tooltip, isWarning } = shown(status({ errors: 2, stale: true, text: '2 errors · figures of the last good plan' }));
  assert.equal(text, '$(error) 2 errors · figures of the last good plan');
  assert.match(tooltip, /last plan without errors/);
  assert.equal(isWarning, true);
});

test('a plan without figures says how many warnings there are', () => {
  const bare = { uri: 'x', folder: 'x', errors: 0, warnings: 1, stale: true, text: '' };
  assert.equal(shown(bare).text, '$(history) 1 warning');
});

test('no text of a plan becomes a picture', () => {
  assert.ok(!shown(status({ text: '$(trash) left' })).text.includes('$(trash)'));
});

test('the plan of a text is the nearest one above it', () => {
  const outer = status({ folder: 'file:///plans' });
  const all = [outer, status(), status({ folder: 'file:///plans/ab' })];
  assert.equal(planOf(all, 'file:///plans/a/deep/x.zbb').folder, 'file:///plans/a');
  assert.equal(planOf(all, 'file:///plans/b.zbb').folder, 'file:///plans');
  assert.equal(planOf(all, 'file:///elsewhere/b.zbb'), undefined);
  assert.equal(planOf([status({ folder: 'untitled:1' })], 'untitled:1').folder, 'untitled:1');
});
