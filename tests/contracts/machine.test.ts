import { describe, expect, test } from 'vitest';
import { machine } from '#adapters/machine';
import { openMemoryWorld } from '#local/memory/world';

describe.each([
  ['this one', machine],
  ['in memory', openMemoryWorld().world.machine],
])('the machine, %s', (_name, any) => {
  test('the machine makes nonces of sixteen lower-case letters and digits, and never one twice', () => {
    const nonces = Array.from({ length: 10_000 }, () => any.nonce());
    expect(new Set(nonces).size).toBe(nonces.length);
    expect(nonces.every((nonce) => /^[0-9a-z]{16}$/.test(nonce))).toBe(true);
  });

  test('the machine’s elapsed time never runs back', () => {
    const readings = Array.from({ length: 1000 }, () => any.elapsedMs());
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
  });
});
