// Reads the facts of the morning summary from the stores. Changes nothing, and is safe to repeat.
import type { Temporal } from 'temporal-polyfill';
import { unknownDeliveries } from '#core/delivery/held-delivery';
import { backdatedStories } from '#core/plan/backdated';
import { postsOf } from '#core/publication/channels';
import { handleOn, publicationName } from '#core/publication/names';
import { CHANNEL_NAMES, type ChannelName, hasBegun, type PublicationRecord, type SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { endingAgreements } from '#core/story/agreements';
import { BURST_DECISION_HOURS, openBursts } from '#core/subscriber/pending-unsubscribe';
import { isAfter } from '#core/time/compare';
import type { MorningFacts, Named, PostedAs } from '#core/transactional/morning-summary';
import { countsOf, rawRows } from '#flow/certificate/certificate';
import { foreseeBehind } from '#flow/publish/behind-announcement';
import { forecastMails, whyMailWaits } from '#flow/publish/check-mail';
import { whyPostWaits } from '#flow/publish/check-post';
import { forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import { type OutlookEntry, readOutlook } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { namedStories } from '#flow/publish/shown-stories';
import { readListChanges } from '#flow/readers/list-changes';
import type { World } from '#ports';

export type FactsWorld = Pick<
  World,
  | 'content'
  | 'drafts'
  | 'publications'
  | 'texts'
  | 'subscribers'
  | 'suppressions'
  | 'pendingUnsubscribes'
  | 'switches'
  | 'ledger'
  | 'socialLedger'
>;
/** `tomorrow`: what goes out by then is ahead. `onlyNeeds`: what goes out and went out is left out. */
type MorningDraft = {
  facts: MorningFacts;
  rules: Rules;
  stopped: ReadonlySet<'everything' | ChannelName>;
  tomorrow: Temporal.Instant;
  onlyNeeds: boolean;
};

/** What waits for a person is named this long before it is due, so that a summary comes at least a day before. */
const NEEDS_HOURS = 48;

/**
 * Returns the state at `localNow`, and what has happened since `since`. Without any rules: only the problems, the pauses and the bursts.
 * `onlyNeeds`: without what goes out and went out, which costs a reading of all subscribers and of the ledger.
 */
export async function readMorningFacts(
  world: FactsWorld,
  localNow: Temporal.ZonedDateTime,
  since: Temporal.ZonedDateTime,
  { onlyNeeds = false }: { onlyNeeds?: boolean } = {},
): Promise<MorningFacts> {
  const now = localNow.toInstant();
  const [{ entries, problems, planned, notInForce }, paused, bursts] = await Promise.all([
    readOutlook(world, now, now.add({ hours: NEEDS_HOURS }), { counted: !onlyNeeds }),
    pausesOf(world),
    burstsOf(world, localNow),
  ]);
  const backdated = planned ? backdatedStories(planned.input).named.filter(({ seen }) => isAfter(seen, since.toInstant())) : [];
  const agreements = (planned?.newsroom.stories ?? []).flatMap((story) =>
    endingAgreements(story, localNow.toPlainDate()).map((sentence) => ({ file: story.file, title: story.title, sentence })),
  );
  const lists = { held: [], waiting: [], missed: [], problems, backdated, agreements, ahead: [], out: [] };
  const facts: MorningFacts = { now: localNow, since, paused, bursts, ...lists };
  if (!onlyNeeds) facts.listChanges = await readListChanges(world, since.toInstant());
  if (!planned) return facts;
  if (notInForce) facts.notInForce = { ...notInForce, since: notInForce.since.toZonedDateTimeISO(localNow.timeZoneId) };
  const { rules } = planned.newsroom;
  const stopped = new Set(paused.map(({ what }) => what));
  const draft: MorningDraft = { facts, rules, stopped, tomorrow: now.add({ hours: 24 }), onlyNeeds };
  const known = namedStories(planned);
  const records = new Map(planned.records.map((record) => [record.id, record]));
  const keeps = await whatKeeps(world, planned, entries);
  for (const entry of entries) {
    const named: Named = { id: entry.id, name: publicationName(entry, known), channel: entry.channel, when: entry.due };
    const record = records.get(entry.id);
    if (record && hasBegun(record)) await addBegun(world, draft, entry, named, record);
    else if (entry.state === 'missed') addMissed(draft, entry, named);
    else if (entry.state === 'planned' || entry.state === 'waiting') await addAhead(world, draft, entry, named, keeps);
  }
  return facts;
}

async function burstsOf({ pendingUnsubscribes }: FactsWorld, { timeZoneId }: Temporal.ZonedDateTime): Promise<MorningFacts['bursts']> {
  const bursts = openBursts(await pendingUnsubscribes.open());
  return [...bursts.values()].flatMap((burst) => {
    const at = burst[0]?.at.toZonedDateTimeISO(timeZoneId);
    return at ? [{ people: burst.length, at, until: at.add({ hours: BURST_DECISION_HOURS }) }] : [];
  });
}

/** While everything is paused, that pause alone is reported. A channel's own pause is reported once the wide one is lifted. */
async function pausesOf({ switches }: Pick<World, 'switches'>): Promise<MorningFacts['paused']> {
  const { paused: all } = await switches.read();
  if (all !== undefined) return [{ what: 'everything', why: all }];
  const each = await Promise.all(CHANNEL_NAMES.map(async (what) => ({ what, why: (await switches.read(undefined, what)).paused })));
  return each.flatMap(({ what, why }) => (why === undefined ? [] : [{ what, why }]));
}

/**
 * A publication is missed at its due time plus the lateness that the rules allow, at the latest. Reporting it twice is better than
 * never.
 */
function addMissed({ facts, rules }: MorningDraft, { due, reason = 'It was not sent.' }: OutlookEntry, named: Named): void {
  if (isAfter(due.add(rules.maxLateness), facts.since)) facts.missed.push({ ...named, why: reason });
}

type WhatKeeps = (entry: OutlookEntry) => string | undefined;

/** Why a publication ahead will not go out unless a person acts: its story, its text, its announcement, or a yes that is missing. */
async function whatKeeps(world: FactsWorld, planned: Planned, entries: readonly OutlookEntry[]): Promise<WhatKeeps> {
  const fresh = new Set(planned.publications.map(({ id }) => id));
  const { posts } = await forecastPosts(world, planned);
  const mails = forecastMails(planned);
  const behind = foreseeBehind(planned, mails, entries);
  const yes = await missingYes(world, planned, posts);
  return (entry) => {
    if (!fresh.has(entry.id)) return entry.reason;
    const post = posts.get(entry.id);
    return whyPostWaits(post?.findings ?? []) ?? behind(entry) ?? whyMailWaits(mails.get(entry.id) ?? []) ?? yes.get(entry.id);
  };
}

async function addAhead(
  { switches }: Pick<World, 'switches'>,
  { facts, stopped, tomorrow }: MorningDraft,
  entry: OutlookEntry,
  named: Named,
  keeps: WhatKeeps,
): Promise<void> {
  const { cancelled, paused, alsoPaused } = await switches.read(entry.id);
  if (cancelled) return;
  const own = stopped.has('everything') ? alsoPaused : paused;
  const alone = own === undefined ? undefined : `Paused: ${own}`;
  const why = alone ?? keeps(entry);
  if (why !== undefined) facts.waiting.push({ ...named, why });
  else if (!isAfter(entry.due, tomorrow)) facts.ahead.push({ ...named, readers: entry.audience, waits: isStopped(stopped, named) });
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
    if (!cancelled) facts.ahead.push({ ...named, when, readers: entry.audience, waits: isStopped(stopped, named) });
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
