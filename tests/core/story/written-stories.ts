// Story files as an editor writes them, and what is read from them.
import { expect } from 'vitest';
import type { ImageFile } from '#core/image/image-file';
import { isNote, problemLine } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readRules } from '#core/rules/read-rules';
import { readStories } from '#core/story/read-stories';

export function source(file: string, text: string | Uint8Array): SourceFile {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { file, sizeBytes: bytes.length, bytes };
}

export const rules = readRules(
  source(
    'newsroom.yaml',
    `name: Example Collaborative
short_name: EC
timezone: Europe/London
site: https://news.example.org
sender: { name: Example, address: news@example.org, postal_address: 1 Example Street }
x: { handle: ExampleMHC }
topics:
  learning-from-deaths: Learning from deaths
  medication: Medication
organisations: {}
digests: { upcoming_events: 60 days }
events: { reminders: [7 days], at: "09:00", follow_up: 1 day }
social: { slots: ["09:00"], monthly_budget_usd: 10 }
`,
  ),
).rules!;

export const images: ImageFile[] = [
  { src: 'group.png', width: 1200, height: 630, sizeBytes: 60_000 },
  { src: 'poster.jpg', width: 9000, height: 9000, sizeBytes: 6_200_000 },
  { src: 'drawing.svg', width: 100, height: 100, sizeBytes: 900 },
];

export const POST = { title: 'Our first year', author: 'Sam Example', published: '2026-09-10T09:00' };
export const EVENT = {
  title: 'Spring session',
  starts: '2027-03-10T09:30',
  ends: '2027-03-10T16:00',
  venue: 'Bristol',
  published: '2027-01-12T10:00',
};

/** A story file: each key on a line of its own from line 2; an undefined key is left out. */
export function written(keys: Record<string, string | undefined>, body = 'We began in spring.\n'): string {
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return ['---', ...lines, '---', '', body].join('\n');
}
export const post = (keys: Record<string, string | undefined> = {}, body?: string) =>
  source('posts/a.md', written({ ...POST, ...keys }, body));
export const event = (keys: Record<string, string | undefined> = {}, body?: string) =>
  source('events/e.md', written({ ...EVENT, ...keys }, body));

export function problemsOf(...files: SourceFile[]): string[] {
  const { stories, problems } = readStories(files, images, rules);
  const faulty = new Set(problems.map(({ file }) => file));
  expect(stories.map(({ file }) => file).filter((file) => faulty.has(file))).toEqual([]);
  return problems.map(problemLine);
}
export function storyOf(file: SourceFile) {
  const { stories, problems } = readStories([file], images, rules);
  expect(problems.filter((problem) => !isNote(problem)).map(problemLine)).toEqual([]);
  return stories[0]!;
}
