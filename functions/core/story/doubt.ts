// Whether a new story may be one that readers know, under another name.
import { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { ReadFile } from '#core/story/recognise';
import { fileOf, resemblance } from '#core/story/resemblance';
import type { Slug, Story } from '#core/story/story';
import type { LastRead, StorySeen } from '#core/story/story-seen';
import { isAfter } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';

/** A story that readers know and whose file is not there. `called`: what the plan calls it. */
export type Missing = { slug: Slug; called: string; isLike(read: ReadFile): boolean };

/** A story that went out longer ago than this raises no doubt: a new one may well have its title. */
const DOUBTED_FOR = { hours: 60 * 24 };

/** `records`: of stories whose file is gone. `forgotten`: stories without a record, and when something of them went out last. */
type MissingInput = {
  records: readonly StorySeen[];
  forgotten: readonly (readonly [Slug, Temporal.Instant])[];
  rules: Pick<Rules, 'timezone'>;
  now: Temporal.Instant;
};

/**
 * Returns the stories that a new one may be, under another name: those whose file is gone, and those that only publications know, because
 * a restore has put the records back to a time before them.
 */
export function missingStories({ records, forgotten, rules: { timezone }, now }: MissingInput): Missing[] {
  const since = now.subtract(DOUBTED_FOR);
  const isRecent = (time: Temporal.Instant | undefined) => !time || !isAfter(since, time);
  return [
    ...records
      .filter((record) => isRecent(record.gone) && !isOver(record, timezone, now))
      .map((record) => ({ slug: record.slug, called: fileOf(record), isLike: ({ last }: ReadFile) => mayBe(record, last) })),
    ...forgotten.map(([slug, begun]) => ({
      slug,
      called: slug,
      isLike: ({ story }: ReadFile) => !isAfter(atWallClock(story.published, timezone), begun),
    })),
  ];
}

/** True when the new story is like the missing one, but not so much that it is certainly the same. */
function mayBe(record: StorySeen, last: LastRead): boolean {
  if (record.last) return resemblance(record.last, last) === 'alike';
  // An earlier version recorded neither title nor text.
  const facts: { starts?: string } = record.facts === '' ? {} : JSON.parse(record.facts);
  const [kind] = fileOf(record).split('/');
  return last.file.startsWith(`${kind}/`) && (facts.starts ?? record.published).slice(0, 16) === last.time.slice(0, 16);
}

function isOver({ facts }: StorySeen, timezone: string, now: Temporal.Instant): boolean {
  if (facts === '') return false;
  const { ends }: EventFacts = JSON.parse(facts);
  return isAfter(now, atWallClock(Temporal.PlainDateTime.from(ends), timezone));
}

/** Returns why a person must say whether the story is a new one. */
export function doubtSentence({ file }: Story, called: string): string {
  if (file === called)
    return `${file} may still be the story that readers have had, much changed. If it is a new story, say yes, and this goes out. If it is the same one, give it back its title or its time.`;
  return `${file} may be ${called} under a new name, which readers have had. If it is a new story, say yes, and this goes out. If it is the same one, give the file its old name.`;
}
