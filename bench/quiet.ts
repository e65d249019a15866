// A tick with nothing to do: the deployed bundle in a process of its own, beside few and many stories, and beside ten past years.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { key } from '#adapters/dynamo/calls';
import { openDynamo } from '#adapters/dynamo/client';
import { partitions } from '#adapters/stores';
import { openRestoreWorld } from '#adapters/worlds';
import { type Config, readConfig } from '#config';
import { planPublications } from '#core/plan/plan';
import { type PublicationRecord, publicationId } from '#core/publication/publication';
import { readNewsroom } from '#core/story/snapshot';
import type { Slug } from '#core/story/story';
import { goneAt, type StorySeen, storySeenAt } from '#core/story/story-seen';
import { inBatches } from '#flow/loops/in-batches';
import type { World } from '#ports';
import { sumOf } from './calls.ts';
import { openChild } from './child.ts';
import { type Invocation, openLambda } from './lambda.ts';
import { median } from './median.ts';
import type { Site } from './site.ts';

/** `past`: publications, and as many stories whose files are gone, that have nothing to do with the stories. */
type QuietNewsroom = { stories: number; past: number };
/** The median of several ticks of one warm process. `first`: the one before them, which reads everything. */
export type QuietFigures = QuietNewsroom & {
  records: number;
  cpuMs: number;
  wallMs: number;
  calls: number;
  rssMb: number;
  first: { cpuMs: number; calls: number };
};

const DAYS_BETWEEN = 3;
/** Stories that are still to come. */
const AHEAD = 5;
const LAST_DAY = Temporal.PlainDate.from('2027-02-17');
const ZONE = 'Europe/London';
/** A quarter past two on a Wednesday: nothing is due, and the retention run is over. */
const QUIET = LAST_DAY.toZonedDateTime({ timeZone: ZONE, plainTime: '14:15' }).toInstant();
const PAST_DAY = Temporal.PlainDate.from('2016-01-04');

