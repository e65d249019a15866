// The script of the story form. The form works whole without it; this adds saving by itself, a preview, buttons and a clean paste.
import { Autosave } from '#editor/autosave';
import { fillIn, showKeptWords } from '#editor/kept-notice';
import { KeptWords } from '#editor/kept-words';
import { part } from '#editor/page-part';
import { pasteAsMarkdown } from '#editor/paste';
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

const PAGES = new Map([
  ['preview', '/preview'],
  ['continue', '/check'],
  ['picture', '/picture/top'],
  ['picture-in-text', '/picture/text'],
]);

form.addEventListener('submit', (event) => {
  const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : 'save';
  event.preventDefault();
  void press(pressed);
});

/** Saves first, and leaves the page only when the desk holds the words. */
async function press(pressed: string): Promise<void> {
  const { kind } = await saving.saveNow();
  // The desk shows both texts, or says that the draft is gone.
  if (kind === 'crossed' || kind === 'gone') {
    form.submit();
    return;
  }
  if (kind !== 'saved') return;
  const page = PAGES.get(pressed);
  if (page !== undefined) location.assign(form.action + page);
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

// The form of a file that cannot be taken apart has no field for the text alone.
const body = form.querySelector('#body');
if (body instanceof HTMLTextAreaElement) showToolbar(body);
for (const field of form.querySelectorAll<HTMLTextAreaElement>('#body, #followUp'))
  pasteAsMarkdown(field, (sentence) => state.say(sentence));
