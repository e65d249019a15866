import type { ImageFile } from '#core/image/image-file';
import { imageSize } from '#core/image/image-size';
import { faultIn } from '#core/image/prepared-image';
import { MAX_SOURCE_BYTES, type SourceFile } from '#core/parsing/source-file';
import { isMeantAsStory, isStoryFile, refuseUnlessStory, refuseUnlessWritten } from '#core/story/story-files';
import { etagOf } from '#local/content/etag';
import type { Content } from '#ports';

type Sources = Awaited<ReturnType<Content['read']>>;

/**
 * Reads the editor's files from a map by path: `newsroom.yaml`, `posts/…`, `events/…`, `images/…`. Later changes of the map count. `save`
 * and `remove` change the map.
 */
export function memoryContent(files: Map<string, Uint8Array>): Content {
  // As the real port does: the same answer until a file is another one, and of each file the same object until it has other bytes.
  const sources = new Map<string, { of: Uint8Array; is: SourceFile }>();
  const images = new Map<string, { of: Uint8Array; is: ImageFile }>();
  const kept = <V>(known: Map<string, { of: Uint8Array; is: V }>, file: string, bytes: Uint8Array, make: () => V): V => {
    const before = known.get(file);
    if (before?.of === bytes) return before.is;
    const is = make();
    known.set(file, { of: bytes, is });
    return is;
  };
  const described = (file: string, bytes: Uint8Array): SourceFile => {
    const facts = { file, sizeBytes: bytes.length, version: etagOf(bytes) };
    return bytes.length > MAX_SOURCE_BYTES || (file !== 'newsroom.yaml' && !isStoryFile(file)) ? facts : { ...facts, bytes };
  };
  const source = (file: string, bytes: Uint8Array) => kept(sources, file, bytes, () => described(file, bytes));
  const measured = (file: string, bytes: Uint8Array): ImageFile => {
    const { width, height } = imageSize(bytes) ?? { width: 0, height: 0 };
    const fault = faultIn(bytes);
    return { src: file.slice('images/'.length), width, height, sizeBytes: bytes.length, ...(fault && { fault }) };
  };
  const readNow = (): Sources => {
    const names = [...files.keys()].sort();
    const all = names.map((file) => ({ file, bytes: files.get(file) ?? new Uint8Array() }));
    return {
      rules: source('newsroom.yaml', files.get('newsroom.yaml') ?? new Uint8Array()),
      stories: all.filter(({ file }) => isMeantAsStory(file)).map(({ file, bytes }) => source(file, bytes)),
      images: all
        .filter(({ file }) => file.startsWith('images/'))
        .map(({ file, bytes }) => kept(images, file, bytes, () => measured(file, bytes))),
    };
  };
  let last: { of: ReadonlyMap<string, Uint8Array>; is: Sources } | undefined;
  return {
    async read() {
      const { of, is } = last ?? {};
      if (is && of?.size === files.size && [...files].every(([file, bytes]) => of.get(file) === bytes)) return is;
      last = { of: new Map(files), is: readNow() };
      return last.is;
    },
    async image(src) {
      const bytes = files.get(`images/${src}`);
      return bytes && { bytes, type: imageSize(bytes)?.type ?? 'application/octet-stream' };
    },
    async save(file, bytes, expected) {
      refuseUnlessWritten(file);
      const there = files.get(file);
      const [now, saved] = [there && etagOf(there), etagOf(bytes)];
      if (now !== expected) return now === saved ? { saved } : 'stale';
      files.set(file, bytes);
      return { saved };
    },
    async remove(file, expected) {
      refuseUnlessStory(file);
      const there = files.get(file);
      if (there && etagOf(there) !== expected) return 'stale';
      files.delete(file);
      return 'removed';
    },
    async addImage(src, { bytes }) {
      const there = files.get(`images/${src}`);
      if (there && Buffer.compare(there, bytes) !== 0) throw new Error(`${src} is the name of another picture.`);
      files.set(`images/${src}`, bytes);
    },
  };
}
