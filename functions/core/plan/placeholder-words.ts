import type { Publication } from '#core/publication/publication';
import type { Story } from '#core/story/story';

/** Words that editors write where something is still missing. Small letters are ordinary words: a draft strategy, what is to do. */
const PLACEHOLDERS = [
  /\b(?:DRAFT|TODO|FIXME|TBC|TBA|TBD|PLACEHOLDER)\b/u,
  /\bDO NOT (?:SEND|PUBLISH|USE)\b/u,
  /\bX{3,}\b/iu,
  /\?{3,}/u,
  /\blorem ipsum\b/iu,
  // A link has its address behind the bracket.
  /\[(?:insert|add|your|name|date|time|venue|link|title)\b[^\]]*\](?![([])/iu,
];

/** A title that begins with such a word, or is one. */
const UNFINISHED_TITLE = /^\W*(?:draft|test|untitled)\W*(?:$|[:–—-])/iu;

/** Returns the placeholders in a text that is a title or not, with their places. */
export function placeholdersIn(words: string, { isTitle }: { isTitle: boolean }): { found: string; at: number }[] {
  if (isTitle && UNFINISHED_TITLE.test(words)) return [{ found: words, at: 0 }];
  return PLACEHOLDERS.flatMap((placeholder) => {
    const match = placeholder.exec(words);
    return match ? [{ found: match[0], at: match.index }] : [];
  }).toSorted((a, b) => a.at - b.at);
}

/** Returns the first placeholder in the words that the publication shows, of its own or of these stories; undefined when it has none. */
export function placeholderIn(publication: Publication, stories: readonly Story[]): string | undefined {
  for (const words of [publication.subject ?? '', ...(publication.introduction ?? [])]) {
    const [first] = placeholdersIn(words, { isTitle: false });
    if (first) return first.found;
  }
  for (const story of stories) {
    const [title] = placeholdersIn(story.title, { isTitle: true });
    if (title) return title.found;
    for (const words of shownWords(publication, story)) {
      const [first] = placeholdersIn(words, { isTitle: false });
      if (first) return first.found;
    }
  }
  return undefined;
}

/** A digest shows no text of a story, and a social post may have words of its own. */
function shownWords({ kind }: Publication, story: Story): string[] {
  const common = [story.title, story.summary, story.preheader ?? '', ...(story.kind === 'event' ? [story.venue ?? ''] : [])];
  if (kind === 'digest') return common;
  if (kind === 'social') return [...common, story.social?.text ?? '', ...(story.extraPosts ?? []).map(({ text }) => text ?? '')];
  if (kind === 'follow-up') return [...common, story.kind === 'event' ? (story.follow_up ?? '') : ''];
  return [...common, withoutComments(story.body)];
}

/** A comment of the editor is not published. */
function withoutComments(markdown: string): string {
  return markdown.replace(/<!--.*?(?:-->|$)/gs, '');
}
