import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PostFailure, postOutcome, uploadOutcome } from '#core/social/x-outcome';

const answer = (status: number, detail = '', type = 'about:blank', ...codes: number[]): PostFailure => ({ status, type, detail, codes });

describe('an answer of X', () => {
  test.each<[PostFailure, object]>([
    [answer(403, 'You are not allowed to create a Tweet with duplicate content.'), { kind: 'unknown' }],
    [answer(403, 'Status is a duplicate.', '', 187), { kind: 'unknown' }],
    [answer(403, 'You are not permitted to perform this action.'), { kind: 'refused' }],
    [
      answer(403, 'The user used for authentication is suspended', 'https://api.twitter.com/2/problems/user-suspended'),
      { kind: 'stopped' },
    ],
    [answer(403, 'x', 'https://api.twitter.com/2/problems/client-forbidden'), { kind: 'stopped' }],
    [answer(403, 'x', 'https://api.twitter.com/2/problems/oauth1-permissions'), { kind: 'stopped' }],
    [answer(403, 'x', '', 326), { kind: 'stopped' }],
    [answer(403, 'x', '', 385), { kind: 'try-later', why: 'unreachable' }],
    [answer(401), { kind: 'stopped' }],
    [answer(402), { kind: 'stopped' }],
    [answer(429), { kind: 'try-later', why: 'rate' }],
    [answer(429, 'x', '', 88), { kind: 'try-later', why: 'rate' }],
    [answer(429, 'x', 'https://api.twitter.com/2/problems/usage-capped'), { kind: 'stopped' }],
    [answer(400, 'Your media IDs are invalid.'), { kind: 'refused' }],
    [answer(413), { kind: 'refused' }],
    [answer(422), { kind: 'refused' }],
    [answer(408), { kind: 'unknown' }],
    [
      { code: 'ECONNREFUSED', message: 'x' },
      { kind: 'try-later', why: 'unreachable' },
    ],
    [
      { code: 'ENOTFOUND', message: 'x' },
      { kind: 'try-later', why: 'unreachable' },
    ],
    [{ code: 'ECONNRESET', message: 'socket hang up' }, { kind: 'unknown' }],
    [{ code: 'ABORT_ERR', message: 'x' }, { kind: 'unknown' }],
    [{ message: 'Request timeout.' }, { kind: 'unknown' }],
  ])('an answer of X maps to its outcome: %o', (failure, outcome) => expect(postOutcome(failure)).toMatchObject(outcome));
});

const failures = fc.oneof(
  fc.record({ status: fc.integer({ min: 200, max: 599 }), type: fc.string(), detail: fc.string(), codes: fc.array(fc.integer()) }),
  fc.record({ code: fc.option(fc.string(), { nil: undefined }), message: fc.string() }),
);

test('an answer of X of 2xx, 3xx or 5xx is an unknown outcome', () => {
  const statuses = fc.oneof(fc.integer({ min: 500, max: 599 }), fc.integer({ min: 200, max: 399 }));
  fc.assert(fc.property(statuses, fc.string(), (status, detail) => postOutcome(answer(status, detail)).kind === 'unknown'));
});

test('a failure before the post call is never an unknown outcome, and never means posted', () => {
  fc.assert(fc.property(failures, (failure) => ['try-later', 'stopped', 'refused'].includes(uploadOutcome(failure as PostFailure).kind)));
});
