import { findImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import { inlineParts, isReachable } from '#core/markdown/parse-markdown';
import { plainMarkdown } from '#core/markdown/render-markdown';

/** What is wrong with a story's Markdown; lines are those of the text, from 1. */
export function checkMarkdown(markdown: string, images: readonly ImageFile[]): { line: number; sentence: string }[] {
  return inlineParts(markdown).flatMap((part) => {
    const { address, line } = part;
    if (part.kind === 'link') {
      // Readers of an email or a feed are on no page of ours that a part of an address could be completed from.
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

/** Whether readers would see nothing of this Markdown. */
export function isInvisible(markdown: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(plainMarkdown(markdown));
}
