import { findImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import type { HtmlFinding } from '#core/markdown/html';
import { htmlFindings, inlineParts, isReachable } from '#core/markdown/parse-markdown';
import { plainMarkdown } from '#core/markdown/render-markdown';
import type { Problem } from '#core/parsing/problem';

type BodyProblem = Pick<Problem, 'line' | 'sentence' | 'level'>;

/** Returns the faults of a story's images, links and codes, and the notes on its HTML, with lines of the text from 1. */
export function checkMarkdown(markdown: string, images: readonly ImageFile[]): BodyProblem[] {
  return [...checkParts(markdown, images), ...htmlFindings(markdown).map(said)];
}

/** Says what becomes of HTML, and what an editor does about a code. */
function said(finding: HtmlFinding): BodyProblem {
  const { line } = finding;
  switch (finding.is) {
    case 'hidden': {
      const what = `This ${finding.what}`;
      const sentence = finding.closed
        ? `${what} is not published.`
        : `${what} is not published, and nothing after it, because it has no end. Close it with ${finding.what === 'comment' ? '-->' : `</${finding.what}>`}.`;
      return { line, level: 'note', sentence };
    }
    case 'changed':
      return { line, level: 'note', sentence: `The HTML "${shown(finding.tag)}" is published as Markdown.` };
    case 'removed':
      return { line, level: 'note', sentence: `The HTML "${shown(finding.tag)}" is not published. Words around it stay.` };
    case 'foreign':
      return {
        line,
        sentence: `"${shown(finding.code)}" is a code of another program, which works only there. Delete it, or write in Markdown what it stands for.`,
      };
    default:
      return finding satisfies never;
  }
}

function shown(code: string): string {
  return code.length > 80 ? `${code.slice(0, 79)}…` : code;
}

function checkParts(markdown: string, images: readonly ImageFile[]): BodyProblem[] {
  return inlineParts(markdown).flatMap((part) => {
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
  });
}

/** True when this Markdown shows readers nothing. */
export function isInvisible(markdown: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(plainMarkdown(markdown));
}
