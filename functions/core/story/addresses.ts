import type { Slug } from '#core/story/story';
import type { StorySeen } from '#core/story/story-seen';

/** Who has which address. A link in an email goes on leading to its story, so no other story gets an address that a story had before. */
export class Addresses {
  readonly #owners = new Map<Slug, Slug>();

  /** `present`: the stories that are there. What a deleted story had is free. */
  constructor(present: readonly StorySeen[]) {
    for (const { slug, address = slug } of present) this.#owners.set(address, slug);
    for (const { slug, formerAddresses = [] } of present) {
      for (const name of formerAddresses) if (!this.#owners.has(name)) this.#owners.set(name, slug);
    }
  }

  isFree(address: Slug, slug: Slug): boolean {
    return (this.#owners.get(address) ?? slug) === slug;
  }

  /** Gives the story the first of these addresses that no other story has or had, or the last one with a number. */
  take(slug: Slug, ...wanted: Slug[]): Slug {
    const address = wanted.find((name) => this.isFree(name, slug)) ?? this.#numbered(wanted.at(-1) ?? slug);
    this.#owners.set(address, slug);
    return address;
  }

  /** Returns the record without the former addresses that another story got while this one was gone. */
  withFormer({ formerAddresses = [], ...record }: StorySeen): StorySeen {
    const former = formerAddresses.filter((name) => this.isFree(name, record.slug));
    for (const name of former) this.#owners.set(name, record.slug);
    return former.length === 0 ? record : { ...record, formerAddresses: former };
  }

  #numbered(name: Slug): Slug {
    for (let number = 2; ; number += 1) {
      // biome-ignore lint/plugin/no-cast: a slug with a number is a slug.
      const address = `${name}-${number}` as Slug;
      if (!this.#owners.has(address)) return address;
    }
  }
}
