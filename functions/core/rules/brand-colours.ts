// Makes brand colours legible, with the contrast of WCAG 2.2 (1.4.3).

type Rgb = [number, number, number];

/** NHS blue: 6.38:1 against white. */
const DEFAULT: Rgb = [0x00, 0x5e, 0xb8];
const WHITE: Rgb = [255, 255, 255];
/** Background of an email in dark mode, as in templates/email/html/partials/style.hbs. */
const DARK_SHEET: Rgb = [0x1f, 0x2a, 0x31];
const MIN_CONTRAST = 4.5;
/** Light text on a dark background is harder to read, so dark mode meets AAA. */
const MIN_CONTRAST_ON_DARK = 7;

/** Returns the brand colour, darkened until its contrast with white is at least 4.5:1, and `onDark`, lightened for dark mode (7:1). */
export function brandColours(colour: string): { colour: string; onDark: string } {
  const brand = parse(colour) ?? DEFAULT;
  return {
    colour: hex(mixUntil(brand, [0, 0, 0], WHITE, MIN_CONTRAST)),
    onDark: hex(mixUntil(brand, WHITE, DARK_SHEET, MIN_CONTRAST_ON_DARK)),
  };
}

/** Returns one sentence when the brand colour is not used as written, and undefined otherwise. */
export function brandAdvice(colour: string): string | undefined {
  const { colour: used } = brandColours(colour);
  const asked = parse(colour);
  if (asked && hex(asked) === used) return undefined;
  const ratio = asked && `white words on it have a contrast of ${contrast(asked, WHITE).toFixed(1)} to 1, and need ${MIN_CONTRAST}`;
  return `The brand colour "${colour}" is not easy to read: ${ratio ?? 'it is not a colour'}. Pages and emails use ${used} in its place. Write that in newsroom.yaml, or a darker colour of your own.`;
}

/** Returns the contrast, 1 to 21, of two colours written `#rgb` or `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  return contrast(parse(one) ?? DEFAULT, parse(other) ?? DEFAULT);
}

/** Mixes `colour` with `towards` in steps of 1% until its contrast with `background` is enough. */
function mixUntil(colour: Rgb, towards: Rgb, background: Rgb, enough: number): Rgb {
  for (let percent = 0; percent < 100; percent += 1) {
    const mixed: Rgb = [mix(colour[0], towards[0], percent), mix(colour[1], towards[1], percent), mix(colour[2], towards[2], percent)];
    if (contrast(mixed, background) >= enough) return mixed;
  }
  return towards;
}

function mix(from: number, to: number, percent: number): number {
  return Math.round(from + ((to - from) * percent) / 100);
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function parse(colour: string): Rgb | undefined {
  const long = /^#[0-9a-f]{3}$/i.test(colour) ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  if (!/^#[0-9a-f]{6}$/i.test(long)) return undefined;
  const value = Number.parseInt(long.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hex([red, green, blue]: Rgb): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}
