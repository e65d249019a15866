// Reads the facts of the morning summary from the stores. Changes nothing, and is safe to repeat.
import type { Temporal } from 'temporal-polyfill';
import { unknownDeliveries } from '#core/delivery/held-delivery';
import { wrongNow } from '#core/doctor/examination-words';
import { decodeFile } from '#core/draft/decode-file';
import { backdatedStories } from '#core/plan/backdated';
import { missedAt } from '#core/plan/why-not-begin';
import { postsOf } from '#core/publication/channels';
import { handleOn, publicationName } from '#core/publication/names';
import {
  CHANNEL_NAMES,
  type ChannelName,
  hasBegun,
  type Publication,
  type PublicationId,
  type PublicationRecord,
  type SocialChannel,
} from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { dollars, monthOf } from '#core/social/x-budget';
import { endingAgreements } from '#core/story/agreements';
import { BURST_DECISION_HOURS, openBursts } from '#core/subscriber/pending-unsubscribe';
import { count } from '#core/text/wrap';
import { earliest, isAfter, isBefore, latest } from '#core/time/compare';
import type { MorningFacts, Named, PostedAs, Waiting, WaitsFor } from '#core/transactional/morning-facts';
import { needsHorizon, nextSummary } from '#core/transactional/summary-days';
import { countsOf, rawRows } from '#flow/certificate/certificate';
import { inBatches } from '#flow/loops/in-batches';
import { foreseeBehind } from '#flow/publish/behind-announcement';
import { forecastMails, whyMailWaits } from '#flow/publish/check-mail';
import { whyPostWaits } from '#flow/publish/check-post';
import { type Foreseen, forecastPosts, type Month } from '#flow/publish/forecast';
import { lateNow } from '#flow/publish/late';
import { missingYes } from '#flow/publish/missing-yes';
import { type OutlookEntry, readOutlook } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { namedStories, shownBy } from '#flow/publish/shown-stories';
import { readListChanges } from '#flow/readers/list-changes';
import type { PublicationSwitches, World } from '#ports';

export type FactsWorld = Pick<
  World,
  | 'content'
  | 'drafts'
  | 'publications'
  | 'texts'
  | 'subscribers'
  | 'suppressions'
  | 'pendingUnsubscribes'
  | 'examinations'
  | 'switches'
  | 'ledger'
  | 'socialLedger'
>;
/** `soon`: what goes out by then is ahead. `stoppedAt`: when what a pause stops is missed. `onlyNeeds`: no lists of what goes and went. */
type MorningDraft = {
  facts: MorningFacts;
  planned: Planned;
  rules: Rules;
  stopped: ReadonlySet<'everything' | ChannelName>;
  stoppedAt: { channel: ChannelName; until: Temporal.ZonedDateTime }[];
  soon: Temporal.ZonedDateTime;
  onlyNeeds: boolean;
};

/** Switches that are read at one moment. */
const AT_ONCE = 40;

/** A certificate that does not add up is told for this long, and what was let out alone. Its publication's page says it for ever. */
const TOLD_FOR = { hours: 14 * 24 };

/**
 * Returns the state at `localNow`, and what has happened since `since`. Without any rules: only the problems, the pauses and the bursts.
 * `onlyNeeds`: without what goes out and went out, which costs a reading of all subscribers and of the ledger. `aheadDays`: how many days
 * of what goes out; without it, those until the next summary.
 */
