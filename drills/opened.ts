// The newsroom in this process, so that a drill decides how SES and X behave. One a process: its Lambdas read their environment once.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type LocalNewsroom, type NewsroomOptions, openNewsroom } from '#local/newsroom/newsroom';
import type { Folder } from './content.ts';

export function openDrill({ content, data }: Folder, at: string, drill: NonNullable<NewsroomOptions['drill']>): Promise<LocalNewsroom> {
  return openNewsroom({
    data,
    content,
    fresh: true,
    at,
    rules: join(content, 'newsroom.yaml'),
    subscribers: join(content, 'subscribers.csv'),
    drill,
  });
}

/** A wall-clock time in London. */
export function london(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/London').toInstant();
}

export async function stateOf(newsroom: LocalNewsroom, publication: string): Promise<string | undefined> {
  return (await newsroom.world.publications.all()).find(({ id }) => id === publication)?.state;
}

/** Minute by minute, or in longer steps, until it is `until`, or all of `publications` are done. */
export async function pass(newsroom: LocalNewsroom, minutes: number, until: Temporal.Instant, ...publications: string[]): Promise<void> {
  while (Temporal.Instant.compare(newsroom.clock.now(), until) < 0) {
    const states = await Promise.all(publications.map((publication) => stateOf(newsroom, publication)));
    if (states.length > 0 && states.every((state) => state === 'done')) return;
    await newsroom.moveTo(newsroom.clock.now().add({ minutes }));
  }
}

/** True for every tenth call of one kind, from the tenth on. */
export function oneInTen(): () => boolean {
  let count = 0;
  return () => {
    count += 1;
    return count % 10 === 0;
  };
}
