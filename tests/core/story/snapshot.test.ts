import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSnapshot, withRules, writeSnapshot } from '#core/story/snapshot';
import { source } from '#tests/core/story/written-stories';

const rules = source('newsroom.yaml', readFileSync(new URL('../../../newsroom.yaml', import.meta.url), 'utf8'));
const images = [
  { src: 'group.png', width: 1200, height: 630, sizeBytes: 60_000 },
  { src: 'note.gif', width: 0, height: 0, sizeBytes: 9, fault: 'No image.' },
];
const STORED =
  '[{"src":"group.png","width":1200,"height":630,"size":60000},{"src":"note.gif","width":0,"height":0,"size":9,"fault":"No image."}]';

test('a snapshot stores its images under the keys that earlier versions stored', () => {
  const snapshot = writeSnapshot({ rules, stories: [], images }, []);
  expect(snapshot.slice(snapshot.indexOf('"images":') + '"images":'.length, -1)).toBe(STORED);
});

test('a snapshot of an earlier version gives its images with their sizes in bytes', () => {
  const snapshot = `{"rules":${JSON.stringify(new TextDecoder().decode(rules.bytes))},"stories":[],"images":${STORED}}`;
  expect(readSnapshot(snapshot).images).toEqual(images);
  expect(withRules({ rules, stories: [], images: [] }, snapshot).images).toEqual(images);
});
