// Kinds of fields in the forms of the rules. What is typed is kept as a text; a list has one line for each item.
import { isMailable } from '#core/mime/mailable-address';
import { guessedTime, guessedTimeOfDay } from '#core/parsing/guessed-time';
import { count } from '#core/text/wrap';
import { WEEKDAYS } from '#core/time/day-names';
import { nhsDate, nhsTime } from '#core/time/nhs-dates';

/** What was typed, as the file has it; or what is wrong with it, in words of the form. */
export type Typed = { value: string } | { wrong: string };

/**
 * `input`: how the form asks for it, in a `short` field if few letters are enough. `read` is never given an empty text. `words`: a value
 * as a page says it. `stored`: how the file has it: as a text, as it stands (a number, true or false), or as a list, of which a single item
 * may stand alone.
 */
export type RuleKind = {
  input: 'text' | 'lines' | 'choice' | 'ticks' | 'colour';
  short?: true;
  options?: readonly (readonly [value: string, words: string])[];
  stored: 'text' | 'as it stands' | 'list' | 'list or one';
  read(typed: string): Typed;
  words(value: string): string;
};

const itself = (value: string): string => value;

/** A kind of one line of text. `parse` returns undefined for what cannot be meant. */
function line(parse: (typed: string) => string | undefined, wrong: string, words = itself): RuleKind {
  return {
    input: 'text',
    stored: 'text',
    read(typed) {
      const value = parse(typed);
      return value === undefined ? { wrong } : { value };
    },
    words,
  };
}

function short(kind: RuleKind): RuleKind {
  return { ...kind, short: true };
}

export function words(most: number): RuleKind {
  const fits = (typed: string) => ([...typed].length <= most ? typed : undefined);
  return line(fits, `Shorten it to ${most} characters.`);
}

export const mailAddress = line(
  (typed) => (isMailable(typed) ? typed : undefined),
  'Write an email address, with letters without accents, for example news@example.org.',
);

export const siteAddress = line((typed) => {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  return url?.protocol === 'https:' && url.pathname === '/' && !/[?#@]/u.test(typed) ? url.origin : undefined;
}, 'Write https:// and the name of the site with nothing after it, for example https://news.example.org.');

export const timeZone = line(
  (typed) => Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === typed.toLowerCase().replaceAll(' ', '_')),
  'Write a time zone by continent and city, for example Europe/London.',
);

export const timeOfDay: RuleKind = short(
  line(
    (typed) => guessedTimeOfDay(typed)?.toString({ smallestUnit: 'minute' }),
    'Write a time of day, for example 8:30am.',
    (value) => {
      const time = guessedTimeOfDay(value);
      return time ? nhsTime(time) : value;
    },
  ),
);

export const duration = durationOf(1);
/** A duration that may be none at all. */
export const someDuration = durationOf(0);

function durationOf(least: number): RuleKind {
  return short(
    line((typed) => {
      const { number = '', unit } = /^(?<number>\d{1,4}|an?)\s*(?<unit>minute|hour|day|week)s?$/iu.exec(typed)?.groups ?? {};
      const whole = /^a/iu.test(number) ? 1 : Number(number);
      return unit === undefined || whole < least ? undefined : count(whole, unit.toLowerCase());
    }, 'Write a number and minutes, hours, days or weeks, for example 7 days.'),
  );
}

export const dollars: RuleKind = {
  ...line(
    (typed) => /^(?:US)?\$?\s*(?<amount>\d{1,9}(?:\.\d{1,2})?)$/iu.exec(typed)?.groups?.amount,
    'Write an amount in US dollars, for example 10.',
    (value) => `$${value}`,
  ),
  stored: 'as it stands',
  short: true,
};

export const pounds: RuleKind = {
  ...line(
    (typed) => {
      const amount = /^£?\s*(?<amount>\d{1,3}(?:\.\d{1,6})?)$/u.exec(typed)?.groups?.amount;
      return Number(amount) > 0 ? amount : undefined;
    },
    'Write how many pounds one dollar is, for example 0.79.',
    (value) => `£${value}`,
  ),
  stored: 'as it stands',
};

