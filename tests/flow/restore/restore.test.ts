import { describe, expect, test } from 'vitest';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { restore } from '#flow/restore/restore';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { deliveryTag, eventArchiveOf } from '#tests/flow/archived-mails';
import { sayYes } from '#tests/flow/say-yes';
import { thread } from '#tests/flow/scripted-replies';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');
const X = publicationId('x-safer-medicines');
const NINE = at('2019-09-09T09:00');
const LATER = at('2019-09-09T09:30');

/** Returns a newsroom whose SES accepts `most` mails and then throttles. Its receipts begin with `receiptPrefix`. */
async function newsroomOf(readers: number, most: number, receiptPrefix: string): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom(undefined, {
    mailOutcome: (_, count) =>
      count > most ? { kind: 'try-later', why: 'rate' } : { kind: 'accepted', receipt: `${receiptPrefix}-${count}` },
  });
  for (let i = 0; i < readers; i += 1) await newsroom.subscribe(`reader${i}`);
  return newsroom;
}

/** Returns two newsrooms with the same past: `before` went on, and `after` is what a rewind brings back. */
async function rewound(readers: number, went: number, back: number) {
  const before = await newsroomOf(readers, went, 'before');
  await before.minute('2019-09-09T09:00');
  const after = await newsroomOf(readers, back, 'back');
  return { before, after };
}

/** Unsubscribes these readers in `before`. `after` gets only the suppressions, which are never rewound. */
async function unsubscribe(before: TestNewsroom, after: TestNewsroom, who: SubscriberId[]): Promise<void> {
  for (const newsroom of [before, after])
    for (const id of who) await newsroom.world.suppressions.add(id, 'unsubscribed', NINE.add({ minutes: 5 }));
  for (const id of who) await before.world.subscribers.unsubscribe(id, NINE.add({ minutes: 5 }), 'page');
}

function restored(before: TestNewsroom, after: TestNewsroom, world: World = after.world) {
  const switched: string[] = [];
  const sendingSwitch = { off: async () => void switched.push('off'), on: async () => void switched.push('on') };
  const eventArchive = eventArchiveOf(before.memory.mails, () => NINE);
  return {
    switched,
    run: () => restore({ ...world, eventArchive, sendingSwitch }, { point: NINE, now: LATER, rewind: async () => undefined }),
  };
}

/** Runs five minutes with an SES that accepts every mail. Returns who is mailed in them. */
async function goOn(after: TestNewsroom): Promise<SubscriberId[]> {
  const mailed: SubscriberId[] = [];
  const mailer: World['mailer'] = {
    ...after.world.mailer,
    send: async (mail) => {
      mailed.push(deliveryTag(mail).subscriber);
      return { kind: 'accepted', receipt: `now-${mailed.length}` };
    },
  };
  after.memory.world = { ...after.world, mailer };
  for (const minute of ['31', '32', '33', '34', '35']) await after.minute(`2019-09-09T09:${minute}`);
  return mailed;
}

const ids = (newsroom: TestNewsroom) => newsroom.memory.mails.map((mail) => deliveryTag(mail).subscriber);
const everyone = async (newsroom: TestNewsroom) => {
  const { subscribers } = await newsroom.world.subscribers.page(undefined, 1_000);
  return subscribers.map(({ id }) => id);
};

describe('a store that is rewound in the middle of a send', () => {
  test('a store that is rewound in the middle of a send mails readers again without a restore', async () => {
    const { before, after } = await rewound(45, 30, 12);
    await after.minute('2019-09-09T09:00');
    const already = new Set(ids(before));
    expect((await goOn(after)).filter((id) => already.has(id))).not.toEqual([]);
  });

  test('a restore in the middle of a send replays what SES accepted: each reader is mailed once, and unsubscribed readers are not', async () => {
    const { before, after } = await rewound(45, 30, 12);
    await after.minute('2019-09-09T09:00');
    const already = new Set(ids(before));
    const gone = (await everyone(before)).filter((id) => !already.has(id)).slice(0, 4);
    await unsubscribe(before, after, gone);
    const { switched, run } = restored(before, after);
    const { people, replays, resumed } = await run();
    expect([people.gone, resumed, switched]).toEqual([4, true, ['off', 'on']]);
    expect(replays).toEqual([{ publication: ALERT, mails: 30, kind: 'learned', learned: expect.any(Number), outsiders: 0 }]);
    const mailed = await goOn(after);
    expect(mailed.filter((id) => already.has(id))).toEqual([]);
    expect(new Set([...already, ...mailed, ...gone]).size).toBe(45);
    expect(mailed).toHaveLength(45 - 30 - 4);
    expect(await after.state(ALERT)).toBe('done');
  });

  test('a restore leaves a claim that was open at the restore point, and of which SES has no event, to the sweep', async () => {
    const { before, after } = await rewound(10, 10, 0);
    before.memory.mails.length = 4;
    after.memory.world = { ...after.world, mailer: { ...after.world.mailer, send: async () => ({ kind: 'unknown', why: 'killed' }) } };
    await after.minute('2019-09-09T09:00');
    await restored(before, after).run();
    expect(await goOn(after)).toEqual([]);
    const rows = [...(await after.world.ledger.group({ publication: ALERT, chunk: 0, group: 0 })).values()];
    expect(rows.map(({ state }) => state).toSorted()).toEqual([...new Array(4).fill('accepted'), ...new Array(6).fill('unresolved')]);
  });
});

