// Counts people: how many there were, who came and who went.
import type { Temporal } from 'temporal-polyfill';
import type { Leaving, Life } from '#core/report/lives';
import type { Span } from '#core/report/period';
import { RETENTION } from '#core/rules/retention';
import { isBefore } from '#core/time/compare';

/** `unknown`: those of whom nobody knows whether they were on the list then. They are not among the `people`. */
export type Standing = { people: number; unknown: number };

/** How a person left: a move to another address is no departure. */
export const DEPARTURES = ['one-click', 'page', 'mail', 'desk', 'bounced', 'complained', 'unknown'] as const satisfies Leaving[];
export type Departure = (typeof DEPARTURES)[number];

/**
 * What happened in some time, and who was on the list at its end. `signedUp`: by the form; `brought`: by a list that was imported. Who
 * moves to another address neither joins nor leaves.
 */
export type Growth = { signedUp: number; brought: number; left: number; atEnd: Standing };

export const NOBODY: Growth = { signedUp: 0, brought: 0, left: 0, atEnd: { people: 0, unknown: 0 } };

/** Adds up the figures of people who are told apart. */
export function sumGrowth(some: readonly Growth[]): Growth {
  return some.reduce(
    (sum, { signedUp, brought, left, atEnd }) => ({
      signedUp: sum.signedUp + signedUp,
      brought: sum.brought + brought,
      left: sum.left + left,
      atEnd: { people: sum.atEnd.people + atEnd.people, unknown: sum.atEnd.unknown + atEnd.unknown },
    }),
    NOBODY,
  );
}

/**
 * What can be added up of people for a span: who arrived, who went and how, and who was there at its end. Whoever moved to another address
 * arrives there with the consent of the old one, so a move takes back one arrival.
 */
export type Sums = { arrived: Record<Life['by'], number>; went: Record<Leaving, number>; atEnd: Standing };

const NOBODY_WENT: Record<Leaving, number> = {
  ...{ 'one-click': 0, page: 0, mail: 0, moved: 0, desk: 0, bounced: 0, complained: 0, unknown: 0 },
};
export const NO_SUMS: Sums = { arrived: { confirmation: 0, import: 0 }, went: NOBODY_WENT, atEnd: NOBODY.atEnd };

/** Sums up in one pass. How many there were is said as far as it is known at `now`. */
export function sumsOf(lives: readonly Life[], { since, until }: Span, now: Temporal.Instant): Sums {
  const [sinceMs, untilMs, nowMs] = [since.epochMilliseconds, until.epochMilliseconds, now.epochMilliseconds];
  const isIn = (ms: number | undefined) => ms !== undefined && ms >= sinceMs && ms < untilMs;
  const arrived = { ...NO_SUMS.arrived };
  const went = { ...NOBODY_WENT };
  const atEnd = { ...NOBODY.atEnd };
  for (const { by, joinedMs, left } of lives) {
    if (isIn(joinedMs)) arrived[by] += 1;
    if (left && isIn(left.atMs)) {
      went[left.how] += 1;
      if (left.how === 'moved') arrived[by] -= 1;
    }
    const atMs = left?.atMs;
    if (nowMs < untilMs) atEnd.people += left ? 0 : 1;
    else if (joinedMs !== undefined && joinedMs >= untilMs) continue;
    else if (atMs !== undefined && atMs < untilMs) continue;
    else if (joinedMs !== undefined && (!left || atMs !== undefined)) atEnd.people += 1;
    else atEnd.unknown += 1;
  }
  return { arrived, went, atEnd };
}

export function addSums(a: Sums, b: Sums): Sums {
  const went = { ...a.went };
  for (const how of LEAVINGS) went[how] += b.went[how];
  return {
    arrived: { confirmation: a.arrived.confirmation + b.arrived.confirmation, import: a.arrived.import + b.arrived.import },
    went,
    atEnd: { people: a.atEnd.people + b.atEnd.people, unknown: a.atEnd.unknown + b.atEnd.unknown },
  };
}

const LEAVINGS = [...DEPARTURES, 'moved'] as const satisfies Leaving[];

/** Returns who came and went, and how many there were at the end. */
export function growthFrom(sums: Sums): Growth {
  const { arrived, atEnd } = sums;
  const left = [...departuresFrom(sums).values()].reduce((sum, number) => sum + number, 0);
  return { signedUp: Math.max(0, arrived.confirmation), brought: Math.max(0, arrived.import), left, atEnd };
}

/** Returns how those left who left. */
export function departuresFrom({ arrived, went }: Sums): Map<Departure, number> {
  const counts = new Map<Departure, number>(DEPARTURES.map((how) => [how, went[how]]));
  // Somebody moved, and is not known under the new address any more: it has been erased.
  counts.set('unknown', went.unknown + Math.max(0, -arrived.confirmation) + Math.max(0, -arrived.import));
  return counts;
}

/** Returns these people by what they have in common, such as their trust. */
export function growthBy<K>(
  lives: readonly Life[],
  key: (life: Life) => K | undefined,
  span: Span,
  now: Temporal.Instant,
): Map<K | undefined, Growth> {
  return new Map([...Map.groupBy(lives, key)].map(([of, some]) => [of, growthFrom(sumsOf(some, span, now))]));
}

/**
 * Returns since when the figures about people are whole; undefined: always. The profiles of people who had left before are deleted, so
 * that nobody knows any more how many came and went. `opened`: when the newsroom did.
 */
export function peopleKnownSince(opened: Temporal.Instant, now: Temporal.ZonedDateTime): Temporal.Instant | undefined {
  const since = now.subtract(RETENTION.afterUnsubscribe).toInstant();
  return isBefore(since, opened) ? undefined : since;
}
