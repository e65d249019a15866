// Says whether the words are saved: one line that always tells the truth, one status that speaks only when that changes, one banner.
import type { Told } from '#editor/autosave';
import { part } from '#editor/page-part';

export class SaveState {
  readonly #saved = part('#saved', HTMLElement);
  readonly #said = part('#said', HTMLElement);
  readonly #problems = part('#unsaved', HTMLElement);
  #known: 'not yet' | 'saved' | 'unsaved' = 'not yet';
  /** The line says something that is not about saving. It stays until something else is worth saying. */
  #isNote = false;

  /** A letter was typed, or taken back. */
  typed(isChanged: boolean): void {
    if (isChanged && this.#known !== 'unsaved') this.#saved.textContent = this.#saved.dataset.unsaved ?? '';
  }

  show({ answer, asked, kept }: Told, isChanged: boolean): void {
    if (answer.kind !== 'saved') {
      this.#saved.textContent = this.#saved.dataset.failed ?? '';
      if (!this.#isNote) this.#said.textContent = '';
      this.#known = 'unsaved';
      this.#problem(answer.kind);
      this.#kept(kept);
      if (answer.kind === 'crossed') {
        part('[data-by]', HTMLElement, this.#problems).textContent = answer.by;
        part('[data-when]', HTMLElement, this.#problems).textContent = answer.when;
      }
      return;
    }
    const sentence = `Saved at ${answer.savedAt}`;
    this.#saved.textContent = isChanged ? (this.#saved.dataset.unsaved ?? '') : sentence;
    this.#problem(undefined);
    if (asked) this.#say(sentence);
    else if (this.#known === 'not yet' && !this.#isNote) this.#say(this.#said.dataset.first ?? '');
    else if (this.#known === 'unsaved') this.#say(this.#said.dataset.again ?? '');
    this.#known = 'saved';
  }

  /** Says something that is not about saving, such as what became of a picture. */
  note(sentence: string): void {
    this.#say(sentence);
    this.#isNote = sentence !== '';
  }

  /** Screen readers read it out, once. */
  #say(sentence: string): void {
    this.#said.textContent = sentence;
    this.#isNote = false;
  }

  /** What is shown already is not touched: it would be read out again. */
  #problem(kind: string | undefined): void {
    for (const one of this.#problems.querySelectorAll<HTMLElement>('[data-problem]')) one.hidden = one.dataset.problem !== kind;
    this.#problems.dataset.shown = kind ?? '';
    if (kind === undefined) for (const one of this.#problems.querySelectorAll<HTMLElement>('[data-kept]')) one.hidden = true;
  }

  #kept(kept: boolean): void {
    for (const one of this.#problems.querySelectorAll<HTMLElement>('[data-kept]')) one.hidden = one.dataset.kept !== (kept ? 'yes' : 'no');
  }
}
