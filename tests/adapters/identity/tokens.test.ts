import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import type { SubscriberId } from '#core/subscriber/subscriber';

const [pepper, one, two] = ['p'.repeat(32), '1'.repeat(32), '2'.repeat(32)];
const A_YEAR_LATER = Temporal.Instant.from('2027-03-28T09:30:00Z');
const id = 'ab'.repeat(16) as SubscriberId;

test('a new key signs, and links signed with the old key still work', () => {
  const before = openTokens({ pepper, keys: { a: one }, current: 'a' });
  const after = openTokens({ pepper, keys: { a: one, b: two }, current: 'b' });
  expect(after.verify('unsubscribe', before.sign('unsubscribe', id), A_YEAR_LATER)?.subscriber).toBe(id);
  expect(after.sign('unsubscribe', id)).not.toBe(before.sign('unsubscribe', id));
  expect(before.verify('unsubscribe', after.sign('unsubscribe', id), A_YEAR_LATER)).toBeUndefined();
});

test('a key of the same name with another secret verifies nothing', () => {
  const forger = openTokens({ pepper, keys: { a: two }, current: 'a' });
  expect(
    openTokens({ pepper, keys: { a: one }, current: 'a' }).verify('unsubscribe', forger.sign('unsubscribe', id), A_YEAR_LATER),
  ).toBeUndefined();
});

test('a link of another list gives no subscriber here, even with the same keys', () => {
  const keys = { pepper, keys: { a: one }, current: 'a' };
  const other = openTokens({ ...keys, list: 'another' });
  expect(openTokens(keys).verify('unsubscribe', other.sign('unsubscribe', id), A_YEAR_LATER)).toBeUndefined();
});

test('a subscriber id is 32 hex digits, ignores case and spaces around the address, and depends on the pepper', () => {
  const tokens = openTokens({ pepper, keys: { a: one }, current: 'a' });
  expect(tokens.idOf(' Reader@Example.ORG ')).toBe(tokens.idOf('reader@example.org'));
  expect(tokens.idOf('reader@example.org')).toMatch(/^[0-9a-f]{32}$/);
  expect(openTokens({ pepper: two, keys: { a: one }, current: 'a' }).idOf('reader@example.org')).not.toBe(
    tokens.idOf('reader@example.org'),
  );
});

test('keys that are not safe are refused at the start, and the error does not show them', () => {
  expect(() => openTokens({ pepper, keys: { a: 'short' }, current: 'a' })).toThrow(/at least 32/);
  expect(() => openTokens({ pepper: 'short', keys: { a: one }, current: 'a' })).toThrow(/at least 32/);
  expect(() => openTokens({ pepper, keys: { a: one }, current: 'b' })).toThrow(/not among the keys/);
  expect(() => openTokens({ pepper, keys: { 'a.b': one }, current: 'a.b' })).toThrow(/does not fit/);
  expect(() => parseTokenKeys({ pepper, current: 'a' })).toThrow(expect.not.objectContaining({ message: expect.stringContaining(pepper) }));
});
