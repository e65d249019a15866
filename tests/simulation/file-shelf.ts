// The editor's files as people rename, delete, copy and swap them, and what must be true of their stories whatever they do.
import type { PublicationId } from '#core/publication/publication';
import type { PeopleNewsroom } from '#tests/simulation/people-newsroom';
import type { Protocol } from '#tests/simulation/protocol';
import { MAX_LATE_MINUTES, SHELVED, shelfRules, shelvedFile, type Word } from '#tests/simulation/stories';

/**
 * `file`: undefined while it is deleted. `known`: as a tick has read it last. `inTime`: a tick has read it before its time passed, or
 * `perhaps` a copy of it, so it goes out by itself. `must`: a tick has seen such a story when it was due, so each reader must have it.
 * `archive`: its file has said from the beginning that nothing of it goes out.
 */
type Shelved = {
  word: Word;
  file: string | undefined;
  name: string;
  due: number;
  titles: number;
  texts: number;
  broken: boolean;
  archive: boolean;
  known?: Pick<Shelved, 'file' | 'titles' | 'texts'>;
  inTime: 'no' | 'perhaps' | 'yes';
  must: boolean;
  forGood: boolean;
};

/** After the last event and its reminder. */
const END_MINUTE = 400;
/** How far apart ticks are while nobody does anything. */
export const STEP_MINUTES = 5;

export class FileShelf {
  readonly real: PeopleNewsroom;
  readonly #protocol: Protocol;
  readonly #stories = new Map<Word, Shelved>();
  readonly #copies = new Map<string, Word>();
  /** Every address that a story has had at a check. */
  readonly #addresses = new Map<string, Set<string>>();
  #names = 0;

  constructor(protocol: Protocol, real: PeopleNewsroom) {
    this.#protocol = protocol;
    this.real = real;
    real.files.set('newsroom.yaml', shelfRules());
    for (const word of ['medicines', 'nights', 'Autumn', 'Winter'] as const) this.#place(word, `${word.toLowerCase()}`, SHELVED[word].due);
  }

  get minute(): number {
    return this.real.minute;
  }

  isThere(word: Word): boolean {
    return this.#stories.get(word)?.file !== undefined;
  }

  isGone(word: Word): boolean {
    const story = this.#stories.get(word);
    return story !== undefined && story.file === undefined && !story.forGood;
  }

