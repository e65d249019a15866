import type { Temporal } from 'temporal-polyfill';
import { asLate, isSentLate, mayBeLate } from '#core/plan/late';
import { planPublications } from '#core/plan/plan';
import { mustPrecede } from '#core/plan/why-not-begin';
import type { PublicationRecord } from '#core/publication/publication';
import { isBefore, latest } from '#core/time/compare';
import { type Unbegun, unbegun } from '#flow/publish/approve';
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
  const records = planned.records.map((one) => (one.id === record.id ? waiting : one));
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

/** Lets each missed publication wait once more that a person has said to send. May throw; safe to repeat. */
export async function reopenLate(
  world: Pick<World, 'publications' | 'switches'>,
  { records, newsroom: { rules } }: Planned,
  now: Temporal.Instant,
): Promise<void> {
  for (const record of records) {
    if (!mayBeLate(record, now)) continue;
    const { approved, cancelled } = await world.switches.read(record.id);
    if (!cancelled && isSentLate(record, approved, rules)) await world.publications.replace(asLate(record, rules, now));
  }
}
