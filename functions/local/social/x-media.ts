import { badRequest, type XAnswer } from '#local/social/x-error';

/** An uploaded image, before or after it is posted. */
export type XMedia = { id: string; type: string; alt: string; bytes: Buffer };

type Upload = { type: string; sizeBytes: number; parts: Map<number, Buffer>; alt: string; media?: Buffer };

const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const MAX_BYTES = 5 * 1024 * 1024;

/** Images that are uploaded and not yet posted. They are kept as long as this process runs; X keeps them for a day. */
export class XUploads {
  readonly #uploads = new Map<string, Upload>();

  initialize({ media_type: type = '', total_bytes: sizeBytes = 0 }: { media_type?: string; total_bytes?: number }, id: string): XAnswer {
    if (!TYPES.includes(type)) return badRequest(`media_type ${type} is not supported.`);
    if (!(sizeBytes > 0 && sizeBytes <= MAX_BYTES)) return badRequest('File size exceeds 5242880 bytes.');
    this.#uploads.set(id, { type, sizeBytes, parts: new Map(), alt: '' });
    return { status: 200, body: { data: { id, media_key: `3_${id}`, expires_after_secs: 86_400 } } };
  }

  append(id: string, segment: number, part: Buffer): XAnswer {
    const upload = this.#uploads.get(id);
    if (!upload || upload.media || !Number.isInteger(segment)) return badRequest('Invalid media id or segment.');
    upload.parts.set(segment, part);
    return { status: 200, body: { data: { expires_at: 0 } } };
  }

  finalize(id: string): XAnswer {
    const upload = this.#uploads.get(id);
    const media = upload && Buffer.concat([...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    if (!upload || media?.length !== upload.sizeBytes) return badRequest('The uploaded bytes are not as many as were announced.');
    upload.media = media;
    return { status: 200, body: { data: { id, media_key: `3_${id}`, size: media.length } } };
  }

  describe({ id = '', metadata }: { id?: string; metadata?: { alt_text?: { text?: string } } }): XAnswer {
    const [upload, alt] = [this.#uploads.get(id), metadata?.alt_text?.text ?? ''];
    if (!upload?.media || alt.length === 0 || alt.length > 1000) return badRequest('Invalid media id or alt text.');
    upload.alt = alt;
    return { status: 200, body: { data: { id, associated_metadata: metadata } } };
  }

  /** Removes and returns the images of a post; undefined when one of them is missing or incomplete. */
  take(ids: string[]): XMedia[] | undefined {
    const media = ids.flatMap((id) => {
      const upload = this.#uploads.get(id);
      return upload?.media ? [{ id, type: upload.type, alt: upload.alt, bytes: upload.media }] : [];
    });
    if (media.length !== ids.length) return undefined;
    for (const id of ids) this.#uploads.delete(id);
    return media;
  }
}
