import { isScalar } from 'yaml';
import type { ImageFile, StoryImage } from '#core/image/image-file';
import { imageName, imageNamed, writtenName } from '#core/image/prepared-image';
import { text, type Wording } from '#core/parsing/field-kinds';
import { calendarDay } from '#core/parsing/time-fields';
import { group, type Kind, report } from '#core/parsing/yaml-form';
import { nearestWord } from '#core/text/nearest-word';

/** The limit of X, and far too much for a page or an email. */
const MAX_IMAGE_BYTES = 5_000_000;

/** Returns the image with this name, or one sentence on why it cannot be shown. */
export function findImage(src: string, images: readonly ImageFile[]): ImageFile | string {
  if (/^(?:[a-z]+:|\/\/)/iu.test(src))
    return `The image "${src}" is on another site. Put the file into the images folder and write its name.`;
  const name = imageName(src);
  const image = imageNamed(name, images);
  if (image === undefined) {
    const near = nearName(
      name,
      images.map((file) => writtenName(file.src)),
    );
    return `There is no image "${name}" in the images folder. ${near === undefined ? 'Put the file there, or correct its name.' : `Did you mean "${near}"?`}`;
  }
  if (image.fault !== undefined) return image.fault;
  // Outlook shows no WebP, and Gmail no SVG.
  if (!/\.(?:png|jpe?g|gif)$/iu.test(image.src))
    return `The image "${name}" is of a kind that not every email program shows. Save it as PNG or JPEG.`;
  if (image.sizeBytes > MAX_IMAGE_BYTES)
    return `The image "${name}" has ${(image.sizeBytes / 1_000_000).toFixed(1)} MB, and can have at most 5 MB. Make it smaller, for example 1200 pixels wide.`;
  return image;
}

/** Returns the name that was probably meant: one in another folder, or else one with a typing error. */
function nearName(name: string, all: readonly string[]): string | undefined {
  const file = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return all.find((other) => file(other) === file(name)) ?? nearestWord(name, all);
}

/**
 * A story's `image:` with `src`, `alt` (empty for a decoration) and an optional `caption`, which the page shows below it. `wording`: of
 * both texts.
 */
export function storyImage(images: readonly ImageFile[], wording: Wording): Kind<StoryImage> {
  const nothing: StoryImage = { src: '', alt: '', width: 0, height: 0 };
  const whole = group('an image', (mapping): StoryImage => {
    const file = mapping.need('src', imageFile(images), 'src: group.png');
    const alt = mapping.need('alt', altText(wording), 'alt: Twelve people around a table, looking at a chart');
    const caption = mapping.may('caption', text({ most: 300, wording }));
    const agreedUntil = mapping.may('agreed_until', calendarDay);
    const agreed = agreedUntil && { agreedUntil };
    return { src: file.src, alt, ...(caption && { caption }), width: file.width, height: file.height, ...agreed };
  });
  return {
    blank: nothing,
    read(found) {
      if (!isScalar(found.node)) return whole.read(found);
      return report(
        found,
        `"${found.name}" has no alt text. Write src: and alt: on lines of their own below it, and in alt what a person who cannot see the image should know.`,
      );
    },
  };
}

/** What an image shows. `alt: ""`, with its quotes, says that it is only decoration. */
function altText(wording: Wording): Kind<string> {
  const words = text({ most: 1000, wording });
  return { ...words, read: (found) => (isScalar(found.node) && found.node.value === '' ? '' : words.read(found)) };
}

/** The name of an image in the images folder, of a type that every email program shows. */
export function imageFile(images: readonly ImageFile[]): Kind<ImageFile> {
  const name = text();
  return {
    blank: { src: '', width: 0, height: 0, sizeBytes: 0 },
    read(found) {
      const src = name.read(found);
      if (src === undefined) return undefined;
      const image = findImage(src, images);
      return typeof image === 'string' ? report(found, image) : image;
    },
  };
}
