// Counts people: how many there were, who came and who went.
import type { Temporal } from 'temporal-polyfill';
import type { Leaving, Life } from '#core/report/lives';
import { isIn, type Span } from '#core/report/period';
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

/** Returns how many were on the list just before `at`, as far as it is known at `now`. */
function standingBefore(lives: readonly Life[], at: Temporal.Instant, now: Temporal.Instant): Standing {
  const standing = { people: 0, unknown: 0 };
  for (const life of lives) {
    const was = wasOnList(life, at, now);
    if (was === 'unknown') standing.unknown += 1;
    else if (was) standing.people += 1;
  }
  return standing;
}

function wasOnList({ joined, left }: Life, at: Temporal.Instant, now: Temporal.Instant): boolean | 'unknown' {
  if (isBefore(now, at)) return left === undefined;
  if (joined && !isBefore(joined, at)) return false;
  if (left?.at && isBefore(left.at, at)) return false;
  return joined && (!left || left.at) ? true : 'unknown';
}

/** Returns who came and went in this time, and how many there were at its end. */
export function growthIn(lives: readonly Life[], span: Span, now: Temporal.Instant): Growth {
  const { confirmation, import: brought } = arrivals(lives, span);
  const left = [...departuresIn(lives, span).values()].reduce((sum, number) => sum + number, 0);
  return { signedUp: Math.max(0, confirmation), brought: Math.max(0, brought), left, atEnd: standingBefore(lives, span.until, now) };
}

/** Returns how the people left who left in this time. */
export function departuresIn(lives: readonly Life[], span: Span): Map<Departure, number> {
  const counts = new Map<Departure, number>(DEPARTURES.map((how) => [how, 0]));
  for (const life of lives) {
    const how = wentIn(life, span);
    if (how !== undefined && how !== 'moved') counts.set(how, (counts.get(how) ?? 0) + 1);
  }
  // Somebody moved, and is not known under the new address any more: it has been erased.
  const { confirmation, import: brought } = arrivals(lives, span);
  counts.set('unknown', (counts.get('unknown') ?? 0) + Math.max(0, -confirmation) + Math.max(0, -brought));
  return counts;
}

/** The new address of who moved joins at that moment, with the consent of the old one: the two cancel each other out. */
function arrivals(lives: readonly Life[], span: Span): Record<Life['by'], number> {
  const arrived = { confirmation: 0, import: 0 };
  for (const life of lives) {
    if (life.joined && isIn(span, life.joined)) arrived[life.by] += 1;
    if (wentIn(life, span) === 'moved') arrived[life.by] -= 1;
  }
  return arrived;
}

function wentIn({ left }: Life, span: Span): Leaving | undefined {
  return left?.at && isIn(span, left.at) ? left.how : undefined;
}

/** Returns these people by what they have in common, such as their trust. */
export function growthBy<K>(
  lives: readonly Life[],
  key: (life: Life) => K | undefined,
  span: Span,
  now: Temporal.Instant,
): Map<K | undefined, Growth> {
  return new Map([...Map.groupBy(lives, key)].map(([of, some]) => [of, growthIn(some, span, now)]));
}

/**
 * Returns since when the figures about people are whole; undefined: always. The profiles of people who had left before are deleted, so
 * that nobody knows any more how many came and went. `opened`: when the newsroom did.
 */
export function peopleKnownSince(opened: Temporal.Instant, now: Temporal.ZonedDateTime): Temporal.Instant | undefined {
  const since = now.subtract(RETENTION.afterUnsubscribe).toInstant();
  return isBefore(since, opened) ? undefined : since;
}
