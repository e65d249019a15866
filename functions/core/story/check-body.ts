import { findImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import { inlineParts, isReachable } from '#core/markdown/parse-markdown';
import { plainMarkdown } from '#core/markdown/render-markdown';

/** Returns the faults of a story's images and links, with lines of the text from 1. */
export function checkMarkdown(markdown: string, images: readonly ImageFile[]): { line: number; sentence: string }[] {
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
