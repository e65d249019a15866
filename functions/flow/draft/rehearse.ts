// What one reader would get in the weeks to come, as things are: the plan, seen by a reader who does not exist. It writes nothing.
import type { Temporal } from 'temporal-polyfill';
import { isNote } from '#core/parsing/problem';
import type { Publication } from '#core/publication/publication';
import type { Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { Choices, Subscriber } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { fileOfDraft } from '#flow/draft/consequences';
import { withDraft } from '#flow/draft/drafted-content';
import { readUnpublished, type Unpublished } from '#flow/draft/unpublished';
import { type Outlook, type OutlookEntry, type OutlookWorld, readOutlook } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';

/** Why a draft is not in the rehearsal. */
export type LeftOut = { one: Unpublished; why: string };

/** `world`: as if the drafts of `used` had been published now. */
export type Rehearsal<W> = { world: W; outlook: Outlook; used: (Unpublished & { file: string })[]; left: LeftOut[] };

/** One email as the reader would get it: `stories` are those that concern the reader, in order. */
export type RehearsedEmail = { entry: OutlookEntry; publication: Publication; stories: Story[] };

/**
 * Returns the outlook until then. With `drafts` as if each draft were published now that can be: one that has a problem, or a new story
 * without a time ahead, is left out, with the reason.
 */
export async function rehearse<W extends OutlookWorld>(
  world: W,
  written: Parameters<typeof readUnpublished>[1],
  { now, until, drafts, zone }: { now: Temporal.Instant; until: Temporal.Instant; drafts: boolean; zone: string },
): Promise<Rehearsal<W>> {
  const here = now.toZonedDateTimeISO(zone);
  const unpublished = drafts ? await readUnpublished(world, written) : [];
  const left = unpublished.flatMap((one): LeftOut[] => {
    const why = whyLeftOut(one, here);
    return why === undefined ? [] : [{ one, why }];
  });
  let used: (Unpublished & { file: string })[] = [];
  let drafted = world;
  for (const one of unpublished.filter((its) => !left.some((out) => out.one === its))) {
    const file = one.file ?? (one.draft && (await fileOfDraft(drafted, one.draft, here)));
    if (file === undefined) continue;
    used.push({ ...one, file });
    drafted = withDraft(drafted, { text: one.text, file });
  }
  for (;;) {
    const outlook = await readOutlook(drafted, now, until);
    const wrong = used.flatMap((one): (LeftOut & { file: string })[] => {
      const problem = outlook.problems.find((its) => its.file === one.file && !isNote(its));
      return problem ? [{ one, file: one.file, why: problem.sentence }] : [];
    });
    if (wrong.length === 0) return { world: drafted, outlook, used, left };
    left.push(...wrong.map(({ one, why }) => ({ one, why })));
    used = used.filter(({ file }) => !wrong.some((its) => its.file === file));
    drafted = used.reduce((before, { text, file }) => withDraft(before, { text, file }), world);
  }
}

function whyLeftOut({ published, changes }: Unpublished, here: Temporal.ZonedDateTime): string | undefined {
  if (changes) return undefined;
  if (published === undefined) return 'It has no day and time yet.';
  return isBefore(here, atWallClock(published, here.timeZoneId)) ? undefined : 'Its day and time have passed.';
}

/** Returns the emails ahead that a reader with these choices would get, by time. */
export function emailsFor(
  { entries }: Pick<Outlook, 'entries'>,
  planned: Planned,
  reader: Pick<Subscriber, 'id' | 'address'> & Choices,
): RehearsedEmail[] {
  const publications = new Map(planned.publications.map((publication) => [publication.id, publication]));
  return entries.flatMap((entry) => {
    const publication = publications.get(entry.id);
    const isAhead = entry.state === 'planned' || entry.state === 'waiting';
    if (publication?.decision !== 'go' || !isAhead || entry.lost) return [];
    const all = shownBy(publication, planned);
    // This reader would have had every email about the event.
    const selection = selectionFor(publication, all, { ...reader, status: 'confirmed' }, new Set([reader.id]));
    const stories = all.filter(({ slug }) => selection.includes(slug));
    return selection.length === 0 ? [] : [{ entry, publication: { ...publication, stories: selection }, stories }];
  });
}
