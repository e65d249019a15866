// The form of the look: its pictures follow what is chosen, a moment after.
import { part } from '#editor/page-part';

const WAIT_MS = 300;

const form = part('.look-form', HTMLFormElement);
let soon: ReturnType<typeof setTimeout> | undefined;

form.addEventListener('input', () => {
  clearTimeout(soon);
  soon = setTimeout(follow, WAIT_MS);
});

function follow(): void {
  const chosen = new FormData(form);
  const query = new URLSearchParams(['colour', 'typeface', 'logo'].map((name) => [name, String(chosen.get(`brand.${name}`) ?? '')]));
  for (const picture of form.querySelectorAll('iframe, img')) {
    const url = new URL(picture.getAttribute('src') ?? '', location.href);
    const shown = `${url.pathname}?${query}`;
    // Another address of a frame would be one more step of the button Back.
    if (picture instanceof HTMLIFrameElement) picture.contentWindow?.location.replace(shown);
    else picture.setAttribute('src', shown);
  }
}
