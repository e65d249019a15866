import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import {
  type ChannelName,
  type EventChange,
  type Publication,
  type PublicationId,
  type PublicationKind,
  type PublicationRecord,
  type PublicationState,
  type PublicationTotals,
  wentAt,
} from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug } from '#core/story/story';
import { byTime, isAfter } from '#core/time/compare';
import { countReaders } from '#flow/publish/count-readers';
import { type DeletedStory, deletedStories } from '#flow/publish/deleted-stories';
import { type Planned, type PlanWorld, readForecast } from '#flow/publish/plan';
import { type NotInForce, readContent } from '#flow/publish/read-content';
import type { World } from '#ports';

/** One line of the plan as people see it, past or future. `audience`: its number of subscribers; 0 for a social post. */
export type OutlookEntry = {
  id: PublicationId;
  kind: PublicationKind;
  channel: ChannelName;
  due: Temporal.ZonedDateTime;
  /** When its first mail or post went out, or will, once it has begun. */
  went?: Temporal.ZonedDateTime;
  state: 'planned' | PublicationState;
  stories: Slug[];
  audience: number;
  change?: EventChange;
  sequence?: number;
  /** A digest's series. */
  series?: string;
  reason?: string;
  /** Why it goes out only if a person says that its story is a new one. */
  doubt?: string;
  /** Present when it goes out only if the file of its story is there again, and without a problem. */
  lost?: true;
  /** Present once the delivery rows are erased, or about to be. */
  totals?: PublicationTotals;
};

/**
 * `planned`: the plan behind the entries; absent while no rules can be read. `problems`: those of the rules then, otherwise those of the
 * stories. `notInForce`: present while earlier rules count.
 */
export type Outlook = { entries: OutlookEntry[]; problems: Problem[]; planned?: Planned; notInForce?: NotInForce };

export type OutlookWorld = PlanWorld & Pick<World, 'subscribers' | 'ledger' | 'drafts'>;

/**
 * Returns every past publication and those due until `until`, by time. Without any rules: only the stored ones. Changes nothing.
 * `counted`: with the number of readers of each email ahead, or of those due by a time, which costs a reading of all subscribers.
 */
export async function readOutlook(
  world: OutlookWorld,
  now: Temporal.Instant,
  until: Temporal.Instant | ((rules: Rules) => Temporal.Instant),
  { counted = true }: { counted?: boolean | ((rules: Rules) => Temporal.Instant) } = {},
): Promise<Outlook> {
  const planned = await readForecast(world, now, until);
  if (!planned)
    return {
      entries: (await world.publications.all()).map((record) => recorded(record, 0)),
      problems: (await readContent(world, await world.content.read(), undefined)).problems,
    };
  const expected = planned.publications.filter((publication) => publication.channel === 'email' && publication.decision === 'go');
  const last = typeof counted === 'function' ? counted(planned.newsroom.rules) : undefined;
  const near = last === undefined ? expected : expected.filter(({ due }) => !isAfter(due, last));
  const fresh = new Map(planned.publications.map((publication) => [publication.id, publication]));
  // Whether anybody would have got a missed announcement decides whether what follows it goes out.
  const missed = planned.records.filter(({ id, kind, state }) => state === 'missed' && kind === 'announcement' && !fresh.has(id));
  const counts = counted
    ? await countReaders(world, [...near, ...missed.map((record) => ({ ...record, decision: 'go' as const }))], planned)
    : new Map<PublicationId, number>();
  const lost = new Map(planned.lost.map((publication) => [publication.id, publication]));
  // One that was missed, and whose story got a later time of publication, is ahead again.
  const settled = planned.records.filter(({ id, state }) => state !== 'missed' || !fresh.has(id));
  const past = settled.map((record): OutlookEntry => {
    const { due = record.due, doubt } = fresh.get(record.id) ?? {};
    const isLost = record.state === 'waiting' && lost.has(record.id);
    const entry = recorded({ ...record, due }, counts.get(record.id) ?? 0);
    return { ...entry, ...(doubt === undefined ? {} : { doubt }), ...(isLost ? { lost: true } : {}) };
  });
  const known = new Set(settled.map((record) => record.id));
  const ahead = planned.publications
    .filter(({ id }) => !known.has(id))
    .map((publication) => upcoming(publication, counts.get(publication.id) ?? 0));
  // What is lost goes out if its file comes back in time.
  const gone = planned.lost
    .filter(({ id }) => !known.has(id))
    .map((publication): OutlookEntry => ({ ...upcoming(publication, 0), state: 'waiting', lost: true }));
  const deleted = await deletedStories(world, planned);
  const entries = [...past, ...ahead, ...gone]
    .map((entry) => withoutQuestion(entry, deleted))
    .sort((a, b) => byTime(a.due, b.due) || (a.id < b.id ? -1 : 1));
  const { newsroom, notInForce } = planned;
  const files = new Set([...deleted.values()].map(({ file }) => file));
  const problems = newsroom.problems.filter(({ file }) => !files.has(file));
  return { entries, problems, planned, ...(notInForce && { notInForce }) };
}

/** What a missed one says whose file was gone at its time (core/plan/why-not-begin.ts). */
export const OF_ITS_FILE = 'the file of its story was gone';

/** Of a story that a person has deleted, nothing waits and nothing is missed: they were told what will not go out. */
function withoutQuestion(entry: OutlookEntry, deleted: ReadonlyMap<Slug, DeletedStory>): OutlookEntry {
  const [slug] = entry.stories;
  const story = slug === undefined || entry.kind === 'digest' ? undefined : deleted.get(slug);
  const isMissed = entry.state === 'missed' && story !== undefined && entry.reason?.includes(OF_ITS_FILE);
  if (!story || (!entry.lost && !isMissed)) return entry;
  const { lost: _, ...rest } = entry;
  return { ...rest, state: 'dropped', reason: story.reason };
}

function recorded(record: PublicationRecord, expected: number): OutlookEntry {
  const { id, kind, channel, due, state, stories, change, sequence, series, reason, totals } = record;
  const went = wentAt(record);
  return {
    id,
    kind,
    channel,
    due,
    state,
    stories,
    audience: record.audience ?? expected,
    ...(change === undefined ? {} : { change }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(series === undefined ? {} : { series }),
    ...(went && { went }),
    ...(reason === undefined ? {} : { reason }),
    ...(totals ? { totals } : {}),
  };
}

function upcoming(publication: Publication, audience: number): OutlookEntry {
  const { id, kind, channel, due, decision, stories, change, sequence, series, reason, doubt } = publication;
  return {
    id,
    kind,
    channel,
    due,
    state: decision === 'go' ? 'planned' : decision,
    stories,
    audience,
    ...(change === undefined ? {} : { change }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(series === undefined ? {} : { series }),
    ...(reason === undefined ? {} : { reason }),
    ...(doubt === undefined ? {} : { doubt }),
  };
}
