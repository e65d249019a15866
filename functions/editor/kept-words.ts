// Words that the desk does not hold yet, kept in this browser. Each open page has a copy of its own, so that none replaces another's.
import type { Fields } from '#editor/save-request';

/** `at`: when it was kept, in milliseconds. */
export type Copy = { key: string; at: number; fields: Fields };

/** As long as a deleted draft can be brought back. */
const MAX_AGE_MS = 30 * 24 * 3_600_000;

export class KeptWords {
  readonly #draft: string;
  #own: string;

  /** `draft`: the address of the draft. */
  constructor(draft: string) {
    this.#draft = `newsroom ${draft} `;
    this.#own = this.#freshKey();
  }

  /** Keeps the words of this page. False when the browser keeps nothing. */
  keep(fields: Fields, at: number): boolean {
    return storing(() => localStorage.setItem(this.#own, JSON.stringify({ at, fields })));
  }

  /** Forgets the words of this page: the desk holds them. */
  forget(): void {
    storing(() => localStorage.removeItem(this.#own));
  }

  /** Leaves the copy of this page as it is, and goes on with another one. */
  setAside(): void {
    this.#own = this.#freshKey();
  }

  drop({ key }: Copy): void {
    storing(() => localStorage.removeItem(key));
  }

  /** What other pages kept of this draft, newest first. Copies that are too old are dropped. */
  others(now: number): Copy[] {
    const found: Copy[] = [];
    storing(() => {
      const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '');
      for (const key of keys.filter((one) => one.startsWith(this.#draft) && one !== this.#own)) {
        const copy = readCopy(key, localStorage.getItem(key) ?? '');
        if (copy && now - copy.at < MAX_AGE_MS) found.push(copy);
        else localStorage.removeItem(key);
      }
    });
    return found.sort((a, b) => b.at - a.at);
  }

  #freshKey(): string {
    return `${this.#draft}${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  }
}

/** False when the browser refuses: storage can be full or forbidden. */
function storing(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function readCopy(key: string, text: string): Copy | undefined {
  try {
    const { at, fields } = JSON.parse(text);
    const isWhole = typeof at === 'number' && Array.isArray(fields) && fields.every((one) => Array.isArray(one) && one.length === 2);
    return isWhole ? { key, at, fields: fields.map(([name, value]) => [String(name), String(value)] as const) } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
