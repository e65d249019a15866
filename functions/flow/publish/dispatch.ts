import type { Temporal } from 'temporal-polyfill';
import { isAllowed } from '#core/plan/quiet-times';
import { extraOf } from '#core/publication/extra-post';
import { type Publication, type PublicationRecord, withReason } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { postDeadline } from '#core/social/post-deadline';
import { writeSealedParts } from '#core/social/sealed-parts';
import { eventFacts } from '#core/story/event-facts';
import { leadsTo } from '#core/story/extra-posts';
import { writeSnapshot } from '#core/story/snapshot';
import type { LearningEvent, Slug, Story } from '#core/story/story';
import { nhsDateTime } from '#core/time/nhs-dates';
import { latest } from '#core/time/wall-clock';
import { forEachOnItsOwn } from '#flow/loops/for-each-on-its-own';
import { mailFindings, whyMailWaits } from '#flow/publish/check-mail';
import { type ReadyPost, readyPost } from '#flow/publish/check-post';
import type { Planned } from '#flow/publish/plan';
import { previousFactsOf, shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

type DispatchWorld = Pick<World, 'publications' | 'switches' | 'texts'>;

/**
 * Decides on each due publication that has not begun: it begins, waits, or is closed with a reason. Its content is fixed when it
 * begins.
 * May throw; safe to repeat.
 */
export async function dispatch(world: DispatchWorld, planned: Planned, now: Temporal.Instant): Promise<void> {
  const present = new Map(planned.publications.map((publication) => [publication.id, publication]));
  const waiting = planned.records.filter((record) => record.state === 'waiting');
  // Earliest first: the rest of a month's budget goes to the earliest posts.
  const inTurn = waiting.toSorted((a, b) => a.due.epochMilliseconds - b.due.epochMilliseconds);
  await forEachOnItsOwn(inTurn, async (record) => {
    const decision = await decide(world, record, present.get(record.id), planned, now);
    if (decision.state === 'begin') {
      const begun = await begin(world, { ...record, ...decision.publication }, decision.post, planned, now);
      await world.publications.replace(begun);
      planned.records.push(begun);
    } else if (record.state !== decision.fields.state || record.reason !== decision.fields.reason)
      await world.publications.replace({ ...record, ...decision.fields });
  });
}

type Decision =
  | { state: 'begin'; publication: Publication; post?: ReadyPost }
  | { state: 'stay'; fields: Pick<PublicationRecord, 'state'> & { reason: string } };

async function decide(
  world: DispatchWorld,
  record: PublicationRecord,
  fresh: Publication | undefined,
  planned: Planned,
  now: Temporal.Instant,
): Promise<Decision> {
  const { rules } = planned.newsroom;
  const stay = (state: PublicationRecord['state'], reason: string): Decision => ({ state: 'stay', fields: { state, reason } });
  if (fresh && fresh.decision !== 'go') return stay(fresh.decision, fresh.reason ?? 'It is not needed any more.');
  const due = fresh?.due ?? record.due;
  const deadline = due.add(rules.maxLateness);
  const late = now.epochNanoseconds > deadline.epochNanoseconds;
  const missed = (why: string) =>
    stay('missed', `It was due on ${nhsDateTime(due)}. It was not sent, because ${why} before ${nhsDateTime(deadline)}.`);
  if (!fresh)
    return late
      ? missed('its story could not be read')
      : stay('waiting', 'Its story is gone or has a problem. Put the story right, and it goes out.');
  const started = eventsOf(fresh, planned).find(
    (event) => event.starts.toZonedDateTime(rules.timezone).epochNanoseconds <= now.epochNanoseconds,
  );
  if (started && mustPrecede(fresh, started))
    return stay('missed', `It could not go out before the event began on ${nhsDateTime(started.starts)}, so it was not sent.`);
  const switches = await world.switches.read(record.id, record.channel);
  if (switches.cancelled) return stay('cancelled', `Cancelled by ${switches.cancelled.by} before anybody got it.`);
  if (switches.paused !== undefined) return late ? missed('sending stayed paused') : stay('waiting', `Paused: ${switches.paused}`);
  if (rules.approval === 'required' && !switches.approved)
    return late ? missed('nobody approved it') : stay('waiting', 'It waits for someone to say yes.');
  const post = fresh.channel === 'email' ? undefined : await readyPost(world, fresh, planned, firstAt(due, rules, now));
  const keeps = post ? whatKeeps(post, switches.approved !== undefined) : whatKeepsMail(fresh, planned);
  if (keeps) return late ? missed(keeps.said) : stay('waiting', keeps.sentence);
  if (late) return missed('the newsroom could not send it');
  const early = whyNotYet(due, rules, now);
  if (early !== undefined) return stay('waiting', early);
  return { state: 'begin', publication: fresh, ...(post ? { post } : {}) };
}

/** Why its time has not come, though its record is due: its time was moved, or the rules keep it back now. */
function whyNotYet(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): string | undefined {
  if (due.subtract(rules.undo).epochNanoseconds > now.epochNanoseconds) return `Its time was moved to ${nhsDateTime(due)}.`;
  const local = latest(due, now.toZonedDateTimeISO(rules.timezone));
  // A due time that the plan itself put into a quiet time, because the event would otherwise be past, is kept.
  return !isAllowed(local, rules) && isAllowed(due, rules) ? 'It waits until emails and posts are allowed again.' : undefined;
}

/** Why a due post does not begin: its text has a problem, or its price is not approved. */
function whatKeeps({ wrong, costly }: ReadyPost, approved: boolean): { sentence: string; said: string } | undefined {
  if (wrong !== undefined) return { sentence: wrong, said: 'its text had a problem' };
  return costly === undefined || approved ? undefined : { sentence: costly, said: 'nobody approved its price' };
}

/** Why a due mail does not begin: the checklist for emails blocks it. */
function whatKeepsMail(fresh: Publication, planned: Planned): { sentence: string; said: string } | undefined {
  const sentence = whyMailWaits(mailFindings(fresh, planned));
  return sentence === undefined ? undefined : { sentence, said: 'its email had a problem' };
}

/** True when the publication is useless after the event has begun. A follow-up comes after it, and a digest covers many events. */
function mustPrecede(publication: Publication, event: LearningEvent): boolean {
  const extra = extraOf(publication, event);
  return (
    publication.kind === 'announcement' ||
    publication.kind === 'reminder' ||
    (publication.kind === 'social' && publication.change === undefined && (extra === undefined || leadsTo(extra, event)))
  );
}

/** When its first mail or post goes out: at its due time, but no earlier than the end of its undo window. */
function firstAt(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): Temporal.ZonedDateTime {
  return latest(due, now.toZonedDateTimeISO(rules.timezone).add(rules.undo));
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
