// A person goes through everything that a newsroom can do with them, and is erased. The test then searches all that is kept for them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readRules } from '#core/rules/read-rules';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { exportPeople } from '#flow/import/export-subscribers';
import { bringImport, openList } from '#flow/import/upload-list';
import { erase } from '#flow/privacy/erase-subscriber';
import { confirm } from '#flow/readers/confirm';
import { signUp } from '#flow/readers/sign-up';
import { startDynamo } from '#local/emulators/dynamo-emulator';
import { openNewsroom } from '#local/newsroom/newsroom';
import { filesOf, holding, queuesAndObjectsOf, tablesOf } from '#tests/local/newsroom/searched';
import { contentFolder } from '#tests/local/opened-newsroom';

// SES's simulator answers this address with a complaint.
const ADDRESS = 'complaint+zebramarker@simulator.amazonses.com';
const SECRETS = ['zebramarker', 'Quaggamark'];
const NAME = 'Quaggamark Okapi';
const BY = 'lead@example.org';

/** The reader's own mailbox. SES's stand-in keeps it so that it can be read at /local/inbox/; on AWS it belongs to the reader. */
const isTheirMailbox = (where: string): boolean => where === 'ses/index.ndjson' || /^ses\/.*\.eml$/.test(where);

/** Returns the handler of a function as it is deployed. */
async function handlerOf(name: string) {
  const { handler } = await import(pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'dist', name, 'index.mjs')).href);
  return handler;
}

const failing = async (name: string, body: string) => (await handlerOf(name))({ Records: [{ messageId: 'm', body }] });