  isCopied(word: Word): boolean {
    return [...this.#copies.values()].includes(word);
  }

  isNew(word: Word): boolean {
    return !this.#stories.has(word);
  }

  rename(word: Word, change: 'nothing' | 'title' | 'text'): void {
    const story = this.#story(word);
    this.real.files.delete(story.file ?? '');
    if (change === 'title') story.titles += 1;
    if (change === 'text') story.texts += 1;
    this.#names += 1;
    story.file = pathOf(word, `${story.name}-name-${this.#names}`);
    this.#write(story);
  }

  edit(word: Word): void {
    const story = this.#story(word);
    story.titles += 1;
    this.#write(story);
  }

  breakOrMend(word: Word): void {
    const story = this.#story(word);
    story.broken = !story.broken;
    this.#write(story);
  }

  remove(word: Word): void {
    const story = this.#story(word);
    this.real.files.delete(story.file ?? '');
    story.file = undefined;
  }

  putBack(word: Word): void {
    const story = this.#story(word);
    story.file = this.#freeFile(story);
    this.#write(story);
  }

  swap(one: Word, other: Word): void {
    const [a, b] = [this.#story(one), this.#story(other)];
    [a.file, b.file] = [b.file, a.file];
    for (const story of [a, b]) this.#write(story);
  }

  copy(word: Word): void {
    this.#names += 1;
    const file = pathOf(word, `copy-${this.#names}`);
    this.#copies.set(file, word);
    this.real.files.set(file, this.real.files.get(this.#story(word).file ?? '') ?? new Uint8Array());
  }

  removeCopies(): void {
    for (const file of this.#copies.keys()) this.real.files.delete(file);
    this.#copies.clear();
  }

  /** A wholly different story is written into the file of another one. */
  replace(word: Word, by: Word): void {
    const story = this.#story(word);
    const { file = '' } = story;
    this.#stories.set(word, { ...story, file: undefined, forGood: true });
    this.#place(by, file.replace(/^.*\/|\.md$/g, ''), this.minute + 5);
  }

  /** A story comes when its time has passed. */
  saveLate(word: Word): void {
    this.#place(word, word, this.minute - 1);
  }

  /** A story is put into the archive, with a time that is still to come. */
  archive(word: Word): void {
    this.#place(word, word, this.minute + 5, true);
  }

  /** Lets minutes pass until the next tick: those between are missing. */
  async tick(minutes = 1): Promise<void> {
    this.real.minute += minutes - 1;
    await this.real.tick();
    for (const story of this.#stories.values()) {
      const isRead = (story.file !== undefined && !story.broken) || this.isCopied(story.word);
      if (isRead && this.minute <= story.due && story.inTime === 'no') story.inTime = 'perhaps';
    }
    // What is due while its file is away is missed once it is too late. A file that cannot be read may hold any story.
    if ([...this.#stories.values()].some(({ file, broken }) => file !== undefined && broken)) return;
    for (const story of this.#stories.values()) {
      this.#read(story);
      const shelved = SHELVED[story.word];
      const until = Math.min(story.due + MAX_LATE_MINUTES, 'starts' in shelved ? shelved.starts : Infinity);
      const inTime = this.minute >= story.due && this.minute < until;
      if (story.file !== undefined && inTime && story.inTime === 'yes' && !story.archive) story.must = true;
    }
  }

  /** A story under another file name whose title and text have both changed is a new one. */
  #read(story: Shelved): void {
    const { file, titles, texts, known, due } = story;
    if (file === undefined) return;
    const isNew = known !== undefined && known.file !== file && known.titles !== titles && known.texts !== texts;
    if (this.minute <= due) story.inTime = 'yes';
    else if (isNew && story.inTime === 'yes') story.inTime = 'perhaps';
    story.known = { file, titles, texts };
  }

  /** Checks what must hold at any moment. */
  async check(): Promise<void> {
    this.#checkOnce();
    await this.#checkRows();
    await this.#checkAddresses();
  }

  /** Puts everything in order, lets the day pass, and checks that each reader has each story once. */
  async conclude(): Promise<void> {
    this.removeCopies();
    for (const story of this.#stories.values()) {
      if (story.forGood) continue;
      story.broken = false;
      story.file ??= this.#freeFile(story);
      this.#write(story);
    }
    while (this.minute < END_MINUTE) await this.tick(STEP_MINUTES);
    await this.check();
    for (const { word, must, inTime, archive } of this.#stories.values()) {
      const out = [...this.#count()].some(([of, mails]) => of.includes(` ${word} `) && mails > 0);
      if (archive && (out || this.real.checker.posts.some(({ text }) => text.includes(SHELVED[word].title))))
        this.real.checker.fail(`archive: ${word} is for the pages only, and it went out`);
      const late = inTime === 'no' && [...this.#count()].some(([of, mails]) => of.includes(` ${word} `) && mails > 0);
      const posted = inTime === 'no' && this.real.checker.posts.some(({ text }) => text.includes(SHELVED[word].title));
      if (late || posted) this.real.checker.fail(`unasked: ${word} came after its time, nobody said yes, and it went out`);
      for (const { id, name } of this.real.readers) {
        const mails = this.#count().get(`${first(word)} ${word} ${id}`) ?? 0;
        if (must && mails !== 1) this.real.checker.fail(`missed: ${name} must have the ${first(word)} of ${word}, and got ${mails}`);
      }
    }
  }

  #place(word: Word, name: string, due: number, archive = false): void {
    const story: Shelved = {
      word,
      file: pathOf(word, name),
      name,
      due,
      titles: 0,
      texts: 0,
      broken: false,
      archive,
      inTime: 'no',
      must: false,
      forGood: false,
    };
    this.#stories.set(word, story);
    this.#write(story);
  }

  /** Its old name, or another one when that is taken. */
  #freeFile({ word, name }: Shelved): string {
    this.#names += 1;
    const file = pathOf(word, name);
    return this.real.files.has(file) ? pathOf(word, `${name}-back-${this.#names}`) : file;
  }

  #write(story: Shelved): void {
    if (story.file !== undefined) this.real.files.set(story.file, shelvedFile(story.word, story));
  }

  #story(word: Word): Shelved {
    const story = this.#stories.get(word);
    if (!story) throw new Error(`Nobody has written of ${word}.`);
    return story;
  }

  /** Counts the emails of each kind about each story to each reader, whatever the publications are called. */
  #count(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [key, accepts] of this.real.checker.accepts) {
      const [publication = '', reader = ''] = key.split(' ');
      const word = this.#wordOf(publication as PublicationId);
      const of = `${publication.split('-')[0]} ${word} ${reader}`;
      counts.set(of, (counts.get(of) ?? 0) + accepts.length);
    }
    return counts;
  }

  #wordOf(publication: PublicationId): Word | undefined {
    const subject = this.real.checker.subjectOf(publication);
    return [...this.#stories.keys()].find((word) => subject.includes(word));
  }

  #checkOnce(): void {
    for (const [of, mails] of this.#count()) if (mails > 1 && !of.startsWith('change')) this.real.checker.fail(`twice: ${mails} of ${of}`);
    for (const word of this.#stories.keys()) {
      const posts = this.real.checker.posts.filter(({ text }) => text.includes(SHELVED[word].title));
      // An event has one post that announces it, and one that goes with its reminder.
      const most = SHELVED[word].kind === 'post' ? 1 : 2;
      if (posts.length > most) this.real.checker.fail(`twice on X: ${posts.length} posts about ${word}`);
    }
  }

  /** The reminder of an event that readers know is on the plan, whatever became of its file. */
  async #checkRows(): Promise<void> {
    const { entries } = await this.#protocol.readOutlook(this.real.world, this.real.instant, this.real.instant.add({ hours: 24 }));
    const ids = new Set(entries.map(({ id }) => id));
    for (const record of this.real.checker.records.values()) {
      if (record.kind !== 'announcement' || record.begun === undefined) continue;
      const reminder = `reminder-${record.stories[0]}-1h` as PublicationId;
      if (!ids.has(reminder)) this.real.checker.fail(`vanished: ${reminder} is not on the plan`);
    }
  }

  /** An address that a story has had leads to it, and to no other story, for as long as it is there. */
  async #checkAddresses(): Promise<void> {
    const owners = new Map<string, string>();
    for (const { slug, address = slug, formerAddresses = [], gone, copyOf, maybe } of await this.real.world.publications.storiesSeen()) {
      // While a story is gone, another one may get its address.
      if (gone) this.#addresses.delete(slug);
      if (gone || copyOf !== undefined || maybe !== undefined) continue;
      const names = new Set<string>([address, ...formerAddresses]);
      for (const name of this.#addresses.get(slug) ?? [])
        if (!names.has(name)) this.real.checker.fail(`lost address: ${name} does not lead to ${slug} any more`);
      this.#addresses.set(slug, names);
      for (const name of names) {
        const other = owners.get(name);
        if (other !== undefined) this.real.checker.fail(`one address: ${name} is that of ${other} and of ${slug}`);
        owners.set(name, slug);
      }
    }
  }
}

function first(word: Word): 'alert' | 'announcement' {
  return SHELVED[word].kind === 'post' ? 'alert' : 'announcement';
}

function pathOf(word: Word, name: string): string {
  return `${SHELVED[word].kind}s/${name}.md`;
}
