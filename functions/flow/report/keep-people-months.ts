import type { Temporal } from 'temporal-polyfill';
import { peopleKnownSince } from '#core/report/people';
import { monthsToKeep, peopleMonth } from '#core/report/people-month';
import { readLives } from '#flow/report/read-lives';
import type { World } from '#ports';

/**
 * Counts the people of each month that is over and not counted yet, and keeps the figures: the profiles of people who left are deleted
 * later. What is kept never changes. May throw; safe to repeat.
 */
export async function keepPeopleMonths(
  world: Pick<World, 'publications' | 'subscribers' | 'suppressions'>,
  now: Temporal.ZonedDateTime,
): Promise<void> {
  const progress = await world.publications.progress();
  if (!progress) return;
  const kept = new Set((await world.publications.peopleMonths()).map(({ month }) => month));
  const months = monthsToKeep(progress.opened, peopleKnownSince(progress.opened, now), kept, now);
  if (months.length === 0) return;
  const lives = await readLives(world);
  for (const month of months) await world.publications.keepPeopleMonth(peopleMonth(lives, month, now));
}
