// The newsroom lives through a day of everything and the year after it, and each request to AWS is held against the role of the
// function that makes it: none may be denied, and nothing may have been granted in vain.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissions } from '#tests/cdk/permissions';
import { bundles } from '#tests/cdk/synthesised';
import { openLife } from './life.ts';
import { namesOf } from './role.ts';
import { FILES, type Life, START, scenes } from './scenes.ts';

/** Writing its own log and reading its own queue, which AWS itself does for a function. */
const BY_AWS = /^(logs:|sqs:(?!SendMessage))/;
const granted = permissions().filter(({ role, action }) => Object.hasOwn(bundles, role) && !BY_AWS.test(action));

let life: Life;
beforeAll(async () => {
  life = await openLife(granted, { at: START, files: FILES });
});
afterAll(() => life.stop());

test.each(scenes)('%s', async (_, play) => {
  await play(life);
  expect(life.guard.denied).toEqual([]);
});

test('each permission was used: nothing is granted in vain', () => {
  expect(life.guard.calls()).toBeGreaterThan(2_000);
  const names = [...new Set(granted.flatMap(namesOf))];
  expect(names.length).toBeGreaterThan(150);
  expect(names.filter((name) => !life.guard.used.has(name))).toEqual([]);
});
