// The sorts of values that only the rules have.
import { Temporal } from 'temporal-polyfill';
import { isMailable } from '#core/mime/mailable-address';
import { parsed, text } from '#core/parsing/field-kinds';
import type { Kind } from '#core/parsing/yaml-form';
import { group } from '#core/parsing/yaml-form';
import { nearestWord } from '#core/text/nearest-word';

export const timeZone: Kind<string> = parsed(
  'UTC',
  (words) => (/^[A-Z]/iu.test(words) && isZone(words) ? words : undefined),
  (words) => {
    const near = nearestWord(words, Intl.supportedValuesOf('timeZone'));
    return `"${words}" is no time zone. ${near === undefined ? 'Write one by continent and city, for example Europe/London.' : `Did you mean "${near}"?`}`;
  },
);

/** A site's scheme and host. */
export const httpsOrigin: Kind<string> = parsed(
  '',
  (words) => {
    const url = URL.canParse(words) ? new URL(words) : undefined;
    const bare =
      url?.protocol === 'https:' &&
      `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/' &&
      !/[?#@]/u.test(words);
    return bare ? url.origin : undefined;
  },
  (words) =>
    `"${words}" is not the address of a site. Write https:// and its name with nothing after it, for example https://news.example.org.`,
);

export const mailAddress: Kind<string> = parsed(
  '',
  (words) => (isMailable(words) ? words : undefined),
  (words) =>
    `"${words}" is no email address that everybody can be written from. Write it with letters without accents, for example news@example.org.`,
);

export const colour: Kind<string> = parsed(
  '#000000',
  (words) => (/^#[0-9a-f]{6}$/iu.test(words) ? words.toLowerCase() : undefined),
  (words) => `"${words}" is no colour. Write # and six digits or letters a to f, in quotes, for example "#005eb8".`,
);

export const handle: Kind<string> = parsed(
  '',
  (words) => (/^\w{1,15}$/u.test(words) ? words : undefined),
  (words) =>
    `"${words}" is no name of an X account. Write it without @: at most 15 letters, digits and underscores, for example ExampleMHC.`,
);

/** A domain name: Bluesky's accounts are called by one. */
export const blueskyHandle: Kind<string> = parsed(
  '',
  (words) =>
    /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/iu.test(words) ? words.toLowerCase() : undefined,
  (words) => `"${words}" is no name of a Bluesky account. Write it without @, for example example.bsky.social.`,
);

export const hashtag: Kind<string> = parsed(
  '',
  (words) => (/^(?=.*\p{L})[\p{L}\p{M}\p{N}_]{1,50}$/u.test(words) ? words : undefined),
  (words) => `"${words}" is no hashtag. Write it without # and without spaces, each word with a capital, for example PatientSafety.`,
);

/** Keys made by the editor, each with the words that readers see. */
export function table(what: string, example: string): Kind<Map<string, string>> {
  return group(what, (keys) => {
    const entries = keys.keys().map((key): [string, string] => {
      if (!/^[a-z0-9-]{1,60}$/u.test(key))
        keys.form.report(
          keys.lineOf(key),
          `"${key}" cannot be a key here. Use only small letters a to z, digits and hyphens, as in ${example}.`,
        );
      return [key, keys.need(key, text(), example)];
    });
    return new Map(entries);
  });
}

function isZone(words: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(words);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