describe('a store that is rewound to when an audience was being written down', () => {
  test('a restore finishes a half-written audience first, and matches each reader in whatever chunk they are now', async () => {
    const { before, after } = await rewound(250, 180, 0);
    let chunks = 0;
    const whole = after.world.ledger;
    after.memory.world = {
      ...after.world,
      ledger: {
        ...whole,
        addChunk: (audienceChunk) => (++chunks > 1 ? Promise.reject(new Error('the tick was killed')) : whole.addChunk(audienceChunk)),
      },
    };
    await after.tick('2019-09-09T09:00').catch(() => undefined);
    expect(await after.state(ALERT)).toBe('sealing');
    after.memory.world = { ...after.world, ledger: whole };
    // These readers were in the second chunk: without them, all later readers move to other places.
    const gone = (await everyone(before)).slice(100, 130);
    await unsubscribe(before, after, gone);
    const already = new Set(ids(before));
    const { replays, audits, resumed } = await restored(before, after).run();
    const outsiders = gone.filter((id) => already.has(id)).length;
    expect(replays).toMatchObject([{ kind: 'learned', mails: 180, learned: 180 - outsiders, outsiders }]);
    expect(resumed).toBe(true);
    expect(audits.flatMap(({ findings }) => findings.map(({ kind }) => kind))).toEqual(outsiders > 0 ? ['unplanned'] : []);
    const mailed = await goOn(after);
    expect(mailed.filter((id) => already.has(id) || gone.includes(id))).toEqual([]);
    expect(new Set([...already, ...mailed, ...gone]).size).toBe(250);
  });
});

describe('a store that is rewound to before a publication began', () => {
  test.each(['2019-09-09T08:30', '2019-09-09T08:59'])(
    'a publication that began after the restore point (%s) is closed with its reason, and no reader is mailed again',
    async (back) => {
      const { before, after } = await rewound(20, 15, 0);
      await after.minute(back);
      const { run } = restored(before, after);
      const { replays, resumed } = await run();
      expect(replays).toEqual([{ publication: ALERT, mails: 15, kind: 'lost' }]);
      expect(resumed).toBe(true);
      expect(await goOn(after)).toEqual([]);
      expect(await after.state(ALERT)).toMatch(
        /^cancelled: The store was put back to a time before this began\. 15 of its mails were out by then/,
      );
    },
  );

  test('a publication that began after the restore point stays closed when its story goes and comes back', async () => {
    const { before, after } = await rewound(20, 15, 0);
    await after.minute('2019-09-09T08:30');
    const [story] = [...after.memory.files].filter(([file]) => file.startsWith('posts/'));
    if (!story) throw new Error('no story');
    after.memory.files.delete(story[0]);
    await restored(before, after).run();
    after.memory.files.set(...story);
    expect(await goOn(after)).toEqual([]);
    expect(await after.state(ALERT)).toMatch(/^cancelled: The store was put back to a time before this began/);
  });
});

test('a restore that dies in the middle leaves everything stopped, and can be begun again', async () => {
  const { before, after } = await rewound(45, 30, 12);
  await after.minute('2019-09-09T09:00');
  const down = { ...after.world, ledger: { ...after.world.ledger, change: () => Promise.reject(new Error('throttled')) } };
  const first = restored(before, after, down);
  await expect(first.run()).rejects.toThrow('Begin the restore again.');
  expect(first.switched).toEqual(['off']);
  expect((await after.world.switches.read()).paused).toBe('The store is being restored.');
  expect((await restored(before, after).run()).resumed).toBe(true);
  expect((await after.world.switches.read()).paused).toBeUndefined();
});

