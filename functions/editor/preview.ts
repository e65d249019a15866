// The preview beside the text, made by the functions that send. It runs no script: its frames may not, and their policy says so too.
import { Idiomorph } from 'idiomorph';
import { part } from '#editor/page-part';
import { fieldsIn } from '#editor/save-request';

/** What the desk answers. Each is HTML, but `text`; what cannot be shown yet is empty. */
const PARTS = ['email', 'text', 'posts', 'page'] as const;
/** `waits`: the sentence on what must be put right before anything can be shown. */
type Parts = Record<(typeof PARTS)[number] | 'waits', string>;

/** Shorter than a breath: a preview after each letter would only come late. */
const PAUSE_MS = 100;

/** Shows the preview from now on. The answer says what to call after each letter. */
export function showPreview(form: HTMLFormElement, version: HTMLInputElement): () => void {
  const section = part('#preview', HTMLElement);
  const panels = [...section.querySelectorAll<HTMLElement>('[role=tabpanel]')];
  let parts: Parts | undefined;
  let pause: number | undefined;
  let isAsking = false;
  let isStale = false;

  const show = () => {
    const panel = panels.find(({ hidden }) => !hidden);
    if (panel && parts) void fill(panel, parts);
  };
  // One question at a time, so that no answer can overtake a later one.
  const ask = async () => {
    if (isAsking) {
      isStale = true;
      return;
    }
    isAsking = true;
    do {
      isStale = false;
      const fresh = await askParts(form, version);
      // In the middle of a change nothing can be shown for a moment: the preview from before stays, and says why.
      if (fresh && (!parts || PARTS.some((name) => fresh[name] !== ''))) parts = fresh;
      if (fresh) showWaits(section, fresh.waits);
      show();
    } while (isStale);
    isAsking = false;
  };

  showTabs(section, panels, show);
  section.hidden = false;
  void ask();
  return () => {
    window.clearTimeout(pause);
    pause = window.setTimeout(() => void ask(), PAUSE_MS);
  };
}

/** Undefined when the desk gives none: the banner about saving says why, and the last preview stays. */
async function askParts(form: HTMLFormElement, version: HTMLInputElement): Promise<Parts | undefined> {
  const fields = [...fieldsIn(form).map(([name, value]) => [name, value]), ['version', version.value]];
  try {
    const answer = await fetch(`${form.action}/preview-parts`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'error' });
    if (!answer.ok) return undefined;
    const parts = await answer.json();
    return [...PARTS, 'waits'].every((name) => typeof parts[name] === 'string') ? parts : undefined;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function showWaits(section: HTMLElement, sentence: string): void {
  part('[data-waits]', HTMLElement, section).hidden = sentence === '';
  part('[data-why]', HTMLElement, section).textContent = sentence;
}

async function fill(panel: HTMLElement, parts: Parts): Promise<void> {
  const name = PARTS.find((one) => one === panel.dataset.part);
  if (name === undefined) return;
  const html = parts[name];
  part('[data-nothing]', HTMLElement, panel).hidden = html !== '';
  const place = part('[data-shown]', HTMLElement, panel);
  place.hidden = html === '';
  if (html === '') return;
  if (place instanceof HTMLIFrameElement) await fillFrame(place, html);
  else if (name === 'text') place.textContent = html;
  else await Idiomorph.morph(place, html, { morphStyle: 'innerHTML' });
}

/** A frame is opened when it is looked at first. */
const opened = new WeakMap<HTMLIFrameElement, Promise<unknown>>();

function open(frame: HTMLIFrameElement): Promise<unknown> {
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = frame.dataset.src ?? '';
  opened.set(frame, loaded);
  return loaded;
}

async function fillFrame(frame: HTMLIFrameElement, html: string): Promise<void> {
  await (opened.get(frame) ?? open(frame));
  const view = frame.contentDocument?.defaultView;
  if (!view) return;
  // Parsed by the frame, whose policy allows the styles of an email. In place, so that its reader stays where she was.
  const fresh = new view.DOMParser().parseFromString(html, 'text/html');
  await Idiomorph.morph(view.document.documentElement, fresh.documentElement);
}

/** Tabs as WAI-ARIA describes them: arrows go from one to the next, and show it. */
function showTabs(section: HTMLElement, panels: readonly HTMLElement[], shown: () => void): void {
  const tabs = [...section.querySelectorAll<HTMLElement>('[role=tab]')];
  const choose = (chosen: HTMLElement | undefined) => {
    if (!chosen) return;
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    for (const panel of panels) panel.hidden = panel.id !== chosen.getAttribute('aria-controls');
    shown();
  };
  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', (event) => {
      const to = new Map([
        ['ArrowRight', (i + 1) % tabs.length],
        ['ArrowLeft', (i - 1 + tabs.length) % tabs.length],
        ['Home', 0],
        ['End', tabs.length - 1],
      ]).get(event.key);
      if (to === undefined) return;
      event.preventDefault();
      tabs[to]?.focus();
      choose(tabs[to]);
    });
  }
  choose(tabs[0]);
}