export async function readMorningFacts(
  world: FactsWorld,
  localNow: Temporal.ZonedDateTime,
  since: Temporal.ZonedDateTime,
  { onlyNeeds = false, aheadDays }: { onlyNeeds?: boolean; aheadDays?: number } = {},
): Promise<MorningFacts> {
  const now = localNow.toInstant();
  const daysOf = (rules: Rules) => aheadDays ?? daysUntil(nextSummary(localNow, rules), localNow);
  const nearOf = (rules: Rules) => latest(needsHorizon(localNow, rules), localNow.add({ days: daysOf(rules) })).toInstant();
  const [{ entries, problems, planned, notInForce }, paused, bursts, discrepancies, examination] = await Promise.all([
    // The month's budget is used by all its posts.
    readOutlook(world, now, (rules) => latest(nearOf(rules), monthEnd(localNow).toInstant()), { counted: !onlyNeeds && nearOf }),
    pausesOf(world),
    burstsOf(world, localNow),
    world.publications.discrepancies(),
    world.examinations.read(),
  ]);
  const backdated = planned ? backdatedStories(planned.input).named.filter(({ seen }) => isAfter(seen, since.toInstant())) : [];
  const agreements = (planned?.newsroom.stories ?? []).flatMap((story) =>
    endingAgreements(story, localNow.toPlainDate()).map(({ sentence, until }) => ({
      file: story.file,
      title: story.title,
      sentence,
      until: until.add({ days: 1 }).toZonedDateTime(localNow.timeZoneId),
    })),
  );
  const facts: MorningFacts = {
    now: localNow,
    since,
    horizon: planned ? needsHorizon(localNow, planned.newsroom.rules) : localNow,
    aheadDays: planned ? daysOf(planned.newsroom.rules) : 1,
    paused: paused.map((one) => ({ ...one, waits: 0 })),
    bursts,
    held: [],
    waiting: [],
    missed: [],
    problems,
    wrong: wrongNow(examination),
    ...(!planned && { mending: true }),
    editable: planned ? editableFiles(planned, [...problems, ...agreements]) : [],
    backdated,
    agreements,
    ahead: [],
    out: [],
  };
  if (!onlyNeeds) facts.listChanges = await readListChanges(world, since.toInstant());
  if (!planned) return facts;
  if (notInForce) facts.notInForce = { ...notInForce, since: notInForce.since.toZonedDateTimeISO(localNow.timeZoneId) };
  const { rules } = planned.newsroom;
  const stopped = new Set(paused.map(({ what }) => what));
  const draft: MorningDraft = { facts, planned, rules, stopped, stoppedAt: [], soon: localNow.add({ days: facts.aheadDays }), onlyNeeds };
  const known = namedStories(planned);
  const near = entries.filter(({ due }) => !isAfter(due, nearOf(rules)));
  const { posts, month } = await forecastPosts(world, planned);
  const keeps = await whatKeeps(
    world,
    { ...planned, publications: planned.publications.filter(({ due }) => !isAfter(due, nearOf(rules))) },
    near,
    posts,
  );
  const namedOf = (entry: Pick<OutlookEntry, 'id' | 'kind' | 'channel' | 'stories' | 'due'>): Named => {
    const [about] = entry.kind === 'digest' ? [] : entry.stories;
    return { id: entry.id, name: publicationName(entry, known), channel: entry.channel, when: entry.due, ...(about && { about }) };
  };
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  facts.discrepancies = discrepancies
    .filter(({ at }) => isAfter(at.add(TOLD_FOR), now))
    .map(({ publication, wrong }) => {
      const entry = entryOf.get(publication);
      return { id: publication, name: entry ? namedOf(entry).name : publication, wrong };
    });
  const goes = entries.filter(({ state }) => state !== 'missed' && state !== 'dropped' && state !== 'cancelled');
  if (rules.fourEyes) await addAlone(world, facts, goes.map(namedOf));
  const records = new Map(planned.records.map((record) => [record.id, record]));
  const isAsked = ({ state }: OutlookEntry) => state === 'planned' || state === 'waiting';
  const read = await inBatches(near.filter(isAsked), AT_ONCE, (some) =>
    Promise.all(some.map(async ({ id }) => [id, await world.switches.read(id)] as const)),
  );
  const switches = new Map(read.flat());
  for (const entry of near) {
    const named = namedOf(entry);
    const record = records.get(entry.id);
    if (record && hasBegun(record)) await addBegun(world, draft, entry, named, record);
    else if (entry.state === 'missed') await addMissed(world, draft, entry, named, record);
    else if (isAsked(entry)) addAhead(draft, entry, named, keeps, switches.get(entry.id) ?? {});
  }
  // A yes that does not count any more lets nothing out.
  facts.unseen = (facts.unseen ?? []).filter(({ id }) => !facts.waiting.some((one) => one.id === id));
  facts.paused = facts.paused.map((one) => ({ ...one, ...whatItStops(one.what, draft) }));
  const budget = budgetOf(planned, posts, month(localNow), facts);
  if (budget) facts.budget = { ...budget, first: namedOf(budget.first) };
  return facts;
}

function daysUntil(later: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): number {
  return Math.max(1, now.toPlainDate().until(later.toPlainDate()).days);
}

function monthEnd(now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return now.toPlainDate().with({ day: 1 }).add({ months: 1 }).toZonedDateTime(now.timeZoneId);
}

/** Returns those of these files that the form of the desk can open. */
function editableFiles({ sources }: Planned, about: readonly { file: string }[]): string[] {
  const asked = new Set(about.map(({ file }) => file));
  return sources.stories.filter((source) => asked.has(source.file) && decodeFile(source) !== undefined).map(({ file }) => file);
}