test('a pause by a person outlasts the restore', async () => {
  const { before, after } = await rewound(5, 5, 0);
  await after.world.switches.pause('everything', 'Sam says so');
  await restored(before, after).run();
  expect((await after.world.switches.read()).paused).toBe('Sam says so');
});

describe('posts on X', () => {
  test('posts on X that a rewind has lost are found on the timeline, and not posted again', async () => {
    const { before, after } = await rewound(1, 1, 0);
    await after.tick('2019-09-09T09:00');
    const posted = before.memory.posts.length;
    const timeline = openMemoryWorld().world.social.x;
    const made: string[] = [];
    const x: World['social']['x'] = {
      ...timeline,
      post: async ({ text }) => {
        made.push(text);
        return { kind: 'accepted', receipt: 'second' };
      },
      recent: async () => before.memory.posts.map(({ id, text }) => ({ id, text })),
    };
    after.memory.enqueued.post.length = 0;
    after.memory.world = { ...after.world, social: { ...after.world.social, x } };
    await restored(before, after).run();
    for (let minute = 31; minute < 59; minute += 1) await after.minute(`2019-09-09T09:${minute}`);
    expect([posted, made]).toEqual([1, []]);
    expect(await after.state('x-safer-medicines')).toBe('done');
  });

  test('posts on X that were looked up before the restore point are looked up again, because they may have been posted since', async () => {
    const { before, after } = await rewound(1, 1, 0);
    await after.tick('2019-09-09T09:00');
    const [part, claim] = [{ publication: X, part: 0 }, { state: 'attempting', attempt: 1, nonce: 'n', since: NINE } as const];
    const lookedUp = { ...claim, seen: NINE, lookedUp: NINE.add({ minutes: 12 }), blank: 2 };
    await after.world.socialLedger.change(part, { expect: { kind: 'free', attempt: 0 }, to: lookedUp });
    await restored(before, after).run();
    expect((await after.world.socialLedger.parts(X)).get(0)).toEqual({ ...claim, blank: 0 });
  });

  test('posts of a thread on X end at a refused part after a restore: no part follows it, and none is looked up', async () => {
    const after = thread();
    await after.tick('2019-09-09T09:00');
    const refused = { state: 'refused', attempt: 1, why: 'X refused the post.' } as const;
    await after.world.socialLedger.change({ publication: X, part: 0 }, { expect: { kind: 'free', attempt: 0 }, to: refused });
    await restored(after, after).run();
    expect(await after.world.socialLedger.parts(X)).toEqual(new Map([[0, refused]]));
  });

  test('posts on X that fell due after the restore point wait for a person', async () => {
    const { before, after } = await rewound(1, 1, 0);
    await after.minute('2019-09-09T08:30');
    expect((await restored(before, after).run()).posts).toEqual(['x-safer-medicines']);
    await goOn(after);
    expect(after.memory.posts).toEqual([]);
    expect(await after.state('x-safer-medicines')).toMatch(/^waiting: Paused: The newsroom’s memory was put back/);
  });

  test('posts on X that fell due after the restore point wait for a person, although their file is away during the restore', async () => {
    const before = await newsroomOf(1, 1, 'before');
    const after = await newsroomOf(1, 1, 'back');
    const text = after.memory.files.get('posts/safer-medicines.md');
    if (!text) throw new Error('expected the story');
    await after.tick('2019-09-09T08:00');
    after.memory.files.delete('posts/safer-medicines.md');
    expect((await restored(before, after).run()).posts).toEqual(['x-safer-medicines']);
    after.memory.files.set('posts/safer-medicines.md', text);
    await after.minute('2019-09-09T09:31');
    expect(after.memory.posts).toEqual([]);
    expect(await after.state('x-safer-medicines')).toMatch(/^waiting: .*The newsroom’s memory was put back to an earlier time\./);
  });
});

test('a restore to before a story was first seen does not send it again when its file was renamed since: it waits for a yes', async () => {
  const { before, after } = await rewound(4, 4, 0);
  const text = after.memory.files.get('posts/safer-medicines.md');
  if (!text) throw new Error('There is no story.');
  after.memory.files.delete('posts/safer-medicines.md');
  after.memory.files.set('posts/medicines.md', text);
  await restored(before, after).run();
  expect(await goOn(after)).toEqual([]);
  expect(await after.state('alert-medicines')).toMatch(/^waiting: posts\/medicines\.md may be safer-medicines under a new name/);
  await sayYes(after.world, 'alert-medicines', LATER);
  expect(new Set(await goOn(after)).size).toBe(4);
});
