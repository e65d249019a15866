// The parts of a text that a lint asks about.
import twitter from 'twitter-text';

/** As far as any text is looked at: twitter-text is quadratic on some. */
const READ_MAX_CHARACTERS = 5_000;

export function hashtagsIn(text: string): string[] {
  return twitter.extractHashtags(text.slice(0, READ_MAX_CHARACTERS));
}

const GRAPHEMES = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/** Whole emoji: digits and signs that may begin one are none by themselves. */
export function emojiIn(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text.slice(0, READ_MAX_CHARACTERS)), ({ segment }) => segment).filter((sign) =>
    /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}.*)$/v.test(sign),
  );
}
