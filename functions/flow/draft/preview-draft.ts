// What a draft looks like before anybody gets it: made by the functions that send.
import type { Temporal } from 'temporal-polyfill';
import type { DateTimeFields } from '#core/draft/date-fields';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftVersion } from '#core/draft/draft';
import { fieldsOf, type StoryFields, type StoryKind, withFields } from '#core/draft/story-fields';
import { withDraft } from '#flow/draft/drafted-content';
import type { World } from '#ports';

type PreviewWorld = Pick<World, 'content' | 'publications'>;

/** A day that the preview shows where the writer has not given one. */
const SOME_DAYS = { published: 1, starts: 30, ends: 30 };

/**
 * Returns a world in which the draft is a new story that comes tomorrow, and nothing has ever been sent: so its first email, its posts and
 * its page can be shown, also while the draft lacks something. It writes nothing. `isFilled`: something was missing.
 */
export function previewWorld<W extends PreviewWorld>(
  world: W,
  { text, kind }: Pick<DraftVersion, 'text' | 'kind'>,
  file: string,
  now: Temporal.ZonedDateTime,
): { world: W; isFilled: boolean } {
  const filled = filledIn(text, kind, now);
  const drafted = withDraft(world, { file, text: filled.text });
  const content: World['content'] = {
    ...drafted.content,
    async read() {
      const present = await drafted.content.read();
      return { ...present, stories: present.stories.filter((one) => one.file === file) };
    },
  };
  const publications: World['publications'] = {
    ...world.publications,
    storiesSeen: async () => [],
    all: async () => [],
    find: async () => undefined,
    progress: async () => undefined,
  };
  return { world: { ...world, content, publications }, isFilled: filled.isFilled };
}

function filledIn(text: string, kind: StoryKind, now: Temporal.ZonedDateTime): { text: string; isFilled: boolean } {
  const { fields, asFile } = fieldsOf(text, kind);
  if (asFile) return { text, isFilled: false };
  const filled: StoryFields = {
    ...fields,
    title: fields.title.trim() || '[Title]',
    body: fields.body.trim() === '' ? '[Text]' : fields.body,
    published: fieldsAt(now.add({ days: SOME_DAYS.published }), 9),
  };
  if (kind === 'post') filled.author = fields.author.trim() || '[Author]';
  // The preview has no other story, so no event either.
  if (kind === 'message') Object.assign(filled, { to: 'everyone', topics: [], organisations: [], event: '' });
  else {
    if (!plainDateTime(fields.starts)) filled.starts = fieldsAt(now.add({ days: SOME_DAYS.starts }), 10);
    if (!plainDateTime(fields.ends) || !plainDateTime(fields.starts)) filled.ends = fieldsAt(now.add({ days: SOME_DAYS.ends }), 16);
    if (fields.venue.trim() === '' && fields.online.trim() === '') filled.venue = '[Place]';
  }
  const isFilled = ['title', 'body', 'author', 'venue', 'starts'].some((key) => Reflect.get(filled, key) !== Reflect.get(fields, key));
  return { text: withFields(text, kind, filled), isFilled };
}

/** A day and hour as a form has them. */
export function fieldsAt({ day, month, year }: { day: number; month: number; year: number }, hour: number): DateTimeFields {
  return { day: String(day), month: String(month), year: String(year), time: `${String(hour).padStart(2, '0')}:00` };
}
