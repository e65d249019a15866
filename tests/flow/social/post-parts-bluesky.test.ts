import { afterEach, describe, expect, test } from 'vitest';
import { blueskyChannel, parseBlueskyKeys } from '#adapters/social/bluesky-channel';
import { postIdIn } from '#core/social/held-post';
import { type BlueskyFault, type BlueskyStandIn, startBlueskyStandIn } from '#local/social/bluesky-stand-in';
import { publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const BSKY = publicationId('bsky-safer-medicines');
const longText = Array.from({ length: 90 }, (_, i) => (i === 50 ? 'Q&A at café example.org' : `word${i}`)).join(' ');
const FILES = {
  'newsroom.yaml': `${RULES}bluesky: { handle: sample.bsky.social }\n`,
  'posts/safer-medicines.md': POST.replace('---\n\nFour', `social: "${longText}"\n---\n\nFour`),
};

let bluesky: BlueskyStandIn | undefined;
afterEach(async () => {
  await bluesky?.stop();
  bluesky = undefined;
});

/** Returns a newsroom with the real adapter and a stand-in for Bluesky whose `n`th call to write a post has this fault. */
async function onTheWire(n: number, fault: BlueskyFault) {
  const newsroom = new TestNewsroom(FILES);
  let writes = 0;
  const keys = { identifier: 'sample.bsky.social', password: 'app-pass' };
  bluesky = await startBlueskyStandIn({ ...keys, faults: ({ method }) => (method.endsWith('putRecord') && ++writes === n ? fault : 'ok') });
  const service = bluesky.url;
  // Only where the stand-in is silent is there anything to wait for; elsewhere a busy machine has all the time that it needs.
  const timeoutMs = fault === 'never-answer' || fault === 'drip' ? 1_000 : 20_000;
  newsroom.world.social.bluesky = blueskyChannel({ readKeys: async () => ({ ...keys, service }), timeoutMs });
  return { newsroom, bluesky, writes: () => writes };
}

async function pass(newsroom: TestNewsroom, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) await newsroom.minute(`2019-09-09T09:${String(minute).padStart(2, '0')}`);
}

function expectWholeThread(account: BlueskyStandIn): void {
  const posts = account.posts().toSorted((a, b) => (a.text.slice(-5) < b.text.slice(-5) ? -1 : 1));
  const [first] = posts;
  expect(posts).toHaveLength(3);
  const byPart = [1, 2, 3].map((part) => posts.find(({ text }) => text.includes(`(${part}/3)`)));
  expect(byPart.map((post) => post?.parent)).toEqual([undefined, byPart[0]?.rkey, byPart[1]?.rkey]);
  expect(byPart.map((post) => post?.root)).toEqual([undefined, byPart[0]?.rkey, byPart[0]?.rkey]);
  expect(first).toBeDefined();
}

describe('a thread of three on Bluesky', () => {
  test.each<BlueskyFault>(['ok', 'commit-then-drop', 'commit-then-500', 'truncated', 'drip'])(
    'a thread on Bluesky whose second part has the fault %s is whole, each part once',
    async (fault) => {
      const { newsroom, bluesky: account } = await onTheWire(2, fault);
      await pass(newsroom, 21);
      expectWholeThread(account);
      expect(await newsroom.state(BSKY)).toBe('done');
      const by = (await newsroom.world.socialLedger.parts(BSKY)).get(1);
      expect(by).toMatchObject({ state: 'posted', by: fault === 'ok' ? 'answer' : 'timeline' });
    },
  );

  test.each<BlueskyFault>(['drop', 'never-answer', '503-html'])(
    'a thread on Bluesky whose second part was never accepted (%s) is whole some minutes later',
    async (fault) => {
      const { newsroom, bluesky: account, writes } = await onTheWire(2, fault);
      await pass(newsroom, 25);
      expectWholeThread(account);
      expect(writes()).toBe(4);
    },
  );

  test('a thread on Bluesky does not wait for X', async () => {
    const { newsroom } = await onTheWire(1, 'ok');
    await newsroom.world.switches.pause('x', 'no credit');
    await pass(newsroom, 2);
    expect(await newsroom.state(BSKY)).toBe('done');
    expect(await newsroom.state('x-safer-medicines')).toMatch(/^waiting: Paused/);
    expect(newsroom.memory.posts).toEqual([]);
  });
});

test('an app password that Bluesky does not know pauses only Bluesky, and says what to do', async () => {
  const { newsroom, bluesky: account } = await onTheWire(0, 'ok');
  newsroom.world.social.bluesky = blueskyChannel({
    readKeys: async () => ({ service: account.url, identifier: 'sample.bsky.social', password: 'wrong' }),
  });
  await pass(newsroom, 2);
  expect(await newsroom.state(BSKY)).toBe(
    'sending: Paused: Bluesky does not know our app password. Make a new one in the account’s settings and store it.',
  );
  expect(await newsroom.world.switches.read(undefined, 'x')).toEqual({});
});

test('rules that name a Bluesky account without a stored key pause its posts, and lose none', async () => {
  const { newsroom, bluesky: account } = await onTheWire(0, 'ok');
  const { bluesky: channel } = newsroom.world.social;
  newsroom.world.social.bluesky = blueskyChannel({ readKeys: async () => undefined });
  await pass(newsroom, 2);
  expect(await newsroom.state(BSKY)).toMatch(
    /^sending: Paused: The rules name a Bluesky account, and its app password is not stored\. Store it/,
  );
  newsroom.world.social.bluesky = channel;
  await newsroom.world.switches.resume('bluesky');
  await newsroom.minute('2019-09-09T09:05');
  await newsroom.minute('2019-09-09T09:06');
  expectWholeThread(account);
});

test('a Bluesky session that ends between two posts is begun again', async () => {
  const { newsroom, bluesky: account } = await onTheWire(0, 'ok');
  await newsroom.tick('2019-09-09T09:00');
  account.endSessions();
  await newsroom.answer();
  await pass(newsroom, 3);
  expectWholeThread(account);
});

test('a link to a post on Bluesky gives its id if the post is of this account', () => {
  const link = 'https://bsky.app/profile/sample.bsky.social/post/3lbnqk2xxxs2b';
  expect(postIdIn(link, 'bluesky', '@sample.bsky.social')).toBe('3lbnqk2xxxs2b');
  expect(postIdIn(link, 'bluesky', '@other.bsky.social')).toBeUndefined();
  expect(postIdIn('https://x.com/sample/status/1', 'x', '@Sample')).toBe('1');
});

test('keys of Bluesky are read as they are stored, and never sent without encryption', () => {
  const app = { identifier: 'a.bsky.social', password: 'p' };
  expect(parseBlueskyKeys({ appKey: 'x', bluesky: app })).toEqual(app);
  expect(parseBlueskyKeys({ appKey: 'x' })).toBeUndefined();
  expect(() => parseBlueskyKeys({ bluesky: { ...app, service: 'http://pds.example.org' } })).toThrow('must begin with https://');
  expect(() => parseBlueskyKeys({ bluesky: { identifier: 'a' } })).toThrow();
});
