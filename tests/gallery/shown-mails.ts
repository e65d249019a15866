// Every kind of email in every shape, as the gallery shows it: the bytes that a reader gets, and a sentence about them.
import { Temporal } from 'temporal-polyfill';
import { READER_KINDS, type ReaderTransactionalKind, type TransactionalKind } from '#core/delivery/transactional-key';
import { composeEmail } from '#core/email/compose-email';
import type { EmailInput } from '#core/email/email-input';
import type { MailSetting } from '#core/email-check/opened-mail';
import { layOutTransactional, type MailRecipient } from '#core/mime/mail-message';
import type { EmailKind, Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { EventFacts } from '#core/story/event-facts';
import type { Story } from '#core/story/story';
import { composeTransactional } from '#core/transactional/compose-transactional';
import type { MorningFacts } from '#core/transactional/morning-facts';
import { HOSTILE, ODD, ORDINARY } from '#tests/core/email-check/shapes';
import { event, input, messageOf, picture, post, reader, rules } from '#tests/core/email-samples';
import { london } from '#tests/core/samples';
import { morningFacts, named, sampleMorningFacts, summaryMail, summaryMessage } from '#tests/core/transactional/morning-summary-samples';
import { EVERY_ELEMENT } from '#tests/gallery/every-element';
import { LOGO, type SampleContent } from '#tests/gallery/sample-content';

export type MailKind = EmailKind | TransactionalKind;
export type ShownMail = {
  kind: MailKind;
  title: string;
  /** What the example shows, in a sentence. */
  shows: string;
  to: MailSetting['to'];
  senderProfile: Rules;
  preheader: string;
  message: Uint8Array;
  /** True when a blocking rule must hold the email back. */
  refused: boolean;
};

/** The kinds of email, in the order of the page. A kind without a line here is a type error. */
export const MAIL_KINDS: Record<MailKind, { heading: string; is: string }> = {
  digest: { heading: 'Digest', is: 'What is new and what is coming, as often as the reader chose.' },
  alert: { heading: 'Alert', is: 'A new post, at once and in full, to those who asked for each.' },
  announcement: { heading: 'Announcement', is: 'A new event, with its date for the diary.' },
  reminder: { heading: 'Reminder', is: 'An event that is near. Its readers had the details before.' },
  'follow-up': { heading: 'Follow-up', is: 'What there is to say after an event.' },
  change: { heading: 'Change notice', is: 'A change to an event that was announced.' },
  message: { heading: 'Message', is: 'An email that goes out once, to those for whom somebody wrote it.' },
  confirm: { heading: 'Transactional: confirm', is: 'To an address typed into our form: is it yours, and do you want our emails?' },
  known: { heading: 'Transactional: already subscribed', is: 'To a reader whose address was typed into our form again.' },
  link: { heading: 'Transactional: a new link', is: 'To a reader whose link to their choices was too old.' },
  move: { heading: 'Transactional: change of address, to the new one', is: 'Do you want your emails here from now on?' },
  moving: { heading: 'Transactional: change of address, to the old one', is: 'Somebody asked to have your emails sent elsewhere.' },
  note: { heading: 'Morning summary', is: 'To the programme lead: what needs a decision, what goes out, what went out.' },
};

export function shownMails(content: SampleContent): ShownMail[] {
  return [
    ...fromTheSample(content),
    ...shapesOfTheTests(),
    ...brandedMails(),
    ...readers(),
    ...stories(content),
    ...refused(),
    ...transactionalMails(),
    ...summaryMails(),
  ];
}

/** Who a shown email goes to, and whether it must be refused. */
type ShownOptions = { reader?: Partial<MailRecipient>; refused?: boolean };

function shown(title: string, shows: string, given: EmailInput, { reader: to = {}, refused: must = false }: ShownOptions = {}): ShownMail {
  const { kind } = given.publication;
  if (kind === 'social') throw new Error(`${title} is a social post: it has no email.`);
  const { preheader } = composeEmail(given);
  return { kind, title, shows, to: 'list', senderProfile: given.rules, preheader, message: messageOf(given, to), refused: must };
}

/** Emails as the plan would send the stories in content/. */
function fromTheSample({ rules: sampleRules, posts, events, images }: SampleContent): ShownMail[] {
  const sent = (
    kind: EmailKind,
    shownStories: Story[],
    on: Temporal.PlainDateTime,
    of: Partial<Publication> = {},
    previousFacts?: EventFacts,
  ): EmailInput =>
    input(kind, shownStories, {
      rules: sampleRules,
      images,
      at: on.toZonedDateTime(sampleRules.timezone),
      of: { due: on.toZonedDateTime(sampleRules.timezone), ...of },
      ...(previousFacts ? { previousFacts } : {}),
    });
  const [online, spring, summer] = events;
  const [first] = posts;
  if (!online || !spring || !summer || !first) throw new Error('The sample has too few stories for the gallery.');
  const before = (days: number) => spring.starts.subtract({ days }).with({ hour: 9, minute: 0 });
  const planned = { status: 'confirmed', starts: '2027-03-11T09:30', ends: '2027-03-11T16:30', place: spring.venue ?? '' } as const;
  const as = (status: 'cancelled' | 'postponed') => sent('change', [{ ...spring, status }], before(12), { change: status, sequence: 1 });
  const now = { ...planned, starts: spring.starts.toString(), ends: spring.ends.toString() };
  return [
    shown(
      'From the sample stories',
      'A week with three posts and an event.',
      sent('digest', [...posts.slice(0, 3).reverse(), online], online.starts.subtract({ days: 48 }).with({ hour: 8, minute: 30 })),
    ),
    ...posts.map((one) =>
      shown(one.title, 'A post of the sample stories, as it stands in content/posts.', sent('alert', [one], one.published)),
    ),
    shown(spring.title, 'An event of the sample stories.', sent('announcement', [spring], spring.published)),
    shown(online.title, 'An event of the sample stories that is online only.', sent('announcement', [online], online.published)),
    shown('28 days before', 'The first reminder.', sent('reminder', [spring], before(28), { before: '28d' })),
    shown(
      'The day before',
      'The last reminder, whose subject begins with “Tomorrow”.',
      sent('reminder', [spring], before(1), { before: '1d' }),
    ),
    shown('On the day', 'A reminder that comes late, after a weekend.', sent('reminder', [spring], before(0), { before: '1d' })),
    shown(online.title, 'After an event of the sample stories.', sent('follow-up', [online], online.ends.add({ days: 1 }))),
    shown(
      'A new date',
      'The event is on another day than readers were told.',
      sent('change', [spring], before(20), { change: 'moved', sequence: 1 }, planned),
    ),
    shown(
      'A new place',
      'The event is at another place than readers were told.',
      sent('change', [spring], before(20), { change: 'moved', sequence: 1 }, { ...now, place: 'Town Hall, Reading' }),
    ),
    shown(
      'A new time',
      'The event is at another time of the same day.',
      sent('change', [spring], before(20), { change: 'moved', sequence: 1 }, { ...now, starts: '2027-03-18T13:00' }),
    ),
    shown('Postponed', 'The event has no date for now: the calendar file takes it out of diaries.', as('postponed')),
    shown('Cancelled', 'The event does not take place: the calendar file takes it out of diaries.', as('cancelled')),
    shown(
      'Going ahead',
      'The event was in doubt, and takes place.',
      sent('change', [spring], before(10), { change: 'confirmed', sequence: 2 }),
    ),
  ];
}

function shapesOfTheTests(): ShownMail[] {
  return [...ORDINARY, ...ODD].map(([shape, given]) => {
    const { kind } = given.publication;
    const rest = shape.replace(new RegExp(`^${kind} ?`), '');
    const title = rest === '' ? 'Ordinary' : `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`;
    return shown(title, sentenceOf(shape), given);
  });
}

function sentenceOf(shape: string): string {
  const hostile = Object.keys(HOSTILE).find((name) => shape.endsWith(name));
  if (hostile !== undefined) return `Each field of ${shape.includes('40') ? 'its forty stories' : 'its story'} is a text ${hostile}.`;
  if (shape.endsWith('with an image')) return 'The story has an image.';
  if (shape.endsWith('with hardly a word')) return 'All that may be left out of a story is left out.';
  const [, count] = /digest of (\d+)/.exec(shape) ?? [];
  if (count === '0') return 'A digest that is never sent: there is nothing new.';
  if (count === '300') return 'More than Gmail shows: the rest is on the email’s own page.';
  return count === undefined ? 'The sample of the tests.' : `Posts and events, ${count} in all.`;
}

function brandedMails(): ShownMail[] {
  const of = (different: Partial<Rules>): Rules => ({ ...rules, ...different });
  const both = (title: string, shows: string, senderRules: Rules) => [
    shown(title, shows, input('alert', [post({ image: picture })], { rules: senderRules })),
    shown(title, shows, input('announcement', [event()], { rules: senderRules })),
  ];
  return [
    ...both(
      'A pale brand colour',
      'White on yellow cannot be read: the colour is darkened until it can.',
      of({ brand: { colour: '#ffeb3b' } }),
    ),
    ...both('A dark brand colour', 'Near black, which is lightened for links in dark mode.', of({ brand: { colour: '#1a0a2e' } })),
    ...both(
      'A logo and another typeface',
      'The rules name a logo and Georgia.',
      of({ brand: { colour: '#7c2855', logo: LOGO, typeface: 'Georgia' } }),
    ),
    ...both(
      'A newsroom with odd names',
      'Quotes, commas and markup in the names of the sender, and no short name.',
      of({
        name: 'Zoë’s “News”, <b> & Friends of the Improvement of Everything',
        shortName: '',
        sender: { ...rules.sender, name: 'Zoë "Z", of the News', postalAddress: 'Zoë’s “News”, 1 Example Street, Bristol BS1 1AA' },
      }),
    ),
    shown(
      'Links that tell where from',
      'The rules ask for links with UTM parameters.',
      input('digest', [post(), event()], { rules: of({ utm: true }) }),
    ),
  ];
}

function readers(): ShownMail[] {
  const to = (title: string, shows: string, name: string) => shown(title, shows, input('alert', [post()]), { reader: { name } });
  return [
    to('To a reader without a name', 'The greeting is “Hello” alone.', ''),
    to('To a reader whose name is written from right to left', 'The name does not move the comma after it.', 'نور الهدى'),
    to('To a reader with a very long name', 'The greeting cuts it after eighty characters.', '👩‍👩‍👧‍👦é'.repeat(30)),
    to(
      'To a hostile reader',
      'The name holds markup, a header and our placeholder characters.',
      `<b>${HOSTILE['with line ends']} ${HOSTILE['with marks of ours']}`,
    ),
  ];
}

function stories({ images }: SampleContent): ShownMail[] {
  const day = (date: string) => Temporal.PlainDateTime.from(date);
  const { registration: _registration, ...unbooked } = event();
  const everywhere = (kind: EmailKind, story: Story) =>
    shown('The whole of Markdown', 'Every element that a story may have, in one.', input(kind, [story], { images, rules }));
  const announced = (title: string, shows: string, changes: Parameters<typeof event>[0]) =>
    shown(title, shows, input('announcement', [event(changes)]));
  return [
    everywhere('alert', post({ body: EVERY_ELEMENT, image: { ...picture, caption: 'The first meeting, in Bristol' } })),
    everywhere('announcement', event({ body: EVERY_ELEMENT })),
    everywhere('follow-up', event({ follow_up: EVERY_ELEMENT })),
    shown(
      'Longer than Gmail shows',
      'The summary stands for the post, and the rest is on the website.',
      input('alert', [post({ body: 'A long story, told in full. '.repeat(8000) })]),
    ),
    announced('Over several days', 'The event ends on another day than it begins.', { ends: day('2020-03-28T12:00') }),
    announced('In a room and online', 'There is a venue, a link to join, and an image.', {
      online: 'https://meet.example.org/a',
      image: picture,
    }),
    shown('Nowhere to book', 'The event needs no booking.', input('announcement', [unbooked])),
    shown(
      'Cancelled before it was announced',
      'It is in no diary yet, so there is no calendar file.',
      input('announcement', [event({ status: 'cancelled' })], { of: { change: 'cancelled' } }),
    ),
    shown(
      'Stories of one title',
      'Links with the same words would lead to different places: dates and numbers tell them apart.',
      input('digest', [post(), post({ slug: 'b' as Story['slug'] }), event(), event({ slug: 'c' as Story['slug'], status: 'postponed' })]),
    ),
  ];
}

/** Emails that the checklist must hold back. */
function refused(): ShownMail[] {
  const refusedMail = (title: string, shows: string, body: string) =>
    shown(title, shows, input('alert', [post({ body })]), { refused: true });
  return [
    refusedMail(
      'Held back: a dead link',
      'No mail program can open the link, so the email waits.',
      'Read [our guide](https://example.org:99999/guide).',
    ),
  ];
}

function transactionalMails(): ShownMail[] {
  const url = 'https://news.example.org/c/3kTq9-s1gned_word.0123456789abcdef0123456789abcdef';
  const at = Temporal.Instant.from('2020-03-19T09:00:00Z');
  const shownTransactional = (
    kind: ReaderTransactionalKind,
    title: string,
    shows: string,
    name: string,
    senderProfile: Rules,
  ): ShownMail => {
    const mail = composeTransactional(kind, { senderProfile, name, url, at });
    const message = layOutTransactional(mail, senderProfile, reader.address, `${kind}-2020-03-19`);
    return { kind, title, shows, to: 'transactional', senderProfile, preheader: mail.preheader, message, refused: false };
  };
  return READER_KINDS.flatMap((kind) => [
    shownTransactional(kind, 'To a reader whose name is known', 'The ordinary one.', reader.name, rules),
    shownTransactional(kind, 'To a reader without a name', 'Nobody knows yet whose the address is.', '', rules),
    shownTransactional(kind, 'In another dress', 'A logo, a pale brand colour, Verdana, and a name from right to left.', 'نور الهدى', {
      ...rules,
      brand: { colour: '#ffb81c', logo: LOGO, typeface: 'Verdana' },
    }),
  ]);
}

function summaryMails(): ShownMail[] {
  const whole = sampleMorningFacts();
  const shownSummary = (title: string, shows: string, facts: MorningFacts, senderProfile: Rules = rules): ShownMail => ({
    kind: 'note',
    title,
    shows,
    to: 'transactional',
    senderProfile,
    preheader: summaryMail(facts, senderProfile).preheader,
    message: summaryMessage(facts, senderProfile),
    refused: false,
  });
  const twentyFive = Array.from({ length: 25 }, (_, i) =>
    named(`alert-${i}`, `New post: A ward that changed (${i + 1})`, `2020-03-19T${String(8 + Math.floor(i / 2)).padStart(2, '0')}:30`),
  );
  return [
    shownSummary('A full morning', 'Something of everything.', whole),
    shownSummary(
      'One thing',
      'A single thing needs her, and its name is in the subject.',
      morningFacts({ waiting: whole.waiting.slice(0, 1) }),
    ),
    shownSummary(
      'Nothing needs her',
      'The day’s emails and posts, and what went out.',
      morningFacts({ ahead: whole.ahead, out: whole.out }),
    ),
    shownSummary(
      'After a quiet weekend',
      'Only what went out since the last note.',
      morningFacts({ since: london('2020-03-13T08:00'), out: whole.out }),
    ),
    shownSummary(
      'A great many things',
      'Twenty of a part, and a link to the rest.',
      morningFacts({ ahead: twentyFive.map((one) => ({ ...one, readers: 12_345, waits: false })) }),
    ),
    shownSummary('In another dress', 'A logo, a pale brand colour and Verdana.', whole, {
      ...rules,
      brand: { colour: '#ffb81c', logo: LOGO, typeface: 'Verdana' },
    }),
  ];
}
