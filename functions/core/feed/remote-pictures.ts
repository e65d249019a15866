// Pictures of a story that are still on another site.
import { fieldsOf, type StoryKind, withFields } from '#core/draft/story-fields';
import { slugWords } from '#core/story/slug';
import { fingerprint } from '#core/text/fingerprint';

/** The words on a picture have a most length: a text of many beginnings without an end would be read again from each of them. */
const IN_TEXT = /!\[(?:\\.|[^\]\\\n]){0,1500}\]\((https?:\/\/[^\s)]+)/giu;
const MOST_TITLE_CHARACTERS = 40;

/** Returns the addresses of a story's pictures on other sites, each once, the one at its top first. */
export function remotePictures({ text, kind }: { text: string; kind: StoryKind }): string[] {
  const { imageSrc, body } = fieldsOf(text, kind).fields;
  const inText = [...body.matchAll(IN_TEXT)].map(([, address = '']) => address);
  return [...new Set([...(/^https?:\/\//iu.test(imageSrc) ? [imageSrc] : []), ...inText])];
}

/** Returns the story with pictures of ours in place of these addresses. What a picture shows and its caption stay. */
export function withOwnPictures(text: string, kind: StoryKind, own: ReadonlyMap<string, string>): string {
  const { fields } = fieldsOf(text, kind);
  const body = fields.body.replaceAll(IN_TEXT, (whole, address: string) => {
    const src = own.get(address);
    return src === undefined ? whole : whole.slice(0, -address.length) + src;
  });
  return withFields(text, kind, { ...fields, body, imageSrc: own.get(fields.imageSrc) ?? fields.imageSrc });
}

/** Returns the name of a picture in our content, made from its bytes: a repeated call gives the same. */
export function pictureName(title: string, { bytes, kind }: { bytes: Uint8Array; kind: string }): string {
  const mark = fingerprint(new TextDecoder('latin1').decode(bytes));
  return `${slugWords(title, 'picture', MOST_TITLE_CHARACTERS)}-${mark.slice(0, 12)}.${kind}`;
}
