import { createHash } from 'node:crypto';
import { uploadedPicture } from '#core/image/uploaded-picture';
import type { Pictures, PreparedPicture } from '#ports';

/**
 * Prepares pictures. The codecs are 1 MB, so they are loaded with the first picture. The last one is remembered: its page, its view there
 * and the press of the button each ask for it.
 */
export function wasmPictures(): Pictures {
  let last: { of: string; picture: Promise<PreparedPicture> } | undefined;
  return {
    async prepare(bytes) {
      const of = createHash('sha256').update(bytes).digest('hex');
      if (last?.of !== of) last = { of, picture: prepared(bytes) };
      return last.picture;
    },
  };
}

async function prepared(bytes: Uint8Array): Promise<PreparedPicture> {
  const picture = uploadedPicture(bytes);
  if (typeof picture === 'string') return { fault: picture };
  const { shrinkInThread } = await import('#adapters/picture/shrink');
  return shrinkInThread({ bytes, type: picture.type });
}