test('an erased person leaves nothing in any table, object, queue, file or log line, except that they must not be mailed', async () => {
  const folder = await contentFolder();
  onTestFinished(folder.remove);
  const printed: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed.push(typeof text === 'string' ? text : Buffer.from(text).toString());
      return true;
    });
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void printed.push(JSON.stringify(words)));
  onTestFinished(() => void vi.restoreAllMocks());

  const rulesFile = join(folder.content, 'newsroom.yaml');
  const newsroom = await openNewsroom({
    ...{ data: folder.data, content: folder.content, rules: rulesFile, subscribers: join(folder.content, 'subscribers.csv') },
    ...{ fresh: true, at: '2019-09-09T09:00' },
  });
  let closed = false;
  const stop = async () => {
    if (!closed) await newsroom.stop();
    closed = true;
  };
  onTestFinished(stop);
  const bytes = await readFile(rulesFile);
  const { rules } = readRules({ file: 'newsroom.yaml', sizeBytes: bytes.length, bytes });
  if (!rules) throw new Error('The sample has no rules.');
  const { world } = newsroom;
  const id = world.subscribers.idOf(ADDRESS);
  const now = () => newsroom.clock.now();
  const later = async (hours: number) => newsroom.moveTo(now().add({ hours }));
  /** Rounds of the counts and of the word lists by which the desk finds people. */
  const threeRounds = async () => {
    const sevenPast = now().round({ smallestUnit: 'hour', roundingMode: 'ceil' }).add({ minutes: 7 });
    for (const minutes of [0, 20, 40]) await newsroom.moveTo(sevenPast.add({ minutes }));
  };

  // The person signs up twice, confirms, and is mailed.
  const choices = { name: NAME, frequency: 'each', topics: [] };
  for (let i = 0; i < 2; i += 1) await signUp(world, rules, { address: ADDRESS, choices, page: '/subscribe', network: 'n' }, now());
  await newsroom.drain();
  const [signup] = await world.signups.to(id);
  expect(await confirm(world, { subscriber: id, ...(signup?.form ? { form: signup.form } : {}) }, now())).toBe('confirmed');
  // A form asks to move their emails to another address, an email bounces, and an unsubscribe is pending.
  const elsewhere = { ...choices, id: world.subscribers.idOf('other@example.org'), address: 'other@example.org', page: '/p', wording: 'w' };
  await world.signups.put({ ...elsewhere, asked: now(), changesAddressOf: id });
  await later(4 * 24);
  const tag = (await newsroom.ses.mails()).find(({ to, publication }) => to.includes(ADDRESS) && publication?.startsWith('alert'))?.tags;
  expect(tag).toBeDefined();
  expect((await world.subscribers.find(id))?.status).toBe('complained');
  const at = { publication: (await world.publications.all())[0]?.id ?? expect.fail('nothing went out'), chunk: 0, group: 0 };
  const bounced = { kind: 'bounced', permanent: false, subType: 'General', receipt: 'm', at: now(), address: ADDRESS } as const;
  await handleSesEvent(world, { ...bounced, tag: { kind: 'delivery', at, subscriber: id, attempt: 1, nonce: 'n' } });
  await world.pendingUnsubscribes.record({ id, at: now(), network: '', inBurst: true });
  // The person is on an imported list and on an exported one.
  const list = openList(new TextEncoder().encode(`email,name,frequency\n${ADDRESS},${NAME},each\n`));
  if ('problem' in list) throw new Error(list.problem);
  await bringImport(world, { list, name: 'A list', statement: 'They agreed at our event.', by: BY }, rules, now());
  await later(1);
  let exported = '';
  for await (const piece of await exportPeople(world, {}, BY, now())) exported += piece;
  expect(exported).toContain(NAME);
  // A function logs that it cannot read a message, and leaves it to the dead-letter queue; it does not log whose message it was.
  const complaint = { eventType: 'Complaint', mail: { messageId: 'm', timestamp: 'no time', destination: [ADDRESS] } };
  for (const body of [...SECRETS, `{"mail":"${ADDRESS}`, JSON.stringify({ eventType: ADDRESS }), JSON.stringify(complaint)]) {
    for (const name of ['ses-events', 'send', 'post']) expect((await failing(name, body)).batchItemFailures).toHaveLength(1);
    await (await handlerOf('anonymise'))({ records: [{ recordId: 'r', data: Buffer.from(body).toString('base64') }] });
  }
  expect(printed.length).toBeGreaterThan(5 * 3);

  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  await threeRounds();
  const before = holding(await tablesOf(endpoint), SECRETS).map((where) => where.split(' ').at(-1));
  expect(before).toEqual(expect.arrayContaining(['SUB', 'WORDS']));
  expect(holding(queuesAndObjectsOf(folder.data), SECRETS)).not.toEqual([]);
  await erase(world, id, now());
  expect(holding(await tablesOf(endpoint), SECRETS)).toEqual([]);
  // The imported list is kept for a week for the programme lead. It does not make the person a subscriber again.
  await later(8 * 24);
  expect(await world.subscribers.find(id)).toBeUndefined();
  expect(await world.suppressions.has(id)).toBe(true);
  // No note is left of whom the counts had, and nobody is named in them.
  await threeRounds();
  await stop();

  const dynamo = await startDynamo(join(folder.data, 'dynamo'));
  const kept = await tablesOf(dynamo.url);
  await dynamo.stop();
  expect(kept.length).toBeGreaterThan(10);
  expect(holding(kept, SECRETS)).toEqual([]);
  const ofCounts = kept.filter(({ where }) => / (CHANGES|COUNTS)$/.test(where));
  expect(ofCounts.length).toBeGreaterThan(0);
  expect(holding(ofCounts, [id])).toEqual([]);
  const files = filesOf(folder.data);
  expect(holding(files, SECRETS).filter((where) => !isTheirMailbox(where))).toEqual([]);
  const events = files.find(({ where }) => where === 'ses/events.ndjson');
  expect(Buffer.from(events?.bytes ?? []).toString()).toContain(id);
  const objects = queuesAndObjectsOf(folder.data);
  expect(objects.length).toBeGreaterThan(0);
  expect(holding(objects, SECRETS)).toEqual([]);
  expect(printed.filter((line) => SECRETS.some((secret) => line.toLowerCase().includes(secret.toLowerCase())))).toEqual([]);
  // The search works: it finds the person's address and name in their own mailbox, which it allows.
  expect(holding(files, SECRETS).filter(isTheirMailbox).length).toBeGreaterThan(1);
}, 300_000);
