// The parts of a text that the lint checks.
import twitter from 'twitter-text';
import { graphemesOf } from '#core/text/graphemes';

/** The most characters that are read: twitter-text is quadratic on some texts. */
const READ_MAX_CHARACTERS = 5_000;

/** Returns the hashtags that X sees, without their #. */
export function hashtagsIn(text: string): string[] {
  return twitter.extractHashtags(text.slice(0, READ_MAX_CHARACTERS));
}

/** Returns the emoji of a text. Digits and signs that may begin an emoji do not count alone. */
export function emojiIn(text: string): string[] {
  return [...graphemesOf(text.slice(0, READ_MAX_CHARACTERS))].filter((sign) => /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}.*)$/v.test(sign));
}