/** Measures the ticks of minutes in which nothing happens, `times` for each newsroom. */
export async function measureQuiet(
  { bundleOf }: Pick<Site, 'bundleOf'>,
  newsrooms: readonly QuietNewsroom[],
  { warmUp, times }: { warmUp: number; times: number },
): Promise<QuietFigures[]> {
  const figures: QuietFigures[] = [];
  for (const newsroom of newsrooms) {
    const folder = await mkdtemp(join(tmpdir(), 'newsroom-quiet-'));
    const standIns = openChild('stand-ins.ts', folder);
    try {
      const content = join(folder, 'content');
      await writeStories(content, newsroom.stories);
      const environment = await standIns.ask<Record<string, string>>('open', { content, rules: 'newsroom.yaml' });
      Object.assign(process.env, environment);
      const config = readConfig(process.env);
      const records = await liveUntilNow(openRestoreWorld(config), newsroom.past);
      // This tick finds something to write: what the stories were like.
      const before = await openLambda(bundleOf('tick'), environment);
      await before.invoke({ scheduledTime: QUIET.subtract({ minutes: 1 }).toString() });
      await before.stop();
      await letAnnouncementsLand(config);
      const lambda = await openLambda(bundleOf('tick'), environment);
      const minute = (i: number) => lambda.invoke({ scheduledTime: QUIET.add({ minutes: i }).toString() });
      const first = await minute(0);
      for (let i = 1; i <= warmUp; i += 1) await minute(i);
      const ticks: Invocation<unknown>[] = [];
      for (let i = 1; i <= times; i += 1) ticks.push(await minute(warmUp + i));
      await lambda.stop();
      figures.push({
        ...newsroom,
        records,
        cpuMs: median(ticks.map(({ cpuMs }) => cpuMs)),
        wallMs: median(ticks.map(({ wallMs }) => wallMs)),
        calls: median(ticks.map(({ calls }) => sumOf(calls))),
        rssMb: ticks.at(-1)?.rssMb ?? 0,
        first: { cpuMs: first.cpuMs, calls: sumOf(first.calls) },
      });
    } finally {
      await standIns.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

/** For a quarter of an hour each tick reads again what was announced (decision 28). This leaves what is there after that time. */
async function letAnnouncementsLand({ tables }: Config): Promise<void> {
  const { table, key: pk } = partitions.announced;
  await openDynamo().send(new DeleteItemCommand({ TableName: tables[table], Key: key(pk) }));
}

/** Half posts, half events, of the years before, and some still to come. */
async function writeStories(content: string, count: number): Promise<void> {
  for (const part of ['posts', 'events']) await mkdir(join(content, part), { recursive: true });
  for (let i = 0; i < count; i += 1) {
    const day = dayOf(i, count);
    const held = day.add({ days: 40 });
    const [part, keys] =
      i % 2 === 0
        ? ['posts', `title: Post ${i} about ward ${i % 70}\nauthor: Sam Example`]
        : ['events', `title: Event ${i}\nstarts: ${held}T10:00\nends: ${held}T12:00\nvenue: Room ${i % 9}`];
    const sentence = `What **ward ${i % 70}** learned in week ${i}: people ask first how long it will take, and who is there at night.`;
    const text = Array.from({ length: 8 }, () => sentence).join('\n\n');
    await writeFile(join(content, part, `story-${i}.md`), `---\n${keys}\npublished: ${day}T09:00\n---\n\n${text}\n`);
  }
}

function dayOf(i: number, count: number): Temporal.PlainDate {
  return LAST_DAY.add({ days: (i - count + AHEAD) * DAYS_BETWEEN + 1 });
}

type Stored = Pick<World, 'content' | 'publications'>;

/** Stores what a newsroom has that has sent all of this in time. Returns how many publications that are. */
async function liveUntilNow({ content, publications }: Stored, past: number): Promise<number> {
  const { newsroom } = readNewsroom(await content.read());
  if (!newsroom) throw new Error('The rules of the bench have a problem.');
  const { stories, rules } = newsroom;
  const opened = PAST_DAY.toZonedDateTime(ZONE).toInstant();
  const seenAt = (at: Temporal.PlainDateTime) => at.toZonedDateTime(ZONE).toInstant();
  const storiesSeen = new Map(
    stories.map((story): [Slug, StorySeen] => [story.slug, storySeenAt(story, undefined, seenAt(story.published))]),
  );
  const planned = planPublications({ stories, storiesSeen, rules, records: [], opened, since: opened, now: opened, until: QUIET });
  const records = planned.map((publication) => ended(publication));
  for (let i = 0; i < past; i += 1) {
    const day = PAST_DAY.add({ days: Math.floor((i * 3_600) / Math.max(past, 1)) });
    const [template] = stories;
    if (!template) break;
    const slug = `past-${i}` as Slug;
    const published = day.toPlainDateTime('09:00');
    const story = { ...template, slug, file: `posts/${slug}.md`, title: `Past post ${i}`, body: `Long ago ${i}.`, published };
    const seen = storySeenAt(story, undefined, seenAt(published));
    storiesSeen.set(slug, { ...goneAt(seen, seenAt(published.add({ days: 200 }))), told: true });
    const due = published.toZonedDateTime(ZONE);
    const id = publicationId('alert', slug);
    records.push(ended({ id, kind: 'alert', channel: 'email', due, stories: [slug], decision: 'go' }));
  }
  await inBatches(records, 50, (some) => Promise.all(some.map((record) => publications.add(record))));
  const written = [...storiesSeen.values()].filter(({ firstSeen }) => Temporal.Instant.compare(firstSeen, QUIET) <= 0);
  await inBatches(written, 50, (some) => Promise.all(some.map((one) => publications.recordStorySeen(one))));
  await publications.recordProgress({ opened, until: QUIET.subtract({ minutes: 1 }) });
  return records.length;
}

const COUNTS = { planned: 4_000, accepted: 3_990, byEvent: 0, byPerson: 0, suppressed: 8, refused: 2, held: 0, open: 0, twice: 0 };

function ended(publication: ReturnType<typeof planPublications>[number]): PublicationRecord {
  if (publication.decision !== 'go') return { ...publication, state: publication.decision, version: 1 };
  const begun = publication.due.toInstant();
  return {
    ...publication,
    state: 'done',
    version: 4,
    begun,
    firstAt: begun,
    snapshot: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
    site: 'https://news.example.org',
    sender: 'news@news.example.org',
    unknown: 'resend',
    ...(publication.channel === 'email'
      ? { audience: 4_000, chunks: 40, totals: { counts: COUNTS, chunksLeft: 0, mails: [], erased: begun } }
      : { priceMilliUsd: 15 }),
  };
}
