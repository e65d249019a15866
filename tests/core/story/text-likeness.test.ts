import { expect, test } from 'vitest';
import { likeness, sharedWords, textSketch } from '#core/story/text-likeness';

const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => `word${from + i}`).join(' ');
const alike = (a: string, b: string) => likeness(textSketch(a), textSketch(b));

test('a text is wholly like itself, whatever its case, spaces and punctuation', () => {
  expect(alike('Every trust is invited.', 'every  trust\nis **invited**')).toBe(1);
  expect(alike('', '')).toBe(1);
});

test('a long text with one sentence more is nearly the same, and one that shares nothing is not like it at all', () => {
  expect(alike(words(0, 400), `${words(0, 400)} and one sentence more`)).toBeGreaterThan(0.8);
  expect(alike(words(0, 400), words(1000, 400))).toBe(0);
  expect(alike('', 'Every trust is invited.')).toBe(0);
});

test('a text of which half was rewritten is about half like it was', () => {
  const half = alike(words(0, 400), `${words(0, 267)} ${words(1000, 133)}`);
  expect(half).toBeGreaterThan(0.25);
  expect(half).toBeLessThan(0.75);
});

test('a sketch is short, however long the text is', () => {
  expect(textSketch(words(0, 100_000)).length).toBeLessThan(200);
});

test('titles share the words that are in both', () => {
  expect(sharedWords('Two day conferense', 'Two day conference')).toBe(0.5);
  expect(sharedWords('Spring session', 'Winter games')).toBe(0);
});
