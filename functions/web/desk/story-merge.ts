// Two texts of one story that crossed: two people or two windows, or the desk and the folder. Nothing is overwritten unseen.
import { Hono } from 'hono';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftVersion } from '#core/draft/draft';
import { type Conflict, mergeStories } from '#core/draft/merge';
import { wordPieces } from '#core/draft/word-changes';
import { startOf } from '#core/text/sentences';
import { baseTextOf } from '#flow/draft/base-text';
import { markOf, settleFile } from '#flow/draft/change-draft';
import { saveDraft } from '#flow/draft/save-draft';
import { type Asked, draftDesk, type OpenDraft, type StoriesWorld, savedAt } from '#web/desk/draft-desk';
import { titleOf } from '#web/desk/draft-form';
import type { Frame } from '#web/desk/needs';
import type { WebEnv } from '#web/request';

/** `crossedDraft`: somebody saved the draft meanwhile. `crossedFile`: its file changed meanwhile. Both answer with a page to decide on. */
export type StoryMerge = {
  pages: Hono<WebEnv>;
  crossedDraft(
    c: Asked,
    one: OpenDraft,
    texts: { base: DraftVersion; mine: string; theirs: DraftVersion; isTooLong?: boolean },
  ): Promise<Response>;
  crossedFile(c: Asked, one: OpenDraft): Promise<Response>;
};

const OWN = 'The file has the words of an earlier Publish, which was cut off before it was recorded. You have changed them since';

const CHOICES = ['mine', 'theirs', 'both'] as const;
type Choice = (typeof CHOICES)[number];

export function storyMerge(world: StoriesWorld, frame: Frame): StoryMerge {
  const pages = new Hono<WebEnv>();
  const { open, reopen, show, writer } = draftDesk(world, frame);

  const crossedDraft: StoryMerge['crossedDraft'] = (c, one, { base, mine, theirs, isTooLong = false }) => {
    const { conflicts } = mergeStories({ base: base.text, mine, theirs: theirs.text }, theirs.kind);
    const view = {
      url: one.url,
      title: one.title,
      heading: `${startOf(theirs.by)} saved this on ${savedAt(theirs, one.now)}, while you were writing`,
      isTooLong,
      conflicts: conflictsView(conflicts),
      carried: [
        ...[['what', 'draft'] as const, ['base', String(base.version)] as const],
        ...[['version', String(theirs.version)] as const, ['mine', mine] as const],
      ].map(carried),
      whole: { mine, theirs: theirs.text },
      button: 'Save both as one',
    };
    return show(c, 'desk/story-crossed', view, one.title, { status: 409 });
  };

  const fileNow = ({ draft, written }: OpenDraft) => {
    const source = written.files.find(({ file }) => file === draft.file);
    const text = source && decodeFile(source);
    return text === undefined || source?.version === undefined ? undefined : { text, version: source.version };
  };

  const crossedFile: StoryMerge['crossedFile'] = async (c, one) => {
    const { draft } = one;
    const present = fileNow(one);
    const base = (await baseTextOf(world, draft)) ?? '';
    const { conflicts } = present ? mergeStories({ base, mine: draft.text, theirs: present.text }, draft.kind) : { conflicts: [] };
    const isOwn = present && (await markOf(world, draft, present.text)) === 'unrecorded';
    const changed = isOwn ? OWN : 'The file of this story was changed elsewhere since you began';
    const view = {
      url: one.url,
      title: one.title,
      heading: present ? changed : 'The file of this story is gone',
      gone: !present,
      conflicts: conflictsView(conflicts),
      carried: [
        ...[['what', 'file'] as const, ['version', String(draft.version)] as const],
        ...[['file-version', present?.version ?? ''] as const],
      ].map(carried),
      whole: { mine: draft.text, theirs: present?.text ?? '' },
      button: present ? 'Make one text of both, and check it again' : 'Write it again, and check it',
    };
    return show(c, 'desk/story-crossed', view, one.title, { status: 409 });
  };

  pages.post('/desk/stories/:id/merge', async (c) => {
    const one = await open(c);
    if (!one) return c.notFound();
    const body = await c.req.parseBody();
    return body.what === 'file' ? mergeFile(c, one, body) : mergeDraft(c, one, body);
  });

  const mergeDraft = async (c: Asked, one: OpenDraft, body: Record<string, unknown>) => {
    const { draft, url } = one;
    const mine = typeof body.mine === 'string' ? body.mine.replaceAll('\r\n', '\n') : '';
    const find = (version: unknown) => world.drafts.find(draft.draft, Number(version));
    const [base, theirs] = await Promise.all([find(body.base), find(body.version)]);
    if (!base || !theirs || mine === '') return c.redirect(url, 303);
    const merge = mergeStories({ base: base.text, mine: withEndsOf(base.text, mine), theirs: theirs.text }, draft.kind);
    const text = merge.resolve(choicesIn(body, merge.conflicts));
    const saved = await saveDraft(world, draft.draft, { seen: theirs.version, text, title: titleOf(text, draft.kind) }, writer(c));
    if (saved.kind === 'crossed') return crossedDraft(c, one, { base: theirs, mine: text, theirs: saved.theirs });
    if (saved.kind === 'too long') return crossedDraft(c, one, { base, mine, theirs, isTooLong: true });
    return c.redirect(url, 303);
  };

  const mergeFile = async (c: Asked, one: OpenDraft, body: Record<string, unknown>) => {
    const { draft, url } = one;
    const present = fileNow(one);
    // What the writer saw must still be what is there, on both sides.
    if (draft.version !== Number(body.version) || (present?.version ?? '') !== body['file-version']) return crossedFile(c, one);
    const base = (await baseTextOf(world, draft)) ?? '';
    const merge = present && mergeStories({ base, mine: draft.text, theirs: present.text }, draft.kind);
    const text = merge ? merge.resolve(choicesIn(body, merge.conflicts)) : draft.text;
    const words = { text, title: titleOf(text, draft.kind) };
    const settled = present ? { ...words, present: { ...present, title: titleOf(present.text, draft.kind) } } : words;
    const saved = await settleFile(world, draft, settled, writer(c));
    return saved.kind === 'crossed' ? crossedFile(c, (await reopen(c)) ?? one) : c.redirect(`${url}/check`, 303);
  };

  return { pages, crossedDraft, crossedFile };
}

function carried([name, value]: readonly [string, string]): { name: string; value: string } {
  return { name, value };
}

/** A form sends line ends of its own. */
function withEndsOf(base: string, text: string): string {
  return base.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

function choicesIn(body: Record<string, unknown>, conflicts: readonly Conflict[]): Choice[] {
  return conflicts.map((_, i) => CHOICES.find((choice) => choice === body[`choice-${i}`]) ?? 'both');
}

function conflictsView(conflicts: readonly Conflict[]): object[] {
  return conflicts.map(({ name, base, mine, theirs }, i) => ({
    number: i,
    name,
    mine: piecesView(base, mine),
    theirs: piecesView(base, theirs),
  }));
}

/** The words of one side, with those that are new in it marked. */
function piecesView(base: string, side: string): { text: string; isNew: boolean }[] {
  return wordPieces(base, side).flatMap(({ text, is }) => (is === 'gone' ? [] : [{ text, isNew: is === 'new' }]));
}
