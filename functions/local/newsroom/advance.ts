import type { Temporal } from 'temporal-polyfill';
import { earliest, isAfter } from '#core/time/compare';
import { nextMorning } from '#core/transactional/summary-days';
import { type Planned, type PlanWorld, readPlan } from '#flow/publish/plan';

/** A newsroom whose time is moved by hand: a rehearsal, or the newsroom on this machine. */
export type Movable = {
  world: PlanWorld;
  now(): Temporal.Instant;
  /** Sets the time and runs the tick, then handles all queued jobs and SES events, and those that follow from them. */
  minute(now: Temporal.Instant): Promise<void>;
};

/** While a publication is under way, time moves minute by minute. After this many minutes idle time is skipped all the same. */
const MINUTES_UNDER_WAY = 60;
/** How far ahead the plan is read first. Usually something is due within 35 days; if not, the range doubles. */
const LOOK_AHEAD_HOURS = 35 * 24;

/** Moves to `to`. Does everything that becomes due on the way at its own time, and skips the time between. */
export async function advance(newsroom: Movable, to: Temporal.Instant): Promise<void> {
  for (;;) {
    const next = await nextDue(newsroom, to, true);
    if (!next) break;
    await work(newsroom, next, to);
  }
  if (isAfter(to, newsroom.now())) await work(newsroom, to, to);
}

/**
 * Returns the next moment after now, up to `until`, at which something is due; undefined when there is none. With `begins` the
 * beginnings count too, which are earlier by the undo window, and so do the morning summaries that mention it.
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

/** When planned publications are due or begin, when begun ones may go out, and, with `begins`, when a morning summary mentions them. */
function moments({ publications, records, newsroom }: Planned, begins: boolean): Temporal.Instant[] {
  const dues = publications.filter(({ decision }) => decision === 'go').map(({ due }) => due);
  const beginnings = begins ? dues.map((due) => due.subtract(newsroom.rules.undo)) : [];
  const inUndoWindow = records.filter(({ state }) => state === 'sealing' || state === 'sending').flatMap(({ firstAt }) => firstAt ?? []);
  const mornings =
    begins && newsroom.rules.morningSummaryTo !== undefined ? [...dues, ...records.map(({ due }) => due)].flatMap(morningsOf) : [];
  return [...[...dues, ...beginnings, ...mornings].map((moment) => moment.toInstant()), ...inUndoWindow];
}

/** A morning summary lists what is due before the next summary, and what went out since the last one. */
function morningsOf(due: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  return [nextMorning(due.subtract({ days: 1 })), nextMorning(due)];
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
