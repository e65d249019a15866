import { escapeHtml } from '#core/text/html';
import { oneLine } from '#core/text/lines';

/** 80 characters are at most 800 octets of HTML, which fit one line. */
const NAME_MAX_CHARACTERS = 80;

/** `Hello Joséphine,`, or `Hello,` when there is no name. */
export function greetingText(name: string): string {
  const shown = shorten(name);
  return shown === '' ? 'Hello,' : `Hello ${shown},`;
}

/** Returns the greeting in ASCII HTML. `bdi` stops a right-to-left name from moving the comma. */
export function greetingHtml(name: string): string {
  const shown = shorten(name);
  return shown === '' ? 'Hello,' : `Hello <bdi>${escapeHtml(shown)}</bdi>,`;
}

function shorten(name: string): string {
  const line = oneLine(name);
  if (line.length <= NAME_MAX_CHARACTERS) return line;
  const characters = [...line];
  return characters.length <= NAME_MAX_CHARACTERS
    ? line
    : `${characters
        .slice(0, NAME_MAX_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`;
}
