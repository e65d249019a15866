// Runs the newsroom through the scenes of more than a year, and checks each request to AWS against the role of the function that makes
// it. No request may be denied, and each permission must be used.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOG_WORDS } from '#adapters/log-lines';
import { permissions } from '#tests/cdk/permissions';
import { bundles } from '#tests/cdk/synthesised';
import { openGuardedNewsroom } from './guarded-newsroom.ts';
import { namesOf } from './role.ts';
import { FILES, type GuardedNewsroom, START, scenes } from './scenes.ts';

/** Writing the function's own log and reading its own queue: AWS itself does that for a function. */
const BY_AWS = /^(?!Doctor )\w+ (logs:|sqs:(?!SendMessage))|^Doctor logs:/;
// Lambda itself puts away what a function could not work on.
const granted = permissions().filter(
  ({ role, action, on }) => Object.hasOwn(bundles, role) && !BY_AWS.test(`${role} ${action}`) && on !== `${role}DeadLetters`,
);

let guarded: GuardedNewsroom;
beforeAll(async () => {
  guarded = await openGuardedNewsroom(granted, { at: START, files: FILES });
});
afterAll(() => guarded.stop());

test.each(scenes)('no request is denied when %s', async (_, play) => {
  await play(guarded);
  expect(guarded.guard.denied).toEqual([]);
});

test.each([
  ['held', 'Tick'],
  ['secondReceipt', 'HandleSesEvents'],
  ['secondReceipt', 'Send'],
  ['stopped', 'Send'],
  ['stopped', 'Post'],
] as const)('in the scenes the words "%s", by which an alarm rings, came into the log of %s, and no address did', (words, role) => {
  expect(guarded.logOf(role)).toContain(LOG_WORDS[words]);
  expect(guarded.logOf(role)).not.toContain('@');
});

test('each permission of each role was used in the scenes', () => {
  expect(guarded.guard.calls()).toBeGreaterThan(2_000);
  const names = [...new Set(granted.flatMap(namesOf))];
  expect(names.length).toBeGreaterThan(150);
  expect(names.filter((name) => !guarded.guard.used.has(name))).toEqual([]);
});
