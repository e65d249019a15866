// Publishing a draft: its file is written into the content, which each tick reads.
import type { DraftVersion } from '#core/draft/draft';
import { withReaders } from '#core/publication/outgoing';
import type { PublicationId } from '#core/publication/publication';
import { startOf } from '#core/text/sentences';
import type { ConsequencesWorld } from '#flow/draft/consequences';
import { withDraft } from '#flow/draft/drafted-content';
import { addVersion, type Writer } from '#flow/draft/save-draft';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { countReaders } from '#flow/publish/count-readers';
import { readPlan } from '#flow/publish/plan';
import type { World } from '#ports';

type PublishWorld = ConsequencesWorld & Pick<World, 'audit'>;

/**
 * `file changed`: the file has changed since the draft last agreed with it, or another story has taken its name. `draft changed`: somebody
 * has saved the draft meanwhile. Of both, no file is written.
 */
export type Published = { kind: 'published'; draft: DraftVersion } | { kind: 'file changed' } | { kind: 'draft changed' };

/**
 * What the person decided on the page with Publish. `yes`: what goes out only by a yes, and now has it. `untold`: notices of a change that
 * nobody gets. `held`: what waits until somebody lets it go on.
 */
export type PublishDecisions = { yes: readonly PublicationId[]; untold: readonly PublicationId[]; held: readonly PublicationId[] };

/** Writes the draft into its file. May throw; safe to repeat: a file that has these words already is published. */
export async function publishDraft(
  world: PublishWorld,
  shown: DraftVersion & { file: string },
  { yes, untold, held }: PublishDecisions,
  writer: Writer,
): Promise<Published> {
  const draft = await withFile(world, shown, writer);
  if (draft === undefined) return { kind: 'draft changed' };
  // Said before the file is there: a tick that reads the file first would wait for it, and a yes to nothing does nothing.
  await sayYes(world, draft, yes, writer);
  for (const id of held) await hold(world, id, writer);
  const version = await writeFile(world, draft);
  if (version === undefined) return { kind: 'file changed' };
  // A notice waits for a yes anyway. Cancelled before the file is there, it could take along the notice of another change.
  for (const id of untold) await leaveUntold(world, id, writer);
  const published: DraftVersion = { ...draft, ...writer, version: draft.version + 1, base: version, state: 'published' };
  const saved = await addVersion(world, published);
  return { kind: 'published', draft: saved.kind === 'saved' ? saved.draft : published };
}

/**
 * Stores the name of a new story's file before the file is there. Whoever tries again writes the same file, also after a crash: by its
 * title it would get another name, because its own is taken. Undefined when the draft has changed.
 */
async function withFile(
  world: Pick<World, 'drafts'>,
  draft: DraftVersion & { file: string },
  writer: Writer,
): Promise<(DraftVersion & { file: string }) | undefined> {
  const { file } = draft;
  const newest = await world.drafts.newest(draft.draft);
  if (newest?.version !== draft.version) return undefined;
  if (newest.file === file) return draft;
  const named = await addVersion(world, { ...draft, ...writer, version: draft.version + 1 });
  return named.kind === 'saved' && named.draft.file === file ? { ...named.draft, file } : undefined;
}

async function sayYes(world: PublishWorld, draft: DraftVersion & { file: string }, ids: readonly PublicationId[], { by, at }: Writer) {
  if (ids.length === 0) return;
  const planned = await readPlan(withDraft(world, draft), at, at.add({ hours: 366 * 24 }));
  if (!planned) return;
  const approved = planned.publications.filter(({ id, decision }) => decision === 'go' && ids.includes(id));
  const readers = await countReaders(world, approved, planned);
  for (const publication of approved) {
    const one = unbegun(publication, planned);
    const outgoing = await outgoingNow(world, one);
    const shown = publication.channel === 'email' ? withReaders(outgoing, readers.get(publication.id) ?? 0) : outgoing;
    // Of the writer's own words there is no yes under the rule of four eyes: they wait for somebody else's.
    await approve(world, one, { shown, by, at, draft });
  }
}

async function hold(world: PublishWorld, id: PublicationId, { by, at }: Writer): Promise<void> {
  const why = `${startOf(by)} published it to be held.`;
  await world.audit.record({ at, by, did: 'paused', to: id, why });
  await world.switches.pause(id, why);
}

async function leaveUntold(world: PublishWorld, id: PublicationId, { by, at }: Writer): Promise<void> {
  await world.audit.record({ at, by, did: 'cancelled', to: id, why: 'It was corrected without telling people.' });
  await world.switches.cancel(id, by, at);
}

/** Returns the file's new version; undefined when it is not the one that the draft was made from. */
async function writeFile(
  world: Pick<World, 'content'>,
  { file, text, base }: DraftVersion & { file: string },
): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(text);
  const answer = await world.content.save(file, bytes, base);
  if (answer !== 'stale') return answer.saved;
  const { stories } = await world.content.read();
  const present = stories.find((one) => one.file === file);
  const same = present?.bytes !== undefined && Buffer.compare(present.bytes, bytes) === 0;
  return same ? present.version : undefined;
}
