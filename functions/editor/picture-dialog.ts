// Asks what a picture shows. The dialog is the browser's own: it keeps the focus inside, and Escape closes it.
import { part } from '#editor/page-part';
import { type Failure, isFailure, type Sent, sendWords, type WordedPicture } from '#editor/send-picture';

/**
 * Shows a picture and asks for its words. Returns both; undefined when the person cancels. `template`: a dialog, which is in the page only
 * while it is open, so that its fields are not taken for those of the story.
 */
export async function askForWords(template: HTMLTemplateElement, { shown, next }: Sent): Promise<WordedPicture | undefined> {
  const copy = document.importNode(template.content, true);
  const dialog = part('dialog', HTMLDialogElement, copy);
  const form = part('form', HTMLFormElement, dialog);
  part('[data-shown]', HTMLImageElement, dialog).src = shown;
  document.body.append(dialog);
  const answer = Promise.withResolvers<WordedPicture | undefined>();
  let isSending = false;
  const send = async () => {
    if (isSending) return;
    isSending = true;
    const said = await sendWords(next, new FormData(form));
    isSending = false;
    if (isFailure(said)) return tell(form, said);
    answer.resolve(said);
    return dialog.close();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  part('[data-cancel]', HTMLButtonElement, dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => answer.resolve(undefined));
  dialog.showModal();
  part('input, textarea', HTMLElement, form).focus();
  const worded = await answer.promise;
  dialog.close();
  dialog.remove();
  return worded;
}

/** Says what is wrong, and leads to the field that it is about. */
function tell(form: HTMLFormElement, failure: Failure): void {
  const problem = part('#picture-problem', HTMLElement, form);
  for (const field of form.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-errormessage');
  }
  problem.hidden = false;
  problem.textContent = 'problem' in failure ? failure.problem : (problem.dataset[camel(failure.fault)] ?? '');
  const field = 'field' in failure && failure.field !== '' ? form.elements.namedItem(failure.field) : null;
  if (!(field instanceof HTMLElement)) return;
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-errormessage', problem.id);
  field.focus();
}

/** The name of a `data-` attribute as the script has it. */
export const camel = (name: string): string => name.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
