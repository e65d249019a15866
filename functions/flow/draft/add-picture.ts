// Bringing a picture into a story: from what was uploaded into the content, and from there into the draft.
import { plainAgreed, withAgreed } from '#core/draft/agreed-key';
import type { DraftVersion } from '#core/draft/draft';
import { withPicture } from '#core/draft/picture-in-text';
import { fieldsOf, type StoryKind, withFields } from '#core/draft/story-fields';
import { MOST_UPLOAD_BYTES, tooLarge, type UploadId } from '#core/image/uploaded-picture';
import { slugWords } from '#core/story/slug';
import { type SavedOrTooLong, saveDraft, type Writer } from '#flow/draft/save-draft';
import type { PreparedPicture, World } from '#ports';

type ReadyPicture = Exclude<PreparedPicture, { fault: string }>;

/** Words with a picture. `alt`: what it shows; empty: it is only decoration. `agreedUntil`: the last day on which people in it agree. */
export type PictureWords = { alt: string; caption: string; agreedUntil: string };

/** Another person's save in between is taken along; somebody who saves all the time is not waited for. */
const ATTEMPTS = 5;
const MOST_TITLE_CHARACTERS = 40;

/** Reads an upload and prepares it. `fault`: a whole sentence; undefined: the upload is not there, or no more. */
export async function readUpload(
  world: Pick<World, 'uploads' | 'pictures'>,
  upload: UploadId,
): Promise<ReadyPicture | { fault: string } | undefined> {
  const bytes = await world.uploads.read(upload, MOST_UPLOAD_BYTES);
  if (bytes === undefined) return undefined;
  const picture = 'sizeBytes' in bytes ? { fault: tooLarge(bytes.sizeBytes) } : await world.pictures.prepare(bytes);
  return 'fault' in picture ? { fault: `The picture ${picture.fault}` } : picture;
}

/** Writes a prepared picture into the content. A repeated call writes the same file. Returns its name. */
export async function keepPicture(
  world: Pick<World, 'content'>,
  { title }: Pick<DraftVersion, 'title'>,
  upload: UploadId,
  picture: ReadyPicture,
): Promise<string> {
  const src = `${slugWords(title, 'picture', MOST_TITLE_CHARACTERS)}-${upload.slice(-8)}.${picture.kind}`;
  await world.content.addImage(src, picture);
  return src;
}

/** `no place for the day`: until when people agreed cannot be written into this file, and nothing is saved. */
export type PictureSaved = SavedOrTooLong | { kind: 'no place for the day' };

/**
 * Puts a picture of the content into the newest version of a draft: at its top, or at the end of its text. A repeated call changes
 * nothing. A file whose keys cannot be taken apart has it in its text, and takes no day.
 */
export async function putPicture(
  world: Pick<World, 'drafts'>,
  draft: Pick<DraftVersion, 'draft'>,
  picture: PictureWords & { src: string; place: 'top' | 'text' },
  writer: Writer,
): Promise<PictureSaved> {
  for (let attempt = 1; ; attempt += 1) {
    const newest = await world.drafts.newest(draft.draft);
    if (newest === undefined) return { kind: 'unknown' };
    const text = withPictureIn(newest, picture);
    if (picture.agreedUntil !== '' && !hasDay(text, newest.kind, picture)) return { kind: 'no place for the day' };
    const saved = await saveDraft(world, draft.draft, { seen: newest.version, text, title: newest.title }, writer);
    if (saved.kind !== 'crossed' || attempt === ATTEMPTS) return saved;
  }
}

/** What was promised to the people in a picture is read back, whatever their file looks like. */
function hasDay(text: string, kind: StoryKind, { src, agreedUntil }: { src: string; agreedUntil: string }): boolean {
  const { imageSrc, imageAgreedUntil, peopleAgreed } = fieldsOf(text, kind).fields;
  const isAtTop = imageSrc === src && imageAgreedUntil === agreedUntil;
  return isAtTop || withAgreed(peopleAgreed, src, agreedUntil) === plainAgreed(peopleAgreed);
}

function withPictureIn(
  { text, kind }: DraftVersion,
  { src, alt, caption, agreedUntil, place }: PictureWords & { src: string; place: 'top' | 'text' },
) {
  const { fields, asFile } = fieldsOf(text, kind);
  if (place === 'text' || asFile) {
    const peopleAgreed = withAgreed(fields.peopleAgreed, src, agreedUntil);
    return withFields(text, kind, { ...fields, body: withPicture(fields.body, { src, alt, caption }), peopleAgreed });
  }
  const image = { imageSrc: src, imageAlt: alt, imageDecorative: alt === '', imageCaption: caption, imageAgreedUntil: agreedUntil };
  return withFields(text, kind, { ...fields, ...image });
}
