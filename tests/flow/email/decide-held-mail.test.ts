import { describe, expect, test } from 'vitest';
import type { GroupAddress } from '#core/delivery/ledger';
import { type MailTag, tagValues } from '#core/delivery/mail-tag';
import type { Subscriber } from '#core/subscriber/subscriber';
import { certificate } from '#flow/certificate/certificate';
import { decideHeld } from '#flow/email/decide-held-mail';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { at, EVENT, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = publicationId('alert-safer-medicines');
const GROUP: GroupAddress = { publication: ALERT, chunk: 0, group: 0 };
const lost = { kind: 'unknown', why: 'the wire broke' } as const;

async function recordOf(newsroom: TestNewsroom, id = ALERT) {
  const record = await newsroom.world.publications.find(id);
  if (!record) throw new Error(`${id} has no record.`);
  return record;
}

/** Sends the story at nine o'clock. The first `lose` calls have an unknown outcome, and their deliveries are held. */
async function withHeld(names: string[], lose = names.length) {
  const newsroom = new TestNewsroom(
    { 'posts/safer-medicines.md': POST },
    { mailOutcome: (_, n) => (n <= lose ? lost : { kind: 'accepted', receipt: `m-${n}` }) },
  );
  const people: Subscriber[] = [];
  for (const name of names) people.push(await newsroom.subscribe(name));
  await newsroom.minute('2019-09-09T09:00');
  return { newsroom, people, claims: await holdClaims(newsroom, GROUP) };
}

/** Makes all claims of a group held, as the sweep does in the end. Returns their nonces by subscriber. */
async function holdClaims(newsroom: TestNewsroom, group: GroupAddress): Promise<Map<string, string>> {
  const claims = new Map<string, string>();
  for (const [subscriber, row] of await newsroom.world.ledger.group(group)) {
    if (row.state !== 'attempting') continue;
    const { attempt, nonce, since } = row;
    const to = { state: 'held', attempt, nonce, since, why: 'silence' } as const;
    await newsroom.world.ledger.change(group, [{ subscriber, expect: { kind: 'claim', nonce, states: ['attempting'] }, to }]);
    claims.set(subscriber, nonce);
  }
  return claims;
}

const tagOf = (person: Subscriber, claims: Map<string, string>): MailTag => ({
  kind: 'delivery',
  at: GROUP,
  subscriber: person.id,
  attempt: 1,
  nonce: claims.get(person.id) ?? '',
});

describe('a delivery that is held', () => {
  test('a held delivery stays held, and keeps its publication open, until a person decides', async () => {
    const { newsroom } = await withHeld(['ada', 'ben'], 1);
    for (const minute of ['01', '30', '59']) await newsroom.minute(`2019-09-09T09:${minute}`);
    expect([await newsroom.state(ALERT), newsroom.sent.length]).toEqual(['sending', 1]);
    expect((await newsroom.world.ledger.chunk(ALERT, 0))?.closed).toBe(false);
  });

  test('a held delivery is sent again within a minute when a person says so, to that reader only', async () => {
    const { newsroom, claims, people } = await withHeld(['ada', 'ben']);
    const [ada] = people;
    const first = new Map([...claims].filter(([id]) => id === ada?.id));
    expect(await decideHeld(newsroom.world, await recordOf(newsroom), first, { kind: 'again' })).toEqual({ decided: 1, settled: 0 });
    await newsroom.minute('2019-09-09T10:00');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: 2, accepted: 1, held: 1, twice: 0 });
  });

  test('a held delivery that a person confirms as sent is counted by itself, and lets the publication end', async () => {
    const { newsroom, claims } = await withHeld(['ada', 'ben', 'cy'], 2);
    expect(await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'sent', by: 'Sam' })).toEqual({
      decided: 2,
      settled: 0,
    });
    await newsroom.minute('2019-09-09T10:00');
    expect([await newsroom.state(ALERT), newsroom.sent.length]).toEqual(['done', 1]);
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ planned: 3, accepted: 3, byPerson: 2, byEvent: 0, held: 0 });
  });

  test('a held delivery can be decided in any chunk and group of the audience', async () => {
    const names = Array.from({ length: 130 }, (_, i) => `reader${i}`);
    const { newsroom } = await withHeld(names, 1_000);
    const groups = [0, 1, 2, 3, 4].map((group) => ({ ...GROUP, group })).concat([0, 1].map((group) => ({ ...GROUP, chunk: 1, group })));
    const claims = await withHeldClaims(newsroom, groups);
    expect(claims.size).toBe(130);
    expect(await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'sent', by: 'Sam' })).toEqual({
      decided: 130,
      settled: 0,
    });
    await newsroom.minute('2019-09-09T10:00');
    expect(await newsroom.state(ALERT)).toBe('done');
  });

  test('a held delivery that an event has settled stays so, and a decision reports that it changed nothing', async () => {
    for (const decision of [{ kind: 'again' }, { kind: 'sent', by: 'Sam' }] as const) {
      const { newsroom, claims, people } = await withHeld(['ada', 'ben']);
      const [ada] = people;
      if (!ada) throw new Error('Ada is one of them.');
      await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: at('2019-09-09T09:50'), tag: tagOf(ada, claims) });
      expect(await decideHeld(newsroom.world, await recordOf(newsroom), claims, decision)).toEqual({ decided: 1, settled: 1 });
      await newsroom.minute('2019-09-09T10:00');
      expect(newsroom.sent.filter((line) => line.endsWith('ada'))).toEqual([]);
      expect(await certificate(newsroom.world, ALERT)).toMatchObject({ accepted: 2, byEvent: 1, twice: 0 });
    }
  });

  test('a held delivery that an event settles between the read and the write of a decision stays as the event says', async () => {
    const { newsroom, claims, people } = await withHeld(['ada']);
    const [ada] = people;
    if (!ada) throw new Error('Ada is one of them.');
    const { ledger } = newsroom.world;
    let raced = false;
    const change: typeof ledger.change = async (...given) => {
      if (!raced) {
        raced = true;
        await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: at('2019-09-09T09:50'), tag: tagOf(ada, claims) });
      }
      return ledger.change(...given);
    };
    expect(await decideHeld({ ledger: { ...ledger, change } }, await recordOf(newsroom), claims, { kind: 'again' })).toEqual({
      decided: 0,
      settled: 1,
    });
    expect((await ledger.group(GROUP)).get(ada.id)).toMatchObject({ state: 'accepted', receipt: 'late', by: 'event' });
  });

  test('a held delivery confirmed as sent becomes accepted by a later event, and is not counted twice', async () => {
    const { newsroom, claims, people } = await withHeld(['ada']);
    const [ada] = people;
    if (!ada) throw new Error('Ada is one of them.');
    await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'sent', by: 'Sam' });
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: at('2019-09-09T09:50'), tag: tagOf(ada, claims) });
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ accepted: 1, byPerson: 0, byEvent: 1, twice: 0 });
  });

  test('a held delivery that was sent again and is held again is not decided by an answer to its first claim', async () => {
    const { newsroom, claims } = await withHeld(['ada'], 2);
    await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'again' });
    await newsroom.minute('2019-09-09T10:00');
    expect((await holdClaims(newsroom, GROUP)).size).toBe(1);
    expect(await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'again' })).toEqual({ decided: 0, settled: 1 });
    await newsroom.minute('2019-09-09T10:01');
    expect(newsroom.sent).toEqual([]);
  });

  test('a held delivery is decided once when two people decide', async () => {
    const { newsroom, claims } = await withHeld(['ada']);
    const record = await recordOf(newsroom);
    const answers = [
      await decideHeld(newsroom.world, record, claims, { kind: 'again' }),
      await decideHeld(newsroom.world, record, claims, { kind: 'sent', by: 'Sam' }),
    ];
    expect(answers.map(({ decided }) => decided)).toEqual([1, 0]);
    await newsroom.minute('2019-09-09T10:00');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });

  test('a held delivery is not sent again to a reader who has unsubscribed since', async () => {
    const { newsroom, claims, people } = await withHeld(['ada']);
    const [ada] = people;
    if (!ada) throw new Error('Ada is one of them.');
    await newsroom.setStatus(ada, 'unsubscribed');
    await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'again' });
    await newsroom.minute('2019-09-09T10:00');
    await newsroom.minute('2019-09-09T10:01');
    expect([newsroom.sent, await newsroom.state(ALERT)]).toEqual([[], 'done']);
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ suppressed: 1 });
  });

  test('a held delivery of a cancelled publication stays as it is', async () => {
    const { newsroom, claims } = await withHeld(['ada']);
    await newsroom.world.switches.cancel(ALERT, 'Sam', at('2019-09-09T09:30'));
    await newsroom.minute('2019-09-09T09:31');
    expect(await decideHeld(newsroom.world, await recordOf(newsroom), claims, { kind: 'again' })).toEqual({ decided: 0, settled: 1 });
    expect(await certificate(newsroom.world, ALERT)).toMatchObject({ held: 1 });
  });

  test('a held reminder that is to be sent again after its event began is closed as not sent', async () => {
    const newsroom = new TestNewsroom(
      { 'events/autumn.md': EVENT },
      { mailOutcome: (mail, n) => (tagValues(mail.tag).i.startsWith('reminder') ? lost : { kind: 'accepted', receipt: `m-${n}` }) },
    );
    const reminder = publicationId('reminder-autumn-1d');
    await newsroom.subscribe('ada');
    for (const day of ['09-09T09:00', '09-10T10:00', '10-03T09:00', '10-09T09:00']) await newsroom.minute(`2019-${day}`);
    const claims = await holdClaims(newsroom, { publication: reminder, chunk: 0, group: 0 });
    await newsroom.minute('2019-10-10T09:30');
    expect(await decideHeld(newsroom.world, await recordOf(newsroom, reminder), claims, { kind: 'again' })).toEqual({
      decided: 1,
      settled: 0,
    });
    await newsroom.minute('2019-10-10T09:31');
    await newsroom.minute('2019-10-10T09:32');
    expect(await certificate(newsroom.world, reminder)).toMatchObject({ accepted: 0, refused: 1, open: 0 });
    expect(await newsroom.state(reminder)).toBe('done');
  });
});

async function withHeldClaims(newsroom: TestNewsroom, groups: GroupAddress[]): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const group of groups) {
    await holdClaims(newsroom, group);
    for (const [id, row] of await newsroom.world.ledger.group(group)) if (row.state === 'held') all.set(id, row.nonce);
  }
  return all;
}
