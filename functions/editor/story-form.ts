// The form of a story. It works whole without this, which adds saving by itself, a preview, buttons and a clean paste.
import { Autosave } from '#editor/autosave';
import { fillIn, showKeptWords } from '#editor/kept-notice';
import { KeptWords } from '#editor/kept-words';
import { part } from '#editor/page-part';
import { pasteAsMarkdown } from '#editor/paste';
import { takePictures } from '#editor/pictures';
import { showPreview } from '#editor/preview';
import { SaveState } from '#editor/save-state';
import { showToolbar } from '#editor/toolbar';

const form = part('.story-form', HTMLFormElement);
const version = part('[name=version]', HTMLInputElement, form);
// A browser that fills in old words on Back would save them over newer ones.
form.setAttribute('autocomplete', 'off');

const state = new SaveState();
const words = new KeptWords(new URL(form.action).pathname);
const saving = new Autosave({ form, version, words }, (told) => state.show(told, saving.isChanged));

const preview = showPreview(form, version);
const typed = () => {
  saving.typed();
  state.typed(saving.isChanged);
  preview();
};
form.addEventListener('input', typed);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saving.keep();
  saving.saveSoon();
});
for (const event of ['online', 'focus']) window.addEventListener(event, () => saving.saveSoon());

/** True while the browser itself sends the form. */
let isLeaving = false;

form.addEventListener('submit', (event) => {
  if (isLeaving) return;
  event.preventDefault();
  void press(event.submitter);
});

/** Saves first, and leaves the page only when the desk holds the words, or must show what came between. */
async function press(button: HTMLElement | null): Promise<void> {
  const { kind } = await saving.saveNow();
  const isOnlySave = !(button instanceof HTMLButtonElement) || button.value === 'save';
  if (!(kind === 'crossed' || kind === 'gone' || (kind === 'saved' && !isOnlySave))) return;
  isLeaving = true;
  form.requestSubmit(button);
  isLeaving = false;
}

showKeptWords(form, words, (fields) => {
  // What the form shows now stays in the browser too, if the desk does not hold it.
  if (saving.isChanged) {
    saving.keep();
    words.setAside();
  }
  fillIn(form, fields);
  typed();
});

const say = (sentence: string) => state.note(sentence);
// The form of a file that cannot be taken apart has no field for the text alone.
const body = form.querySelector('#body');
const pictures = body instanceof HTMLTextAreaElement ? takePictures(body, { draft: new URL(form.action).pathname, say }) : undefined;
if (body instanceof HTMLTextAreaElement && pictures) showToolbar(body, pictures.choose);
for (const field of form.querySelectorAll<HTMLTextAreaElement>('#body, #followUp'))
  pasteAsMarkdown(field, { say, take: field === body ? pictures?.take : undefined });
