// The characters that an event card can show. Its typeface, Atkinson Hyperlegible, has letters that are easy to tell apart, Latin only.

/** The characters of both weights, Latin and Latin Extended. A test compares them with the font files. */
const DRAWN =
  /^[\u{20}-\u{7e}\u{a0}-\u{ac}\u{ae}-\u{107}\u{10a}-\u{113}\u{116}-\u{11b}\u{11e}-\u{123}\u{126}\u{127}\u{12a}\u{12b}\u{12e}\u{12f}\u{131}\u{136}\u{137}\u{13b}-\u{13e}\u{141}-\u{148}\u{150}-\u{155}\u{158}-\u{15b}\u{15e}-\u{165}\u{16a}\u{16b}\u{16e}-\u{173}\u{178}-\u{17e}\u{192}\u{218}-\u{21b}\u{2013}\u{2014}\u{2018}-\u{201a}\u{201c}-\u{201e}\u{2020}\u{2022}\u{2026}\u{2039}\u{203a}\u{2044}\u{20ac}\u{2113}\u{2122}\u{2212}\u{2215}]*$/u;

/**
 * Returns a text as a card shows it: on one line, with plain hyphens and spaces, without emoji. Undefined when the typeface still
 * lacks a character: a name with a box in it, or without its accents, would be another name.
 */
export function drawnText(text: string): string | undefined {
  const plain = text
    .normalize('NFC')
    .replace(/[\u2010\u2011]/gu, '-')
    .replace(EMOJI, (sign) => (DRAWN.test(sign) ? sign : ' '))
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .trim();
  return DRAWN.test(plain) ? plain : undefined;
}

const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\ufe0f|\u20e3/gu;
