// Where a problem of a file stands in its form.
import { blockName, blocksOf } from '#core/draft/blocks';
import { type Line, partsOf } from '#core/draft/file-lines';
import { type KeyLines, placesOf, readKeyLines } from '#core/draft/key-lines';
import { extraPostAt } from '#core/draft/social-posts';
import type { StoryFields } from '#core/draft/story-fields';
import type { Problem } from '#core/parsing/problem';

/**
 * The field at which a message belongs. `paragraph`: the block of the body, from 1, and `where`: what it is called, such as `the 2nd list`.
 * `post`: of the extra posts, from 1. `file`: the message is about no field, such as an unknown key.
 */
export type ProblemPlace = { field: keyof StoryFields | 'file'; paragraph?: number; where?: string; post?: number };

const FIELDS: Record<string, keyof StoryFields> = {
  ...{ title: 'title', author: 'author', role: 'role', summary: 'summary', preheader: 'preheader', topics: 'topics' },
  ...{ published: 'published', starts: 'starts', ends: 'ends', venue: 'venue', online: 'online', registration: 'registration' },
  ...{ status: 'status', reason: 'reason', follow_up: 'followUp', social: 'socialText', image: 'imageSrc' },
  people_agreed: 'peopleAgreed',
  ...{ to: 'to', organisations: 'organisations', event: 'event' },
  ...{ 'image.src': 'imageSrc', 'image.alt': 'imageAlt', 'image.caption': 'imageCaption', 'image.agreed_until': 'imageAgreedUntil' },
};

/** Returns the field at which a message about a file belongs. */
export function problemField({ line, sentence }: Pick<Problem, 'line' | 'sentence'>, text: string): ProblemPlace {
  const parts = partsOf(text);
  const keys = parts && readKeyLines(parts.keys, '\n');
  if (!parts || !keys) return { field: 'file' };
  const firstKey = parts.top.length + 1;
  const fence = firstKey + parts.keys.length;
  // The summary of a story that has none is made of its text.
  if (line > fence && sentence.startsWith('Without a "summary"')) return { field: 'summary' };
  if (line > fence) return inBody(parts.body, line - fence - 1);
  if (line === fence) return { field: 'body' };
  if (line < firstKey) return { field: missingField(sentence) };
  return atPath(placesOf(keys).findLast((place) => place.line <= line - firstKey)?.path ?? [], sentence, keys);
}

/** A message about a key that is not there stands at the line above the keys, and names it. */
function missingField(sentence: string): ProblemPlace['field'] {
  if (sentence.startsWith('The event has no place')) return 'venue';
  return FIELDS[/"(?<key>\w+)"/u.exec(sentence)?.groups?.key ?? ''] ?? 'file';
}

/** A picture may stand on one line, so its messages tell which part they are about. */
function imagePart(sentence: string): string | undefined {
  if (/no alt text|no "alt"/u.test(sentence)) return 'alt';
  if (/no "src"|^There is no image|^The image "/u.test(sentence)) return 'src';
  return /"image\.(?<part>\w+)"/u.exec(sentence)?.groups?.part;
}

function atPath(path: readonly (string | number)[], sentence: string, keys: KeyLines): ProblemPlace {
  const [key, step] = path.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
  if (key === 'image') return { field: FIELDS[`image.${imagePart(sentence) ?? step ?? 'src'}`] ?? 'file' };
  if (key === 'social' && typeof step === 'number') {
    const post = extraPostAt(keys, step);
    return post === undefined ? { field: 'socialText' } : { field: 'extraPosts', post };
  }
  return { field: FIELDS[String(key)] ?? 'file' };
}

function inBody(body: readonly Line[], line: number): ProblemPlace {
  const { blocks } = blocksOf(body);
  const index = Math.max(
    0,
    blocks.findLastIndex(({ start }) => start <= line),
  );
  return { field: 'body', paragraph: index + 1, where: blockName(blocks, index) };
}
