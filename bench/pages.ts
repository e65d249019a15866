// The desk's pages beside many subscribers and two years of publications, over stores in memory: their own time, without that of DynamoDB.
import { readFile } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import { tick } from '#flow/tick';
import { openMemoryWorld } from '#local/memory/world';
import type { World } from '#ports';
import { desk } from '#web/desk/desk';
import { median } from './median.ts';

/** `pages`: the median of several answers. */
export type PagesFigures = { subscribers: number; publications: number; pages: { path: string; ms: number }[] };

const FIRST = Temporal.PlainDate.from('2026-01-05');
const WEEKS = 104;
/** Stories that are still to come. */
const AHEAD_WEEKS = 12;
const EVENT_WEEKS = 13;
/** At these times of a week something goes out. */
const TIMES = ['08:29', '08:30', '09:00', '09:01', '10:00', '17:00'];
const FREQUENCIES = ['each', 'weekly', 'monthly', 'events'];
const PATHS = [
  ...['/desk/', '/desk/plan', '/desk/calendar', '/desk/yes', '/desk/stories', '/desk/publications/alert-post-104', '/desk/rules'],
  ...['/desk/people', '/desk/people?q=bright', '/desk/rehearse?frequency=weekly&weeks=13', '/desk/reports', '/desk/audit'],
];

/** Lives two years of a newsroom that nobody reads, then adds so many subscribers at a time, and asks for each page `times` times. */
export async function measurePages(subscribers: readonly number[], times: number): Promise<PagesFigures[]> {
  const memory = openMemoryWorld({ files: await files() });
  const { world } = memory;
  for (let week = 0; week < WEEKS; week += 1) {
    for (const time of TIMES) {
      const now = FIRST.add({ days: 7 * week })
        .toZonedDateTime({ timeZone: 'Europe/London', plainTime: time })
        .toInstant();
      memory.time.now = now;
      await tick(world, now);
    }
  }
  const now = FIRST.add({ days: 7 * WEEKS })
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: '08:00' })
    .toInstant();
  memory.time.now = now;
  const publications = (await world.publications.all()).length;
  const app = desk(world, 'none');
  const ask = async (path: string): Promise<number> => {
    const start = performance.now();
    const answer = await app.request(`http://127.0.0.1${path}`, {}, { event: { requestContext: { timeEpoch: now.epochMilliseconds } } });
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes('</html>')) throw new Error(`${path} answered ${answer.status}.`);
    return performance.now() - start;
  };
  const figures: PagesFigures[] = [];
  let there = 0;
  for (const many of subscribers) {
    for (; there < many; there += 1) await subscribe(world, there);
    // The rounds of a tick that count who has chosen alike.
    for (const minutes of [20, 40, 60]) await world.subscribers.keepCounts(now.add({ minutes }), () => true);
    const pages: PagesFigures['pages'] = [];
    for (const path of PATHS) {
      await ask(path);
      const all: number[] = [];
      for (let i = 0; i < times; i += 1) all.push(await ask(path));
      pages.push({ path, ms: median(all) });
    }
    figures.push({ subscribers: many, publications, pages });
  }
  return figures;
}

async function files(): Promise<Record<string, string>> {
  const rules = (await readFile('newsroom.yaml', 'utf8')).replace(/^approval: .*$/m, 'approval: required');
  const stories: Record<string, string> = { 'newsroom.yaml': rules };
  for (let week = 0; week < WEEKS + AHEAD_WEEKS; week += 1) {
    const day = FIRST.add({ days: 7 * week });
    stories[`posts/post-${week}.md`] =
      `---\ntitle: Post ${week} about ward ${week % 70}\nauthor: Sam Example\npublished: ${day}T09:00\n---\n\nWhat **ward ${week % 70}** learned in week ${week}.\n`;
    if (week % EVENT_WEEKS !== 0) continue;
    const held = day.add({ days: 60 });
    stories[`events/event-${week}.md`] =
      `---\ntitle: Session ${week}\nstarts: ${held}T09:30\nends: ${held}T16:30\nvenue: Exeter\npublished: ${day}T10:00\n---\n\nEvery trust is invited.\n`;
  }
  return stories;
}

async function subscribe({ subscribers }: Pick<World, 'subscribers'>, i: number): Promise<void> {
  const address = `reader-${i}@trust-${i % 11}.example.org`;
  await subscribers.save({
    id: subscribers.idOf(address),
    address,
    name: `Ama Bright ${i}`,
    frequency: FREQUENCIES[i % FREQUENCIES.length] ?? '',
    topics: [],
    status: 'confirmed',
    organisation: i % 5 === 0 ? 'devon' : 'somerset',
    confirmedAt: FIRST.toZonedDateTime({ timeZone: 'UTC' }).toInstant(),
  });
}