export const hashtag = line((typed) => {
  const tag = typed.replace(/^#/u, '');
  return /^(?=.*\p{L})[\p{L}\p{M}\p{N}_]{1,50}$/u.test(tag) ? tag : undefined;
}, 'Write each hashtag without spaces, for example PatientSafety.');

export const xHandle = line((typed) => {
  const handle = typed.replace(/^@/u, '');
  return /^\w{1,15}$/u.test(handle) ? handle : undefined;
}, 'Write the name of the account: at most 15 letters, digits and underscores, for example ExampleMHC.');

export const blueskyHandle = line((typed) => {
  const handle = typed.replace(/^@/u, '').toLowerCase();
  return /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/u.test(handle) ? handle : undefined;
}, 'Write the whole name of the account, for example example.bsky.social.');

export const day = line(
  (typed) => guessedTime(typed).date?.toString(),
  'Write each day with its month and year, for example 3 December 2026.',
  (value) => {
    const { date } = guessedTime(value);
    return date ? nhsDate(date) : value;
  },
);

export const colour: RuleKind = {
  ...line((typed) => {
    const short = /^#?(?<digits>[0-9a-f]{6})$/iu.exec(typed)?.groups?.digits;
    return short && `#${short.toLowerCase()}`;
  }, 'Choose a colour, or write # and six digits or letters a to f, for example #005eb8.'),
  input: 'colour',
  short: true,
};

export function choice(options: readonly (readonly [value: string, words: string])[], stored: RuleKind['stored'] = 'text'): RuleKind {
  const known = (value: string) => options.find(([one]) => one === value);
  return {
    input: 'choice',
    options,
    stored,
    read: (typed) => (known(typed) ? { value: typed } : { wrong: 'Choose one of these.' }),
    words: (value) => known(value)?.[1] ?? value,
  };
}

/** Items, each on a line of its own or between commas. Each is taken once. */
export function listOf(item: RuleKind, { most = Number.POSITIVE_INFINITY, what = 'lines' } = {}): RuleKind {
  return {
    input: 'lines',
    stored: 'list',
    read(typed) {
      const items: string[] = [];
      for (const one of itemsOf(typed)) {
        const read = item.read(one);
        if ('wrong' in read) return { wrong: `“${one}”: ${read.wrong}` };
        items.push(read.value);
      }
      const once = items.filter((one, i) => items.findIndex((other) => other.toLowerCase() === one.toLowerCase()) === i);
      if (once.length > most) return { wrong: `There are ${once.length} ${what}, and there can be at most ${most}. Take some away.` };
      return { value: once.join('\n') };
    },
    words: (value) => itemsOf(value).map(item.words).join(', '),
  };
}

/** Returns the items of a list that was typed. */
export function itemsOf(typed: string): string[] {
  return typed
    .split(/[\n,;]/u)
    .map((one) => one.trim())
    .filter(Boolean);
}

/** The times of a day, the earliest first. */
export const timesOfDay: RuleKind = {
  ...listOf(timeOfDay),
  read(typed) {
    const read = listOf(timeOfDay).read(typed);
    return 'wrong' in read ? read : { value: itemsOf(read.value).sort().join('\n') };
  },
};

/** Days of the week. */
export const weekdays: RuleKind = {
  input: 'ticks',
  options: WEEKDAYS.map((one) => [one, one]),
  stored: 'list or one',
  read: (typed) => {
    const ticked = itemsOf(typed);
    return { value: WEEKDAYS.filter((one) => ticked.includes(one)).join('\n') };
  },
  words: (value) => {
    const ticked = itemsOf(value);
    if (ticked.length === 7) return 'Every day';
    return ticked.join() === WEEKDAYS.slice(0, 5).join() ? 'Monday to Friday' : ticked.join(', ');
  },
};

const PLACES = ['first', 'second', 'third', 'fourth', 'last'];

const DIGEST_DAYS = [
  ...WEEKDAYS.map((one) => [`week ${one}`, `Each week on ${one}`] as const),
  ...PLACES.flatMap((place) => WEEKDAYS.map((one) => [`month ${place} ${one}`, `Each month on the ${place} ${one}`] as const)),
];

/** What a digest's day says when the digest is to end. */
export const DIGEST_ENDS = 'none';

/** The day of a digest: `week Thursday`, `month first Tuesday`. */
export const digestDay: RuleKind = choice([...DIGEST_DAYS, [DIGEST_ENDS, 'It ends: there are no more issues']]);

/** The day of a digest that is added. */
export const newDigestDay: RuleKind = choice(DIGEST_DAYS);

export const yesOrNo = (yes: string, no: string): RuleKind =>
  choice(
    [
      ['true', yes],
      ['false', no],
    ],
    'as it stands',
  );
