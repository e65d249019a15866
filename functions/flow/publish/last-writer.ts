// Who wrote last what a publication would send: under the rule of four eyes somebody else has to say yes.
import { colleagueAddress } from '#core/desk/colleagues';
import { decodeFile } from '#core/draft/decode-file';
import type { DraftHead, DraftVersion } from '#core/draft/draft';
import type { SourceFile } from '#core/parsing/source-file';
import type { Publication } from '#core/publication/publication';
import { isAfter } from '#core/time/compare';
import { writtenBefore } from '#flow/draft/change-draft';
import type { Planned } from '#flow/publish/plan';
import { shownBy } from '#flow/publish/shown-stories';
import type { World } from '#ports';

type Written = Pick<DraftHead, 'by' | 'at'>;

/**
 * Returns who wrote last: of all stories that the publication shows, the last who changed the words that are published; or who set its
 * time, subject or introduction after that. Undefined when nobody did so on the desk. `draft`: words that are about to be published.
 */
export async function lastWriter(
  world: Pick<World, 'drafts'>,
  { publication, planned }: { publication: Publication; planned: Planned },
  draft?: DraftVersion & { file: string },
): Promise<string | undefined> {
  const sources = new Map(planned.sources.stories.map((source) => [source.file, source]));
  const files = shownBy(publication, planned).map(({ file }) => file);
  const heads = files.length === 0 ? [] : await world.drafts.all();
  const written: (Written | undefined)[] = [planned.input.overrides?.get(publication.id)];
  for (const file of files) {
    if (file === draft?.file) written.push(await writerOf(world, draft));
    else for (const head of heads) if (head.file === file) written.push(await writerOfFile(world, head, sources.get(file)));
  }
  const known = written.filter((one) => one !== undefined);
  return known.reduce<Written | undefined>((last, one) => (last && isAfter(last.at, one.at) ? last : one), undefined)?.by;
}

/** True when both are one person. */
export function isSamePerson(one: string, other: string): boolean {
  return colleagueAddress(one) === colleagueAddress(other);
}

/** Undefined when the file has not these words from this draft: somebody has changed it outside the desk. */
async function writerOfFile(world: Pick<World, 'drafts'>, head: DraftHead, source: SourceFile | undefined): Promise<Written | undefined> {
  const { draft } = head;
  if (source?.version === undefined) return undefined;
  const published = (await world.drafts.versions(draft)).find(({ state, base }) => state === 'published' && base === source.version);
  const text = published || head.base === source.version ? undefined : decodeFile(source);
  const words = published ? await world.drafts.find(draft, published.version) : text && (await writtenBefore(world, head, text));
  return words ? writerOf(world, words) : undefined;
}

/** Goes back to the version in which these words were new: publishing, deleting and bringing back do not write. */
async function writerOf(world: Pick<World, 'drafts'>, words: DraftVersion): Promise<Written | undefined> {
  let first = words;
  for (let version = words.version - 1; version > 0; version -= 1) {
    const before = await world.drafts.find(words.draft, version);
    if (before === undefined || before.text !== words.text) break;
    first = before;
  }
  return first.mark === undefined ? { by: first.by, at: first.at } : undefined;
}
