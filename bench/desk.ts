// The desk's own part of a page: the deployed bundle in a process of its own, with the stand-ins in another, as Lambda would run it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { invokeHttp } from '#local/newsroom/lambda-http';
import type { HttpHandler } from '#web/http-api';
import { sumOf } from './calls.ts';
import { openChild } from './child.ts';
import { LONG_TEXT } from './editor.ts';
import { type Cost, type Lambda, openLambda } from './lambda.ts';
import { median } from './median.ts';
import type { Site } from './site.ts';

/** The median of several answers. `calls`: those to AWS for one answer. */
export type PageFigures = { wallMs: number; cpuMs: number; calls: number };
/** `list`: the page of all stories, with that many of them. `preview`: what the script of the form asks for after a pause in typing. */
export type DeskFigures = { stories: number; list: PageFigures; preview: PageFigures };

const STORIES = 1_000;
const DAYS_BETWEEN = 2;
const COMING = 20;
const FIRST_DAY = Temporal.PlainDate.from('2021-09-01');
const RULES = 'newsroom.yaml';
/** These warm the process up. */
const UNCOUNTED = 5;

/** Asks the desk of a newsroom with 1,000 stories for its list, and for a preview of 2,000 words, `times` times each. */
export async function measureDesk({ bundleOf }: Pick<Site, 'bundleOf'>, times: number): Promise<DeskFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-desk-'));
  const standIns = openChild('stand-ins.ts', folder);
  try {
    const content = join(folder, 'content');
    const now = (await writeStories(content)).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).toInstant();
    const environment = await standIns.ask<Record<string, string>>('open', { content, rules: RULES });
    const tick = await openLambda(bundleOf('tick'), environment);
    // It records every story, as a newsroom has that has run for a while.
    await tick.invoke({ scheduledTime: now.toString() });
    await tick.stop();
    const lambda = await openLambda(bundleOf('desk'), environment);
    const ask = asking(lambda, now);
    const list = await each(times, () => ask('/desk/stories', `Post ${STORIES - 2}`));
    const draft = await ask('/desk/stories/new', '', 'kind=post');
    const preview = await each(times, (i) => ask(`${draft.location}/preview-parts`, `word${i}`, typed(`word${i}`)));
    await lambda.stop();
    return { stories: STORIES, list, preview };
  } finally {
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Half posts, half events, over the years before the day that is returned, and some after it. */
async function writeStories(content: string): Promise<Temporal.PlainDate> {
  for (const part of ['posts', 'events']) await mkdir(join(content, part), { recursive: true });
  const dayOf = (i: number) => FIRST_DAY.add({ days: i * DAYS_BETWEEN });
  for (let i = 0; i < STORIES; i += 1) {
    const day = dayOf(i);
    const [part, keys] =
      i % 2 === 0
        ? ['posts', `title: Post ${i} about ward ${i % 70}\nauthor: Sam Example`]
        : [
            'events',
            `title: Event ${i}\nstarts: ${day.add({ days: 40 })}T10:00\nends: ${day.add({ days: 40 })}T12:00\nvenue: Room ${i % 9}`,
          ];
    const text = `What **ward ${i % 70}** learned in week ${i}: people ask first how long it will take.`;
    await writeFile(join(content, part, `story-${i}.md`), `---\n${keys}\npublished: ${day}T09:00\n---\n\n${text}\n`);
  }
  return dayOf(STORIES - COMING);
}

function typed(word: string): string {
  const date = { 'published-day': '8', 'published-month': '3', 'published-year': '2027', 'published-time': '09:00' };
  return new URLSearchParams({
    title: 'A long story',
    author: 'Sam Example',
    ...date,
    body: `${LONG_TEXT} ${word}`,
    version: '1',
  }).toString();
}

type Answer = Cost & { location: string };
type Ask = (path: string, shows: string, form?: string) => Promise<Answer>;

/** @throws when an answer is an error, or does not show what it should. */
export function asking(lambda: Lambda, now: Temporal.Instant): Ask {
  return async (path, shows, form) => {
    let cost: Cost | undefined;
    const handler: HttpHandler = async (event) => {
      const { answer, ...rest } = await lambda.invoke<Awaited<ReturnType<HttpHandler>>>(event);
      cost = rest;
      return answer;
    };
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const request = new Request(`http://127.0.0.1${path}`, form === undefined ? {} : { method: 'POST', headers, body: form });
    const response = await invokeHttp(handler, request, now);
    const text = await response.text();
    if (!cost || response.status >= 400 || !text.includes(shows))
      throw new Error(`${path} answered ${response.status} without “${shows}”.`);
    return { ...cost, location: response.headers.get('location') ?? '' };
  };
}

export async function each(times: number, ask: (i: number) => Promise<Answer>): Promise<PageFigures> {
  const costs: Answer[] = [];
  for (let i = -UNCOUNTED; i < times; i += 1) {
    const cost = await ask(i);
    if (i >= 0) costs.push(cost);
  }
  return {
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
    calls: median(costs.map(({ calls }) => sumOf(calls))),
  };
}
