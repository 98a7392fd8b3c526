// Which program is started: never one of an opened folder.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { find, isInside } = await load('server');

/** A machine with these programs, each at its real path. */
const machine = (path, programs, platform = 'linux') => ({
  platform,
  path,
  program: (asked) => (asked in programs ? (programs[asked] ?? asked) : undefined),
});
const asked = (more = {}) => ({ setting: '', extension: '/ext', workspace: ['/work/plans'], ...more });

test('the setting goes first, and is a full path', () => {
  const there = machine('/usr/bin', { '/opt/zbb': undefined, '/usr/bin/zbb': undefined });
  assert.deepEqual(find(there, asked({ setting: '/opt/zbb' })), { program: '/opt/zbb' });
  assert.match(find(there, asked({ setting: '/opt/none' })).missing, /no program at \/opt\/none/);
  assert.match(find(there, asked({ setting: 'bin/zbb' })).missing, /full path/);
});

test('the program in the extension goes before the one on the path', () => {
  const there = machine('/usr/bin', { '/ext/server/zbb': undefined, '/usr/bin/zbb': undefined });
  assert.deepEqual(find(there, asked()), { program: '/ext/server/zbb' });
});

test('a folder that is opened gives no program, by whatever way the path leads there', () => {
  const inside = { '/work/plans/zbb': undefined, '/work/plans/bin/zbb': undefined, '/usr/local/bin/zbb': '/work/plans/zbb' };
  for (const path of ['/work/plans', '/work/plans/bin', '.', '', 'bin', '/usr/local/bin']) {
    assert.match(find(machine(path, inside), asked()).missing, /not on the path/, path);
  }
  const path = '.:/work/plans/bin:/usr/bin';
  assert.deepEqual(find(machine(path, { ...inside, '/usr/bin/zbb': undefined }), asked()), { program: '/usr/bin/zbb' });
});

test('inside is inside, and beside is not', () => {
  assert.ok(isInside('/work/plans', '/work/plans/a/zbb'));
  assert.ok(isInside('/work/plans', '/work/plans'));
  assert.ok(!isInside('/work/plans', '/work/plans2/zbb'));
  assert.ok(!isInside('/work/plans', '/work/zbb'));
  assert.ok(isInside('/work/plans', '/work/plans/..zbb/zbb'));
});
