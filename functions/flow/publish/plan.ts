import { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import { type PlanInput, planPublications } from '#core/plan/plan';
import { planLost } from '#core/plan/plan-lost';
import { type LastTold, lastTold } from '#core/publication/last-told';
import type { Publication, PublicationId, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { type Absent, absentStories, goneEventProblems } from '#core/story/absent';
import { type Identified, identifiedSince, identifyStories } from '#core/story/identity';
import type { Newsroom } from '#core/story/snapshot';
import type { Slug, Story } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';
import { eventlessMessages } from '#core/story/told-event';
import { senderProfileOf } from '#core/transactional/transactional-email';
import { inWindow } from '#flow/loops/with-concurrency';
import { areSame, type NotInForce, readContent, type Sources, sealRules } from '#flow/publish/read-content';
import type { LastGoodRules, Progress, World } from '#ports';

/** The plan at one moment, and everything that it was computed from. */
export type Planned = {
  newsroom: Newsroom;
  sources: Sources;
  /** Present while earlier rules count, because the new ones have a problem. */
  notInForce?: NotInForce;
  /** What the publications follow from. */
  input: PlanInput;
  publications: Publication[];
  /** What does not go out because its story's file is gone, a draft or has a problem, with the reason; and those stories as last read. */
  lost: Publication[];
  absent: Absent[];
  records: PublicationRecord[];
  /** When each story was first seen, updated with the present stories; and the records of it that are not stored like this yet. */
  storiesSeen: ReadonlyMap<Slug, StorySeen>;
  changed: StorySeen[];
  opened: Temporal.Instant;
  /** Undefined before the first tick is recorded. */
  progress: Progress | undefined;
};

export type PlanWorld = Pick<World, 'content' | 'publications' | 'texts' | 'switches'>;

/**
 * Computes what goes out until `until`, from the content and the records. Changes nothing. Undefined while the rules have a problem and
 * there were no good ones before.
 */
export async function readPlan(
  world: PlanWorld,
  now: Temporal.Instant,
  until: Temporal.Instant | ((rules: Rules) => Temporal.Instant),
): Promise<Planned | undefined> {
  const [present, known, records, progress, overrides] = await Promise.all([
    world.content.read(),
    world.publications.storiesSeen(),
    world.publications.all(),
    world.publications.progress(),
    world.switches.overrides(),
  ]);
  const settled = lastSettled.get(world.publications);
  const lasting = settled && areSame(settled.present, present) ? withRecords(settled, { known, records }) : undefined;
  const there = lasting ?? (await readThere(world, { present, known, records, lastGood: progress?.lastGood, now }));
  if (!there) return undefined;
  if (there.lasts) lastSettled.set(world.publications, there);
  const { read, sources, notInForce, told, stories, absent, eventless } = there;
  const { problems, storiesSeen, changed, doubts } = there.identified;
  const questions = goneEventProblems(absent, { told, timezone: read.rules.timezone, now });
  const newsroom = { ...read, stories, problems: [...read.problems, ...problems, ...eventless, ...questions] };
  // Before the first tick, a publication that is due at this very moment still goes out.
  const opened = progress?.opened ?? now.subtract({ nanoseconds: 1 });
  const since = progress?.until ?? opened;
  const { rules } = newsroom;
  const horizon = until instanceof Temporal.Instant ? until : until(rules);
  const input = { stories, storiesSeen, doubts, rules, records, opened, since, now, until: horizon, overrides };
  return {
    input,
    newsroom,
    sources,
    ...(notInForce && { notInForce }),
    publications: planPublications(input),
    lost: planLost(input, absent),
    absent,
    records: [...records],
    storiesSeen,
    changed,
    opened,
    progress,
  };
}

/**
 * Which stories are there, and which are not. `lasts`: it is the same at any later time, until a file, a record or what was seen of a story
 * changes: nothing is to be written, and no story is in doubt, a copy or renamed.
 */
type There = Pick<Planned, 'sources' | 'notInForce' | 'absent'> & {
  present: Sources;
  known: readonly StorySeen[];
  records: readonly PublicationRecord[];
  read: Newsroom;
  told: LastTold;
  identified: Identified;
  stories: Story[];
  eventless: Problem[];
  lasts: boolean;
};

/** Returns the same with other records; undefined when they change more than which of the stories are told. */
function withRecords(there: There, { known, records }: Pick<There, 'known' | 'records'>): There | undefined {
  if (there.known === known && there.records === records) return there;
  const told = lastTold(records, there);
  const identified = identifiedSince(there, { known, told });
  return identified && { ...there, known, records, told, identified, lasts: identified.changed.length === 0 };
}

/** The last of them that lasts, by its store. */
const lastSettled = new WeakMap<World['publications'], There>();

type ThereInput = Pick<There, 'present' | 'known' | 'records'> & { lastGood: LastGoodRules | undefined; now: Temporal.Instant };

async function readThere(world: PlanWorld, { present, known, records, lastGood, now }: ThereInput): Promise<There | undefined> {
  const { sources, newsroom: read, notInForce } = await readContent(world, present, lastGood);
  if (!read) return undefined;
  const told = lastTold(records);
  const identified = identifyStories({ stories: read.stories, files: sources.stories, known, told, rules: read.rules, now });
  const { storiesSeen, changed, doubts, problems } = identified;
  const eventless = eventlessMessages(identified.stories);
  const stories = identified.stories.filter(({ file }) => !eventless.some((problem) => problem.file === file));
  const absent = absentStories(storiesSeen, { stories, drafts: read.drafts });
  const lasts = !notInForce && changed.length === 0 && doubts.size === 0 && problems.length === 0;
  return { present, known, records, read, sources, ...(notInForce && { notInForce }), told, identified, stories, eventless, absent, lasts };
}

/** Returns the plan with what people have decided about it so far: a cancelled digest leaves its posts to the next. Changes nothing. */
export async function readForecast(
  world: PlanWorld,
  now: Temporal.Instant,
  until: Temporal.Instant | ((rules: Rules) => Temporal.Instant),
): Promise<Planned | undefined> {
  const planned = await readPlan(world, now, until);
  if (!planned) return undefined;
  const cancelled = new Set<PublicationId>();
  const asked = new Set<PublicationId>();
  for (let publications = planned.publications; ; publications = planPublications({ ...planned.input, cancelled })) {
    const digests = publications.filter(({ kind, decision, id }) => kind === 'digest' && decision === 'go' && !asked.has(id));
    const before = cancelled.size;
    await inWindow(digests, AT_ONCE, async ({ id }) => {
      asked.add(id);
      if ((await world.switches.read(id)).cancelled) cancelled.add(id);
    });
    // A digest that takes over the posts of a cancelled one may be cancelled too.
    if (cancelled.size === before) return { ...planned, publications };
  }
}

const AT_ONCE = 10;

/**
 * Records newly seen stories, and stores each publication whose time has come, put-if-absent: a lost, repeated or late tick changes only
 * when that happens. A publication's time comes at its due time minus the undo window. The tick is recorded only when all are stored. May
 * throw; safe to repeat.
 */
export async function plan(world: PlanWorld, now: Temporal.Instant): Promise<Planned | undefined> {
  const planned = await readPlan(world, now, (rules) => now.add(rules.undo));
  if (!planned) return undefined;
  const lastGood = await sealRules(world, planned, planned.progress, now);
  const progress = { opened: planned.opened, sender: senderProfileOf(planned.newsroom.rules), ...(lastGood && { lastGood }) };
  // Written before the first record: if this tick dies, publications still count as due from its first moment on.
  if (!planned.progress) await world.publications.recordProgress({ ...progress, until: planned.opened });
  for (const storySeen of planned.changed) await world.publications.recordStorySeen(storySeen);
  const anew = new Set(planned.publications.map(({ id }) => id));
  // What is lost waits until it is too late: its file may come back before.
  const lost = planned.lost.map((publication): Publication => ({ ...publication, decision: 'go' }));
  const ahead = [...planned.publications, ...lost].map(lastingOf);
  const wanted = new Set(ahead.map(({ id }) => id));
  const known = new Map(planned.records.filter(({ id }) => wanted.has(id)).map((record) => [record.id, record]));
  for (const publication of ahead) {
    const before = known.get(publication.id);
    // The plan has a missed one only when its story got a later time of publication.
    if (before !== undefined && (before.state !== 'missed' || !anew.has(publication.id))) continue;
    const record: PublicationRecord = {
      ...publication,
      state: publication.decision === 'go' ? 'waiting' : publication.decision,
      version: before?.version ?? 0,
    };
    if (before === undefined && (await world.publications.add(record)) === 'added') planned.records.push(record);
    if (before !== undefined && (await world.publications.replace(record)) === 'replaced')
      planned.records.push({ ...record, version: record.version + 1 });
  }
  await world.publications.recordProgress({ ...progress, until: now });
  return planned;
}

/** Returns what is stored of a publication that waits. The rest follows from the content and people's decisions, until it begins. */
function lastingOf({ doubt: _, asks: __, without: ___, subject: ____, introduction: _____, ...publication }: Publication) {
  return publication;
}