/** A yes of the one who wrote it, with a reason, is told to everybody, and asked about until somebody else has looked at it. */
async function addAlone({ switches }: Pick<World, 'switches'>, facts: MorningFacts, all: readonly Named[]): Promise<void> {
  const recent = all.filter(({ when }) => isAfter(when.add(TOLD_FOR), facts.now));
  const yes = await inBatches(recent, AT_ONCE, (some) => Promise.all(some.map(({ id }) => switches.read(id))));
  const alone = yes.flat().flatMap(({ approved }, i) => {
    const named = recent[i];
    return named && approved?.alone !== undefined ? [{ approved, letOut: { ...named, by: approved.by, why: approved.alone } }] : [];
  });
  facts.unseen = alone.filter(({ approved }) => approved.seen === undefined).map(({ letOut }) => letOut);
  facts.alone = alone.filter(({ approved }) => !isBefore(approved.at, facts.since.toInstant())).map(({ letOut }) => letOut);
}

/** Returns how many publications due soon a pause stops, and when the first of them is missed. */
function whatItStops(what: 'everything' | ChannelName, { stoppedAt }: MorningDraft): { waits: number; until?: Temporal.ZonedDateTime } {
  const its = stoppedAt.filter(({ channel }) => what === 'everything' || channel === what).map(({ until }) => until);
  const [first, ...others] = its;
  return { waits: its.length, ...(first && { until: earliest(first, ...others) }) };
}

/** Returns what the month's posts cost beyond its budget, if a post that is not among what waits already is the first of them. */
function budgetOf(
  planned: Planned,
  posts: ReadonlyMap<PublicationId, Foreseen>,
  { spentMilliUsd, aheadMilliUsd }: Month,
  { now, waiting }: MorningFacts,
): { sentence: string; first: Publication; until: Temporal.ZonedDateTime } | undefined {
  const { rules } = planned.newsroom;
  const beyond = planned.publications.filter(
    ({ id, due }) => posts.get(id)?.costly !== undefined && monthOf(due, rules) === monthOf(now, rules),
  );
  const [first] = beyond;
  if (!first || waiting.some(({ id }) => id === first.id)) return undefined;
  const price = beyond.reduce((sum, { id }) => sum + (posts.get(id)?.priceMilliUsd ?? 0), 0);
  const of = dollars(Math.round(rules.social.monthlyBudgetUsd * 1_000));
  const more = count(beyond.length, 'more post');
  const sentence = `Of ${of}, ${dollars(spentMilliUsd)} is used and ${dollars(aheadMilliUsd)} planned. ${more} until the end of the month would cost ${dollars(price)}.`;
  return { sentence, first, until: missedAt(first, { stories: shownBy(first, planned), rules }) };
}

async function burstsOf({ pendingUnsubscribes }: FactsWorld, { timeZoneId }: Temporal.ZonedDateTime): Promise<MorningFacts['bursts']> {
  const bursts = openBursts(await pendingUnsubscribes.open());
  return [...bursts.values()].flatMap((burst) => {
    const at = burst[0]?.at.toZonedDateTimeISO(timeZoneId);
    return at ? [{ people: burst.length, at, until: at.add({ hours: BURST_DECISION_HOURS }) }] : [];
  });
}

/** While everything is paused, that pause alone is reported. A channel's own pause is reported once the wide one is lifted. */
async function pausesOf({ switches }: Pick<World, 'switches'>): Promise<{ what: 'everything' | ChannelName; why: string }[]> {
  const { paused: all } = await switches.read();
  if (all !== undefined) return [{ what: 'everything', why: all }];
  const each = await Promise.all(CHANNEL_NAMES.map(async (what) => ({ what, why: (await switches.read(undefined, what)).paused })));
  return each.flatMap(({ what, why }) => (why === undefined ? [] : [{ what, why }]));
}

/**
 * A publication is missed at its due time plus the lateness that the rules allow, at the latest. Reporting it twice is better than
 * never.
 */
async function addMissed(
  world: FactsWorld,
  { facts, rules, planned }: MorningDraft,
  { due, reason = 'It was not sent.' }: OutlookEntry,
  named: Named,
  record: PublicationRecord | undefined,
): Promise<void> {
  if (!isAfter(due.add(rules.maxLateness), facts.since)) return;
  const late = record && (await lateNow(world, record, planned, facts.now.toInstant()));
  facts.missed.push({ ...named, why: reason, late: late !== undefined });
}

type WhatKeeps = (entry: OutlookEntry) => Pick<Waiting, 'why' | 'waitsFor'> | undefined;

