// The pictures of a story that came in are fetched from its site, made ready like any upload, and put into our content.
import type { DraftId } from '#core/draft/draft';
import { pictureName, remotePictures, withOwnPictures } from '#core/feed/remote-pictures';
import { addVersion, type Writer } from '#flow/draft/save-draft';
import type { Outside, World } from '#ports';

type PicturesWorld = Pick<World, 'drafts' | 'content' | 'pictures' | 'machine'>;

/** A picture that is still on the other site. `fault`: why, as a sentence; absent: nobody came to it in time. */
export type RemotePicture = { title: string; address: string; fault?: string };

/** A picture that a draft already has is not counted again. */
const MOST_PICTURES = 30;
/** Another person's save in between is taken along; somebody who saves all the time is not waited for. */
const ATTEMPTS = 5;

/**
 * Fetches the pictures of drafts until `untilMs` of the machine's clock. What cannot be fetched stays as an address of the other site, with
 * which a story cannot be published. May throw; safe to repeat: what is there already is not fetched again.
 */
export async function bringPictures(
  world: PicturesWorld,
  outside: Outside,
  drafts: readonly DraftId[],
  writer: Writer,
  untilMs: number,
): Promise<{ fetched: number; remote: RemotePicture[] }> {
  const remote: RemotePicture[] = [];
  let fetched = 0;
  for (const id of drafts) {
    const draft = await world.drafts.newest(id);
    if (draft?.state !== 'open') continue;
    const own = new Map<string, string>();
    for (const [index, address] of remotePictures(draft).entries()) {
      const about = { title: draft.title, address };
      if (index >= MOST_PICTURES) remote.push({ ...about, fault: `A story may bring ${MOST_PICTURES} pictures along.` });
      else if (world.machine.elapsedMs() >= untilMs) remote.push(about);
      else {
        const got = await bringOne(world, outside, about);
        if ('fault' in got) remote.push({ ...about, fault: got.fault });
        else own.set(address, got.src);
      }
    }
    if (own.size > 0) await putIn(world, id, own, writer);
    fetched += own.size;
  }
  return { fetched, remote };
}

async function bringOne(
  world: PicturesWorld,
  outside: Outside,
  { title, address }: { title: string; address: string },
): Promise<{ src: string } | { fault: string }> {
  const file = await outside.fetch(address);
  if ('fault' in file) return file;
  const picture = await world.pictures.prepare(file.bytes);
  if ('fault' in picture) return { fault: `The picture ${picture.fault}` };
  const src = pictureName(title, picture);
  await world.content.addImage(src, picture);
  return { src };
}

async function putIn(world: PicturesWorld, id: DraftId, own: ReadonlyMap<string, string>, writer: Writer): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const newest = await world.drafts.newest(id);
    if (newest?.state !== 'open') return;
    const text = withOwnPictures(newest.text, newest.kind, own);
    if (text === newest.text) return;
    const saved = await addVersion(world, { ...newest, ...writer, text, version: newest.version + 1 }, newest.mark);
    if (saved.kind !== 'crossed') return;
    if (attempt === ATTEMPTS) throw new Error('The draft is being saved elsewhere all the time. Bring its pictures again.');
  }
}
