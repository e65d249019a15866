import type { Temporal } from 'temporal-polyfill';
import { earliest, isAfter } from '#core/time/compare';
import { type Planned, readPlan } from '#flow/publish/plan';
import { nextMorningSummary } from '#flow/transactional/request-morning-summary';
import type { World } from '#ports';

/** A newsroom whose time is moved by hand: one that rehearses, or one on this machine. */
export type Movable = {
  world: Pick<World, 'content' | 'publications'>;
  now(): Temporal.Instant;
  /** Sets the time and does what the minute does, then answers every ring and event there is, and those that follow from them. */
  minute(now: Temporal.Instant): Promise<void>;
};

/** Publications that are under way are looked after minute by minute, at most this long, before idle time is skipped. */
const MINUTES_UNDER_WAY = 60;
/** How far the plan is looked at in one go: most of the time something is due within it. */
const LOOK_AHEAD_HOURS = 35 * 24;

/** Moves to `to`, doing at its own time everything that becomes due on the way, and skipping the time between. */
export async function advance(newsroom: Movable, to: Temporal.Instant): Promise<void> {
  for (;;) {
    const next = await nextDue(newsroom, to, true);
    if (!next) break;
    await work(newsroom, next, to);
  }
  if (isAfter(to, newsroom.now())) await work(newsroom, to, to);
}

/**
 * The next moment after now, and until `until`, at which something is due; undefined when there is none. With `begins`
 * also the moment at which it begins, which is earlier by the time in which it can be undone, and the notes that tell of it.
 */
export async function nextDue(
  newsroom: Pick<Movable, 'world' | 'now'>,
  until: Temporal.Instant,
  begins = false,
): Promise<Temporal.Instant | undefined> {
  const now = newsroom.now();
  for (let hours = LOOK_AHEAD_HOURS; ; hours *= 2) {
    const horizon = earliest(now.add({ hours }), until);
    const planned = await readPlan(newsroom.world, now, ({ undo }) => (begins ? horizon.add(undo) : horizon));
    const first = (planned ? moments(planned, begins) : [])
      .filter((due) => isAfter(due, now) && !isAfter(due, until))
      .reduce<Temporal.Instant | undefined>((soonest, due) => (soonest ? earliest(soonest, due) : due), undefined);
    if (first || horizon.equals(until)) return first;
  }
}

/** When what is planned is due or begins, when what has begun may go out, and, with `begins`, when a note tells of it. */
function moments({ publications, records, newsroom }: Planned, begins: boolean): Temporal.Instant[] {
  const dues = publications.filter(({ decision }) => decision === 'go').map(({ due }) => due);
  const beginnings = begins ? dues.map((due) => due.subtract(newsroom.rules.undo)) : [];
  const inUndoWindow = records.filter(({ state }) => state === 'sealing' || state === 'sending').flatMap(({ firstAt }) => firstAt ?? []);
  const mornings =
    begins && newsroom.rules.morningSummaryTo !== undefined ? [...dues, ...records.map(({ due }) => due)].flatMap(morningsOf) : [];
  return [...[...dues, ...beginnings, ...mornings].map((moment) => moment.toInstant()), ...inUndoWindow];
}

/** A note tells of what is due before the next one, and of what went out since the one before. */
function morningsOf(due: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  return [nextMorningSummary(due.subtract({ days: 1 })), nextMorningSummary(due)];
}

async function work(newsroom: Movable, start: Temporal.Instant, to: Temporal.Instant): Promise<void> {
  let at = start;
  for (let minute = 0; minute < MINUTES_UNDER_WAY; minute += 1) {
    await newsroom.minute(at);
    const records = await newsroom.world.publications.all();
    const underWay = records.some((record) => record.state === 'sealing' || record.state === 'sending');
    at = newsroom.now().add({ minutes: 1 });
    if (!underWay || isAfter(at, to)) return;
  }
}
