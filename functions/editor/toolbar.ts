// The buttons above the text: one stop for Tab, and arrows between them.
import { editText } from '#editor/edit-text';
import { FORMATS, type Format } from '#editor/formats';
import { part } from '#editor/page-part';

const KEYS = new Map<string, Format>([
  ['b', 'bold'],
  ['i', 'italic'],
  ['k', 'link'],
]);

/** `choosePicture`: what the button for a picture does. */
export function showToolbar(field: HTMLTextAreaElement, choosePicture: () => void): void {
  const toolbar = part('[role=toolbar]', HTMLElement);
  const buttons = [...toolbar.querySelectorAll('button')];
  const format = (name: string | undefined) => {
    const edit = isFormat(name) ? FORMATS[name] : undefined;
    if (edit) editText(field, edit({ text: field.value, start: field.selectionStart, end: field.selectionEnd }));
  };
  const stopAt = (index: number) => {
    for (const [i, button] of buttons.entries()) button.tabIndex = i === index ? 0 : -1;
  };
  const go = (index: number) => {
    stopAt(index);
    buttons[index]?.focus();
  };

  toolbar.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    stopAt(buttons.indexOf(button));
    format(button.dataset.format);
    if (button.dataset.picture !== undefined) choosePicture();
  });
  toolbar.addEventListener('keydown', (event) => {
    const index = buttons.findIndex((button) => button.matches(':focus'));
    const to = new Map([
      ['ArrowRight', (index + 1) % buttons.length],
      ['ArrowLeft', (index - 1 + buttons.length) % buttons.length],
      ['Home', 0],
      ['End', buttons.length - 1],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });
  field.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const name = KEYS.get(event.key.toLowerCase());
    if (name === undefined) return;
    event.preventDefault();
    format(name);
  });

  stopAt(0);
  field.before(toolbar);
  toolbar.hidden = false;
}

function isFormat(name: string | undefined): name is Format {
  return name !== undefined && name in FORMATS;
}
