import type { Temporal } from 'temporal-polyfill';
import { backdatedStories } from '#core/plan/backdated';
import { asLate, isSentLate, mayBeLate } from '#core/plan/late';
import { planPublications } from '#core/plan/plan';
import { isRedated } from '#core/plan/plan-context';
import { mustPrecede } from '#core/plan/why-not-begin';
import { firstKindOf } from '#core/publication/first-email';
import type { PublicationRecord } from '#core/publication/publication';
import { isBefore, latest } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { type Unbegun, unbegun } from '#flow/publish/approve';
import { whyBehind } from '#flow/publish/behind-announcement';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

/**
 * Returns a missed publication as it would go out if a person sent it now; undefined when it was not missed, or makes no sense any more:
 * its stories have gone out, or its event would have begun.
 */
export function lateOf(record: PublicationRecord, planned: Planned, now: Temporal.Instant): Unbegun | undefined {
  if (!mayBeLate(record, now)) return undefined;
  const { rules } = planned.newsroom;
  const waiting = asLate(record, rules, now);
  const records = [...planned.records.filter(({ id }) => id !== record.id), waiting];
  const input = { ...planned.input, records, until: latest(planned.input.until, waiting.due.toInstant()) };
  const publications = planPublications(input);
  const publication = publications.find(({ id }) => id === record.id);
  if (publication?.decision !== 'go') return undefined;
  const late = { ...planned, input, records, publications };
  const begins = shownBy(publication, late).some(
    (story) =>
      story.kind === 'event' && mustPrecede(publication, story) && !isBefore(publication.due, story.starts.toZonedDateTime(rules.timezone)),
  );
  return begins ? undefined : unbegun(publication, late);
}

/** Returns the same, unless it was cancelled, or waits for an announcement that was missed and must be sent before it. */
export async function lateNow(
  world: Pick<World, 'switches' | 'subscribers'>,
  record: PublicationRecord,
  planned: Planned,
  now: Temporal.Instant,
): Promise<Unbegun | undefined> {
  const late = lateOf(record, planned, now);
  if (!late || (await world.switches.read(record.id)).cancelled) return undefined;
  return (await whyBehind(world, late.publication, late.planned))?.state === 'missed' ? undefined : late;
}

/** Returns the email that first tells of each backdated story, as if it had been missed: a person may send it all the same. */
export function backdatedRecords({ input, newsroom, records }: Planned): PublicationRecord[] {
  return backdatedStories(input).named.flatMap(({ slug, first: id, seen, sentence }) => {
    if (id === undefined || records.some((record) => record.id === id)) return [];
    const story = newsroom.stories.find((one) => one.slug === slug);
    if (!story) return [];
    const kind = firstKindOf(story);
    const due = seen.toZonedDateTimeISO(input.rules.timezone);
    return [
      { id, kind, channel: 'email', stories: [slug], decision: 'go', due, reason: sentence, state: 'missed', missedAt: seen, version: 0 },
    ];
  });
}

/** True when its story has got a later time since: it is planned anew, and a yes to send it as soon as it may does not count for that. */
function hasNewTime(record: PublicationRecord, { newsroom }: Planned): boolean {
  const { stories, rules } = newsroom;
  const publishedAt = new Map(stories.map(({ slug, published }) => [slug, atWallClock(published, rules.timezone)]));
  return isRedated(record, { records: new Map([[record.id, record]]), publishedAt });
}

/**
 * Lets each publication wait that was missed or is of a backdated story, once a person has said to send it. Returns whether there was one.
 * May throw; safe to repeat.
 */
export async function reopenLate(
  world: Pick<World, 'publications' | 'switches'>,
  planned: Planned,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rules } = planned.newsroom;
  const said = async (record: PublicationRecord) => {
    const { approved, cancelled } = await world.switches.read(record.id);
    return !cancelled && isSentLate(record, approved, rules);
  };
  let reopened = false;
  for (const record of planned.records) {
    if (!mayBeLate(record, now) || hasNewTime(record, planned) || !(await said(record))) continue;
    await world.publications.replace(asLate(record, rules, now));
    reopened = true;
  }
  for (const record of backdatedRecords(planned)) {
    if (!(await said(record))) continue;
    await world.publications.add(asLate(record, rules, now));
    reopened = true;
  }
  return reopened;
}
