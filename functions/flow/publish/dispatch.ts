import type { Temporal } from 'temporal-polyfill';
import { firstAt } from '#core/plan/timing';
import { mustPrecede, type Stay, whyGone, whyNotBegin } from '#core/plan/why-not-begin';
import { type WrittenOutgoing, withReaders } from '#core/publication/outgoing';
import { type Publication, type PublicationRecord, withReason } from '#core/publication/publication';
import { postDeadline } from '#core/social/post-deadline';
import { writeSealedParts } from '#core/social/sealed-parts';
import { eventFacts } from '#core/story/event-facts';
import { writeSnapshot } from '#core/story/snapshot';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import { byTime, isAfter } from '#core/time/compare';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { whyBehind } from '#flow/publish/behind-announcement';
import { mailFindings, whatBlocks } from '#flow/publish/check-mail';
import { type ReadyPost, readyPost } from '#flow/publish/check-post';
import { countReaders } from '#flow/publish/count-readers';
import { outgoingOf } from '#flow/publish/outgoing';
import type { Planned } from '#flow/publish/plan';
import { isOfAnother, previousFactsOf, shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

type DispatchWorld = Pick<World, 'publications' | 'switches' | 'texts' | 'subscribers' | 'ledger'>;

/**
 * Decides on each due publication that has not begun: it begins, waits, or is closed with a reason. Its content is fixed when it begins.
 * May throw; safe to repeat.
 */
export async function dispatch(world: DispatchWorld, planned: Planned, now: Temporal.Instant): Promise<void> {
  const present = new Map(planned.publications.map((publication) => [publication.id, publication]));
  const waiting = planned.records.filter((record) => record.state === 'waiting');
  // Earliest first: the rest of a month's budget goes to the earliest posts. Emails before posts, because a post follows its announcement.
  const inTurn = waiting.toSorted((a, b) => byTime(a.due, b.due) || Number(b.channel === 'email') - Number(a.channel === 'email'));
  await forEachOnItsOwn(inTurn, async (record) => {
    const decision = await decide(world, record, present.get(record.id), planned, now);
    if (decision.state === 'begin') {
      const begun = await begin(world, { ...record, ...decision.publication }, decision.post, planned, now);
      if ((await world.publications.replace(begun)) === 'replaced') planned.records.push(begun);
    } else if (record.state !== decision.fields.state || record.reason !== decision.fields.reason) {
      // A person may have moved it since its record was made.
      const { due } = present.get(record.id) ?? record;
      const kept = { ...record, ...decision.fields, ...(decision.fields.state === 'missed' && { missedAt: now, due }) };
      if ((await world.publications.replace(kept)) === 'replaced') planned.records.push(kept);
    }
  });
}

type Decision = { state: 'begin'; publication: Publication; post?: ReadyPost } | { state: 'stay'; fields: Stay };

async function decide(
  world: DispatchWorld,
  record: PublicationRecord,
  fresh: Publication | undefined,
  planned: Planned,
  now: Temporal.Instant,
): Promise<Decision> {
  const { rules } = planned.newsroom;
  if (!fresh) {
    if (isOfAnother(record, planned))
      return { state: 'stay', fields: { state: 'dropped', reason: 'Its file holds a story that readers know.' } };
    const lost = planned.lost.find(({ id }) => id === record.id);
    // A digest goes out without the stories that are gone.
    const shown = shownBy(record, planned);
    const there = record.kind === 'digest' || shown.length === record.stories.length;
    const archived = record.kind !== 'digest' && shown.some(({ archive }) => archive);
    return { state: 'stay', fields: whyGone(record, { lost, there, archived }, rules, now) };
  }
  const candidate = { publication: fresh, stories: shownBy(fresh, planned), rules, now };
  const needless = whyNotBegin(candidate);
  if (needless) return { state: 'stay', fields: needless };
  const switches = await world.switches.read(record.id, record.channel);
  const stopped = whyNotBegin(candidate, switches);
  if (stopped) return { state: 'stay', fields: stopped };
  const ahead = isAfter(fresh.due, now);
  const behind = await whyBehind(world, fresh, planned, { ahead });
  // Until its own time comes, a person may still send the announcement late.
  if (behind && behind.state !== 'waiting') return { state: 'stay', fields: ahead ? { ...behind, state: 'waiting' } : behind };
  const post = fresh.channel === 'email' ? undefined : await readyPost(world, fresh, planned, firstAt(fresh.due, rules, now));
  const objections = post ?? { wrong: whatBlocks(mailFindings(fresh, planned)) };
  const outgoing = switches.approved ? await asShown(world, outgoingOf({ ...record, ...fresh }, planned, post), fresh, planned) : '';
  const kept = whyNotBegin(candidate, switches, { ...objections, unannounced: behind?.reason, outgoing });
  if (kept) return { state: 'stay', fields: kept };
  return { state: 'begin', publication: fresh, ...(post ? { post } : {}) };
}

/** An approval of an email says how many readers were shown, so they are counted once more. */
async function asShown(
  world: Pick<World, 'subscribers' | 'ledger'>,
  outgoing: WrittenOutgoing,
  publication: Publication,
  planned: Planned,
): Promise<WrittenOutgoing> {
  if (publication.channel !== 'email') return outgoing;
  const readers = await countReaders(world, [publication], planned);
  return withReaders(outgoing, readers.get(publication.id) ?? 0);
}

async function begin(
  world: DispatchWorld,
  record: PublicationRecord,
  post: ReadyPost | undefined,
  planned: Planned,
  now: Temporal.Instant,
): Promise<PublicationRecord> {
  const { rules } = planned.newsroom;
  const shown = shownBy(record, planned);
  const begun: PublicationRecord = {
    ...withReason(record, undefined),
    begun: now,
    firstAt: firstAt(record.due, rules, now).toInstant(),
    site: rules.site,
    sender: rules.sender.address,
    unknown: rules.unknown,
    ...announcedFactsOf(shown, record),
    ...previousFactsOf(shown, planned),
  };
  const preceded = eventsOf(record, planned).filter((event) => mustPrecede(record, event));
  if (post) {
    const deadline = postDeadline(record.due, preceded, rules);
    return {
      ...begun,
      state: 'sending',
      deadline,
      priceMilliUsd: post.priceMilliUsd,
      snapshot: await world.texts.put(writeSealedParts(post.parts)),
    };
  }
  // A digest that SES's quota delays by a day is late; a reminder of a past event is wrong.
  const [event] = preceded;
  const deadline = event && { deadline: event.starts.toZonedDateTime(rules.timezone).toInstant() };
  return { ...begun, ...deadline, state: 'sealing', snapshot: await world.texts.put(writeSnapshot(planned.sources, shown)) };
}

/** The facts that readers get of the event from now on, so that a later change of them is noticed. */
function announcedFactsOf(shown: Story[], record: PublicationRecord): Pick<PublicationRecord, 'announcedFacts'> {
  const [story] = shown;
  if (record.channel !== 'email' || story?.kind !== 'event' || record.kind === 'digest') return {};
  return { announcedFacts: eventFacts(story) };
}

function eventsOf(publication: Publication, planned: Planned): LearningEvent[] {
  const slugs = new Set<Slug>(publication.stories);
  return planned.newsroom.stories.filter((story): story is LearningEvent => story.kind === 'event' && slugs.has(story.slug));
}
