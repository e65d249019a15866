// Says that this browser keeps words which the desk does not hold. They come into the form only when a person takes them.
import { ageInWords } from '#editor/ages';
import type { Copy, KeptWords } from '#editor/kept-words';
import { part } from '#editor/page-part';
import { type Fields, fieldsIn } from '#editor/save-request';

/** `take`: a person wants these words in the form. */
export function showKeptWords(form: HTMLFormElement, words: KeptWords, take: (fields: Fields) => void): void {
  const place = part('#kept-words', HTMLElement);
  const template = part('#kept-words-template', HTMLTemplateElement);
  const now = Date.now();
  const shown = fieldsIn(form);
  for (const copy of words.others(now)) {
    const differing = differences(copy.fields, shown);
    if (differing.length === 0) {
      words.drop(copy);
      continue;
    }
    const notice = document.importNode(template.content, true).firstElementChild;
    if (!(notice instanceof HTMLElement)) continue;
    part('[data-age]', HTMLElement, notice).textContent = ageInWords(now - copy.at);
    part('[data-desk-age]', HTMLElement, notice).textContent = ageInWords(now - Date.parse(form.dataset.savedAt ?? ''));
    part('[data-differing]', HTMLElement, notice).append(...differing.flatMap((one) => comparison(form, one)));
    part('[data-take]', HTMLButtonElement, notice).addEventListener('click', () => {
      take(copy.fields);
      notice.remove();
    });
    part('[data-drop]', HTMLButtonElement, notice).addEventListener('click', () => {
      words.drop(copy);
      notice.remove();
    });
    place.append(notice);
  }
}

type Difference = { name: string; kept: string; desk: string };

/** A field may stand several times, as each tick of a list does. */
function differences(kept: Copy['fields'], shown: Fields): Difference[] {
  const together = (fields: Fields, name: string) =>
    fields.flatMap(([one, value]) => (one === name && value !== '' ? [value] : [])).join(', ');
  const names = [...new Set([...kept, ...shown].map(([name]) => name))];
  return names
    .map((name) => ({ name, kept: together(kept, name), desk: together(shown, name) }))
    .filter((one) => one.kept.replaceAll('\r\n', '\n') !== one.desk.replaceAll('\r\n', '\n'));
}

function comparison(form: HTMLFormElement, { name, kept, desk }: Difference): HTMLElement[] {
  const label = labelOf(form, name);
  const text = (words: string, name: string) => {
    const pre = document.createElement('pre');
    pre.className = 'plain';
    // A long text scrolls, also by keyboard.
    pre.tabIndex = 0;
    pre.setAttribute('role', 'region');
    pre.setAttribute('aria-label', name);
    pre.textContent = words === '' ? '–' : words;
    return pre;
  };
  const titled = (name: string, words: string) => {
    const title = document.createElement('p');
    title.textContent = `${name}:`;
    return [title, text(words, name)];
  };
  return [...titled(`${label}, in this browser`, kept), ...titled(`${label}, on the desk`, desk)];
}

/** The words beside a field, as its reader knows it; for a part of a date, those of the whole. */
function labelOf(form: HTMLFormElement, name: string): string {
  const field = form.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}"]`);
  const legend = field?.closest('fieldset')?.querySelector('legend')?.textContent?.trim();
  const label = field?.labels?.[0]?.textContent?.trim();
  if (field?.type === 'checkbox' || field?.type === 'radio') return legend ?? name;
  return [name.includes('-') ? legend : undefined, label].filter((one) => one !== undefined).join(': ') || name;
}

/** Writes words into the form's fields. */
export function fillIn(form: HTMLFormElement, fields: Fields): void {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio'))
      element.checked = fields.some(([name, value]) => name === element.name && value === element.value);
  }
  const taken = new Map<string, number>();
  for (const element of form.elements) {
    const isText =
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement ||
      (element instanceof HTMLInputElement && !['checkbox', 'radio', 'hidden', 'file'].includes(element.type));
    if (!isText) continue;
    const index = taken.get(element.name) ?? 0;
    taken.set(element.name, index + 1);
    const value = fields.filter(([name]) => name === element.name)[index]?.[1];
    if (value !== undefined) element.value = value;
  }
}
