import { count } from '#core/text/wrap';

const MOST_SAID = 12;

/** What of a story cannot be taken over, by what it is: each is said once, with how many there were. */
export class Lost {
  #found = new Map<string, { many: string; times: number }>();

  /** `many`: the words for more than one; without them it is said once, however often it is there. */
  add(one: string, many = ''): void {
    const times = this.#found.get(one)?.times ?? 0;
    this.#found.set(one, { many, times: times + 1 });
  }

  /** Returns it in words: `2 forms`, `the shortcode [contact-form-7]`. */
  said(): string[] {
    const said = [...this.#found].map(([one, { many, times }]) => (many === '' ? one : count(times, one, many)));
    const more = said.length - MOST_SAID;
    return more > 0 ? [...said.slice(0, MOST_SAID), count(more, 'more thing', 'more things')] : said;
  }
}
