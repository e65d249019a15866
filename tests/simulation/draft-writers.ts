// Two people who write stories on the desk, in several tabs, as its pages let them.
import type { DraftId, DraftVersion } from '#core/draft/draft';
import type { World } from '#ports';
import type { DraftWorld } from '#tests/simulation/draft-world';
import type { Protocol } from '#tests/simulation/protocol';

const STORY = 'posts/safer-medicines.md';
const FIRST = '---\ntitle: Safer medicines\nauthor: Sam\npublished: 2019-09-12 09:00\n---\n\nThe first paragraph.\n';
const MOST_TRIES = 4;
const NOTHING = { yes: [], untold: [], held: [] };

/** Lets them write, until all have gone home. */
export function letWrite(protocol: Protocol, world: DraftWorld): void {
  world.edit(STORY, FIRST);
  const tabs = 1 + world.chance.below(3);
  for (let tab = 0; tab < tabs; tab += 1) void new Tab(protocol, world, world.chance.pick(['Sam', 'Kim'])).live();
  if (world.chance.happens(0.5)) void editFolder(world);
  if (world.chance.happens(0.5)) void retain(protocol, world);
}

/** The daily retention, on some days of the next months. */
async function retain(protocol: Protocol, world: DraftWorld): Promise<void> {
  for (let runs = 1 + world.chance.below(4); runs > 0; runs -= 1) {
    await world.sleep(world.chance.between(10, 34) * DAY_MS);
    await world.request(async (desk) => {
      await protocol.runRetention(desk, world.now, () => true);
      return true;
    });
  }
}

const DAY_MS = 86_400_000;

/** Somebody changes the file in the folder, and does not look at the desk. */
async function editFolder(world: DraftWorld): Promise<void> {
  for (let edits = 1 + world.chance.below(3); edits > 0; edits -= 1) {
    await world.sleep(world.chance.between(0, 400_000));
    world.edit(STORY, `${world.textOf(STORY) ?? FIRST}\n${world.word()}\n`);
  }
}

class Tab {
  readonly #protocol: Protocol;
  readonly #world: DraftWorld;
  readonly #by: string;
  /** What the tab shows, as it was opened; and the words in its form. */
  #open: DraftVersion | undefined;
  #text = '';

  constructor(protocol: Protocol, world: DraftWorld, by: string) {
    this.#protocol = protocol;
    this.#world = world;
    this.#by = by;
  }

  async live(): Promise<void> {
    const { chance } = this.#world;
    await this.#world.sleep(chance.between(0, 60_000));
    await this.#begin();
    for (let acts = 3 + chance.below(9); acts > 0 && this.#open; acts -= 1) {
      const holiday = chance.happens(0.04) ? chance.between(1, 40) * DAY_MS : 0;
      await this.#world.sleep(holiday + chance.between(0, chance.pick([3_000, 60_000])));
      await this.#act();
    }
  }

