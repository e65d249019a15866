import { Temporal } from 'temporal-polyfill';
import type { DraftHead, DraftId, DraftVersion } from '#core/draft/draft';
import type { Drafts } from '#ports';

/** What a writer had before them: the version over which they filled in the form, or the words that come before theirs. */
type Before = { seen?: number; after?: string };
/** A save that a writer was told is stored. */
type Told = Pick<DraftVersion, 'draft' | 'version' | 'text'> & Before;

/** Sees what writers are told and what is written, and says what was lost. */
export class DraftChecker {
  readonly violations: string[] = [];
  saved = 0;
  published = 0;
  erasedDrafts = 0;
  #told: Told[] = [];
  /** The pictures that writers were told are in a draft. */
  #pictures: { draft: DraftId; version: number; src: string }[] = [];
  readonly #erased = new Set<string>();
  /** What was in files that were deleted on the desk. */
  readonly #removed: { file: string; text: string }[] = [];
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
  toldSaved(draft: DraftVersion, meant: string, before: Before = {}): void {
    this.saved += 1;
    if (draft.text !== meant)
      this.fail(`other words: version ${draft.version} of ${draft.draft} was answered with a text that is not the one that was saved`);
    this.#told.push({ draft: draft.draft, version: draft.version, text: meant, ...before });
  }

  /** A writer reads: this is published in its file. */
  toldPublished({ file = '', text }: DraftVersion, wasThere: ReadonlySet<string>): void {
    this.published += 1;
    if (!wasThere.has(`${file}\n${text}`)) this.fail(`not published: ${file} never had the words that were said to be published`);
  }

  /** A writer reads: the picture is in the story. */
  toldPicture({ draft, version }: DraftVersion, src: string): void {
    this.#pictures.push({ draft, version, src });
  }

