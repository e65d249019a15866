// Pictures that are dropped on the text, pasted into it, or chosen with the button above it.
import { MOST_UPLOAD_BYTES, tooLarge } from '#core/image/uploaded-picture';
import { editText } from '#editor/edit-text';
import { pictureAt } from '#editor/formats';
import { part } from '#editor/page-part';
import { askForWords, camel } from '#editor/picture-dialog';
import { followPlace } from '#editor/place';
import { type Failure, isFailure, type Sent, sendPicture } from '#editor/send-picture';

/** `draft`: the address of the draft. `say`: says a sentence beside what is said of saving. */
type Setting = { draft: string; say: (sentence: string) => void };

/** Takes pictures from now on. The answer takes one at the caret. */
export function takePictures(field: HTMLTextAreaElement, { draft, say }: Setting): { take(files: readonly File[]): void; choose(): void } {
  const template = part('#picture-template', HTMLTemplateElement);
  const chosen = part('input', HTMLInputElement, document.importNode(template.content, true));
  const sentence = (name: string) => template.dataset[camel(name)] ?? '';
  let isBusy = false;

  const add = async (file: File, at: number, others: number) => {
    const place = followPlace(field, at);
    say(sentence('sending'));
    const sent = await sentPicture(draft, file);
    if (isFailure(sent)) {
      place.leave();
      return say('problem' in sent ? sent.problem : sentence(sent.fault));
    }
    say('');
    const giveBack = keptFocus(field);
    const worded = await askForWords(template, sent);
    const now = place.leave();
    if (worded === undefined) {
      giveBack();
      return say(sentence('cancelled'));
    }
    // Before the text, whose change has the form saved.
    keepAgreed(part('#peopleAgreed', HTMLTextAreaElement), worded.agreed);
    editText(field, pictureAt(field.value, now, worded.markdown));
    return say(sentence(others > 0 ? 'added-one' : 'added'));
  };
  const take = ([file, ...others]: readonly File[], at = field.selectionEnd) => {
    if (!file) return;
    if (isBusy) return say(sentence('busy'));
    isBusy = true;
    void add(file, at, others.length).finally(() => {
      isBusy = false;
    });
  };

  chosen.addEventListener('change', () => {
    take([...(chosen.files ?? [])]);
    // The same file can be chosen again.
    chosen.value = '';
  });
  // Everywhere on the page: a browser would leave it, and show the file instead.
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  document.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    if (event.target === field) take(files, placeUnder(field, event));
    else say(sentence('beside'));
  });
  return { take, choose: () => chosen.click() };
}

/**
 * Returns what gives the focus back to what has it now; after a drop nothing has it, and the field gets it. The browser would do that too,
 * but loses the caret of a text box when the dialog leaves the page.
 */
function keptFocus(field: HTMLTextAreaElement): () => void {
  const had = document.activeElement;
  const to = had instanceof HTMLElement && had !== document.body ? had : field;
  const { selectionStart, selectionEnd } = field;
  return () => {
    to.blur();
    to.focus();
    if (to === field) field.setSelectionRange(selectionStart, selectionEnd);
  };
}

/** Adds a line on until when people agreed to be shown. */
function keepAgreed(field: HTMLTextAreaElement, line: string): void {
  if (line !== '') field.value = [field.value.trimEnd(), line].filter((one) => one !== '').join('\n');
}

/** What is too large is not sent: over a slow line its sentence would come after minutes. */
async function sentPicture(draft: string, file: File): Promise<Sent | Failure> {
  return file.size > MOST_UPLOAD_BYTES ? { problem: `The picture ${tooLarge(file.size)}`, field: '' } : sendPicture(draft, file);
}

/** The place in the text under the pointer. A browser that cannot tell has the caret instead. */
function placeUnder(field: HTMLTextAreaElement, { clientX, clientY }: DragEvent): number {
  const found = 'caretPositionFromPoint' in document ? document.caretPositionFromPoint(clientX, clientY) : null;
  return found?.offsetNode === field ? found.offset : field.selectionEnd;
}
