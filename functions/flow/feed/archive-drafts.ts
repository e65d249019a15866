// Stories that came in for the archive get their pages, with their old dates. Each file says that nothing of it goes out.
import type { Temporal } from 'temporal-polyfill';
import { plainDateTime } from '#core/draft/date-fields';
import type { DraftId, DraftVersion } from '#core/draft/draft';
import { newFileName } from '#core/draft/file-name';
import { fieldsOf } from '#core/draft/story-fields';
import { saysArchive } from '#core/feed/archive-key';
import { isNote } from '#core/parsing/problem';
import type { Rules } from '#core/rules/rules';
import { readStories } from '#core/story/read-stories';
import { publishDraft } from '#flow/draft/publish-draft';
import type { Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';

type ArchiveWorld = Parameters<typeof publishDraft>[0] & Pick<World, 'machine'>;

/** `waiting`: what stays a draft, and why. `left`: how many nobody came to in time. */
export type Archived = { files: string[]; waiting: { title: string; why: string }[]; left: number };

/**
 * Publishes these drafts, until `untilMs` of the machine's clock: those that say `archive: true` and have no problem. Safe to repeat, also
 * after a crash: a draft keeps the file that was named first, and one that is published is left alone.
 */
export async function archiveDrafts(
  world: ArchiveWorld,
  drafts: readonly DraftId[],
  rules: Rules,
  writer: Writer,
  untilMs: number,
): Promise<Archived> {
  const [{ stories, images }, heads] = await Promise.all([world.content.read(), world.drafts.all()]);
  const taken = new Set([...stories.map(({ file }) => file), ...heads.flatMap(({ file }) => file ?? [])]);
  const done: Archived = { files: [], waiting: [], left: 0 };
  for (const id of drafts) {
    const draft = await world.drafts.newest(id);
    if (draft?.state !== 'open' || !saysArchive(draft.text)) continue;
    if (world.machine.elapsedMs() >= untilMs) {
      done.left += 1;
      continue;
    }
    const file = draft.file ?? newFileName(draft.kind, draft.title, dayOf(draft, writer, rules), taken);
    taken.add(file);
    const wrong = problemOf({ ...draft, file }, images, rules);
    const published = wrong === undefined && (await publishDraft(world, { ...draft, file }, { yes: [], untold: [], held: [] }, writer));
    if (published && published.kind === 'published') done.files.push(file);
    else done.waiting.push({ title: draft.title, why: wrong ?? CROSSED });
  }
  return done;
}

const CROSSED = 'Somebody saved it, or a file of its name, at the same moment. Look at it, and press the button again.';

function dayOf({ text, kind }: DraftVersion, { at }: Writer, { timezone }: Rules): Temporal.PlainDate {
  return plainDateTime(fieldsOf(text, kind).fields.published)?.toPlainDate() ?? at.toZonedDateTimeISO(timezone).toPlainDate();
}

/** Returns the first problem of the story as its file would have it. */
function problemOf(
  { text, file }: DraftVersion & { file: string },
  images: Parameters<typeof readStories>[1],
  rules: Rules,
): string | undefined {
  const bytes = new TextEncoder().encode(text);
  const { problems } = readStories([{ file, bytes, sizeBytes: bytes.length }], images, rules);
  return problems.find((one) => !isNote(one))?.sentence;
}
