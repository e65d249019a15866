// What a publication says by email: subject, HTML and text, the same for all readers but for the slots.
import type { Temporal } from 'temporal-polyfill';
import { bodyHtml, bodyText } from '#core/email-body';
import { byline, distinctNames, eventCard, eventFacts, HERO_WIDTH, mailImage, postCard } from '#core/email-cards';
import { longDate } from '#core/email-date';
import { type EventNews, eventNews, eventOf } from '#core/email-event';
import { frame } from '#core/email-frame';
import { preheaderOf } from '#core/email-preheader';
import { digestContents, subjectOf } from '#core/email-subject';
import { wrapText } from '#core/email-words';
import { eventCalendar } from '#core/ics';
import { links } from '#core/links';
import { asciiHtml } from '#core/mime-html';
import { oneLine, withoutControls } from '#core/mime-slots';
import type { EventFacts, Publication } from '#core/publication';
import type { Rules } from '#core/rules';
import type { ImageFile } from '#core/source';
import type { Story } from '#core/story';
import { render } from '#templates/email';

export type EmailInput = {
  publication: Publication;
  /** The selection of the publication's stories that these readers get, in order. */
  stories: readonly Story[];
  rules: Rules;
  /** When the publication began. */
  at: Temporal.ZonedDateTime;
  /** Images that a story's body shows; without them their alt texts stand there. */
  images?: readonly ImageFile[];
  /** What readers were last told of the event: a notice that it has moved then says what is new. */
  was?: EventFacts;
};

/** HTML is pure ASCII. HTML and text hold slot marks at the personal places. */
export type ComposedMail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  calendar?: { ics: string; method: 'PUBLISH' | 'CANCEL' };
  date: Temporal.ZonedDateTime;
};

/** Gmail cuts an email off at about 102 KB of HTML, and with it the way to unsubscribe. */
const MOST_HTML = 95_000;

/** The email of a publication. The same input gives the same email. Throws for a social post, which has none. */
export function composeEmail(input: EmailInput): ComposedMail {
  const at = input.at.withTimeZone(input.rules.timezone);
  const local = { ...input, at };
  const head = { subject: subjectOf(local), preheader: preheaderOf(local) };
  switch (input.publication.kind) {
    case 'alert':
      return { ...head, ...alert(local, head), date: at };
    case 'digest':
      return { ...head, ...digest(local, head), date: at };
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change': {
      const news = eventNews(local, eventOf(local));
      return { ...head, ...eventEmail(local, head, news), ...calendarOf(local, news), date: at };
    }
    case 'social':
      throw new Error(`${input.publication.id} is a social post: it has no email.`);
    default:
      return input.publication.kind satisfies never;
  }
}

type Head = { subject: string; preheader: string };
type Parts = { html: string; text: string };

function alert(input: EmailInput, head: Head): Parts {
  const { publication, stories, rules, images = [] } = input;
  const [post] = stories;
  if (post?.kind !== 'post') throw new Error(`${publication.id} tells of a post, and was given ${post ? `the event ${post.slug}` : 'no story'}.`);
  const around = frame(input, { ...head, label: 'New post' });
  const site = links(rules);
  return whole(post, (body) => {
    const view = {
      ...around,
      title: oneLine(post.title),
      lead: `There is a new post by ${oneLine(post.author)}.`,
      byline: [[post.author, post.role ?? ''].map(oneLine).filter((part) => part !== '').join(', '), longDate(post.published)],
      image: mailImage(post.image, HERO_WIDTH, site),
      url: site.story(post),
      read: body === post.body ? 'Read this post on our website' : 'Read the whole post on our website',
    };
    return written('alert', view, { html: bodyHtml(body, { rules, images, brand: around.brand.colour }), text: bodyText(body) });
  });
}

function eventEmail(input: EmailInput, head: Head, news: EventNews): Parts {
  const { publication, rules, images = [] } = input;
  const event = eventOf(input);
  const around = frame(input, { ...head, label: news.label });
  const site = links(rules);
  const coming = news.standing === 'on' && publication.kind !== 'follow-up';
  const full = publication.kind === 'follow-up' ? (event.follow_up ?? event.summary) : publication.kind === 'reminder' ? event.summary : event.body;
  return whole({ body: full, summary: event.summary }, (body) => {
    const view = {
      ...around,
      title: oneLine(event.title),
      lead: news.sentence,
      notice: news.urgent ? news.sentence : '',
      ...eventFacts(event, { on: coming, whenLabel: news.whenLabel, was: publication.change === 'moved' ? input.was : undefined }, around.brand.colour),
      register: coming ? (event.registration ?? '') : '',
      book: 'Book your place',
      calendar: coming ? site.calendarFile(event) : '',
      add: 'Add this event to your calendar',
      image: publication.kind === 'announcement' || publication.kind === 'follow-up' ? mailImage(event.image, HERO_WIDTH, site) : undefined,
      url: site.story(event),
      read: 'See this event on our website',
    };
    return written('event', view, { html: bodyHtml(body, { rules, images, brand: around.brand.colour }), text: bodyText(body) });
  });
}

