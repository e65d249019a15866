import { afterEach, describe, expect, test } from 'vitest';
import { xChannel } from '#adapters/social/x-channel';
import type { XFault } from '#local/social/fault';
import { startXStandIn, type XStandIn } from '#local/social/x-stand-in';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const X = publicationId('x-safer-medicines');
const keys = { appKey: 'app', appSecret: 's&1', accessToken: '1-token', accessSecret: 's+2' };
// The middle part of this thread holds what X returns in another form: an escaped sign, a decomposed letter, a bare link.
const longText = Array.from({ length: 90 }, (_, i) => (i === 50 ? 'Q&A at cafe\u0301 example.org' : `word${i}`)).join(' ');
const THREAD = POST.replace('---\n\nFour', `social: "${longText}"\n---\n\nFour`);

let x: XStandIn | undefined;
afterEach(async () => {
  await x?.stop();
  x = undefined;
});

/** Returns a newsroom with the real adapter and a stand-in for X whose `n`th call to post has this fault. */
async function onTheWire(n: number, fault: XFault) {
  const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': THREAD });
  let creates = 0;
  x = await startXStandIn({
    keys,
    now: () => newsroom.memory.time.now,
    faults: ({ route }) => (route === 'POST /2/tweets' && ++creates === n ? fault : 'ok'),
  });
  // A call needs this long to begin on a busy machine.
  newsroom.world.social.x = xChannel({ readKeys: async () => keys, loopbackPort: x.port, timeoutMs: { idle: 1_500, total: 2_000 } });
  return { newsroom, x, creates: () => creates };
}

async function pass(newsroom: TestNewsroom, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) await newsroom.minute(`2019-09-09T09:${String(minute).padStart(2, '0')}`);
}

function expectWholeThread({ posts }: XStandIn): void {
  expect(posts().map(({ text }) => /\((\d)\/3\)/.exec(text)?.[1])).toEqual(['1', '2', '3']);
  expect(posts().map(({ inReplyTo }) => inReplyTo)).toEqual([undefined, posts()[0]?.id, posts()[1]?.id]);
}

describe('a thread of three whose second part X accepts without an answer', () => {
  test.each<XFault>(['commit-then-drop', 'commit-then-500', '201-empty', 'truncated', 'drip'])(
    'a thread whose second part X accepts without an answer (%s) is whole in the end, each part once',
    async (fault) => {
      const { newsroom, x, creates } = await onTheWire(2, fault);
      await pass(newsroom, 19);
      expectWholeThread(x);
      expect(creates()).toBe(3);
      expect(await newsroom.state(X)).toBe('done');
      expect((await newsroom.world.socialLedger.parts(X)).get(1)).toMatchObject({ state: 'posted', by: 'timeline', id: x.posts()[1]?.id });
    },
  );
});

test.each<XFault>(['never-answer', 'drop', '503-json', '503-html'])(
  'a part that X never accepted (%s) is posted some minutes later, once',
  async (fault) => {
    const { newsroom, x, creates } = await onTheWire(2, fault);
    await pass(newsroom, 25);
    expectWholeThread(x);
    expect(creates()).toBe(4);
    expect(x.posts()[1]?.at).toBe(at('2019-09-09T09:19').toString());
  },
);

test('a reply that X does not allow yet is tried again a tick later', async () => {
  const { newsroom, x } = await onTheWire(2, '385');
  await pass(newsroom, 3);
  expectWholeThread(x);
  expect(await newsroom.state(X)).toBe('done');
});

test.each<XFault>(['402', '401', 'suspended'])(
  'an account that may not post (%s) is left alone until a person resumes it',
  async (fault) => {
    const { newsroom, x, creates } = await onTheWire(2, fault);
    await pass(newsroom, 10);
    expect(creates()).toBe(2);
    expect(await newsroom.state(X)).toMatch(/^sending: Paused: .*\. Part 1 is on the account\.$/);
    await newsroom.world.switches.resume('x');
    await newsroom.minute('2019-09-09T09:10');
    await newsroom.minute('2019-09-09T09:11');
    expectWholeThread(x);
    expect(await newsroom.state(X)).toBe('done');
  },
);
