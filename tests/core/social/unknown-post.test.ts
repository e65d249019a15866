import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { isTooLate, postDeadline } from '#core/social/post-deadline';
import { afterLookup, findPost, isLookupDue, isNewlyUnknown, type UnknownPost } from '#core/social/unknown-post';
import { writtenText } from '#core/social/x-text';
import type { LearningEvent } from '#core/story/story';

const NINE = Temporal.Instant.from('2019-09-09T08:00:00Z');
const minutes = (count: number, seconds = 0) => NINE.add({ minutes: count, seconds });
const claim: UnknownPost = { state: 'attempting', attempt: 1, nonce: 'n', since: NINE, blank: 0 };
const RESEND = { channel: 'x', policy: 'resend' } as const;
const HOLD = { channel: 'x', policy: 'hold' } as const;

describe('a post of unknown outcome', () => {
  test('a post of unknown outcome is noted once, by a later tick than the one that queued it', () => {
    expect(isNewlyUnknown(claim, NINE)).toBe(false);
    expect(isNewlyUnknown(claim, minutes(1))).toBe(true);
    expect(isNewlyUnknown({ ...claim, seen: minutes(1) }, minutes(2))).toBe(false);
  });

  test('a post of unknown outcome is looked up a quarter of an hour after it was noted, then at most once a tick', () => {
    expect(isLookupDue(claim, minutes(500))).toBe(false);
    const seen = { ...claim, seen: minutes(1) };
    expect(isLookupDue(seen, minutes(15, 59))).toBe(false);
    expect(isLookupDue(seen, minutes(16))).toBe(true);
    const lookedUp = { ...seen, blank: 1, lookedUp: minutes(20) };
    expect(isLookupDue(lookedUp, minutes(20, 59))).toBe(false);
    expect(isLookupDue(lookedUp, minutes(21))).toBe(true);
  });

  test('a post of unknown outcome counts as posted once it is found, at any attempt and lookup', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(2), fc.constantFrom('resend' as const, 'hold' as const), (attempt, blank, policy) => {
        expect(afterLookup({ ...claim, attempt, blank }, '7', NINE, { channel: 'x', policy })).toEqual({
          state: 'posted',
          attempt,
          id: '7',
          by: 'timeline',
        });
      }),
    );
  });

  test('a post of unknown outcome may be retried after the third empty lookup, and not before', () => {
    const first = afterLookup(claim, undefined, minutes(11), RESEND);
    expect(first).toEqual({ ...claim, blank: 1, lookedUp: minutes(11) });
    const second = afterLookup({ ...claim, blank: 1 }, undefined, minutes(12), RESEND);
    expect(second).toMatchObject({ state: 'attempting', blank: 2 });
    expect(afterLookup({ ...claim, blank: 2 }, undefined, minutes(13), RESEND)).toEqual({ state: 'ready', attempt: 1 });
  });

  test('a post of unknown outcome is held for a person after the third attempt, or at once if the rules say so', () => {
    expect(afterLookup({ ...claim, attempt: 2, blank: 2 }, undefined, NINE, RESEND).state).toBe('ready');
    expect(afterLookup({ ...claim, attempt: 3, blank: 2 }, undefined, NINE, RESEND)).toMatchObject({
      state: 'held',
      nonce: 'n',
      attempt: 3,
    });
    expect(afterLookup({ ...claim, blank: 2 }, undefined, NINE, HOLD)).toMatchObject({ state: 'held', attempt: 1 });
  });

  test.each([
    ['x', 'X'],
    ['bluesky', 'Bluesky'],
  ] as const)('a post of unknown outcome that is held on %s says that %s gave no clear answer', (channel, name) => {
    expect(afterLookup({ ...claim, blank: 2 }, undefined, NINE, { channel, policy: 'hold' })).toMatchObject({
      state: 'held',
      why: `${name} gave no clear answer, and the post was not found on the account.`,
    });
  });
});

describe('a lookup on the timeline', () => {
  const text = 'Q&A on “safer” medicines — cafe\u0301\n\nhttps://news.example.org/posts/a example.org/b';

  test('a lookup finds a post by its text, in the form in which X returns it', () => {
    const back = writtenText('Q&amp;A on “safer” medicines — café\n\nhttps://t.co/a https://t.co/b', [
      { url: 'https://t.co/a', expanded: 'https://news.example.org/posts/a' },
      { url: 'https://t.co/b', expanded: 'http://example.org/b' },
    ]);
    expect(
      findPost(
        [
          { id: '1', text: 'another' },
          { id: '2', text: back },
        ],
        text,
        undefined,
      ),
    ).toBe('2');
  });

  test('a lookup takes for a part of a thread only a post that answers the part before', () => {
    const timeline = [
      { id: '1', text, inReplyTo: '9' },
      { id: '2', text },
    ];
    expect(findPost(timeline, text, undefined)).toBe('2');
    expect(findPost(timeline, text, '9')).toBe('1');
    expect(findPost(timeline, text, '8')).toBeUndefined();
  });

  test('a lookup does not confuse texts that differ in one word', () => {
    expect(findPost([{ id: '1', text: 'Tomorrow: the session (1/2)' }], 'Tomorrow: the session (2/2)', undefined)).toBeUndefined();
    expect(findPost([], text, undefined)).toBeUndefined();
  });
});

describe('the deadline of a post', () => {
  const rules = { timezone: 'Europe/London', maxLateness: Temporal.Duration.from({ hours: 12 }) } as Rules;
  const due = Temporal.ZonedDateTime.from('2019-10-09T09:00[Europe/London]');
  const event = (starts: string) => ({ starts: Temporal.PlainDateTime.from(starts) }) as LearningEvent;

  test('the deadline of a post is as late as the rules allow, and never after an event that it leads to', () => {
    expect(postDeadline(due, [], rules).toString()).toBe('2019-10-09T20:00:00Z');
    expect(postDeadline(due, [event('2019-10-10T09:30')], rules).toString()).toBe('2019-10-09T20:00:00Z');
    const before = postDeadline(due, [event('2019-10-09T14:00')], rules);
    expect(Temporal.Instant.compare(before, Temporal.Instant.from('2019-10-09T13:00:00Z'))).toBe(-1);
  });

  test('the deadline of a thread that has begun is the day after it began', () => {
    const record = { begun: NINE, deadline: minutes(60) } as PublicationRecord;
    expect([isTooLate(record, 0, minutes(60)), isTooLate(record, 0, minutes(61))]).toEqual([false, true]);
    expect([isTooLate(record, 1, minutes(24 * 60)), isTooLate(record, 1, minutes(24 * 60 + 1))]).toEqual([false, true]);
  });
});