  async #act(): Promise<void> {
    const what = this.#world.chance.below(23);
    if (what < 11) return this.#write();
    if (what < 13) return this.#reload();
    if (what < 15) return this.#bringBack();
    if (what < 16) return this.#setState('deleted');
    if (what < 17) return this.#setState('open');
    if (what < 19) return this.#addPicture();
    if (what < 20) return this.#deleteStory();
    return this.#publish();
  }

  async #begin(): Promise<void> {
    const { chance } = this.#world;
    const { beginDraft, editStory } = this.#protocol;
    const how = chance.pick(['new', 'file', 'file', 'list', 'list'] as const);
    const open = await this.#ask((desk): Promise<DraftVersion | undefined> => {
      if (how === 'file') return editStory(desk, STORY, this.#writer());
      // Kim opens the form of a new story, and Sam begins with a Word file.
      const begin = () => beginDraft(desk, 'post', this.#by === 'Kim' ? {} : { title: 'A new story' }, this.#writer());
      return how === 'new' ? begin() : desk.drafts.all().then(([newest]) => (newest ? desk.drafts.newest(newest.draft) : begin()));
    });
    if (!open) return;
    this.#world.checker.toldSaved(open, open.text);
    this.#show(open);
  }

  #show(open: DraftVersion): void {
    this.#open = open;
    this.#text = open.text;
    this.#world.checker.shown(open.text);
  }

  /** Types a word and saves. Without an answer the browser tries again, with the same words. */
  async #write(): Promise<void> {
    this.#text = `${this.#text}\n${this.#world.word()}\n`;
    await this.#save();
  }

  async #save(): Promise<void> {
    const [open, text] = [this.#open, this.#text];
    if (!open) return;
    this.#world.checker.asked(open.draft, text, open.version);
    const saved = await this.#ask((desk) =>
      this.#protocol.saveDraft(desk, open.draft, { seen: open.version, text, title: 'Safer medicines' }, this.#writer()),
    );
    if (saved?.kind === 'saved') {
      this.#world.checker.toldSaved(saved.draft, text, { seen: open.version });
      this.#open = saved.draft;
    }
    if (saved?.kind === 'crossed') await this.#settle(open, saved.theirs);
  }

  /** Both texts are shown, and one of them or both are kept. */
  async #settle(base: DraftVersion, theirs: DraftVersion): Promise<void> {
    const mine = this.#text;
    const choice = this.#world.chance.pick(['mine', 'theirs', 'both', 'both'] as const);
    this.#show(theirs);
    if (choice === 'theirs') return;
    this.#text = mine;
    if (choice === 'both') {
      const { conflicts, resolve } = this.#protocol.mergeStories({ base: base.text, mine, theirs: theirs.text }, theirs.kind);
      this.#text = resolve(conflicts.map(() => 'both'));
      this.#world.checker.merged(this.#text, base.text, mine, theirs.text);
    }
    await this.#world.sleep(this.#world.chance.between(0, 20_000));
    await this.#save();
  }

  async #reload(): Promise<void> {
    const newest = await this.#newest();
    if (newest) this.#show(newest);
  }

  async #newest(): Promise<DraftVersion | undefined> {
    const id = this.#open?.draft;
    return id && this.#ask((desk) => desk.drafts.newest(id));
  }

  /** Brings an earlier version back, as the newest one. */
  async #bringBack(): Promise<void> {
    const id = this.#open?.draft;
    const versions = id && (await this.#ask((desk) => desk.drafts.versions(id)));
    if (!versions || versions.length === 0) return;
    const { version } = this.#world.chance.pick(versions);
    const answer = await this.#ask(async (desk) => {
      const earlier = await desk.drafts.find(id, version);
      if (earlier) this.#world.checker.asked(id, earlier.text);
      const brought = await this.#protocol.bringBack(desk, id, version, this.#writer());
      return earlier && brought.kind === 'saved' ? { draft: brought.draft, earlier } : undefined;
    });
    if (!answer) return;
    this.#world.checker.toldSaved(answer.draft, answer.earlier.text);
    this.#show(answer.draft);
  }

  /** Deletes the draft, or takes that back. */
  async #setState(state: 'deleted' | 'open'): Promise<void> {
    const id = this.#open?.draft;
    if (!id) return;
    const answer = await this.#ask((desk) => this.#protocol.setState(desk, id, state, this.#writer()));
    if (answer?.kind === 'saved' && answer.draft.state !== state) this.#world.checker.fail(`not ${state}: ${id}, of which that was said`);
  }

  /** Adds a picture, to whatever the draft says by then. */
  async #addPicture(): Promise<void> {
    const id = this.#open?.draft;
    if (!id) return;
    const picture = { src: `${this.#world.word()}.png`, alt: 'Two nurses', caption: '', agreedUntil: '2027-03-01', place: 'text' as const };
    const answer = await this.#ask((desk) => this.#protocol.putPicture(desk, { draft: id }, picture, this.#writer()));
    if (answer?.kind === 'saved') this.#world.checker.toldPicture(answer.draft, picture.src);
  }

  /** Looks at what deleting the story does, and deletes it. */
  async #deleteStory(): Promise<void> {
    const id = this.#open?.draft;
    const seen = await this.#ask(async (desk) => {
      const draft = id === undefined ? undefined : await desk.drafts.newest(id);
      const source = (await desk.content.read()).stories.find(({ file }) => file === draft?.file);
      if (draft?.file === undefined || source?.version === undefined) return 'nothing';
      return { draft: { ...draft, file: draft.file }, version: source.version, text: new TextDecoder().decode(source.bytes) };
    });
    if (seen === undefined || seen === 'nothing') return;
    const { draft, version, text } = seen;
    this.#world.checker.shown(text);
    await this.#world.sleep(this.#world.chance.between(0, 20_000));
    const answer = await this.#ask((desk) => this.#protocol.deleteStory(desk, draft, version, this.#writer()), draft.draft);
    const newest = answer === 'deleted' && (await this.#newest());
    if (newest && newest.mark === 'story-deleted' && newest.file === undefined)
      this.#world.checker.fail(`no file: ${newest.draft} does not say which story was deleted`);
  }

  /** Looks at what publishing does, and presses Publish. */
  async #publish(): Promise<void> {
    const seen = await this.#newest();
    if (!seen || seen.state === 'published') return;
    this.#world.checker.shown(seen.text);
    this.#world.checker.asked(seen.draft, seen.text);
    const answer = await this.#ask(async (desk) => {
      const draft = await desk.drafts.newest(seen.draft);
      if (!draft || draft.version !== seen.version) return undefined;
      return this.#protocol.publishDraft(desk, { ...draft, file: await this.#fileOf(desk, draft) }, NOTHING, this.#writer());
    }, seen.draft);
    if (answer?.kind === 'published') this.#world.checker.toldPublished(answer.draft, this.#world.had);
    if (answer?.kind === 'file changed') await this.#settleFile(seen.draft);
  }

  /** The file has other words than the draft was made from: both are shown, and one of them is kept. */
  async #settleFile(id: DraftId): Promise<void> {
    const page = await this.#ask(async (desk) => {
      const [draft, { stories }] = [await desk.drafts.newest(id), await desk.content.read()];
      const file = draft && (await this.#fileOf(desk, draft));
      return { draft, file, present: stories.find((story) => story.file === file) };
    });
    if (!page?.draft || page.file === undefined) return;
    const { draft, file, present } = page;
    const theirs = new TextDecoder().decode(present?.bytes);
    this.#world.checker.shown(theirs);
    const text = present && this.#world.chance.happens(0.5) ? theirs : draft.text;
    this.#world.checker.asked(id, text);
    const title = 'Safer medicines';
    const settled =
      present?.version === undefined ? { text, title } : { text, title, present: { text: theirs, title, version: present.version } };
    const answer = await this.#ask((desk) => this.#protocol.settleFile(desk, { ...draft, file }, settled, this.#writer()));
    if (answer?.kind !== 'saved') return;
    // The words of the file are in the history, before those that were chosen.
    this.#world.checker.toldSaved(answer.draft, text, { after: present && text !== theirs ? theirs : draft.text });
    this.#show(answer.draft);
  }

  async #fileOf(desk: World, draft: DraftVersion): Promise<string> {
    return this.#protocol.fileOfDraft(desk, draft, this.#world.now.toZonedDateTimeISO('Europe/London'));
  }

  #writer(): { by: string; at: DraftWorld['now'] } {
    return { by: this.#by, at: this.#world.now };
  }

  /** Asks the desk until it answers: the browser keeps the words. Signed out, the writer signs in and presses again. */
  async #ask<A>(work: (desk: World) => Promise<A>, publishes?: DraftId): Promise<A | undefined> {
    for (let tries = 1 + this.#world.chance.below(MOST_TRIES); tries > 0; tries -= 1) {
      if (this.#world.chance.happens(0.03)) await this.#world.sleep(60_000);
      const answer = await this.#world.request(work, publishes);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
