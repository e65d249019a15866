// Saving the rules: newsroom.yaml is written if it still is what the person saw, and every version is kept.
import { decodeFile } from '#core/draft/decode-file';
import type { SourceFile } from '#core/parsing/source-file';
import type { RulesVersion } from '#core/rules-form/rules-version';
import { RULES_FILE } from '#core/story/story-files';
import type { Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';

type RulesWorld = Pick<World, 'content' | 'rulesHistory'>;

/** Saves at one moment. More than that is no accident. */
const MOST_TRIES = 5;

/** Returns the text of newsroom.yaml; empty when there is no such file, or it is too large, or no text at all. */
export function rulesText(source: SourceFile): string {
  return decodeFile(source) ?? '';
}

/** True for a file of which nothing could be kept: the desk never writes over it. */
export function isNoText(source: SourceFile): boolean {
  return source.sizeBytes > 0 && decodeFile(source) === undefined;
}

/**
 * Writes the rules if the file still has the version `expected`. Before, the file of then is kept in the history. May throw; safe to
 * repeat: a file that has this text already is saved.
 */
export async function saveRules(
  world: RulesWorld,
  { text, expected }: { text: string; expected: string | undefined },
  writer: Writer,
): Promise<'saved' | 'file changed'> {
  const { rules } = await world.content.read();
  const before = rulesText(rules);
  if (isNoText(rules)) return 'file changed';
  const isSaved = before === text;
  if (!isSaved && rules.version !== expected) return 'file changed';
  if (!isSaved) {
    if (rules.version !== undefined) await keepVersion(world, { at: writer.at, text: before });
    if ((await world.content.save(RULES_FILE, new TextEncoder().encode(text), expected)) === 'stale') return 'file changed';
  }
  await keepVersion(world, { ...writer, text });
  return 'saved';
}

/** Adds a version, unless the newest one has this text. */
async function keepVersion({ rulesHistory }: RulesWorld, version: Omit<RulesVersion, 'version'>): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const [newest] = await rulesHistory.page(undefined, 1);
    if (newest?.text === version.text) return;
    if ((await rulesHistory.add({ ...version, version: (newest?.version ?? 0) + 1 })) === 'added') return;
  }
  throw new Error('The rules are being saved elsewhere all the time. Open them again, and look at what they say.');
}
