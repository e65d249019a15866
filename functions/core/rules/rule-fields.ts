// Kinds of YAML values that only the rules have.
import { Temporal } from 'temporal-polyfill';
import type { ParsedNode } from 'yaml';
import { isScalar, isSeq } from 'yaml';
import { isMailable } from '#core/mime/mailable-address';
import { listOf, parsed, text } from '#core/parsing/field-kinds';
import type { Kind } from '#core/parsing/yaml-form';
import { group, report } from '#core/parsing/yaml-form';
import { nearestWord } from '#core/text/nearest-word';
import { WEEKDAYS } from '#core/time/day-names';

export const timeZone: Kind<string> = parsed(
  'UTC',
  (value) => (/^[A-Z]/iu.test(value) && isZone(value) ? value : undefined),
  (value) => {
    const near = nearestWord(value, Intl.supportedValuesOf('timeZone'));
    return `"${value}" is not a time zone. ${near === undefined ? 'Write one by continent and city, for example Europe/London.' : `Did you mean "${near}"?`}`;
  },
);

/** A site's origin: https and its host. */
export const httpsOrigin: Kind<string> = parsed(
  '',
  (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const bare =
      url?.protocol === 'https:' &&
      `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/' &&
      !/[?#@]/u.test(value);
    return bare ? url.origin : undefined;
  },
  (value) =>
    `"${value}" is not the address of a site. Write https:// and its name with nothing after it, for example https://news.example.org.`,
);

export const mailAddress: Kind<string> = parsed(
  '',
  (words) => (isMailable(words) ? words : undefined),
  (value) =>
    `"${value}" is not an email address that every mail program takes from a sender. Write it with letters without accents, for example news@example.org.`,
);

/** `daily`, `weekdays`, or a day of the week, or a list of these. As days of the week: Monday 1 to Sunday 7, each once. */
export const summaryDays: Kind<number[]> = {
  blank: [],
  read(found) {
    const read = isSeq<ParsedNode>(found.node) ? listOf(someDays).read(found) : [someDays.read(found) ?? someDays.blank];
    const days = [...new Set(read?.flat())].sort((a, b) => a - b);
    if (isSeq<ParsedNode>(found.node) && found.node.items.length === 0)
      return report(found, `"${found.name}" has no day in its list. Write daily, weekdays, or a day of the week, for example Monday.`);
    return days;
  },
};

const someDays: Kind<number[]> = parsed(
  [],
  (value) => {
    if (/^(?:daily|every day)$/iu.test(value)) return [1, 2, 3, 4, 5, 6, 7];
    if (/^weekdays$/iu.test(value)) return [1, 2, 3, 4, 5];
    const index = WEEKDAYS.findIndex((day) => day.toLowerCase() === value.toLowerCase());
    return index === -1 ? undefined : [index + 1];
  },
  (value) =>
    `"${value}" is not understood here. Write daily, weekdays, or the day of the week on which the note comes, for example Monday.`,
);

/** One address, or a list of up to `most`. An address that is there again, in whatever case, is taken once. */
export function mailAddresses(most: number): Kind<string[]> {
  return {
    blank: [],
    read(found) {
      const { node, name } = found;
      if (!isSeq<ParsedNode>(node)) {
        const typed = isScalar(node) ? String(node.source) : '';
        if (/@.*[,;\s].*@/u.test(typed) && !/[<>]/u.test(typed)) {
          const shown = typed.split(/[,;\s]+/u).filter((one) => one !== '');
          return report(found, `"${name}" has more than one address. Put them in square brackets: ${name}: [${shown.join(', ')}].`);
        }
        const address = mailAddress.read(found);
        return address === undefined ? undefined : [address];
      }
      const addresses = listOf(mailAddress).read(found) ?? [];
      if (addresses.length === 0)
        return report(found, `"${name}" has no address in its list. Write one, or take the line away, and nobody gets these emails.`);
      const lowered = addresses.map((address) => address.toLowerCase());
      const once = addresses.filter((_, i) => lowered.indexOf(lowered[i] ?? '') === i);
      if (once.length > most)
        return report(found, `"${name}" has ${once.length} addresses, and can have at most ${most}. Take some of them away.`);
      return once;
    },
  };
}

export const colour: Kind<string> = parsed(
  '#000000',
  (value) => (/^#[0-9a-f]{6}$/iu.test(value) ? value.toLowerCase() : undefined),
  (value) => `"${value}" is not a colour. Write # and six digits or letters a to f, in quotes, for example "#005eb8".`,
);

/** What one unit of a currency is in another: never nothing. */
export const exchangeRate: Kind<number> = parsed(
  1,
  (value) => (/^\d{1,3}(?:\.\d{1,6})?$/u.test(value) && Number(value) > 0 ? Number(value) : undefined),
  (value) => `"${value}" is not a rate of exchange. Write how many pounds one dollar is, for example 0.79.`,
);

export const handle: Kind<string> = parsed(
  '',
  (value) => (/^\w{1,15}$/u.test(value) ? value : undefined),
  (words) =>
    `"${words}" is not the name of an X account. Write it without @: at most 15 letters, digits and underscores, for example ExampleMHC.`,
);

/** A domain name, which every Bluesky handle is. */
export const blueskyHandle: Kind<string> = parsed(
  '',
  (value) =>
    /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/iu.test(value) ? value.toLowerCase() : undefined,
  (value) => `"${value}" is not the name of a Bluesky account. Write it without @, for example example.bsky.social.`,
);

export const hashtag: Kind<string> = parsed(
  '',
  (value) => (/^(?=.*\p{L})[\p{L}\p{M}\p{N}_]{1,50}$/u.test(value) ? value : undefined),
  (value) => `"${value}" is not a hashtag. Write it without # and without spaces, each word with a capital, for example PatientSafety.`,
);

/** The editor's own keys, each with the words that readers see. */
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

function isZone(value: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(value);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
