import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageFault, preparedNames } from '#core/image/prepared-image';
import { type PreparedImage, prepareImage, RECIPE } from '#local/content/prepare-image';
import { writeIfChanged } from '#tools/write-if-changed';

/** The cache of prepared images, by content. It is below dist/, which is not committed and may be deleted. */
const CACHE = join(import.meta.dirname, '..', '..', '..', 'dist', 'prepared-images');
const KINDS = ['png', 'jpg', 'fault'] as const;

const remembered = new Map<string, PreparedImage>();

/**
 * Prepares an image for upload. It keeps its name if it is still the kind of file that its name says. An image that cannot be prepared
 * becomes a file that holds the reason.
 */
export async function preparedImage(name: string, original: Uint8Array): Promise<{ name: string; bytes: Uint8Array }> {
  const key = createHash('sha256').update(`${RECIPE} ${name}\n`).update(original).digest('hex').slice(0, 32);
  const image = remembered.get(key) ?? (await cached(key)) ?? (await kept(key, await prepareImage(name, original)));
  remembered.set(key, image);
  if (image.kind === 'fault') return { name, bytes: imageFault(image.sentence) };
  const [, jpg = name, png = name] = preparedNames(name);
  if (image.kind === 'png') return { name: /\.png$/i.test(name) ? name : png, bytes: image.bytes };
  return { name: /\.jpe?g$/i.test(name) ? name : jpg, bytes: image.bytes };
}

async function cached(key: string): Promise<PreparedImage | undefined> {
  for (const kind of KINDS) {
    const bytes = await readFile(join(CACHE, `${key}.${kind}`)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes) return kind === 'fault' ? { kind, sentence: bytes.toString() } : { kind, bytes: new Uint8Array(bytes) };
  }
  return undefined;
}

async function kept(key: string, image: PreparedImage): Promise<PreparedImage> {
  await writeIfChanged(join(CACHE, `${key}.${image.kind}`), image.kind === 'fault' ? image.sentence : image.bytes);
  return image;
}
