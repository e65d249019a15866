import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';
import { xChannel } from '#adapters/social/x-channel';
import type { Outcome } from '#core/delivery/outcome';
import type { XFault } from '#local/social/fault';
import { startXStandIn, type XStandInOptions } from '#local/social/x-stand-in';
import { publicationId } from '#tests/flow/test-newsroom';

const start = Temporal.Instant.from('2019-09-19T12:00:00Z');
const keys = { appKey: 'app', appSecret: 's1', accessToken: '1-token', accessSecret: 's2' };
const key = { publication: publicationId('x-a'), part: 0, at: start };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(options: Partial<XStandInOptions> = {}, theirs = keys) {
  const clock = { now: start };
  const x = await startXStandIn({ keys, now: () => clock.now, ...options });
  closing.push(x.stop);
  const channel = xChannel({ readKeys: async () => theirs, loopbackPort: x.port, timeoutMs: { idle: 500, total: 1_500 } });
  const post = (text: string, media: { bytes: Uint8Array; type: string; alt: string }[] = []) => channel.post({ key, text, media });
  return { x, clock, channel, post };
}

describe('one post is exactly one request to X, and its outcome says no more than is known', () => {
  const cases: [XFault, Outcome['kind'], number][] = [
    ['ok', 'accepted', 1],
    ['dup-403', 'unknown', 0],
    ['385', 'try-later', 0],
    ['401', 'stopped', 0],
    ['402', 'stopped', 0],
    ['429', 'try-later', 0],
    ['suspended', 'stopped', 0],
    ['503-json', 'unknown', 0],
    ['503-html', 'unknown', 0],
    ['never-answer', 'unknown', 0],
    ['drop', 'unknown', 0],
    ['commit-then-drop', 'unknown', 1],
    ['commit-then-500', 'unknown', 1],
    ['201-empty', 'unknown', 1],
    ['truncated', 'unknown', 1],
    ['drip', 'unknown', 1],
  ];
  test.each(cases)('one post is exactly one request when X does "%s"', async (fault, kind, posted) => {
    const routes: string[] = [];
    const { x, post } = await open({
      faults: ({ route }) => {
        routes.push(route);
        return fault;
      },
    });
    expect((await post('Hello')).kind).toBe(kind);
    expect(routes).toEqual(['POST /2/tweets']);
    expect(x.posts()).toHaveLength(posted);
  });

  const uploads: [XFault, Outcome['kind']][] = [
    ['503-html', 'try-later'],
    ['never-answer', 'try-later'],
    ['drop', 'try-later'],
    ['429', 'try-later'],
    ['402', 'stopped'],
    ['201-empty', 'try-later'],
  ];
  test.each(uploads)('the fault "%s" in the upload of an image certainly leaves nothing posted', async (fault, kind) => {
    const { x, post } = await open({ faults: ({ route }) => (route.includes('media') ? fault : 'ok') });
    expect((await post('Hello', [{ bytes: new Uint8Array(10), type: 'image/png', alt: 'a' }])).kind).toBe(kind);
    expect(x.posts()).toEqual([]);
  });
});

test('an X that is not there certainly posted nothing', async () => {
  const { x, post } = await open();
  await x.stop();
  closing.pop();
  expect(await post('Hello')).toEqual({ kind: 'try-later', why: 'unreachable' });
});

test('a post waits while the keys of X cannot be read', async () => {
  const { x } = await open();
  const channel = xChannel({ readKeys: () => Promise.reject(new Error('no secret')), loopbackPort: x.port });
  expect((await channel.post({ key, text: 'Hello', media: [] })).kind).toBe('try-later');
});

test.each([{ appSecret: 'x' }, { accessSecret: 'x' }, { appKey: 'x' }, { accessToken: 'x' }])(
  'a call to X signed with another %o is refused',
  async (wrong) => {
    const { x, post } = await open({}, { ...keys, ...wrong });
    expect((await post('Hello')).kind).toBe('stopped');
    expect(x.posts()).toEqual([]);
  },
);

