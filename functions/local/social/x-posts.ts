import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { XMedia } from '#local/social/x-media';
import { openNdjson, readIfThere } from '#local/stand-ins/ndjson';

/** A post on the account. `at` is an ISO instant; `XPosts.media` returns the bytes of an image by its id. */
export type XPost = { id: string; at: string; text: string; inReplyTo?: string; media: { id: string; type: string; alt: string }[] };

type Line = { post: XPost } | { deleted: string };

/** The account's posts, oldest first. With a folder they are kept between starts. */
export class XPosts {
  readonly #posts = new Map<string, XPost>();
  readonly #bytes = new Map<string, Buffer>();
  readonly #folder: string | undefined;
  #keep: (line: Line) => Promise<void> = async () => undefined;

  private constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  static async open(folder: string | undefined): Promise<XPosts> {
    const posts = new XPosts(folder);
    if (folder === undefined) return posts;
    await mkdir(folder, { recursive: true });
    const log = await openNdjson<Line>(join(folder, 'posts.ndjson'));
    for (const line of await log.rows()) posts.#apply(line);
    posts.#keep = log.append;
    return posts;
  }

  all(): XPost[] {
    return [...this.#posts.values()];
  }

  has(id: string): boolean {
    return this.#posts.has(id);
  }

  async add(post: Omit<XPost, 'media'>, media: XMedia[]): Promise<void> {
    for (const { id, bytes } of media) {
      if (this.#folder === undefined) this.#bytes.set(id, bytes);
      else await writeFile(join(this.#folder, `media-${id}`), bytes);
    }
    await this.#write({ post: { ...post, media: media.map(({ id, type, alt }) => ({ id, type, alt })) } });
  }

  async delete(id: string): Promise<void> {
    await this.#write({ deleted: id });
  }

  async media(id: string): Promise<{ bytes: Buffer; type: string } | undefined> {
    const known = this.all()
      .flatMap(({ media }) => media)
      .find((media) => media.id === id);
    if (!known) return undefined;
    const bytes = this.#bytes.get(id) ?? (this.#folder === undefined ? undefined : await readIfThere(join(this.#folder, `media-${id}`)));
    return bytes && { bytes, type: known.type };
  }

  async #write(line: Line): Promise<void> {
    await this.#keep(line);
    this.#apply(line);
  }

  #apply(line: Line): void {
    if ('post' in line) this.#posts.set(line.post.id, line.post);
    else this.#posts.delete(line.deleted);
  }
}
