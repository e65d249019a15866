import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { DraftHead, DraftId } from '#core/draft/draft';
import { groupSaves } from '#core/draft/saves';

const saved = (version: number, minute: number, by = 'ada', state: DraftHead['state'] = 'open'): DraftHead => ({
  draft: 'd' as DraftId,
  version,
  at: Temporal.Instant.from('2026-11-26T09:00:00Z').add({ minutes: minute }),
  by,
  kind: 'post',
  title: '',
  state,
});

test('saves of one person are one group while none is more than ten minutes after the one before', () => {
  const versions = [saved(5, 40), saved(4, 19), saved(3, 10), saved(2, 1), saved(1, 0)];
  expect(groupSaves(versions).map((group) => group.map(({ version }) => version))).toEqual([[5], [4, 3, 2, 1]]);
});

test('saves of two people, and what was published or deleted, stand apart', () => {
  const versions = [saved(5, 4, 'ada', 'deleted'), saved(4, 3, 'ada', 'published'), saved(3, 2), saved(2, 1, 'ben'), saved(1, 0)];
  expect(groupSaves(versions).map((group) => group.map(({ version }) => version))).toEqual([[5], [4], [3], [2], [1]]);
});
