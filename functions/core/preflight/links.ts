// The links of a draft, with their places.
import type { StoryFields, StoryKind } from '#core/draft/story-fields';
import { readMarkdown } from '#core/markdown/parse-markdown';
import { Unreadable } from '#core/parsing/unreadable';

/** A link to the web. `at`: its place in the field's text, or the beginning of its line. */
export type DraftLink = { field: keyof StoryFields; url: string; at: number };

const ADDRESS = /https?:\/\/[^\s<>"“”]+/giu;

/** Returns the links of a draft that readers can follow, each once in a field. What stands in code is shown, and no link. */
export function linksOf(fields: StoryFields, kind: StoryKind): DraftLink[] {
  const plain = (['registration', 'online', 'socialText'] as const).flatMap((field) => plainLinks(field, fields[field]));
  const posts = fields.extraPosts.flatMap(({ text }) => plainLinks('extraPosts', text));
  const followUp = kind === 'event' ? markdownLinks('followUp', fields.followUp) : [];
  return [...plain, ...markdownLinks('body', fields.body), ...followUp, ...posts];
}

function plainLinks(field: DraftLink['field'], text: string): DraftLink[] {
  return [...text.matchAll(ADDRESS)].map(({ 0: found, index }) => ({ field, url: found.replace(/[.,;:!?)\]'’]+$/u, ''), at: index }));
}

function markdownLinks(field: DraftLink['field'], text: string): DraftLink[] {
  const lines = [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
  const urls = new Map<string, number>();
  for (const { kind, address, line } of partsOf(text))
    if (kind === 'link' && /^https?:/iu.test(address) && !urls.has(address)) urls.set(address, lines[line - 1] ?? 0);
  return [...urls].map(([url, from]) => ({ field, url, at: Math.max(from, text.indexOf(url, from)) }));
}

/** A text that cannot be read has a problem of its own. */
function partsOf(text: string): ReturnType<typeof readMarkdown>['parts'] {
  try {
    return readMarkdown(text).parts;
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}