  /** A version of a draft is about to be erased. The rest: what its newest one says. */
  erased(
    draft: string,
    { state, at, version, title, file }: { state: string; at: string; version: number; title: string; file?: string },
    now: Temporal.Instant,
  ): void {
    // A form that was opened and left empty is as good as deleted.
    if (state !== 'deleted' && (version > 1 || title !== '')) this.fail(`erased alive: ${draft} is ${state}`);
    if (file !== undefined) this.fail(`erased history: ${draft} was published in ${file}`);
    const days = Temporal.Instant.from(at).until(now).total('hours') / 24;
    if (days < ERASED_AFTER_DAYS) this.fail(`erased early: ${draft} was deleted ${days} days ago`);
    if (!this.#erased.has(draft)) this.erasedDrafts += 1;
    this.#erased.add(draft);
    // What is told from now on must be there again.
    this.#told = this.#told.filter((told) => told.draft !== draft);
    this.#pictures = this.#pictures.filter((told) => told.draft !== draft);
  }

  /** The desk has deleted a file. */
  removed(file: string): void {
    const text = this.#files.get(file);
    this.#files.delete(file);
    if (text === undefined) return;
    this.#removed.push({ file, text });
    if (!this.#shown.has(text)) this.fail(`deleted unseen: ${file} had other words than when its deletion was asked for`);
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

  /** Nothing is under way any more: everything that writers were told must be there. `listed`: what the desk lists as drafts. */
  async conclude(drafts: Drafts, listed: readonly DraftHead[]): Promise<void> {
    const heads = new Map((await drafts.all()).map((head) => [head.draft, head]));
    await this.#checkListed(drafts, [...heads.keys()], new Set(listed.map(({ draft }) => draft)));
    for (const id of new Set(this.#told.map(({ draft }) => draft))) {
      const versions = (await drafts.versions(id)).map(({ version }) => version);
      if (versions.some((one, index) => one !== versions.length - index)) this.fail(`a gap: ${id} has the versions ${versions.join(', ')}`);
      const texts = (await Promise.all(versions.map((version) => drafts.find(id, version)))).map((one) => one?.text).reverse();
      for (const told of this.#told) if (told.draft === id) this.#checkTold(told, texts);
      for (const picture of this.#pictures) if (picture.draft === id) this.#checkPicture(picture, texts);
      const newest = await drafts.newest(id);
      if (newest?.version !== versions[0]) this.fail(`not the newest: ${id} opens with version ${newest?.version}`);
      const listed = heads.get(id)?.version;
      if (listed !== newest?.version) this.fail(`old in the list: ${id} is listed with version ${listed}, and has ${newest?.version}`);
    }
    await this.#checkRemoved(drafts, [...heads.keys()]);
    for (const id of heads.keys())
      if (!this.#erased.has(id) && (await drafts.newest(id)) === undefined) this.fail(`empty: ${id} is listed, and cannot be opened`);
  }

  /** Among the drafts stands what has words that no file has, and nothing else: no empty form, and nothing that is published. */
  async #checkListed(drafts: Drafts, ids: readonly DraftId[], listed: ReadonlySet<DraftId>): Promise<void> {
    for (const id of ids) {
      const newest = await drafts.newest(id);
      if (!newest) continue;
      const isEmpty = newest.version === 1 && newest.title === '';
      const isInFile = newest.file !== undefined && this.#files.get(newest.file) === newest.text;
      const isDraft = newest.state === 'open' && !isEmpty && !isInFile;
      if (isDraft && !listed.has(id)) this.fail(`no draft: ${id} has words that are not published, and no list shows it`);
      if (!isDraft && listed.has(id)) this.fail(`no draft any more: ${id} has nothing to be published, and the list shows it`);
    }
  }

  /** The words of a file that was deleted on the desk are in a version. */
  async #checkRemoved(drafts: Drafts, ids: readonly DraftId[]): Promise<void> {
    if (this.#removed.length === 0) return;
    const texts = new Set<string | undefined>();
    for (const id of ids) for (const { version } of await drafts.versions(id)) texts.add((await drafts.find(id, version))?.text);
    for (const { file, text } of this.#removed)
      if (!texts.has(text)) this.fail(`deleted: ${file} was deleted with words that are in no version`);
  }

  /** Where a picture first appears, every word of the version before is still there. */
  #checkPicture({ draft, version, src }: { draft: DraftId; version: number; src: string }, texts: readonly (string | undefined)[]): void {
    if (!texts[version - 1]?.includes(src)) this.fail(`no picture: version ${version} of ${draft} does not have ${src}`);
    const first = texts.findIndex((text) => text?.includes(src));
    const [before, there] = [wordsOf(texts[first - 1] ?? ''), new Set(wordsOf(texts[first] ?? ''))];
    for (const word of before) if (!there.has(word)) this.fail(`lost to a picture: ${word} of ${draft} is gone since ${src} came`);
  }

  /** `texts`: of all versions of the draft, from the first. */
  #checkTold({ draft, version, text, seen, after }: Told, texts: readonly (string | undefined)[]): void {
    const name = `version ${version} of ${draft}`;
    if (texts[version - 1] !== text) this.fail(`lost: ${name} does not hold the words that were said to be saved`);
    // Where these words were first saved, their writer had the version before in front of them.
    const first = texts.indexOf(text);
    // Or they saved the very words that they saw, such as those of both, which a picture had come to.
    const isOverSeen = [first, first + 1, undefined].some((one) => this.#asked.has(askName(draft, text, one)));
    if (seen !== undefined && !isOverSeen) this.fail(`saved unseen: ${name} came after a version that its writer had not seen`);
    if (after !== undefined && texts[version - 2] !== after)
      this.fail(`saved unseen: ${name} came after other words than its writer had seen`);
  }
}

/** The promise: a deletion can be taken back for so long. */
const ERASED_AFTER_DAYS = 30;

function askName(draft: DraftId, text: string, seen: number | undefined): string {
  return `${draft} ${seen} ${text}`;
}

/** Each word that a writer of the simulation adds is one of its own. */
function wordsOf(text: string): string[] {
  return text.match(/\bw\d+\b/g) ?? [];
}
