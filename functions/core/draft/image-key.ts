// The `image:` key as fields of a form.
import { isMap } from 'yaml';
import { indentOfKeys, type KeyLines, textAt, valueAt, withoutKey, withText, withWritten } from '#core/draft/key-lines';

export type ImageFields = {
  imageSrc: string;
  imageAlt: string;
  /** The picture says nothing, so it has no alt text: `alt: ""`. */
  imageDecorative: boolean;
  imageCaption: string;
  /** The last day on which the people in it agree to be shown: `2027-03-01`. */
  imageAgreedUntil: string;
};

const PARTS = ['src', 'alt', 'caption', 'agreed_until'];

/** Returns the picture that a file names. */
export function imageFields(keys: KeyLines): ImageFields {
  const part = (name: string) => textAt(keys, ['image', name]);
  if (!isMap(valueAt(keys, ['image'])))
    return { imageSrc: textAt(keys, ['image']) ?? '', imageAlt: '', imageDecorative: false, imageCaption: '', imageAgreedUntil: '' };
  return {
    imageSrc: part('src') ?? '',
    imageAlt: part('alt') ?? '',
    imageDecorative: part('alt') === '',
    imageCaption: part('caption') ?? '',
    imageAgreedUntil: part('agreed_until') ?? '',
  };
}

const ALL = ['imageSrc', 'imageAlt', 'imageDecorative', 'imageCaption', 'imageAgreedUntil'] as const;

export function sameImage(a: ImageFields, b: ImageFields): boolean {
  return ALL.every((field) => a[field] === b[field]);
}

/** Writes the parts of the picture that differ. */
export function withImage(keys: KeyLines, { now, wanted }: { now: ImageFields; wanted: ImageFields }, order: readonly string[]): KeyLines {
  const parts = [
    ['src', wanted.imageSrc, now.imageSrc],
    ['alt', wanted.imageAlt, now.imageAlt],
    ['caption', wanted.imageCaption, now.imageCaption],
    ['agreed_until', wanted.imageAgreedUntil, now.imageAgreedUntil],
  ] as const;
  const image = valueAt(keys, ['image']);
  if (parts.every(([, text]) => text === '') && !wanted.imageDecorative) return withoutKey(keys, ['image']);
  let next = isMap(image) ? keys : (withWritten(keys, ['image'], `\n${indentOfKeys(keys)}  alt: ""`, order) ?? keys);
  const changed = parts.filter(([part, text, was]) => !isMap(image) || text !== was || part === 'alt');
  for (const [part, text, was] of changed)
    if (text !== '' && !(isMap(image) && text === was)) next = withText(next, ['image', part], text, PARTS);
  for (const [part, text] of changed) {
    if (text !== '') continue;
    const isDecoration = part === 'alt' && wanted.imageDecorative;
    next = isDecoration ? (withWritten(next, ['image', 'alt'], '""', PARTS) ?? next) : withoutKey(next, ['image', part]);
  }
  return next;
}
