// Saves the form two seconds after the last letter. One save is on its way at a time, and the next one begins from the version that its
// answer gave: so the form never crosses itself.
import type { KeptWords } from '#editor/kept-words';
import { type Answer, type Fields, fieldsIn, sendSave } from '#editor/save-request';

const PAUSE_MS = 2_000;
const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 60_000;

/** What the page is told. `asked`: by a button, and not by itself. `kept`: this browser has the words. */
export type Told = { answer: Answer; asked: boolean; kept: boolean };

export class Autosave {
  readonly #form: HTMLFormElement;
  readonly #version: HTMLInputElement;
  readonly #words: KeptWords;
  readonly #tell: (told: Told) => void;
  /** What the desk holds, as far as we know. */
  #held: string;
  /** Sent, and not answered yet with what became of it: it is repeated as it was, before anything else is sent. */
  #unsettled: Fields | undefined;
  /** The last of the saves that are on their way, or wait for the one before them. */
  #turn: Promise<Answer> | undefined;
  #pause: number | undefined;
  #retryMs = FIRST_RETRY_MS;
  /** Nothing is sent before a button is pressed. */
  #isHeld = false;
  #isKept = true;

  constructor(
    { form, version, words }: { form: HTMLFormElement; version: HTMLInputElement; words: KeptWords },
    tell: (told: Told) => void,
  ) {
    this.#form = form;
    this.#version = version;
    this.#words = words;
    this.#tell = tell;
    this.#held = JSON.stringify(fieldsIn(form));
  }

  get isChanged(): boolean {
    return JSON.stringify(fieldsIn(this.#form)) !== this.#held;
  }

  /** After each letter. */
  typed(): void {
    this.keep();
    this.#after(PAUSE_MS);
  }

  /** Keeps the words in this browser until the desk holds them. */
  keep(): void {
    if (this.isChanged) this.#isKept = this.#words.keep(fieldsIn(this.#form), Date.now());
    else if (!this.#unsettled) this.#words.forget();
  }

  /** Saves now what is not saved yet, unless a person must decide first. */
  saveSoon(): void {
    if (this.#isHeld || this.#turn !== undefined || !(this.isChanged || this.#unsettled)) return;
    void this.#saveAll(false);
  }

  /** Saves because a button was pressed, also when nothing has changed: a save brings a deleted draft back. */
  saveNow(): Promise<Answer> {
    window.clearTimeout(this.#pause);
    return this.#saveAll(true);
  }

  #after(ms: number): void {
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => {
      if (this.#turn !== undefined) this.#after(ms);
      else this.saveSoon();
    }, ms);
  }

  #saveAll(asked: boolean): Promise<Answer> {
    const turn = this.#saveInTurn(this.#turn, asked).finally(() => {
      if (this.#turn === turn) this.#turn = undefined;
    });
    this.#turn = turn;
    return turn;
  }

  async #saveInTurn(before: Promise<Answer> | undefined, asked: boolean): Promise<Answer> {
    await before;
    if (asked) this.#isHeld = false;
    let answer: Answer;
    let isRepeat: boolean;
    do {
      isRepeat = this.#unsettled !== undefined;
      answer = await this.#sendOne();
      // "Saved" must mean the words that a person sees: after a repeat, those that came since follow at once.
    } while (answer.kind === 'saved' && this.isChanged && (asked || isRepeat));
    this.#tell({ answer, asked, kept: this.#isKept });
    return answer;
  }

  async #sendOne(): Promise<Answer> {
    const fields = this.#unsettled ?? fieldsIn(this.#form);
    this.#unsettled = fields;
    const answer = await sendSave(this.#form.action, fields, this.#version.value);
    this.#settle(fields, answer);
    return answer;
  }

  #settle(fields: Fields, answer: Answer): void {
    switch (answer.kind) {
      case 'saved':
        this.#unsettled = undefined;
        this.#held = JSON.stringify(fields);
        this.#version.value = String(answer.version);
        this.#retryMs = FIRST_RETRY_MS;
        this.keep();
        if (this.isChanged) this.#after(PAUSE_MS);
        return;
      case 'crossed':
      case 'gone':
      case 'too-long':
      case 'refused':
        this.#unsettled = undefined;
        this.#isHeld = true;
        return;
      case 'signed-out':
        this.#unsettled = undefined;
        return;
      case 'offline':
      case 'failed':
        this.#after(this.#retryMs);
        this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
        return;
      default:
        answer satisfies never;
    }
  }
}
