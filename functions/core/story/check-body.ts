import { findImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import type { Finding } from '#core/markdown/findings';
import { type InlinePart, isReachable, readMarkdown } from '#core/markdown/parse-markdown';
import { plainMarkdown } from '#core/markdown/render-markdown';
import type { Problem } from '#core/parsing/problem';

type BodyProblem = Pick<Problem, 'line' | 'sentence' | 'level'>;

/** Returns what is wrong with a story's text, and the notes on it, with lines of the text from 1. */
export function checkMarkdown(markdown: string, images: readonly ImageFile[]): BodyProblem[] {
  const { parts, findings } = readMarkdown(markdown);
  return [...parts.flatMap((part) => checkPart(part, images)), ...saidOnce(findings)];
}

/** Notes about the same thing are one, at the first of its lines. Problems are all said, because each must be put right. */
function saidOnce(findings: readonly Finding[]): BodyProblem[] {
  const notes = new Map<string, { first: number; more: number; last: number }>();
  for (const { level, about, line } of findings) {
    const key = `${level} ${about}`;
    const known = notes.get(key);
    if (level) notes.set(key, known ? { ...known, more: known.more + 1, last: line } : { first: line, more: 0, last: line });
  }
  const problems = new Set<string>();
  return findings.flatMap(({ line, level, about, sentence }): BodyProblem[] => {
    const key = `${level} ${about}`;
    if (!level) {
      const same = problems.size === problems.add(`${line} ${sentence}`).size;
      return same ? [] : [{ line, sentence }];
    }
    const note = notes.get(key);
    if (!note) return [];
    notes.delete(key);
    return [{ line, level, sentence: `${sentence}${moreOf(note)}` }];
  });
}

function moreOf({ first, more, last }: { first: number; more: number; last: number }): string {
  if (more === 0) return '';
  const where = last === first ? 'on this line' : last === first + 1 ? 'on this line and the next' : `in the ${last - first} lines below`;
  return ` The same is true ${more === 1 ? 'once more' : `${more} times more`} ${where}.`;
}

function checkPart(part: InlinePart, images: readonly ImageFile[]): BodyProblem[] {
  const { address, line } = part;
  if (part.kind === 'link') {
    // An email or a feed has no page address that could complete a relative link.
    return isReachable(address)
      ? []
      : [{ line, sentence: `The link "${address}" is not a whole address. Write it with https:// or mailto: at its beginning.` }];
  }
  const image = findImage(address, images);
  return [
    ...(typeof image === 'string' ? [{ line, sentence: image }] : []),
    ...(part.alt === ''
      ? [
          {
            line,
            sentence: `The image "${address}" has no alt text. Write in its square brackets what a person who cannot see it should know.`,
          },
        ]
      : []),
  ];
}

/** True when this Markdown shows readers nothing. */
export function isInvisible(markdown: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(plainMarkdown(markdown));
}
