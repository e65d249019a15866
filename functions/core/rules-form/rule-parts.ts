// The rules as forms: which keys of newsroom.yaml each part has, and how it asks for them.
import { isMap, isScalar, type ParsedNode } from 'yaml';
import { type KeyLines, type Path, valueAt } from '#core/draft/key-lines';
import { TYPEFACES } from '#core/rules/rules';
import {
  blueskyHandle,
  choice,
  colour,
  day,
  digestDay,
  dollars,
  duration,
  hashtag,
  listOf,
  mailAddress,
  newDigestDay,
  pounds,
  type RuleKind,
  siteAddress,
  someDuration,
  timeOfDay,
  timesOfDay,
  timeZone,
  weekdays,
  words,
  xHandle,
  yesOrNo,
} from '#core/rules-form/rule-kinds';
import { WEEKDAYS } from '#core/time/day-names';

/**
 * A field of a form. `name`: also its place in the page. `path`: its key in the file. `needed`: it cannot be empty. `normally`: what counts
 * without the key. `empty`: how the file has an empty list that must be there.
 */
export type RuleField = {
  name: string;
  label: string;
  hint?: string;
  kind: RuleKind;
  path: Path;
  needed?: true;
  normally?: string;
  empty?: '[]';
};

/** The parts, in the order in which a person looks for them. */
export const PART_NAMES = [
  ...(['digests', 'events', 'quiet', 'posts', 'approval', 'notes'] as const),
  ...(['topics', 'organisations', 'about', 'sender', 'host', 'look', 'visits', 'costs'] as const),
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** The keys of the file in the order in which a new one finds its place. */
export const KEY_ORDER: readonly string[] = [
  ...['name', 'short_name', 'timezone', 'site', 'sender', 'host', 'brand', 'x', 'bluesky', 'topics', 'merged_topics', 'organisations'],
  ...['merged_organisations', 'digests', 'events', 'social', 'costs', 'utm', 'quiet', 'notes_to', 'notes_on', 'launches', 'approval'],
  ...['four_eyes', 'saved_late', 'unknown', 'undo', 'max_lateness', 'archive_after'],
];

/** The field in which the name of a new topic, trust or digest is typed; what else a new one has is below it. */
export const NEW_ENTRY = 'new';
export const NEW_DIGEST = { on: 'new.on', at: 'new.at' } as const;

/** True for a field of what the file does not have yet. */
export function isNewEntry({ name }: Pick<RuleField, 'name'>): boolean {
  return name === NEW_ENTRY || name.startsWith(`${NEW_ENTRY}.`);
}

type Described = { title: string; lede: string; fields(keys: KeyLines, images: readonly string[]): RuleField[] };

const field = (path: Path, label: string, kind: RuleKind, more: Omit<Partial<RuleField>, 'path' | 'label' | 'kind'> = {}): RuleField => ({
  name: path.join('.'),
  path,
  label,
  kind,
  ...more,
});
const needed = true as const;
const NEW_DIGEST_HINT =
  'One word as its name, such as yearly: people choose it on the sign-up form. Leave it empty if there is none to add.';
const EVERY_DAY = WEEKDAYS.join('\n');

const PARTS: Record<PartName, Described> = {
  about: {
    title: 'Who we are',
    lede: 'The names stand on every page and in every email.',
    fields: () => [
      field(['name'], 'Full name', words(200), { needed }),
      field(['short_name'], 'Short name', words(40), { needed, hint: 'It begins the subject of emails to one person.' }),
      field(['site'], 'Address of the website', siteAddress, {
        needed,
        hint: 'Every link in emails and posts begins with it. Change it only together with whoever looks after the website: links to another address than the real one lead nowhere.',
      }),
      field(['timezone'], 'Time zone', timeZone, { needed, hint: 'All times here are times of this zone.' }),
    ],
  },
  sender: {
    title: 'Who the emails are from',
    lede: 'Readers see this in their inbox and at the end of each email.',
    fields: () => [
      field(['sender', 'name'], 'Name', words(80), { needed, hint: 'It stands before the subject in an inbox.' }),
      field(['sender', 'address'], 'Address', mailAddress, {
        needed,
        hint: 'Amazon sends only from an address that is set up there. From another one every email is refused, and all emails are paused.',
      }),
      field(['sender', 'reply_to'], 'Answers go to', mailAddress, { hint: 'If it is empty, answers go to the address above.' }),
      field(['sender', 'postal_address'], 'Postal address', words(300), {
        needed,
        hint: 'The law asks for it in each email. On one line.',
      }),
    ],
  },
  host: {
    title: 'Who answers for readers’ details',
    lede: 'The trust that is responsible in law. The privacy page and the sign-up form name it.',
    fields: () => [
      field(['host', 'name'], 'Name of the trust', words(200)),
      field(['host', 'postal_address'], 'Postal address', words(300), { hint: 'On one line.' }),
      field(['host', 'data_protection'], 'Email of the data protection officer', mailAddress),
    ],
  },
  look: {
    title: 'Colour and logo',
    lede: 'How emails, pages and event cards look.',
    fields: (_, images) => [
      field(['brand', 'colour'], 'Colour', colour, {
        normally: '#005eb8',
        hint: 'Links, buttons and the top of each email have it. White words stand on it, so it must be dark.',
      }),
      field(['brand', 'typeface'], 'Typeface', choice(TYPEFACES.map((name) => [name, name])), {
        normally: 'Arial',
        hint: 'Of emails. These are the ones that nearly every device has.',
      }),
      field(
        ['brand', 'logo'],
        'Logo',
        choice([['', 'No logo: the short name stands there'], ...images.map((src) => [src, src] as const)]),
        {
          hint: 'It stands in the place of the short name at the top of each email. A new one is uploaded below.',
        },
      ),
    ],
  },
  digests: {
    title: 'When digests go out',
    lede: 'A digest has the new posts and the coming events, for those who chose it.',
    fields: (keys) => [
      ...namesIn(keys, 'digests')
        .filter((name) => name !== 'upcoming_events')
        .flatMap((name) => [
          field(['digests', name], `The ${name} digest goes out`, digestDay, { needed }),
          field(['digests', name, 'at'], `Time of the ${name} digest`, timeOfDay, { needed, hint: 'For example 8:30am.' }),
        ]),
      { name: NEW_ENTRY, label: 'Add a digest', kind: words(40), path: ['digests', ''], hint: NEW_DIGEST_HINT },
      { name: NEW_DIGEST.on, label: 'The new digest goes out', kind: newDigestDay, path: ['digests', '', 'on'] },
      { name: NEW_DIGEST.at, label: 'Time of the new digest', kind: timeOfDay, path: ['digests', '', 'at'], hint: 'For example 8:30am.' },
      field(['digests', 'upcoming_events'], 'Coming events in a digest', duration, {
        needed,
        hint: 'How far ahead a digest looks, for example 60 days.',
      }),
    ],
  },
  events: {
    title: 'Emails about events',
    lede: 'After its announcement, an event has reminders and one email when it is over.',
    fields: () => [
      field(['events', 'reminders'], 'Reminders', listOf(duration), {
        hint: 'How long before the event, one on each line, for example 7 days. Empty: no reminders.',
        empty: '[]',
      }),
      field(['events', 'at'], 'Time of day', timeOfDay, {
        needed,
        hint: 'Of reminders that are sent a day or more before, and of the email afterwards.',
      }),
      field(['events', 'follow_up'], 'The email afterwards', duration, {
        needed,
        hint: 'How long after the event those who asked for it get what was said there, for example 1 day.',
      }),
    ],
  },
  quiet: {
    title: 'Quiet times',
    lede: 'Nothing goes out at these times. What is due then waits for the next allowed time.',
    fields: () => [
      field(['quiet', 'hours', 0], 'Quiet from', timeOfDay, {
        hint: 'In the evening, for example 7pm. Empty: there are no quiet hours.',
      }),
      field(['quiet', 'hours', 1], 'Quiet until', timeOfDay, { hint: 'In the morning, for example 7:30am.' }),
      field(['quiet', 'weekends'], 'Weekends', yesOrNo('Nothing goes out on Saturdays and Sundays', 'Weekends are like other days'), {
        normally: 'false',
      }),
      field(
        ['quiet', 'bank_holidays'],
        'Bank holidays',
        choice([
          ['england-and-wales', 'Nothing goes out on the bank holidays of England and Wales'],
          ['none', 'Bank holidays are like other days'],
        ]),
        { normally: 'none' },
      ),
    ],
  },
  posts: {
    title: 'Posts on X and Bluesky',
    lede: 'What goes out there, when, and for how much.',
    fields: () => [
      field(['x', 'handle'], 'Account on X', xHandle, {
        needed,
        hint: 'Its keys are set up apart from this. Here is its name, for links and previews.',
      }),
      field(['x', 'hashtags'], 'Hashtags', listOf(hashtag), {
        hint: 'At the end of posts, as far as there is room. One on each line.',
      }),
      field(['bluesky', 'handle'], 'Account on Bluesky', blueskyHandle, { hint: 'Empty: nothing goes out there.' }),
      field(['social', 'slots'], 'Times of posts', timesOfDay, {
        needed,
        hint: 'The times of a day at which posts go out, one on each line, for example 12:30pm.',
      }),
      field(['social', 'monthly_budget_usd'], 'Most that X may cost in a month', dollars, {
        needed,
        hint: 'In US dollars. A post that would cost more waits for a yes.',
      }),
      field(
        ['social', 'cards'],
        'Pictures of events',
        yesOrNo('An event without a picture gets a card with its facts', 'An event without a picture has none'),
        {
          normally: 'true',
        },
      ),
    ],
  },
  approval: {
    title: 'Who says yes, and how late is too late',
    lede: 'What waits for a person, and what happens when something goes wrong.',
    fields: () => [
      field(
        ['approval'],
        'Before anything goes out',
        choice([
          ['automatic', 'It goes out at its time by itself'],
          ['required', 'Everything waits until somebody says yes on the desk'],
        ]),
        { normally: 'automatic' },
      ),
      field(
        ['four_eyes'],
        'Four eyes',
        yesOrNo('Everything waits for a yes, and not of the person who wrote it last', 'Whoever wrote it may say yes to it'),
        {
          normally: 'false',
        },
      ),
      field(
        ['saved_late'],
        'What is saved after its time',
        choice([
          ['ask', 'It waits for a yes'],
          ['send', 'It goes out at once'],
        ]),
        { normally: 'ask' },
      ),
      field(['undo'], 'Time to stop it', someDuration, {
        normally: '2 minutes',
        hint: 'How long before its time it is fixed, and can still be stopped. 0 minutes: not at all.',
      }),
      field(['max_lateness'], 'Too late after', duration, {
        normally: '12 hours',
        hint: 'What could not go out by then is missed, and the morning email says so.',
      }),
      field(['archive_after'], 'Old stories', duration, {
        normally: '7 days',
        hint: 'A story that is first seen so long after its time gets a page, and nothing goes out.',
      }),
      field(
        ['unknown'],
        'When nobody can tell whether something went out',
        choice([
          ['resend', 'It is sent again after all evidence says that it did not go out'],
          ['hold', 'It is held until a person decides'],
        ]),
        { normally: 'resend' },
      ),
    ],
  },
  notes: {
    title: 'The morning email',
    lede: 'One email at 8am for whoever runs the newsroom, when there is something to say.',
    fields: () => [
      field(
        ['notes_to'],
        'Who gets it',
        { ...listOf(mailAddress, { most: 10, what: 'addresses' }), stored: 'list or one' },
        {
          hint: 'Up to ten addresses, one on each line. Empty: nobody gets it.',
        },
      ),
      field(['notes_on'], 'On which days', weekdays, {
        normally: EVERY_DAY,
        hint: 'On other days it comes only if something would be missed before the next one.',
      }),
    ],
  },
  topics: {
    title: 'Topics',
    lede: 'What stories can be about. Readers may choose some of them. Stories and people that have a topic keep it under its new name.',
    fields: (keys) => entries(keys, 'topics', 'Add a topic'),
  },
  organisations: {
    title: 'Trusts',
    lede: 'The members. Readers may say where they work. People who chose a trust keep it under its new name.',
    fields: (keys) => entries(keys, 'organisations', 'Add a trust'),
  },
  costs: {
    title: 'What it costs',
    lede: 'Prices for the reports. They change nothing that goes out.',
    fields: () => [
      field(['costs', 'thousand_emails_usd'], 'Price of a thousand emails', dollars, {
        hint: 'In US dollars, from the price list of Amazon SES or your bill, for example 0.10. Empty: the reports say that it is not known.',
      }),
      field(['costs', 'dollar_in_pounds'], 'One US dollar in pounds', pounds, {
        hint: 'For example 0.79. Empty: the reports are in dollars only.',
      }),
    ],
  },
  visits: {
    title: 'Sign-ups and visits',
    lede: 'Days on which many people sign up, and what the statistics of the website are told.',
    fields: () => [
      field(['launches'], 'Days on which you ask many people to sign up', listOf(day), {
        hint: 'For example the day of a conference, one on each line. On other days so many forms are taken for an attack.',
      }),
      field(
        ['utm'],
        'Links in emails and posts',
        yesOrNo('They tell the website’s statistics from which email or post they were followed', 'They tell nothing'),
        {
          normally: 'false',
        },
      ),
    ],
  },
};

export type RulePart = { part: PartName; title: string; lede: string; fields: RuleField[] };

/** Returns a part with the fields that it has in this file. `images`: the pictures that can be a logo. */
export function rulePart(part: PartName, keys: KeyLines, images: readonly string[] = []): RulePart {
  const { title, lede, fields } = PARTS[part];
  return { part, title, lede, fields: fields(keys, images) };
}

export function partTitle(part: PartName): string {
  return PARTS[part].title;
}

export function partNamed(name: string): PartName | undefined {
  return PART_NAMES.find((one) => one === name);
}

/** The rows of a table such as the topics, each with the words that readers see, and a place for one more. */
function entries(keys: KeyLines, table: 'topics' | 'organisations', add: string): RuleField[] {
  return [
    ...namesIn(keys, table).map((key) => field([table, key], key, words(200), { needed })),
    {
      name: NEW_ENTRY,
      label: add,
      kind: words(200),
      path: [table, ''],
      hint: 'Its name as readers see it. Leave it empty if there is none to add.',
    },
  ];
}

/** Returns the names of the keys below a key. */
export function namesIn(keys: KeyLines, table: string): string[] {
  const node = valueAt(keys, [table]);
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [key.source ?? String(key.value)] : []));
}