describe('what X refuses', () => {
  test.each([
    ['281 characters', 'x'.repeat(281)],
    ['141 emoji', '🙂'.repeat(141)],
    ['nothing but spaces', '   '],
    ['two stock symbols', 'Buy $ABC and $DEF'],
    ['a character that no post may hold', 'a\ufffeb'],
  ])('X refuses %s', async (_, text) => {
    const { x, post } = await open();
    expect((await post(text)).kind).toBe('refused');
    expect(x.posts()).toEqual([]);
  });

  test('X accepts 280 characters, and counts a long link as 23', async () => {
    const { post } = await open();
    expect((await post('x'.repeat(280))).kind).toBe('accepted');
    expect((await post(`${'y'.repeat(256)} https://example.org/${'z'.repeat(200)}`)).kind).toBe('accepted');
  });

  test('X refuses an image of a wrong type, too large, or without alternative text, and a fifth image', async () => {
    const { post } = await open();
    const image = { bytes: new Uint8Array(10), type: 'image/png', alt: 'a' };
    expect((await post('Tiff', [{ ...image, type: 'image/tiff' }])).kind).toBe('refused');
    expect((await post('Large', [{ ...image, bytes: new Uint8Array(5 * 1024 * 1024 + 1) }])).kind).toBe('refused');
    expect((await post('Mute', [{ ...image, alt: '' }])).kind).toBe('refused');
    expect((await post('Five', [image, image, image, image, image])).kind).toBe('refused');
  });
});

test('the stand-in for X keeps the bytes of an image unchanged', async () => {
  const { x, post } = await open();
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * 31) % 256);
  await post('Picture', [{ bytes, type: 'image/jpeg', alt: 'a' }]);
  const kept = await x.media(x.posts()[0]!.media[0]!.id);
  expect(kept?.type).toBe('image/jpeg');
  expect(kept?.bytes.equals(bytes)).toBe(true);
});

test('a post appears in the timeline of X when the lag is over', async () => {
  const { clock, channel, post } = await open({ lag: Temporal.Duration.from({ minutes: 5 }) });
  await post('Hello');
  expect(await channel.recent(start)).toEqual([]);
  clock.now = start.add({ minutes: 5 });
  expect(await channel.recent(start)).toHaveLength(1);
});

test('a timeline of X with more than one page is read to its end, newest first', async () => {
  const { clock, channel, post, x } = await open();
  for (let n = 1; n <= 203; n++) {
    await post(`Post ${n}`);
    clock.now = clock.now.add({ minutes: 1 });
  }
  expect(x.posts()).toHaveLength(203);
  expect((await channel.recent(start)).map(({ text }) => text)).toEqual(Array.from({ length: 203 }, (_, i) => `Post ${203 - i}`));
});

test('the 101st post to X within a quarter of an hour must wait for the next quarter', async () => {
  const { clock, post } = await open();
  for (let n = 1; n <= 100; n++) await post(`Post ${n}`);
  expect(await post('One more')).toEqual({ kind: 'try-later', why: 'rate' });
  clock.now = clock.now.add({ minutes: 15 });
  expect((await post('One more')).kind).toBe('accepted');
});

test('posts in the stand-in’s folder survive a restart, with their images', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'x-'));
  closing.push(() => rm(folder, { recursive: true }));
  const first = await open({ folder });
  await first.post('Hello', [{ bytes: new Uint8Array([1, 2, 3]), type: 'image/png', alt: 'a' }]);
  const second = await open({ folder });
  expect(second.x.posts()).toEqual(first.x.posts());
  expect((await second.x.media(second.x.posts()[0]!.media[0]!.id))?.bytes).toEqual(Buffer.from([1, 2, 3]));
  expect((await second.post('Hello')).kind).toBe('unknown');
});