function digest(input: EmailInput, head: Head): Parts {
  const { publication, stories, rules, at } = input;
  const series = publication.series ?? '';
  const around = frame(input, { ...head, label: longDate(at) });
  const names = distinctNames(stories);
  const posts = stories.flatMap((story, i) => (story.kind === 'post' ? [postCard(story, names[i] ?? '', rules)] : []));
  const events = stories.flatMap((story, i) => (story.kind === 'event' ? [eventCard(story, names[i] ?? '', stories, rules, around.brand.colour)] : []));
  const contents = digestContents(posts.length, events.length);
  const show = (most: number) => {
    const view = {
      ...around,
      title: `${series.slice(0, 1).toUpperCase()}${series.slice(1)} digest`.trim(),
      lead: contents === '' ? '' : `In this email: ${contents}.`,
      posts: posts.slice(0, most),
      events: events.slice(0, most),
      morePosts: posts.length > most ? `Read ${posts.length - most} more on our website` : '',
      moreEvents: events.length > most ? `See ${events.length - most} more on our website` : '',
    };
    return written('digest', view, { html: '', text: '' });
  };
  let most = Math.max(posts.length, events.length);
  let parts = show(most);
  while (parts.html.length > MOST_HTML && most > 1) {
    most = Math.floor(most * 0.85);
    parts = show(most);
  }
  return parts;
}

/** With its whole body, or with its summary when that would be too much for Gmail. */
function whole(story: Pick<Story, 'body' | 'summary'>, show: (body: string) => Parts): Parts {
  const parts = show(story.body);
  return parts.html.length > MOST_HTML ? show(story.summary) : parts;
}

type Plain = string | number | boolean | undefined | readonly Plain[] | { readonly [key: string]: Plain };
type View = { greeting: string; slots: Record<string, string> } & { readonly [key: string]: Plain };

/** Renders both parts. Only the frame's own slots keep their marks: all else is cleared of what could be one. */
function written(name: 'alert' | 'digest' | 'event', { greeting, slots, ...rest }: View, body: Parts): Parts {
  const html = render(`html/${name}`, { ...cleared({ ...rest, body: body.html }), greeting, slots });
  const text = render(`text/${name}`, { ...cleared({ ...rest, body: body.text }), greeting, slots });
  return { html: compact(asciiHtml(html)), text: `${wrapText(text).replace(/\n{3,}/g, '\n\n').trimEnd()}\n` };
}

function cleared(view: { readonly [key: string]: Plain }): { [key: string]: Plain } {
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, clear(value)]));
}

function clear(value: Plain): Plain {
  if (typeof value === 'string') return withoutControls(value);
  if (typeof value !== 'object') return value;
  return isList(value) ? value.map(clear) : cleared(value);
}

// Array.isArray does not tell a readonly array from an object.
function isList(value: readonly Plain[] | { readonly [key: string]: Plain }): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Without the templates' indentation and blank lines, which would be a fifth of the bytes; preformatted text stays. */
function compact(html: string): string {
  return html
    .split(/(<pre[^]*?<\/pre>)/)
    .map((piece, i) => (i % 2 === 0 ? piece.replace(/\s*\n\s*/g, '\n') : piece))
    .join('')
    .trim();
}

function calendarOf({ publication, stories, rules, at }: EmailInput, news: EventNews): Pick<ComposedMail, 'calendar'> {
  const event = eventOf({ publication, stories });
  if (publication.kind === 'follow-up') return {};
  // Who was told of a date must be able to strike it out; who never was has nothing to strike out.
  if (news.standing !== 'on' && publication.kind !== 'change') return {};
  const method = news.standing === 'on' ? 'PUBLISH' : 'CANCEL';
  return { calendar: { method, ics: eventCalendar(event, { rules, method, sequence: publication.sequence ?? 0, stamp: at.toInstant() }) } };
}