/** Why a publication ahead will not go out unless a person acts: its story, its text, its announcement, or a yes that is missing. */
async function whatKeeps(
  world: FactsWorld,
  planned: Planned,
  entries: readonly OutlookEntry[],
  posts: ReadonlyMap<PublicationId, Foreseen>,
): Promise<WhatKeeps> {
  const fresh = new Set(planned.publications.map(({ id }) => id));
  const mails = forecastMails(planned);
  const behind = foreseeBehind(planned, mails, entries);
  const yes = await missingYes(world, planned, posts, entries);
  const because = (waitsFor: WaitsFor, why: string | undefined) => (why === undefined ? undefined : { why, waitsFor });
  return (entry) => {
    if (!fresh.has(entry.id)) return because(entry.lost ? 'file' : 'nothing', entry.reason);
    return (
      because('text', whyPostWaits(posts.get(entry.id)?.findings ?? [])) ??
      because('announcement', behind(entry)?.reason) ??
      because('text', whyMailWaits(mails.get(entry.id) ?? [])) ??
      because('yes', yes.get(entry.id))
    );
  };
}

function addAhead(
  { facts, planned, rules, stopped, stoppedAt, soon, onlyNeeds }: MorningDraft,
  entry: OutlookEntry,
  named: Named,
  keeps: WhatKeeps,
  { cancelled, paused, alsoPaused }: PublicationSwitches,
): void {
  if (cancelled) return;
  const publication = [...planned.publications, ...planned.lost].find(({ id }) => id === entry.id);
  const stories = publication ? shownBy(publication, planned) : [];
  const until = publication ? missedAt({ ...publication, due: entry.due }, { stories, rules }) : entry.due.add(rules.maxLateness);
  const own = stopped.has('everything') ? alsoPaused : paused;
  const found = keeps(entry);
  // Letting go on what nothing asks for any more would send nothing.
  const isPaused = own !== undefined && found?.waitsFor !== 'nothing';
  const kept = isPaused ? { why: `Paused: ${own}`, waitsFor: 'pause' as const } : found;
  const isNear = !isAfter(entry.due, facts.horizon);
  const [story, ...others] = stories;
  const file = story && others.length === 0 && { file: story.file };
  if (kept && isNear) facts.waiting.push({ ...named, ...kept, until, ...file });
  if (kept && !isNear && !onlyNeeds && !isAfter(entry.due, soon)) facts.later = (facts.later ?? 0) + 1;
  if (kept) return;
  const waits = isStopped(stopped, named);
  if (waits && isNear) stoppedAt.push({ channel: entry.channel, until });
  if (!onlyNeeds && !isAfter(entry.due, soon)) facts.ahead.push({ ...named, readers: entry.audience, waits });
}

/** A publication in its undo window counts as ahead. One with an unknown outcome needs a person, at any age. */
async function addBegun(
  world: FactsWorld,
  { facts, rules, stopped, onlyNeeds }: MorningDraft,
  entry: OutlookEntry,
  named: Named,
  record: PublicationRecord,
): Promise<void> {
  const cancelled = record.state === 'cancelled';
  const when = record.firstAt?.toZonedDateTimeISO(rules.timezone) ?? record.due;
  if (isAfter(when, facts.now)) {
    if (!cancelled && !onlyNeeds) facts.ahead.push({ ...named, when, readers: entry.audience, waits: isStopped(stopped, named) });
    return;
  }
  const isNew = !onlyNeeds && isAfter(when, facts.since);
  const isOpen = record.state === 'sending';
  if (!isNew && !isOpen) return;
  const out = { ...named, when, cancelled };
  if (record.channel === 'email') {
    const readers = isOpen ? unknownDeliveries(await rawRows(world, record.id), facts.now.toInstant()).held.length : 0;
    if (readers > 0) facts.held.push({ ...named, readers });
    if (isNew) facts.out.push({ ...out, counts: await countsOf(world, record) });
  } else {
    const posted = await postedAs(world, record, record.channel, rules);
    if (posted.is === 'held' && isOpen) facts.held.push({ ...named, readers: 0 });
    if (isNew) facts.out.push({ ...out, posted });
  }
}

async function postedAs(
  { socialLedger }: Pick<World, 'socialLedger'>,
  { id }: PublicationRecord,
  channel: SocialChannel,
  rules: Rules,
): Promise<PostedAs> {
  const rows = await socialLedger.parts(id);
  if ([...rows.values()].some(({ state }) => state === 'held')) return { is: 'held' };
  const first = rows.get(0);
  switch (first?.state) {
    case 'posted':
      return { is: 'posted', url: `${postsOf(channel, handleOn(channel, rules))}${first.id}` };
    case 'refused':
    case 'missed':
      return { is: first.state };
    default:
      return { is: 'open' };
  }
}

function isStopped(stopped: MorningDraft['stopped'], { channel }: Named): boolean {
  return stopped.has('everything') || stopped.has(channel);
}
