import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { blueskyKey } from '#core/social/bluesky-key';
import { beforeThePost, blueskyOutcome } from '#core/social/bluesky-outcome';
import { blueskyText, graphemeCount, writtenOnX } from '#core/social/bluesky-text';
import { composeSocialPost } from '#core/social/compose-post';
import { look, startWalk, tickUntil } from '#tests/core/plan/plan-walk';
import { id, london, sampleEvent, samplePost, sampleRules, slug } from '#tests/core/samples';

const LINK = 'https://news.example.org/posts/2019-09-12-introducing-the-collaborative?utm_source=bluesky';
const rules = sampleRules({ bluesky: { handle: 'sample.bsky.social' } });

describe('a text for Bluesky', () => {
  test('a Bluesky text shortens its links, and gives the byte ranges of links and hashtags', () => {
    const { text, facets } = blueskyText(`“Café” – nhs.uk\n\n${LINK}\n\n#QualityImprovement`);
    expect(text).toBe('“Café” – nhs.uk\n\nnews.example.org/posts/2019-0…\n\n#QualityImprovement');
    const bytes = new TextEncoder().encode(text);
    const spans = facets.map(({ index, features: [feature] }) => [
      new TextDecoder().decode(bytes.slice(index.byteStart, index.byteEnd)),
      feature,
    ]);
    expect(spans).toEqual([
      ['nhs.uk', { $type: 'app.bsky.richtext.facet#link', uri: 'https://nhs.uk' }],
      ['news.example.org/posts/2019-0…', { $type: 'app.bsky.richtext.facet#link', uri: LINK }],
      ['#QualityImprovement', { $type: 'app.bsky.richtext.facet#tag', tag: 'QualityImprovement' }],
    ]);
  });

  test('a Bluesky text fits whenever the X text fits, however long its links and host names are, and converts back', () => {
    const host = `https://${'improvement-'.repeat(8)}collaborative.example.org/`;
    const piece = fc.oneof(
      fc.constantFrom('care', '👩🏽‍⚕️', 'ŵ', '漢字', '#SaferWards', LINK, `${host}a`, 'https://a.org', '@someone', '\n', '“quoted”'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    );
    const anyText = fc.array(piece, { minLength: 1, maxLength: 40 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(anyText, (social) => {
        const story = samplePost({ social: { text: social } });
        const publication = {
          id: id('bsky-a'),
          kind: 'social',
          channel: 'bluesky',
          due: london('2019-09-12T09:00'),
          stories: [],
          decision: 'go',
        } as const;
        for (const { text } of composeSocialPost({ publication: { ...publication, stories: [] }, story, rules, at: publication.due })
          .parts) {
          const bluesky = blueskyText(text);
          expect(graphemeCount(bluesky.text)).toBeLessThanOrEqual(300);
          expect(writtenOnX(bluesky).replaceAll('https://', '')).toBe(text.replaceAll('https://', ''));
          const size = new TextEncoder().encode(bluesky.text).length;
          for (const { index } of bluesky.facets) expect([index.byteStart < index.byteEnd, index.byteEnd <= size]).toEqual([true, true]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the key of a post on Bluesky', () => {
  const due = Temporal.Instant.from('2019-09-12T08:00:00Z');

  test('a Bluesky key is a TID, always the same for the same part, and sorts by time', () => {
    const { rkey, at } = blueskyKey('bsky-a#0', due);
    expect(rkey).toMatch(/^[2-7a-j][2-7a-z]{12}$/);
    expect(blueskyKey('bsky-a#0', due)).toEqual({ rkey, at });
    expect(at.epochMilliseconds - due.epochMilliseconds).toBeLessThan(1_000);
    expect(blueskyKey('bsky-a#0', due.add({ seconds: 1 })).rkey > rkey).toBe(true);
  });

  test('a Bluesky key differs for each part and publication of the same moment', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `bsky-${i >> 2}#${i & 3}`);
    expect(new Set(names.map((name) => blueskyKey(name, due).rkey)).size).toBe(names.length);
  });

  test('a Bluesky key holds the moment, as atproto.com/specs/tid says', () => {
    const { rkey, at } = blueskyKey('bsky-a#0', due);
    const value = [...rkey].reduce((sum, character) => (sum << 5n) | BigInt('234567abcdefghijklmnopqrstuvwxyz'.indexOf(character)), 0n);
    expect(value >> 10n).toBe(at.epochNanoseconds / 1_000n);
  });
});

test.each([
  [{ status: 401, error: 'AuthenticationRequired', message: '' }, 'stopped', 'stopped'],
  [{ status: 400, error: 'ExpiredToken', message: '' }, 'try-later', 'try-later'],
  [{ status: 400, error: 'AccountTakedown', message: '' }, 'stopped', 'stopped'],
  [{ status: 400, error: 'InvalidSwap', message: '' }, 'unknown', 'try-later'],
  [{ status: 400, error: 'InvalidRequest', message: 'too long' }, 'refused', 'refused'],
  [{ status: 429, error: 'RateLimitExceeded', message: '' }, 'try-later', 'try-later'],
  [{ status: 502, error: '', message: '' }, 'unknown', 'try-later'],
  [{ code: 'ECONNREFUSED', message: '' }, 'try-later', 'try-later'],
  [{ code: 'ECONNRESET', message: '' }, 'unknown', 'try-later'],
])('a Bluesky failure %j has the outcome %s in the post call, and %s before it', (failure, during, before) => {
  expect([blueskyOutcome(failure).kind, beforeThePost(failure).kind]).toEqual([during, before]);
});

describe('with a Bluesky account in the rules', () => {
  const stories = [samplePost({ slug: slug('a') }), sampleEvent({ slug: slug('e') })];
  const until = london('2020-06-01T00:00');

  test('with Bluesky in the rules, each post on X has one on Bluesky at the same time, and nothing else changes', () => {
    const walk = startWalk(rules, london('2019-09-11T08:00'), stories);
    const plan = look(walk, london('2019-09-11T08:00'), until);
    const on = (channel: string) =>
      plan
        .filter((publication) => publication.channel === channel)
        .map(({ id: name, due, decision }) => [name.replace(/^(x|bsky)-/, ''), due.toString(), decision]);
    expect(on('bluesky')).toEqual(on('x'));
    expect(on('bluesky').length).toBe(5);
    const { bluesky, ...without } = rules;
    expect(look({ ...walk, rules: without }, london('2019-09-11T08:00'), until)).toEqual(
      plan.filter(({ channel }) => channel !== 'bluesky'),
    );
  });

  test('with Bluesky in the rules, one channel’s posts wait without holding up the other’s', () => {
    const walk = tickUntil(
      startWalk(rules, london('2019-09-11T08:00'), stories),
      london('2019-09-13T08:00'),
      { hours: 1 },
      ({ channel }) => (channel === 'bluesky' ? 'waiting' : 'done'),
    );
    expect(look(walk, london('2019-09-13T08:00'), london('2019-09-14T08:00')).map(({ id: name }) => name)).toEqual(['bsky-a']);
  });

  test('a Bluesky post costs nothing, and its links have UTM parameters of Bluesky', () => {
    const [publication] = look(
      startWalk({ ...rules, utm: true }, london('2019-09-11T08:00'), stories),
      london('2019-09-11T08:00'),
      until,
    ).filter(({ channel }) => channel === 'bluesky');
    const post = composeSocialPost({ publication: publication!, story: stories[0]!, rules: { ...rules, utm: true }, at: publication!.due });
    expect(post.priceMilliUsd).toBe(0);
    expect(post.parts[0]!.text).toContain('utm_source=bluesky&utm_medium=social&utm_campaign=a&utm_content=bsky-a');
  });
});
