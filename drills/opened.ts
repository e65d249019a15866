// Runs the newsroom in this process, so that a drill decides how SES and X behave. Its Lambdas read their environment once: one a process.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type LocalNewsroom, type NewsroomOptions, openNewsroom } from '#local/newsroom/newsroom';
import type { Folder } from './content.ts';

/** Opens a new newsroom on the folder at `at`, a wall-clock time in London. `drill` makes SES and X behave badly. */
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

/** Returns the moment of a wall-clock time in London. */
export function london(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/London').toInstant();
}

/** Returns the state of a publication, or undefined when it has no record yet. */
export async function stateOf(newsroom: LocalNewsroom, publication: string): Promise<string | undefined> {
  return (await newsroom.world.publications.all()).find(({ id }) => id === publication)?.state;
}

/** Lets time pass in steps of `minutes`, until the moment `until`, or until all of `publications` (if any) are done. */
export async function pass(newsroom: LocalNewsroom, minutes: number, until: Temporal.Instant, ...publications: string[]): Promise<void> {
  while (Temporal.Instant.compare(newsroom.clock.now(), until) < 0) {
    const states = await Promise.all(publications.map((publication) => stateOf(newsroom, publication)));
    if (states.length > 0 && states.every((state) => state === 'done')) return;
    await newsroom.moveTo(newsroom.clock.now().add({ minutes }));
  }
}

/** Returns a function that is true at every tenth call. */
export function oneInTen(): () => boolean {
  let count = 0;
  return () => {
    count += 1;
    return count % 10 === 0;
  };
}
