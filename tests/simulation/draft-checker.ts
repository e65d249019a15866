import type { DraftId, DraftVersion } from '#core/draft/draft';
import type { Drafts } from '#ports';

/** A save that a writer was told is stored. `seen`: the version over which they filled in the form. */
type Told = Pick<DraftVersion, 'draft' | 'version' | 'text'> & { seen?: number | undefined };

/** Sees what writers are told and what is written, and says what was lost. */
export class DraftChecker {
  readonly violations: string[] = [];
  saved = 0;
  published = 0;
  readonly #told: Told[] = [];
  readonly #asked = new Set<string>();
  /** The content as it is, and every text of a file that a writer has been shown. */
  readonly #files = new Map<string, string>();
  readonly #shown = new Set<string>();
  /** The files that were made for a draft of a new story. */
  readonly #made = new Map<DraftId, Set<string>>();

  fail(sentence: string): void {
    this.violations.push(sentence);
  }

  /** A writer presses a button that saves this text. `seen`: the version that they have before them; undefined: it does not matter. */
  asked(draft: DraftId, text: string, seen?: number): void {
    this.#asked.add(askName(draft, text, seen));
  }

  /** A writer reads: this is saved. */
  toldSaved(draft: DraftVersion, meant: string, seen?: number): void {
    this.saved += 1;
    if (draft.text !== meant) this.fail(`other words: ${nameOf(draft)} was answered with a text that is not the one that was saved`);
    this.#told.push({ draft: draft.draft, version: draft.version, text: meant, seen });
  }

  /** A writer reads: this is published in its file. */
  toldPublished({ file = '', text }: DraftVersion, wasThere: ReadonlySet<string>): void {
    this.published += 1;
    if (!wasThere.has(`${file}\n${text}`)) this.fail(`not published: ${file} never had the words that were said to be published`);
  }

  /** A writer sees what a file has. */
  shown(text: string): void {
    this.#shown.add(text);
  }

  /** Somebody writes into the folder. */
  edited(file: string, text: string): void {
    this.#files.set(file, text);
  }

  /** The desk has written a file, of this draft. */
  landed(file: string, text: string, draft: DraftId | undefined): void {
    const before = this.#files.get(file);
    this.#files.set(file, text);
    if (before === text) return;
    if (before !== undefined && !this.#shown.has(before)) this.fail(`overwritten unseen: ${file} had words that no writer has seen`);
    if (before !== undefined || draft === undefined) return;
    const made = this.#made.get(draft) ?? new Set();
    this.#made.set(draft, made.add(file));
    if (made.size > 1) this.fail(`twice: one draft became ${[...made].join(' and ')}`);
  }

  /** What either side has added to the text that both began from must be in the merged one. */
  merged(merged: string, base: string, ...sides: string[]): void {
    const [there, before] = [wordsOf(merged), wordsOf(base)];
    for (const word of sides.flatMap(wordsOf))
      if (!before.includes(word) && !there.includes(word)) this.fail(`merged away: ${word} is not in the text of both`);
  }

  /** Nothing is under way any more: everything that writers were told must be there. */
  async conclude(drafts: Drafts): Promise<void> {
    const heads = new Map((await drafts.all()).map((head) => [head.draft, head]));
    for (const { draft, version, text, seen } of this.#told) {
      const name = nameOf({ draft, version });
      const stored = await drafts.find(draft, version);
      // The same words may have been saved by another tab, whose writer had seen more.
      const isOverSeen = [version - 1, undefined].some((one) => this.#asked.has(askName(draft, text, one)));
      if (seen !== undefined && !isOverSeen) this.fail(`saved unseen: ${name} came after a version that its writer had not seen`);
      if (stored?.text !== text) this.fail(`lost: ${name} does not hold the words that were said to be saved`);
      const versions = (await drafts.versions(draft)).map((one) => one.version);
      if (!versions.includes(version)) this.fail(`not in the history: ${name}`);
      if (versions.some((one, index) => one !== versions.length - index))
        this.fail(`a gap: ${draft} has the versions ${versions.join(', ')}`);
      const newest = await drafts.newest(draft);
      if (newest?.version !== versions[0]) this.fail(`not the newest: ${draft} opens with version ${newest?.version}`);
      const head = heads.get(draft);
      if (!head) this.fail(`unlisted: ${draft} is in no list`);
      else if (head.version < version) this.fail(`old in the list: ${draft} is listed with version ${head.version}, and ${name} is stored`);
    }
    for (const id of heads.keys()) if ((await drafts.newest(id)) === undefined) this.fail(`empty: ${id} is listed, and cannot be opened`);
  }
}

function askName(draft: DraftId, text: string, seen: number | undefined): string {
  return `${draft} ${seen} ${text}`;
}

function nameOf({ draft, version }: Pick<DraftVersion, 'draft' | 'version'>): string {
  return `version ${version} of ${draft}`;
}

/** Each word that a writer of the simulation adds is one of its own. */
function wordsOf(text: string): string[] {
  return text.match(/\bw\d+\b/g) ?? [];
}
